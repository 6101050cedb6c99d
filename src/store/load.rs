//! Reading report files.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::{Disk as _, Machine, folder_of};
use super::{Lock, NotLocked, Recovered, Store, Style, digest};
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

/// Whether something stands at this path, be it readable or not.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a report stands at this path, whatever it is called.
pub fn is_report(path: &Path) -> bool {
    exists(path) && read(path).is_ok_and(|bytes| bytes.trim_ascii_start().starts_with(b"Report("))
}

/// Whether there is a folder at this path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// What there is at a path that someone wants to edit.
#[derive(Debug)]
pub struct Opened {
    /// The report, and last year's; none where a new report can be saved.
    pub report: Option<(Box<Loaded>, Previous)>,
    /// Why the file cannot be read, although something was left of it that can.
    pub broken: Option<ReadError>,
    /// What runs that were cut off have left of it, each of them different from the file and from the others.
    pub recovered: Vec<Recovered>,
    /// Why it could not be locked, if it could not.
    pub not_locked: Option<NotLocked>,
    /// The report file that a document becomes; none where the name is taken, or where a report was opened.
    pub target: Option<PathBuf>,
}

impl Store {
    /// Opens the report at a path to edit it, and locks it. Where there is none, one may be made.
    pub fn open(&self, path: &Path) -> Result<(Opened, Option<Lock>), ReadError> {
        if is_document(path) && exists(path) {
            return open_document(path);
        }
        // Beside a pipe or a device there is nothing to lock.
        let is_lockable = Machine.facts(path).map_or(true, |facts| facts.is_file);
        let (lock, not_locked) = match is_lockable.then(|| Lock::take(path)) {
            Some(Ok(lock)) => (Some(lock), None),
            Some(Err(why)) => (None, Some(why)),
            None => (None, None),
        };
        // Whoever has it open may be writing just now. What cannot be finished must not keep anyone from reading.
        if !matches!(not_locked, Some(NotLocked::Held(_))) {
            let _ = self.finish(path);
            self.sweep(folder_of(path));
        }
        let mut recovered = self.recovered(path);
        let mut broken = None;
        let report = match load(path) {
            Ok(loaded) => {
                let previous = previous(path, &loaded.report);
                Some((Box::new(loaded), previous))
            }
            Err(error) if !recovered.is_empty() => {
                broken = (!matches!(error, ReadError::NotFound)).then_some(error);
                None
            }
            // A link that leads nowhere is not a free name, and a folder has to be there.
            Err(ReadError::NotFound) if !exists(path) => match folder_of(path) {
                folder if is_folder(folder) => None,
                folder => return Err(ReadError::NoFolder(folder.to_owned())),
            },
            Err(error) => return Err(error),
        };
        // What the file holds already, or a later run has left too, needs no question.
        let mut seen: Vec<Report> = report.iter().map(|(loaded, _)| loaded.report.clone()).collect();
        recovered.retain(|left| {
            let is_new = !seen.contains(&left.report.report);
            if is_new {
                seen.push(left.report.report.clone());
            } else {
                self.forget_recovered(&left.folder);
            }
            is_new
        });
        Ok((Opened { report, broken, recovered, not_locked, target: None }, lock))
    }
}

/// Reads a document as a report, and locks the report file it will become. The document itself is never written to.
fn open_document(path: &Path) -> Result<(Opened, Option<Lock>), ReadError> {
    let loaded = load_any(path)?;
    let target = Some(path.with_extension("ron")).filter(|target| !exists(target));
    let lock = target.as_ref().and_then(|target| Lock::take(target).ok());
    let previous = previous(path, &loaded.report);
    let report = Some((Box::new(loaded), previous));
    Ok((Opened { report, broken: None, recovered: Vec::new(), not_locked: None, target }, lock))
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

/// What a thing in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A folder.
    Folder,
    /// A report file.
    Report,
    /// A document as reports are published, which can be imported.
    Document,
}

/// Something in a folder that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// What it is.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
}

/// What can be opened in a folder: folders, report files, and documents of whose name there is no report. Hidden ones, and names
/// that are not text, are left out.
pub fn list(folder: &Path) -> Vec<Listed> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let listed = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
        let kind = entry.file_type().ok()?;
        // Only what a link leads to has to be looked at.
        let is_folder = kind.is_dir() || (kind.is_symlink() && entry.path().is_dir());
        let is_file = kind.is_file() || (kind.is_symlink() && entry.path().is_file());
        let kind = match Path::new(&name) {
            _ if is_folder => FileKind::Folder,
            file if is_file && has_extension(file, &REPORTS) => FileKind::Report,
            file if is_file && has_extension(file, &PUBLISHED) => FileKind::Document,
            _ => return None,
        };
        Some(Listed { kind, name })
    });
    let mut listed: Vec<_> = listed.collect();
    listed.sort();
    let stem = |one: &Listed| Path::new(&one.name).file_stem().map(ToOwned::to_owned);
    let reports: Vec<_> = listed.iter().filter(|one| one.kind == FileKind::Report).map(stem).collect();
    listed.retain(|one| one.kind != FileKind::Document || !reports.contains(&stem(one)));
    listed
}

/// The extension of report files.
const REPORTS: [&str; 1] = ["ron"];

/// Extensions of documents such as reports are published as; notes and lists of numbers are none.
const PUBLISHED: [&str; 5] = ["docx", "pdf", "html", "htm", "xlsx"];

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    known.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Reads a report file.
pub fn load(path: &Path) -> Result<Loaded, ReadError> {
    parse(read(path)?)
}

/// Whether a path names a document that is imported rather than a report file.
pub fn is_document(path: &Path) -> bool {
    has_extension(path, &import::EXTENSIONS)
}

