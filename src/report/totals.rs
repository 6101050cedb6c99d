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
        for (cell, addends) in form.totals() {
            totals.0[cell.0] = sum(addends.iter().filter_map(|addend| totals.number(report, *addend)));
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

/// Some numbers added up; none where there are none.
fn sum(numbers: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let add = |a: Decimal, b: Decimal| a.saturating_add(b).min(MOST);
    // Nearly all are counts; decimals take several times as long.
    let (mut counts, mut others) = (None::<i64>, None::<Decimal>);
    for number in numbers {
        let count = i64::try_from(number.mantissa()).ok().filter(|_| number.scale() == 0);
        match count.and_then(|count| counts.unwrap_or_default().checked_add(count)) {
            Some(all) => counts = Some(all),
            None => others = Some(others.map_or(number, |others| add(others, number))),
        }
    }
    match (counts.map(Decimal::from), others) {
        (Some(counts), Some(others)) => Some(add(counts, others)),
        (counts, others) => counts.or(others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_amounts_are_added_up_as_decimals_would_be() {
        let most = i64::MAX.to_string();
        for texts in [
            &["3", "4"][..],
            &["1.50", "2", "0.25", "40"],
            &["-3", "3"],
            &[&most, "1", "2.5"],
            &["0"],
            &["0.00"],
            &[],
        ] {
            let numbers: Vec<Decimal> = texts.iter().filter_map(|text| text.parse().ok()).collect();
            let wanted = numbers.iter().copied().reduce(|a, b| a + b);
            assert_eq!(
                sum(numbers.into_iter()).map(|sum| sum.to_string()),
                wanted.map(|sum| sum.to_string())
            );
        }
    }
}
