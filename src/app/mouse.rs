//! The mouse: what drawing has put where, and what pressing, dragging and the wheel do there.

use std::time::Duration;

use super::command::Definition;
use super::entry::Target;
use super::{App, Command, Detail, Effect, Focus, Motion, Page, Popup, Position};
use crate::form::SectionId;
use crate::report::Place;
use crate::text::word;

/// Something that the mouse does, in cells of the screen from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mouse {
    /// Column.
    pub column: u16,
    /// Row.
    pub row: u16,
    /// What it does there.
    pub act: Act,
}

/// What a mouse does. Only the left button counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The button goes down.
    Press,
    /// It moves with the button down.
    Drag,
    /// The wheel is turned away.
    WheelUp,
    /// The wheel is turned towards the person.
    WheelDown,
}

/// A rectangle of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Area {
    fn contains(self, column: u16, row: u16) -> bool {
        let inside = |at: u16, from: u16, length: u16| at.checked_sub(from).is_some_and(|at| at < length);
        inside(column, self.x, self.columns) && inside(row, self.y, self.rows)
    }
}

/// What can be hit on the screen.
#[derive(Debug, Clone, Copy)]
pub enum Hit {
    /// A page in the list of sections, by its number.
    Page(usize),
    /// A cell of the table shown.
    Cell(Position),
    /// A field of title and signature.
    Detail(Detail),
    /// The column of prose, and the row of text at its top.
    Text(usize),
    /// A finding, by its number.
    Finding(usize),
    /// An answer to a question, by its number.
    Answer(usize),
    /// A line to choose, by its number.
    Choice(usize),
    /// The hint of a command.
    Command(&'static Definition),
}

/// What the last frame has put where.
#[derive(Debug, Default)]
pub struct Hits(Vec<(Area, Hit)>);

impl FromIterator<(Area, Hit)> for Hits {
    fn from_iter<T: IntoIterator<Item = (Area, Hit)>>(found: T) -> Self {
        Self(found.into_iter().collect())
    }
}

impl Hits {
    /// What is at a place, and the area it fills.
    fn at(&self, column: u16, row: u16) -> Option<(Area, Hit)> {
        self.0.iter().rev().find(|(area, _)| area.contains(column, row)).copied()
    }

    /// The column of prose.
    fn text(&self) -> Option<(Area, usize)> {
        self.0
            .iter()
            .find_map(|(area, hit)| if let Hit::Text(first) = hit { Some((*area, *first)) } else { None })
    }
}

/// Two presses within this time at one place are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Lines that one step of the wheel moves.
const WHEEL: usize = 3;

/// Where the button went down last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pressed {
    column: u16,
    row: u16,
    at: Duration,
    /// The place in the prose, where it was one.
    place: Option<Place>,
    /// The cell, where it was one.
    cell: Option<Position>,
}

