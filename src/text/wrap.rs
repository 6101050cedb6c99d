//! Soft wrapping by the rules of Chinese typesetting (禁则), and the map between offsets and rows that goes with it.

use std::iter;
use std::ops::Range;

use super::{graphemes, plain_width, unchanged};

/// Must not begin a row: closing punctuation.
const NOT_FIRST: &str = "，。、；：！？）》〉」』】〕”’…—％%·,.;:!?)]}";
/// Must not end a row: opening punctuation.
const NOT_LAST: &str = "（《〈「『【〔“‘([{";

/// The rows of a paragraph at so many columns, as byte ranges that follow each other without a gap.
///
/// Rows are filled greedily; then the break moves back while it would part what belongs together. A paragraph without text is
/// one empty row. The first row begins `indent` columns to the right.
pub fn wrap(text: &str, columns: usize, indent: usize) -> Vec<Range<usize>> {
    // Most texts of a screen fit, and measuring is much cheaper than taking a text apart.
    if plain_width(text).is_some_and(|width| width <= columns.saturating_sub(indent)) {
        return iter::once(0..text.len()).collect();
    }
    Wrapped::new(text, columns, indent).rows.into_iter().map(|row| row.range).collect()
}

/// A paragraph and its rows, kept while it is written: a change breaks only those rows anew that it can have moved, so that a
/// paragraph of any length takes keys as quickly as a short one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    text: String,
    columns: usize,
    indent: usize,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    range: Range<usize>,
    /// The text up to here has decided where the row ends; nothing behind it has.
    seen: usize,
}

impl Wrapped {
    /// Wraps a text.
    pub fn new(text: &str, columns: usize, indent: usize) -> Self {
        let mut wrapped = Self { text: text.to_owned(), columns: columns.max(2), indent, rows: Vec::new() };
        wrapped.break_from(0, |_| false);
        wrapped
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rows, as byte ranges.
    pub fn rows(&self) -> impl Iterator<Item = Range<usize>> {
        self.rows.iter().map(|row| row.range.clone())
    }

    /// Takes the text as it is now.
    pub fn update(&mut self, text: &str) {
        let Some((before, after)) = unchanged(&self.text, text) else { return };
        let (old_length, new_length) = (self.text.len(), text.len());
        text.clone_into(&mut self.text);
        // A mark that joins the character before it changes that one too, so what was seen up to the change counts as changed.
        let first = self.rows.iter().position(|row| row.seen >= before).unwrap_or_default();
        let mut old = self.rows.split_off(first).into_iter().peekable();
        let from = old.peek().map_or(0, |row| row.range.start);
        // From a row on that begins at the same place of the same text, all rows are as they were, only further on.
        self.break_from(from, |start| {
            let Some(was) = (start + old_length).checked_sub(new_length) else { return false };
            // The first row has an indent, so it is like no other.
            if start == 0 || was == 0 || start + after < new_length {
                return false;
            }
            while old.next_if(|row| row.range.start < was).is_some() {}
            old.peek().is_some_and(|row| row.range.start == was)
        });
        let moved = |offset: usize| offset + new_length - old_length;
        if self.rows.last().is_some_and(|row| row.range.end < new_length) {
            self.rows.extend(old.map(|row| Row {
                range: moved(row.range.start)..moved(row.range.end),
                seen: moved(row.seen),
            }));
        }
    }

    /// Breaks rows from a byte on, until the end or the beginning of a row at which `is_known` says that the rest is known.
    fn break_from(&mut self, from: usize, mut is_known: impl FnMut(usize) -> bool) {
        let mut start = from;
        while start < self.text.len() && !is_known(start) {
            let indent = if start == 0 { self.indent } else { 0 };
            let room = self.columns.saturating_sub(indent).max(2);
            let row = break_row(&self.text, start, room);
            start = row.range.end;
            self.rows.push(row);
        }
        if self.rows.is_empty() {
            self.rows.push(Row { range: 0..0, seen: 0 });
        }
    }
}

/// The row that begins at a byte.
fn break_row(text: &str, start: usize, room: usize) -> Row {
    let (mut end, mut used, mut is_full) = (start, 0, false);
    for (grapheme, width) in graphemes(text.get(start..).unwrap_or_default()) {
        is_full |= used + width > room && end > start;
        // Blanks at the break belong to the row they end.
        if is_full && grapheme != " " {
            let row = text.get(start..end).unwrap_or_default();
            let range = start..break_before(row, grapheme).map_or(end, |length| start + length);
            return Row { range, seen: end + grapheme.len() };
        }
        used += width;
        end += grapheme.len();
    }
    Row { range: start..end, seen: end }
}

/// How much of a row may be one when `next` comes behind it; none if it may end nowhere.
fn break_before(row: &str, next: &str) -> Option<usize> {
    let (mut end, mut after) = (row.len(), next);
    for (before, _) in graphemes(row).rev() {
        if !belong_together(before, after) {
            return Some(end);
        }
        end -= before.len();
        after = before;
    }
    None
}

fn belong_together(before: &str, after: &str) -> bool {
    let [last, first] = [before, after].map(|grapheme| grapheme.chars().next().unwrap_or_default());
    let within = |set: &str, c: char| !matches!(c, '\u{4e00}'..='\u{9fff}') && set.contains(c);
    let point = |grapheme: &str| matches!(grapheme, "." | "," | "%" | "-" | "/" | "+");
    within(NOT_FIRST, first)
        || within(NOT_LAST, last)
        || (last.is_ascii_alphanumeric() && (first.is_ascii_alphanumeric() || point(after)))
        || (point(before) && before != "-" && before != "/" && first.is_ascii_alphanumeric())
        || (matches!(before, "…" | "—") && before == after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns, 0).into_iter().filter_map(|row| text.get(row)).collect()
    }

