//! Names of places in a report: cells, columns, rows, sections.
//!
//! Statutory labels stay Chinese in files and on the printed form; the English interface names places by their glosses.

use super::{Lang, Words};
use crate::form::{CellId, Form, SectionId, Table};
use crate::report::Edit;

impl Words {
    /// A section as people call it: 三, or Section 3.
    pub fn section(&self, form: &Form, section: SectionId) -> String {
        match self.lang {
            Lang::Zh => form.section_at(section).mark.to_owned(),
            Lang::En => self.say("place.section", &[("number", &(section.0 + 1))]),
        }
    }

    /// A place within a section: 三·自然人, or Section 3, Individuals.
    pub fn within(&self, form: &Form, section: SectionId, names: &[&str]) -> String {
        let mut parts = vec![self.section(form, section)];
        parts.extend(names.iter().map(|name| (*name).to_owned()));
        parts.join(self.get("place.joint"))
    }

    /// A column's name.
    pub fn column<'a>(&self, table: &'a Table, column: usize) -> &'a str {
        let column = &table.columns[column];
        match self.lang {
            Lang::Zh => column.label,
            Lang::En => column.gloss,
        }
    }

    /// A row's name, without its number.
    pub fn row<'a>(&self, table: &'a Table, row: usize) -> &'a str {
        let row = &table.rows[row];
        match self.lang {
            Lang::Zh => bare(row.label),
            Lang::En => row.gloss,
        }
    }

    /// A table's name within its section: its heading, or nothing where it is the only one.
    pub fn table<'a>(&self, table: &'a Table) -> &'a str {
        match self.lang {
            Lang::Zh => table.heading,
            Lang::En => table.gloss,
        }
    }

    /// A cell by row and column: 三·予以公开·自然人.
    pub fn cell(&self, form: &Form, cell: CellId) -> String {
        let table = form.table_of(cell);
        let facts = form.cell(cell);
        let names = [self.row(table, facts.row), self.column(table, facts.column)];
        self.within(form, table.section, &names)
    }

    /// Cells by name: a row as a whole where all of its cells are meant, the first and the number of the others elsewhere.
    pub fn cells(&self, form: &Form, cells: &[CellId]) -> String {
        self.cells_or(form, cells, "place.cells")
    }

    /// The cells whose sum a number is, by name.
    pub fn sum(&self, form: &Form, cells: &[CellId]) -> String {
        self.cells_or(form, cells, "place.sum")
    }

    /// Cells by name; those of several rows as the sentence with this key puts them.
    fn cells_or(&self, form: &Form, cells: &[CellId], several: &str) -> String {
        let Some(first) = cells.first() else { return String::new() };
        if cells.len() == 1 {
            return self.cell(form, *first);
        }
        let (table, row) = (form.table_of(*first), form.cell(*first).row);
        let is_one_row = cells
            .iter()
            .all(|cell| form.cell(*cell).row == row && form.cell(*cell).table == form.cell(*first).table);
        if is_one_row {
            return self.within(form, table.section, &[self.row(table, row)]);
        }
        self.say(several, &[("first", &self.cell(form, *first)), ("count", &cells.len())])
    }

    /// What a step has changed: its cells, or what its first change is about.
    pub fn edits(&self, form: &Form, edits: &[Edit]) -> String {
        let key = match edits.first() {
            Some(Edit::Cell(..) | Edit::Stated(..)) => {
                let mut cells: Vec<_> = edits.iter().filter_map(Edit::cell).collect();
                cells.sort_unstable();
                cells.dedup();
                return self.cells(form, &cells);
            }
            Some(Edit::Text { section, .. }) => {
                let is_here =
                    |edit: &Edit| matches!(edit, Edit::Text { section: other, .. } if other == section);
                if !edits.iter().all(is_here) {
                    return self.get("edits.texts").to_owned();
                }
                return self.within(form, *section, &[self.get("edits.text")]);
            }
            Some(Edit::Organ(_)) => "details.organ",
            Some(Edit::Year(_) | Edit::Edition(_)) => "details.year",
            Some(Edit::AmountUnit(_)) => "details.amount-unit",
            Some(Edit::Signed(_)) => "edits.signed",
            Some(Edit::Waivers(_)) => "edits.accepted",
            Some(Edit::Whole(_)) | None => "edits.whole",
        };
        self.get(key).to_owned()
    }
}

/// A label without the number in front: 一、 1. （一）. What is left must say something: 3.其他 and （七）总计 keep theirs.
pub fn bare(label: &str) -> &str {
    let rest =
        label.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十（）.、".contains(c));
    if rest.chars().count() < 3 { label } else { rest }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn numbers_in_front_of_labels_go() {
        assert_eq!(bare("一、本年新收政府信息公开申请数量"), "本年新收政府信息公开申请数量");
        assert_eq!(bare("（七）总计"), "（七）总计");
        assert_eq!(bare("3.危及“三安全一稳定”"), "危及“三安全一稳定”");
        assert_eq!(bare("规章"), "规章");
    }
}
