//! A section's tables as printed: merged header cells, a tree of row labels, numbers.
//!
//! Headers stay at the top and labels at the left while the rest scrolls.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::mem;

use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::style::Style;

use super::area;
use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Focus, Hit, Page, Position, Room};
use crate::form::grid::{Block, HeaderCell, Line};
use crate::form::{CellId, Grid, SectionId, Severity};
use crate::report::Value;
use crate::text::{fit_end, visible, width, wrap};

/// Columns that one level of the row tree is set in.
const STEP: usize = 2;
/// The narrowest stub of labels.
const LEAST_STUB: usize = 14;
/// The widest stub before the columns have got all they want.
const GOOD_STUB: usize = 38;

/// Columns of the longest total with its sign; a longer text is no number and is cut.
const WIDEST_NUMBER: usize = 20;
/// Lines below which everything that can be left out is.
const COMPACT: u16 = 12;
/// Lines from which header cells over all columns are shown too.
const ROOMY: u16 = 24;

/// Draws the tables of a section; gives the caret's place while a cell is typed.
pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    area: Rect,
    section: SectionId,
    room: &mut Room,
) -> Option<ScreenPosition> {
    let grid = &app.form.section_at(section).grid;
    let of = (app.revision(), section, area);
    let laid = canvas.frame.laid.take().filter(|laid| laid.of == of);
    let laid = laid.unwrap_or_else(|| Laid::new(app, grid, of));
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
    room.hidden = (view.first, lines.len() - end);

    let mut painter =
        Painter { app, canvas, area, section, grid, laid: &laid, shape, first_column, cursor, caret: None };
    for (y, line) in view.shown(&lines).into_iter().enumerate() {
        painter.line(y, line);
    }
    let caret = painter.caret;
    canvas.frame.laid = Some(laid);
    caret
}

/// What has to be measured of a section's tables, and is the same until the report or the room is another one.
#[derive(Debug)]
pub struct Laid {
    /// The report's revision, the section, the room.
    of: (u64, SectionId, Rect),
    shape: Shape,
    /// For each cell of the form the worst open finding about it.
    worst: Vec<Option<Severity>>,
    /// For each row of cells a number that is another one when its cells look otherwise.
    rows: Vec<u64>,
}

impl Laid {
    fn new(app: &App, grid: &Grid, of: (u64, SectionId, Rect)) -> Self {
        let texts: Vec<Vec<Cow<str>>> =
            grid.rows().iter().map(|row| row.iter().map(|cell| app.cell_text(*cell)).collect()).collect();
        let worst = worst(app);
        let mut looks = String::new();
        let rows = grid.rows().iter().zip(&texts).map(|(cells, texts)| {
            looks.clear();
            for (cell, text) in cells.iter().zip(texts) {
                looks.push_str(text);
                looks.push(if is_valid(app, *cell) { '\n' } else { '\t' });
                looks.push_str(worst[cell.0].map_or("", sign));
            }
            let mut of = DefaultHasher::new();
            looks.hash(&mut of);
            of.finish()
        });
        Self { of, rows: rows.collect(), shape: Shape::new(grid, &texts, of.2), worst }
    }
}

/// A line of the section as it scrolls.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Gap,
    Heading(&'a Block),
    Header(&'a Block, usize),
    Body(&'a Line),
}

impl Shown<'_> {
    /// Whether the line stays at the top while its block scrolls.
    fn is_head(&self) -> bool {
        matches!(self, Self::Heading(_) | Self::Header(..))
    }
}

/// All lines with the block each belongs to.
type Lines<'a> = Vec<(usize, Shown<'a>)>;

fn lines<'a>(grid: &'a Grid, shape: &Shape) -> Lines<'a> {
    let mut lines = Vec::new();
    for (index, block) in grid.blocks.iter().enumerate() {
        if index > 0 && !shape.compact {
            lines.push((index, Shown::Gap));
        }
        if !block.heading.is_empty() {
            lines.push((index, Shown::Heading(block)));
        }
        lines.extend((0..shape.header_height(index)).map(|line| (index, Shown::Header(block, line))));
        lines.extend(block.lines.iter().map(|line| (index, Shown::Body(line))));
    }
    lines
}

/// What part of the lines is on the screen.
struct View {
    first: usize,
    height: usize,
    /// Lines of the head that stays at the top.
    pinned: usize,
    body: usize,
}

