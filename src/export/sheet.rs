//! The tables of a section in merged cells, as the form prints them: headings, headers, labels in nested columns, numbers.

use std::ops::Range;

use crate::check::Totals;
use crate::form::grid::{Block, depth};
use crate::form::{CellId, Form, Layout, Node, Section, Table};
use crate::report::Report;

/// Width of every table: a little wider than the text, as in the template.
const TABLE_WIDTH: usize = 9740;
/// Width of a column of numbers beside nested labels, as in the template.
const NUMBER_WIDTH: usize = 685;
/// Widths of the columns that hold the groups of nested labels, as in the template; deeper ones are like the last.
const GROUP_WIDTHS: [usize; 2] = [754, 921];
/// The tables of a section laid out as the one table that is printed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Columns at the left that hold labels.
    pub label_columns: usize,
    /// Columns in all.
    pub columns: usize,
    /// Rows in all.
    pub rows: usize,
    /// Rows at the top that say what all rows below hold; none where every block has a header of its own.
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
    /// What it is.
    pub part: Part,
}

/// What a cell of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The heading over a block.
    Heading,
    /// What stands over the labels.
    Stub,
    /// A label over columns.
    Header,
    /// A label at the left of rows.
    Label,
    /// A number, typed or computed.
    Number(CellId),
}

impl Sheet {
    /// Lays out the tables of a section with their values; empty for prose.
    pub fn of(form: &Form, section: &Section, report: &Report, totals: &Totals) -> Self {
        let tables = || section.tables.iter().map(|id| &form.tables[id.0]);
        let blocks = &section.grid.blocks;
        let labels =
            tables().filter(|table| table.layout == Layout::Down).map(|table| depth(&table.row_tree));
        let label_columns = labels.max().unwrap_or(0);
        let width = blocks.iter().map(|block| block.width).max().unwrap_or(0);
        let mut sheet = Self { label_columns, columns: label_columns + width, ..Self::default() };
        let mut lines = section.grid.rows().iter();
        for (table, block) in tables().zip(blocks) {
            sheet.add_header(block);
            let first = sheet.rows;
            if table.layout == Layout::Down {
                sheet.add_labels(table, &table.row_tree, 0, &mut first.clone());
            }
            let body = block.lines.iter().filter(|line| line.row().is_some()).count();
            for cells in lines.by_ref().take(body) {
                for (index, cell) in cells.iter().enumerate() {
                    let columns = sheet.number_columns(index..index + 1, block);
                    let text = totals.text(report, *cell);
                    sheet.add(text.into_owned(), columns, sheet.rows..sheet.rows + 1, Part::Number(*cell));
                }
                sheet.rows += 1;
            }
        }
        if let [only] = blocks.as_slice()
            && only.heading.is_empty()
        {
            sheet.header_rows = only.levels;
        }
        sheet
    }

