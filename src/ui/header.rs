//! The first line: whose report this is, and how it stands.

use ratatui::layout::Rect;

use super::paint::Canvas;
use crate::app::{App, Hidden, Page};
use crate::form::Severity;
use crate::text::{cut, width};
use crate::words::Lang;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let words = app.words;
    let organ = match app.report.organ.trim() {
        "" => words.get("header.no-organ"),
        organ => organ,
    };
    let year = app.report.year.map_or_else(|| "----".to_owned(), |year| year.to_string());
    let about = words.say("header.about", &[("year", &year), ("edition", &app.form.edition)]);

    let mut states = Vec::new();
    if !app.can_keep {
        states.push((words.get("header.not-kept").to_owned(), canvas.theme.severity(Severity::Warning)));
    }
    if app.document.is_read_only {
        states.push((words.get("header.read-only").to_owned(), canvas.theme.accent));
    }
    if app.is_new() {
        states.push((words.get("header.new").to_owned(), canvas.theme.accent));
    }
    if app.is_modified() {
        let key = if app.is_new() { "header.unsaved" } else { "header.modified" };
        states.push((words.get(key).to_owned(), canvas.theme.accent));
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let count = app.derived.count(severity);
        if count > 0 {
            let text = format!("{} {count}", words.severity(severity));
            states.push((text, canvas.theme.severity(severity)));
        }
    }
    if app.derived.open().next().is_none() {
        states.push((words.get("header.clean").to_owned(), canvas.theme.dim));
    }
    let columns = usize::from(area.width);
    let taken: usize = states.iter().map(|(text, _)| width(text) + 2).sum();
    let mut x = columns.saturating_sub(taken);
    let room = x.saturating_sub(1);
    for (text, style) in states {
        x = canvas.text(area, x, 0, &text, style) + 2;
    }
    let end = canvas.cut(area, 1, 0, room.saturating_sub(1), organ, canvas.theme.strong) + 2;
    canvas.cut(area, end, 0, room.saturating_sub(end), &about, canvas.theme.dim);
}

/// What stands over the page, and how much of the page is out of sight above and below.
pub fn page_title(app: &App, canvas: &mut Canvas, area: Rect, hidden: Hidden) {
    let words = app.words;
    let title = match app.page {
        Page::Details => words.get("details.title").to_owned(),
        Page::Section(section) => {
            let facts = app.form.section_at(section);
            match words.lang {
                Lang::Zh => facts.title.to_owned(),
                Lang::En => format!("{}  {}", facts.title, facts.gloss),
            }
        }
    };
    let sides = [
        ("page.above", hidden.above),
        ("page.below", hidden.below),
        ("page.left", hidden.left),
        ("page.right", hidden.right),
    ];
    let told = sides.into_iter().filter(|(_, count)| *count > 0);
    let told: Vec<_> = told.map(|(key, count)| words.say(key, &[("count", &count)])).collect();
    if told.is_empty() {
        return canvas.titled_rule(area, &title);
    }
    let text = format!(" {} ", words.list(told.iter().map(String::as_str)));
    let columns = usize::from(area.width);
    canvas.titled_rule(area, &cut(&title, columns.saturating_sub(width(&text) + 6)));
    canvas.right(area, columns.saturating_sub(1), 0, &text, canvas.theme.dim);
}
