//! A block of figures put into a table, as a spreadsheet or this program copies it: lines of cells parted by tabs.

use std::fmt::Display;

use rust_decimal::Decimal;

use super::App;
use crate::check::contradicts;
use crate::form::grid::Line;
use crate::form::{CellId, Grid, SectionId};
use crate::import::rows::{self, Rows, are_headers, figure, has_remark, is_figure, is_name};
use crate::report::{Edit, Totals, Value, apply};

/// Longer texts are no mistyped figures.
const SENTENCE: usize = 16;

/// Figures as they were pasted.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    /// The names in the lines above them.
    header: Vec<String>,
    /// The figures, line by line.
    lines: Vec<Vec<String>>,
}

impl Block {
    /// The figures of a text, with what stands in lines of labels above them; none where labels stand among them.
    fn of(text: &str) -> Option<Self> {
        let mut rows = rows::sheet(text);
        let is_header = |row: &Vec<String>| {
            row.iter().any(|text| is_name(text)) && !row.iter().any(|text| is_figure(text))
        };
        let above = rows.iter().take_while(|row| is_header(row)).count();
        let header = rows.drain(..above).flatten().filter(|text| is_name(text)).collect();
        let is_block = !rows.is_empty() && !rows.iter().flatten().any(|text| is_name(text));
        is_block.then_some(Self { header, lines: rows })
    }

    /// For each of its lines the row of the grid it belongs to, from a row on; none for one that lies on a label or beyond the
    /// table.
    ///
    /// A whole table out of a sheet has a line for every line that is printed, also for a label that stands alone.
    fn places(&self, grid: &Grid, from: usize) -> Vec<Option<usize>> {
        let lines = grid.blocks.iter().flat_map(|block| &block.lines).map(Line::row);
        let printed: Vec<_> = lines.skip_while(|row| *row != Some(from)).collect();
        let is_empty = |row: &[String]| row.iter().all(String::is_empty);
        let mut both = printed.iter().zip(&self.lines);
        if printed.len() == self.lines.len() && both.all(|(place, row)| place.is_some() || is_empty(row)) {
            return printed;
        }
        (from..).take(self.lines.len()).map(|row| Some(row).filter(|row| *row < grid.rows().len())).collect()
    }
}

/// What a paste is to change, and what is to be told about it.
#[derive(Default)]
struct Pasted {
    edits: Vec<Edit>,
    /// Totals that were pasted, which the program adds up itself.
    totals: Vec<(CellId, Decimal)>,
    told: Vec<String>,
}

impl App {
    /// Puts figures into the table: by their labels where rows have them, from the cursor on where not. What lands on totals is
    /// compared with them.
    pub(super) fn paste(&mut self, text: &str) {
        let Some((section, grid)) = self.grid() else { return };
        if text.is_empty() {
            return self.say("notice.nothing-to-paste");
        }
        let named = rows::read(self.form, section, self.report.amount_unit, text);
        let is_named = named.is_some();
        let pasted = match named {
            Some(rows) => self.paste_rows(section, text, rows),
            None => match Block::of(text) {
                Some(block) if !are_headers(self.form, section, &block.header) => {
                    return self.say("notice.unknown-header");
                }
                Some(block) => self.paste_block(section, grid, &block),
                None if text.split(['\t', '\n']).any(is_figure) => return self.say("notice.unknown-labels"),
                None => return self.say("notice.no-figures"),
            },
        };
        // A sentence is no figure: a text cut elsewhere shall not take the place of numbers.
        let is_sentence = |edit: &Edit| matches!(edit, Edit::Cell(_, Value::Invalid(text)) if text.chars().count() > SENTENCE);
        if pasted.edits.iter().any(is_sentence) {
            return self.say("notice.no-figures");
        }
        let count = pasted.edits.len();
        let is_emptied = |edit: &&Edit| matches!(edit, Edit::Cell(cell, Value::Blank) if !self.report.value(*cell).is_blank());
        let emptied = pasted.edits.iter().filter(is_emptied).count();
        let stated = self.stated(&pasted);
        let first = pasted.edits.iter().filter_map(Edit::cell).min().filter(|_| is_named);
        self.change(pasted.edits.into_iter().chain(stated).collect());
        self.anchor = None;
        // Rows may be anywhere in the table.
        if let Some(first) = first {
            self.go_to_cell(first);
        }
        // What differs is what has to be read, whatever room there is.
        let differing = self.differing(&pasted.totals);
        let agreeing = Some(pasted.totals.len()).filter(|count| *count > 0 && differing.is_none());
        let agreeing =
            agreeing.map(|count| self.words.say("notice.pasted.totals-agree", &[("count", &count)]));
        let sentence = self.words.say("notice.pasted", &[("count", &count)]);
        let emptied = Some(emptied).filter(|count| *count > 0);
        let emptied = emptied.map(|count| self.words.say("notice.pasted.emptied", &[("count", &count)]));
        let told = differing.into_iter().chain([sentence]).chain(pasted.told).chain(emptied).chain(agreeing);
        self.notice = Some(told.collect());
    }

