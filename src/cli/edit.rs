//! `reportui [FILE]`: the editor.
use std::io;
use clap::ArgMatches;
use super::Outcome;
use crate::words::Words;
pub fn run(_words: &'static Words, _matches: &ArgMatches) -> io::Result<Outcome> { Ok(Outcome::Fine) }
