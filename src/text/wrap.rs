//! Soft wrapping by the rules of Chinese typesetting (禁则), and the map between offsets and rows that goes with it.

use std::ops::Range;

use super::graphemes;

/// Must not begin a row: closing punctuation.
const NOT_FIRST: &str = "，。、；：！？）》〉」』】〕”’…—％%·,.;:!?)]}";
/// Must not end a row: opening punctuation.
const NOT_LAST: &str = "（《〈「『【〔“‘([{";

/// The rows of a paragraph at so many columns, as byte ranges that follow each other without a gap.
///
/// Rows are filled greedily; then the break moves back while it would part what belongs together. A paragraph without text is
/// one empty row. The first row begins `indent` columns to the right.
pub fn wrap(text: &str, columns: usize, indent: usize) -> Vec<Range<usize>> {
    let columns = columns.max(2);
    let mut end = 0;
    let measured = graphemes(text).map(|(grapheme, width)| {
        end += grapheme.len();
        (end - grapheme.len(), grapheme, width)
    });
    let graphemes: Vec<(usize, &str, usize)> = measured.collect();
    let offset = |index: usize| graphemes.get(index).map_or(text.len(), |(offset, ..)| *offset);
    let mut rows = Vec::new();
    let mut first = 0;
    let mut room = columns.saturating_sub(indent).max(2);
    while first < graphemes.len() {
        let mut end = first;
        let mut used = 0;
        while let Some((_, _, width)) = graphemes.get(end) {
            used += width;
            if used > room && end > first {
                break;
            }
            end += 1;
        }
        if end < graphemes.len() {
            // Blanks at the break belong to the row they end.
            while graphemes.get(end).is_some_and(|(_, grapheme, _)| *grapheme == " ") {
                end += 1;
            }
            end = break_before(&graphemes, first, end);
        }
        rows.push(offset(first)..offset(end));
        first = end;
        room = columns;
    }
    if rows.is_empty() {
        rows.push(0..0);
    }
    rows
}

/// The last index up to `end` at which the row that starts at `first` may end; `end` itself if there is none.
fn break_before(graphemes: &[(usize, &str, usize)], first: usize, end: usize) -> usize {
    let mut candidate = end;
    while candidate > first + 1 {
        if candidate >= graphemes.len()
            || !belong_together(graphemes[candidate - 1].1, graphemes[candidate].1)
        {
            return candidate;
        }
        candidate -= 1;
    }
    end
}

fn belong_together(before: &str, after: &str) -> bool {
    let within = |set: &str, grapheme: &str| grapheme.chars().next().is_some_and(|c| set.contains(c));
    let word = |grapheme: &str| grapheme.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let point = |grapheme: &str| matches!(grapheme, "." | "," | "%" | "-" | "/");
    within(NOT_FIRST, after)
        || within(NOT_LAST, before)
        || (word(before) && (word(after) || point(after)))
        || (point(before) && before != "-" && before != "/" && word(after))
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
    }

    #[test]
    fn what_cannot_be_broken_is_cut_anywhere() {
        assert_eq!(rows("aaaaaaaaaa", 4), ["aaaa", "aaaa", "aa"]);
        assert_eq!(rows("", 4), [""]);
    }

    #[test]
    fn the_first_row_leaves_room_for_an_indent() {
        let text = "一二三四五六";
        assert_eq!(wrap(text, 8, 4).len(), 2);
        assert_eq!(wrap(text, 8, 0).len(), 2);
        assert_eq!(text.get(wrap(text, 8, 4)[0].clone()), Some("一二"));
    }
}
