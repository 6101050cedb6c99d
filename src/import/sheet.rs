//! Spreadsheets: the sheets of an .xlsx, and CSV.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_decimal::Decimal;

use super::NotImported;
use super::document::{Document, Line, Piece, Shape, Spot};

/// So many cells side by side are a row of a table, even when all are blank.
const WIDE: usize = 10;

/// Stands in the first cell of a sheet that is no part of the report, such as those with which an export ends.
pub const ASIDE: &str = "本页不属于年度报告正文";

/// Columns to the right of this are not part of any form.
const WIDEST: usize = 256;

/// Reads an .xlsx, sheet by sheet. Formulas count as what they gave when the file was saved.
pub fn read_xlsx(bytes: &[u8]) -> Result<Document, NotImported> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| NotImported::Damaged)?;
    let mut document = Document { is_written: true, ..Document::default() };
    for (index, name) in book.sheet_names().iter().enumerate() {
        let Ok(sheet) = book.worksheet_range(name) else { continue };
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
