//! From what the parser stumbled over to what a person did.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::fault::{DocumentError, Expected, Fault};

/// A fault of ours at a slice of the source.
pub(super) fn at(source: &str, range: &Range<usize>, fault: Fault) -> DocumentError {
    let fault = if is_torn(source, range.end) { Fault::Torn } else { fault };
    locate(source, range.start, fault)
}

/// What `ron` says, in our terms; `ours` is what a visitor of ours found wrong there, where one did.
pub(super) fn parsed(source: &str, error: &SpannedError, ours: Option<Fault>) -> DocumentError {
    let mut offset = offset_of(source, error.span.start.line, error.span.start.col);
    let blank = source.get(offset..).unwrap_or_default();
    offset += blank.len() - blank.trim_start().len();
    if let Some(fault) = ours {
        return locate(source, offset, fault);
    }
    if source.trim().is_empty() {
        return locate(source, 0, Fault::Empty);
    }
    let about_a_name =
        matches!(error.code, Error::NoSuchStructField { .. } | Error::MissingStructField { .. });
    if is_torn(source, offset) {
        return locate(source, offset, Fault::Torn);
    }
    if let (Error::ExpectedComma, Some(end)) = (&error.code, text_without_end(source, offset)) {
        return locate(source, end, Fault::NoQuote);
    }
    let fault = match full_width(source, offset) {
        Some(c) if !about_a_name => Fault::Character(c),
        _ => fault(&error.code, source, offset),
    };
    locate(source, offset, fault)
}

/// Where and why a text is not RON.
pub fn syntax(source: &str, error: &SpannedError) -> DocumentError {
    parsed(source, error, None)
}

fn fault(code: &Error, source: &str, offset: usize) -> Fault {
    let found = value_at(source, offset);
    let wrong = |expected| Fault::WrongType { field: String::new(), found: found.clone(), expected };
    match code {
        Error::Eof => Fault::Torn,
        Error::ExpectedStringEnd => Fault::NoQuote,
        Error::ExpectedComma => Fault::NoComma(found),
        Error::ExpectedMapColon => Fault::NoColon,
        Error::TrailingCharacters => Fault::Trailing,
        Error::ExceededRecursionLimit => Fault::TooDeep,
        Error::UnexpectedChar(c) => Fault::Character(*c),
        Error::InvalidIdentifier(name) | Error::SuggestRawIdentifier(name) => Fault::Name(shorten(name)),
        Error::ExpectedIdentifier => Fault::Name(found),
        Error::ExpectedNamedStructLike("Report")
        | Error::ExpectedDifferentStructName { .. }
        | Error::ExpectedAttribute => wrong(Expected::Report),
        Error::ExpectedString | Error::ExpectedByteString => wrong(Expected::Text),
        Error::ExpectedArray => wrong(Expected::Texts),
        Error::ExpectedNamedStructLike(_) | Error::ExpectedStructLike | Error::ExpectedStructLikeEnd => {
            wrong(Expected::Fields)
        }
        Error::ExpectedMap | Error::ExpectedMapEnd => wrong(Expected::Entries),
        Error::ExpectedInteger | Error::IntegerOutOfBounds | Error::ExpectedFloat => wrong(Expected::Number),
        Error::NoSuchStructField { expected, found, .. } => {
            Fault::UnknownField { found: shorten(found), nearest: nearest(found, expected.iter().copied()) }
        }
        Error::MissingStructField { field, .. } => Fault::MissingField((*field).to_owned()),
        Error::DuplicateStructField { field, .. } => Fault::DuplicateField((*field).to_owned()),
        other => Fault::Grammar(other.to_string()),
    }
}

fn locate(source: &str, offset: usize, fault: Fault) -> DocumentError {
    let (line, column) = position(source, offset);
    DocumentError { line, column, fault }
}

/// Line and column of a byte, both from 1, the column in characters.
pub fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

fn offset_of(source: &str, line: usize, column: usize) -> usize {
    let mut lines = source.split_inclusive('\n');
    let before: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let within = lines.next().unwrap_or_default().char_indices().nth(column.saturating_sub(1));
    within.map_or_else(
        || source.len().min(before + source.get(before..).map_or(0, str::len)),
        |(at, _)| before + at,
    )
}

/// Whether nothing but a name or the beginning of a value follows, and the report was never closed: the file was cut off there.
fn is_torn(source: &str, offset: usize) -> bool {
    let part = |c: char| {
        c.is_ascii_alphanumeric()
            || c.is_whitespace()
            || matches!(c, '_' | ':' | '(' | '[' | '"' | '.' | '-' | '\u{fffd}')
    };
    let open = !source.trim_end().ends_with(')');
    open && !source.trim().is_empty() && source.get(offset..).is_some_and(|rest| rest.chars().all(part))
}

/// Where the text before should have ended: what looks like the opening quote of this line closed it.
fn text_without_end(source: &str, offset: usize) -> Option<usize> {
    let before = source.get(..offset)?.trim_end().strip_suffix('"')?;
    let (above, indent) = before.rsplit_once('\n')?;
    indent.trim().is_empty().then_some(above.trim_end().len())
}

/// Punctuation or a digit of a Chinese keyboard at a place, or just before it, where RON has none.
fn full_width(source: &str, offset: usize) -> Option<char> {
    const MARKS: &str = "，：“”‘’（）【】；、";
    let here = source.get(offset..)?.chars().next();
    let before = source.get(..offset)?.chars().next_back();
    [here, before].into_iter().flatten().find(|c| MARKS.contains(*c))
}

/// The value that begins at a place, as far as its line goes.
fn value_at(source: &str, offset: usize) -> String {
    let text = source.get(offset..).unwrap_or_default().lines().next().unwrap_or_default();
    let end = match text.strip_prefix('"') {
        Some(rest) => rest.find('"').map(|quote| quote + 2),
        None => text.find([',', ']', ')']).filter(|end| *end > 0),
    };
    shorten(end.and_then(|end| text.get(..end)).unwrap_or(text))
}

/// A value short enough for a sentence.
pub(super) fn shorten(text: &str) -> String {
    let text = text.trim();
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push_str("..");
    }
    short
}

/// The known name that differs least from `found`, if any is close.
pub fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let (distance, name) = known.map(|name| (edit_distance(found, name), name)).min()?;
    (distance <= 1 + found.len() / 4).then(|| name.to_owned())
}

fn edit_distance(a: &str, b: &str) -> usize {
    // A hostile name may be long; no known one is.
    if a.len() > 64 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (above + 1).min(row[j] + 1).min(diagonal + usize::from(ca != *cb));
            diagonal = above;
        }
    }
    row[b.len()]
}
