//! The terminal: taking it over and giving it back, keys in, frames out.
//!
//! [`run`] is the loop. It sleeps until something happens, takes everything that has come in, lets the app work, and draws one
//! frame. The only room that names crossterm.

mod backend;
mod clipboard;
mod input;
mod session;
mod shell;

use std::io::{self, IsTerminal as _, Stdout};

use std::time::Instant;

use ratatui::Terminal;

use crate::app::{App, Command, Context, Effect, Hits};
use crate::store::{Lock, Store};
use crate::ui::{self, theme::Theme};
use backend::Screen;
use input::{Happening, Happenings, join_bursts};
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
        Theme::coloured()
    };
    let session = Session::begin()?;
    let mut terminal = Terminal::new(Screen::new(io::stdout())?)?;
    // Before the first frame, so that no change of size is missed after it.
    let happenings = Happenings::listen()?;
    let began = Instant::now();
    let mut shell = Shell::new(store, lock)?;
    draw(app, &theme, &mut terminal)?;
    let ending = loop {
        shell.look_after(app);
        let Some(batch) = happenings.next(shell.deadline()) else { break Ending::Ended };
        if batch.is_empty() {
            continue;
        }
        let mut ended = None;
        let in_text = app.context() == Context::Prose;
        for happening in if in_text { join_bursts(&batch) } else { batch } {
            app.at(began.elapsed());
            let effects = match happening {
                Happening::Key(key) => app.key(key),
                Happening::Paste(text) => app.update(Command::Paste(text)),
                Happening::Mouse(mouse) => app.update(Command::Point(mouse)),
                Happening::Resize(columns, rows) => {
                    terminal.backend_mut().resized(columns, rows);
                    Vec::new()
                }
                Happening::Suspend => vec![Effect::Suspend],
                Happening::Resume => {
                    session::resume()?;
                    come_back(&mut terminal)?;
                    Vec::new()
                }
                Happening::End => {
                    ended = Some(Ending::Ended);
                    Vec::new()
                }
            };
            let suspended = effects.contains(&Effect::Suspend);
            ended = ended.or(shell.perform_all(app, effects)?);
            if suspended {
                come_back(&mut terminal)?;
            }
            if ended.is_some() {
                break;
            }
        }
        if let Some(ending) = ended {
            break ending;
        }
        // A terminal that is gone ends the program like a signal.
        if draw(app, &theme, &mut terminal).is_err() {
            break Ending::Ended;
        }
    };
    drop(session);
    shell.end(app, ending);
    Ok(ending)
}

/// The terminal may have another size after a while in which nobody was told, and shows something else.
fn come_back(terminal: &mut Terminal<Screen<Stdout>>) -> io::Result<()> {
    let (columns, rows) = crossterm::terminal::size()?;
    terminal.backend_mut().resized(columns, rows);
    terminal.clear()
}

fn draw(app: &mut App, theme: &Theme, terminal: &mut Terminal<Screen<Stdout>>) -> io::Result<()> {
    let mut seen = (app.room, Hits::default());
    terminal.draw(|frame| seen = ui::draw(app, theme, frame))?;
    app.seen(seen.0, seen.1);
    Ok(())
}
