//! Numbers into the cells of the form: by the labels beside them, and only where their place is certain.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{columns_of, fits};
use super::document::{Shape, Spot};
use super::evidence;
use super::label::{Meaning, RowKey};
use super::note::{Note, Subject};
use super::pair::{Found, Item, pair, split, whole};
use super::scan::{Entry, Group, Run, Scan, Slot};
use crate::form::{CellId, Form, Layout, Table};

/// What was found for each cell; a blank cell of a row that shows its blanks is there too.
pub type Placed = BTreeMap<CellId, Entry>;

/// Puts the numbers of a scan into the form.
pub fn place(form: &Form, scan: &Scan, notes: &mut Vec<Note>) -> Placed {
    let mut placing = Placing { form, scan, placed: Placed::new(), notes };
    let rest = placing.rows(pair(form, scan));
    let rest = placing.across(rest);
    let rest = placing.in_order(rest);
    placing.incomplete(rest);
    placing.placed
}

struct Placing<'a> {
    form: &'a Form,
    scan: &'a Scan,
    placed: Placed,
    notes: &'a mut Vec<Note>,
}

impl Placing<'_> {
    /// Places the rows whose numbers stand beside their label; gives back what is left.
    fn rows(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut seen: BTreeMap<RowKey, Group> = BTreeMap::new();
        let mut contradicted: BTreeSet<RowKey> = BTreeSet::new();
        for item in &items {
            let Item::Row { key, found: Found::Whole(group) } = item else { continue };
            let texts =
                |group: &Group| group.entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>();
            match seen.get(key) {
                Some(first) if texts(first) != texts(group) => {
                    let cells = self.cells(*key);
                    self.notes.push(Note::open(
                        Subject::Twice { cells, text: joined(&group.entries) },
                        spot(&group.entries),
                    ));
                    contradicted.insert(*key);
                }
                Some(_) => {}
                None => {
                    seen.insert(*key, group.clone());
                }
            }
        }
        let mut lost = BTreeSet::new();
        for (key, group) in seen.iter().filter(|(key, _)| !contradicted.contains(key)) {
            let table = &self.form.tables[key.table];
            let Some(columns) = columns_of(self.form, self.scan, table, group) else { continue };
            for column in 0..table.columns.len() {
                if !columns.iter().any(|(other, _)| *other == column) {
                    lost.insert(table.cell(key.row, column));
                }
            }
            for (column, entry) in columns {
                self.placed.insert(table.cell(key.row, column), entry.clone());
            }
        }
        if !lost.is_empty() {
            let input =
                lost.into_iter().filter(|cell| !self.form.cell(*cell).is_computed()).collect::<Vec<_>>();
            if !input.is_empty() {
                self.notes.push(Note::open(Subject::ColumnsLost { cells: input }, None));
            }
        }
        items
    }

    /// Places the row of a table whose rows are printed side by side: as many numbers as it has columns.
    fn across(&mut self, items: Vec<Item>) -> Vec<Item> {
        let is_in_order = |table: &&Table| !self.scan.orders.contains_key(table.id);
        let tables =
            self.form.tables.iter().filter(|table| table.layout == Layout::Across).filter(is_in_order);
        let mut items = items;
        for table in tables {
            let cells: Vec<CellId> = table.cells().collect();
            let mut is_below_heading = false;
            let mut candidates: Vec<(usize, Vec<Entry>, bool)> = Vec::new();
            for (at, item) in items.iter().enumerate() {
                match item {
                    Item::Section(section) => is_below_heading = *section == table.section,
                    Item::Orphan(run, _) => {
                        if let Some(entries) = one_row(run, cells.len()) {
                            candidates.push((at, entries, is_below_heading));
                        }
                    }
                    Item::Row { .. } => {}
                }
            }
            let is_below = candidates.iter().any(|(_, _, is_below)| *is_below);
            // Without its heading only the sums can tell that it is this table.
            candidates.retain(|(_, entries, below)| {
                *below || (!is_below && evidence::proves(self.form, &cells, entries))
            });
            let Some((at, entries, _)) = candidates.first().cloned() else { continue };
            if candidates.iter().any(|(_, other, _)| texts(other) != texts(&entries)) {
                continue;
            }
            for (cell, entry) in cells.into_iter().zip(entries) {
                self.placed.insert(cell, entry);
            }
            items.remove(at);
        }
        items
    }

    /// Numbers that stand apart from their labels: where as many rows of the form are missing between two that are there as rows
    /// of numbers stand between them, the order tells which is which, if the table is whole and all of its identities hold.
    fn in_order(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut left = Vec::new();
        let mut filled: Vec<(Vec<CellId>, Option<Spot>)> = Vec::new();
        let before_all = self.placed.clone();
        let mut at = 0;
        while at < items.len() {
            let Item::Orphan(..) = &items[at] else {
                left.push(items[at].clone());
                at += 1;
                continue;
            };
            let length = items[at..].iter().take_while(|item| whole(item).is_none()).count();
            let gap = &items[at..at + length];
            let before = items[..at].iter().rev().find_map(whole);
            let after = items.get(at + length).and_then(whole);
            match self.fill(&items, before, gap, after) {
                Some(done) => filled.push(done),
                None => left.extend(gap.iter().cloned()),
            }
            at += length;
        }
        let tables: BTreeSet<&str> =
            filled.iter().flat_map(|(cells, _)| cells).map(|cell| self.form.table_of(*cell).id).collect();
        if !tables.iter().all(|table| evidence::holds(self.form, table, &self.placed)) {
            self.placed = before_all;
            return items;
        }
        let notes = filled.into_iter().map(|(cells, spot)| Note::told(Subject::ByOrder { cells }, spot));
        self.notes.extend(notes);
        left
    }

    /// Puts the numbers of a gap into the rows of the form that are missing there; none where they do not fit.
    fn fill(
        &mut self,
        items: &[Item],
        before: Option<RowKey>,
        gap: &[Item],
        after: Option<RowKey>,
    ) -> Option<(Vec<CellId>, Option<Spot>)> {
        let before = before?;
        let table = &self.form.tables[before.table];
        let end = match after {
            Some(after) if after.table == before.table => after.row,
            _ => table.rows.len(),
        };
        let keys: Vec<RowKey> =
            (before.row + 1..end).map(|row| RowKey { table: before.table, row }).collect();
        let runs =
            gap.iter().filter_map(|item| if let Item::Orphan(run, _) = item { Some(run) } else { None });
        let run: Run = runs.flatten().cloned().collect();
        let groups = split(&run, |group| fits(self.form, self.scan, table, group), table.columns.len())?;
        let has_others = |key: &RowKey| {
            items
                .iter()
                .any(|item| matches!(item, Item::Row { key: other, found: Found::Other(_) } if other == key))
        };
        let is_free = |key: &RowKey| self.cells(*key).iter().all(|cell| !self.placed.contains_key(cell));
        let is_section = gap.iter().any(|item| matches!(item, Item::Section(_)));
        let is_clear = !is_section && !self.scan.orders.contains_key(table.id);
        if keys.is_empty() || groups.len() != keys.len() || !is_clear || keys.iter().any(has_others) {
            return None;
        }
        if !keys.iter().all(is_free) {
            return None;
        }
        let cells: Vec<Vec<CellId>> = keys.iter().map(|key| self.cells(*key)).collect();
        // Each of these rows has its label somewhere in the text, only not here; or else its own sum is proof.
        let is_labelled = |key: &RowKey| self.scan.slots.contains(&Slot::Label(Some(Meaning::Row(*key))));
        let rows = || cells.iter().zip(&groups);
        let adds_up = rows().all(|(cells, group)| evidence::agrees(self.form, cells, &group.entries));
        let is_proved = rows().any(|(cells, group)| evidence::proves(self.form, cells, &group.entries));
        if !adds_up || !(keys.iter().all(is_labelled) || is_proved) {
            return None;
        }
        let spot = groups.first().and_then(|group| spot(&group.entries));
        for (cells, group) in cells.iter().zip(groups) {
            self.placed.extend(cells.iter().copied().zip(group.entries));
        }
        Some((cells.concat(), spot))
    }

    /// Rows with fewer numbers than columns, and numbers without a label.
    fn incomplete(&mut self, items: Vec<Item>) {
        let mut partial: Vec<(RowKey, Vec<Entry>)> = Vec::new();
        for item in items {
            match item {
                Item::Row { key, found: Found::Other(run) } => {
                    let shape = run.first().map_or(Shape::Flow, |group| group.shape);
                    let is_one_line = run.len() == 1;
                    let entries: Vec<Entry> = run.into_iter().flat_map(|group| group.entries).collect();
                    if is_one_line && self.by_position(key, &entries, shape) {
                        continue;
                    }
                    if self.scan.orders.contains_key(self.form.tables[key.table].id) {
                        self.unplaced(self.cells(key), &entries);
                        continue;
                    }
                    partial.push((key, entries));
                }
                Item::Orphan(run, under) => {
                    let mut entries: Vec<Entry> = run.into_iter().flat_map(|group| group.entries).collect();
                    // Two rows of numbers under one label: nobody knows which of them is its own.
                    let cells = under.map(|key| self.cells(key)).unwrap_or_default();
                    let own = cells.iter().filter_map(|cell| self.placed.remove(cell));
                    entries.splice(0..0, own);
                    self.unplaced(cells, &entries);
                }
                _ => {}
            }
        }
        let rows: Vec<(Vec<CellId>, Vec<Entry>)> =
            partial.iter().map(|(key, entries)| (self.cells(*key), entries.clone())).collect();
        let solved = evidence::solve(self.form, &self.placed, &rows);
        for ((key, entries), solution) in partial.iter().zip(solved) {
            let cells = self.cells(*key);
            let sure: Vec<(CellId, Entry)> =
                solution.iter().map(|(cell, at)| (*cell, entries[*at].clone())).collect();
            if !sure.is_empty() {
                let cells = sure.iter().map(|(cell, _)| *cell).collect();
                self.notes.push(Note::told(Subject::ByIdentities { cells }, spot(entries)));
            }
            let open: Vec<Entry> = entries
                .iter()
                .enumerate()
                .filter(|(at, _)| !solution.iter().any(|(_, other)| other == at))
                .map(|(_, entry)| entry.clone())
                .collect();
            let without: Vec<CellId> =
                cells.into_iter().filter(|cell| !sure.iter().any(|(other, _)| other == cell)).collect();
            self.placed.extend(sure);
            self.unplaced(without, &open);
        }
    }

    /// A row of a text in columns: its numbers stand below those of the whole rows of the table.
    fn by_position(&mut self, key: RowKey, entries: &[Entry], shape: Shape) -> bool {
        let table = &self.form.tables[key.table];
        let width = table.columns.len();
        if self.scan.orders.contains_key(table.id) {
            return false;
        }
        if shape != Shape::Flow || entries.len() >= width || entries.iter().any(Entry::is_blank) {
            return false;
        }
        // The columns that the whole rows take, each on a line of its own.
        let mut spans: Vec<Option<(usize, usize)>> = vec![None; width];
        let mut rows = 0;
        for row in 0..table.rows.len() {
            let found: Vec<Option<&Entry>> =
                (0..width).map(|column| self.placed.get(&table.cell(row, column))).collect();
            let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else { continue };
            if found
                .windows(2)
                .any(|pair| pair[0].spot != pair[1].spot || pair[0].columns.end + 1 >= pair[1].columns.start)
            {
                continue;
            }
            rows += 1;
            for (span, entry) in spans.iter_mut().zip(found) {
                let (start, end) = span.unwrap_or((entry.columns.start, entry.columns.end));
                *span = Some((start.min(entry.columns.start), end.max(entry.columns.end)));
            }
        }
        let Some(spans) = spans.into_iter().collect::<Option<Vec<_>>>() else { return false };
        if rows < 3 || spans.windows(2).any(|pair| pair[0].1 >= pair[1].0) {
            return false;
        }
        let mut columns = Vec::new();
        for entry in entries {
            let below: Vec<usize> = (0..width)
                .filter(|column| {
                    entry.columns.start < spans[*column].1 && spans[*column].0 < entry.columns.end
                })
                .collect();
            match below.as_slice() {
                [only] if columns.last().is_none_or(|last| last < only) => columns.push(*only),
                _ => return false,
            }
        }
        let cells: Vec<CellId> = columns.iter().map(|column| table.cell(key.row, *column)).collect();
        let whole = self.cells(key);
        if !evidence::agrees_at(self.form, &whole, &cells, entries) {
            return false;
        }
        // What stands under no number is blank on the page, and known to be.
        for (column, cell) in whole.iter().enumerate() {
            let entry = match cells.iter().position(|other| other == cell) {
                Some(at) => entries[at].clone(),
                None => Entry {
                    text: String::new(),
                    spot: entries[0].spot,
                    columns: spans[column].0..spans[column].1,
                },
            };
            self.placed.insert(*cell, entry);
        }
        self.notes.push(Note::told(Subject::ByPosition { cells }, spot(entries)));
        true
    }

    fn unplaced(&mut self, cells: Vec<CellId>, entries: &[Entry]) {
        let numbers: Vec<Entry> = entries.iter().filter(|entry| !entry.is_blank()).cloned().collect();
        if !numbers.is_empty() {
            self.notes.push(Note::open(Subject::Unplaced { text: joined(&numbers), cells }, spot(&numbers)));
        }
    }

    fn cells(&self, key: RowKey) -> Vec<CellId> {
        let table = &self.form.tables[key.table];
        table.cells_of(key.row).collect()
    }
}

/// A run as one row of so many entries; blank cells around it do not count.
fn one_row(run: &Run, width: usize) -> Option<Vec<Entry>> {
    let rows: Vec<&Group> = run.iter().filter(|group| group.shape != Shape::Flow).collect();
    if let [group] = rows.as_slice() {
        let first = group
            .entries
            .iter()
            .position(|entry| !entry.is_blank())
            .filter(|_| group.entries.len() > width)
            .unwrap_or(0);
        let mut entries = group.entries.get(first..)?;
        while let [rest @ .., last] = entries
            && rest.len() >= width
            && last.is_blank()
        {
            entries = rest;
        }
        return (entries.len() == width).then(|| entries.to_vec());
    }
    let entries: Vec<Entry> = run.iter().flat_map(|group| group.entries.iter().cloned()).collect();
    (rows.is_empty() && entries.len() == width).then_some(entries)
}

fn texts(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.text.as_str()).collect()
}

fn joined(entries: &[Entry]) -> String {
    texts(entries).join(" ")
}

fn spot(entries: &[Entry]) -> Option<Spot> {
    entries.first().map(|entry| entry.spot)
}