    /// Totals that were pasted and differ are kept like those that a document printed: as findings, until someone drops them.
    fn stated(&self, pasted: &Pasted) -> Vec<Edit> {
        let mut after = self.report.clone();
        for edit in &pasted.edits {
            apply(&mut after, edit.clone());
        }
        let totals = Totals::of(self.form, &after);
        let differs = |cell: CellId, total| contradicts(total, totals.number(&after, cell));
        pasted
            .totals
            .iter()
            .map(|(cell, total)| Edit::Stated(*cell, Some(*total).filter(|total| differs(*cell, *total))))
            .collect()
    }

    /// Rows with labels, wherever the cursor is.
    fn paste_rows(&self, section: SectionId, text: &str, rows: Rows) -> Pasted {
        let cell = |(cell, value)| Edit::Cell(cell, value);
        let mut told = Vec::new();
        if !rows.left.is_empty() {
            let names = self.words.list(rows.left.iter().map(String::as_str));
            let values: [(&str, &dyn Display); 2] = [("count", &rows.left.len()), ("names", &names)];
            told.push(self.words.say("notice.pasted.unknown", &values));
        }
        told.extend(self.told_of_remarks(&rows.remarks));
        if !rows.aside.is_empty() {
            let words = self.words.list(rows.aside.iter().map(String::as_str));
            told.push(self.words.say("notice.pasted.aside", &[("words", &words)]));
        }
        if rows.cells.is_empty()
            && rows.totals.is_empty()
            && let Some(home) = self.home_of(section, text)
        {
            told.push(self.words.say("notice.pasted.elsewhere", &[("section", &home)]));
        }
        Pasted { edits: rows.cells.into_iter().map(cell).collect(), totals: rows.totals, told }
    }

    fn told_of_remarks(&self, remarks: &[String]) -> Option<String> {
        let words = self.words.list(remarks.iter().map(String::as_str));
        (!remarks.is_empty()).then(|| self.words.say("notice.pasted.remarks", &[("words", &words)]))
    }

    /// The other section whose rows a text names.
    fn home_of(&self, section: SectionId, text: &str) -> Option<String> {
        let mut others = (0..self.form.sections.len()).map(SectionId).filter(|other| *other != section);
        let home = others.find(|other| {
            let rows = rows::read(self.form, *other, self.report.amount_unit, text);
            rows.is_some_and(|rows| !rows.cells.is_empty())
        })?;
        Some(self.words.section(self.form, home))
    }

