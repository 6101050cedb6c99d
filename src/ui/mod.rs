//! The screen as a function of the state: [`draw`] reads the [`App`], paints a frame and tells what room there was.
//!
//! Each part of the screen has a file. Nothing here decides anything about the report, and nothing is measured by anything but
//! `text`.
//!
//! Wide screens show the sections and the findings at the left; narrow ones show the sections as tabs and the findings in
//! place of the page. The room of the inspector is always kept, so nothing jumps when a finding appears.

mod details;
mod findings;
mod grid;
mod header;
mod hints;
mod inspector;
mod paint;
mod popup;
mod prose;
mod sections;
pub mod theme;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::{App, Focus, Page, Room};
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

/// Draws the screen.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) -> Room {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), theme);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(app, &mut canvas, area);
        return app.room;
    }
    let mut room = Room { has_sections: area.width >= WIDE, ..app.room };
    let tall = area.height >= TALL;
    let inspector_lines = match (room.has_sections, tall) {
        (false, true) => 4,
        _ => 2,
    };
    let [head, tabs, middle, rule, inspector, hint] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::from(!room.has_sections)),
        Constraint::Min(1),
        Constraint::Length(u16::from(tall)),
        Constraint::Length(inspector_lines),
        Constraint::Length(u16::from(tall)),
    ])
    .areas(area);
    header::draw(app, &mut canvas, head);
    let page = if room.has_sections {
        let [left, line, page] =
            Layout::horizontal([Constraint::Length(LEFT), Constraint::Length(2), Constraint::Min(1)])
                .areas(middle);
        canvas.vertical_rule(line);
        let sections = u16::try_from(app.page_count()).unwrap_or(u16::MAX);
        let [list, findings] =
            Layout::vertical([Constraint::Length(sections + 1), Constraint::Min(0)]).areas(left);
        sections::list(app, &mut canvas, list);
        findings::beside(app, &mut canvas, findings);
        page
    } else {
        sections::tabs(app, &mut canvas, tabs);
        middle
    };
    let mut caret = None;
    let (title, body) = if tall {
        let [title, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(page);
        (title, body)
    } else {
        (Rect { height: 0, ..page }, page)
    };
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
    hints::draw(app, &mut canvas, hint);
    if app.popup.is_some() {
        caret = popup::draw(app, &mut canvas, area);
    }
    if let Some(position) = caret {
        frame.set_cursor_position(position);
    }
    room
}

fn too_small(app: &App, canvas: &mut Canvas, area: Rect) {
    let (columns, rows) = SMALLEST;
    let sentence = app.words.say("screen.too-small", &[("columns", &columns), ("rows", &rows)]);
    canvas.wrapped(area, &sentence, canvas.theme.plain);
}
