//! Rules about the words: what must be spoken of, and what a hurried pen leaves behind.
//!
//! Precision comes before recall: where a sentence is not understood, these rules are silent.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

use super::organ::belongs;
use super::{Facts, Finding, Subject};
use crate::form::SectionId;
use crate::form::rule::{Filled, Mentions, Outdated, Rule, Severity, Topic};

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    for rule in &subject.form.rules {
        match rule {
            Rule::Mentions(rule) => findings.extend(mentions(subject, rule)),
            Rule::Filled(rule) => findings.extend(filled(subject, rule)),
            Rule::Outdated(rule) => outdated(subject, rule, findings),
            Rule::Relation(_) | Rule::Powerless(_) | Rule::Ceiling(_) | Rule::Share(_) => {}
        }
    }
    for (section, paragraphs) in subject.prose() {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            for range in holes(paragraph) {
                let hole = Finding::new("hole", Severity::Warning);
                findings.push(hole.on_phrase(section, index, paragraph, range));
            }
            if let Some(year) = subject.report.year {
                for (range, found) in wrong_years(paragraph, year) {
                    let finding = Finding::new("wrong-year", Severity::Warning);
                    let finding = finding.on_phrase(section, index, paragraph, range);
                    findings.push(finding.between(Decimal::from(found), Decimal::from(year)));
                }
            }
        }
        findings.extend(numbering(section, paragraphs));
    }
}

fn mentions(subject: &Subject, rule: &Mentions) -> Option<Finding> {
    let section = subject.form.section(&rule.section)?;
    let applies = match &rule.when {
        Some(address) => {
            subject.number(subject.form.find(address)?).is_some_and(|number| number > Decimal::ZERO)
        }
        None => true,
    };
    if !applies || !belongs(&subject.report.organ, rule.organs) {
        return None;
    }
    let missing = missing_topics(&rule.topics, subject.report.paragraphs(section));
    (!missing.is_empty()).then(|| {
        let names = missing.iter().map(|topic| topic.name.clone()).collect();
        Finding::new(&rule.id, rule.severity)
            .in_section(section)
            .between(Decimal::from(missing.len()), Decimal::ZERO)
            .with(Facts::Missing(names))
    })
}

/// The topics of which none of the wordings stands in the paragraphs. Blanks do not count: text taken from a PDF has some
/// wherever a line was broken.
fn missing_topics<'a>(topics: &'a [Topic], paragraphs: &[String]) -> Vec<&'a Topic> {
    let plain: Vec<Cow<str>> = paragraphs
        .iter()
        .map(|text| {
            if text.contains(char::is_whitespace) {
                Cow::Owned(text.chars().filter(|c| !c.is_whitespace()).collect())
            } else {
                Cow::Borrowed(text.as_str())
            }
        })
        .collect();
    let spoken_of = |topic: &&Topic| {
        topic.wordings.iter().any(|wording| {
            let finder = memchr::memmem::Finder::new(wording);
            plain.iter().any(|paragraph| finder.find(paragraph.as_bytes()).is_some())
        })
    };
    topics.iter().filter(|topic| !spoken_of(topic)).collect()
}

fn filled(subject: &Subject, rule: &Filled) -> Option<Finding> {
    let section = subject.form.section(&rule.section)?;
    let letters = subject.report.paragraphs(section).iter().flat_map(|paragraph| paragraph.chars());
    let count = letters.filter(|c| !c.is_whitespace()).take(rule.characters).count();
    (count < rule.characters).then(|| {
        Finding::new(&rule.id, rule.severity)
            .in_section(section)
            .between(Decimal::from(count), Decimal::from(rule.characters))
    })
}

