//! Another state of the report: recovered after the program was cut off, saved before, or put on the disk by someone else. It
//! is looked at, and taken or left.

use std::path::{Path, PathBuf};

use super::popup::Popup;
use super::question::Question;
use super::read::{Reading, Text};
use super::refusal::unreadable;
use super::{After, App, Document, Effect, Page};
use crate::check::check;
use crate::form::{Forms, Severity};
use crate::report::{Difference, Edit, Report, differences};
use crate::store::{Loaded, ReadError, Recovered, Version};

/// Another state of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Where it comes from.
    pub origin: Origin,
    /// When it was kept or saved; empty where that is not known.
    pub when: String,
    /// The report; none where it cannot be read.
    pub report: Option<Box<Report>>,
    /// How its file is written, and its digest.
    file: Document,
    /// The file has been changed since this state was kept.
    pub is_outdated: bool,
}

/// Where another state comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A run that was cut off; the folder it left.
    Recovered(PathBuf),
    /// An earlier save.
    Version,
    /// The file on the disk, which someone else has changed; what was to come after saving.
    Disk(Option<After>),
}

impl Other {
    /// What a run that was cut off has left.
    pub(super) fn recovered(left: Recovered, on_disk: Option<u64>) -> Self {
        Self {
            origin: Origin::Recovered(left.folder),
            when: left.kept,
            file: Document { known: left.known, ..Document::of(&left.report) },
            is_outdated: left.known.is_some() && left.known != on_disk,
            report: Some(Box::new(left.report.report)),
        }
    }

    fn loaded(origin: Origin, when: String, result: Result<Loaded, ReadError>) -> Self {
        let loaded = result.ok();
        Self {
            origin,
            when,
            file: loaded.as_ref().map_or_else(|| Document::new_at(None), Document::of),
            is_outdated: false,
            report: loaded.map(|loaded| Box::new(loaded.report)),
        }
    }
}

impl App {
    /// Offers what was left by runs that were cut off, one after the other.
    pub(super) fn offer_recovered(&mut self) {
        if let Some(other) = self.left.pop() {
            self.popup = Some(Popup::ask(Question::Other(Box::new(other))));
        }
    }

    /// How many more states that were left will be offered.
    pub fn left_to_offer(&self) -> usize {
        self.left.len()
    }

    /// The versions of the report that are kept were listed and read.
    pub fn listed_versions(&mut self, versions: Vec<(Version, Result<Loaded, ReadError>)>) {
        if versions.is_empty() {
            return self.say("notice.no-versions");
        }
        let told = versions.into_iter().map(|(version, result)| {
            let state = result.map_or_else(
                |_| self.words.get("difference.unreadable").to_owned(),
                |loaded| self.state_of(&loaded),
            );
            (version, state)
        });
        self.versions = told.collect();
        self.popup = Some(Popup::pick(super::Pick::Version));
    }

    /// How a version stands: in how much it differs from the report as it is, and what the rules say of it.
    fn state_of(&self, version: &Loaded) -> String {
        let changes = differences((version.form, self.form), &version.report, &self.report).len();
        let is_of_this_year =
            (version.report.year, &version.report.organ) == (self.report.year, &self.report.organ);
        let last_year = self.last_year.report().filter(|_| is_of_this_year);
        let derived = check(version.form, &version.report, last_year, &self.config.policy);
        let state = self.words.state(derived.count(Severity::Error), derived.count(Severity::Warning));
        let key = if changes == 0 { "versions.same" } else { "versions.changed" };
        self.words.say(key, &[("count", &changes), ("state", &state)])
    }

    /// A version was read.
    pub fn read_version(&mut self, version: &Version, result: Result<Loaded, ReadError>) {
        match result {
            Ok(loaded) => {
                let other = Other::loaded(Origin::Version, version.saved.clone(), Ok(loaded));
                self.popup = Some(Popup::ask(Question::Other(Box::new(other))));
            }
            Err(error) => self.notice = Some(unreadable(self.words, Path::new(&version.saved), &error)),
        }
    }

