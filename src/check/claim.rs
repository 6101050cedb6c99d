//! What a sentence says of the numbers in the tables: which rule, which value, on which words.
//!
//! A claim is made only by a word and a number with nothing between them that could change the meaning. Everything else that
//! stands there, comparisons, other years, parts of a whole, makes the sentence silent.

use std::ops::Range;

use rust_decimal::Decimal;

use super::quantity::Quantity;
use crate::form::rule::Says;
use crate::form::wordings::{Role, Word};

/// A number of the tables as the text tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The rule of `says` that understood it, and which of its counts it is about.
    pub count: (usize, usize),
    /// The value told.
    pub value: Decimal,
    /// The words, in bytes of the plain sentence.
    pub range: Range<usize>,
}

/// What may stand between a word and its number whatever the rule. Longer ones stand before those they begin with.
const FILLERS: [&str; 32] = [
    "政府信息依申请公开",
    "依申请公开",
    "依申请",
    "政府信息公开",
    "政府信息",
    "信息公开",
    "申请公开",
    "申请",
    "公开",
    "信息",
    "事项",
    "数量",
    "件数",
    "总数",
    "案件",
    "合计",
    "总计",
    "共计",
    "累计",
    "共有",
    "共",
    "各类",
    "书面",
    "分别",
    "均",
    "为",
    "有",
    "的",
    "了",
    "：",
    ":",
    "达",
];

/// The most bytes between a word and its number.
const FARTHEST: usize = 90;

/// What may stand before a number whose word comes behind it.
const LEADS: [&str; 11] = ["对其中", "其中", "另有", "还有", "有", "共", "对", "已", "并", "的", "将"];

/// What may stand between a number and the word behind it.
const LINKS: [&str; 8] = ["申请", "的", "已", "为", "属于", "作出", "作", "被"];

/// What ends a clause.
const BREAKS: [char; 15] =
    ['，', ',', '。', '；', ';', '（', '）', '(', ')', '、', '！', '？', '!', '?', '…'];

/// Words of the rules in a sentence.
pub struct Found<'a> {
    rules: &'a [&'a Says],
    text: &'a str,
    /// Rule, role and place of each word.
    words: Vec<(usize, Role, Range<usize>)>,
    /// Where words stand that compare.
    comparisons: Vec<Range<usize>>,
}

