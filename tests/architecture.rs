//! The rooms of the house, and who may go where: a room uses the rooms above it, never those below, and never what is not its own.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the innermost to the outermost, with the names that must not occur in each.
const ROOMS: [(&str, &[&str]); 11] = [
    ("text", &["crossterm", "ratatui", "std::fs"]),
    ("form", &["crossterm", "ratatui", "std::fs"]),
    ("report", &["crossterm", "ratatui", "std::fs", "Instant", "SystemTime"]),
    ("check", &["crossterm", "ratatui", "std::fs", "f32", "f64", "crate::words", "crate::store"]),
    ("import", &["crossterm", "ratatui", "std::fs", "f32", "f64"]),
    ("words", &["crossterm", "ratatui", "std::fs"]),
    ("export", &["crossterm", "ratatui", "std::fs"]),
    ("store", &["crossterm", "ratatui", "crate::words"]),
    ("app", &["crossterm", "ratatui", "std::fs", "Instant::now", "SystemTime::now"]),
    ("ui", &["crossterm", "crate::store", "&mut App", "std::fs"]),
    ("term", &["std::fs", "crate::report", "crate::check", "crate::form"]),
];

/// What only one room may name.
const ONLY: [(&str, &str); 2] = [("std::fs", "store"), ("crossterm", "term")];

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            // What only the tests of a file use is not its own, and comments may name anything.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = lines.collect::<Vec<_>>().join("\n");
            found.push((path, code));
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn rooms_use_only_the_rooms_above_them() {
    let mut wrong = Vec::new();
    for (index, (room, never)) in ROOMS.iter().enumerate() {
        let below = ROOMS[index + 1..]
            .iter()
            .map(|(name, _)| format!("crate::{name}"))
            .chain(["crate::cli".to_owned()]);
        let never: Vec<String> = never.iter().map(|name| (*name).to_owned()).chain(below).collect();
        for (path, code) in sources(&src().join(room)) {
            for name in never.iter().filter(|name| mentions(&code, name)) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether code names something, and not only something longer that begins alike.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let after = code[at + name.len()..].chars().next();
        let before = code[..at].chars().next_back();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(after) && !word(before)
    })
}

#[test]
fn every_room_is_in_the_table() {
    let mut rooms: Vec<String> = fs::read_dir(src())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    rooms.sort();
    let mut known: Vec<String> =
        ROOMS.iter().map(|(room, _)| (*room).to_owned()).chain(["cli".to_owned()]).collect();
    known.sort();
    assert_eq!(rooms, known);
}

#[test]
fn disk_and_terminal_have_one_room_each() {
    for (path, code) in sources(&src()) {
        for (name, room) in ONLY {
            let own = path.starts_with(src().join(room));
            assert!(own || !mentions(&code, name), "{} names {name}", path.display());
        }
    }
}

/// A grouped import would hide from the tests above what it names.
#[test]
fn rooms_are_named_in_full() {
    for (path, code) in sources(&src()) {
        for group in ["use crate::{", "use super::super", "std::{fs", "std::{self, fs", "use std as"] {
            assert!(!code.contains(group), "{}: {group}", path.display());
        }
    }
}

#[test]
fn main_is_a_contents_page() {
    let lines = fs::read_to_string(src().join("main.rs")).unwrap().lines().count();
    assert!(lines < 60, "main.rs has {lines} lines");
}

#[test]
fn every_room_opens_with_what_it_owns() {
    for (room, _) in ROOMS {
        let text = fs::read_to_string(src().join(room).join("mod.rs")).unwrap();
        assert!(text.starts_with("//! "), "{room}/mod.rs");
    }
    assert!(fs::read_to_string(src().join("lib.rs")).unwrap().starts_with("//! "));
}
