//! The README tells the truth: its key table is made from the command table, its screens are golden ones, its files exist.
//! `BLESS=1 cargo test --test readme` writes table and screens anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::format_push_string)]

use std::fs;
use std::path::Path;

use reportui::app::command::COMMANDS;
use reportui::words::{Lang, Words};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n")
}

fn key_table() -> String {
    let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
    let mut table = "| key | does | 作用 |\n|---|---|---|\n".to_owned();
    for row in COMMANDS {
        let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        let keys = if keys.is_empty() { vec!["palette".to_owned()] } else { keys };
        let command = format!("command.{}", row.name);
        table += &format!("| {} | {} | {} |\n", keys.join(", "), en.get(&command), zh.get(&command));
    }
    table
}

/// Replaces what stands between two lines, or checks it.
fn section(readme: &str, from: &str, to: &str, content: &str) -> String {
    let (before, rest) = readme.split_once(from).unwrap_or_else(|| panic!("no {from:?} in README"));
    let (old, after) = rest.split_once(to).unwrap();
    if std::env::var_os("BLESS").is_none() {
        assert_eq!(old.trim_matches('\n'), content.trim_matches('\n'));
    }
    format!("{before}{from}\n{}\n{to}{after}", content.trim_matches('\n'))
}

#[test]
fn keys_and_screens_are_those_of_the_program() {
    let mut told = section(&readme(), "### Keys\n", "\nAn `Esc`", &key_table());
    let told_of = readme();
    let names = told_of.lines().filter_map(|line| line.trim().strip_prefix("```text "));
    assert!(names.clone().count() > 6);
    for name in names {
        let golden = fs::read_to_string(root().join(format!("tests/screens/{name}-80x24.txt"))).unwrap();
        let golden = golden.replace("\r\n", "\n");
        let screen = golden.split("--- caret").next().unwrap();
        told = section(&told, &format!("```text {name}"), "```", screen);
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(root().join("README.md"), told).unwrap();
    }
}

#[test]
fn files_that_it_names_exist() {
    let readme = readme();
    for name in readme
        .split(['`', ' ', '\n'])
        .filter(|word| ["src/", "assets/", "tests/", ".ci/"].iter().any(|folder| word.starts_with(folder)))
    {
        assert!(root().join(name).exists(), "{name}");
    }
    for command in ["cargo run --release -- assets/samples/2020.ron", "cargo test"] {
        assert!(readme.contains(&format!("```sh\n{command}\n```")), "{command}");
    }
}
