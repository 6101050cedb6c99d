//! The prose of a report, and a mark that tells whether it is still the same.

use std::ops::{Deref, DerefMut};
use std::slice;
use std::sync::atomic::{AtomicU64, Ordering};

/// The paragraphs of all sections. It can be used like the list that it is.
#[derive(Debug, Clone)]
pub struct Prose {
    sections: Vec<Vec<String>>,
    state: State,
}

/// A state of some prose: where two have the same, all their texts are the same. Comparing the texts after every key would take
/// longer than all rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(u64);

impl State {
    /// One that no prose has had yet.
    fn next() -> Self {
        static STATES: AtomicU64 = AtomicU64::new(0);
        Self(STATES.fetch_add(1, Ordering::Relaxed))
    }
}

impl Prose {
    /// The state that it is in.
    pub fn state(&self) -> State {
        self.state
    }
}

impl Default for Prose {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl From<Vec<Vec<String>>> for Prose {
    fn from(sections: Vec<Vec<String>>) -> Self {
        Self { sections, state: State::next() }
    }
}

impl Deref for Prose {
    type Target = Vec<Vec<String>>;

    fn deref(&self) -> &Self::Target {
        &self.sections
    }
}

impl DerefMut for Prose {
    /// Whoever asks for this may change it.
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.state = State::next();
        &mut self.sections
    }
}

impl<'a> IntoIterator for &'a Prose {
    type Item = &'a Vec<String>;
    type IntoIter = slice::Iter<'a, Vec<String>>;

    fn into_iter(self) -> Self::IntoIter {
        self.sections.iter()
    }
}

impl PartialEq for Prose {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state || self.sections == other.sections
    }
}

impl Eq for Prose {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_left_with_every_change_and_shared_with_copies_only() {
        let mut prose = Prose::from(vec![vec!["甲".to_owned()], Vec::new()]);
        let (state, copy) = (prose.state(), prose.clone());
        assert_eq!(copy.state(), state);
        assert_eq!(prose.iter().count(), 2);
        assert_eq!(prose.state(), state, "reading changes nothing");
        prose[1].push("乙".to_owned());
        assert_ne!(prose.state(), state);
        prose[1].clear();
        assert_ne!(prose.state(), state);
        assert_eq!(prose, copy, "the same texts again");
        assert_ne!(Prose::default().state(), Prose::default().state());
    }
}
