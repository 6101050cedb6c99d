//! `reportui export FILE… --to FORMAT`: reports as documents to hand in, to publish and to calculate with.
//!
//! A final document is refused while an error stands that nobody accepted; a draft is never refused, and marked on every page.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, arguments, check, complain, files};
use crate::export::{self, Format, NotExported, Source};
use crate::form::Severity;
use crate::store::{self, Neighbours};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> Outcome {
    let Some(format) = matches.get_one::<String>("to").and_then(|id| Format::from_id(id)) else {
        return Outcome::Failed;
    };
    let output = matches.get_one::<PathBuf>("output");
    let reports = files::expand(words, arguments::files(matches));
    if !files::has_room_for(words, output, &reports) {
        return Outcome::Failed;
    }
    let targets: Vec<_> = reports.iter().map(|file| files::target(output, file, format.id())).collect();
    if let Some(refusal) = clash(words, &reports, &targets) {
        complain(&refusal);
        return Outcome::Failed;
    }
    let mut neighbours = (reports.len() > 1).then(Neighbours::default);
    // Whoever asks for documents and gets none has to hear of it.
    let mut outcome = if reports.is_empty() { Outcome::Failed } else { Outcome::Fine };
    for (file, target) in reports.iter().zip(&targets) {
        outcome = outcome.max(one(words, matches, neighbours.as_mut(), format, file, target));
    }
    outcome
}

/// Why these documents must not be written: two in one place, or one over a report or over what it is made of.
fn clash(words: &Words, reports: &[PathBuf], targets: &[PathBuf]) -> Option<String> {
    for (index, (file, target)) in reports.iter().zip(targets).enumerate() {
        let is_report = target.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron"));
        if is_report || reports.iter().any(|file| store::is_same(file, target)) {
            return Some(words.say("export.over-source", &[("target", &files::shown(target))]));
        }
        if let Some(other) = targets[..index].iter().position(|other| other == target) {
            let (first, second) = (files::shown(&reports[other]), files::shown(file));
            let target = files::shown(target);
            return Some(
                words.say("export.clash", &[("first", &first), ("second", &second), ("target", &target)]),
            );
        }
    }
    None
}

fn one(
    words: &Words,
    matches: &ArgMatches,
    neighbours: Option<&mut Neighbours>,
    format: Format,
    file: &Path,
    target: &Path,
) -> Outcome {
    let (shown, is_draft) = (files::shown(file), matches.get_flag("draft"));
    let loaded = match files::load(words, file) {
        Ok(loaded) => loaded,
        Err(refusal) => {
            complain(&refusal);
            return Outcome::Failed;
        }
    };
    let derived = files::derive(words, neighbours, file, &loaded);
    let errors: Vec<_> = derived.open().filter(|finding| finding.severity == Severity::Error).collect();
    let count = errors.len() + loaded.notes.iter().filter(|note| note.is_open).count();
    // What the import of a document has left out is not in what is made of it.
    for note in &loaded.notes {
        complain(&files::noted(words, file, &loaded, note));
    }
    if count > 0 && !is_draft {
        for finding in &errors {
            complain(&check::told(words, file, loaded.form, finding));
        }
        complain(&words.say("export.refused", &[("file", &shown), ("count", &count)]));
        return Outcome::Found;
    }
    let source = Source {
        report: &loaded.report,
        form: loaded.form,
        derived: &derived,
        words,
        file: &shown,
        is_draft,
    };
    let bytes = match export::export(format, &source) {
        Ok(bytes) => bytes,
        Err(NotExported::TooLong) => {
            let error = words.get("export.too-long");
            complain(&words.say("cli.not-written", &[("target", &files::shown(target)), ("error", &error)]));
            return Outcome::Failed;
        }
    };
    if target == Path::new("-") {
        let written = io::stdout().lock().write_all(&bytes);
        return if written.is_ok() { Outcome::Fine } else { Outcome::Failed };
    }
    if let Err(refusal) = files::save(words, target, &bytes, matches.get_flag("force")) {
        complain(&refusal);
        return Outcome::Failed;
    }
    let key = if is_draft { "export.done.draft" } else { "export.done" };
    complain(&words.say(key, &[("file", &shown), ("target", &files::shown(target))]));
    Outcome::Fine
}
