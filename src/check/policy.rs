//! What an office decides about the rules.

use std::collections::BTreeMap;

use crate::form::Severity;

/// Weights that an office gives to rules, other than those of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Weights by rule id.
    pub severities: BTreeMap<String, Severity>,
}

impl Policy {
    /// The weight of a rule's findings, which is its own where nothing is said.
    pub fn severity(&self, rule: &str, own: Severity) -> Severity {
        self.severities.get(rule).copied().unwrap_or(own)
    }
}
