//! The county office: many reports at once, added up, checked and handed on to a database.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

#[path = "support/distinct.rs"]
mod distinct;
mod support;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Reader as _, Xlsx};
use reportui::form::Forms;
use reportui::report::{Report, Totals, document};
use rust_decimal::Decimal;
use support::{run, sample};
use tempfile::TempDir;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A folder with reports of so many townships, all cells different, and how each is called.
fn townships(edition: &str, count: usize) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (1..=count).map(|number| format!("第{number}镇人民政府")).collect();
    for (number, name) in (1..).zip(&names) {
        let (form, mut report) = distinct::report(edition, number);
        report.organ.clone_from(name);
        report.stated.clear();
        write(&folder.path().join(format!("{number:03}.ron")), &document::write(form, &report));
    }
    (folder, names)
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn read(path: &Path) -> (&'static reportui::form::Form, Report) {
    support::read(&fs::read_to_string(path).unwrap())
}

/// Runs a Python program, or says that there is none that can.
fn python(folder: &Path, program: &str) -> Option<String> {
    let output = Command::new("python3").current_dir(folder).args(["-c", program]).output().ok()?;
    if text(&output.stderr).contains("ModuleNotFoundError") {
        return None;
    }
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout))
}

fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {what} is not installed");
}

#[test]
fn a_sum_is_what_a_few_lines_of_python_make_of_the_facts() {
    const SUM: &str = r#"
import csv, sys
from decimal import Decimal
sums = {}
for fact in csv.DictReader(open("facts.csv", encoding="utf-8")):
    if fact["kind"] == "input":
        address = "/".join(fact[name] for name in ("table", "row", "column"))
        sums.setdefault(address, None)
        if fact["value"]:
            sums[address] = (sums[address] or 0) + Decimal(fact["value"])
for address, number in sums.items():
    print(address, "" if number is None else number)
"#;
    for edition in ["2019", "2021"] {
        let (folder, _) = townships(edition, 23);
        let folder = folder.path();
        // A blank beside numbers, and a cell that is blank everywhere.
        for number in 1..=23 {
            let path = folder.join(format!("{number:03}.ron"));
            let (form, mut report) = read(&path);
            let blank = |report: &mut Report, address: &str| {
                report.cells[form.find(address).unwrap().0] = reportui::report::Value::Blank;
            };
            blank(&mut report, "applications/new/research");
            if number % 2 == 0 {
                blank(&mut report, "applications/new/person");
            }
            write(&path, &document::write(form, &report));
        }
        write(&folder.join("facts.csv"), &text(&run(folder, &["facts", "."]).stdout));
        let summed = run(folder, &["sum", ".", "-o", "county.ron", "--organ", "某县人民政府"]);
        assert_eq!(code(&summed), 0, "{}", text(&summed.stderr));
        let (form, county) = read(&folder.join("county.ron"));
        assert_eq!((county.organ.as_str(), county.year), ("某县人民政府", Form::year_of(edition)));
        let Some(sums) = python(folder, SUM) else { return skipped("python3") };
        let mut compared = 0;
        for line in sums.lines() {
            let (address, number) = line.split_once(' ').unwrap();
            let cell = form.find(address).unwrap();
            assert_eq!(county.value(cell).number(), number.parse().ok(), "{edition} {address}");
            compared += 1;
        }
        assert_eq!(compared, form.cells().filter(|(_, cell)| !cell.is_computed()).count());
        assert!(county.value(form.find("applications/new/research").unwrap()).is_blank());
    }
}

/// The year of the reports that all cells are different in.
struct Form;

impl Form {
    fn year_of(edition: &str) -> Option<u16> {
        distinct::report(edition, 1).1.year
    }
}

