//! `reportui facts FILE…`: every number of the reports, one a line.

use std::io::{self, BufWriter};
use std::path::Path;

use clap::ArgMatches;

use super::many::Results;
use super::{Outcome, arguments, complain, files, many};
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
    let files = files::expand(words, arguments::files(matches));
    let read = |file: &Path| {
        let loaded = files::load(words, file)?;
        let totals = Totals::of(loaded.form, &loaded.report);
        Ok((loaded, totals))
    };
    many::each(words, Results::Printed, &files, read, |file, read: Result<_, String>| {
        match read {
            Ok((Loaded { form, report, .. }, totals)) => {
                sheet.add(&files::shown(file), form, &report, &totals)?;
            }
            Err(refusal) => {
                outcome = Outcome::Failed;
                complain(&refusal);
            }
        }
        Ok(())
    })?;
    sheet.finish()?;
    Ok(outcome)
}
