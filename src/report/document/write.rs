//! A report as the text of its file.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::form::{Form, Table};
use crate::report::reference::{looks_referring, written};
use crate::report::{Reference, Report, Value, Waiver};
use crate::text::is_hidden;

/// The text of a report's file: UTF-8, LF, one table row and one paragraph a line.
pub fn write(form: &Form, report: &Report) -> String {
    let mut out = String::with_capacity(16 * 1024);
    out.push_str("Report(\n");
    let version = version(report);
    line(&mut out, &format!("version: {version}"));
    line(&mut out, &format!("edition: {}", quoted(&report.edition)));
    line(&mut out, &format!("organ: {}", quoted(&report.organ)));
    line(
        &mut out,
        &format!("year: {}", report.year.map_or_else(|| "()".to_owned(), |year| year.to_string())),
    );
    if !form.amount_units.is_empty() {
        line(&mut out, &format!("amount_unit: {}", quoted(report.amount_unit.label())));
    }
    for (id, (section, paragraphs)) in form.sections.iter().zip(&report.prose).enumerate() {
        if section.is_prose() {
            let written = paragraphs.iter().enumerate().map(|(index, text)| {
                quoted(&if version < 2 {
                    Cow::Borrowed(text.as_str())
                } else {
                    prose(form, report, id, index, text)
                })
            });
            entries(&mut out, section.id, '[', ']', written);
        }
        for table in &section.tables {
            table_rows(&mut out, form, &form.tables[table.0], report);
        }
    }
    if !report.stated.is_empty() {
        let stated = report
            .stated
            .iter()
            .map(|(cell, number)| format!("{}: {number}", quoted(&form.cell(*cell).address)));
        entries(&mut out, "stated", '{', '}', stated);
    }
    if !report.waivers.is_empty() {
        entries(
            &mut out,
            "accepted",
            '[',
            ']',
            report.waivers.iter().map(|waiver| waiver_entry(form, waiver)),
        );
    }
    if let Some(signed) = &report.signed {
        line(
            &mut out,
            &format!("signed: (organ: {}, date: {})", quoted(&signed.organ), quoted(&signed.date)),
        );
    }
    if report.is_sum() {
        let contributions = report.contributions.iter().map(|one| {
            let (organ, file) = (quoted(&one.organ), quoted(&one.file));
            let names: Vec<_> = one.of.iter().map(|name| quoted(name)).collect();
            let of = if names.is_empty() { String::new() } else { format!(", of: [{}]", names.join(", ")) };
            format!("(organ: {organ}, file: {file}{of}, digest: \"{:016x}\")", one.digest)
        });
        entries(&mut out, "sum_of", '[', ']', contributions);
    }
    out.push_str(")\n");
    out
}

/// The oldest version of the format that has all of this report.
fn version(report: &Report) -> u32 {
    let has_braces = || report.prose.iter().flatten().any(|text| looks_referring(text));
    if report.is_sum() || !report.references.is_empty() || has_braces() { 2 } else { 1 }
}

/// A paragraph with its references.
fn prose<'a>(form: &Form, report: &Report, section: usize, paragraph: usize, text: &'a str) -> Cow<'a, str> {
    let is_here = |one: &&Reference| one.section.0 == section && one.paragraph == paragraph;
    let references: Vec<_> = report.references.iter().filter(is_here).collect();
    if references.is_empty() && !text.contains(['{', '}']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(written(form, text, &references))
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "    {text},");
}

fn entries(out: &mut String, name: &str, open: char, close: char, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return line(out, &format!("{name}: {open}{close}"));
    }
    let _ = writeln!(out, "    {name}: {open}");
    for item in items {
        let _ = writeln!(out, "        {item},");
    }
    let _ = writeln!(out, "    {close},");
}

fn table_rows(out: &mut String, form: &Form, table: &Table, report: &Report) {
    let rows = table.rows.iter().enumerate().filter_map(|(row, facts)| {
        let mut cells = String::new();
        for (column, facts) in table.columns.iter().enumerate() {
            let cell = table.cell(row, column);
            if form.cell(cell).is_computed() {
                continue;
            }
            let separator = if cells.is_empty() { "" } else { ", " };
            let _ = write!(cells, "{separator}{}: {}", facts.id, literal(report.value(cell)));
        }
        (!cells.is_empty()).then(|| format!("{}: ({cells})", facts.id))
    });
    entries(out, table.id, '(', ')', rows);
}

fn literal(value: &Value) -> String {
    match value {
        Value::Blank => "()".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Invalid(text) => quoted(text),
    }
}

fn waiver_entry(form: &Form, waiver: &Waiver) -> String {
    let mut out = format!("(rule: {}", quoted(&waiver.rule));
    if !waiver.cells.is_empty() {
        let cells: Vec<_> = waiver.cells.iter().map(|cell| quoted(&form.cell(*cell).address)).collect();
        let _ = write!(out, ", cells: [{}]", cells.join(", "));
    }
    if let Some(phrase) = &waiver.phrase {
        let _ = write!(out, ", phrase: {}", quoted(phrase));
    }
    if !waiver.names.is_empty() {
        let names: Vec<_> = waiver.names.iter().map(|name| quoted(name)).collect();
        let _ = write!(out, ", names: [{}]", names.join(", "));
    }
    for (name, side) in [("left", waiver.left), ("right", waiver.right)] {
        if let Some(side) = side {
            let _ = write!(out, ", {name}: {side}");
        }
    }
    let _ = write!(out, ", reason: {})", quoted(&waiver.reason));
    out
}

/// A RON string. Control and bidirectional characters are escaped, so that a file shown in a terminal does nothing there.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '"' | '\\') || is_hidden(c)) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = from.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(hidden) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(hidden));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
    out
}
