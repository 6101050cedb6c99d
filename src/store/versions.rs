//! Saved versions of each report, in the state folder: the last ten, and before them the last of each day.

use std::path::{Path, PathBuf};

use super::disk::{Privacy, make_lasting_folder};
use super::load::{Loaded, ReadError, parse};
use super::save::{Made, replace};
use super::state::name_for;
use super::{MAX_BYTES, Store, clock, digest};

/// How many versions of a report are kept, whenever they were saved.
const MOST: usize = 10;

/// Of how many days before these the last version is kept, so that a day of many saves does not push out what was handed in.
const DAYS: usize = 10;

/// A version of a report that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When, as the clock on the wall showed it.
    pub saved: String,
    /// The file that keeps it.
    pub file: PathBuf,
}

impl Store {
    /// The versions of a report that are kept, the latest first.
    pub fn versions(&self, path: &Path) -> Vec<Version> {
        let Some(folder) = self.versions_folder(path) else { return Vec::new() };
        let versions = self.disk.list(&folder).unwrap_or_default().into_iter().rev();
        let versions =
            versions.filter_map(|file| Some(Version { saved: clock::shown(time_of(&file)?), file }));
        versions.collect()
    }

    /// Reads a version.
    pub fn load_version(&self, version: &Version) -> Result<Loaded, ReadError> {
        parse(self.version_bytes(version)?)
    }

    /// Keeps a version, unless the latest is the same. That this fails must not make the save fail.
    pub(super) fn keep_version(&self, target: &Path, bytes: &[u8], written: Option<u64>) {
        let Some(folder) = self.versions_folder(target) else { return };
        let disk = &*self.disk;
        let mut files = disk.list(&folder).unwrap_or_default();
        files.retain(|file| time_of(file).is_some());
        let latest = files.last();
        let is_known = latest
            .and_then(|file| disk.read(file, MAX_BYTES).ok())
            .is_some_and(|latest| digest(&latest) == digest(bytes));
        if is_known || make_lasting_folder(disk, &folder).is_err() {
            return;
        }
        let after = latest.and_then(|file| time_of(file)).map_or(0, |time| time + 1);
        let time = written.unwrap_or_else(clock::now).max(after);
        let file = folder.join(format!("{time:015}.ron"));
        if replace(disk, &file, bytes, Made::For(Privacy::Private)).is_ok() {
            files.push(file);
            for old in outdated(&files) {
                let _ = disk.remove(old);
            }
        }
    }

    /// A version as it was written, to the byte.
    pub fn version_bytes(&self, version: &Version) -> Result<Vec<u8>, ReadError> {
        self.disk.read(&version.file, MAX_BYTES).map_err(ReadError::Io)
    }

    fn versions_folder(&self, path: &Path) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("versions").join(name_for(&self.home_of(path))))
    }
}

/// The files, sorted by time, that are no longer kept.
fn outdated(files: &[PathBuf]) -> Vec<&PathBuf> {
    let (older, latest) = files.split_at(files.len().saturating_sub(MOST));
    let mut day = latest.first().and_then(|file| day_of(file));
    let mut days = 0;
    let outdated = older.iter().rev().filter(|file| {
        let is_last_of_day = day_of(file) != day;
        day = day_of(file);
        days += usize::from(is_last_of_day);
        !is_last_of_day || days > DAYS
    });
    outdated.collect()
}

/// The day on which the clock on the wall showed that time.
fn day_of(file: &Path) -> Option<String> {
    clock::shown(time_of(file)?).split(' ').next().map(str::to_owned)
}

/// The time in the name of a version's file.
fn time_of(file: &Path) -> Option<u64> {
    if file.extension()? != "ron" {
        return None;
    }
    file.file_stem()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_versions_are_kept_and_the_last_of_each_of_ten_days_before() {
        let day = 24 * 60 * 60 * 1000;
        let file =
            |days: u64, minutes: u64| PathBuf::from(format!("{:015}.ron", days * day + minutes * 60_000));
        // Noon of Greenwich and an hour: one day wherever this runs, but for a few islands.
        let twice_a_day = (20_000..20_013).flat_map(|days| [file(days, 720), file(days, 780)]);
        let many_today = (0..10).map(|minutes| file(20_013, 720 + minutes));
        let mut files: Vec<_> = twice_a_day.collect();
        files.extend(many_today);
        let gone: Vec<_> = (20_000..20_013).map(|days| file(days, 720)).collect();
        let too_old: Vec<_> = (20_000..20_003).map(|days| file(days, 780)).collect();
        let mut outdated: Vec<_> = outdated(&files).into_iter().cloned().collect();
        outdated.sort();
        let mut expected = [gone, too_old].concat();
        expected.sort();
        assert_eq!(outdated, expected);
    }
}
