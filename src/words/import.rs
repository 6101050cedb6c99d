//! The import report as sentences: what was found, what is open, where to look.

use super::Words;
use crate::form::Form;
use crate::import::{Dropped, NotImported, Note, Spot, Subject};
use crate::text::{cut, visible};

/// Columns of a document's words that are shown in a sentence.
const EXCERPT: usize = 60;

impl Words {
    /// Why a document cannot be imported, and what to do.
    pub fn not_imported(&self, error: &NotImported) -> String {
        match error {
            NotImported::NotText(error) => self.say("read.not-text", &[("offset", &(error.offset + 1))]),
            NotImported::Damaged => self.get("import.damaged").to_owned(),
            NotImported::OldFormat => self.get("import.old-format").to_owned(),
            NotImported::Pdf => self.get("import.pdf").to_owned(),
            NotImported::Newer => self.get("import.newer").to_owned(),
            NotImported::Several => self.get("import.several").to_owned(),
            NotImported::NoText => self.get("import.no-text").to_owned(),
            NotImported::NoLabels => self.get("import.no-labels").to_owned(),
        }
    }

    /// A place in a document, as a person counts; nothing where there is none.
    pub fn spot(&self, spot: Spot) -> String {
        let Spot { page, table, line } = spot;
        let key = match (page, table) {
            (0, 0) => "import.spot.line",
            (0, _) => "import.spot.table",
            _ => "import.spot.page",
        };
        self.say(key, &[("page", &page), ("table", &table), ("line", &line)])
    }

    /// One line of the import report.
    pub fn note(&self, form: &Form, note: &Note) -> String {
        let subject = &note.subject;
        let text = visible(subject.text());
        let text = cut(&text, EXCERPT);
        let cells = self.cells(form, subject.cells());
        let (stated, computed) = match subject {
            Subject::Stated { stated, computed, .. } => {
                (stated.to_string(), computed.unwrap_or_default().to_string())
            }
            _ => (String::new(), String::new()),
        };
        let unit = match subject {
            Subject::Converted { from, .. } => from.label(),
            _ => "",
        };
        let count = match subject {
            Subject::Dropped { count, .. } => *count,
            other => other.cells().len(),
        };
        let key = match subject {
            Subject::Unplaced { cells, .. } if cells.is_empty() => "import.note.unplaced.anywhere",
            Subject::Dropped { what: Dropped::PageMarks, .. } => "import.note.page-marks",
            other => &format!("import.note.{}", other.id()),
        };
        self.say(
            key,
            &[
                ("text", &text),
                ("cells", &cells),
                ("stated", &stated),
                ("computed", &computed),
                ("unit", &unit),
                ("count", &count),
            ],
        )
    }
}
