//! Changes as values: the only way a report changes, and the way back.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Place, Prose, Reference, Report, Signed, Value, Waiver};
use crate::form::{AmountUnit, CellId, Form, SectionId};

/// One change to what the file keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A cell takes a value.
    Cell(CellId, Value),
    /// A text in place of what stands between two places of a section; line ends part paragraphs.
    Text {
        /// The section.
        section: SectionId,
        /// Where the old text begins.
        from: Place,
        /// Where the old text ends.
        to: Place,
        /// The new text.
        text: String,
        /// References in the report as it is after the change.
        references: Vec<Reference>,
    },
    /// The organ's name.
    Organ(String),
    /// The report year.
    Year(Option<u16>),
    /// The unit of amounts.
    AmountUnit(AmountUnit),
    /// The signature line.
    Signed(Option<Signed>),
    /// A printed total that differs is kept, or dropped.
    Stated(CellId, Option<Decimal>),
    /// The list of accepted findings.
    Waivers(Vec<Waiver>),
    /// The report moves to another edition of the form.
    Edition(Box<Recast>),
    /// Another state of the report takes the place of all of it.
    Whole(Box<Report>),
}

impl Edit {
    /// A plain text in place of what stands between two places.
    pub fn text(section: SectionId, from: Place, to: Place, text: impl Into<String>) -> Self {
        Self::Text { section, from, to, text: text.into(), references: Vec::new() }
    }

    /// The cell that it changes, or whose printed total.
    pub fn cell(&self) -> Option<CellId> {
        match self {
            Self::Cell(cell, _) | Self::Stated(cell, _) => Some(*cell),
            _ => None,
        }
    }
}

/// Everything of a report that depends on its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recast {
    edition: String,
    amount_unit: AmountUnit,
    cells: Vec<Value>,
    prose: Prose,
    stated: BTreeMap<CellId, Decimal>,
    waivers: Vec<Waiver>,
    references: Vec<Reference>,
}

/// Makes a change and gives back its inverse.
pub fn apply(report: &mut Report, edit: Edit) -> Edit {
    use std::mem::replace;
    match edit {
        Edit::Cell(cell, value) => Edit::Cell(cell, replace(&mut report.cells[cell.0], value)),
        Edit::Text { section, from, to, text, references } => {
            let (from, to) = (report.nearest(section, from), report.nearest(section, to));
            let (removed, old) = report.replace_text(section, from, to, &text);
            report.add_references(references);
            Edit::Text { section, from, to: from.after(&text), text: removed, references: old }
        }
        Edit::Organ(organ) => Edit::Organ(replace(&mut report.organ, organ)),
        Edit::Year(year) => Edit::Year(replace(&mut report.year, year)),
        Edit::AmountUnit(unit) => Edit::AmountUnit(replace(&mut report.amount_unit, unit)),
        Edit::Signed(signed) => Edit::Signed(replace(&mut report.signed, signed)),
        Edit::Stated(cell, stated) => Edit::Stated(
            cell,
            match stated {
                Some(number) => report.stated.insert(cell, number),
                None => report.stated.remove(&cell),
            },
        ),
        Edit::Waivers(waivers) => Edit::Waivers(replace(&mut report.waivers, waivers)),
        Edit::Whole(other) => Edit::Whole(Box::new(replace(report, *other))),
        Edit::Edition(recast) => Edit::Edition(Box::new(Recast {
            edition: replace(&mut report.edition, recast.edition),
            amount_unit: replace(&mut report.amount_unit, recast.amount_unit),
            cells: replace(&mut report.cells, recast.cells),
            prose: replace(&mut report.prose, recast.prose),
            stated: replace(&mut report.stated, recast.stated),
            waivers: replace(&mut report.waivers, recast.waivers),
            references: replace(&mut report.references, recast.references),
        })),
    }
}

/// The change that moves a report from one edition to another, and the filled cells that have no place there.
///
/// A value moves when both editions have a cell of its address and kind, a text to the section of the same id. One whose section
/// is not there goes to the end of the last section of prose, under its title.
pub fn recast(report: &Report, from: &Form, to: &Form) -> (Edit, Vec<CellId>) {
    let home = |cell: CellId| {
        let old = from.cell(cell);
        to.find(&old.address).filter(|new| {
            let new = to.cell(*new);
            new.kind == old.kind && new.is_computed() == old.is_computed()
        })
    };
    let mut cells = vec![Value::Blank; to.cell_count()];
    let mut homeless = Vec::new();
    for (cell, _) in from.cells().filter(|(cell, _)| !report.value(*cell).is_blank()) {
        match home(cell) {
            Some(new) => cells[new.0] = report.value(cell).clone(),
            None => homeless.push(cell),
        }
    }
    let stated = report.stated.iter().filter_map(|(cell, number)| Some((home(*cell)?, *number))).collect();
    let waivers = report.waivers.iter().filter_map(|waiver| {
        let cells = waiver.cells.iter().map(|cell| home(*cell)).collect::<Option<Vec<_>>>()?;
        Some(Waiver { cells, ..waiver.clone() })
    });
    let (prose, places) = move_prose(report, from, to);
    // What has no cell there any more is plain text.
    let references = report.references.iter().filter_map(|one| {
        let (section, before) = places[one.section.0]?;
        let paragraph = before + one.paragraph;
        Some(Reference { cell: home(one.cell)?, section, paragraph, ..one.clone() })
    });
    let recast = Recast {
        edition: to.edition.to_owned(),
        amount_unit: if to.amount_units.is_empty() { AmountUnit::default() } else { report.amount_unit },
        cells,
        prose: prose.into(),
        stated,
        waivers: waivers.collect(),
        references: references.collect(),
    };
    (Edit::Edition(Box::new(recast)), homeless)
}

/// Where a section's text is in another edition: the section there, and how many paragraphs stand before it.
type Moved = Option<(SectionId, usize)>;

/// The prose in another edition, and for each section of this one where its text is.
fn move_prose(report: &Report, from: &Form, to: &Form) -> (Vec<Vec<String>>, Vec<Moved>) {
    let mut prose = vec![Vec::new(); to.sections.len()];
    let is_prose = |section: &SectionId| to.section_at(*section).is_prose();
    let home = |section: usize| to.section(from.sections[section].id).filter(is_prose);
    let mut places: Vec<_> =
        (0..from.sections.len()).map(|section| home(section).map(|home| (home, 0))).collect();
    for (text, place) in report.prose.iter().zip(&places) {
        if let Some((section, _)) = place {
            prose[section.0].clone_from(text);
        }
    }
    let last = (0..to.sections.len()).rev().map(SectionId).find(is_prose);
    for (section, text) in report.prose.iter().enumerate() {
        if let (None, Some(last), false) = (places[section], last, text.is_empty()) {
            prose[last.0].push(from.sections[section].title.to_owned());
            places[section] = Some((last, prose[last.0].len()));
            prose[last.0].extend(text.iter().cloned());
        }
    }
    (prose, places)
}
