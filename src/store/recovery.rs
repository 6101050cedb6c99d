//! What was typed and not saved, on the disk at most a second after the key, and how it is had back after the program was cut off.
//!
//! Every run that has something unsaved has a folder of its own in the state folder: a lock that the system frees when the
//! process is gone, and the report as it is, replaced as a whole each time. A clean end removes the folder. What lies in a folder
//! whose lock is free was left by a run that was cut off.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, Privacy, folder_of};
use super::load::{Loaded, parse};
use super::save::{Made, replace};
use super::{MAX_BYTES, Store, clock};

/// A report as it is in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Its file; none while it has no name.
    pub path: Option<PathBuf>,
    /// The text that a save would write.
    pub text: String,
    /// Digest of the file as it was read or saved last.
    pub known: Option<u64>,
}

/// What a run that was cut off has left.
#[derive(Debug)]
pub struct Recovered {
    /// The report's file, from the root; none when it had no name.
    pub path: Option<PathBuf>,
    /// When it was kept, as the clock on the wall showed it.
    pub kept: String,
    /// The report.
    pub report: Box<Loaded>,
    /// Digest of the file as the run that was cut off had it.
    pub known: Option<u64>,
    /// The folder of the run.
    pub folder: PathBuf,
}

/// The first line of what is kept: a comment, so that the whole is a report that can be opened.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// Not a [`PathBuf`]: not every name is text.
    path: Option<OsString>,
    known: Option<u64>,
}

const MARK: &str = "// reportui recovery ";
const REPORT: &str = "report.ron";
const LOCK: &str = "lock";

/// Keeps what is unsaved, in a thread of its own, so that nobody who types waits for a disk.
#[derive(Debug)]
pub struct Keeper {
    failed: Arc<AtomicBool>,
    work: Sender<Work>,
    thread: JoinHandle<()>,
}

#[derive(Debug)]
enum Work {
    Keep(Snapshot),
    Forget,
    /// Says when everything before it is done.
    Done(Sender<()>),
}

impl Keeper {
    /// A keeper with nothing to keep yet.
    pub fn new(store: Store) -> io::Result<Self> {
        let (work, queue) = channel();
        let failed = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&failed);
        let thread = thread::Builder::new().name("recovery".to_owned());
        let thread = thread.spawn(move || keep(&store, &queue, &told))?;
        Ok(Self { failed, work, thread })
    }

    /// Keeps the report as it is, in place of what was kept before.
    pub fn keep(&self, snapshot: Snapshot) {
        let _ = self.work.send(Work::Keep(snapshot));
    }

    /// Nothing is unsaved any more.
    pub fn forget(&self) {
        let _ = self.work.send(Work::Forget);
    }

    /// Waits until what was to be kept is on the disk, or could not be kept.
    pub fn wait(&self) {
        let (sender, done) = channel();
        if self.work.send(Work::Done(sender)).is_ok() {
            let _ = done.recv();
        }
    }

    /// Whether the last thing that was to be kept could not be.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Ends, with what is kept left as it is.
    pub fn end(self) {
        drop(self.work);
        let _ = self.thread.join();
    }
}

fn keep(store: &Store, queue: &Receiver<Work>, failed: &AtomicBool) {
    let mut run: Option<Run> = None;
    while let Ok(work) = queue.recv() {
        match work {
            Work::Keep(snapshot) => {
                let write = |run: &Run| run.write(&*store.disk, &snapshot).is_ok();
                // The folder may have been swept away: then there is a new one.
                run = run.filter(write).or_else(|| Run::begin(store).filter(write));
                failed.store(run.is_none(), Ordering::Relaxed);
            }
            Work::Forget => {
                failed.store(false, Ordering::Relaxed);
                if let Some(run) = run.take() {
                    store.forget_recovered(&run.folder);
                }
            }
            Work::Done(sender) => drop(sender.send(())),
        }
    }
}

