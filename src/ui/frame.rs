//! What the screen is to show: lines, each of them a few strokes, before any cell is filled.
//!
//! Nearly all lines of a frame are those of the frame before. Strokes are told apart much quicker than cells, so the terminal
//! fills and compares cells only where a line has changed.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::{Hits, Room};
use crate::text::{graphemes, width};

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
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::over(Vec::new(), columns, rows)
    }

    /// A frame with nothing on it, in the memory of the lines of one that is no longer needed.
    pub fn over(mut lines: Vec<Line>, columns: u16, rows: u16) -> Self {
        lines.iter_mut().for_each(Line::empty);
        // Room for what a line mostly has, so that it need not grow.
        lines.resize_with(usize::from(rows), || Line {
            text: String::with_capacity(usize::from(columns) * 2),
            strokes: Vec::with_capacity(STROKES),
        });
        Self { columns, lines, caret: None, room: Room::default(), hits: Hits::default() }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        let height = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        Rect { x: 0, y: 0, width: self.columns, height }
    }

    /// The cells of the whole screen.
    pub fn cells(&self) -> Buffer {
        let mut cells = Buffer::empty(self.area());
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
    columns: u16,
    does: Does,
    style: Style,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Does {
    /// Puts the next so many bytes of the text.
    Put(usize),
    Style,
    Clear,
}

impl Line {
    /// Takes everything off.
    fn empty(&mut self) {
        self.text.clear();
        self.strokes.clear();
    }

    /// Puts a text that has no hidden characters and takes so many columns.
    pub fn put(&mut self, x: u16, columns: u16, text: &str, style: Style) {
        self.text.push_str(text);
        self.strokes.push(Stroke { x, columns, does: Does::Put(text.len()), style });
    }

    /// Styles a stretch.
    pub fn style(&mut self, x: u16, columns: u16, style: Style) {
        self.strokes.push(Stroke { x, columns, does: Does::Style, style });
    }

    /// Empties a stretch, and the left half of a full-width character that reaches into it.
    pub fn clear(&mut self, x: u16, columns: u16) {
        self.strokes.push(Stroke { x, columns, does: Does::Clear, style: Style::reset() });
    }

    /// The columns outside of which both lines look the same; none when they do everywhere.
    pub fn differs(&self, other: &Self) -> Range<u16> {
        if self == other {
            return Range::default();
        }
        let same = |(a, b): &((&Stroke, &str), (&Stroke, &str))| a == b;
        let before = self.pieces().zip(other.pieces()).take_while(same).count();
        let (own, others) = (self.pieces().skip(before), other.pieces().skip(before));
        let (own, others): (Vec<_>, Vec<_>) = (own.collect(), others.collect());
        let after = own.iter().rev().zip(others.iter().rev()).take_while(|(a, b)| a == b).count();
        let [own, others] = [own, others].map(|mut pieces| {
            pieces.truncate(pieces.len() - after);
            pieces
        });
        let reach = own.into_iter().chain(others).map(|(stroke, _)| stroke.reach());
        reach.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or_default()
    }

    /// The strokes with their texts.
    fn pieces(&self) -> impl Iterator<Item = (&Stroke, &str)> {
        let mut rest = self.text.as_str();
        self.strokes.iter().map(move |stroke| {
            let bytes = if let Does::Put(bytes) = stroke.does { bytes } else { 0 };
            let (text, after) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
            rest = after;
            (stroke, text)
        })
    }

    /// Fills those cells of line `y` that there are, and that are empty.
    pub fn fill(&self, cells: &mut Buffer, y: u16) {
        let there = cells.area.left()..cells.area.right();
        for (stroke, text) in self.pieces() {
            let reach = stroke.reach();
            if reach.start < there.end && there.start < reach.end {
                stroke.fill(cells, y, text);
            }
        }
    }
}

impl Stroke {
    /// The columns that it may change.
    fn reach(&self) -> Range<u16> {
        let start = if self.does == Does::Clear { self.x.saturating_sub(1) } else { self.x };
        start..self.x.saturating_add(self.columns)
    }

    fn fill(&self, cells: &mut Buffer, y: u16, text: &str) {
        match self.does {
            Does::Put(_) => put(cells, (self.x, y), text, Style::reset().patch(self.style)),
            Does::Style => {
                cells.set_style(Rect { x: self.x, y, width: self.columns, height: 1 }, self.style);
            }
            Does::Clear => {
                let reaches_in = self.x.checked_sub(1).and_then(|before| cells.cell_mut((before, y)));
                if let Some(cell) = reaches_in.filter(|cell| width(cell.symbol()) > 1) {
                    cell.reset();
                }
                for x in self.x..self.x.saturating_add(self.columns) {
                    if let Some(cell) = cells.cell_mut((x, y)) {
                        *cell = Cell::EMPTY;
                    }
                }
            }
        }
    }
}

/// Puts each character over as many cells as this terminal takes for it.
fn put(cells: &mut Buffer, (mut x, y): (u16, u16), text: &str, style: Style) {
    for (grapheme, columns) in graphemes(text) {
        if let Some(cell) = cells.cell_mut((x, y)).filter(|_| columns > 0) {
            cell.set_symbol(grapheme).set_style(style);
        }
        for _ in 1..columns {
            x = x.saturating_add(1);
            if let Some(cell) = cells.cell_mut((x, y)) {
                cell.reset();
            }
        }
        x = x.saturating_add(u16::from(columns > 0));
    }
}
