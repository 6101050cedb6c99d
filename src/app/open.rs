//! Opening another report: the list to choose from, a new one, the samples; and what comes of the one that was open.

use std::path::{Path, PathBuf};

use super::other::Other;
use super::popup::Popup;
use super::question::Question;
use super::refusal::unreadable;
use super::{App, Config, Detail, Document, Effect, Entry, LastYear, Page, Pick, entry};
use crate::form::{Form, Forms, Severity};
use crate::import::open_points;
use crate::report::{Edit, Report};
use crate::store::{Loaded, NotLocked, Opened, ReadError, Recent, Recovered, Shelf, is_document, sample};
use crate::text::Field;
use crate::words::Words;

/// What comes after the report has been saved or given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Leave the program.
    Quit,
    /// Open the report at this path.
    Open(PathBuf),
    /// Begin a new report.
    New,
    /// Open the sample of this year.
    Sample(u16),
    /// Take up what a run left when it was cut off.
    Recovered(PathBuf),
}

impl App {
    /// The editor over what was found at a path: a report, or room for a new one. A new report is for the year in the file's
    /// name, or for the one that is due.
    pub fn open(words: &'static Words, path: PathBuf, opened: Opened, year_due: u16) -> Self {
        if is_document(&path)
            && let Some((loaded, last_year)) = opened.report
        {
            return Self::import(words, &path, *loaded, last_year, opened.target, year_due);
        }
        // Of the report that a document had become something was left.
        let (path, document) = match opened.target {
            Some(target) => (target, Some(path)),
            None => (path, None),
        };
        let on_disk = opened.report.as_ref().map(|(loaded, _)| loaded.digest);
        let mut app = if let Some((loaded, last_year)) = opened.report {
            let document = Document { path: Some(path), ..Document::of(&loaded) };
            Self::new(words, loaded.form, loaded.report, last_year, document)
        } else {
            let year = year_in_name(&path).unwrap_or(year_due);
            let form = form_for(year);
            let report = Report::new(form, Some(year));
            // A file that cannot be read is not written to either.
            let named = opened.broken.is_none().then(|| path.clone());
            let mut app = Self::new(words, form, report, LastYear::None, Document::new_at(named));
            if let Some(error) = &opened.broken {
                app.notice = Some(unreadable(words, &path, error));
            }
            app
        };
        app.year_due = year_due;
        match opened.not_locked {
            Some(NotLocked::Held(holder)) => {
                app.document.is_read_only = true;
                let somebody = words.get("notice.held.somebody");
                let user = if holder.user.is_empty() { somebody } else { &holder.user };
                let who =
                    [("user", &user as _), ("machine", &holder.machine as _), ("since", &holder.since as _)];
                app.notice = Some(words.say("notice.held", &who));
            }
            Some(NotLocked::Impossible) => app.say("notice.not-locked"),
            None => {}
        }
        app.take_left(opened.recovered, on_disk);
        app.left_of = document;
        app
    }

    /// The editor over a document that was read as a report: as a new report with everything in it, once that is wanted.
    fn import(
        words: &'static Words,
        path: &Path,
        loaded: Loaded,
        last_year: LastYear,
        target: Option<PathBuf>,
        year_due: u16,
    ) -> Self {
        let blank = Report::new(loaded.form, loaded.report.year);
        let mut app = Self::new(words, loaded.form, blank, last_year, Document::new_at(target));
        let _ = app.leave_entry();
        app.page = Page::Section(super::first_table(loaded.form));
        app.year_due = year_due;
        app.notes = loaded.notes;
        // Named as the files beside it are.
        let beside = app
            .document
            .path
            .as_deref()
            .map(|target| target.with_file_name(path.file_name().unwrap_or_default()));
        app.made_of = Some(beside.unwrap_or_else(|| path.to_owned()));
        app.change(vec![Edit::Whole(Box::new(loaded.report))]);
        app.notice = None;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        app.popup = Some(Popup::ask(Question::Import { file }));
        app
    }

