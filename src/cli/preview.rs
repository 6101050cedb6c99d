//! `reportui preview FILE`: the report as it will be printed, as text.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use clap::ArgMatches;

use super::many::{self, Results};
use super::{Outcome, arguments, complain, files};
use crate::check::Totals;
use crate::export::text::render;
use crate::words::Words;

/// Columns of a page.
const COLUMNS: usize = 78;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Fine;
    let files = files::expand(words, arguments::files(matches));
    let printed = |file: &Path| {
        let loaded = files::load(words, file)?;
        let totals = Totals::of(loaded.form, &loaded.report);
        Ok::<_, String>(render(loaded.form, &loaded.report, &totals, COLUMNS))
    };
    many::each(words, Results::Printed, &files, printed, |_, printed| {
        match printed {
            Ok(lines) => lines.iter().try_for_each(|line| writeln!(out, "{line}"))?,
            Err(refusal) => {
                outcome = Outcome::Failed;
                complain(&refusal);
            }
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(outcome)
}
