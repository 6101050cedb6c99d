//! What the screen is to show: parts, each of them lines of a few strokes, before any cell is filled.
//!
//! Most parts of a frame look as they did in the frame before, and each says what it depends on: one that depends on the same is
//! taken over instead of being drawn. Of the others, strokes are told apart much quicker than cells, so the terminal fills and
//! compares cells only where a line has changed.

use std::hash::{BuildHasher as _, Hash};
use std::mem;
use std::ops::Range;
use std::ptr;

use foldhash::fast::FixedState;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::layout::Laid;
use super::line::{Glyph, Line, around};
use crate::app::{Area, Hit, Hits, Room};

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
    /// The entries of the list of findings, each kept for as long as it is seen.
    pub(super) entries: Vec<Block>,
    /// Its parts; behind them those that the screen shows and this frame has not, or not yet.
    parts: Vec<Part>,
    /// How many parts it has.
    begun: usize,
    /// Parts in front of this one are covered: nobody can point at them.
    covered: usize,
}

/// A line with nothing on it.
static NOTHING: Line = Line::new();

/// No lines.
static NOTHING_DRAWN: Drawn = Drawn { area: Rect::ZERO, lines: Vec::new() };

/// A rectangle of the screen with what is on it.
#[derive(Debug, Default)]
struct Part {
    drawn: Drawn,
    /// What it depends on; none where it is drawn every time.
    of: Option<u64>,
    /// It was taken over from the frame before. Otherwise the screen shows what was here before.
    is_kept: bool,
    before: Drawn,
    hits: Vec<(Area, Hit)>,
    caret: Option<Position>,
}

/// The lines of a rectangle.
#[derive(Debug, Default)]
struct Drawn {
    area: Rect,
    lines: Vec<Line>,
}

/// Lines that look the same for as long as they depend on the same, wherever in their columns they stand.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// What they depend on.
    pub of: u64,
    lines: Vec<Line>,
}

/// A number that is another one when something is.
pub(super) fn number_of(something: impl Hash) -> u64 {
    FixedState::default().hash_one(something)
}

impl Frame {
    /// A frame with nothing on it.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// A frame with nothing on it, to be shown after this one on the same screen.
    #[must_use]
    pub fn next(mut self) -> Self {
        self.parts.truncate(self.begun);
        Self { begun: 0, caret: None, covered: 0, ..self }
    }

    /// Nothing of this frame is on the screen any more, which has so many columns and rows now.
    pub fn forget(&mut self, columns: u16, rows: u16) {
        *self = Self::new(columns, rows);
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.columns, height: self.rows }
    }

    /// Begins a part that is drawn every time.
    pub(super) fn begin(&mut self, area: Rect) {
        self.next_part().clear(area, None);
    }

    /// Begins a part that looks the same while it depends on the same. False when it need not be drawn.
    #[must_use]
    pub(super) fn begin_of(&mut self, area: Rect, of: impl Hash) -> bool {
        let of = Some(number_of(of));
        let part = self.next_part();
        part.is_kept = part.of == of && part.drawn.area == area;
        if !part.is_kept {
            part.clear(area, of);
        }
        !part.is_kept
    }

    /// Begins a part, which is still as the screen shows it.
    fn next_part(&mut self) -> &mut Part {
        if self.begun == self.parts.len() {
            self.parts.push(Part::default());
        }
        self.begun += 1;
        &mut self.parts[self.begun - 1]
    }

    /// The part that was begun last.
    fn part(&mut self) -> Option<&mut Part> {
        self.parts.get_mut(self.begun.checked_sub(1)?)
    }

    /// The line of the screen within the part that was begun last.
    pub(super) fn line(&mut self, y: u16) -> Option<&mut Line> {
        let drawn = &mut self.part()?.drawn;
        drawn.lines.get_mut(usize::from(y.checked_sub(drawn.area.y)?))
    }

    /// The lines of the part that was begun last, as a block; nothing else is left of this frame.
    pub(super) fn into_block(mut self, of: u64) -> Block {
        Block { of, lines: self.part().map(|part| mem::take(&mut part.drawn.lines)).unwrap_or_default() }
    }

    /// Puts a block into the part that was begun last, from a line of the screen on.
    pub(super) fn put(&mut self, top: u16, block: &Block) {
        for (y, from) in (top..).zip(&block.lines) {
            if let Some(line) = self.line(y) {
                line.append(from);
            }
        }
    }

    /// Notes in the part that was begun last what can be pointed at.
    pub(super) fn hit(&mut self, area: Area, hit: Hit) {
        if let Some(part) = self.part() {
            part.hits.push((area, hit));
        }
    }

    /// Everything so far is covered: nobody can point at it.
    pub(super) fn cover(&mut self) {
        self.covered = self.begun;
    }

    /// Puts the caret into the part that was begun last.
    pub(super) fn rest(&mut self, caret: Option<Position>) {
        if let Some(part) = self.part() {
            part.caret = caret;
        }
    }

    /// The caret of the part that was begun last.
    pub(super) fn resting(&mut self) -> Option<Position> {
        self.part().and_then(|part| part.caret)
    }

    /// What can be pointed at where.
    pub fn hits(&self) -> Hits {
        self.parts().iter().skip(self.covered).flat_map(|part| part.hits.iter().copied()).collect()
    }

    /// The parts begun.
    fn parts(&self) -> &[Part] {
        self.parts.get(..self.begun).unwrap_or_default()
    }

    /// The lines of the screen that may look other than they do now.
    pub fn changes(&self) -> Vec<Change<'_>> {
        let mut changes: Vec<Change> = (0..self.rows).map(|y| Change { y, ..Change::default() }).collect();
        for (old, new) in self.old_and_new().filter(|(old, new)| !ptr::eq(*old, *new)) {
            let rows = new.area.top().min(old.area.top())..new.area.bottom().max(old.area.bottom());
            for change in changes.iter_mut().skip(usize::from(rows.start)).take(rows.len()) {
                let [old, new] = [old, new].map(|drawn| drawn.at(change.y).unwrap_or(&NOTHING));
                change.columns = around(&change.columns, &new.differs(old));
            }
        }
        for (old, new) in self.old_and_new() {
            old.join(&mut changes, |change| &mut change.before);
            new.join(&mut changes, |change| &mut change.after);
        }
        changes.retain(Change::is_one);
        changes
    }

    /// What the screen shows of each part, and what it is to show.
    fn old_and_new(&self) -> impl Iterator<Item = (&Drawn, &Drawn)> {
        self.parts.iter().enumerate().map(|(index, part)| match index < self.begun {
            true if part.is_kept => (&part.drawn, &part.drawn),
            true => (&part.before, &part.drawn),
            false => (&part.drawn, &NOTHING_DRAWN),
        })
    }

    /// The cells of the whole screen.
    pub fn cells(&self) -> Buffer {
        let mut cells = Buffer::empty(self.area());
        let whole = |y| Change { y, columns: 0..self.columns, ..Change::default() };
        let mut lines: Vec<Change> = (0..self.rows).map(whole).collect();
        for part in self.parts() {
            part.drawn.join(&mut lines, |line| &mut line.after);
        }
        for (y, line) in (0..).zip(lines) {
            let mut glyphs = vec![Glyph::BLANK; usize::from(self.columns)];
            fill(&line.after, &mut glyphs, 0);
            for (x, glyph) in (0..).zip(glyphs) {
                let style = Style { fg: Some(glyph.look.fg), bg: Some(glyph.look.bg), ..Style::default() };
                cells[(x, y)].set_symbol(glyph.symbol).set_style(style.add_modifier(glyph.look.modifier));
            }
        }
        cells
    }
}

