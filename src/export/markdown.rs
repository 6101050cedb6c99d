//! Markdown, for editors and mails that show it. Its tables know no merged cells: what is merged stands in the first of them.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::sheet::{Part, Sheet};
use super::{DRAFT, Source};
use crate::text::printable;

/// The report as Markdown.
pub fn write(source: &Source) -> String {
    let mut out = String::new();
    if source.is_draft {
        let _ = write!(out, "**{DRAFT}**\n\n");
    }
    let _ = writeln!(out, "# {}", escape(&source.title()));
    for (section, paragraphs) in source.sections() {
        let _ = writeln!(out, "\n## {}", escape(section.title));
        for text in &paragraphs {
            let _ = writeln!(out, "\n{}", escape(text));
        }
        if !section.is_prose() {
            out.push('\n');
            table(&mut out, &source.sheet(section));
        }
    }
    for line in source.signature() {
        let _ = writeln!(out, "\n{}", escape(&line));
    }
    out
}

fn table(out: &mut String, sheet: &Sheet) {
    for row in 0..sheet.rows {
        for column in 0..sheet.columns {
            let cell = sheet.row(row).find(|cell| cell.rows.start == row && cell.columns.start == column);
            let text = cell.map_or(Cow::Borrowed(""), |cell| printable(&cell.text));
            let _ = write!(out, "| {} ", escape(&text));
        }
        out.push_str("|\n");
        if row == 0 {
            for column in 0..sheet.columns {
                let is_number = sheet
                    .cells
                    .iter()
                    .any(|cell| cell.columns.contains(&column) && matches!(cell.part, Part::Number(_)));
                out.push_str(if is_number { "|--:" } else { "|:--" });
            }
            out.push_str("|\n");
        }
    }
}

/// Marks that Markdown gives a meaning to anywhere in a line.
const MARKS: &str = "\\`*_~<>[]|&";

/// The text with every mark taken as it is written.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // A number with a point begins a list where a blank follows; `-`, `+` and `#` begin something too.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_before_blank =
        |at: usize| text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    for (at, c) in text.char_indices() {
        let begins = (at == 0 && "-+=#".contains(c))
            || (at == digits && at > 0 && ".)".contains(c) && is_before_blank(at));
        if MARKS.contains(c) || begins {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(escape("1.属于国家秘密"), "1.属于国家秘密");
        assert_eq!(escape("1. 属于国家秘密"), "1\\. 属于国家秘密");
        assert_eq!(escape("- 甲 *乙* [丙](丁) `戊` |"), "\\- 甲 \\*乙\\* \\[丙\\](丁) \\`戊\\` \\|");
        assert_eq!(escape("# 甲"), "\\# 甲");
        assert_eq!(escape("占比14.18%"), "占比14.18%");
    }
}
