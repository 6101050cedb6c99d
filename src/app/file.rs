//! Saving and leaving.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::open::After;
use super::popup::Popup;
use super::question::Question;
use super::refusal::unwritten;
use super::{App, Command, Effect};
use crate::report::document;
use crate::store::{Encoding, How, Loaded, SaveError, Snapshot, Style, digest, is_document};
use crate::text::Field;
use crate::words::Words;

/// What the app knows about the report's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Where it is; none for a report that has no name yet.
    pub path: Option<PathBuf>,
    /// It does not exist yet.
    pub is_new: bool,
    /// How its text is written.
    pub style: Style,
    /// Comments stand in it.
    pub has_comments: bool,
    /// Someone else has it open: it is not written to.
    pub is_read_only: bool,
    /// Digest of the file as it was read or saved last.
    pub known: Option<u64>,
    /// The encoding it was in; it is written in UTF-8.
    pub encoding: Encoding,
}

impl Document {
    /// A file that the first save will make.
    pub fn new_at(path: Option<PathBuf>) -> Self {
        Self {
            path,
            is_new: true,
            style: Style::PLAIN,
            has_comments: false,
            is_read_only: false,
            known: None,
            encoding: Encoding::Utf8,
        }
    }

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

    /// What to say about it when it is opened.
    pub(super) fn greeting(&self, words: &Words) -> Option<String> {
        let key = match self {
            Self { encoding: Encoding::Gb18030, .. } => "notice.gbk",
            Self { encoding: Encoding::Utf16, .. } => "notice.utf-16",
            Self { has_comments: true, .. } => "notice.comments",
            _ => return None,
        };
        Some(words.get(key).to_owned())
    }
}

/// Everything needed to write the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveRequest {
    /// Where to.
    pub path: PathBuf,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How.
    pub how: How,
    /// What comes afterwards.
    pub after: Option<After>,
}

/// The most characters of an organ's name in a suggested file name: some file systems take 255 bytes.
const LONGEST_ORGAN: usize = 40;

impl App {
    pub(super) fn save(&mut self, after: Option<After>) -> Vec<Effect> {
        if !self.leave_entry() {
            return Vec::new();
        }
        let Some(path) = self.document.path.clone().filter(|_| !self.document.is_read_only) else {
            if self.nothing_open {
                self.say("notice.nothing-to-save");
            } else {
                self.ask_path(after);
            }
            return Vec::new();
        };
        if !self.is_modified() && !self.document.is_new {
            self.say("notice.nothing-to-save");
            return after.map_or_else(Vec::new, |after| self.go_on(after));
        }
        if self.document.has_comments {
            self.popup = Some(Popup::ask(Question::Comments(after)));
            return Vec::new();
        }
        vec![self.request(path, after, false)]
    }

    /// What was recovered is in a file now, or was given up: what runs have left of it is needed no more.
    pub(super) fn forget_taken(&mut self) -> Vec<Effect> {
        self.taken.drain(..).map(Effect::Forget).collect()
    }

    pub(super) fn save_without_comments(&mut self, after: Option<After>) -> Vec<Effect> {
        let path = self.document.path.clone();
        path.map(|path| self.request(path, after, true)).into_iter().collect()
    }

    fn request(&self, path: PathBuf, after: Option<After>, keep: bool) -> Effect {
        let text = document::write(self.form, &self.report);
        let is_own = self.is_own(&path);
        let how = How {
            create: self.document.is_new || !is_own,
            keep,
            known: self.document.known.filter(|_| is_own),
        };
        Effect::Save(Box::new(SaveRequest { path, bytes: self.document.style.encode(&text), how, after }))
    }

