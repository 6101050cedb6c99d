//! `check` and `facts` from outside, as README promises them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

#[path = "support/layouts.rs"]
mod layouts;
mod support;

use std::fs;
use std::process::Command;

use support::{run, sample};

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with a sound report, one with an error, one with a warning, one that is torn.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("sound.ron", &sample(2020));
    write(
        "error.ron",
        &sample(2020).replacen("person: 1,", "person: 12,", 1).replace("year: 2020", "year: 2019"),
    );
    write("warning.ron", &sample(2024));
    write("torn.ron", sample(2020).split("applications").next().unwrap());
    folder
}

#[test]
fn exit_codes_of_check() {
    let folder = folder();
    let code = |arguments: &[&str]| run(folder.path(), arguments).status.code();
    assert_eq!(code(&["check", "sound.ron"]), Some(0));
    assert_eq!(code(&["check", "warning.ron"]), Some(0));
    assert_eq!(code(&["check", "--strict", "warning.ron"]), Some(1));
    assert_eq!(code(&["check", "error.ron"]), Some(1));
    assert_eq!(code(&["check", "torn.ron", "error.ron"]), Some(2));
    assert_eq!(code(&["check", "missing.ron"]), Some(2));
    assert_eq!(code(&["check"]), Some(2));
    assert_eq!(code(&["check", "--frmat", "json", "sound.ron"]), Some(2));
}

#[test]
fn text_is_one_finding_a_line_and_the_others_are_still_reported() {
    let folder = folder();
    let output = run(folder.path(), &["check", "torn.ron", "error.ron", "warning.ron"]);
    let out = said(&output.stdout);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(
        lines[0],
        "error.ron: error balance 三·自然人: 本年新收 12 + 上年结转 0 = 12，办理总计 1 + 结转下年 0 = 1，相差 11 件"
    );
    assert!(lines.iter().any(|line| line.starts_with("warning.ron: warning supervision 一: ")), "{out}");
    let err = said(&output.stderr);
    assert!(err.starts_with("torn.ron:") && err.contains("共 2 份报告"), "{err}");
}

