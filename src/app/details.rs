//! The page of title and signature: organ, year, unit of amounts, 落款.

use super::entry::Target;
use super::question::Question;
use super::{App, Command, Focus, Motion, Page, Popup};
use crate::check::{Facts, Finding};
use crate::form::{AmountUnit, Forms};
use crate::report::document::YEARS;
use crate::report::edit::recast;
use crate::report::value::half_width_char;
use crate::report::{Edit, Signed};

/// A field of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The organ's name.
    Organ,
    /// The report year.
    Year,
    /// The unit of amounts, where the edition leaves it open.
    AmountUnit,
    /// The organ that signs.
    SignedOrgan,
    /// The date of the signature.
    SignedDate,
}

impl App {
    /// The fields of the page, from top to bottom.
    pub fn details(&self) -> Vec<Detail> {
        let mut fields = vec![Detail::Organ, Detail::Year];
        if !self.form.amount_units.is_empty() {
            fields.push(Detail::AmountUnit);
        }
        fields.extend([Detail::SignedOrgan, Detail::SignedDate]);
        fields
    }

    /// The field under the cursor.
    pub fn detail(&self) -> Detail {
        if self.details().contains(&self.detail) { self.detail } else { Detail::Organ }
    }

    /// What a field holds.
    pub fn detail_text(&self, detail: Detail) -> String {
        let signed = self.report.signed.clone().unwrap_or_default();
        match detail {
            Detail::Organ => self.report.organ.clone(),
            Detail::Year => self.report.year.map(|year| year.to_string()).unwrap_or_default(),
            Detail::AmountUnit => self.report.amount_unit.label().to_owned(),
            Detail::SignedOrgan => signed.organ,
            Detail::SignedDate => signed.printed_date().into_owned(),
        }
    }

    /// What is odd about the date of the signature.
    fn doubt_about_date(&self) -> Option<String> {
        let is_date = |finding: &&Finding| matches!(finding.facts, Facts::Date(..));
        let finding = self.derived.open().find(is_date)?;
        Some(self.words.statement(self.form, finding))
    }

    /// Writes the date of the signature as files have it, where it can be.
    pub(super) fn date_edit(&self) -> Option<Edit> {
        let signed = self.report.signed.clone()?;
        let date = signed.plain_date()?;
        Some(signature(Signed { date, ..signed }))
    }

    pub(super) fn in_details(&mut self, command: Command) {
        match command {
            Command::Move(Motion::Up) | Command::Previous => self.step_detail(false),
            Command::Next | Command::Confirm if self.detail() == Detail::SignedDate => {
                let last = self.words.get("notice.last-detail");
                self.notice = Some(self.doubt_about_date().unwrap_or_else(|| last.to_owned()));
            }
            Command::Move(Motion::Down) | Command::Next | Command::Confirm => self.step_detail(true),
            Command::Move(Motion::First | Motion::PageUp) => self.detail = Detail::Organ,
            Command::Move(Motion::Last | Motion::PageDown) => self.detail = Detail::SignedDate,
            Command::Type(_) | Command::Paste(_) | Command::PasteRegister | Command::Backspace
                if self.detail() != Detail::AmountUnit =>
            {
                self.begin(Target::Detail(self.detail()), "", true);
                self.in_entry(command);
            }
            Command::Edit => self.begin_detail(),
            Command::Type('万') => self.change(vec![Edit::AmountUnit(AmountUnit::Wan)]),
            Command::Type(_) => self.say("notice.amount-unit"),
            Command::Clear if self.detail() != Detail::AmountUnit => {
                self.begin(Target::Detail(self.detail()), "", true);
                self.in_entry(Command::Paste(String::new()));
                let _ = self.leave_entry();
            }
            _ => {}
        }
    }

    /// Edits the field in place; the unit has two values and changes to the other.
    pub(super) fn begin_detail(&mut self) {
        match self.detail() {
            Detail::AmountUnit => {
                let other = match self.report.amount_unit {
                    AmountUnit::Wan => AmountUnit::Yuan,
                    AmountUnit::Yuan => AmountUnit::Wan,
                };
                self.change(vec![Edit::AmountUnit(other)]);
            }
            detail => {
                let text = self.detail_text(detail);
                self.begin(Target::Detail(detail), &text, false);
            }
        }
    }

    /// The change that typing makes at once. A year counts when it is complete, since the edition may follow from it.
    pub(super) fn detail_edit(&self, detail: Detail, text: &str) -> Option<Edit> {
        let signed = self.report.signed.clone().unwrap_or_default();
        let text = text.trim().to_owned();
        Some(match detail {
            Detail::Organ => Edit::Organ(text),
            Detail::SignedOrgan => signature(Signed { organ: text, ..signed }),
            Detail::SignedDate => signature(Signed { date: text, ..signed }),
            Detail::Year | Detail::AmountUnit => return None,
        })
    }

    /// Takes a typed year. Over the boundary of an edition it asks first.
    pub(super) fn commit_year(&mut self, text: &str) {
        let digits: String = text.trim().chars().map(half_width_char).collect();
        let digits = digits.trim_end_matches('年');
        let year = match digits {
            "" => None,
            digits => match digits.parse().ok().filter(|year| YEARS.contains(year)) {
                Some(year) => Some(year),
                None => return self.say("notice.year"),
            },
        };
        let fits = year.is_none_or(|year| self.form.years.contains(year));
        if year == self.report.year && fits {
            return;
        }
        let other =
            year.and_then(|year| Forms.for_year(year)).filter(|form| form.edition != self.form.edition);
        match (other, year) {
            (Some(form), Some(year)) => {
                let (_, homeless) = recast(&self.report, self.form, form);
                self.popup =
                    Some(Popup::ask(Question::Edition { year, edition: form.edition.to_owned(), homeless }));
            }
            _ => self.change(vec![Edit::Year(year)]),
        }
        // A clock may be wrong, so it is only told.
        if let Some(year) = year.filter(|year| *year > self.year_due.saturating_add(1)) {
            self.notice = Some(self.words.say("notice.year-ahead", &[("year", &year)]));
        }
    }

    /// Moves the report to the edition of a year.
    pub(super) fn change_edition(&mut self, year: u16) {
        if let Some(form) = Forms.for_year(year) {
            let (edit, _) = recast(&self.report, self.form, form);
            self.change(vec![edit, Edit::Year(Some(year))]);
        }
    }

    pub(super) fn go_to_detail(&mut self, detail: Detail) {
        self.page = Page::Details;
        self.focus = Focus::Page;
        self.detail = detail;
    }

    fn step_detail(&mut self, down: bool) {
        let fields = self.details();
        let here = fields.iter().position(|field| *field == self.detail()).unwrap_or_default();
        let there = if down { (here + 1).min(fields.len() - 1) } else { here.saturating_sub(1) };
        self.detail = fields[there];
    }
}

fn signature(signed: Signed) -> Edit {
    let empty = signed.organ.is_empty() && signed.date.is_empty();
    Edit::Signed((!empty).then_some(signed))
}
