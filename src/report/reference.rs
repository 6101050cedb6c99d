//! Live references: numbers in the prose that are those of cells, and follow them.
//!
//! The prose holds the number as it is read and printed, so that everything that reads prose reads it too; beside it stands
//! where it is and of which cell. In the file it is written as the cell's address in braces: `收到申请{applications/new/total}件`.

use std::ops::Range;

use super::{Place, Report, Totals};
use crate::form::{CellId, Form, SectionId};

/// A number in the prose that is a cell's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The section it stands in.
    pub section: SectionId,
    /// Paragraph, from 0.
    pub paragraph: usize,
    /// First byte of the number within the paragraph.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// The cell.
    pub cell: CellId,
}

/// What stands for the number of a cell that holds none: a gap, which rule `hole` tells of.
const GAP: &str = "__";

impl Reference {
    /// A reference whose text begins at a place.
    pub fn at(section: SectionId, from: Place, text: &str, cell: CellId) -> Self {
        let start = from.offset;
        Self { section, paragraph: from.paragraph, start, end: start + text.len(), cell }
    }

    /// It as it is after the text around it was put in at a place; it stands as if that text began a section.
    #[must_use]
    pub fn moved_to(&self, section: SectionId, from: Place) -> Self {
        let before = if self.paragraph == 0 { from.offset } else { 0 };
        let (start, end) = (self.start + before, self.end + before);
        Self { section, paragraph: from.paragraph + self.paragraph, start, end, cell: self.cell }
    }

    /// Its bytes within the paragraph.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it has characters between two places of its section, or surrounds them.
    fn meets(&self, section: SectionId, from: Place, to: Place) -> bool {
        let place = |offset| Place { paragraph: self.paragraph, offset };
        self.section == section && place(self.start) < to.max(from) && place(self.end) > from
    }
}

/// The text that stands in the prose for a cell.
pub fn text(report: &Report, totals: &Totals, cell: CellId) -> String {
    totals.number(report, cell).map_or_else(|| GAP.to_owned(), |number| number.to_string())
}

impl Report {
    /// The reference whose text begins, ends or surrounds a place; of two that meet there, the one that ends.
    pub fn reference_at(&self, section: SectionId, place: Place) -> Option<&Reference> {
        let mut there = self.references.iter().filter(|one| {
            one.section == section
                && one.paragraph == place.paragraph
                && (one.start..=one.end).contains(&place.offset)
        });
        there.next()
    }

    /// Whether references have characters between two places.
    pub fn has_references_between(&self, section: SectionId, from: Place, to: Place) -> bool {
        self.references.iter().any(|one| one.meets(section, from, to))
    }

    /// The references that stand whole between two places, placed as if the text between began a section.
    pub fn references_between(&self, section: SectionId, from: Place, to: Place) -> Vec<Reference> {
        let place = |one: &Reference, offset| Place { paragraph: one.paragraph, offset };
        let whole = |one: &&Reference| {
            one.section == section && from <= place(one, one.start) && place(one, one.end) <= to
        };
        let moved = self.references.iter().filter(whole).map(|one| {
            let before = if one.paragraph == from.paragraph { from.offset } else { 0 };
            let (start, end) = (one.start - before, one.end - before);
            Reference { paragraph: one.paragraph - from.paragraph, start, end, ..one.clone() }
        });
        moved.collect()
    }

    /// Two places, moved apart so far that every reference they touch lies whole between them.
    pub fn around_references(&self, section: SectionId, from: Place, to: Place) -> (Place, Place) {
        let touched = self.references.iter().filter(|one| one.meets(section, from, to));
        touched.fold((from, to), |(from, to), one| {
            let place = |offset| Place { paragraph: one.paragraph, offset };
            (from.min(place(one.start)), to.max(place(one.end)))
        })
    }

