//! Frames as bytes, few of them.
//!
//! Like ratatui's crossterm backend, except that it knows how far a character moves the cursor: that one moves the cursor before
//! every full-width character, which makes a Chinese screen three times as many bytes. After characters that are one column
//! here and two there (`“`, `—`, `·`) the cursor is still placed anew, so that a terminal of the other opinion shifts no text.

use std::fmt::Write as _;
use std::io::{self, Write};

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use crate::text::width;

/// A terminal to draw on.
pub struct Screen<W: Write> {
    inner: CrosstermBackend<W>,
    /// A frame has begun: the terminal holds it back until the flush.
    in_frame: bool,
}

impl<W: Write> Screen<W> {
    pub fn new(out: W) -> Self {
        Self { inner: CrosstermBackend::new(out), in_frame: false }
    }
}

impl<W: Write> Backend for Screen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        if !self.in_frame {
            self.in_frame = true;
            queue!(self.inner, BeginSynchronizedUpdate)?;
        }
        self.inner.write_all(encode(content).as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would race with the thread that reads its keys, and could wait for seconds. ratatui asks when
        // the size changes, only to put the cursor back; every frame places it anyway.
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.in_frame) {
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        Backend::flush(&mut self.inner)
    }
}

/// The bytes that put cells on the screen.
fn encode<'a>(content: impl Iterator<Item = (u16, u16, &'a Cell)>) -> String {
    let mut out = String::with_capacity(4096);
    let mut style = (Color::Reset, Color::Reset, Modifier::empty());
    let mut next = None;
    for (x, y, cell) in content {
        if next != Some((x, y)) {
            let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
        }
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if wanted != style {
            select(&mut out, wanted);
            style = wanted;
        }
        out.push_str(cell.symbol());
        let columns = u16::try_from(width(cell.symbol())).unwrap_or(1);
        next = (!is_ambiguous(cell.symbol())).then_some((x + columns, y));
    }
    out.push_str("\x1b[0m");
    out
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
        let bytes = encode(columns.into_iter().zip(&cells).map(|(x, cell)| (x, 3, cell)));
        assert_eq!(bytes, "\x1b[4;1H\x1b[0;1;36m三全“\x1b[4;6Hab\x1b[0m");
    }
}
