//! What the app wants done outside: files, lock, clipboard, and keeping what is unsaved.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Ending, clipboard, session};
use crate::app::{App, Effect};
use crate::store::{self, How, Keeper, Lock, Store};

/// How long after a change the report is kept at the latest; writing it takes some more milliseconds.
const KEEP_WITHIN: Duration = Duration::from_millis(400);

/// How long after that a failure is told at the latest.
const TOLD_WITHIN: Duration = Duration::from_millis(300);

/// Everything outside of the app that belongs to a run of the editor.
pub struct Shell {
    store: Store,
    /// The lock of the report that is open.
    lock: Option<Lock>,
    keeper: Keeper,
    /// The revision of the report that is kept; none when nothing is.
    kept: Option<u64>,
    /// When the report has to be kept.
    deadline: Option<Instant>,
}

impl Shell {
    pub fn new(store: Store, lock: Option<Lock>) -> io::Result<Self> {
        Ok(Self { keeper: Keeper::new(store.clone())?, store, lock, kept: None, deadline: None })
    }

    /// When [`Self::look_after`] wants to be called again, whatever happens.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Keeps what is unsaved when it is time to, and forgets it when it is saved.
    pub fn look_after(&mut self, app: &mut App) {
        app.can_keep = !self.keeper.has_failed();
        if !app.can_keep {
            // With the next change it is tried again.
            self.kept = self.kept.filter(|_| self.deadline.is_some());
        }
        if !app.is_modified() {
            self.deadline = None;
            if self.kept.take().is_some() {
                self.keeper.forget();
            }
        } else if self.kept == Some(app.revision()) {
            self.deadline = None;
        } else if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            self.keep(app);
        } else {
            self.deadline = self.deadline.or_else(|| Instant::now().checked_add(KEEP_WITHIN));
        }
    }

    fn keep(&mut self, app: &App) {
        // Whether it could be kept is looked at a little later, and told.
        self.deadline = Instant::now().checked_add(TOLD_WITHIN);
        self.kept = Some(app.revision());
        self.keeper.keep(app.snapshot());
    }

    /// Performs effects, and those that follow from them.
    pub fn perform_all(&mut self, app: &mut App, mut effects: Vec<Effect>) -> io::Result<Option<Ending>> {
        let mut ending = None;
        effects.reverse();
        while let Some(effect) = effects.pop() {
            ending = ending.or(self.perform(app, effect, &mut effects)?);
        }
        Ok(ending)
    }

    fn perform(
        &mut self,
        app: &mut App,
        effect: Effect,
        more: &mut Vec<Effect>,
    ) -> io::Result<Option<Ending>> {
        let store = &self.store;
        match effect {
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Copy(text) => clipboard::copy(&text)?,
            Effect::Suspend => {
                // Nobody may come back.
                if app.is_modified() {
                    self.keep(app);
                    self.keeper.wait();
                }
                session::suspend()?;
            }
            Effect::QuitKeeping => return Ok(Some(Ending::Ended)),
            Effect::Mouse(ours) => session::set_mouse(ours)?,
            Effect::FindLastYear => {
                let path = app.document.path.clone().unwrap_or_default();
                app.found_last_year(store::previous(&path, &app.report));
            }
            Effect::Save(mut request) => {
                request.path = store::from_home(&request.path);
                let result = store.save(&request.path, &request.bytes, request.how);
                more.extend(app.saved(&request, &result));
            }
            Effect::Export(mut request) => {
                request.path = store::from_home(&request.path);
                let how = How { create: !request.over, ..How::default() };
                let result = store.save(&request.path, &request.bytes, how);
                app.exported(*request, &result);
            }
            Effect::Open(path) => self.open(app, store::meant(&path), more),
            Effect::Close => self.lock = None,
            Effect::Lock(path) => {
                // The old one goes first: it may be for the same file under another name.
                self.lock = None;
                self.lock = Lock::take(&path).ok();
            }
            Effect::ReadDisk(path, after) => app.read_disk(after, store::load(&path)),
            Effect::List(folder) => app.listed(store.shelf(&store::from_home(&folder))),
            Effect::Remember(report) => store.remember(&report),
            Effect::ReadToCompare(path) => {
                let path = store::meant(&path);
                app.read_to_compare(&path, store::load_any(&path));
            }
            Effect::ListVersions => {
                let path = app.document.path.clone().unwrap_or_default();
                let versions = store.versions(&path).into_iter();
                let read = versions.map(|version| {
                    let loaded = store.load_version(&version);
                    (version, loaded)
                });
                app.listed_versions(read.collect());
            }
            Effect::ReadVersion(version) => app.read_version(&version, store.load_version(&version)),
            Effect::Forget(folder) => store.forget_recovered(&folder),
            Effect::OpenRecovered(folder) => {
                let left = store.recovered_in(&folder);
                let path = left.as_ref().and_then(|left| left.path.clone());
                if let Some(path) = path.filter(|path| store::exists(path)) {
                    self.open(app, path, more);
                } else {
                    self.lock = None;
                    more.extend(app.opened_recovered(left));
                }
            }
        }
        Ok(None)
    }

    fn open(&mut self, app: &mut App, path: PathBuf, more: &mut Vec<Effect>) {
        // The report may be the one that is open: its lock has to go first.
        self.lock = None;
        let opened = self.store.open(&path).map(|(opened, lock)| {
            self.lock = lock;
            opened
        });
        more.extend(app.opened(path, opened));
    }

    /// Ends the run: what is unsaved is kept when nobody decided about it.
    pub fn end(&mut self, app: &App, ending: Ending) {
        match ending {
            Ending::Ended if app.is_modified() => self.keep(app),
            Ending::Quit | Ending::Ended => self.keeper.forget(),
        }
        self.keeper.end();
        // The thread that waits for the terminal may still hold all this.
        self.lock = None;
        if let Some(recent) = app.recent() {
            self.store.remember(&recent);
        }
    }
}
