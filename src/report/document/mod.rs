//! The report file: RON that a person can read, with one table row and one paragraph a line.
//!
//! [`read`] takes the text apart with `ron` and says exactly where and what when something is wrong; [`write()`] is an emitter
//! of our own, because a changed cell has to be a change of one line and `ron`'s writer cannot be told so.
//!
//! Numbers never pass through a float: cells are taken as raw text, so `14.10` stays `14.10`.

mod diagnose;
mod fault;
mod read;
mod write;

use std::ops::RangeInclusive;

pub use diagnose::{nearest, position, syntax};
pub use fault::{DocumentError, Expected, Fault};
pub use read::{Entries, head, read};
pub use write::write;

/// The newest version of the file format. Older versions are read for ever, newer ones are refused. What is written is the oldest
/// version that has everything a report holds: version 2 brought sums of reports and references in the prose.
pub const VERSION: u32 = 2;

/// The years that a report can be of.
pub const YEARS: RangeInclusive<u16> = 1000..=9999;

/// Whether a text that is valid RON has comments outside its strings. They would not survive a save.
pub fn has_comments(source: &str) -> bool {
    let mut rest = source;
    while let Some(at) = rest.find(['"', '/', 'r']) {
        let here = rest.get(at..).unwrap_or_default();
        if here.starts_with("//") || here.starts_with("/*") {
            return true;
        }
        let behind =
            here.strip_prefix('r').and_then(behind_raw).or_else(|| here.strip_prefix('"').map(behind_text));
        rest = behind.or(here.get(1..)).unwrap_or_default();
    }
    false
}

/// Whether a text begins like a report file, before which comments may stand.
pub fn is_report(source: &str) -> bool {
    let mut rest = source.trim_start();
    loop {
        let comment = match rest.get(..2) {
            Some("//") => rest.split_once('\n'),
            Some("/*") => rest.split_once("*/"),
            _ => None,
        };
        let Some((_, behind)) = comment else { break };
        rest = behind.trim_start();
    }
    rest.strip_prefix("Report").is_some_and(|rest| rest.trim_start().starts_with('('))
}

/// What stands behind a text whose first quotation mark is left out.
fn behind_text(text: &str) -> &str {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' => break,
            _ => {}
        }
    }
    chars.as_str()
}

/// What stands behind a raw text, `r"…"` or `r#"…"#`, whose `r` is left out; none where it is none.
fn behind_raw(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches('#');
    let (marks, _) = text.split_at_checked(text.len() - inner.len())?;
    let inner = inner.strip_prefix('"')?;
    let end = format!("\"{marks}");
    Some(inner.split_once(end.as_str()).map_or("", |(_, behind)| behind))
}

#[cfg(test)]
mod tests {
    use super::has_comments;

    #[test]
    fn comments_are_told_from_slashes_in_strings() {
        assert!(has_comments("(a: 1, // one\n)"));
        assert!(has_comments("(a: /* one */ 1)"));
        assert!(has_comments(r#"(organ: r"a\", // one"#) && has_comments(r##"(a: r#"b"#, /* one */ c: 1)"##));
        assert!(!has_comments(r##"(organ: r#"a"//b"#, year: 1, r: "/")"##));
        assert!(!has_comments(r#"(a: "http://x \" // y", b: "documents/rules/made")"#));
    }
}
