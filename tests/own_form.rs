//! A form of one's own, as a province would make it for an extra table: the editor, rules, documents in and out, and sums, without
//! a new program.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Once;

use reportui::form::lint::lint;
use reportui::form::{Form, Forms};
use reportui::words::Lang;
use support::Story;
use tempfile::TempDir;

/// A table of consultations by telephone and at the counter, with a total row and a rule that holds over it, and a row more in a
/// table that is there.
const TABLE: &str = r#"
                (
                    id: "consultations",
                    heading: "省附表（一）",
                    gloss: "Provincial table 1",
                    stub: "咨询方式",
                    columns: [
                        Leaf(id: "received", label: "本年接到咨询数量", gloss: "Consultations received"),
                        Leaf(id: "answered", label: "本年答复咨询数量", gloss: "Consultations answered"),
                    ],
                    rows: [
                        Leaf(id: "telephone", label: "电话咨询", gloss: "By telephone", help: (zh: "接到的电话咨询。", en: "Calls received.")),
                        Leaf(id: "counter", label: "窗口咨询", gloss: "At the counter", help: (zh: "窗口接待的咨询。", en: "Visits.")),
                        Leaf(id: "all", label: "咨询合计", gloss: "All", sum: ["telephone", "counter"], help: (zh: "自动相加。", en: "A sum.")),
                    ],
                ),"#;

const ROW: &str = r#"
                        Leaf(id: "guides", label: "办事指南", gloss: "Service guides", help: (zh: "发布的办事指南。", en: "Guides published.")),"#;

const RULE: &str = r#"
        Relation(
            id: "hn-answered", severity: Error, table: "consultations", along: Rows, is: AtLeast, unit: "次",
            left: [(of: "received", name: (zh: "接到咨询", en: "received"))],
            right: [(of: "answered", name: (zh: "答复咨询", en: "answered"))],
        ),"#;

/// The form of 2021 with these, for the years from 2025 on.
fn province() -> String {
    let form = Forms.source("2021").unwrap().to_owned();
    let put = |form: String, before: &str, what: &str| {
        let at = form.find(before).unwrap_or_else(|| panic!("{before}"));
        format!(
            "{}{what}\n{}",
            form[..at].trim_end_matches(' '),
            &form[form[..at].rfind('\n').unwrap() + 1..]
        )
    };
    let form =
        form.replace("edition: \"2021\"", "edition: \"2021-hn\"").replace("(first: 2021)", "(first: 2025)");
    let licensing = form.find("id: \"licensing\"").unwrap();
    let table = form[..licensing].rfind("                (\n").unwrap();
    let form = format!("{}{}\n{}", form[..table].trim_end(), TABLE, &form[table..]);
    let form = put(form, "Leaf(id: \"rules\", label: \"规章\"", ROW);
    let rules = form.find("rules: [\n").unwrap_or_else(|| panic!("no rules"));
    let rules = form[rules..].find("        Relation(").unwrap() + rules;
    format!("{}{}\n{}", form[..rules].trim_end(), RULE, &form[rules..])
}

