//! Saving: whatever happens on the way, the file is the old one or the new one, whole.
//!
//! The usual way makes a temporary file beside the target, syncs it, gives it permissions and owner of the old one, renames it
//! over the target, and syncs the folder. Where that would part hard links, change the owner, or is not allowed in the folder,
//! there is a second way: the new bytes are first put on the disk as a journal in the state folder, then written in place; a
//! run that was cut off in between is finished when the file is opened the next time ([`Store::finish`]).

use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Facts, Privacy, folder_of, make_lasting_folder};
use super::load::parse;
use super::{MAX_BYTES, Store, digest};

/// Why a report could not be saved. The old file, if there was one, is as it was.
#[derive(Debug)]
pub enum SaveError {
    /// A file has appeared where a new one was to be made.
    Exists,
    /// The file is not the one that was opened: someone else has saved it, or it is gone.
    Changed,
    /// The system refused in the midst of writing in place, and the old bytes could not be put back. The new ones are in the
    /// journal, and are put into the file when it is opened the next time.
    Unfinished(io::Error),
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

/// How a file is to be saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct How {
    /// It must not exist yet.
    pub create: bool,
    /// The file as it was is kept beside the new one.
    pub keep: bool,
    /// Digest of the file as it was read; when it is another by now, it is not touched.
    pub known: Option<u64>,
}

impl Store {
    /// Writes bytes to a file. Gives the name under which the old file was kept, when that was asked for.
    ///
    /// A symbolic link is followed, so that it still leads to the file afterwards. A file that nobody may write is refused.
    pub fn save(&self, path: &Path, bytes: &[u8], how: How) -> Result<Option<PathBuf>, SaveError> {
        let disk = &*self.disk;
        let target = disk.resolve(path).unwrap_or_else(|_| path.to_owned());
        let old = disk.facts(&target).ok();
        if how.create && (old.is_some() || disk.is_taken(path)) {
            return Err(SaveError::Exists);
        }
        let mut kept = None;
        if old.is_none() && how.known.is_some() && !how.create {
            return Err(SaveError::Changed);
        }
        if let Some(old) = &old {
            // Reading a pipe would wait for its other end.
            if !old.is_file {
                return Err(SaveError::Changed);
            }
            if old.is_read_only {
                return Err(SaveError::ReadOnly);
            }
            let before = disk.read(&target, MAX_BYTES)?;
            if how.known.is_some_and(|known| known != digest(&before)) {
                return Err(SaveError::Changed);
            }
            // A rename would replace a file that this person may not write, if only the folder lets them.
            disk.may_write(&target)?;
            self.keep_version(&target, &before, Some(old.modified));
            if how.keep {
                kept = match keep_beside(disk, &target, &before, old) {
                    // Where nothing can lie beside it, the version has to do.
                    Err(error) if is_refusal(&error) && self.state.is_some() => None,
                    done => Some(done?),
                };
            }
        }
        let saved = match &old {
            Some(old) if old.links > 1 => self.write_in_place(&target, bytes),
            Some(old) => match replace(disk, &target, bytes, Made::Like(*old)) {
                Err(error) if is_refusal(&error) => self.write_in_place(&target, bytes),
                done => done.map_err(SaveError::Io),
            },
            None if how.create => create(disk, &target, bytes),
            None => replace(disk, &target, bytes, Made::For(Privacy::Usual)).map_err(SaveError::Io),
        };
        if let Err(error) = saved {
            // What was kept beside the old file is of use only beside a new one.
            if let Some(kept) = kept {
                let _ = disk.remove(&kept);
            }
            return Err(error);
        }
        self.keep_version(&target, bytes, None);
        Ok(kept)
    }

    /// The second way.
    fn write_in_place(&self, target: &Path, bytes: &[u8]) -> Result<(), SaveError> {
        let disk = &*self.disk;
        let journal = self.journal(target).ok_or(io::Error::from(io::ErrorKind::PermissionDenied))?;
        make_lasting_folder(disk, folder_of(&journal))?;
        let old = disk.read(target, MAX_BYTES)?;
        let entry = [&digest(&old).to_le_bytes()[..], &digest(bytes).to_le_bytes(), bytes].concat();
        replace(disk, &journal, &entry, Made::For(Privacy::Private))?;
        let write = |bytes| disk.write(target, bytes).and_then(|()| disk.sync(target));
        let written = write(bytes);
        // A disk that is full has room for what was there before. Where even that fails, the journal stays to be finished.
        if written.is_ok() || write(&old).is_ok() {
            let _ = remove(disk, &journal);
            return written.map_err(SaveError::Io);
        }
        written.map_err(SaveError::Unfinished)
    }

