//! Frames as bytes, few of them.
//!
//! Only where lines differ from those shown are cells looked at, and of these only the ones that differ are sent. ratatui's
//! crossterm backend moves the cursor before every full-width character, which makes a Chinese screen three times as many bytes;
//! this one knows how far a character moves it. After characters that are one column here and two there (`“`, `—`, `·`) the cursor is
//! still placed anew, so that a terminal of the other opinion shifts no text.

use std::io::{self, Write};
use std::mem;

use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::app::{Hits, Room};
use crate::ui::{Frame, Glyph, Look};

/// A terminal to show frames on. Each is written at once, as a synchronised one.
pub struct Screen<W: Write> {
    out: W,
    /// What is shown.
    frame: Frame,
    /// Where the caret is shown.
    caret: Option<Position>,
    bytes: String,
}

impl<W: Write> Screen<W> {
    /// A terminal of so many columns and rows.
    pub fn new(out: W, columns: u16, rows: u16) -> Self {
        let bytes = String::with_capacity(16 * 1024);
        let mut screen = Self { out, frame: Frame::default(), caret: None, bytes };
        screen.forget(columns, rows);
        screen
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        (self.frame.columns, self.frame.rows)
    }

    /// The terminal has told its size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if (columns, rows) != self.size() {
            self.forget(columns, rows);
        }
    }

    /// Nobody knows what the terminal shows; the next frame is sent whole.
    pub fn forget(&mut self, columns: u16, rows: u16) {
        self.frame.forget(columns, rows);
        self.caret = None;
        self.bytes.push_str("\x1b[?25l\x1b[0m\x1b[2J");
    }

    /// A frame of this size to draw on.
    pub fn blank(&mut self) -> Frame {
        mem::take(&mut self.frame).next()
    }

    /// Shows a frame, and gives back what room it had.
    pub fn show(&mut self, frame: Frame) -> io::Result<Room> {
        encode_changes(&mut self.bytes, &frame);
        self.place_caret(frame.caret);
        self.flush()?;
        self.frame = frame;
        Ok(self.frame.room)
    }

    /// What can be pointed at where in the frame shown.
    pub fn hits(&self) -> Hits {
        self.frame.hits()
    }

    fn place_caret(&mut self, caret: Option<Position>) {
        if let Some(Position { x, y }) = caret.filter(|_| caret != self.caret || !self.bytes.is_empty()) {
            go_to(&mut self.bytes, usize::from(x), y);
        }
        if caret.is_some() != self.caret.is_some() {
            self.bytes.push_str(if caret.is_some() { "\x1b[?25h" } else { "\x1b[?25l" });
        }
        self.caret = caret;
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        self.bytes.insert_str(0, "\x1b[?2026h");
        self.bytes.push_str("\x1b[?2026l");
        let written = self.out.write_all(self.bytes.as_bytes()).and_then(|()| self.out.flush());
        self.bytes.clear();
        written
    }
}

/// The bytes that make of what is on the screen what a frame is to show.
fn encode_changes(out: &mut String, frame: &Frame) {
    // Cells of a line as they are and as they are to be.
    let room = usize::from(frame.columns);
    let (mut before, mut after) = (Vec::with_capacity(room), Vec::with_capacity(room));
    for change in frame.changes() {
        let columns = change.columns.start..change.columns.end.min(frame.columns);
        for cells in [&mut before, &mut after] {
            cells.clear();
            cells.resize(columns.len(), Glyph::BLANK);
        }
        change.fill(&mut before, &mut after);
        encode(out, (columns.start, change.y), changed(&before, &after));
    }
}

