//! `reportui rules [ID]`: every rule, or one of them explained.

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use clap::ArgMatches;

use super::{Outcome, complain};
use crate::check::{Policy, UNIVERSAL};
use crate::form::{Form, Forms, Rule, Severity};
use crate::words::Words;

/// A rule with the editions it holds in.
struct Listed {
    severity: Severity,
    forms: Vec<&'static Form>,
}

pub fn run(words: &Words, matches: &ArgMatches, policy: &Policy) -> io::Result<Outcome> {
    let rules = rules(policy);
    let mut out = io::stdout().lock();
    let Some(id) = matches.get_one::<String>("rule") else {
        let width = rules.keys().map(|id| id.len()).max().unwrap_or(0);
        for (id, rule) in &rules {
            let ground = ground(words, id, rule);
            writeln!(out, "{id:width$}  {:7}  {ground}", rule.severity.id())?;
        }
        return Ok(Outcome::Fine);
    };
    let Some(rule) = rules.get(id.as_str()) else {
        complain(&words.say("rules.unknown", &[("rule", id)]));
        return Ok(Outcome::Failed);
    };
    let editions: Vec<&str> = rule.forms.iter().map(|form| form.edition).collect();
    writeln!(out, "{id}  {}  {}", rule.severity.id(), editions.join(" "))?;
    for form in &rule.forms {
        for relation in form.rules.iter().filter(|rule| rule.id() == id) {
            if let Rule::Relation(relation) = relation {
                writeln!(out, "{}: {}", form.edition, words.identity(relation))?;
            }
        }
    }
    writeln!(out, "{}", ground(words, id, rule))?;
    writeln!(out, "{}", words.remedy_of(id))?;
    Ok(Outcome::Fine)
}

fn ground(words: &Words, id: &str, rule: &Listed) -> String {
    rule.forms.last().map_or_else(String::new, |form| words.ground_of(form, id))
}

/// All rules by id; the weight is that of the latest edition, unless the settings have another.
fn rules(policy: &Policy) -> BTreeMap<&'static str, Listed> {
    let mut rules = BTreeMap::new();
    for form in Forms.editions().filter_map(|edition| Forms.get(edition)) {
        let own = form.rules.iter().map(|rule| (rule.id(), rule.severity()));
        for (id, severity) in UNIVERSAL.into_iter().chain(own) {
            let rule = rules.entry(id).or_insert(Listed { severity, forms: Vec::new() });
            rule.severity = policy.severity(id, severity);
            if rule.forms.last().is_none_or(|last: &&Form| last.edition != form.edition) {
                rule.forms.push(form);
            }
        }
    }
    rules
}
