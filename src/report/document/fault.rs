//! What can be wrong with a report file, as facts. `words` makes the sentences.

use std::ops::Range;

use ron::error::{Error, SpannedError};

/// What is wrong with a report file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What a place in the file should have held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// `Report(…)`
    Report,
    /// A text in quotes.
    Text,
    /// A list of texts, `[ "…", … ]`.
    Texts,
    /// A group of named values, `(name: value, …)`.
    Fields,
    /// A list or map of entries.
    Entries,
    /// A non-negative integer, or `()`.
    Count,
    /// An integer, or `()`.
    Change,
    /// A non-negative decimal, or `()`.
    Amount,
    /// A year of four digits, or `()`.
    Year,
    /// The version number.
    Version,
    /// One of the units of amounts.
    AmountUnit,
    /// A number.
    Number,
}

/// A fault of a report file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is in the file.
    Empty,
    /// The file ends in the middle.
    Torn,
    /// A character that RON does not allow here; full-width punctuation typed by hand, most often.
    Character(char),
    /// Two values without a comma between.
    NoComma,
    /// A name without a colon after it.
    NoColon,
    /// A text without its closing quote.
    NoQuote,
    /// Something after the end of the report.
    Trailing,
    /// Brackets nested deeper than any report needs.
    TooDeep,
    /// Another violation of RON's grammar, in the parser's words.
    Grammar(String),
    /// A name that the file format does not know, with the nearest one that it does.
    UnknownField {
        /// The name found.
        found: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// A name that stands twice in one group.
    DuplicateField(String),
    /// A value that must be there.
    MissingField(String),
    /// A table or section that must be there.
    MissingPart(String),
    /// A value of another type.
    WrongType {
        /// Name of the field or address of the cell, where it is known.
        field: String,
        /// The value, shortened.
        found: String,
        /// What should be there.
        expected: Expected,
    },
    /// A number with more digits than a cell takes.
    TooLarge {
        /// Name of the field or address of the cell.
        field: String,
        /// The value, shortened.
        found: String,
    },
    /// A field that depends on the edition, before the edition is named.
    EditionFirst(String),
    /// A file of a newer version of the program.
    NewerVersion(u32),
    /// An edition of the form that this program does not know.
    UnknownEdition(String),
    /// A cell address that the edition does not have.
    UnknownCell(String),
    /// A total in a table row: totals are computed, never stored.
    Computed(String),
}

impl DocumentError {
    /// The fault at a byte range of the source.
    pub(super) fn at(source: &str, range: &Range<usize>, fault: Fault) -> Self {
        let before = source.get(..range.start).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            fault,
        }
    }

    /// What `ron` says, in our terms.
    pub(super) fn from_ron(source: &str, error: &SpannedError) -> Self {
        let (line, column) = (error.span.start.line, error.span.start.col);
        let fault = match full_width_punctuation(source, line, column) {
            Some(c) if is_grammar(&error.code) => Fault::Character(c),
            _ => fault(&error.code, source, line, column),
        };
        Self { line, column, fault }
    }
}

fn is_grammar(code: &Error) -> bool {
    !matches!(code, Error::NoSuchStructField { .. } | Error::MissingStructField { .. } | Error::Message(_))
}

fn fault(code: &Error, source: &str, line: usize, column: usize) -> Fault {
    if source.trim().is_empty() {
        return Fault::Empty;
    }
    if at_end(source, line, column) && is_grammar(code) {
        return Fault::Torn;
    }
    let wrong =
        |expected| Fault::WrongType { field: String::new(), found: text_at(source, line, column), expected };
    match code {
        Error::Eof => Fault::Torn,
        Error::ExpectedStringEnd => Fault::NoQuote,
        Error::ExpectedComma => Fault::NoComma,
        Error::ExpectedMapColon => Fault::NoColon,
        Error::TrailingCharacters => Fault::Trailing,
        Error::ExceededRecursionLimit => Fault::TooDeep,
        Error::UnexpectedChar(c) => Fault::Character(*c),
        Error::ExpectedNamedStructLike("Report")
        | Error::ExpectedDifferentStructName { .. }
        | Error::ExpectedAttribute => wrong(Expected::Report),
        Error::ExpectedNamedStructLike(_) => wrong(Expected::Fields),
        Error::ExpectedString | Error::ExpectedByteString => wrong(Expected::Text),
        Error::ExpectedArray => wrong(Expected::Texts),
        Error::ExpectedStructLike | Error::ExpectedStructLikeEnd => wrong(Expected::Fields),
        Error::ExpectedMap | Error::ExpectedMapEnd => wrong(Expected::Entries),
        Error::ExpectedInteger | Error::IntegerOutOfBounds | Error::ExpectedFloat => wrong(Expected::Number),
        Error::NoSuchStructField { found, .. } => Fault::UnknownField { found: found.clone(), nearest: None },
        Error::MissingStructField { field, .. } => Fault::MissingField((*field).to_owned()),
        Error::DuplicateStructField { field, .. } => Fault::DuplicateField((*field).to_owned()),
        other => Fault::Grammar(other.to_string()),
    }
}

/// The punctuation of a Chinese keyboard at a place, or just before it, where RON has none.
fn full_width_punctuation(source: &str, line: usize, column: usize) -> Option<char> {
    let line = source.lines().nth(line.saturating_sub(1))?;
    let mut around = line.chars().skip(column.saturating_sub(2)).take(2);
    around
        .find(|c| matches!(c, '，' | '：' | '“' | '”' | '‘' | '’' | '（' | '）' | '【' | '】' | '；' | '、'))
}

fn at_end(source: &str, line: usize, column: usize) -> bool {
    let rest = source.split('\n').skip(line.saturating_sub(1));
    let mut rest = rest.enumerate().map(|(index, text)| {
        let skipped = if index == 0 { column.saturating_sub(1) } else { 0 };
        text.chars().skip(skipped).collect::<String>()
    });
    rest.all(|text| text.trim().is_empty())
}

/// The value that begins at a place, as far as its line goes.
fn text_at(source: &str, line: usize, column: usize) -> String {
    let line = source.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let text: String = line.chars().skip(column.saturating_sub(1)).collect();
    let end = match text.strip_prefix('"') {
        Some(rest) => rest.find('"').map(|quote| quote + 2),
        None => text.find([',', ']', ')']),
    };
    shorten(end.and_then(|end| text.get(..end)).unwrap_or(&text))
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
pub(super) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
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
