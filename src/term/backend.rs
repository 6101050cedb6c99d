//! Frames as bytes, few of them.
//!
//! Like ratatui's crossterm backend, except that it knows how far a character moves the cursor: that one moves the cursor before
//! every full-width character, which makes a Chinese screen three times as many bytes. After characters that are one column
//! here and two there (`“`, `—`, `·`) the cursor is still placed anew, so that a terminal of the other opinion shifts no text.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::text::width;

/// A terminal to draw on. What is drawn is gathered and written at once, as one synchronised frame.
pub struct Screen<W: Write> {
    out: W,
    frame: String,
    size: Size,
}

impl<W: Write> Screen<W> {
    /// A terminal of the size that it has now.
    pub fn new(out: W) -> io::Result<Self> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Self { out, frame: String::with_capacity(16 * 1024), size: Size { width, height } })
    }

    /// The terminal has told its new size.
    pub fn resized(&mut self, width: u16, height: u16) {
        self.size = Size { width, height };
    }
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        encode(&mut self.frame, content);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.frame.push_str("\x1b[?25l");
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.frame.push_str("\x1b[?25h");
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would race with the thread that reads its keys, and could wait for seconds. ratatui asks when
        // the size changes, only to put the cursor back; every frame places it anyway.
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        let _ = write!(self.frame, "\x1b[{};{}H", y + 1, x + 1);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.frame.push_str("\x1b[0m\x1b[2J");
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        self.frame.insert_str(0, "\x1b[?2026h");
        self.frame.push_str("\x1b[?2026l");
        let written = self.out.write_all(self.frame.as_bytes()).and_then(|()| self.out.flush());
        self.frame.clear();
        written
    }
}

/// The bytes that put cells on the screen.
fn encode<'a>(out: &mut String, content: impl Iterator<Item = (u16, u16, &'a Cell)>) {
    let mut style = (Color::Reset, Color::Reset, Modifier::empty());
    let mut next = None;
    for (x, y, cell) in content {
        if next != Some((x, y)) {
            let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
        }
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if wanted != style {
            select(out, wanted);
            style = wanted;
        }
        out.push_str(cell.symbol());
        let columns = u16::try_from(width(cell.symbol())).unwrap_or(1);
        next = (!is_ambiguous(cell.symbol())).then_some((x + columns, y));
    }
    out.push_str("\x1b[0m");
}

/// Whether terminals disagree about the width: a character that the standard calls ambiguous. ASCII and full-width ones are not.
fn is_ambiguous(symbol: &str) -> bool {
    !symbol.is_ascii() && width(symbol) == 1
}

/// Selects colours and attributes with one sequence, from nothing.
fn select(out: &mut String, (fg, bg, modifier): (Color, Color, Modifier)) {
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
            let _ = write!(out, ";{code}");
        }
    }
    colour(out, fg, 30);
    colour(out, bg, 40);
    out.push('m');
}

fn colour(out: &mut String, colour: Color, base: u8) {
    let bright = base + 60;
    let _ = match colour {
        Color::Reset => Ok(()),
        Color::Black => write!(out, ";{base}"),
        Color::Red => write!(out, ";{}", base + 1),
        Color::Green => write!(out, ";{}", base + 2),
        Color::Yellow => write!(out, ";{}", base + 3),
        Color::Blue => write!(out, ";{}", base + 4),
        Color::Magenta => write!(out, ";{}", base + 5),
        Color::Cyan => write!(out, ";{}", base + 6),
        Color::Gray => write!(out, ";{}", base + 7),
        Color::DarkGray => write!(out, ";{bright}"),
        Color::LightRed => write!(out, ";{}", bright + 1),
        Color::LightGreen => write!(out, ";{}", bright + 2),
        Color::LightYellow => write!(out, ";{}", bright + 3),
        Color::LightBlue => write!(out, ";{}", bright + 4),
        Color::LightMagenta => write!(out, ";{}", bright + 5),
        Color::LightCyan => write!(out, ";{}", bright + 6),
        Color::White => write!(out, ";{}", bright + 7),
        Color::Indexed(index) => write!(out, ";{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => write!(out, ";{};2;{red};{green};{blue}", base + 8),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn a_row_of_chinese_is_placed_once_and_ambiguous_characters_place_what_follows() {
        let symbols = ["三", "全", "“", "a", "b"];
        let cells: Vec<Cell> = symbols
            .iter()
            .map(|symbol| {
                let mut cell = Cell::default();
                cell.set_symbol(symbol).set_style(Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD));
                cell
            })
            .collect();
        let columns = [0, 2, 4, 5, 6];
        let mut bytes = String::new();
        encode(&mut bytes, columns.into_iter().zip(&cells).map(|(x, cell)| (x, 3, cell)));
        assert_eq!(bytes, "\x1b[4;1H\x1b[0;1;36m三全“\x1b[4;6Hab\x1b[0m");
    }
}
