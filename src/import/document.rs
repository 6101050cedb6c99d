//! What every format is turned into before anything is understood: lines from top to bottom, each in pieces.

use std::ops::Range;

/// Where something stands in a document, as a person would look for it. Everything is counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The page of a PDF or the sheet of a workbook; 0 where there are none.
    pub page: usize,
    /// The table of a page or a Word file; 0 outside of tables, and where tables are only text.
    pub table: usize,
    /// The line of a text, the row of a table or a sheet, the paragraph of a page or a Word file.
    pub line: usize,
}

/// How a line came to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A line of text that may have been broken in the middle of a sentence. Its cells are told apart by white space, so that
    /// a blank one cannot be seen.
    Flow,
    /// A whole paragraph.
    Paragraph,
    /// A row of cells with marks between them: blank cells are seen, merged ones are not.
    Row,
    /// A row of a real table, where it is known which columns a cell covers.
    Grid,
}

/// A run of text without a gap, or a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text; empty for a blank cell.
    pub text: String,
    /// The columns it covers: characters of a line, cells of a row.
    pub columns: Range<usize>,
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub spot: Spot,
    /// How it came to be one.
    pub shape: Shape,
    /// Its text as written; for rows the cells with a tab between them.
    pub text: String,
    /// Its cells; none for lines and paragraphs, whose pieces are found by [`Line::pieces`].
    pub cells: Vec<Piece>,
}

impl Line {
    /// A line or a paragraph.
    pub fn text(shape: Shape, spot: Spot, text: impl Into<String>) -> Self {
        Self { spot, shape, text: text.into(), cells: Vec::new() }
    }

    /// A row of cells.
    pub fn row(shape: Shape, spot: Spot, cells: Vec<Piece>) -> Self {
        let text = cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t");
        Self { spot, shape, text, cells }
    }

    /// Whether its cells are known rather than guessed from white space.
    pub fn has_cells(&self) -> bool {
        matches!(self.shape, Shape::Row | Shape::Grid)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
    }

    /// Its cells, or what white space tells apart; a bracket is kept in one piece.
    pub fn pieces(&self) -> Vec<Piece> {
        if self.has_cells() {
            return self.cells.clone();
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut depth, mut gap) = (0_usize, true);
        for (at, c) in self.text.chars().enumerate() {
            if c.is_whitespace() && depth == 0 {
                gap = true;
                continue;
            }
            depth = match c {
                '（' | '(' => depth + 1,
                '）' | ')' => depth.saturating_sub(1),
                _ => depth,
            };
            match pieces.last_mut() {
                Some(piece) if !gap => {
                    piece.text.push(c);
                    piece.columns.end = at + 1;
                }
                _ => pieces.push(Piece { text: c.to_string(), columns: at..at + 1 }),
            }
            gap = false;
        }
        // A bracket that never closes has swallowed what stands behind it.
        if depth > 0 {
            return Self::text(self.shape, self.spot, self.text.replace(['（', '('], " ")).pieces();
        }
        pieces
    }
}

/// A document, before anything in it is understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its lines from top to bottom.
    pub lines: Vec<Line>,
    /// Names that it gives itself outside of its text, such as the title of a page.
    pub names: Vec<String>,
    /// Pictures in it, which may hold text that nobody can read here.
    pub pictures: usize,
    /// Lines that it says itself to be the signature.
    pub signature: Vec<Line>,
    /// It is a Word file or a workbook, which has no buttons as pages have.
    pub is_written: bool,
    /// Sheets that say themselves that they are no part of the report.
    pub asides: usize,
}

/// Cells side by side, each with its span, laid into a table whose earlier rows may reach down into this one.
#[derive(Debug, Default)]
pub struct Grid {
    /// For every column the rows that the cell above still covers.
    covered: Vec<usize>,
    at: usize,
}

impl Grid {
    /// Begins the next row.
    pub fn next_row(&mut self) {
        for rows in &mut self.covered {
            *rows = rows.saturating_sub(1);
        }
        self.at = 0;
    }

    /// The columns of the next cell of the row.
    pub fn place(&mut self, columns: usize, rows: usize) -> Range<usize> {
        // No table of people is wider; a file may say anything.
        let columns = columns.clamp(1, 64);
        while self.covered.get(self.at).is_some_and(|rows| *rows > 0) {
            self.at += 1;
        }
        let range = self.at..self.at + columns;
        if self.covered.len() < range.end {
            self.covered.resize(range.end, 0);
        }
        for column in range.clone() {
            self.covered[column] = rows.clamp(1, 4096);
        }
        self.at = range.end;
        range
    }
}