    /// The document is not wanted as a report.
    pub(super) fn decline_import(&mut self) -> Vec<Effect> {
        self.become_new(Self::start(self.words, self.year_due, Shelf::default()));
        vec![Effect::Close, Effect::List(PathBuf::new())]
    }

    /// What runs that were cut off have left is offered before anything else happens.
    fn take_left(&mut self, recovered: Vec<Recovered>, on_disk: Option<u64>) {
        // The latest comes first, and is taken from the end.
        self.left = recovered.into_iter().rev().map(|left| Other::recovered(left, on_disk)).collect();
        if !self.left.is_empty() {
            let _ = self.leave_entry();
            self.offer_recovered();
        }
    }

    /// The editor with nothing open yet, and what there is to open.
    pub fn start(words: &'static Words, year_due: u16, shelf: Shelf) -> Self {
        let form = form_for(year_due);
        let report = Report::new(form, Some(year_due));
        let mut app = Self::new(words, form, report, LastYear::None, Document::new_at(None));
        let _ = app.leave_entry();
        app.notice = None;
        app.year_due = year_due;
        app.shelf = shelf;
        app.nothing_open = true;
        app.popup = Some(Popup::pick(Pick::File));
        app
    }

    /// Shows the list of reports to open or to compare with.
    pub(super) fn ask_file(&mut self, pick: Pick) -> Vec<Effect> {
        self.typed_folder.clear();
        self.popup = Some(Popup::pick(pick));
        vec![Effect::List(PathBuf::new())]
    }

    /// The shelf was looked through.
    pub fn listed(&mut self, found: Shelf) {
        self.shelf = found;
    }

    /// Goes on to something that takes the place of this report; asks first when it has changes that no file holds.
    pub(super) fn leave_report(&mut self, after: After) -> Vec<Effect> {
        if !self.leave_entry() {
            return Vec::new();
        }
        if open_points(&self.notes) > 0 {
            self.popup = Some(Popup::ask(Question::Open(after)));
            return Vec::new();
        }
        self.leave_open(after)
    }

    /// Leaves the report, whatever points of an import are open.
    pub(super) fn leave_open(&mut self, after: After) -> Vec<Effect> {
        if self.is_modified() {
            self.popup = Some(Popup::ask(Question::Unsaved(after)));
            return Vec::new();
        }
        self.go_on(after)
    }

