//! The statutory form as data: sections, tables, header and row trees, cell kinds, computed totals, rules.
//!
//! An edition is one file in `assets/forms/`; nothing here knows a label or an id of any edition. [`Form::read`] turns such
//! a file into a [`Form`], which numbers every cell once ([`CellId`]) so that a report is a plain vector beside it.
//! [`grid`] lays a section out as it is printed, [`lint`] says what is wrong with a form file.
//!
//! This room owns no values: what a person typed lives in `report`.

pub mod fee;
mod file;
pub mod grid;
pub mod lint;
pub mod rule;
mod source;
pub mod wordings;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

pub use file::{AmountUnit, Bar, Chart, Kind, Layout, Node, Text, Years};
pub use grid::Grid;
pub use rule::{Rule, Severity};
pub use source::FormError;
pub use wordings::Wordings;

use rule::{Along, Relation, Term};

/// Index of a section within its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub usize);

/// Index of a table within its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub usize);

/// Index of a cell within its form. Form order: table by table, row by row, column by column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub usize);

/// One of the sections of the report.
#[derive(Debug)]
pub struct Section {
    /// Id in files and exports, such as `overview`.
    pub id: &'static str,
    /// Its number as people say it: 一, 二, 三 …
    pub mark: &'static str,
    /// Statutory title, with its number.
    pub title: &'static str,
    /// A short name for tabs and messages.
    pub name: Text,
    /// English gloss of the title.
    pub gloss: &'static str,
    /// What belongs into it.
    pub help: Text,
    /// The instrument or article that says so; empty where none does.
    pub ground: Text,
    /// What reports were sent back for here; may be empty.
    pub caught: Text,
    /// Words by which a numbered heading is known to be this section's, however it is worded: one group of words is enough.
    pub known_by: Vec<&'static str>,
    /// Its tables; none for a section of prose.
    pub tables: Vec<TableId>,
    /// The cells of its tables that people fill, in form order.
    pub typed: Vec<CellId>,
    /// The tables as printed; empty for prose.
    pub grid: Grid,
}

impl Section {
    /// Whether the section is paragraphs rather than tables.
    pub fn is_prose(&self) -> bool {
        self.tables.is_empty()
    }
}

/// A table: rows by columns, each with a tree of labels above its leaves.
#[derive(Debug)]
pub struct Table {
    /// Id, the first part of its cells' addresses.
    pub id: &'static str,
    /// The section it stands in.
    pub section: SectionId,
    /// Heading printed above it, or empty.
    pub heading: &'static str,
    /// English gloss of the heading.
    pub gloss: &'static str,
    /// What is printed over the row labels, or empty.
    pub stub: &'static str,
    /// How its rows are printed.
    pub layout: Layout,
    /// Columns, leaves only.
    pub columns: Vec<Column>,
    /// Header tree over `columns`, by index.
    pub column_tree: Vec<Node<usize>>,
    /// Rows, leaves only.
    pub rows: Vec<Row>,
    /// Row tree over `rows`, by index.
    pub row_tree: Vec<Node<usize>>,
    first: usize,
}

impl Table {
    /// The cell at a row and a column, by index.
    pub fn cell(&self, row: usize, column: usize) -> CellId {
        CellId(self.first + row * self.columns.len() + column)
    }

    /// The cells of a row.
    pub fn cells_of(&self, row: usize) -> impl Iterator<Item = CellId> + use<> {
        let first = self.cell(row, 0).0;
        (first..first + self.columns.len()).map(CellId)
    }

    /// All cells, in form order.
    pub fn cells(&self) -> impl Iterator<Item = CellId> + use<> {
        (self.first..self.first + self.rows.len() * self.columns.len()).map(CellId)
    }

