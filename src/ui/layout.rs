//! How a section's tables are laid out on the screen: widths, header lines, and which lines there is room for.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};

use foldhash::fast::FixedState;
use ratatui::layout::Rect;

use crate::app::{App, Position};
use crate::form::grid::{Block, HeaderCell, Line};
use crate::form::{CellId, Grid, SectionId, Severity};
use crate::report::Value;
use crate::text::{width, wrap};

/// Columns that one level of the row tree is set in.
pub const STEP: usize = 2;
/// The narrowest stub of labels.
const LEAST_STUB: usize = 14;
/// The widest stub before the columns have got all they want.
const GOOD_STUB: usize = 38;

/// Columns of the longest total with its sign.
const WIDEST_NUMBER: usize = 20;
/// Lines below which everything that can be left out is.
const COMPACT: u16 = 12;
/// Lines from which header cells over all columns are shown too.
const ROOMY: u16 = 24;

/// What has to be measured of a section's tables, and is the same until the report or the room is another one.
#[derive(Debug)]
pub struct Laid {
    /// The report's revision.
    pub revision: u64,
    pub shape: Shape,
    /// For each cell of the form the worst open finding about it.
    pub worst: Vec<Option<Severity>>,
    /// For each row of cells how it looks.
    pub rows: Vec<RowLook>,
}

/// How the cells of a row look.
#[derive(Debug, Clone, Copy)]
pub struct RowLook {
    /// A number that is another one when they look otherwise.
    pub of: u64,
    /// Columns of the longest number.
    longest: usize,
}

impl Laid {
    /// Measures a section's tables, unless that was done before.
    pub fn of(app: &App, section: SectionId, area: Rect, before: Option<Self>) -> Self {
        let revision = app.revision();
        let room = (app.form.edition, section, area);
        let before = before.filter(|laid| laid.shape.room == room);
        let before = match before {
            Some(laid) if laid.revision == revision => return laid,
            before => before,
        };
        let worst = worst(app);
        let grid = &app.form.section_at(section).grid;
        let rows = grid.rows().iter().enumerate().map(|(index, cells)| {
            let of = look_of(app, cells, &worst);
            let known = before.as_ref().and_then(|laid| laid.rows.get(index)).filter(|row| row.of == of);
            // What is no number is cut: it is not to move the whole table while somebody types it.
            let numbers = cells.iter().filter(|cell| is_valid(app, **cell));
            let longest = || numbers.map(|cell| width(&app.cell_text(*cell))).max().unwrap_or_default();
            known.copied().unwrap_or_else(|| RowLook { of, longest: longest() })
        });
        let rows: Vec<_> = rows.collect();
        let longest = rows.iter().map(|row| row.longest).max().unwrap_or_default().max(1);
        let shape = before.map(|laid| laid.shape).filter(|shape| shape.longest == longest);
        let shape = shape.unwrap_or_else(|| Shape::new(grid, longest, room));
        Self { revision, shape, worst, rows }
    }
}

/// A number that is another one when these cells look otherwise. Putting their texts together with every key would take longer.
fn look_of(app: &App, cells: &[CellId], worst: &[Option<Severity>]) -> u64 {
    let mut look = FixedState::default().build_hasher();
    for cell in cells {
        match (app.derived.totals.number(&app.report, *cell), app.report.value(*cell)) {
            (Some(number), _) => (Some(number.serialize()), "").hash(&mut look),
            (None, Value::Invalid(text)) => (None::<[u8; 16]>, text.as_str()).hash(&mut look),
            (None, _) => (None::<[u8; 16]>, "").hash(&mut look),
        }
        worst[cell.0].hash(&mut look);
    }
    look.finish()
}

/// A line of the section as it scrolls.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
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
pub type Lines<'a> = Vec<(usize, Shown<'a>)>;

pub fn lines<'a>(grid: &'a Grid, shape: &Shape) -> Lines<'a> {
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
pub struct View {
    pub first: usize,
    height: usize,
    /// Lines of the head that stays at the top.
    pinned: usize,
    pub body: usize,
}

