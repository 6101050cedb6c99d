//! `reportui versions FILE`: the saved versions of a report that are kept.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, complain, files};
use crate::app::open::refusal;
use crate::app::other::describe;
use crate::check::check;
use crate::form::Severity;
use crate::report::{differences, document};
use crate::store::{How, Loaded, SaveError, Store, Version};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let store = Store::of_this_machine();
    let Some(file) = matches.get_one::<PathBuf>("file") else { return Ok(Outcome::Failed) };
    let versions = store.versions(file);
    let chosen = ["show", "compare", "restore"]
        .into_iter()
        .find_map(|action| Some((action, *matches.get_one::<u64>(action)?)));
    let Some((action, number)) = chosen else { return list(words, &store, file, &versions) };
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let Some(version) = index.and_then(|index| versions.get(index)) else {
        complain(&words.say("versions.no-such", &[("number", &number), ("count", &versions.len())]));
        return Ok(Outcome::Failed);
    };
    let loaded = match store.load_version(version) {
        Ok(loaded) => loaded,
        Err(error) => {
            complain(&refusal(words, &version.file, &error));
            return Ok(Outcome::Failed);
        }
    };
    match action {
        "show" => {
            io::stdout().lock().write_all(document::write(loaded.form, &loaded.report).as_bytes())?;
            Ok(Outcome::Fine)
        }
        "compare" => compare(words, file, &loaded),
        _ => Ok(restore(words, &store, file, &loaded)),
    }
}

fn list(words: &Words, store: &Store, file: &Path, versions: &[Version]) -> io::Result<Outcome> {
    if versions.is_empty() {
        complain(&words.say("versions.none", &[("file", &files::shown(file))]));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for (number, version) in (1..).zip(versions) {
        let state = match store.load_version(version) {
            Ok(loaded) => {
                let derived = check(loaded.form, &loaded.report, None);
                let (errors, warnings) = (derived.count(Severity::Error), derived.count(Severity::Warning));
                format!("{}  {}", loaded.report.organ, words.state(errors, warnings))
            }
            Err(_) => words.get("difference.unreadable").to_owned(),
        };
        writeln!(out, "{number:2}  {}  {}", version.saved, crate::text::visible(&state))?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn compare(words: &Words, file: &Path, version: &Loaded) -> io::Result<Outcome> {
    match files::load(words, file) {
        Ok(now) => {
            let found = differences((version.form, now.form), &version.report, &now.report);
            writeln!(io::stdout().lock(), "{}", describe(words, version.form, &found))?;
            Ok(if found.is_empty() { Outcome::Fine } else { Outcome::Found })
        }
        Err(refusal) => {
            complain(&refusal);
            Ok(Outcome::Failed)
        }
    }
}

/// Puts a version in place of the file; what the file holds now is kept as a version too.
fn restore(words: &Words, store: &Store, file: &Path, version: &Loaded) -> Outcome {
    let bytes = version.style.encode(&document::write(version.form, &version.report));
    let sentence = match store.save(file, &bytes, How::default()) {
        Ok(_) => {
            complain(&words.say("notice.saved", &[("file", &files::shown(file))]));
            return Outcome::Fine;
        }
        Err(SaveError::Io(error)) => words.io(&error),
        Err(_) => words.get("io.read-only-file").to_owned(),
    };
    complain(&words.say("notice.not-saved", &[("file", &files::shown(file)), ("error", &sentence)]));
    Outcome::Failed
}
