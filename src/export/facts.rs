//! Every number of a report, one a line, for spreadsheets and databases. Ids, never labels: nothing here is translated.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Number;

use super::{Source, json};
use crate::check::{Totals, contradicts};
use crate::form::Form;
use crate::report::Report;

/// One number of one report.
#[derive(Serialize)]
pub struct Fact<'a> {
    file: &'a str,
    organ: &'a str,
    year: Option<u16>,
    edition: &'a str,
    table: &'a str,
    row: &'a str,
    column: &'a str,
    kind: &'static str,
    value: Option<Number>,
}

/// Where facts go.
pub enum Facts<W: Write> {
    /// Comma-separated values.
    Csv(Box<csv::Writer<W>>),
    /// One JSON object a line.
    Ndjson(W),
}

impl<W: Write> Facts<W> {
    /// A sheet of comma-separated values, still without its header.
    pub fn csv(out: W) -> Self {
        Self::Csv(Box::new(csv::Writer::from_writer(out)))
    }

    /// Adds the numbers of a report in form order; a printed total that differs follows the computed one.
    pub fn add(&mut self, file: &str, form: &Form, report: &Report, totals: &Totals) -> io::Result<()> {
        for (id, cell) in form.cells() {
            let (row, column) = form.row_and_column(id);
            let mut fact = |kind, value: Option<Decimal>| {
                self.add_fact(&Fact {
                    file,
                    organ: &report.organ,
                    year: report.year,
                    edition: &report.edition,
                    table: form.table_of(id).id,
                    row: row.id,
                    column: column.id,
                    kind,
                    value: value.and_then(json::number),
                })
            };
            let computed = totals.number(report, id);
            fact(if cell.is_computed() { "computed" } else { "input" }, computed)?;
            if let Some(stated) = report.stated.get(&id)
                && contradicts(*stated, computed)
            {
                fact("stated", Some(*stated))?;
            }
        }
        Ok(())
    }

    fn add_fact(&mut self, fact: &Fact) -> io::Result<()> {
        match self {
            Self::Ndjson(out) => json::line(out, fact),
            Self::Csv(csv) => {
                let year = fact.year.map(|year| year.to_string()).unwrap_or_default();
                let value = fact.value.as_ref().map(ToString::to_string).unwrap_or_default();
                let (file, organ) = (harmless(fact.file), harmless(fact.organ));
                let Fact { edition, table, row, column, kind, .. } = fact;
                csv.write_record([&file, &organ, &*year, edition, table, row, column, kind, &value])?;
                Ok(())
            }
        }
    }

    /// Writes what is left.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(mut csv) => csv.flush(),
            Self::Ndjson(mut out) => out.flush(),
        }
    }
}

/// The byte order mark, by which Excel knows UTF-8.
pub const MARK: &str = "\u{feff}";

/// Writes the header of a sheet of comma-separated values; Excel knows UTF-8 by its byte order mark.
pub fn header(out: &mut impl Write, bom: bool) -> io::Result<()> {
    let mark = if bom { MARK } else { "" };
    writeln!(out, "{mark}file,organ,year,edition,table,row,column,kind,value")
}

/// The numbers of one report as CSV.
pub fn write(source: &Source) -> Vec<u8> {
    let mut out = Vec::new();
    let written = header(&mut out, false).and_then(|()| {
        let mut facts = Facts::csv(&mut out);
        facts.add(source.file, source.form, source.report, &source.derived.totals)?;
        facts.finish()
    });
    // Writing to memory does not fail.
    debug_assert!(written.is_ok());
    out
}

/// A text that neither a terminal nor a spreadsheet takes for a command.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let text = crate::text::visible(text);
    // A stroke alone stands for standard input.
    if text != "-" && text.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text }
}
