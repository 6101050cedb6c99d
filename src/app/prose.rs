//! In a section of prose: the caret over wrapped paragraphs, selecting, typing.

use std::time::Duration;

use super::{App, Command, Effect, Motion, Page};
use crate::form::{CellId, SectionId};
use crate::report::{Edit, Place, Reference, reference};
use crate::text::{boundary, characters, graphemes, is_hidden, word};

/// A pause after which typing is an undo step of its own.
const PAUSE: Duration = Duration::from_secs(1);

/// What was typed last, to tell whether the next key belongs to the same undo step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Typing {
    section: SectionId,
    caret: Place,
    at: Duration,
    removes: bool,
    ended_a_word: bool,
}

impl App {
    /// The caret's place in a section.
    pub fn caret(&self, section: SectionId) -> Place {
        let place = self.report.nearest(section, self.carets[section.0]);
        // What was typed or removed may have joined its neighbours to one character.
        let text = self.report.paragraphs(section).get(place.paragraph).map_or("", String::as_str);
        let place = Place { offset: boundary(text, place.offset), ..place };
        self.beside_reference(section, place, place)
    }

    /// A place outside of the references: one within is moved to the end that lies farther from where one comes from.
    fn beside_reference(&self, section: SectionId, from: Place, place: Place) -> Place {
        match self.report.reference_at(section, place) {
            Some(one) if one.start < place.offset && place.offset < one.end => {
                Place { offset: if place < from { one.start } else { one.end }, ..place }
            }
            _ => place,
        }
    }

    /// Puts the number of a cell into the text, to follow the cell from now on.
    pub(super) fn refer(&mut self, cell: CellId) {
        let Page::Section(section) = self.page else { return };
        let from = self.text_selection(section).map_or(self.caret(section), |(from, _)| from);
        let text = reference::text(&self.report, &self.derived.totals, cell);
        self.put(section, &text, vec![Reference::at(section, from, &text, cell)]);
    }

    /// Puts a text with references at the caret or over the selection, as an undo step of its own.
    fn put(&mut self, section: SectionId, text: &str, references: Vec<Reference>) {
        let (from, to) = self.text_selection(section).unwrap_or((self.caret(section), self.caret(section)));
        self.change(vec![Edit::Text { section, from, to, text: text.to_owned(), references }]);
        self.place_caret(section, from.after(text));
    }

    /// The selected text of a section, from one place to another behind it.
    pub fn text_selection(&self, section: SectionId) -> Option<(Place, Place)> {
        let mark = self.report.nearest(section, self.mark?);
        let caret = self.caret(section);
        (self.page == Page::Section(section) && mark != caret).then(|| (mark.min(caret), mark.max(caret)))
    }

    pub(super) fn place_caret(&mut self, section: SectionId, caret: Place) {
        self.carets[section.0] = caret;
        self.mark = None;
        self.goal = None;
    }