    /// Finishes a save in place that was cut off. Does nothing where there was none, or where the file has been changed since.
    pub fn finish(&self, path: &Path) -> io::Result<()> {
        let disk = &*self.disk;
        let target = disk.resolve(path).unwrap_or_else(|_| path.to_owned());
        let Some(journal) = self.journal(&target) else { return Ok(()) };
        let Ok(entry) = disk.read(&journal, MAX_BYTES + 16) else { return Ok(()) };
        let number = |bytes: &[u8]| bytes.try_into().map(u64::from_le_bytes).ok();
        let parts = entry.split_at_checked(16).and_then(|(head, bytes)| {
            let (before, after) = head.split_at_checked(8)?;
            Some((number(before)?, number(after)?, bytes))
        });
        if let Some((before, after, bytes)) = parts.filter(|(_, after, bytes)| *after == digest(bytes)) {
            let now = disk.read(&target, MAX_BYTES)?;
            // Cut off before the first byte, or within them. A report that can be read is somebody's later work.
            let is_torn =
                || digest(&now) != after && (bytes.starts_with(&now) || parse(now.clone()).is_err());
            if digest(&now) == before || is_torn() {
                disk.write(&target, bytes)?;
                disk.sync(&target)?;
            } else {
                self.keep_version(&target, bytes, None);
            }
        }
        remove(disk, &journal)
    }

    /// Removes temporary files that saves have left in a folder when they were cut off: those that are too old to be in use.
    pub(super) fn sweep(&self, folder: &Path) {
        let is_old = |path: &Path| {
            let facts = self.disk.facts(path).ok().filter(|facts| facts.is_file);
            facts.is_some_and(|facts| facts.modified + LEFT_AFTER < super::clock::now())
        };
        // A folder may be large: only those that have the name are looked at.
        let is_left = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default();
            name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) && is_old(path)
        };
        for path in self.disk.list(folder).unwrap_or_default().iter().filter(|path| is_left(path)) {
            let _ = self.disk.remove(path);
        }
    }

    /// Where the journal of saves in place to a file lies.
    fn journal(&self, target: &Path) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("journal").join(super::state::name_for(target)))
    }
}

/// Removes a journal for good: one that came back would be looked at again.
fn remove(disk: &dyn Disk, journal: &Path) -> io::Result<()> {
    disk.remove(journal)?;
    let _ = disk.sync_folder(folder_of(journal));
    Ok(())
}

/// Whether the system does not let this person do it the usual way.
fn is_refusal(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

/// Whose a file is that is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Made {
    /// That of the file it is to replace.
    Like(Facts),
    /// A new one.
    For(Privacy),
}

/// Puts a whole new file in place of another.
pub(super) fn replace(disk: &dyn Disk, target: &Path, bytes: &[u8], made: Made) -> io::Result<()> {
    let temporary = temporary(disk, target, bytes, made)?;
    disk.rename(&temporary, target).inspect_err(|_| {
        let _ = disk.remove(&temporary);
    })?;
    // Not every file system can do it; where it cannot, the rename itself has still happened.
    let _ = disk.sync_folder(folder_of(target));
    Ok(())
}

/// Makes a new file, whole, where there must be none.
fn create(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let temporary = temporary(disk, target, bytes, Made::For(Privacy::Usual))?;
    // A link fails when someone else was faster; a rename would silently win over them.
    let linked = match disk.link(&temporary, target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(SaveError::Exists),
        // Some file systems know no links.
        Err(_) if !disk.is_taken(target) => disk.rename(&temporary, target).map_err(SaveError::Io),
        done => done.map_err(SaveError::Io),
    };
    let _ = disk.remove(&temporary);
    linked?;
    let _ = disk.sync_folder(folder_of(target));
    Ok(())
}

/// A file with these bytes beside the target, on the disk. It is gone again when it could not be made whole.
fn temporary(disk: &dyn Disk, target: &Path, bytes: &[u8], made: Made) -> io::Result<PathBuf> {
    // Nobody sees it before it has the permissions that it is to have.
    let privacy = if let Made::For(privacy) = made { privacy } else { Privacy::Private };
    let temporary = create_temporary(disk, target, privacy)?;
    let done = disk.write(&temporary, bytes).and_then(|()| {
        if let Made::Like(old) = &made {
            disk.dress(&temporary, old)?;
        }
        disk.sync(&temporary)
    });
    match done {
        Ok(()) => Ok(temporary),
        Err(error) => {
            let _ = disk.remove(&temporary);
            Err(error)
        }
    }
}

