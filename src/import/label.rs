//! Labels of the form, found again in documents: broken over lines, numbered differently, shortened, re-worded, in traditional
//! script.

use std::collections::HashSet;

use crate::form::{Form, Layout, SectionId};
use crate::report::value::half_width_char;
use crate::text::simplified;

/// A text as labels are compared: without spaces and punctuation, half width, simplified.
pub fn normal(text: &str) -> String {
    text.chars().map(half_width_char).filter(|c| c.is_alphanumeric()).map(simplified).collect()
}

/// A row of a table whose rows are printed one under the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowKey {
    /// Index of the table.
    pub table: usize,
    /// Index of the row within it.
    pub row: usize,
}

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A row begins.
    Row(RowKey),
    /// A section begins.
    Section(SectionId),
    /// A table begins: whatever row was read before is at its end.
    Heading,
    /// A group, a header: nothing by itself, but no number's label either.
    Other,
}

/// A label that may be what is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    entry: usize,
    /// Bytes of it that were read.
    read: usize,
}

/// The labels of a form, in the shape in which they are compared.
#[derive(Debug)]
pub struct Labels {
    entries: Vec<(Meaning, String)>,
}

impl Labels {
    /// The labels of a form and the variants it knows of them.
    pub fn of(form: &Form) -> Self {
        let mut labels = Self { entries: Vec::new() };
        for (index, section) in form.sections.iter().enumerate() {
            labels.add(Meaning::Section(SectionId(index)), section.title);
        }
        for (table_index, table) in form.tables.iter().enumerate() {
            for text in [&table.heading, &table.stub] {
                labels.add(Meaning::Heading, text);
            }
            for column in &table.columns {
                labels.add(Meaning::Other, column.label);
                column.under.iter().for_each(|label| labels.add(Meaning::Other, label));
            }
            for (row_index, row) in table.rows.iter().enumerate() {
                row.under.iter().for_each(|label| labels.add(Meaning::Other, label));
                let meaning = match table.layout {
                    Layout::Down => Meaning::Row(RowKey { table: table_index, row: row_index }),
                    Layout::Across => Meaning::Other,
                };
                for label in [&row.label].into_iter().chain(&row.also) {
                    labels.add(meaning, label);
                    labels.add(meaning, without_number(label));
                }
            }
        }
        labels
    }

    fn add(&mut self, meaning: Meaning, label: &str) {
        let text = normal(label);
        if !text.is_empty() && !self.entries.contains(&(meaning, text.clone())) {
            self.entries.push((meaning, text));
        }
    }

    /// How much of a text without digits is labels of this form, in characters.
    pub fn share(&self, text: &str) -> usize {
        let without_digits = |label: &str| label.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let labels: HashSet<String> = self.entries.iter().map(|(_, label)| without_digits(label)).collect();
        let length = |label: &String| label.chars().count();
        labels.iter().filter(|label| length(label) >= 2 && text.contains(label.as_str())).map(length).sum()
    }

    /// The row that a whole label names, however it is worded; none where two come into question.
    pub fn row(&self, text: &str) -> Option<RowKey> {
        match self.best(&normal(text))? {
            Meaning::Row(key) => Some(key),
            _ => None,
        }
    }

    /// What a text of one piece says.
    fn best(&self, text: &str) -> Option<Meaning> {
        let exact = self.entries.iter().find(|(_, label)| label == text);
        if let Some((meaning, _)) = exact {
            return Some(*meaning);
        }
        // A label within a longer text: its group stands before it, or a note behind it. The longest says most.
        let within = self
            .entries
            .iter()
            .filter(|(_, label)| label.chars().count() >= 3 && text.contains(label.as_str()));
        let rows = within.clone().filter(|(meaning, _)| matches!(meaning, Meaning::Row(_)));
        if let Some((meaning, _)) =
            rows.max_by_key(|(_, label)| label.len()).or_else(|| within.max_by_key(|(_, label)| label.len()))
        {
            return Some(*meaning);
        }
        let length = text.chars().count();
        if length >= 4 {
            // Cut off at its end.
            let mut cut = self.entries.iter().filter(|(_, label)| label.starts_with(text));
            if let (Some((meaning, _)), true) = (cut.next(), cut.all(|_| false)) {
                return Some(*meaning);
            }
        }
        if length < 5 {
            return None;
        }
        let mut likely: Vec<(usize, Meaning)> =
            self.entries.iter().map(|(meaning, label)| (likeness(text, label), *meaning)).collect();
        likely.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        let (first, meaning) = *likely.first()?;
        let second = likely.iter().find(|(_, other)| *other != meaning).map_or(0, |(likeness, _)| *likeness);
        (first >= 60 && first >= second + 15).then_some(meaning)
    }

    /// The rows within whose labels a text stands, if it stands in nothing else.
    fn inside(&self, text: &str) -> Vec<RowKey> {
        let mut rows = Vec::new();
        for (meaning, label) in &self.entries {
            if text.chars().count() > 1 && label.contains(text) {
                match meaning {
                    Meaning::Row(key) => rows.push(*key),
                    _ => return Vec::new(),
                }
            }
        }
        rows
    }

    fn remaining(&self, candidate: Candidate) -> &str {
        self.entries[candidate.entry].1.get(candidate.read..).unwrap_or_default()
    }
}

/// A label without the number in front of it; nothing where too little is left to be known by.
fn without_number(label: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（）()．.、".contains(c);
    let rest = label.trim_start_matches(is_number);
    if rest.chars().count() < 4 { "" } else { rest }
}

