//! `reportui [FILE]`: the editor.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ArgMatches;

use super::{Outcome, complain, files};
use crate::app::{App, Document};
use crate::form::Forms;
use crate::report::Report;
use crate::store::{self, Previous, ReadError};
use crate::term::{self, Ending};
use crate::words::Words;

pub fn run(words: &'static Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let Some(path) = matches.get_one::<PathBuf>("file") else {
        complain(words.get("edit.no-file"));
        return Ok(Outcome::Failed);
    };
    let Some(mut app) = open(words, path) else { return Ok(Outcome::Failed) };
    if !term::is_terminal() {
        complain(words.get("edit.no-terminal"));
        return Ok(Outcome::Failed);
    }
    match term::run(&mut app)? {
        Ending::Quit => Ok(Outcome::Fine),
        Ending::Ended => Ok(Outcome::Found),
    }
}

/// The editor over the report at this path, or over a new one that goes there. When it cannot be, says why.
fn open(words: &'static Words, path: &Path) -> Option<App> {
    match store::load(path) {
        Ok(loaded) => {
            let previous = store::previous(path, &loaded.report);
            let document = Document {
                path: path.to_owned(),
                is_new: false,
                style: loaded.style,
                has_comments: loaded.has_comments,
                encoding: loaded.encoding,
            };
            Some(App::new(words, loaded.form, loaded.report, previous, document))
        }
        // A link that leads nowhere is not a free name, and a folder has to be there.
        Err(ReadError::NotFound) if !store::exists(path) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if let Some(folder) = folder.filter(|folder| !store::is_folder(folder)) {
                complain(&words.say("edit.no-folder", &[("folder", &files::shown(folder))]));
                return None;
            }
            let year = year_in_name(path).unwrap_or_else(year_due);
            let form =
                Forms.for_year(year).or_else(|| Forms.editions().next_back().and_then(|id| Forms.get(id)))?;
            let document = Document::new_at(path.to_owned());
            Some(App::new(words, form, Report::new(form, Some(year)), Previous::None, document))
        }
        Err(error) => {
            complain(&files::refusal(words, path, &error));
            None
        }
    }
}

/// A year that the file's name tells, such as `2020.ron`.
fn year_in_name(path: &Path) -> Option<u16> {
    let name = path.file_stem()?.to_string_lossy().into_owned();
    let mut runs = name.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    runs.find_map(|digits| digits.parse().ok().filter(|year| (2000..2100).contains(year)))
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
    fn the_year_comes_from_the_name() {
        assert_eq!(year_in_name(Path::new("2020.ron")), Some(2020));
        assert_eq!(year_in_name(Path::new("/a/2019/克井镇2023年报.ron")), Some(2023));
        assert_eq!(year_in_name(Path::new("report-12345.ron")), None);
        assert!(year_due() >= 2025);
    }
}
