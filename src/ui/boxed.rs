//! A box over the screen, and a line to type in.

use ratatui::layout::{Position, Rect};

use super::area::to_u16;
use super::paint::Canvas;
use crate::text::{CUT, Field, fit_end, is_wide, wrap};

/// The widest box.
const WIDEST: usize = 72;

/// Fewer columns beside a box, left and right together, are left empty.
const LEAST_AROUND: u16 = 16;

/// Where on the screen a box lies.
#[derive(Clone, Copy)]
pub enum At {
    Middle,
    Bottom,
}

/// A box with a title and a text, and so many lines left free below; gives its inside and the first free line.
pub fn boxed(
    title: &str,
    canvas: &mut Canvas,
    screen: Rect,
    text: &str,
    free: usize,
    at: At,
) -> (Rect, usize) {
    let inner_width = inner_width(screen);
    let paragraphs = text.split('\n').map(|paragraph| (paragraph, wrap(paragraph, inner_width, 0)));
    let lines: Vec<&str> = paragraphs
        .flat_map(|(text, rows)| rows.into_iter().map(|row| text.get(row).unwrap_or_default()))
        .collect();
    let most = usize::from(screen.height).saturating_sub(2);
    let text_lines = lines.len().min(most.saturating_sub(free + usize::from(free > 0)));
    let gap = usize::from(free > 0);
    let inner_height = (text_lines + free).min(most);
    let (width, height) = (to_u16(inner_width + 4), to_u16(inner_height + 2));
    let outer = Rect {
        x: screen.x + (screen.width.saturating_sub(width)) / 2,
        y: match at {
            At::Middle => screen.y + (screen.height.saturating_sub(height)) / 2,
            At::Bottom => screen.y + screen.height.saturating_sub(height),
        },
        width: width.min(screen.width),
        height: height.min(screen.height),
    };
    // A few columns beside the box would show nothing but the ends of lines.
    let around = screen.width - outer.width;
    let covered =
        if around < LEAST_AROUND { Rect { x: screen.x, width: screen.width, ..outer } } else { outer };
    canvas.clear(covered);
    frame(canvas, outer, title);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    for (y, line) in lines.iter().take(text_lines).enumerate() {
        let end = canvas.text(inner, 0, y, line, canvas.theme.plain);
        if y + 1 == text_lines && text_lines < lines.len() {
            canvas.text(inner, end.saturating_sub(CUT.len()), y, CUT, canvas.theme.plain);
        }
    }
    (inner, text_lines + gap)
}

/// Columns inside a box.
fn inner_width(screen: Rect) -> usize {
    usize::from(screen.width).saturating_sub(6).min(WIDEST)
}

fn frame(canvas: &mut Canvas, area: Rect, title: &str) {
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    let style = canvas.theme.accent;
    let line = Canvas::line(columns.saturating_sub(2));
    let [above, below] = if is_wide() { [["+", "+"], ["+", "+"]] } else { [["┌", "┐"], ["└", "┘"]] };
    canvas.text(area, 0, 0, &format!("{}{line}{}", above[0], above[1]), style);
    for y in 1..rows.saturating_sub(1) {
        canvas.text(area, 0, y, Canvas::bar(), style);
        canvas.text(area, columns - 1, y, Canvas::bar(), style);
    }
    canvas.text(area, 0, rows.saturating_sub(1), &format!("{}{line}{}", below[0], below[1]), style);
    canvas.cut(area, 2, 0, columns.saturating_sub(4), &format!(" {title} "), style);
}

/// A line to type in, from a column to the right edge; gives the caret's place, which is always in sight.
pub fn line_to_type(
    canvas: &mut Canvas,
    area: Rect,
    column: usize,
    y: usize,
    field: &Field,
) -> Option<Position> {
    let style = canvas.theme.typing;
    let room = usize::from(area.width).saturating_sub(column);
    canvas.text(area, column, y, &" ".repeat(room), style);
    let x = canvas.text(area, column, y, fit_end(field.before(), room.saturating_sub(1)), style);
    canvas.text(area, x, y, field.after(), style);
    if field.is_offered() {
        canvas.style(area, column, y, x - column, canvas.theme.selected);
    }
    Canvas::position(area, x, y)
}
