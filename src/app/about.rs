//! What there is to say about where one is, and about the report as a whole: the lines of help, overview and manual.

use std::fmt::Display;
use std::iter;

use super::command::{Definition, of_place};
use super::read::{Line, Text};
use super::{App, Context, Detail, LastYear, Listed, Page, Popup};
use crate::check::topics;
use crate::export::text::{render, render_section};
use crate::form::rule::{Along, Comparison, Relation, Rule};
use crate::form::{CellId, SectionId, Severity};
use crate::report::Totals;
use crate::text::{visible, width, wrap};
use crate::words::{Lang, Words};

/// The commands that mean something in a question.
const OF_A_QUESTION: [&str; 6] = ["confirm", "cancel", "next", "previous", "up", "down"];

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

    /// The lines of a text to read, at most so many columns wide.
    pub fn lines(&self, text: &Text, columns: usize) -> Vec<Line> {
        match text {
            Text::Preview => {
                let lines = render(self.form, &self.report, &self.derived.totals, columns);
                lines.into_iter().map(Line::Plain).collect()
            }
            Text::LastYear(section) => {
                let LastYear::One(last) = &self.last_year else { return Vec::new() };
                let (form, report) = (last.form, &last.report);
                let totals = Totals::of(form, report);
                let lines = match section {
                    Some(section) => render_section(form, report, &totals, *section, columns),
                    None => render(form, report, &totals, columns),
                };
                lines.into_iter().map(Line::Plain).collect()
            }
            Text::Help(place) => self.help(*place, columns),
            Text::Differences(text) => differences(text, columns),
            Text::Manual => manual(self.words.manual(), columns),
            Text::Overview => self.overview(columns),
        }
    }

    /// What belongs where the cursor is, what is looked at there, what is wrong, and the keys of the place.
    fn help(&self, place: Context, columns: usize) -> Vec<Line> {
        let words = self.words;
        let mut lines = Vec::new();
        if place == Context::Findings {
            // Of the list, what is chosen in it rather than the place of the page behind it.
            if let Some(Listed::Finding(finding)) = self.chosen_line() {
                lines.push(Line::Heading(words.place(self.form, finding)));
                for sentence in [
                    words.statement(self.form, finding),
                    words.remedy(finding),
                    words.ground(self.form, finding),
                ] {
                    plain(&mut lines, &sentence, columns);
                }
                lines.push(Line::Plain(String::new()));
            }
        } else if !matches!(place, Context::Popup | Context::Start | Context::Reading) {
            let (on, belongs) = self.about();
            lines.push(Line::Heading(on));
            plain(&mut lines, &belongs, columns);
            plain(&mut lines, words.choose(self.caught()), columns);
            for sentence in self.identities() {
                plain(&mut lines, &sentence, columns);
            }
            self.aspects(&mut lines, columns);
            for finding in self.findings_here() {
                lines.push(Line::Plain(String::new()));
                plain(&mut lines, &words.message(self.form, finding), columns);
                plain(&mut lines, &words.remedy(finding), columns);
            }
            lines.push(Line::Plain(String::new()));
        }
        if place == Context::Start {
            // How one begins is the first chapter of the manual.
            let chapters = manual(words.manual(), columns);
            let is_next = |line: &Line| matches!(line, Line::Heading(_));
            let end = chapters.iter().skip(1).position(is_next).map_or(chapters.len(), |next| next + 1);
            lines.extend(chapters.into_iter().take(end));
        }
        lines.push(Line::Heading(words.get("help.keys").to_owned()));
        // Those without a key are in the palette.
        let keymap = &self.config.keymap;
        // Nothing can be typed in a question.
        let is_question = matches!(&self.popup, Some(Popup::Read(reading)) if reading.is_over_question());
        let is_shown = |row: &&Definition| {
            !keymap.keys(row).is_empty() && (!is_question || OF_A_QUESTION.contains(&row.name))
        };
        let keys = of_place(place).filter(is_shown).map(|row| {
            let keys: Vec<_> = keymap.keys(row).iter().map(ToString::to_string).collect();
            (keys.join("  "), words.get(&self.does(row, place)).to_owned())
        });
        let keys: Vec<_> = keys.collect();
        let beside = keys.iter().map(|(keys, _)| width(keys) + 2).max().unwrap_or_default().min(columns / 2);
        for (keys, does) in keys {
            let rows = wrap(&does, columns.saturating_sub(beside), 0).into_iter();
            let rows = rows.map(|row| does.get(row).unwrap_or_default().to_owned());
            let firsts = iter::once(keys).chain(iter::repeat(String::new()));
            lines.extend(firsts.zip(rows).map(|(first, second)| Line::Pair(first, second)));
        }
        lines
    }

    /// The key of what a command does in a place, rather than of everything that it does somewhere.
    fn does(&self, row: &Definition, place: Context) -> String {
        // On the first screen there is a list to choose from, as in many a box.
        let places = [Some(place), (place == Context::Start).then_some(Context::Popup)];
        let mut own = places.iter().flatten().map(|place| format!("hint.{}.{}", place.id(), row.name));
        own.find(|key| self.words.has(key)).unwrap_or_else(|| format!("command.{}", row.name))
    }

    /// What reports were sent back for at the row or section where the cursor is.
    fn caught(&self) -> &crate::form::Text {
        match (self.cell(), self.page) {
            (Some(cell), _) => &self.form.row_and_column(cell).0.caught,
            (None, Page::Section(section)) => &self.form.section_at(section).caught,
            (None, Page::Details) => &self.form.caught,
        }
    }

    /// The identities that the cell under the cursor is part of, as sentences.
    fn identities(&self) -> Vec<String> {
        let Some(cell) = self.cell() else { return Vec::new() };
        let table = self.form.table_of(cell);
        let (row, column) = self.form.row_and_column(cell);
        let concerns = |rule: &Relation| {
            let own = match rule.along {
                Along::Columns => &row.id,
                Along::Rows => &column.id,
            };
            rule.table == table.id && rule.left.iter().chain(&rule.right).any(|term| term.of == *own)
        };
        let relations = self.form.rules.iter().filter_map(|rule| match rule {
            Rule::Relation(rule) if concerns(rule) => Some(rule),
            _ => None,
        });
        let checked = |identity: String| self.words.say("help.identity", &[("identity", &identity)]);
        relations.map(|rule| checked(self.words.identity(rule))).collect()
    }

    /// What the section of prose has to speak of, and whether it does.
    fn aspects(&self, lines: &mut Vec<Line>, columns: usize) {
        let (Page::Section(section), None) = (self.page, self.cell()) else { return };
        let mut topics = topics(self.form, &self.report, &self.readings, section).peekable();
        if topics.peek().is_some() {
            lines.push(Line::Plain(String::new()));
            lines.push(Line::Heading(self.words.get("help.aspects").to_owned()));
        }
        for (topic, is_there) in topics {
            let key = if is_there { "help.aspect.there" } else { "help.aspect.missing" };
            let words = self.words.list(topic.wordings.iter().copied());
            let values: [(&str, &dyn Display); 2] =
                [("name", &self.words.choose(&topic.name)), ("words", &words)];
            plain(lines, &self.words.say(key, &values), columns);
        }
    }

    /// How every section stands, and the numbers that people ask for as bars.
    fn overview(&self, columns: usize) -> Vec<Line> {
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

/// Wraps a text into lines; an empty one gives none.
fn plain(lines: &mut Vec<Line>, text: &str, columns: usize) {
    if !text.is_empty() {
        let rows = wrap(text, columns, 0).into_iter();
        lines.extend(rows.map(|row| Line::Plain(text.get(row).unwrap_or_default().to_owned())));
    }
}

/// A text in which a line that begins with `# ` is a heading and every other one a paragraph.
fn manual(text: &str, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(heading) => lines.push(Line::Heading(heading.to_owned())),
            None if line.is_empty() => lines.push(Line::Plain(String::new())),
            None => plain(&mut lines, line, columns),
        }
    }
    lines
}

/// The same; in it paragraphs that are gone begin with `- ` and those that are new with `+ `, set apart from what follows.
fn differences(text: &str, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let (is_new, paragraph) = match (line.strip_prefix("- "), line.strip_prefix("+ ")) {
            (Some(gone), _) => (false, gone),
            (_, Some(new)) => (true, new),
            _ => {
                lines.extend(manual(if line.is_empty() { "\n" } else { line }, columns));
                continue;
            }
        };
        let rows = wrap(paragraph, columns.saturating_sub(2), 0).into_iter().enumerate();
        lines.extend(rows.map(|(index, row)| {
            let sign = [" ", if is_new { "+" } else { "-" }][usize::from(index == 0)];
            let text = format!("{sign} {}", paragraph.get(row).unwrap_or_default());
            if is_new { Line::Plain(text) } else { Line::Gone(text) }
        }));
    }
    lines
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
