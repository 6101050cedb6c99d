//! Paragraphs: lines that were broken by a page are joined again.

use super::document::{Line, Shape};
use crate::text::width;

/// What ends a sentence.
const FINAL: &[char] = &['。', '！', '？', '；', '：', '.', ':', '!', '?', ';'];

/// What may stand behind the end of a sentence.
const CLOSING: &[char] = &['”', '’', '）', ')', '》', '」'];

/// Whether a sentence may end with this text.
fn is_end(text: &str) -> bool {
    text.trim_end_matches(CLOSING).ends_with(FINAL)
}

/// Columns by which the first line of a paragraph is indented: two full-width characters.
const INDENT: usize = 4;

/// The paragraphs of a section's lines. How the document breaks its lines is seen from all of its prose.
pub fn paragraphs(lines: &[&Line], broken: Option<&Broken>) -> Vec<String> {
    let lines: Vec<&Line> = lines.iter().copied().filter(|line| !line.is_blank()).collect();
    let mut paragraphs: Vec<String> = Vec::new();
    // The columns of the printed line that are filled already.
    let mut filled = 0;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        let goes_on = match (before, broken) {
            (Some(before), Some(broken)) if before.shape == Shape::Flow && line.shape == Shape::Flow => {
                broken.goes_on(before, filled, line)
            }
            _ => false,
        };
        let columns = width(text);
        let is_same_printed_line =
            goes_on && broken.is_some_and(|broken| filled + columns <= broken.full + 2);
        filled = if is_same_printed_line { filled + columns } else { columns };
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => join(paragraph, text),
            _ => paragraphs.push(text.to_owned()),
        }
    }
    let clean = if broken.is_some() { without_gaps } else { one_space };
    paragraphs.iter().map(|paragraph| clean(paragraph)).collect()
}

/// Whether a line begins with what cannot begin one.
fn goes_on_from_above(text: &str) -> bool {
    text.starts_with(CLOSING) || text.starts_with(['，', '、', '。', '；'])
}

/// A text whose lines were broken where the page ended, not where the sentence did.
#[derive(Debug)]
pub struct Broken {
    /// Columns of a full line.
    full: usize,
    /// Printed lines were broken again at marks of punctuation, as some PDF readers do.
    in_pieces: bool,
    /// The pages of a PDF: lines are as they were printed.
    is_printed: bool,
}

impl Broken {
    /// Whether lines were broken: then many end in the middle of a sentence, and hardly any is longer than those.
    pub fn of<'a>(lines: impl Iterator<Item = &'a Line>) -> Option<Self> {
        let flow: Vec<&Line> = lines.filter(|line| line.shape == Shape::Flow && !line.is_blank()).collect();
        let widths = flow.iter().map(|line| width(line.text.trim()));
        let mut full: Vec<usize> =
            flow.iter().map(|line| line.text.trim()).filter(|text| !is_end(text)).map(width).collect();
        // The lines of a printed page are broken, even if most of them happen to end a sentence; and no sentence begins with a comma.
        let is_printed = flow.iter().any(|line| line.spot.page > 0);
        let is_torn = flow.iter().any(|line| goes_on_from_above(line.text.trim()));
        if full.is_empty() || (!is_printed && !is_torn && 10 * full.len() < 3 * flow.len()) {
            return None;
        }
        full.sort_unstable();
        // Some layouts break at every mark of punctuation; the longest still are full.
        let full = full[full.len() * 9 / 10];
        let longer = widths.filter(|columns| *columns > full + 2 * INDENT).count();
        let is_piece = |line: &&&Line| {
            let text = line.text.trim();
            text.ends_with(['，', '、']) && width(text) + 2 * INDENT < full
        };
        let in_pieces = 10 * flow.iter().filter(is_piece).count() > flow.len();
        (full >= 20 && 20 * longer <= flow.len()).then_some(Self { full, in_pieces, is_printed })
    }

    /// Whether a line goes on in the next, when so many columns of its printed line are filled.
    fn goes_on(&self, before: &Line, filled: usize, next: &Line) -> bool {
        let (text, following) = (before.text.trim(), next.text.trim());
        if goes_on_from_above(following) {
            return true;
        }
        if !is_end(text) {
            // A short line without an end is a heading within the section.
            let is_short = filled + 2 * INDENT < self.full && !text.ends_with(['，', '、', ',']);
            return !(is_short && (starts_item(following) || self.is_printed));
        }
        if starts_item(following) || indent(next) >= indent(before) + INDENT / 2 {
            return false;
        }
        let columns = width(following);
        // The next piece stood on the same printed line.
        if self.in_pieces && filled + columns <= self.full + 2 {
            return true;
        }
        // A full line ends a paragraph only by chance; the next then is shorter by its indent.
        let is_full = filled + INDENT > self.full;
        let is_indented =
            columns + INDENT <= self.full + 1 && !following.ends_with([',', '，', '、', '。', '；']);
        is_full && !is_indented
    }
}

fn indent(line: &Line) -> usize {
    let spaces = line.text.chars().take_while(|c| c.is_whitespace());
    spaces.map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum()
}

/// Whether a text begins with the number of an item: （一）, 一、, 1.; 一是 stands within paragraphs too.
fn starts_item(text: &str) -> bool {
    let mut chars = text.chars();
    let is_number = |c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit();
    match chars.next() {
        Some('（' | '(') => {
            chars.next().is_some_and(is_number) && text.chars().take(5).any(|c| matches!(c, '）' | ')'))
        }
        Some(c) if is_number(c) => {
            chars.next().is_some_and(|c| matches!(c, '、' | '.' | '．'))
                && !chars.next().is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Joins two pieces of a sentence; words of letters, and numbers, keep a space between them.
fn join(paragraph: &mut String, text: &str) {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (end, start) = (paragraph.chars().next_back(), text.chars().next());
    if (is_letter(end) && is_letter(start)) || (is_digit(end) && is_digit(start)) {
        paragraph.push(' ');
    }
    paragraph.push_str(text);
}

/// The text without the spaces that a PDF leaves between Chinese characters and digits.
fn without_gaps(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            out.push(*c);
            continue;
        }
        let after = chars.get(at + 1..).and_then(|rest| rest.iter().find(|c| !c.is_whitespace()));
        let before = out.chars().next_back();
        if (is_word(before.as_ref()) && is_word(after)) || (is_digit(before.as_ref()) && is_digit(after)) {
            out.push(' ');
        }
    }
    out
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