/// How many of their pairs of neighbouring characters two texts share, of 100.
fn likeness(a: &str, b: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (a, mut b) = (pairs(a), pairs(b));
    let all = a.len() + b.len();
    let mut shared = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            shared += 1;
        }
    }
    (200_usize * shared).checked_div(all).unwrap_or(0)
}

/// What a piece of text is to the labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A label that may name a row or a section begins.
    Begun,
    /// A label goes on, or it is nothing.
    Part,
    /// It comes from the inside of these rows' labels, whose beginning is not there.
    Stray(Vec<RowKey>),
}

/// A label somewhere in a document, put together from what of it was found.
#[derive(Debug, Clone)]
pub struct Instance {
    candidates: Vec<Candidate>,
}

impl Instance {
    /// What it says; none while more than one thing comes into question.
    pub fn meaning(&self, labels: &Labels) -> Option<Meaning> {
        let mut meanings = self.candidates.iter().map(|candidate| labels.entries[candidate.entry].0);
        let first = meanings.next()?;
        if meanings.all(|meaning| meaning == first) {
            return Some(first);
        }
        // What was read to its end is meant, if the others would go on.
        let mut complete =
            self.candidates.iter().filter(|candidate| labels.remaining(**candidate).is_empty());
        match (complete.next(), complete.next()) {
            (Some(one), None) => Some(labels.entries[one.entry].0),
            _ => None,
        }
    }

    /// Whether it turned out to be no label.
    pub fn is_none(&self) -> bool {
        self.candidates.is_empty()
    }

    fn may_be_a_row(&self, labels: &Labels) -> bool {
        self.candidates.iter().any(|candidate| labels.entries[candidate.entry].0 != Meaning::Other)
    }
}

/// Puts labels together from the pieces of a text, in the order in which they come.
#[derive(Debug)]
pub struct Assembler<'a> {
    labels: &'a Labels,
    /// Every label found so far that may name a row or a section.
    pub found: Vec<Instance>,
    /// Whether the last of them may go on.
    is_open: bool,
    /// A group's label that is being read beside it: its pieces stand between those of rows.
    other: Vec<Candidate>,
}

impl<'a> Assembler<'a> {
    /// Nothing was read yet.
    pub fn new(labels: &'a Labels) -> Self {
        Self { labels, found: Vec::new(), is_open: false, other: Vec::new() }
    }

    /// Reads a piece of text.
    pub fn read(&mut self, text: &str) -> Piece {
        let text = normal(text);
        if text.is_empty() {
            return Piece::Part;
        }
        if self.is_open
            && let Some(open) = self.found.last_mut()
        {
            let going_on = going_on(self.labels, &open.candidates, &text);
            if !going_on.is_empty() {
                open.candidates = going_on;
                return Piece::Part;
            }
        }
        let others = going_on(self.labels, &self.other, &text);
        if !others.is_empty() {
            self.other = others;
            return Piece::Part;
        }
        if self.ends_the_one_before(&text) {
            return Piece::Part;
        }
        let instance = Instance { candidates: self.beginning(&text) };
        if instance.candidates.is_empty() {
            let rows = self.labels.inside(&text);
            return if rows.is_empty() { Piece::Part } else { Piece::Stray(rows) };
        }
        if instance.may_be_a_row(self.labels) {
            self.found.push(instance);
            self.is_open = true;
            return Piece::Begun;
        }
        self.other = instance.candidates;
        Piece::Part
    }

    /// Whether a text is the end of a label that a single character has broken into: one of a group's label, which is printed
    /// downwards beside it. That character is no label then.
    fn ends_the_one_before(&mut self, text: &str) -> bool {
        let [.., broken, within] = self.found.as_mut_slice() else { return false };
        let is_character = |candidate: &Candidate| {
            let label = &self.labels.entries[candidate.entry].1;
            label.get(..candidate.read).is_some_and(|read| read.chars().count() == 1)
        };
        let mut ended = going_on(self.labels, &broken.candidates, text);
        ended.retain(|candidate| self.labels.remaining(*candidate).is_empty());
        if ended.is_empty() || !within.candidates.iter().all(is_character) {
            return false;
        }
        broken.candidates = ended;
        within.candidates.clear();
        self.is_open = false;
        true
    }

    /// The labels that begin with a piece of text, or else the one it stands for as a whole.
    fn beginning(&self, text: &str) -> Vec<Candidate> {
        let entries = self.labels.entries.iter().enumerate();
        let begun: Vec<_> = entries
            .clone()
            .filter(|(_, (_, label))| label.starts_with(text))
            .map(|(entry, _)| Candidate { entry, read: text.len() })
            .collect();
        if !begun.is_empty() {
            return begun;
        }
        // Behind the end of something else: a group's label without a gap.
        for (at, _) in text.char_indices().skip(1) {
            let rest = text.get(at..).unwrap_or_default();
            if rest.chars().count() < 4 {
                break;
            }
            let within: Vec<_> = entries
                .clone()
                .filter(|(_, (meaning, label))| *meaning != Meaning::Other && label.starts_with(rest))
                .map(|(entry, _)| Candidate { entry, read: rest.len() })
                .collect();
            if !within.is_empty() {
                return within;
            }
        }
        let Some(meaning) = self.labels.best(text) else { return Vec::new() };
        let whole = entries.filter(|(_, (other, _))| *other == meaning);
        whole.map(|(entry, (_, label))| Candidate { entry, read: label.len() }).take(1).collect()
    }
}

/// Those of the candidates that go on with a text.
fn going_on(labels: &Labels, candidates: &[Candidate], text: &str) -> Vec<Candidate> {
    let going_on = candidates.iter().filter(|candidate| labels.remaining(**candidate).starts_with(text));
    going_on.map(|candidate| Candidate { read: candidate.read + text.len(), ..*candidate }).collect()
}
