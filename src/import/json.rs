//! The whole report as JSON, as an export writes it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Number, Value as Json};

use super::note::{Note, Subject};
use super::{Imported, NotImported};
use crate::form::{AmountUnit, CellId, Form, Forms};
use crate::report::document::YEARS;
use crate::report::{Contribution, Report, Signed, Value, Waiver};

/// The layout that is read.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Document {
    reportui: u32,
    edition: String,
    #[serde(default)]
    organ: String,
    year: Option<u16>,
    amount_unit: Option<String>,
    #[serde(default)]
    prose: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    cells: BTreeMap<String, Json>,
    #[serde(default)]
    stated: BTreeMap<String, Number>,
    #[serde(default)]
    accepted: Vec<Accepted>,
    signed: Option<SignedBy>,
    #[serde(default)]
    sum_of: Vec<SumOf>,
}

#[derive(Deserialize)]
struct Accepted {
    rule: String,
    #[serde(default)]
    cells: Vec<String>,
    phrase: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    left: Option<Number>,
    right: Option<Number>,
    reason: String,
}

#[derive(Deserialize)]
struct SumOf {
    organ: String,
    file: String,
    #[serde(default)]
    of: Vec<String>,
    digest: String,
}

#[derive(Deserialize)]
struct SignedBy {
    #[serde(default)]
    organ: String,
    #[serde(default)]
    date: String,
}

/// Whether a text is such a file, by its beginning.
pub fn is_own(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"{") && memchr::memmem::find(head, b"\"reportui\"").is_some()
}

/// Reads the file. What names a place that the form does not have is listed, not dropped in silence.
pub fn read(text: &str) -> Result<Imported, NotImported> {
    let document: Document = serde_json::from_str(text).map_err(|_| NotImported::Damaged)?;
    if document.reportui > VERSION {
        return Err(NotImported::Newer);
    }
    let form = Forms.get(&document.edition).ok_or(NotImported::Newer)?;
    let year = document.year.filter(|year| YEARS.contains(year));
    let mut report = Report::new(form, year);
    let mut notes = Vec::new();
    report.organ = document.organ;
    for (id, paragraphs) in document.prose {
        match form.section(&id).filter(|section| form.section_at(*section).is_prose()) {
            Some(section) => report.prose[section.0] = paragraphs,
            None => notes.push(Note::told(Subject::TextWithoutPlace { text: paragraphs.join("\n") }, None)),
        }
    }
    let mut unplaced = |text: String| {
        notes.push(Note::open(Subject::Unplaced { text, cells: Vec::new() }, None));
    };
    if let Some(year) = document.year.filter(|_| year.is_none()) {
        unplaced(format!("year: {year}"));
    }
    let takes = |unit| form.amount_units.contains(&unit) || unit == AmountUnit::default();
    if let Some(unit) = document.amount_unit {
        match AmountUnit::from_label(&unit).filter(|unit| takes(*unit)) {
            Some(unit) => report.amount_unit = unit,
            None => unplaced(format!("amount_unit: {unit}")),
        }
    }
    for (address, value) in document.cells {
        if let Some(id) = form.find(&address).filter(|id| !form.cell(*id).is_computed()) {
            report.cells[id.0] = cell(form, id, &value);
        } else {
            unplaced(format!("{address}: {value}"));
        }
    }
    for (address, total) in document.stated {
        match (form.find(&address).filter(|id| form.cell(*id).is_computed()), decimal(&total)) {
            (Some(id), Some(total)) => {
                report.stated.insert(id, total);
            }
            _ => unplaced(format!("stated: {address}: {total}")),
        }
    }
    for SumOf { organ, file, of, digest } in document.sum_of {
        match u64::from_str_radix(&digest, 16) {
            Ok(digest) => report.contributions.push(Contribution { organ, file, of, digest }),
            Err(_) => unplaced(format!("sum_of: {file}: {digest}")),
        }
    }
    for accepted in document.accepted {
        match waiver(form, &accepted) {
            Some(waiver) => report.waivers.push(waiver),
            None => unplaced(format!("accepted: {}: {}", accepted.rule, accepted.reason)),
        }
    }
    report.signed = document.signed.map(|SignedBy { organ, date }| Signed { organ, date });
    Ok(Imported { form, report, notes })
}

fn cell(form: &Form, id: CellId, value: &Json) -> Value {
    match value {
        Json::Null => Value::Blank,
        Json::String(text) => Value::typed(form.cell(id).kind, text),
        other => Value::typed(form.cell(id).kind, &other.to_string()),
    }
}

fn waiver(form: &Form, accepted: &Accepted) -> Option<Waiver> {
    let cells: Option<Vec<_>> = accepted.cells.iter().map(|address| form.find(address)).collect();
    Some(Waiver {
        rule: accepted.rule.clone(),
        cells: cells?,
        phrase: accepted.phrase.clone(),
        names: accepted.names.clone(),
        left: accepted.left.as_ref().and_then(decimal),
        right: accepted.right.as_ref().and_then(decimal),
        reason: accepted.reason.clone(),
    })
}

fn decimal(number: &Number) -> Option<Decimal> {
    number.to_string().parse().ok()
}
