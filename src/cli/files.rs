//! The files a command works on, and how the ones that cannot be read are told of.

use std::path::{Path, PathBuf};

use crate::app::open::refusal;
use crate::store::{self, Loaded};
use crate::words::Words;

/// The report files among the arguments: files as they are, folders as the reports in them, patterns as what they match.
pub fn expand(words: &Words, arguments: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for argument in arguments {
        let before = files.len();
        if store::is_folder(&argument) {
            match store::reports_in(&argument) {
                Ok(reports) => files.extend(reports),
                // It is told of like a file that cannot be read.
                Err(_) => files.push(argument.clone()),
            }
            if files.len() == before {
                super::complain(&words.say("cli.empty-folder", &[("folder", &shown(&argument))]));
            }
        } else if store::exists(&argument) {
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
    store::load_any(file).map_err(|error| refusal(words, file, &error))
}

/// A file's name as it may be shown.
pub fn shown(file: &Path) -> String {
    crate::text::visible(&file.to_string_lossy()).into_owned()
}
