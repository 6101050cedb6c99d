//! Why a file could not be read or written, as sentences.

use std::path::Path;

use crate::store::{MAX_BYTES, ReadError, SaveError};
use crate::text::visible;
use crate::words::Words;

/// Why a file cannot be read, as a sentence that begins with its name: `FILE:LINE:COLUMN: …` where there is a place.
pub fn unreadable(words: &Words, file: &Path, error: &ReadError) -> String {
    let name = visible(&file.to_string_lossy()).into_owned();
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let what = match error {
        ReadError::Document(error) => return format!("{name}:{}", words.fault(error)),
        ReadError::NotFound => words.get("read.not-found").to_owned(),
        ReadError::NoFolder(folder) => {
            return words.say("edit.no-folder", &[("folder", &folder.to_string_lossy())]);
        }
        ReadError::NotAFile => words.get("read.not-a-file").to_owned(),
        ReadError::TooLarge(bytes) => {
            words.say("read.too-large", &[("found", &mebibytes(*bytes)), ("most", &mebibytes(MAX_BYTES))])
        }
        ReadError::Io(error) => words.say("read.io", &[("error", &words.io(error))]),
        ReadError::NotText(error) => words.say("read.not-text", &[("offset", &(error.offset + 1))]),
        ReadError::NotImported(error) => words.not_imported(error),
    };
    format!("{name}: {what}")
}

/// Why nothing was written, as half a sentence.
pub fn unwritten(words: &Words, error: &SaveError) -> String {
    match error {
        SaveError::Io(error) | SaveError::Unfinished(error) => words.io(error),
        SaveError::ReadOnly => words.get("io.read-only-file").to_owned(),
        SaveError::Changed => words.get("read.not-a-file").to_owned(),
        SaveError::Exists => words.get("io.exists").to_owned(),
    }
}
