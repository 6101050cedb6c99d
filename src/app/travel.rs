//! Moving and selecting in a table, as in a spreadsheet.

use super::table::Position;
use super::{App, Motion};

impl App {
    /// Moves the cursor, and selects what lies between when `select`.
    pub(super) fn travel(&mut self, motion: Motion, select: bool) {
        let Some((section, grid)) = self.grid() else { return };
        let from = self.position(section);
        let rows = grid.rows();
        let bottom = rows.len().saturating_sub(1);
        let last_of = |row: usize| rows.get(row).map_or(0, |row| row.len().saturating_sub(1));
        // A column beyond a short row is kept over it, but moving sideways begins at its last cell.
        let here = from.column.min(last_of(from.row));
        let screen = self.room.lines.saturating_sub(1).max(1);
        let (row, column) = match motion {
            Motion::Up => (from.row.saturating_sub(1), from.column),
            Motion::Down => ((from.row + 1).min(bottom), from.column),
            Motion::PageUp => (from.row.saturating_sub(screen), from.column),
            Motion::PageDown => ((from.row + screen).min(bottom), from.column),
            Motion::Left => (from.row, here.saturating_sub(1)),
            Motion::Right => (from.row, (here + 1).min(last_of(from.row))),
            Motion::RowStart => (from.row, 0),
            Motion::RowEnd => (from.row, last_of(from.row)),
            Motion::First => (0, 0),
            Motion::Last => (bottom, last_of(bottom)),
            Motion::WordLeft | Motion::WordRight | Motion::ParagraphUp | Motion::ParagraphDown => return,
        };
        self.anchor = if select { self.anchor.or(Some(from)) } else { None };
        self.tab_column = None;
        self.positions[section.0] = Position { row, column };
        if self.anchor == Some(self.position(section)) {
            self.anchor = None;
        }
    }

    /// Down from the cell in which a run of Tabs began, or from this one.
    pub(super) fn down_from_tabs(&mut self) {
        let Some((section, _)) = self.grid() else { return };
        let from = self.position(section);
        if let Some(column) = self.tab_column {
            self.positions[section.0].column = column;
        }
        self.travel(Motion::Down, false);
        if self.position(section).row == from.row {
            // What was typed where the Tabs began is not to be typed over.
            self.positions[section.0] = from;
            self.say_with_errors("notice.last-row", "notice.last-row.short", &[]);
        }
    }

    /// To the next cell in reading order, or the one before.
    pub(super) fn wrap_around(&mut self, forward: bool) {
        let Some((section, grid)) = self.grid() else { return };
        let began = self.tab_column.unwrap_or(self.position(section).column);
        let cells: Vec<_> = grid.cells().collect();
        let here = self.cell().and_then(|cell| cells.iter().position(|other| *other == cell));
        let here = here.unwrap_or_default();
        let there = if forward { here + 1 } else { here.wrapping_sub(1) };
        match cells.get(there).and_then(|cell| grid.position(*cell)) {
            Some((row, column)) => self.positions[section.0] = Position { row, column },
            None if forward => self.say("notice.last-cell"),
            None => self.say("notice.first-cell"),
        }
        self.anchor = None;
        self.tab_column = Some(began);
    }

    pub(super) fn select_all(&mut self) {
        let Some((section, grid)) = self.grid() else { return };
        let widest = grid.rows().iter().map(Vec::len).max().unwrap_or_default();
        self.anchor = Some(Position::default());
        self.positions[section.0] =
            Position { row: grid.rows().len().saturating_sub(1), column: widest.saturating_sub(1) };
    }
}
