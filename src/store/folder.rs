//! What is in a folder: reports, and documents such as reports are published as.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::import;

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

/// Whether a path names a document that is imported rather than a report file.
pub fn is_document(path: &Path) -> bool {
    has_extension(path, &import::EXTENSIONS)
}

/// The extension of report files.
const REPORTS: [&str; 1] = ["ron"];

/// Extensions of documents such as reports are published as; notes and lists of numbers are none.
const PUBLISHED: [&str; 5] = ["docx", "pdf", "html", "htm", "xlsx"];

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    known.iter().any(|known| known.eq_ignore_ascii_case(extension))
}
