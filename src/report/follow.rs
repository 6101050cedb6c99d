//! A report that follows on last year's: what belongs over is carried over, and nothing else.

use super::{Report, Value};
use crate::form::rule::{Comparison, Relation, Rule};
use crate::form::{CellId, Form};
use crate::text::lead;

impl Report {
    /// The report for a year after another report of the same organ: its name, the headings of the first section, and the cells
    /// that repeat last year's, where that is the report of the year before.
    pub fn following(form: &Form, year: u16, last: (&Form, &Report)) -> Self {
        let (last_form, last_report) = last;
        let mut report = Self::new(form, Some(year));
        report.organ.clone_from(&last_report.organ);
        report.amount_unit = last_report.amount_unit;
        if last_report.year.is_none_or(|last| last + 1 == year) {
            for (cell, value) in repeated(form, last_form, last_report) {
                report.cells[cell.0] = value;
            }
        }
        if let (Some(here), Some(there)) = (report.prose.first_mut(), last_report.prose.first()) {
            *here = there
                .iter()
                .map(|text| lead(text.trim()).to_owned())
                .filter(|text| !text.is_empty())
                .collect();
        }
        report
    }
}

/// Cells that equal a cell of last year's report, by a relation of the form.
fn repeated(form: &Form, last_form: &Form, last: &Report) -> Vec<(CellId, Value)> {
    let relations = form.rules.iter().filter_map(|rule| match rule {
        Rule::Relation(relation) if relation.is == Comparison::Equal => Some(relation),
        _ => None,
    });
    let mut cells = Vec::new();
    for relation in relations {
        let ([left], [right]) = (relation.left.as_slice(), relation.right.as_slice()) else { continue };
        let Some(table) = form.table(relation.table).filter(|_| right.last_year && !left.last_year) else {
            continue;
        };
        for run in 0..relation.runs(table) {
            let pair = |relation: &Relation| {
                let from = relation.cell(table, run, right)?;
                let from = last_form.find(&form.cell(from).address)?;
                Some((relation.cell(table, run, left)?, last.value(from).clone()))
            };
            cells.extend(pair(relation).filter(|(cell, _)| !form.cell(*cell).is_computed()));
        }
    }
    cells
}
