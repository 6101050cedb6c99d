//! A disk that can fail any step once, stop at any step as a power cut would, and forget what was not synced; and what saving
//! does on it.
//!
//! After a cut, what was synced is there, and what was not may be there or not: each of the six combinations of names (those of
//! the last sync of their folder, or the latest) and bytes (those of the last sync of their file, the latest, or the latest with
//! a hole) is tried. A write that is cut or fails has written half. Folders are there as soon as they are made.

// The tests say how much they have tried.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use super::disk::{Disk, Facts, Privacy, folder_of};
use super::{How, SaveError, Store};

#[derive(Debug, Clone)]
struct Simulated(Arc<Mutex<State>>);

#[derive(Debug, Clone, Default)]
struct State {
    files: Vec<Bytes>,
    /// Names as they are, and as they were when their folder was synced.
    names: BTreeMap<PathBuf, usize>,
    names_synced: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    /// Folders in which nothing may be made.
    closed: BTreeSet<PathBuf>,
    steps: usize,
    fault: Option<(usize, Fault)>,
    /// A kind of sync that does nothing, to show that it is needed.
    without: Option<Step>,
    is_cut: bool,
}

#[derive(Debug, Clone, Default)]
struct Bytes {
    now: Vec<u8>,
    synced: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The step fails; everything after it works.
    Fails,
    /// The power goes.
    Cut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Write,
    SyncFile,
    SyncFolder,
    Other,
}

impl Simulated {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Begins a step. An error ends it; for a write that means half of it.
    fn step(&self, step: Step) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        if state.is_cut {
            return Err(io::Error::other("the power is gone"));
        }
        state.steps += 1;
        match state.fault {
            Some((at, fault)) if at == state.steps => {
                state.is_cut = fault == Fault::Cut;
                Err(if step == Step::Write {
                    io::ErrorKind::StorageFull.into()
                } else {
                    io::Error::other("failed")
                })
            }
            _ => Ok(state),
        }
    }

    /// What may be on the disk after the power came back.
    fn after_a_cut(&self) -> Vec<Simulated> {
        let state = self.state().clone();
        let image = |latest_names: bool, bytes_of: fn(&Bytes) -> Vec<u8>| {
            let names = if latest_names { &state.names } else { &state.names_synced };
            let files = state.files.iter().map(|file| {
                let bytes = bytes_of(file);
                Bytes { now: bytes.clone(), synced: bytes }
            });
            Simulated(Arc::new(Mutex::new(State {
                files: files.collect(),
                names: names.clone(),
                names_synced: names.clone(),
                folders: state.folders.clone(),
                closed: state.closed.clone(),
                ..State::default()
            })))
        };
        let synced = |file: &Bytes| file.synced.clone();
        let latest = |file: &Bytes| file.now.clone();
        // The length is on the disk, and not all of the bytes.
        let holes = |file: &Bytes| match &file.now {
            now if *now == file.synced => now.clone(),
            now => {
                now.iter().enumerate().map(|(at, byte)| if at < now.len() / 2 { *byte } else { 0 }).collect()
            }
        };
        let images = [synced, latest, holes].into_iter();
        images.flat_map(|bytes| [image(false, bytes), image(true, bytes)]).collect()
    }

    fn put(&self, path: &str, bytes: &[u8]) -> usize {
        let mut state = self.state();
        state.files.push(Bytes { now: bytes.to_vec(), synced: bytes.to_vec() });
        let file = state.files.len() - 1;
        state.names.insert(path.into(), file);
        state.names_synced.insert(path.into(), file);
        file
    }

    fn content(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        state.names.get(path).map(|file| state.files[*file].now.clone())
    }
}