    /// Takes note that a text was put in place of what stood between two places: what was touched is plain text from now on and
    /// is given back, what stands behind moves.
    pub(super) fn move_references(
        &mut self,
        section: SectionId,
        (from, to): (Place, Place),
        text: &str,
    ) -> Vec<Reference> {
        let touched = |one: &mut Reference| one.meets(section, from, to);
        let removed = self.references.extract_if(.., touched).collect();
        let end = from.after(text);
        for one in self.references.iter_mut().filter(|one| one.section == section) {
            if (Place { paragraph: one.paragraph, offset: one.start }) < to {
                continue;
            }
            if one.paragraph == to.paragraph {
                (one.start, one.end) = (end.offset + one.start - to.offset, end.offset + one.end - to.offset);
            }
            one.paragraph = one.paragraph + end.paragraph - to.paragraph;
        }
        removed
    }

    /// Adds references to text that stands there already.
    pub(super) fn add_references(&mut self, references: Vec<Reference>) {
        self.references.extend(references);
        self.references.sort();
    }

    /// Brings the numbers in the prose to what the cells are now.
    pub fn refresh(&mut self, totals: &Totals) {
        for index in 0..self.references.len() {
            let one = self.references[index].clone();
            let new = text(self, totals, one.cell);
            let paragraph = self.prose.get(one.section.0).and_then(|all| all.get(one.paragraph));
            if paragraph.and_then(|text| text.get(one.range())).is_none_or(|old| old == new) {
                continue;
            }
            self.prose[one.section.0][one.paragraph].replace_range(one.range(), &new);
            self.references[index].end = one.start + new.len();
            let behind = self.references[index + 1..].iter_mut();
            for other in
                behind.take_while(|other| (other.section, other.paragraph) == (one.section, one.paragraph))
            {
                (other.start, other.end) =
                    (other.start + new.len() - one.range().len(), other.end + new.len() - one.range().len());
            }
        }
    }
}

