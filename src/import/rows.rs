//! Rows of the form's tables with their labels, copied out of a sheet.

use std::collections::BTreeSet;

use super::label::{Labels, Meaning};
use super::note::Subject;
use super::number::{self, Reading};
use super::scan::{Slot, scan};
use super::{sheet, tables};
use crate::form::{CellId, Form, SectionId};
use crate::report::Value;

/// What rows with labels say.
#[derive(Debug, Default)]
pub struct Rows {
    /// What people fill, by cell.
    pub cells: Vec<(CellId, Value)>,
    /// Totals that stand there, as they are written.
    pub totals: Vec<(CellId, String)>,
    /// Numbers of rows that are not known, or not of this section.
    pub unplaced: Vec<String>,
}

/// The rows of a section in lines of cells parted by tabs; none where no label of a row stands there.
pub fn read(form: &Form, section: SectionId, text: &str) -> Option<Rows> {
    let document = sheet::read_tabs(text);
    let scanned = scan(form, &Labels::of(form), &document.lines, &[]);
    let names_a_row = |slot: &Slot| matches!(slot, Slot::Label(Some(Meaning::Row(_))));
    if !scanned.slots.iter().any(names_a_row) {
        return None;
    }
    let mut notes = Vec::new();
    let placed = tables::place(form, &scanned, &mut notes);
    // Only a label tells where numbers belong: what else an import concludes from is not in a few rows.
    let is_guess =
        |subject: &Subject| matches!(subject, Subject::ByOrder { .. } | Subject::ByIdentities { .. });
    let guesses: BTreeSet<CellId> = notes
        .iter()
        .filter(|note| is_guess(&note.subject))
        .flat_map(|note| note.subject.cells().iter().copied())
        .collect();
    let mut rows = Rows::default();
    for (cell, entry) in placed {
        let about = form.cell(cell);
        let text = entry.text.trim().to_owned();
        let is_foreign = guesses.contains(&cell) || form.section_of(cell) != section;
        match number::read(about.kind, &text) {
            Reading::Blank | Reading::Mark => {}
            _ if is_foreign => rows.unplaced.push(text),
            _ if about.is_computed() => rows.totals.push((cell, text)),
            Reading::Number { value, unit: None, .. } => rows.cells.push((cell, Value::Number(value))),
            // An amount in a unit of its own is told of where it stands.
            Reading::Number { .. } | Reading::Other => rows.cells.push((cell, Value::Invalid(text))),
        }
    }
    let left = notes.into_iter().filter(|note| matches!(note.subject, Subject::Unplaced { .. }));
    rows.unplaced.extend(left.map(|note| note.subject.text().to_owned()));
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn rows_go_by_their_labels_and_what_is_not_told_apart_is_left() {
        let form = Forms.get("2021").unwrap();
        let section = form.section("applications").unwrap();
        let text = "项目\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
                    本年新收\t31\t3\t1\t2\t4\t0\t41\n重复申请\t2\t0\t0\t0\t0\t0\t2\n其他\t1\t0\t0\t0\t0\t0\t1\n";
        let rows = read(form, section, text).unwrap();
        let value = |address: &str| {
            let cell = form.find(address).unwrap();
            rows.cells.iter().find(|(other, _)| *other == cell).map(|(_, value)| value.clone())
        };
        assert_eq!(value("applications/new/person"), Some(Value::Number(31.into())));
        assert_eq!(value("applications/repeated/person"), Some(Value::Number(2.into())));
        assert_eq!(value("applications/other_result/person"), None, "there is more than one 其他");
        assert_eq!((rows.totals.len(), rows.unplaced.len()), (2, 1), "{rows:?}");
        assert!(read(form, section, "1\t2\n3\t4").is_none());
        let disclosure = form.section("disclosure").unwrap();
        let elsewhere = read(form, disclosure, "本年新收\t31\t3\t1\t2\t4\t0\t41\n").unwrap();
        assert!(elsewhere.cells.is_empty() && !elsewhere.unplaced.is_empty());
    }
}
