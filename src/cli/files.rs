//! The files a command works on and writes, and how it is told of those that cannot be read or written.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::complain;
use crate::app::refusal::{unreadable, unwritten};
use crate::import::Note;
use crate::store::{self, How, Loaded, STANDARD, SaveError, Store};
use crate::words::Words;

/// The files among the arguments: files as they are, folders as the reports in them, or the documents where there are none,
/// patterns as what they match.
pub fn expand(words: &Words, arguments: Vec<PathBuf>) -> Vec<PathBuf> {
    expand_with(words, arguments, "cli.empty-folder", |folder| {
        let reports = store::reports_in(folder)?;
        if reports.is_empty() {
            return store::documents_in(folder);
        }
        // Of a document of the same name a report was made, or the other way round.
        let stems: BTreeSet<_> = reports.iter().map(|report| report.file_stem()).collect();
        let mut left = store::documents_in(folder)?;
        left.retain(|document| !stems.contains(&document.file_stem()));
        if let Some(first) = left.first() {
            let (folder, first) = (shown(folder), shown(Path::new(first.file_name().unwrap_or_default())));
            let values: [(&str, &dyn Display); 3] =
                [("folder", &folder), ("count", &left.len()), ("file", &first)];
            complain(&words.say("cli.documents-left", &values));
        }
        Ok(reports)
    })
}

/// The documents among the arguments, as [`expand`]; folders as the documents in them.
pub fn expand_documents(words: &Words, arguments: Vec<PathBuf>) -> Vec<PathBuf> {
    expand_with(words, arguments, "cli.no-documents", store::documents_in)
}

fn expand_with(
    words: &Words,
    arguments: Vec<PathBuf>,
    empty: &str,
    within: impl Fn(&Path) -> io::Result<Vec<PathBuf>>,
) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for argument in arguments {
        let before = files.len();
        if store::is_folder(&argument) {
            match within(&argument) {
                Ok(found) => files.extend(found),
                // It is told of like a file that cannot be read.
                Err(_) => files.push(argument.clone()),
            }
            if files.len() == before {
                complain(&words.say(empty, &[("folder", &shown(&argument))]));
            }
        } else if argument == Path::new(STANDARD) || store::exists(&argument) {
            files.push(argument);
        } else {
            // The shell of Windows leaves patterns to the program.
            let pattern = argument.to_str().filter(|text| text.contains(['*', '?', '[']));
            let found = pattern.and_then(|pattern| glob::glob(pattern).ok());
            files.extend(found.into_iter().flatten().filter_map(Result::ok));
            if files.len() == before {
                files.push(argument);
            }
        }
    }
    files
}

/// Reads a report, or a document as one, or says why not: `FILE:LINE:COLUMN: …` where there is a place.
pub fn load(words: &Words, file: &Path) -> Result<Loaded, String> {
    store::load_any(file).map_err(|error| unreadable(words, file, &error))
}

/// A line of an import report: `FILE: PLACE KIND: MESSAGE`.
pub fn noted(words: &Words, file: &Path, loaded: &Loaded, note: &Note) -> String {
    let spot = note.spot.map_or_else(String::new, |spot| format!(" {}", words.spot(spot)));
    let kind = words.get(if note.is_open { "import.open" } else { "import.told" });
    format!("{}:{spot} {kind}: {}", shown(file), words.note(loaded.form, note))
}

/// Whether what comes of these files can go where `-o` says: one file into one, several into a folder. Complains if not.
pub fn has_room_for(words: &Words, output: Option<&PathBuf>, files: &[PathBuf]) -> bool {
    let has_room = files.len() < 2 || output.is_none_or(|output| store::is_folder(output));
    if !has_room {
        complain(words.get("cli.one-target"));
    }
    has_room
}

/// Whether a report can be written under this name, and not a document. Complains if not.
pub fn is_for_a_report(words: &Words, target: &Path) -> bool {
    let is_for_one = !store::is_document(target);
    if !is_for_one {
        complain(&words.say("cli.no-report-name", &[("target", &shown(target))]));
    }
    is_for_one
}

/// Where what comes of a file is written: where `-o` says, else beside it.
pub fn target(output: Option<&PathBuf>, file: &Path, extension: &str) -> PathBuf {
    // What comes in by standard input goes out by standard output.
    if output.is_none() && file == Path::new(STANDARD) {
        return PathBuf::from(STANDARD);
    }
    let beside = file.with_extension(extension);
    match output {
        Some(folder) if store::is_folder(folder) => folder.join(beside.file_name().unwrap_or_default()),
        Some(target) => target.clone(),
        None => beside,
    }
}

/// Writes a file whole or not at all, over another only by force, or to standard output; or says why not.
pub fn save(words: &Words, target: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    if target == Path::new(STANDARD) {
        let mut out = io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        // Whoever reads it has had enough.
        let written = written
            .or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) });
        return written.map_err(|error| words.say("cli.output", &[("error", &words.io(&error))]));
    }
    let how = How { create: !force, keep: false, known: None };
    let shown = shown(target);
    Store::of_this_machine().save(target, bytes, how).map(|_| ()).map_err(|error| {
        if matches!(error, SaveError::Exists) {
            return words.say("cli.exists", &[("target", &shown)]);
        }
        words.say("cli.not-written", &[("target", &shown), ("error", &unwritten(words, &error))])
    })
}

/// A file's name as it may be shown.
pub fn shown(file: &Path) -> String {
    crate::text::visible(&file.to_string_lossy()).into_owned()
}
