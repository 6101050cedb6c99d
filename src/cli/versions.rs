//! `reportui versions FILE`: the saved versions of a report that are kept.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, complain, files};
use crate::app::refusal::{unreadable, unwritten};
use crate::check::{Policy, check};
use crate::form::Severity;
use crate::report::differences;
use crate::store::{self, How, Loaded, Lock, NotLocked, Store, Version, is_document};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches, policy: &Policy) -> io::Result<Outcome> {
    let store = Store::of_this_machine();
    let Some(file) = matches.get_one::<PathBuf>("file") else { return Ok(Outcome::Failed) };
    let versions = store.versions(file);
    let chosen = ["show", "compare", "restore"]
        .into_iter()
        .find_map(|action| Some((action, *matches.get_one::<u64>(action)?)));
    let Some((action, number)) = chosen else { return list(words, &store, file, &versions, policy) };
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let Some(version) = index.and_then(|index| versions.get(index)) else {
        complain(&words.say("versions.no-such", &[("number", &number), ("count", &versions.len())]));
        return Ok(Outcome::Failed);
    };
    let done = match action {
        "compare" => store.load_version(version).map(|loaded| compare(words, file, &loaded)),
        "show" => store.version_bytes(version).map(|bytes| {
            io::stdout().lock().write_all(&bytes)?;
            Ok(Outcome::Fine)
        }),
        _ => {
            // What cannot be read must not take the place of a report.
            let is_sound = if is_document(file) { Ok(()) } else { store.load_version(version).map(|_| ()) };
            let bytes = is_sound.and_then(|()| store.version_bytes(version));
            bytes.map(|bytes| Ok(restore(words, &store, file, &bytes)))
        }
    };
    done.unwrap_or_else(|error| {
        complain(&unreadable(words, &version.file, &error));
        Ok(Outcome::Failed)
    })
}

fn list(
    words: &Words,
    store: &Store,
    file: &Path,
    versions: &[Version],
    policy: &Policy,
) -> io::Result<Outcome> {
    if versions.is_empty() {
        complain(&words.say("versions.none", &[("file", &files::shown(file))]));
        return Ok(if store::exists(file) { Outcome::Fine } else { Outcome::Failed });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    for (number, version) in (1..).zip(versions) {
        let state = match store.load_version(version) {
            // Of a document that was written over there is nothing to check.
            Err(_) if is_document(file) => String::new(),
            Ok(loaded) => {
                let derived = check(loaded.form, &loaded.report, None, policy);
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
            writeln!(io::stdout().lock(), "{}", words.differences(version.form, &found))?;
            Ok(if found.is_empty() { Outcome::Fine } else { Outcome::Found })
        }
        Err(refusal) => {
            complain(&refusal);
            Ok(Outcome::Failed)
        }
    }
}

/// Puts a version in place of the file; what the file holds now is kept as a version too.
fn restore(words: &Words, store: &Store, file: &Path, bytes: &[u8]) -> Outcome {
    let lock = Lock::take(file);
    if let Err(NotLocked::Held(holder)) = &lock {
        let who: [(&str, &dyn std::fmt::Display); 4] = [
            ("file", &files::shown(file)),
            ("user", &holder.user),
            ("machine", &holder.machine),
            ("since", &holder.since),
        ];
        complain(&words.say("versions.held", &who));
        return Outcome::Failed;
    }
    let sentence = match store.save(file, bytes, How::default()) {
        Ok(_) => {
            complain(&words.say("notice.saved", &[("file", &files::shown(file))]));
            return Outcome::Fine;
        }
        Err(error) => unwritten(words, &error),
    };
    complain(&words.say("notice.not-saved", &[("file", &files::shown(file)), ("error", &sentence)]));
    Outcome::Failed
}
