//! The terminal: taking it over and giving it back, keys in, frames out.
//!
//! The only room that names crossterm. [`run`] has two threads take turns with the editor. One waits for the terminal, takes
//! everything that has come in, lets the app work and shows one frame: a key that had to be handed over first would be seen
//! later. The other one keeps time and hears signals, also when the first one can no longer be woken because its terminal is
//! gone. Both sleep until something happens.

mod clipboard;
mod input;
mod screen;
mod session;
mod shell;

use std::io::{self, IsTerminal as _, Stdout};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use crate::app::{App, Command, Context, Effect};
use crate::store::{Lock, Store};
use crate::ui::{self, theme::Theme};
use input::{Happening, Signals, join_bursts};
pub use screen::Screen;
pub use session::Session;
use shell::Shell;

/// Why the editor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Someone asked for it.
    Quit,
    /// A signal, the terminal went away, or someone left what is unsaved to be recovered.
    Ended,
}

/// Whether there is a terminal to edit in.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Runs the editor until it is left. The lock is that of the report which is open.
pub fn run(mut app: App, store: Store, lock: Option<Lock>) -> io::Result<Ending> {
    let theme = if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        Theme::monochrome()
    } else {
        Theme::of(app.config.looks, std::env::var("COLORFGBG").ok().as_deref())
    };
    // Before the terminal is taken over, so that whatever ends or stops the program from now on gives it back.
    let signals = Signals::hold()?;
    let session = Session::begin(app.has_mouse)?;
    let (columns, rows) = crossterm::terminal::size()?;
    let mut screen = Screen::new(io::stdout(), columns, rows);
    // Before the first frame, so that no change of size is missed after it.
    input::prepare()?;
    // What nobody sees begins after it.
    draw(&mut app, &theme, &mut screen)?;
    let editor = Editor { app, theme, screen, shell: Shell::new(store, lock)?, began: Instant::now() };
    let editor = Arc::new(Mutex::new(editor));
    let ending = take_turns(&editor, signals);
    drop(session);
    // A terminal that is gone ends the program like a signal: what is unsaved is kept.
    turn(&editor).end(*ending.as_ref().unwrap_or(&Ending::Ended));
    ending
}

/// Shows the app as it is.
fn draw(app: &mut App, theme: &Theme, screen: &mut Screen<Stdout>) -> io::Result<()> {
    let frame = ui::draw(app, theme, screen.blank());
    app.seen(screen.show(frame)?);
    Ok(())
}

/// What the thread that keeps time is told.
enum Told {
    /// A signal came.
    Signal(Happening),
    /// There is another time to keep.
    Deadline,
    /// It is over.
    Over(io::Result<Ending>),
}

/// Tells that it is over when its thread ends in whatever way, by a panic too.
struct AtLast(Sender<Told>);

impl Drop for AtLast {
    fn drop(&mut self) {
        let _ = self.0.send(Told::Over(Ok(Ending::Ended)));
    }
}

/// Takes the editor; after a panic of the other thread too, so that what is unsaved is kept.
fn turn(editor: &Mutex<Editor>) -> MutexGuard<'_, Editor> {
    editor.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has a thread wait for the terminal, and keeps time, until something ends the program.
fn take_turns(editor: &Arc<Mutex<Editor>>, signals: Signals) -> io::Result<Ending> {
    let (sender, told) = channel();
    let news = sender.clone();
    signals.listen(move |signal| news.send(Told::Signal(signal)).is_ok())?;
    let news = sender.clone();
    input::watch_terminal(move || {
        let _ = news.send(Told::Signal(Happening::End));
    })?;
    let theirs = Arc::clone(editor);
    thread::Builder::new().name("input".to_owned()).spawn(move || {
        let sender = AtLast(sender);
        work(&theirs, &sender.0);
    })?;
    keep_time(editor, &told)
}

/// Waits for the terminal, lets the app work, draws, until it is over.
fn work(editor: &Mutex<Editor>, sender: &Sender<Told>) {
    loop {
        let batch = input::next();
        let mut editor = turn(editor);
        let before = editor.shell.deadline();
        let over = editor.take(batch).transpose();
        let told = match over {
            Some(ending) => Told::Over(ending),
            None if editor.shell.deadline() != before => Told::Deadline,
            None => continue,
        };
        let is_over = matches!(told, Told::Over(_));
        if sender.send(told).is_err() || is_over {
            return;
        }
    }
}

/// Keeps what is unsaved in time, and does what signals ask for, until it is over.
fn keep_time(editor: &Mutex<Editor>, told: &Receiver<Told>) -> io::Result<Ending> {
    loop {
        let deadline = turn(editor).look_after()?;
        let news = match deadline {
            None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(deadline) => told.recv_timeout(deadline.saturating_duration_since(Instant::now())),
        };
        match news {
            Ok(Told::Over(ending)) => return ending,
            Ok(Told::Signal(signal)) => {
                if let Some(ending) = turn(editor).take(vec![signal])? {
                    return Ok(ending);
                }
            }
            Ok(Told::Deadline) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(Ending::Ended),
        }
    }
}

/// What both threads work with, in turn.
struct Editor {
    app: App,
    theme: Theme,
    screen: Screen<Stdout>,
    shell: Shell,
    began: Instant,
}

impl Editor {
    /// Lets the app work on what happened and shows how it is then; the end, if that is it.
    fn take(&mut self, batch: Vec<Happening>) -> io::Result<Option<Ending>> {
        let in_text = self.app.context() == Context::Prose;
        for happening in if in_text { join_bursts(&batch) } else { batch } {
            self.app.at(self.began.elapsed());
            let effects = match happening {
                Happening::Key(key) => self.app.key(key),
                Happening::Paste(text) => self.app.update(Command::Paste(text)),
                Happening::Mouse(mouse) => {
                    self.app.hits = self.screen.hits();
                    self.app.update(Command::Point(mouse))
                }
                Happening::Resize(columns, rows) => {
                    self.screen.resize(columns, rows);
                    Vec::new()
                }
                Happening::Suspend => vec![Effect::Suspend],
                Happening::Resume => {
                    if session::resume()? {
                        self.come_back()?;
                    }
                    Vec::new()
                }
                Happening::End => return Ok(Some(Ending::Ended)),
            };
            let suspended = effects.contains(&Effect::Suspend);
            if let Some(ending) = self.shell.perform_all(&mut self.app, effects)? {
                return Ok(Some(ending));
            }
            if suspended {
                self.come_back()?;
            }
        }
        self.draw()?;
        self.look_after()?;
        Ok(None)
    }

    /// Keeps what is unsaved when it is time to; gives the next such time.
    fn look_after(&mut self) -> io::Result<Option<Instant>> {
        let could_keep = self.app.can_keep;
        self.shell.look_after(&mut self.app);
        if self.app.can_keep != could_keep {
            self.draw()?;
        }
        Ok(self.shell.deadline())
    }

    /// The terminal may have another size after a while in which nobody was told, and shows something else.
    fn come_back(&mut self) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.screen.forget(columns, rows);
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        draw(&mut self.app, &self.theme, &mut self.screen)
    }

    fn end(&mut self, ending: Ending) {
        self.shell.end(&self.app, ending);
    }
}
