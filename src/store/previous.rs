//! Last year's report of the same organ, found among the files of a folder.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::folder_of;
use super::folder::reports_in;
use super::load::{Loaded, load, read};
use super::path::is_same;
use crate::form::Form;
use crate::report::organ::organ_key;
use crate::report::{Report, document};
use crate::text::decode::decode;

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

impl Previous {
    /// The report with its form, if there is one.
    pub fn report(&self) -> Option<(&'static Form, &Report)> {
        match self {
            Self::One(found) => Some((found.form, &found.report)),
            Self::None | Self::Several => None,
        }
    }
}

/// Looks for the same organ's report of the year before among the reports in a file's folder.
pub fn previous(path: &Path, report: &Report) -> Previous {
    Neighbours::default().previous(folder_of(path), path, report)
}

/// The report files of a folder by organ, as [`organ_key`] knows it, and year.
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
        let files = index.get(&(organ_key(organ), year)).map_or(&[][..], Vec::as_slice);
        let others = files.iter().filter(|other| !is_same(other, path));
        let mut found: Vec<Loaded> = others.filter_map(|other| load(other).ok()).collect();
        // Where 克井镇 and 克井镇人民政府 stand beside each other, the one that is written alike is meant.
        let is_alike = |loaded: &Loaded| loaded.report.organ.trim() == organ;
        if found.iter().any(is_alike) {
            found.retain(is_alike);
        }
        match (found.pop(), found.pop()) {
            (None, _) => Previous::None,
            (Some(one), None) => Previous::One(Box::new(one)),
            (Some(_), Some(_)) => Previous::Several,
        }
    }
}

fn index(folder: &Path) -> Index {
    let mut index = Index::new();
    for file in reports_in(folder).unwrap_or_default() {
        if let Some((organ, year)) = first_head(&file).or_else(|| whole_head(&file)) {
            index.entry((organ_key(&organ), year)).or_default().push(file);
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
