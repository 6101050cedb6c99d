//! `reportui [FILE]`: the editor.

use std::io;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::arguments::misspelt_alone;
use super::config::Found;
use super::{Outcome, complain};
use crate::app::App;
use crate::app::refusal::unreadable;
use crate::store::Store;
use crate::store::clock::year_due;
use crate::term::{self, Ending};
use crate::words::Words;

pub fn run(words: &'static Words, matches: &ArgMatches, found: &Found) -> io::Result<Outcome> {
    if !term::is_terminal() {
        complain(words.get("edit.no-terminal"));
        return Ok(Outcome::Failed);
    }
    if std::env::var_os("TERM").is_some_and(|name| name == "dumb") {
        complain(words.get("edit.dumb-terminal"));
        return Ok(Outcome::Failed);
    }
    let words = found.config.keymap.named_in(words);
    let path = matches.get_one::<PathBuf>("file");
    if let Some(problem) = path.and_then(|path| misspelt_alone(words, path)) {
        complain(&problem);
        return Ok(Outcome::Failed);
    }
    crate::text::set_wide(found.config.wide);
    let store = Store::of_this_machine();
    let (mut app, lock) = match path {
        Some(path) => match store.open(path) {
            Ok((opened, lock)) => (App::open(words, path.clone(), opened, year_due()), lock),
            Err(error) => {
                complain(&unreadable(words, path, &error));
                return Ok(Outcome::Failed);
            }
        },
        None => (App::start(words, year_due(), store.shelf(Path::new(""))), None),
    };
    app.take_config(found.config.clone());
    app.has_mouse = found.config.mouse;
    // Whatever is said already about the file itself is more pressing.
    if let Some(problem) = found.told(words).into_iter().next() {
        app.notice = Some(problem);
    }
    match term::run(app, store, lock)? {
        Ending::Quit => Ok(Outcome::Fine),
        Ending::Ended => Ok(Outcome::Found),
    }
}
