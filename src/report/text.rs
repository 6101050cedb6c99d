//! A section's paragraphs as one text: places in it, and the one way it changes.

use super::{Reference, Report};
use crate::form::SectionId;

/// A place in the prose of a section, between two characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Paragraph, from 0.
    pub paragraph: usize,
    /// Byte within the paragraph.
    pub offset: usize,
}

impl Place {
    /// Where a text ends that begins here.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        match text.rsplit_once('\n') {
            Some((before, last)) => {
                Self { paragraph: self.paragraph + 1 + before.matches('\n').count(), offset: last.len() }
            }
            None => Self { offset: self.offset + text.len(), ..self },
        }
    }
}

impl Report {
    /// The nearest place that exists: inside the paragraphs, at the beginning of a character.
    pub fn nearest(&self, section: SectionId, place: Place) -> Place {
        let paragraphs = self.paragraphs(section);
        let paragraph = place.paragraph.min(paragraphs.len().saturating_sub(1));
        let offset = paragraphs.get(paragraph).map_or(0, |text| text.floor_char_boundary(place.offset));
        Place { paragraph, offset }
    }

    /// The text between two places, paragraphs parted by line ends.
    pub fn text_between(&self, section: SectionId, from: Place, to: Place) -> String {
        let (from, to) = (self.nearest(section, from), self.nearest(section, to));
        let part = |(index, text): (usize, &String)| {
            let start = if index == from.paragraph { from.offset } else { 0 };
            let end = if index == to.paragraph { to.offset } else { text.len() };
            text.get(start..end).unwrap_or_default().to_owned()
        };
        let paragraphs = self.paragraphs(section).iter().enumerate();
        let between = paragraphs.skip(from.paragraph).take((to.paragraph + 1).saturating_sub(from.paragraph));
        between.map(part).collect::<Vec<_>>().join("\n")
    }

    /// Puts a text in place of what stands between two places; gives what stood there, and which references it had. A section
    /// without paragraphs is one empty paragraph, and the other way round.
    pub(super) fn replace_text(
        &mut self,
        section: SectionId,
        from: Place,
        to: Place,
        text: &str,
    ) -> (String, Vec<Reference>) {
        let (from, to) = (self.nearest(section, from), self.nearest(section, to));
        let removed = (self.text_between(section, from, to), self.move_references(section, (from, to), text));
        let paragraphs = &mut self.prose[section.0];
        if paragraphs.is_empty() {
            paragraphs.push(String::new());
        }
        if from.paragraph == to.paragraph && !text.contains('\n') {
            // The usual case: one paragraph, without a copy of the others.
            paragraphs[from.paragraph].replace_range(from.offset..to.offset, text);
        } else {
            let head = paragraphs[from.paragraph].get(..from.offset).unwrap_or_default();
            let tail = paragraphs[to.paragraph].get(to.offset..).unwrap_or_default();
            let whole = format!("{head}{text}{tail}");
            paragraphs.splice(from.paragraph..=to.paragraph, whole.split('\n').map(str::to_owned));
        }
        if paragraphs.len() == 1 && paragraphs[0].is_empty() {
            paragraphs.clear();
        }
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;
    use crate::report::{Edit, apply};

    fn report(paragraphs: &[&str]) -> Report {
        let mut report = Report::new(Forms.get("2021").unwrap(), Some(2023));
        report.prose[0] = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        report
    }

    fn place(paragraph: usize, offset: usize) -> Place {
        Place { paragraph, offset }
    }

    #[test]
    fn a_change_over_paragraphs_and_back() {
        let before = report(&["一二", "三四", "五六"]);
        let cases = [
            (place(0, 3), place(2, 3), "甲", vec!["一甲六"]),
            (place(0, 6), place(0, 6), "\n", vec!["一二", "", "三四", "五六"]),
            (place(1, 3), place(1, 3), "甲\n乙\n丙", vec!["一二", "三甲", "乙", "丙四", "五六"]),
            (place(0, 0), place(2, 6), "", vec![]),
        ];
        for (from, to, text, expected) in cases {
            let mut report = before.clone();
            let edit = Edit::text(SectionId(0), from, to, text);
            let inverse = apply(&mut report, edit);
            assert_eq!(report.prose[0], expected);
            apply(&mut report, inverse);
            assert_eq!(report, before);
        }
    }

    #[test]
    fn an_empty_section_is_typed_into_and_emptied_again() {
        let before = report(&[]);
        let mut report = before.clone();
        let typed = Edit::text(SectionId(0), place(0, 0), place(0, 0), "好");
        let inverse = apply(&mut report, typed);
        assert_eq!(report.prose[0], ["好"]);
        apply(&mut report, inverse);
        assert_eq!(report, before);
    }

    #[test]
    fn places_that_do_not_exist_are_brought_to_ones_that_do() {
        let report = report(&["一二"]);
        assert_eq!(report.nearest(SectionId(0), place(7, 4)), place(0, 3));
        assert_eq!(report.nearest(SectionId(4), place(7, 4)), place(0, 0));
    }
}