#[test]
fn what_cannot_be_added_is_named_and_nothing_is_written() {
    let (folder, names) = townships("2021", 3);
    let folder = folder.path();
    let make = |from: &str, to: &str, alter: &dyn Fn(&mut Report)| {
        let (form, mut report) = read(&folder.join(from));
        alter(&mut report);
        write(&folder.join(to), &document::write(form, &report));
    };
    make("001.ron", "twice.ron", &|_| ());
    make("001.ron", "year.ron", &|report| report.year = Some(1999));
    make("001.ron", "nobody.ron", &|report| report.organ.clear());
    let form = Forms.get("2021").unwrap();
    let cell = form.find("applications/new/person").unwrap();
    make("001.ron", "typed.ron", &|report| {
        "另一个镇".clone_into(&mut report.organ);
        report.cells[cell.0] = reportui::report::Value::Invalid("12件".to_owned());
    });
    write(&folder.join("edition.ron"), &sample(2020));
    write(&folder.join("torn.ron"), "Report(version: 1,");
    let refused = run(folder, &["sum", ".", "-o", "county.ron"]);
    assert_eq!(code(&refused), 2);
    assert!(!folder.join("county.ron").exists());
    let said = text(&refused.stderr);
    for (file, why) in [
        ("twice.ron", names[0].as_str()),
        ("year.ron", "1999 年"),
        ("nobody.ron", "没有填机关名称"),
        ("typed.ron", "不是数字"),
        ("edition.ron", "2019 版"),
        ("torn.ron", ""),
    ] {
        let is_told = said.lines().any(|line| line.contains(file) && line.contains(why));
        assert!(is_told, "{file} {why}: {said}");
    }
    assert!(said.contains("有 6 份报告不能加进去"), "{said}");
    // Without the culprits it works, and over an existing file only by force.
    for file in ["twice", "year", "nobody", "typed", "edition", "torn"] {
        fs::remove_file(folder.join(format!("{file}.ron"))).unwrap();
    }
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "county.ron"])), 0);
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "county.ron"])), 2);
    let again = run(folder, &["sum", ".", "-o", "county.ron", "--force"]);
    assert_eq!(code(&again), 0);
    assert!(
        text(&again.stderr).contains("3 份报告"),
        "the sum is no part of itself: {}",
        text(&again.stderr)
    );
    // A sum beside its own parts would count them twice.
    let twice = run(folder, &["sum", ".", "-o", "other.ron"]);
    assert_eq!(code(&twice), 2, "{}", text(&twice.stderr));
}

#[test]
fn missing_units_are_named() {
    let (folder, _) = townships("2021", 3);
    let folder = folder.path();
    write(&folder.join("list.txt"), "# 乡镇\n第1镇\n第2镇人民政府\n\n第4镇人民政府,联系人\n");
    let output = run(folder, &["sum", ".", "--expect", "list.txt", "-o", "county.ron"]);
    assert_eq!(code(&output), 1);
    assert!(folder.join("county.ron").exists(), "it is written all the same");
    let said = text(&output.stderr);
    assert!(said.contains("缺：第4镇人民政府"), "{said}");
    assert!(said.contains("名单上没有：第3镇人民政府"), "{said}");
    assert!(!said.contains("缺：第1镇") && !said.contains("缺：第2镇"), "{said}");
    write(&folder.join("list.txt"), "第1镇\n第2镇\n第3镇\n");
    assert_eq!(code(&run(folder, &["sum", ".", "--expect", "list.txt"])), 2, "a sum is among them now");
    fs::remove_file(folder.join("county.ron")).unwrap();
    assert_eq!(code(&run(folder, &["sum", ".", "--expect", "list.txt"])), 0);
    // A table with its heading, and a unit that stands in it twice.
    write(&folder.join("list.txt"), "单位名称,电话\r\n第1镇,1\r\n第1镇人民政府,1\r\n第2镇,2\r\n第3镇,3\r\n");
    let output = run(folder, &["sum", ".", "--expect", "list.txt"]);
    assert!(code(&output) == 0 && text(&output.stderr).contains("3 个单位"), "{}", text(&output.stderr));
    // The office of a street has a longer name than the street.
    let (form, mut report) = read(&folder.join("003.ron"));
    "南湖街道办事处".clone_into(&mut report.organ);
    write(&folder.join("003.ron"), &document::write(form, &report));
    write(&folder.join("list.txt"), "第1镇\n第2镇\n南湖街道\n");
    assert_eq!(code(&run(folder, &["sum", ".", "--expect", "list.txt"])), 0);
    write(&folder.join("list.txt"), "# 还没有\n");
    assert_eq!(code(&run(folder, &["sum", ".", "--expect", "list.txt"])), 2);
}

