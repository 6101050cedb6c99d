//! What was typed and not saved, on the disk at most a second after the key, and how it is had back after the program was cut off.
//!
//! Every run that has something unsaved has a folder of its own in the state folder: a lock that the system frees when the
//! process is gone, and the report as it is, twice: `newest-N.ron` is written at once, which is enough when only the program is cut
//! off; [`REPORT`] is replaced as a whole and waited for until it is on the disk, which is enough when the power is, and on a busy
//! disk takes its time. A clean end removes the folder. What lies in a folder whose lock is free was left by a run that was cut off;
//! of its two files the later one that is whole counts.

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
    /// How many were kept before by the same run.
    #[serde(default)]
    turn: u64,
}

const MARK: &str = "// reportui recovery ";
const REPORT: &str = "report.ron";
/// Folders between that of a run and what was there before the program.
const FOLDERS_ABOVE: usize = 3;
const LOCK: &str = "lock";

/// Keeps what is unsaved, in a thread of its own, so that nobody who types waits for a disk.
#[derive(Debug)]
pub struct Keeper {
    failed: Arc<AtomicBool>,
    work: Sender<Work>,
    thread: Option<JoinHandle<()>>,
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
        Ok(Self { failed, work, thread: Some(thread) })
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

    /// Ends, with what is kept left as it is.
    pub fn end(&mut self) {
        // The thread ends when nobody can give it work any more.
        (self.work, _) = channel();
        let _ = self.thread.take().map(JoinHandle::join);
    }

    /// Whether the last thing that was to be kept could not be.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

fn keep(store: &Store, queue: &Receiver<Work>, failed: &Arc<AtomicBool>) {
    // The last one is written to; those before it could not be, and are given up when the last one was.
    let mut runs: Vec<Run> = Vec::new();
    let syncer = Syncer::new(store.clone(), Arc::clone(failed));
    while let Ok(work) = queue.recv() {
        match work {
            Work::Keep(snapshot) => {
                let mut write = |run: &mut Run| run.write(&*store.disk, &snapshot).ok();
                let mut written = runs.last_mut().and_then(&mut write);
                if written.is_none() {
                    // The folder may have been swept away: then there is a new one.
                    runs.extend(Run::begin(store));
                    written = runs.last_mut().and_then(&mut write);
                }
                failed.store(written.is_none(), Ordering::Relaxed);
                if let (Some(run), Some(bytes)) = (runs.last(), written) {
                    syncer.sync(run.folder.join(REPORT), bytes);
                    for former in runs.drain(..runs.len() - 1) {
                        store.forget_recovered(&former.folder);
                    }
                }
            }
            Work::Forget => {
                syncer.wait();
                failed.store(false, Ordering::Relaxed);
                for run in runs.drain(..) {
                    store.forget_recovered(&run.folder);
                }
            }
            Work::Done(sender) => {
                syncer.wait();
                let _ = sender.send(());
            }
        }
    }
    syncer.wait();
}

/// Brings what is kept onto the disk, in a thread of its own: a disk that is busy may take seconds, in which more is typed.
struct Syncer(Option<Sender<Sync>>);

enum Sync {
    Replace(PathBuf, Vec<u8>),
    /// Says when everything before it is done.
    Done(Sender<()>),
}

impl Syncer {
    /// Without a thread nothing is synced, as if the disk never came to it.
    fn new(store: Store, failed: Arc<AtomicBool>) -> Self {
        let (work, queue) = channel();
        let thread = thread::Builder::new().name("sync".to_owned());
        let run = move || {
            let mut last_folder = PathBuf::new();
            while let Ok(first) = queue.recv() {
                // Only the last of what waits is worth the while.
                let waiting: Vec<Sync> = std::iter::once(first).chain(queue.try_iter()).collect();
                let last = waiting.iter().rposition(|work| matches!(work, Sync::Replace(..)));
                for (index, work) in waiting.into_iter().enumerate() {
                    match work {
                        Sync::Replace(file, bytes) if Some(index) == last => {
                            let done = replace(&*store.disk, &file, &bytes, Made::For(Privacy::Private));
                            failed.fetch_or(done.is_err(), Ordering::Relaxed);
                            let folder = folder_of(&file);
                            if folder != last_folder {
                                // The folder of a run is new, and perhaps those it lies in.
                                for above in folder.ancestors().skip(1).take(FOLDERS_ABOVE) {
                                    let _ = store.disk.sync_folder(above);
                                }
                                folder.clone_into(&mut last_folder);
                            }
                        }
                        Sync::Replace(..) => {}
                        Sync::Done(sender) => drop(sender.send(())),
                    }
                }
            }
        };
        Self(thread.spawn(run).ok().map(|_| work))
    }

    fn sync(&self, file: PathBuf, bytes: Vec<u8>) {
        if let Some(work) = &self.0 {
            let _ = work.send(Sync::Replace(file, bytes));
        }
    }

