//! What lies over the screen: questions, lines to type in, lists to choose from, texts to read.

use super::find::Search;
use super::open::After;
use super::question::Question;
use super::read::Text;
use super::{App, Calculator, Command, Effect, Pick, Reading};
use crate::check::Finding;
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
    /// What may be charged for processing information.
    Fee(Calculator),
    /// A text to read.
    Read(Reading),
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
        let command = match command {
            Command::PasteRegister => Command::Paste(self.register.clone()),
            other => other,
        };
        match self.over_anything(command) {
            Ok(effects) => effects,
            Err(command) => self.in_this_popup(command),
        }
    }

    /// What means the same whatever lies over the screen; gives other commands back.
    fn over_anything(&mut self, command: Command) -> Result<Vec<Effect>, Command> {
        match (&command, &self.popup) {
            // Whoever saves while a name is asked for has given it; and a text has help of its own.
            (Command::Save, Some(Popup::SaveAs { .. })) | (Command::Help, Some(Popup::Read(_))) => {
                return Err(command);
            }
            // Nothing to do: what there is to save waits for the answer, and what is being typed is to stay.
            (
                Command::Save,
                Some(Popup::Ask {
                    question: Question::Edition { .. } | Question::Other(_) | Question::Import { .. },
                    ..
                }),
            )
            | (Command::New, Some(Popup::Reason { .. } | Popup::SaveAs { .. })) => {}
            // Saving takes nothing away that is being typed.
            (Command::Save, _) => {
                let goes_on = |popup: &Popup| match popup {
                    Popup::Ask { question, .. } => matches!(question, Question::ReplaceHere { .. }),
                    _ => true,
                };
                let popup = self.popup.take().filter(goes_on);
                let effects = self.in_document(command);
                self.popup = self.popup.take().or(popup);
                return Ok(effects);
            }
            (Command::Quit | Command::New, _) => {
                self.popup = self.popup.take().filter(|_| self.nothing_open);
                return Ok(self.in_document(command));
            }
            (Command::Mouse, _) => return Ok(self.toggle_mouse()),
            (Command::Point(mouse), _) => {
                let mouse = *mouse;
                return Ok(self.point(mouse));
            }
            (Command::Help, _) => self.read(Text::Help(self.context())),
            _ => return Err(command),
        }
        Ok(Vec::new())
    }

    fn in_this_popup(&mut self, command: Command) -> Vec<Effect> {
        match self.popup.take() {
            Some(Popup::Ask { question, chosen }) => return self.in_question(question, chosen, &command),
            Some(Popup::Reason { finding, field }) => self.in_reason(finding, field, command),
            Some(Popup::SaveAs { field, after }) => return self.in_path(field, after, &command),
            Some(Popup::Fee(calculator)) => self.in_fee(calculator, &command),
            Some(Popup::Search(search)) => self.in_search(search, command),
            Some(Popup::Pick { pick, field, chosen }) => return self.in_pick(pick, field, chosen, command),
            Some(Popup::Read(reading)) => return self.in_reading(reading, &command),
            None => {}
        }
        Vec::new()
    }

    fn in_reason(&mut self, finding: Box<Finding>, mut field: Field, command: Command) {
        match command {
            Command::Confirm if !is_reason(field.text()) => self.say("notice.reason-needed"),
            Command::Confirm => return self.accept(&finding, field.text()),
            Command::Cancel => return,
            other => field.edit(&other),
        }
        self.popup = Some(Popup::Reason { finding, field });
    }
}

/// Whether a text can be a reason: not 无, nor a number that was meant for a cell.
fn is_reason(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !matches!(text.trim(), "无" | "没有")
}
