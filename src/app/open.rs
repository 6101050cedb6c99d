//! Opening another report: the list to choose from, a new one, the samples; and what comes of the one that was open.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::other::Other;
use super::pick::{Choice, Target, Typed};
use super::popup::Popup;
use super::question::Question;
use super::{App, Config, Detail, Document, Effect, Entry, LastYear, Page, Pick, entry};
use crate::form::{Form, Forms, Severity};
use crate::report::{Edit, Report};
use crate::store::{
    FileKind, Listed, Loaded, MAX_BYTES, NotLocked, Opened, ReadError, Recent, Recovered, SAMPLES, Shelf,
    is_document, sample,
};
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

/// Reports last edited that are offered before anything is typed.
const MOST_RECENT: usize = 9;

impl App {
    /// The editor over what was found at a path: a report, or room for a new one. A new report is for the year in the file's
    /// name, or for the one that is due.
    pub fn open(words: &'static Words, path: PathBuf, opened: Opened, year_due: u16) -> Self {
        if is_document(&path)
            && let Some((loaded, last_year)) = opened.report
        {
            return Self::import(words, &path, *loaded, last_year, opened.target, year_due);
        }
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
                app.notice = Some(refusal(words, &path, error));
            }
            app
        };
        app.year_due = year_due;
        match opened.not_locked {
            Some(NotLocked::Held(holder)) => {
                app.document.is_read_only = true;
                let who = [
                    ("user", &holder.user as _),
                    ("machine", &holder.machine as _),
                    ("since", &holder.since as _),
                ];
                app.notice = Some(words.say("notice.held", &who));
            }
            Some(NotLocked::Impossible) => app.say("notice.not-locked"),
            None => {}
        }
        app.take_left(opened.recovered, on_disk);
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
        self.notice = Some(refusal(self.words, &path, &error));
        effects
    }

    /// Takes what the person or the office has decided.
    pub fn take_config(&mut self, config: Config) {
        let is_judged_anew = self.config.policy != config.policy;
        self.config = config;
        if self.document.is_new && self.report.organ.is_empty() && !self.config.organ.is_empty() {
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

    /// What can be opened, for what was typed.
    pub(super) fn files(&self, typed: &str) -> Vec<Choice> {
        let (folder, name) = split(typed);
        let parts = Typed::new(name);
        let mut choices = Vec::new();
        let is_listed = folder == self.typed_folder;
        let recent = if folder.is_empty() { self.recent_shown(&parts, typed.is_empty()) } else { Vec::new() };
        if folder.is_empty() {
            choices.extend(self.left_choices(&parts));
            choices.extend(recent.iter().map(|recent| self.recent_choice(recent)));
        }
        if is_listed {
            choices.extend(self.listed_choices(folder, &parts, FileKind::Report, &recent));
        }
        if folder.is_empty() {
            let new = (self.words.get("open.new").to_owned(), After::New);
            let samples =
                SAMPLES.map(|year| (self.words.say("open.sample", &[("year", &year)]), After::Sample(year)));
            let actions = [new].into_iter().chain(samples).filter(|(label, _)| parts.found_in(label));
            choices.extend(actions.map(|(label, after)| Choice::new(label, Target::Go(after))));
        }
        if is_listed {
            for kind in [FileKind::Document, FileKind::Folder] {
                choices.extend(self.listed_choices(folder, &parts, kind, &recent));
            }
        }
        if !name.is_empty() {
            let label = self.words.say("open.path", &[("file", &typed)]);
            choices.push(Choice::new(label, Target::Go(After::Open(PathBuf::from(typed.trim())))));
        }
        // A name that was typed in full is meant.
        let is_meant =
            |choice: &Choice| choice.target == Target::Go(After::Open(PathBuf::from(typed.trim())));
        if let Some(meant) = choices.iter().position(is_meant).filter(|_| is_listed)
            && self.shelf.listed.iter().any(|entry| entry.kind != FileKind::Folder && entry.name == name)
        {
            let meant = choices.remove(meant);
            choices.insert(0, meant);
        }
        choices
    }

    /// What this report can be compared with, for what was typed.
    pub(super) fn files_to_compare(&self, typed: &str) -> Vec<Choice> {
        let choices = self.files(typed).into_iter();
        let comparable = choices.filter_map(|choice| match choice.target {
            Target::Go(After::Open(path)) => Some(Choice { target: Target::Compare(path), ..choice }),
            Target::Folder(_) => Some(choice),
            _ => None,
        });
        comparable.collect()
    }

    /// What runs left when they were cut off.
    fn left_choices<'a>(&'a self, typed: &'a Typed) -> impl Iterator<Item = Choice> + 'a {
        self.shelf.left.iter().filter_map(|left| {
            let year = left.year.map(|year| year.to_string()).unwrap_or_default();
            let values: [(&str, &dyn Display); 3] =
                [("organ", &left.organ), ("year", &year), ("when", &left.kept)];
            let label = self.words.say("open.left", &values);
            let target = Target::Go(After::Recovered(left.folder.clone()));
            let path = left.path.as_ref().map(|path| path.to_string_lossy().into_owned());
            let detail = path.unwrap_or_default();
            typed
                .found_in(&format!("{label} {detail}"))
                .then(|| Choice { detail, ..Choice::new(label, target) })
        })
    }

    /// The reports last edited that meet what was typed; of all of them only the latest.
    fn recent_shown(&self, typed: &Typed, all: bool) -> Vec<&Recent> {
        let meets = |recent: &&Recent| {
            let year = recent.year.map_or_else(String::new, |year| year.to_string());
            typed.found_in(&format!("{} {year} {}", recent.organ, recent.path.to_string_lossy()))
        };
        let found = self.shelf.recent.iter().filter(meets);
        found.take(if all { MOST_RECENT } else { usize::MAX }).collect()
    }

    fn recent_choice(&self, recent: &Recent) -> Choice {
        let year = recent.year.map_or_else(String::new, |year| year.to_string());
        Choice {
            detail: recent.path.to_string_lossy().into_owned(),
            note: if recent.is_gone {
                self.words.get("open.gone").to_owned()
            } else {
                self.words.state(recent.errors, recent.warnings)
            },
            ..Choice::new(format!("{} {year}", recent.organ), Target::Go(After::Open(recent.path.clone())))
        }
    }

    /// What there is of one kind in the folder on the shelf.
    fn listed_choices<'a>(
        &'a self,
        folder: &'a str,
        typed: &'a Typed,
        kind: FileKind,
        recent: &'a [&Recent],
    ) -> impl Iterator<Item = Choice> + 'a {
        let is_recent = move |name: &str| {
            let path = self.shelf.folder.join(name);
            recent.iter().any(|recent| recent.path == path)
        };
        let up = Listed { kind: FileKind::Folder, name: "..".to_owned() };
        let listed = self.shelf.listed.iter().cloned().chain([up]).filter(move |entry| {
            entry.kind == kind && typed.found_in(&entry.name) && !is_recent(&entry.name)
        });
        listed.map(move |entry| {
            let path = format!("{folder}{}", entry.name);
            let (label, target, note) = match kind {
                FileKind::Folder => {
                    (format!("{}/", entry.name), Target::Folder(format!("{path}/")), "open.folder")
                }
                FileKind::Report => (entry.name, Target::Go(After::Open(path.into())), "open.in-folder"),
                FileKind::Document => (entry.name, Target::Go(After::Open(path.into())), "open.document"),
            };
            Choice { note: self.words.get(note).to_owned(), ..Choice::new(label, target) }
        })
    }

    /// Looks into the folder that is being typed, when it is not the one on the shelf.
    pub(super) fn look_into(&mut self, typed: &str) -> Vec<Effect> {
        let (folder, _) = split(typed);
        if folder == self.typed_folder {
            return Vec::new();
        }
        folder.clone_into(&mut self.typed_folder);
        self.shelf.listed.clear();
        vec![Effect::List(PathBuf::from(folder))]
    }
}