#[test]
fn json_has_every_key_and_exact_numbers() {
    let folder = folder();
    let output = run(folder.path(), &["check", "--format", "json", "error.ron", "torn.ron"]);
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &findings[0];
    let keys: Vec<_> = first.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "file",
        "rule",
        "severity",
        "section",
        "cells",
        "phrase",
        "left",
        "right",
        "difference",
        "ground",
        "message",
        "remedy",
        "accepted",
    ];
    let mut found = keys.clone();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!((first["rule"].as_str(), first["severity"].as_str()), (Some("balance"), Some("error")));
    assert_eq!(first["section"].as_str(), Some("applications"));
    assert_eq!(
        (first["left"].as_i64(), first["right"].as_i64(), first["difference"].as_i64()),
        (Some(12), Some(1), Some(11))
    );
    assert_eq!(first["cells"][2].as_str(), Some("applications/handled_total/person"));
    assert!(first["accepted"].is_null() && first["phrase"].is_null());
    let last = &findings[findings.as_array().unwrap().len() - 1];
    assert_eq!((last["rule"].as_str(), last["file"].as_str()), (Some("unreadable"), Some("torn.ron")));
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn accepted_findings_are_listed_and_do_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let accepted = "\n    accepted: [\n        (rule: \"rule-power\", cells: [\"documents/rules/made\"], reason: \"上级授权\"),\n    ],\n)\n";
    let text = sample(2020).replace("rules: (made: 0,", "rules: (made: 1,").replace("\n)\n", accepted);
    fs::write(folder.path().join("a.ron"), &text).unwrap();
    let output = run(folder.path(), &["check", "a.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    assert!(said(&output.stdout).contains("已接受：上级授权"));
    let json: serde_json::Value =
        serde_json::from_slice(&run(folder.path(), &["check", "--format", "json", "a.ron"]).stdout).unwrap();
    assert_eq!(json[0]["accepted"].as_str(), Some("上级授权"));
}

#[test]
fn a_sheet_to_send_back() {
    let folder = folder();
    let csv = said(&run(folder.path(), &["check", "--format", "csv", "--bom", "error.ron"]).stdout);
    assert!(csv.starts_with("\u{feff}file,rule,severity,section,cells,phrase,left,right,difference,ground,message,remedy,accepted\n"));
    let md = said(&run(folder.path(), &["check", "--format", "md", "error.ron"]).stdout);
    assert!(md.starts_with("| 文件 | 级别 |") && md.contains("| error.ron | error | balance |"), "{md}");
}

#[test]
fn a_folder_stands_for_its_reports() {
    let folder = folder();
    let out = said(&run(folder.path(), &["facts", "."]).stdout);
    for name in ["error", "sound", "warning"] {
        assert!(out.contains(&format!("./{name}.ron,")), "{name}");
    }
}

#[test]
fn facts_go_on_past_a_bad_file_and_say_so() {
    let folder = folder();
    let output = run(folder.path(), &["facts", "torn.ron", "sound.ron"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(said(&output.stdout).lines().count(), 1 + 198);
    assert!(said(&output.stderr).starts_with("torn.ron:"));
}

#[test]
fn ndjson_has_the_same_facts() {
    let folder = folder();
    let lines = said(&run(folder.path(), &["facts", "--format", "ndjson", "warning.ron"]).stdout);
    let facts: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(facts.len(), 200);
    let amount = facts.iter().find(|fact| fact["table"] == "fees").unwrap();
    assert_eq!(amount["value"].to_string(), "96171.6");
    assert_eq!((amount["kind"].as_str(), amount["year"].as_i64()), (Some("input"), Some(2024)));
}

#[test]
fn a_printed_total_that_differs_is_an_extra_line() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        sample(2020).replace("\n)\n", "\n    stated: {\n        \"applications/new/total\": 3,\n    },\n)\n");
    fs::write(folder.path().join("a.ron"), text).unwrap();
    let out = said(&run(folder.path(), &["facts", "a.ron"]).stdout);
    let totals: Vec<_> = out.lines().filter(|line| line.contains(",applications,new,total,")).collect();
    assert_eq!(totals.len(), 2);
    assert!(totals[0].ends_with(",computed,1") && totals[1].ends_with(",stated,3"), "{totals:?}");
}

#[test]
fn what_a_person_typed_wrong_is_blank_in_the_facts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.ron"), sample(2020).replacen("person: 1,", "person: \"1件\",", 1))
        .unwrap();
    let out = said(&run(folder.path(), &["facts", "a.ron"]).stdout);
    assert!(out.lines().any(|line| line.ends_with(",applications,new,person,input,")), "{out}");
    assert_eq!(run(folder.path(), &["check", "a.ron"]).status.code(), Some(1));
}

#[test]
fn nothing_in_a_file_reaches_the_terminal_as_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let evil = sample(2020)
        .replace("克井镇人民政府", "=克\\u{1b}]0;x\\u{7}\\u{202e}\\u{9b}镇人民政府")
        .replace("年，在上级", "年\\u{1b}[31m收到申请  件，");
    fs::write(folder.path().join("a.ron"), evil).unwrap();
    for arguments in [
        &["check", "a.ron"][..],
        &["check", "--format", "json", "a.ron"],
        &["check", "--format", "csv", "a.ron"],
        &["check", "--format", "md", "a.ron"],
        &["facts", "a.ron"],
        &["facts", "--format", "ndjson", "a.ron"],
    ] {
        let output = run(folder.path(), arguments);
        let all = said(&output.stdout) + &said(&output.stderr);
        assert!(!all.contains(|c| c != '\n' && reportui::text::is_hidden(c)), "{arguments:?}: {all:?}");
        assert!(!all.contains(",=克"), "a formula for a spreadsheet: {arguments:?}");
    }
}

