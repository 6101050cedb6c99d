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
        let mut totals = Self(vec![None; form.cell_count()]);
        for cell in form.computed() {
            totals.0[cell.0] = totals.sum(form, report, *cell, *cell);
        }
        totals
    }

    /// A cell's number, typed or computed; none when blank or not a number.
    pub fn number(&self, report: &Report, cell: CellId) -> Option<Decimal> {
        // Where a total is computed, nothing is stored.
        self.0.get(cell.0).copied().flatten().or_else(|| report.value(cell).number())
    }

    /// The sum of a cell's addends while the totals of the cells before `known` are known; one behind them is added up for this
    /// alone.
    fn sum(&self, form: &Form, report: &Report, cell: CellId, known: CellId) -> Option<Decimal> {
        let addend = |addend: &CellId| match self.number(report, *addend) {
            None if *addend > known => self.sum(form, report, *addend, known),
            number => number,
        };
        form.cell(cell).sum.iter().filter_map(addend).reduce(|a, b| a + b)
    }

    /// What a cell shows: a total, a number, or what was typed instead of one.
    pub fn text<'a>(&self, report: &'a Report, cell: CellId) -> Cow<'a, str> {
        match self.0.get(cell.0).copied().flatten() {
            Some(total) => digits(total),
            None => report.value(cell).text(),
        }
    }
}

/// Whether a printed total contradicts the computed one; a blank total is 0.
pub fn contradicts(stated: Decimal, computed: Option<Decimal>) -> bool {
    stated != computed.unwrap_or_default()
}
