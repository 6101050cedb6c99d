//! What a person or an office decides for itself: the configuration, as the program takes it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use ratatui::style::Color;
use reportui::app::Config;
use reportui::app::command::COMMANDS;
use reportui::app::config::Looks;
use reportui::ui::theme::Theme;
use reportui::words::{Lang, Words};
use support::{Story, sample};
use tempfile::TempDir;

/// A folder with a configuration and a report in it.
fn office(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("reportui")).unwrap();
    fs::write(folder.path().join("reportui/config.ron"), config).unwrap();
    fs::write(folder.path().join("2024.ron"), sample(2024)).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str], locale: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("HOME", folder)
        .env("LC_ALL", locale)
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_county_sets_other_weights() {
    let check = |config: &str| {
        let folder = office(config);
        let output = run(folder.path(), &["check", "2024.ron"], "C.UTF-8");
        (text(&output.stdout), output.status.code())
    };
    let (said, code) = check("()");
    assert!(said.contains("warning supervision") && code == Some(0), "{said}");
    let (said, code) = check("Config(severities: { \"supervision\": \"error\", \"fee-notice\": \"note\" })");
    assert!(said.contains("error supervision") && said.contains("note fee-notice"), "{said}");
    assert_eq!(code, Some(1));
    let folder = office("(severities: { \"supervision\": \"error\" })");
    let listed = run(folder.path(), &["rules"], "C.UTF-8").stdout;
    let listed = String::from_utf8(listed).unwrap();
    let line = listed.lines().find(|line| line.starts_with("supervision ")).unwrap();
    assert!(line.contains(" error "), "{line}");
    let refused = run(folder.path(), &["export", "2024.ron", "--to", "txt"], "C.UTF-8");
    assert_eq!(refused.status.code(), Some(1), "an error is an error for an export too");
}

