//! The pages of the report, how far each is, and the state of the whole.

use super::line::{Line, plain};
use super::{App, Detail, Page};
use crate::form::{SectionId, Severity};
use crate::text::{visible, width};
use crate::words::{Lang, Words};

/// Columns of the amounts in the overview.
const AMOUNT: usize = 9;

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// So many of its fields or cells are filled in, of so many.
    Filled(usize, usize),
    /// It is a text of so many characters.
    Characters(usize),
}

impl Progress {
    /// Says it.
    pub fn told(self, words: &Words) -> String {
        match self {
            Self::Filled(filled, all) => words.say("sections.filled", &[("filled", &filled), ("all", &all)]),
            Self::Characters(count) => words.say("sections.characters", &[("count", &count)]),
        }
    }
}

impl App {
    /// How every section stands, and the numbers that people ask for as bars.
    pub(super) fn overview(&self, columns: usize) -> Vec<Line> {
        let mut lines =
            vec![Line::Heading(visible(&self.form.title(&self.report.organ, self.report.year)).into_owned())];
        lines.push(Line::Plain(String::new()));
        lines.extend((0..self.page_count()).map(|index| {
            let amount = self.progress(index).told(self.words);
            let state = match self.worst(index) {
                Some((severity, count)) => format!("{} {count}", self.words.severity(severity)),
                None => String::new(),
            };
            let gap = " ".repeat(AMOUNT.saturating_sub(width(&amount)));
            Line::Pair(self.page_name(index), format!("{gap}{amount}  {state}"))
        }));
        for chart in &self.form.charts {
            lines.push(Line::Plain(String::new()));
            lines.push(Line::Heading(self.words.choose(&chart.title).to_owned()));
            let numbers: Vec<_> = chart.bars.iter().map(|bar| self.sum(&bar.of)).collect();
            let most = numbers.iter().flatten().max().copied().unwrap_or_default();
            for (bar, number) in chart.bars.iter().zip(numbers) {
                let share = number
                    .and_then(|number| (number * rust_decimal::Decimal::ONE_THOUSAND).checked_div(most));
                let share = share.and_then(|share| usize::try_from(share.round()).ok()).unwrap_or_default();
                let number = number.map_or_else(|| "-".to_owned(), |number| number.to_string());
                lines.push(Line::Bar(self.words.choose(&bar.name).to_owned(), number, share));
            }
        }
        lines.push(Line::Plain(String::new()));
        plain(&mut lines, self.words.get("overview.note"), columns);
        lines
    }

    /// The sum of the filled ones among some cells; none when all are blank.
    fn sum(&self, cells: &[&'static str]) -> Option<rust_decimal::Decimal> {
        let cells = cells.iter().filter_map(|address| self.form.find(address));
        let numbers = cells.filter_map(|cell| self.derived.totals.number(&self.report, cell));
        numbers.reduce(|a, b| a + b)
    }

    /// What a page is called in lists.
    pub fn page_name(&self, index: usize) -> String {
        match Self::page_at(index) {
            Page::Details => self.words.get("details.tab").to_owned(),
            Page::Section(section) => {
                let facts = self.form.section_at(section);
                format!("{} {}", self.page_number(index), self.words.choose(&facts.name))
            }
        }
    }

    /// The number of a page, as the language writes it.
    pub fn page_number(&self, index: usize) -> String {
        match (Self::page_at(index), self.words.lang) {
            (Page::Details, _) => self.words.get("details.tab").to_owned(),
            (Page::Section(section), Lang::Zh) => self.form.section_at(section).mark.to_owned(),
            (Page::Section(_), Lang::En) => index.to_string(),
        }
    }

    /// How far a page is.
    pub fn progress(&self, index: usize) -> Progress {
        match Self::page_at(index) {
            Page::Details => {
                let fields = self.details();
                // Where nobody else signs, the organ does.
                let signs = |field: Detail| field == Detail::SignedOrgan && !self.report.organ.is_empty();
                let is_filled = |field: &&Detail| signs(**field) || !self.detail_text(**field).is_empty();
                Progress::Filled(fields.iter().filter(is_filled).count(), fields.len())
            }
            Page::Section(section) if self.form.section_at(section).is_prose() => {
                Progress::Characters(self.derived.characters[section.0])
            }
            Page::Section(section) => {
                let (filled, all) = self.filled(section);
                Progress::Filled(filled, all)
            }
        }
    }

    /// The worst of a page's open findings and how many of that weight there are; notes do not count.
    pub fn worst(&self, index: usize) -> Option<(Severity, usize)> {
        let section = index.checked_sub(1).map(SectionId);
        [Severity::Error, Severity::Warning].into_iter().find_map(|severity| {
            let here = self.derived.open().filter(|one| one.section == section && one.severity == severity);
            Some((severity, here.count())).filter(|(_, count)| *count > 0)
        })
    }

    /// Cells of a section that people fill: how many of them hold something, and how many there are.
    pub(super) fn filled(&self, section: SectionId) -> (usize, usize) {
        let typed = &self.form.section_at(section).typed;
        let filled = typed.iter().filter(|cell| !self.report.value(**cell).is_blank());
        (filled.count(), typed.len())
    }
}
