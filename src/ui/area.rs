//! Cutting the screen into parts.
//!
//! Plain arithmetic: ratatui's layout solver would take half of a frame's time for these few cuts.

use ratatui::layout::Rect;

/// So many lines at the top, and the rest.
pub fn top(area: Rect, lines: u16) -> (Rect, Rect) {
    let lines = lines.min(area.height);
    (Rect { height: lines, ..area }, Rect { y: area.y + lines, height: area.height - lines, ..area })
}

/// So many lines at the bottom, and the rest.
pub fn bottom(area: Rect, lines: u16) -> (Rect, Rect) {
    let (rest, part) = top(area, area.height.saturating_sub(lines));
    (part, rest)
}

/// So many columns at the left, and the rest.
pub fn left(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    (Rect { width: columns, ..area }, Rect { x: area.x + columns, width: area.width - columns, ..area })
}

/// A number of columns or lines of the screen.
pub fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
