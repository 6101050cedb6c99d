//! `reportui` edits the 政府信息公开工作年度报告, the yearly report that every organ of government in China publishes about how it
//! disclosed information.
//!
//! # The map
//!
//! ```text
//! keys -> Command -> App::update -> Effects, and ui::draw(&App) -> cells
//! ```
//!
//! over a report that is plain data, a form that is data, and rules that are one pure function of the two. Only the outermost
//! shell touches terminal, disk and clock. The rooms, inner first; each may use those above it, never those below
//! (`tests/architecture.rs` holds this as a table):
//!
//! | room | owns |
//! |---|---|
//! | [`text`] | display width, wrapping by the Chinese line-breaking rules, carets |
//! | [`form`] | the statutory editions, read from `assets/forms/`, and their lint |
//! | [`report`] | a report's values, every change to them, undo, the RON file |
//! | [`check`] | totals and findings: one pure function of form and report |
//! | [`import`] | documents as reports, one file a format, without inventing a number |
//! | [`words`] | every sentence a person reads, in Chinese and English |
//! | [`export`] | reports as documents, one file a format |
//! | [`store`] | the disk: reading whatever encoding, saving whole or not at all, keeping what is unsaved, locks, versions |
//! | [`app`] | the interactive state machine: commands, keymap, update |
//! | [`ui`] | drawing the state |
//! | [`term`] | the terminal: taken over and given back, keys in, frames out |
//! | [`cli`] | the command line, one file a subcommand |
//!
//! # Where to begin
//!
//! - A new edition of the form: a file in `assets/forms/`; one's own needs no new program.
//! - A new rule of an existing kind: a line in the form file, its sentences in `assets/words/`.
//! - A new command: a row in [`app::command::COMMANDS`], an arm in the file of its subject, two sentences.

pub mod app;
pub mod check;
pub mod cli;
pub mod export;
pub mod form;
pub mod import;
pub mod report;
pub mod store;
pub mod term;
pub mod text;
pub mod ui;
pub mod words;
