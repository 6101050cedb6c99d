//! What the program remembers between runs, in the folder that the platform keeps for that: the reports last edited.
//!
//! It is a help, never a need: where the folder cannot be had, nothing is remembered and nothing is said.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use super::disk::Privacy;
use super::folder::{Listed, list};
use super::save::{Made, replace};
use super::{MAX_BYTES, Recovered, Store, digest};

/// How many reports are remembered.
const MOST: usize = 20;

/// A report that was edited, as it stood when it was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file, from the root.
    pub path: PathBuf,
    /// The organ's name.
    pub organ: String,
    /// The report year.
    pub year: Option<u16>,
    /// Open errors.
    pub errors: usize,
    /// Open warnings.
    pub warnings: usize,
    /// It is not there any more, or the drive it was on is not.
    #[serde(skip)]
    pub is_gone: bool,
}

/// What a run left of a report when it was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The report's file; none when it had no name.
    pub path: Option<PathBuf>,
    /// The organ's name.
    pub organ: String,
    /// The year of the report.
    pub year: Option<u16>,
    /// When it was kept, as the clock on the wall showed it.
    pub kept: String,
    /// The folder of the run.
    pub folder: PathBuf,
}

/// What there is to open: the reports last edited, and what is in a folder.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The folder, from the root.
    pub folder: PathBuf,
    /// Reports last edited, the latest first.
    pub recent: Vec<Recent>,
    /// What is in the folder.
    pub listed: Vec<Listed>,
    /// What runs that were cut off have left.
    pub left: Vec<Left>,
}

impl From<Recovered> for Left {
    fn from(left: Recovered) -> Self {
        let report = left.report.report;
        Self { path: left.path, organ: report.organ, year: report.year, kept: left.kept, folder: left.folder }
    }
}

impl Store {
    /// Looks through a folder; an empty one is that in which the program was called.
    pub fn shelf(&self, folder: &Path) -> Shelf {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Shelf {
            recent: self
                .recent()
                .into_iter()
                .map(|recent| Recent { is_gone: self.disk.facts(&recent.path).is_err(), ..recent })
                .collect(),
            left: self.all_recovered().into_iter().map(Left::from).collect(),
            listed: list(folder),
            folder: std::path::absolute(folder).unwrap_or_default(),
        }
    }

    /// Puts a report at the head of those last edited.
    pub fn remember(&self, report: &Recent) {
        let Some(file) = self.recent_file() else { return };
        let Ok(path) = std::path::absolute(&report.path) else { return };
        let path = self.disk.resolve(&path).unwrap_or(path);
        let mut reports = self.recent();
        reports.retain(|other| other.path != path);
        reports.insert(0, Recent { path, ..report.clone() });
        reports.truncate(MOST);
        let text = ron::ser::to_string_pretty(&reports, ron::ser::PrettyConfig::default());
        if let (Ok(text), Some(folder)) = (text, &self.state)
            && self.disk.make_folder(folder).is_ok()
        {
            let _ = replace(&*self.disk, &file, text.as_bytes(), Made::For(Privacy::Private));
        }
    }

    fn recent(&self) -> Vec<Recent> {
        // Opening a pipe would wait for its other end.
        let file = self.recent_file().filter(|file| self.disk.facts(file).is_ok_and(|facts| facts.is_file));
        let bytes = file.and_then(|file| self.disk.read(&file, MAX_BYTES).ok());
        bytes.and_then(|bytes| ron::de::from_bytes(&bytes).ok()).unwrap_or_default()
    }

    fn recent_file(&self) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("recent.ron"))
    }
}

/// The platform's folder for what a program keeps: its state folder, or where there is none that for local data.
pub fn state_folder() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "reportui")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// The person's own configuration, whether it is there or not.
pub fn config_file() -> Option<PathBuf> {
    Some(ProjectDirs::from("", "", "reportui")?.config_dir().join("config.ron"))
}

/// The files of forms of one's own, by name.
pub fn form_files() -> Vec<PathBuf> {
    let folder = config_file().map(|file| file.with_file_name("forms"));
    folder.and_then(|folder| super::reports_in(&folder).ok()).unwrap_or_default()
}

/// A path in which a leading `~` stands for the person's own folder.
pub fn from_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), directories::BaseDirs::new()) {
        (Ok(rest), Some(folders)) => folders.home_dir().join(rest),
        _ => path.to_owned(),
    }
}

/// The name of what is kept about a file: its own, and a digest of its whole path.
pub fn name_for(target: &Path) -> String {
    let path = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A name may be as long as the system allows, and ours is longer.
    let name: String =
        name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')).take(40).collect();
    format!("{name}-{:016x}", digest(path.as_os_str().as_encoded_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::Machine;
    use std::fs;

    fn store(state: &Path) -> Store {
        Store::new(Machine, Some(state.to_owned()))
    }

    fn report(name: &str, errors: usize) -> Recent {
        Recent {
            path: PathBuf::from(name),
            organ: "克井镇人民政府".to_owned(),
            year: Some(2020),
            errors,
            warnings: 0,
            is_gone: false,
        }
    }

    #[test]
    fn the_report_last_left_comes_first_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("state");
        assert!(store(&folder).recent().is_empty());
        for (name, errors) in [("/a/2019.ron", 0), ("/a/2020.ron", 1), ("/a/2019.ron", 2)] {
            store(&folder).remember(&report(name, errors));
        }
        assert_eq!(store(&folder).recent(), [report("/a/2019.ron", 2), report("/a/2020.ron", 1)]);
        for number in 0..30 {
            store(&folder).remember(&report(&format!("/b/{number}.ron"), 0));
        }
        assert_eq!(store(&folder).recent().len(), MOST);
    }

    #[test]
    fn what_is_gone_is_marked() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("2020.ron");
        fs::write(&there, "").unwrap();
        let state = folder.path().join("state");
        for file in ["2019.ron", "2020.ron"] {
            store(&state).remember(&report(&folder.path().join(file).to_string_lossy(), 0));
        }
        let recent = store(&state).shelf(folder.path()).recent;
        assert_eq!(recent.iter().map(|recent| recent.is_gone).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn what_is_torn_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("recent.ron"), "[(path: \"/a").unwrap();
        assert!(store(folder.path()).recent().is_empty());
        store(folder.path()).remember(&report("/a/2020.ron", 0));
        assert_eq!(store(folder.path()).recent().len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("state");
        store(&folder).remember(&report("/a/2020.ron", 0));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("recent.ron"))), (0o700, 0o600));
    }
}