    /// The file was written, or not. A success tells where the file as it was has been kept.
    pub fn saved(
        &mut self,
        request: &SaveRequest,
        result: &Result<Option<PathBuf>, SaveError>,
    ) -> Vec<Effect> {
        let words = self.words;
        let mut effects = Vec::new();
        let name = name_of(&request.path);
        let not_saved = |error: &str| {
            let key = if request.how.create { "notice.not-made" } else { "notice.not-saved" };
            words.say(key, &[("file", &name), ("error", &error)])
        };
        let sentence = match result {
            Ok(kept) => {
                self.history.mark_saved();
                self.document.is_new = false;
                self.document.has_comments = false;
                self.document.is_read_only = false;
                self.document.known = Some(digest(&request.bytes));
                let is_other =
                    self.document.path.replace(request.path.clone()).as_ref() != Some(&request.path);
                self.note_saved();
                effects.extend(self.forget_taken());
                if is_other {
                    effects.extend([Effect::FindLastYear, Effect::Lock(request.path.clone())]);
                }
                if let Some(after) = request.after.clone() {
                    effects.extend(self.go_on(after));
                    return effects;
                }
                effects.extend(self.recent().map(Effect::Remember));
                match kept.as_ref().and_then(|kept| kept.file_name()) {
                    Some(kept) => {
                        words.say("notice.saved-kept", &[("file", &name), ("kept", &kept.to_string_lossy())])
                    }
                    None => words.say("notice.saved", &[("file", &name)]),
                }
            }
            Err(SaveError::Changed) => {
                return vec![Effect::ReadDisk(request.path.clone(), request.after.clone())];
            }
            Err(SaveError::Exists) => {
                // Another name can be given at once.
                let field = Field::offering(request.path.to_string_lossy());
                self.popup = Some(Popup::SaveAs { field, after: request.after.clone() });
                words.say("notice.exists", &[("file", &name)])
            }
            Err(error) => {
                let sentence = match error {
                    SaveError::Unfinished(error) => {
                        words.say("notice.unfinished", &[("file", &name), ("error", &words.io(error))])
                    }
                    error => not_saved(&unwritten(words, error)),
                };
                let question =
                    Question::NotSaved { sentence: sentence.clone(), request: Box::new(request.clone()) };
                self.popup = Some(Popup::ask(question));
                sentence
            }
        };
        self.notice = Some(sentence);
        effects
    }

    /// The report as it is, to be kept while it is unsaved.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            path: self.document.path.clone(),
            text: document::write(self.form, &self.report),
            known: self.document.known,
        }
    }

    /// Asks for the name of another file to save to.
    pub(super) fn ask_path(&mut self, after: Option<After>) {
        if self.leave_entry() {
            let name = match &self.document.path {
                Some(path) if self.document.is_read_only => {
                    self.beside(path, "save-as.beside").to_string_lossy().into_owned()
                }
                Some(path) => path.to_string_lossy().into_owned(),
                None => self.suggested_name(),
            };
            self.popup = Some(Popup::SaveAs { field: Field::offering(name), after });
        }
    }

    /// A path beside one whose name is taken; the key is that of what is put behind the name.
    pub(super) fn beside(&self, path: &Path, key: &str) -> PathBuf {
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(self.words.get(key));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    }

    /// A name for a report without one: whose it is, and of which year.
    pub(super) fn suggested_name(&self) -> String {
        let organ: String =
            self.report.organ.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_ORGAN).collect();
        let year = self.report.year.map(|year| year.to_string()).unwrap_or_default();
        match format!("{organ}{year}") {
            name if name.is_empty() => "report.ron".to_owned(),
            name => format!("{name}.ron"),
        }
    }

    pub(super) fn in_path(
        &mut self,
        mut field: Field,
        after: Option<After>,
        command: &Command,
    ) -> Vec<Effect> {
        match command {
            // Whoever wants to save has said so, and under which name.
            Command::Confirm | Command::Save if field.text().trim().is_empty() => self.say("notice.no-name"),
            Command::Confirm | Command::Save => {
                return match self.named(field.text()) {
                    path if self.is_own(&path) => self.save(after),
                    path if is_document(&path) => {
                        let values: [(&str, &dyn Display); 1] = [("file", &name_of(&path))];
                        self.notice = Some(self.words.say("notice.no-report-name", &values));
                        self.popup = Some(Popup::SaveAs { field, after });
                        Vec::new()
                    }
                    path => vec![self.request(path, after, false)],
                };
            }
            Command::Cancel => return Vec::new(),
            other => field.edit(other),
        }
        self.popup = Some(Popup::SaveAs { field, after });
        Vec::new()
    }

    /// The path that a typed name means. A name that was not touched is that of the report, even if it cannot be written; one
    /// without an extension that is known is that of a report, so that it is found again.
    fn named(&self, typed: &str) -> PathBuf {
        if let Some(path) = self.document.path.as_ref().filter(|path| path.to_string_lossy() == typed) {
            return path.clone();
        }
        let path = PathBuf::from(typed.trim());
        let is_known =
            is_document(&path) || path.extension().is_some_and(|it| it.eq_ignore_ascii_case("ron"));
        if is_known { path } else { path.with_added_extension("ron") }
    }

    /// Whether this is the file that the report is in and may be written to.
    fn is_own(&self, path: &Path) -> bool {
        self.document.path.as_deref() == Some(path) && !self.document.is_read_only
    }

    /// The file's name without its folder.
    pub fn file_name(&self) -> String {
        match &self.document.path {
            Some(path) => name_of(path),
            None => self.words.get("header.unnamed").to_owned(),
        }
    }
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
