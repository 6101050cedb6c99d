//! Opening a report to edit it: its lock, what was left unfinished or unsaved, last year's.

use std::path::{Path, PathBuf};

use super::disk::{Disk as _, Machine, folder_of};
use super::folder::is_document;
use super::load::{Loaded, ReadError, load, load_any};
use super::path::{exists, is_folder};
use super::previous::{Previous, previous};
use super::{Lock, NotLocked, Recovered, Store};
use crate::report::Report;

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
    /// The report file that a document becomes, or had become; none where the name is taken, or where a report was opened.
    pub target: Option<PathBuf>,
}

impl Store {
    /// Opens the report at a path to edit it, and locks it. Where there is none, one may be made.
    pub fn open(&self, path: &Path) -> Result<(Opened, Option<Lock>), ReadError> {
        if is_document(path) && exists(path) {
            return self.open_document(path);
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
                // No report begins under the name of a document.
                folder if is_folder(folder) && is_document(path) => return Err(ReadError::NotFound),
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

    /// Reads a document as a report, and locks the report file it will become. The document itself is never written to.
    ///
    /// What a run that was cut off has left of that report file comes first: it was made of the document, and more was done to it.
    fn open_document(&self, path: &Path) -> Result<(Opened, Option<Lock>), ReadError> {
        let target = Some(path.with_extension("ron")).filter(|target| !exists(target));
        if let Some(target) = target.as_ref().filter(|target| !self.recovered(target).is_empty()) {
            let (opened, lock) = self.open(target)?;
            return Ok((Opened { target: Some(target.clone()), ..opened }, lock));
        }
        let loaded = load_any(path)?;
        let lock = target.as_ref().and_then(|target| Lock::take(target).ok());
        let previous = previous(path, &loaded.report);
        let report = Some((Box::new(loaded), previous));
        Ok((Opened { report, broken: None, recovered: Vec::new(), not_locked: None, target }, lock))
    }
}
