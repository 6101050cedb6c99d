//! `reportui check FILE…`: every finding, for people, programs and spreadsheets.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::ArgMatches;
use serde::Serialize;
use serde_json::Number;

use super::beside::Beside;
use super::many::Results;
use super::{Outcome, arguments, complain, files, many};
use crate::check::{Finding, Policy};
use crate::export::facts::{MARK, harmless};
use crate::export::json;
use crate::form::{Form, Severity};
use crate::import::open_points;
use crate::words::Words;

/// The rule that a file breaks by not being a report.
const UNREADABLE: &str = "unreadable";

/// A finding as it is written out. Ids and keys are never translated.
#[derive(Default, Serialize)]
struct Line {
    file: String,
    rule: String,
    severity: &'static str,
    section: Option<String>,
    cells: Vec<String>,
    phrase: Option<String>,
    left: Option<Number>,
    right: Option<Number>,
    difference: Option<Number>,
    ground: String,
    message: String,
    remedy: String,
    accepted: Option<String>,
    /// All of it as text has it; empty in the other formats.
    #[serde(skip)]
    text: String,
}

pub fn run(words: &Words, matches: &ArgMatches, policy: &Policy) -> io::Result<Outcome> {
    let strict = matches.get_flag("strict");
    let files = files::expand(words, arguments::files(matches));
    let beside = match Beside::of(words, matches, policy) {
        Ok(beside) => beside,
        Err(refusal) => {
            complain(&refusal);
            return Ok(Outcome::Failed);
        }
    };
    let mut listing = Listing::begin(words, matches, BufWriter::new(io::stdout().lock()))?;
    let mut summary = Summary::default();
    let mut outcome = Outcome::Fine;
    let make = if matches!(listing, Listing::Text(_)) { line_of_text } else { line };
    let examine = |file: &Path| {
        let loaded = files::load(words, file)?;
        let (derived, mut told) = beside.check(file, &loaded);
        let open = open_points(&loaded.notes);
        if open > 0 {
            told.push(words.say("check.open", &[("file", &files::shown(file)), ("count", &open)]));
        }
        let lines = derived.findings.iter().map(|one| (one.severity, make(words, file, loaded.form, one)));
        Ok((lines.collect::<Vec<_>>(), told))
    };
    many::each(words, Results::Printed, &files, examine, |file, examined: Result<_, String>| {
        match examined {
            Ok((lines, told)) => {
                summary.reports += 1;
                for told in &told {
                    complain(told);
                }
                for (severity, line) in lines {
                    let counts = match severity {
                        Severity::Error => true,
                        Severity::Warning => strict,
                        Severity::Note => false,
                    };
                    if line.accepted.is_none() {
                        *summary.of(severity) += 1;
                        outcome = outcome.max(if counts { Outcome::Found } else { Outcome::Fine });
                    }
                    listing.add(&line)?;
                }
            }
            Err(refusal) => {
                outcome = Outcome::Failed;
                summary.unreadable += 1;
                listing.add(&unreadable(words, file, refusal))?;
            }
        }
        Ok(())
    })?;
    let is_text = matches!(listing, Listing::Text(_));
    listing.finish()?;
    if is_text {
        complain(&summary.sentence(words));
    }
    Ok(outcome)
}

/// How many reports were read and what stands open in them.
#[derive(Default)]
struct Summary {
    reports: usize,
    unreadable: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Summary {
    fn of(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        }
    }

    fn sentence(&self, words: &Words) -> String {
        let Self { reports, unreadable, errors, warnings, notes } = self;
        let values: [(&str, &dyn Display); 4] =
            [("reports", reports), ("errors", errors), ("warnings", warnings), ("notes", notes)];
        let summary = words.say("cli.summary", &values);
        if *unreadable == 0 {
            return summary;
        }
        words.say("cli.summary.unreadable", &[("summary", &summary), ("count", unreadable)])
    }
}

/// A finding as a line: `FILE: SEVERITY RULE PLACE: MESSAGE`.
pub fn told(words: &Words, file: &Path, form: &Form, finding: &Finding) -> String {
    let accepted = finding.accepted.as_ref();
    let note = accepted.map_or_else(String::new, |reason| words.say("cli.accepted", &[("reason", reason)]));
    format!(
        "{}: {} {} {}: {}{note}",
        files::shown(file),
        finding.severity.id(),
        finding.rule,
        words.place(form, finding),
        words.statement(form, finding),
    )
}

/// A finding as a line of text needs it, and no more: of many reports there are many.
fn line_of_text(words: &Words, path: &Path, form: &Form, finding: &Finding) -> Line {
    let text = told(words, path, form, finding);
    Line { rule: finding.rule.clone(), accepted: finding.accepted.clone(), text, ..Line::default() }
}