#[test]
fn last_years_report_is_found_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let this = sample(2024).replace("amount: 96171.6", "amount: 501");
    let last = sample(2024).replace("amount: 96171.6", "amount: 5").replace("year: 2024", "year: 2023");
    fs::write(folder.path().join("2024.ron"), &this).unwrap();
    assert!(!said(&run(folder.path(), &["check", "2024.ron"]).stdout).contains("magnitude"));
    fs::write(folder.path().join("2023.ron"), &last).unwrap();
    assert!(said(&run(folder.path(), &["check", "2024.ron"]).stdout).contains("magnitude"));
    fs::write(folder.path().join("2023-copy.ron"), &last).unwrap();
    assert!(!said(&run(folder.path(), &["check", "2024.ron"]).stdout).contains("magnitude"), "two are none");
}

#[test]
fn help_and_version_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let version = said(&run(folder.path(), &["--version"]).stdout);
    assert_eq!(version.trim(), format!("reportui {}", env!("CARGO_PKG_VERSION")));
    for arguments in [&["--help"][..], &["check", "--help"], &["facts", "--help", "--lang", "zh"]] {
        let help = said(&run(folder.path(), arguments).stdout);
        assert!(
            help.contains("用法：reportui") && !help.contains("Usage") && !help.contains("Options"),
            "{help}"
        );
    }
    let help = said(&run(folder.path(), &["--lang", "en", "check", "--help"]).stdout);
    assert!(help.contains("Usage: reportui check") && !help.contains("用法"), "{help}");
}

#[test]
fn preview_prints_the_report_with_its_tables() {
    let folder = folder();
    let output = run(folder.path(), &["preview", "warning.ron"]);
    let text = said(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    assert!(text.trim_start().starts_with("淮安市人民政府2024年政府信息公开工作年度报告"), "{text}");
    for part in ["六、其他需要报告的事项", "│（三）│", " 447228 ", "│3001 │ 53  │", "┬────┬"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[cfg(unix)]
#[test]
fn versions_are_listed_compared_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2020.ron");
    std::fs::write(&file, sample(2020)).unwrap();
    let store = reportui::store::Store::new(reportui::store::Machine, Some(state_in(folder.path())));
    let changed = sample(2020).replace("new: (person: 1", "new: (person: 7");
    store.save(&file, changed.as_bytes(), reportui::store::How::default()).unwrap();
    let versions = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_reportui"))
            .args(["--lang", "zh", "versions"])
            .arg(&file)
            .args(arguments)
            .env("HOME", folder.path())
            .env("XDG_STATE_HOME", folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, list) = versions(&[]);
    assert_eq!(code, Some(0));
    let lines: Vec<_> = list.lines().collect();
    assert!(lines[0].starts_with(" 1  20") && lines[0].contains("错误 2"), "{list}");
    assert!(lines[1].starts_with(" 2  20") && lines[1].contains("未发现问题"), "{list}");
    assert_eq!(versions(&["--show", "2"]), (Some(0), sample(2020)));
    let (code, told) = versions(&["--compare", "2"]);
    assert_eq!(code, Some(1), "they are different");
    assert!(told.contains("自然人：1 改为 7"), "{told}");
    assert_eq!(versions(&["--restore", "2"]).0, Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sample(2020));
    assert_eq!(versions(&["--compare", "1"]).0, Some(0));
    assert!(versions(&["--compare", "2"]).1.contains("7 改为 1"), "what was replaced is kept too");
    assert_eq!(versions(&["--show", "9"]).0, Some(2));
    // Not under the hands of somebody who has it open.
    let _lock = reportui::store::Lock::take(&file).unwrap();
    assert_eq!(versions(&["--restore", "1"]).0, Some(2));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), sample(2020));
}

/// Where the program looks for its state when both variables name this folder.
#[cfg(unix)]
fn state_in(folder: &std::path::Path) -> std::path::PathBuf {
    if cfg!(target_os = "macos") {
        folder.join("Library/Application Support/reportui")
    } else {
        folder.join("reportui")
    }
}

/// A page that says what the sample of 2020 says.
fn page() -> String {
    let report = sample(2020);
    let (form, report) = reportui::report::document::read(reportui::form::Forms, &report).unwrap();
    layouts::Source::new(form, &report).html()
}