#[test]
fn every_part_of_a_cell_is_explained() {
    let (folder, names) = townships("2019", 3);
    let folder = folder.path();
    fs::create_dir(folder.join("sums")).unwrap();
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "sums/county.ron"])), 0);
    let explain = |address: &str| run(folder, &["sum", "--explain", address, "sums/county.ron"]);
    for address in ["procurement/procurement/amount", "applications/new/total"] {
        let explained = explain(address);
        assert_eq!(code(&explained), 0, "{}", text(&explained.stderr));
        let said = text(&explained.stdout);
        let parts: Vec<Vec<&str>> = said.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(parts.iter().map(|part| part[0]).take(3).collect::<Vec<_>>(), names);
        let number = |part: &Vec<&str>| part[1].parse::<rust_decimal::Decimal>().unwrap();
        assert_eq!(parts[..3].iter().map(number).sum::<rust_decimal::Decimal>(), number(&parts[3]));
    }
    assert_eq!(code(&explain("applications/new/nobody")), 2);
    // A part that has changed since is told of.
    let path = folder.join("002.ron");
    let (form, mut report) = read(&path);
    report.cells[form.find("applications/new/person").unwrap().0] = reportui::report::Value::Blank;
    write(&path, &document::write(form, &report));
    let explained = explain("applications/new/total");
    assert_eq!(code(&explained), 1);
    assert!(text(&explained.stderr).contains("002.ron"), "{}", text(&explained.stderr));
}

#[test]
fn the_workbook_of_a_sum_shows_every_unit_on_a_line() {
    let (folder, names) = townships("2021", 3);
    let folder = folder.path();
    fs::create_dir(folder.join("sums")).unwrap();
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "sums/county.ron"])), 0);
    let units = || {
        let arguments =
            ["export", "sums/county.ron", "--draft", "--to", "xlsx", "-o", "county.xlsx", "--force"];
        let exported = run(folder, &arguments);
        assert_eq!(code(&exported), 0, "{}", text(&exported.stderr));
        let mut book: Xlsx<_> = calamine::open_workbook(folder.join("county.xlsx")).unwrap();
        (
            book.worksheet_range("各单位").unwrap(),
            book.worksheet_formula("各单位").unwrap(),
            text(&exported.stderr),
        )
    };
    let (page, formulas, _) = units();
    let (form, sum) = read(&folder.join("sums/county.ron"));
    let totals = Totals::of(form, &sum);
    let at =
        |row: u32, column: u32| page.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    let reports = ["001", "002", "003"].map(|name| read(&folder.join(format!("{name}.ron"))).1);
    let number = |cell, report: &Report| Totals::of(form, report).number(report, cell);
    let shown =
        |number: Option<Decimal>| number.map_or_else(String::new, |number| number.normalize().to_string());
    assert_eq!([5, 6, 7, 8].map(|row| at(row, 0)), [&names[..], &["合计".to_owned()]].concat()[..]);
    for (column, (cell, facts)) in (1..).zip(form.cells()) {
        for (row, report) in (5..).zip(&reports) {
            assert_eq!(at(row, column), shown(number(cell, report)), "{}", facts.address);
        }
        assert_eq!(at(8, column), shown(totals.number(&sum, cell)), "{}", facts.address);
    }
    assert!(formulas.get_value((8, 1)).unwrap().contains("SUM(B6:B8)"));
    // Above the numbers of a cell stand its labels, each over all that it is for.
    let labels: Vec<_> =
        (1..=4).map(|row| (1..10).map(|column| at(row, column)).collect::<String>()).collect();
    assert_eq!(labels[0], "二、主动公开政府信息情况");
    assert!(labels[1].starts_with("规章行政规范性文件"), "{}", labels[1]);
    assert!(labels[3].starts_with("本年制发件数"), "{}", labels[3]);
    // A report that is gone is told of; its line stays, without numbers.
    fs::remove_file(folder.join("002.ron")).unwrap();
    let (page, _, told) = units();
    assert!(told.contains("002.ron"), "{told}");
    assert_eq!(page.get_value((6, 0)).unwrap().to_string(), names[1]);
    assert!(page.get_value((6, 1)).is_none_or(|value| value.to_string().is_empty()));
    // It is read again as what it is: the sum.
    let back = run(folder, &["import", "county.xlsx", "-o", "back.ron"]);
    let (_, back_report) = read(&folder.join("back.ron"));
    assert_eq!(back_report.cells, sum.cells, "{}", text(&back.stderr));
}

