//! Who has a report open: a lock beside the file, held by the system and gone with the process, and a note of who it is.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::clock;

/// A report that is open in this run. Dropping it lets others have the report.
#[derive(Debug)]
pub struct Lock {
    file: Option<File>,
    paths: Paths,
}

/// Why a report could not be locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotLocked {
    /// Somebody else has it open.
    Held(Holder),
    /// The folder or its file system does not allow it.
    Impossible,
}

/// Who has a report open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name under which they work.
    pub user: String,
    /// The machine.
    pub machine: String,
    /// Since when, as the clock on their wall showed it.
    pub since: String,
}

/// The lock, and the note of who holds it: what is locked cannot be read everywhere.
#[derive(Debug, Clone)]
struct Paths {
    lock: PathBuf,
    holder: PathBuf,
}

impl Lock {
    /// Locks the report at a path.
    pub fn take(path: &Path) -> Result<Self, NotLocked> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let beside = |end: &str| target.with_file_name(format!(".{name}.{end}"));
        let paths = Paths { lock: beside("lock"), holder: beside("who") };
        // The one who held it may remove it between our opening and our locking: then it is no longer what others see.
        for _ in 0..8 {
            let file = open(&paths.lock, &target).map_err(|_| NotLocked::Impossible)?;
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &paths.lock) => {
                    paths.note(&Holder::me());
                    return Ok(Self { file: Some(file), paths });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(NotLocked::Held(paths.holder())),
                Err(TryLockError::Error(_)) => return Err(NotLocked::Impossible),
            }
        }
        Err(NotLocked::Impossible)
    }
}

/// Opens the lock of a report, and makes it where there is none. Whoever may not write to that of somebody else can lock it
/// nevertheless.
fn open(lock: &Path, target: &Path) -> io::Result<File> {
    match OpenOptions::new().write(true).create_new(true).open(lock) {
        Ok(file) => {
            // Those who share the report share the lock.
            if let Ok(facts) = fs::metadata(target) {
                let _ = file.set_permissions(facts.permissions());
            }
            Ok(file)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            OpenOptions::new().write(true).open(lock).or_else(|_| File::open(lock))
        }
        Err(error) => Err(error),
    }
}

impl Paths {
    /// Notes who holds the lock, in a new file: one that is there may be a link to something precious.
    fn note(&self, holder: &Holder) {
        use std::io::Write as _;
        let _ = fs::remove_file(&self.holder);
        let file = OpenOptions::new().write(true).create_new(true).open(&self.holder);
        let text = ron::to_string(holder).unwrap_or_default();
        let _ = file.and_then(|mut file| file.write_all(text.as_bytes()));
    }

    fn holder(&self) -> Holder {
        let text = fs::read_to_string(&self.holder).unwrap_or_default();
        ron::from_str(&text).unwrap_or_default()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let is_ours = self.file.as_ref().is_some_and(|file| is_still_there(file, &self.paths.lock));
        if !is_ours {
            return;
        }
        let _ = fs::remove_file(&self.paths.holder);
        // While it is still held, so that nobody takes what is about to go. Windows removes only what is closed.
        let removed = fs::remove_file(&self.paths.lock);
        drop(self.file.take());
        if removed.is_err() {
            let _ = fs::remove_file(&self.paths.lock);
        }
    }
}

impl Holder {
    fn me() -> Self {
        let variable = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
        let machine = fs::read_to_string("/etc/hostname").map(|name| name.trim().to_owned());
        Self {
            user: variable(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_default(),
            machine: machine.ok().or_else(|| variable(&["COMPUTERNAME", "HOSTNAME"])).unwrap_or_default(),
            since: clock::shown(clock::now()),
        }
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |metadata: io::Result<fs::Metadata>| metadata.map(|facts| (facts.dev(), facts.ino())).ok();
    id(file.metadata()) == id(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_still_there(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it_and_gets_it_after_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, "x").unwrap();
        let first = Lock::take(&file).unwrap();
        let Err(NotLocked::Held(holder)) = Lock::take(&file) else { panic!("it is taken") };
        assert!(holder.since.starts_with("20"), "{holder:?}");
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
        drop(Lock::take(&file).unwrap());
    }

    #[test]
    fn never_two_at_once_however_many_come_and_go() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, "x").unwrap();
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        if let Ok(lock) = Lock::take(&file) {
                            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0, "two have it");
                            taken.fetch_add(1, Ordering::SeqCst);
                            holders.fetch_sub(1, Ordering::SeqCst);
                            drop(lock);
                        }
                    }
                });
            }
        });
        assert!(taken.load(Ordering::SeqCst) > 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_one_file_are_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("2020.ron"), folder.path().join("link.ron"));
        fs::write(&file, "x").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let _first = Lock::take(&file).unwrap();
        assert!(matches!(Lock::take(&link), Err(NotLocked::Held(_))));
    }

    #[test]
    fn where_there_is_no_folder_there_is_no_lock() {
        assert!(matches!(Lock::take(Path::new("/nowhere/2020.ron")), Err(NotLocked::Impossible)));
    }
}
