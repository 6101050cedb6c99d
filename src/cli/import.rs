//! `reportui import DOCUMENT…`: documents into report files, and a report of what is open.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use serde::Serialize;

use super::many::Results;
use super::{Outcome, arguments, complain, files, many};
use crate::app::refusal::unreadable;
use crate::export::json;
use crate::import::open_points;
use crate::report::document;
use crate::store::{self, Loaded, STANDARD};
use crate::words::Words;

/// The import report of one document, for programs.
#[derive(Serialize)]
struct Summary<'a> {
    file: &'a str,
    target: &'a str,
    edition: &'a str,
    organ: &'a str,
    year: Option<u16>,
    open: usize,
    notes: Vec<Point<'a>>,
}

/// One point of it.
#[derive(Serialize)]
struct Point<'a> {
    about: &'static str,
    open: bool,
    cells: Vec<&'a str>,
    text: &'a str,
    page: Option<usize>,
    table: Option<usize>,
    line: Option<usize>,
    message: String,
}

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let output = matches.get_one::<PathBuf>("output");
    let documents = files::expand_documents(words, arguments::files(matches));
    if !files::has_room_for(words, output, &documents) {
        return Ok(Outcome::Failed);
    }
    if output.is_some_and(|output| !files::is_for_a_report(words, output)) {
        return Ok(Outcome::Failed);
    }
    let force = matches.get_flag("force");
    let target = |file: &Path| files::target(output, file, "ron");
    let read = |file: &Path| {
        if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("ron")) {
            return Err(words.say("import.is-report", &[("file", &files::shown(file))]));
        }
        let target = target(file);
        if store::is_same(file, &target) {
            return Err(words.say("export.over-source", &[("target", &files::shown(&target))]));
        }
        if target != Path::new(STANDARD) && store::exists(&target) && !force {
            return Err(words.say("cli.exists", &[("target", &files::shown(&target))]));
        }
        store::load_document(file).map_err(|error| unreadable(words, file, &error))
    };
    let mut outcome = Outcome::Fine;
    many::each(words, Results::Written, &documents, read, |file, loaded| {
        outcome = outcome.max(one(words, matches, file, &target(file), loaded)?);
        Ok(())
    })?;
    Ok(outcome)
}

fn one(
    words: &Words,
    matches: &ArgMatches,
    file: &Path,
    target: &Path,
    loaded: Result<Loaded, String>,
) -> io::Result<Outcome> {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(refusal) => {
            complain(&refusal);
            return Ok(Outcome::Failed);
        }
    };
    let (shown, target_shown, force) = (files::shown(file), files::shown(target), matches.get_flag("force"));
    let text = document::write(loaded.form, &loaded.report);
    if let Err(refusal) = files::save(words, target, &loaded.style.encode(&text), force) {
        complain(&refusal);
        return Ok(Outcome::Failed);
    }
    let open = open_points(&loaded.notes);
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        json::line(&mut io::stderr().lock(), &sheet(words, &loaded, (&shown, &target_shown), open))?;
    } else {
        for note in &loaded.notes {
            complain(&files::noted(words, file, &loaded, note));
        }
        let told = loaded.notes.len() - open;
        let facts: [(&str, &dyn std::fmt::Display); 4] =
            [("file", &shown), ("target", &target_shown), ("open", &open), ("told", &told)];
        complain(&words.say("import.done", &facts));
    }
    Ok(if open > 0 { Outcome::Found } else { Outcome::Fine })
}

fn sheet<'a>(
    words: &Words,
    loaded: &'a Loaded,
    (file, target): (&'a str, &'a str),
    open: usize,
) -> Summary<'a> {
    let counted = |number: usize| Some(number).filter(|number| *number > 0);
    let notes = loaded.notes.iter().map(|note| Point {
        about: note.subject.id(),
        open: note.is_open,
        cells: note.subject.cells().iter().map(|cell| loaded.form.cell(*cell).address.as_str()).collect(),
        text: note.subject.text(),
        page: note.spot.and_then(|spot| counted(spot.page)),
        table: note.spot.and_then(|spot| counted(spot.table)),
        line: note.spot.and_then(|spot| counted(spot.line)),
        message: words.note(loaded.form, note),
    });
    Summary {
        file,
        target,
        edition: &loaded.report.edition,
        organ: &loaded.report.organ,
        year: loaded.report.year,
        open,
        notes: notes.collect(),
    }
}
