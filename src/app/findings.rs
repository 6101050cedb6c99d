//! Findings: going from one to the next, the list of them, accepting one with a reason.

use super::popup::Popup;
use super::{App, Command, Detail, Focus, Motion, Page};
use crate::check::{Facts, Finding};
use crate::form::{SectionId, Severity};
use crate::import::{Note, Subject};
use crate::report::{Edit, Place, Waiver};
use crate::text::Field;

/// A line of the list of findings.
#[derive(Debug, Clone, Copy, Hash)]
pub enum Listed<'a> {
    /// A point of the import.
    Note(&'a Note),
    /// A finding.
    Finding(&'a Finding),
}

impl App {
    /// Goes to the next open finding after the cursor, or the one before it; round the ends.
    pub(super) fn jump(&mut self, forward: bool) {
        if !self.leave_entry() {
            return;
        }
        if let Some(due) = self.due.take().filter(|_| forward) {
            return self.land(due);
        }
        let open = self.open_findings();
        let Some(last) = open.len().checked_sub(1) else { return self.say("notice.no-findings") };
        let is_here =
            |index: &usize| place_of(&self.derived.findings[open[*index]]) == self.place_of_cursor();
        let here: Vec<_> = (0..open.len()).filter(is_here).collect();
        let there = match self.jumped.and_then(|jumped| open.iter().position(|index| *index == jumped)) {
            Some(here) if forward => {
                if here == last {
                    0
                } else {
                    here + 1
                }
            }
            Some(here) => here.checked_sub(1).unwrap_or(last),
            // Of those at the cursor the first is shown already.
            None if forward && here.len() > 1 => here[1],
            None => {
                let mut findings = open.iter().map(|index| &self.derived.findings[*index]);
                if forward {
                    findings.position(|finding| self.reaches_beyond(finding)).unwrap_or_default()
                } else {
                    findings.filter(|finding| self.is_before(finding)).count().checked_sub(1).unwrap_or(last)
                }
            }
        };
        self.land(open[there]);
    }

    /// The numbers of the findings that nobody accepted.
    pub(super) fn open_findings(&self) -> Vec<usize> {
        let findings = self.derived.findings.iter().enumerate();
        findings.filter(|(_, finding)| finding.accepted.is_none()).map(|(index, _)| index).collect()
    }

    /// While one goes from finding to finding: which of them this is, from 1, and how many there are.
    pub fn step(&self) -> Option<(usize, usize)> {
        let open = self.open_findings();
        let here = open.iter().position(|index| Some(*index) == self.jumped)?;
        Some((here + 1, open.len()))
    }

    /// Whether a finding stands before the cursor in document order.
    pub fn is_before(&self, finding: &Finding) -> bool {
        place_of(finding) < self.place_of_cursor()
    }

    /// Whether some of what a finding is about stands behind the cursor, while one is not at its beginning.
    fn reaches_beyond(&self, finding: &Finding) -> bool {
        let (first, cursor) = (place_of(finding), self.place_of_cursor());
        let last_cell = finding.cells.iter().max().filter(|_| finding.phrase.is_none());
        let last = last_cell.map_or(first, |cell| (first.0, cell.0, 0));
        last > cursor && first != cursor
    }

    fn place_of_cursor(&self) -> (usize, usize, usize) {
        match (self.page, self.cell()) {
            (Page::Details, _) => (0, 0, 0),
            (Page::Section(section), Some(cell)) => (section.0 + 1, cell.0, 0),
            (Page::Section(section), None) => {
                let caret = self.caret(section);
                (section.0 + 1, caret.paragraph, caret.offset)
            }
        }
    }

    /// Puts the cursor where a finding is.
    pub(super) fn land(&mut self, index: usize) {
        let Some(finding) = self.derived.findings.get(index).cloned() else { return };
        // Words that tell of cells are what can be mended, the cells perhaps not.
        match (finding.cells.first().filter(|_| finding.phrase.is_none()), finding.section) {
            (Some(cell), _) => self.go_to_cell(*cell),
            (None, Some(section)) => {
                self.page = Page::Section(section);
                // Of words with a number in them, the number is what will be mended.
                let phrase = finding.phrase.map(|phrase| {
                    let number = phrase.text.find(|c: char| c.is_numeric()).unwrap_or_default();
                    (phrase.paragraph, phrase.range.start + number)
                });
                let (paragraph, offset) = phrase.unwrap_or_default();
                self.place_caret(section, Place { paragraph, offset });
            }
            (None, None) => self.go_to_detail(match finding.facts {
                Facts::Title { organ: false, .. } => Detail::Organ,
                Facts::Date(..) => Detail::SignedDate,
                _ => Detail::Year,
            }),
        }
        self.focus = Focus::Page;
        self.chosen = self.notes.len() + index;
        self.jumped = Some(index);
    }

    /// How many lines the list of findings has.
    pub fn listed_count(&self) -> usize {
        self.notes.len() + self.derived.findings.len()
    }

    /// The lines of the list: points of the import, then findings.
    pub fn lines_listed(&self) -> impl Iterator<Item = Listed<'_>> {
        self.notes.iter().map(Listed::Note).chain(self.derived.findings.iter().map(Listed::Finding))
    }

    /// The chosen line of the list.
    pub fn chosen_line(&self) -> Option<Listed<'_>> {
        self.lines_listed().nth(self.chosen)
    }

    /// Whether a command does something to the chosen line of the list: not everything can be accepted, or taken back.
    pub fn serves_chosen(&self, command: &Command) -> bool {
        match (command, self.chosen_line()) {
            (Command::Edit, Some(Listed::Finding(finding))) => finding.can_be_accepted(),
            (Command::Clear, Some(Listed::Finding(finding))) => {
                finding.accepted.is_some() || finding.is_printed_total()
            }
            (Command::Clear, Some(Listed::Note(_))) => true,
            (Command::Edit | Command::Clear, _) => false,
            _ => true,
        }
    }

    fn chosen_finding(&self) -> Option<&Finding> {
        match self.chosen_line() {
            Some(Listed::Finding(finding)) => Some(finding),
            _ => None,
        }
    }

    /// Puts the cursor where a line of the list is about.
    pub(super) fn land_on(&mut self, line: usize) {
        if let Some(index) = line.checked_sub(self.notes.len()) {
            return self.land(index);
        }
        let Some(note) = self.notes.get(line) else { return };
        let (cell, subject) = (note.subject.cells().first().copied(), &note.subject);
        match (cell, subject) {
            (Some(cell), _) => self.go_to_cell(cell),
            (None, Subject::NoOrgan) => self.go_to_detail(Detail::Organ),
            (None, Subject::NoYear) => self.go_to_detail(Detail::Year),
            (None, Subject::NoHeading { title }) => {
                if let Some(section) = self.form.sections.iter().position(|section| section.title == title) {
                    self.page = Page::Section(SectionId(section));
                }
            }
            _ => {}
        }
        self.focus = Focus::Page;
        self.chosen = line;
    }

    pub(super) fn toggle_findings(&mut self) {
        if !self.leave_entry() {
            return;
        }
        if self.focus == Focus::Findings {
            self.focus = Focus::Page;
            return;
        }
        // The list begins with what is told about the place where one is, first of all the point from which one came.
        let is_about = |note: &Note| self.cell().is_some_and(|cell| note.subject.cells().contains(&cell));
        if !self.notes.get(self.chosen).is_some_and(is_about) {
            let here = self.findings_here().first().copied();
            let index = here.and_then(|here| {
                self.derived.findings.iter().position(|finding| std::ptr::eq(finding, here))
            });
            self.chosen = index.map_or(self.chosen, |index| self.notes.len() + index);
        }
        self.focus = Focus::Findings;
    }

    pub(super) fn in_findings(&mut self, command: &Command) {
        let last = self.listed_count().saturating_sub(1);
        let page = self.room.lines.max(2) / 2;
        match command {
            Command::Move(Motion::Up) => self.chosen = self.chosen.saturating_sub(1),
            Command::Move(Motion::Down) => self.chosen = (self.chosen + 1).min(last),
            Command::Move(Motion::PageUp) => self.chosen = self.chosen.saturating_sub(page),
            Command::Move(Motion::PageDown) => self.chosen = (self.chosen + page).min(last),
            Command::Move(Motion::First | Motion::RowStart) => self.chosen = 0,
            Command::Move(Motion::Last | Motion::RowEnd) => self.chosen = last,
            Command::Confirm => self.land_on(self.chosen),
            Command::Cancel | Command::Next => self.focus = Focus::Page,
            Command::Edit => self.ask_reason(),
            Command::Clear => self.take_back(),
            _ => {}
        }
    }

    fn ask_reason(&mut self) {
        let Some(finding) = self.chosen_finding() else { return };
        if finding.can_be_accepted() {
            let field = Field::new(finding.accepted.clone().unwrap_or_default());
            self.popup = Some(Popup::Reason { finding: Box::new(finding.clone()), field });
        } else if finding.severity == Severity::Note {
            self.say("notice.needs-no-reason");
        } else {
            self.say("notice.cannot-accept");
        }
    }

    /// Accepts a finding for a reason.
    pub(super) fn accept(&mut self, finding: &Finding, reason: &str) {
        let mut waivers = self.waivers_of_others(finding);
        waivers.push(Waiver {
            rule: finding.rule.clone(),
            cells: finding.cells.clone(),
            phrase: finding.phrase.as_ref().map(|phrase| phrase.text.clone()),
            names: finding.names().map(str::to_owned).collect(),
            left: finding.left,
            right: finding.right,
            reason: reason.trim().to_owned(),
        });
        self.change(vec![Edit::Waivers(waivers)]);
        self.say("notice.accepted");
    }

    /// Takes an acceptance back; where there is none, drops the printed total that a finding is about. A point of the import is
    /// taken off the list.
    fn take_back(&mut self) {
        if self.chosen < self.notes.len() {
            self.notes.remove(self.chosen);
            return;
        }
        let Some(finding) = self.chosen_finding().cloned() else { return };
        match finding.cells.first() {
            _ if finding.accepted.is_some() => {
                let waivers = self.waivers_of_others(&finding);
                self.change(vec![Edit::Waivers(waivers)]);
                self.say("notice.taken-back");
            }
            Some(cell) if finding.is_printed_total() => self.change(vec![Edit::Stated(*cell, None)]),
            _ => self.say("notice.not-accepted"),
        }
    }

    fn waivers_of_others(&self, finding: &Finding) -> Vec<Waiver> {
        let phrase = finding.phrase.as_ref().map(|phrase| phrase.text.as_str());
        // What names neither cells nor words may be about another section.
        let vague = finding.cells.is_empty() && phrase.is_none();
        let same = |waiver: &Waiver| {
            waiver.rule == finding.rule
                && waiver.cells == finding.cells
                && waiver.phrase.as_deref() == phrase
                && (!vague || finding.is_waived_by(waiver))
        };
        self.report.waivers.iter().filter(|waiver| !same(waiver)).cloned().collect()
    }
}

/// Page, then cell or paragraph and offset.
fn place_of(finding: &Finding) -> (usize, usize, usize) {
    let page = finding.section.map_or(0, |section| section.0 + 1);
    match (finding.cells.first(), &finding.phrase) {
        (_, Some(phrase)) => (page, phrase.paragraph, phrase.range.start),
        (Some(cell), None) => (page, cell.0, 0),
        (None, None) => (page, 0, 0),
    }
}