impl View {
    /// The view nearest to the one before that shows the cursor's row, with the group labels just above it.
    fn around(lines: &Lines, row: usize, before: usize, height: usize) -> Self {
        let is_row = |line: &(usize, Shown)| matches!(line.1, Shown::Body(Line::Cells { row: other, .. }) if *other == row);
        let cursor = lines.iter().position(is_row).unwrap_or_default();
        let is_body = |index: usize| matches!(lines.get(index), Some((_, Shown::Body(_))));
        let is_group = |index: usize| matches!(lines.get(index), Some((_, Shown::Body(Line::Group { .. }))));
        let mut top = cursor;
        while top > 0 && is_group(top - 1) {
            top -= 1;
        }
        // The first row of a block brings the block's head with it.
        let head_start =
            lines.iter().position(|(block, _)| lines.get(cursor).is_some_and(|(own, _)| block == own));
        if !(top > 0 && is_body(top - 1)) {
            top = head_start.unwrap_or(top);
        }
        let view = |first: usize| {
            let pinned = match lines.get(first) {
                Some((own, Shown::Body(_))) => {
                    let head = lines.iter().filter(|(block, line)| block == own && line.is_head());
                    head.count().min(height.saturating_sub(1))
                }
                _ => 0,
            };
            Self { first, height, pinned, body: (height - pinned).max(1) }
        };
        let mut first = before.min(lines.len().saturating_sub(1)).min(top);
        while first < cursor && first + view(first).body <= cursor {
            first += 1;
        }
        // Nothing is gained by scrolling past the end.
        while first > 0 && first - 1 + view(first - 1).body >= lines.len() {
            first -= 1;
        }
        view(first)
    }

    fn shown<'a>(&self, lines: &Lines<'a>) -> Vec<Shown<'a>> {
        let block = lines.get(self.first).map(|(block, _)| *block);
        let head = lines.iter().filter(|(other, line)| Some(*other) == block && line.is_head());
        let pinned = head.map(|(_, line)| *line).take(self.pinned);
        let rest = lines.iter().skip(self.first).map(|(_, line)| *line);
        pinned.chain(rest).take(self.height).collect()
    }
}

/// Widths of stub and columns, and the header's lines: the same for all blocks of a section, so that they line up.
#[derive(Debug)]
struct Shape {
    stub: usize,
    column: usize,
    visible_columns: usize,
    compact: bool,
    /// For each block the levels shown and the lines of each.
    headers: Vec<Vec<(usize, usize)>>,
}

impl Shape {
    fn new(grid: &Grid, texts: &[Vec<Cow<str>>], area: Rect) -> Self {
        let columns = usize::from(area.width);
        let compact = area.height < COMPACT;
        let labels = grid.blocks.iter().filter(|block| block.has_labels).flat_map(|block| &block.lines);
        let longest_label = labels.map(|line| label_width(line) + 2).max().unwrap_or(1);
        let widest = grid.blocks.iter().map(|block| block.width).max().unwrap_or(1).max(1);
        let value = texts.iter().flatten().map(|text| width(text)).max().unwrap_or(1);
        let leaves = |block: &Block| {
            block.header.iter().filter(|cell| cell.columns.len() == 1).map(|cell| width(cell.label)).max()
        };
        let title = grid.blocks.iter().filter_map(leaves).max().unwrap_or(1);
        // A number, its sign, and a gap before it.
        let least = (value + 2).clamp(5, WIDEST_NUMBER);
        let least_stub = if longest_label > 1 { LEAST_STUB.min(longest_label) } else { 1 };
        let good_stub = longest_label.min(GOOD_STUB).min(columns / 2).max(least_stub);
        let column = (columns.saturating_sub(good_stub) / widest).clamp(least, (title + 3).max(least));
        let stub = columns.saturating_sub(column * widest).clamp(least_stub, longest_label.max(least_stub));
        let visible_columns = (columns.saturating_sub(stub) / column).max(1);
        let headers = grid.blocks.iter().map(|block| header_levels(block, column, area.height)).collect();
        Self { stub, column, visible_columns, compact, headers }
    }

    fn header_height(&self, block: usize) -> usize {
        self.headers.get(block).map_or(0, |levels| levels.iter().map(|(_, lines)| lines).sum())
    }

