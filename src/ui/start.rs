//! The first screen when no report was named: what there is to open.

use ratatui::layout::{Position, Rect};

use super::area::{self, to_u16};
use super::paint::Canvas;
use super::picker;
use crate::app::{App, Pick};
use crate::text::Field;

/// The widest column that reads well.
const WIDEST: u16 = 100;

/// Draws the whole screen; gives the caret's place.
pub fn draw(app: &App, canvas: &mut Canvas, screen: Rect, field: &Field, chosen: usize) -> Option<Position> {
    canvas.clear(screen);
    let width = screen.width.saturating_sub(4).min(WIDEST);
    let column = Rect { x: screen.x + (screen.width - width) / 2, width, ..screen };
    let tall = screen.height >= 18;
    let mut y = usize::from(tall);
    canvas.text(column, 0, y, app.words.get("start.title"), canvas.theme.accent);
    y += 1;
    if tall {
        canvas.cut(column, 0, y, usize::from(width), app.words.get("start.about"), canvas.theme.dim);
        y += 2;
    }
    let (_, rest) = area::top(column, to_u16(y));
    let (foot, rest) = area::bottom(rest, if tall { 4 } else { 1 });
    let caret = picker::choices(app, canvas, rest, Pick::File, field, chosen);
    let notice = app.notice.as_deref().map(|notice| (notice, canvas.theme.accent));
    let (text, style) = notice.unwrap_or((app.words.get("start.hints"), canvas.theme.dim));
    let (_, foot) = area::top(foot, u16::from(tall));
    canvas.wrapped(foot, text, style);
    caret
}