/// The folder in what was typed, with what parts it from the name, and the name.
fn split(typed: &str) -> (&str, &str) {
    let end = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    typed.split_at_checked(end).unwrap_or(("", typed))
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

/// Why a file cannot be read, as a sentence that begins with its name: `FILE:LINE:COLUMN: …` where there is a place.
pub fn refusal(words: &Words, file: &Path, error: &ReadError) -> String {
    let name = crate::text::visible(&file.to_string_lossy()).into_owned();
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let what = match error {
        ReadError::Document(error) => return format!("{name}:{}", words.fault(error)),
        ReadError::NotFound => words.get("read.not-found").to_owned(),
        ReadError::NoFolder(folder) => {
            return words.say("edit.no-folder", &[("folder", &folder.to_string_lossy())]);
        }
        ReadError::NotAFile => words.get("read.not-a-file").to_owned(),
        ReadError::TooLarge(bytes) => {
            words.say("read.too-large", &[("found", &mebibytes(*bytes)), ("most", &mebibytes(MAX_BYTES))])
        }
        ReadError::Io(error) => words.say("read.io", &[("error", &words.io(error))]),
        ReadError::NotText(error) => words.say("read.not-text", &[("offset", &(error.offset + 1))]),
        ReadError::NotImported(error) => words.not_imported(error),
    };
    format!("{name}: {what}")
}

impl Document {
    /// The file of a report that was read, its path left out.
    pub(super) fn of(loaded: &Loaded) -> Self {
        Self {
            path: None,
            is_new: false,
            style: loaded.style,
            has_comments: loaded.has_comments,
            is_read_only: false,
            known: Some(loaded.digest),
            encoding: loaded.encoding,
        }
    }
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
