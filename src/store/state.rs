//! What the program remembers between runs, in the folder that the platform keeps for that: the reports last edited.
//!
//! It is a help, never a need: where the folder cannot be had, nothing is remembered and nothing is said.

use std::fs;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use super::load::{Listed, list};
use super::save::save;

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
}

/// Looks through a folder; an empty one is that in which the program was called.
pub fn shelf(folder: &Path) -> Shelf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Shelf {
        recent: state_folder().map(|folder| recent_in(&folder)).unwrap_or_default(),
        listed: list(folder),
        folder: std::path::absolute(folder).unwrap_or_default(),
    }
}

/// Puts a report at the head of those last edited.
pub fn remember(report: &Recent) {
    if let Some(folder) = state_folder() {
        remember_in(&folder, report);
    }
}

fn recent_in(folder: &Path) -> Vec<Recent> {
    let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    ron::from_str(&text).unwrap_or_default()
}

fn remember_in(folder: &Path, report: &Recent) {
    let Ok(path) = std::path::absolute(&report.path) else { return };
    let mut reports = recent_in(folder);
    reports.retain(|other| other.path != path);
    reports.insert(0, Recent { path, ..report.clone() });
    reports.truncate(MOST);
    let Ok(text) = ron::ser::to_string_pretty(&reports, ron::ser::PrettyConfig::default()) else { return };
    let file = folder.join(FILE);
    if make_private(folder).and_then(|()| make_private_file(&file)).is_ok() {
        let _ = save(&file, text.as_bytes(), false, false);
    }
}

const FILE: &str = "recent.ron";

/// The platform's folder for what a program keeps: its state folder, or where there is none that for local data.
fn state_folder() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "reportui")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// Makes a folder that only this person can look into.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Makes sure of a file that only this person can read; saving over it keeps that.
fn make_private_file(file: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: &str, errors: usize) -> Recent {
        Recent {
            path: PathBuf::from(name),
            organ: "克井镇人民政府".to_owned(),
            year: Some(2020),
            errors,
            warnings: 0,
        }
    }

    #[test]
    fn the_report_last_left_comes_first_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("state");
        assert!(recent_in(&folder).is_empty());
        for (name, errors) in [("/a/2019.ron", 0), ("/a/2020.ron", 1), ("/a/2019.ron", 2)] {
            remember_in(&folder, &report(name, errors));
        }
        assert_eq!(recent_in(&folder), [report("/a/2019.ron", 2), report("/a/2020.ron", 1)]);
        for number in 0..30 {
            remember_in(&folder, &report(&format!("/b/{number}.ron"), 0));
        }
        assert_eq!(recent_in(&folder).len(), MOST);
    }

    #[test]
    fn what_is_torn_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), "[(path: \"/a").unwrap();
        assert!(recent_in(folder.path()).is_empty());
        remember_in(folder.path(), &report("/a/2020.ron", 0));
        assert_eq!(recent_in(folder.path()).len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("state");
        remember_in(&folder, &report("/a/2020.ron", 0));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join(FILE))), (0o700, 0o600));
    }
}
