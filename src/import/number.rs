//! What stands in a cell of a document, as a number: with units, notes, words for signs, full-width digits.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::form::{AmountUnit, Kind};
use crate::report::value::{half_width, number};

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Blank,
    /// A stroke or a sign for nothing: blank too, but someone has to be told.
    Mark,
    /// A number.
    Number {
        /// Its value.
        value: Decimal,
        /// The unit written behind it, where it is one of money.
        unit: Option<AmountUnit>,
        /// Whether more stood in the cell than the number and its unit.
        has_note: bool,
    },
    /// Something else.
    Other,
}

const UNITS: [&str; 10] = ["万元", "元", "人次", "件", "项", "个", "条", "次", "份", "宗"];
const MORE: [&str; 5] = ["增加", "增长", "增", "上升", "↑"];
const LESS: [&str; 4] = ["减少", "减", "下降", "↓"];

/// Reads the text of a cell.
pub fn read(kind: Kind, text: &str) -> Reading {
    let text = half_width(text.trim());
    let text = text.trim();
    if text.is_empty() {
        return Reading::Blank;
    }
    if text.chars().all(|c| matches!(c, '/' | '-' | '—' | '–' | '\\' | '一' | '―' | '－'))
        && !text.starts_with('一')
    {
        return Reading::Mark;
    }
    let (main, note) = match text.find(['(', '（']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let main = main.trim();
    let inner = note.trim_matches(['(', '（', ')', '）', ' ']);
    // A unit in brackets is a unit and no remark.
    let (bracketed, note) = match AmountUnit::from_label(inner) {
        Some(unit) => (Some(unit), ""),
        None => (None, note),
    };
    let sign = |words: &[&str]| words.iter().find_map(|word| main.strip_prefix(word));
    let (main, is_less) = match (sign(&MORE), sign(&LESS)) {
        (Some(rest), _) => (rest.trim(), false),
        (None, Some(rest)) => (rest.trim(), true),
        (None, None) => (main, false),
    };
    let unit = UNITS.iter().find(|unit| main.ends_with(**unit));
    let digits = unit.map_or(main, |unit| main.strip_suffix(unit).unwrap_or(main)).trim();
    let money = unit.and_then(|unit| AmountUnit::from_label(unit)).or(bracketed);
    if money.is_some() && kind != Kind::Amount {
        return Reading::Other;
    }
    let digits: Cow<str> = match digits {
        "零" | "〇" => Cow::Borrowed("0"),
        _ if is_less => Cow::Owned(format!("-{digits}")),
        _ => Cow::Borrowed(digits),
    };
    // A point at the end is not part of a number but of a list: `1.`
    match number(kind, &digits) {
        Ok(value) if !digits.ends_with('.') => {
            Reading::Number { value, unit: money, has_note: !note.is_empty() }
        }
        _ => Reading::Other,
    }
}

/// Whether a piece of text may be the content of a cell, whatever the cell's kind.
pub fn is_value(text: &str) -> bool {
    [Kind::Change, Kind::Amount].into_iter().any(|kind| !matches!(read(kind, text), Reading::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind, text: &str) -> String {
        match read(kind, text) {
            Reading::Blank => "blank".to_owned(),
            Reading::Mark => "mark".to_owned(),
            Reading::Other => "other".to_owned(),
            Reading::Number { value, unit, has_note } => {
                let note = if has_note { " noted" } else { "" };
                format!("{value}{}{note}", unit.map(AmountUnit::label).unwrap_or_default())
            }
        }
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let cases = [
            (Kind::Count, "1,234", "1234"),
            (Kind::Count, "１２", "12"),
            (Kind::Count, "22（其中修订 16 件）", "22 noted"),
            (Kind::Count, "3件", "3"),
            (Kind::Count, "零", "0"),
            (Kind::Count, " ", "blank"),
            (Kind::Count, "/", "mark"),
            (Kind::Count, "——", "mark"),
            (Kind::Count, "-3", "other"),
            (Kind::Count, "1.", "other"),
            (Kind::Count, "1.5", "other"),
            (Kind::Count, "12元", "other"),
            (Kind::Count, "若干", "other"),
            (Kind::Count, "一", "other"),
            (Kind::Change, "减4", "-4"),
            (Kind::Change, "增1423", "1423"),
            (Kind::Change, "+19", "19"),
            (Kind::Change, "减少 3 项", "-3"),
            (Kind::Change, "－5", "-5"),
            (Kind::Amount, "14.18", "14.18"),
            (Kind::Amount, "23600万元", "23600万元"),
            (Kind::Amount, "251000元", "251000元"),
            (Kind::Amount, "251000（元）", "251000元"),
            (Kind::Amount, "59,237.2449", "59237.2449"),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(shown(kind, text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_label_is_no_value() {
        for text in ["1.属于国家秘密", "1、", "3.", "总计", "（一）", "第711号", "2024年"] {
            assert!(!is_value(text), "{text}");
        }
        for text in ["0", "+19", "减4", "14.18", "/", "3件"] {
            assert!(is_value(text), "{text}");
        }
    }
}
