//! Text as it stands in terminal cells: the one place that measures, cuts and wraps it.
//!
//! Widths are columns of a terminal: 2 for full-width characters, 0 for combining ones. Everything works on grapheme clusters,
//! so that nothing is ever cut through the middle of a character.

pub mod decode;
pub mod field;
mod simplified;
pub mod word;
pub mod wrap;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

pub use field::Field;
pub use simplified::simplified;
pub use wrap::{Wrapped, wrap};

/// Stands where a text was cut. Two points, since `…` is one column in some terminals and two in others.
pub const CUT: &str = "..";

/// Whether this terminal takes two columns for characters whose width the standard leaves open.
static IS_WIDE: AtomicBool = AtomicBool::new(false);

/// Tells how many columns quotation marks, dashes, lines and the like take in this terminal. Told once, before anything is drawn.
pub fn set_wide(wide: bool) {
    IS_WIDE.store(wide, Ordering::Relaxed);
}

/// Whether they take two.
pub fn is_wide() -> bool {
    IS_WIDE.load(Ordering::Relaxed)
}

/// Width in columns: that of its grapheme clusters, one after the other.
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| graphemes(text).map(|(_, columns)| columns).sum())
}

/// Width in columns of one cluster.
fn cluster_width(cluster: &str) -> usize {
    let shown = visible(cluster);
    if is_wide() { shown.width_cjk() } else { shown.width() }
}

/// Width in columns of a text that has only characters that stand alone and can be seen, as nearly every text: screens measure
/// all of theirs with every key. None of any other.
pub fn plain_width(text: &str) -> Option<usize> {
    let mut columns = 0;
    let mut bytes = text.as_bytes();
    while !bytes.is_empty() {
        let first = alone(bytes)?;
        columns += usize::from(first.columns);
        bytes = bytes.get(usize::from(first.bytes)..)?;
    }
    Some(columns)
}

/// Width in columns where quotation marks, dashes and the like are as wide as Chinese characters, as in Chinese type.
pub fn wide_width(text: &str) -> usize {
    text.width_cjk()
}

/// Grapheme clusters with the columns they take on the screen: hidden ones that of their [`visible`] mark.
pub fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { rest: text, first: alone(text.as_bytes()) }
}

/// The grapheme clusters of a text, from either end.
#[derive(Debug, Clone)]
pub struct Graphemes<'a> {
    rest: &'a str,
    /// What [`alone`] says of it.
    first: Option<Alone>,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = (&'a str, usize);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        // Asking the tables of Unicode for each character would take most of the time of wrapping.
        if let Some(first) = self.first {
            let (cluster, rest) = self.rest.split_at_checked(usize::from(first.bytes))?;
            let next = alone(rest.as_bytes());
            if rest.is_empty() || next.is_some() {
                (self.rest, self.first) = (rest, next);
                return Some((cluster, usize::from(first.columns)));
            }
        }
        self.next_by_tables()
    }
}

impl<'a> Graphemes<'a> {
    #[cold]
    fn next_by_tables(&mut self) -> Option<(&'a str, usize)> {
        let cluster = self.rest.graphemes(true).next()?;
        self.rest = self.rest.get(cluster.len()..)?;
        self.first = alone(self.rest.as_bytes());
        Some((cluster, cluster_width(cluster)))
    }
}

impl DoubleEndedIterator for Graphemes<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if let Some((rest, last)) = last_alone(self.rest)
            && (rest.is_empty() || last_alone(rest).is_some())
        {
            let cluster = self.rest.get(rest.len()..)?;
            self.rest = rest;
            return Some((cluster, usize::from(last.columns)));
        }
        let cluster = self.rest.graphemes(true).next_back()?;
        let (rest, cluster) = self.rest.split_at_checked(self.rest.len() - cluster.len())?;
        self.rest = rest;
        Some((cluster, cluster_width(cluster)))
    }
}

/// A character that is a cluster of its own among others of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Alone {
    bytes: u8,
    columns: u8,
}

impl Alone {
    const fn of(bytes: u8, columns: u8) -> Self {
        Self { bytes, columns }
    }
}

/// The first character of a text, if it is one of those that make up nearly all of a report, none of which
/// joins another to one cluster or is hidden. Told from the bytes, since this is asked more often than anything else.
#[inline]
fn alone(text: &[u8]) -> Option<Alone> {
    match *text {
        [b' '..=b'~', ..] => Some(Alone::of(1, 1)),
        // U+5000 to U+9FFF.
        [0xe5..=0xe9, _, _, ..] => Some(Alone::of(3, 2)),
        _ => alone_too(text),
    }
}

/// The same of the characters that are less frequent.
fn alone_too(text: &[u8]) -> Option<Alone> {
    match *text {
        // U+3000 to U+3029, U+4E00 to U+4FFF, U+FF01 to U+FF5E.
        [0xe3, 0x80, 0x80..=0xa9, ..]
        | [0xe4, 0xb8..=0xbf, _, ..]
        | [0xef, 0xbc, 0x81..=0xbf, ..]
        | [0xef, 0xbd, 0x80..=0x9e, ..] => Some(Alone::of(3, 2)),
        // U+00B7, U+2013 to U+2026, U+2500 to U+257F.
        [0xc2, 0xb7, ..] if !is_wide() => Some(Alone::of(2, 1)),
        [0xe2, 0x80, 0x93..=0xa6, ..] | [0xe2, 0x94 | 0x95, _, ..] if !is_wide() => Some(Alone::of(3, 1)),
        _ => None,
    }
}