    #[test]
    fn punctuation_stays_with_its_word() {
        assert_eq!(rows("全镇主动公开，信息", 12), ["全镇主动公", "开，信息"]);
        assert_eq!(rows("全镇主动公（含公告）", 12), ["全镇主动公", "（含公告）"]);
    }

    #[test]
    fn numbers_and_words_stay_whole() {
        assert_eq!(rows("共公开1,024条", 8), ["共公开", "1,024条"]);
        assert_eq!(rows("增长12.5%。好", 8), ["增长", "12.5%。", "好"]);
        assert_eq!(rows("按住Ctrl+S保存", 8), ["按住", "Ctrl+S保", "存"]);
    }

    #[test]
    fn what_cannot_be_broken_is_cut_anywhere() {
        assert_eq!(rows("aaaaaaaaaa", 4), ["aaaa", "aaaa", "aa"]);
        assert_eq!(rows("", 4), [""]);
    }

    #[test]
    fn every_change_of_a_long_paragraph_breaks_what_it_has_to() {
        let text = "今年，全镇（含各村）共公开信息1,024条“公告”；其中government网站12.5%。".repeat(3);
        for columns in [6, 8, 13] {
            let before = Wrapped::new(&text, columns, 4);
            for (at, c) in text.char_indices() {
                let (head, tail) = text.split_at(at);
                let without = format!("{head}{}", tail.split_at(c.len_utf8()).1);
                let with =
                    ["字", "，", "（", "a", " ", "\u{301}", "字，字"].map(|new| format!("{head}{new}{tail}"));
                for changed in with.iter().chain([&without]) {
                    let mut kept = before.clone();
                    kept.update(changed);
                    assert_eq!(kept, Wrapped::new(changed, columns, 4), "{changed}");
                    kept.update(&text);
                    assert_eq!(kept, before, "{changed}");
                }
            }
        }
    }

    #[test]
    fn the_first_row_leaves_room_for_an_indent() {
        let text = "一二三四五六";
        assert_eq!(wrap(text, 8, 4).len(), 2);
        assert_eq!(wrap(text, 8, 0).len(), 2);
        assert_eq!(text.get(wrap(text, 8, 4)[0].clone()), Some("一二"));
    }
}