    fn wait(&self) {
        let (sender, done) = channel();
        if self.0.as_ref().is_some_and(|work| work.send(Sync::Done(sender)).is_ok()) {
            let _ = done.recv();
        }
    }
}

/// The folder of this run, and the lock that tells others that it is alive.
#[derive(Debug)]
struct Run {
    folder: PathBuf,
    turn: u64,
    /// Where the report's file is, from the root.
    path: Option<PathBuf>,
    /// Held by the system until this process is gone.
    _lock: File,
}

impl Run {
    fn begin(store: &Store) -> Option<Self> {
        let folder = store.recovery_folder()?.join(format!("{:015}-{}", clock::now(), std::process::id()));
        store.disk.make_folder(&folder).ok()?;
        let lock = open_lock(&folder.join(LOCK)).ok()?;
        lock.try_lock().ok()?;
        Some(Self { folder, turn: 0, path: None, _lock: lock })
    }

    /// Writes what is kept where it outlives this process, and gives it to be brought onto the disk.
    fn write(&mut self, disk: &dyn Disk, snapshot: &Snapshot) -> io::Result<Vec<u8>> {
        // When the folder that one is in is gone, nobody can tell any more where a file was.
        let known = self.path.take();
        self.path = snapshot.path.as_ref().and_then(|path| std::path::absolute(path).ok().or(known));
        self.turn += 1;
        let path = self.path.clone().map(PathBuf::into_os_string);
        let head = Head { path, known: snapshot.known, turn: self.turn };
        let head = ron::to_string(&head).map_err(io::Error::other)?;
        let bytes = format!("{MARK}{head}\n{}", snapshot.text).into_bytes();
        // Another file each time: one that the system is just bringing onto the disk makes the writer wait.
        let newest = |turn: u64| self.folder.join(format!("newest-{turn}.ron"));
        disk.create(&newest(self.turn), Privacy::Private)?;
        disk.write(&newest(self.turn), &bytes)?;
        let _ = disk.remove(&newest(self.turn - 1));
        Ok(bytes)
    }
}

fn open_lock(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(file)
}

impl Store {
    /// What runs that were cut off have left; the latest first.
    pub fn all_recovered(&self) -> Vec<Recovered> {
        let folders = self.recovery_folder().and_then(|folder| self.disk.list(&folder).ok());
        folders
            .unwrap_or_default()
            .into_iter()
            .rev()
            .filter_map(|folder| self.recovered_in(&folder))
            .collect()
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

    /// What a run has left in its folder, while it is still there.
    pub fn recovered_in(&self, folder: &Path) -> Option<Recovered> {
        // A lock that can be had belongs to nobody who is alive.
        let lock = OpenOptions::new().write(true).open(folder.join(LOCK)).ok()?;
        lock.try_lock().ok()?;
        let files = self.disk.list(folder).ok()?;
        let kept = files.iter().filter_map(|file| self.kept_in(folder, file));
        kept.max_by_key(|(turn, _)| *turn).map(|(_, left)| left)
    }

    /// What one of the files of a run holds, if it is whole; and its turn.
    fn kept_in(&self, folder: &Path, file: &Path) -> Option<(u64, Recovered)> {
        let facts = self.disk.facts(file).ok()?;
        let bytes = self.disk.read(file, MAX_BYTES).ok()?;
        let first = bytes.split(|byte| *byte == b'\n').next()?;
        let head: Head = ron::de::from_bytes(first.strip_prefix(MARK.as_bytes())?).ok()?;
        let report = Box::new(parse(bytes).ok()?);
        let path = head.path.map(PathBuf::from);
        let kept = clock::shown(facts.modified);
        Some((head.turn, Recovered { path, kept, report, known: head.known, folder: folder.to_owned() }))
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
        let mut run = Run::begin(store).unwrap();
        let bytes = run.write(&*store.disk, snapshot).unwrap();
        replace(&*store.disk, &run.folder.join(REPORT), &bytes, Made::For(Privacy::Private)).unwrap();
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
        let mut keeper = Keeper::new(store.clone()).unwrap();
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
        let mut keeper = Keeper::new(store.clone()).unwrap();
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

    #[test]
    fn of_what_was_written_and_what_was_synced_the_later_whole_one_counts() {
        let (_folder, store) = store();
        let mut run = Run::begin(&store).unwrap();
        let first = run.write(&*store.disk, &snapshot(None, "甲镇")).unwrap();
        fs::write(run.folder.join(REPORT), &first).unwrap();
        let second = run.write(&*store.disk, &snapshot(None, "乙镇")).unwrap();
        let folder = run.folder.clone();
        drop(run);
        assert_eq!(organs(&store.all_recovered()), ["乙镇"], "the disk had not come to it yet");
        fs::write(folder.join("newest-2.ron"), &second[..second.len() / 2]).unwrap();
        assert_eq!(organs(&store.all_recovered()), ["甲镇"], "torn by the power");
        fs::write(folder.join("newest-2.ron"), &first).unwrap();
        fs::write(folder.join(REPORT), &second).unwrap();
        assert_eq!(organs(&store.all_recovered()), ["乙镇"], "what was written came back older");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_into_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, store) = store();
        cut_off(&store, &snapshot(None, "甲镇"));
        let left = &store.all_recovered()[0];
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&left.folder), 0o700);
        assert_eq!(
            (mode(&left.folder.join("newest-1.ron")), mode(&left.folder.join(REPORT))),
            (0o600, 0o600)
        );
    }
}
