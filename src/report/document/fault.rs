//! What can be wrong with a report file, as facts. `words` makes the sentences.

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
    /// A digest: up to sixteen hexadecimal digits, in quotation marks.
    Digest,
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
    /// Something other than the comma that separates two items.
    NoComma(String),
    /// A name that RON does not allow.
    Name(String),
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
    /// A name that another edition of the form knows.
    OtherEdition {
        /// The name found.
        name: String,
        /// The edition that has it.
        edition: String,
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
    /// A brace in the text that is neither doubled nor around a cell's address.
    LoneBrace(String),
    /// A printed total for a cell that is none.
    NotATotal(String),
    /// A total in a table row: totals are computed, never stored.
    Computed(String),
}
