//! The README tells the truth: its key table is made from the command table, its screen is a golden one, its files exist.
//! `BLESS=1 cargo test --test readme` writes table and screen anew.

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
fn keys_and_screen_are_those_of_the_program() {
    let golden =
        fs::read_to_string(root().join("tests/screens/imbalance-80x24.txt")).unwrap().replace("\r\n", "\n");
    let screen = golden.split("--- caret").next().unwrap();
    let told = section(&readme(), "```text", "```", screen);
    let told = section(&told, "### Keys\n", "\nAn `Esc`", &key_table());
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
