//! Sums within the text: 共发布249条，其中A 9条，B 240条. The parts of a closed list add up to the whole; those of an open one do
//! not exceed it. What is not surely a list of all parts demands nothing.

use std::ops::Range;

use rust_decimal::Decimal;

use super::quantity::Quantity;

/// A quantity as a member of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its value.
    pub value: Decimal,
    /// What it counts.
    unit: Option<&'static str>,
    /// Number and unit, in bytes of the sentence.
    pub range: Range<usize>,
    begins: Begins,
    /// A bracket closes behind it, before the next one.
    closes: bool,
    /// It is about so many, or 等 and the like stand behind it: there are parts that are not named.
    leaves_open: bool,
    /// Nothing but 共 and the like stands before it: it sums up what was listed.
    sums_up: bool,
}

/// What stands before a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// Nothing of note.
    Plain,
    /// 其中 and the like: a list of parts.
    List,
    /// The same within a bracket that opens there, or the bracket alone.
    Bracket { is_list: bool },
    /// 包括 and the like: a part that stands for itself.
    Included,
    /// 制发 and the like, in a clause of its own: something else that was done.
    Else,
    /// What became of applications, behind a list of who applied: that list is over.
    Outcome,
}

impl Begins {
    fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Bracket { is_list: true })
    }
}

/// How a sentence ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stop {
    /// With a full stop, or not at all.
    #[default]
    Full,
    /// With a semicolon: what follows may go on with its list.
    Semicolon,
}

/// A list whose parts do not make the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// From the whole to the last part: sentence and byte of both ends.
    pub from: (usize, usize),
    pub to: (usize, usize),
    pub whole: Decimal,
    pub sum: Decimal,
}

/// Words behind which the parts of a whole are listed.
const OPENERS: [&str; 8] = ["其中", "具体为", "具体包括", "具体是", "具体如下", "分别为", "分别是", "包括："];

/// Words with which a list is summed up at its end.
const CLOSERS: [&str; 6] = ["共", "共计", "总共", "合计", "总计", "合计共"];

/// What may stand between such a word and its number.
const SUMMED: [&str; 8] = ["主动公开", "发布", "公开", "编发", "推送", "政府", "各类", "信息"];

/// Words with which a sentence tells more than parts of one whole.
const APART: [&str; 10] = ["比", "较", "增加", "减少", "新增", "撤销", "维持", "纠正", "审结", "其中"];

/// Words behind which one part is named for itself.
const INCLUDED: [&str; 6] = ["包括", "包含", "含", "另有", "另外", "另"];

/// Words that begin to tell of something else than the information that a list is about.
const ELSE: [&str; 8] = ["制发", "制定", "收到", "新收", "受理", "办理", "办结", "答复"];

/// What became of applications: no part of a list that says who applied, or how.
const RESULTS: [&str; 6] = ["予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"];

/// Behind 等, what only says of what kind the parts are.
const KINDS: [&str; 12] =
    ["平台", "渠道", "方式", "形式", "媒体", "途径", "部门", "单位", "内容", "类", "信息", "方面"];

/// The quantities of a sentence with what stands around them.
pub fn members(text: &str, quantities: &[Quantity]) -> Vec<Member> {
    let end_of = |index: usize| quantities.get(index).map_or(0, |one| one.range.end);
    let mut depth = 0_usize;
    let tells_results = |text: &str| RESULTS.iter().any(|word| text.contains(word));
    let mut is_list_of_results = true;
    let mut members = Vec::with_capacity(quantities.len());
    for (index, one) in quantities.iter().enumerate() {
        let before = text.get(index.checked_sub(1).map_or(0, end_of)..one.range.start).unwrap_or_default();
        let next = quantities.get(index + 1).map_or(text.len(), |next| next.range.start);
        let behind = text.get(one.range.end..next).unwrap_or_default();
        let opens = OPENERS.iter().any(|word| before.contains(word));
        let opened = before.matches(['（', '(']).count();
        depth = (depth + opened).saturating_sub(before.matches(['）', ')']).count());
        if opens {
            is_list_of_results = tells_results(before);
        }
        let is_included = !opens && INCLUDED.iter().any(|word| before.contains(word));
        members.push(Member {
            value: one.value,
            unit: one.unit,
            range: one.range.clone(),
            begins: match (is_included, opened > 0 && depth > 0) {
                (true, _) => Begins::Included,
                (false, true) => Begins::Bracket { is_list: opens },
                (false, false) if opens => Begins::List,
                (false, false) if !is_list_of_results && tells_results(before) => Begins::Outcome,
                (false, false) if tells_of_something_else(before) => Begins::Else,
                (false, false) => Begins::Plain,
            },
            closes: depth > 0 && behind.contains(['）', ')']),
            leaves_open: one.is_rough || leaves_open(behind),
            sums_up: before.strip_prefix(['，', ',', '、']).is_some_and(sums_up)
                && !text
                    .get(..one.range.start)
                    .is_some_and(|text| APART.iter().any(|word| text.contains(word))),
        });
    }
    members
}

