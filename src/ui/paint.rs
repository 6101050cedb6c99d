//! Putting text on the screen: the only way anything gets there, so the one place where hidden characters become visible.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::frame::Frame;
use super::theme::Theme;
use crate::app::{Area, Hit};
use crate::text::{cut, fit, is_wide, plain_width, visible, width, wrap};

/// The frame being painted.
pub struct Canvas<'a> {
    /// The styles.
    pub theme: &'a Theme,
    /// What has been painted.
    pub frame: Frame,
}

impl Canvas<'_> {
    /// Writes a text from `x` on, within `area` and on its line `y`; gives the column after it.
    pub fn text(&mut self, area: Rect, x: usize, y: usize, text: &str, style: Style) -> usize {
        let room = usize::from(area.width).saturating_sub(x);
        match plain_width(text) {
            Some(columns) if columns <= room => self.put(area, (x, y), text, columns, style),
            _ => {
                let text = visible(text);
                let shown = fit(&text, room);
                self.put(area, (x, y), shown, width(shown), style)
            }
        }
    }

    /// Writes a text that fits into so many columns.
    fn put(&mut self, area: Rect, (x, y): (usize, usize), text: &str, columns: usize, style: Style) -> usize {
        let Some((left, top)) = place(area, x, y) else { return x };
        if let Some(line) = self.frame.line(top) {
            line.put(left, u16::try_from(columns).unwrap_or(area.width), text, style);
        }
        x + columns
    }

    /// So many columns of a line from left to right.
    pub fn line(columns: usize) -> String {
        if is_wide() { "-".repeat(columns) } else { "─".repeat(columns) }
    }

    /// A piece of a line from top to bottom.
    pub fn bar() -> &'static str {
        if is_wide() { "|" } else { "│" }
    }

    /// Writes a text that ends before column `end`; what does not fit is cut at its end.
    pub fn right(&mut self, area: Rect, end: usize, y: usize, text: &str, style: Style) {
        let end = end.min(usize::from(area.width));
        let (shown, columns) = shortened(text, end);
        self.put(area, (end - columns, y), &shown, columns, style);
    }

    /// Writes a text into so many columns, cut where it does not fit.
    pub fn cut(&mut self, area: Rect, x: usize, y: usize, columns: usize, text: &str, style: Style) -> usize {
        let room = usize::from(area.width).saturating_sub(x);
        let (shown, columns) = shortened(text, columns.min(room));
        self.put(area, (x, y), &shown, columns, style)
    }

    /// Writes a text over as many lines as it needs and the area has; gives their number.
    pub fn wrapped(&mut self, area: Rect, text: &str, style: Style) -> usize {
        self.paragraph(area, &Paragraph::new(text, area.width), style)
    }

    /// Writes a paragraph over as many lines as it needs and the area has; gives their number.
    pub fn paragraph(&mut self, area: Rect, paragraph: &Paragraph, style: Style) -> usize {
        let Paragraph { text, rows } = paragraph;
        let lines = usize::from(area.height).min(rows.len());
        for (y, range) in rows.iter().take(lines).enumerate() {
            let row = text.get(range.clone()).unwrap_or_default();
            if y + 1 == lines && lines < rows.len() {
                let rest = text.get(range.start..).unwrap_or_default();
                self.cut(area, 0, y, usize::from(area.width), rest, style);
            } else {
                self.text(area, 0, y, row, style);
            }
        }
        lines
    }

    /// Styles a stretch of a line.
    pub fn style(&mut self, area: Rect, x: usize, y: usize, columns: usize, style: Style) {
        if let Some((left, top)) = place(area, x, y) {
            let room = usize::from(area.width).saturating_sub(x).min(columns);
            let width = u16::try_from(room).unwrap_or(area.width);
            if let Some(line) = self.frame.line(top) {
                line.style(left, width, style);
            }
        }
    }

    /// Notes what can be pointed at on a stretch of a line.
    pub fn hit(&mut self, area: Rect, x: usize, y: usize, columns: usize, hit: Hit) {
        if let Some((left, top)) = place(area, x, y) {
            let room = usize::from(area.width).saturating_sub(x).min(columns);
            let columns = u16::try_from(room).unwrap_or(area.width);
            self.frame.hit(Area { x: left, y: top, columns, rows: 1 }, hit);
        }
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        for y in area.top()..area.bottom() {
            if let Some(line) = self.frame.line(y) {
                line.clear(area.x, area.width);
            }
        }
    }

    /// A line from edge to edge.
    pub fn rule(&mut self, area: Rect) {
        let columns = usize::from(area.width);
        self.put(area, (0, 0), &Self::line(columns), columns, self.theme.dim);
    }

    /// A line with a title in it.
    pub fn titled_rule(&mut self, area: Rect, title: &str) {
        self.rule(area);
        let columns = usize::from(area.width).saturating_sub(2);
        self.cut(area, 1, 0, columns, &format!(" {title} "), self.theme.strong);
    }

    /// A line from top to bottom, at the left of an area.
    pub fn vertical_rule(&mut self, area: Rect) {
        for y in 0..usize::from(area.height) {
            self.text(area, 0, y, Self::bar(), self.theme.dim);
        }
    }

    /// Where a place of an area is on the screen.
    pub fn position(area: Rect, x: usize, y: usize) -> Option<Position> {
        place(area, x, y).map(|(x, y)| Position { x, y })
    }
}

/// A text that is broken into rows.
pub struct Paragraph<'a> {
    text: Cow<'a, str>,
    /// The rows, as byte ranges.
    rows: Vec<Range<usize>>,
}

impl<'a> Paragraph<'a> {
    /// Breaks a text at so many columns.
    pub fn new(text: &'a str, columns: u16) -> Self {
        let text = visible(text);
        let rows = wrap(&text, usize::from(columns), 0);
        Self { text, rows }
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// For each row that has some of the first bytes, how many columns they take.
    pub fn beginning(&self, bytes: usize) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().take_while(move |row| row.start < bytes);
        rows.map(move |row| width(self.text.get(row.start..row.end.min(bytes)).unwrap_or_default()))
    }
}

/// What of a text can be shown in so many columns, and how many it takes.
fn shortened(text: &str, columns: usize) -> (Cow<'_, str>, usize) {
    match plain_width(text) {
        Some(needed) if needed <= columns => (Cow::Borrowed(text), needed),
        _ => {
            let shown = cut(&visible(text), columns).into_owned();
            let needed = width(&shown);
            (Cow::Owned(shown), needed)
        }
    }
}

fn place(area: Rect, x: usize, y: usize) -> Option<(u16, u16)> {
    let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
    (x < area.width && y < area.height).then_some((area.x + x, area.y + y))
}
