//! Writes what was found into a report: cells, the unit of amounts, printed totals that differ.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::document::{Document, Spot};
use super::note::{Note, Subject};
use super::number::{self, Reading};
use super::tables::Placed;
use crate::check::{Totals, contradicts};
use crate::form::{AmountUnit, CellId, Form, Kind};
use crate::report::value::{fits, half_width_char};
use crate::report::{Report, Value};

/// Writes the entries of a document into the cells they belong to, and tells what has to be known about them.
pub fn fill(
    form: &'static Form,
    report: &mut Report,
    placed: &Placed,
    document: &Document,
    notes: &mut Vec<Note>,
) {
    Filling { form, report, notes, known: BTreeMap::new(), header_unit: None }.all(placed, document);
}

struct Filling<'a> {
    form: &'static Form,
    report: &'a mut Report,
    notes: &'a mut Vec<Note>,
    /// Totals that the document prints.
    known: BTreeMap<CellId, (Decimal, Spot)>,
    /// The unit that the header of an amount names.
    header_unit: Option<AmountUnit>,
}

impl Filling<'_> {
    fn all(mut self, placed: &Placed, document: &Document) {
        self.unit(placed, document);
        for (cell, entry) in placed {
            self.cell(*cell, &entry.text, entry.spot);
        }
        self.totals(placed);
        let listed: Vec<CellId> = self.notes.iter().flat_map(|note| note.subject.cells().to_vec()).collect();
        let is_missing = |cell: CellId| {
            !self.form.cell(cell).is_computed() && !placed.contains_key(&cell) && !listed.contains(&cell)
        };
        for table in &self.form.tables {
            let cells: Vec<CellId> = table.cells().filter(|cell| is_missing(*cell)).collect();
            if !cells.is_empty() {
                self.notes.push(Note::open(Subject::Missing { cells }, None));
            }
        }
    }

    fn cell(&mut self, cell: CellId, text: &str, spot: Spot) {
        let about = self.form.cell(cell);
        let text = text.to_owned();
        match number::read(about.kind, &text) {
            Reading::Blank => {}
            Reading::Mark => self.notes.push(Note::told(Subject::Mark { cell, text }, Some(spot))),
            Reading::Other => self.notes.push(Note::open(Subject::NoNumber { cell, text }, Some(spot))),
            Reading::Number { value, unit, has_note } => {
                if has_note {
                    let text = text.clone();
                    self.notes.push(Note::told(Subject::Remark { cell, text }, Some(spot)));
                }
                let value = self.in_unit(cell, value, unit, spot);
                if about.is_computed() {
                    self.known.insert(cell, (value, spot));
                } else if fits(value) {
                    self.report.cells[cell.0] = Value::Number(value);
                } else {
                    self.notes.push(Note::open(Subject::NoNumber { cell, text }, Some(spot)));
                }
            }
        }
    }

    /// The unit of the report's amounts, as cells and headers name it.
    fn unit(&mut self, placed: &Placed, document: &Document) {
        self.header_unit = self.unit_in_header(document);
        if self.form.amount_units.is_empty() {
            return;
        }
        let amounts = placed.iter().filter(|(cell, _)| self.form.cell(**cell).kind == Kind::Amount);
        let mut named =
            amounts.filter_map(|(cell, entry)| match number::read(self.form.cell(*cell).kind, &entry.text) {
                Reading::Number { unit, .. } => unit,
                _ => None,
            });
        match named.next().or(self.header_unit) {
            Some(unit) => self.report.amount_unit = unit,
            None => self.notes.push(Note::told(Subject::UnitAssumed, None)),
        }
    }

    /// The unit in brackets behind the header of an amount.
    fn unit_in_header(&self, document: &Document) -> Option<AmountUnit> {
        let lines: Vec<&str> = document.lines.iter().map(|line| line.text.as_str()).collect();
        let text: String =
            lines.concat().chars().filter(|c| !c.is_whitespace()).map(half_width_char).collect();
        let labels = self.form.cells().filter(|(_, cell)| cell.kind == Kind::Amount);
        let mut labels = labels.map(|(id, _)| &self.form.row_and_column(id).1.label);
        labels.find_map(|label| {
            // The label of the form may name a unit itself; the document may name another.
            let label = label.split('（').next().unwrap_or_default();
            let behind = text.split(label).nth(1)?.strip_prefix(['（', '('])?;
            let behind = behind.strip_prefix("单位").unwrap_or(behind).trim_start_matches(['：', ':']);
            [AmountUnit::Wan, AmountUnit::Yuan].into_iter().find(|unit| behind.starts_with(unit.label()))
        })
    }

    /// An amount in the unit of the report.
    fn in_unit(&mut self, cell: CellId, value: Decimal, unit: Option<AmountUnit>, spot: Spot) -> Decimal {
        let is_amount = self.form.cell(cell).kind == Kind::Amount;
        let unit = unit.or(self.header_unit.filter(|_| is_amount));
        let Some(from) = unit.filter(|unit| *unit != self.report.amount_unit) else { return value };
        self.notes.push(Note::told(Subject::Converted { cell, from }, Some(spot)));
        match from {
            AmountUnit::Wan => value * Decimal::from(10_000),
            AmountUnit::Yuan => (value / Decimal::from(10_000)).normalize(),
        }
    }

    /// Printed totals that differ from the sum of their parts, where all parts were found.
    fn totals(&mut self, placed: &Placed) {
        let totals = Totals::of(self.form, self.report);
        let listed: Vec<CellId> = self
            .notes
            .iter()
            .filter(|note| note.is_open)
            .flat_map(|note| note.subject.cells().to_vec())
            .collect();
        for (cell, (stated, spot)) in std::mem::take(&mut self.known) {
            let mut parts = self.form.cell(cell).sum.clone();
            let mut at = 0;
            while at < parts.len() {
                parts.extend(self.form.cell(parts[at]).sum.iter().copied());
                at += 1;
            }
            parts.retain(|part| !self.form.cell(*part).is_computed());
            let is_whole = parts.iter().all(|part| placed.contains_key(part) && !listed.contains(part));
            let computed = totals.number(self.report, cell);
            if is_whole && contradicts(stated, computed) {
                self.report.stated.insert(cell, stated);
                self.notes.push(Note::open(Subject::Stated { cell, stated, computed }, Some(spot)));
            }
        }
    }
}
