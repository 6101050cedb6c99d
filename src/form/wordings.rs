//! The words that an edition's rules look for in prose, made ready to be found all at once.
//!
//! A rule after the other would go over the same text dozens of times with every key.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::rule::{Mentions, Outdated, Rule};

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
}

impl Wordings {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let topics = mentions(rules).flat_map(|rule| &rule.topics).enumerate();
        let topics = topics
            .flat_map(|(number, topic)| topic.wordings.iter().map(move |word| (Word::Topic(number), word)));
        let outdated = outdated(rules).enumerate();
        let outdated = outdated
            .flat_map(|(number, rule)| rule.wordings.iter().map(move |word| (Word::Outdated(number), word)));
        let (words, texts): (Vec<_>, Vec<_>) = topics.chain(outdated).unzip();
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
