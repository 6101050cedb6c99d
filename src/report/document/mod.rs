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

pub use diagnose::{nearest, position, syntax};
pub use fault::{DocumentError, Expected, Fault};
pub use read::{Entries, head, read};
pub use write::write;

/// The newest version of the file format. Older versions are read for ever, newer ones are refused. What is written is the oldest
/// version that has everything a report holds: version 2 brought sums of reports and
/// references in the prose.
pub const VERSION: u32 = 2;

/// Whether a text that is valid RON has comments outside its strings. They would not survive a save.
pub fn has_comments(source: &str) -> bool {
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => skip_string(&mut chars),
            '/' if matches!(chars.peek(), Some('/' | '*')) => return true,
            _ => {}
        }
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

fn skip_string(chars: &mut impl Iterator<Item = char>) {
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_comments;

    #[test]
    fn comments_are_told_from_slashes_in_strings() {
        assert!(has_comments("(a: 1, // one\n)"));
        assert!(has_comments("(a: /* one */ 1)"));
        assert!(!has_comments(r#"(a: "http://x \" // y", b: "documents/rules/made")"#));
    }
}
