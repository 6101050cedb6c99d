//! `reportui preview FILE`: the report as it will be printed, as text.

use std::io::{self, BufWriter, Write as _};

use clap::ArgMatches;

use super::{Outcome, arguments, complain, files};
use crate::check::Totals;
use crate::export::text::render;
use crate::words::Words;

/// Columns of a page.
const COLUMNS: usize = 78;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Fine;
    for file in files::expand(words, arguments::files(matches)) {
        match files::load(words, &file) {
            Ok(loaded) => {
                let totals = Totals::of(loaded.form, &loaded.report);
                for line in render(loaded.form, &loaded.report, &totals, COLUMNS) {
                    writeln!(out, "{line}")?;
                }
            }
            Err(refusal) => {
                outcome = Outcome::Failed;
                complain(&refusal);
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}
