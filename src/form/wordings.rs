//! The words that an edition's rules look for in prose, made ready to be found all at once.
//!
//! One rule after another would go over the same text dozens of times with every key.

use std::ops::Range;

use super::rule::{Count, Mentions, Outdated, Rule, Says};
use super::{CellId, Form};

/// The words of all rules of a form.
#[derive(Debug)]
pub struct Wordings {
    /// All words, one behind the other.
    text: String,
    /// The slot of each, where it stands in the text and what it stands for, in the order of their slots.
    words: Vec<(usize, Range<usize>, Word)>,
    /// For each slot the number of its first word, counted from 1; 0 for most. An automaton of all words would take longer to
    /// find them, and ten times as long to be made, with every start.
    begins: [u16; SLOTS],
    /// For each rule of [`says`] and each of its counts the sums that the text may tell, as cells.
    sums: Vec<Vec<Vec<Vec<CellId>>>>,
}

/// Words are kept by how they begin: so many slots that few beginnings share one.
const SLOTS: usize = 4096;

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// A topic, numbered over all rules of [`mentions`] in order.
    Topic(usize),
    /// An older edition, and the rule of [`outdated`] that says so.
    Outdated(usize),
    /// A part of what a rule of [`says`] looks for.
    Says(usize, Role),
    /// It compares with another time, whatever the rule.
    Comparison,
}

/// What a word does in a rule about numbers in the text; see [`Says`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It names what is counted; which of the rule's counts.
    Names(usize),
    /// It has to stand beside.
    About,
    /// It says that there was none.
    NoneOf,
    /// It gives the clause another meaning.
    Unless,
    /// It gives the sentence another meaning.
    NeverWith,
    /// What follows belongs to it.
    Within,
}

/// Words that make a clause speak of something else than the year's number.
const COMPARISONS: [&str; 22] = [
    "去年",
    "上年",
    "上一年",
    "往年",
    "同比",
    "环比",
    "相比",
    "较",
    "增长",
    "增加",
    "下降",
    "减少",
    "上升",
    "上半年",
    "下半年",
    "季度",
    "月份",
    "同期",
    "平均",
    "历年",
    "截至",
    "截止",
];

impl Wordings {
    pub(super) fn of(form: &Form) -> Self {
        let rules = form.rules.as_slice();
        let mut text = String::new();
        let mut words = Vec::new();
        let mut add = |word: Word, wordings: &[&'static str]| {
            for wording in wordings.iter().filter(|wording| !wording.is_empty()) {
                let start = text.len();
                text.push_str(wording);
                words.push((slot(wording), start..text.len(), word));
            }
        };
        for (number, topic) in mentions(rules).flat_map(|rule| &rule.topics).enumerate() {
            add(Word::Topic(number), &topic.wordings);
        }
        for (number, rule) in outdated(rules).enumerate() {
            add(Word::Outdated(number), &rule.wordings);
        }
        for (number, rule) in says(rules).enumerate() {
            for (count, counted) in rule.counts.iter().enumerate() {
                add(Word::Says(number, Role::Names(count)), &counted.words);
            }
            let parts = [
                (Role::About, &rule.about),
                (Role::NoneOf, &rule.none),
                (Role::Unless, &rule.unless),
                (Role::NeverWith, &rule.never_with),
                (Role::Within, &rule.within),
            ];
            for (role, wordings) in parts {
                add(Word::Says(number, role), wordings);
            }
        }
        add(Word::Comparison, &COMPARISONS);
        words.sort_by_key(|(slot, ..)| *slot);
        let mut begins = [0; SLOTS];
        for (number, (slot, ..)) in (1..=u16::MAX).zip(&words) {
            if begins[*slot] == 0 {
                begins[*slot] = number;
            }
        }
        let cells = |sum: &Vec<&str>| sum.iter().filter_map(|address| form.find(address)).collect();
        let sums = |count: &Count| count.is.iter().map(cells).collect();
        let sums = says(rules).map(|rule| rule.counts.iter().map(sums).collect()).collect();
        Self { text, words, begins, sums }
    }

    /// The sums of cells that a count of a rule of [`says`] may be: the text is contradicted when it agrees with none of them.
    pub fn sums(&self, (rule, count): (usize, usize)) -> &[Vec<CellId>] {
        self.sums.get(rule).and_then(|counts| counts.get(count)).map_or(&[], Vec::as_slice)
    }

    /// Every place of a text where one of the words stands, in the order of where they end, longer words first.
    pub fn find(&self, text: &str) -> Vec<(Word, Range<usize>)> {
        let mut found = Vec::new();
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let rest = text.get(at..).unwrap_or_default();
            let alone = slot_of(c, None);
            let with_next = characters.peek().map(|(_, next)| slot_of(c, Some(*next)));
            if let Some(here) = with_next.filter(|here| *here != alone) {
                self.find_here(rest, at, here, &mut found);
            }
            self.find_here(rest, at, alone, &mut found);
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
        found
    }

    /// The words of a slot with which the rest of a text begins.
    fn find_here(&self, rest: &str, at: usize, here: usize, found: &mut Vec<(Word, Range<usize>)>) {
        let Some(first) = usize::from(self.begins[here]).checked_sub(1) else { return };
        for (_, range, stands_for) in self.words[first..].iter().take_while(|(slot, ..)| *slot == here) {
            let word = self.text.get(range.clone()).unwrap_or_default();
            if rest.starts_with(word) {
                found.push((*stands_for, at..at + word.len()));
            }
        }
    }
}

/// The slot of a word.
fn slot(word: &str) -> usize {
    let mut characters = word.chars();
    characters.next().map_or(0, |first| slot_of(first, characters.next()))
}

/// The slot of words that begin with two characters, or consist of one.
fn slot_of(first: char, second: Option<char>) -> usize {
    (u32::from(first) as usize * 61 + second.map_or(0, |second| u32::from(second) as usize)) % SLOTS
}

/// The rules about topics, in order.
pub fn mentions(rules: &[Rule]) -> impl Iterator<Item = &Mentions> {
    rules.iter().filter_map(|rule| if let Rule::Mentions(rule) = rule { Some(rule) } else { None })
}

/// The rules about words of an older edition, in order.
pub fn outdated(rules: &[Rule]) -> impl Iterator<Item = &Outdated> {
    rules.iter().filter_map(|rule| if let Rule::Outdated(rule) = rule { Some(rule) } else { None })
}

/// The rules about numbers in the text, in order.
pub fn says(rules: &[Rule]) -> impl Iterator<Item = &Says> {
    rules.iter().filter_map(|rule| if let Rule::Says(rule) = rule { Some(rule) } else { None })
}
