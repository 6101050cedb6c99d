//! Words, as far as Chinese has them: stretches of one kind, between which a cursor can jump.

use unicode_segmentation::UnicodeSegmentation;

/// Kinds of characters. A stretch of one kind is a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Mark,
    Latin,
    Other,
}

fn kind(grapheme: &str) -> Kind {
    match grapheme.chars().next() {
        None => Kind::Blank,
        Some(c) if c.is_whitespace() => Kind::Blank,
        Some(c) if c.is_ascii_alphanumeric() => Kind::Latin,
        Some(c) if c.is_alphanumeric() => Kind::Other,
        Some(_) => Kind::Mark,
    }
}

/// Where the word ends that stands at or after a byte, blanks before it skipped.
pub fn next(text: &str, offset: usize) -> usize {
    offset + first_word(text.get(offset..).unwrap_or_default().graphemes(true))
}

/// Where the word begins that stands before a byte, blanks after it skipped.
pub fn previous(text: &str, offset: usize) -> usize {
    offset - first_word(text.get(..offset).unwrap_or_default().graphemes(true).rev())
}

/// Bytes of the blanks and the word that come first.
fn first_word<'a>(graphemes: impl Iterator<Item = &'a str>) -> usize {
    let mut length = 0;
    let mut word = None;
    for grapheme in graphemes {
        let kind = kind(grapheme);
        match word {
            None if kind == Kind::Blank => {}
            None => word = Some(kind),
            Some(word) if word != kind => break,
            Some(_) => {}
        }
        length += grapheme.len();
    }
    length
}

/// Whether a character ends a word, so that what is typed after it is a word of its own.
pub fn ends_a_word(c: char) -> bool {
    !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stretches_of_one_kind() {
        let text = "全镇公开，共1024 条。";
        let stops = |step: fn(&str, usize) -> usize, from| {
            let mut stops = vec![from];
            while step(text, *stops.last().unwrap()) != *stops.last().unwrap() {
                stops.push(step(text, *stops.last().unwrap()));
            }
            stops
                .windows(2)
                .filter_map(|pair| text.get(pair[0].min(pair[1])..pair[0].max(pair[1])).map(str::to_owned))
                .collect::<Vec<_>>()
        };
        assert_eq!(stops(next, 0), ["全镇公开", "，", "共", "1024", " 条", "。"]);
        assert_eq!(stops(previous, text.len()), ["。", "条", "1024 ", "共", "，", "全镇公开"]);
    }
}