    pub(super) fn in_prose(&mut self, command: Command) -> Vec<Effect> {
        let Page::Section(section) = self.page else { return Vec::new() };
        let typing = self.typing.take();
        match command {
            Command::Move(motion) => match (motion, self.text_selection(section)) {
                (Motion::Left, Some((from, _))) => self.place_caret(section, from),
                (Motion::Right, Some((_, to))) => self.place_caret(section, to),
                _ => {
                    self.mark = None;
                    self.move_caret(section, motion);
                }
            },
            Command::Select(motion) => {
                self.mark = self.mark.or(Some(self.caret(section)));
                self.move_caret(section, motion);
            }
            Command::SelectAll => {
                self.place_caret(section, self.end_of(section));
                self.mark = Some(Place::default());
            }
            Command::Cancel => self.mark = None,
            Command::Next => self.next_pane(),
            Command::Type(c) if !is_hidden(c) => self.insert(section, c.encode_utf8(&mut [0; 4]), typing),
            Command::Confirm => self.insert(section, "\n", None),
            Command::Paste(text) => self.paste_text(section, &text),
            Command::PasteRegister => {
                self.paste_register(section);
            }
            Command::Backspace => self.remove(section, Motion::Left, typing),
            Command::Clear => self.remove(section, Motion::Right, typing),
            Command::Copy => return self.copy_text(section),
            Command::Cut => {
                let effects = self.copy_text(section);
                if let Some((from, to)) = self.text_selection(section) {
                    self.replace(section, from, to, "");
                }
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    fn end_of(&self, section: SectionId) -> Place {
        self.report.nearest(section, Place { paragraph: usize::MAX, offset: usize::MAX })
    }

    fn move_caret(&mut self, section: SectionId, motion: Motion) {
        let caret = self.caret(section);
        self.lay_out(section);
        let rows = &self.rows[section.0];
        let row = rows.row_of(caret);
        let column = self.goal.unwrap_or_else(|| rows.column_of(caret));
        let last = rows.rows.len().saturating_sub(1);
        let screen = self.room.lines.saturating_sub(1).max(1);
        let vertical = match motion {
            Motion::Up => Some(row.saturating_sub(1)),
            Motion::Down => Some((row + 1).min(last)),
            Motion::PageUp => Some(row.saturating_sub(screen)),
            Motion::PageDown => Some((row + screen).min(last)),
            _ => None,
        };
        let place = match (vertical, motion) {
            (Some(row), _) => rows.at(row, column),
            (None, Motion::RowStart) => rows.at(row, 0),
            (None, Motion::RowEnd) => rows.at(row, usize::MAX),
            (None, Motion::First) => Place::default(),
            (None, Motion::Last) => self.end_of(section),
            (None, motion) => neighbour(self.report.paragraphs(section), caret, motion),
        };
        self.carets[section.0] = self.beside_reference(section, caret, place);
        // The column one comes from is kept over shorter rows.
        self.goal = vertical.map(|_| column);
    }

    /// Types a text at the caret or over the selection. One key after another is one undo step up to the end of a word, a
    /// pause, or a move.
    fn insert(&mut self, section: SectionId, text: &str, typing: Option<Typing>) {
        let (from, to) = self.text_selection(section).unwrap_or((self.caret(section), self.caret(section)));
        let ended_a_word = text.ends_with(word::ends_a_word);
        // What is typed where something was just removed takes its place.
        let same_step = |last: &Typing| from == to && (last.removes || !last.ended_a_word || ended_a_word);
        if !typing.is_some_and(|last| self.goes_on(section, from, &last) && same_step(&last)) {
            self.history.close();
        }
        let edit = Edit::text(section, from, to, text);
        self.type_edit(edit);
        self.place_caret(section, from.after(text));
        self.typing =
            Some(Typing { section, caret: self.caret(section), at: self.now, removes: false, ended_a_word });
    }

    /// Types a whole text, as an undo step of its own.
    fn paste_text(&mut self, section: SectionId, text: &str) {
        self.insert(section, &pasteable(text), None);
        self.history.close();
        self.typing = None;
    }

    /// Types what is in the register. References of another report's form are plain text.
    fn paste_register(&mut self, section: SectionId) {
        let text = pasteable(&self.register);
        let from = self.text_selection(section).map_or(self.caret(section), |(from, _)| from);
        let is_whole = text == self.register;
        let known = |one: &&Reference| is_whole && one.cell.0 < self.form.cell_count();
        let references = self.register_references.iter().filter(known).map(|one| one.moved_to(section, from));
        let references = references.collect();
        self.put(section, &text, references);
    }

    /// Removes the selection, or one character in a direction.
    fn remove(&mut self, section: SectionId, motion: Motion, typing: Option<Typing>) {
        if let Some((from, to)) = self.text_selection(section) {
            return self.replace(section, from, to, "");
        }
        let caret = self.caret(section);
        let other = neighbour(self.report.paragraphs(section), caret, motion);
        if !typing.is_some_and(|last| self.goes_on(section, caret, &last) && last.removes) {
            self.history.close();
        }
        let (from, to) = self.report.around_references(section, caret.min(other), caret.max(other));
        self.type_edit(Edit::text(section, from, to, ""));
        self.place_caret(section, from);
        self.typing = Some(Typing { section, caret: from, at: self.now, removes: true, ended_a_word: false });
    }

    fn goes_on(&self, section: SectionId, caret: Place, last: &Typing) -> bool {
        last.section == section && last.caret == caret && self.now.saturating_sub(last.at) < PAUSE
    }

    fn type_edit(&mut self, edit: Edit) {
        self.history.extend(&mut self.report, [edit]);
        self.recheck();
    }

    /// Puts a text in place of another, as one undo step.
    pub(super) fn replace(&mut self, section: SectionId, from: Place, to: Place, text: &str) {
        self.change(vec![Edit::text(section, from, to, text)]);
        self.place_caret(section, from.after(text));
    }

    fn copy_text(&mut self, section: SectionId) -> Vec<Effect> {
        let Some((from, to)) = self.text_selection(section) else {
            self.say("notice.nothing-selected");
            return Vec::new();
        };
        self.register = self.report.text_between(section, from, to);
        self.register_references = self.report.references_between(section, from, to);
        let count = characters(&self.register);
        self.notice = Some(self.words.say("notice.copied-text", &[("count", &count)]));
        vec![Effect::Copy(self.register.clone())]
    }
}

/// A pasted text as paragraphs take it: tabs as blanks, without what a terminal would obey.
fn pasteable(text: &str) -> String {
    let kept = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    kept.filter(|c| *c == '\n' || !is_hidden(*c)).collect::<String>().trim_end_matches('\n').to_owned()
}

/// The place one character, word or paragraph away, over the ends of paragraphs too.
fn neighbour(paragraphs: &[String], from: Place, motion: Motion) -> Place {
    let Some(text) = paragraphs.get(from.paragraph) else { return from };
    let (before, after) = text.split_at_checked(from.offset).unwrap_or((text, ""));
    let above = from.paragraph.checked_sub(1);
    let end_above =
        above.map(|paragraph| Place { paragraph, offset: paragraphs.get(paragraph).map_or(0, String::len) });
    let below = from.paragraph + 1;
    let start_below = (below < paragraphs.len()).then_some(Place { paragraph: below, offset: 0 });
    let within = |offset| Some(Place { offset, ..from });
    let there = match motion {
        Motion::Left | Motion::WordLeft if before.is_empty() => end_above,
        Motion::Left => within(from.offset - graphemes(before).next_back().map_or(0, |(last, _)| last.len())),
        Motion::Right | Motion::WordRight if after.is_empty() => start_below,
        Motion::Right => within(from.offset + graphemes(after).next().map_or(0, |(next, _)| next.len())),
        Motion::WordLeft => within(word::previous(text, from.offset)),
        Motion::WordRight => within(word::next(text, from.offset)),
        Motion::ParagraphUp if before.is_empty() => above.map(|paragraph| Place { paragraph, offset: 0 }),
        Motion::ParagraphUp => within(0),
        Motion::ParagraphDown => start_below.or(within(text.len())),
        _ => None,
    };
    there.unwrap_or(from)
}
