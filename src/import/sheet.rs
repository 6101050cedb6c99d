//! Spreadsheets: the sheets of an .xlsx, and CSV.

use std::io::{self, Cursor, Read as _};

use calamine::{Cell, Data, Range, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::NotImported;
use super::document::{Document, Line, Piece, Shape, Spot};
use super::word::MAX_XML;

/// So many cells side by side are a row of a table, even when all are blank.
const WIDE: usize = 10;

/// Stands in the first cell of a sheet that is no part of the report, such as those with which an export ends.
pub const ASIDE: &str = "本页不属于年度报告正文";

/// Columns to the right of this are not part of any form.
const WIDEST: usize = 256;

/// Rows below this are not part of any report.
const DEEPEST: u32 = 10_000;

/// A sheet with more cells than this is no report.
const MOST_CELLS: usize = 500_000;

/// Reads an .xlsx, sheet by sheet. Formulas count as what they gave when the file was saved.
pub fn read_xlsx(bytes: &[u8]) -> Result<Document, NotImported> {
    if !has_room(bytes) {
        return Err(NotImported::Damaged);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| NotImported::Damaged)?;
    let mut document = Document { is_written: true, ..Document::default() };
    for (index, name) in book.sheet_names().iter().enumerate() {
        let Some(sheet) = cells(&mut book, name) else { continue };
        let first = sheet.get_value((0, 0)).map(shown);
        if first.is_some_and(|text| text == ASIDE) {
            document.asides += 1;
            continue;
        }
        let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let (top, left) = sheet.start().unwrap_or_default();
        for (offset, row) in sheet.rows().enumerate() {
            let at = top + u32::try_from(offset).unwrap_or(u32::MAX);
            let mut cells = Vec::new();
            for (column, data) in (left..).zip(row.iter().take(WIDEST)) {
                let region = merged.iter().find(|region| region.contains(at, column));
                if region.is_some_and(|region| region.start != (at, column)) {
                    continue;
                }
                let end = region.map_or(column, |region| region.end.1);
                cells.push(Piece { text: shown(data), columns: column as usize..end as usize + 1 });
            }
            let spot = Spot { page: index + 1, table: 0, line: at as usize + 1 };
            add(&mut document, Shape::Grid, spot, cells);
        }
    }
    Ok(document)
}

/// Whether what is packed in a workbook is not endless; a small file may unpack into any amount.
fn has_room(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let mut left = MAX_XML;
    (0..archive.len()).all(|part| {
        let Ok(part) = archive.by_index(part) else { return true };
        left = left.saturating_sub(io::copy(&mut part.take(left), &mut io::sink()).unwrap_or(left));
        left > 0
    })
}

/// The cells of a sheet that a report may be in. The whole of a sheet with something in its last corner has no room in any memory.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Option<Range<Data>> {
    let mut reader = book.worksheet_cells_reader(name).ok()?;
    let mut cells = Vec::new();
    while let Ok(Some(cell)) = reader.next_cell() {
        let (row, column) = cell.get_position();
        if row < DEEPEST && (column as usize) < WIDEST {
            cells.push(Cell::new((row, column), Data::from(cell.get_value().clone())));
        }
        if cells.len() > MOST_CELLS {
            return None;
        }
    }
    cells.sort_by_key(Cell::get_position);
    Some(Range::from_sparse(cells))
}

/// Reads CSV.
pub fn read_csv(text: &str) -> Document {
    let mut document = Document::default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for (index, record) in reader.records().filter_map(Result::ok).enumerate() {
        let cells = record.iter().take(WIDEST).enumerate();
        let cells = cells.map(|(at, text)| Piece { text: text.trim().to_owned(), columns: at..at + 1 });
        let line = record
            .position()
            .map_or(index + 1, |position| usize::try_from(position.line()).unwrap_or(index + 1));
        add(&mut document, Shape::Row, Spot { page: 0, table: 0, line }, cells.collect());
    }
    document
}

/// A row with one long filled cell is a line of text; a label beside blank cells is not.
fn add(document: &mut Document, shape: Shape, spot: Spot, cells: Vec<Piece>) {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    match (filled.next(), filled.next()) {
        // A wide row without a number may be the only one of its table.
        (None, _) if cells.len() < WIDE => {}
        (Some(only), None)
            if cells.len() == 1 || (only.text.chars().count() > 30 && only.text.ends_with('。')) =>
        {
            document.lines.push(Line::text(Shape::Paragraph, spot, only.text.clone()));
        }
        _ => document.lines.push(Line::row(shape, spot, cells)),
    }
}

/// A cell's content; numbers without the noise of binary fractions.
fn shown(data: &Data) -> String {
    match data {
        Data::Float(number) => Decimal::from_f64_retain(*number)
            .map_or_else(String::new, |number| number.round_dp(8).normalize().to_string()),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}
