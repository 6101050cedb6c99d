//! Web pages, as they are: tag soup, labels split over spans, tables within tables, whatever encoding.

use encoding_rs::Encoding;
use html5gum::{StartTag, Token, Tokenizer};

use super::document::{Document, Grid, Line, Piece, Shape, Spot};

/// Tables within tables deeper than this are read as text.
const DEEPEST: usize = 16;

/// The encoding a page names in its first bytes, where it names one.
pub fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048))?.to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + "charset=".len();
    let name = head
        .get(at..)?
        .split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
        .find(|name| !name.is_empty())?;
    Encoding::for_label(name)
}

/// Reads a page.
pub fn read(text: &str) -> Document {
    let mut reader = Reader::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    document: Document,
    /// The text of the paragraph or cell that is being read.
    text: String,
    tables: Vec<Table>,
    table_count: usize,
    paragraph_count: usize,
    /// What must not be read: scripts, styles, the head.
    hidden: Option<Vec<u8>>,
    in_title: bool,
}

#[derive(Default)]
struct Table {
    number: usize,
    rows: usize,
    grid: Grid,
    cells: Vec<Piece>,
    open: Option<(usize, usize)>,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        if self.hidden.is_some() {
            return;
        }
        match &**tag.name {
            b"script" | b"style" | b"select" | b"textarea" | b"noscript" if !tag.self_closing => {
                self.hidden = Some(tag.name.to_vec());
            }
            b"title" => {
                self.end_paragraph();
                self.in_title = true;
            }
            b"img" => self.document.pictures += 1,
            b"table" => {
                self.end_paragraph();
                if self.tables.len() < DEEPEST {
                    self.table_count += 1;
                    self.tables.push(Table { number: self.table_count, ..Table::default() });
                }
            }
            b"tr" => self.begin_row(),
            b"td" | b"th" => {
                let span = |name: &[u8]| {
                    let value =
                        tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
                    value.and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1)
                };
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.open = Some((span(b"colspan"), span(b"rowspan")));
                }
            }
            b"br" | b"hr" => self.new_line(),
            name if is_block(name) => self.end_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.hidden.as_deref().is_some_and(|hidden| hidden == name) {
            self.hidden = None;
            return;
        }
        match name {
            b"title" if self.in_title => {
                let title = std::mem::take(&mut self.text);
                self.document.names.push(title.trim().to_owned());
                self.in_title = false;
            }
            b"table" => {
                self.begin_row();
                if self.tables.pop().is_none() {
                    self.end_paragraph();
                }
            }
            b"tr" => self.begin_row(),
            b"td" | b"th" => self.end_cell(),
            name if is_block(name) => self.end_paragraph(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in text.chars() {
            // The full-width space is an indent that people type; all others are only layout.
            match c {
                '\u{200b}' | '\u{feff}' | '\u{ad}' => {}
                c if c.is_whitespace() || c.is_control() => {
                    if !self.text.ends_with(char::is_whitespace) {
                        self.text.push(' ');
                    }
                }
                c => self.text.push(c),
            }
        }
    }

    fn is_in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| table.open.is_some())
    }

    fn new_line(&mut self) {
        if self.is_in_cell() { self.text.push(' ') } else { self.end_paragraph() }
    }

    /// Within a cell a paragraph is only a piece of its text.
    fn end_paragraph(&mut self) {
        if self.is_in_cell() {
            self.text.push(' ');
            return;
        }
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.paragraph_count += 1;
            let spot = Spot { page: 0, table: 0, line: self.paragraph_count };
            self.document.lines.push(Line::text(Shape::Paragraph, spot, text.trim()));
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = self.tables.last_mut() else { return self.end_paragraph() };
        let text = std::mem::take(&mut self.text);
        if let Some((columns, rows)) = table.open.take() {
            let columns = table.grid.place(columns, rows);
            table.cells.push(Piece { text: text.trim().to_owned(), columns });
        }
    }

    /// Ends the row there is, and begins the next.
    fn begin_row(&mut self) {
        self.end_cell();
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        if cells.is_empty() {
            return;
        }
        table.rows += 1;
        let spot = Spot { page: 0, table: table.number, line: table.rows };
        table.grid.next_row();
        self.document.lines.push(row_of(spot, cells));
    }

    fn finish(mut self) -> Document {
        while !self.tables.is_empty() {
            self.begin_row();
            self.tables.pop();
        }
        self.end_paragraph();
        self.document
    }
}

/// A row of cells; one that is laid out as text is a paragraph.
pub fn row_of(spot: Spot, cells: Vec<Piece>) -> Line {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    match (filled.next(), filled.next()) {
        (Some(only), None) if only.text.chars().count() > 40 => {
            Line::text(Shape::Paragraph, spot, only.text.clone())
        }
        _ => Line::row(Shape::Grid, spot, cells),
    }
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"li"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"dd"
            | b"dt"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"body"
            | b"html"
            | b"head"
            | b"center"
            | b"form"
            | b"blockquote"
            | b"pre"
            | b"caption"
            | b"tbody"
            | b"thead"
            | b"tfoot"
            | b"main"
            | b"nav"
            | b"aside"
            | b"ucapcontent"
    )
}