impl App {
    /// Gives the mouse to the program or back to the terminal, whose own selection works without us.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        self.has_mouse = !self.has_mouse;
        self.say(if self.has_mouse { "notice.mouse-on" } else { "notice.mouse-off" });
        vec![Effect::Mouse(self.has_mouse)]
    }

    /// The mouse did something.
    pub(super) fn point(&mut self, mouse: Mouse) -> Vec<Effect> {
        match mouse.act {
            Act::Press => return self.press(mouse),
            Act::Drag => self.drag(mouse),
            Act::WheelUp => return self.wheel(false),
            Act::WheelDown => return self.wheel(true),
        }
        Vec::new()
    }

    fn press(&mut self, mouse: Mouse) -> Vec<Effect> {
        let again = self.pressed.take().is_some_and(|last| {
            (last.column, last.row) == (mouse.column, mouse.row) && self.now.saturating_sub(last.at) < DOUBLE
        });
        let Some((area, hit)) = self.hits.at(mouse.column, mouse.row) else { return Vec::new() };
        let mut pressed =
            Pressed { column: mouse.column, row: mouse.row, at: self.now, place: None, cell: None };
        self.pressed = Some(pressed);
        match hit {
            // The second half of a double click is not for what the first has put there.
            Hit::Answer(_) | Hit::Choice(_) | Hit::Command(_) if again => return Vec::new(),
            Hit::Answer(index) => return self.choose_answer(index),
            Hit::Choice(index) => return self.choose_line(index),
            Hit::Command(row) => return self.carry_out(row.command.clone()),
            _ if self.popup.is_some() => return Vec::new(),
            Hit::Page(index) => self.go_to_page(index),
            Hit::Finding(index) => {
                if self.leave_entry() {
                    self.land_on(index);
                }
            }
            Hit::Detail(detail) => {
                let typing = self.entry.as_ref().is_some_and(|entry| entry.target == Target::Detail(detail));
                if !typing && self.leave_entry() {
                    self.go_to_detail(detail);
                    if again {
                        self.begin_detail();
                    }
                }
            }
            Hit::Cell(position) => {
                pressed.cell = Some(position);
                self.press_cell(position, again);
            }
            Hit::Text(first) => {
                if let Page::Section(section) = self.page {
                    let place = self.place_under(section, area, first, mouse);
                    pressed.place = Some(place);
                    self.focus = Focus::Page;
                    self.place_caret(section, place);
                    if again {
                        self.select_word(section, place);
                    }
                }
            }
        }
        self.pressed = Some(pressed);
        Vec::new()
    }

    fn press_cell(&mut self, position: Position, again: bool) {
        let Page::Section(section) = self.page else { return };
        let cell = self.cell_at(section, position);
        let typing = |entry: &super::Entry| Some(entry.target) == cell.map(Target::Cell);
        if self.entry.as_ref().is_some_and(typing) || !self.leave_entry() {
            return;
        }
        self.put_cursor(section, position);
        if again {
            self.in_table(Command::Edit);
        }
    }

    /// Something else than the mouse was used: what was pressed before counts no more.
    pub(super) fn forget_press(&mut self) {
        self.pressed = None;
    }

    fn drag(&mut self, mouse: Mouse) {
        let (Page::Section(section), Some(pressed), None) = (self.page, self.pressed, &self.popup) else {
            return;
        };
        if let (Some(from), Some((area, first))) = (pressed.place, self.hits.text()) {
            let place = self.place_under(section, area, first, mouse);
            self.place_caret(section, place);
            self.mark = Some(from);
        }
        if let (Some(from), Some((_, Hit::Cell(to)))) = (pressed.cell, self.hits.at(mouse.column, mouse.row))
            && self.entry.is_none()
        {
            self.put_cursor(section, to);
            self.anchor = (from != to).then_some(from);
        }
    }

    /// The place in the prose nearest to the mouse; a row beyond the edge when it is dragged over it.
    fn place_under(&mut self, section: SectionId, area: Area, first: usize, mouse: Mouse) -> Place {
        self.lay_out(section);
        let rows = &self.rows[section.0];
        let row = if mouse.row < area.y {
            first.saturating_sub(1)
        } else {
            first + usize::from((mouse.row - area.y).min(area.rows))
        };
        let row = row.min(rows.rows.len().saturating_sub(1));
        rows.at(row, usize::from(mouse.column.saturating_sub(area.x)))
    }

    fn select_word(&mut self, section: SectionId, place: Place) {
        let Some(text) = self.report.paragraphs(section).get(place.paragraph) else { return };
        let end = word::next(text, place.offset);
        let start = word::previous(text, end);
        self.place_caret(section, Place { offset: end, ..place });
        self.mark = Some(Place { offset: start, ..place });
    }

    fn wheel(&mut self, down: bool) -> Vec<Effect> {
        let motion = if down { Motion::Down } else { Motion::Up };
        if let (Page::Section(section), None) = (self.page, &self.popup)
            && self.form.section_at(section).is_prose()
            && self.focus == Focus::Page
        {
            self.scroll_text(section, down);
            return Vec::new();
        }
        match self.popup {
            // A wheel must not choose an answer, nor leave the cell that is being typed.
            Some(Popup::Read(_) | Popup::Pick { .. }) | None if self.entry.is_none() => {
                (0..WHEEL).flat_map(|_| self.carry_out(Command::Move(motion))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Scrolls the prose; the caret stays where it is as long as that is on the screen.
    fn scroll_text(&mut self, section: SectionId, down: bool) {
        self.lay_out(section);
        let caret = self.caret(section);
        let rows = &self.rows[section.0];
        let lines = self.room.lines.max(1);
        let most = rows.rows.len().saturating_sub(lines);
        let page = self.page_index();
        let first = self.scrolls[page].0;
        let first = if down { (first + WHEEL).min(most) } else { first.saturating_sub(WHEEL) };
        let row = rows.row_of(caret);
        let column = self.goal.unwrap_or_else(|| rows.column_of(caret));
        // A selection must not grow because someone looks around.
        if self.text_selection(section).is_some() {
            self.scrolls[page].0 = first.clamp((row + 1).saturating_sub(lines), row);
            return;
        }
        let nearest = row.clamp(first, first + lines - 1).min(rows.rows.len().saturating_sub(1));
        if nearest != row {
            self.carets[section.0] = rows.at(nearest, column);
            self.goal = Some(column);
        }
        self.scrolls[page].0 = first;
    }
}