    /// The first column shown: as little scrolled as shows the cursor's.
    fn scroll_columns(&self, grid: &Grid, cursor: Position, before: usize) -> usize {
        let last = grid.rows().get(cursor.row).map_or(0, |row| row.len().saturating_sub(1));
        let column = cursor.column.min(last);
        let most = grid
            .blocks
            .iter()
            .map(|block| block.width)
            .max()
            .unwrap_or(1)
            .saturating_sub(self.visible_columns);
        before.clamp((column + 1).saturating_sub(self.visible_columns), column).min(most)
    }
}

/// The header levels shown and how many lines each takes. A low screen leaves out what stands over all columns alike, a very
/// low one all but the columns' own labels.
fn header_levels(block: &Block, column: usize, height: u16) -> Vec<(usize, usize)> {
    let lines_of = |cell: &HeaderCell| header_lines(cell.label, cell.columns.len() * column).len();
    let levels = (0..block.levels).map(|level| {
        let ending: Vec<_> = block.header.iter().filter(|cell| cell.levels.end == level + 1).collect();
        let over_all = ending.len() == 1 && ending.iter().all(|cell| cell.columns.len() == block.width);
        let lines = ending.into_iter().map(lines_of).max().unwrap_or(1);
        (level, lines, over_all && level + 1 < block.levels)
    });
    let levels: Vec<_> = levels.filter(|(_, _, over_all)| !over_all || height >= ROOMY).collect();
    let levels = levels.into_iter().map(|(level, lines, _)| (level, lines));
    if height >= COMPACT {
        return levels.collect();
    }
    let groups = |level: usize| block.header.iter().filter(|cell| cell.levels.end == level + 1).count();
    let kept = levels.filter(|(level, _)| level + 1 == block.levels || groups(*level) > 2);
    kept.map(|(level, lines)| (level, lines.min(2))).collect()
}

/// A header label in lines of even length, as the printed form breaks them.
fn header_lines(label: &str, columns: usize) -> Vec<&str> {
    let room = columns.saturating_sub(1).max(2);
    let whole = width(label);
    let needed = whole.div_ceil(room - room % 2).max(1);
    if needed == 1 {
        return vec![label];
    }
    let even = whole.div_ceil(needed);
    let even = (even + even % 2).clamp(2, room);
    wrap(label, even, 0).into_iter().filter_map(|row| label.get(row)).collect()
}

fn label_width(line: &Line) -> usize {
    match line {
        Line::Group { label, depth } | Line::Cells { label, depth, .. } => width(label) + depth * STEP,
    }
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
        let (area, _) = area::top(area::top(self.area, u16::try_from(y).unwrap_or(u16::MAX)).1, 1);
        if self.canvas.frame.begin_of(area, self.depends_on(line)) {
            self.paint(y, line);
        }
        self.caret = self.caret.or(self.canvas.frame.resting());
    }

    /// A number that is another one when a line looks otherwise.
    fn depends_on(&self, line: Shown) -> u64 {
        let mut on = DefaultHasher::new();
        let shape = self.shape;
        (self.section, shape.stub, shape.column, shape.visible_columns, self.first_column).hash(&mut on);
        mem::discriminant(&line).hash(&mut on);
        match line {
            Shown::Gap => {}
            Shown::Heading(block) => block.heading.hash(&mut on),
            Shown::Header(block, line) => {
                (self.number_of(block), line, self.is_here(block).then(|| self.column())).hash(&mut on);
            }
            Shown::Body(Line::Group { label, depth }) => (label, depth).hash(&mut on),
            Shown::Body(Line::Cells { row, .. }) => {
                (row, self.laid.rows.get(*row)).hash(&mut on);
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
        let lines = header_lines(cell.label, room);
        let group = cell.levels.end < block.levels;
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
            _ if computed => theme.dim,
            _ => theme.plain,
        };
        let text = if text.is_empty() && !computed { "_" } else { text.as_ref() };
        let style = if text == "_" { theme.dim } else { style };
        self.canvas.right(self.area, left + columns - 1, y, text, style);
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

fn is_valid(app: &App, cell: CellId) -> bool {
    !matches!(app.report.value(cell), Value::Invalid(_))
}

/// For each cell the worst open finding about it. Blanks are told of by the table's own mark, not on every cell.
fn worst(app: &App) -> Vec<Option<Severity>> {
    let mut worst: Vec<Option<Severity>> = vec![None; app.form.cell_count()];
    for finding in app.derived.open().filter(|finding| finding.rule != "blank") {
        for cell in &finding.cells {
            let known = worst[cell.0].unwrap_or(finding.severity);
            worst[cell.0] = Some(known.min(finding.severity));
        }
    }
    worst
}
