//! Questions, the answers to choose from, and what follows from each.

use super::open::After;
use super::other::{Origin, Other};
use super::popup::Popup;
use super::{App, Command, Effect, ExportRequest, Focus, Motion, SaveRequest};
use crate::export::Format;
use crate::form::CellId;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The report has unsaved changes, and something else is to take its place.
    Unsaved(After),
    /// Something else is to take the place of a report with open points of an import, which no file holds.
    Open(After),
    /// The year belongs to another edition.
    Edition {
        /// The year.
        year: u16,
        /// The edition it asks for.
        edition: String,
        /// Filled cells that have no place there.
        homeless: Vec<CellId>,
    },
    /// Words are to be replaced.
    Replace {
        /// The words.
        needle: String,
        /// What comes in their place.
        with: String,
        /// How often they stand in the text.
        count: usize,
    },
    /// The selected words are to be replaced.
    ReplaceHere {
        /// What comes in their place.
        with: String,
        /// How many of them are left, this one included.
        left: usize,
        /// How many were replaced.
        replaced: usize,
        /// How many were passed over.
        skipped: usize,
    },
    /// The file has comments, which a save cannot keep; what comes after saving.
    Comments(Option<After>),
    /// There is another state of the report.
    Other(Box<Other>),
    /// A document was opened that is no report file; it can become one.
    Import {
        /// Its name.
        file: String,
    },
    /// A final document is refused.
    Unready {
        /// The format that was chosen.
        format: Format,
        /// Errors that nobody accepted.
        errors: usize,
        /// Points of an import that are open.
        open: usize,
    },
    /// There is a file already where a document is to be written.
    Exists(Box<ExportRequest>),
    /// The report could not be saved.
    NotSaved {
        /// Why.
        sentence: String,
        /// What was to be done.
        request: Box<SaveRequest>,
    },
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Save, then leave.
    SaveAndQuit,
    /// Leave without saving.
    Discard,
    /// Leave, whatever is open.
    Leave,
    /// Save, then go on to another report.
    SaveAndOpen,
    /// Go on to another report without saving.
    DiscardAndOpen,
    /// Show what is different.
    Look,
    /// Take the other state.
    Take,
    /// Take the version back.
    BringBack,
    /// Read the file again.
    Reload,
    /// Throw the other state away.
    ThrowAway,
    /// Decide later.
    Later,
    /// Save over what someone else has saved.
    Overwrite,
    /// Save under another name.
    SaveAs,
    /// Go to what is wrong.
    Mend,
    /// Export as a draft.
    Draft,
    /// Write to a file of another name.
    OtherName,
    /// Write over the file that is there.
    WriteOver,
    /// Try once more.
    Again,
    /// Go on without a save; what is unsaved is kept to be recovered.
    KeepForLater,
    /// Leave without a save; what is unsaved is kept to be recovered.
    KeepAndQuit,
    /// Everywhere at once.
    All,
    /// One after the other, each with a question.
    OneByOne,
    /// Not this one, but the next.
    Skip,
    /// No more of them.
    Stop,
    /// Go on editing.
    Stay,
    /// Do what was asked.
    Yes,
    /// Leave everything as it is.
    No,
}

impl Question {
    /// The answers to choose from, the one most wanted first.
    pub fn answers(&self) -> &'static [Answer] {
        match self {
            Self::Unsaved(After::Quit) => &[Answer::SaveAndQuit, Answer::Discard, Answer::Stay],
            Self::Open(_) => &[Answer::Mend, Answer::Leave, Answer::Stay],
            Self::Unsaved(_) => &[Answer::SaveAndOpen, Answer::DiscardAndOpen, Answer::Stay],
            Self::Replace { .. } if self.is_deletion() => &[Answer::No, Answer::OneByOne, Answer::All],
            Self::Replace { .. } => &[Answer::OneByOne, Answer::All, Answer::No],
            Self::ReplaceHere { .. } => &[Answer::Yes, Answer::Skip, Answer::Stop],
            Self::Unready { .. } => &[Answer::Mend, Answer::Draft, Answer::Stay],
            Self::Exists(_) => &[Answer::No, Answer::OtherName, Answer::WriteOver],
            Self::NotSaved { request, .. } if request.after == Some(After::Quit) => {
                &[Answer::Again, Answer::SaveAs, Answer::KeepAndQuit, Answer::No]
            }
            Self::NotSaved { .. } => &[Answer::Again, Answer::SaveAs, Answer::KeepForLater],
            Self::Other(other) => match (&other.origin, &other.report) {
                (Origin::Recovered(_), _) => &[Answer::Take, Answer::Look, Answer::ThrowAway, Answer::Later],
                (Origin::Version, _) => &[Answer::Look, Answer::BringBack, Answer::No],
                (Origin::Disk(_), Some(_)) => {
                    &[Answer::Look, Answer::SaveAs, Answer::Overwrite, Answer::Reload, Answer::No]
                }
                (Origin::Disk(_), None) => &[Answer::SaveAs, Answer::Overwrite, Answer::No],
            },
            // What would lose something is not what a hasty Enter does.
            Self::Edition { homeless, .. } if !homeless.is_empty() => &[Answer::No, Answer::Yes],
            Self::Edition { .. } | Self::Comments(_) | Self::Import { .. } => &[Answer::Yes, Answer::No],
        }
    }

    /// Whether words are to be deleted, since nothing comes in their place.
    pub fn is_deletion(&self) -> bool {
        matches!(self, Self::Replace { with, .. } if with.is_empty())
    }
}