/// Reads a report file, or a document as a report.
pub fn load_any(path: &Path) -> Result<Loaded, ReadError> {
    if path == Path::new(STANDARD) {
        let bytes = standard_input()?;
        let begins =
            bytes.trim_ascii_start().strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start();
        return if begins.starts_with(b"Report(") { parse(bytes) } else { understand("", bytes) };
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

fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
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

/// The report files of a folder, by name.
pub fn reports_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    files_in(folder, |file| has_extension(file, &REPORTS))
}

/// The documents of a folder that can be imported, by name.
pub fn documents_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    files_in(folder, is_document)
}

fn files_in(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        let path = entry.path();
        if is_wanted(&path) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether two paths lead to the same file, whatever their names.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let (Ok(first), Ok(second)) = (fs::canonicalize(one), fs::canonicalize(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let number = |path: &Path| fs::metadata(path).map(|facts| (facts.dev(), facts.ino())).ok();
        first == second || number(&first).is_some_and(|one| number(&second) == Some(one))
    }
    #[cfg(not(unix))]
    {
        first == second
    }
}

/// A path as it is written in a file of this folder: relative where there is a way.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (Ok(folder), Ok(there)) = (fs::canonicalize(folder), fs::canonicalize(path)) else {
        return path.to_owned();
    };
    let common = folder.components().zip(there.components()).take_while(|(one, other)| one == other).count();
    // Another drive of Windows has no relative way to it.
    if common == 0 {
        return there;
    }
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(there.components().skip(common)).collect()
}

/// The text of any file, whatever its encoding.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    decode(read(path)?).map(|(text, ..)| text).map_err(ReadError::NotText)
}

/// The digest of a file's bytes.
pub fn digest_of(path: &Path) -> Result<u64, ReadError> {
    read(path).map(|bytes| digest(&bytes))
}

/// Last year's report, as far as it can be told from the files in the same folder.
#[derive(Debug)]
pub enum Previous {
    /// No readable report of the same organ for the year before.
    None,
    /// The one there is.
    One(Box<Loaded>),
    /// More than one, so none.
    Several,
}

/// Looks for the same organ's report of the year before among the reports in a file's folder.
pub fn previous(path: &Path, report: &Report) -> Previous {
    let Some((organ, year)) = wanted(report) else { return Previous::None };
    let mention = year.to_string();
    let found = others(path).into_iter().filter_map(|other| {
        let bytes = read(&other).ok()?;
        // A folder may hold hundreds of reports; only those that name the year are taken apart. UTF-16 hides it.
        let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        if !utf16 {
            memchr::memmem::find(&bytes, mention.as_bytes())?;
        }
        parse(bytes)
            .ok()
            .filter(|loaded| loaded.report.year == Some(year) && loaded.report.organ.trim() == organ)
    });
    one_of(found)
}

/// The report files of a folder by the organ and year in them.
type Index = HashMap<(String, u16), Vec<PathBuf>>;

/// The reports of whole folders by organ and year, for a command that goes through many of them.
#[derive(Debug, Default)]
pub struct Neighbours(Mutex<HashMap<PathBuf, Arc<Index>>>);

impl Neighbours {
    /// As [`previous`], among the reports of a folder, whose heads are read once.
    pub fn previous(&self, folder: &Path, path: &Path, report: &Report) -> Previous {
        let Some((organ, year)) = wanted(report) else { return Previous::None };
        let index = {
            let mut folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(folders.entry(folder.to_owned()).or_insert_with(|| Arc::new(index(folder))))
        };
        let files = index.get(&(organ.to_owned(), year)).map_or(&[][..], Vec::as_slice);
        let others = files.iter().filter(|other| !is_same(other, path));
        one_of(others.filter_map(|other| load(other).ok()))
    }
}

fn index(folder: &Path) -> Index {
    let mut index = Index::new();
    for file in reports_in(folder).unwrap_or_default() {
        if let Some((organ, year)) = first_head(&file).or_else(|| whole_head(&file)) {
            index.entry((organ.trim().to_owned(), year)).or_default().push(file);
        }
    }
    index
}

/// Bytes within which organ and year stand in any report that the program has written.
const HEAD: u64 = 2048;

/// Organ and year from the beginning of a file, if they stand there in UTF-8.
fn first_head(file: &Path) -> Option<(String, u16)> {
    let mut bytes = Vec::new();
    fs::File::open(file).and_then(|file| file.take(HEAD).read_to_end(&mut bytes)).ok()?;
    // The beginning may end within a character.
    document::head(bytes.utf8_chunks().next()?.valid())
}

/// Organ and year of a file, wherever they stand.
fn whole_head(file: &Path) -> Option<(String, u16)> {
    let (text, ..) = decode(read(file).ok()?).ok()?;
    document::head(&text)
}

/// The organ and year of the report that would be last year's; none while either is not filled in.
fn wanted(report: &Report) -> Option<(&str, u16)> {
    let organ = Some(report.organ.trim()).filter(|organ| !organ.is_empty())?;
    Some((organ, report.year?.checked_sub(1)?))
}

/// The other reports in a file's folder.
fn others(path: &Path) -> Vec<PathBuf> {
    let mut files = reports_in(folder_of(path)).unwrap_or_default();
    files.retain(|other| other.file_name() != path.file_name());
    files
}

fn one_of(mut found: impl Iterator<Item = Loaded>) -> Previous {
    match (found.next(), found.next()) {
        (None, _) => Previous::None,
        (Some(one), None) => Previous::One(Box::new(one)),
        (Some(_), Some(_)) => Previous::Several,
    }
}