#[test]
fn a_document_becomes_a_report_beside_it_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("2020.html"), page()).unwrap();
    let output = run(folder.path(), &["import", "2020.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
    assert_eq!(said(&output.stdout), "");
    let facts = |file: &str| {
        let out = said(&run(folder.path(), &["facts", file]).stdout);
        out.lines().map(|line| line.split_once(',').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    fs::write(folder.path().join("sample.ron"), sample(2020)).unwrap();
    assert_eq!(facts("2020.ron"), facts("sample.ron"));
    // Documents are read wherever reports are.
    assert_eq!(facts("2020.html"), facts("sample.ron"));
    let before = fs::read(folder.path().join("2020.ron")).unwrap();
    let output = run(folder.path(), &["import", "2020.html"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output.stderr).contains("2020.ron 已经存在"));
    assert_eq!(fs::read(folder.path().join("2020.ron")).unwrap(), before);
    assert_eq!(run(folder.path(), &["import", "2020.html", "--force"]).status.code(), Some(0));
    fs::create_dir(folder.path().join("out")).unwrap();
    assert_eq!(run(folder.path(), &["import", ".", "-o", "out"]).status.code(), Some(0));
    assert_eq!(fs::read(folder.path().join("out/2020.ron")).unwrap(), before);
}

#[test]
fn the_import_report_tells_what_is_open_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let text = "青石镇人民政府2020年政府信息公开工作年度报告\n规章 0 0\n规范性文件 / 2 3（含修订）\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let output = run(folder.path(), &["import", "a.txt", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1));
    let err = said(&output.stderr);
    for line in [
        "a.txt: line 2 open: Section 2, Government rules: \"0 0\" does not fit the columns and was not filled in",
        ": \"/\" is taken as blank",
        "of \"3（含修订）\" only the number was taken",
        "a.txt was imported as a.ron",
    ] {
        assert!(err.contains(line), "{line} is missing in\n{err}");
    }
    let output = run(folder.path(), &["import", "a.txt", "--force", "--format", "json"]);
    let sheet: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(sheet["organ"], "青石镇人民政府");
    assert_eq!(sheet["edition"], "2019");
    let notes = sheet["notes"].as_array().unwrap();
    let unplaced = notes.iter().find(|note| note["about"] == "unplaced").unwrap();
    assert_eq!(unplaced["cells"][0], "documents/rules/made");
    assert_eq!((&unplaced["line"], &unplaced["open"]), (&2.into(), &true.into()));
    assert_eq!(sheet["open"], notes.iter().filter(|note| note["open"] == true).count());
}

#[test]
fn what_cannot_be_imported_is_told_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("letter.txt", "今天天气很好。".as_bytes());
    write("old.doc", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    write("torn.docx", b"PK\x03\x04");
    write("torn.pdf", b"%PDF-1.7\n1 0 obj");
    write("2020.ron", sample(2020).as_bytes());
    for (file, remedy) in [
        ("letter.txt", "不像是政府信息公开工作年度报告"),
        ("old.doc", "另存为 .docx"),
        ("torn.docx", "另存一份"),
        ("torn.pdf", "存为 .txt"),
        ("2020.ron", "已经是报告文件"),
        ("missing.pdf", "missing.pdf"),
    ] {
        let output = run(folder.path(), &["import", file]);
        let err = said(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{file}: {err}");
        assert!(err.contains(remedy) && err.lines().count() == 1, "{file}: {err}");
    }
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 5, "{names:?}");
}

#[test]
fn rules_are_listed_and_one_is_explained() {
    let folder = folder();
    let all = said(&run(folder.path(), &["rules"]).stdout);
    for rule in ["balance", "carry", "says-new", "says-sum", "in-force-flow", "item-flow", "alike", "title"] {
        assert!(all.lines().any(|line| line.split_whitespace().next() == Some(rule)), "{rule} in\n{all}");
    }
    assert_eq!(all.lines().count(), 36, "{all}");
    let one = said(&run(folder.path(), &["rules", "balance"]).stdout);
    assert!(one.starts_with("balance  error  2019 2021\n"), "{one}");
    assert!(
        one.contains("本年新收 + 上年结转 = 办理总计 + 结转下年") && one.contains("请核对这一列的四个数"),
        "{one}"
    );
    assert_eq!(run(folder.path(), &["rules", "nonsense"]).status.code(), Some(2));
}

#[test]
fn a_new_report_carries_over_what_belongs_over_and_nothing_else() {
    let folder = folder();
    let path = folder.path();
    let last = sample(2024).replacen("carried_out: (person: 103,", "carried_out: (person: 99, ", 1).replacen(
        "enterprise: 0, research: 0, welfare: 0, legal: 0, other_org: 0),\n    ),\n    disputes",
        "enterprise: 4, research: 0, welfare: 0, legal: 0, other_org: 0),\n    ),\n    disputes",
        1,
    );
    fs::write(path.join("2024.ron"), last).unwrap();
    let earlier = run(path, &["new", "2023", "--from", "2024.ron"]);
    assert_eq!(earlier.status.code(), Some(2), "nothing flows back");
    assert!(said(&earlier.stderr).contains("不在 2023 年之前") && !path.join("2023.ron").exists());
    let later = run(path, &["new", "2027", "--from", "2024.ron"]);
    assert!(said(&later.stderr).contains("没有沿用结转的数字"), "{}", said(&later.stderr));
    let (_, report) = support::read(&fs::read_to_string(path.join("2027.ron")).unwrap());
    assert!(report.organ == "淮安市人民政府" && report.cells.iter().all(reportui::report::Value::is_blank));
    assert_eq!(run(path, &["new", "2025", "--from", "2024.ron"]).status.code(), Some(0));
    let (form, report) = support::read(&fs::read_to_string(path.join("2025.ron")).unwrap());
    assert_eq!((report.organ.as_str(), report.year, form.edition), ("淮安市人民政府", Some(2025), "2021"));
    let filled: Vec<String> = form
        .cells()
        .filter(|(id, _)| !report.value(*id).is_blank())
        .map(|(id, cell)| format!("{} {}", cell.address, report.value(id).text()))
        .collect();
    assert_eq!(filled.len(), 6, "{filled:?}");
    assert!(filled.contains(&"applications/carried_in/person 99".to_owned()), "{filled:?}");
    assert!(filled.contains(&"applications/carried_in/enterprise 4".to_owned()), "{filled:?}");
    assert_eq!(report.prose[0].len(), 5);
    assert_eq!(report.prose[0][0], "（一）主动公开方面。");
    assert!(report.prose[1..].iter().all(Vec::is_empty) && report.signed.is_none());
    // Cells cannot be compared with a document: it is said what to do about that.
    let made = run(path, &["export", "--draft", "--to", "docx", "2024.ron"]);
    assert_eq!(made.status.code(), Some(0));
    let said = |from: &str, to: &str| {
        let made = run(path, &["new", "2025", "--from", from, "-o", to]);
        assert_eq!(made.status.code(), Some(0));
        String::from_utf8(made.stderr).unwrap()
    };
    assert!(said("2024.docx", "a.ron").contains("reportui import 2024.docx"));
    assert!(!said("2024.ron", "b.ron").contains("reportui import"));
    // It is not written over, and the edition follows from the year.
    assert_eq!(run(path, &["new", "2025", "--from", "2024.ron"]).status.code(), Some(2));
    assert_eq!(run(path, &["new", "2020"]).status.code(), Some(0));
    assert!(fs::read_to_string(path.join("2020.ron")).unwrap().contains("edition: \"2019\""));
    assert_eq!(run(path, &["new", "1999"]).status.code(), Some(2));
    assert_eq!(run(path, &["new", "2026", "--from", "torn.ron"]).status.code(), Some(2));
}

#[test]
fn two_reports_are_compared() {
    let folder = folder();
    let path = folder.path();
    fs::write(path.join("copy.ron"), sample(2020)).unwrap();
    let same = run(path, &["compare", "sound.ron", "copy.ron"]);
    assert_eq!(same.status.code(), Some(0), "{same:?}");
    let different = run(path, &["compare", "sound.ron", "error.ron"]);
    assert_eq!(different.status.code(), Some(1));
    let text = said(&different.stdout);
    assert!(text.contains("2020") && text.contains("2019") && text.contains("12"), "{text}");
    let listed: serde_json::Value =
        serde_json::from_slice(&run(path, &["compare", "--format", "json", "sound.ron", "error.ron"]).stdout)
            .unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 2, "{listed}");
    assert_eq!(listed[0]["what"], "year");
    assert_eq!(
        (listed[1]["cell"].as_str(), listed[1]["new"].as_u64()),
        (Some("applications/new/person"), Some(12))
    );
    // What no cell shows: printed totals, the signature, the unit, accepted findings.
    let stated = |total| {
        let signed = format!("signed: (organ: \"某镇\", date: \"2021-01-{total}\"),");
        sample(2020).replacen(
            "    overview:",
            &format!("    stated: {{ \"applications/new/total\": {total} }},\n    {signed}\n    overview:"),
            1,
        )
    };
    fs::write(path.join("three.ron"), stated(13)).unwrap();
    fs::write(path.join("four.ron"), stated(14)).unwrap();
    let printed = run(path, &["compare", "three.ron", "four.ron"]);
    let text = said(&printed.stdout);
    assert_eq!(printed.status.code(), Some(1), "{text}");
    assert!(text.contains("总计：13 改为 14"), "{text}");
    assert!(text.contains("落款：某镇 2021年1月13日 改为 某镇 2021年1月14日"), "{text}");
    // Which acceptance: one that is new, one for other figures.
    let accepted = |figures: &str, reason: &str| {
        let cells = r#"["applications/other_handling/total"]"#;
        let one = format!(r#"(rule: "catch-all", cells: {cells}, {figures} reason: "{reason}")"#);
        sample(2020).replacen("    overview:", &format!("    accepted: [{one}],\n    overview:"), 1)
    };
    for (name, figures, reason) in
        [("five.ron", "", "经查属实"), ("six.ron", "left: 2,", "经查属实"), ("seven.ron", "", "另有说明")]
    {
        fs::write(path.join(name), accepted(figures, reason)).unwrap();
    }
    let told = |a, b| said(&run(path, &["compare", a, b]).stdout);
    assert!(told("sound.ron", "five.ron").contains("总计：（空） 改为 经查属实"));
    assert!(told("five.ron", "sound.ron").contains("经查属实 改为 （空）"));
    assert!(told("five.ron", "six.ron").contains("（catch-all）"), "{}", told("five.ron", "six.ron"));
    assert!(told("five.ron", "seven.ron").contains("经查属实 改为 另有说明"));
    // Across the editions only what compares is compared.
    let across = run(path, &["compare", "--format", "json", "sound.ron", "warning.ron"]);
    assert_eq!(across.status.code(), Some(1));
    assert!(said(&across.stderr).contains("口径不同，不比较"), "{}", said(&across.stderr));
    assert_eq!(run(path, &["new", "2020", "-o", "blank.ron"]).status.code(), Some(0));
    let blank = run(path, &["compare", "blank.ron", "warning.ron"]);
    assert!(said(&blank.stderr).contains("口径不同，不比较"), "either way: {}", said(&blank.stderr));
    let text = said(&across.stdout);
    assert!(!text.contains("public_total") && text.contains("applications/new/person"), "{text}");
    assert_eq!(run(path, &["compare", "sound.ron", "torn.ron"]).status.code(), Some(2));
    assert_eq!(run(path, &["compare", "sound.ron"]).status.code(), Some(2));
}

/// Runs the program with something on its standard input.
fn fed(folder: &std::path::Path, arguments: &[&str], input: &[u8]) -> std::process::Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_stroke_stands_for_standard_input_and_output() {
    let folder = folder();
    let folder = folder.path();
    let report = sample(2020);
    let facts = fed(folder, &["facts", "-"], report.as_bytes());
    let same = run(folder, &["facts", "sound.ron"]);
    assert_eq!(said(&facts.stdout).replace("-,克井", "sound.ron,克井"), said(&same.stdout));
    assert_eq!(fed(folder, &["check", "-"], report.as_bytes()).status.code(), Some(0));
    assert_eq!(fed(folder, &["check", "-"], b"Report(").status.code(), Some(2));
    // A document comes in and a report goes out, and the other way round.
    let page = fed(folder, &["export", "-", "--to", "html"], report.as_bytes());
    assert!(said(&page.stdout).starts_with("<!DOCTYPE html>"), "{}", said(&page.stderr));
    let back = fed(folder, &["import", "-"], &page.stdout);
    assert!(said(&back.stdout).starts_with("Report(\n"), "{}", said(&back.stderr));
    assert!(said(&back.stdout).contains("procurement: (items: 9, amount: 14.18)"));
    let summed = run(folder, &["sum", "sound.ron", "-o", "-"]);
    assert!(said(&summed.stdout).contains("sum_of: ["));
    let made = run(folder, &["new", "2025", "-o", "-"]);
    assert!(said(&made.stdout).starts_with("Report(\n"));
    assert!(!folder.join("-").exists() && !folder.join("-.ron").exists());
}

#[test]
fn a_misspelt_command_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stderr).unwrap();
    for arguments in [&["chek", "2024"][..], &["--lang", "zh", "chek", "2024"], &["chek", "--strict", "."]] {
        assert!(said(arguments).contains("没有命令“chek”，是不是 check？"), "{}", said(arguments));
    }
    fs::write(folder.path().join("chek"), "").unwrap();
    assert!(!said(&["chek", "2024"]).contains("是不是"), "it is a file");
}

