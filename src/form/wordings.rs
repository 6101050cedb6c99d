//! The words that an edition's rules look for in prose, made ready to be found all at once.
//!
//! A rule after the other would go over the same text dozens of times with every key.

use std::ops::Range;

use super::rule::{Mentions, Outdated, Rule, Says};

/// The words of all rules of a form.
#[derive(Debug)]
pub struct Wordings {
    /// The words, in the order of their first characters.
    words: Vec<(String, Word)>,
    /// For each character the number of the first word that begins with it, counted from 1; 0 for most. An automaton of all
    /// words would take longer to find them, and ten times as long to be made, with every start.
    begins: Vec<u16>,
}

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// A topic, numbered over all rules of [`mentions`] in order.
    Topic(usize),
    /// An older edition, and the rule of [`outdated`] that says so.
    Outdated(usize),
    /// A part of what a rule of [`says`] looks for.
    Says(usize, Role),
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

impl Wordings {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut words = Vec::new();
        let mut add = |word: Word, wordings: &[String]| {
            words.extend(wordings.iter().map(|text| (text.clone(), word)));
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
        words.retain(|(text, _)| !text.is_empty());
        words.sort_by_key(|(text, _)| slot(text));
        let mut begins = vec![0; usize::from(u16::MAX) + 1];
        for (number, (text, _)) in (1..=u16::MAX).zip(&words) {
            if let Some(begin) = begins.get_mut(slot(text)).filter(|begin| **begin == 0) {
                *begin = number;
            }
        }
        Self { words, begins }
    }

    /// Every place of a text where one of the words stands, in the order of where they end, longer words first.
    pub fn find(&self, text: &str) -> Vec<(Word, Range<usize>)> {
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            let rest = text.get(at..).unwrap_or_default();
            let begin = self.begins.get(slot(rest)).copied().unwrap_or_default();
            let Some(first) = usize::from(begin).checked_sub(1) else { continue };
            let same = self.words.iter().skip(first).take_while(|(word, _)| slot(word) == slot(rest));
            let here = same.filter(|(word, _)| rest.starts_with(word.as_str()));
            found.extend(here.map(|(word, stands_for)| (*stands_for, at..at + word.len())));
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
        found
    }
}

/// The place of a text's first character; all rare ones have the same.
fn slot(text: &str) -> usize {
    let first = text.chars().next().map_or(0, u32::from);
    usize::from(u16::try_from(first).unwrap_or(u16::MAX))
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