#[test]
fn what_a_sum_leaves_out_or_no_longer_holds_is_told() {
    let (folder, _) = townships("2021", 2);
    let folder = folder.path();
    let said = |arguments: &[&str]| {
        let output = run(folder, arguments);
        (code(&output), text(&output.stderr))
    };
    // A document beside the reports is no part of it; one that was made of a report is not missed.
    for file in ["001.ron", "002.ron"] {
        assert_eq!(code(&run(folder, &["export", "--draft", "--to", "docx", file])), 0);
    }
    fs::rename(folder.join("002.docx"), folder.join("第3镇.docx")).unwrap();
    let sum = ["sum", ".", "-o", "county.ron", "--force"];
    let (ended, told) = said(&sum);
    assert_eq!(ended, 0, "{told}");
    assert!(told.contains("还有 1 个文件没有读（如 第3镇.docx）"), "{told}");
    assert!(told.contains("--organ"), "{told}");
    fs::remove_file(folder.join("第3镇.docx")).unwrap();
    let (_, told) = said(&["sum", ".", "-o", "county.ron", "--force", "--organ", "某县人民政府"]);
    assert!(!told.contains("没有读") && !told.contains("--organ"), "{told}");
    assert!(!told.contains("对不上") && !told.contains("空着"), "{told}");
    // Some units send a text, and some leave cells blank.
    fs::write(folder.join("第4镇.txt"), "政府信息公开工作年度报告").unwrap();
    let full = fs::read_to_string(folder.join("001.ron")).unwrap();
    let blank =
        full.lines().filter(|line| !line.trim_start().starts_with("granted:")).collect::<Vec<_>>().join("\n");
    write(&folder.join("001.ron"), &blank);
    let (ended, told) = said(&["sum", ".", "-o", "county.ron", "--force", "--organ", "某县人民政府"]);
    assert_eq!(ended, 0, "{told}");
    let made = run(folder, &["export", "--draft", "--to", "md", "-o", "第5镇.md", "002.ron"]);
    assert_eq!(code(&made), 0);
    let page = fs::read_to_string(folder.join("第5镇.md")).unwrap();
    let headless: Vec<_> = page.lines().filter(|line| !line.contains("五、存在")).collect();
    fs::write(folder.join("第5镇.md"), headless.join("\n")).unwrap();
    assert!(said(&["check", "第5镇.md"]).1.contains("第5镇.md：从文档中读取，有 "), "open points are told");
    fs::remove_file(folder.join("第5镇.md")).unwrap();
    assert!(told.contains("如 第4镇.txt") && told.contains("001.ron：有 6 格空着，汇总时按 0 计"), "{told}");
    fs::remove_file(folder.join("第4镇.txt")).unwrap();
    write(&folder.join("001.ron"), &full);
    assert_eq!(said(&["sum", ".", "-o", "county.ron", "--force", "--organ", "某县人民政府"]).0, 0);
    // A part that has changed since makes the sum an old one; one that is gone says nothing.
    assert!(!said(&["check", "county.ron"]).1.contains("请重新汇总"));
    let whole = fs::read_to_string(folder.join("002.ron")).unwrap();
    write(&folder.join("002.ron"), &whole.replace("第2镇", "第9镇"));
    assert!(said(&["check", "county.ron"]).1.contains("1 份报告改动过（如 002.ron），请重新汇总"));
    assert!(said(&["export", "--draft", "--to", "md", "county.ron"]).1.contains("请重新汇总"));
    fs::create_dir(folder.join("before")).unwrap();
    let told = said(&["check", "--previous", "before", "county.ron"]).1;
    assert!(told.contains("它上一年的报告") && told.contains("请重新汇总"), "{told}");
    fs::remove_file(folder.join("002.ron")).unwrap();
    assert!(!said(&["check", "county.ron"]).1.contains("请重新汇总"));
    // A part that contradicts itself spoils the sum.
    let (form, mut report) = read(&folder.join("001.ron"));
    report.cells[form.find("applications/new/person").unwrap().0] = reportui::report::Value::Blank;
    write(&folder.join("spoilt.ron"), &document::write(form, &report));
    let (ended, told) = said(&["sum", "spoilt.ron", "-o", "county.ron", "--force", "--organ", "某县"]);
    assert!(ended == 0 && told.contains("汇总的数字有 2 处对不上"), "{told}");
    assert_eq!(code(&run(folder, &["sum", "001.ron", "-o", "county.ron", "--force"])), 0);
    // A county's sum that holds the county's own report can be summed again.
    write(
        &folder.join("own.ron"),
        &fs::read_to_string(folder.join("001.ron")).unwrap().replace("第1镇", "某县"),
    );
    let county = ["sum", "001.ron", "own.ron", "-o", "whole.ron", "--organ", "某县人民政府"];
    assert_eq!(code(&run(folder, &county)), 0);
    let (ended, told) = said(&["sum", "whole.ron", "-o", "again.ron"]);
    assert_eq!(ended, 0, "{told}");
    // A sum among its own parts is named.
    let (ended, told) = said(&["sum", "001.ron", "county.ron"]);
    assert!(ended == 2 && told.contains("同一单位不能汇总两次"), "{told}");
}

