//! The command line: one file a subcommand.
//!
//! Data goes to standard output, everything else to standard error. Exit codes are those of README.

mod arguments;
mod beside;
mod check;
mod compare;
mod config;
mod edit;
mod export;
mod facts;
mod files;
mod forms;
mod import;
mod many;
mod new;
mod preview;
mod rules;
mod sum;
mod versions;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use crate::import::pdf;
use crate::words::Words;
use config::Found;

/// What a command leaves behind, as its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well.
    Fine = 0,
    /// The command did its work and found something.
    Found = 1,
    /// Something could not be read, or the command line is wrong.
    Failed = 2,
}

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    pdf::keep_panics_quiet();
    let found = Found::on_this_machine();
    let outcome = match arguments::parse(arguments, found.config.language) {
        Ok((words, matches)) => dispatch(words, &matches, &found),
        Err(outcome) => outcome,
    };
    ExitCode::from(outcome as u8)
}

fn dispatch(words: &'static Words, matches: &clap::ArgMatches, found: &Found) -> Outcome {
    // The editor tells of it on its screen.
    if matches.subcommand().is_some() {
        for problem in found.told(words) {
            complain(&problem);
        }
    }
    if matches.subcommand().is_some_and(|(name, matches)| arguments::marks_in_vain(name, matches)) {
        complain(words.get("cli.bom-in-vain"));
    }
    let config = &found.config;
    let done = match matches.subcommand() {
        Some(("check", matches)) => check::run(words, matches, &config.policy),
        Some(("config", matches)) => config::run(words, matches, found),
        Some(("compare", matches)) => compare::run(words, matches),
        Some(("export", matches)) => Ok(export::run(words, matches, &config.policy)),
        Some(("facts", matches)) => facts::run(words, matches),
        Some(("forms", matches)) => forms::run(words, matches),
        Some(("completions", matches)) => arguments::completions(words, matches),
        Some(("man", matches)) => arguments::man(words, matches),
        Some(("import", matches)) => import::run(words, matches),
        Some(("new", matches)) => Ok(new::run(words, matches, &config.organ)),
        Some(("preview", matches)) => preview::run(words, matches),
        Some(("rules", matches)) => rules::run(words, matches, &config.policy),
        Some(("sum", matches)) => sum::run(words, matches),
        Some(("versions", matches)) => versions::run(words, matches, &config.policy),
        _ => edit::run(words, matches, found),
    };
    match done {
        Ok(outcome) => outcome,
        // Whoever reads the output has heard enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Fine,
        Err(error) => {
            complain(&words.say("cli.output", &[("error", &words.io(&error))]));
            Outcome::Failed
        }
    }
}

/// Says something on standard error.
fn complain(sentence: &str) {
    many::wipe();
    let _ = writeln!(io::stderr(), "{sentence}");
}