impl State {
    fn file(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for Simulated {
    fn read(&self, file: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.content(file).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let state = self.state();
        let file = state.file(path)?;
        let links = state.names.values().filter(|other| **other == file).count();
        Ok(Facts { is_file: true, links: u64::try_from(links).unwrap(), ..Facts::default() })
    }

    fn is_taken(&self, path: &Path) -> bool {
        self.state().names.contains_key(path)
    }

    fn may_write(&self, file: &Path) -> io::Result<()> {
        self.state().file(file).map(drop)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.state().file(path).map(|_| path.to_owned())
    }

    fn create(&self, file: &Path, _: Privacy) -> io::Result<()> {
        let mut state = self.step(Step::Other)?;
        if state.closed.contains(folder_of(file)) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if state.names.contains_key(file) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.files.push(Bytes::default());
        let new = state.files.len() - 1;
        state.names.insert(file.to_owned(), new);
        Ok(())
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let had_power = !self.state().is_cut;
        let begun = self.step(Step::Write);
        match begun {
            Ok(mut state) => {
                let file = state.file(file)?;
                state.files[file].now = bytes.to_vec();
                Ok(())
            }
            Err(error) => {
                let mut state = self.state();
                if had_power && let Ok(file) = state.file(file) {
                    state.files[file].now = bytes[..bytes.len() / 2].to_vec();
                }
                Err(error)
            }
        }
    }

    fn sync(&self, file: &Path) -> io::Result<()> {
        let mut state = self.step(Step::SyncFile)?;
        let file = state.file(file)?;
        if state.without != Some(Step::SyncFile) {
            state.files[file].synced = state.files[file].now.clone();
        }
        Ok(())
    }

    fn dress(&self, _: &Path, _: &Facts) -> io::Result<()> {
        self.step(Step::Other).map(drop)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.step(Step::Other)?;
        let file = state.file(from)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.step(Step::Other)?;
        let file = state.file(from)?;
        if state.names.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        state.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.step(Step::Other)?.names.remove(file).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.step(Step::SyncFolder)?;
        if state.without != Some(Step::SyncFolder) {
            let inside = |path: &PathBuf| folder_of(path) == folder;
            let names = state.names.clone();
            state.names_synced.retain(|path, _| !inside(path));
            state.names_synced.extend(names.into_iter().filter(|(path, _)| inside(path)));
        }
        Ok(())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(Step::Other)?.folders.insert(folder.to_owned());
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(Step::Other)?.folders.remove(folder);
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state();
        Ok(state.names.keys().filter(|path| folder_of(path) == folder).cloned().collect())
    }
}

/// A way in which a report is saved.
struct Scene {
    name: &'static str,
    disk: fn() -> Simulated,
    how: How,
    /// What stood in the file before.
    old: Option<&'static [u8]>,
}

const FILE: &str = "/town/2020.ron";
const OLD: &[u8] = b"the report as it was, line by line";
const NEW: &[u8] = b"the report as it is, a little longer than before";

fn empty() -> Simulated {
    Simulated(Arc::new(Mutex::new(State::default())))
}

fn with_old() -> Simulated {
    let disk = empty();
    disk.put(FILE, OLD);
    disk
}

fn with_two_names() -> Simulated {
    let disk = empty();
    let file = disk.put(FILE, OLD);
    let mut guard = disk.state();
    let state = &mut *guard;
    for names in [&mut state.names, &mut state.names_synced] {
        names.insert("/county/2020.ron".into(), file);
    }
    drop(guard);
    disk
}

fn in_a_closed_folder() -> Simulated {
    let disk = with_old();
    disk.state().closed.insert("/town".into());
    disk
}

fn scenes() -> [Scene; 5] {
    let how = How::default();
    [
        Scene { name: "a new file", disk: empty, how: How { create: true, ..how }, old: None },
        Scene { name: "over the old file", disk: with_old, how, old: Some(OLD) },
        Scene {
            name: "the old one kept beside",
            disk: with_old,
            how: How { keep: true, ..how },
            old: Some(OLD),
        },
        Scene { name: "a file with two names", disk: with_two_names, how, old: Some(OLD) },
        Scene { name: "in a folder that takes no new file", disk: in_a_closed_folder, how, old: Some(OLD) },
    ]
}

fn save(disk: &Simulated, how: How) -> Result<(), SaveError> {
    let store = Store::new(disk.clone(), Some("/state".into()));
    store.save(Path::new(FILE), NEW, how).map(drop)
}

/// What someone finds who opens the file.
fn reopened(disk: &Simulated) -> Option<Vec<u8>> {
    Store::new(disk.clone(), Some("/state".into())).finish(Path::new(FILE)).unwrap();
    disk.content(Path::new(FILE))
}

/// Steps of a save on a disk without faults.
fn steps(scene: &Scene) -> usize {
    let disk = (scene.disk)();
    save(&disk, scene.how).unwrap_or_else(|error| panic!("{}: {error:?}", scene.name));
    assert_eq!(reopened(&disk).as_deref(), Some(NEW), "{}", scene.name);
    disk.state().steps
}

/// Cuts the power at every step; gives the first state that is neither the old nor the new one, or the old one after success.
fn third_state(scene: &Scene, without: Option<Step>) -> Option<String> {
    let count = steps(scene);
    for at in 1..=count + 1 {
        let disk = (scene.disk)();
        disk.state().fault = Some((at, Fault::Cut));
        disk.state().without = without;
        // Whom the power took away told nobody that it was saved.
        let saved = save(&disk, scene.how).is_ok() && !disk.state().is_cut;
        for image in disk.after_a_cut() {
            let found = reopened(&image);
            let is_right = found.as_deref() == Some(NEW) || (!saved && found.as_deref() == scene.old);
            if !is_right {
                let found = found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                return Some(format!(
                    "{}, cut at step {at} of {count}, saved {saved}: {found:?}",
                    scene.name
                ));
            }
        }
    }
    None
}

#[test]
fn wherever_the_power_goes_the_file_is_the_old_or_the_new_one() {
    let mut tried = 0;
    for scene in scenes() {
        assert_eq!(third_state(&scene, None), None);
        tried += (steps(&scene) + 1) * 6;
    }
    println!("{tried} states after a cut, none of them a third one");
}

#[test]
fn whichever_step_fails_the_old_file_stays_until_the_new_one_is_there() {
    let mut tried = 0;
    for scene in scenes() {
        let count = steps(&scene);
        for at in 1..=count {
            let disk = (scene.disk)();
            disk.state().fault = Some((at, Fault::Fails));
            let result = save(&disk, scene.how);
            let expected = if result.is_ok() { Some(NEW) } else { scene.old };
            assert_eq!(
                disk.content(Path::new(FILE)).as_deref(),
                expected,
                "{}, step {at}: {result:?}",
                scene.name
            );
            // And it can be saved again.
            let again = save(&disk, How { create: disk.content(Path::new(FILE)).is_none(), ..scene.how });
            assert!(again.is_ok(), "{}, step {at}: {again:?}", scene.name);
            assert_eq!(reopened(&disk).as_deref(), Some(NEW));
            tried += 1;
        }
    }
    println!("{tried} steps failed, the file whole after each");
}

#[test]
fn without_either_sync_a_third_state_comes() {
    for without in [Step::SyncFile, Step::SyncFolder] {
        let found: Vec<_> = scenes().iter().filter_map(|scene| third_state(scene, Some(without))).collect();
        assert!(!found.is_empty(), "{without:?} is not needed");
        println!("without {without:?}: {}", found[0]);
    }
}

#[test]
fn a_save_that_was_cut_off_is_not_finished_over_later_work() {
    let disk = with_two_names();
    let journal = |disk: &Simulated| disk.state().names.keys().any(|path| path.starts_with("/state/journal"));
    // Cut off in the midst of the file itself.
    let cut = (1..50).find(|at| {
        let begun = disk.state().steps;
        disk.state().fault = Some((begun + at, Fault::Cut));
        let _ = save(&disk, How::default());
        let is_torn = disk.content(Path::new(FILE)).as_deref() != Some(OLD);
        disk.state().is_cut = is_torn;
        is_torn
    });
    assert!(cut.is_some() && journal(&disk));
    let theirs = include_bytes!("../../assets/samples/2020.ron");
    let image = &disk.after_a_cut()[5];
    let file = image.state().names[Path::new(FILE)];
    image.state().files[file].now = theirs.to_vec();
    assert_eq!(reopened(image).as_deref(), Some(&theirs[..]));
    let store = Store::new(image.clone(), Some("/state".into()));
    let kept = store.versions(Path::new(FILE));
    assert_eq!(image.content(&kept[0].file).as_deref(), Some(NEW), "what was not written is a version");
    assert!(!journal(image));
}

#[test]
fn a_file_that_someone_else_has_saved_is_not_touched() {
    let disk = with_old();
    let how = How { known: Some(super::digest(b"what we opened")), ..How::default() };
    assert!(matches!(save(&disk, how), Err(SaveError::Changed)));
    assert_eq!(disk.content(Path::new(FILE)).as_deref(), Some(OLD));
    assert!(save(&disk, How { known: Some(super::digest(OLD)), ..How::default() }).is_ok());
}

#[test]
fn the_last_ten_versions_are_kept() {
    let disk = with_old();
    let store = Store::new(disk.clone(), Some("/state".into()));
    for number in 0..15 {
        store.save(Path::new(FILE), format!("version {number}").as_bytes(), How::default()).unwrap();
    }
    let kept = store.versions(Path::new(FILE));
    let texts: Vec<_> = kept.iter().map(|version| disk.content(&version.file).unwrap()).collect();
    assert_eq!(texts.len(), 11);
    assert_eq!((texts[0].as_slice(), texts[9].as_slice()), (&b"version 14"[..], &b"version 5"[..]));
    // The file as it was before is of a day long ago.
    assert_eq!(texts[10], OLD);
    // What was there before the first save is a version too.
    let disk = with_old();
    save(&disk, How::default()).unwrap();
    let store = Store::new(disk.clone(), Some("/state".into()));
    let texts: Vec<_> =
        store.versions(Path::new(FILE)).iter().map(|version| disk.content(&version.file).unwrap()).collect();
    assert_eq!(texts, [NEW, OLD]);
}
