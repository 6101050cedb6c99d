//! A section's tables as printed: merged header cells, a tree of row labels, numbers.
//!
//! Headers stay at the top and labels at the left while the rest scrolls.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::mem;

use foldhash::fast::FixedState;
use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::style::Style;

use super::area::{self, to_u16};
use super::layout::{Laid, STEP, Shape, Shown, View, header_lines, is_valid, lines};
use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Focus, Hidden, Hit, Page, Position, Room};
use crate::form::grid::{Block, HeaderCell, Line};
use crate::form::{CellId, Grid, SectionId, Severity};
use crate::text::{cut, fit_end, visible, width, wrap};

/// Draws the tables of a section; gives the caret's place while a cell is typed.
pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    area: Rect,
    section: SectionId,
    room: &mut Room,
) -> Option<ScreenPosition> {
    let grid = &app.form.section_at(section).grid;
    let laid = Laid::of(app, section, area, canvas.frame.laid.take());
    let shape = &laid.shape;
    let cursor = app.position(section);
    let (scroll, scroll_columns) = app.scroll();
    let first_column = shape.scroll_columns(grid, cursor, scroll_columns);
    let lines = lines(grid, shape);
    let view = View::around(&lines, cursor.row, scroll, usize::from(area.height));
    room.scroll = view.first;
    room.scroll_columns = first_column;
    room.lines = view.body;
    let end = view.first + view.body.min(lines.len() - view.first);
    let last_column = first_column + shape.visible_columns;
    room.hidden = Hidden {
        above: view.first,
        below: lines.len() - end,
        left: first_column,
        right: shape.widest.saturating_sub(last_column),
    };

    let mut painter =
        Painter { app, canvas, area, section, grid, laid: &laid, shape, first_column, cursor, caret: None };
    for (y, line) in view.shown(&lines).into_iter().enumerate() {
        painter.line(y, line);
    }
    let caret = painter.caret;
    canvas.frame.laid = Some(laid);
    caret
}

struct Painter<'a, 'b, 'c> {
    app: &'a App,
    canvas: &'b mut Canvas<'c>,
    area: Rect,
    section: SectionId,
    grid: &'a Grid,
    laid: &'a Laid,
    shape: &'a Shape,
    first_column: usize,
    cursor: Position,
    caret: Option<ScreenPosition>,
}

