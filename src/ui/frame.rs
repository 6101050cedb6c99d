//! What the screen is to show: lines, each of them a few strokes, before any cell is filled.
//!
//! Nearly all lines of a frame are those of the frame before. Strokes are told apart much quicker than cells, so the terminal
//! fills and compares cells only where a line has changed.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::{Hits, Room};
use crate::text::{graphemes, is_wide, width};

/// Strokes that most lines do not have more of.
const STROKES: usize = 16;

/// A frame: all there is to see, and what the app is told about it.
#[derive(Debug)]
pub struct Frame {
    /// Columns of the screen.
    pub columns: u16,
    /// The lines, from the top.
    pub lines: Vec<Line>,
    /// Where the caret is shown.
    pub caret: Option<Position>,
    /// What room there was.
    pub room: Room,
    /// What can be pointed at where.
    pub hits: Hits,
}

impl Frame {
    /// A frame with nothing on it.
    pub fn new(columns: u16, rows: u16, room: Room) -> Self {
        // Room for what a line mostly has, so that it need not grow.
        let line = || Line {
            text: String::with_capacity(usize::from(columns) * 2),
            strokes: Vec::with_capacity(STROKES),
        };
        let lines = (0..rows).map(|_| line()).collect();
        Self { columns, lines, caret: None, room, hits: Hits::default() }
    }

    /// The cells of the whole screen.
    pub fn cells(&self) -> Buffer {
        let height = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let mut cells = Buffer::empty(Rect { x: 0, y: 0, width: self.columns, height });
        for (y, line) in (0..).zip(&self.lines) {
            line.fill(&mut cells, y);
        }
        cells
    }
}

/// A line of the screen: what is put on it, one after the other.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Line {
    /// The texts of all strokes.
    text: String,
    strokes: Vec<Stroke>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stroke {
    x: u16,
    style: Style,
    does: Does,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Does {
    /// Puts the next so many bytes of the text.
    Put(usize),
    /// Styles so many columns.
    Style(u16),
    /// Empties so many columns.
    Clear(u16),
}

impl Line {
    /// Puts a text that has no hidden characters and fits.
    pub fn put(&mut self, x: u16, text: &str, style: Style) {
        self.text.push_str(text);
        self.strokes.push(Stroke { x, style, does: Does::Put(text.len()) });
    }

    /// Styles a stretch.
    pub fn style(&mut self, x: u16, columns: u16, style: Style) {
        self.strokes.push(Stroke { x, style, does: Does::Style(columns) });
    }

    /// Empties a stretch, and the left half of a full-width character that reaches into it.
    pub fn clear(&mut self, x: u16, columns: u16) {
        self.strokes.push(Stroke { x, style: Style::reset(), does: Does::Clear(columns) });
    }

    /// Fills the cells of line `y`, which are empty.
    pub fn fill(&self, cells: &mut Buffer, y: u16) {
        let mut rest = self.text.as_str();
        for Stroke { x, style, does } in &self.strokes {
            match *does {
                Does::Put(bytes) => {
                    let (text, after) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
                    put(cells, (*x, y), text, Style::reset().patch(*style));
                    rest = after;
                }
                Does::Style(columns) => {
                    cells.set_style(Rect { x: *x, y, width: columns, height: 1 }, *style);
                }
                Does::Clear(columns) => {
                    let reaches_in = x.checked_sub(1).and_then(|before| cells.cell_mut((before, y)));
                    if let Some(cell) = reaches_in.filter(|cell| width(cell.symbol()) > 1) {
                        cell.reset();
                    }
                    for x in *x..x.saturating_add(columns) {
                        if let Some(cell) = cells.cell_mut((x, y)) {
                            *cell = Cell::EMPTY;
                        }
                    }
                }
            }
        }
    }
}

/// Puts each character over as many cells as this terminal takes for it.
fn put(cells: &mut Buffer, (mut x, y): (u16, u16), text: &str, style: Style) {
    for (grapheme, columns) in graphemes(text) {
        let Some(cell) = cells.cell_mut((x, y)).filter(|_| columns > 0) else { continue };
        cell.set_symbol(grapheme).set_style(style);
        for covered in 1..columns {
            x += 1;
            let Some(cell) = cells.cell_mut((x, y)) else { break };
            cell.reset();
            // ratatui passes over what a full-width character covers, but takes others for narrow ones.
            if covered == 1 && is_wide() {
                cell.set_symbol("").set_style(style);
            }
        }
        x += 1;
    }
}
