//! The sections and their state: a list at the left, or tabs in one line.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Focus, Page};
use crate::form::{SectionId, Severity};
use crate::text::width;
use crate::words::Lang;

/// The list at the left, one section a line, its state at the end of the line.
pub fn list(app: &App, canvas: &mut Canvas, area: Rect) {
    canvas.titled_rule(Rect { height: area.height.min(1), ..area }, app.words.get("sections.title"));
    for index in 0..app.page_count() {
        let y = index + 1;
        let columns = usize::from(area.width);
        let name = name(app, index, true);
        let here = index == app.page_index();
        let (state, state_style) = state(app, index, canvas);
        let style = if here { canvas.theme.accent } else { canvas.theme.plain };
        let marker = if here { ">" } else { " " };
        canvas.text(area, 0, y, marker, canvas.theme.accent);
        canvas.cut(area, 2, y, columns.saturating_sub(width(&state) + 4), &name, style);
        canvas.right(area, columns.saturating_sub(1), y, &state, state_style);
        if here && app.focus == Focus::Sections {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
}

/// The tabs of a narrow screen. Names are left out where they do not fit, except that of the page shown.
pub fn tabs(app: &App, canvas: &mut Canvas, area: Rect) {
    let marks: Vec<_> = (0..app.page_count()).map(|index| mark(app, index)).collect();
    let build = |named: &dyn Fn(usize) -> bool| -> Vec<String> {
        (0..app.page_count()).map(|index| name(app, index, named(index))).collect()
    };
    let room = usize::from(area.width).saturating_sub(2);
    let needed = |names: &[String], gap: usize| {
        let marks = marks.iter().flatten().map(|(text, _)| width(text) + 1).sum::<usize>();
        names.iter().map(|name| width(name) + gap).sum::<usize>() + marks
    };
    // The first arrangement that fits; the last one in any case.
    let all = build(&|_| true);
    let own = build(&|index| index == app.page_index());
    let arrangements = [(&all, 2), (&all, 1), (&own, 2), (&own, 1)];
    let fitting = arrangements.into_iter().find(|(names, gap)| needed(names, *gap) <= room);
    let (names, gap) = fitting.unwrap_or((&own, 1));
    let mut x = 1;
    for (index, (name, mark)) in names.iter().zip(&marks).enumerate() {
        let here = index == app.page_index();
        let style = if here { canvas.theme.accent.patch(canvas.theme.cursor) } else { canvas.theme.plain };
        x = canvas.text(area, x, 0, name, style);
        if let Some((text, severity)) = mark {
            x = canvas.text(area, x + 1, 0, text, canvas.theme.severity(*severity));
        }
        x += gap;
    }
}

/// What a page is called: its number alone, or with its name.
fn name(app: &App, index: usize, with_name: bool) -> String {
    match App::page_at(index) {
        Page::Details => app.words.get("details.tab").to_owned(),
        Page::Section(section) => {
            let facts = app.form.section_at(section);
            let number = match app.words.lang {
                Lang::Zh => facts.mark.clone(),
                Lang::En => index.to_string(),
            };
            if with_name { format!("{number} {}", app.words.choose(&facts.name)) } else { number }
        }
    }
}

/// The worst of a page's open findings and how many of that weight there are; notes do not count.
fn worst(app: &App, index: usize) -> Option<(Severity, usize)> {
    let section = index.checked_sub(1).map(SectionId);
    [Severity::Error, Severity::Warning].into_iter().find_map(|severity| {
        let here =
            app.derived.open().filter(|finding| finding.section == section && finding.severity == severity);
        Some((severity, here.count())).filter(|(_, count)| *count > 0)
    })
}

fn mark(app: &App, index: usize) -> Option<(String, Severity)> {
    worst(app, index).map(|(severity, count)| (format!("{}{count}", sign(severity)), severity))
}

fn state(app: &App, index: usize, canvas: &Canvas) -> (String, Style) {
    if let Some((severity, count)) = worst(app, index) {
        return (format!("{} {count}", app.words.severity(severity)), canvas.theme.severity(severity));
    }
    let text = match App::page_at(index) {
        Page::Section(section) if app.form.section_at(section).is_prose() => {
            app.words.say("sections.characters", &[("count", &app.derived.characters[section.0])])
        }
        Page::Section(_) | Page::Details => app.words.get("sections.complete").to_owned(),
    };
    (text, canvas.theme.dim)
}
