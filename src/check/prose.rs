//! Rules about the words: what must be spoken of, and what a hurried pen leaves behind.
//!
//! Precision comes before recall: where a sentence is not understood, these rules are silent.

use std::ops::Range;

use rust_decimal::Decimal;

use super::organ::belongs;
use super::reading::{HEADING, Reading};
use super::{Facts, Finding, Readings, Subject};
use crate::form::rule::{Filled, Mentions, Rule, Severity, Topic};
use crate::form::{Form, SectionId, wordings};
use crate::report::Report;

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    let mut first_topic = 0;
    for rule in &subject.form.rules {
        match rule {
            Rule::Mentions(rule) => {
                findings.extend(mentions(subject, rule, first_topic));
                first_topic += rule.topics.len();
            }
            Rule::Filled(rule) => findings.extend(filled(subject, rule)),
            _ => {}
        }
    }
}

/// What is to be noticed in the words of a section.
pub(super) fn notices(
    form: &Form,
    year: Option<u16>,
    section: SectionId,
    paragraphs: &[Reading],
) -> Vec<Finding> {
    let mut notices = sentences(form, year, section, paragraphs);
    notices.extend(numbering(section, paragraphs.iter().map(Reading::text)));
    notices
}

/// The subjects of a rule, numbered from `first`, that its section does not speak of.
fn mentions(subject: &Subject, rule: &Mentions, first: usize) -> Option<Finding> {
    let section = subject.form.section(rule.section)?;
    let applies = match &rule.when {
        Some(address) => {
            subject.number(subject.form.find(address)?).is_some_and(|number| number > Decimal::ZERO)
        }
        None => true,
    };
    if !applies || !belongs(&subject.report.organ, rule.organs) {
        return None;
    }
    let missing: Vec<_> = (first..)
        .zip(&rule.topics)
        .filter(|(number, _)| !subject.readings.speaks_of(section, *number))
        .map(|(_, topic)| topic.name.clone())
        .collect();
    (!missing.is_empty()).then(|| {
        Finding::new(rule.id, rule.severity)
            .in_section(section)
            .between(Decimal::from(missing.len()), Decimal::ZERO)
            .with(Facts::Missing(missing))
    })
}

/// What a section has to speak of in this organ's report, and whether it does.
pub fn topics<'a>(
    form: &'a Form,
    report: &'a Report,
    readings: &'a Readings,
    section: SectionId,
) -> impl Iterator<Item = (&'a Topic, bool)> {
    let rules =
        wordings::mentions(&form.rules).flat_map(|rule| rule.topics.iter().map(move |topic| (rule, topic)));
    rules.enumerate().filter_map(move |(number, (rule, topic))| {
        let concerns = form.section(rule.section) == Some(section) && rule.when.is_none();
        (concerns && belongs(&report.organ, rule.organs))
            .then(|| (topic, readings.speaks_of(section, number)))
    })
}

fn filled(subject: &Subject, rule: &Filled) -> Option<Finding> {
    let section = subject.form.section(rule.section)?;
    let paragraphs =
        subject.report.paragraphs(section).iter().filter(|paragraph| !is_bare_heading(paragraph));
    let letters = paragraphs.flat_map(|paragraph| paragraph.chars());
    let count = letters.filter(|c| !c.is_whitespace()).take(rule.characters).count();
    (count < rule.characters).then(|| {
        Finding::new(rule.id, rule.severity)
            .in_section(section)
            .between(Decimal::from(count), Decimal::from(rule.characters))
    })
}

/// Whether a paragraph is a number and a few words that tell nothing yet: （一）主动公开。
fn is_bare_heading(paragraph: &str) -> bool {
    let tells = |c: char| c.is_ascii_digit() || "，,；;：:".contains(c);
    number_of(paragraph).is_some() && paragraph.chars().count() <= HEADING && !paragraph.contains(tells)
}