fn line(words: &Words, path: &Path, form: &Form, finding: &Finding) -> Line {
    let number =
        |side: Option<rust_decimal::Decimal>| side.and_then(|side| side.normalize().to_string().parse().ok());
    Line {
        file: files::shown(path),
        rule: finding.rule.clone(),
        severity: finding.severity.id(),
        section: finding.section.map(|section| form.section_at(section).id.to_owned()),
        cells: finding.cells.iter().map(|cell| form.cell(*cell).address.clone()).collect(),
        phrase: finding.phrase.as_ref().map(|phrase| phrase.text.clone()),
        left: number(finding.left),
        right: number(finding.right),
        difference: number(finding.difference()),
        ground: words.ground(form, finding),
        message: words.message(form, finding),
        remedy: words.remedy(finding),
        accepted: finding.accepted.clone(),
        text: String::new(),
    }
}

fn unreadable(words: &Words, file: &Path, refusal: String) -> Line {
    Line {
        file: files::shown(file),
        rule: UNREADABLE.to_owned(),
        severity: Severity::Error.id(),
        message: refusal.clone(),
        remedy: words.get("remedy.unreadable").to_owned(),
        text: refusal,
        ..Line::default()
    }
}

/// Where the findings go, one at a time: nothing grows with the number of reports.
enum Listing<W: Write> {
    Text(W),
    Json { out: W, is_empty: bool },
    Csv(Box<csv::Writer<W>>),
    Markdown(W),
}

impl<W: Write> Listing<W> {
    fn begin(words: &Words, matches: &ArgMatches, mut out: W) -> io::Result<Self> {
        Ok(match matches.get_one::<String>("format").map(String::as_str) {
            Some("json") => {
                write!(out, "[")?;
                Self::Json { out, is_empty: true }
            }
            Some("csv") => {
                if matches.get_flag("bom") {
                    write!(out, "{MARK}")?;
                }
                let mut csv = csv::Writer::from_writer(out);
                csv.write_record([
                    "file",
                    "rule",
                    "severity",
                    "section",
                    "cells",
                    "phrase",
                    "left",
                    "right",
                    "difference",
                    "ground",
                    "message",
                    "remedy",
                    "accepted",
                ])?;
                Self::Csv(Box::new(csv))
            }
            Some("md") => {
                writeln!(out, "{}", words.get("cli.markdown"))?;
                Self::Markdown(out)
            }
            _ => Self::Text(out),
        })
    }

    fn add(&mut self, line: &Line) -> io::Result<()> {
        match self {
            Self::Text(_) if line.rule == UNREADABLE => complain(&line.text),
            Self::Text(out) => writeln!(out, "{}", line.text)?,
            Self::Json { out, is_empty } => {
                writeln!(out, "{}", if *is_empty { "" } else { "," })?;
                *is_empty = false;
                json::value(out, line)?;
            }
            Self::Csv(csv) => csv.write_record(csv_fields(line).iter().map(|field| field.as_bytes()))?,
            Self::Markdown(out) => {
                let accepted = line.accepted.as_deref().unwrap_or_default();
                let cells = [&line.file, line.severity, &line.rule, &line.message, &line.remedy, accepted];
                for cell in cells {
                    let cell = crate::text::visible(cell);
                    let cell = cell.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
                    write!(out, "| {cell} ")?;
                }
                writeln!(out, "|")?;
            }
        }
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Text(mut out) | Self::Markdown(mut out) => out.flush(),
            Self::Json { mut out, .. } => {
                writeln!(out, "\n]")?;
                out.flush()
            }
            Self::Csv(mut csv) => csv.flush(),
        }
    }
}

fn csv_fields(line: &Line) -> [Cow<'_, str>; 13] {
    let number =
        |side: &Option<Number>| Cow::Owned(side.as_ref().map(ToString::to_string).unwrap_or_default());
    [
        harmless(&line.file),
        Cow::Borrowed(&line.rule),
        Cow::Borrowed(line.severity),
        Cow::Borrowed(line.section.as_deref().unwrap_or_default()),
        Cow::Owned(line.cells.join(" ")),
        harmless(line.phrase.as_deref().unwrap_or_default()),
        number(&line.left),
        number(&line.right),
        number(&line.difference),
        Cow::Borrowed(&line.ground),
        harmless(&line.message),
        Cow::Borrowed(&line.remedy),
        harmless(line.accepted.as_deref().unwrap_or_default()),
    ]
}