    /// The file on the disk was read, since it is not the one that was opened.
    pub fn read_disk(&mut self, after: Option<After>, result: Result<Loaded, ReadError>) {
        let other = Other::loaded(Origin::Disk(after), String::new(), result);
        self.popup = Some(Popup::ask(Question::Other(Box::new(other))));
    }

    /// Takes another state in place of the report, as one undo step.
    pub(super) fn take_other(&mut self, other: Other) {
        let Some(report) = other.report else { return };
        let changed = self.first_difference(&report);
        self.change(vec![Edit::Whole(report)]);
        self.show(changed.as_ref());
        match other.origin {
            Origin::Recovered(folder) => {
                // It is thrown away when it is saved, not before: undoing must not lose it. What the run had not seen of the
                // file is asked about then.
                // Older ones are not offered over it: they can be had from the list of what there is to open.
                let older = std::mem::take(&mut self.left).len();
                self.notice = Some(match older {
                    0 => self.words.get("notice.recovered").to_owned(),
                    count => self.words.say("notice.recovered.older", &[("count", &count)]),
                });
                self.taken.push(folder);
                self.left_of = None;
                self.document.known = other.file.known.or(self.document.known);
            }
            Origin::Disk(_) => {
                let path = self.document.path.take();
                self.document = Document { path, ..other.file };
                self.history.mark_saved();
                self.note_saved();
                self.say("notice.reloaded");
            }
            Origin::Version => self.say("notice.taken"),
        }
    }

    /// The first thing that is different in another state of this edition.
    fn first_difference(&self, other: &Report) -> Option<Difference> {
        let is_same_form = other.edition == self.report.edition;
        is_same_form.then(|| differences((self.form, self.form), &self.report, other).into_iter().next())?
    }

    /// Goes to where something has changed.
    fn show(&mut self, changed: Option<&Difference>) {
        match changed {
            Some(Difference::Cell(cell, ..)) => self.go_to_cell(*cell),
            Some(Difference::Paragraphs(section, ..)) => self.page = Page::Section(*section),
            _ => {}
        }
    }

    /// Saves over what someone else has put on the disk, as it was when it was asked about.
    pub(super) fn overwrite(&mut self, other: &Other, after: Option<After>) -> Vec<Effect> {
        self.document.known = other.file.known;
        self.save(after)
    }

    /// Leaves another state alone for good, and goes on to the next that was left.
    pub(super) fn drop_other(&mut self, other: Other) -> Vec<Effect> {
        let Origin::Recovered(folder) = other.origin else { return Vec::new() };
        self.say("notice.thrown-away");
        self.offer_recovered();
        let mut effects = vec![Effect::Forget(folder)];
        // What it was made of is there to be read again.
        if self.popup.is_none() {
            effects.extend(self.left_of.take().map(Effect::Open));
        }
        effects
    }

    /// Leaves another state for the next time, and goes on to the next that was left.
    pub(super) fn keep_other(&mut self) -> Vec<Effect> {
        self.offer_recovered();
        // Of a document that is not read there is nothing to edit.
        if self.popup.is_none() && self.left_of.take().is_some() { self.decline_import() } else { Vec::new() }
    }

    /// Shows in what another state differs; the question about it comes back afterwards.
    pub(super) fn look_at_other(&mut self, other: Box<Other>) {
        let text = match &other.report {
            Some(report) => self.differences(&other, report),
            None => self.words.get("difference.unreadable").to_owned(),
        };
        let question = Popup::ask(Question::Other(other));
        self.popup = Some(Popup::Read(Reading::new(Text::Differences(text), Some(question))));
    }

    /// What has changed from the earlier of two states to the later, as headings and paragraphs.
    fn differences(&self, other: &Other, report: &Report) -> String {
        let form = Forms.get(&report.edition).unwrap_or(self.form);
        let (key, found) = match other.origin {
            Origin::Version => ("difference.since", differences((form, self.form), report, &self.report)),
            Origin::Recovered(_) => ("difference.left", differences((self.form, form), &self.report, report)),
            Origin::Disk(_) => ("difference.disk", differences((self.form, form), &self.report, report)),
        };
        let first = if other.origin == Origin::Version { form } else { self.form };
        let heading = self.words.say(key, &[("when", &other.when)]);
        format!("{heading}\n\n{}", self.words.differences(first, &found))
    }
}
