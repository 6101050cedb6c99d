//! The catalogues: the same keys and gaps in both languages, nothing that the code asks for missing, nothing that nobody asks for.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reportui::app::Context;
use reportui::app::command::{COMMANDS, hints};
use reportui::words::{Lang, Words};

fn keys(lang: Lang) -> BTreeSet<String> {
    Words::of(lang).keys().map(str::to_owned).collect()
}

fn gaps(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(gap, _)| gap).collect()
}

fn sources(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Every place of the keyboard.
const CONTEXTS: [Context; 9] = [
    Context::Table,
    Context::Entry,
    Context::Details,
    Context::Prose,
    Context::Findings,
    Context::Sections,
    Context::Popup,
    Context::Reading,
    Context::Start,
];

#[test]
fn both_catalogues_have_the_same_sentences_with_the_same_gaps() {
    let (zh, en) = (Words::of(Lang::Zh), Words::of(Lang::En));
    assert!(keys(Lang::Zh).len() > 200);
    assert_eq!(keys(Lang::Zh), keys(Lang::En));
    for key in keys(Lang::Zh) {
        // A unit of measure is part of the Chinese sentence only.
        let without_unit =
            |sentence| gaps(sentence).into_iter().filter(|gap| *gap != "unit").collect::<BTreeSet<_>>();
        assert_eq!(without_unit(zh.get(&key)), without_unit(en.get(&key)), "{key}");
        assert!(!zh.get(&key).trim().is_empty() && !en.get(&key).trim().is_empty(), "{key}");
    }
}

#[test]
fn no_key_stands_twice() {
    for (lang, file) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let file = format!("{}/assets/words/{file}.ron", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(file).unwrap();
        let written = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
        let written: Vec<_> = written.collect();
        for key in &written {
            assert_eq!(written.iter().filter(|other| *other == key).count(), 1, "{key}");
        }
        assert_eq!(written.len(), keys(lang).len());
    }
}

#[test]
fn english_is_english() {
    let statutory = ["12件", "“", "”", "万元", "元", "国办", "规章", "（", "）", "，", "\""];
    for key in keys(Lang::En) {
        let mut sentence = Words::of(Lang::En).get(&key).to_owned();
        for allowed in ["国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号", "国办函〔2020〕109号"]
            .iter()
            .chain(&statutory)
        {
            sentence = sentence.replace(allowed, "");
        }
        assert!(!sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{key}: {sentence}");
    }
}

/// Keys that the code puts together from a part that is data.
const FAMILIES: [&str; 10] = [
    "also.",
    "command.",
    "settings.about.",
    "format.",
    "export.column.",
    "hint.",
    "ground.",
    "remedy.",
    "finding.",
    "import.note.",
];

#[test]
fn every_point_of_an_import_has_its_sentence() {
    let code =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/note.rs")).unwrap();
    let ids: Vec<&str> = code.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() > 20, "{ids:?}");
    for id in ids.iter().filter(|id| !id.is_empty()) {
        let key = format!("import.note.{id}");
        assert!(keys(Lang::Zh).contains(&key), "{key}");
    }
}

#[test]
fn every_sentence_the_code_asks_for_is_there_and_none_is_idle() {
    let mut code = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
    let catalogue = keys(Lang::Zh);
    let literals: BTreeSet<&str> = code.split('"').collect();
    let idle: Vec<_> = catalogue
        .iter()
        .filter(|key| {
            !literals.contains(key.as_str()) && !FAMILIES.iter().any(|family| key.starts_with(family))
        })
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
    let groups: BTreeSet<&str> =
        catalogue.iter().filter_map(|key| key.split_once('.')).map(|(group, _)| group).collect();
    let asked = literals.iter().filter(|literal| {
        let plain = literal.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-');
        plain
            && literal.split_once('.').is_some_and(|(group, rest)| groups.contains(group) && !rest.is_empty())
    });
    let missing: Vec<_> = asked.filter(|key| !catalogue.contains(**key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_command_is_explained() {
    for lang in [Lang::Zh, Lang::En] {
        let words = Words::of(lang);
        for row in COMMANDS {
            assert!(words.has(&format!("command.{}", row.name)), "{}", row.name);
        }
        for context in CONTEXTS {
            for command in hints(context) {
                let row = command.definition().unwrap();
                assert!(row.contexts.contains(&context), "{} is no command of {context:?}", row.name);
                let own = format!("hint.{}.{}", context.id(), row.name);
                assert!(words.has(&own) || words.has(&format!("hint.{}", row.name)), "{own}");
            }
        }
    }
}

#[test]
fn other_words_are_those_of_commands() {
    for key in keys(Lang::Zh).iter().filter_map(|key| key.strip_prefix("also.")) {
        assert!(COMMANDS.iter().any(|row| row.name == key), "{key}");
    }
}

#[test]
fn no_hint_is_idle() {
    let words = Words::of(Lang::Zh);
    let mut asked = BTreeSet::new();
    for context in CONTEXTS {
        for row in COMMANDS.iter().filter(|row| row.contexts.contains(&context)) {
            // Help asks for those of a place.
            let own = format!("hint.{}.{}", context.id(), row.name);
            if words.has(&own) {
                asked.insert(own);
            } else if hints(context).contains(&row.command) {
                asked.insert(format!("hint.{}", row.name));
            }
            // A field of title and signature that is being typed has words of its own.
            if context == Context::Entry {
                asked.insert(format!("hint.detail.{}", row.name));
            }
            // So have some lines of the list of findings.
            if context == Context::Findings {
                asked.extend(["note", "printed"].map(|line| format!("hint.{line}.{}", row.name)));
            }
            // So has help.
            if context == Context::Reading {
                asked.insert(format!("hint.guide.{}", row.name));
            }
        }
    }
    let idle: Vec<_> =
        keys(Lang::Zh).into_iter().filter(|key| key.starts_with("hint.") && !asked.contains(key)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn no_key_means_two_things_in_one_place() {
    for (index, row) in COMMANDS.iter().enumerate() {
        for other in &COMMANDS[index + 1..] {
            let both = row.contexts.iter().any(|context| other.contexts.contains(context));
            let shared = row.keys.iter().find(|key| other.keys.contains(key));
            assert!(!both || shared.is_none(), "{shared:?} is both {} and {}", row.name, other.name);
            assert_ne!(row.name, other.name);
        }
    }
}

#[test]
fn no_letter_is_a_command() {
    for row in COMMANDS {
        for key in row.keys {
            let bare = matches!(key.code, reportui::app::Code::Char(_)) && !key.ctrl && !key.alt;
            assert!(!bare, "{}: an input method is always on", row.name);
        }
    }
}