/// What was noticed in the sentences of a section.
fn sentences(form: &Form, year: Option<u16>, section: SectionId, paragraphs: &[Reading]) -> Vec<Finding> {
    let outdated: Vec<_> = wordings::outdated(&form.rules).collect();
    let mut findings = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        for (start, sentence) in paragraph.sentences() {
            let notice = |rule: &str, severity, range: &Range<usize>| {
                let range = start + range.start..start + range.end;
                Finding::new(rule, severity).on_phrase(section, index, paragraph.text(), range)
            };
            findings.extend(sentence.holes.iter().map(|range| notice("hole", Severity::Warning, range)));
            findings.extend(sentence.years.iter().map(|(range, found)| {
                notice("wrong-year", Severity::Warning, range)
                    .between(Decimal::from(*found), Decimal::from(year.unwrap_or_default()))
            }));
            findings.extend(sentence.outdated.iter().filter_map(|(number, range)| {
                let rule = outdated.get(*number)?;
                Some(notice(rule.id, rule.severity, range))
            }));
        }
    }
    findings
}

/// Paragraphs that begin with （一）（二）… out of order. After a paragraph without a number a sequence may begin again.
fn numbering<'a>(section: SectionId, paragraphs: impl Iterator<Item = &'a str>) -> Option<Finding> {
    let mut expected = 1;
    let mut interrupted = false;
    for (index, paragraph) in paragraphs.enumerate() {
        let Some((number, range)) = number_of(paragraph) else {
            interrupted = true;
            continue;
        };
        if number != expected && !(number == 1 && interrupted) {
            return Some(
                Finding::new("numbering", Severity::Note)
                    .on_phrase(section, index, paragraph, range)
                    .between(Decimal::from(number), Decimal::from(expected))
                    .with(Facts::Number(expected)),
            );
        }
        expected = number + 1;
        interrupted = false;
    }
    None
}

/// The number in brackets that a paragraph begins with, and where it stands.
fn number_of(paragraph: &str) -> Option<(u32, Range<usize>)> {
    let body = paragraph.trim_start();
    let inner = body.strip_prefix(['（', '('])?;
    let head = inner.get(..inner.find(['）', ')'])?)?;
    let start = paragraph.len() - body.len();
    let opening = body.len() - inner.len();
    let closing = inner.get(head.len()..)?.chars().next()?.len_utf8();
    Some((chinese_number(head)?, start..start + opening + head.len() + closing))
}

/// The value of 一 to 九十九.
fn chinese_number(text: &str) -> Option<u32> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| DIGITS.iter().zip(1..).find(|(other, _)| **other == c).map(|(_, value)| value);
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        [one] => digit(*one),
        ['十', one] => Some(10 + digit(*one)?),
        [ten, '十'] => Some(10 * digit(*ten)?),
        [ten, '十', one] => Some(10 * digit(*ten)? + digit(*one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_paragraphs_run_in_order() {
        let of = |texts: &[&str]| {
            numbering(SectionId(0), texts.iter().copied())
                .and_then(|finding| finding.phrase)
                .map(|phrase| phrase.text)
        };
        assert_eq!(of(&["引言", "（一）甲", "（二）乙", "（三）丙"]), None);
        assert_eq!(of(&["（一）甲", "（三）丙"]).as_deref(), Some("（三）"));
        assert_eq!(of(&["（二）甲"]).as_deref(), Some("（二）"));
        assert_eq!(of(&["（一）甲", "（一）乙"]).as_deref(), Some("（一）"));
        assert_eq!(of(&["一、总", "（一）甲", "二、分", "（一）乙"]), None);
        assert_eq!(of(&["存在的问题：", "（一）甲", "（二）乙", "改进措施：", "（一）甲", "（二）乙"]), None);
        assert_eq!(of(&["(一)甲", "(二)乙", "(四)丁"]).as_deref(), Some("(四)"));
        assert_eq!(of(&["（略）"]), None);
    }
}
