//! A table in merged cells, as the form prints it: header, labels in nested columns, numbers.

use std::ops::Range;

use crate::check::Totals;
use crate::form::grid::{Block, Grid, depth};
use crate::form::{Form, Layout, Node, Table};
use crate::report::Report;

/// A table laid out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Columns at the left that hold labels.
    pub label_columns: usize,
    /// Columns in all.
    pub columns: usize,
    /// Rows in all.
    pub rows: usize,
    /// Rows at the top that are headers.
    pub header_rows: usize,
    /// Cells, covering everything without overlap.
    pub cells: Vec<SheetCell>,
}

/// A cell and what it spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// What stands in it.
    pub text: String,
    /// Columns it spans.
    pub columns: Range<usize>,
    /// Rows it spans.
    pub rows: Range<usize>,
    /// A label at the left, rather than a header or a number.
    pub is_label: bool,
}

impl Sheet {
    /// Lays a table out with its values.
    pub fn of(form: &Form, table: &Table, report: &Report, totals: &Totals) -> Self {
        let grid = Grid::new([table].into_iter());
        let Some(block) = grid.blocks.first() else { return Self::default() };
        let mut sheet = Self::default();
        if table.layout == Layout::Down {
            sheet.label_columns = depth(&table.row_tree);
        }
        sheet.columns = sheet.label_columns + block.width;
        sheet.add_header(block);
        if table.layout == Layout::Down {
            sheet.add_labels(table, &table.row_tree, 0, &mut sheet.header_rows.clone());
        }
        for cells in grid.rows() {
            let row = sheet.rows..sheet.rows + 1;
            for (index, cell) in cells.iter().enumerate() {
                let text = totals.text(form, report, *cell);
                let column = sheet.label_columns + index;
                sheet.add(text, column..column + 1, row.clone(), false);
            }
            sheet.rows += 1;
        }
        sheet
    }

    fn add(&mut self, text: String, columns: Range<usize>, rows: Range<usize>, is_label: bool) {
        self.cells.push(SheetCell { text, columns, rows, is_label });
    }

    fn add_header(&mut self, block: &Block) {
        let first = usize::from(!block.heading.is_empty());
        if first > 0 {
            self.add(block.heading.clone(), 0..self.columns, 0..1, false);
        }
        self.header_rows = first + block.levels;
        if self.label_columns > 0 {
            self.add(block.stub.clone(), 0..self.label_columns, first..self.header_rows, false);
        }
        for cell in &block.header {
            let columns = self.label_columns + cell.columns.start..self.label_columns + cell.columns.end;
            self.add(cell.label.clone(), columns, first + cell.levels.start..first + cell.levels.end, false);
        }
        self.rows = self.header_rows;
    }

    fn add_labels(&mut self, table: &Table, nodes: &[Node<usize>], level: usize, row: &mut usize) {
        for node in nodes {
            let start = *row;
            match node {
                Node::Leaf(leaf) => {
                    *row += 1;
                    let label = table.rows[*leaf].label.clone();
                    self.add(label, level..self.label_columns, start..*row, true);
                }
                Node::Group(group) => {
                    self.add_labels(table, &group.of, level + 1, row);
                    self.add(group.label.clone(), level..level + 1, start..*row, true);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn every_place_of_a_table_is_covered_once() {
        for form in Forms.editions().filter_map(|edition| Forms.get(edition)) {
            let report = Report::new(form, None);
            let totals = Totals::of(form, &report);
            for table in &form.tables {
                let sheet = Sheet::of(form, table, &report, &totals);
                let mut covered = vec![0; sheet.columns * sheet.rows];
                for cell in &sheet.cells {
                    for row in cell.rows.clone() {
                        for column in cell.columns.clone() {
                            covered[row * sheet.columns + column] += 1;
                        }
                    }
                }
                assert!(
                    covered.iter().all(|count| *count == 1),
                    "{} {}: {covered:?}",
                    form.edition,
                    table.id
                );
            }
        }
    }

    #[test]
    fn labels_are_nested_as_printed() {
        let form = Forms.get("2021").unwrap();
        let report = Report::new(form, None);
        let table = form.table("applications").unwrap();
        let sheet = Sheet::of(form, table, &report, &Totals::of(form, &report));
        let spans = |text: &str| {
            let cell = sheet.cells.iter().find(|cell| cell.text == text).unwrap();
            (cell.columns.len(), cell.rows.len())
        };
        assert_eq!(spans("三、本年度办理结果"), (1, 22));
        assert_eq!(spans("（三）不予公开"), (1, 8));
        assert_eq!(spans("（一）予以公开"), (2, 1));
        assert_eq!(spans("四、结转下年度继续办理"), (3, 1));
        assert_eq!(spans("法人或其他组织"), (5, 1));
        assert_eq!(spans("自然人"), (1, 2));
    }
}
