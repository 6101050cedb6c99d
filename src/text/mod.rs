//! Text as it stands in terminal cells: the one place that measures, cuts and wraps it.
//!
//! Widths are columns of a terminal: 2 for full-width characters, 0 for combining ones. Everything works on grapheme clusters,
//! so that nothing is ever cut through the middle of a character.

pub mod field;
pub mod word;
pub mod wrap;

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

pub use field::Field;
pub use wrap::wrap;

/// Stands where a text was cut. Two points, since `…` is one column in some terminals and two in others.
pub const CUT: &str = "..";

/// Width in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Grapheme clusters with the columns they take on the screen: hidden ones that of their [`visible`] mark.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| (grapheme, visible(grapheme).width()))
}

/// The byte itself if it lies between two grapheme clusters, else the end of the cluster it lies in.
pub fn boundary(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => offset,
        _ => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
    }
}

/// The longest beginning that fits into so many columns.
pub fn fit(text: &str, columns: usize) -> &str {
    // Most texts fit, and measuring is much cheaper than taking a text apart.
    if width(text) <= columns {
        return text;
    }
    let mut used = 0;
    let mut end = 0;
    for (grapheme, width) in graphemes(text) {
        used += width;
        if used > columns {
            break;
        }
        end += grapheme.len();
    }
    text.get(..end).unwrap_or_default()
}

/// The text, or its beginning with [`CUT`] behind it when it does not fit.
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(CUT.len()) {
        Some(room) => Cow::Owned(format!("{}{CUT}", fit(text, room))),
        None => Cow::Borrowed(fit(text, columns)),
    }
}

/// The longest end that fits into so many columns.
pub fn fit_end(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut start = text.len();
    for (grapheme, width) in graphemes(text).rev() {
        used += width;
        if used > columns {
            break;
        }
        start -= grapheme.len();
    }
    text.get(start..).unwrap_or_default()
}

/// Whether a character must not reach a terminal: controls move the cursor or worse, bidirectional marks reorder what stands
/// around them, and separators and other invisible ones hide it.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{61c}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with visible marks in place of what must not reach a terminal: `^[` for escape, `<U+202E>` for other characters.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\0'..='\x1f' => {
                out.push('^');
                out.push(char::from(u8::try_from(u32::from(c)).unwrap_or_default() + b'@'));
            }
            c if is_hidden(c) => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_fall_between_characters() {
        assert_eq!(fit("克井镇", 5), "克井");
        assert_eq!(fit("e\u{301}a", 1), "e\u{301}");
        assert_eq!(cut("克井镇人民政府", 9), "克井镇..");
        assert_eq!(cut("克井镇", 6), "克井镇");
        assert_eq!(fit_end("克井镇", 5), "井镇");
        assert_eq!(cut("克井镇", 1), "");
    }

    #[test]
    fn nothing_hidden_stays_hidden() {
        assert_eq!(visible("克\x1b]0;x\x07\u{202e}井"), "克^[]0;x^G<U+202E>井");
        assert_eq!(visible("a\tb\nc"), "a b c");
        assert!(matches!(visible("克井镇“三安全一稳定”"), Cow::Borrowed(_)));
    }
}
