//! This year's report beside last year's: copied texts and copied tables. What has to flow from one year into the next is a
//! relation of the form.

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::form::SectionId;
use crate::form::rule::{Rule, Severity};

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    if subject.last_year.is_none() {
        return;
    }
    for rule in &subject.form.rules {
        if let Rule::Alike(rule) = rule {
            let sections = rule.sections.iter().filter_map(|id| subject.form.section(id));
            findings.extend(sections.filter_map(|section| {
                let share = alike(subject, section)?;
                let limit = Decimal::from(rule.percent);
                let finding = Finding::new(rule.id, rule.severity).in_section(section);
                (share > limit).then(|| finding.between(share, limit))
            }));
        }
    }
    findings.extend(tables_alike(subject));
}

/// The fewest character trigrams of a text that can be a copy: a formula of one line is the same every year.
const SHORTEST: usize = 30;

/// How much of a section stands in last year's, in per cent of its character trigrams.
fn alike(subject: &Subject, section: SectionId) -> Option<Decimal> {
    let (shared, all) = subject.readings.shared(section);
    // Where something has to be written, a short copy is one too.
    let id = subject.form.section_at(section).id;
    let asked = subject.form.rules.iter().find_map(|rule| match rule {
        Rule::Filled(rule) if rule.section == id => Some(rule.characters),
        _ => None,
    });
    (all >= asked.unwrap_or(SHORTEST).max(1))
        .then(|| (Decimal::from(shared * 100) / Decimal::from(all)).round_dp(0))
}

/// Every number equals last year's, and they are not all 0.
fn tables_alike(subject: &Subject) -> Option<Finding> {
    let (form, report) = subject.last_year?;
    if form.edition != subject.form.edition {
        return None;
    }
    let typed = || subject.form.sections.iter().flat_map(|section| &section.typed);
    let is_same = typed().all(|cell| report.value(*cell).number() == subject.report.value(*cell).number());
    let filled =
        typed().filter(|cell| subject.number(**cell).is_some_and(|number| !number.is_zero())).count();
    (is_same && filled > 0).then(|| {
        let filled = Decimal::from(filled);
        let finding = Finding::new("tables-alike", Severity::Warning).between(filled, filled);
        // It stands where the tables begin.
        match typed().next() {
            Some(first) => finding.in_section(subject.form.section_of(*first)),
            None => finding,
        }
    })
}

/// The trigrams of a text, each as one number, white space left out.
pub fn trigrams(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut last = [0_u64; 2];
    text.chars().filter(|c| !c.is_whitespace()).enumerate().filter_map(move |(index, c)| {
        let trigram = (last[0] << 42) | (last[1] << 21) | u64::from(c);
        last = [last[1], u64::from(c)];
        (index >= 2).then_some(trigram)
    })
}
