//! Numbers in prose with what they count: 12件, １２ 条, 1,234 份, 十二件, 1.2万元. What is not surely a quantity is none.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::report::value::MAX_DIGITS;

/// A number and its unit. Ranges are bytes of the plain sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Its value.
    pub value: Decimal,
    /// What it counts; none for a bare number.
    pub unit: Option<&'static str>,
    /// Number and unit.
    pub range: Range<usize>,
    /// 约, 余, 多 and the like: the true value is another one.
    pub is_rough: bool,
}

/// Units and what they are taken for. Longer ones stand before those they begin with.
const UNITS: [(&str, &str); 24] = [
    ("件次", "件"),
    ("件", "件"),
    ("宗", "件"),
    ("起", "件"),
    ("条次", "条"),
    ("条", "条"),
    ("人次", "人次"),
    ("次", "次"),
    ("份", "份"),
    ("期", "期"),
    ("篇", "篇"),
    ("个", "个"),
    ("场", "场"),
    ("项", "项"),
    ("部", "部"),
    ("例", "例"),
    ("万元", "万元"),
    ("元", "元"),
    ("人", "人"),
    ("户", "户"),
    ("家", "家"),
    ("页", "页"),
    ("字", "字"),
    ("批", "批"),
];

/// What a number with one of these behind it is: a date, a share, an ordinal, a name.
const NO_QUANTITY: [&str; 13] =
    ["年", "月", "日", "号", "时", "%", "‰", "个百分点", "倍", "个月", "版", "条例", "类"];

/// Whether there can be a quantity at all; quickly.
pub fn may_be_in(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || text.chars().any(|c| chinese_digit(c).is_some() || matches!(c, '十' | '百'))
}

/// The quantities of a sentence, from left to right.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, length, value)) = next_number(text, at) {
        at = start + length;
        let rest = text.get(at..).unwrap_or_default();
        let Some(value) = value else { continue };
        if NO_QUANTITY.iter().any(|mark| rest.starts_with(mark)) || is_part_of_a_name(text, start) {
            continue;
        }
        let more = ["余", "多"].into_iter().find(|more| rest.starts_with(*more)).unwrap_or_default();
        let unit =
            rest.get(more.len()..).and_then(|rest| UNITS.iter().find(|(unit, _)| rest.starts_with(unit)));
        let is_chinese =
            text.get(start..at).is_some_and(|number| !number.starts_with(|c: char| c.is_ascii_digit()));
        let before = text.get(..start).unwrap_or_default();
        // 办理一件、办结一件 counts nothing.
        let is_idiom = text.get(start..at) == Some("一")
            && !["申请", "共", "复议", "诉讼", "到"].iter().any(|word| before.ends_with(word));
        if is_chinese && (unit.is_none() || is_idiom) {
            continue;
        }
        let is_rough = !more.is_empty()
            || ["约", "近", "超", "逾", "超过", "达到近"].iter().any(|word| before.ends_with(word));
        let end = at + unit.map_or(0, |(unit, _)| more.len() + unit.len());
        found.push(Quantity { value, unit: unit.map(|(_, kind)| *kind), range: start..end, is_rough });
        at = end;
    }
    found
}

/// 第3, 每5, A4, 20-30, a point or a stroke before it.
fn is_part_of_a_name(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    before.is_some_and(|c| c.is_ascii_alphanumeric() || "第每－-—~～/./〔[".contains(c))
}

/// The first number from a byte on: where it begins, how long it is, its value.
fn next_number(text: &str, from: usize) -> Option<(usize, usize, Option<Decimal>)> {
    let rest = text.get(from..)?;
    for (at, c) in rest.char_indices() {
        let number = rest.get(at..)?;
        let read = if c.is_ascii_digit() {
            digits(number)
        } else if chinese_digit(c).is_some() || c == '十' || c == '百' {
            chinese(number).map(|(length, value)| (length, Some(value)))
        } else {
            None
        };
        if let Some((length, value)) = read {
            return Some((from + at, length, value));
        }
    }
    None
}

