//! Finding words in text, labels and cells; replacing them in text.

use std::fmt::Display;

use super::popup::Popup;
use super::question::{Answer, Question};
use super::{App, Command, Effect, Focus, Motion, Page};
use crate::form::{CellId, SectionId};
use crate::report::{Edit, Place};
use crate::text::Field;

/// A line or two to type in: what is looked for, and what comes in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What is looked for.
    pub needle: Field,
    /// What replaces it; none when nothing is to be replaced.
    pub with: Option<Field>,
    /// Whether the second line has the caret.
    pub in_second: bool,
}

/// A place where something was found, in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Cell(SectionId, CellId),
    Text(SectionId, Place, Place),
}

impl Spot {
    fn section(self) -> SectionId {
        match self {
            Self::Cell(section, _) | Self::Text(section, ..) => section,
        }
    }
}

impl App {
    /// Asks what to look for; what is selected in the text is offered.
    pub(super) fn ask_search(&mut self, replace: bool) {
        if !self.leave_entry() {
            return;
        }
        let selected = match self.page {
            Page::Section(section) => {
                self.text_selection(section).map(|(from, to)| self.report.text_between(section, from, to))
            }
            Page::Details => None,
        };
        let needle = selected.filter(|text| !text.contains('\n')).unwrap_or_else(|| self.needle.clone());
        let with = replace.then(Field::default);
        self.popup = Some(Popup::Search(Search { needle: Field::offering(needle), with, in_second: false }));
    }

    pub(super) fn in_search(&mut self, mut search: Search, command: Command) {
        let two = search.with.is_some();
        match command {
            Command::Cancel => return,
            Command::Next | Command::Previous | Command::Move(Motion::Up | Motion::Down) if two => {
                search.in_second = !search.in_second;
            }
            Command::Confirm if two && !search.in_second => search.in_second = true,
            Command::Confirm => return self.start_search(&search),
            other => search.field().edit(&other),
        }
        self.popup = Some(Popup::Search(search));
    }

    fn start_search(&mut self, search: &Search) {
        search.needle.text().clone_into(&mut self.needle);
        let Some(with) = &search.with else { return self.find_next(true) };
        if with.text() == search.needle.text() {
            return self.say("notice.replaced-same");
        }
        let count = self.replaceable_spots(search.needle.text()).len();
        if count == 0 {
            if !self.text_spots(search.needle.text()).is_empty() {
                return self.say("notice.only-references");
            }
            return self.say_not_found();
        }
        let with = with.text().to_owned();
        if count == 1 {
            return self.replace_one_by_one(with);
        }
        self.popup = Some(Popup::ask(Question::Replace { needle: self.needle.clone(), with, count }));
    }

    /// Goes to the next place where the words stand, or the one before; round the ends.
    pub(super) fn find_next(&mut self, forward: bool) {
        if self.needle.is_empty() {
            return self.ask_search(false);
        }
        if !self.leave_entry() {
            return;
        }
        let spots = self.spots();
        let Some(last) = spots.len().checked_sub(1) else { return self.say_not_found() };
        let index = if forward {
            spots.iter().position(|spot| self.is_after_cursor(*spot)).unwrap_or(0)
        } else {
            spots.iter().rposition(|spot| self.is_before_cursor(*spot)).unwrap_or(last)
        };
        let is_past =
            |spot: Spot| if forward { self.is_after_cursor(spot) } else { self.is_before_cursor(spot) };
        let key = if is_past(spots[index]) { "notice.found" } else { "notice.found-again" };
        self.show_spot(spots[index]);
        let (number, count) = (index + 1, spots.len());
        self.notice = Some(self.words.say(key, &[("number", &number), ("count", &count)]));
    }

    fn say_not_found(&mut self) {
        let needle = self.needle.clone();
        self.notice = Some(self.words.say("notice.not-found", &[("needle", &needle)]));
    }

    /// Every place in text, row labels and cells, in document order.
    fn spots(&self) -> Vec<Spot> {
        let mut spots: Vec<Spot> = self
            .text_spots(&self.needle)
            .into_iter()
            .map(|(section, from, to)| Spot::Text(section, from, to))
            .collect();
        for (index, section) in self.form.sections.iter().enumerate() {
            for table in section.tables.iter().map(|table| &self.form.tables[table.0]) {
                // A column's label stands over its first cell, one over several columns over that of the first of them.
                let labels = |column: Option<usize>| -> Vec<&str> {
                    let column = column.and_then(|column| table.columns.get(column));
                    column
                        .map(|column| [column.under.as_slice(), &[column.label]].concat())
                        .unwrap_or_default()
                };
                let columns = (0..table.columns.len()).filter(|column| {
                    let before = labels(column.checked_sub(1));
                    let mut own = labels(Some(*column)).into_iter().filter(|label| !before.contains(label));
                    own.any(|label| label.contains(&self.needle))
                });
                spots.extend(columns.map(|column| Spot::Cell(SectionId(index), table.cell(0, column))));
            }
            for row in section.grid.rows() {
                let in_label = row.first().filter(|cell| {
                    let (row, _) = self.form.row_and_column(**cell);
                    row.label.contains(&self.needle)
                        || row.under.iter().any(|label| label.contains(&self.needle))
                });
                let in_cells = row.iter().filter(|cell| self.cell_text(**cell) == self.needle);
                let found = in_label.into_iter().chain(in_cells).copied();
                spots.extend(found.map(|cell| Spot::Cell(SectionId(index), cell)));
            }
        }
        spots.sort_by_key(|spot| (spot.section(), *spot));
        spots.dedup();
        spots
    }