/// The folder of this run, and the lock that tells others that it is alive.
#[derive(Debug)]
struct Run {
    folder: PathBuf,
    /// Held by the system until this process is gone.
    _lock: File,
}

impl Run {
    fn begin(store: &Store) -> Option<Self> {
        let folder = store.recovery_folder()?.join(format!("{:015}-{}", clock::now(), std::process::id()));
        store.disk.make_folder(&folder).ok()?;
        let lock = open_lock(&folder.join(LOCK)).ok()?;
        lock.try_lock().ok()?;
        Some(Self { folder, _lock: lock })
    }

    fn write(&self, disk: &dyn Disk, snapshot: &Snapshot) -> io::Result<()> {
        let path = snapshot.path.as_ref().and_then(|path| std::path::absolute(path).ok());
        let head = Head { path: path.map(PathBuf::into_os_string), known: snapshot.known };
        let head = ron::to_string(&head).map_err(io::Error::other)?;
        let bytes = format!("{MARK}{head}\n{}", snapshot.text).into_bytes();
        replace(disk, &self.folder.join(REPORT), &bytes, Made::For(Privacy::Private))
    }
}

fn open_lock(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(file)
}

impl Store {
    /// What runs that were cut off have left; the latest first.
    pub fn all_recovered(&self) -> Vec<Recovered> {
        let folders = self.recovery_folder().and_then(|folder| self.disk.list(&folder).ok());
        folders.unwrap_or_default().into_iter().rev().filter_map(|folder| self.left_in(folder)).collect()
    }

    /// What runs that were cut off have left of the report at a path; the latest first.
    pub fn recovered(&self, path: &Path) -> Vec<Recovered> {
        let wanted = self.home_of(path);
        let is_of_it =
            |left: &Recovered| left.path.as_deref().is_some_and(|path| self.home_of(path) == wanted);
        self.all_recovered().into_iter().filter(is_of_it).collect()
    }

    /// The file that a path leads to, from the root.
    pub(super) fn home_of(&self, path: &Path) -> PathBuf {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.disk.resolve(&absolute).unwrap_or_else(|_| {
            // What is not there yet is still in a folder that may have several names.
            let folder = self.disk.resolve(folder_of(&absolute));
            let named = |folder: PathBuf| folder.join(absolute.file_name().unwrap_or_default());
            folder.map_or_else(|_| absolute.clone(), named)
        })
    }

    fn left_in(&self, folder: PathBuf) -> Option<Recovered> {
        // A lock that can be had belongs to nobody who is alive.
        let lock = OpenOptions::new().write(true).open(folder.join(LOCK)).ok()?;
        lock.try_lock().ok()?;
        let file = folder.join(REPORT);
        let facts = self.disk.facts(&file).ok()?;
        let bytes = self.disk.read(&file, MAX_BYTES).ok()?;
        let first = bytes.split(|byte| *byte == b'\n').next()?;
        let head: Head = ron::de::from_bytes(first.strip_prefix(MARK.as_bytes())?).ok()?;
        let report = Box::new(parse(bytes).ok()?);
        let path = head.path.map(PathBuf::from);
        Some(Recovered { path, kept: clock::shown(facts.modified), report, known: head.known, folder })
    }

    /// What a run has left in its folder, while it is still there.
    pub fn recovered_in(&self, folder: &Path) -> Option<Recovered> {
        self.left_in(folder.to_owned())
    }

    /// Throws away what a run has left.
    pub fn forget_recovered(&self, folder: &Path) {
        for file in self.disk.list(folder).unwrap_or_default() {
            let _ = self.disk.remove(&file);
        }
        let _ = self.disk.remove_folder(folder);
        let _ = self.disk.sync_folder(folder_of(folder));
    }