/// The last character of a text, if it is one of these, with what stands before it.
fn last_alone(text: &str) -> Option<(&str, Alone)> {
    let before = text.get(..text.floor_char_boundary(text.len().checked_sub(1)?))?;
    Some((before, alone(text.as_bytes().get(before.len()..)?)?))
}

/// The byte itself if it lies between two grapheme clusters, else the end of the cluster it lies in.
pub fn boundary(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) => offset,
        _ => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
    }
}

/// How many bytes at the beginning and at the end two texts have in common, whole characters, none counted twice; none when
/// the texts are the same.
pub fn unchanged(old: &str, new: &str) -> Option<(usize, usize)> {
    // Block by block first: much quicker than byte by byte.
    const BLOCK: usize = 64;
    if old == new {
        return None;
    }
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let before =
        blocks + a.iter().skip(blocks).zip(b.iter().skip(blocks)).take_while(|(a, b)| a == b).count();
    // Where the bytes are the same, characters begin and end alike in both.
    let before = old.floor_char_boundary(before);
    let (a, b) = (a.get(before..).unwrap_or_default(), b.get(before..).unwrap_or_default());
    let blocks =
        a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let (ends_a, ends_b) = (a.iter().rev().skip(blocks), b.iter().rev().skip(blocks));
    let after = blocks + ends_a.zip(ends_b).take_while(|(a, b)| a == b).count();
    Some((before, old.len() - old.ceil_char_boundary(old.len() - after)))
}

/// Brings what was made of a list of texts up to date. Where texts are the same at the beginning and at the end, what was made
/// of them stays; what lies between is made of what lay between before, as far as that goes. Whether anything was made.
pub fn remake<T>(
    made: &mut Vec<T>,
    texts: &[String],
    text_of: impl Fn(&T) -> &str,
    mut from: impl FnMut(Option<T>, &str) -> T,
) -> bool {
    let same = |(old, new): &(&T, &String)| text_of(old) == new.as_str();
    let before = made.iter().zip(texts).take_while(same).count();
    if before == made.len().max(texts.len()) {
        return false;
    }
    let most = made.len().min(texts.len()) - before;
    let after = made.iter().rev().zip(texts.iter().rev()).take(most).take_while(same).count();
    let mut old = made.drain(before..made.len() - after).collect::<Vec<_>>().into_iter();
    let new = texts.get(before..texts.len() - after).unwrap_or_default().iter();
    let new: Vec<_> = new.map(|text| from(old.next(), text)).collect();
    made.splice(before..before, new);
    true
}

/// Characters as people count them: white space and what only changes the character before do not count.
pub fn characters(text: &str) -> usize {
    // Nearly all are Chinese or ASCII; the others have to be measured.
    let counts = |c: &char| {
        matches!(c, '\u{3001}'..='\u{9fff}' | '!'..='~')
            || (!c.is_whitespace() && width(c.encode_utf8(&mut [0; 4])) > 0)
    };
    text.chars().filter(counts).count()
}

/// The longest beginning that fits into so many columns.
pub fn fit(text: &str, columns: usize) -> &str {
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
    if fit(text, columns) == text {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(CUT.len()) {
        Some(room) => Cow::Owned(format!("{}{CUT}", fit(text, room))),
        None => Cow::Borrowed(fit(text, columns)),
    }
}

/// The text within so many columns. What does not fit is cut before its last clause, which says what comes of it, unless that
/// takes more than half of the room.
pub fn cut_within(text: &str, columns: usize) -> Cow<'_, str> {
    let last = text.rfind('，').max(text.rfind(", "));
    let clause = last.and_then(|at| text.get(at..)).unwrap_or_default();
    let taken = width(clause);
    if width(text) <= columns || taken > columns / 2 {
        return cut(text, columns);
    }
    let before = text.strip_suffix(clause).unwrap_or_default();
    Cow::Owned(format!("{}{clause}", cut(before, columns - taken)))
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
    // Nearly all characters are among these.
    if matches!(c, ' '..='~' | '\u{3000}'..='\u{9fff}') {
        return false;
    }
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{61c}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with visible marks in place of what must not reach a terminal: `^[` for escape, `<U+202E>` for other characters.
pub fn visible(text: &str) -> Cow<'_, str> {
    if plain_width(text).is_some() || !text.contains(is_hidden) {
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

/// The text without what is hidden: what is printed has no marks in it.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c => Some(c).filter(|c| !is_hidden(*c)),
    };
    Cow::Owned(text.chars().filter_map(shown).collect())
}

