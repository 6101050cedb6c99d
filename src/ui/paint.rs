//! Putting text into cells: the only way anything reaches the screen, so the one place where hidden characters become visible.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::theme::Theme;
use crate::app::{Area, Hit, Hits};
use crate::text::{cut, fit, graphemes, is_wide, visible, width, wrap};

/// The frame being painted.
pub struct Canvas<'a> {
    /// The styles.
    pub theme: &'a Theme,
    /// What has been put where.
    pub hits: Hits,
    buffer: &'a mut Buffer,
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { theme, hits: Hits::default(), buffer }
    }

    /// Writes a text from `x` on, within `area` and on its line `y`; gives the column after it.
    pub fn text(&mut self, area: Rect, x: usize, y: usize, text: &str, style: Style) -> usize {
        let text = visible(text);
        let Some((left, top)) = place(area, x, y) else { return x };
        let room = usize::from(area.width).saturating_sub(x);
        let shown = fit(&text, room);
        self.put((left, top), shown, Style::reset().patch(style));
        x + width(shown)
    }

    /// Writes a text that fits, each character over as many cells as this terminal takes for it.
    fn put(&mut self, (mut x, y): (u16, u16), text: &str, style: Style) {
        for (grapheme, columns) in graphemes(text) {
            let Some(cell) = self.buffer.cell_mut((x, y)).filter(|_| columns > 0) else { continue };
            cell.set_symbol(grapheme).set_style(style);
            for covered in 1..columns {
                x += 1;
                let Some(cell) = self.buffer.cell_mut((x, y)) else { break };
                cell.reset();
                // ratatui passes over what a full-width character covers, but takes others for narrow ones.
                if covered == 1 && is_wide() {
                    cell.set_symbol("").set_style(style);
                }
            }
            x += 1;
        }
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
        let text = visible(text);
        let shown = cut(&text, end);
        self.text(area, end - width(&shown), y, &shown, style);
    }

    /// Writes a text into so many columns, cut where it does not fit.
    pub fn cut(&mut self, area: Rect, x: usize, y: usize, columns: usize, text: &str, style: Style) -> usize {
        let text = visible(text);
        self.text(area, x, y, &cut(&text, columns), style)
    }

    /// Writes a text over as many lines as it needs and the area has; gives their number.
    pub fn wrapped(&mut self, area: Rect, text: &str, style: Style) -> usize {
        let text = visible(text);
        let rows = wrap(&text, usize::from(area.width), 0);
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
            self.buffer.set_style(Rect { x: left, y: top, width, height: 1 }, style);
        }
    }

    /// Notes what can be pointed at on a stretch of a line.
    pub fn hit(&mut self, area: Rect, x: usize, y: usize, columns: usize, hit: Hit) {
        if let Some((left, top)) = place(area, x, y) {
            let room = usize::from(area.width).saturating_sub(x).min(columns);
            let columns = u16::try_from(room).unwrap_or(area.width);
            self.hits.add(Area { x: left, y: top, columns, rows: 1 }, hit);
        }
    }

    /// Empties an area, and the left halves of full-width characters that reach into it.
    pub fn clear(&mut self, area: Rect) {
        for y in 0..usize::from(area.height) {
            if let Some((left, top)) = place(area, 0, y) {
                let reaches_in = left.checked_sub(1).and_then(|before| self.buffer.cell_mut((before, top)));
                if let Some(cell) = reaches_in.filter(|cell| width(cell.symbol()) > 1) {
                    cell.reset();
                }
                for x in left..left.saturating_add(area.width) {
                    if let Some(cell) = self.buffer.cell_mut((x, top)) {
                        cell.reset();
                        cell.set_style(Style::reset());
                    }
                }
            }
        }
    }

    /// A line from edge to edge.
    pub fn rule(&mut self, area: Rect) {
        self.text(area, 0, 0, &Self::line(usize::from(area.width)), self.theme.dim);
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

fn place(area: Rect, x: usize, y: usize) -> Option<(u16, u16)> {
    let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
    (x < area.width && y < area.height).then_some((area.x + x, area.y + y))
}