fn outdated(subject: &Subject, rule: &Outdated, findings: &mut Vec<Finding>) {
    for (section, paragraphs) in subject.prose() {
        for (index, paragraph) in paragraphs.iter().enumerate() {
            for wording in &rule.wordings {
                for start in memchr::memmem::find_iter(paragraph.as_bytes(), wording.as_bytes()) {
                    let finding = Finding::new(&rule.id, rule.severity);
                    let range = start..start + wording.len();
                    findings.push(finding.on_phrase(section, index, paragraph, range));
                }
            }
        }
    }
}

/// Units that follow a number in these reports.
const UNITS: [&str; 10] = ["条", "件", "次", "份", "期", "个", "场", "篇", "万元", "元"];

/// What stands before a unit when no number is missing: numerals, and words that make one needless.
const COUNTED: &str = "一二三四五六七八九十百千万亿零两第每各余多几数若干该此这那";

/// Places where a unit stands after a gap instead of a number: `主动公开信息  条`, `收到申请__件`.
///
/// One blank is no gap: text taken from a PDF has one wherever a line was broken.
fn holes(paragraph: &str) -> Vec<Range<usize>> {
    const ENDS: &str = "，。；、：！？（）,;:!?/";
    let mut holes = Vec::new();
    for (at, _) in paragraph.match_indices(['条', '件', '次', '份', '期', '个', '场', '篇', '万', '元'])
    {
        let (Some(before), Some(rest)) = (paragraph.get(..at), paragraph.get(at..)) else { continue };
        let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) else { continue };
        let after = rest.get(unit.len()..).unwrap_or_default();
        let stem = before.trim_end_matches(is_gap);
        let gap = before.get(stem.len()..).unwrap_or_default();
        let wide = gap.chars().count() > 1 || gap.chars().any(|c| c != ' ');
        let ends = after.chars().next().is_none_or(|c| ENDS.contains(c)) || after.starts_with("其中");
        let last = stem.chars().next_back();
        let a_word = last.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !COUNTED.contains(c));
        if wide && ends && a_word {
            let start = stem.char_indices().rev().nth(3).map_or(0, |(start, _)| start);
            holes.push(start..at + unit.len());
        }
    }
    holes
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '＿' | '×' | 'X' | 'x' | '*' | '＊')
}

/// What a report says of its own year.
const DEEDS: [&str; 11] =
    ["主动公开", "收到", "新收", "受理", "办理", "办结", "答复", "制定", "制发", "发布", "公开政府信息"];

/// Words that make another year right: comparison, plans, beginnings.
const EXCUSES: [&str; 18] = [
    "相比", "比上", "同比", "较", "增长", "下降", "去年", "上年", "以来", "将", "计划", "拟", "继续", "下一",
    "年起", "截至", "同期", "根据",
];

/// Who may stand before the year of a clause that tells what was done.
const SUBJECTS: [&str; 14] = [
    "我局",
    "我镇",
    "我乡",
    "我街道",
    "我县",
    "我市",
    "我区",
    "我单位",
    "本机关",
    "本单位",
    "全镇",
    "全县",
    "全市",
    "全区",
];

/// Years before the report's own beside one of its deeds: last year's text, pasted.
fn wrong_years(paragraph: &str, year: u16) -> Vec<(Range<usize>, u16)> {
    let own = format!("{year}年");
    let mut wrong = Vec::new();
    let mut start = 0;
    for sentence in paragraph.split_inclusive(['。', '；', '！', '？', ';']) {
        let begin = start;
        start += sentence.len();
        let years = sentence.match_indices('年').filter_map(|(at, _)| {
            let (digits, found) = year_before(sentence, at)?;
            Some((digits..at + '年'.len_utf8(), found))
        });
        let earlier = years
            .filter(|(range, found)| *found < year && states_a_deed(sentence, range))
            .collect::<Vec<_>>();
        if earlier.is_empty() {
            continue;
        }
        let plain: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
        if !plain.contains(&own) && !EXCUSES.iter().any(|excuse| plain.contains(excuse)) {
            wrong.extend(
                earlier.into_iter().map(|(range, found)| (begin + range.start..begin + range.end, found)),
            );
        }
    }
    wrong
}

