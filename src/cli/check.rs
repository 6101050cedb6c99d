//! `reportui check FILE…`: every finding, for people, programs and spreadsheets.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use clap::ArgMatches;
use serde::Serialize;
use serde_json::Number;

use super::facts::harmless;
use super::{Outcome, arguments, complain, files, json};
use crate::check::{Finding, check};
use crate::form::{Form, Severity};
use crate::store::{self, Loaded, Previous};
use crate::words::Words;

/// A finding as it is written out. Ids and keys are never translated.
#[derive(Serialize)]
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
    #[serde(skip)]
    text: String,
}

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let strict = matches.get_flag("strict");
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let mut outcome = Outcome::Fine;
    let mut lines = Vec::new();
    let mut reports = 0;
    for file in files::expand(words, arguments::files(matches))? {
        match files::load(words, &file) {
            Ok(loaded) => {
                let findings = findings(words, &file, &loaded);
                let weighs = |finding: &Finding| match finding.severity {
                    Severity::Error => true,
                    Severity::Warning => strict,
                    Severity::Note => false,
                };
                if findings.iter().any(|finding| finding.accepted.is_none() && weighs(finding)) {
                    outcome = outcome.max(Outcome::Found);
                }
                lines.extend(findings.iter().map(|finding| line(words, &file, loaded.form, finding)));
                reports += 1;
            }
            Err(refusal) => {
                outcome = Outcome::Failed;
                lines.push(unreadable(words, &file, refusal));
            }
        }
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        "json" => json::pretty(&mut out, &lines)?,
        "csv" => csv(&mut out, &lines, matches.get_flag("bom"))?,
        "md" => markdown(words, &mut out, &lines)?,
        _ => {
            text(&mut out, &lines)?;
            complain(&summary(words, reports, &lines));
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn findings(words: &Words, file: &Path, loaded: &Loaded) -> Vec<Finding> {
    let previous = store::previous(file, &loaded.report);
    let last_year = match &previous {
        Previous::One(previous) => Some((previous.form, &previous.report)),
        Previous::None => None,
        Previous::Several => {
            complain(&words.say("cli.several-previous", &[("file", &files::shown(file))]));
            None
        }
    };
    check(loaded.form, &loaded.report, last_year).findings
}

fn line(words: &Words, file: &Path, form: &Form, finding: &Finding) -> Line {
    let number =
        |side: Option<rust_decimal::Decimal>| side.and_then(|side| side.normalize().to_string().parse().ok());
    let file = files::shown(file);
    let accepted = finding.accepted.as_ref();
    let note = accepted.map_or_else(String::new, |reason| words.say("cli.accepted", &[("reason", reason)]));
    let text = format!(
        "{file}: {} {} {}: {}{note}",
        finding.severity.id(),
        finding.rule,
        words.place(form, finding),
        words.statement(form, finding),
    );
    Line {
        file,
        rule: finding.rule.clone(),
        severity: finding.severity.id(),
        section: finding.section.map(|section| form.section_at(section).id.clone()),
        cells: finding.cells.iter().map(|cell| form.cell(*cell).address.clone()).collect(),
        phrase: finding.phrase.as_ref().map(|phrase| phrase.text.clone()),
        left: number(finding.left),
        right: number(finding.right),
        difference: number(finding.difference()),
        ground: words.ground(form, finding),
        message: words.message(form, finding),
        remedy: words.remedy(finding),
        accepted: accepted.cloned(),
        text,
    }
}

fn unreadable(words: &Words, file: &Path, refusal: String) -> Line {
    Line {
        file: files::shown(file),
        rule: "unreadable".to_owned(),
        severity: Severity::Error.id(),
        section: None,
        cells: Vec::new(),
        phrase: None,
        left: None,
        right: None,
        difference: None,
        ground: String::new(),
        message: refusal.clone(),
        remedy: words.get("remedy.unreadable").to_owned(),
        accepted: None,
        text: refusal,
    }
}

fn text(out: &mut impl Write, lines: &[Line]) -> io::Result<()> {
    for line in lines {
        if line.rule == "unreadable" {
            complain(&line.text);
        } else {
            writeln!(out, "{}", line.text)?;
        }
    }
    Ok(())
}

fn summary(words: &Words, reports: usize, lines: &[Line]) -> String {
    let open = |severity: Severity| {
        let this = lines.iter().filter(|line| line.accepted.is_none() && line.rule != "unreadable");
        this.filter(|line| line.severity == severity.id()).count()
    };
    words.say(
        "cli.summary",
        &[
            ("reports", &reports),
            ("errors", &open(Severity::Error)),
            ("warnings", &open(Severity::Warning)),
            ("notes", &open(Severity::Note)),
        ],
    )
}

fn csv(out: &mut impl Write, lines: &[Line], bom: bool) -> io::Result<()> {
    if bom {
        write!(out, "\u{feff}")?;
    }
    let mut csv = ::csv::Writer::from_writer(out);
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
    let number = |side: &Option<Number>| side.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = |text: &Option<String>| harmless(text.as_deref().unwrap_or_default()).into_owned();
    for line in lines {
        csv.write_record([
            &harmless(&line.file),
            line.rule.as_str(),
            line.severity,
            line.section.as_deref().unwrap_or_default(),
            &line.cells.join(" "),
            &text(&line.phrase),
            &number(&line.left),
            &number(&line.right),
            &number(&line.difference),
            &line.ground,
            &harmless(&line.message),
            &line.remedy,
            &text(&line.accepted),
        ])?;
    }
    csv.flush()
}

fn markdown(words: &Words, out: &mut impl Write, lines: &[Line]) -> io::Result<()> {
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
    writeln!(out, "{}", words.get("cli.markdown"))?;
    for line in lines {
        let accepted = line.accepted.as_deref().unwrap_or_default();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&line.file),
            line.severity,
            line.rule,
            cell(&line.message),
            cell(&line.remedy),
            cell(&crate::text::visible(accepted)),
        )?;
    }
    Ok(())
}
