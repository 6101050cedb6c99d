//! The lines among which the tables stand, as a sequence of labels and runs of numbers.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{Line, Piece, Shape, Spot};
use super::label::{self, Assembler, Instance, Labels, Meaning, RowKey, normal};
use super::number::{Reading, is_value, read};
use crate::form::{Form, Kind, Layout, SectionId};

/// What stands in a cell, before it is known which one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub spot: Spot,
    /// The columns of its line or table that it covers.
    pub columns: Range<usize>,
}

impl Entry {
    fn of(piece: &Piece, spot: Spot) -> Self {
        Self { text: piece.text.clone(), spot, columns: piece.columns.clone() }
    }

    /// Whether nothing stands there.
    pub fn is_blank(&self) -> bool {
        matches!(read(Kind::Amount, &self.text), Reading::Blank)
    }
}

/// Entries side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// From left to right.
    pub entries: Vec<Entry>,
    /// How the line came to be one: rows show their blank cells, lines do not.
    pub shape: Shape,
    /// The header above it, as an index into [`Scan::headers`].
    pub header: usize,
}

/// Groups with no text between them.
pub type Run = Vec<Group>;

/// A label or a run of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// A label that may name a row; what it says.
    Label(Option<Meaning>),
    /// A piece from the inside of these rows' labels.
    Stray(Vec<RowKey>),
    /// Numbers; whether they stand on one line with the label before.
    Run(Run, bool),
}

/// Header cells of a table: label, columns.
pub type Header = Vec<(String, Range<usize>)>;

/// What was found among the tables.
#[derive(Debug, Default)]
pub struct Scan {
    /// Labels and numbers in the order of the text.
    pub slots: Vec<Slot>,
    /// Headers of real tables.
    pub headers: Vec<Header>,
    /// Tables whose headers stand in another order than in the form, by id: the order, where it is known.
    pub orders: BTreeMap<String, Option<Vec<usize>>>,
    /// Sentences among the tables, which have no place in the form.
    pub sentences: Vec<(String, Spot)>,
}

/// A piece of a line, told apart.
enum Part {
    Label(String),
    Number(Piece),
}

/// Goes through the lines among which the tables stand. `headings` are the lines in front of which a section begins.
pub fn scan(form: &Form, labels: &Labels, lines: &[Line], headings: &[(usize, SectionId)]) -> Scan {
    let mut scanner = Scanner {
        form,
        labels,
        assembler: Assembler::new(labels),
        slots: Vec::new(),
        out: Scan { headers: vec![Vec::new()], ..Scan::default() },
        header_is_done: false,
    };
    for (at, line) in lines.iter().enumerate() {
        if let Some((_, section)) = headings.iter().find(|(heading, _)| *heading == at) {
            scanner.slots.push(Raw::Section(*section));
        }
        if line.is_blank() && !line.has_cells() {
            continue;
        }
        if line.has_cells() {
            scanner.row(line);
        } else {
            let next = lines.get(at + 1..).and_then(|rest| rest.iter().find(|line| !line.is_blank()));
            scanner.line(line, next);
        }
    }
    scanner.finish()
}

/// A slot while labels may still be going on.
enum Raw {
    Section(SectionId),
    Instance(usize),
    Stray(Vec<RowKey>),
    Run(Run, bool),
}

struct Scanner<'a> {
    form: &'a Form,
    labels: &'a Labels,
    assembler: Assembler<'a>,
    slots: Vec<Raw>,
    out: Scan,
    /// Numbers have come below the last header.
    header_is_done: bool,
}

