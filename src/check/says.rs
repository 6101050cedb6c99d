//! What the text says of the numbers in the tables, and the sums it tells itself.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::claim::Claim;
use super::organ::belongs;
use super::{Facts, Finding, Subject};
use crate::form::rule::{Organs, Says, Severity};
use crate::form::{CellId, SectionId, wordings};

/// A claim with its place: section, paragraph, the byte at which its sentence begins.
type Placed<'a> = (SectionId, usize, usize, &'a Claim);

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    let rules: Vec<&Says> = wordings::says(&subject.form.rules).collect();
    let claims = claims(subject, &rules);
    // A paragraph may tell a part of the whole that it tells too: beside a number that fits, a smaller one is let be. A
    // government above the townships may tell of itself in one place and of all its organs in another.
    let organ = &subject.report.organ;
    let is_of_many = belongs(organ, Organs::Government) && !belongs(organ, Organs::Township);
    let mut fitting = BTreeSet::new();
    let mut beside: BTreeMap<_, Decimal> = BTreeMap::new();
    for (section, paragraph, _, claim) in &claims {
        if fits(subject, claim) {
            fitting.insert(claim.count);
            let most = beside.entry((claim.count, *section, *paragraph)).or_insert(claim.value);
            *most = claim.value.max(*most);
        }
    }
    for (section, paragraph, start, claim) in claims {
        let is_let_be = match beside.get(&(claim.count, section, paragraph)) {
            Some(whole) => claim.value <= *whole,
            None => is_of_many && fitting.contains(&claim.count),
        };
        if !is_let_be {
            findings.extend(contradiction(subject, rules[claim.count.0], (section, paragraph, start, claim)));
        }
    }
    for (section, paragraphs) in subject.prose() {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            sums(subject, section, index, paragraph, findings);
        }
    }
}

/// The claims of all sentences that speak of what their rules ask for.
fn claims<'a>(subject: &Subject<'a>, rules: &[&Says]) -> Vec<Placed<'a>> {
    let mut claims = Vec::new();
    for (section, _) in subject.prose() {
        for (index, reading) in subject.readings.paragraphs(section).iter().enumerate() {
            // Applications are spoken of from the sentence that names them to the one after the last that tells of them.
            let mut is_about = false;
            for (start, sentence) in reading.sentences() {
                let is_heard = is_about || sentence.is_about_applications;
                let own =
                    sentence.claims.iter().filter(|claim| is_heard || !rules[claim.count.0].of_applications);
                let before = claims.len();
                claims.extend(own.map(|claim| (section, index, start, claim)));
                is_about = sentence.is_about_applications || (is_heard && claims.len() > before);
            }
        }
    }
    claims
}

/// The value of a sum of cells; none where they are not there or all blank.
fn value(subject: &Subject, sum: &[CellId]) -> Option<Decimal> {
    sum.iter().filter_map(|cell| subject.number(*cell)).reduce(|a, b| a + b)
}

fn fits(subject: &Subject, claim: &Claim) -> bool {
    let sums = subject.form.wordings().sums(claim.count);
    sums.iter().any(|sum| value(subject, sum) == Some(claim.value))
}

fn contradiction(
    subject: &Subject,
    rule: &Says,
    (section, paragraph, start, claim): Placed,
) -> Option<Finding> {
    let sum = subject.form.wordings().sums(claim.count).first()?;
    let right = value(subject, sum)?;
    let text = subject.report.paragraphs(section).get(paragraph)?;
    let range = start + claim.range.start..start + claim.range.end;
    let mut finding = Finding::new(rule.id, rule.severity)
        .on_phrase(section, paragraph, text, range)
        .between(claim.value, right)
        .with(Facts::Said);
    finding.cells.clone_from(sum);
    finding.cells.sort_unstable();
    Some(finding)
}

fn sums(subject: &Subject, section: SectionId, index: usize, paragraph: &str, findings: &mut Vec<Finding>) {
    let Some(reading) = subject.readings.paragraphs(section).get(index) else { return };
    let start = |sentence: usize| reading.sentences().nth(sentence).map_or(0, |(start, _)| start);
    for mismatch in reading.mismatches() {
        let at = |(sentence, byte): (usize, usize)| start(sentence) + byte;
        findings.push(
            Finding::new("says-sum", Severity::Warning)
                .on_phrase(section, index, paragraph, at(mismatch.from)..at(mismatch.to))
                .between(mismatch.whole, mismatch.sum),
        );
    }
}