    /// Goes on, whatever becomes of this report.
    pub(super) fn go_on(&mut self, after: After) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.recent().into_iter().map(Effect::Remember).collect();
        match after {
            After::Quit => effects.push(Effect::Quit),
            After::Open(path) => effects.push(Effect::Open(path)),
            After::Recovered(folder) => effects.push(Effect::OpenRecovered(folder)),
            After::New => {
                effects.push(Effect::Close);
                let form = form_for(self.year_due);
                let report = Report::new(form, Some(self.year_due));
                self.become_new(Self::new(self.words, form, report, LastYear::None, Document::new_at(None)));
            }
            After::Sample(year) => {
                effects.push(Effect::Close);
                if let Ok(loaded) = sample(year) {
                    let document = Document::new_at(None);
                    let mut app = Self::new(self.words, loaded.form, loaded.report, LastYear::None, document);
                    app.say("notice.sample");
                    self.become_new(app);
                }
            }
        }
        effects
    }

    /// A file was opened, or cannot be.
    pub fn opened(&mut self, path: PathBuf, result: Result<Opened, ReadError>) -> Vec<Effect> {
        let is_remembered = self.shelf.recent.iter().any(|recent| recent.path == path);
        let error = match result {
            // What was edited once and is gone is not a new report.
            Ok(opened) if opened.report.is_none() && opened.recovered.is_empty() && is_remembered => {
                ReadError::NotFound
            }
            Ok(opened) => {
                self.become_new(Self::open(self.words, path, opened, self.year_due));
                return Vec::new();
            }
            Err(error) => error,
        };
        // Whatever was locked to open it is let go.
        let mut effects = vec![self.document.path.clone().map_or(Effect::Close, Effect::Lock)];
        if self.nothing_open {
            let field = Field::new(path.to_string_lossy());
            effects.extend(self.look_into(field.text()));
            self.popup = Some(Popup::Pick { pick: Pick::File, field, chosen: 0 });
        }
        self.notice = Some(unreadable(self.words, &path, &error));
        effects
    }

    /// Takes what the person or the office has decided.
    pub fn take_config(&mut self, config: Config) {
        let is_judged_anew = self.config.policy != config.policy;
        self.config = config;
        // Documents that are asked about, and what was left of a report, have an organ of their own, or none that is known.
        let is_begun = self.document.is_new && self.popup.is_none();
        if is_begun && self.report.organ.is_empty() && !self.config.organ.is_empty() {
            self.report.organ.clone_from(&self.config.organ);
            self.looked_for.0.clone_from(&self.config.organ);
            self.recheck();
            // Whose report it is need not be typed any more.
            let types_organ = |entry: &mut Entry| entry.target == entry::Target::Detail(Detail::Organ);
            if self.entry.take_if(types_organ).is_some() {
                self.notice = Some(self.words.get("notice.new.organ").to_owned());
            }
        } else if is_judged_anew {
            self.recheck();
        }
    }

    /// Takes another report, and keeps what belongs to the person and the screen.
    fn become_new(&mut self, mut other: Self) {
        other.year_due = self.year_due;
        other.take_config(std::mem::take(&mut self.config));
        // What is kept of one report must not pass for the other.
        other.revision += self.revision;
        other.room = self.room;
        other.now = self.now;
        std::mem::swap(&mut other.hits, &mut self.hits);
        other.has_mouse = self.has_mouse;
        other.register = std::mem::take(&mut self.register);
        other.register_references = std::mem::take(&mut self.register_references);
        other.needle = std::mem::take(&mut self.needle);
        *self = other;
    }

    /// What a run left of a report whose file is not there was found again, or not.
    pub fn opened_recovered(&mut self, left: Option<Recovered>) -> Vec<Effect> {
        let Some(left) = left else {
            let effects = self.ask_file(Pick::File);
            self.say("notice.left-is-gone");
            return effects;
        };
        let form = left.report.form;
        let report = Report::new(form, left.report.report.year);
        let mut app = Self::new(self.words, form, report, LastYear::None, Document::new_at(None));
        // Its file, if it had one, is not there: it gets a name when it is saved.
        app.take_left(vec![Recovered { known: None, ..left }], None);
        self.become_new(app);
        Vec::new()
    }

    /// What is worth remembering of this report, as its file has it; none while there is no file.
    pub fn recent(&self) -> Option<Recent> {
        self.as_saved.clone()
    }

    /// The file holds the report as it is now.
    pub(super) fn note_saved(&mut self) {
        let path = self.document.path.clone().filter(|_| !self.document.is_new);
        self.as_saved = path.map(|path| Recent {
            path,
            organ: self.report.organ.clone(),
            year: self.report.year,
            errors: self.derived.count(Severity::Error),
            warnings: self.derived.count(Severity::Warning),
            is_gone: false,
        });
    }
}

/// The form for a year; for a year before all of them, the latest.
fn form_for(year: u16) -> &'static Form {
    let latest = || Forms.editions().next_back().and_then(|edition| Forms.get(edition));
    match Forms.for_year(year).or_else(latest) {
        Some(form) => form,
        // The forms are compiled in, and `tests/forms.rs` reads every one of them.
        None => unreachable!("no edition of the form"),
    }
}

/// A year that the file's name tells, such as `2020.ron`.
fn year_in_name(path: &Path) -> Option<u16> {
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let mut runs = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    runs.find_map(|digits| digits.parse().ok().filter(|year| (2000..2100).contains(year)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_comes_from_the_name() {
        assert_eq!(year_in_name(Path::new("2020.ron")), Some(2020));
        assert_eq!(year_in_name(Path::new("/a/2019/克井镇2023年报.ron")), Some(2023));
        assert_eq!(year_in_name(Path::new("report-12345.ron")), None);
    }
}
