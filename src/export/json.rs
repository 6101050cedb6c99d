//! The whole report as JSON, for programs: organ, year, edition, paragraphs, cells by address, printed totals, waivers.
//!
//! Ids are those of the form and are never translated. It is safe to look at in a terminal: hidden characters are escaped,
//! nothing is lost. Numbers keep their digits.

use std::fmt::Write as _;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Number, Value as Json, json};

use super::Source;
use crate::form::Form;
use crate::report::{Contribution, Value, Waiver};

/// The version of the layout; a reader refuses a newer one.
pub const VERSION: u32 = 1;

/// The report as JSON.
pub fn write(source: &Source) -> Vec<u8> {
    let Source { form, report, derived, .. } = source;
    let mut cells = Map::new();
    let mut totals = Map::new();
    for (id, cell) in form.cells() {
        if cell.is_computed() {
            totals.insert(cell.address.clone(), decimal(derived.totals.number(report, id)));
        } else {
            cells.insert(cell.address.clone(), held(report.value(id)));
        }
    }
    let prose = form.sections.iter().zip(&report.prose).filter(|(section, _)| section.is_prose());
    let prose: Map<_, _> = prose.map(|(section, text)| (section.id.to_owned(), json!(text))).collect();
    let stated =
        report.stated.iter().map(|(id, total)| (form.cell(*id).address.clone(), decimal(Some(*total))));
    let unit = (!form.amount_units.is_empty()).then(|| report.amount_unit.label());
    let waivers: Vec<_> = report.waivers.iter().map(|waiver| accepted(form, waiver)).collect();
    let signed = report.signed.as_ref().map(|signed| json!({ "organ": signed.organ, "date": signed.date }));
    let document = json!({
        "reportui": VERSION,
        "draft": source.is_draft,
        "title": form.title(&report.organ, report.year),
        "organ": report.organ,
        "year": report.year,
        "edition": report.edition,
        "amount_unit": unit,
        "prose": prose,
        "cells": cells,
        "totals": totals,
        "stated": stated.collect::<Map<_, _>>(),
        "accepted": waivers,
        "signed": signed,
        "sum_of": report.contributions.iter().map(contribution).collect::<Vec<_>>(),
    });
    safe(&format!("{document:#}\n")).into_bytes()
}

/// The digest is written as the report file has it.
fn contribution(one: &Contribution) -> Json {
    json!({ "organ": one.organ, "file": one.file, "of": one.of, "digest": format!("{:016x}", one.digest) })
}

fn accepted(form: &Form, waiver: &Waiver) -> Json {
    json!({
        "rule": waiver.rule,
        "cells": waiver.cells.iter().map(|cell| form.cell(*cell).address.as_str()).collect::<Vec<_>>(),
        "phrase": waiver.phrase,
        "names": waiver.names,
        "left": decimal(waiver.left),
        "right": decimal(waiver.right),
        "reason": waiver.reason,
    })
}

/// What a cell holds: null, a number, or the text that is none.
pub fn held(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Number(number) => decimal(Some(*number)),
        Value::Invalid(text) => Json::from(text.as_str()),
    }
}

/// A number with all its digits, or null.
pub fn decimal(number: Option<Decimal>) -> Json {
    number.and_then(self::number).map_or(Json::Null, Json::Number)
}

/// A number with all its digits.
pub fn number(number: Decimal) -> Option<Number> {
    number.to_string().parse().ok()
}

/// Writes a value on one line.
pub fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    self::value(out, value)?;
    writeln!(out)
}

/// Writes a value without a line end.
pub fn value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write!(out, "{}", safe(&serde_json::to_string(value)?))
}

/// The same JSON with hidden characters escaped. They stand in strings only, but for the ends of lines, which in strings are
/// escaped already.
fn safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && crate::text::is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let mut out = Vec::new();
        super::line(&mut out, &"克\u{9b}\u{202e}\u{1b}\"井\u{e0001}").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "\"克\\u009b\\u202e\\u001b\\\"井\\udb40\\udc01\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "克\u{9b}\u{202e}\u{1b}\"井\u{e0001}");
    }
}