impl Painter<'_, '_, '_> {
    /// Paints a line, unless it looks as it did before.
    fn line(&mut self, y: usize, line: Shown) {
        let (area, _) = area::top(area::top(self.area, to_u16(y)).1, 1);
        if self.canvas.frame.begin_of(area, self.depends_on(line)) {
            self.paint(y, line);
        }
        self.caret = self.caret.or(self.canvas.frame.resting());
    }

    /// A number that is another one when a line looks otherwise.
    fn depends_on(&self, line: Shown) -> u64 {
        let mut on = FixedState::default().build_hasher();
        let shape = self.shape;
        // Another edition has other labels at the same places.
        (self.app.form.edition, self.section, self.first_column).hash(&mut on);
        (shape.stub, shape.column, shape.visible_columns).hash(&mut on);
        mem::discriminant(&line).hash(&mut on);
        match line {
            Shown::Gap => {}
            Shown::Heading(block) => block.heading.hash(&mut on),
            Shown::Header(block, line) => {
                (self.number_of(block), line, self.is_here(block).then(|| self.column())).hash(&mut on);
            }
            Shown::Body(Line::Group { label, depth }) => (label, depth).hash(&mut on),
            Shown::Body(Line::Cells { row, .. }) => {
                (row, self.laid.rows.get(*row).map(|look| look.of)).hash(&mut on);
                let selected = self.app.selection().filter(|(from, to)| (from.row..=to.row).contains(row));
                selected.map(|(from, to)| (from.column, to.column)).hash(&mut on);
                if *row == self.cursor.row {
                    let typed =
                        self.app.entry.as_ref().map(|entry| (entry.field.before(), entry.field.after()));
                    (self.column(), self.app.focus, typed).hash(&mut on);
                }
            }
        }
        on.finish()
    }

    fn paint(&mut self, y: usize, line: Shown) {
        match line {
            Shown::Gap => {}
            Shown::Heading(block) => {
                self.canvas.text(self.area, 1, y, block.heading, self.canvas.theme.strong);
            }
            Shown::Header(block, line) => self.header(y, block, line),
            Shown::Body(Line::Group { label, depth }) => {
                let x = 1 + depth * STEP;
                self.canvas.cut(
                    self.area,
                    x,
                    y,
                    usize::from(self.area.width) - x,
                    label,
                    self.canvas.theme.plain,
                );
            }
            Shown::Body(Line::Cells { label, depth, row }) => self.cells(y, label, *depth, *row),
        }
    }

    fn header(&mut self, y: usize, block: &Block, line: usize) {
        let levels = &self.shape.headers[self.number_of(block)];
        if block.has_labels {
            let stub = wrap(block.stub, self.shape.stub.saturating_sub(2), 0);
            if let Some(text) = stub.get(line).and_then(|row| block.stub.get(row.clone())) {
                self.canvas.text(self.area, 1, y, text, self.canvas.theme.dim);
            }
        }
        // The level this line belongs to, and the line within it.
        let mut within = line;
        let Some(&(level, height)) = levels.iter().find(|(_, height)| {
            let here = within < *height;
            if !here {
                within -= height;
            }
            here
        }) else {
            return;
        };
        for cell in block.header.iter().filter(|cell| cell.levels.end == level + 1) {
            self.header_cell(y, block, cell, within, height);
        }
    }

    fn header_cell(&mut self, y: usize, block: &Block, cell: &HeaderCell, line: usize, height: usize) {
        let columns = self.first_column..self.first_column + self.shape.visible_columns;
        let (from, to) = (cell.columns.start.max(columns.start), cell.columns.end.min(columns.end));
        if from >= to {
            return;
        }
        let left = self.shape.stub + (from - columns.start) * self.shape.column;
        let room = (to - from) * self.shape.column;
        let group = cell.levels.end < block.levels;
        let whole = header_lines(cell.label, room);
        // Of a group that is cut at the edge, the beginning of its label says more than the end.
        let beginning = cut(cell.label, room.saturating_sub(1));
        let lines = if group && whole.len() > height { vec![beginning.as_ref()] } else { whole };
        let theme = self.canvas.theme;
        let here = self.is_here(block) && cell.columns.contains(&self.column());
        let style = if here { theme.accent } else { theme.plain };
        // Labels stand at the bottom of their level, next to the numbers.
        let Some(text) = (line + lines.len()).checked_sub(height).and_then(|index| lines.get(index).copied())
        else {
            if group && height == 1 {
                self.canvas.text(self.area, left + 1, y, &Canvas::line(room - 1), theme.dim);
            }
            return;
        };
        if group {
            let bar = room.saturating_sub(width(text) + 3);
            let before = bar / 2;
            let x = self.canvas.text(self.area, left + 1, y, &Canvas::line(before), theme.dim);
            let x = self.canvas.text(self.area, x, y, &format!(" {text} "), style);
            self.canvas.text(self.area, x, y, &Canvas::line(bar - before), theme.dim);
        } else {
            let end = if width(text) + 2 <= room { room - 1 } else { room };
            self.canvas.right(self.area, left + end, y, text, style);
        }
    }

    fn cells(&mut self, y: usize, label: &str, depth: usize, row: usize) {
        let here = row == self.cursor.row;
        let theme = self.canvas.theme;
        let style = if here { theme.accent } else { theme.plain };
        let x = 1 + depth * STEP;
        self.canvas.cut(self.area, x, y, self.shape.stub.saturating_sub(x + 1), label, style);
        let Some(cells) = self.grid.rows().get(row) else { return };
        let shown = cells.iter().enumerate().skip(self.first_column).take(self.shape.visible_columns);
        for (column, cell) in shown {
            let left = self.shape.stub + (column - self.first_column) * self.shape.column;
            self.cell(y, left, *cell, Position { row, column });
        }
    }

    fn cell(&mut self, y: usize, left: usize, cell: CellId, position: Position) {
        let theme = self.canvas.theme;
        let columns = self.shape.column;
        self.canvas.hit(self.area, left, y, columns, Hit::Cell(position));
        let typing =
            self.app.entry.as_ref().filter(|entry| entry.target == crate::app::entry::Target::Cell(cell));
        if let Some(entry) = typing {
            return self.typing(y, left, entry.field.before(), entry.field.after());
        }
        let text = self.app.cell_text(cell);
        let computed = self.app.form.cell(cell).is_computed();
        let finding = self.laid.worst[cell.0];
        let style = match (is_valid(self.app, cell), finding) {
            (false, _) => theme.severity(Severity::Error),
            (true, Some(severity)) if severity != Severity::Note => theme.severity(severity),
            _ if computed => theme.computed,
            _ => theme.plain,
        };
        let text = if text.is_empty() && !computed { "_" } else { text.as_ref() };
        let style = if text == "_" { theme.dim } else { style };
        self.canvas.right(self.area, left + columns - 1, y, &cut(text, columns - 1), style);
        if let Some(severity) = finding {
            self.canvas.text(self.area, left + columns - 1, y, sign(severity), theme.severity(severity));
        }
        if let Some(style) = self.cursor_style(position) {
            self.canvas.style(self.area, left + 1, y, columns - 1, style);
        }
        // The terminal's own cursor rests on the cell, where an input method may open its window and a screen reader looks.
        if self.app.focus == Focus::Page && self.is_cursor(position) {
            self.canvas.frame.rest(Canvas::position(self.area, left + columns - 2, y));
        }
    }

    /// The cell being typed; of a long text as much as there is room for, the caret always among it.
    fn typing(&mut self, y: usize, left: usize, before: &str, after: &str) {
        let style = self.canvas.theme.typing;
        let (before, after) = (visible(before), visible(after));
        let end = left + self.shape.column - 1;
        let most = end.saturating_sub(1);
        let needed = (width(&before) + width(&after)).clamp(self.shape.column - 2, most);
        let from = end - needed;
        // It may begin within a character of the label.
        let (_, below) = area::top(self.area, to_u16(y));
        let (_, right) = area::left(Rect { height: 1, ..below }, to_u16(from));
        self.canvas.clear(area::left(right, to_u16(needed + 1)).0);
        self.canvas.text(self.area, from, y, &" ".repeat(needed + 1), style);
        let free = needed.saturating_sub(width(&before) + width(&after));
        let shown = fit_end(&before, needed);
        let caret = self.canvas.text(self.area, from + free, y, shown, style);
        self.canvas.cut(self.area, caret, y, end + 1 - caret.min(end + 1), &after, style);
        self.canvas.frame.rest(Canvas::position(self.area, caret, y));
    }

    fn cursor_style(&self, position: Position) -> Option<Style> {
        let theme = self.canvas.theme;
        if self.is_cursor(position) {
            return Some(if self.app.focus == Focus::Page { theme.cursor } else { theme.resting });
        }
        let (from, to) = self.app.selection()?;
        let inside = (from.row..=to.row).contains(&position.row)
            && (from.column..=to.column).contains(&position.column);
        inside.then_some(theme.selected)
    }

    fn is_cursor(&self, position: Position) -> bool {
        position.row == self.cursor.row && position.column == self.column()
    }

    /// The cursor's column within its own row.
    fn column(&self) -> usize {
        let last = self.grid.rows().get(self.cursor.row).map_or(0, |row| row.len().saturating_sub(1));
        self.cursor.column.min(last)
    }

    fn number_of(&self, block: &Block) -> usize {
        self.grid.blocks.iter().position(|other| std::ptr::eq(other, block)).unwrap_or_default()
    }

    fn is_here(&self, block: &Block) -> bool {
        matches!(self.app.page, Page::Section(_))
            && block
                .lines
                .iter()
                .any(|line| matches!(line, Line::Cells { row, .. } if *row == self.cursor.row))
    }
}