#[test]
fn an_export_of_facts_can_be_marked_for_excel() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("2024.ron"), sample(2024)).unwrap();
    let facts = |more: &[&str]| {
        let arguments = [&["export", "2024.ron", "--to", "csv", "-o", "-"], more].concat();
        String::from_utf8(run(folder.path(), &arguments).stdout).unwrap()
    };
    assert_eq!(facts(&["--bom"]), format!("\u{feff}{}", facts(&[])));
    let told = |arguments: &[&str]| String::from_utf8(run(folder.path(), arguments).stderr).unwrap();
    for in_vain in [&["export", "2024.ron", "--to", "json", "-o", "-", "--bom"][..], &["check", ".", "--bom"]]
    {
        assert!(told(in_vain).contains("--bom 只对 csv 起作用"), "{in_vain:?}");
    }
    for right in [&["facts", ".", "--bom"][..], &["check", ".", "--bom", "--format", "csv"]] {
        assert!(!told(right).contains("--bom"), "{right:?}");
    }
}

#[test]
fn shells_complete_and_the_manual_page_is_one() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(folder.path(), &["completions", shell]);
        let script = said(&script.stdout);
        for word in ["export", "versions", "--lang", "--expect"] {
            assert!(script.contains(word.trim_start_matches("--")), "{shell}: {word}");
        }
    }
    assert_eq!(run(folder.path(), &["completions", "cmd"]).status.code(), Some(2));
    let page = said(&run(folder.path(), &["man"]).stdout);
    assert!(
        page.contains(".TH reportui 1") && page.contains(".SH SYNOPSIS") && page.contains("核对"),
        "{page}"
    );
}

