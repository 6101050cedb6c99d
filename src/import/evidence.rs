//! The identities of the form as evidence: which reading of numbers they allow.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::number::{Reading, read};
use super::scan::Entry;
use super::tables::Placed;
use crate::check::{Finding, Policy, check};
use crate::form::{CellId, Form};
use crate::report::{Report, Value};

/// More readings than this are not compared.
const MOST_READINGS: usize = 4_000;

/// The number an entry stands for in a cell; none for blanks and for what is no number.
pub fn number(form: &Form, cell: CellId, entry: &Entry) -> Option<Decimal> {
    match read(form.cell(cell).kind, &entry.text) {
        Reading::Number { value, .. } => Some(value),
        _ => None,
    }
}

/// Whether the totals of a row equal the sums of their parts, as far as both are there.
pub fn agrees(form: &Form, cells: &[CellId], entries: &[Entry]) -> bool {
    agrees_at(form, cells, cells, entries)
}

/// As [`agrees`], with the entries in some of the row's cells only.
pub fn agrees_at(form: &Form, row: &[CellId], cells: &[CellId], entries: &[Entry]) -> bool {
    sums(form, row, &values(form, cells, entries)).iter().all(|(total, sum)| total == sum)
}

/// The numbers among some entries, by their cells.
fn values(form: &Form, cells: &[CellId], entries: &[Entry]) -> BTreeMap<CellId, Decimal> {
    let numbers = cells.iter().zip(entries);
    numbers.filter_map(|(cell, entry)| Some((*cell, number(form, *cell, entry)?))).collect()
}

/// Whether the totals of a row equal sums that are not all zero: chance would hardly make them so.
pub fn proves(form: &Form, cells: &[CellId], entries: &[Entry]) -> bool {
    let sums = sums(form, cells, &values(form, cells, entries));
    !sums.is_empty()
        && sums.iter().all(|(total, sum)| total == sum)
        && sums.iter().any(|(total, _)| !total.is_zero())
}

/// Whether every cell of a table was found and all identities about it hold.
pub fn holds(form: &Form, table: &str, placed: &Placed) -> bool {
    let Some(table) = form.table(table) else { return false };
    let mut report = Report::new(form, None);
    let mut totals = BTreeMap::new();
    for (cell, entry) in placed {
        set(form, &mut report, &mut totals, *cell, entry);
    }
    report.stated = totals;
    let is_whole = table.cells().all(|cell| form.cell(cell).is_computed() || placed.contains_key(&cell));
    let is_here = |finding: &Finding| finding.cells.iter().any(|cell| form.table_of(*cell).id == table.id);
    is_whole && !contradictions(form, &report).iter().any(is_here)
}

/// Where an identity or a printed total contradicts the numbers of a report.
fn contradictions(form: &Form, report: &Report) -> Vec<Finding> {
    let mut findings = check(form, report, None, &Policy::default()).findings;
    findings.retain(|finding| finding.rule == "balance" || finding.rule == "stated-total");
    findings
}

/// The printed totals of a row with the sums of their parts within the row.
fn sums(form: &Form, row: &[CellId], values: &BTreeMap<CellId, Decimal>) -> Vec<(Decimal, Decimal)> {
    let within = |cell: &CellId| -> Vec<CellId> {
        let about = form.cell(*cell);
        // The total of totals is the sum of the row too.
        if !about.sum.is_empty() && about.sum.iter().all(|addend| row.contains(addend)) {
            return about.sum.clone();
        }
        let table = form.table_of(*cell);
        let alike = (0..table.rows.len()).map(|row| form.cell(table.cell(row, about.column)));
        let mut by_columns = alike.filter(|cell| {
            !cell.sum.is_empty() && cell.sum.iter().all(|addend| form.cell(*addend).row == cell.row)
        });
        by_columns.next().map_or_else(Vec::new, |other| {
            other.sum.iter().map(|addend| table.cell(about.row, form.cell(*addend).column)).collect()
        })
    };
    let mut sums = Vec::new();
    for cell in row {
        let parts = within(cell);
        if let (Some(total), false) = (values.get(cell), parts.is_empty()) {
            sums.push((*total, parts.iter().filter_map(|part| values.get(part)).copied().sum()));
        }
    }
    sums
}

