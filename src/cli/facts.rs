//! `reportui facts FILE…`: every number of the reports, one a line.

use std::io::{self, BufWriter};

use clap::ArgMatches;

use super::{Outcome, arguments, complain, files};
use crate::check::Totals;
use crate::export::facts::Sheet;
use crate::store::Loaded;
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let out = BufWriter::new(io::stdout().lock());
    let mut sheet = match matches.get_one::<String>("format").map(String::as_str) {
        Some("ndjson") => Sheet::Ndjson(out),
        _ => Sheet::csv(out, matches.get_flag("bom"))?,
    };
    let mut outcome = Outcome::Fine;
    for file in files::expand(words, arguments::files(matches)) {
        match files::load(words, &file) {
            Ok(Loaded { form, report, .. }) => {
                sheet.add(&files::shown(&file), form, &report, &Totals::of(form, &report))?;
            }
            Err(refusal) => {
                outcome = Outcome::Failed;
                complain(&refusal);
            }
        }
    }
    sheet.finish()?;
    Ok(outcome)
}