/// The heading that a paragraph begins with, as （一）主动公开。 or all of a short paragraph; empty where there is none.
///
/// Official documents set headings of the second level in 楷体.
pub fn lead(paragraph: &str) -> &str {
    /// The most characters of a heading.
    const LONGEST: usize = 40;
    let is_numbered =
        paragraph.strip_prefix('（').and_then(|rest| rest.split_once('）')).is_some_and(|(number, _)| {
            !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c))
        });
    if !is_numbered {
        return "";
    }
    let end = paragraph.find('。').map_or(paragraph.len(), |at| at + '。'.len_utf8());
    let lead = paragraph.get(..end).unwrap_or_default();
    if lead.chars().count() <= LONGEST { lead } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_within_paragraphs_are_found() {
        assert_eq!(lead("（一）主动公开情况。全年公开信息12条。"), "（一）主动公开情况。");
        assert_eq!(lead("（十二）监督保障"), "（十二）监督保障");
        for paragraph in ["全年公开信息12条。", "（以下简称《条例》）施行以来。", "（）。", "一、总体。"]
        {
            assert_eq!(lead(paragraph), "", "{paragraph}");
        }
        assert_eq!(lead(&format!("（一）{}。", "主动公开".repeat(20))), "");
    }

    #[test]
    fn cuts_fall_between_characters() {
        assert_eq!(fit("克井镇", 5), "克井");
        assert_eq!(fit("e\u{301}a", 1), "e\u{301}");
        assert_eq!(cut("克井镇人民政府", 9), "克井镇..");
        assert_eq!(cut("克井镇", 6), "克井镇");
        assert_eq!(fit_end("克井镇", 5), "井镇");
        assert_eq!(cut("克井镇", 1), "");
        assert_eq!(
            cut_within("新收 12 + 结转 1 = 13，办理 11，相差 2 件", 30),
            "新收 12 + 结转 1 ..，相差 2 件"
        );
        assert_eq!(cut_within("新收 12，相差 2 件", 18), "新收 12，相差 2 件");
        assert_eq!(cut_within("克井镇，人民政府", 10), "克井镇，..");
        assert_eq!(cut_within("publishes 1,234 items of it", 16), "publishes 1,23..");
    }

    #[test]
    fn what_is_the_same_is_whole_characters() {
        // 甲 and 电 share their first bytes, 丘 and 丽 their first two; the long ones go over several blocks.
        let long = "一".repeat(100);
        let cases = [("甲", "电"), ("a丘b", "a丽b"), ("", "甲"), ("甲甲", "甲甲甲"), ("x甲y电z", "x电y甲z")];
        for (old, new) in cases {
            for (old, new) in [
                (old.to_owned(), new.to_owned()),
                (format!("{long}{old}{long}"), format!("{long}{new}{long}")),
            ] {
                let (before, after) = unchanged(&old, &new).unwrap();
                assert!(before + after <= old.len().min(new.len()), "{old} {new}");
                for text in [&old, &new] {
                    assert!(text.is_char_boundary(before) && text.is_char_boundary(text.len() - after));
                }
                assert_eq!(old.get(..before), new.get(..before));
                assert_eq!(old.get(old.len() - after..), new.get(new.len() - after..));
                assert!(
                    before + after >= old.len().min(new.len()).saturating_sub(10),
                    "nearly all is the same"
                );
            }
        }
        assert_eq!(unchanged("甲", "甲"), None);
    }

    #[test]
    fn plain_characters_are_as_wide_as_the_tables_say() {
        for c in '\0'..'\u{20000}' {
            let own = c.to_string();
            if let Some(alone) = alone(own.as_bytes()) {
                assert_eq!(usize::from(alone.bytes), own.len(), "{c:?}");
                assert_eq!(usize::from(alone.columns), own.width(), "{c:?}");
                assert!(!is_hidden(c), "{c:?}");
            }
            for joined in [format!("{c}一"), format!("一{c}"), format!("{c}a"), format!("a{c}")] {
                let all: Vec<_> = joined.graphemes(true).collect();
                let clusters: Vec<_> = graphemes(&joined).map(|(cluster, _)| cluster).collect();
                assert_eq!(clusters, all, "{c:?}");
                let mut backwards: Vec<_> = graphemes(&joined).rev().map(|(cluster, _)| cluster).collect();
                backwards.reverse();
                assert_eq!(backwards, all, "{c:?}");
            }
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_clusters() {
        // The tables know ligatures that no terminal draws within two cells.
        for text in ["لا尾", "e\u{301}克", "👨\u{200d}👩\u{200d}👧。", "⚠\u{fe0f}1\u{fe0f}\u{20e3}"]
        {
            assert_eq!(width(text), graphemes(text).map(|(_, columns)| columns).sum::<usize>(), "{text}");
            let (mut from_both, all) = (graphemes(text), graphemes(text).count());
            from_both.next();
            let rest = std::iter::from_fn(|| from_both.next_back()).count();
            assert_eq!(rest + 1, all, "{text}");
        }
    }

    #[test]
    fn nothing_hidden_stays_hidden() {
        assert_eq!(visible("克\x1b]0;x\x07\u{202e}井"), "克^[]0;x^G<U+202E>井");
        assert_eq!(visible("a\tb\nc"), "a b c");
        assert!(matches!(visible("克井镇“三安全一稳定”"), Cow::Borrowed(_)));
    }
}
