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
        let mut totals = Self(Vec::with_capacity(form.cell_count()));
        for (id, cell) in form.cells() {
            let total = if cell.is_computed() { totals.addend(form, report, id) } else { None };
            totals.0.push(total);
        }
        totals
    }

    /// A cell's number, typed or computed; none when blank or not a number.
    pub fn number(&self, form: &Form, report: &Report, cell: CellId) -> Option<Decimal> {
        if form.cell(cell).is_computed() {
            self.0.get(cell.0).copied().flatten()
        } else {
            report.value(cell).number()
        }
    }

    /// The number of a cell while the totals of the cells before it are known; one behind them is added up for this alone.
    fn addend(&self, form: &Form, report: &Report, cell: CellId) -> Option<Decimal> {
        let sum = &form.cell(cell).sum;
        match self.0.get(cell.0) {
            _ if sum.is_empty() => report.value(cell).number(),
            Some(known) => *known,
            None => sum.iter().filter_map(|addend| self.addend(form, report, *addend)).reduce(|a, b| a + b),
        }
    }

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
