//! Reports added up cell by cell: a county's townships as one report.

use rust_decimal::Decimal;

use super::value::{MAX_DECIMALS, fits};
use super::{Report, Totals, Value};
use crate::form::{AmountUnit, CellId, Form, Kind};

/// A report that was added, as the sum remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The organ whose report it is.
    pub organ: String,
    /// Its file, seen from the folder of the sum.
    pub file: String,
    /// The organs whose reports it adds up, where it is a sum itself.
    pub of: Vec<String>,
    /// Digest of the file's bytes at the time, by which a later change is known.
    pub digest: u64,
}

/// Reports of one edition and year, added up one after the other.
#[derive(Debug, Clone)]
pub struct Sum {
    /// The edition's form.
    pub form: &'static Form,
    year: u16,
    cells: Vec<Option<Decimal>>,
    contributions: Vec<Contribution>,
}

impl Sum {
    /// A sum of nothing yet.
    pub fn new(form: &'static Form, year: u16) -> Self {
        Self { form, year, cells: vec![None; form.cell_count()], contributions: Vec::new() }
    }

    /// Adds a report of the same edition. Blank and blank is blank; amounts are taken in 万元.
    pub fn add(&mut self, report: &Report, contribution: Contribution) {
        for ((id, _), sum) in self.form.cells().zip(&mut self.cells) {
            if let Some(number) = part(self.form, report, id) {
                *sum = Some(sum.unwrap_or_default() + number);
            }
        }
        self.contributions.push(contribution);
    }

    /// How many reports were added.
    pub fn count(&self) -> usize {
        self.contributions.len()
    }

    /// The reports that were added.
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// The cells whose sum has more digits than a cell takes.
    pub fn too_large(&self) -> Vec<CellId> {
        let cells = self.form.cells().zip(&self.cells);
        let invalid = |sum: Decimal| matches!(as_value(sum), Value::Invalid(_));
        cells.filter(|(_, sum)| sum.is_some_and(invalid)).map(|((id, _), _)| id).collect()
    }

    /// The sum as a report of an organ.
    pub fn into_report(self, organ: &str) -> Report {
        let mut report = Report::new(self.form, Some(self.year));
        organ.clone_into(&mut report.organ);
        for (value, sum) in report.cells.iter_mut().zip(self.cells) {
            *value = sum.map_or(Value::Blank, as_value);
        }
        report.contributions = self.contributions;
        report
    }
}

/// A report that was added up, with what it has in the cells of the sum.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its organ.
    pub organ: String,
    /// By the sum's cells what it adds to them; empty where the report could not be read.
    pub numbers: Vec<Option<Decimal>>,
}

impl Unit {
    /// What a report adds to the cells of a sum, totals too.
    pub fn of(organ: &str, sum: &Form, (form, report): (&Form, &Report)) -> Self {
        let totals = Totals::of(form, report);
        let number = |address: &str| {
            let cell = form.find(address)?;
            Some(in_wan(form, report, cell, totals.number(report, cell)?))
        };
        let numbers = sum.cells().map(|(_, cell)| number(&cell.address)).collect();
        Self { organ: organ.to_owned(), numbers }
    }
}

/// What a report adds to a cell of a sum: its number there, an amount in 万元.
fn part(form: &Form, report: &Report, cell: CellId) -> Option<Decimal> {
    report.value(cell).number().map(|number| in_wan(form, report, cell, number))
}

/// A report's number as a sum takes it: amounts are added in 万元.
fn in_wan(form: &Form, report: &Report, cell: CellId, number: Decimal) -> Decimal {
    let is_in_yuan = form.cell(cell).kind == Kind::Amount && report.amount_unit == AmountUnit::Yuan;
    if is_in_yuan { (number / Decimal::from(10_000)).normalize() } else { number }
}

/// A sum as a cell holds it. One with more digits than a cell takes stays to be seen, as what is no number.
fn as_value(sum: Decimal) -> Value {
    let sum = sum.round_dp(u32::try_from(MAX_DECIMALS).unwrap_or(u32::MAX));
    if fits(sum) { Value::Number(sum) } else { Value::Invalid(sum.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn blanks_stay_blank_and_amounts_are_in_wan() {
        let form = Forms.get("2019").unwrap();
        let find = |address| form.find(address).unwrap();
        let (items, amount, new) = (
            find("procurement/procurement/items"),
            find("procurement/procurement/amount"),
            find("applications/new/person"),
        );
        let mut first = Report::new(form, Some(2020));
        first.cells[items.0] = Value::Number(9.into());
        first.cells[amount.0] = Value::typed(Kind::Amount, "14.10");
        let mut second = first.clone();
        second.amount_unit = AmountUnit::Yuan;
        second.cells[amount.0] = Value::typed(Kind::Amount, "251000");
        let mut sum = Sum::new(form, 2020);
        for report in [&first, &second] {
            sum.add(
                report,
                Contribution { organ: String::new(), file: String::new(), of: Vec::new(), digest: 0 },
            );
        }
        let report = sum.into_report("济源市");
        assert_eq!(report.value(items).text(), "18");
        assert_eq!(report.value(amount).text(), "39.20");
        assert!(report.value(new).is_blank());
        assert!(report.is_sum());
        assert_eq!(as_value(Decimal::from(10_i64.pow(15))), Value::Invalid("1000000000000000".to_owned()));
    }
}
