//! `reportui new YEAR [--from FILE]`: a report to begin with, blank or following on last year's.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, complain, files};
use crate::form::Forms;
use crate::report::{Report, document};
use crate::store::{STANDARD, is_document};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches, organ: &str) -> Outcome {
    let year = matches.get_one::<u16>("year").copied().unwrap_or_default();
    let Some(form) = Forms.for_year(year) else {
        complain(&words.say("new.no-edition", &[("year", &year)]));
        return Outcome::Failed;
    };
    let from = matches.get_one::<PathBuf>("from");
    let mut remark = None;
    let report = match from.map(|file| files::load(words, file)).transpose() {
        Ok(Some(last)) => {
            let file = from.map(|file| files::shown(file)).unwrap_or_default();
            let told = |key, before: u16| {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("file", &file), ("from", &before), ("year", &year)];
                words.say(key, &values)
            };
            match last.report.year {
                Some(before) if before >= year => {
                    complain(&told("new.not-before", before));
                    return Outcome::Failed;
                }
                Some(before) if before + 1 < year => remark = Some(told("new.long-before", before)),
                _ => {}
            }
            Report::following(form, year, (last.form, &last.report))
        }
        Ok(None) => Report { organ: organ.to_owned(), ..Report::new(form, Some(year)) },
        Err(refusal) => {
            complain(&refusal);
            return Outcome::Failed;
        }
    };
    let beside = || from.and_then(|file| file.parent()).unwrap_or(Path::new("")).join(format!("{year}.ron"));
    let target = matches.get_one::<PathBuf>("output").cloned().unwrap_or_else(beside);
    if !files::is_for_a_report(words, &target) {
        return Outcome::Failed;
    }
    let text = document::write(form, &report);
    if let Err(refusal) = files::save(words, &target, text.as_bytes(), matches.get_flag("force")) {
        complain(&refusal);
        return Outcome::Failed;
    }
    if target != Path::new(STANDARD) {
        complain(&words.say("new.done", &[("target", &files::shown(&target))]));
    }
    if let Some(remark) = remark {
        complain(&remark);
    }
    if let Some(file) = from.filter(|file| is_document(file)) {
        complain(&words.say("new.from-document", &[("file", &files::shown(file))]));
    }
    Outcome::Fine
}
