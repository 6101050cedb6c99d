//! The page of title and signature.

use ratatui::layout::{Position, Rect};

use super::area::{self, to_u16};
use super::paint::Canvas;
use crate::app::entry::Target;
use crate::app::{App, Detail, Focus, Hit, LastYear};
use crate::text::fit_end;

/// Columns of the names of the fields.
const NAMES: usize = 14;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) -> Option<Position> {
    let theme = canvas.theme;
    let title = app.form.title(&app.report.organ, app.report.year);
    let columns = usize::from(area.width).saturating_sub(2);
    let mut caret = None;
    let compact = area.height < 12;
    let mut y = usize::from(!compact);
    if !compact {
        canvas.cut(area, 1, y, columns, &title, theme.strong);
        y += 2;
    }
    for detail in app.details() {
        let here = detail == app.detail();
        if detail == Detail::SignedOrgan && !compact {
            y += 1;
        }
        let style = if here { theme.accent } else { theme.dim };
        canvas.cut(area, 1, y, NAMES, app.words.get(name(detail)), style);
        let x = 1 + NAMES;
        let room = usize::from(area.width).saturating_sub(x + 2);
        let entry = app.entry.as_ref().filter(|entry| entry.target == Target::Detail(detail));
        if let Some(entry) = entry {
            let before = fit_end(entry.field.before(), room);
            canvas.text(area, x, y, &" ".repeat(room), theme.typing);
            let end = canvas.text(area, x, y, before, theme.typing);
            canvas.text(area, end, y, entry.field.after(), theme.typing);
            caret = Canvas::position(area, end, y);
        } else {
            let (text, style) = match app.detail_text(detail) {
                text if !text.is_empty() => (text, theme.plain),
                _ if detail == Detail::SignedOrgan => {
                    (app.words.get("details.signed-organ.same").to_owned(), theme.dim)
                }
                _ => ("_".repeat(8), theme.dim),
            };
            let end = canvas.cut(area, x, y, room, &text, style);
            if here && app.focus == Focus::Page {
                canvas.style(area, x, y, (end - x).max(8), theme.cursor);
                caret = Canvas::position(area, x, y);
            }
        }
        canvas.hit(area, 1, y, usize::from(area.width), Hit::Detail(detail));
        y += 1;
    }
    if !compact {
        y += 1;
        for line in about(app) {
            let (_, rest) = area::top(area, to_u16(y));
            let rest = Rect { x: rest.x + 1, width: rest.width.saturating_sub(2), ..rest };
            y += canvas.wrapped(rest, &line, theme.dim);
        }
    }
    caret
}

/// The name of a field, as a key of the catalogues.
fn name(detail: Detail) -> &'static str {
    match detail {
        Detail::Organ => "details.organ",
        Detail::Year => "details.year",
        Detail::AmountUnit => "details.amount-unit",
        Detail::SignedOrgan => "details.signed-organ",
        Detail::SignedDate => "details.signed-date",
    }
}

/// What cannot be changed here but is good to know.
fn about(app: &App) -> Vec<String> {
    let words = app.words;
    let path = app.document.path.as_ref().map(|path| path.to_string_lossy().into_owned());
    let file = path.unwrap_or_else(|| words.get("header.unnamed").to_owned());
    let (edition, instrument) = (&app.form.edition, &app.form.instrument);
    let previous = match app.last_year {
        LastYear::One(_) => words.get("details.last-year"),
        LastYear::None => words.get("details.no-last-year"),
        LastYear::Several => words.get("details.several-last-years"),
    };
    vec![
        words.say("details.edition", &[("edition", edition), ("instrument", instrument)]),
        words.say("details.file", &[("file", &file)]),
        previous.to_owned(),
    ]
}
