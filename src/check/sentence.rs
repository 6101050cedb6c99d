//! What there is to notice in one sentence: topics, words of an older edition, missing numbers, years that are not the report's.
//!
//! Nothing here looks beyond the sentence, so that a change of the prose has only the sentences read again that it touches.

use std::ops::Range;

use super::claim::{Claim, Found};
use super::last_year::trigrams;
use super::plain::Plain;
use super::quantity;
use super::tally::{Member, Stop, members};
use crate::form::Form;
use crate::form::wordings::{self, Role, Word};
use crate::report::value::half_width_char;
use crate::text::characters;

/// What is in a sentence. Ranges are bytes within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its bytes.
    pub length: usize,
    /// Its characters, as people count them.
    pub characters: usize,
    /// Numbers of the topics it speaks of.
    pub topics: Vec<usize>,
    /// Words of an older edition, and the number of the rule that says so.
    pub outdated: Vec<(usize, Range<usize>)>,
    /// Units that stand after a gap instead of a number.
    pub holes: Vec<Range<usize>>,
    /// Years before the report's own beside one of its deeds.
    pub years: Vec<(Range<usize>, u16)>,
    /// What it says of numbers in the tables.
    pub claims: Vec<Claim>,
    /// It speaks of applications for information.
    pub is_about_applications: bool,
    /// Its quantities, as members of lists.
    pub members: Vec<Member>,
    /// How it ends.
    pub stop: Stop,
    /// How many of its character trigrams stand in last year's section, and how many it has.
    pub shared: (usize, usize),
}

/// What ends a sentence.
pub const ENDS: [char; 5] = ['。', '；', '！', '？', ';'];

/// The sentences of a paragraph, each with what ends it.
pub fn sentences(paragraph: &str) -> impl Iterator<Item = &str> {
    paragraph.split_inclusive(ENDS)
}

impl Sentence {
    /// Reads a sentence of a report for a year; `last` are the sorted trigrams of last year's section.
    pub fn new(form: &Form, year: Option<u16>, last: &[u64], sentence: &str) -> Self {
        // Blanks do not count: text taken from a PDF has some wherever a line was broken.
        let plain = Plain::of(sentence);
        let text = plain.text.as_str();
        let words = form.wordings().find(text);
        let (mut topics, mut outdated) = (Vec::new(), Vec::new());
        for (word, range) in &words {
            match word {
                Word::Topic(topic) => topics.push(*topic),
                Word::Outdated(rule) => outdated.push((*rule, plain.in_sentence(sentence, range))),
                Word::Says(..) | Word::Comparison => {}
            }
        }
        topics.sort_unstable();
        topics.dedup();
        let (claims, members) = counted(form, year, sentence, &plain, words);
        Self {
            length: sentence.len(),
            characters: characters(sentence),
            topics,
            outdated,
            holes: holes(sentence),
            years: year.map_or_else(Vec::new, |year| wrong_years(sentence, year)),
            claims,
            is_about_applications: text.contains("申请"),
            members,
            shared: shared(last, sentence),
            stop: if sentence.ends_with(['；', ';']) { Stop::Semicolon } else { Stop::Full },
        }
    }
}

/// A sentence with more numbers than this is none that anyone wrote, and would take too long to be read with every key.
const MOST_QUANTITIES: usize = 400;

/// Nor is one of more bytes.
const MOST_BYTES: usize = 8000;

/// What a sentence says of numbers, and its quantities.
fn counted(
    form: &Form,
    year: Option<u16>,
    sentence: &str,
    plain: &Plain,
    words: Vec<(Word, Range<usize>)>,
) -> (Vec<Claim>, Vec<Member>) {
    let says_none = words.iter().any(|(word, _)| matches!(word, Word::Says(_, Role::NoneOf)));
    // Most sentences tell no number.
    if sentence.len() > MOST_BYTES || (!says_none && !quantity::may_be_in(&plain.text)) {
        return (Vec::new(), Vec::new());
    }
    let without = plain.without_asides();
    let counted = without.as_ref().unwrap_or(plain);
    let words = match &without {
        Some(without) => form.wordings().find(&without.text),
        None => words,
    };
    let quantities = quantity::quantities(&counted.text);
    if quantities.len() > MOST_QUANTITIES {
        return (Vec::new(), Vec::new());
    }
    let rules: Vec<_> = wordings::says(&form.rules).collect();
    let mut claims = Found::new(&rules, &counted.text, &words).claims(&quantities, year);
    let mut members = members(&counted.text, &quantities);
    let ranges = claims.iter_mut().map(|claim| &mut claim.range);
    for range in ranges.chain(members.iter_mut().map(|member| &mut member.range)) {
        *range = counted.in_sentence(sentence, range);
    }
    (claims, members)
}

