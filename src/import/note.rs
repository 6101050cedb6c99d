//! The import report: every choice, every number without a place, everything that was left out, with its place in the source.

use rust_decimal::Decimal;

use super::document::Spot;
use crate::form::{AmountUnit, CellId};

/// One line of the import report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// What it is about.
    pub subject: Subject,
    /// Whether someone has to decide or to fill in something; else it is only told.
    pub is_open: bool,
    /// Where it stands in the document.
    pub spot: Option<Spot>,
}

impl Note {
    pub(super) fn open(subject: Subject, spot: Option<Spot>) -> Self {
        Self { subject, is_open: true, spot }
    }

    pub(super) fn told(subject: Subject, spot: Option<Spot>) -> Self {
        Self { subject, is_open: false, spot }
    }
}

impl Note {
    /// The cells for which the document has numbers that could not be placed.
    pub fn numbered(&self) -> &[CellId] {
        match &self.subject {
            Subject::Unplaced { cells, .. } | Subject::Twice { cells, .. } if self.is_open => cells,
            Subject::NoNumber { cell, .. } if self.is_open => std::slice::from_ref(cell),
            _ => &[],
        }
    }
}

/// How many points of an import someone has to decide.
pub fn open_points(notes: &[Note]) -> usize {
    notes.iter().filter(|note| note.is_open).count()
}

/// What does not belong to a report and was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dropped {
    /// Marks such as `- 3 -`.
    PageMarks,
    /// Pictures, which may hold text.
    Pictures,
    /// The title, repeated at the head of a page.
    Header,
    /// Text between the title and the first section.
    Preface,
    /// 落款: who signs and when, which the report keeps in its own place.
    Signature,
    /// Buttons and owner of a web page.
    Footer,
    /// Sheets that say that they are no part of the report.
    Aside,
}

impl Dropped {
    /// Its name in the catalogue of sentences and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::PageMarks => "page-marks",
            Self::Pictures => "pictures",
            Self::Header => "header",
            Self::Preface => "preface",
            Self::Signature => "signature",
            Self::Footer => "footer",
            Self::Aside => "aside",
        }
    }
}

/// What a line of the import report is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// No title with an organ's name was found.
    NoOrgan,
    /// No report year was found.
    NoYear,
    /// The edition could not be told from labels.
    EditionAssumed,
    /// A prose section has no heading, so its text has no place.
    NoHeading {
        /// Title of the section.
        title: String,
    },
    /// Rows of the form that the document does not have, or whose numbers are not there.
    Missing {
        /// The cells without a number.
        cells: Vec<CellId>,
    },
    /// Numbers whose place is not certain.
    Unplaced {
        /// The numbers as they stand there.
        text: String,
        /// The cells of the row they may belong to.
        cells: Vec<CellId>,
    },
    /// The same row stands there twice, with different numbers.
    Twice {
        /// Its cells.
        cells: Vec<CellId>,
        /// The second numbers.
        text: String,
    },
    /// A cell holds something that is no number for it.
    NoNumber {
        /// The cell.
        cell: CellId,
        /// What it holds.
        text: String,
    },
    /// A stroke or the like stands in a cell: it is blank.
    Mark {
        /// The cell.
        cell: CellId,
        /// What it holds.
        text: String,
    },
    /// More than a number stands in a cell.
    Remark {
        /// The cell.
        cell: CellId,
        /// What it holds.
        text: String,
    },
    /// A printed total differs from the sum of its parts.
    Stated {
        /// The total.
        cell: CellId,
        /// What was printed.
        stated: Decimal,
        /// The sum; none where all parts are blank.
        computed: Option<Decimal>,
    },
    /// Numbers stood apart from their labels; order and identities show where they belong.
    ByOrder {
        /// The cells they were put into.
        cells: Vec<CellId>,
    },
    /// A row had fewer numbers than columns; the identities leave only this reading.
    ByIdentities {
        /// The cells they were put into.
        cells: Vec<CellId>,
    },
    /// A row had fewer numbers than columns; they stand under the columns they were put into.
    ByPosition {
        /// The cells they were put into.
        cells: Vec<CellId>,
    },
    /// The table has fewer columns than the form.
    ColumnsLost {
        /// The cells without a column.
        cells: Vec<CellId>,
    },
    /// The unit of amounts was not named anywhere.
    UnitAssumed,
    /// An amount in 元 was converted to 万元, or the other way round.
    Converted {
        /// The cell.
        cell: CellId,
        /// The unit it was written in.
        from: AmountUnit,
    },
    /// Something was left out.
    Dropped {
        /// What it is.
        what: Dropped,
        /// Its text; empty where there is none.
        text: String,
        /// How many of it.
        count: usize,
    },
    /// Text in a section of tables, or below a heading that is not there.
    TextWithoutPlace {
        /// The text.
        text: String,
    },
}

impl Subject {
    /// Its name in the catalogue of sentences and in JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Self::NoOrgan => "no-organ",
            Self::NoYear => "no-year",
            Self::EditionAssumed => "edition-assumed",
            Self::NoHeading { .. } => "no-heading",
            Self::Missing { .. } => "missing",
            Self::Unplaced { .. } => "unplaced",
            Self::Twice { .. } => "twice",
            Self::NoNumber { .. } => "no-number",
            Self::Mark { .. } => "mark",
            Self::Remark { .. } => "remark",
            Self::Stated { .. } => "stated",
            Self::ByOrder { .. } => "by-order",
            Self::ByIdentities { .. } => "by-identities",
            Self::ByPosition { .. } => "by-position",
            Self::ColumnsLost { .. } => "columns-lost",
            Self::UnitAssumed => "unit-assumed",
            Self::Converted { .. } => "converted",
            Self::Dropped { what, .. } => what.id(),
            Self::TextWithoutPlace { .. } => "text",
        }
    }

    /// The cells it is about, in form order.
    pub fn cells(&self) -> &[CellId] {
        match self {
            Self::Missing { cells }
            | Self::Unplaced { cells, .. }
            | Self::Twice { cells, .. }
            | Self::ByOrder { cells }
            | Self::ByIdentities { cells }
            | Self::ByPosition { cells }
            | Self::ColumnsLost { cells } => cells,
            Self::NoNumber { cell, .. }
            | Self::Mark { cell, .. }
            | Self::Remark { cell, .. }
            | Self::Stated { cell, .. }
            | Self::Converted { cell, .. } => std::slice::from_ref(cell),
            _ => &[],
        }
    }

    /// The words of the document it is about; empty where there are none.
    pub fn text(&self) -> &str {
        match self {
            Self::Unplaced { text, .. }
            | Self::Twice { text, .. }
            | Self::NoNumber { text, .. }
            | Self::Mark { text, .. }
            | Self::Remark { text, .. }
            | Self::Dropped { text, .. }
            | Self::TextWithoutPlace { text } => text,
            Self::NoHeading { title } => title,
            _ => "",
        }
    }
}
