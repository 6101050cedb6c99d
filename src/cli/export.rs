//! `reportui export FILE… --to FORMAT`: reports as documents to hand in, to publish and to calculate with.
//!
//! A final document is refused while an error stands that nobody accepted; a draft is never refused, and marked on every page.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, arguments, check, complain, files};
use crate::export::{self, Format, Source};
use crate::form::Severity;
use crate::store::Neighbours;
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
    let mut neighbours = (reports.len() > 1).then(Neighbours::default);
    let mut outcome = Outcome::Fine;
    for file in reports {
        let target = files::target(output, &file, format.id());
        outcome = outcome.max(one(words, matches, neighbours.as_mut(), format, &file, &target));
    }
    outcome
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
    let open: Vec<_> = loaded.notes.iter().filter(|note| note.is_open).collect();
    let count = errors.len() + open.len();
    if count > 0 && !is_draft {
        for finding in &errors {
            complain(&check::told(words, file, loaded.form, finding));
        }
        for note in &open {
            complain(&files::noted(words, file, &loaded, note));
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
    let bytes = export::export(format, &source);
    if let Err(refusal) = files::save(words, target, &bytes, matches.get_flag("force")) {
        complain(&refusal);
        return Outcome::Failed;
    }
    let key = if is_draft { "export.done.draft" } else { "export.done" };
    complain(&words.say(key, &[("file", &shown), ("target", &files::shown(target))]));
    Outcome::Fine
}
