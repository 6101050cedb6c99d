//! `reportui facts FILE…`: every number of the reports, one a line.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::ArgMatches;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Number;

use super::{Outcome, arguments, complain, files, json};
use crate::check::{Totals, contradicts};
use crate::store::Loaded;
use crate::words::Words;

/// One number of one report.
#[derive(Serialize)]
struct Fact<'a> {
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

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let out = BufWriter::new(io::stdout().lock());
    let mut sheet = match matches.get_one::<String>("format").map(String::as_str) {
        Some("ndjson") => Sheet::Ndjson(out),
        _ => Sheet::csv(out, matches.get_flag("bom"))?,
    };
    let mut outcome = Outcome::Fine;
    for file in files::expand(words, arguments::files(matches)) {
        match files::load(words, &file) {
            Ok(loaded) => each(&file, &loaded, |fact| sheet.add(fact))?,
            Err(refusal) => {
                outcome = Outcome::Failed;
                complain(&refusal);
            }
        }
    }
    sheet.finish()?;
    Ok(outcome)
}

/// Where the numbers go.
enum Sheet<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Ndjson(W),
}

impl<W: Write> Sheet<W> {
    fn csv(mut out: W, bom: bool) -> io::Result<Self> {
        if bom {
            write!(out, "\u{feff}")?;
        }
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["file", "organ", "year", "edition", "table", "row", "column", "kind", "value"])?;
        Ok(Self::Csv(Box::new(csv)))
    }

    fn add(&mut self, fact: &Fact) -> io::Result<()> {
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

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(mut csv) => csv.flush(),
            Self::Ndjson(mut out) => out.flush(),
        }
    }
}

/// Goes through the numbers of a report in form order; a printed total that differs follows the computed one.
fn each(file: &Path, loaded: &Loaded, mut tell: impl FnMut(&Fact) -> io::Result<()>) -> io::Result<()> {
    let Loaded { form, report, .. } = loaded;
    let totals = Totals::of(form, report);
    let file = files::shown(file);
    for (id, cell) in form.cells() {
        let (row, column) = form.row_and_column(id);
        let mut fact = |kind, value: Option<Decimal>| {
            tell(&Fact {
                file: &file,
                organ: &report.organ,
                year: report.year,
                edition: &report.edition,
                table: &form.table_of(id).id,
                row: &row.id,
                column: &column.id,
                kind,
                value: value.and_then(|value| value.to_string().parse().ok()),
            })
        };
        let computed = totals.number(form, report, id);
        fact(if cell.is_computed() { "computed" } else { "input" }, computed)?;
        if let Some(stated) = report.stated.get(&id)
            && contradicts(*stated, computed)
        {
            fact("stated", Some(*stated))?;
        }
    }
    Ok(())
}

/// A text that neither a terminal nor a spreadsheet takes for a command.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let text = crate::text::visible(text);
    if text.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text }
}
