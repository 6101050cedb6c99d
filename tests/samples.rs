//! The samples carry the figures of two real reports, and the file format holds what it promises.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use reportui::form::Forms;
use reportui::report::document;
use support::{read, sample};

/// What `reportui facts` prints for a sample: address and kind to value.
fn facts(year: u16) -> BTreeMap<(String, String), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["facts", &format!("assets/samples/{year}.ron")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let header: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(header.join(","), "file,organ,year,edition,table,row,column,kind,value");
    reader
        .records()
        .map(Result::unwrap)
        .map(|line| {
            ((format!("{}/{}/{}", &line[4], &line[5], &line[6]), line[7].to_owned()), line[8].to_owned())
        })
        .collect()
}

#[test]
fn facts_of_the_samples_are_the_true_cells() {
    let Some(shared) = support::shared() else { return };
    for (year, name) in [(2020, "kejing-2020"), (2024, "huaian-city-2024")] {
        let printed = facts(year);
        let mut truth =
            csv::Reader::from_path(shared.join(format!("data/reports/{name}.facts.csv"))).unwrap();
        let mut cells = 0;
        for line in truth.records().map(Result::unwrap) {
            let address = format!("{}/{}/{}", &line[0], &line[1], &line[2]);
            let kind = if &line[4] == "input" { "input" } else { "computed" };
            assert_eq!(
                printed.get(&(address.clone(), kind.to_owned())).map(String::as_str),
                Some(&line[3]),
                "{address}"
            );
            cells += 1;
        }
        assert_eq!(cells, printed.len(), "{name}: every printed cell is in the truth");
    }
}

#[test]
fn some_figures_of_the_samples() {
    let (of_2020, of_2024) = (facts(2020), facts(2024));
    let value = |facts: &BTreeMap<(String, String), String>, address: &str, kind: &str| {
        facts.get(&(address.to_owned(), kind.to_owned())).cloned().unwrap_or_default()
    };
    assert_eq!((of_2020.len(), of_2024.len()), (198, 200));
    assert_eq!(value(&of_2020, "procurement/procurement/amount", "input"), "14.18");
    assert_eq!(value(&of_2020, "applications/handled_total/total", "computed"), "1");
    assert_eq!(value(&of_2024, "applications/new/total", "computed"), "3119");
    assert_eq!(value(&of_2024, "disputes/reconsideration/total", "computed"), "351");
    assert_eq!(value(&of_2024, "fees/fees/amount", "input"), "96171.6");
}

#[test]
fn what_is_written_is_what_was_read() {
    for year in [2020, 2024] {
        let (form, report) = read(&sample(year));
        assert_eq!(document::write(form, &report), sample(year), "{year}");
    }
}

#[test]
fn every_cell_row_and_paragraph_has_its_line() {
    for year in [2020, 2024] {
        let text = sample(year);
        let (form, report) = read(&text);
        let lines: Vec<_> = text.lines().collect();
        for table in &form.tables {
            for row in &table.rows {
                let begins = format!("{}: (", row.id);
                let all_computed = row.id == "handled_total";
                assert_eq!(
                    lines.iter().any(|line| line.trim_start().starts_with(&begins)),
                    !all_computed,
                    "{}",
                    row.id
                );
            }
        }
        for paragraph in report.prose.iter().flatten() {
            assert!(lines.iter().any(|line| line.contains(paragraph.as_str())), "{paragraph}");
        }
    }
}

#[test]
fn samples_say_nothing_in_the_words_of_the_reports_they_take_their_figures_from() {
    let Some(shared) = support::shared() else { return };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (year, name) in [(2020, "kejing-2020.txt"), (2024, "huaian-city-2024-raw.txt")] {
        let source = plain(&fs::read_to_string(shared.join("data/reports").join(name)).unwrap());
        let (_, report) = read(&sample(year));
        for sentence in report.prose.iter().flatten().flat_map(|paragraph| paragraph.split(['。', '；'])) {
            let sentence = plain(sentence);
            assert!(sentence.chars().count() < 12 || !source.contains(&sentence), "{sentence}");
        }
    }
}

#[test]
fn amounts_keep_their_digits() {
    for digits in ["14.10", "0.00", "100", "59237.2449"] {
        let text = sample(2020).replace("amount: 14.18", &format!("amount: {digits}"));
        let (form, report) = read(&text);
        assert_eq!(document::write(form, &report), text);
    }
}

#[test]
fn a_file_of_every_edition_can_be_read_when_it_is_empty() {
    for edition in Forms.editions() {
        let form = Forms.get(edition).unwrap();
        let parts = form
            .sections
            .iter()
            .filter(|section| section.is_prose())
            .map(|section| format!("{}: [],", section.id));
        let parts: String =
            parts.chain(form.tables.iter().map(|table| format!("{}: (),", table.id))).collect();
        let text = format!("Report(version: 1, edition: \"{edition}\", organ: \"\", year: (), {parts})");
        let (_, report) = read(&text);
        assert!(report.cells.iter().all(reportui::report::Value::is_blank));
        assert_eq!(read(&document::write(form, &report)).1, report);
    }
}
