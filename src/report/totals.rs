//! Computed cells. Blank counts as 0 in a sum; a total with no filled part is blank.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::Report;
use super::value::digits;
use crate::form::{CellId, Form};

/// No total is larger, so that some of them can be added up. A form of one's own may have totals of totals of totals.
const MOST: Decimal = Decimal::from_parts(0, 0, 0x4000_0000, false, 0);

/// The values of all computed cells of one report.
#[derive(Debug, Clone, Default)]
pub struct Totals(Vec<Option<Decimal>>);

impl Totals {
    /// Computes them all.
    pub fn of(form: &Form, report: &Report) -> Self {
        let mut totals = Self(vec![None; form.cell_count()]);
        for cell in form.computed() {
            let addends = form.cell(*cell).sum.iter().filter_map(|addend| totals.number(report, *addend));
            totals.0[cell.0] = addends.reduce(|a, b| a.saturating_add(b).min(MOST));
        }
        totals
    }

    /// A cell's number, typed or computed; none when blank or not a number.
    pub fn number(&self, report: &Report, cell: CellId) -> Option<Decimal> {
        // Where a total is computed, nothing is stored.
        self.0.get(cell.0).copied().flatten().or_else(|| report.value(cell).number())
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