impl App {
    /// An answer was pointed at.
    pub(super) fn choose_answer(&mut self, index: usize) -> Vec<Effect> {
        match self.popup.take() {
            Some(Popup::Ask { question, .. }) => self.in_question(question, index, &Command::Confirm),
            other => {
                self.popup = other;
                Vec::new()
            }
        }
    }

    pub(super) fn in_question(
        &mut self,
        question: Question,
        chosen: usize,
        command: &Command,
    ) -> Vec<Effect> {
        let answers = question.answers();
        let last = answers.len() - 1;
        let chosen = match command {
            Command::Confirm => return self.answer(question, answers[chosen.min(last)]),
            Command::Cancel => return self.answer(question, Answer::No),
            Command::Move(Motion::Up | Motion::Left) | Command::Previous => {
                chosen.checked_sub(1).unwrap_or(last)
            }
            Command::Move(Motion::Down | Motion::Right) | Command::Next => {
                if chosen == last {
                    0
                } else {
                    chosen + 1
                }
            }
            _ => chosen,
        };
        self.popup = Some(Popup::Ask { question, chosen });
        Vec::new()
    }

    fn answer(&mut self, question: Question, answer: Answer) -> Vec<Effect> {
        match (question, answer) {
            (Question::Unsaved(after), Answer::SaveAndQuit | Answer::SaveAndOpen) => {
                return self.save(Some(after));
            }
            (Question::Unsaved(after), Answer::Discard | Answer::DiscardAndOpen) => {
                let mut effects = self.forget_taken();
                effects.extend(self.go_on(after));
                return effects;
            }
            (Question::Open(_), Answer::Mend) => (self.focus, self.chosen) = (Focus::Findings, 0),
            (Question::Open(after), Answer::Leave) => return self.leave_open(after),
            (Question::Edition { year, .. }, Answer::Yes) => self.change_edition(year),
            (question @ (Question::Replace { .. } | Question::ReplaceHere { .. }), answer) => {
                return self.answer_replace(question, answer);
            }
            (Question::NotSaved { request, .. }, Answer::Again) => return vec![Effect::Save(request)],
            (Question::NotSaved { request, .. }, Answer::SaveAs) => self.ask_path(request.after),
            (Question::NotSaved { .. }, Answer::KeepAndQuit) => return vec![Effect::QuitKeeping],
            (Question::NotSaved { .. }, _) => self.say("notice.kept-for-later"),
            (Question::Other(other), answer) => return self.answer_other(other, answer),
            (Question::Unready { .. }, Answer::Mend) => self.show_errors(),
            (Question::Unready { format, .. }, Answer::Draft) => return self.export(format, true),
            (Question::Unready { errors, open, .. }, _) => {
                let what = self.words.unready(errors, open);
                self.notice = Some(self.words.say("notice.unready", &[("what", &what)]));
            }
            (Question::Exists(mut request), Answer::WriteOver) => {
                request.over = true;
                return vec![Effect::Export(request)];
            }
            (Question::Exists(mut request), Answer::OtherName) => {
                request.path = self.beside(&request.path, "export.other");
                return vec![Effect::Export(request)];
            }
            (Question::Exists(request), _) => {
                let file = request.path.file_name().unwrap_or_default().to_string_lossy();
                self.notice = Some(self.words.say("notice.not-overwritten", &[("file", &file)]));
            }
            (Question::Import { .. }, Answer::Yes) => {
                // There is nothing to go through where everything found its place.
                if self.listed_count() > 0 {
                    self.focus = Focus::Findings;
                }
                self.say("notice.imported");
            }
            (Question::Import { .. }, _) => return self.decline_import(),
            (Question::Comments(after), Answer::Yes) => return self.save_without_comments(after),
            _ => {}
        }
        Vec::new()
    }

    fn answer_other(&mut self, other: Box<Other>, answer: Answer) -> Vec<Effect> {
        match (answer, &other.origin) {
            (Answer::Look, _) => self.look_at_other(other),
            (Answer::Take | Answer::BringBack | Answer::Reload, _) => self.take_other(*other),
            (Answer::ThrowAway, _) => return self.drop_other(*other),
            (Answer::Overwrite, Origin::Disk(after)) => return self.overwrite(&other, after.clone()),
            (Answer::SaveAs, Origin::Disk(after)) => self.ask_path(after.clone()),
            // It is offered again the next time.
            (_, Origin::Recovered(_)) => return self.keep_other(),
            _ => {}
        }
        Vec::new()
    }
}