    fn recovery_folder(&self) -> Option<PathBuf> {
        Some(self.state.as_ref()?.join("recovery"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::Machine;
    use std::fs;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Machine, Some(folder.path().join("state")));
        (folder, store)
    }

    fn snapshot(path: Option<&str>, organ: &str) -> Snapshot {
        let text = include_str!("../../assets/samples/2020.ron").replace("克井镇人民政府", organ);
        Snapshot { path: path.map(PathBuf::from), text, known: None }
    }

    /// A run that kept this and was cut off.
    fn cut_off(store: &Store, snapshot: &Snapshot) {
        let run = Run::begin(store).unwrap();
        run.write(&*store.disk, snapshot).unwrap();
    }

    fn organs(found: &[Recovered]) -> Vec<&str> {
        found.iter().map(|left| left.report.report.organ.as_str()).collect()
    }

    #[test]
    fn what_a_run_that_was_cut_off_left_is_found_by_the_file_and_both_of_two_are_kept() {
        let (_folder, store) = store();
        cut_off(&store, &snapshot(Some("/a/2020.ron"), "甲镇"));
        // Names tell milliseconds.
        while store
            .recovery_folder()
            .unwrap()
            .join(format!("{:015}-{}", clock::now(), std::process::id()))
            .exists()
        {}
        cut_off(&store, &snapshot(Some("/a/2020.ron"), "乙镇"));
        while store
            .recovery_folder()
            .unwrap()
            .join(format!("{:015}-{}", clock::now(), std::process::id()))
            .exists()
        {}
        cut_off(&store, &snapshot(None, "丙镇"));
        let found = store.recovered(Path::new("/a/2020.ron"));
        assert_eq!(organs(&found), ["乙镇", "甲镇"]);
        assert_eq!(organs(&store.all_recovered()), ["丙镇", "乙镇", "甲镇"]);
        assert!(store.recovered(Path::new("/a/2021.ron")).is_empty());
        store.forget_recovered(&found[0].folder);
        assert_eq!(organs(&store.recovered(Path::new("/a/2020.ron"))), ["甲镇"]);
    }

    #[test]
    fn what_a_living_run_keeps_is_not_offered_and_a_clean_end_leaves_nothing() {
        let (_folder, store) = store();
        let keeper = Keeper::new(store.clone()).unwrap();
        keeper.keep(snapshot(None, "甲镇"));
        keeper.keep(snapshot(None, "乙镇"));
        keeper.wait();
        assert!(store.all_recovered().is_empty(), "the run is alive");
        assert_eq!(fs::read_dir(store.recovery_folder().unwrap()).unwrap().count(), 1);
        keeper.forget();
        keeper.wait();
        assert_eq!(fs::read_dir(store.recovery_folder().unwrap()).unwrap().count(), 0);
        keeper.keep(snapshot(None, "丙镇"));
        keeper.wait();
        keeper.end();
        assert_eq!(organs(&store.all_recovered()), ["丙镇"]);
    }

    #[test]
    fn a_folder_that_was_swept_away_is_made_anew_and_what_cannot_be_kept_is_told() {
        let (_folder, store) = store();
        let keeper = Keeper::new(store.clone()).unwrap();
        keeper.keep(snapshot(None, "甲镇"));
        keeper.wait();
        fs::remove_dir_all(store.recovery_folder().unwrap()).unwrap();
        keeper.keep(snapshot(None, "乙镇"));
        keeper.wait();
        assert!(!keeper.has_failed());
        keeper.end();
        assert_eq!(organs(&store.all_recovered()), ["乙镇"]);
        let keeper = Keeper::new(Store::new(Machine, Some(PathBuf::from("/dev/null")))).unwrap();
        keeper.keep(snapshot(None, "丙镇"));
        keeper.wait();
        assert!(keeper.has_failed());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, store) = store();
        cut_off(&store, &snapshot(None, "甲镇"));
        let left = &store.all_recovered()[0];
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&left.folder), mode(&left.folder.join(REPORT))), (0o700, 0o600));
    }
}