/// Whether a clause of its own begins before a quantity, about something else.
fn tells_of_something_else(before: &str) -> bool {
    before.strip_prefix(['，', ',']).is_some_and(|clause| ELSE.iter().any(|word| clause.contains(word)))
}

/// Whether what stands behind a part says that others are not named.
fn leaves_open(text: &str) -> bool {
    let etc = text.match_indices('等').any(|(at, etc)| {
        let rest = text.get(at + etc.len()..).unwrap_or_default();
        let in_bracket = text
            .get(..at)
            .is_some_and(|before| before.matches(['（', '(']).count() > before.matches(['）', ')']).count());
        !in_bracket && !KINDS.iter().any(|kind| rest.starts_with(kind))
    });
    etc || ["主要", "…", "其余", "以及其他", "部分为"].iter().any(|word| text.contains(word))
}

/// Whether a text says no more than that a sum follows: 共, 共发布信息.
fn sums_up(text: &str) -> bool {
    let mut rest = text;
    while let Some(shorter) = SUMMED.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    CLOSERS.contains(&rest)
}

/// Units of which a list may be made.
const COUNTABLE: [&str; 10] = ["条", "件", "篇", "个", "份", "期", "次", "场", "项", "部"];

/// The lists of a paragraph whose parts do not make the whole.
pub fn mismatches<'a>(sentences: impl Iterator<Item = (&'a [Member], Stop)>) -> Vec<Mismatch> {
    let sentences: Vec<_> = sentences.collect();
    let mut found = Vec::new();
    for (index, (members, _)) in sentences.iter().enumerate() {
        for at in 0..members.len() {
            let list = List::at(&sentences, index, at);
            found.extend(list.and_then(|list| list.mismatch()));
            found.extend(summed_up(members, at).map(|(first, sum)| Mismatch {
                from: (index, first.range.start),
                to: (index, members[at].range.end),
                whole: members[at].value,
                sum,
            }));
        }
    }
    found
}

/// The first part and the sum of what a member sums up, where that is another number: 网站300条，公众号20条，共312条.
fn summed_up(members: &[Member], at: usize) -> Option<(&Member, Decimal)> {
    let whole = &members[at];
    let parts = members[..at].iter().filter(|part| part.unit == whole.unit);
    // The announced whole is no part.
    let parts: Vec<_> = parts.skip_while(|part| part.value == whole.value).collect();
    let is_plain = |part: &&Member| {
        matches!(part.begins, Begins::Plain | Begins::Else | Begins::Outcome) && !part.leaves_open
    };
    let is_sure = whole.sums_up && whole.unit.is_some() && !whole.leaves_open;
    if !is_sure || !parts.iter().all(|part| is_plain(part) && part.value < whole.value) || parts.len() < 2 {
        return None;
    }
    // What stands before the list is perhaps no part of it.
    let mut sum = Decimal::ZERO;
    for part in parts.iter().rev() {
        sum += part.value;
        if sum == whole.value {
            return None;
        }
    }
    Some((parts.first()?, sum))
}

/// Members without those in a bracket that is closed again: parts of another one.
fn outside_brackets(members: Vec<(usize, &Member)>) -> Vec<(usize, &Member)> {
    let mut outside = Vec::with_capacity(members.len());
    let mut bracket = None;
    for member in members {
        if matches!(member.1.begins, Begins::Bracket { .. }) {
            bracket = bracket.or(Some(outside.len()));
        }
        outside.push(member);
        if member.1.closes
            && let Some(opened) = bracket.take()
        {
            outside.truncate(opened);
        }
    }
    outside
}

/// No list goes on over more sentences.
const MOST_SENTENCES: usize = 50;