    /// What covers each place of a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &SheetCell> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.rows.contains(&row)).collect();
        cells.sort_by_key(|cell| cell.columns.start);
        cells.into_iter()
    }

    /// Widths of the columns in twips, a twentieth of a point, as the template has them.
    pub fn widths(&self) -> Vec<usize> {
        let numbers = self.columns - self.label_columns;
        let nested = self.label_columns.saturating_sub(1);
        if nested == 0 {
            return vec![TABLE_WIDTH / self.columns.max(1); self.columns];
        }
        let last = GROUP_WIDTHS.len() - 1;
        let mut widths: Vec<_> = (0..nested).map(|level| GROUP_WIDTHS[level.min(last)]).collect();
        let taken = widths.iter().sum::<usize>() + numbers * NUMBER_WIDTH;
        widths.push(TABLE_WIDTH.saturating_sub(taken).max(NUMBER_WIDTH));
        widths.extend(vec![NUMBER_WIDTH; numbers]);
        widths
    }

    /// Whether a cell's text begins at its left border rather than stand in the middle: sentences, and labels that are nested.
    pub fn is_left(&self, cell: &SheetCell) -> bool {
        match cell.part {
            Part::Heading => true,
            Part::Stub => cell.text.starts_with('（'),
            Part::Label => self.label_columns > 1,
            Part::Header | Part::Number(_) => false,
        }
    }

    fn add(&mut self, text: String, columns: Range<usize>, rows: Range<usize>, part: Part) {
        self.cells.push(SheetCell { text, columns, rows, part });
    }

    /// Columns of a block within the sheet: the last one takes what a wider block has besides.
    fn number_columns(&self, columns: Range<usize>, block: &Block) -> Range<usize> {
        let end = if columns.end == block.width { self.columns } else { self.label_columns + columns.end };
        self.label_columns + columns.start..end
    }

    fn add_header(&mut self, block: &Block) {
        if !block.heading.is_empty() {
            self.add(block.heading.to_owned(), 0..self.columns, self.rows..self.rows + 1, Part::Heading);
            self.rows += 1;
        }
        let first = self.rows;
        self.rows += block.levels;
        if self.label_columns > 0 {
            self.add(block.stub.to_owned(), 0..self.label_columns, first..self.rows, Part::Stub);
        }
        for cell in &block.header {
            let columns = self.number_columns(cell.columns.clone(), block);
            let rows = first + cell.levels.start..first + cell.levels.end;
            self.add(cell.label.to_owned(), columns, rows, Part::Header);
        }
    }

    fn add_labels(&mut self, table: &Table, nodes: &[Node<usize>], level: usize, row: &mut usize) {
        for node in nodes {
            let start = *row;
            match node {
                Node::Leaf(leaf) => {
                    *row += 1;
                    let label = table.rows[*leaf].label.to_owned();
                    self.add(label, level..self.label_columns, start..*row, Part::Label);
                }
                Node::Group(group) => {
                    self.add_labels(table, &group.of, level + 1, row);
                    self.add(group.label.to_owned(), level..level + 1, start..*row, Part::Label);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn sheets(edition: &str) -> Vec<Sheet> {
        let form = Forms.get(edition).unwrap();
        let report = Report::new(form, None);
        let totals = Totals::of(form, &report);
        form.sections.iter().map(|section| Sheet::of(form, section, &report, &totals)).collect()
    }

    fn spans(sheet: &Sheet, text: &str) -> Vec<(usize, usize)> {
        let cells = sheet.cells.iter().filter(|cell| cell.text == text);
        cells.map(|cell| (cell.columns.len(), cell.rows.len())).collect()
    }

    #[test]
    fn every_place_of_a_table_is_covered_once() {
        for edition in Forms.editions() {
            for sheet in sheets(edition) {
                let mut covered = vec![0; sheet.columns * sheet.rows];
                for cell in &sheet.cells {
                    for row in cell.rows.clone() {
                        for column in cell.columns.clone() {
                            covered[row * sheet.columns + column] += 1;
                        }
                    }
                }
                assert!(covered.iter().all(|count| *count == 1), "{edition}: {covered:?}");
            }
        }
    }

    #[test]
    fn labels_are_nested_as_printed() {
        let applications = &sheets("2021")[2];
        assert_eq!(spans(applications, "三、本年度办理结果"), [(1, 22)]);
        assert_eq!(spans(applications, "（三）不予公开"), [(1, 8)]);
        assert_eq!(spans(applications, "（一）予以公开"), [(2, 1)]);
        assert_eq!(spans(applications, "四、结转下年度继续办理"), [(3, 1)]);
        assert_eq!(spans(applications, "法人或其他组织"), [(5, 1)]);
        assert_eq!(spans(applications, "自然人"), [(1, 2)]);
        assert_eq!(applications.header_rows, 3);
    }

    #[test]
    fn columns_are_as_wide_as_in_the_template() {
        let widths: Vec<_> = sheets("2021").iter().map(Sheet::widths).collect();
        assert_eq!(widths[1], [2435; 4]);
        assert_eq!(widths[2], [754, 921, 3270, 685, 685, 685, 685, 685, 685, 685]);
        assert_eq!(widths[3], [649; 15]);
    }

    #[test]
    fn blocks_of_a_section_are_one_table() {
        let disclosure = &sheets("2021")[1];
        assert_eq!((disclosure.columns, disclosure.rows, disclosure.header_rows), (4, 14, 0));
        assert_eq!(spans(disclosure, "第二十条第（八）项"), [(4, 1)]);
        assert_eq!(spans(disclosure, "本年制发件数"), [(1, 1)]);
        assert_eq!(spans(disclosure, "本年处理决定数量"), [(3, 1), (3, 1)]);
        let older = &sheets("2019")[1];
        assert_eq!((older.columns, older.rows), (4, 18));
        assert_eq!(spans(older, "采购项目数量"), [(1, 1)]);
        assert_eq!(spans(older, "采购总金额"), [(2, 1)]);
    }
}