/// The cells of a line to be sent, with their columns. A terminal blanks the other half of a full-width character when one half
/// is written over, in whatever style, so what was under one is sent again.
fn changed<'a>(before: &'a [Glyph], after: &'a [Glyph]) -> impl Iterator<Item = (usize, &'a Glyph<'a>)> {
    let (mut covered, mut spoilt) = (0, 0);
    before.iter().zip(after).enumerate().filter_map(move |(at, (old, new))| {
        if at < covered {
            return None;
        }
        covered = at + usize::from(new.columns);
        if old == new && at >= spoilt {
            return None;
        }
        let under = (at..).zip(before.iter().take(covered).skip(at));
        spoilt = under.map(|(at, old)| at + usize::from(old.columns)).fold(spoilt, usize::max);
        Some((at, new))
    })
}

/// The bytes that put cells of a line on the screen, the first of which is at a place. Nothing is selected before them, nor
/// behind them.
fn encode<'a>(out: &mut String, (left, y): (u16, u16), cells: impl Iterator<Item = (usize, &'a Glyph<'a>)>) {
    let mut look = Look::PLAIN;
    let mut is_in_line = false;
    let mut next = None;
    for (at, cell) in cells {
        let x = usize::from(left) + at;
        if !is_in_line {
            go_to(out, x, y);
        } else if next != Some(x) {
            go_within(out, x);
        }
        is_in_line = true;
        if cell.look != look {
            select(out, cell.look);
            look = cell.look;
        }
        out.push_str(cell.symbol);
        next = (!is_ambiguous(cell)).then_some(x + usize::from(cell.columns));
    }
    if look != Look::PLAIN {
        out.push_str("\x1b[0m");
    }
}

/// Whether terminals disagree about the width: a character that the standard calls ambiguous. ASCII and full-width ones are not.
fn is_ambiguous(cell: &Glyph) -> bool {
    cell.columns == 1 && !cell.symbol.is_ascii()
}

/// Selects colours and attributes with one sequence, from nothing.
fn select(out: &mut String, Look { fg, bg, modifier }: Look) {
    const ATTRIBUTES: [(Modifier, u8); 5] = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    out.push_str("\x1b[0");
    for (attribute, code) in ATTRIBUTES {
        if modifier.contains(attribute) {
            parameter(out, code);
        }
    }
    colour(out, fg, 30);
    colour(out, bg, 40);
    out.push('m');
}

fn colour(out: &mut String, colour: Color, base: u8) {
    let code = match colour {
        Color::Reset => return,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(index) => {
            return [base + 8, 5, index].into_iter().for_each(|code| parameter(out, code));
        }
        Color::Rgb(red, green, blue) => {
            return [base + 8, 2, red, green, blue].into_iter().for_each(|code| parameter(out, code));
        }
    };
    parameter(out, code);
}

/// One more parameter of a sequence.
fn parameter(out: &mut String, number: u8) {
    out.push(';');
    out.push_str(itoa::Buffer::new().format(number));
}

/// Puts the cursor on a place, counted from 0.
fn go_to(out: &mut String, x: usize, y: u16) {
    out.push_str("\x1b[");
    out.push_str(itoa::Buffer::new().format(y + 1));
    out.push(';');
    out.push_str(itoa::Buffer::new().format(x + 1));
    out.push('H');
}

/// Puts the cursor into a column of the line it is on.
fn go_within(out: &mut String, x: usize) {
    out.push_str("\x1b[");
    out.push_str(itoa::Buffer::new().format(x + 1));
    out.push('G');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_chinese_is_placed_once_and_ambiguous_characters_place_what_follows() {
        let look = Look { fg: Color::Cyan, modifier: Modifier::BOLD, ..Look::PLAIN };
        let glyphs = [("三", 2), ("全", 2), ("“", 1), ("a", 1), ("b", 1)];
        let glyphs = glyphs.map(|(symbol, columns)| Glyph { symbol, columns, look });
        let mut bytes = String::new();
        encode(&mut bytes, (0, 3), [0, 2, 4, 5, 6].into_iter().zip(&glyphs));
        assert_eq!(bytes, "\x1b[4;1H\x1b[0;1;36m三全“\x1b[6Gab\x1b[0m");
    }
}
