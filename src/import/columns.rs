//! The columns that the numbers of a row belong to: by their count, or by the headers over them.

use super::document::Shape;
use super::evidence;
use super::scan::{Entry, Group, Header, Scan};
use crate::form::{CellId, Form, Table};

/// Whether a group can be a row of a table.
pub fn fits(form: &Form, scan: &Scan, table: &Table, group: &Group) -> bool {
    columns_of(form, scan, table, group).is_some()
}

/// Entries of a group with the columns of a table they belong to.
pub type Columns<'a> = Vec<(usize, &'a Entry)>;

/// The entries of a group by the columns of a table; none where they do not fit.
pub fn columns_of<'a>(form: &Form, scan: &Scan, table: &Table, group: &'a Group) -> Option<Columns<'a>> {
    let adds_up = |columns: &Columns| {
        let cells: Vec<CellId> = columns.iter().map(|(column, _)| table.cell(0, *column)).collect();
        let entries: Vec<Entry> = columns.iter().map(|(_, entry)| (*entry).clone()).collect();
        let row: Vec<CellId> = table.cells_of(0).collect();
        evidence::agrees_at(form, &row, &cells, &entries)
    };
    // A header in another order than the form's is believed where the sums do not deny it.
    let is_turned = scan.orders.contains_key(table.id);
    let by_count = by_count(scan, table, group).filter(|columns| !is_turned || adds_up(columns));
    if group.shape != Shape::Grid {
        return by_count;
    }
    let headed = headed(scan.headers.get(group.header)?, table, group);
    let is_denied = |columns: &Columns| {
        headed.iter().flatten().any(|(column, entry)| {
            columns.iter().any(|(other, here)| other == column && !std::ptr::eq(*here, *entry))
        })
    };
    let has_total = table.cells_of(0).any(|cell| form.cell(cell).is_computed());
    let is_whole = |columns: &&Columns| tells_all(columns, table, group);
    let by_header = headed.as_ref().filter(is_whole).cloned();
    let by_header = by_header.filter(|columns| !is_turned || adds_up(columns));
    match (by_header, by_count) {
        // Pages merge header cells wrongly; the sum of the row tells what is right.
        (Some(by_header), Some(by_count)) if by_header != by_count => {
            match (adds_up(&by_header), adds_up(&by_count)) {
                (true, false) => Some(by_header),
                (false, true) => Some(by_count),
                _ => None,
            }
        }
        // Of headers of which some are others', those that are known say where their numbers are.
        (None, Some(by_count)) if is_denied(&by_count) && !(has_total && adds_up(&by_count)) => None,
        (by_header, by_count) => by_header.or(by_count),
    }
}

/// As many entries as columns, in the order of the headers.
fn by_count<'a>(scan: &Scan, table: &Table, group: &'a Group) -> Option<Columns<'a>> {
    let width = table.columns.len();
    let mut entries = group.entries.as_slice();
    if group.shape != Shape::Flow {
        // Cells of the page that are no columns of the form are blank.
        while let [rest @ .., last] = entries
            && rest.len() >= width
            && last.is_blank()
        {
            entries = rest;
        }
    }
    if entries.len() != width {
        return None;
    }
    let Some(order) = scan.orders.get(table.id) else { return Some(entries.iter().enumerate().collect()) };
    let mut columns: Columns = order.as_ref()?.iter().copied().zip(entries).collect();
    columns.sort_by_key(|(column, _)| *column);
    Some(columns)
}

/// The entries below the headers of a table's columns, as far as they are there; none where one is there twice.
fn headed<'a>(header: &Header, table: &Table, group: &'a Group) -> Option<Columns<'a>> {
    let mut found = Vec::new();
    for (column, about) in table.columns.iter().enumerate() {
        let label = super::label::normal(about.label);
        let mut cells = header
            .iter()
            .filter(|(text, _)| *text == label || (label.chars().count() > 3 && text.starts_with(&label)));
        match (cells.next(), cells.next()) {
            (Some((_, range)), None) => found.push((column, range)),
            (None, _) => {}
            // The same label twice, as over both halves of a table.
            (Some(_), Some(_)) => return None,
        }
    }
    let below = found.into_iter().map(|(column, range)| {
        let entry = group.entries.iter().find(|entry| entry.columns.contains(&range.start))?;
        Some((column, entry))
    });
    below.collect()
}

/// Whether the entries below headers are all that a row has: each below one header, and few headers missing.
fn tells_all(below: &Columns, table: &Table, group: &Group) -> bool {
    let filled = group.entries.iter().filter(|entry| !entry.is_blank());
    let is_covered = |entry: &Entry| below.iter().any(|(_, other)| std::ptr::eq(*other, entry));
    // Merged cells cover several columns at once; then nobody knows which is meant.
    let is_single = below
        .iter()
        .enumerate()
        .all(|(at, (_, entry))| below[..at].iter().all(|(_, other)| !std::ptr::eq(*other, *entry)));
    let is_enough = below.len() + 2 >= table.columns.len() && !below.is_empty();
    is_enough && is_single && filled.into_iter().all(is_covered)
}
