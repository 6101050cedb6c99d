//! Text on the screen: the wrapped rows of a section, and the one map between places in the text and places on the screen.

use std::borrow::Cow;
use std::ops::Range;

use super::{App, Page};
use crate::form::SectionId;
use crate::report::Place;
use crate::text::{Wrapped, graphemes, remake};

/// Two full-width characters, the indent of a paragraph in official documents.
pub const INDENT: usize = 4;

impl App {
    /// The rows of a section at so many columns: the kept ones where they are right.
    pub fn rows(&self, section: SectionId, columns: usize) -> Cow<'_, Rows> {
        let paragraphs = self.report.paragraphs(section);
        match self.rows.get(section.0).filter(|rows| rows.are_of(paragraphs, columns)) {
            Some(rows) => Cow::Borrowed(rows),
            None => Cow::Owned(Rows::of(paragraphs, columns)),
        }
    }

    /// Brings the kept rows of the section shown up to date.
    pub(super) fn lay_out_page(&mut self) {
        if let Page::Section(section) = self.page
            && self.form.section_at(section).is_prose()
        {
            self.lay_out(section);
        }
    }

    /// Brings the kept rows of a section up to date.
    pub(super) fn lay_out(&mut self, section: SectionId) {
        if self.rows.len() <= section.0 {
            self.rows.resize(section.0 + 1, Rows::default());
        }
        self.rows[section.0].update(self.report.paragraphs(section), self.room.columns);
    }
}

/// Columns left free before the first row of a paragraph.
fn indent(columns: usize) -> usize {
    if columns > 2 * INDENT { INDENT } else { 0 }
}

/// The wrapped rows of a section.
///
/// They are kept from key to key, since wrapping a long section takes much longer than a change of it.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    columns: usize,
    paragraphs: Vec<Wrapped>,
    /// One entry a row on the screen.
    pub rows: Vec<ProseRow>,
}

/// A row on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseRow {
    /// Paragraph it belongs to.
    pub paragraph: usize,
    /// Its bytes within the paragraph.
    pub range: Range<usize>,
    /// Columns left free before it.
    pub indent: usize,
}

impl Rows {
    /// Wraps the paragraphs at so many columns.
    pub fn of(paragraphs: &[String], columns: usize) -> Self {
        let mut rows = Self::default();
        rows.update(paragraphs, columns);
        rows
    }

    /// Whether these are the rows of the paragraphs at so many columns.
    pub fn are_of(&self, paragraphs: &[String], columns: usize) -> bool {
        self.columns == columns && self.paragraphs.iter().map(Wrapped::text).eq(paragraphs)
    }

    /// Takes the paragraphs as they are now.
    pub fn update(&mut self, paragraphs: &[String], columns: usize) {
        if self.are_of(paragraphs, columns) {
            return;
        }
        if self.columns != columns {
            *self = Self { columns, ..Self::default() };
        }
        let indent = indent(columns);
        remake(&mut self.paragraphs, paragraphs, Wrapped::text, |old, text| match old {
            Some(mut wrapped) => {
                wrapped.update(text);
                wrapped
            }
            None => Wrapped::new(text, columns, indent),
        });
        let rows = self.paragraphs.iter().enumerate().flat_map(|(paragraph, wrapped)| {
            wrapped.rows().enumerate().map(move |(row, range)| ProseRow {
                paragraph,
                range,
                indent: if row == 0 { indent } else { 0 },
            })
        });
        self.rows = rows.collect();
    }

    /// The text of a row.
    pub fn text(&self, row: &ProseRow) -> &str {
        let paragraph = self.paragraphs.get(row.paragraph).map_or("", Wrapped::text);
        paragraph.get(row.range.clone()).unwrap_or_default()
    }

    /// The row that a place is on.
    pub fn row_of(&self, place: Place) -> usize {
        let starts_after =
            |row: &ProseRow| (row.paragraph, row.range.start) > (place.paragraph, place.offset);
        self.rows.partition_point(|row| !starts_after(row)).saturating_sub(1)
    }

    /// The column that a place is in, its row's indent included.
    pub fn column_of(&self, place: Place) -> usize {
        self.rows.get(self.row_of(place)).map_or(INDENT, |row| self.column_in(row, place.offset))
    }

    /// The column of a byte of the paragraph within a row.
    pub fn column_in(&self, row: &ProseRow, offset: usize) -> usize {
        let text = self.text(row).get(..offset.saturating_sub(row.range.start)).unwrap_or_default();
        row.indent + graphemes(text).map(|(_, width)| width).sum::<usize>()
    }

    /// The place nearest to a column of a row.
    pub fn at(&self, row: usize, column: usize) -> Place {
        let Some(row) = self.rows.get(row) else { return Place::default() };
        let mut offset = row.range.start;
        let mut used = row.indent;
        let ends_paragraph =
            self.paragraphs.get(row.paragraph).is_some_and(|wrapped| wrapped.text().len() == row.range.end);
        for (grapheme, width) in graphemes(self.text(row)) {
            // At a soft break the end of one row is the beginning of the next, so the caret stops before its last character.
            let full = offset + grapheme.len() == row.range.end && !ends_paragraph;
            if used + width > column || full {
                break;
            }
            used += width;
            offset += grapheme.len();
        }
        Place { paragraph: row.paragraph, offset }
    }
}
