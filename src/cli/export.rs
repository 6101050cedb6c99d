//! `reportui export FILE… --to FORMAT`: reports as documents to hand in, to publish and to calculate with.
//!
//! A final document is refused while an error stands that nobody accepted; a draft is never refused, and marked on every page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::beside::Beside;
use super::many::Results;
use super::{Outcome, arguments, check, complain, files, many};
use crate::app::refusal;
use crate::check::Policy;
use crate::export::facts::MARK;
use crate::export::{self, Format, NotExported, Source};
use crate::form::Severity;
use crate::import::open_points;
use crate::report::Contribution;
use crate::report::sum::Unit;
use crate::store::{self, Loaded, STANDARD};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches, policy: &Policy) -> Outcome {
    let Some(format) = arguments::export_format(matches) else {
        complain(words.get("export.no-format"));
        return Outcome::Failed;
    };
    let output = matches.get_one::<PathBuf>("output");
    let reports = files::expand(words, arguments::files(matches));
    if !files::has_room_for(words, output, &reports) {
        return Outcome::Failed;
    }
    let targets: Vec<_> = reports.iter().map(|file| files::target(output, file, format.id())).collect();
    let is_of_another = |target: &&PathBuf| {
        let extension = target.extension().and_then(|extension| extension.to_str());
        extension.and_then(Format::from_id).is_some_and(|other| other != format)
    };
    if let Some(target) = targets.iter().find(is_of_another) {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("target", &files::shown(target)), ("format", &format.id())];
        complain(&words.say("export.other-name", &values));
        return Outcome::Failed;
    }
    if let Some(refusal) = clash(words, &reports, &targets) {
        complain(&refusal);
        return Outcome::Failed;
    }
    let beside = match Beside::of(words, matches, policy) {
        Ok(beside) => beside,
        Err(refusal) => {
            complain(&refusal);
            return Outcome::Failed;
        }
    };
    // Whoever asks for documents and gets none has to hear of it.
    let mut outcome = if reports.is_empty() { Outcome::Failed } else { Outcome::Fine };
    let make = |file: &Path| {
        let target = files::target(output, file, format.id());
        let mut made = one(words, matches.get_flag("draft"), &beside, format, file, target);
        if format == Format::Csv && matches.get_flag("bom") {
            made.document = made.document.map(|bytes| [MARK.as_bytes(), &bytes].concat());
        }
        made
    };
    let done = many::each(words, Results::Written, &reports, make, |file, made| {
        outcome = outcome.max(put(words, matches, file, made));
        Ok(())
    });
    if done.is_ok() { outcome } else { Outcome::Failed }
}

/// Why these documents must not be written: two in one place, or one over a report or over what it is made of.
fn clash(words: &Words, reports: &[PathBuf], targets: &[PathBuf]) -> Option<String> {
    let mut seen: HashMap<&Path, &Path> = HashMap::new();
    for (file, target) in reports.iter().zip(targets) {
        let is_report = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
        // Most targets are not there yet, and of thousands each would be held against each.
        let is_source = || store::exists(target) && reports.iter().any(|file| store::is_same(file, target));
        if is_report || store::is_report(target) || is_source() {
            return Some(words.say("export.over-source", &[("target", &files::shown(target))]));
        }
        if let Some(other) = seen.insert(target, file) {
            let (first, second) = (files::shown(other), files::shown(file));
            let target = files::shown(target);
            return Some(
                words.say("export.clash", &[("first", &first), ("second", &second), ("target", &target)]),
            );
        }
    }
    None
}

/// A document that was made, and what is to be told about it.
struct Made {
    target: PathBuf,
    told: Vec<String>,
    /// The document, or with what the command ends.
    document: Result<Vec<u8>, Outcome>,
}

/// Makes the document of a report.
fn one(words: &Words, is_draft: bool, beside: &Beside, format: Format, file: &Path, target: PathBuf) -> Made {
    let shown = files::shown(file);
    let loaded = match files::load(words, file) {
        Ok(loaded) => loaded,
        Err(refusal) => return Made { target, told: vec![refusal], document: Err(Outcome::Failed) },
    };
    let (derived, told) = beside.check(file, &loaded);
    let errors: Vec<_> = derived.open().filter(|finding| finding.severity == Severity::Error).collect();
    let open = open_points(&loaded.notes);
    // What the import of a document has left out is not in what is made of it.
    let notes = loaded.notes.iter().map(|note| files::noted(words, file, &loaded, note));
    let mut told: Vec<_> = told.into_iter().chain(notes).collect();
    if errors.len() + open > 0 && !is_draft {
        told.extend(errors.iter().map(|finding| check::told(words, file, loaded.form, finding)));
        let is_to_correct = errors.iter().all(|finding| !finding.can_be_accepted());
        let key = if is_to_correct { "export.refused.correct" } else { "export.refused" };
        let what = words.unready(errors.len(), open);
        told.push(words.say(key, &[("file", &shown), ("what", &what)]));
        return Made { target, told, document: Err(Outcome::Found) };
    }
    let warnings = derived.count(Severity::Warning);
    if warnings > 0 && !is_draft && format.is_printed() {
        told.push(words.say("export.left", &[("file", &shown), ("count", &warnings)]));
    }
    let units = if format == Format::Xlsx { units(words, file, &loaded, &mut told) } else { Vec::new() };
    let source = Source {
        report: &loaded.report,
        form: loaded.form,
        derived: &derived,
        words,
        file: &shown,
        units: &units,
        is_draft,
    };
    let document = export::export(format, &source).map_err(|NotExported::TooLong| {
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("target", &files::shown(&target)), ("error", &words.get("export.too-long"))];
        told.push(words.say("cli.not-written", &values));
        Outcome::Failed
    });
    Made { target, told, document }
}

/// The reports that a sum adds up; `told` hears of those that cannot be read any more.
fn units(words: &Words, file: &Path, sum: &Loaded, told: &mut Vec<String>) -> Vec<Unit> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let unit = |one: &Contribution| {
        let path = folder.join(&one.file);
        match store::load_any(&path) {
            Ok(source) => Unit::of(&one.organ, sum.form, (source.form, &source.report)),
            Err(error) => {
                told.push(refusal::unreadable(words, &path, &error));
                Unit { organ: one.organ.clone(), numbers: Vec::new() }
            }
        }
    };
    sum.report.contributions.iter().map(unit).collect()
}

/// Writes a document where it belongs.
fn put(words: &Words, matches: &ArgMatches, file: &Path, made: Made) -> Outcome {
    for told in &made.told {
        complain(told);
    }
    let target = made.target.as_path();
    let bytes = match made.document {
        Ok(bytes) => bytes,
        Err(outcome) => return outcome,
    };
    if let Err(refusal) = files::save(words, target, &bytes, matches.get_flag("force")) {
        complain(&refusal);
        return Outcome::Failed;
    }
    if target == Path::new(STANDARD) {
        return Outcome::Fine;
    }
    let key = if matches.get_flag("draft") { "export.done.draft" } else { "export.done" };
    complain(&words.say(key, &[("file", &files::shown(file)), ("target", &files::shown(target))]));
    Outcome::Fine
}
