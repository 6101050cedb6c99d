//! The screen as a function of the state: [`draw`] reads the [`App`] and gives a [`Frame`].
//!
//! Each part of the screen has a file. Nothing here decides anything about the report, and nothing is measured by anything but
//! `text`.
//!
//! Wide screens show the sections and the findings at the left; narrow ones show the sections as tabs and the findings in
//! place of the page. The room of the inspector is always kept, so nothing jumps when a finding appears.

mod area;
mod details;
mod findings;
mod frame;
mod grid;
mod header;
mod hints;
mod inspector;
mod paint;
mod popup;
mod prose;
mod reading;
mod sections;
mod start;
pub mod theme;

use ratatui::layout::Rect;

use crate::app::{App, Focus, Page, Room};
pub use frame::{Frame, Line};
use paint::Canvas;
use theme::Theme;

/// The smallest screen that the editor works on.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Columns from which the sections and findings stand at the left.
const WIDE: u16 = 100;

/// Columns of the left side.
const LEFT: u16 = 30;

/// Rows from which nothing has to be left out.
const TALL: u16 = 20;

/// Draws on a frame with nothing on it.
pub fn draw(app: &App, theme: &Theme, frame: Frame) -> Frame {
    let screen = frame.area();
    let mut canvas = Canvas { theme, frame: Frame { room: app.room, ..frame } };
    if screen.width < SMALLEST.0 || screen.height < SMALLEST.1 {
        too_small(app, &mut canvas, screen);
        return canvas.frame;
    }
    let mut room = Room { has_sections: screen.width >= WIDE, ..app.room };
    let tall = screen.height >= TALL;
    let inspector_lines = match (room.has_sections, tall) {
        (false, true) => 4,
        _ => 2,
    };
    let (head, rest) = area::top(screen, 1);
    let (hint, rest) = area::bottom(rest, u16::from(tall));
    let (inspector, rest) = area::bottom(rest, inspector_lines);
    let (rule, middle) = area::bottom(rest, u16::from(tall));
    header::draw(app, &mut canvas, head);
    let page = if room.has_sections {
        let (left, rest) = area::left(middle, LEFT);
        let (line, page) = area::left(rest, 2);
        canvas.vertical_rule(line);
        let (list, findings) = area::top(left, u16::try_from(app.page_count() + 1).unwrap_or(u16::MAX));
        sections::list(app, &mut canvas, list);
        findings::beside(app, &mut canvas, findings);
        page
    } else {
        let (tabs, page) = area::top(middle, 1);
        sections::tabs(app, &mut canvas, tabs);
        page
    };
    let mut caret = None;
    let (title, body) = area::top(page, u16::from(tall));
    if app.focus == Focus::Findings && !room.has_sections {
        canvas.titled_rule(title, app.words.get("findings.title"));
        findings::instead(app, &mut canvas, body);
    } else {
        canvas.titled_rule(title, &header::page_title(app));
        match app.page {
            Page::Details => caret = details::draw(app, &mut canvas, body),
            Page::Section(section) if app.form.section_at(section).is_prose() => {
                caret = prose::draw(app, &mut canvas, body, section, &mut room);
            }
            Page::Section(section) => caret = grid::draw(app, &mut canvas, body, section, &mut room),
        }
    }
    canvas.rule(rule);
    inspector::draw(app, &mut canvas, inspector);
    if app.popup.is_some() {
        let (_, over) = area::bottom(screen, hint.height);
        caret = popup::draw(app, &mut canvas, over, &mut room);
    }
    hints::draw(app, &mut canvas, hint);
    Frame { caret, room, ..canvas.frame }
}

fn too_small(app: &App, canvas: &mut Canvas, area: Rect) {
    let (columns, rows) = SMALLEST;
    let sentence = app.words.say("screen.too-small", &[("columns", &columns), ("rows", &rows)]);
    canvas.wrapped(area, &sentence, canvas.theme.plain);
}
