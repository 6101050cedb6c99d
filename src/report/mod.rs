//! A report's values, keyed by the form's cells; every change to them; and the file that keeps them.
//!
//! [`Report`] is plain data. It changes only through [`edit::apply`], which gives back the inverse; [`history`] strings
//! those together into undo, redo and the unsaved mark. [`document`] reads and writes the RON file. [`difference`] tells two
//! states of a report apart.
//!
//! This room does not know what a correct report is: that is `check`.

pub mod difference;
pub mod document;
pub mod edit;
mod follow;
pub mod history;
pub mod organ;
pub mod prose;
pub mod reference;
mod signed;
pub mod sum;
pub mod text;
pub mod totals;
pub mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::{AmountUnit, CellId, Form, SectionId};

pub use difference::{Accepted, Difference, comparable, differences};
pub use edit::{Edit, apply};
pub use history::History;
pub use prose::Prose;
pub use reference::Reference;
pub use signed::{NoDay, Signed};
pub use sum::{Contribution, Sum};
pub use text::Place;
pub use totals::Totals;
pub use value::Value;

/// One organ's report for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Edition of the form its tables follow.
    pub edition: String,
    /// The organ's name, as in the title; empty while nobody has filled it in.
    pub organ: String,
    /// Report year.
    pub year: Option<u16>,
    /// Unit of the amounts, where the form leaves it open.
    pub amount_unit: AmountUnit,
    /// Values by [`CellId`]. Those of computed cells stay blank: totals are never stored.
    pub cells: Vec<Value>,
    /// Paragraphs by [`SectionId`]; empty for sections of tables.
    pub prose: Prose,
    /// Totals that an imported document printed and that differ from the computed ones.
    pub stated: BTreeMap<CellId, Decimal>,
    /// Findings that someone accepted, with the reason.
    pub waivers: Vec<Waiver>,
    /// 落款: who signs, and when.
    pub signed: Option<Signed>,
    /// Numbers in the prose that follow cells, in the order of the text. [`Report::refresh`] brings them up to date.
    pub references: Vec<Reference>,
    /// The reports that this one is the sum of; none for a report of one organ.
    pub contributions: Vec<Contribution>,
}

/// An accepted finding. It holds for exactly what it names and lapses when a figure changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Rule id.
    pub rule: String,
    /// The finding's cells, in form order.
    pub cells: Vec<CellId>,
    /// The words in the prose, where the finding is about words.
    pub phrase: Option<String>,
    /// What the finding names as missing, in Chinese, where it is about that.
    pub names: Vec<String>,
    /// The finding's left side at the time; none matches any.
    pub left: Option<Decimal>,
    /// The finding's right side at the time; none matches any.
    pub right: Option<Decimal>,
    /// Why it is right nevertheless.
    pub reason: String,
}

impl Report {
    /// An empty report of this edition.
    pub fn new(form: &Form, year: Option<u16>) -> Self {
        Self {
            edition: form.edition.to_owned(),
            organ: String::new(),
            year,
            amount_unit: AmountUnit::default(),
            cells: vec![Value::Blank; form.cell_count()],
            prose: vec![Vec::new(); form.sections.len()].into(),
            stated: BTreeMap::new(),
            waivers: Vec::new(),
            signed: None,
            references: Vec::new(),
            contributions: Vec::new(),
        }
    }

    /// Whether it adds up other reports. Rules about prose do not apply then.
    pub fn is_sum(&self) -> bool {
        !self.contributions.is_empty()
    }

    /// 落款 as it is printed: who signs and when, as far as it is given. A date alone is that of the report's organ.
    pub fn signature(&self) -> Vec<Cow<'_, str>> {
        let Some(signed) = &self.signed else { return Vec::new() };
        let (organ, date) = (signed.organ.trim(), signed.printed_date());
        let organ = if organ.is_empty() && !date.is_empty() { self.organ.trim() } else { organ };
        [Cow::Borrowed(organ), date].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// What a cell holds.
    pub fn value(&self, cell: CellId) -> &Value {
        &self.cells[cell.0]
    }

    /// The paragraphs of a section.
    pub fn paragraphs(&self, section: SectionId) -> &[String] {
        &self.prose[section.0]
    }
}
