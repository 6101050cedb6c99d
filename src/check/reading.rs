//! The prose as the rules see it, kept between one check and the next: only the sentences that a change touches are read again,
//! and what follows from a section's words alone is found again only when one of them has changed.

use std::collections::BTreeSet;

use super::last_year::trigrams;
use super::says::{self, Placed};
use super::sentence::{ENDS, Sentence, sentences};
use super::tally::{Mismatch, mismatches};
use super::{Finding, prose};
use crate::form::{Form, SectionId};
use crate::report::Report;
use crate::report::prose::State;
use crate::text::{remake, unchanged};

/// The readings of a report's prose. They follow from the report alone; keeping them only saves time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    edition: String,
    year: Option<u16>,
    sections: Vec<Section>,
    /// The prose that was read, as it was.
    prose: Option<State>,
    /// Last year's prose.
    last_prose: Option<State>,
    /// Its character trigrams, section by section, sorted.
    last_trigrams: Vec<Vec<u64>>,
}

/// A section: its paragraphs, and what follows from them alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Section {
    paragraphs: Vec<Reading>,
    /// Numbers of the topics that it speaks of.
    topics: BTreeSet<usize>,
    /// What it says of numbers in the tables.
    claims: Vec<Placed>,
    /// What is to be noticed in its words.
    notices: Vec<Finding>,
    /// Its characters, as people count them.
    characters: usize,
    /// How many of its character trigrams stand in last year's, and how many it has.
    shared: (usize, usize),
}

/// A paragraph and its sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    text: String,
    sentences: Vec<Sentence>,
    mismatches: Vec<Mismatch>,
}

impl Readings {
    /// Reads a report, or what has changed in it.
    pub fn update(&mut self, form: &Form, report: &Report, last_year: Option<(&Form, &Report)>) {
        let last_prose = last_year.map(|(_, report)| report.prose.state());
        if self.edition != form.edition || self.year != report.year || self.last_prose != last_prose {
            // Another edition may have the sections at other places.
            let last_text = |id| last_year.and_then(|(last, report)| report.prose.get(last.section(id)?.0));
            let last_texts = form.sections.iter().map(|section| last_text(section.id));
            *self = Self {
                edition: form.edition.to_owned(),
                year: report.year,
                sections: Vec::new(),
                prose: None,
                last_prose,
                last_trigrams: last_texts
                    .map(|text| text.map_or_else(Vec::new, |text| sorted_trigrams(text)))
                    .collect(),
            };
        }
        let prose = Some(report.prose.state());
        if self.prose == prose {
            return;
        }
        self.prose = prose;
        self.sections.resize(report.prose.len(), Section::default());
        for (index, (section, paragraphs)) in self.sections.iter_mut().zip(&report.prose).enumerate() {
            let last = self.last_trigrams.get(index).map_or(&[][..], Vec::as_slice);
            let read = |sentence: &str| Sentence::new(form, report.year, last, sentence);
            let is_new = remake(&mut section.paragraphs, paragraphs, Reading::text, |old, text| {
                old.unwrap_or_default().updated(text, read)
            });
            if is_new {
                section.conclude(form, report.year, SectionId(index));
            }
        }
    }

    fn section(&self, section: SectionId) -> Option<&Section> {
        self.sections.get(section.0)
    }

    /// Whether a section speaks of a topic, by its number.
    pub fn speaks_of(&self, section: SectionId, topic: usize) -> bool {
        self.section(section).is_some_and(|section| section.topics.contains(&topic))
    }

    /// What all sections say of numbers in the tables.
    pub fn claims(&self) -> impl Iterator<Item = &Placed> + Clone {
        self.sections.iter().flat_map(|section| &section.claims)
    }

    /// What is to be noticed in the words of all sections.
    pub fn notices(&self) -> impl Iterator<Item = &Finding> {
        self.sections.iter().flat_map(|section| &section.notices)
    }

    /// How many character trigrams of a section stand in last year's, and how many it has.
    pub fn shared(&self, section: SectionId) -> (usize, usize) {
        self.section(section).map_or((0, 0), |section| section.shared)
    }

    /// Characters of a section, as people count them.
    pub fn characters(&self, section: SectionId) -> usize {
        self.section(section).map_or(0, |section| section.characters)
    }
}

impl Section {
    /// Finds what follows from its paragraphs.
    fn conclude(&mut self, form: &Form, year: Option<u16>, section: SectionId) {
        let sentences = || self.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences);
        self.topics = sentences().flat_map(|sentence| sentence.topics.iter().copied()).collect();
        self.characters = sentences().map(|sentence| sentence.characters).sum();
        // Headings are the same every year, and are carried over on purpose.
        let texts = self.paragraphs.iter().filter(|paragraph| !paragraph.is_heading());
        self.shared = texts
            .flat_map(|paragraph| &paragraph.sentences)
            .fold((0, 0), |(shared, all), sentence| (shared + sentence.shared.0, all + sentence.shared.1));
        self.claims = says::claims(form, section, &self.paragraphs);
        self.notices = prose::notices(form, year, section, &self.paragraphs);
        self.notices.extend(says::sums(section, &self.paragraphs));
    }
}

fn sorted_trigrams(paragraphs: &[String]) -> Vec<u64> {
    let mut all: Vec<u64> = paragraphs.iter().flat_map(|paragraph| trigrams(paragraph)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The most characters of a heading.
pub const HEADING: usize = 24;

impl Reading {
    /// The paragraph.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn is_heading(&self) -> bool {
        self.sentences.iter().map(|sentence| sentence.characters).sum::<usize>() <= HEADING
    }

    /// The sentences with the byte at which each begins.
    pub fn sentences(&self) -> impl Iterator<Item = (usize, &Sentence)> {
        self.sentences.iter().scan(0, |end, sentence| {
            let start = *end;
            *end += sentence.length;
            Some((start, sentence))
        })
    }

    /// Its lists whose parts do not make the whole.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// The reading of another text: sentences that are whole in what is the same keep theirs.
    fn updated(mut self, text: &str, read: impl Fn(&str) -> Sentence) -> Self {
        let Some((before, after)) = unchanged(&self.text, text) else { return self };
        let length = self.text.len();
        let mut first =
            self.sentences().take_while(|(start, sentence)| start + sentence.length <= before).count();
        let is_open = self.text.get(..before).is_some_and(|text| !text.ends_with(ENDS));
        if first == self.sentences.len() && is_open {
            first = first.saturating_sub(1);
        }
        // What ends the sentence before has to be the same too.
        let kept = self
            .sentences()
            .filter(|(start, _)| start + after > length)
            .count()
            .min(self.sentences.len() - first);
        let tail = self.sentences.split_off(self.sentences.len() - kept);
        self.sentences.truncate(first);
        let bytes = |sentences: &[Sentence]| sentences.iter().map(|sentence| sentence.length).sum::<usize>();
        let between = text.get(bytes(&self.sentences)..text.len() - bytes(&tail)).unwrap_or_default();
        self.sentences.extend(sentences(between).map(read));
        self.sentences.extend(tail);
        self.mismatches =
            mismatches(self.sentences.iter().map(|sentence| (sentence.members.as_slice(), sentence.stop)));
        text.clone_into(&mut self.text);
        self
    }
}
