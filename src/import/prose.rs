//! Paragraphs: lines that were broken by a page are joined again.

use super::document::{Line, Shape};
use crate::text::width;

/// What ends a sentence.
const FINAL: &[char] = &['。', '！', '？', '；', '：', '.', ':', '”', '）', ')', '!', '?', ';'];

/// Columns by which the first line of a paragraph is indented: two full-width characters.
const INDENT: usize = 4;

/// The paragraphs of a section's lines.
pub fn paragraphs(lines: &[&Line]) -> Vec<String> {
    let lines: Vec<&Line> = lines.iter().copied().filter(|line| !line.is_blank()).collect();
    let broken = Broken::of(&lines);
    let mut paragraphs: Vec<String> = Vec::new();
    // The columns of the printed line that are filled already.
    let mut filled = 0;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text.trim();
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        let goes_on = match (before, &broken) {
            (Some(before), Some(broken)) if before.shape == Shape::Flow && line.shape == Shape::Flow => {
                broken.goes_on(before, filled, line)
            }
            _ => false,
        };
        let columns = width(text);
        let is_same_printed_line =
            goes_on && broken.as_ref().is_some_and(|broken| filled + columns <= broken.full + 2);
        filled = if is_same_printed_line { filled + columns } else { columns };
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => join(paragraph, text),
            _ => paragraphs.push(text.to_owned()),
        }
    }
    if broken.is_some() {
        paragraphs.iter_mut().for_each(|paragraph| *paragraph = without_gaps(paragraph));
    } else {
        paragraphs.iter_mut().for_each(|paragraph| *paragraph = one_space(paragraph));
    }
    paragraphs
}

/// A text whose lines were broken where the page ended, not where the sentence did.
struct Broken {
    /// Columns of a full line.
    full: usize,
    /// The smallest indent of a line.
    margin: usize,
}

impl Broken {
    /// Whether lines were broken, by the share of those that end in the middle of a sentence.
    fn of(lines: &[&Line]) -> Option<Self> {
        let flow: Vec<&Line> = lines.iter().copied().filter(|line| line.shape == Shape::Flow).collect();
        // The last line of a section ends a paragraph in any case.
        let (_, all_but_last) = flow.split_last()?;
        let mut full: Vec<usize> = all_but_last
            .iter()
            .map(|line| line.text.trim())
            .filter(|text| !text.ends_with(FINAL))
            .map(width)
            .collect();
        if full.is_empty() || 10 * full.len() < 3 * all_but_last.len() {
            return None;
        }
        full.sort_unstable();
        // Some layouts break at every mark of punctuation; full lines are still the longer half.
        let full = full[full.len() * 3 / 4];
        let margin = flow.iter().map(|line| indent(line)).min().unwrap_or(0);
        (full >= 20).then_some(Self { full, margin })
    }

    /// Whether a line goes on in the next, when so many columns of its printed line are filled.
    fn goes_on(&self, before: &Line, filled: usize, next: &Line) -> bool {
        let (text, following) = (before.text.trim(), next.text.trim());
        if !text.ends_with(FINAL) {
            // A short line without an end, before a number: a heading within the section.
            return !(starts_item(following)
                && filled + 2 * INDENT < self.full
                && !text.ends_with(['，', '、', ',']));
        }
        if starts_item(following) || indent(next) >= self.margin + INDENT / 2 {
            return false;
        }
        let columns = width(following);
        // The next piece stood on the same printed line.
        if filled + columns <= self.full + 2 {
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

/// Whether a text begins with the number of an item: （一）, 1., 一是.
fn starts_item(text: &str) -> bool {
    let mut chars = text.chars();
    let is_number = |c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit();
    match chars.next() {
        Some('（' | '(') => {
            chars.next().is_some_and(is_number) && text.chars().take(5).any(|c| matches!(c, '）' | ')'))
        }
        Some(c) if is_number(c) => chars.next().is_some_and(|c| matches!(c, '、' | '.' | '．' | '是')),
        _ => false,
    }
}

/// Joins two pieces of a sentence; words of letters keep a space between them.
fn join(paragraph: &mut String, text: &str) {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_letter(paragraph.chars().next_back()) && is_letter(text.chars().next()) {
        paragraph.push(' ');
    }
    paragraph.push_str(text);
}

/// The text without the spaces that a PDF leaves between Chinese characters and digits.
fn without_gaps(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            out.push(*c);
            continue;
        }
        let after = chars.get(at + 1..).and_then(|rest| rest.iter().find(|c| !c.is_whitespace()));
        if is_word(out.chars().next_back().as_ref()) && is_word(after) {
            out.push(' ');
        }
    }
    out
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
