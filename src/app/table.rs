//! On a table: moving, selecting, typing, clearing, copying.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;

use super::entry::Target;
use super::{App, Command, Effect, Focus, Page};
use crate::form::{CellId, Grid, SectionId, Severity};
use crate::import::Note;
use crate::report::value::{half_width_char, number};
use crate::report::{Edit, Value};

/// A place in a section's grid: row of cells and column, both from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Position {
    /// Row over all blocks of the section.
    pub row: usize,
    /// Column; it may lie beyond a short row, so that moving over one keeps it.
    pub column: usize,
}

impl App {
    /// The cursor's place in a section.
    pub fn position(&self, section: SectionId) -> Position {
        self.positions[section.0]
    }

    /// The cell at a place; none where the section has no cells.
    pub fn cell_at(&self, section: SectionId, position: Position) -> Option<CellId> {
        let row = self.form.section_at(section).grid.rows().get(position.row)?;
        row.get(position.column.min(row.len().saturating_sub(1))).copied()
    }

    /// What a cell shows: a total, a number, or what was typed instead of one.
    pub fn cell_text(&self, cell: CellId) -> Cow<'_, str> {
        self.derived.totals.text(&self.report, cell)
    }

    /// The selected block, corners included, where more than one cell is selected.
    pub fn selection(&self) -> Option<(Position, Position)> {
        let Page::Section(section) = self.page else { return None };
        let anchor = self.anchor?;
        let cursor = self.position(section);
        let from = Position { row: anchor.row.min(cursor.row), column: anchor.column.min(cursor.column) };
        let to = Position { row: anchor.row.max(cursor.row), column: anchor.column.max(cursor.column) };
        Some((from, to))
    }

    /// The cells of the selected block, row by row, or the one under the cursor.
    pub fn selected(&self) -> Vec<Vec<CellId>> {
        let Page::Section(section) = self.page else { return Vec::new() };
        match self.selection() {
            Some((from, to)) => {
                let rows = self.form.section_at(section).grid.rows();
                let rows = rows.get(from.row..=to.row).unwrap_or_default();
                rows.iter().map(|row| block_columns(row, from.column, to.column)).collect()
            }
            None => self.cell().map(|cell| vec![vec![cell]]).unwrap_or_default(),
        }
    }

    pub(super) fn in_table(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Move(motion) => self.travel(motion, false),
            Command::Select(motion) => self.travel(motion, true),
            Command::Confirm => self.down_from_tabs(),
            Command::Next => self.wrap_around(true),
            Command::Previous => self.wrap_around(false),
            Command::SelectAll => self.select_all(),
            Command::Cancel => self.anchor = None,
            Command::Edit => self.edit_cell(),
            Command::Clear => self.clear(),
            Command::Backspace => self.type_over(""),
            Command::Type(c) => self.type_character(c),
            Command::Copy => return self.copy(),
            Command::Cut => {
                let effects = self.copy();
                let count: usize = self.selected().iter().map(Vec::len).sum();
                self.clear();
                self.notice = Some(self.words.say("notice.cut", &[("count", &count)]));
                return effects;
            }
            Command::Paste(text) => self.paste(&text),
            Command::PasteRegister => {
                let text = self.register.clone();
                self.paste(&text);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Puts the cursor on a place of the page shown, as pointing there does.
    pub(super) fn put_cursor(&mut self, section: SectionId, position: Position) {
        self.positions[section.0] = position;
        self.focus = Focus::Page;
        self.anchor = None;
        self.tab_column = None;
    }

    /// Puts the cursor on a cell, on its page.
    pub(super) fn go_to_cell(&mut self, cell: CellId) {
        let section = self.form.section_of(cell);
        if let Some((row, column)) = self.form.section_at(section).grid.position(cell) {
            self.page = Page::Section(section);
            self.positions[section.0] = Position { row, column };
            self.anchor = None;
            self.tab_column = None;
        }
    }

    pub(super) fn fill_blanks(&mut self) {
        if !self.leave_entry() {
            return;
        }
        let Page::Section(section) = self.page else { return self.say("notice.nothing-to-fill") };
        let cells = self.form.section_at(section).grid.cells();
        let is_blank =
            |cell: &CellId| !self.form.cell(*cell).is_computed() && self.report.value(*cell).is_blank();
        // Of some the document that they were read from has something else to say.
        let numbered: HashSet<CellId> = self.notes.iter().flat_map(Note::numbered).copied().collect();
        let (left, blank): (Vec<_>, Vec<_>) =
            cells.filter(is_blank).partition(|cell| numbered.contains(cell));
        if blank.is_empty() && left.is_empty() {
            return self.say("notice.nothing-to-fill");
        }
        let count = blank.len();
        if count > 0 {
            self.change(blank.into_iter().map(|cell| Edit::Cell(cell, Value::Number(0.into()))).collect());
        }
        if left.is_empty() {
            self.say_with_errors("notice.filled", "notice.filled", &[("count", &count)]);
        } else {
            let values: [(&str, &dyn Display); 2] = [("count", &count), ("left", &left.len())];
            self.notice = Some(self.words.say("notice.filled.open", &values));
        }
    }

    /// Says something at the end of a section; something shorter where errors or blanks are left in it, and then what is left. The
    /// next jump goes to the first error.
    pub(super) fn say_with_errors(
        &mut self,
        key: &'static str,
        short: &'static str,
        values: &[(&str, &dyn Display)],
    ) {
        let Page::Section(section) = self.page else { return };
        let open = self.open_findings();
        let is_error = |index: &usize| {
            let finding = &self.derived.findings[*index];
            finding.section == Some(section) && finding.severity == Severity::Error
        };
        let count = open.iter().filter(|index| is_error(index)).count();
        let (filled, all) = self.filled(section);
        let blanks = all - filled;
        let sentence = self.words.say(if count + blanks > 0 { short } else { key }, values);
        let left = match (count, blanks) {
            (0, 0) => None,
            (0, _) => Some("notice.blanks-left"),
            (_, 0) => Some("notice.errors-left"),
            _ => Some("notice.errors-and-blanks-left"),
        };
        self.notice = Some(match left {
            Some(left) => {
                self.words.say(left, &[("sentence", &sentence), ("count", &count), ("blanks", &blanks)])
            }
            None => sentence,
        });
        let Some(first) = open.iter().position(is_error) else { return };
        self.due = Some(open[first]);
    }

    pub(super) fn say(&mut self, key: &'static str) {
        self.notice = Some(self.words.get(key).to_owned());
    }

    pub(super) fn grid(&self) -> Option<(SectionId, &'static Grid)> {
        let Page::Section(section) = self.page else { return None };
        Some((section, &self.form.section_at(section).grid))
    }

    fn edit_cell(&mut self) {
        if let Some(cell) = self.cell() {
            let text = self.report.value(cell).text().into_owned();
            self.begin_cell(cell, &text, false);
        }
    }

    /// Replaces the cell under the cursor by what is typed from here on.
    fn type_over(&mut self, text: &str) {
        let Some(cell) = self.cell() else { return };
        if self.begin_cell(cell, "", true) {
            self.in_entry(Command::Paste(text.to_owned()));
        }
    }

    fn type_character(&mut self, c: char) {
        let Some(cell) = self.cell() else { return };
        let plain = half_width_char(c);
        // A full stop ends a sentence, which was meant for a text.
        let begins_a_number = plain.is_ascii_digit() || (matches!(plain, '-' | '+' | '.') && c != '。');
        match self.form.cell(cell).is_computed() {
            _ if c == ' ' => {}
            false if begins_a_number => self.type_over(plain.encode_utf8(&mut [0; 4])),
            is_total => self.type_in_vain(cell, is_total, if is_total { plain } else { c }),
        }
    }

    /// Keeps what is typed where it is not taken. On a total it is compared: people go along a paper, and its totals tell them of
    /// a slip.
    fn type_in_vain(&mut self, cell: CellId, is_total: bool, c: char) {
        let mut typed = self.typed_in_vain.take().map_or_else(String::new, |(_, typed)| typed);
        if typed.len() < MOST_IN_VAIN {
            typed.push(c);
        }
        let key = match is_total {
            true if self.is_total(cell, &typed) => "notice.total-agrees",
            true => "notice.total-differs",
            false => "notice.digits-only",
        };
        // Whoever types what is added up drops another one that was given.
        if key == "notice.total-agrees" && self.report.stated.contains_key(&cell) {
            self.change(vec![Edit::Stated(cell, None)]);
        }
        self.notice = Some(self.words.say(key, &[("total", &self.shown_total(cell)), ("typed", &typed)]));
        self.typed_in_vain = Some((cell, typed));
    }

    /// Says once more what became of it, when one goes on.
    pub(super) fn recall_typed_in_vain(&mut self, cell: CellId, typed: &str) {
        let key = match self.form.cell(cell).is_computed() {
            true if self.is_total(cell, typed) => "notice.total-agreed",
            true => "notice.total-differed",
            false => "notice.not-taken",
        };
        let shown = self.shown_total(cell);
        let notice = self.words.say(key, &[("total", &shown), ("typed", &typed)]);
        self.notice.get_or_insert(notice);
    }

    pub(super) fn is_total(&self, total: CellId, typed: &str) -> bool {
        let computed = self.derived.totals.number(&self.report, total).unwrap_or_default();
        number(self.form.cell(total).kind, typed).is_ok_and(|typed| typed == computed)
    }

    pub(super) fn shown_total(&self, total: CellId) -> String {
        let shown = self.cell_text(total).into_owned();
        if shown.is_empty() { "0".to_owned() } else { shown }
    }

    /// Begins to type into a cell; a total refuses.
    fn begin_cell(&mut self, cell: CellId, text: &str, replaces: bool) -> bool {
        if self.form.cell(cell).is_computed() {
            self.say("notice.computed");
            return false;
        }
        self.begin(Target::Cell(cell), text, replaces);
        true
    }

    /// Empties the selected cells; on a total it drops the printed value that differs.
    fn clear(&mut self) {
        let cells = self.selected().concat();
        let edits = cells.iter().filter_map(|cell| {
            if self.report.stated.contains_key(cell) {
                Some(Edit::Stated(*cell, None))
            } else {
                (!self.form.cell(*cell).is_computed()).then_some(Edit::Cell(*cell, Value::Blank))
            }
        });
        let edits: Vec<_> = edits.collect();
        if edits.is_empty() {
            self.say("notice.computed");
        }
        self.change(edits);
    }

    fn copy(&mut self) -> Vec<Effect> {
        let rows = self.selected();
        let lines = rows
            .iter()
            .map(|row| row.iter().map(|cell| self.cell_text(*cell)).collect::<Vec<_>>().join("\t"));
        self.register = lines.collect::<Vec<_>>().join("\n");
        self.register_references.clear();
        let count: usize = rows.iter().map(Vec::len).sum();
        self.notice = Some(self.words.say("notice.copied", &[("count", &count)]));
        vec![Effect::Copy(self.register.clone())]
    }
}

/// Bytes that are kept of what is typed where it is not taken.
const MOST_IN_VAIN: usize = 40;

/// The cells of a row between two columns; a short row gives what it has there.
fn block_columns(row: &[CellId], from: usize, to: usize) -> Vec<CellId> {
    row.iter().take(to + 1).skip(from).copied().collect()
}