impl View {
    /// The view nearest to the one before that shows the cursor's row, with the group labels just above it.
    pub fn around(lines: &Lines, row: usize, before: usize, height: usize) -> Self {
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
        // A head is whole or not there: with half of it two columns may have the same name.
        let is_head = |index: usize| lines.get(index).is_some_and(|(_, line)| line.is_head());
        let whole = |first: usize| {
            let is_torn = first > 0 && is_head(first) && is_head(first - 1);
            let body = (first..lines.len()).find(|index| !is_head(*index));
            if is_torn { body.unwrap_or(first) } else { first }
        };
        let mut first = whole(before.min(lines.len().saturating_sub(1)).min(top));
        while first < cursor && first + view(first).body <= cursor {
            first = whole(first + 1);
        }
        // Nothing is gained by scrolling past the end.
        let above = |first: usize| (0..first).rev().find(|index| whole(*index) == *index);
        while let Some(before) = above(first).filter(|before| before + view(*before).body >= lines.len()) {
            first = before;
        }
        view(first)
    }

    pub fn shown<'a>(&self, lines: &Lines<'a>) -> Vec<Shown<'a>> {
        let block = lines.get(self.first).map(|(block, _)| *block);
        let head = lines.iter().filter(|(other, line)| Some(*other) == block && line.is_head());
        let pinned = head.map(|(_, line)| *line).take(self.pinned);
        let rest = lines.iter().skip(self.first).map(|(_, line)| *line);
        pinned.chain(rest).take(self.height).collect()
    }
}

/// Widths of stub and columns, and the header's lines: the same for all blocks of a section, so that they line up.
#[derive(Debug)]
pub struct Shape {
    /// Edition, section and area.
    room: (&'static str, SectionId, Rect),
    /// Columns of the longest number of a cell.
    longest: usize,
    pub stub: usize,
    pub column: usize,
    pub visible_columns: usize,
    /// Columns of the widest block.
    pub widest: usize,
    compact: bool,
    /// For each block the levels shown and the lines of each.
    pub headers: Vec<Vec<(usize, usize)>>,
}

impl Shape {
    fn new(grid: &Grid, longest: usize, room: (&'static str, SectionId, Rect)) -> Self {
        let (.., area) = room;
        let columns = usize::from(area.width);
        let compact = area.height < COMPACT;
        let labels = grid.blocks.iter().filter(|block| block.has_labels).flat_map(|block| &block.lines);
        let longest_label = labels.map(|line| label_width(line) + 2).max().unwrap_or(1);
        let widest = grid.blocks.iter().map(|block| block.width).max().unwrap_or(1).max(1);
        let leaves = |block: &Block| {
            block.header.iter().filter(|cell| cell.columns.len() == 1).map(|cell| width(cell.label)).max()
        };
        let title = grid.blocks.iter().filter_map(leaves).max().unwrap_or(1);
        // A number, its sign, and a gap before it.
        let least = (longest + 2).clamp(5, WIDEST_NUMBER);
        let least_stub = if longest_label > 1 { LEAST_STUB.min(longest_label) } else { 1 };
        let good_stub = longest_label.min(GOOD_STUB).min(columns / 2).max(least_stub);
        let column = (columns.saturating_sub(good_stub) / widest).clamp(least, (title + 3).max(least));
        let stub = columns.saturating_sub(column * widest).clamp(least_stub, longest_label.max(least_stub));
        let visible_columns = (columns.saturating_sub(stub) / column).max(1);
        let headers = |height: u16| -> Vec<_> {
            grid.blocks.iter().map(|block| header_levels(block, column, height)).collect()
        };
        // Nothing has to be left out where all of it fits.
        let whole = headers(u16::MAX);
        let lines_of = |levels: &Vec<(usize, usize)>| levels.iter().map(|(_, lines)| lines).sum::<usize>();
        let headings = grid.blocks.iter().filter(|block| !block.heading.is_empty()).count();
        let bodies = grid.blocks.iter().map(|block| block.lines.len()).sum::<usize>();
        let others = bodies + headings + grid.blocks.len().saturating_sub(1);
        let is_whole = whole.iter().map(lines_of).sum::<usize>() + others <= usize::from(area.height);
        let headers = if is_whole { whole } else { headers(area.height) };
        Self { room, longest, stub, column, visible_columns, widest, compact, headers }
    }

    fn header_height(&self, block: usize) -> usize {
        self.headers.get(block).map_or(0, |levels| levels.iter().map(|(_, lines)| lines).sum())
    }

    /// The first column shown: as little scrolled as shows the cursor's.
    pub fn scroll_columns(&self, grid: &Grid, cursor: Position, before: usize) -> usize {
        let last = grid.rows().get(cursor.row).map_or(0, |row| row.len().saturating_sub(1));
        let column = cursor.column.min(last);
        let most = self.widest.saturating_sub(self.visible_columns);
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
pub fn header_lines(label: &str, columns: usize) -> Vec<&str> {
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

pub fn is_valid(app: &App, cell: CellId) -> bool {
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
