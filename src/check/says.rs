//! What the text says of the numbers in the tables, and the sums it tells itself.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::claim::Claim;
use super::organ::belongs;
use super::reading::Reading;
use super::{Facts, Finding, Subject};
use crate::form::rule::{Organs, Says, Severity};
use crate::form::{CellId, Form, SectionId, wordings};

/// A claim where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    section: SectionId,
    paragraph: usize,
    /// Its range is one of the paragraph.
    claim: Claim,
}

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    // A paragraph may tell a part of the whole that it tells too: beside a number that fits, a smaller one is let be. A
    // government above the townships may tell of itself in one place and of all its organs in another.
    let organ = &subject.report.organ;
    let is_of_many = belongs(organ, Organs::Government) && !belongs(organ, Organs::Township);
    let mut fitting = BTreeSet::new();
    let mut beside: BTreeMap<_, Decimal> = BTreeMap::new();
    for Placed { section, paragraph, claim } in subject.readings.claims() {
        if fits(subject, claim) {
            fitting.insert(claim.count);
            let most = beside.entry((claim.count, *section, *paragraph)).or_insert(claim.value);
            *most = claim.value.max(*most);
        }
    }
    for placed in subject.readings.claims() {
        let Placed { section, paragraph, claim } = placed;
        let is_let_be = match beside.get(&(claim.count, *section, *paragraph)) {
            Some(whole) => claim.value <= *whole,
            None => is_of_many && fitting.contains(&claim.count),
        };
        if !is_let_be {
            findings.extend(contradiction(subject, placed));
        }
    }
}

/// The claims of a section's sentences that speak of what their rules ask for.
pub(super) fn claims(form: &Form, section: SectionId, paragraphs: &[Reading]) -> Vec<Placed> {
    let rules: Vec<&Says> = wordings::says(&form.rules).collect();
    let mut claims = Vec::new();
    for (paragraph, reading) in paragraphs.iter().enumerate() {
        // Applications are spoken of from the sentence that names them to the one after the last that tells of them.
        let mut is_about = false;
        for (start, sentence) in reading.sentences() {
            let is_heard = is_about || sentence.is_about_applications;
            let own =
                sentence.claims.iter().filter(|claim| is_heard || !rules[claim.count.0].of_applications);
            let before = claims.len();
            claims.extend(own.map(|claim| {
                let range = start + claim.range.start..start + claim.range.end;
                Placed { section, paragraph, claim: Claim { range, ..claim.clone() } }
            }));
            is_about = sentence.is_about_applications || (is_heard && claims.len() > before);
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

fn contradiction(subject: &Subject, placed: &Placed) -> Option<Finding> {
    let Placed { section, paragraph, claim } = placed;
    let rule = wordings::says(&subject.form.rules).nth(claim.count.0)?;
    let sum = subject.form.wordings().sums(claim.count).first()?;
    let right = value(subject, sum)?;
    let text = subject.report.paragraphs(*section).get(*paragraph)?;
    let mut finding = Finding::new(rule.id, rule.severity)
        .on_phrase(*section, *paragraph, text, claim.range.clone())
        .between(claim.value, right)
        .with(Facts::Said);
    finding.cells.clone_from(sum);
    finding.cells.sort_unstable();
    Some(finding)
}

/// The lists of a section whose parts do not make the whole.
pub(super) fn sums(section: SectionId, paragraphs: &[Reading]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, reading) in paragraphs.iter().enumerate() {
        if reading.mismatches().is_empty() {
            continue;
        }
        let starts: Vec<usize> = reading.sentences().map(|(start, _)| start).collect();
        findings.extend(reading.mismatches().iter().map(|mismatch| {
            let at =
                |(sentence, byte): (usize, usize)| starts.get(sentence).map_or(byte, |start| start + byte);
            Finding::new("says-sum", Severity::Warning)
                .on_phrase(section, index, reading.text(), at(mismatch.from)..at(mismatch.to))
                .between(mismatch.whole, mismatch.sum)
        }));
    }
    findings
}
