//! `reportui [FILE]`: the editor.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;

use super::{Outcome, complain};
use crate::app::App;
use crate::app::open::refusal;
use crate::store;
use crate::term::{self, Ending};
use crate::words::Words;

pub fn run(words: &'static Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let mut app = match matches.get_one::<PathBuf>("file") {
        Some(path) => match store::open(path) {
            Ok(opened) => App::open(words, path.clone(), opened, year_due()),
            Err(error) => {
                complain(&refusal(words, path, &error));
                return Ok(Outcome::Failed);
            }
        },
        None => App::start(words, year_due(), store::shelf(Path::new(""))),
    };
    if !term::is_terminal() {
        complain(words.get("edit.no-terminal"));
        return Ok(Outcome::Failed);
    }
    let ending = term::run(&mut app)?;
    if let Some(recent) = app.recent() {
        store::remember(&recent);
    }
    match ending {
        Ending::Quit => Ok(Outcome::Fine),
        Ending::Ended => Ok(Outcome::Found),
    }
}

/// The year that a report begun today is about: the one before, since reports are written in January.
fn year_due() -> u16 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = seconds / 86_400;
    // 146 097 days are 400 years; close enough at the turn of a year, and the year can be changed.
    let this_year = 1970 + days * 400 / 146_097;
    u16::try_from(this_year).unwrap_or(2021).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_due_is_the_last_one() {
        assert!(year_due() >= 2025);
    }
}
