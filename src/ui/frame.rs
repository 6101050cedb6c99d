//! What the screen is to show: parts, each of them lines of a few strokes, before any cell is filled.
//!
//! Most parts of a frame look as they did in the frame before, and each says what it depends on: one that depends on the same is
//! taken over instead of being drawn. Of the others, strokes are told apart much quicker than cells, so the terminal fills and
//! compares cells only where a line has changed.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash};
use std::mem;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::grid::Laid;
use crate::app::{Area, Hit, Hits, Room};
use crate::text::{graphemes, width};

/// A frame: all there is to see, and what the app is told about it.
#[derive(Debug, Default)]
pub struct Frame {
    /// Columns of the screen.
    pub columns: u16,
    /// Rows of the screen.
    pub rows: u16,
    /// Where the caret is shown.
    pub caret: Option<Position>,
    /// What room there was.
    pub room: Room,
    /// How the table shown is laid out, kept for as long as it stays the same.
    pub(super) laid: Option<Laid>,
    parts: Vec<Part>,
    /// Parts in front of this one are covered: nobody can point at them.
    covered: usize,
    /// The parts that are on the screen; those that were taken over are empty.
    former: Vec<Part>,
    /// Lines that are not needed any longer, for the memory they have.
    spare: Vec<Line>,
}

/// A line with nothing on it.
static NOTHING: Line = Line { text: String::new(), strokes: Vec::new() };

/// A rectangle of the screen with what is on it.
#[derive(Debug, Default)]
struct Part {
    area: Rect,
    /// What it depends on; none where it is drawn every time.
    of: Option<u64>,
    /// It was taken over from the frame before.
    is_kept: bool,
    lines: Vec<Line>,
    hits: Vec<(Area, Hit)>,
    caret: Option<Position>,
}

impl Frame {
    /// A frame with nothing on it.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// A frame with nothing on it, to be shown after this one on the same screen.
    #[must_use]
    pub fn next(mut self) -> Self {
        for mut line in self.former.into_iter().flat_map(|part| part.lines) {
            line.empty();
            self.spare.push(line);
        }
        let (former, parts) = (mem::take(&mut self.parts), Vec::with_capacity(64));
        Self { former, parts, caret: None, covered: 0, ..self }
    }

    /// Nothing of this frame is on the screen any more, which has so many columns and rows now.
    pub fn forget(&mut self, columns: u16, rows: u16) {
        *self = Self { columns, rows, spare: mem::take(&mut self.spare), ..Self::default() };
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.columns, height: self.rows }
    }

    /// Begins a part that is drawn every time.
    pub(super) fn begin(&mut self, area: Rect) {
        self.push(area, None);
    }

    /// Begins a part that looks the same while it depends on the same. False when it need not be drawn.
    #[must_use]
    pub(super) fn begin_of(&mut self, area: Rect, of: impl Hash) -> bool {
        let of = Some(BuildHasherDefault::<DefaultHasher>::default().hash_one(of));
        let former = self.former.get_mut(self.parts.len());
        let Some(same) = former.filter(|part| part.of == of && part.area == area) else {
            self.push(area, of);
            return true;
        };
        self.parts.push(Part { is_kept: true, ..mem::take(same) });
        false
    }

    fn push(&mut self, area: Rect, of: Option<u64>) {
        let lines = (0..area.height).map(|_| self.spare.pop().unwrap_or_default()).collect();
        self.parts.push(Part { area, of, lines, ..Part::default() });
    }

    /// The line of the screen within the part that was begun last.
    pub(super) fn line(&mut self, y: u16) -> Option<&mut Line> {
        let part = self.parts.last_mut()?;
        part.lines.get_mut(usize::from(y.checked_sub(part.area.y)?))
    }

    /// Notes in the part that was begun last what can be pointed at.
    pub(super) fn hit(&mut self, area: Area, hit: Hit) {
        if let Some(part) = self.parts.last_mut() {
            part.hits.push((area, hit));
        }
    }

    /// Everything so far is covered: nobody can point at it.
    pub(super) fn cover(&mut self) {
        self.covered = self.parts.len();
    }

    /// Puts the caret into the part that was begun last.
    pub(super) fn rest(&mut self, caret: Option<Position>) {
        if let Some(part) = self.parts.last_mut() {
            part.caret = caret;
        }
    }

    /// The caret of the part that was begun last.
    pub(super) fn resting(&self) -> Option<Position> {
        self.parts.last().and_then(|part| part.caret)
    }

    /// What can be pointed at where.
    pub fn hits(&self) -> Hits {
        self.parts.iter().skip(self.covered).flat_map(|part| part.hits.iter().copied()).collect()
    }

    /// Where a line may look other than it does on the screen.
    pub fn changes(&self) -> Vec<(u16, Range<u16>)> {
        let mut changes: Vec<Range<u16>> = vec![Range::default(); usize::from(self.rows)];
        let none = Part::default();
        for index in 0..self.parts.len().max(self.former.len()) {
            let (new, old) = (self.parts.get(index), self.former.get(index));
            let (new, old) = (new.unwrap_or(&none), old.unwrap_or(&none));
            if new.is_kept {
                continue;
            }
            let rows = new.area.top().min(old.area.top())..new.area.bottom().max(old.area.bottom());
            for (y, all) in (0..).zip(&mut changes).skip(usize::from(rows.start)).take(rows.len()) {
                let differs = new.at(y).unwrap_or(&NOTHING).differs(old.at(y).unwrap_or(&NOTHING));
                *all = around(all, &differs);
            }
        }
        (0..).zip(changes).filter(|(_, columns)| columns.start < columns.end).collect()
    }

    /// Fills those cells of line `y` that there are, as row `row` of them.
    pub fn fill(&self, cells: &mut Buffer, row: u16, y: u16) {
        for line in self.parts.iter().filter_map(|part| part.at(y)) {
            line.fill(cells, row);
        }
    }

    /// Fills them as they are on the screen.
    pub fn fill_former(&self, cells: &mut Buffer, row: u16, y: u16) {
        for index in 0..self.parts.len().max(self.former.len()) {
            let kept = self.parts.get(index).filter(|part| part.is_kept);
            if let Some(line) = kept.or(self.former.get(index)).and_then(|part| part.at(y)) {
                line.fill(cells, row);
            }
        }
    }

    /// The cells of the whole screen.
    pub fn cells(&self) -> Buffer {
        let mut cells = Buffer::empty(self.area());
        for y in 0..self.rows {
            self.fill(&mut cells, y, y);
        }
        cells
    }
}

/// The columns from the first of both to the last.
fn around(one: &Range<u16>, other: &Range<u16>) -> Range<u16> {
    match (one.start < one.end, other.start < other.end) {
        (true, true) => one.start.min(other.start)..one.end.max(other.end),
        (true, false) => one.clone(),
        _ => other.clone(),
    }
}

impl Part {
    /// Its line on the screen's line `y`.
    fn at(&self, y: u16) -> Option<&Line> {
        y.checked_sub(self.area.y).and_then(|line| self.lines.get(usize::from(line)))
    }
}

/// A line of a part: what is put on it, one after the other.
#[derive(Debug, Default, PartialEq, Eq)]
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
        reach.reduce(|a, b| around(&a, &b)).unwrap_or_default()
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