    /// Places in the text but for the numbers that follow cells.
    fn replaceable_spots(&self, needle: &str) -> Vec<(SectionId, Place, Place)> {
        let mut spots = self.text_spots(needle);
        spots.retain(|(section, from, to)| !self.report.has_references_between(*section, *from, *to));
        spots
    }

    fn text_spots(&self, needle: &str) -> Vec<(SectionId, Place, Place)> {
        if needle.is_empty() {
            return Vec::new();
        }
        let sections = self.report.prose.iter().enumerate();
        let paragraphs = sections.flat_map(|(section, paragraphs)| {
            paragraphs.iter().enumerate().map(move |(paragraph, text)| (SectionId(section), paragraph, text))
        });
        paragraphs
            .flat_map(|(section, paragraph, text)| {
                text.match_indices(needle).map(move |(offset, found)| {
                    let from = Place { paragraph, offset };
                    (section, from, from.after(found))
                })
            })
            .collect()
    }

    fn is_after_cursor(&self, spot: Spot) -> bool {
        let page = spot.section().0 + 1;
        match spot {
            _ if page != self.page_index() => page > self.page_index(),
            Spot::Cell(_, cell) => self.cell().is_none_or(|here| cell > here),
            Spot::Text(section, from, _) => from >= self.caret(section),
        }
    }

    fn is_before_cursor(&self, spot: Spot) -> bool {
        let page = spot.section().0 + 1;
        match spot {
            _ if page != self.page_index() => page < self.page_index(),
            Spot::Cell(_, cell) => self.cell().is_some_and(|here| cell < here),
            Spot::Text(section, _, to) => {
                let begin = self.text_selection(section).map_or(self.caret(section), |(from, _)| from);
                to <= begin
            }
        }
    }

    /// Puts the cursor on a place; words in text are selected.
    fn show_spot(&mut self, spot: Spot) {
        match spot {
            Spot::Cell(_, cell) => self.go_to_cell(cell),
            Spot::Text(section, from, to) => {
                self.page = Page::Section(section);
                self.place_caret(section, to);
                self.mark = Some(from);
            }
        }
        self.focus = Focus::Page;
    }

    /// Replaces everywhere in the text, as one undo step.
    fn replace_all(&mut self, with: &str) {
        let spots = self.replaceable_spots(&self.needle);
        // From the last to the first, so that no change moves a place that is still to come.
        let edits = spots.iter().rev().map(|(section, from, to)| Edit::text(*section, *from, *to, with));
        let edits = edits.collect();
        self.change(edits);
        let key = if with.is_empty() { "notice.deleted" } else { "notice.replaced" };
        self.notice = Some(self.words.say(key, &[("count", &spots.len())]));
    }

    /// From the beginning, so that none is left out.
    fn replace_one_by_one(&mut self, with: String) {
        self.page = Page::Details;
        self.carets.fill(Place::default());
        self.offer_replacement(with, 0, 0);
    }

    /// Selects the next place in the text and asks; says so when there is none after the cursor.
    fn offer_replacement(&mut self, with: String, replaced: usize, skipped: usize) {
        let spots = self.replaceable_spots(&self.needle);
        let spots = spots.into_iter().map(|(section, from, to)| Spot::Text(section, from, to));
        let spots: Vec<_> = spots.filter(|spot| self.is_after_cursor(*spot)).collect();
        if let Some(spot) = spots.first() {
            self.show_spot(*spot);
            let left = spots.len();
            self.popup = Some(Popup::ask(Question::ReplaceHere { with, left, replaced, skipped }));
        } else {
            let key = match (replaced, skipped) {
                (0, _) => "notice.replaced-none",
                (_, 0) => "notice.replaced-to-the-end",
                _ => "notice.replaced-some",
            };
            self.notice = Some(self.words.say(key, &[("count", &replaced), ("left", &skipped)]));
        }
    }

    pub(super) fn answer_replace(&mut self, question: Question, answer: Answer) -> Vec<Effect> {
        match (question, answer) {
            (Question::Replace { with, .. }, Answer::OneByOne) => self.replace_one_by_one(with),
            (Question::Replace { with, .. }, Answer::All) => self.replace_all(&with),
            (Question::ReplaceHere { with, replaced, skipped, .. }, Answer::Yes) => {
                if let Page::Section(section) = self.page
                    && let Some((from, to)) = self.text_selection(section)
                {
                    self.replace(section, from, to, &with);
                }
                self.offer_replacement(with, replaced + 1, skipped);
            }
            (Question::ReplaceHere { with, replaced, skipped, .. }, Answer::Skip) => {
                self.offer_replacement(with, replaced, skipped + 1);
            }
            (Question::ReplaceHere { left, replaced, skipped, .. }, _) => {
                let values: [(&str, &dyn Display); 2] = [("count", &replaced), ("left", &(left + skipped))];
                self.notice = Some(self.words.say("notice.replaced-some", &values));
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Search {
    fn field(&mut self) -> &mut Field {
        match &mut self.with {
            Some(with) if self.in_second => with,
            _ => &mut self.needle,
        }
    }
}
