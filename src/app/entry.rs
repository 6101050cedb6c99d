//! A value being typed: a cell, a detail. What is typed counts at once; Esc gives the old value back.

use super::{App, Command, Detail, Motion};
use crate::check::Facts;
use crate::form::CellId;
use crate::report::value::half_width_char;
use crate::report::{Edit, Report, Value};
use crate::text::Field;

/// What is being typed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it goes.
    pub target: Target,
    /// The text and its caret.
    pub field: Field,
    /// The cell is being replaced, not edited in place: arrows leave it, as in a spreadsheet.
    pub replaces: bool,
    before: Report,
}

/// What an entry fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A cell.
    Cell(CellId),
    /// A detail of title or signature.
    Detail(Detail),
}

impl App {
    /// Begins to type into a cell or a detail, in place of what stands there or after it.
    pub(super) fn begin(&mut self, target: Target, text: &str, replaces: bool) {
        self.history.close();
        self.anchor = None;
        let before = self.report.clone();
        self.entry = Some(Entry { target, field: Field::new(text), replaces, before });
    }

    pub(super) fn in_entry(&mut self, command: Command) {
        let Some(entry) = &mut self.entry else { return };
        match command {
            Command::Paste(text) if is_block(entry.target, &text) => {
                return self.leave_for(Command::Paste(text));
            }
            Command::PasteRegister if is_block(entry.target, &self.register) => {
                return self.leave_for(command);
            }
            Command::PasteRegister => entry.field.insert(&self.register),
            Command::Cancel => return self.cancel_entry(),
            Command::Confirm
            | Command::Next
            | Command::Previous
            | Command::Move(Motion::Up | Motion::Down) => return self.leave_for(command),
            Command::Move(_) if entry.replaces => return self.leave_for(command),
            Command::Type(c)
                if matches!(entry.target, Target::Cell(_)) && half_width_char(c).is_ascii_digit() =>
            {
                entry.field.edit(&Command::Type(half_width_char(c)));
            }
            other => entry.field.edit(&other),
        }
        self.apply_entry();
    }

    /// Ends the entry and carries out the command where it was typed, unless the end of the entry had something to say about it.
    /// What is wrong with a cell that is left is told once more, and the next jump goes back to it.
    fn leave_for(&mut self, command: Command) {
        let target = self.entry.as_ref().map(|entry| entry.target);
        if !self.leave_entry() || self.notice.is_some() {
            return;
        }
        self.in_place(command);
        if let Some(Target::Cell(cell)) = target
            && self.notice.is_none()
            && let Some(index) =
                self.open_findings().into_iter().find(|index| self.is_about_only(*index, cell))
        {
            let statement = self.words.statement(self.form, &self.derived.findings[index]);
            self.notice = Some(self.words.say("notice.left-behind", &[("statement", &statement)]));
            self.due = Some(index);
        }
    }

    /// Whether a finding is about what was typed into a cell.
    fn is_about_only(&self, index: usize, cell: CellId) -> bool {
        let finding = &self.derived.findings[index];
        matches!(finding.facts, Facts::Typed { .. }) && finding.cells == [cell]
    }

    /// What is typed becomes the value at once, so that totals and findings follow every key.
    fn apply_entry(&mut self) {
        let Some(entry) = &self.entry else { return };
        let edit = match entry.target {
            Target::Cell(cell) => {
                Edit::Cell(cell, Value::typed(self.form.cell(cell).kind, entry.field.text()))
            }
            Target::Detail(detail) => match self.detail_edit(detail, entry.field.text()) {
                Some(edit) => edit,
                None => return,
            },
        };
        self.history.extend(&mut self.report, [edit]);
        self.recheck();
    }

    /// Ends the entry; what was typed stays, and is no change where it is what stood there before.
    ///
    /// False when that has put a question on the screen: then nothing else may happen before it is answered.
    #[must_use]
    pub(super) fn leave_entry(&mut self) -> bool {
        let Some(entry) = self.entry.take() else { return true };
        if entry.target == Target::Detail(Detail::SignedDate) {
            let edit = self.date_edit();
            self.history.extend(&mut self.report, edit);
        }
        if self.report == entry.before {
            self.history.abandon(&mut self.report);
        } else {
            self.settle();
        }
        self.history.close();
        if let Target::Detail(Detail::Year) = entry.target {
            self.commit_year(entry.field.text());
        }
        self.popup.is_none()
    }

    fn cancel_entry(&mut self) {
        self.entry = None;
        self.history.abandon(&mut self.report);
        self.recheck();
    }
}

/// Whether a paste is for the table rather than for the one cell that is being typed.
pub(super) fn is_block(target: Target, text: &str) -> bool {
    let inner = text.strip_suffix('\n').unwrap_or(text);
    matches!(target, Target::Cell(_)) && inner.contains(['\t', '\n'])
}

impl Field {
    /// Carries out what a command means in a line of text.
    pub(super) fn edit(&mut self, command: &Command) {
        match command {
            Command::Type(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Command::Paste(text) => self.insert(text),
            Command::Backspace => self.backspace(),
            Command::Clear => self.delete(),
            Command::Move(Motion::Left) => self.left(),
            Command::Move(Motion::Right) => self.right(),
            Command::Move(Motion::RowStart) => self.home(),
            Command::Move(Motion::RowEnd) => self.end(),
            _ => {}
        }
    }
}
