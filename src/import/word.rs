//! Word files: paragraphs and tables of a .docx. Tracked changes are read as accepted.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::NotImported;
use super::document::{Document, Grid, Line, Piece, Shape, Spot};
use super::html::{paragraphs, row_of};

/// More text than any report has; a small file may unpack into endless amounts.
pub const MAX_XML: u64 = 64 * 1024 * 1024;

/// Reads a .docx.
pub fn read(bytes: &[u8]) -> Result<Document, NotImported> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotImported::Damaged)?;
    let part = archive.by_name("word/document.xml").map_err(|_| NotImported::Damaged)?;
    let mut xml = Vec::new();
    part.take(MAX_XML).read_to_end(&mut xml).map_err(|_| NotImported::Damaged)?;
    let mut walk = Walk::default();
    walk.document.is_written = true;
    let xml = String::from_utf8(xml).map_err(|_| NotImported::Damaged)?;
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => walk.start(&tag, false),
            Ok(Event::Empty(tag)) => walk.start(&tag, true),
            Ok(Event::End(tag)) => walk.end(tag.local_name().as_ref()),
            Ok(Event::Text(text)) => walk.text(text.as_ref()),
            Ok(Event::GeneralRef(name)) => walk.entity(name.as_ref()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(NotImported::Damaged),
        }
    }
    Ok(walk.document)
}

#[derive(Default)]
struct Walk {
    document: Document,
    text: String,
    /// The style of the paragraph; empty for the usual one.
    style: String,
    in_text: bool,
    /// The run is struck out, hidden, or the mark of a note.
    is_hidden: bool,
    /// How deep within what is not read: deleted text, the older form of a drawing.
    skipped: usize,
    tables: Vec<Table>,
    table_count: usize,
    paragraph_count: usize,
}

#[derive(Default)]
struct Table {
    number: usize,
    rows: usize,
    grid: Grid,
    cells: Vec<Piece>,
    cell: Option<Cell>,
    row_is_deleted: bool,
    /// Its lines.
    lines: Vec<Line>,
    /// The text before it in the cell around it.
    before: String,
    /// Other tables stand in it: its cells hold a page rather than a table.
    is_layout: bool,
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    text: String,
    span: usize,
    /// It goes on from the cell above.
    is_continued: bool,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart, is_empty: bool) {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.skipped > 0 {
            self.skipped += usize::from(!is_empty);
            return;
        }
        match name {
            "del" | "moveFrom" | "Fallback" | "rt" if !is_empty => self.skipped = 1,
            // In the properties of a row: the whole row was deleted.
            "del" => {
                if let Some(table) = self.tables.last_mut()
                    && table.cell.is_none()
                {
                    table.row_is_deleted = true;
                }
            }
            "p" => self.style.clear(),
            "t" => self.in_text = !is_empty,
            "tab" => self.text.push(' '),
            // A page ends in the middle of a sentence; a line does not.
            "br" if attribute(tag, "type").is_some() => {}
            // A title that is parted is one all the same.
            "br" | "cr" if self.style == "Title" => {}
            "br" | "cr" => self.end_line(),
            "pStyle" => self.style = value(tag).unwrap_or_default(),
            "r" => self.is_hidden = false,
            "strike" | "dstrike" | "vanish" => {
                self.is_hidden |= !matches!(value(tag).as_deref(), Some("0" | "false"));
            }
            // The mark of a note beside a number is not one of its digits.
            "vertAlign" => {
                self.is_hidden |= !self.tables.is_empty() && value(tag).as_deref() == Some("superscript");
            }
            "noBreakHyphen" => self.text.push('-'),
            "blip" | "imagedata" => self.document.pictures += 1,
            "tbl" if !is_empty => {
                self.table_count += 1;
                let before = self.tables.last_mut().and_then(|table| table.cell.as_mut());
                let before = before.map(|cell| std::mem::take(&mut cell.text)).unwrap_or_default();
                self.tables.push(Table { number: self.table_count, before, ..Table::default() });
            }
            "tc" if !is_empty => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(Cell { span: 1, ..Cell::default() });
                }
            }
            "gridSpan" => {
                let span = value(tag).and_then(|value| value.parse().ok()).unwrap_or(1);
                self.with_cell(|cell| cell.span = span);
            }
            "vMerge" => {
                let is_continued = value(tag).as_deref() != Some("restart");
                self.with_cell(|cell| cell.is_continued = is_continued);
            }
            _ => {}
        }
    }

    fn with_cell(&mut self, change: impl FnOnce(&mut Cell)) {
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            change(cell);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 && !self.is_hidden {
            self.text.push_str(text);
        }
    }

    fn entity(&mut self, name: &str) {
        let text = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            other => numbered(other),
        };
        if let Some(c) = text {
            self.text(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => self.end_paragraph(),
            "tc" => self.end_cell(),
            "tr" => self.end_row(),
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    /// A table of one cell within a cell is only a frame; what holds a larger one is no cell but a page.
    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let Some(parent) = self.tables.last_mut() else {
            self.document.lines.extend(table.lines);
            return;
        };
        let is_frame = matches!(table.lines.as_slice(), [line] if line.cells.len() == 1);
        match &mut parent.cell {
            Some(cell) if is_frame => {
                let inner = table.lines.first().map(|line| line.text.as_str()).unwrap_or_default();
                cell.text = format!("{}{inner}", table.before);
            }
            _ => {
                parent.is_layout = true;
                parent.lines.extend(paragraphs(
                    &table.before,
                    Spot { page: 0, table: parent.number, line: parent.rows + 1 },
                ));
                parent.lines.extend(table.lines);
            }
        }
    }

    /// A line ends within a paragraph.
    fn end_line(&mut self) {
        if self.tables.is_empty() { self.end_paragraph() } else { self.text.push(' ') }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        if let Some(cell) = self.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            if !cell.text.is_empty() {
                cell.text.push('\n');
            }
            cell.text.push_str(text.trim());
        } else if !text.trim().is_empty() {
            self.paragraph_count += 1;
            let spot = Spot { page: 0, table: 0, line: self.paragraph_count };
            let line = Line::text(Shape::Paragraph, spot, text.trim());
            match self.style.as_str() {
                "Signature" => self.document.signature.push(line),
                _ => self.document.lines.push(line),
            }
        }
    }

    fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cell.take()
        {
            let columns = table.grid.place(cell.span, 1);
            if table.is_layout {
                let spot = Spot { page: 0, table: table.number, line: table.rows + 1 };
                table.lines.extend(paragraphs(&cell.text, spot));
            } else if !cell.is_continued {
                table.cells.push(Piece { text: cell.text.trim().replace('\n', " "), columns });
            }
        }
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        table.rows += 1;
        table.grid.next_row();
        let is_deleted = std::mem::take(&mut table.row_is_deleted);
        if !cells.is_empty() && !is_deleted {
            let spot = Spot { page: 0, table: table.number, line: table.rows };
            table.lines.push(row_of(spot, cells));
        }
    }
}

/// The value of a property, `w:val`.
fn value(tag: &BytesStart) -> Option<String> {
    attribute(tag, "val")
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.as_ref().to_owned())
}

/// The character of a reference such as `#x4e00`.
fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}