#[cfg(target_os = "linux")]
#[test]
fn the_language_is_that_of_the_command_line_then_of_the_configuration_then_of_the_environment() {
    let help = |config: &str, arguments: &[&str], locale: &str| {
        let output = run(office(config).path(), arguments, locale);
        text(&output.stdout).contains("Usage:")
    };
    assert!(!help("()", &["--help"], "C.UTF-8"));
    assert!(help("()", &["--help"], "en_US.UTF-8"));
    assert!(help("(language: \"en\")", &["--help"], "C.UTF-8"));
    assert!(!help("(language: \"zh\")", &["--help"], "en_US.UTF-8"));
    assert!(!help("(language: \"en\")", &["--lang", "zh", "--help"], "C.UTF-8"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_wrong_is_told_with_its_place_and_the_rest_counts() {
    let folder =
        office("Config(\n    language: \"en\",\n    looks: \"pink\",\n    organ: \"某某镇人民政府\",\n)");
    let made = run(folder.path(), &["new", "2025"], "C.UTF-8");
    assert_eq!(made.status.code(), Some(0));
    let said = text(&made.stderr);
    assert!(said.contains("reportui/config.ron:3:12: It cannot be \"pink\""), "{said}");
    assert!(fs::read_to_string(folder.path().join("2025.ron")).unwrap().contains("某某镇人民政府"));
    // A file that is no text, and one that is torn.
    fs::write(folder.path().join("reportui/config.ron"), b"\xff\xfe\xff").unwrap();
    let checked = run(folder.path(), &["check", "2024.ron"], "C.UTF-8");
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    assert!(text(&checked.stderr).contains("config.ron"), "{}", text(&checked.stderr));
    fs::write(folder.path().join("reportui/config.ron"), "Config(\n    organ: \"").unwrap();
    let checked = run(folder.path(), &["check", "2024.ron"], "C.UTF-8");
    assert!(text(&checked.stderr).contains("config.ron:2:"), "{}", text(&checked.stderr));
}

#[test]
fn what_is_shown_is_the_default_and_can_be_read() {
    for lang in ["zh", "en"] {
        let folder = office("()");
        let shown = run(folder.path(), &["--lang", lang, "config", "show"], "C.UTF-8");
        assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
        let shown = text(&shown.stdout);
        let (config, problems) = Config::read(&shown);
        assert_eq!((config, problems), (Config::default(), Vec::new()), "{shown}");
        for row in COMMANDS {
            assert!(shown.contains(&format!("\"{}\": [", row.name)), "{}", row.name);
        }
    }
}

#[test]
fn keys_that_were_given_to_commands_work_and_are_shown() {
    let (config, problems) = Config::read("(keys: { \"preview\": \"Ctrl+T\", \"save\": \"Ctrl+W\" })");
    assert_eq!(problems, []);
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Enter>");
    story.app.take_config(config);
    let mut story = story.keys("<C-s>");
    assert!(story.saved.is_none(), "its own key means nothing any more");
    assert!(story.screen().contains("Ctrl+W 保存"), "{}", story.screen());
    let mut story = story.keys("<C-w>");
    assert!(story.saved.is_some());
    story = story.keys("<C-t>");
    assert!(story.screen().contains("预览"), "{}", story.screen());
    let mut story = story.keys("<Esc><C-p>预览");
    assert!(story.screen().contains("Ctrl+T"), "the palette tells it too: {}", story.screen());
}

#[test]
fn sentences_name_the_keys_that_commands_have() {
    // Two change places, one has none any more, one is left as it is.
    let keys = "(keys: { \"next-finding\": \"F7\", \"fill-blanks\": \"F8\", \"show-findings\": [], \"save\": \"Ctrl+W\" })";
    let (config, problems) = Config::read(keys);
    assert_eq!(problems, []);
    for (lang, one, other) in [
        (Lang::Zh, "按 F7 逐条看", "没有的按 F8 填 0"),
        (Lang::En, "F7 goes from one to the next", "F8 fills in 0"),
    ] {
        let words = config.keymap.named_in(Words::of(lang));
        assert!(words.say("findings.elsewhere", &[("count", &2)]).contains(one));
        assert!(words.say("notice.blanks-left", &[("sentence", &""), ("blanks", &2)]).contains(other));
        let title = words.get("command.show-findings");
        assert_eq!(words.say("findings.left", &[("count", &3)]).matches(&format!("“{title}”")).count(), 1);
        assert!(words.get("start.hints").contains("F1") && words.get("start.hints").contains("F10"));
        assert!(words.get("settings.key").contains("Shift+F8"), "how names are written");
        assert!(words.manual().contains("Ctrl+W") && !words.manual().contains("Ctrl+S"));
        // Nobody is told of the key that means something else now.
        for key in words.keys().filter(|key| *key != "settings.key") {
            assert!(!words.get(key).contains("Ctrl+S") && !words.get(key).contains("F4"), "{key}");
        }
    }
    let plain = Words::of(Lang::Zh);
    assert!(std::ptr::eq(Config::default().keymap.named_in(plain), plain));
}

#[test]
fn a_command_keeps_its_key_where_none_of_the_wanted_ones_is_a_key() {
    let (config, problems) = Config::read("(keys: { \"undo\": [\"Super+Z\"], \"suspend\": [\"Ctrl+Z\"] })");
    assert_eq!(problems.len(), 2, "no such key, and the other one is taken: {problems:?}");
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Enter>");
    story.app.take_config(config);
    let story = story.keys("<C-z>");
    assert!(!story.app.is_modified(), "it undoes");
}

#[test]
fn the_organ_of_the_settings_need_not_be_typed() {
    let (config, _) = Config::read("(organ: \"某某镇人民政府\")");
    let mut story = Story::new_report(2022);
    story.app.take_config(config);
    let seen = story.screen();
    assert!(seen.contains("机关名称按设置填好") && !seen.contains("先填机关名称"), "{seen}");
    assert!(story.app.entry.is_none() && story.app.report.organ == "某某镇人民政府");
}

#[test]
fn looks_are_for_their_background() {
    let light = Theme::light();
    for style in [light.accent, light.severity(reportui::form::Severity::Warning)] {
        assert!(!matches!(style.fg, Some(Color::Cyan | Color::Yellow)), "too pale on white");
    }
    let of = |looks, background| format!("{:?}", Theme::of(looks, background));
    assert_eq!(of(Looks::Auto, Some("0;15")), format!("{light:?}"));
    assert_eq!(of(Looks::Auto, Some("15;0")), format!("{:?}", Theme::coloured()));
    assert_eq!(of(Looks::Auto, None), of(Looks::Dark, Some("0;15")));
    let contrast = Theme::contrast();
    assert!(!contrast.dim.add_modifier.contains(ratatui::style::Modifier::DIM));
    assert_ne!(of(Looks::Contrast, None), of(Looks::Dark, None));
}