/// A piece of a paragraph as it is written in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// An address in braces.
    Address(&'a str),
    /// A brace that is neither doubled nor around an address, and what follows it.
    Lone(&'a str),
}

/// The pieces of a paragraph of the file. `escaped` tells whether a brace that is meant as such is doubled, as it is from
/// version 2 on.
pub fn pieces(paragraph: &str, escaped: bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(open) = paragraph.get(at..).and_then(|rest| rest.find(['{', '}'])).map(|found| at + found)
    {
        let behind = paragraph.get(open + 1..).unwrap_or_default();
        let brace = paragraph.get(open..=open).unwrap_or_default();
        if escaped && behind.starts_with(brace) {
            pieces.push(Piece::Text(paragraph.get(plain..=open).unwrap_or_default()));
            (plain, at) = (open + 2, open + 2);
        } else if let Some(address) = address(behind).filter(|_| brace == "{") {
            pieces.push(Piece::Text(paragraph.get(plain..open).unwrap_or_default()));
            pieces.push(Piece::Address(address));
            (plain, at) = (open + address.len() + 2, open + address.len() + 2);
        } else if escaped {
            pieces.push(Piece::Text(paragraph.get(plain..open).unwrap_or_default()));
            pieces.push(Piece::Lone(paragraph.get(open..).unwrap_or_default()));
            (plain, at) = (open + 1, open + 1);
        } else {
            at = open + 1;
        }
    }
    pieces.push(Piece::Text(paragraph.get(plain..).unwrap_or_default()));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

/// The address that a text begins with, before a closing brace.
fn address(text: &str) -> Option<&str> {
    let is_of_one = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '/');
    let (address, behind) = text.split_at(text.find(|c| !is_of_one(c))?);
    let mut ids = address.split('/');
    let three = ids.by_ref().take(3).filter(|id| !id.is_empty()).count() == 3 && ids.next().is_none();
    (three && behind.starts_with('}')).then_some(address)
}

/// Whether a text would be taken for one with references, were it written as it is.
pub fn looks_referring(text: &str) -> bool {
    text.contains('{') && pieces(text, false).iter().any(|piece| matches!(piece, Piece::Address(_)))
}

/// A paragraph as it is written in the file: references by address, every other brace doubled.
pub fn written(form: &Form, text: &str, references: &[&Reference]) -> String {
    let doubled = |text: &str| text.replace('{', "{{").replace('}', "}}");
    let mut out = String::with_capacity(text.len() + 32 * references.len());
    let mut at = 0;
    for one in references {
        out.push_str(&doubled(text.get(at..one.start).unwrap_or_default()));
        out.push('{');
        out.push_str(&form.cell(one.cell).address);
        out.push('}');
        at = one.end;
    }
    out.push_str(&doubled(text.get(at..).unwrap_or_default()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;
    use crate::report::{Edit, Value, apply, document};

    fn place(paragraph: usize, offset: usize) -> Place {
        Place { paragraph, offset }
    }

    /// A report whose overview says that so many applications came in, the number being the total's.
    fn referring() -> (&'static Form, Report) {
        let form = Forms.get("2021").unwrap();
        let mut report = Report::new(form, Some(2024));
        report.prose[0] = vec!["引言".to_owned(), "收到申请__件，共__件。".to_owned()];
        let cell = form.find("applications/new/total").unwrap();
        for at in [12, 23] {
            report.references.push(Reference::at(SectionId(0), place(1, at), GAP, cell));
        }
        (form, report)
    }

    fn fill(form: &Form, report: &mut Report, number: i64) {
        let cell = form.find("applications/new/person").unwrap();
        report.cells[cell.0] = Value::Number(number.into());
        let totals = Totals::of(form, report);
        report.refresh(&totals);
    }

    #[test]
    fn numbers_follow_their_cells() {
        let (form, mut report) = referring();
        for (number, text) in [(7, "收到申请7件，共7件。"), (1234, "收到申请1234件，共1234件。")]
        {
            fill(form, &mut report, number);
            assert_eq!(report.prose[0][1], text);
        }
    }

    #[test]
    fn text_around_them_moves_them_and_text_within_makes_them_text() {
        let (form, mut report) = referring();
        fill(form, &mut report, 12);
        let before = report.clone();
        let text = |from, to, text: &str| Edit::Text {
            section: SectionId(0),
            from,
            to,
            text: text.to_owned(),
            references: Vec::new(),
        };
        for (edit, expected) in [
            (text(place(0, 0), place(0, 0), "新\n"), "收到申请7件，共7件。"),
            (text(place(1, 0), place(1, 0), "今年"), "今年收到申请7件，共7件。"),
            (text(place(0, 6), place(1, 0), ""), "引言收到申请7件，共7件。"),
            (text(place(1, 6), place(1, 6), "\n"), "申请7件，共7件。"),
            (text(place(1, 12), place(1, 12), "约"), "收到申请约7件，共7件。"),
            (text(place(1, 14), place(1, 14), "余"), "收到申请7余件，共7件。"),
            (text(place(1, 13), place(1, 13), "."), "收到申请1.2件，共7件。"),
            (text(place(1, 13), place(1, 17), ""), "收到申请1，共7件。"),
        ] {
            let mut report = before.clone();
            let inverse = apply(&mut report, edit);
            fill(form, &mut report, 7);
            assert_eq!(report.prose[0].last().unwrap(), expected);
            fill(form, &mut report, 12);
            apply(&mut report, inverse);
            assert_eq!(report, before, "{expected}");
        }
    }

    #[test]
    fn they_are_written_by_address_and_read_again() {
        let (form, mut report) = referring();
        fill(form, &mut report, 12);
        report.prose[0][0] = "{applications/new/total}不是引用，{也不是}".to_owned();
        let text = document::write(form, &report);
        assert!(text.contains("version: 2,"));
        assert!(text.contains("\"收到申请{applications/new/total}件，共{applications/new/total}件。\""));
        assert_eq!(document::read(Forms, &text).unwrap().1, report);
        // By hand, in a file of the first version.
        let plain = text.replace("version: 2", "version: 1").replace("{{", "{").replace("}}", "}");
        let (_, read) = document::read(Forms, &plain).unwrap();
        assert_eq!(read.prose[0][1], report.prose[0][1]);
        assert_eq!(read.prose[0][0], "12不是引用，{也不是}");
        // A slip of the hand is told.
        let wrong = text.replace("共{applications/new/total}", "共{applications/new/totale}");
        assert!(document::read(Forms, &wrong).is_err());
        for wrong in ["共{ applications/new/total }", "共{applications/new/total", "共}"] {
            assert!(
                document::read(Forms, &text.replace("共{applications/new/total}", wrong)).is_err(),
                "{wrong}"
            );
        }
    }
}