#[test]
fn last_years_report_is_found_among_many_however_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(&folder.join("this.ron"), &sample(2024));
    let last = sample(2024).replace("year: 2024", "year: 2023");
    let far = format!("// {}\n{last}", "往年的说明".repeat(400));
    let gbk = encoding_rs::GBK.encode(&last).0.into_owned();
    // A beginning that ends within a character.
    let shifted = |by: usize| format!("//{}\n{last}", " ".repeat(by)).into_bytes();
    for bytes in [last.clone().into_bytes(), far.into_bytes(), gbk, shifted(1), shifted(2)] {
        fs::write(folder.join("last.ron"), bytes).unwrap();
        let said = text(&run(folder, &["check", "."]).stdout);
        assert!(said.lines().any(|line| line.contains("this.ron") && line.contains(" carry ")), "{said}");
    }
    fs::remove_file(folder.join("last.ron")).unwrap();
    assert!(!text(&run(folder, &["check", "."]).stdout).contains(" carry "));
}

#[test]
fn rules_about_prose_do_not_apply_to_a_sum() {
    let (folder, _) = townships("2021", 2);
    let folder = folder.path();
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "county.ron", "--organ", "某县人民政府"])), 0);
    let rules = |file: &str| {
        let found: serde_json::Value =
            serde_json::from_slice(&run(folder, &["check", "--format", "json", file]).stdout).unwrap();
        found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["rule"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let found = rules("county.ron");
    for rule in ["empty-section", "five-aspects", "supervision", "processing-fee", "fee-notice"] {
        assert!(!found.iter().any(|found| found == rule), "{rule}");
    }
    // The same tables as the report of one organ are without text.
    let (form, mut report) = read(&folder.join("county.ron"));
    report.contributions.clear();
    write(&folder.join("county.ron"), &document::write(form, &report));
    assert!(rules("county.ron").iter().any(|found| found == "five-aspects"));
}

#[test]
fn many_files_come_in_order_and_a_bad_one_stops_nothing() {
    let (folder, _) = townships("2021", 150);
    let folder = folder.path();
    write(&folder.join("077.ron"), "Report(");
    let facts = run(folder, &["facts", "*.ron"]);
    assert_eq!(code(&facts), 2);
    assert!(text(&facts.stderr).contains("077.ron"));
    let said = text(&facts.stdout);
    let mut files: Vec<&str> = said.lines().skip(1).map(|line| line.split_once(',').unwrap().0).collect();
    files.dedup();
    let expected: Vec<String> =
        (1..=150).filter(|number| *number != 77).map(|number| format!("{number:03}.ron")).collect();
    assert_eq!(files, expected);
    // Checked together, reports get what they get alone.
    let together = run(folder, &["check", "*.ron"]);
    let alone = run(folder, &["check", "120.ron"]);
    assert!(!alone.stdout.is_empty());
    assert!(text(&together.stdout).contains(&text(&alone.stdout)));
    assert_eq!(code(&together), 2);
}

#[test]
fn last_years_report_is_named_or_found() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (form, mut last) = distinct::report("2021", 3);
    last.organ = "某镇人民政府".to_owned();
    last.year = Some(2023);
    let mut this = Report::following(form, 2024, (form, &last));
    let cell = form.find("applications/carried_in/person").unwrap();
    this.cells[cell.0] = reportui::report::Value::Number(77.into());
    fs::create_dir(folder.join("2023")).unwrap();
    write(&folder.join("2023/town.ron"), &document::write(form, &last));
    write(&folder.join("2024.ron"), &document::write(form, &this));
    write(&folder.join("other.ron"), &document::write(form, &Report { year: Some(2020), ..last.clone() }));
    let carries = |arguments: &[&str]| {
        let output = run(folder, &[&["check"], arguments].concat());
        text(&output.stdout).contains(" carry ")
    };
    assert!(!carries(&["2024.ron"]), "it is not in the same folder");
    assert!(carries(&["2024.ron", "--previous", "2023/town.ron"]));
    assert!(carries(&["2024.ron", "--previous", "2023"]));
    assert!(carries(&["2024.ron", "other.ron", "--previous", "2023"]));
    let wrong = run(folder, &["check", "2024.ron", "--previous", "other.ron"]);
    assert!(text(&wrong.stderr).contains("不是上一年的"), "{}", text(&wrong.stderr));
    assert_eq!(code(&run(folder, &["check", "2024.ron", "--previous", "nowhere.ron"])), 2);
    let stranger = Report { organ: "另一个镇人民政府".to_owned(), ..last.clone() };
    write(&folder.join("stranger.ron"), &document::write(form, &stranger));
    let other = run(folder, &["check", "2024.ron", "--previous", "stranger.ron"]);
    assert!(text(&other.stderr).contains("不是同一机关") && !text(&other.stdout).contains(" carry "));
    fs::create_dir(folder.join("empty")).unwrap();
    let none = run(folder, &["check", "2024.ron", "--previous", "empty"]);
    assert!(text(&none.stderr).contains("没有在 empty 中找到"), "{}", text(&none.stderr));
    fs::remove_file(folder.join("stranger.ron")).unwrap();
    write(&folder.join("2023.ron"), &document::write(form, &last));
    assert!(carries(&["2024.ron"]) && carries(&["."]), "in the same folder it is found");
    last.organ = "某镇".to_owned();
    write(&folder.join("2023.ron"), &document::write(form, &last));
    assert!(carries(&["2024.ron"]), "某镇 is 某镇人民政府");
    // Of two that may be meant, the one whose name is written alike is.
    last.organ = "某镇人民政府".to_owned();
    write(&folder.join("2023-government.ron"), &document::write(form, &last));
    assert!(carries(&["2024.ron"]));
}