fn shared(last: &[u64], sentence: &str) -> (usize, usize) {
    if last.is_empty() {
        return (0, 0);
    }
    trigrams(sentence).fold((0, 0), |(shared, all), trigram| {
        (shared + usize::from(last.binary_search(&trigram).is_ok()), all + 1)
    })
}

/// Units that follow a number in these reports.
const UNITS: [&str; 10] = ["条", "件", "次", "份", "期", "个", "场", "篇", "万元", "元"];

/// What stands before a unit when no number is missing: numerals, and words that make one needless.
const COUNTED: &str = "一二三四五六七八九十百千万亿零两第每各余多几数若干该此这那";

/// Words that end like a unit, in which a gap is only typesetting.
const WORDS: [&str; 28] = [
    "文件", "案件", "信件", "邮件", "附件", "证件", "事件", "条件", "要件", "层次", "档次", "批次", "年份",
    "月份", "省份", "身份", "日期", "定期", "按期", "逾期", "长期", "近期", "中期", "市场", "现场", "立场",
    "单元", "多元",
];

/// Places where a unit stands after a gap instead of a number: `主动公开信息  条`, `收到申请__件`.
///
/// One blank is no gap: text taken from a PDF has one wherever a line was broken.
fn holes(sentence: &str) -> Vec<Range<usize>> {
    const ENDS: &str = "，。；、：！？（）,;:!?/";
    let mut holes = Vec::new();
    for (at, _) in sentence.match_indices(['条', '件', '次', '份', '期', '个', '场', '篇', '万', '元'])
    {
        let (Some(before), Some(rest)) = (sentence.get(..at), sentence.get(at..)) else { continue };
        let Some(unit) = UNITS.iter().find(|unit| rest.starts_with(**unit)) else { continue };
        let after = rest.get(unit.len()..).unwrap_or_default();
        let stem = before.trim_end_matches(is_gap);
        let gap = before.get(stem.len()..).unwrap_or_default();
        let wide = gap.chars().count() > 1 || gap.chars().any(|c| c != ' ');
        let ends = after.chars().next().is_none_or(|c| ENDS.contains(c)) || after.starts_with("其中");
        let last = stem.chars().next_back();
        let a_word = last.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !COUNTED.contains(c));
        let is_torn = |word: &&str| {
            unit.len() == 3 && last.is_some_and(|last| word.starts_with(last) && word.ends_with(unit))
        };
        if wide && ends && a_word && !WORDS.iter().any(is_torn) {
            // A few characters of its own clause.
            let near = stem.char_indices().rev().take(4).take_while(|(_, c)| !ENDS.contains(*c));
            let start = near.last().map_or(at, |(start, _)| start);
            holes.push(start..at + unit.len());
        }
    }
    holes
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '＿' | '×' | 'X' | 'x' | '*' | '＊')
}

/// What a report says of its own year.
const DEEDS: [&str; 12] = [
    "主动公开",
    "收到",
    "新收",
    "受理",
    "办理",
    "办结",
    "答复",
    "制定",
    "制发",
    "发布",
    "公开政府信息",
    "收取信息处理费",
];

/// What a report says of its own year whatever comes after, an instrument too.
const CONDUCT: [&str; 12] = [
    "认真贯彻",
    "深入贯彻",
    "全面贯彻",
    "严格贯彻",
    "贯彻落实",
    "认真落实",
    "严格落实",
    "严格按照",
    "高度重视",
    "扎实推进",
    "扎实做好",
    "坚持以",
];

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

/// Years other than the report's own beside one of its deeds: last year's text, pasted, or the year in which it is written.
fn wrong_years(sentence: &str, year: u16) -> Vec<(Range<usize>, u16)> {
    let years = sentence.match_indices('年').filter_map(|(at, _)| {
        let (digits, found) = year_before(sentence, at)?;
        Some((digits..at + '年'.len_utf8(), found))
    });
    let years: Vec<_> = years.collect();
    if years.iter().any(|(_, found)| *found == year) {
        return Vec::new();
    }
    let is_wrong = |(range, found): &(Range<usize>, u16)| {
        deed_of(sentence, range).is_some_and(|(told, number)| {
            // What is still to come is a plan, unless it has its number already.
            (*found < year || number) && !EXCUSES.iter().any(|excuse| told.contains(excuse))
        })
    };
    years.into_iter().filter(is_wrong).collect()
}