/// Whether a year opens a clause that tells what was done, not one about a part of it (2023年12月) or a thing (2023年发布的办法).
fn states_a_deed(sentence: &str, year: &Range<usize>) -> bool {
    let before = sentence.get(..year.start).unwrap_or_default().trim_end();
    let opens = before.chars().next_back().is_none_or(|c| "，：:,）)、".contains(c))
        || SUBJECTS.iter().any(|subject| before.ends_with(subject));
    let after = sentence.get(year.end..).unwrap_or_default().chars();
    let near: String = after.filter(|c| !c.is_whitespace()).take(20).collect();
    let Some((gap, deed)) =
        DEEDS.iter().filter_map(|deed| Some((near.find(deed)?, *deed))).min_by_key(|(gap, _)| *gap)
    else {
        return false;
    };
    let between = near.get(..gap).unwrap_or_default();
    let behind = near.get(gap + deed.len()..).unwrap_or_default();
    let about_a_thing =
        behind.starts_with('的') || between.contains("报告") || between.contains(['月', '的', '《']);
    opens && !about_a_thing && !behind.starts_with('《')
}

/// The year of four digits that ends just before `at`, and where it begins.
fn year_before(sentence: &str, at: usize) -> Option<(usize, u16)> {
    let before = sentence.get(..at)?.trim_end();
    let start = before.len().checked_sub(4)?;
    let year: u16 = before.get(start..)?.parse().ok()?;
    let longer = before.get(..start)?.ends_with(|c: char| c.is_ascii_digit());
    ((1990..2100).contains(&year) && !longer).then_some((start, year))
}

/// Paragraphs that begin with （一）（二）… out of order. After a paragraph without a number a sequence may begin again.
fn numbering(section: SectionId, paragraphs: &[String]) -> Option<Finding> {
    let mut expected = 1;
    let mut interrupted = false;
    for (index, paragraph) in paragraphs.iter().enumerate() {
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

    fn phrases(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<&str> {
        ranges.into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn a_unit_without_its_number_is_a_hole() {
        for text in [
            "全年主动公开信息  条。",
            "主动公开信息__件，其中",
            "收到申请×件；",
            "主动公开信息　条",
            "收费  万元。",
        ] {
            assert_eq!(holes(text).len(), 1, "{text}");
        }
        for text in [
            "主动公开信息2350条。",
            "主动公开信息 2350 条。",
            "第二十条 第（一）项",
            "信息 条目清晰",
            "按照 条例",
            "召开会议十  次。",
            "每  件，都",
            "规范性文 件，层 次，",
        ] {
            assert!(holes(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn last_years_year_is_noticed() {
        let wrong =
            |text: &'static str| phrases(text, wrong_years(text, 2020).into_iter().map(|(range, _)| range));
        assert_eq!(wrong("2019年，我镇主动公开信息12条。"), ["2019年"]);
        assert_eq!(wrong("我镇2019年主动公开信息12条。"), ["2019年"]);
        assert_eq!(wrong("好。2019 年度共收到申请1件。"), ["2019 年"]);
        for text in [
            "2020年，我镇主动公开信息12条。",
            "较2019年增长，主动公开12条。",
            "2020年收到申请3件，2019年收到申请2件。",
            "2021年，我镇将继续做好主动公开。",
            "2019年以来，主动公开信息12条。",
            "根据2019年制定的办法。",
            "严格执行2018年制定的制度。",
            "2019年发布的《意见》全部落实。",
            "其中，2019年收到的3件已办结。",
            "2019年12月收到申请1件。",
            "1月，2019年政府信息公开年度报告在网站发布。",
        ] {
            assert!(wrong(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn numbers_of_paragraphs_run_in_order() {
        let of = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            numbering(SectionId(0), &texts).and_then(|finding| finding.phrase).map(|phrase| phrase.text)
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
