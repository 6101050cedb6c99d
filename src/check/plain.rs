//! A sentence without what only its typesetting brings: blanks, full-width digits, traditional characters.

use std::ops::Range;

use crate::text::simplified;

/// The text, and where each of its bytes stands in the sentence.
#[derive(Debug, Default)]
pub struct Plain {
    /// The text.
    pub text: String,
    /// For each byte of the text the byte of the sentence where its character begins. Empty where both texts are the same.
    offsets: Vec<usize>,
}

impl Plain {
    pub fn of(sentence: &str) -> Self {
        if sentence.chars().all(|c| plain(c) == Some(c)) {
            return Self { text: sentence.to_owned(), offsets: Vec::new() };
        }
        let mut out = Self::default();
        for (at, c) in sentence.char_indices() {
            if let Some(plain) = plain(c) {
                out.text.push(plain);
                out.offsets.resize(out.text.len(), at);
            }
        }
        out
    }

    /// The text without remarks in brackets that hold no number: what they say does not change what is counted around them.
    /// None where there are none.
    pub fn without_asides(&self) -> Option<Self> {
        let mut out = Self::default();
        let mut at = 0;
        let take = |out: &mut Self, range: Range<usize>| {
            out.text.push_str(self.text.get(range.clone()).unwrap_or_default());
            out.offsets.extend(range.map(|byte| self.offsets.get(byte).copied().unwrap_or(byte)));
        };
        for (open, bracket) in self.text.match_indices(['（', '(']) {
            let rest = self.text.get(open + bracket.len()..).unwrap_or_default();
            let Some(length) = rest.find(['）', ')']).filter(|_| open >= at) else { continue };
            let is_aside =
                rest.get(..length).is_some_and(|inside| !inside.contains(|c: char| c.is_ascii_digit()));
            if is_aside {
                take(&mut out, at..open);
                let close = open + bracket.len() + length;
                at = close
                    + self.text.get(close..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            }
        }
        take(&mut out, at..self.text.len());
        (at > 0).then_some(out)
    }

    /// A range of the text as a range of the sentence, from its first character to its last.
    pub fn in_sentence(&self, sentence: &str, range: &Range<usize>) -> Range<usize> {
        if self.offsets.is_empty() {
            return range.clone();
        }
        // Bytes of one character may be numbered one by one.
        let at = |byte: usize| {
            let at = self.offsets.get(byte).copied().unwrap_or(sentence.len());
            sentence.floor_char_boundary(at)
        };
        let last = range.end.checked_sub(1).map_or(0, at);
        let end = sentence.get(last..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        at(range.start)..last + end
    }
}

/// The character as rules look for it; none for a blank.
fn plain(c: char) -> Option<char> {
    match c {
        '!'..='~' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        '．' => Some('.'),
        '％' => Some('%'),
        '\u{200b}' | '\u{feff}' => None,
        c if c.is_whitespace() => None,
        c => Some(simplified(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_lead_back_to_the_sentence() {
        let sentence = "共收到 申請 １２ 件，好";
        let plain = Plain::of(sentence);
        assert_eq!(plain.text, "共收到申请12件，好");
        let at = |words: &str| {
            let start = plain.text.find(words).unwrap();
            sentence.get(plain.in_sentence(sentence, &(start..start + words.len()))).unwrap()
        };
        assert_eq!(at("申请12件"), "申請 １２ 件");
        assert_eq!(at("12"), "１２");
        let sentence = "作其他处理（含撤回）９件（网上2件）";
        let whole = Plain::of(sentence);
        let plain = whole.without_asides().unwrap();
        assert_eq!(plain.text, "作其他处理9件（网上2件）");
        let at = plain.text.find("9件").unwrap();
        assert_eq!(sentence.get(plain.in_sentence(sentence, &(at..at + 4))), Some("９件"));
        assert_eq!(Plain::of("收到12件").in_sentence("收到12件", &(3..8)), 3..8);
    }
}
