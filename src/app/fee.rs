//! The calculator for section 六: what may be charged for processing information.

use super::popup::Popup;
use super::{App, Command, Motion};
use crate::form::fee::{by_items, by_pages};
use crate::report::value::half_width;
use crate::text::Field;

/// The calculator as it is being filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calculator {
    /// Applications of one applicant within a month, and pages of an answer.
    pub fields: [Field; 2],
    /// The pages are typed.
    pub in_pages: bool,
}

impl Calculator {
    /// The fees in 元 by applications and by pages; none where no number was typed.
    pub fn fees(&self) -> [Option<u128>; 2] {
        let [items, pages] = &self.fields;
        let number = |field: &Field| half_width(field.text().trim()).parse().ok();
        [number(items).map(by_items), number(pages).map(by_pages)]
    }

    fn field(&mut self) -> &mut Field {
        &mut self.fields[usize::from(self.in_pages)]
    }
}

impl App {
    pub(super) fn ask_fee(&mut self) {
        if self.leave_entry() {
            self.popup = Some(Popup::Fee(Calculator::default()));
        }
    }

    pub(super) fn in_fee(&mut self, mut calculator: Calculator, command: &Command) {
        match command {
            Command::Cancel | Command::Confirm => return,
            Command::Next | Command::Previous | Command::Move(Motion::Up | Motion::Down) => {
                calculator.in_pages = !calculator.in_pages;
            }
            other => calculator.field().edit(other),
        }
        self.popup = Some(Popup::Fee(calculator));
    }
}
