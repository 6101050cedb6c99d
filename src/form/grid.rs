//! A section's tables laid out as they are printed: blocks, merged header cells, a tree of row labels.
//!
//! The one description of the printed shape: moving, drawing and exporting all follow it. It holds no widths.

use std::ops::Range;

use super::file::Node;
use super::{CellId, Layout, Table};

/// The tables of a section, one block under the other.
#[derive(Debug, Default)]
pub struct Grid {
    /// One block a table.
    pub blocks: Vec<Block>,
    rows: Vec<Vec<CellId>>,
}

/// A table as printed.
#[derive(Debug)]
pub struct Block {
    /// Heading above the block, or empty.
    pub heading: &'static str,
    /// Text over the row labels, or empty.
    pub stub: &'static str,
    /// Whether the lines have labels of their own at the left.
    pub has_labels: bool,
    /// Header rows.
    pub levels: usize,
    /// Header cells, merged as printed.
    pub header: Vec<HeaderCell>,
    /// Number of columns.
    pub width: usize,
    /// The body, from top to bottom.
    pub lines: Vec<Line>,
}

/// A header cell and what it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderCell {
    /// Statutory label.
    pub label: &'static str,
    /// Columns it stands over.
    pub columns: Range<usize>,
    /// Header rows it takes.
    pub levels: Range<usize>,
}

/// One line of a block's body.
#[derive(Debug)]
pub enum Line {
    /// A label over the lines below it.
    Group {
        /// Statutory label.
        label: &'static str,
        /// How deep it stands in the tree.
        depth: usize,
    },
    /// A row of cells.
    Cells {
        /// Statutory label; empty where the block has none.
        label: &'static str,
        /// How deep it stands in the tree.
        depth: usize,
        /// Index into [`Grid::rows`].
        row: usize,
    },
}

impl Line {
    /// Index into [`Grid::rows`]; none for a label that stands alone.
    pub fn row(&self) -> Option<usize> {
        match self {
            Self::Group { .. } => None,
            Self::Cells { row, .. } => Some(*row),
        }
    }
}

impl Grid {
    /// Lays out the tables of one section.
    pub fn new<'a>(tables: impl Iterator<Item = &'a Table>) -> Self {
        let mut grid = Self::default();
        for table in tables {
            grid.add(table);
        }
        grid
    }

    /// The rows of cells from top to bottom, over all blocks.
    pub fn rows(&self) -> &[Vec<CellId>] {
        &self.rows
    }

    /// Row and column of a cell within the section; none for a cell of another section.
    pub fn position(&self, cell: CellId) -> Option<(usize, usize)> {
        self.rows.iter().enumerate().find_map(|(row, cells)| {
            cells.iter().position(|other| *other == cell).map(|column| (row, column))
        })
    }

    /// Every cell, from top to bottom and left to right.
    pub fn cells(&self) -> impl Iterator<Item = CellId> {
        self.rows.iter().flatten().copied()
    }

    fn add(&mut self, table: &Table) {
        let mut block = Block {
            heading: table.heading,
            stub: table.stub,
            has_labels: table.layout == Layout::Down,
            levels: 0,
            header: Vec::new(),
            width: 0,
            lines: Vec::new(),
        };
        match table.layout {
            Layout::Down => {
                block.levels = depth(&table.column_tree);
                header(&table.column_tree, table, 0, block.levels, &mut block.header, &mut 0);
                block.width = table.columns.len();
                self.add_lines(&table.row_tree, table, 0, &mut block.lines);
            }
            Layout::Across => {
                block.levels = depth(&table.row_tree) + depth(&table.column_tree);
                across(&table.row_tree, table, 0, block.levels, &mut block.header, &mut 0);
                block.width = table.rows.len() * table.columns.len();
                block.lines.push(Line::Cells { label: "", depth: 0, row: self.rows.len() });
                self.rows.push(table.cells().collect());
            }
        }
        self.blocks.push(block);
    }

    fn add_lines(&mut self, nodes: &[Node<usize>], table: &Table, depth: usize, lines: &mut Vec<Line>) {
        for node in nodes {
            match node {
                Node::Leaf(row) => {
                    let label = table.rows[*row].label;
                    lines.push(Line::Cells { label, depth, row: self.rows.len() });
                    self.rows.push(table.cells_of(*row).collect());
                }
                Node::Group(group) => {
                    lines.push(Line::Group { label: group.label, depth });
                    self.add_lines(&group.of, table, depth + 1, lines);
                }
            }
        }
    }
}

/// Levels of a tree of labels.
pub fn depth(nodes: &[Node<usize>]) -> usize {
    let below = |node: &Node<usize>| match node {
        Node::Leaf(_) => 1,
        Node::Group(group) => 1 + depth(&group.of),
    };
    nodes.iter().map(below).max().unwrap_or(0)
}

/// Header cells of a column tree that starts at `level` and fills up to `levels`; a leaf is merged downwards.
fn header(
    nodes: &[Node<usize>],
    table: &Table,
    level: usize,
    levels: usize,
    out: &mut Vec<HeaderCell>,
    column: &mut usize,
) {
    for node in nodes {
        let start = *column;
        match node {
            Node::Leaf(leaf) => {
                *column += 1;
                let label = table.columns[*leaf].label;
                out.push(HeaderCell { label, columns: start..*column, levels: level..levels });
            }
            Node::Group(group) => {
                let place = out.len();
                header(&group.of, table, level + 1, levels, out, column);
                let cell =
                    HeaderCell { label: group.label, columns: start..*column, levels: level..level + 1 };
                out.insert(place, cell);
            }
        }
    }
}

/// Header cells of a table whose rows are printed side by side: each row stands over all columns, which fill the levels below.
fn across(
    nodes: &[Node<usize>],
    table: &Table,
    level: usize,
    levels: usize,
    out: &mut Vec<HeaderCell>,
    column: &mut usize,
) {
    for node in nodes {
        let start = *column;
        let place = out.len();
        let label = match node {
            Node::Leaf(row) => {
                header(&table.column_tree, table, level + 1, levels, out, column);
                table.rows[*row].label
            }
            Node::Group(group) => {
                across(&group.of, table, level + 1, levels, out, column);
                group.label
            }
        };
        out.insert(place, HeaderCell { label, columns: start..*column, levels: level..level + 1 });
    }
}
