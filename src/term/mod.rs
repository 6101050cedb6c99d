//! The terminal: taking it over and giving it back, keys in, frames out.
//!
//! [`run`] is the loop. It sleeps until something happens, takes everything that has come in, lets the app work, and draws one
//! frame. The only room that names crossterm.

mod backend;
mod clipboard;
mod input;
mod session;

use std::io::{self, IsTerminal as _, Stdout};

use std::time::Instant;

use ratatui::Terminal;

use crate::app::{App, Command, Context, Effect, Hits};
use crate::store;
use crate::ui::{self, theme::Theme};
use backend::Screen;
use input::{Happening, Happenings, join_bursts};
pub use session::Session;

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

/// Runs the editor until it is left.
pub fn run(app: &mut App) -> io::Result<Ending> {
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
    draw(app, &theme, &mut terminal)?;
    let ending = loop {
        let Some(batch) = happenings.next() else { break Ending::Ended };
        let mut effects = Vec::new();
        let mut ended = None;
        let in_text = app.context() == Context::Prose;
        for happening in if in_text { join_bursts(&batch) } else { batch } {
            match happening {
                Happening::Key(key) => effects.extend(app.at(began.elapsed()).key(key)),
                Happening::Paste(text) => {
                    effects.extend(app.at(began.elapsed()).update(Command::Paste(text)));
                }
                Happening::Mouse(mouse) => {
                    effects.extend(app.at(began.elapsed()).update(Command::Point(mouse)));
                }
                Happening::Resize(columns, rows) => terminal.backend_mut().resized(columns, rows),
                Happening::End => ended = Some(Ending::Ended),
            }
            while let Some(effect) = effects.pop() {
                let suspended = effect == Effect::Suspend;
                if let Some(ending) = perform(app, effect, &mut effects)? {
                    ended = Some(ending);
                }
                if suspended {
                    terminal.clear()?;
                }
            }
            if ended.is_some() {
                break;
            }
        }
        if let Some(ending) = ended {
            break ending;
        }
        draw(app, &theme, &mut terminal)?;
    };
    drop(session);
    Ok(ending)
}

fn perform(app: &mut App, effect: Effect, more: &mut Vec<Effect>) -> io::Result<Option<Ending>> {
    match effect {
        Effect::Quit => return Ok(Some(Ending::Quit)),
        Effect::Copy(text) => clipboard::copy(&text)?,
        Effect::Suspend => session::suspend()?,
        Effect::FindLastYear => {
            let path = app.document.path.clone().unwrap_or_default();
            let found = store::previous(&path, &app.report);
            app.found_last_year(found);
        }
        Effect::Open(path) => {
            let opened = store::open(&path);
            more.extend(app.opened(path, opened));
        }
        Effect::List(folder) => app.listed(store::shelf(&folder)),
        Effect::Remember(report) => store::remember(&report),
        Effect::Mouse(ours) => session::set_mouse(ours)?,
        Effect::Save(request) => {
            let result = store::save(&request.path, &request.bytes, request.create, request.keep);
            more.extend(app.saved(&request, &result));
        }
    }
    Ok(None)
}

fn draw(app: &mut App, theme: &Theme, terminal: &mut Terminal<Screen<Stdout>>) -> io::Result<()> {
    let mut seen = (app.room, Hits::default());
    terminal.draw(|frame| seen = ui::draw(app, theme, frame))?;
    app.seen(seen.0, seen.1);
    Ok(())
}