/// What is told to the end of the clause that tells what was done in a year, blanks left out, and whether a number stands in that
/// clause. None where the year opens no such clause, but one about a part of it (2023年12月) or a thing (2023年发布的办法).
fn deed_of(sentence: &str, year: &Range<usize>) -> Option<(String, bool)> {
    let before = sentence.get(..year.start)?.trim_end();
    let opens = before.chars().next_back().is_none_or(|c| "，：:,）)、".contains(c))
        || SUBJECTS.iter().any(|subject| before.ends_with(subject));
    let after = sentence.get(year.end..)?.chars();
    let near: String = after.filter(|c| !c.is_whitespace()).take(20).collect();
    let found = DEEDS.iter().chain(&CONDUCT).filter_map(|deed| Some((near.find(deed)?, *deed)));
    let (gap, deed) = found.min_by_key(|(gap, _)| *gap)?;
    let (between, behind) = (near.get(..gap)?, near.get(gap + deed.len()..)?);
    let about_a_thing =
        behind.starts_with('的') || between.contains("报告") || between.contains(['月', '的', '《']);
    let is_deed = opens && !about_a_thing && (CONDUCT.contains(&deed) || !behind.starts_with('《'));
    let clause = behind.split(['，', '；', ',', ';']).next()?;
    let told: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    is_deed.then(|| (format!("{told}年{between}{deed}{clause}"), clause.contains(is_digit)))
}

/// The year of four digits that ends just before `at`, be they of any kind, and where it begins.
fn year_before(sentence: &str, at: usize) -> Option<(usize, u16)> {
    let before = sentence.get(..at)?.trim_end();
    let digits = before.char_indices().rev().map_while(|(at, c)| Some((at, digit(c)?)));
    let digits: Vec<_> = digits.take(5).collect();
    let (start, _) = digits.last().filter(|_| digits.len() == 4)?;
    let year = digits.iter().rev().fold(0, |year, (_, digit)| year * 10 + digit);
    (1990..2100).contains(&year).then_some((*start, year))
}

/// The value of a digit as a year may be written: 2024, ２０２４, 二〇二四, 二○二四.
fn digit(c: char) -> Option<u16> {
    let circle = (c == '○').then_some(0);
    let digit = half_width_char(c).to_digit(10).or_else(|| quantity::chinese_digit(c)).or(circle)?;
    digit.try_into().ok()
}

fn is_digit(c: char) -> bool {
    half_width_char(c).is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn phrases(text: &str, ranges: impl IntoIterator<Item = Range<usize>>) -> Vec<&str> {
        ranges.into_iter().filter_map(|range| text.get(range)).collect()
    }

    fn of(text: &str, year: u16) -> Vec<Range<usize>> {
        let mut start = 0;
        let mut found = Vec::new();
        for sentence in sentences(text) {
            let years = Sentence::new(Forms.get("2021").unwrap(), Some(year), &[], sentence).years;
            found.extend(years.into_iter().map(|(range, _)| start + range.start..start + range.end));
            start += sentence.len();
        }
        found
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
        // What is quoted begins within its own clause.
        let text = "受理举报5件，投诉XX件，全部办结";
        assert_eq!(text.get(holes(text)[0].clone()), Some("投诉XX件"));
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
        let wrong = |text: &'static str| phrases(text, of(text, 2020));
        assert_eq!(wrong("2019年，我镇主动公开信息12条。"), ["2019年"]);
        assert_eq!(wrong("我镇2019年主动公开信息12条。"), ["2019年"]);
        assert_eq!(wrong("好。2019 年度共收到申请1件。"), ["2019 年"]);
        assert_eq!(wrong("2019年，某某街道办事处认真贯彻《条例》。"), ["2019年"]);
        // Digits of any kind, and whatever is compared behind it.
        assert_eq!(wrong("２０１９年，我镇主动公开信息12条。"), ["２０１９年"]);
        assert_eq!(wrong("二〇一九年新收申请22件。"), ["二〇一九年"]);
        assert_eq!(wrong("2019年新收申请22件，上年结转1件，结转下年度1件。"), ["2019年"]);
        assert_eq!(wrong("2019年，我镇新收申请22件，比上年增加4件。"), ["2019年"]);
        // Reports are written in the year after theirs.
        assert_eq!(wrong("2021年，我镇主动公开信息12条。"), ["2021年"]);
        for text in [
            "2020年，我镇主动公开信息12条。",
            "较2019年增长，主动公开12条。",
            "2020年收到申请3件，2019年收到申请2件。",
            "2021年，我镇将继续做好主动公开。",
            "2021年，严格按照条例做好主动公开，拓宽渠道。",
            "2021年计划主动公开信息20条。",
            "上年度，2019年收到申请2件。",
            "二〇二〇年收到申请3件，2019年收到申请2件。",
            "120192019年收到申请2件。",
            "2019年以来，主动公开信息12条。",
            "根据2019年制定的办法。",
            "严格执行2018年制定的制度。",
            "2019年发布的《意见》全部落实。",
            "2019年印发《意见》，我镇认真贯彻执行2020年的要点。",
            "其中，2019年收到的3件已办结。",
            "2019年12月收到申请1件。",
            "1月，2019年政府信息公开年度报告在网站发布。",
        ] {
            assert!(wrong(text).is_empty(), "{text}");
        }
    }
}
