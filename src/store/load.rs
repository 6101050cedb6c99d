//! Reading report files.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::disk::{Disk as _, Machine};
use super::folder::is_document;
use super::path::exists;
use super::{Style, digest};
use crate::form::{Form, Forms};
use crate::import::{self, Imported, NotImported, Note};
use crate::report::Report;
use crate::report::document::{self, DocumentError};
use crate::text::decode::{Encoding, NotText, decode};

/// The largest file that is read: far more than any report, far less than hurts.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// A report and what was found out about its file.
#[derive(Debug)]
pub struct Loaded {
    /// The edition's form.
    pub form: &'static Form,
    /// The report.
    pub report: Report,
    /// The file's encoding.
    pub encoding: Encoding,
    /// How its text was written.
    pub style: Style,
    /// Whether comments stand in it, which a save cannot keep.
    pub has_comments: bool,
    /// Digest of its bytes.
    pub digest: u64,
    /// What an import has to say about it; nothing where the file is a report.
    pub notes: Vec<Note>,
}

/// Why a file could not be read as a report.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such file.
    NotFound,
    /// There is no such folder for a new file.
    NoFolder(PathBuf),
    /// It is a folder, a device, a pipe: not a file.
    NotAFile,
    /// It has more bytes than [`MAX_BYTES`].
    TooLarge(u64),
    /// The system refused.
    Io(io::Error),
    /// It is not text.
    NotText(NotText),
    /// It is text, but not a report.
    Document(DocumentError),
    /// It is a document of another kind, which cannot be read as a report.
    NotImported(NotImported),
}

/// Whether a report stands at this path, whatever it is called.
pub fn is_report(path: &Path) -> bool {
    exists(path) && read(path).is_ok_and(|bytes| is_report_text(&bytes))
}

/// Whether bytes begin like a report file, in whatever encoding.
fn is_report_text(bytes: &[u8]) -> bool {
    decode(bytes.to_vec()).is_ok_and(|(text, ..)| document::is_report(&text))
}

/// The years of the samples that the program carries: a township's report of the first edition, a city's of the second.
pub const SAMPLES: [u16; 2] = [2020, 2024];

/// The sample of a year.
pub fn sample(year: u16) -> Result<Loaded, ReadError> {
    let text = match year {
        2020 => include_str!("../../assets/samples/2020.ron"),
        2024 => include_str!("../../assets/samples/2024.ron"),
        _ => return Err(ReadError::NotFound),
    };
    parse(text.as_bytes().to_vec())
}

/// Reads a report file.
pub fn load(path: &Path) -> Result<Loaded, ReadError> {
    parse(read(path)?)
}

/// Reads a report file, or a document as a report.
pub fn load_any(path: &Path) -> Result<Loaded, ReadError> {
    if path == Path::new(STANDARD) {
        let bytes = standard_input()?;
        return if is_report_text(&bytes) || bytes.is_empty() { parse(bytes) } else { understand("", bytes) };
    }
    if is_document(path) { load_document(path) } else { load(path) }
}

/// Reads a document as a report, whatever its name says.
pub fn load_document(path: &Path) -> Result<Loaded, ReadError> {
    if path == Path::new(STANDARD) {
        return understand("", standard_input()?);
    }
    understand(&path.file_name().unwrap_or_default().to_string_lossy(), read(path)?)
}

/// Stands for standard input or output where a file is asked for.
pub const STANDARD: &str = "-";

fn standard_input() -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    let length = bytes.len() as u64;
    if length > MAX_BYTES { Err(ReadError::TooLarge(length)) } else { Ok(bytes) }
}

fn understand(name: &str, bytes: Vec<u8>) -> Result<Loaded, ReadError> {
    let digest = digest(&bytes);
    let Imported { form, report, notes } = import::import(name, bytes).map_err(ReadError::NotImported)?;
    let (encoding, style) = (Encoding::Utf8, Style::PLAIN);
    Ok(Loaded { form, report, encoding, style, has_comments: false, digest, notes })
}

pub(super) fn parse(bytes: Vec<u8>) -> Result<Loaded, ReadError> {
    let digest = digest(&bytes);
    let (text, encoding, style) = decode(bytes).map_err(ReadError::NotText)?;
    let (form, report) = document::read(Forms, &text).map_err(ReadError::Document)?;
    Ok(Loaded {
        form,
        report,
        encoding,
        style,
        has_comments: document::has_comments(&text),
        digest,
        notes: Vec::new(),
    })
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        io::ErrorKind::FileTooLarge => ReadError::TooLarge(MAX_BYTES + 1),
        _ => ReadError::Io(error),
    };
    // Looked at before it is opened: opening a pipe would wait for its other end.
    let facts = Machine.facts(path).map_err(refused)?;
    if !facts.is_file {
        return Err(ReadError::NotAFile);
    }
    if facts.length > MAX_BYTES {
        return Err(ReadError::TooLarge(facts.length));
    }
    Machine.read(path, MAX_BYTES).map_err(refused)
}

/// The text of any file, whatever its encoding.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    decode(read(path)?).map(|(text, ..)| text).map_err(ReadError::NotText)
}

/// The digest of a file's bytes.
pub fn digest_of(path: &Path) -> Result<u64, ReadError> {
    read(path).map(|bytes| digest(&bytes))
}