/// The query of README.
fn query() -> String {
    let readme = include_str!("../README.md");
    let (_, after) = readme.split_once("```sql\n").unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

#[test]
fn a_database_reads_the_facts_as_lines_of_json() {
    let (folder, _) = townships("2021", 5);
    let folder = folder.path();
    write(&folder.join("facts.ndjson"), &text(&run(folder, &["facts", ".", "--format", "ndjson"]).stdout));
    let program = format!("import duckdb\nfor row in duckdb.sql({:?}).fetchall(): print(*row)", query());
    let Some(rows) = python(folder, &program) else { return skipped("duckdb") };
    assert_eq!(code(&run(folder, &["sum", ".", "-o", "county.ron"])), 0);
    let (form, county) = read(&folder.join("county.ron"));
    let totals = reportui::check::Totals::of(form, &county);
    let mut compared = 0;
    for row in rows.lines() {
        let (address, number) = row.split_once(' ').unwrap();
        let cell = form.find(address).unwrap();
        let number: rust_decimal::Decimal = number.parse().unwrap();
        assert_eq!(totals.number(&county, cell), Some(number), "{address}");
        compared += 1;
    }
    assert!(compared > 100, "{rows}");
}

#[test]
fn nothing_is_added_twice_however_it_is_called_or_wrapped() {
    let (folder, _) = townships("2021", 4);
    let folder = folder.path();
    let sum = |files: &[&str], to: &str| {
        let output =
            run(folder, &[&["sum"], files, &["-o", to, "--organ", to.trim_end_matches(".ron")]].concat());
        (code(&output), text(&output.stderr))
    };
    assert_eq!(sum(&["001.ron", "002.ron"], "甲县.ron").0, 0);
    assert_eq!(sum(&["003.ron", "004.ron"], "乙县.ron").0, 0);
    assert_eq!(sum(&["甲县.ron", "乙县.ron"], "市.ron").0, 0);
    let (refused, said) = sum(&["市.ron", "001.ron"], "错.ron");
    assert!(refused == 2 && said.contains("第1镇人民政府"), "two levels down: {said}");
    let (form, mut report) = read(&folder.join("002.ron"));
    for name in ["第1镇", "第1镇 人民政府", "第1镇\u{200b}人民政府"] {
        name.clone_into(&mut report.organ);
        write(&folder.join("002.ron"), &document::write(form, &report));
        assert_eq!(sum(&["001.ron", "002.ron"], "错.ron").0, 2, "{name}");
    }
    // A report of one organ is never written over, not even by force.
    let before = fs::read_to_string(folder.join("001.ron")).unwrap();
    let over = run(folder, &["sum", "001.ron", "003.ron", "-o", "001.ron", "--force"]);
    assert_eq!((code(&over), fs::read_to_string(folder.join("001.ron")).unwrap()), (2, before));
    // A sum that no cell could hold.
    let cell = form.find("applications/new/person").unwrap();
    for (number, file) in ["001.ron", "003.ron"].into_iter().enumerate() {
        let (form, mut report) = read(&folder.join(file));
        report.organ = format!("大{number}镇");
        report.cells[cell.0] = reportui::report::Value::Number(999_999_999_999_999_i64.into());
        write(&folder.join(file), &document::write(form, &report));
    }
    let (refused, said) = sum(&["001.ron", "003.ron"], "错.ron");
    assert!(refused == 2 && said.contains("15 位"), "{said}");
    assert!(!folder.join("错.ron").exists());
}