    /// A block of figures, from the cursor on.
    fn paste_block(&self, section: SectionId, grid: &Grid, block: &Block) -> Pasted {
        let corner = self.selection().map_or(self.position(section), |(from, _)| from);
        let mut pasted = Pasted::default();
        let (mut left_out, mut remarks) = (0, Vec::new());
        for (place, values) in block.places(grid, corner.row).into_iter().zip(&block.lines) {
            let row = place.and_then(|place| grid.rows().get(place)).map_or(&[][..], Vec::as_slice);
            let cells = row.get(corner.column.min(row.len().saturating_sub(1))..).unwrap_or_default();
            for (cell, value) in cells.iter().zip(values) {
                let about = self.form.cell(*cell);
                if about.is_computed() {
                    pasted.totals.extend(figure(about.kind, value).map(|total| (*cell, total)));
                } else {
                    pasted.edits.push(Edit::Cell(*cell, rows::value(about.kind, value, false)));
                    remarks.extend(has_remark(about.kind, value).then(|| value.clone()));
                }
            }
            left_out += values.iter().skip(cells.len()).filter(|value| !value.is_empty()).count();
        }
        let is_empty = |row: &Vec<String>| row.iter().all(String::is_empty);
        if block.lines.len() > 1 && block.lines.iter().any(is_empty) {
            pasted.told.push(self.words.get("notice.pasted.empty").to_owned());
        }
        pasted.told.extend(self.told_of_remarks(&remarks));
        if left_out > 0 {
            pasted.told.push(self.words.say("notice.pasted.left-out", &[("count", &left_out)]));
        }
        pasted
    }

    /// What is to be said about totals that were pasted and are other ones here.
    fn differing(&self, totals: &[(CellId, Decimal)]) -> Option<String> {
        let computed = |cell: CellId| self.derived.totals.number(&self.report, cell);
        let differing: Vec<_> =
            totals.iter().filter(|(cell, pasted)| contradicts(*pasted, computed(*cell))).collect();
        let (first, typed) = differing.first()?;
        let cell = self.words.cell(self.form, *first);
        let values: [(&str, &dyn Display); 4] = [
            ("cell", &cell),
            ("typed", typed),
            ("total", &self.shown_total(*first)),
            ("count", &differing.len()),
        ];
        Some(self.words.say("notice.pasted.totals-differ", &values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn figures_have_no_labels_among_them() {
        let line = |line: &str| line.split('\t').map(str::to_owned).collect();
        let rows = |text: &str| Block { header: Vec::new(), lines: text.split('\n').map(line).collect() };
        for text in ["12件\t3\n5\t6", "12件", "\t7", "\n7", "约3件\t2", "1\t/"] {
            assert_eq!(Block::of(text), Some(rows(text)), "{text:?}");
        }
        let header = vec!["自然人".to_owned(), "商业企业".to_owned()];
        assert_eq!(Block::of("自然人\t商业企业\n14\t2\n"), Some(Block { header, ..rows("14\t2") }));
        let quoted = vec![vec!["12".to_owned(), "3\n\"4\"".to_owned()], vec!["7".to_owned()]];
        assert_eq!(
            Block::of("\"12\"\t\"3\n\"\"4\"\"\"\n7\n"),
            Some(Block { header: Vec::new(), lines: quoted })
        );
        for text in ["新收的\t14\n", "1\t新收的\t14", "自然人\t其他", "1.新收的\t5"] {
            assert_eq!(Block::of(text), None, "{text:?}");
        }
    }

    #[test]
    fn lines_are_rows_unless_they_are_all_that_is_printed() {
        let form = Forms.get("2021").unwrap();
        let grid = &form.sections[2].grid;
        // 三、本年度办理结果 stands alone between 上年结转 and （一）予以公开.
        let block = |text: &str| Block::of(text).unwrap();
        assert_eq!(block("1\n2\n\n3").places(grid, 0), [Some(0), Some(1), Some(2), Some(3)]);
        let printed: Vec<_> = grid.blocks[0].lines.iter().map(Line::row).collect();
        let whole: String = printed.iter().map(|row| if row.is_some() { "1\n" } else { "\n" }).collect();
        assert_eq!(block(&whole).places(grid, 0), printed);
        let last = grid.rows().len() - 1;
        assert_eq!(block("1\n2").places(grid, last), [Some(last), None]);
    }
}
