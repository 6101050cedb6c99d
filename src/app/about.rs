//! What the cursor is on, and what belongs there.

use super::{App, Detail, LastYear, Page};
use crate::form::CellId;
use crate::form::rule::{Comparison, Rule};
use crate::report::Totals;
use crate::words::Lang;

impl App {
    /// What the cursor is on, and what belongs there.
    pub fn about(&self) -> (String, String) {
        match (self.page, self.cell()) {
            (Page::Details, _) => self.about_detail(),
            (_, Some(cell)) => self.about_cell(cell),
            (Page::Section(section), None) => {
                if let Some(one) = self.report.reference_at(section, self.caret(section)) {
                    let cell = self.form.path(one.cell).join(" > ");
                    return (
                        self.words.say("refer.about", &[("cell", &cell)]),
                        self.words.get("refer.help").to_owned(),
                    );
                }
                let facts = self.form.section_at(section);
                let count = self.derived.characters[section.0];
                let count = self.words.say("sections.characters", &[("count", &count)]);
                let help = joined([self.words.choose(&facts.help), self.words.choose(&facts.ground), "", ""]);
                (format!("{}  {count}", facts.title), help)
            }
        }
    }

    fn about_detail(&self) -> (String, String) {
        let help = match self.detail() {
            Detail::Organ => "details.organ.help",
            Detail::Year => "details.year.help",
            Detail::AmountUnit => "details.amount-unit.help",
            Detail::SignedOrgan => "details.signed-organ.help",
            Detail::SignedDate => "details.signed-date.help",
        };
        let next = self.report.year.unwrap_or(self.year_due).saturating_add(1);
        (self.words.get("details.title").to_owned(), self.words.say(help, &[("next", &next)]))
    }

    fn about_cell(&self, cell: CellId) -> (String, String) {
        let words = self.words;
        let (row, column) = self.form.row_and_column(cell);
        let gloss = match words.lang {
            Lang::Zh => String::new(),
            Lang::En => format!("{}, {}. ", row.gloss, column.gloss),
        };
        // Of a column of totals it is worth knowing first that it is one.
        let is_along_row = |part: &CellId| self.form.cell(*part).row == self.form.cell(cell).row;
        let (first, second) = if self.form.cell(cell).sum.first().is_some_and(is_along_row) {
            (&column.help, &row.help)
        } else {
            (&row.help, &column.help)
        };
        let parts = [gloss.as_str(), words.choose(first), words.choose(second), words.choose(&row.ground)];
        let path = self.form.path(cell).join(" > ");
        let place = match (self.carried(cell), self.last_years_value(cell)) {
            (Some((name, value)), _) => {
                words.say("about.last-year.carried", &[("cell", &path), ("name", &name), ("value", &value)])
            }
            (None, Some(value)) if value.is_empty() => words.say("about.last-year.blank", &[("cell", &path)]),
            (None, Some(value)) => words.say("about.last-year", &[("cell", &path), ("value", &value)]),
            (None, None) => path,
        };
        (place, joined(parts))
    }

    /// What a cell has to equal in last year's report, and how that is called.
    fn carried(&self, cell: CellId) -> Option<(&str, String)> {
        let LastYear::One(last) = &self.last_year else { return None };
        let table = self.form.table_of(cell);
        let relations = self.form.rules.iter().filter_map(|rule| match rule {
            Rule::Relation(one) if one.is == Comparison::Equal && one.table == table.id => Some(one),
            _ => None,
        });
        relations.into_iter().find_map(|relation| {
            let ([left], [right]) = (relation.left.as_slice(), relation.right.as_slice()) else {
                return None;
            };
            let runs = 0..relation.runs(table);
            let run = runs.into_iter().find(|run| relation.cell(table, *run, left) == Some(cell))?;
            let there = relation.cell(table, run, right).filter(|_| right.last_year)?;
            let there = last.form.find(&self.form.cell(there).address)?;
            let value = Totals::of(last.form, &last.report).text(&last.report, there).into_owned();
            Some((self.words.choose(&right.name), value))
        })
    }

    /// What last year's report has in the same cell; none where there is no report or no such cell.
    fn last_years_value(&self, cell: CellId) -> Option<String> {
        let LastYear::One(last) = &self.last_year else { return None };
        let there = last.form.find(&self.form.cell(cell).address)?;
        Some(Totals::of(last.form, &last.report).text(&last.report, there).into_owned())
    }
}

/// Sentences one after another; Chinese ones need no blank between.
fn joined(parts: [&str; 4]) -> String {
    let mut out = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if out.ends_with(|c: char| c.is_ascii_punctuation()) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}
