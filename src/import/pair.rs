//! Labels and the numbers beside them: which of the numbers of a scan belong to which row.

use super::columns::fits;
use super::document::Shape;
use super::evidence;
use super::label::{Meaning, RowKey};
use super::scan::{Entry, Group, Run, Scan, Slot};
use crate::form::{CellId, Form, SectionId};

/// A row of the form, or numbers without one, in the order of the text.
#[derive(Debug, Clone)]
pub enum Item {
    Row {
        key: RowKey,
        found: Found,
    },
    /// Numbers without a label; the row under whose label they stand, if that has its own already.
    Orphan(Run, Option<RowKey>),
    Section(SectionId),
}

/// The numbers beside a row's label.
#[derive(Debug, Clone)]
pub enum Found {
    Nothing,
    /// As many as the row has columns.
    Whole(Group),
    /// Some other number of them.
    Other(Run),
}

/// Whether a label stands before its numbers or below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Below,
}

/// The rows of a scan with their numbers: before them or below, wherever the labels stand more often.
pub fn pair(form: &Form, scan: &Scan) -> Vec<Item> {
    let before = on_side(form, scan, Side::Before);
    let below = on_side(form, scan, Side::Below);
    if score(&below) > score(&before) { below } else { before }
}

/// The row of an item that has its numbers.
pub fn whole(item: &Item) -> Option<RowKey> {
    match item {
        Item::Row { key, found: Found::Whole(_) } => Some(*key),
        _ => None,
    }
}

/// How well labels and numbers fit together: whole rows, less what is left over.
fn score(items: &[Item]) -> isize {
    let worth = |item: &Item| match item {
        Item::Row { found: Found::Whole(_), .. } => 2,
        Item::Row { found: Found::Other(_), .. } | Item::Orphan(..) => -1,
        _ => 0,
    };
    items.iter().map(worth).sum()
}

fn on_side(form: &Form, scan: &Scan, side: Side) -> Vec<Item> {
    let mut slots: Vec<&Slot> = scan.slots.iter().collect();
    if side == Side::Below {
        slots.reverse();
    }
    let mut items: Vec<Item> = Vec::new();
    // Whether the last row still waits for its numbers.
    let mut waits = false;
    let end = scan.slots.len();
    for (at, slot) in slots.into_iter().enumerate() {
        match slot {
            Slot::Label(Some(Meaning::Row(key))) => {
                items.push(Item::Row { key: *key, found: Found::Nothing });
                waits = true;
            }
            // The end of a label whose beginning is lost: the numbers before it may be that row's.
            Slot::Stray(rows) => {
                if let Some(Item::Row { key, found }) = items.last_mut()
                    && let Found::Whole(group) = found
                    && side == Side::Before
                    && !rows.contains(key)
                {
                    *found = Found::Other(vec![group.clone()]);
                }
            }
            Slot::Label(meaning) => {
                if let Some(Meaning::Section(section)) = meaning {
                    items.push(Item::Section(*section));
                }
                waits = false;
            }
            Slot::Run(run, is_beside_label) => {
                // A label and its numbers on one line are one row, whatever the side.
                if side == Side::Below && *is_beside_label {
                    waits = false;
                }
                let row = items.last_mut().filter(|_| waits);
                let (left, under) = match row {
                    Some(Item::Row { key, found })
                        if *is_beside_label && fits_first(form, scan, *key, run) =>
                    {
                        *found = Found::Whole(run[0].clone());
                        (run[1..].to_vec(), None)
                    }
                    Some(Item::Row { key, found }) => {
                        let taken = take(form, scan, *key, run, (side, at + 1 == end));
                        *found = taken.0;
                        (taken.1, taken.2.then_some(*key))
                    }
                    _ => (run.clone(), None),
                };
                waits = false;
                if !left.is_empty() {
                    items.push(Item::Orphan(left, under));
                }
            }
        }
    }
    if side == Side::Below {
        items.reverse();
    }
    items
}

/// Whether the numbers on the line of a label are those of its row.
fn fits_first(form: &Form, scan: &Scan, key: RowKey, run: &Run) -> bool {
    run.first().is_some_and(|group| fits(form, scan, &form.tables[key.table], group))
}

/// What of a run belongs to the row beside it, what is left of the run, and whether that could be the row's as well.
fn take(
    form: &Form,
    scan: &Scan,
    key: RowKey,
    run: &Run,
    (side, is_last): (Side, bool),
) -> (Found, Run, bool) {
    let table = &form.tables[key.table];
    let Some(mut groups) = split(run, |group| fits(form, scan, table, group), table.columns.len()) else {
        let cut = if is_last && side == Side::Before { without_end(form, key, run) } else { None };
        let cut = cut.filter(|_| !scan.orders.contains_key(table.id));
        return cut.map_or_else(
            || (Found::Other(run.clone()), Run::new(), false),
            |(own, left)| (Found::Whole(own), vec![left], false),
        );
    };
    // Halves of a row on two lines may as well be a number broken in two; the row's sum tells.
    let cells: Vec<CellId> = table.cells_of(key.row).collect();
    let in_halves = run.iter().any(|group| group.entries.len() > 1 && !fits(form, scan, table, group));
    if in_halves && !groups.iter().all(|group| evidence::agrees(form, &cells, &group.entries)) {
        return (Found::Other(run.clone()), Run::new(), false);
    }
    let own = match side {
        Side::Before => groups.remove(0),
        Side::Below => groups.remove(groups.len() - 1),
    };
    (Found::Whole(own), groups, true)
}

/// A document cut off behind the number of its next label has one number too many; the row's sum tells.
fn without_end(form: &Form, key: RowKey, run: &Run) -> Option<(Group, Group)> {
    let table = &form.tables[key.table];
    let cells: Vec<CellId> = table.cells_of(key.row).collect();
    let entries: Vec<Entry> = run.iter().flat_map(|group| group.entries.iter().cloned()).collect();
    let (own, left) = entries.split_at_checked(cells.len())?;
    let is_single = run.iter().all(|group| group.shape == Shape::Flow && group.entries.len() == 1);
    let is_sure = evidence::agrees(form, &cells, own) && !evidence::agrees(form, &cells, entries.get(1..)?);
    let group = |entries: &[Entry]| Group { entries: entries.to_vec(), shape: Shape::Flow, header: 0 };
    (is_single && left.len() == 1 && is_sure).then(|| (group(own), group(left)))
}

/// A run as rows of `width` entries: each of its groups is one, or all of them together are some.
pub fn split(run: &Run, fits: impl Fn(&Group) -> bool, width: usize) -> Option<Vec<Group>> {
    if run.iter().all(&fits) {
        return Some(run.clone());
    }
    let entries: Vec<Entry> = run.iter().flat_map(|group| group.entries.iter().cloned()).collect();
    let is_broken = run.iter().all(|group| group.shape == Shape::Flow && group.entries.len() <= width);
    // Lines of several numbers may be halves of one row, but nobody knows which halves make which of several.
    let is_sure = entries.len() == width || run.iter().all(|group| group.entries.len() == 1);
    if !is_broken || !is_sure || entries.is_empty() || !entries.len().is_multiple_of(width) {
        return None;
    }
    let group = |entries: &[Entry]| Group { entries: entries.to_vec(), shape: Shape::Flow, header: 0 };
    let groups: Vec<Group> = entries.chunks(width).map(group).collect();
    groups.iter().all(&fits).then_some(groups)
}
