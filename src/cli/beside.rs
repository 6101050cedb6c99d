//! What a report is checked beside: last year's, wherever it is, and what the office decides about the rules.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{files, sum};
use crate::check::{Derived, Policy, check};
use crate::form::Form;
use crate::report::Report;
use crate::report::organ::organ_key;
use crate::store::{self, Loaded, Neighbours, Previous};
use crate::words::Words;

/// Where last year's reports are looked for.
enum Place {
    /// In the folder of each report.
    Beside(Neighbours),
    /// In a folder that was named.
    Named(PathBuf, Neighbours),
    /// It was named itself.
    File(PathBuf, Box<Loaded>),
}

/// What reports are checked beside.
pub struct Beside<'a> {
    words: &'a Words,
    place: Place,
    policy: &'a Policy,
}

impl<'a> Beside<'a> {
    /// What the command line names with `--previous`, or the folder of each report; or why it cannot be read.
    pub fn of(words: &'a Words, matches: &ArgMatches, policy: &'a Policy) -> Result<Self, String> {
        let named = matches.get_one::<PathBuf>("previous");
        let place = match named {
            Some(folder) if store::is_folder(folder) => Place::Named(folder.clone(), Neighbours::default()),
            Some(file) => Place::File(file.clone(), Box::new(files::load(words, file)?)),
            None => Place::Beside(Neighbours::default()),
        };
        Ok(Self { words, place, policy })
    }

    /// Totals and findings of a report, and what is to be told about the reports beside it: last year's, and those in a sum.
    pub fn check(&self, file: &Path, loaded: &Loaded) -> (Derived, Vec<String>) {
        let report = &loaded.report;
        let stale = sum::changed(self.words, file, report);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let previous = match &self.place {
            Place::File(named, last) => {
                let (last_year, told) = self.named(named, last, report);
                let told = told.into_iter().chain(stale).collect();
                return (check(loaded.form, report, last_year, self.policy), told);
            }
            Place::Beside(folders) => folders.previous(folder.unwrap_or(Path::new(".")), file, report),
            Place::Named(folder, folders) => folders.previous(folder, file, report),
        };
        let file = files::shown(file);
        let told = match (&previous, &self.place) {
            (Previous::Several, _) => Some(self.words.say("cli.several-previous", &[("file", &file)])),
            (Previous::None, Place::Named(folder, _)) => {
                let folder = files::shown(folder);
                Some(self.words.say("cli.no-previous", &[("file", &file), ("folder", &folder)]))
            }
            _ => None,
        };
        let told = told.into_iter().chain(stale).collect();
        (check(loaded.form, report, previous.report(), self.policy), told)
    }

    /// A report that was named as last year's, if it is of that year.
    fn named<'l>(
        &self,
        file: &Path,
        last: &'l Loaded,
        report: &Report,
    ) -> (Option<(&'l Form, &'l Report)>, Option<String>) {
        let wanted = report.year.and_then(|year| year.checked_sub(1));
        if last.report.year == wanted && wanted.is_some() {
            if organ_key(&last.report.organ) == organ_key(&report.organ) {
                return (Some((last.form, &last.report)), None);
            }
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("file", &files::shown(file)), ("organ", &last.report.organ)];
            return (None, Some(self.words.say("cli.other-previous", &values)));
        }
        let year = last.report.year.map(|year| year.to_string()).unwrap_or_default();
        let told = self.words.say("cli.not-previous", &[("file", &files::shown(file)), ("year", &year)]);
        (None, Some(told))
    }
}