impl<'a> Found<'a> {
    pub fn new(rules: &'a [&'a Says], text: &'a str, words: &[(Word, Range<usize>)]) -> Self {
        let (mut said, mut comparisons) = (Vec::new(), Vec::new());
        for (word, range) in words {
            match word {
                Word::Says(number, role) => said.push((*number, *role, range.clone())),
                Word::Comparison => comparisons.push(range.clone()),
                Word::Topic(_) | Word::Outdated(_) => {}
            }
        }
        Self { rules, text, words: said, comparisons }
    }

    /// The claims of a report for this year.
    pub fn claims(&self, quantities: &[Quantity], year: Option<u16>) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (index, quantity) in quantities.iter().enumerate() {
            if quantity.is_rough {
                continue;
            }
            let before =
                index.checked_sub(1).and_then(|before| quantities.get(before)).map_or(0, |one| one.range.end);
            let after = quantities.get(index + 1).map_or(self.text.len(), |one| one.range.start);
            let clause = self.clause(&quantity.range);
            let left = clause.start.max(before)..quantity.range.start;
            let right = quantity.range.end..clause.end.min(after);
            claims.extend(self.of(quantity, &left, &right, year));
        }
        claims.extend(self.nones());
        claims
    }

    /// The clause around a place.
    fn clause(&self, place: &Range<usize>) -> Range<usize> {
        let is_break = |at: usize, c: char| BREAKS.contains(&c) && !self.is_within_name(at);
        let before = self.text.get(..place.start).unwrap_or_default();
        let start = before
            .char_indices()
            .rev()
            .find(|(at, c)| is_break(*at, *c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        let behind = self.text.get(place.end..).unwrap_or_default();
        let end = behind.char_indices().find(|(at, c)| is_break(place.end + at, *c));
        start..end.map_or(self.text.len(), |(at, _)| place.end + at)
    }

    /// Whether a mark stands inside of a word, as in 行政复议、行政诉讼.
    fn is_within_name(&self, at: usize) -> bool {
        self.words
            .iter()
            .any(|(_, role, range)| matches!(role, Role::Names(_)) && range.start < at && at < range.end)
    }

    /// The claims of one number. Of several words the first counts that reaches the number: 结转下年度 before 办理.
    fn of(
        &self,
        quantity: &Quantity,
        left: &Range<usize>,
        right: &Range<usize>,
        year: Option<u16>,
    ) -> Vec<Claim> {
        let mut reach: Vec<((usize, usize), Range<usize>)> = Vec::new();
        for (rule, role, range) in &self.words {
            let Role::Names(count) = role else { continue };
            // The cheapest question comes first: most words beside a number are counted in something else.
            if !self.is_unit(*rule, range, quantity, right) {
                continue;
            }
            let reaches = if range.start >= left.start && range.end <= left.end {
                self.is_filled(*rule, range.end..left.end)
            } else if range.start >= right.start && range.end <= right.end {
                self.is_made_of(left.clone(), &LEADS) && self.is_made_of(right.start..range.start, &LINKS)
            } else {
                false
            };
            if reaches && self.is_meant(*rule, range, quantity, left, right, year) {
                reach.push(((*rule, *count), range.clone()));
            }
        }
        let Some(first) = reach.iter().map(|(_, range)| (range.start, usize::MAX - range.end)).min() else {
            return Vec::new();
        };
        let first = reach.into_iter().filter(|(_, range)| (range.start, usize::MAX - range.end) == first);
        first
            .map(|(count, range)| Claim {
                count,
                value: quantity.value,
                range: range.start.min(quantity.range.start)..range.end.max(quantity.range.end),
            })
            .collect()
    }

    /// Whether a word beside a number has the meaning that its rule gives it.
    fn is_meant(
        &self,
        rule: usize,
        word: &Range<usize>,
        quantity: &Quantity,
        left: &Range<usize>,
        right: &Range<usize>,
        year: Option<u16>,
    ) -> bool {
        let says = self.rules[rule];
        let whole = left.start..right.end;
        let is_about = says.about.is_empty() || self.any(rule, Role::About, &whole);
        let before = left.start..word.start.max(left.start).min(left.end);
        let is_excused = |range: Range<usize>| {
            self.comparisons.iter().any(|word| range.start <= word.start && word.end <= range.end)
        };
        let named = year_named(self.text.get(..quantity.range.start).unwrap_or_default());
        is_about
            && named.is_none_or(|named| Some(named) == year)
            && !self.any(rule, Role::Unless, left)
            && !self.any(rule, Role::NeverWith, &(0..self.text.len()))
            && !is_excused(before)
            && !is_excused(word.end.min(left.end)..left.end)
            && (says.within.is_empty() || self.is_within(rule, left, right))
    }

    /// Whether the number is counted in what the rule counts.
    fn is_unit(&self, rule: usize, word: &Range<usize>, quantity: &Quantity, right: &Range<usize>) -> bool {
        match quantity.unit {
            Some(unit) => self.rules[rule].units.contains(&unit),
            // 部分公开67，占4.61%
            None => word.end == quantity.range.start && right.is_empty(),
        }
    }

    fn any(&self, rule: usize, what: Role, within: &Range<usize>) -> bool {
        self.first(rule, what, within).is_some()
    }

    /// Where in a range the first word stands that does something in a rule.
    fn first(&self, rule: usize, what: Role, within: &Range<usize>) -> Option<Range<usize>> {
        let is_in = |range: &Range<usize>| range.start >= within.start && range.end <= within.end;
        let words =
            self.words.iter().filter(|(other, is, range)| *other == rule && *is == what && is_in(range));
        words.map(|(.., range)| range).min_by_key(|range| (range.start, usize::MAX - range.end)).cloned()
    }

    /// Whether a place is only a part of a name, as 结转 is of 结转下年度.
    fn is_in_name(&self, place: &Range<usize>) -> bool {
        self.words.iter().any(|(_, role, range)| {
            matches!(role, Role::Names(_))
                && range.start <= place.start
                && range.end >= place.end
                && range != place
        })
    }

    /// Whether the last of all words that what follows belongs to is one of this rule's, with nothing behind it that gives the
    /// clause another meaning; or one stands behind the number.
    fn is_within(&self, rule: usize, left: &Range<usize>, right: &Range<usize>) -> bool {
        let before =
            self.words.iter().filter(|(_, role, range)| *role == Role::Within && range.end <= left.end);
        let last = before.clone().map(|(.., range)| (range.end, usize::MAX - range.start)).max();
        let is_last = |last: (usize, usize)| {
            before
                .into_iter()
                .any(|(other, _, range)| *other == rule && (range.end, usize::MAX - range.start) == last)
                && !self.any(rule, Role::Unless, &(last.0..left.end))
        };
        last.is_some_and(is_last) || self.any(rule, Role::Within, right)
    }

    /// Whether nothing but fillers stands in a range.
    fn is_filled(&self, rule: usize, range: Range<usize>) -> bool {
        if range.len() > FARTHEST {
            return false;
        }
        let says = self.rules[rule];
        let own = says.between.iter().chain(&says.about).copied();
        self.is_made_of(range, &own.chain(FILLERS))
    }

    /// Whether nothing but these parts stands in a range, of several that fit the longest one each time.
    fn is_made_of<'p>(
        &self,
        range: Range<usize>,
        parts: &(impl IntoIterator<Item = &'p str> + Clone),
    ) -> bool {
        let mut rest = self.text.get(range).unwrap_or_default();
        while !rest.is_empty() {
            let fitting = parts.clone().into_iter().filter_map(|part| without_prefix(rest, part));
            let Some(next) = fitting.min_by_key(|rest| rest.len()) else { return false };
            rest = next;
        }
        true
    }

    /// 未收到政府信息公开申请, 未发生行政复议、行政诉讼: claims of none.
    fn nones(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (rule, _, range) in self.words.iter().filter(|(_, role, _)| *role == Role::NoneOf) {
            let says = self.rules[*rule];
            // The words behind it, to the end of the clause; what is listed there with 、 belongs to it.
            let rest = self.text.get(range.end..).unwrap_or_default();
            let end = rest
                .find(['，', ',', '。', '；', ';', '（', '('])
                .map_or(self.text.len(), |at| range.end + at);
            let behind = range.end..end;
            if self.any(*rule, Role::NeverWith, &(0..self.text.len())) {
                continue;
            }
            let others = self.rules.iter().filter(|other| other.id == says.id && !other.none.is_empty());
            let names = others.flat_map(|other| &other.counts).flat_map(|other| &other.words).copied();
            let before = says.about.iter().copied().chain(names).chain(FILLERS).chain(NONE_FILLERS);
            let after = before.clone().chain(says.between.iter().copied());
            for number in 0..says.counts.len() {
                let asked = if says.about.is_empty() { Role::Names(number) } else { Role::About };
                let Some(name) = self.first(*rule, asked, &behind).filter(|name| !self.is_in_name(name))
                else {
                    continue;
                };
                // 没有办理的申请结转下年度 is no none: what stands before the name is what there was none of.
                if self.is_made_of(behind.start..name.start, &before)
                    && self.is_made_of(name.end..behind.end, &after)
                {
                    let count = (*rule, number);
                    claims.push(Claim { count, value: Decimal::ZERO, range: range.start..end });
                }
            }
        }
        claims
    }
}

/// The text without what it begins with. The last byte of a first character is looked at before: most of them differ in it.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let third = |text: &str| text.as_bytes().get(2).copied();
    let differs = third(prefix).is_some_and(|byte| third(text) != Some(byte));
    if differs { None } else { text.strip_prefix(prefix) }
}

/// What may stand between the word that says that there was none and what there was none of.
const NONE_FILLERS: [&str; 26] = [
    "过",
    "到",
    "任何",
    "公民",
    "法人",
    "其他组织",
    "或者",
    "或",
    "和",
    "及",
    "以及",
    "、",
    "提出",
    "因",
    "工作",
    "引起",
    "引发",
    "产生",
    "导致",
    "被",
    "提起",
    "情况",
    "发生",
    "等",
    "类",
    "关于",
];

/// The last year of four digits that is named: what follows is about it.
fn year_named(text: &str) -> Option<u16> {
    text.rmatch_indices('年').find_map(|(at, _)| {
        let digits = at.checked_sub(4).and_then(|start| text.get(start..at))?;
        digits.parse::<u16>().ok()
    })
}
