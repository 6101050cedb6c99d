//! The screen as a function of the state: [`draw`] reads the [`App`] and gives a [`Frame`].
//!
//! Each part of the screen has a file. Nothing here decides anything about the report, and nothing is measured by anything but
//! `text`.
//!
//! Wide screens show the sections and the findings at the left; narrow ones show the sections as tabs and the findings in
//! place of the page. The room of the inspector is always kept, so nothing jumps when a finding appears.

mod area;
mod boxed;
mod details;
mod findings;
mod frame;
mod grid;
mod header;
mod hints;
mod inspector;
mod layout;
mod line;
mod paint;
mod picker;
mod popup;
mod prose;
mod question;
mod reading;
mod sections;
mod start;
pub mod theme;

use ratatui::layout::Rect;

use crate::app::{App, Focus, Hidden, Page, Room};
use area::to_u16;
pub use frame::Frame;
pub use line::{Glyph, Look};
use paint::Canvas;
use theme::Theme;

/// The smallest screen that the editor works on.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Columns from which the sections and findings stand at the left: so many that no table of numbers with three digits is cut
/// beside them.
const WIDE: u16 = 108;

/// Columns from which a line holds what elsewhere takes two.
const LONG: u16 = 120;

/// Columns of the left side.
const LEFT: u16 = 30;

/// Rows from which nothing has to be left out.
const TALL: u16 = 20;

/// Rows from which the largest table is whole beside whatever else there is.
const LOFTY: u16 = 42;

/// Draws on a frame with nothing on it.
pub fn draw(app: &App, theme: &Theme, frame: Frame) -> Frame {
    let screen = frame.area();
    let mut canvas = Canvas { theme, frame };
    canvas.frame.room = app.room;
    if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
        canvas.frame.begin(screen);
        too_small(app, &mut canvas, screen);
        return canvas.frame;
    }
    let mut room = Room { has_sections: screen.width >= WIDE, hidden: Hidden::default(), ..app.room };
    let tall = screen.height >= TALL;
    let inspector_lines = if (tall && screen.width < LONG) || screen.height >= LOFTY { 4 } else { 2 };
    let (head, rest) = area::top(screen, 1);
    let (hint, rest) = area::bottom(rest, u16::from(tall));
    let (inspector, rest) = area::bottom(rest, inspector_lines);
    let (rule, middle) = area::bottom(rest, u16::from(tall));
    let report = app.revision();
    let canvas = &mut canvas;
    canvas.frame.begin(head);
    header::draw(app, canvas, head);
    let page = if room.has_sections {
        let (left, rest) = area::left(middle, LEFT);
        let (line, page) = area::left(rest, 2);
        if canvas.frame.begin_of(line, "line") {
            canvas.vertical_rule(line);
        }
        let (list, findings) = area::top(left, to_u16(app.page_count() + 1));
        if canvas.frame.begin_of(list, ("sections", sections::seen(app), app.page, app.focus)) {
            sections::list(app, canvas, list);
        }
        if canvas.frame.begin_of(findings, ("findings", report, app.notes.len(), app.focus, app.chosen)) {
            findings::beside(app, canvas, findings);
        }
        page
    } else {
        let (tabs, page) = area::top(middle, 1);
        if canvas.frame.begin_of(tabs, ("tabs", sections::seen(app), app.page)) {
            sections::tabs(app, canvas, tabs);
        }
        page
    };
    let mut caret = None;
    let (title, body) = area::top(page, u16::from(tall));
    let instead = app.focus == Focus::Findings && !room.has_sections;
    match app.page {
        _ if instead => {
            canvas.frame.begin(body);
            findings::instead(app, canvas, body);
        }
        Page::Details => {
            canvas.frame.begin(body);
            caret = details::draw(app, canvas, body);
        }
        Page::Section(section) if app.form.section_at(section).is_prose() => {
            canvas.frame.begin(body);
            caret = prose::draw(app, canvas, body, section, &mut room);
        }
        Page::Section(section) => caret = grid::draw(app, canvas, body, section, &mut room),
    }
    if canvas.frame.begin_of(title, ("title", app.form.edition, app.page, instead, room.hidden)) {
        if instead {
            canvas.titled_rule(title, app.words.get("findings.title"));
        } else {
            header::page_title(app, canvas, title, room.hidden);
        }
    }
    if canvas.frame.begin_of(rule, "rule") {
        canvas.rule(rule);
    }
    canvas.frame.begin(inspector);
    inspector::draw(app, canvas, inspector);
    if app.popup.is_some() {
        let (_, over) = area::bottom(screen, hint.height);
        caret = popup::draw(app, canvas, over, &mut room);
    }
    if canvas.frame.begin_of(hint, ("hints", hints::place(app), hints::told(app))) {
        hints::draw(app, canvas, hint);
    }
    canvas.frame.caret = caret;
    canvas.frame.room = room;
    std::mem::take(&mut canvas.frame)
}

fn too_small(app: &App, canvas: &mut Canvas, area: Rect) {
    let (columns, rows) = SMALLEST;
    let sentence = app.words.say("screen.too-small", &[("columns", &columns), ("rows", &rows)]);
    canvas.wrapped(area, &sentence, canvas.theme.plain);
}
