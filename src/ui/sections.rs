//! The sections and their state: a list at the left, or tabs in one line.

use std::hash::Hash;

use ratatui::layout::Rect;

use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Focus, Hit};
use crate::form::Severity;
use crate::text::width;

/// Columns of the mark of findings in the list.
const MARK: usize = 4;

/// What there is to see of the sections: how far each is, and the worst that is open there.
pub fn seen(app: &App) -> impl Hash {
    let pages = (0..app.page_count()).map(|index| (app.progress(index), app.worst(index)));
    (app.form.edition, pages.collect::<Vec<_>>())
}

/// The list at the left, one section a line: how far it is, and the mark of its findings.
pub fn list(app: &App, canvas: &mut Canvas, area: Rect) {
    canvas.titled_rule(Rect { height: area.height.min(1), ..area }, app.words.get("sections.title"));
    for index in 0..app.page_count() {
        let y = index + 1;
        let columns = usize::from(area.width);
        let name = app.page_name(index);
        let here = index == app.page_index();
        let style = if here { canvas.theme.accent } else { canvas.theme.plain };
        let marker = if here { ">" } else { " " };
        canvas.text(area, 0, y, marker, canvas.theme.accent);
        let amount = app.progress(index).told(app.words);
        canvas.cut(area, 2, y, columns.saturating_sub(width(&amount) + MARK + 4), &name, style);
        canvas.right(area, columns.saturating_sub(MARK + 1), y, &amount, canvas.theme.dim);
        if let Some((text, severity)) = mark(app, index) {
            canvas.right(area, columns.saturating_sub(1), y, &text, canvas.theme.severity(severity));
        }
        canvas.hit(area, 0, y, columns, Hit::Page(index));
        if here && app.focus == Focus::Sections {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
}

/// The tabs of a narrow screen. Names are left out where they do not fit, except that of the page shown.
pub fn tabs(app: &App, canvas: &mut Canvas, area: Rect) {
    let marks: Vec<_> = (0..app.page_count()).map(|index| mark(app, index)).collect();
    let build = |named: &dyn Fn(usize) -> bool| -> Vec<String> {
        (0..app.page_count())
            .map(|index| if named(index) { app.page_name(index) } else { app.page_number(index) })
            .collect()
    };
    let room = usize::from(area.width).saturating_sub(2);
    let needed = |names: &[String], gap: usize| {
        let marks = marks.iter().flatten().map(|(text, _)| width(text) + 1).sum::<usize>();
        names.iter().map(|name| width(name) + gap).sum::<usize>() + marks
    };
    // The first arrangement that fits; the last one in any case.
    let all = build(&|_| true);
    // Where one blank parts the tabs, none may stand within them.
    let close: Vec<_> = all.iter().map(|name| name.replacen(' ', ".", 1)).collect();
    let own = build(&|index| index == app.page_index());
    let arrangements = [(&all, 2), (&close, 1), (&own, 2), (&own, 1)];
    let fitting = arrangements.into_iter().find(|(names, gap)| needed(names, *gap) <= room);
    let (names, gap) = fitting.unwrap_or((&own, 1));
    let mut x = 1;
    for (index, (name, mark)) in names.iter().zip(&marks).enumerate() {
        let here = index == app.page_index();
        let style = if here { canvas.theme.accent.patch(canvas.theme.cursor) } else { canvas.theme.plain };
        let start = x;
        x = canvas.text(area, x, 0, name, style);
        if let Some((text, severity)) = mark {
            x = canvas.text(area, x + 1, 0, text, canvas.theme.severity(*severity));
        }
        canvas.hit(area, start, 0, x - start, Hit::Page(index));
        x += gap;
    }
}

/// The mark of a page with findings.
fn mark(app: &App, index: usize) -> Option<(String, Severity)> {
    app.worst(index).map(|(severity, count)| (format!("{}{count}", sign(severity)), severity))
}