/// Makes an empty file beside the target, under a name that no other run has: machines that share a folder may have equal
/// process numbers. The name is short, since that of the report may be as long as the system allows.
fn create_temporary(disk: &dyn Disk, target: &Path, privacy: Privacy) -> io::Result<PathBuf> {
    for _ in 0..100 {
        let unique = RandomState::new().hash_one(std::process::id());
        let path = target.with_file_name(format!("{TEMPORARY}{unique:016x}.tmp"));
        match disk.create(&path, privacy) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| path),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// How the names of temporary files begin.
const TEMPORARY: &str = ".reportui-";

/// Milliseconds after which a temporary file belongs to nobody any more: a save takes some of them, and this is an hour.
const LEFT_AFTER: u64 = 60 * 60 * 1000;

/// Copies a file to the first free name of `FILE.orig`, `FILE.orig-2` …
fn keep_beside(disk: &dyn Disk, target: &Path, bytes: &[u8], like: &Facts) -> io::Result<PathBuf> {
    for number in 1..1000 {
        let mut name = target.as_os_str().to_owned();
        name.push(if number == 1 { ".orig".to_owned() } else { format!(".orig-{number}") });
        let kept = PathBuf::from(name);
        match disk.create(&kept, Privacy::Private) {
            Ok(()) => {
                let done = disk.write(&kept, bytes).and_then(|()| {
                    // Whose it becomes matters less than that it is kept.
                    let _ = disk.dress(&kept, like);
                    disk.sync(&kept)
                });
                if done.is_err() {
                    let _ = disk.remove(&kept);
                }
                return done.map(|()| kept);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::Machine;
    use std::fs;

    fn store() -> Store {
        Store::new(Machine, None)
    }

    fn how(create: bool, keep: bool) -> How {
        How { create, keep, known: None }
    }

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
        store().save(&file, b"one", how(true, false)).unwrap();
        store().save(&file, b"two", how(false, false)).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["2020.ron"]);
    }

    #[test]
    fn a_new_file_never_overwrites_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"somebody's").unwrap();
        assert!(matches!(store().save(&file, b"ours", how(true, false)), Err(SaveError::Exists)));
        assert_eq!(fs::read(&file).unwrap(), b"somebody's");
        assert_eq!(names(folder.path()), ["2020.ron"]);
    }

    #[test]
    fn the_old_file_is_kept_beside_the_new_one_and_nothing_else_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"// mine").unwrap();
        fs::write(folder.path().join("2020.ron.orig"), b"precious").unwrap();
        let kept = store().save(&file, b"new", how(false, true)).unwrap().unwrap();
        assert_eq!(
            (fs::read(&file).unwrap(), fs::read(&kept).unwrap()),
            (b"new".to_vec(), b"// mine".to_vec())
        );
        assert_eq!(fs::read(folder.path().join("2020.ron.orig")).unwrap(), b"precious");
    }

    #[test]
    fn what_saves_have_left_that_were_cut_off_is_swept_away_when_nobody_can_need_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (name, hours) in [(".reportui-a.tmp", 2), (".reportui-b.tmp", 0), ("mine.tmp", 2)] {
            let file = fs::File::create(path(name)).unwrap();
            let old = std::time::SystemTime::now() - std::time::Duration::from_secs(hours * 3600);
            file.set_modified(old).unwrap();
        }
        fs::write(path("2020.ron"), include_str!("../../assets/samples/2020.ron")).unwrap();
        drop(store().open(&path("2020.ron")).unwrap());
        assert_eq!(names(folder.path()), [".reportui-b.tmp", "2020.ron", "mine.tmp"]);
    }

    #[test]
    fn nobody_finishes_a_save_that_the_one_who_has_the_report_open_is_making() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Machine, Some(folder.path().join("state")));
        let (town, new) = (folder.path().join("town"), include_bytes!("../../assets/samples/2020.ron"));
        fs::create_dir(&town).unwrap();
        let file = town.join("2020.ron");
        fs::write(&file, &new[..100]).unwrap();
        let journal = store.journal(&fs::canonicalize(&file).unwrap()).unwrap();
        fs::create_dir_all(folder_of(&journal)).unwrap();
        let entry =
            [&digest(b"the report as it was").to_le_bytes()[..], &digest(new).to_le_bytes(), new].concat();
        fs::write(&journal, entry).unwrap();
        let lock = crate::store::Lock::take(&file).unwrap();
        assert!(store.open(&file).is_err(), "half of it is there");
        assert_eq!(fs::read(&file).unwrap(), &new[..100]);
        drop(lock);
        assert!(store.open(&file).is_ok());
        assert_eq!((fs::read(&file).unwrap().as_slice(), journal.exists()), (&new[..], false));
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("2020.ron");
        fs::write(&file, b"signed").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        assert!(matches!(store().save(&file, b"new", how(false, false)), Err(SaveError::ReadOnly)));
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
        store().save(&link, b"new", how(false, false)).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_save_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone").join("2020.ron");
        assert!(matches!(store().save(&missing, b"x", how(true, false)), Err(SaveError::Io(_))));
        assert!(names(folder.path()).is_empty());
    }
}
