//! In a section of prose: the caret over wrapped paragraphs.

use super::{App, Command, Page};
use crate::form::SectionId;
use crate::text::{graphemes, wrap};

/// Two full-width characters, the indent of a paragraph in official documents.
pub const INDENT: usize = 4;

/// A place in the prose, between two characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caret {
    /// Paragraph of the section, from 0.
    pub paragraph: usize,
    /// Byte within the paragraph.
    pub offset: usize,
}

impl App {
    /// The caret's place in a section.
    pub fn caret(&self, section: SectionId) -> Caret {
        let paragraphs = self.report.paragraphs(section);
        let caret = self.carets[section.0];
        let paragraph = caret.paragraph.min(paragraphs.len().saturating_sub(1));
        let length = paragraphs.get(paragraph).map_or(0, String::len);
        Caret { paragraph, offset: caret.offset.min(length) }
    }

    pub(super) fn place_caret(&mut self, section: SectionId, caret: Caret) {
        self.carets[section.0] = caret;
    }

    pub(super) fn in_prose(&mut self, command: &Command) {
        let Page::Section(section) = self.page else { return };
        let rows = Rows::of(self.report.paragraphs(section), self.room.columns);
        let caret = self.caret(section);
        let row = rows.row_of(caret);
        let column = rows.column_of(caret);
        let last = rows.rows.len().saturating_sub(1);
        let page = self.room.lines.saturating_sub(1).max(1);
        let there = match command {
            Command::Up => rows.at(row.saturating_sub(1), column),
            Command::Down | Command::Confirm => rows.at((row + 1).min(last), column),
            Command::PageUp => rows.at(row.saturating_sub(page), column),
            Command::PageDown => rows.at((row + page).min(last), column),
            Command::RowStart => rows.at(row, 0),
            Command::RowEnd => rows.at(row, usize::MAX),
            Command::First => Caret::default(),
            Command::Last => rows.at(last, usize::MAX),
            Command::Left => rows.neighbour(caret, false),
            Command::Right => rows.neighbour(caret, true),
            Command::Next => return self.next_pane(),
            Command::Type(_) | Command::Paste(_) | Command::Edit | Command::Clear | Command::Backspace => {
                return self.say("notice.prose");
            }
            _ => return,
        };
        self.place_caret(section, there);
    }
}

/// The wrapped rows of a section: the one map between places in the text and places on the screen.
#[derive(Debug)]
pub struct Rows<'a> {
    paragraphs: &'a [String],
    /// One entry a row on the screen.
    pub rows: Vec<ProseRow>,
}

/// A row on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseRow {
    /// Paragraph it belongs to.
    pub paragraph: usize,
    /// Its bytes within the paragraph.
    pub range: std::ops::Range<usize>,
    /// Columns left free before it.
    pub indent: usize,
}

impl<'a> Rows<'a> {
    /// Wraps the paragraphs at so many columns.
    pub fn of(paragraphs: &'a [String], columns: usize) -> Self {
        let indent = if columns > 2 * INDENT { INDENT } else { 0 };
        let wrapped = paragraphs.iter().enumerate().flat_map(|(paragraph, text)| {
            wrap(text, columns, indent).into_iter().enumerate().map(move |(row, range)| ProseRow {
                paragraph,
                range,
                indent: if row == 0 { indent } else { 0 },
            })
        });
        Self { paragraphs, rows: wrapped.collect() }
    }

    /// The text of a row.
    pub fn text(&self, row: &ProseRow) -> &'a str {
        self.paragraphs.get(row.paragraph).and_then(|text| text.get(row.range.clone())).unwrap_or_default()
    }

    /// The row that a place is on.
    pub fn row_of(&self, caret: Caret) -> usize {
        let here = |row: &&ProseRow| (row.paragraph, row.range.start) <= (caret.paragraph, caret.offset);
        self.rows.iter().take_while(here).count().saturating_sub(1)
    }

    /// The column that a place is in, its row's indent included.
    pub fn column_of(&self, caret: Caret) -> usize {
        let Some(row) = self.rows.get(self.row_of(caret)) else { return 0 };
        let before = caret.offset.saturating_sub(row.range.start);
        let text = self.text(row).get(..before).unwrap_or_default();
        row.indent + graphemes(text).map(|(_, width)| width).sum::<usize>()
    }

    /// The place nearest to a column of a row.
    fn at(&self, row: usize, column: usize) -> Caret {
        let Some(row) = self.rows.get(row) else { return Caret::default() };
        let mut offset = row.range.start;
        let mut used = row.indent;
        let ends_paragraph =
            self.paragraphs.get(row.paragraph).is_some_and(|text| text.len() == row.range.end);
        for (grapheme, width) in graphemes(self.text(row)) {
            // At a soft break the end of one row is the beginning of the next, so the caret stops before its last character.
            let full = offset + grapheme.len() == row.range.end && !ends_paragraph;
            if used + width > column || full {
                break;
            }
            used += width;
            offset += grapheme.len();
        }
        Caret { paragraph: row.paragraph, offset }
    }

    /// One character on or back, over the ends of paragraphs too.
    fn neighbour(&self, caret: Caret, forward: bool) -> Caret {
        let Some(text) = self.paragraphs.get(caret.paragraph) else { return caret };
        let split = text.split_at_checked(caret.offset);
        let (before, after) = split.unwrap_or((text, ""));
        if forward {
            match graphemes(after).next() {
                Some((next, _)) => Caret { offset: caret.offset + next.len(), ..caret },
                None if caret.paragraph + 1 < self.paragraphs.len() => {
                    Caret { paragraph: caret.paragraph + 1, offset: 0 }
                }
                None => caret,
            }
        } else {
            match (graphemes(before).next_back(), caret.paragraph.checked_sub(1)) {
                (Some((last, _)), _) => Caret { offset: caret.offset - last.len(), ..caret },
                (None, Some(paragraph)) => {
                    Caret { paragraph, offset: self.paragraphs.get(paragraph).map_or(0, String::len) }
                }
                (None, None) => caret,
            }
        }
    }
}
