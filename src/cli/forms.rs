//! `reportui forms`: the editions that are known, the file of one, and what is wrong with one of one's own.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Outcome, complain, files};
use crate::app::refusal::unreadable;
use crate::form::lint::lint;
use crate::form::{Form, Forms};
use crate::report::document;
use crate::store::{self, ReadError};
use crate::words::Words;

/// A form of one's own that cannot be used.
pub struct Refused {
    file: PathBuf,
    why: Why,
}

/// Why a form cannot be used.
enum Why {
    Unreadable(ReadError),
    /// What is wrong with it, in the words of the lint.
    Faults(Vec<String>),
    /// It is a report.
    Report,
    /// Another form has its id.
    Known(String),
}

impl Refused {
    pub fn sentence(&self, words: &Words) -> String {
        let file = files::shown(&self.file);
        match &self.why {
            Why::Unreadable(error) => unreadable(words, &self.file, error),
            Why::Faults(faults) => words.say("forms.faults", &[("file", &file), ("count", &faults.len())]),
            Why::Report => words.say("forms.a-report", &[("file", &file)]),
            Why::Known(edition) => words.say("forms.known", &[("file", &file), ("edition", edition)]),
        }
    }
}

/// Takes the forms in the configuration's folder; gives those that cannot be used.
pub fn take_own() -> Vec<Refused> {
    let (mut forms, mut refused) = (Vec::<Form>::new(), Vec::new());
    for file in store::form_files() {
        match read(&file) {
            Ok(form) => {
                let is_known = Forms.source(form.edition).is_some()
                    || forms.iter().any(|other| other.edition == form.edition);
                if is_known {
                    refused.push(Refused { file, why: Why::Known(form.edition.to_owned()) });
                } else {
                    forms.push(form);
                }
            }
            Err(why) => refused.push(Refused { file, why }),
        }
    }
    if !forms.is_empty() {
        Forms.add(forms);
    }
    refused
}

fn read(file: &Path) -> Result<Form, Why> {
    let text = store::read_text(file).map_err(Why::Unreadable)?;
    if document::is_report(&text) {
        return Err(Why::Report);
    }
    let form = Form::read(text.leak()).map_err(|error| Why::Faults(vec![error.to_string()]))?;
    let faults = lint(&form);
    if faults.is_empty() { Ok(form) } else { Err(Why::Faults(faults)) }
}

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let name = matches.get_one::<PathBuf>("form");
    match (matches.get_one::<String>("action").map(String::as_str), name) {
        (Some("lint"), Some(file)) => lint_file(words, file),
        (Some("show"), Some(edition)) => {
            let edition = edition.to_string_lossy();
            let Some(source) = Forms.source(&edition) else {
                let known = words.list(Forms.editions());
                complain(&words.say("forms.unknown", &[("edition", &edition), ("known", &known)]));
                return Ok(Outcome::Failed);
            };
            io::stdout().lock().write_all(source.as_bytes())?;
            Ok(Outcome::Fine)
        }
        (Some("lint" | "show"), None) => {
            complain(words.get("forms.name-it"));
            Ok(Outcome::Failed)
        }
        _ => list(words),
    }
}

fn list(words: &Words) -> io::Result<Outcome> {
    let mut out = io::stdout().lock();
    for form in Forms.editions().filter_map(|edition| Forms.get(edition)) {
        let last = form.years.last.map(|last| last.to_string()).unwrap_or_default();
        let years = format!("{}-{last}", form.years.first);
        writeln!(out, "{}  {years}  {}  {}", form.edition, form.cell_count(), form.instrument)?;
    }
    if let Some(folder) = store::config_file().map(|file| file.with_file_name("forms")) {
        complain(&words.say("forms.folder", &[("folder", &files::shown(&folder))]));
    }
    Ok(Outcome::Fine)
}

fn lint_file(words: &Words, file: &Path) -> io::Result<Outcome> {
    let shown = files::shown(file);
    match read(file) {
        Ok(form) => {
            complain(&words.say("forms.sound", &[("file", &shown), ("edition", &form.edition)]));
            Ok(Outcome::Fine)
        }
        Err(Why::Faults(faults)) => {
            let mut out = io::stdout().lock();
            for fault in faults {
                writeln!(out, "{shown}: {}", crate::text::visible(&fault))?;
            }
            Ok(Outcome::Found)
        }
        Err(why) => {
            complain(&Refused { file: file.to_owned(), why }.sentence(words));
            Ok(Outcome::Failed)
        }
    }
}
