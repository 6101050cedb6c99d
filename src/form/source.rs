//! From a form file to a [`Form`].

use std::fmt::{self, Display, Formatter};
use std::sync::OnceLock;

use super::file::{Body, FormFile, Group, LeafFile, Node, TableFile};
use super::grid::Grid;
use super::rule::Rule;
use super::{Cell, CellId, Column, Form, Row, Section, SectionId, Table, TableId, Total};
use crate::text::is_hidden;

/// Why a form file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormError {
    /// The file is not in the shape of a form; the message is the parser's, with line and column.
    Syntax(String),
    /// A character that nobody sees, or that a terminal would obey.
    Hidden {
        /// Line of the file, from 1.
        line: usize,
    },
    /// A sum names a row or column that its table does not have.
    UnknownAddend {
        /// Table id.
        table: &'static str,
        /// The name that leads nowhere.
        name: &'static str,
    },
    /// A total is added up from itself.
    OfItself {
        /// Its address.
        address: String,
    },
    /// A section of tables has none, and would be taken for prose.
    NoTable {
        /// Section id.
        section: &'static str,
    },
}

impl Display for FormError {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        match self {
            Self::Syntax(message) => formatter.write_str(message),
            Self::Hidden { line } => write!(formatter, "line {line} has a character that is not to be seen"),
            Self::UnknownAddend { table, name } => {
                write!(formatter, "a sum of {table} names {name:?}, which is not there")
            }
            Self::OfItself { address } => write!(formatter, "{address} is a sum of itself"),
            Self::NoTable { section } => write!(formatter, "section {section:?} has no table"),
        }
    }
}

impl Form {
    /// Reads a form file. Only what would make the form unusable is an error here; [`super::lint`] says the rest.
    pub fn read(source: &'static str) -> Result<Form, FormError> {
        // Its texts go to the terminal and into documents as they are.
        if let Some(line) = source.lines().position(|line| line.chars().any(|c| is_hidden(c) && c != '\t')) {
            return Err(FormError::Hidden { line: line + 1 });
        }
        Self::of(FormFile::read(source).map_err(|error| FormError::Syntax(told(&error)))?)
    }

    /// A form that the program carries.
    pub(super) fn embedded(read: &'static [u8]) -> Option<Form> {
        Self::of(postcard::from_bytes(read).ok()?).ok()
    }

    fn of(file: FormFile) -> Result<Form, FormError> {
        let mut form = Form {
            edition: file.edition,
            instrument: file.instrument,
            years: file.years,
            amount_units: file.amount_units,
            sections: Vec::new(),
            tables: Vec::new(),
            rules: file.rules,
            charts: file.charts,
            caught: file.caught,
            title: file.title,
            cells: Vec::new(),
            totals: Vec::new(),
            addends: Vec::new(),
            places: Vec::new(),
            wordings: OnceLock::new(),
        };
        for section in file.sections {
            let id = SectionId(form.sections.len());
            let mut tables = Vec::new();
            if let Body::Tables(files) = section.body {
                if files.is_empty() {
                    return Err(FormError::NoTable { section: section.id });
                }
                for table in files {
                    tables.push(TableId(form.tables.len()));
                    add_table(&mut form, id, table)?;
                }
            }
            let cells = tables.iter().flat_map(|table| form.tables[table.0].cells());
            let typed = cells.filter(|cell| !form.cell(*cell).is_computed()).collect();
            let grid = Grid::new(tables.iter().map(|table| &form.tables[table.0]));
            form.sections.push(Section {
                id: section.id,
                mark: section.mark,
                title: section.title,
                name: section.name,
                gloss: section.gloss,
                help: section.help,
                ground: section.ground,
                caught: section.caught,
                known_by: section.known_by,
                tables,
                typed,
                grid,
            });
        }
        for cell in totals(&form)? {
            let begin = form.addends.len();
            form.addends.extend_from_slice(&form.cells[cell.0].sum);
            form.totals.push(Total { cell, addends: begin..form.addends.len() });
        }
        let places = |rule: &Rule| match rule {
            Rule::Relation(relation) => form.table(relation.table).map(|table| relation.places(table)),
            _ => None,
        };
        form.places = form.rules.iter().map(|rule| places(rule).unwrap_or_default()).collect();
        Ok(form)
    }
}