/// The cells of incomplete rows whose number is the same in every reading that the identities of the whole report allow: for each
/// row the cells with the index of their entry. Nothing where the identities single out too little.
pub fn solve(form: &Form, placed: &Placed, rows: &[(Vec<CellId>, Vec<Entry>)]) -> Vec<Vec<(CellId, usize)>> {
    let nothing = vec![Vec::new(); rows.len()];
    let readings: Vec<Vec<Vec<CellId>>> =
        rows.iter().map(|(cells, entries)| choices(form, cells, entries)).collect();
    let all = readings
        .iter()
        .map(Vec::len)
        .try_fold(1_usize, |all, some| all.checked_mul(some).filter(|all| *all <= MOST_READINGS));
    let Some(all) = all.filter(|all| *all > 0 && !rows.is_empty()) else { return nothing };
    let mut base = Report::new(form, None);
    let mut totals = BTreeMap::new();
    for (cell, entry) in placed {
        set(form, &mut base, &mut totals, *cell, entry);
    }
    let mut possible: Vec<Vec<usize>> = Vec::new();
    for reading in 0..all {
        let mut rest = reading;
        let chosen: Vec<usize> = readings
            .iter()
            .map(|choices| {
                let index = rest % choices.len();
                rest /= choices.len();
                index
            })
            .collect();
        let (mut report, mut totals) = (base.clone(), totals.clone());
        for ((choices, index), (_, entries)) in readings.iter().zip(&chosen).zip(rows) {
            for (cell, entry) in choices[*index].iter().zip(entries) {
                set(form, &mut report, &mut totals, *cell, entry);
            }
        }
        report.stated = totals;
        if contradictions(form, &report).is_empty() {
            possible.push(chosen);
        }
    }
    // A report in which every reading holds, or none, is no evidence.
    if possible.is_empty() || possible.len() == all {
        return nothing;
    }
    let agreed = |row: usize| {
        let (cells, entries) = &rows[row];
        (0..entries.len())
            .filter_map(|entry| {
                let mut found = possible.iter().map(|chosen| readings[row][chosen[row]][entry]);
                let first = found.next()?;
                (cells.contains(&first) && found.all(|other| other == first)).then_some((first, entry))
            })
            .collect()
    };
    (0..rows.len()).map(agreed).collect()
}

fn set(
    form: &Form,
    report: &mut Report,
    totals: &mut BTreeMap<CellId, Decimal>,
    cell: CellId,
    entry: &Entry,
) {
    if let Some(value) = number(form, cell, entry) {
        if form.cell(cell).is_computed() {
            totals.insert(cell, value);
        } else {
            report.cells[cell.0] = Value::Number(value);
        }
    }
}

/// Every way to put the entries into the cells of a row without changing their order in which the row itself adds up.
fn choices(form: &Form, cells: &[CellId], entries: &[Entry]) -> Vec<Vec<CellId>> {
    fn go(cells: &[CellId], left: usize, chosen: &mut Vec<CellId>, out: &mut Vec<Vec<CellId>>) {
        if left == 0 {
            out.push(chosen.clone());
        } else if let Some((first, rest)) = cells.split_first() {
            chosen.push(*first);
            go(rest, left - 1, chosen, out);
            chosen.pop();
            if rest.len() >= left {
                go(rest, left, chosen, out);
            }
        }
    }
    let mut out = Vec::new();
    if entries.len() < cells.len() && !entries.is_empty() && entries.iter().all(|entry| !entry.is_blank()) {
        go(cells, entries.len(), &mut Vec::new(), &mut out);
    }
    out.retain(|chosen| agrees_at(form, cells, chosen, entries));
    out
}
