//! Many files at once: on all cores, in order, with what is in hand at a time kept small, and with progress to see.

use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread::{Builder, available_parallelism, scope};
use std::time::{Duration, Instant};

use crate::words::Words;

/// Results that a core may be ahead of what is taken.
const AHEAD: usize = 32;

/// What the main thread of a program has; documents may be nested deeply.
const STACK: usize = 8 * 1024 * 1024;

/// Where the results go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Results {
    /// To standard output: on a terminal they tell themselves how far it is.
    Printed,
    /// Into files.
    Written,
}

/// Does `work` for every file and hands over the results in the order of the files. Ends early where `take` fails.
pub fn each<T: Send>(
    words: &Words,
    results: Results,
    files: &[PathBuf],
    work: impl Fn(&Path) -> T + Sync,
    mut take: impl FnMut(&Path, T) -> io::Result<()>,
) -> io::Result<()> {
    let cores = available_parallelism().map_or(1, NonZero::get).min(files.len());
    let mut progress = Progress::over(words, results, files.len());
    if cores < 2 {
        for file in files {
            take(file, work(file))?;
            progress.step();
        }
        return Ok(());
    }
    scope(|scope| {
        let work = &work;
        // Every core has its own share of the files and its own queue, so that the results come in order.
        let queues = (0..cores).map(|core| {
            let (send, receive) = sync_channel(AHEAD);
            let share = files.iter().skip(core).step_by(cores);
            Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                for file in share {
                    if send.send(work(file)).is_err() {
                        break;
                    }
                }
            })?;
            Ok(receive)
        });
        let queues: Vec<_> = queues.collect::<io::Result<_>>()?;
        for (file, queue) in files.iter().zip(queues.iter().cycle()) {
            // A queue ends early only when its thread has panicked, which ends the program too.
            let Ok(result) = queue.recv() else { break };
            take(file, result)?;
            progress.step();
        }
        Ok(())
    })
}

/// Whether a line of progress stands on the terminal, to be wiped off before anything else is said there.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// Wipes the line of progress off, if there is one.
pub fn wipe() {
    if SHOWN.swap(false, Ordering::Relaxed) {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
}

/// How far it is, for people: on a terminal only, and only when it takes its time.
struct Progress<'a> {
    words: &'a Words,
    is_seen: bool,
    done: usize,
    all: usize,
    told: Instant,
}

impl<'a> Progress<'a> {
    fn over(words: &'a Words, results: Results, all: usize) -> Self {
        let is_told = results == Results::Printed && io::stdout().is_terminal();
        let is_seen = all > 1 && io::stderr().is_terminal() && !is_told;
        Self { words, is_seen, done: 0, all, told: Instant::now() }
    }

    fn step(&mut self) {
        self.done += 1;
        if self.is_seen && self.told.elapsed() >= Duration::from_millis(200) {
            self.told = Instant::now();
            let line = self.words.say("cli.progress", &[("done", &self.done), ("all", &self.all)]);
            let _ = write!(io::stderr(), "\r{line}\x1b[K");
            SHOWN.store(true, Ordering::Relaxed);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        wipe();
    }
}