/// A line of the screen that is to look otherwise.
#[derive(Debug, Default)]
pub struct Change<'a> {
    /// Its number, from the top.
    pub y: u16,
    /// The columns outside of which it stays as it is.
    pub columns: Range<u16>,
    /// What the screen shows there, one over the other.
    before: Vec<&'a Line>,
    /// What it is to show.
    after: Vec<&'a Line>,
}

impl<'a> Change<'a> {
    fn is_one(&self) -> bool {
        self.columns.start < self.columns.end
    }

    /// Fills blank cells, the first of which is in the first of its columns, as they are and as they are to be.
    pub fn fill(&self, before: &mut [Glyph<'a>], after: &mut [Glyph<'a>]) {
        fill(&self.before, before, self.columns.start);
        fill(&self.after, after, self.columns.start);
    }
}

/// Fills cells with lines that lie one over the other; the first of the cells is in column `left`.
fn fill<'a>(lines: &[&'a Line], cells: &mut [Glyph<'a>], left: u16) {
    for line in lines {
        line.fill(cells, left);
    }
}

impl Part {
    /// Makes room for what is to be drawn now.
    fn clear(&mut self, area: Rect, of: Option<u64>) {
        mem::swap(&mut self.drawn, &mut self.before);
        self.drawn.area = area;
        self.drawn.lines.iter_mut().for_each(Line::empty);
        self.drawn.lines.resize_with(usize::from(area.height), Line::default);
        (self.of, self.is_kept, self.caret) = (of, false, None);
        self.hits.clear();
    }
}

impl Block {
    /// How many lines it has.
    pub fn height(&self) -> usize {
        self.lines.len()
    }
}

impl Drawn {
    /// Its line on the screen's line `y`.
    fn at(&self, y: u16) -> Option<&Line> {
        y.checked_sub(self.area.y).and_then(|line| self.lines.get(usize::from(line)))
    }

    /// Puts its lines to those of the screen, as far as they reach into what changes there.
    fn join<'a>(
        &'a self,
        lines: &mut [Change<'a>],
        list: impl for<'b> Fn(&'b mut Change<'a>) -> &'b mut Vec<&'a Line>,
    ) {
        for (change, line) in lines.iter_mut().skip(usize::from(self.area.y)).zip(&self.lines) {
            // What it clears may reach one column further.
            let reaches = self.area.x <= change.columns.end && change.columns.start < self.area.right();
            if reaches && change.is_one() {
                list(change).push(line);
            }
        }
    }
}