/// A whole and its parts.
struct List<'a> {
    /// Members that may be the whole, the nearest last.
    wholes: Vec<(usize, &'a Member)>,
    /// Its sentence and that of the parts are not the same.
    is_apart: bool,
    parts: Vec<(usize, &'a Member)>,
    is_open: bool,
    /// The sum of what stands behind the semicolon that ends the parts.
    behind: Decimal,
}

impl<'a> List<'a> {
    /// The list whose first part is this member.
    fn at(sentences: &[(&'a [Member], Stop)], index: usize, at: usize) -> Option<Self> {
        let (members, _) = sentences[index];
        let first = &members[at];
        let in_bracket = matches!(first.begins, Begins::Bracket { .. }) && at > 0;
        if !first.begins.is_list() && !in_bracket {
            return None;
        }
        let is_apart = at == 0;
        let before: Vec<(usize, &Member)> = if is_apart {
            let above = index.checked_sub(1)?;
            sentences[above].0.iter().map(|member| (above, member)).collect()
        } else {
            members[..at].iter().map(|member| (index, member)).collect()
        };
        let wholes = outside_brackets(before).into_iter();
        let wholes: Vec<_> = wholes.filter(|(_, member)| member.begins != Begins::Included).collect();
        let unit = wholes.last()?.1.unit?;
        let wholes: Vec<_> = wholes.into_iter().filter(|(_, member)| member.unit == Some(unit)).collect();
        let mut list = Self { wholes, is_apart, parts: Vec::new(), is_open: false, behind: Decimal::ZERO };
        list.take_parts(sentences, index, at, unit);
        Some(list)
    }

    fn take_parts(&mut self, sentences: &[(&'a [Member], Stop)], index: usize, at: usize, unit: &str) {
        let in_bracket = matches!(sentences[index].0[at].begins, Begins::Bracket { .. });
        for (sentence, (members, stop)) in sentences.iter().enumerate().skip(index) {
            let first = if sentence == index { at } else { 0 };
            if sentence > index && members.iter().filter(|member| member.unit == Some(unit)).count() > 1 {
                // A sentence of its own, with a whole and parts that are not told apart here.
                return self.parts.clear();
            }
            for (place, member) in members.iter().enumerate().skip(first) {
                let is_first = sentence == index && place == at;
                if member.begins.is_list() && !is_first {
                    // A list within the list, or the next one: nobody knows what belongs where.
                    self.is_open = true;
                    return;
                }
                let is_other = member.unit.is_some_and(|other| other != unit);
                if member.begins == Begins::Outcome || (member.begins == Begins::Else && is_other) {
                    return;
                }
                if member.unit.is_none_or(|other| other == unit) {
                    self.parts.push((sentence, member));
                } else if member.unit.is_some_and(|other| COUNTABLE.contains(&other)) {
                    self.is_open = true;
                }
                self.is_open |= member.leaves_open || (member.begins == Begins::Included && !is_first);
                if in_bracket && member.closes {
                    return;
                }
            }
            // Parts that a semicolon ends go on behind it. Several parts before the first one may be all, or a group of them.
            let goes_on = *stop == Stop::Semicolon && (sentence > index || self.parts.len() == 1);
            if !goes_on {
                let rest = if *stop == Stop::Semicolon { &sentences[sentence + 1..] } else { &[] };
                let rest = &rest[..rest.len().min(MOST_SENTENCES)];
                let last =
                    rest.iter().position(|(_, stop)| *stop == Stop::Full).map_or(rest.len(), |last| last + 1);
                let behind = rest[..last].iter().flat_map(|(members, _)| members.iter());
                let behind = behind.filter(|member| member.unit.is_none_or(|other| other == unit));
                self.behind = behind.map(|member| member.value).sum();
                return;
            }
        }
    }

    fn mismatch(&self) -> Option<Mismatch> {
        let (whole_at, whole) = self.wholes.last()?;
        let sum: Decimal = self.parts.iter().map(|(_, part)| part.value).sum();
        let all: Decimal = self.wholes.iter().map(|(_, whole)| whole.value).sum();
        // What is said behind parts that make the whole is something else.
        let mut so_far = Decimal::ZERO;
        let is_made_before = self.parts.iter().any(|(_, part)| {
            so_far += part.value;
            so_far == whole.value
        });
        let is_made = is_made_before || self.wholes.iter().any(|(_, whole)| whole.value == sum) || all == sum;
        let is_sure = self.parts.len() > 1
            && !(self.is_apart && self.wholes.len() > 1)
            && (self.behind.is_zero() || sum + self.behind > whole.value)
            && self.parts.iter().all(|(_, part)| part.value <= whole.value);
        if is_made || !is_sure || (self.is_open && sum <= whole.value) {
            return None;
        }
        let (last_at, last) = self.parts.last()?;
        Some(Mismatch {
            from: (*whole_at, whole.range.start),
            to: (*last_at, last.range.end),
            whole: whole.value,
            sum,
        })
    }
}
