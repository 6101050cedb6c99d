//! A value being typed: a cell, a detail. What is typed counts at once; Esc gives the old value back.

use super::{App, Command, Detail};
use crate::form::CellId;
use crate::report::{Edit, Value};
use crate::text::Field;

/// What is being typed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it goes.
    pub target: Target,
    /// The text and its caret.
    pub field: Field,
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
    /// Begins to type over a cell or a detail.
    pub(super) fn begin(&mut self, target: Target, text: &str) {
        self.history.close();
        self.anchor = None;
        self.entry = Some(Entry { target, field: Field::new(text) });
    }

    pub(super) fn in_entry(&mut self, command: Command) {
        let Some(entry) = &mut self.entry else { return };
        let field = &mut entry.field;
        match command {
            Command::Type(c) => field.insert(c.encode_utf8(&mut [0; 4])),
            Command::Paste(text) => field.insert(first_line(&text)),
            Command::PasteRegister => field.insert(first_line(&self.register)),
            Command::Backspace => field.backspace(),
            Command::Clear => field.delete(),
            Command::Left => return field.left(),
            Command::Right => return field.right(),
            Command::RowStart => return field.home(),
            Command::RowEnd => return field.end(),
            Command::Cancel => return self.cancel_entry(),
            Command::Confirm | Command::Next | Command::Previous | Command::Up | Command::Down => {
                self.leave_entry();
                if self.popup.is_none() {
                    self.in_place(command);
                }
                return;
            }
            _ => return,
        }
        self.apply_entry();
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

    /// Ends the entry; what was typed stays. May put a question on the screen.
    pub(super) fn leave_entry(&mut self) {
        let Some(entry) = self.entry.take() else { return };
        self.history.close();
        if let Target::Detail(Detail::Year) = entry.target {
            self.commit_year(entry.field.text());
        }
    }

    fn cancel_entry(&mut self) {
        self.entry = None;
        self.history.abandon(&mut self.report);
        self.recheck();
    }
}

/// A cell takes one line; a paste of several goes to the table, not into a cell.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
