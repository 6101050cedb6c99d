//! Computed cells. Blank counts as 0 in a sum; a total with no filled part is blank.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::Report;
use super::value::digits;
use crate::form::{CellId, Form};

/// The values of all computed cells of one report.
#[derive(Debug, Clone, Default)]
pub struct Totals(Vec<Option<Decimal>>);

impl Totals {
    /// Computes them all.
    pub fn of(form: &Form, report: &Report) -> Self {
        let computed =
            form.cells().map(|(id, cell)| cell.is_computed().then(|| sum(form, report, id)).flatten());
        Self(computed.collect())
    }

    /// A cell's number, typed or computed; none when blank or not a number.
    pub fn number(&self, form: &Form, report: &Report, cell: CellId) -> Option<Decimal> {
        if form.cell(cell).is_computed() {
            self.0.get(cell.0).copied().flatten()
        } else {
            report.value(cell).number()
        }
    }
}

impl Totals {
    /// What a cell shows: a total, a number, or what was typed instead of one.
    pub fn text<'a>(&self, form: &Form, report: &'a Report, cell: CellId) -> Cow<'a, str> {
        if form.cell(cell).is_computed() {
            return self.number(form, report, cell).map_or_else(Cow::default, digits);
        }
        report.value(cell).text()
    }
}

/// Whether a printed total contradicts the computed one; a blank total is 0.
pub fn contradicts(stated: Decimal, computed: Option<Decimal>) -> bool {
    stated != computed.unwrap_or_default()
}

fn sum(form: &Form, report: &Report, cell: CellId) -> Option<Decimal> {
    let addends = &form.cell(cell).sum;
    if addends.is_empty() {
        return report.value(cell).number();
    }
    addends.iter().filter_map(|addend| sum(form, report, *addend)).reduce(|a, b| a + b)
}
