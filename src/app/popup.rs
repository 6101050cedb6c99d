//! What lies over the screen: questions, lines to type in, lists to choose from, texts to read.

use super::find::Search;
use super::open::After;
use super::other::{Origin, Other};
use super::read::Text;
use super::{App, Command, Effect, Motion, Pick, Reading, SaveRequest};
use crate::check::Finding;
use crate::form::CellId;
use crate::text::Field;

/// What lies over the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Popup {
    /// A question with answers to choose from.
    Ask {
        /// The question.
        question: Question,
        /// The chosen answer, from 0.
        chosen: usize,
    },
    /// The reason for accepting a finding.
    Reason {
        /// The finding.
        finding: Box<Finding>,
        /// The reason.
        field: Field,
    },
    /// The name of another file to save to.
    SaveAs {
        /// The name.
        field: Field,
        /// What comes after saving.
        after: Option<After>,
    },
    /// Words to look for, and perhaps others to put in their place.
    Search(Search),
    /// Something to be chosen by typing a little.
    Pick {
        /// What.
        pick: Pick,
        /// What was typed.
        field: Field,
        /// The chosen line.
        chosen: usize,
    },
    /// A text to read.
    Read(Reading),
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The report has unsaved changes, and something else is to take its place.
    Unsaved(After),
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
    },
    /// The file has comments, which a save cannot keep; what comes after saving.
    Comments(Option<After>),
    /// There is another state of the report.
    Other(Box<Other>),
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
    /// Do what was asked.
    Yes,
    /// Leave everything as it is.
    No,
}

impl Question {
    /// The answers to choose from, the one most wanted first.
    pub fn answers(&self) -> &'static [Answer] {
        match self {
            Self::Unsaved(After::Quit) => &[Answer::SaveAndQuit, Answer::Discard, Answer::No],
            Self::Unsaved(_) => &[Answer::SaveAndOpen, Answer::DiscardAndOpen, Answer::No],
            Self::Replace { .. } => &[Answer::OneByOne, Answer::All, Answer::No],
            Self::ReplaceHere { .. } => &[Answer::Yes, Answer::Skip, Answer::Stop],
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
            Self::Edition { .. } | Self::Comments(_) => &[Answer::Yes, Answer::No],
        }
    }
}

impl Popup {
    /// Something to be chosen, nothing typed yet.
    pub fn pick(pick: Pick) -> Self {
        Self::Pick { pick, field: Field::default(), chosen: 0 }
    }

    /// A question with its first answer chosen.
    pub fn ask(question: Question) -> Self {
        Self::Ask { question, chosen: 0 }
    }
}

impl App {
    pub(super) fn in_popup(&mut self, command: Command) -> Vec<Effect> {
        let reading = matches!(self.popup, Some(Popup::Read(_)));
        let command = match command {
            Command::PasteRegister => Command::Paste(self.register.clone()),
            other => other,
        };
        match command {
            Command::Save if matches!(self.popup, Some(Popup::SaveAs { .. })) => {}
            // The year that was typed is in the question only.
            Command::Save
                if matches!(self.popup, Some(Popup::Ask { question: Question::Edition { .. }, .. })) =>
            {
                return Vec::new();
            }
            // Saving is possible from everywhere, and takes nothing away that is being typed.
            Command::Save => {
                let popup = self.popup.take().filter(|popup| !matches!(popup, Popup::Ask { .. }));
                let effects = self.in_document(command);
                self.popup = self.popup.take().or(popup);
                return effects;
            }
            Command::New if matches!(self.popup, Some(Popup::Reason { .. } | Popup::SaveAs { .. })) => {
                return Vec::new();
            }
            Command::Quit | Command::New => {
                self.popup = if self.nothing_open { self.popup.take() } else { None };
                return self.in_document(command);
            }
            Command::Mouse => return self.toggle_mouse(),
            Command::Point(mouse) => return self.point(mouse),
            Command::Help if !reading => {
                self.read(Text::Help(self.context()));
                return Vec::new();
            }
            _ => {}
        }
        match self.popup.take() {
            Some(Popup::Ask { question, chosen }) => return self.in_question(question, chosen, &command),
            Some(Popup::Reason { finding, field }) => self.in_reason(finding, field, command),
            Some(Popup::SaveAs { field, after }) => return self.in_path(field, after, &command),
            Some(Popup::Search(search)) => self.in_search(search, command),
            Some(Popup::Pick { pick, field, chosen }) => return self.in_pick(pick, field, chosen, command),
            Some(Popup::Read(reading)) => self.in_reading(reading, &command),
            None => {}
        }
        Vec::new()
    }

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

    fn in_question(&mut self, question: Question, chosen: usize, command: &Command) -> Vec<Effect> {
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
            (Question::Edition { year, .. }, Answer::Yes) => self.change_edition(year),
            (question @ (Question::Replace { .. } | Question::ReplaceHere { .. }), answer) => {
                return self.answer_replace(question, answer);
            }
            (Question::NotSaved { request, .. }, Answer::Again) => return vec![Effect::Save(request)],
            (Question::NotSaved { request, .. }, Answer::SaveAs) => self.ask_path(request.after),
            (Question::NotSaved { .. }, Answer::KeepAndQuit) => return vec![Effect::QuitKeeping],
            (Question::NotSaved { .. }, _) => self.say("notice.kept-for-later"),
            (Question::Other(other), answer) => return self.answer_other(other, answer),
            (Question::Comments(after), Answer::Yes) => return self.save_without_comments(after),
            _ => {}
        }
        Vec::new()
    }

    fn answer_other(&mut self, other: Box<Other>, answer: Answer) -> Vec<Effect> {
        match (answer, &other.origin) {
            (Answer::Look, _) => self.look_at_other(other),
            (Answer::Take | Answer::BringBack | Answer::Reload, _) => return self.take_other(*other),
            (Answer::ThrowAway, _) => return self.drop_other(*other),
            (Answer::Overwrite, Origin::Disk(after)) => return self.overwrite(&other, after.clone()),
            (Answer::SaveAs, Origin::Disk(after)) => self.ask_path(after.clone()),
            // It is offered again the next time.
            (_, Origin::Recovered(_)) => self.offer_recovered(),
            _ => {}
        }
        Vec::new()
    }

    fn in_reason(&mut self, finding: Box<Finding>, mut field: Field, command: Command) {
        match command {
            Command::Confirm => return self.accept(&finding, field.text()),
            Command::Cancel => return,
            other => field.edit(&other),
        }
        self.popup = Some(Popup::Reason { finding, field });
    }
}