impl Scanner<'_> {
    /// Reads a piece of text that is no number.
    fn text(&mut self, text: &str) {
        match self.assembler.read(text) {
            label::Piece::Begun => self.slots.push(Raw::Instance(self.assembler.found.len() - 1)),
            label::Piece::Stray(rows) => self.slots.push(Raw::Stray(rows)),
            // Text of no meaning ends a run too, lest numbers far apart are taken for one row.
            label::Piece::Part
                if !normal(text).is_empty()
                    && matches!(self.slots.last(), Some(Raw::Run(run, _)) if !run.is_empty()) =>
            {
                self.slots.push(Raw::Run(Vec::new(), false));
            }
            label::Piece::Part => {}
        }
    }

    fn group(&mut self, group: Group, is_beside_label: bool) {
        let is_row = group.shape != Shape::Flow;
        match self.slots.last_mut() {
            Some(Raw::Run(run, beside)) if run.is_empty() => {
                run.push(group);
                *beside = is_beside_label;
            }
            Some(Raw::Run(run, _))
                if !is_row && run.last().is_some_and(|group| group.shape == Shape::Flow) =>
            {
                run.push(group);
            }
            _ => self.slots.push(Raw::Run(vec![group], is_beside_label)),
        }
    }

    fn row(&mut self, line: &Line) {
        let cells = &line.cells;
        let is_number = |piece: &Piece| !piece.text.is_empty() && is_value(&piece.text);
        let names_row = |piece: &Piece| !is_number(piece) && self.labels.row(&piece.text).is_some();
        let label = cells.iter().rposition(names_row);
        let label =
            label.or_else(|| cells.iter().rposition(|piece| !piece.text.is_empty() && !is_number(piece)));
        let (texts, entries) = cells.split_at(label.map_or(0, |label| label + 1));
        if !entries.iter().any(is_number) {
            self.header(cells);
            self.order(cells);
        }
        let begun = self.assembler.found.len();
        for piece in texts {
            self.text(&piece.text);
        }
        let names_row = self.assembler.found.len() > begun
            && matches!(
                self.assembler.found.last().and_then(|found| found.meaning(self.labels)),
                Some(Meaning::Row(_))
            );
        // A row of blanks counts only where its label or its length says that it is one.
        let is_long = texts.is_empty()
            && self
                .form
                .tables
                .iter()
                .any(|table| table.layout == Layout::Across && table.cells().count() == entries.len());
        if entries.iter().any(is_number) || is_long || (names_row && !entries.is_empty()) {
            self.header_is_done = true;
            let entries = entries.iter().map(|piece| Entry::of(piece, line.spot)).collect();
            let group = Group { entries, shape: line.shape, header: self.out.headers.len() - 1 };
            self.slots.push(Raw::Run(vec![group], label.is_some()));
        }
    }

    /// Looks whether the headers of a line stand in the order of the form.
    fn order(&mut self, pieces: &[Piece]) {
        for table in &self.form.tables {
            let column_of = |piece: &Piece| {
                let text = normal(&piece.text);
                table.columns.iter().position(|column| normal(column.label) == text)
            };
            let columns: Vec<usize> = pieces.iter().filter_map(column_of).collect();
            let last = table.columns.len() - 1;
            // The same header twice belongs to a table of blocks.
            let is_twice = |at: usize| columns[..at].contains(&columns[at]);
            if table.layout == Layout::Down && (0..columns.len()).any(is_twice) {
                continue;
            }
            // The blocks of a table whose rows stand side by side have the same headers one after the other.
            let is_next_block = |pair: &[usize]| table.layout == Layout::Across && pair == [last, 0];
            if columns.windows(2).all(|pair| pair[0] <= pair[1] || is_next_block(pair)) {
                continue;
            }
            let is_whole = (0..=last).all(|column| columns.contains(&column)) && columns.len() == last + 1;
            let order = Some(columns).filter(|_| is_whole && table.layout == Layout::Down);
            let known = self.out.orders.entry(table.id.to_owned()).or_insert_with(|| order.clone());
            if *known != order {
                *known = None;
            }
        }
    }

    /// Remembers the header cells of a row without numbers.
    fn header(&mut self, cells: &[Piece]) {
        let is_label = |text: &str| {
            self.form
                .tables
                .iter()
                .flat_map(|table| &table.columns)
                .any(|column| normal(column.label) == text)
        };
        let texts: Vec<_> = cells.iter().map(|piece| (normal(&piece.text), piece.columns.clone())).collect();
        if !texts.iter().any(|(text, _)| is_label(text)) {
            return;
        }
        if self.header_is_done {
            self.out.headers.push(Vec::new());
            self.header_is_done = false;
        }
        if let Some(header) = self.out.headers.last_mut() {
            header.extend(texts.into_iter().filter(|(text, _)| !text.is_empty()));
        }
    }

    fn line(&mut self, line: &Line, next: Option<&Line>) {
        let parts = parts(line, next);
        if !parts.iter().any(|part| matches!(part, Part::Number(_))) && line.text.contains('。') {
            let is_label = self.labels.row(&line.text).is_some() || line.text.chars().count() < 12;
            if !is_label {
                self.out.sentences.push((line.text.trim().to_owned(), line.spot));
            }
        }
        if !parts.iter().any(|part| matches!(part, Part::Number(_))) {
            self.order(&line.pieces());
        }
        let mut entries: Vec<Entry> = Vec::new();
        let mut is_beside_label = false;
        for part in parts {
            match part {
                Part::Number(piece) => entries.push(Entry::of(&piece, line.spot)),
                Part::Label(text) => {
                    self.flow(std::mem::take(&mut entries), is_beside_label);
                    is_beside_label = true;
                    self.text(&text);
                }
            }
        }
        self.flow(entries, is_beside_label);
    }

    fn flow(&mut self, entries: Vec<Entry>, is_beside_label: bool) {
        if !entries.is_empty() {
            self.group(Group { entries, shape: Shape::Flow, header: 0 }, is_beside_label);
        }
    }

    fn finish(mut self) -> Scan {
        let found: &[Instance] = &self.assembler.found;
        let slots = self.slots.into_iter().filter_map(|slot| match slot {
            Raw::Section(section) => Some(Slot::Label(Some(Meaning::Section(section)))),
            Raw::Instance(index) if found[index].is_none() => None,
            Raw::Instance(index) => Some(Slot::Label(found[index].meaning(self.labels))),
            Raw::Stray(rows) => Some(Slot::Stray(rows)),
            Raw::Run(run, is_beside_label) => (!run.is_empty()).then_some(Slot::Run(run, is_beside_label)),
        });
        self.out.slots = slots.collect();
        self.out
    }
}

/// The pieces of a line as labels and numbers. A number before a point or before text belongs to that: `1` `.属于国家秘密`.
fn parts(line: &Line, next: Option<&Line>) -> Vec<Part> {
    let pieces = line.pieces();
    let following = next.and_then(|next| next.pieces().into_iter().next());
    let mut parts = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let after = pieces.get(at + 1).or(following.as_ref());
        let is_list_number = piece.text.len() == 1
            && after.is_some_and(|after| after.text.starts_with(['.', '、', '．', ',', '，']));
        let is_counted =
            pieces.get(at + 1).is_some_and(|after| after.text.starts_with(['年', '月', '日', '号', '页']));
        if is_value(&piece.text) && !is_list_number && !is_counted {
            parts.push(Part::Number(piece.clone()));
        } else {
            parts.push(Part::Label(piece.text.clone()));
        }
    }
    parts
}
