//! `reportui config show`: every setting with what it takes and its default, as a file to begin with.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::ArgMatches;

use super::{Outcome, complain, files, forms};
use crate::app::command::COMMANDS;
use crate::app::config::{Config, FIELDS};
use crate::app::refusal::unreadable;
use crate::store::{self, ReadError};
use crate::words::Words;

/// The configuration of this machine, and what in its file does not count.
pub struct Found {
    pub config: Config,
    file: Option<PathBuf>,
    problems: Vec<crate::app::config::Problem>,
    unreadable: Option<ReadError>,
    /// Forms of one's own that cannot be used.
    forms: Vec<forms::Refused>,
}

impl Found {
    /// Takes the forms of one's own and reads the file in the platform's folder; none is the same as an empty one.
    pub fn on_this_machine() -> Self {
        let forms = forms::take_own();
        let file = store::config_file();
        let text = file.as_deref().map(store::read_text);
        let (mut unreadable, mut read) = (None, (Config::default(), Vec::new()));
        match text {
            Some(Ok(text)) => read = Config::read(&text),
            Some(Err(ReadError::NotFound)) | None => {}
            Some(Err(error)) => unreadable = Some(error),
        }
        Self { config: read.0, file, problems: read.1, unreadable, forms }
    }

    /// What does not count, a sentence each: `FILE:LINE:COLUMN: …`.
    pub fn told(&self, words: &Words) -> Vec<String> {
        let Some(file) = &self.file else { return Vec::new() };
        let forms = self.forms.iter().map(|form| form.sentence(words));
        let unreadable = self.unreadable.iter().map(|error| unreadable(words, file, error));
        let name = files::shown(file);
        let problems = self.problems.iter().map(|one| format!("{name}:{}", one.sentence(words)));
        unreadable.chain(problems).chain(forms).collect()
    }
}

pub fn run(words: &Words, matches: &ArgMatches, found: &Found) -> io::Result<Outcome> {
    if matches.get_one::<String>("action").is_none_or(|action| action != "show") {
        return Ok(Outcome::Failed);
    }
    io::stdout().lock().write_all(shown(words).as_bytes())?;
    let file = found.file.as_deref().map(files::shown).unwrap_or_default();
    complain(&words.say("settings.file", &[("file", &file)]));
    Ok(if found.told(words).is_empty() { Outcome::Fine } else { Outcome::Found })
}

/// The defaults as a file, each with what it does.
fn shown(words: &Words) -> String {
    let mut out = String::from("Config(\n");
    for (field, valid, default) in FIELDS {
        let about = words.get(&format!("settings.about.{field}")).to_owned();
        let _ = writeln!(out, "    // {about}\n    // {valid}");
        if let Some(default) = default {
            let _ = writeln!(out, "    {field}: {default},");
        } else {
            let _ = writeln!(out, "    // {field}: \"…\",");
        }
    }
    out.push_str(")\n\n");
    let _ = writeln!(out, "// {}", words.get("settings.about.commands"));
    for row in COMMANDS {
        let keys: Vec<_> = row.keys.iter().map(|key| format!("\"{key}\"")).collect();
        let about = words.get(&format!("command.{}", row.name)).to_owned();
        let _ = writeln!(out, "//     \"{}\": [{}],  // {about}", row.name, keys.join(", "));
    }
    out
}
