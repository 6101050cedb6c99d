//! Saving: whatever happens on the way, the file is the old one or the new one, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a report could not be saved. The old file, if there was one, is as it was.
#[derive(Debug)]
pub enum SaveError {
    /// A file has appeared where a new one was to be made.
    Exists,
    /// The file is marked as not to be written.
    ReadOnly,
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes bytes to a file: a temporary file in the same folder is written, synced and renamed, and the folder is synced.
///
/// A symbolic link is followed, so that it still leads to the file afterwards. Permissions are kept, and a file that nobody may
/// write is refused. With `create`, a file that exists already is not touched. With `keep`, the file as it was is kept beside
/// the new one under a free name, which is given back.
pub fn save(path: &Path, bytes: &[u8], create: bool, keep: bool) -> Result<Option<PathBuf>, SaveError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if create && (old.is_some() || fs::symlink_metadata(path).is_ok()) {
        return Err(SaveError::Exists);
    }
    if let Some(old) = &old {
        if old.permissions().readonly() {
            return Err(SaveError::ReadOnly);
        }
        // A rename would replace a file that this person may not write, if only the folder lets them.
        OpenOptions::new().write(true).open(&target)?;
    }
    let temporary = Temporary::beside(&target)?;
    let mut file = &temporary.file;
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    let kept = if keep { Some(keep_beside(&target)?) } else { None };
    if create {
        // A link fails when someone else was faster; a rename would silently win over them.
        match fs::hard_link(&temporary.path, &target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(SaveError::Exists),
            Err(_) => fs::rename(&temporary.path, &target)?,
        }
    } else {
        fs::rename(&temporary.path, &target)?;
    }
    sync_folder(&target);
    Ok(kept)
}

/// Copies a file to the first free name of `FILE.orig`, `FILE.orig-2` …
fn keep_beside(target: &Path) -> io::Result<PathBuf> {
    let content = fs::read(target)?;
    for number in 1..1000 {
        let mut name = target.as_os_str().to_owned();
        name.push(if number == 1 { ".orig".to_owned() } else { format!(".orig-{number}") });
        let kept = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&kept) {
            Ok(mut file) => {
                file.write_all(&content)?;
                file.sync_all()?;
                return Ok(kept);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// A file that is removed again unless it was renamed.
struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    fn beside(target: &Path) -> io::Result<Self> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        for attempt in 0..100 {
            let path = target.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { path, file }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Makes a rename durable. Not every file system can do it; where it cannot, the rename itself has still happened.
fn sync_folder(target: &Path) {
    #[cfg(unix)]
    if let Some(folder) = target.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = target;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_save_replaces_the_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        save(&file, b"one", true, false).unwrap();
        save(&file, b"two", false, false).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["2020.ron"]);
    }

    #[test]
    fn a_new_file_never_overwrites_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"somebody's").unwrap();
        assert!(matches!(save(&file, b"ours", true, false), Err(SaveError::Exists)));
        assert_eq!(fs::read(&file).unwrap(), b"somebody's");
        assert_eq!(names(folder.path()), ["2020.ron"]);
    }

    #[test]
    fn the_old_file_is_kept_beside_the_new_one_and_nothing_else_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"// mine").unwrap();
        fs::write(folder.path().join("2020.ron.orig"), b"precious").unwrap();
        let kept = save(&file, b"new", false, true).unwrap().unwrap();
        assert_eq!(
            (fs::read(&file).unwrap(), fs::read(&kept).unwrap()),
            (b"new".to_vec(), b"// mine".to_vec())
        );
        assert_eq!(fs::read(folder.path().join("2020.ron.orig")).unwrap(), b"precious");
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"signed").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(matches!(save(&file, b"new", false, false), Err(SaveError::ReadOnly)));
        assert_eq!(fs::read(&file).unwrap(), b"signed");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_survive() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.ron"), folder.path().join("2020.ron"));
        fs::write(&file, b"old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        save(&link, b"new", false, false).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_save_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone").join("2020.ron");
        assert!(matches!(save(&missing, b"x", true, false), Err(SaveError::Io(_))));
        assert!(names(folder.path()).is_empty());
    }
}
