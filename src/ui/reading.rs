//! A text to read over the screen: the report as it will be printed, help, the manual, the state of the report.

use ratatui::layout::{Position, Rect};

use super::area::{self, to_u16};
use super::boxed::line_to_type;
use super::paint::Canvas;
use crate::app::line::Line;
use crate::app::read::Text;
use crate::app::{App, Over, Reading, Room};
use crate::text::width;

/// Columns of a printed page.
const PAGE: usize = 78;

/// The longest bar.
const BAR: usize = 40;

/// Draws the text over the whole screen; gives the caret's place while words to look for are typed.
pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    screen: Rect,
    reading: &Reading,
    room: &mut Room,
) -> Option<Position> {
    canvas.clear(screen);
    let columns = usize::from(screen.width).saturating_sub(2).min(PAGE);
    let lines = app.lines(&reading.text, columns);
    let (title, body) = area::top(screen, 1);
    let has_foot = reading.search.is_some() || app.notice.is_some();
    let (foot, body) = area::bottom(body, u16::from(has_foot));
    let height = usize::from(body.height);
    room.over = Over { last: lines.len().saturating_sub(height), lines: height, columns };
    let first = reading.scroll.min(room.over.last);
    let shown = first + height.min(lines.len() - first);
    canvas.titled_rule(title, &heading(app, &reading.text, first + 1, shown, lines.len()));
    let margin = (screen.width - to_u16(columns)) / 2;
    let body = Rect { x: body.x + margin, width: to_u16(columns), ..body };
    let beside = lines.iter().map(beside).max().unwrap_or_default();
    for (y, line) in lines.iter().skip(first).take(height).enumerate() {
        draw_line(canvas, body, y, line, beside);
        if !reading.needle.is_empty() {
            mark(canvas, body, y, line, beside, &reading.needle);
        }
    }
    if let Some(field) = &reading.search {
        let name = app.words.get("search.needle");
        canvas.text(foot, 1, 0, name, canvas.theme.dim);
        return line_to_type(canvas, foot, width(name) + 2, 0, field);
    }
    if let Some(notice) = &app.notice {
        canvas.cut(foot, 1, 0, usize::from(foot.width).saturating_sub(2), notice, canvas.theme.accent);
    }
    None
}

fn heading(app: &App, text: &Text, first: usize, last: usize, lines: usize) -> String {
    let name = app.words.get(match text {
        Text::Preview => "preview.title",
        Text::Help(_) => "help.title",
        Text::Manual => "manual.title",
        Text::Overview => "overview.title",
        Text::LastYear(_) => "last-year.title",
        Text::Differences(_) => "difference.title",
    });
    app.words.say("reading.title", &[("name", &name), ("first", &first), ("last", &last), ("lines", &lines)])
}

/// Columns that what stands first in a line takes where something stands beside it.
fn beside(line: &Line) -> usize {
    match line {
        Line::Plain(_) | Line::Gone(_) | Line::Heading(_) => 0,
        Line::Pair(first, _) | Line::Bar(first, ..) => width(first) + 2,
    }
}

fn draw_line(canvas: &mut Canvas, area: Rect, y: usize, line: &Line, beside: usize) {
    let theme = canvas.theme;
    let columns = usize::from(area.width);
    // Long keys must not push what they do off the screen.
    let beside = beside.min(columns / 2);
    match line {
        Line::Plain(text) => {
            canvas.text(area, 0, y, text, theme.plain);
        }
        Line::Gone(text) => {
            canvas.text(area, 0, y, text, theme.dim);
        }
        Line::Heading(text) => {
            canvas.cut(area, 0, y, columns, text, theme.strong);
        }
        Line::Pair(first, second) => {
            canvas.cut(area, 0, y, beside.saturating_sub(1), first, theme.strong);
            canvas.cut(area, beside, y, columns.saturating_sub(beside), second, theme.plain);
        }
        Line::Bar(label, number, share) => {
            canvas.cut(area, 0, y, beside.saturating_sub(1), label, theme.plain);
            let bar = beside + 8;
            canvas.right(area, bar.saturating_sub(1), y, number, theme.strong);
            // Rounded up, so that what is there is seen.
            let length = (share * columns.saturating_sub(bar).min(BAR)).div_ceil(1000);
            // Not filled: bars of the same length under each other would melt into one.
            canvas.text(area, bar, y, &"=".repeat(length), theme.accent);
        }
    }
}

/// Marks the words looked for, wherever they stand whole on the line.
fn mark(canvas: &mut Canvas, area: Rect, y: usize, line: &Line, beside: usize, needle: &str) {
    let (first, second) = match line {
        Line::Plain(text) | Line::Gone(text) | Line::Heading(text) | Line::Bar(text, ..) => {
            (text.as_str(), "")
        }
        Line::Pair(first, second) => (first.as_str(), second.as_str()),
    };
    let beside = beside.min(usize::from(area.width) / 2);
    for (column, text) in [(0, first), (beside, second)] {
        let (text, needle) = (text.to_lowercase(), needle.to_lowercase());
        for (at, found) in text.match_indices(&needle) {
            let before = text.get(..at).unwrap_or_default();
            canvas.style(area, column + width(before), y, width(found), canvas.theme.selected);
        }
    }
}