#[test]
fn what_is_no_terminal_to_edit_in_is_told() {
    let folder = folder();
    let piped = run(folder.path(), &["sound.ron"]);
    assert_eq!((piped.status.code(), piped.stdout.len()), (Some(2), 0));
    assert!(!said(&piped.stderr).is_empty());
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_reason() {
    let folder = folder();
    fs::write(folder.path().join("2024.ron"), sample(2024)).unwrap();
    let files = || fs::read_dir(folder.path()).unwrap().count();
    let before = files();
    let refused = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        said(&output.stderr)
    };
    for (arguments, why) in [
        (&["export", "--to", "docx", "2024.ron", "-o", "2024.html"][..], "另一种格式的名字，要导出的是 docx"),
        (&["forms", "lint", "2024.ron"], "是一份报告，不是格式文件"),
        (&["versions", "2025.ron"], "没有保存过的版本"),
        (&["new", "2025x"], "“2025x”写法不对"),
        (&["compare", "2024.ron"], "缺少 <文件>"),
        (&["export", "--to", "md", "2024.ron", "-o", "2024.ron/a.md"], "上级不是文件夹"),
    ] {
        let told = refused(arguments);
        assert!(told.contains(why), "{arguments:?}: {told}");
    }
    assert_eq!(files(), before, "nothing was written");
}