    /// The row with this id.
    pub fn row(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

// What a rule says alone stands in `rule`, which `build.rs` reads too; here is what it says of a table.
impl Relation {
    /// Whether it needs last year's report.
    pub fn needs_last_year(&self) -> bool {
        self.left.iter().chain(&self.right).any(|term| term.last_year)
    }

    /// How often it holds: once for each column or row of its table.
    pub fn runs(&self, table: &Table) -> usize {
        match self.along {
            Along::Columns => table.columns.len(),
            Along::Rows => table.rows.len(),
        }
    }

    /// The cell that a term names in one of its runs.
    pub fn cell(&self, table: &Table, run: usize, term: &Term) -> Option<CellId> {
        self.place(table, term).map(|place| self.at(table, run, place))
    }

    /// The row or column that a term names.
    fn place(&self, table: &Table, term: &Term) -> Option<usize> {
        match self.along {
            Along::Columns => table.row(term.of),
            Along::Rows => table.column(term.of),
        }
    }

    /// Of either side the terms, by number, with the rows or columns that they name.
    fn places(&self, table: &Table) -> Places {
        [&self.left, &self.right].map(|terms| {
            let places = terms.iter().map(|term| self.place(table, term));
            places.enumerate().filter_map(|(term, place)| Some((term, place?))).collect()
        })
    }

    /// The cell of a row or column that terms name, in one of the runs.
    pub fn at(&self, table: &Table, run: usize, place: usize) -> CellId {
        match self.along {
            Along::Columns => table.cell(place, run),
            Along::Rows => table.cell(run, place),
        }
    }
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// Id, the last part of an address.
    pub id: &'static str,
    /// Statutory label.
    pub label: &'static str,
    /// English gloss.
    pub gloss: &'static str,
    /// Labels of the header cells above, outermost first.
    pub under: Vec<&'static str>,
    /// What its cells hold.
    pub kind: Kind,
    /// What belongs here; may be empty.
    pub help: Text,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// Id, the middle part of an address.
    pub id: &'static str,
    /// Statutory label.
    pub label: &'static str,
    /// English gloss.
    pub gloss: &'static str,
    /// Other wordings of the label in published reports: read, never written.
    pub also: Vec<&'static str>,
    /// Labels of the groups it stands under, outermost first.
    pub under: Vec<&'static str>,
    /// What is counted here.
    pub help: Text,
    /// The article that says so; may be empty.
    pub ground: Text,
    /// What reports were sent back for here; may be empty.
    pub caught: Text,
}

/// One number of the form.
#[derive(Debug)]
pub struct Cell {
    /// Its table.
    pub table: TableId,
    /// Row within the table.
    pub row: usize,
    /// Column within the table.
    pub column: usize,
    /// What it holds.
    pub kind: Kind,
    /// `TABLE/ROW/COLUMN`.
    pub address: String,
    /// The cells it is the sum of; empty for a cell that people fill.
    pub sum: Vec<CellId>,
}

impl Cell {
    /// Whether the cell is a total: computed, never typed, never stored.
    pub fn is_computed(&self) -> bool {
        !self.sum.is_empty()
    }
}

/// The terms of both sides of a relation, by number, with the rows or columns that they name.
type Places = [Vec<(usize, usize)>; 2];

/// A cell that is a total. They are computed after every key, so they stand apart from the rest that is known of cells.
#[derive(Debug)]
struct Total {
    cell: CellId,
    /// Where its addends stand among those of all.
    addends: Range<usize>,
}

/// One edition of the statutory form.
#[derive(Debug)]
pub struct Form {
    /// Edition id, which report files name.
    pub edition: &'static str,
    /// The instrument that fixes the form.
    pub instrument: &'static str,
    /// Report years it is for.
    pub years: Years,
    /// Units a report may choose for its amounts; empty where the form prints one.
    pub amount_units: Vec<AmountUnit>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Tables of all sections in order.
    pub tables: Vec<Table>,
    /// Rules that this edition brings with it.
    pub rules: Vec<Rule>,
    /// The numbers that people ask for.
    pub charts: Vec<Chart>,
    /// What reports were sent back for on title and signature; may be empty.
    pub caught: Text,
    title: &'static str,
    cells: Vec<Cell>,
    totals: Vec<Total>,
    /// What the totals are added up from, one after the other.
    addends: Vec<CellId>,
    /// For each rule that is a relation where its terms are.
    places: Vec<Places>,
    wordings: OnceLock<Wordings>,
}

impl Form {
    /// The form's facts about a cell.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.cells[id.0]
    }

    /// All cells in form order.
    pub fn cells(&self) -> impl Iterator<Item = (CellId, &Cell)> {
        self.cells.iter().enumerate().map(|(index, cell)| (CellId(index), cell))
    }

    /// The cells that are totals, each behind those that it is added up from, with these.
    pub fn totals(&self) -> impl Iterator<Item = (CellId, &[CellId])> {
        self.totals
            .iter()
            .map(|total| (total.cell, self.addends.get(total.addends.clone()).unwrap_or_default()))
    }

    /// Number of cells, computed ones included.
    pub fn cell_count(&self) -> usize {
        self.cells.len()
    }

    /// The cell at an address `TABLE/ROW/COLUMN`.
    pub fn find(&self, address: &str) -> Option<CellId> {
        let mut ids = address.split('/');
        let table = self.table(ids.next()?)?;
        let (row, column) = (table.row(ids.next()?)?, table.column(ids.next()?)?);
        ids.next().is_none().then(|| table.cell(row, column))
    }

    /// Whether a cell is another one, or is added up in it.
    pub fn is_part(&self, cell: CellId, of: CellId) -> bool {
        let (mut seen, mut left) = (BTreeSet::new(), vec![of]);
        while let Some(one) = left.pop() {
            if one == cell {
                return true;
            }
            left.extend(self.cell(one).sum.iter().filter(|addend| seen.insert(**addend)));
        }
        false
    }

    /// The table with this id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The table a cell stands in.
    pub fn table_of(&self, cell: CellId) -> &Table {
        &self.tables[self.cell(cell).table.0]
    }

    /// The section a cell stands in.
    pub fn section_of(&self, cell: CellId) -> SectionId {
        self.table_of(cell).section
    }

    /// The terms of a relation, left and right, with the rows or columns that they name; `rule` is its number.
    pub fn terms<'a>(
        &'a self,
        rule: usize,
        relation: &'a Relation,
    ) -> [impl Iterator<Item = (&'a Term, usize)> + Clone; 2] {
        [(&relation.left, 0), (&relation.right, 1)].map(|(terms, side)| {
            let places = self.places.get(rule).map_or(&[][..], |sides| &sides[side]);
            places.iter().filter_map(|(term, place)| Some((terms.get(*term)?, *place)))
        })
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<SectionId> {
        self.sections.iter().position(|section| section.id == id).map(SectionId)
    }

    /// A section by its index.
    pub fn section_at(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// A cell's row and column.
    pub fn row_and_column(&self, cell: CellId) -> (&Row, &Column) {
        let table = self.table_of(cell);
        let cell = self.cell(cell);
        (&table.rows[cell.row], &table.columns[cell.column])
    }

    /// The labels that lead to a cell, outermost first: groups and row, then headers and column.
    pub fn path(&self, cell: CellId) -> Vec<&str> {
        let (row, column) = self.row_and_column(cell);
        let labels = row.under.iter().chain([&row.label]).chain(&column.under).chain([&column.label]);
        labels.copied().collect()
    }

    /// The words that the rules look for, made ready at the first call.
    pub fn wordings(&self) -> &Wordings {
        self.wordings.get_or_init(|| Wordings::of(self))
    }

    /// The report's title, as the form builds it from organ and year.
    pub fn title(&self, organ: &str, year: Option<u16>) -> String {
        let title = self.title.replace("{organ}", organ);
        match year {
            Some(year) => title.replace("{year}", &year.to_string()),
            None => title.replace("{year}年", ""),
        }
    }
}

/// The editions the program knows: those it carries, oldest first, then those of one's own.
#[derive(Debug, Clone, Copy)]
pub struct Forms;

/// Forms of one's own, put in once.
static OWN: OnceLock<Vec<Form>> = OnceLock::new();

/// A form that the program carries.
struct Embedded {
    edition: &'static str,
    /// Its file.
    source: &'static str,
    /// What the file says, as `build.rs` has read it: every start would take half its time to read the file itself.
    read: &'static [u8],
}

/// All files in `assets/forms/`.
const EMBEDDED: &[Embedded] = &include!(concat!(env!("OUT_DIR"), "/forms.rs"));

impl Forms {
    /// Ids of all editions, oldest first, then those of one's own.
    pub fn editions(self) -> impl DoubleEndedIterator<Item = &'static str> {
        EMBEDDED.iter().map(|form| form.edition).chain(Self::own().iter().map(|form| form.edition))
    }

    /// Puts in forms of one's own, whose editions have other ids than all others. Once, before any report is read.
    pub fn add(self, forms: Vec<Form>) {
        let _ = OWN.set(forms);
    }

    /// The file of an edition that the program carries.
    pub fn source(self, edition: &str) -> Option<&'static str> {
        EMBEDDED.iter().find(|form| form.edition == edition).map(|form| form.source)
    }

    fn own() -> &'static [Form] {
        OWN.get().map_or(&[], Vec::as_slice)
    }

    /// The edition with this id. It is read at the first call: most runs need only one.
    pub fn get(self, edition: &str) -> Option<&'static Form> {
        static READ: [OnceLock<Option<Form>>; EMBEDDED.len()] = [const { OnceLock::new() }; EMBEDDED.len()];
        let Some(index) = EMBEDDED.iter().position(|form| form.edition == edition) else {
            return Self::own().iter().find(|form| form.edition == edition);
        };
        READ[index].get_or_init(|| Form::embedded(EMBEDDED[index].read)).as_ref()
    }

    /// The edition that a report for this year uses; one of one's own before those that the program carries.
    pub fn for_year(self, year: u16) -> Option<&'static Form> {
        self.editions().rev().filter_map(|edition| self.get(edition)).find(|form| form.years.contains(year))
    }
}
