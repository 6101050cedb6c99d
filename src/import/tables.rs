//! Numbers into the cells of the form: by the labels beside them, and only where their place is certain.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Shape, Spot};
use super::evidence;
use super::label::{Meaning, RowKey};
use super::note::{Note, Subject};
use super::scan::{Entry, Group, Header, Run, Scan, Slot};
use crate::form::{CellId, Form, Layout, SectionId, Table};

/// What was found for each cell; a blank cell of a row that shows its blanks is there too.
pub type Placed = BTreeMap<CellId, Entry>;

/// A row of the form, or numbers without one, in the order of the text.
#[derive(Debug, Clone)]
enum Item {
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
enum Found {
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

/// Puts the numbers of a scan into the form.
pub fn place(form: &Form, scan: &Scan, notes: &mut Vec<Note>) -> Placed {
    let before = pair(form, scan, Side::Before);
    let below = pair(form, scan, Side::Below);
    let items = if score(&below) > score(&before) { below } else { before };
    let mut placing = Placing { form, scan, placed: Placed::new(), notes };
    let rest = placing.rows(items);
    let rest = placing.across(rest);
    let rest = placing.in_order(rest);
    placing.incomplete(rest);
    placing.placed
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

fn pair(form: &Form, scan: &Scan, side: Side) -> Vec<Item> {
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
    let cells: Vec<CellId> = (0..table.columns.len()).map(|column| table.cell(key.row, column)).collect();
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
    let cells: Vec<CellId> = (0..table.columns.len()).map(|column| table.cell(key.row, column)).collect();
    let entries: Vec<Entry> = run.iter().flat_map(|group| group.entries.iter().cloned()).collect();
    let (own, left) = entries.split_at_checked(cells.len())?;
    let is_single = run.iter().all(|group| group.shape == Shape::Flow && group.entries.len() == 1);
    let is_sure = evidence::agrees(form, &cells, own) && !evidence::agrees(form, &cells, entries.get(1..)?);
    let group = |entries: &[Entry]| Group { entries: entries.to_vec(), shape: Shape::Flow, header: 0 };
    (is_single && left.len() == 1 && is_sure).then(|| (group(own), group(left)))
}

fn fits(form: &Form, scan: &Scan, table: &Table, group: &Group) -> bool {
    columns_of(form, scan, table, group).is_some()
}

/// A run as rows of `width` entries: each of its groups is one, or all of them together are some.
fn split(run: &Run, fits: impl Fn(&Group) -> bool, width: usize) -> Option<Vec<Group>> {
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

/// Entries of a group with the columns of a table they belong to.
type Columns<'a> = Vec<(usize, &'a Entry)>;

/// The entries of a group by the columns of a table; none where they do not fit.
fn columns_of<'a>(form: &Form, scan: &Scan, table: &Table, group: &'a Group) -> Option<Columns<'a>> {
    let adds_up = |columns: &Columns| {
        let cells: Vec<CellId> = columns.iter().map(|(column, _)| table.cell(0, *column)).collect();
        let entries: Vec<Entry> = columns.iter().map(|(_, entry)| (*entry).clone()).collect();
        let row: Vec<CellId> = (0..table.columns.len()).map(|column| table.cell(0, column)).collect();
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
    let has_total = (0..table.columns.len()).any(|column| form.cell(table.cell(0, column)).is_computed());
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
        (0..table.columns.len()).map(|column| table.cell(key.row, column)).collect()
    }
}

/// The row of an item that has its numbers.
fn whole(item: &Item) -> Option<RowKey> {
    match item {
        Item::Row { key, found: Found::Whole(_) } => Some(*key),
        _ => None,
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
