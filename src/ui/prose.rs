//! A section of prose: one column of paragraphs, findings underlined on their words, the caret the terminal's own.

use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use super::paint::Canvas;
use crate::app::prose::Rows;
use crate::app::{App, Room};
use crate::form::SectionId;
use crate::text::{visible, width};

/// The widest column of text that reads well.
const WIDEST: u16 = 76;

pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    area: Rect,
    section: SectionId,
    room: &mut Room,
) -> Option<Position> {
    let columns = area.width.saturating_sub(4).min(WIDEST);
    let margin = (area.width - columns) / 2;
    let column = Rect { x: area.x + margin, width: columns, ..area };
    let paragraphs = app.report.paragraphs(section);
    room.columns = usize::from(columns);
    room.lines = usize::from(area.height);
    if paragraphs.iter().all(String::is_empty) {
        let help = app.words.choose(&app.form.section_at(section).help);
        canvas.wrapped(column, &app.words.say("prose.empty", &[("help", &help)]), canvas.theme.dim);
        return Canvas::position(column, 0, 0);
    }
    let rows = Rows::of(paragraphs, room.columns);
    let caret = app.caret(section);
    let row = rows.row_of(caret);
    let first = app.scroll().0.clamp((row + 1).saturating_sub(room.lines), row);
    let first = first.min(rows.rows.len().saturating_sub(room.lines));
    room.scroll = first;
    for (y, shown) in rows.rows.iter().skip(first).take(room.lines).enumerate() {
        canvas.text(column, shown.indent, y, rows.text(shown), canvas.theme.plain);
        for finding in app.derived.open().filter(|finding| finding.section == Some(section)) {
            let Some(phrase) = finding.phrase.as_ref().filter(|phrase| phrase.paragraph == shown.paragraph)
            else {
                continue;
            };
            let from = phrase.range.start.max(shown.range.start);
            let to = phrase.range.end.min(shown.range.end);
            if let (true, Some(paragraph)) = (from < to, paragraphs.get(shown.paragraph)) {
                let columns = |range| width(&visible(paragraph.get(range).unwrap_or_default()));
                let x = shown.indent + columns(shown.range.start..from);
                let style = canvas.theme.severity(finding.severity).add_modifier(Modifier::UNDERLINED);
                canvas.style(column, x, y, columns(from..to), style);
            }
        }
    }
    Canvas::position(column, rows.column_of(caret), row - first)
}
