//! The words that an edition's rules look for in prose, made ready to be found all at once.
//!
//! A rule after the other would go over the same text dozens of times with every key.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::rule::{Mentions, Outdated, Rule, Says};

/// The words of all rules of a form.
#[derive(Debug)]
pub struct Wordings {
    /// None where there is nothing to find.
    finder: Option<AhoCorasick>,
    /// What each of the finder's words stands for.
    words: Vec<Word>,
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
    /// It names what is counted.
    Names,
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
        let mut texts = Vec::new();
        let mut add = |word: Word, wordings: &[String]| {
            texts.extend(wordings.iter().cloned());
            words.extend(wordings.iter().map(|_| word));
        };
        for (number, topic) in mentions(rules).flat_map(|rule| &rule.topics).enumerate() {
            add(Word::Topic(number), &topic.wordings);
        }
        for (number, rule) in outdated(rules).enumerate() {
            add(Word::Outdated(number), &rule.wordings);
        }
        for (number, rule) in says(rules).enumerate() {
            let parts = [
                (Role::Names, &rule.words),
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
        // A table of all states would be found in a little faster, but takes three times as long to make, with every start.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let finder =
            if texts.is_empty() { None } else { AhoCorasick::builder().kind(kind).build(texts).ok() };
        Self { finder, words }
    }

    /// Every place of a text where one of the words stands.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Word, Range<usize>)> + 'a {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.filter_map(|one| Some((*self.words.get(one.pattern().as_usize())?, one.range())))
    }
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
