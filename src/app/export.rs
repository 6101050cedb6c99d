//! Exporting what is on the screen: the format is chosen, and a final document is refused while errors stand.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::file::name_of;
use super::pick::{Choice, Target, Typed};
use super::popup::Popup;
use super::question::Question;
use super::refusal::unwritten;
use super::{App, Effect, Focus, Pick};
use crate::export::{Format, NotExported, Source, export};
use crate::form::Severity;
use crate::import::open_points;
use crate::store::SaveError;

/// Everything needed to write a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// Where to.
    pub path: PathBuf,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// A file that is there already may be replaced.
    pub over: bool,
    /// It is marked as a draft.
    pub is_draft: bool,
}

impl App {
    /// Asks what to export to. What is being typed belongs to the report.
    pub(super) fn ask_format(&mut self) {
        if self.leave_entry() {
            self.popup = Some(Popup::pick(Pick::Format));
        }
    }

    pub(super) fn format_choices(&self, typed: &Typed) -> Vec<Choice> {
        let choices = Format::ALL.into_iter().map(|format| {
            let label = self.words.get(&format!("format.{}", format.id())).to_owned();
            Choice { note: name_of(&self.export_path(format)), ..Choice::new(label, Target::Format(format)) }
        });
        choices.filter(|choice| typed.found_in(&format!("{} {}", choice.label, choice.note))).collect()
    }

    /// Beside the report, with the extension of the format; never over the document that it was read from.
    fn export_path(&self, format: Format) -> PathBuf {
        let path = self.document.path.clone().unwrap_or_else(|| PathBuf::from(self.suggested_name()));
        let path = path.with_extension(format.id());
        if self.made_of.as_ref() == Some(&path) { self.beside(&path, "export.other") } else { path }
    }

    /// Exports; a final document only when no error stands that nobody accepted, and no point of an import is open.
    pub(super) fn export(&mut self, format: Format, is_draft: bool) -> Vec<Effect> {
        let open = open_points(&self.notes);
        let errors = self.derived.count(Severity::Error);
        if errors + open > 0 && !is_draft {
            self.popup = Some(Popup::ask(Question::Unready { format, errors, open }));
            return Vec::new();
        }
        let source = Source {
            report: &self.report,
            form: self.form,
            derived: &self.derived,
            words: self.words,
            file: &self.file_name(),
            units: &[],
            is_draft,
        };
        let path = self.export_path(format);
        let bytes = match export(format, &source) {
            Ok(bytes) => bytes,
            Err(NotExported::TooLong) => {
                let values: [(&str, &dyn Display); 2] =
                    [("file", &name_of(&path)), ("error", &self.words.get("export.too-long"))];
                self.notice = Some(self.words.say("notice.not-exported", &values));
                return Vec::new();
            }
        };
        vec![Effect::Export(Box::new(ExportRequest { path, bytes, over: false, is_draft }))]
    }

    /// To what keeps a final document from being written.
    pub(super) fn show_errors(&mut self) {
        let first = self
            .derived
            .findings
            .iter()
            .position(|finding| finding.severity == Severity::Error && finding.accepted.is_none());
        if let Some(first) = first {
            return self.land(first);
        }
        // Points of an import that are open stand at the head of the list.
        (self.focus, self.chosen) = (Focus::Findings, 0);
    }

    /// The document was written, or not.
    pub fn exported(&mut self, request: ExportRequest, result: &Result<Option<PathBuf>, SaveError>) {
        let words = self.words;
        let name = name_of(&request.path);
        let why = match result {
            Ok(_) => {
                let key = if request.is_draft { "notice.exported.draft" } else { "notice.exported" };
                let folder = |path: &Path| path.parent().map(Path::to_owned);
                let is_beside = folder(&request.path) == self.document.path.as_deref().and_then(folder);
                let file = if is_beside {
                    words.say("export.beside", &[("file", &name)])
                } else {
                    request.path.display().to_string()
                };
                let mut sentence = words.say(key, &[("file", &file)]);
                let warnings = self.derived.count(Severity::Warning);
                if warnings > 0 && !request.is_draft {
                    sentence += &words.say("export.warnings", &[("count", &warnings)]);
                }
                if self.is_modified() {
                    sentence += words.get("export.unsaved");
                }
                self.notice = Some(sentence);
                return;
            }
            Err(SaveError::Exists) => {
                self.popup = Some(Popup::ask(Question::Exists(Box::new(request))));
                return;
            }
            Err(error) => unwritten(words, error),
        };
        self.notice = Some(words.say("notice.not-exported", &[("file", &name), ("error", &why)]));
    }
}
