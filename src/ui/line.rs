//! A line of the screen before any cell is filled: strokes, which are told apart much quicker than cells.

use std::ops::Range;
use std::slice;

use ratatui::style::{Color, Modifier, Style};

use crate::text::graphemes;

/// A line of a part: what is put on it, one after the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The texts of all strokes.
    text: String,
    strokes: Vec<Stroke>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stroke {
    x: u16,
    columns: u16,
    does: Does,
    style: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Puts the next so many bytes of the text.
    Put(usize),
    Style,
    Clear,
}

impl Line {
    /// A line with nothing on it.
    pub const fn new() -> Self {
        Self { text: String::new(), strokes: Vec::new() }
    }

    /// Takes everything off.
    pub fn empty(&mut self) {
        self.text.clear();
        self.strokes.clear();
    }

    /// Puts everything of another line on it.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.strokes.extend_from_slice(&other.strokes);
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
        let (mut own, mut others) = (self.pieces(), other.pieces());
        own.skip_same(&mut others, Pieces::next);
        own.skip_same(&mut others, Pieces::next_back);
        // Of two texts at the same place, only what comes behind the characters they begin with.
        let reach = match (own.clone().next(), others.clone().next()) {
            (Some((one, text)), Some((other, instead))) if one.is_at(other) => {
                own.next();
                others.next();
                let same = u16::try_from(same_columns(text, instead)).unwrap_or_default();
                let both = around(&one.reach(), &other.reach());
                (both.start + same).min(both.end)..both.end
            }
            _ => Range::default(),
        };
        own.chain(others).map(|(stroke, _)| stroke.reach()).fold(reach, |all, reach| around(&all, &reach))
    }

    /// The strokes with their texts.
    fn pieces(&self) -> Pieces<'_> {
        Pieces { strokes: self.strokes.iter(), text: &self.text }
    }

    /// Fills those of the cells that it reaches; the first of them is in column `left`.
    pub fn fill<'a>(&'a self, cells: &mut [Glyph<'a>], left: u16) {
        let right = usize::from(left) + cells.len();
        for (stroke, text) in self.pieces() {
            let reach = stroke.reach();
            if usize::from(reach.start) < right && left < reach.end {
                stroke.fill(cells, left, text);
            }
        }
    }
}

/// The strokes of a line with their texts, from either end.
#[derive(Clone)]
struct Pieces<'a> {
    strokes: slice::Iter<'a, Stroke>,
    /// The texts of these strokes.
    text: &'a str,
}

type Piece<'a> = (&'a Stroke, &'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let stroke = self.strokes.next()?;
        let (text, rest) = self.text.split_at_checked(stroke.bytes())?;
        self.text = rest;
        Some((stroke, text))
    }
}

impl DoubleEndedIterator for Pieces<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let stroke = self.strokes.next_back()?;
        let (rest, text) = self.text.split_at_checked(self.text.len().checked_sub(stroke.bytes())?)?;
        self.text = rest;
        Some((stroke, text))
    }
}

impl<'a> Pieces<'a> {
    /// Takes pieces off both for as long as they are the same.
    fn skip_same(&mut self, other: &mut Self, take: fn(&mut Self) -> Option<Piece<'a>>) {
        loop {
            let (mut own, mut others) = (self.clone(), other.clone());
            if take(&mut own).is_none_or(|piece| take(&mut others) != Some(piece)) {
                return;
            }
            (*self, *other) = (own, others);
        }
    }
}

impl Stroke {
    /// Bytes of its text.
    fn bytes(&self) -> usize {
        if let Does::Put(bytes) = self.does { bytes } else { 0 }
    }

    /// Whether both put their texts at the same place in the same style.
    fn is_at(&self, other: &Self) -> bool {
        let puts = |stroke: &Self| matches!(stroke.does, Does::Put(_));
        puts(self) && puts(other) && (self.x, self.style) == (other.x, other.style)
    }

    /// The columns that it may change.
    fn reach(&self) -> Range<u16> {
        let start = if self.does == Does::Clear { self.x.saturating_sub(1) } else { self.x };
        start..self.x.saturating_add(self.columns)
    }

    fn fill<'a>(&self, cells: &mut [Glyph<'a>], left: u16, text: &'a str) {
        let all = self.x..self.x.saturating_add(self.columns);
        match self.does {
            Does::Put(_) => {
                let look = Look::PLAIN.with(self.style);
                let mut x = self.x;
                let right = usize::from(left) + cells.len();
                for (symbol, columns) in graphemes(text) {
                    if usize::from(x) >= right {
                        break;
                    }
                    let columns = u16::try_from(columns).unwrap_or(u16::MAX);
                    let end = x.saturating_add(columns);
                    if columns > 0 {
                        set(cells, left, x, |_| Glyph { symbol, columns, look });
                    }
                    // It takes as many cells as this terminal takes for it.
                    for covered in x + 1..end {
                        set(cells, left, covered, |_| Glyph::BLANK);
                    }
                    x = end;
                }
            }
            Does::Style => {
                for x in all {
                    set(cells, left, x, |cell| Glyph { look: cell.look.with(self.style), ..cell });
                }
            }
            Does::Clear => {
                if let Some(before) = self.x.checked_sub(1) {
                    set(cells, left, before, |cell| if cell.columns > 1 { Glyph::BLANK } else { cell });
                }
                for x in all {
                    set(cells, left, x, |_| Glyph::BLANK);
                }
            }
        }
    }
}

/// Changes the cell in column `x`, if it is among these, the first of which is in column `left`.
fn set<'a>(cells: &mut [Glyph<'a>], left: u16, x: u16, change: impl FnOnce(Glyph<'a>) -> Glyph<'a>) {
    if let Some(cell) = x.checked_sub(left).and_then(|at| cells.get_mut(usize::from(at))) {
        *cell = change(*cell);
    }
}

/// What a cell of the screen shows. The cells that a character covers besides its own are blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The character, a grapheme cluster.
    pub symbol: &'a str,
    /// Columns that it takes.
    pub columns: u16,
    /// How it looks.
    pub look: Look,
}

impl Glyph<'_> {
    /// A blank in the terminal's own colours.
    pub const BLANK: Self = Self { symbol: " ", columns: 1, look: Look::PLAIN };
}

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Foreground.
    pub fg: Color,
    /// Background.
    pub bg: Color,
    /// Attributes.
    pub modifier: Modifier,
}

impl Look {
    /// The terminal's own colours, and no attributes.
    pub const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    /// This, with a style over it.
    #[must_use]
    pub fn with(self, style: Style) -> Self {
        Self {
            fg: style.fg.unwrap_or(self.fg),
            bg: style.bg.unwrap_or(self.bg),
            modifier: (self.modifier | style.add_modifier) - style.sub_modifier,
        }
    }
}

/// The columns of the characters that both texts begin with.
fn same_columns(text: &str, other: &str) -> usize {
    let same = graphemes(text).zip(graphemes(other)).take_while(|(a, b)| a == b);
    same.map(|((_, columns), _)| columns).sum()
}

/// The columns from the first of both to the last.
pub(super) fn around(one: &Range<u16>, other: &Range<u16>) -> Range<u16> {
    match (one.start < one.end, other.start < other.end) {
        (true, true) => one.start.min(other.start)..one.end.max(other.end),
        (true, false) => one.clone(),
        _ => other.clone(),
    }
}
