//! `reportui facts FILE…`: every number of the reports, one a line.

use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use clap::ArgMatches;

use super::many::Results;
use super::{Outcome, arguments, complain, files, many};
use crate::check::Totals;
use crate::export::facts::{self, Facts};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let is_ndjson = matches.get_one::<String>("format").is_some_and(|format| format == "ndjson");
    let mut out = BufWriter::new(io::stdout().lock());
    if !is_ndjson {
        facts::header(&mut out, matches.get_flag("bom"))?;
    }
    let mut outcome = Outcome::Fine;
    let files = files::expand(words, arguments::files(matches));
    let read = |file: &Path| {
        let loaded = files::load(words, file)?;
        let (form, report) = (loaded.form, &loaded.report);
        let mut lines = Vec::new();
        let mut facts = if is_ndjson { Facts::Ndjson(&mut lines) } else { Facts::csv(&mut lines) };
        // Writing to memory does not fail.
        let _ = facts.add(&files::shown(file), form, report, &Totals::of(form, report));
        let _ = facts.finish();
        Ok(lines)
    };
    many::each(words, Results::Printed, &files, read, |_, lines: Result<_, String>| {
        match lines {
            Ok(lines) => out.write_all(&lines)?,
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
