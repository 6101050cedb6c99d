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
    /// What must not be read, scripts or what nobody sees: its name, and how many of that name are open.
    hidden: Option<(Vec<u8>, usize)>,
    in_title: bool,
}

#[derive(Default)]
struct Table {
    number: usize,
    rows: usize,
    grid: Grid,
    cells: Vec<Piece>,
    open: Option<(usize, usize)>,
    /// Its lines.
    lines: Vec<Line>,
    /// The text before it in the cell around it.
    before: String,
    /// Other tables stand in it: its cells hold a page rather than a table.
    is_layout: bool,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        if let Some((name, depth)) = &mut self.hidden {
            *depth += usize::from(*name == **tag.name);
            return;
        }
        if is_hidden(tag, self.is_in_cell()) {
            self.hidden = Some((tag.name.to_vec(), 1));
            return;
        }
        match &**tag.name {
            b"input" if self.is_in_cell() => {
                let value = attribute(tag, b"value");
                self.text.push_str(&value);
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
                    let before = std::mem::take(&mut self.text);
                    self.tables.push(Table { number: self.table_count, before, ..Table::default() });
                }
            }
            b"tr" => self.begin_row(),
            b"td" | b"th" => {
                let span = |name: &[u8]| attribute(tag, name).trim().parse::<usize>().unwrap_or(1);
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.open = Some((span(b"colspan"), span(b"rowspan")));
                }
            }
            b"br" | b"hr" => self.end_paragraph(),
            name if is_block(name) => self.end_paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth -= usize::from(hidden.as_slice() == name);
            if *depth == 0 {
                self.hidden = None;
            }
            return;
        }
        match name {
            b"title" if self.in_title => {
                let title = std::mem::take(&mut self.text);
                self.document.names.push(title.trim().to_owned());
                self.in_title = false;
            }
            b"table" => self.end_table(),
            b"tr" => self.begin_row(),
            b"td" | b"th" => self.end_cell(),
            // A caption that only says the heading again.
            b"caption" if self.document.lines.last().is_some_and(|line| line.text == self.text.trim()) => {
                self.text.clear();
            }
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

    /// Within a cell a paragraph is only a piece of its text.
    fn end_paragraph(&mut self) {
        if self.is_in_cell() {
            self.text.push('\n');
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
            if table.is_layout {
                let spot = Spot { page: 0, table: table.number, line: table.rows + 1 };
                table.lines.extend(paragraphs(&text, spot));
            } else {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                table.cells.push(Piece { text, columns });
            }
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
        table.lines.push(row_of(spot, cells));
    }

    /// A table of one cell within a cell is only a frame; what holds a larger one is no cell but a page.
    fn end_table(&mut self) {
        self.begin_row();
        let Some(table) = self.tables.pop() else { return self.end_paragraph() };
        let Some(parent) = self.tables.last_mut() else {
            self.document.lines.extend(table.lines);
            return;
        };
        let is_frame = matches!(table.lines.as_slice(), [line] if line.cells.len() == 1);
        if is_frame && parent.open.is_some() {
            let inner = table.lines.first().map(|line| line.text.as_str()).unwrap_or_default();
            self.text = format!("{}{inner}", table.before);
        } else {
            parent.is_layout |= !table.lines.is_empty();
            let spot = Spot { page: 0, table: parent.number, line: parent.rows + 1 };
            parent.lines.extend(paragraphs(&table.before, spot));
            parent.lines.extend(table.lines);
        }
    }

    fn finish(mut self) -> Document {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_paragraph();
        self.document
    }
}

/// The paragraphs of a cell that holds a page.
pub fn paragraphs(text: &str, spot: Spot) -> impl Iterator<Item = Line> {
    let texts = text.split('\n').map(str::trim).filter(|text| !text.is_empty());
    texts.map(move |text| Line::text(Shape::Paragraph, spot, text))
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> String {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
}

/// Whether nobody sees the inside of a tag, or it is struck out; the mark of a note beside a number is not one of its digits.
fn is_hidden(tag: &StartTag<()>, in_cell: bool) -> bool {
    let by_name = matches!(
        &**tag.name,
        b"script"
            | b"style"
            | b"select"
            | b"textarea"
            | b"noscript"
            | b"s"
            | b"del"
            | b"strike"
            | b"rt"
            | b"template"
    );
    let style = attribute(tag, b"style").to_lowercase().replace(' ', "");
    let by_style = ["display:none", "visibility:hidden", "line-through", "mso-hide:all"]
        .iter()
        .any(|hidden| style.contains(hidden));
    let is_note = in_cell && &**tag.name == b"sup";
    let is_void = tag.self_closing
        || matches!(&**tag.name, b"br" | b"img" | b"input" | b"hr" | b"meta" | b"link" | b"col");
    !is_void && (by_name || by_style || is_note || tag.attributes.contains_key(&b"hidden"[..]))
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