/// A number in digits, with commas between thousands and perhaps 万 or 亿 behind.
fn digits(text: &str) -> Option<(usize, Option<Decimal>)> {
    let is_part = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let number = text.get(..length)?.trim_end_matches([',', '.']);
    let length = number.len();
    let mut groups = number.split('.').next()?.split(',');
    let first = groups.next()?;
    let is_grouped = number.contains(',');
    if is_grouped && !((1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)) {
        // Numbers with a comma between them, as in a list.
        let only = number.split(',').next()?;
        return Some((only.len(), only.parse().ok().filter(|_| only.len() <= MAX_DIGITS)));
    }
    // So long a number counts nothing, and sums of such would not fit anywhere.
    if length > MAX_DIGITS {
        return Some((length, None));
    }
    let value: Decimal = number.replace(',', "").parse().ok()?;
    let (factor, more) = match text.get(length..)?.chars().next() {
        Some('万') if !text.get(length..)?.starts_with("万元") => (10_000, '万'.len_utf8()),
        Some('亿') => (100_000_000, '亿'.len_utf8()),
        _ => (1, 0),
    };
    Some((length + more, Some((value * Decimal::from(factor)).normalize())))
}

pub(super) fn chinese_digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// A number in Chinese: 零, 十二, 一百零三, 二千三百五十, 一万二千.
fn chinese(text: &str) -> Option<(usize, Decimal)> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None::<u64>);
    let mut length = 0;
    for c in text.chars() {
        let factor = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => 10_000,
            _ => 0,
        };
        match (chinese_digit(c), factor) {
            // Digits side by side are no number as people say it, but for the zero between.
            (Some(next), _) if digit.is_none() || digit == Some(0) => digit = Some(u64::from(next)),
            (Some(_), _) => return None,
            (None, 0) => break,
            (None, 10_000) => {
                total += (section + digit.unwrap_or(0)) * 10_000;
                (section, digit) = (0, None);
            }
            (None, factor) => {
                section += digit.take().unwrap_or(1) * factor;
            }
        }
        length += c.len_utf8();
    }
    (length > 0).then(|| (length, Decimal::from(total + section + digit.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let shown = |one: &Quantity| {
            format!("{}{}{}", if one.is_rough { "~" } else { "" }, one.value, one.unit.unwrap_or_default())
        };
        quantities(text).iter().map(shown).collect()
    }

    #[test]
    fn quantities_as_they_are_written() {
        assert_eq!(
            of("共收到12件，1,234条，1.2万条，十二件，一百零三件，两次，3件次"),
            ["12件", "1234条", "12000条", "12件", "103件", "2次", "3件"]
        );
        assert_eq!(of("收费3940元，合计14.18万元"), ["3940元", "14.18万元"]);
        assert_eq!(of("达5500余条，约30件，近百件"), ["~5500条", "~30件", "~100件"]);
        assert_eq!(of("部分公开67，占4.61%"), ["67"]);
    }

    #[test]
    fn numbers_too_long_for_any_sum_are_none() {
        let text = "其中9999999999999999999999999999亿条、123,456,789,012,345,678,901条、12条";
        assert_eq!(of(text), ["12条"]);
        assert_eq!(of("999999999999999亿条"), ["99999999999999900000000条"]);
    }

    #[test]
    fn what_only_looks_like_one() {
        for text in [
            "2024年1月17日",
            "20241月1日",
            "第3件",
            "每5件",
            "增长1.05%",
            "提高2个百分点",
            "一是加强管理",
            "统一发布",
            "A4纸",
            "《条例》第二十条",
            "24小时",
            "一步",
            "十分重要",
            "办理一件、办结一件",
        ] {
            let found = of(text);
            assert!(found.iter().all(|one| one.chars().all(|c| c.is_ascii_digit())), "{text}: {found:?}");
            assert!(!text.contains('年') || found.is_empty(), "{text}: {found:?}");
        }
    }
}