/// The cells that are totals, each behind those that it is added up from.
fn totals(form: &Form) -> Result<Vec<CellId>, FormError> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Begun,
        Done,
    }
    let mut state = vec![State::New; form.cell_count()];
    let mut totals = Vec::new();
    for (cell, _) in form.cells() {
        // Some have thousands of rows: what is left to do stands on no stack of calls.
        let mut left = vec![cell];
        while let Some(cell) = left.last().copied() {
            if state[cell.0] == State::New {
                state[cell.0] = State::Begun;
                let addends = &form.cell(cell).sum;
                if addends.iter().any(|addend| state[addend.0] == State::Begun) {
                    return Err(FormError::OfItself { address: form.cell(cell).address.clone() });
                }
                left.extend(addends.iter().filter(|addend| state[addend.0] == State::New));
                continue;
            }
            left.pop();
            if state[cell.0] == State::Begun && form.cell(cell).is_computed() {
                totals.push(cell);
            }
            state[cell.0] = State::Done;
        }
    }
    Ok(totals)
}

/// What is wrong with the syntax. Texts are slices of the file, which one with `\` in it cannot be.
fn told(error: &ron::error::SpannedError) -> String {
    let message = error.to_string();
    if message.contains("a borrowed string") {
        format!("{message}; a text with \\ or \" in it is written r#\"…\"#")
    } else {
        message
    }
}

fn add_table(form: &mut Form, section: SectionId, file: TableFile) -> Result<(), FormError> {
    let (column_tree, columns) = flatten(file.columns);
    let (row_tree, rows) = flatten(file.rows);
    let id = TableId(form.tables.len());
    let first = form.cells.len();
    let cell_at = |row: usize, column: usize| CellId(first + row * columns.len() + column);
    let unknown = |name: &'static str| FormError::UnknownAddend { table: file.id, name };
    let index_of = |leaves: &[Labelled], name: &'static str| {
        leaves.iter().position(|(leaf, _)| leaf.id == name).ok_or_else(|| unknown(name))
    };
    for (row, (row_leaf, _)) in rows.iter().enumerate() {
        let row_sum = row_leaf.sum.iter().map(|name| index_of(&rows, name)).collect::<Result<Vec<_>, _>>()?;
        for (column, (leaf, _)) in columns.iter().enumerate() {
            let column_sum =
                leaf.sum.iter().map(|name| index_of(&columns, name)).collect::<Result<Vec<_>, _>>()?;
            let sum = if row_sum.is_empty() {
                column_sum.iter().map(|&addend| cell_at(row, addend)).collect()
            } else {
                row_sum.iter().map(|&addend| cell_at(addend, column)).collect()
            };
            let address = [file.id, row_leaf.id, leaf.id].join("/");
            form.cells.push(Cell { table: id, row, column, kind: leaf.kind, address, sum });
        }
    }
    let columns = columns.into_iter().map(|(leaf, under)| Column {
        id: leaf.id,
        label: leaf.label,
        gloss: leaf.gloss,
        under,
        kind: leaf.kind,
        help: leaf.help,
    });
    let rows = rows.into_iter().map(|(leaf, under)| Row {
        id: leaf.id,
        label: leaf.label,
        also: leaf.also,
        gloss: leaf.gloss,
        under,
        help: leaf.help,
        ground: leaf.ground,
        caught: leaf.caught,
    });
    form.tables.push(Table {
        id: file.id,
        section,
        heading: file.heading,
        gloss: file.gloss,
        stub: file.stub,
        layout: file.layout,
        columns: columns.collect(),
        column_tree,
        rows: rows.collect(),
        row_tree,
        first,
    });
    Ok(())
}

/// A leaf and the labels above it, outermost first.
type Labelled = (LeafFile, Vec<&'static str>);

/// The tree by index, and its leaves with the labels above them.
fn flatten(tree: Vec<Node<LeafFile>>) -> (Vec<Node<usize>>, Vec<Labelled>) {
    fn walk(
        nodes: Vec<Node<LeafFile>>,
        under: &mut Vec<&'static str>,
        leaves: &mut Vec<Labelled>,
    ) -> Vec<Node<usize>> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            out.push(match node {
                Node::Leaf(leaf) => {
                    leaves.push((leaf, under.clone()));
                    Node::Leaf(leaves.len() - 1)
                }
                Node::Group(group) => {
                    under.push(group.label);
                    let of = walk(group.of, under, leaves);
                    under.pop();
                    Node::Group(Group { label: group.label, gloss: group.gloss, of })
                }
            });
        }
        out
    }
    let mut leaves = Vec::new();
    let tree = walk(tree, &mut Vec::new(), &mut leaves);
    (tree, leaves)
}
