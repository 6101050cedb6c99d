//! A section of prose: one column of paragraphs, findings underlined on their words, the caret the terminal's own.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::paint::Canvas;
use crate::app::rows::{INDENT, ProseRow, Rows};
use crate::app::{App, Area, Hidden, Hit, Room};
use crate::form::SectionId;
use crate::report::Place;

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
    if paragraphs.iter().all(String::is_empty) && paragraphs.len() < 2 {
        let help = app.words.choose(&app.form.section_at(section).help);
        let below = Rect { y: column.y + 1, height: column.height.saturating_sub(1), ..column };
        canvas.wrapped(below, &app.words.say("prose.empty", &[("help", &help)]), canvas.theme.dim);
        return Canvas::position(column, INDENT, 0);
    }
    let rows = app.rows(section, room.columns);
    let caret = app.caret(section);
    let row = rows.row_of(caret);
    let first = app.scroll().0.clamp((row + 1).saturating_sub(room.lines), row);
    let first = first.min(rows.rows.len().saturating_sub(room.lines));
    room.scroll = first;
    room.hidden = Hidden {
        above: first,
        below: rows.rows.len().saturating_sub(first + room.lines),
        ..Hidden::default()
    };
    // The margins too, so that one can point behind a row.
    let whole = Area { x: column.x, y: column.y, columns: area.right() - column.x, rows: area.height };
    canvas.frame.hit(whole, Hit::Text(first));
    let shown = rows.rows.get(first..).unwrap_or_default();
    let shown = shown.get(..room.lines).unwrap_or(shown);
    let paragraph = |row: Option<&ProseRow>| row.map(|row| row.paragraph);
    let paragraphs_shown = paragraph(shown.first())..=paragraph(shown.last());
    let findings = app.derived.open().filter(|finding| finding.section == Some(section));
    let phrases: Vec<_> = findings
        .filter_map(|finding| Some((finding.severity, finding.phrase.as_ref()?)))
        .filter(|(_, phrase)| paragraphs_shown.contains(&Some(phrase.paragraph)))
        .collect();
    for (y, shown) in shown.iter().enumerate() {
        canvas.text(column, shown.indent, y, rows.text(shown), canvas.theme.plain);
        for one in app.report.references.iter().filter(|one| one.section == section) {
            let place = |offset| Place { paragraph: one.paragraph, offset };
            mark(canvas, column, y, &rows, shown, (place(one.start), place(one.end)), canvas.theme.accent);
        }
        for (severity, phrase) in &phrases {
            let (from, to) = (phrase.range.start, phrase.range.end);
            let paragraph = phrase.paragraph;
            let style = canvas.theme.severity(*severity).add_modifier(Modifier::UNDERLINED);
            let range = (Place { paragraph, offset: from }, Place { paragraph, offset: to });
            mark(canvas, column, y, &rows, shown, range, style);
        }
        if let Some(range) = app.text_selection(section) {
            let style = canvas.theme.selected;
            mark(canvas, column, y, &rows, shown, range, style);
        }
    }
    // A full row leaves the caret one column behind it, in the margin.
    let with_margin = Rect { width: column.width + 1, ..column };
    Canvas::position(with_margin, rows.column_of(caret).min(room.columns), row - first)
}

/// Styles the part of a text that is on one row.
fn mark(
    canvas: &mut Canvas,
    column: Rect,
    y: usize,
    rows: &Rows,
    row: &ProseRow,
    (from, to): (Place, Place),
    style: Style,
) {
    let place = |offset| Place { paragraph: row.paragraph, offset };
    let start = from.max(place(row.range.start));
    let end = to.min(place(row.range.end));
    if start < end {
        let x = rows.column_in(row, start.offset);
        canvas.style(column, x, y, rows.column_in(row, end.offset) - x, style);
    }
}