/// A configuration with the province's form in it.
fn office(form: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("reportui/forms")).unwrap();
    fs::write(folder.path().join("reportui/forms/province.ron"), form).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn fine(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// Fills in a cell of a report file.
fn fill(path: &Path, row: &str, from: &str, to: &str) {
    let report = fs::read_to_string(path).unwrap();
    let line = report.lines().find(|line| line.trim_start().starts_with(&format!("{row}: ("))).unwrap();
    fs::write(path, report.replace(line, &line.replace(from, to))).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_provinces_table_row_and_rule_work_from_end_to_end() {
    let folder = office(&province());
    let folder = folder.path();
    assert!(
        text(&run(folder, &["forms", "lint", "reportui/forms/province.ron"]).stderr).contains("没有问题")
    );
    assert!(fine(&run(folder, &["forms"])).contains("2021-hn"));
    // New reports of its years are made by it; those of other years as before.
    fine(&run(folder, &["new", "2025"]));
    fine(&run(folder, &["new", "2024"]));
    let made = fs::read_to_string(folder.join("2025.ron")).unwrap();
    assert!(made.contains("edition: \"2021-hn\"") && made.contains("    consultations: ("), "{made}");
    assert!(fs::read_to_string(folder.join("2024.ron")).unwrap().contains("edition: \"2021\""));
    // Numbers, a total and the rule.
    let path = folder.join("2025.ron");
    fs::write(
        &path,
        made.replace("organ: \"\"", "organ: \"青石镇人民政府\"")
            .replace("()", "0")
            .replace("year: 0", "year: 2025"),
    )
    .unwrap();
    fill(&path, "telephone", "received: 0, answered: 0", "received: 12, answered: 12");
    fill(&path, "counter", "received: 0, answered: 0", "received: 3, answered: 4");
    fill(&path, "guides", "issued: 0", "issued: 7");
    let facts = fine(&run(folder, &["facts", "2025.ron"]));
    for fact in ["consultations,all,received,computed,15", "documents,guides,issued,input,7"] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }
    let checked = run(folder, &["check", "2025.ron"]);
    let said = text(&checked.stdout);
    assert!(said.contains("error hn-answered 二·窗口咨询") && said.contains("接到咨询 3"), "{said}");
    assert!(fine(&run(folder, &["rules"])).contains("hn-answered"));
    let explained = fine(&run(folder, &["rules", "hn-answered"]));
    assert!(explained.contains("接到咨询") && explained.contains("依据"), "{explained}");
    // Documents out and in.
    fill(&path, "counter", "answered: 4", "answered: 3");
    for format in ["docx", "html", "xlsx", "md", "txt", "json"] {
        let out = format!("out.{format}");
        fine(&run(folder, &["export", "2025.ron", "--draft", "--to", format, "-o", &out]));
        let back = run(folder, &["import", &out, "-o", "back.ron", "--force"]);
        let report =
            fs::read_to_string(folder.join("back.ron")).unwrap_or_else(|_| panic!("{}", text(&back.stderr)));
        assert!(report.contains("edition: \"2021-hn\""), "{format}: {}", text(&back.stderr));
        let cells = |file: &str| -> Vec<String> {
            let facts = fine(&run(folder, &["facts", file]));
            facts.lines().skip(1).map(|line| line.split(',').skip(4).collect::<Vec<_>>().join(",")).collect()
        };
        assert_eq!(cells("back.ron"), cells("2025.ron"), "{format}: {}", text(&back.stderr));
    }
    // A county adds it up.
    fs::create_dir(folder.join("towns")).unwrap();
    let report = fs::read_to_string(&path).unwrap();
    for name in ["甲镇", "乙镇"] {
        fs::write(folder.join(format!("towns/{name}.ron")), report.replace("青石镇", name)).unwrap();
    }
    fine(&run(folder, &["sum", "towns", "-o", "county.ron", "--organ", "某县"]));
    assert!(fine(&run(folder, &["facts", "county.ron"])).contains("consultations,all,answered,computed,30"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_form_that_is_wrong_is_told_of_and_left_out() {
    let broken = province()
        .replace("of: \"answered\"", "of: \"answerd\"")
        .replace("label: \"窗口咨询\"", "label: \"\"");
    let folder = office(&broken);
    let folder = folder.path();
    let listed = run(folder, &["forms"]);
    assert!(!text(&listed.stdout).contains("2021-hn"));
    assert!(text(&listed.stderr).contains("格式文件有 2 处不对"), "{}", text(&listed.stderr));
    let checked = run(folder, &["forms", "lint", "reportui/forms/province.ron"]);
    assert_eq!(checked.status.code(), Some(1));
    let said = text(&checked.stdout);
    assert!(said.contains("\"answerd\"") && said.contains("consultations/counter"), "{said}");
    // One that has the id of another.
    fs::write(folder.join("reportui/forms/province.ron"), Forms.source("2021").unwrap()).unwrap();
    assert!(text(&run(folder, &["forms"]).stderr).contains("已有版本“2021”"));
    fs::write(folder.join("reportui/forms/province.ron"), "Form(").unwrap();
    assert_eq!(run(folder, &["forms", "lint", "reportui/forms/province.ron"]).status.code(), Some(1));
    assert_eq!(run(folder, &["forms", "lint", "nowhere.ron"]).status.code(), Some(2));
    // What the program carries can be begun with.
    let shown = fine(&run(folder, &["forms", "show", "2021"]));
    assert!(lint(&Form::read(shown.leak()).unwrap()).is_empty());
}

#[test]
fn the_editor_shows_it_as_any_other() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let form = Form::read(province().leak()).unwrap();
        assert_eq!(lint(&form), Vec::<String>::new());
        Forms.add(vec![form]);
    });
    let mut story = Story::new_report(2025).keys("青石镇人民政府<Enter><A-2>");
    let screen = story.screen();
    assert!(screen.contains("电话咨询") && screen.contains("办事指南"), "{screen}");
    let mut story = story.keys("<C-g>窗口咨询 答复<Enter>");
    assert_eq!(story.here(), "consultations/counter/answered");
    story.press("4<S-Tab>3<Tab>");
    assert_eq!(story.value("consultations/all/answered"), "4");
    assert!(story.rules().iter().any(|rule| rule == "hn-answered"), "{:?}", story.rules());
    assert!(story.screen().contains("接到咨询 3"), "{}", story.screen());
    // And back to the edition before its years.
    let file = story.file();
    assert_eq!(Story::open(&file, Lang::En).file(), file);
}
