//! The terminal: taking it over and giving it back, keys in, frames out.
//!
//! [`run`] is the loop. It sleeps until something happens, takes everything that has come in, lets the app work, and draws one
//! frame. The only room that names crossterm.

mod clipboard;
mod input;
mod screen;
mod session;
mod shell;

use std::io::{self, IsTerminal as _, Stdout};

use std::time::Instant;

use crate::app::{App, Command, Context, Effect};
use crate::store::{Lock, Store};
use crate::ui::{self, theme::Theme};
use input::{Happening, Happenings, join_bursts};
pub use screen::Screen;
pub use session::Session;
use shell::Shell;

/// Why the editor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Someone asked for it.
    Quit,
    /// A signal, or the terminal went away.
    Ended,
}

/// Whether there is a terminal to edit in.
pub fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Runs the editor until it is left. The lock is that of the report which is open.
pub fn run(app: &mut App, store: &Store, lock: Option<Lock>) -> io::Result<Ending> {
    let theme = if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        Theme::monochrome()
    } else {
        Theme::of(app.config.looks, std::env::var("COLORFGBG").ok().as_deref())
    };
    let session = Session::begin(app.has_mouse)?;
    let (columns, rows) = crossterm::terminal::size()?;
    let mut screen = Screen::new(io::stdout(), columns, rows);
    // Before the first frame, so that no change of size is missed after it.
    let happenings = Happenings::listen()?;
    let began = Instant::now();
    let mut shell = Shell::new(store, lock)?;
    let ending = go_round(app, &theme, &mut screen, &happenings, &mut shell, began);
    drop(session);
    // A terminal that is gone ends the program like a signal: what is unsaved is kept.
    shell.end(app, *ending.as_ref().unwrap_or(&Ending::Ended));
    ending
}

/// Waits, lets the app work, draws, until something ends it.
fn go_round(
    app: &mut App,
    theme: &Theme,
    screen: &mut Screen<Stdout>,
    happenings: &Happenings,
    shell: &mut Shell,
    began: Instant,
) -> io::Result<Ending> {
    draw(app, theme, screen)?;
    loop {
        let could_keep = app.can_keep;
        shell.look_after(app);
        if app.can_keep != could_keep {
            draw(app, theme, screen)?;
        }
        let batch = happenings.next(shell.deadline());
        if batch.is_empty() {
            continue;
        }
        let in_text = app.context() == Context::Prose;
        for happening in if in_text { join_bursts(&batch) } else { batch } {
            app.at(began.elapsed());
            let effects = match happening {
                Happening::Key(key) => app.key(key),
                Happening::Paste(text) => app.update(Command::Paste(text)),
                Happening::Mouse(mouse) => app.update(Command::Point(mouse)),
                Happening::Resize(columns, rows) => {
                    screen.resize(columns, rows);
                    Vec::new()
                }
                Happening::Suspend => vec![Effect::Suspend],
                Happening::Resume => {
                    if session::resume()? {
                        come_back(screen)?;
                    }
                    Vec::new()
                }
                Happening::End => return Ok(Ending::Ended),
            };
            let suspended = effects.contains(&Effect::Suspend);
            if let Some(ending) = shell.perform_all(app, effects)? {
                return Ok(ending);
            }
            if suspended {
                come_back(screen)?;
            }
        }
        draw(app, theme, screen)?;
    }
}

/// The terminal may have another size after a while in which nobody was told, and shows something else.
fn come_back(screen: &mut Screen<Stdout>) -> io::Result<()> {
    let (columns, rows) = crossterm::terminal::size()?;
    screen.forget(columns, rows);
    Ok(())
}

fn draw(app: &mut App, theme: &Theme, screen: &mut Screen<Stdout>) -> io::Result<()> {
    let frame = ui::draw(app, theme, screen.size());
    let (room, hits) = screen.show(frame)?;
    app.seen(room, hits);
    Ok(())
}
