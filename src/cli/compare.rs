//! `reportui compare A B`: what is different between two reports.

use std::io::{self, Write as _};

use clap::ArgMatches;
use serde_json::{Value as Json, json};

use super::{Outcome, arguments, complain, files};
use crate::export::json::{decimal, held, line};
use crate::form::Form;
use crate::report::{Difference, Waiver, comparable, differences};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let reports: Result<Vec<_>, _> =
        arguments::files(matches).iter().map(|file| files::load(words, file)).collect();
    let reports = match reports {
        Ok(reports) => reports,
        Err(refusal) => {
            complain(&refusal);
            return Ok(Outcome::Failed);
        }
    };
    let [first, second] = reports.as_slice() else { return Ok(Outcome::Failed) };
    let forms = (first.form, second.form);
    let (found, others) =
        comparable(forms, &second.report, differences(forms, &first.report, &second.report));
    let mut out = io::stdout().lock();
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        let differences: Vec<Json> = found.iter().map(|one| described(first.form, one)).collect();
        line(&mut out, &differences)?;
    } else {
        writeln!(out, "{}", words.differences(first.form, &found))?;
    }
    if others > 0 {
        complain(&words.say("compare.other-columns", &[("count", &others)]));
    }
    Ok(if found.is_empty() { Outcome::Fine } else { Outcome::Found })
}

/// A difference for programs: what, and what both reports hold there.
fn described(form: &Form, difference: &Difference) -> Json {
    match difference {
        Difference::Edition(old, new) => json!({ "what": "edition", "old": old, "new": new }),
        Difference::Organ(old, new) => json!({ "what": "organ", "old": old, "new": new }),
        Difference::Year(old, new) => json!({ "what": "year", "old": old, "new": new }),
        Difference::Cell(cell, old, new) => {
            json!({ "what": "cell", "cell": form.cell(*cell).address, "old": held(old), "new": held(new) })
        }
        Difference::Paragraphs(section, old, new) => {
            json!({ "what": "paragraphs", "section": form.section_at(*section).id, "old": old, "new": new })
        }
        Difference::AmountUnit(old, new) => {
            json!({ "what": "amount_unit", "old": old.label(), "new": new.label() })
        }
        Difference::Signed(old, new) => json!({ "what": "signed", "old": old, "new": new }),
        Difference::Stated(cell, old, new) => {
            json!({ "what": "stated", "cell": form.cell(*cell).address, "old": decimal(*old), "new": decimal(*new) })
        }
        Difference::Accepted(about, old, new) => {
            let accepted = |waiver: &Waiver| json!({ "left": decimal(waiver.left), "right": decimal(waiver.right), "reason": waiver.reason });
            json!({
                "what": "accepted",
                "rule": about.rule,
                "cells": about.cells,
                "phrase": about.phrase,
                "names": about.names,
                "old": old.as_deref().map(accepted),
                "new": new.as_deref().map(accepted),
            })
        }
    }
}
