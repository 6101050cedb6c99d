//! A block of figures put into a table, as a spreadsheet or this program copies it: lines of cells parted by tabs.

use super::App;
use crate::form::grid::Line;
use crate::form::{CellId, Grid, Kind};
use crate::report::value::number;
use crate::report::{Edit, Value};

/// Longer texts are no mistyped figures.
const SENTENCE: usize = 16;

/// A block that was pasted, and whether labels around it were left out.
#[derive(Debug, PartialEq, Eq)]
struct Block<'a> {
    rows: Vec<Vec<&'a str>>,
    had_labels: bool,
}

impl<'a> Block<'a> {
    /// The figures of a text, without the lines above and the columns before them in which nothing but labels stands.
    fn of(text: &'a str) -> Self {
        let lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let mut rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
        let has_figure = |row: &Vec<&str>| row.iter().any(|text| is_figure(text));
        let mut had_labels = false;
        if rows.iter().any(has_figure) {
            let above = rows.iter().position(has_figure).unwrap_or_default();
            if rows[..above].iter().flatten().any(|text| is_label(text)) {
                rows.drain(..above);
                had_labels = true;
            }
            let figures = rows.iter().filter_map(|row| row.iter().position(|text| is_figure(text)));
            let before = figures.min().unwrap_or_default();
            if rows.iter().any(|row| row.iter().take(before).any(|text| is_label(text))) {
                for row in &mut rows {
                    row.drain(..before.min(row.len()));
                }
                had_labels = true;
            }
        }
        Self { rows, had_labels }
    }

    /// For each of its lines the row of the grid it belongs to, from a row on; none for one that lies on a label or beyond the
    /// table.
    ///
    /// A sheet has a line for every line that is printed, also for a label that stands alone: where all of these meet an
    /// empty line, they are passed over.
    fn places(&self, grid: &Grid, from: usize) -> Vec<Option<usize>> {
        let lines = grid.blocks.iter().flat_map(|block| &block.lines).map(Line::row);
        let printed: Vec<_> = lines.skip_while(|row| *row != Some(from)).take(self.rows.len()).collect();
        let is_empty = |row: &[&str]| row.iter().all(|text| text.trim().is_empty());
        let is_as_printed =
            printed.iter().zip(&self.rows).all(|(place, row)| place.is_some() || is_empty(row));
        let count = self.rows.len();
        if is_as_printed {
            let beyond = count - printed.len();
            return printed.into_iter().chain(std::iter::repeat_n(None, beyond)).collect();
        }
        (from..).take(count).map(|row| Some(row).filter(|row| *row < grid.rows().len())).collect()
    }
}

fn is_figure(text: &str) -> bool {
    number(Kind::Change, text).is_ok() || number(Kind::Amount, text).is_ok()
}

/// Whether a text names a row or column; `12件` is a mistyped figure.
fn is_label(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let begins_with_digit = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    letters >= if begins_with_digit { 3 } else { 2 }
}

/// A total that was pasted, which the program adds up itself.
struct Total<'a> {
    cell: CellId,
    pasted: &'a str,
}

impl App {
    /// Fills a block from the cursor. What lands on totals is compared with them.
    pub(super) fn paste(&mut self, text: &str) {
        let Some((section, grid)) = self.grid() else { return };
        if text.is_empty() {
            return self.say("notice.nothing-to-paste");
        }
        let corner = self.selection().map_or(self.position(section), |(from, _)| from);
        let block = Block::of(text);
        let (mut edits, mut totals, mut left_out) = (Vec::new(), Vec::new(), 0);
        for (place, values) in block.places(grid, corner.row).into_iter().zip(&block.rows) {
            let row = place.and_then(|place| grid.rows().get(place)).map_or(&[][..], Vec::as_slice);
            let cells = row.get(corner.column.min(row.len().saturating_sub(1))..).unwrap_or_default();
            for (cell, value) in cells.iter().zip(values) {
                if !self.form.cell(*cell).is_computed() {
                    edits.push(Edit::Cell(*cell, Value::typed(self.form.cell(*cell).kind, value)));
                } else if !value.trim().is_empty() {
                    totals.push(Total { cell: *cell, pasted: value });
                }
            }
            left_out += values.iter().skip(cells.len()).filter(|value| !value.trim().is_empty()).count();
        }
        // A sentence is no figure: a text cut elsewhere shall not take the place of numbers.
        let is_sentence = |edit: &Edit| matches!(edit, Edit::Cell(_, Value::Invalid(text)) if text.chars().count() > SENTENCE);
        if edits.iter().any(is_sentence) {
            return self.say("notice.no-figures");
        }
        let count = edits.len();
        self.change(edits);
        self.anchor = None;
        let words = self.words;
        let mut told = vec![words.say("notice.pasted", &[("count", &count)])];
        if left_out > 0 {
            told.push(words.say("notice.pasted.left-out", &[("count", &left_out)]));
        }
        if block.had_labels {
            told.push(words.get("notice.pasted.labels").to_owned());
        }
        told.extend(self.compared(&totals));
        self.notice = Some(told.concat());
    }

    /// What is to be said about totals that were pasted.
    fn compared(&self, totals: &[Total]) -> Option<String> {
        let differing: Vec<_> =
            totals.iter().filter(|total| !self.is_total(total.cell, total.pasted)).collect();
        let Some(first) = differing.first() else {
            let all = || self.words.say("notice.pasted.totals-agree", &[("count", &totals.len())]);
            return (!totals.is_empty()).then(all);
        };
        Some(self.words.say(
            "notice.pasted.totals-differ",
            &[
                ("cell", &self.words.cell(self.form, first.cell)),
                ("typed", &first.pasted.trim()),
                ("total", &self.shown_total(first.cell)),
                ("count", &differing.len()),
            ],
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn labels_around_the_figures_are_left_out_and_mistyped_figures_are_not() {
        let block = Block::of("项目\t自然人\t其他\n一、本年新收\t14\t2\n1.属于国家秘密\t\t0\n");
        assert_eq!(block, Block { rows: vec![vec!["14", "2"], vec!["", "0"]], had_labels: true });
        for text in ["12件\t3\n5\t6", "12件", "\t7", "\n7"] {
            let rows = text.split('\n').map(|line| line.split('\t').collect()).collect();
            assert_eq!(Block::of(text), Block { rows, had_labels: false }, "{text:?}");
        }
    }

    #[test]
    fn an_empty_line_lies_on_a_label_that_stands_alone() {
        let form = Forms.get("2021").unwrap();
        let grid = &form.sections[2].grid;
        // 三、本年度办理结果 stands alone between 上年结转 and （一）予以公开.
        assert_eq!(Block::of("1\n2\n\n3").places(grid, 0), [Some(0), Some(1), None, Some(2)]);
        assert_eq!(Block::of("1\n2\n3").places(grid, 0), [Some(0), Some(1), Some(2)]);
        let last = grid.rows().len() - 1;
        assert_eq!(Block::of("1\n2").places(grid, last), [Some(last), None]);
    }
}
