//! The sheet of what a sum adds up: a report a line, a cell of the form a column, and their sum below.

use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Book, LABEL_WIDTH, NUMBER_WIDTH, Place, Source, begin, sum, to_u16, write_number, write_text};
use crate::form::CellId;
use crate::import::ASIDE;

/// The rows of the header: section, row of the form, group of columns, column.
const HEADER: RangeInclusive<u32> = 1..=4;
/// Points that the header's rows take: labels of rows are long.
const HEIGHTS: [f64; 4] = [18.0, 48.0, 33.0, 48.0];
/// The first row below it.
const FIRST: u32 = 5;

impl Book<'_> {
    /// The sheet, where the report is a sum whose reports were found.
    pub(super) fn units(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        let Source { form, words, units, .. } = self.source;
        let Some(last) = (FIRST..).zip(*units).map(|(row, _)| row).last() else { return Ok(()) };
        let page = begin(self.source, book, words.get("export.units"))?;
        page.write_string(0, 0, ASIDE)?;
        page.merge_range(*HEADER.start(), 0, *HEADER.end(), 0, words.get("export.unit"), &self.looks.header)?;
        page.set_column_width(0, LABEL_WIDTH)?;
        for (row, height) in HEADER.zip(HEIGHTS) {
            page.set_row_height(row, height)?;
        }
        let labels: Vec<_> = form.cells().map(|(cell, _)| self.labels(cell)).collect();
        for (level, row) in HEADER.enumerate() {
            let mut begin = 0;
            for run in labels.chunk_by(|one, next| one[..=level] == next[..=level]) {
                let columns = begin + 1..=begin + run.len();
                heading(page, row, columns, &run[0][level], &self.looks.header)?;
                begin += run.len();
            }
        }
        for (column, (cell, facts)) in (1..).zip(form.cells()) {
            let column = to_u16(column);
            page.set_column_width(column, NUMBER_WIDTH)?;
            let look = if facts.is_computed() { &self.looks.total } else { &self.looks.number };
            let numbers = || units.iter().map(|unit| unit.numbers.get(cell.0).copied().flatten());
            for (row, number) in (FIRST..).zip(numbers()) {
                write_number(page, (row, column), number, look)?;
            }
            let rows = [FIRST, last].map(|row| row_col_to_cell(row, column)).join(":");
            let all = numbers().flatten().reduce(Decimal::saturating_add);
            page.write_formula_with_format(last + 1, column, sum(&rows, all), &self.looks.total)?;
        }
        for (row, unit) in (FIRST..).zip(*units) {
            write_text(page, (row, 0), &unit.organ, &self.looks.label)?;
        }
        let below: Place = (last + 1, 0);
        write_text(page, below, words.get("export.units.sum"), &self.looks.total)?;
        page.set_freeze_panes(FIRST, 1)?;
        page.set_landscape().set_print_fit_to_pages(0, 0);
        page.set_repeat_rows(*HEADER.start(), *HEADER.end())?.set_repeat_columns(0, 0)?;
        Ok(())
    }

    /// What stands above the numbers of a cell: its section, its row with its groups, the groups of its column, its column.
    fn labels(&self, cell: CellId) -> [String; 4] {
        let form = self.source.form;
        let (row, column) = form.row_and_column(cell);
        let joined = |labels: &[&str]| {
            labels.iter().copied().filter(|label| !label.is_empty()).collect::<Vec<_>>().join(" > ")
        };
        let section = form.section_at(form.section_of(cell)).title.to_owned();
        let label = joined(&[&row.under[..], &[row.label]].concat());
        [section, label, joined(&column.under), column.label.to_owned()]
    }
}

/// A heading over some columns.
fn heading(
    page: &mut Worksheet,
    row: u32,
    columns: RangeInclusive<usize>,
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    let (first, last) = (to_u16(*columns.start()), to_u16(*columns.end()));
    if first < last {
        page.merge_range(row, first, row, last, "", look)?;
    }
    write_text(page, (row, first), text, look)
}
