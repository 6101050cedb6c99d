//! Documents as reports: every layout people meet, every number in its place or out of the report, none invented.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

#[path = "support/distinct.rs"]
mod distinct;
#[path = "support/layouts.rs"]
mod layouts;

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use distinct::report;
use layouts::Source;
use proptest::prelude::*;
use reportui::form::{AmountUnit, Forms};
use reportui::import::{Imported, NotImported, Subject, import};
use reportui::report::{Report, Value, document};
use rust_decimal::Decimal;

/// A document as a report, which once written can be read again.
fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Imported {
    let imported = import(name, bytes.into()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    let written = document::write(imported.form, &imported.report);
    if let Err(error) = document::read(Forms, &written) {
        panic!("{name}: {error:?}");
    }
    imported
}

#[test]
fn what_no_cell_of_a_report_has_room_for_is_left_out_and_told() {
    let json = |more: &str| format!("{{\"reportui\": 1, \"edition\": \"2021\", {more}}}");
    let open = |imported: &Imported| format!("{:?}", imported.notes);
    for (more, told) in
        [("\"year\": 20240", "year: 20240"), ("\"year\": 2024, \"amount_unit\": \"元\"", "amount_unit: 元")]
    {
        let imported = read("report.json", json(more));
        assert!(open(&imported).contains(told), "{}", open(&imported));
        assert_eq!(imported.report.amount_unit, AmountUnit::Wan);
    }
    // A total may have more digits than any cell.
    let stated = read("report.json", json("\"stated\": {\"applications/new/total\": 12345678901234567}"));
    assert_eq!(stated.report.stated.len(), 1, "{}", open(&stated));
    // 元 as 万元 have more decimals than a cell takes.
    let table = "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t";
    let page = |amount: &str| {
        read("page.txt", format!("某镇人民政府2021年政府信息公开工作年度报告\n{table}{amount}\n"))
    };
    let amount = page("12.5元").form.find("fees/fees/amount").unwrap();
    assert_eq!(page("12.5元").report.value(amount).text(), "0.00125");
    let long = page("12.34567元");
    assert!(long.report.value(amount).is_blank());
    let subject = |note: &&reportui::import::Note| matches!(&note.subject, Subject::NoNumber { cell, .. } if *cell == amount);
    assert!(long.notes.iter().any(|note| note.is_open && subject(&note)), "{}", open(&long));
}

/// Cells that differ from the truth, each with what is wrong with it.
fn differences(imported: &Imported, truth: &Report) -> String {
    let mut out = String::new();
    for (id, cell) in imported.form.cells() {
        let (found, wanted) = (imported.report.value(id), truth.value(id));
        if found != wanted {
            out += &format!("{}: {} instead of {}\n", cell.address, found.text(), wanted.text());
        }
    }
    out
}

/// Everything is there, nothing is open.
#[track_caller]
fn is_whole(name: &str, imported: &Imported, truth: &Report) {
    assert_eq!(imported.report.edition, truth.edition, "{name}");
    assert_eq!(differences(imported, truth), "", "{name}: {:?}", imported.notes);
    assert_eq!(imported.report.organ, truth.organ, "{name}");
    assert_eq!(imported.report.year, truth.year, "{name}");
    assert_eq!(imported.report.prose, truth.prose, "{name}");
    assert_eq!(imported.open(), 0, "{name}: {:?}", imported.notes);
    assert!(imported.report.stated.is_empty());
}

/// What is there is right; what is not is blank, and told of.
#[track_caller]
fn is_honest(name: &str, imported: &Imported, truth: &Report) -> usize {
    let listed: Vec<_> =
        imported.notes.iter().filter(|note| note.is_open).flat_map(|note| note.subject.cells()).collect();
    let mut right = 0;
    for (id, cell) in imported.form.cells().filter(|(_, cell)| !cell.is_computed()) {
        match imported.report.value(id) {
            found if found == truth.value(id) => right += 1,
            Value::Blank => {
                assert!(listed.contains(&&id), "{name}: {} is blank and nobody says so", cell.address);
            }
            wrong => {
                panic!("{name}: {} is {} instead of {}", cell.address, wrong.text(), truth.value(id).text())
            }
        }
    }
    right
}

fn layouts(source: &Source) -> Vec<(&'static str, Vec<u8>)> {
    let mut layouts = vec![
        ("rows.txt", source.rows_with(" ").into_bytes()),
        ("tabs.txt", source.rows_with("\t").into_bytes()),
        ("bars.md", source.rows_with(" | ").into_bytes()),
        ("lines.txt", source.one_a_line().into_bytes()),
        ("columns.txt", source.in_columns().into_bytes()),
        ("below.txt", source.labels_below().into_bytes()),
        ("pages.txt", source.paged().into_bytes()),
        ("shuffled.txt", source.shuffled(5).into_bytes()),
        ("page.html", source.html().into_bytes()),
        ("report.docx", source.docx()),
        ("sheet.csv", source.csv().into_bytes()),
    ];
    for (length, at) in [(1, 99), (2, 99), (3, 1), (4, 1), (5, 2), (7, 99), (7, 1)] {
        layouts.push(("broken.txt", source.broken_labels(length, at).into_bytes()));
    }
    layouts
}

#[test]
fn every_layout_gives_every_cell() {
    for edition in ["2019", "2021"] {
        for seed in [0, 1, 2, 57, 1_000_003] {
            let (form, report) = report(edition, seed);
            for (name, bytes) in layouts(&Source::new(form, &report)) {
                is_whole(&format!("{edition} {name} {seed}"), &read(name, bytes), &report);
            }
        }
    }
}

#[test]
fn a_report_of_zeros_is_read_too() {
    for edition in ["2019", "2021"] {
        let (form, mut report) = report(edition, 3);
        for (id, _) in form.cells().filter(|(_, cell)| !cell.is_computed()) {
            report.cells[id.0] = Value::Number(Decimal::ZERO);
        }
        for (name, bytes) in layouts(&Source::new(form, &report)) {
            is_whole(&format!("{edition} {name}"), &read(name, bytes), &report);
        }
    }
}

#[test]
fn pages_of_old_offices_and_other_scripts_are_read() {
    let (form, report) = report("2021", 9);
    let page = Source::new(form, &report).html();
    let gbk = encoding_rs::GBK.encode(&page.replace("CHARSET", "gb2312")).0.into_owned();
    is_whole("gbk.html", &read("gbk.html", gbk), &report);
    let traditional = Source::new(form, &report)
        .rows_with(" ")
        .replace("总计", "總計")
        .replace("行政许可", "行政許可")
        .replace("行政处罚", "行政處罰")
        .replace("行政强制", "行政強制")
        .replace("本机关不掌握相关", "本機關不掌握相關")
        .replace("规章", "規章");
    is_whole("traditional.txt", &read("traditional.txt", traditional), &report);
}

#[test]
fn labels_are_known_in_other_words() {
    let (form, report) = report("2021", 4);
    let text = Source::new(form, &report)
        .rows_with(" ")
        .replace("行政规范性文件", "规范性文件")
        .replace("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开")
        .replace("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1、逾期不补正")
        .replace("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2、逾期不缴费")
        .replace("“三安全一稳定”", "\"三安全一稳定\"")
        .replace("2.其他法律行政法规禁止公开", "2、其他法律、法规禁止公开")
        .replace("5.要求行政机关确认或重新出具已获取信息", "5. 要求行政机关确认或者重新出具已获取的信息")
        .replace("五、存在的主要问题及改进情况", "五、存在问题及改进措施")
        .replace(
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        );
    is_whole("words.txt", &read("words.txt", text), &report);
}

#[test]
fn a_lost_column_is_told_of_and_the_others_are_right() {
    for lost in ["自然人", "科研机构", "其他", "总计"] {
        let (form, report) = report("2021", 6);
        let page = Source::new(form, &report).html();
        let table = form.table("applications").unwrap();
        let column = table.columns.iter().position(|column| column.label == lost).unwrap();
        // The fourth table of the page that has seven columns.
        let at = page.find("<span>本</span><span>列</span>").unwrap();
        let (head, rest) = page.split_at(page[..at].rfind("<table").unwrap());
        let (body, tail) = rest.split_at(rest.find("</table>").unwrap());
        let rows = body.split("<tr>").map(|row| {
            let numbers: Vec<usize> = row.match_indices("<td>").map(|(at, _)| at).collect();
            if numbers.len() < 7 {
                return row.to_owned();
            }
            let from = numbers[numbers.len() - 7 + column];
            let to = row[from..].find("</td>").unwrap() + from + "</td>".len();
            format!("{}{}", &row[..from], &row[to..])
        });
        let page = format!("{head}{}{tail}", rows.collect::<Vec<_>>().join("<tr>"));
        let imported = read("lost.html", page);
        let right = is_honest(lost, &imported, &report);
        let expected = if lost == "总计" { 166 } else { 166 - 24 };
        assert_eq!(right, expected, "{lost}: {:?}", imported.notes);
    }
}

#[test]
fn a_row_with_fewer_numbers_is_not_squeezed_in() {
    let (form, mut report) = report("2021", 8);
    let cell = form.find("applications/granted/research").unwrap();
    report.cells[cell.0] = Value::Blank;
    let table = form.table("applications").unwrap();
    // The identities leave only one reading while the numbers of its column still balance.
    for row in ["new", "carried_in"] {
        let id = table.cell(table.row(row).unwrap(), 2);
        report.cells[id.0] = Value::Number(Decimal::ZERO);
    }
    let totals = reportui::check::Totals::of(form, &report);
    let sum = totals.number(&report, form.find("applications/handled_total/research").unwrap()).unwrap();
    let id = form.find("applications/new/research").unwrap();
    let out = report.value(form.find("applications/carried_out/research").unwrap()).number().unwrap();
    report.cells[id.0] = Value::Number(sum + out);
    let text = Source::new(form, &report).rows_with(" ");
    let imported = read("short.txt", text);
    assert_eq!(is_honest("short", &imported, &report), 166, "{:?}", imported.notes);
    assert!(imported.notes.iter().any(|note| matches!(note.subject, Subject::ByIdentities { .. })));
    // Without the row's neighbours there is no proof.
    let text = Source::new(form, &report).rows_with(" ");
    let text: String =
        text.lines().filter(|line| !line.starts_with("（七）总计")).collect::<Vec<_>>().join("\n");
    let imported = read("short.txt", text);
    is_honest("unproved", &imported, &report);
}

#[test]
fn numbers_without_labels_are_left_out() {
    let (form, report) = report("2019", 12);
    let source = Source::new(form, &report);
    for row in &form.table("applications").unwrap().rows {
        let text = source.rows_with(" ").replace(&format!("{} ", row.label), "");
        is_honest(row.label, &read("unlabelled.txt", text), &report);
    }
    // All labels first, all numbers after them: nobody knows.
    let text = source.document(|table, lines| {
        Source::header(table, lines);
        lines.extend(source.rows(table).iter().map(|row| row.label.clone()));
        lines.extend(source.rows(table).iter().rev().map(|row| row.cells.join(" ")));
    });
    is_honest("apart", &read("apart.txt", text), &report);
}

#[test]
fn blank_cells_are_blank_and_strokes_are_told_of() {
    let (form, mut report) = report("2021", 5);
    for address in ["documents/rules/issued", "applications/new/person", "disputes/direct_suit/upheld"] {
        report.cells[form.find(address).unwrap().0] = Value::Blank;
    }
    let source = Source::new(form, &report);
    for (name, bytes) in [
        ("a.html", source.html().into_bytes()),
        ("a.docx", source.docx()),
        ("a.csv", source.csv().into_bytes()),
    ] {
        let imported = read(name, bytes);
        assert_eq!(differences(&imported, &report), "", "{name}");
        assert_eq!(imported.open(), 0, "{name}: {:?}", imported.notes);
    }
    let text = source.csv().replace("规章,,", "规章,/,");
    let imported = read("a.csv", text);
    assert_eq!(differences(&imported, &report), "");
    assert!(
        imported.notes.iter().any(|note| matches!(&note.subject, Subject::Mark { text, .. } if text == "/"))
    );
}

#[test]
fn cells_hold_units_and_notes() {
    let text = "青石镇人民政府2020年政府信息公开工作年度报告\n二、主动公开政府信息情况\n规章 ０ 0 0\n规范性文件 22（其中修订 16 件） 1,234 3件\n\
                行政许可 421 增1423 1844\n其他对外管理服务事项 6 减4 2\n行政处罚 21 +19 40\n行政强制 0 －3 0\n政府集中采购 3 251000元\n";
    let imported = read("notes.txt", text);
    let value =
        |address: &str| imported.report.value(imported.form.find(address).unwrap()).text().into_owned();
    for (address, expected) in [
        ("documents/rules/made", "0"),
        ("documents/normative/made", "22"),
        ("documents/normative/published", "1234"),
        ("documents/normative/public_total", "3"),
        ("licensing/licences/change", "1423"),
        ("licensing/services/change", "-4"),
        ("enforcement/penalties/change", "19"),
        ("enforcement/compulsion/change", "-3"),
        ("procurement/procurement/amount", "251000"),
    ] {
        assert_eq!(value(address), expected, "{address}");
    }
    assert_eq!(imported.report.amount_unit.label(), "元");
    assert!(
        imported
            .notes
            .iter()
            .any(|note| matches!(&note.subject, Subject::Remark { text, .. } if text.contains("修订")))
    );
}

#[test]
fn printed_totals_that_differ_are_kept_and_told_of() {
    let (form, report) = report("2021", 7);
    let source = Source::new(form, &report);
    let cell = form.find("applications/granted/total").unwrap();
    let row = source
        .rows(form.table("applications").unwrap())
        .into_iter()
        .find(|row| row.label == "（一）予以公开")
        .unwrap();
    let (right, wrong) = (row.cells.join(" "), format!("{} 99999", row.cells[..6].join(" ")));
    let imported = read("stated.txt", source.rows_with(" ").replace(&right, &wrong));
    assert_eq!(differences(&imported, &report), "");
    assert_eq!(imported.report.stated.get(&cell), Some(&Decimal::from(99999)));
    assert_eq!(imported.report.stated.len(), 1);
    assert_eq!(imported.open(), 1);
}

#[test]
fn what_is_no_report_is_refused() {
    for (name, bytes, expected) in [
        ("a.txt", "今天天气很好。\n共 12 件。\n".as_bytes().to_vec(), NotImported::NoLabels),
        ("a.txt", Vec::new(), NotImported::NoLabels),
        ("a.docx", b"PK\x03\x04torn".to_vec(), NotImported::Damaged),
        ("a.pdf", b"%PDF-1.7 torn".to_vec(), NotImported::Pdf),
        ("a.doc", vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1], NotImported::OldFormat),
    ] {
        assert_eq!(import(name, bytes).unwrap_err(), expected, "{name}");
    }
}

#[test]
fn what_surrounds_the_report_is_left_out_and_told_of() {
    let (form, report) = report("2021", 2);
    let text = Source::new(form, &report).rows_with(" ");
    let text = text.replacen("\n\n", "\n本报告依照规定编制，由镇办公室负责解释。\n", 1)
        + "青石镇人民政府\n2025年1月17日\n";
    let imported = read("whole.txt", text);
    is_whole("whole.txt", &imported, &report);
    let told: Vec<&str> = imported.notes.iter().map(|note| note.subject.id()).collect();
    assert_eq!(told, ["preface", "signature"]);
    let signed = imported.report.signed.unwrap();
    assert_eq!((signed.organ.as_str(), signed.date.as_str()), ("青石镇人民政府", "2025-01-17"));
}

#[test]
fn a_signature_is_read_however_it_stands_and_nothing_else_is() {
    let (form, mut report) = report("2021", 2);
    report.organ = "青石镇人民政府".to_owned();
    let last = form.sections.len() - 1;
    for (end, organ, date) in [
        ("青石镇人民政府（公章）\n2025年1月17日", "青石镇人民政府", "2025-01-17"),
        ("青石镇人民政府、青石镇党委\n2025年1月17日\n", "青石镇人民政府、青石镇党委", "2025-01-17"),
        ("青石镇人民政府\n青石镇中心学校\n2025年1月17日", "青石镇人民政府 青石镇中心学校", "2025-01-17"),
        ("2025年1月17日\n青石镇人民政府", "青石镇人民政府", "2025-01-17"),
        ("青石镇人民政府\n2025年1月", "青石镇人民政府", "2025年1月"),
        ("二〇二五年一月十七日", "", "二〇二五年一月十七日"),
        ("青石镇人民政府", "青石镇人民政府", ""),
    ] {
        let imported = read("a.txt", Source::new(form, &report).rows_with(" ") + end);
        is_whole(end, &imported, &report);
        let signed = imported.report.signed.unwrap_or_default();
        assert_eq!((signed.organ.as_str(), signed.date.as_str()), (organ, date), "{end}");
    }
    // A line that ends like an organ is text while no date stands below it.
    let text = Source::new(form, &report).rows_with(" ") + "收费情况另报区发展改革委\n";
    let imported = read("a.txt", text);
    assert_eq!(imported.report.signed, None);
    assert!(imported.report.prose[last].concat().ends_with("收费情况另报区发展改革委"));
}

#[test]
fn two_reports_in_one_file_are_refused() {
    let (form, first) = report("2021", 1);
    let (_, mut second) = report("2021", 50);
    second.year = Some(2023);
    let (first, second) = (Source::new(form, &first), Source::new(form, &second));
    let text = first.rows_with(" ") + &second.rows_with(" ");
    assert_eq!(import("two.txt", text.into_bytes()).unwrap_err(), NotImported::Several);
}

#[test]
fn the_order_of_the_columns_is_what_the_header_says() {
    let (form, report) = report("2021", 3);
    let source = Source::new(form, &report);
    // One line holds all headers: the order is known.
    let table = form.table("documents").unwrap();
    let turned = |texts: &[String]| format!("{} | {} | {}", texts[2], texts[0], texts[1]);
    let labels: Vec<String> = table.columns.iter().map(|column| column.label.to_owned()).collect();
    let text = source.rows_with(" | ").replace(&labels.join("\n"), &turned(&labels));
    let text = source
        .rows(table)
        .iter()
        .fold(text, |text, row| text.replace(&row.cells.join(" | "), &turned(&row.cells)));
    assert_eq!(differences(&read("turned.md", text), &report), "");
    // Only a part of them stands on one line: nobody knows, and nothing is filled in.
    let text =
        source.rows_with(" | ").replace("自然人\n法人或其他组织\n商业企业\n科研机构", "科研机构 | 商业企业");
    let imported = read("unclear.md", text);
    assert_eq!(is_honest("unclear", &imported, &report), 166 - 144);
}

#[test]
fn amounts_are_in_the_unit_that_the_document_names() {
    let (form, report) = report("2021", 3);
    let cell = form.find("fees/fees/amount").unwrap();
    let text = Source::new(form, &report).rows_with(" ");
    let amount = report.value(cell).text().into_owned();
    for (label, written, expected) in [
        ("本年收费金额（单位：元）", "12000", "1.2"),
        ("本年收费金额（单位：万元）", "12000元", "1.2"),
        ("本年收费金额（单位：万元）", "12000（元）", "1.2"),
        ("本年收费金额（单位：万元）", "12000", "12000"),
    ] {
        let row = format!("行政事业性收费 {amount}");
        assert!(text.contains(&row));
        let text = text
            .replace("本年收费金额（单位：万元）", label)
            .replace(&row, &format!("行政事业性收费 {written}"));
        let imported = read("unit.txt", text);
        assert_eq!(imported.report.value(cell).text(), expected, "{label} {written}");
        assert_eq!(imported.open(), 0);
    }
}

#[test]
fn what_nobody_sees_is_no_digit() {
    let (form, report) = report("2021", 3);
    let source = Source::new(form, &report);
    let cell = source.text(form.find("documents/rules/issued").unwrap());
    let plain = format!("<p><span>{cell}</span><o:p></o:p></p>");
    assert!(source.html().contains(&plain));
    for seen in [
        format!("<s>5</s>{cell}"),
        format!("{cell}<sup>1</sup>"),
        format!("<span style=\"display: none\">7</span>{cell}"),
        format!("<p><del>5<del>6</del></del>{cell}</p>"),
        format!("<script>9</script>{cell}<!-- 3 -->"),
        format!("<table><tr><td>{cell}</td></tr></table>"),
        format!("<input value=\"{cell}\">"),
    ] {
        let imported = read("hidden.html", source.html().replacen(&plain, &seen, 1));
        is_whole(&seen, &imported, &report);
    }
    let run = format!("<w:t xml:space=\"preserve\">{cell}</w:t>");
    assert!(source.document_xml().contains(&run));
    for mark in ["<w:strike/>", "<w:vanish/>", "<w:vertAlign w:val=\"superscript\"/>"] {
        let xml = |text: &str| {
            text.replacen(&run, &format!("{run}</w:r><w:r><w:rPr>{mark}</w:rPr><w:t>7</w:t>"), 1)
        };
        is_whole(mark, &read("hidden.docx", layouts::zipped(&xml(&source.document_xml()))), &report);
    }
}

#[test]
fn a_page_within_a_cell_is_a_page() {
    let (form, report) = report("2021", 3);
    let page = Source::new(form, &report).html();
    let page = page
        .replace("<h1>", "<table><tr><td>导航</td><td><h1>")
        .replace("</body>", "</td></tr></table></body>");
    is_whole("layout.html", &read("layout.html", page), &report);
}

#[test]
fn a_header_merged_wrongly_does_not_move_the_numbers() {
    let (form, report) = report("2021", 3);
    let page = Source::new(form, &report).html();
    // The stub is one column narrower than the labels below it.
    let imported = read("merged.html", page.replacen("<td colspan=3><span>（", "<td colspan=2><span>（", 1));
    assert_eq!(differences(&imported, &report), "", "{:?}", imported.notes);
}

#[test]
fn a_number_between_a_label_and_its_number_leaves_both_out() {
    let (form, report) = report("2021", 3);
    let amount = Source::new(form, &report).text(form.find("licensing/licences/decisions").unwrap());
    let text = Source::new(form, &report).one_a_line();
    let text = text.replacen(&format!("行政许可\n\n{amount}"), &format!("行政许可\n\n3\n\n\u{c}{amount}"), 1);
    assert_eq!(is_honest("page number", &read("page.txt", text), &report), 165);
}

#[test]
fn labels_without_numbers_in_front_are_the_same_labels() {
    let (form, report) = report("2021", 3);
    let source = Source::new(form, &report);
    for length in [4, 6, 9] {
        let text = source.broken_labels(length, 99);
        let unnumbered = |text: String, label: &str| {
            let bare =
                label.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七（）.、".contains(c));
            let broken = |label: &str| layouts::pieces(label, length).join("\n");
            if bare.chars().count() < 4 {
                text
            } else {
                text.replace(&format!("\n{}\n", broken(label)), &format!("\n{}\n", broken(bare)))
            }
        };
        let rows = &form.table("applications").unwrap().rows;
        let text = rows.iter().fold(text, |text, row| unnumbered(text, row.label));
        is_honest("bare labels", &read("bare.txt", text), &report);
    }
}

#[test]
fn a_character_of_a_group_printed_downwards_breaks_no_label() {
    let (form, mut report) = report("2021", 3);
    // Whatever the table says: a row whose label is whole needs no identities.
    let new = form.find("applications/new/person").unwrap();
    report.cells[new.0] = Value::Number(Decimal::from(7));
    let text = Source::new(form, &report).rows_with(" ");
    let downwards = text.replacen("三、本年度办理结果", "三\n、\n本", 1);
    let downwards = downwards.replacen(
        "2.其他法律行政法规禁止公开",
        "年\n度\n办\n理\n2.其他法律行政法规禁止公\n结 开",
        1,
    );
    assert!(text.len() < downwards.len());
    is_whole("downwards", &read("downwards.txt", downwards), &report);
}

#[test]
fn a_row_broken_in_two_is_whole_only_if_it_adds_up() {
    let (form, mut report) = report("2021", 3);
    let source = Source::new(form, &report);
    let cells = source.rows(form.table("applications").unwrap())[2].cells.clone();
    let (text, row) = (source.rows_with(" "), cells.join(" "));
    let halves = text.replace(&row, &format!("{}\n{}", cells[..4].join(" "), cells[4..].join(" ")));
    is_whole("halves", &read("halves.txt", halves), &report);
    // The first cell is blank, and the total was too wide for its column: seven numbers, but not these seven.
    let (head, tail) = cells[6].split_at(1);
    let torn = text.replace(&row, &format!("{} {head}\n{tail}", cells[1..6].join(" ")));
    report.cells[form.find("applications/granted/person").unwrap().0] = Value::Blank;
    assert_eq!(is_honest("torn", &read("torn.txt", torn), &report), 166 - 5);
}

#[test]
fn order_is_no_proof_where_the_table_does_not_add_up() {
    let (form, mut report) = report("2021", 3);
    // Labels of two rows stand behind the numbers of the one before.
    let suits = form.find("disputes/suit_after_reconsideration/total").unwrap();
    let moved = |report: &Report, printed: Option<&str>| {
        let source = Source::new(form, report);
        let rows = source.rows(form.table("applications").unwrap());
        let line = |row: usize| format!("{} {}\n", rows[row].label, rows[row].cells.join(" "));
        let numbers = |row: usize| rows[row].cells.join(" ");
        let apart =
            format!("{}\n{}\n{}\n{}\n{}\n", rows[1].label, numbers(1), numbers(2), numbers(3), rows[2].label);
        let text =
            source.rows_with(" ").replace(&format!("{}三、本年度办理结果 {}", line(1), line(2)), &apart);
        let text = text.replace(&line(3), &format!("{}\n", rows[3].label));
        assert!(text.contains(&apart));
        let (before, after) = text.rsplit_once(&format!(" {}\n", source.text(suits))).unwrap();
        let printed = printed.map_or_else(|| source.text(suits), str::to_owned);
        read("apart.txt", format!("{before} {printed}\n{after}"))
    };
    let imported = moved(&report, None);
    assert_eq!(differences(&imported, &report), "", "{:?}", imported.notes);
    assert!(imported.notes.iter().any(|note| matches!(note.subject, Subject::ByOrder { .. })));
    // What another table contradicts itself in says nothing about this one.
    let imported = moved(&report, Some("7777"));
    assert!(
        imported.notes.iter().any(|note| matches!(note.subject, Subject::ByOrder { .. })),
        "{:?}",
        imported.notes
    );
    assert_eq!(imported.report.stated.get(&suits), Some(&Decimal::from(7777)));
    let new = form.find("applications/new/person").unwrap();
    report.cells[new.0] = Value::Number(Decimal::from(7));
    assert_eq!(is_honest("no proof", &moved(&report, None), &report), 166 - 18);
}

#[test]
fn a_column_is_where_its_header_stands_unless_the_sums_deny_it() {
    let (form, report) = report("2021", 3);
    let source = Source::new(form, &report);
    let page = source.html();
    let header = |label: &str| {
        let spans = label.chars().map(|c| format!("<span>{c}</span>")).collect::<Vec<_>>().concat();
        format!("<td><p>{spans}</p></td>")
    };
    let (person, total) = (header("自然人"), header("总计"));
    assert!(page.contains(&person) && page.contains(&total));
    // The total comes first, in the header and in the rows.
    let header_only =
        page.replacen(&person, "PERSON", 1).replacen(&total, &person, 1).replacen("PERSON", &total, 1);
    let cells = |cells: &[String]| {
        let cells = cells.iter().map(|cell| format!("<td>\n <p><span>{cell}</span><o:p></o:p></p></td>"));
        cells.collect::<Vec<_>>().concat()
    };
    let both =
        source.rows(form.table("applications").unwrap()).iter().fold(header_only.clone(), |page, row| {
            let mut swapped = row.cells.clone();
            swapped.swap(0, 6);
            page.replace(&cells(&row.cells), &cells(&swapped))
        });
    assert_eq!(differences(&read("both.html", both), &report), "");
    // In the header only: the sums deny it.
    assert_eq!(is_honest("header only", &read("header.html", header_only), &report), 166 - 144);
}

#[test]
fn a_foreign_header_does_not_hand_the_numbers_to_its_neighbours() {
    let (form, report) = report("2021", 3);
    let page = Source::new(form, &report).html();
    let header =
        |label: &str| label.chars().map(|c| format!("<span>{c}</span>")).collect::<Vec<_>>().concat();
    // The first column of the page is none of the form's, and the last one of the form is not there.
    let moved = [
        ("现行有效件数", "本年废止件数"),
        ("本年废止件数", "本年制发件数"),
        ("本年制发件数", "历年新增件数"),
    ];
    let page = moved.iter().rev().fold(page, |page, (label, instead)| {
        assert!(page.contains(&header(label)), "{label}");
        page.replace(&header(label), &header(instead).replace("</span>", "</span >"))
    });
    // Two rows of three cells.
    assert_eq!(is_honest("foreign header", &read("foreign.html", page), &report), 166 - 6);
}

#[test]
fn numbers_below_each_other_are_in_one_column() {
    let (form, mut report) = report("2021", 3);
    for address in
        ["applications/granted/research", "applications/repeated/person", "applications/repeated/legal"]
    {
        report.cells[form.find(address).unwrap().0] = Value::Blank;
    }
    let imported = read("columns.txt", Source::new(form, &report).in_columns());
    assert_eq!(differences(&imported, &report), "", "{:?}", imported.notes);
    let told =
        imported.notes.iter().filter(|note| matches!(note.subject, Subject::ByPosition { .. })).count();
    assert_eq!((told, imported.open()), (2, 0), "{:?}", imported.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), name in "[a-z]{1,3}\\.(txt|html|csv|docx|xlsx|md)") {
        let _ = import(&name, bytes);
    }

    #[test]
    fn no_damage_makes_it_panic(seed in 0_u64..1000, which in 0_usize..18, cuts in prop::collection::vec((0.0..1.0_f64, 0_usize..200), 1..4)) {
        let (form, report) = report("2021", seed);
        let (name, bytes) = layouts(&Source::new(form, &report)).swap_remove(which);
        let mut bytes = bytes;
        for (at, length) in cuts {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
            let from = ((bytes.len() as f64) * at) as usize;
            let to = (from + length).min(bytes.len());
            bytes.drain(from..to);
        }
        let _ = import(name, bytes);
    }

    // Of labels that go over several lines any may be lost, and what is left then reads like another table; here a row is one
    // line, so that nothing does.
    #[test]
    fn lost_lines_never_move_a_number(seed in 0_u64..1000, edition in prop::sample::select(vec!["2019", "2021"]), lost in prop::collection::btree_set(0_usize..400, 1..12), layout in 0_usize..2) {
        let (form, report) = report(edition, seed);
        let source = Source::new(form, &report);
        let mut texts = vec![source.rows_with(" "), source.rows_with("	"), source.one_a_line()];
        let text = texts.swap_remove(layout);
        let text: String = text.lines().enumerate().filter(|(at, _)| !lost.contains(at)).map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        if let Ok(imported) = import("lost.txt", text.into_bytes())
            && imported.report.edition == report.edition
        {
            is_honest("lost lines", &imported, &report);
        }
    }
}

/// Where the published reports are; in a bare clone there are none.
fn published(folder: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    folder.is_dir().then_some(folder)
}

/// The true cells of a document: address, value.
fn facts(file: &Path) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let records = reader.records().map(Result::unwrap).filter(|record| &record[4] == "input");
    records
        .map(|record| (format!("{}/{}/{}", &record[0], &record[1], &record[2]), record[3].to_owned()))
        .collect()
}

/// Cells right, cells wrong, cells left blank although they are not, by the truth of a file.
fn score(imported: &Imported, facts: &[(String, String)]) -> (usize, Vec<String>, Vec<String>) {
    let (mut right, mut wrong, mut blank) = (0, Vec::new(), Vec::new());
    for (address, truth) in facts {
        let cell = imported
            .form
            .find(address)
            .unwrap_or_else(|| panic!("{address} in edition {}", imported.form.edition));
        let found = imported.report.value(cell);
        let is_right = match truth.parse::<Decimal>() {
            Ok(truth) => found.number() == Some(truth),
            Err(_) => found.is_blank(),
        };
        if is_right {
            right += 1;
        } else if found.is_blank() {
            blank.push(address.clone());
        } else {
            wrong.push(format!("{address}: {} instead of {truth}", found.text()));
        }
    }
    (right, wrong, blank)
}

#[test]
fn published_reports_are_read_to_the_last_cell() {
    let Some(folder) = published("reports") else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension != "csv" && extension != "md"))
    {
        let name = file.file_name().unwrap().to_str().unwrap();
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let stem = ["-raw", "-layout", "-reading", "-celltabs"]
            .iter()
            .find_map(|end| stem.strip_suffix(end))
            .unwrap_or(stem);
        let imported = read(name, fs::read(file).unwrap());
        let (right, wrong, blank) = score(&imported, &facts(&folder.join(format!("{stem}.facts.csv"))));
        assert_eq!(wrong, Vec::<String>::new(), "{name}");
        if name == "huaian-city-2024-reading.txt" {
            // Table 四 is out of order in this text.
            assert_eq!(right, 154, "{blank:?}");
            let listed: Vec<_> = imported
                .notes
                .iter()
                .filter(|note| note.is_open)
                .flat_map(|note| note.subject.cells())
                .collect();
            assert_eq!(listed.len(), 12);
            assert!(blank.iter().all(|address| address.starts_with("disputes/")));
        } else {
            assert_eq!(right, 166, "{name}: {blank:?}");
            assert_eq!(imported.open(), 0, "{name}: {:?}", imported.notes);
        }
        assert!(imported.report.stated.is_empty(), "{name}");
        prose_is_as_noted(
            name,
            &imported,
            &fs::read_to_string(folder.join(format!("{stem}.notes.md"))).unwrap(),
        );
        count += 1;
    }
    assert_eq!(count, 11);
}

/// First and last characters and number of paragraphs of each section, title and year, as the notes have them.
fn prose_is_as_noted(name: &str, imported: &Imported, notes: &str) {
    for line in notes.lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, section, first, last, count, _, _] = parts.as_slice() else { continue };
        let Some(section) = imported.form.section(section) else { continue };
        let paragraphs = imported.report.paragraphs(section);
        let text: String = paragraphs.concat().split_whitespace().collect();
        assert!(text.starts_with(first), "{name}: {text}");
        assert!(text.ends_with(last), "{name}: {text}");
        assert_eq!(paragraphs.len().to_string(), *count, "{name}: {paragraphs:#?}");
    }
    let organ = notes.lines().find_map(|line| line.strip_prefix("- organ (as in the title): ")).unwrap();
    let year = notes.lines().find_map(|line| line.strip_prefix("- year: ")).unwrap();
    assert_eq!(imported.report.organ, organ, "{name}");
    assert_eq!(imported.report.year.unwrap().to_string(), year, "{name}");
}

#[test]
fn of_parts_of_pages_nothing_is_invented() {
    let Some(folder) = published("partial") else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut all, mut all_right) = (0, 0);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if name.contains(".notes.") || name.contains(".facts.") {
            continue;
        }
        let imported = read(&name, fs::read(&file).unwrap());
        let facts_file = file.with_extension("facts.csv");
        if !facts_file.exists() {
            // Its labels are there, its numbers are gone.
            assert!(imported.report.cells.iter().all(Value::is_blank), "{name}");
            continue;
        }
        let facts = facts(&facts_file);
        let (right, wrong, blank) = score(&imported, &facts);
        assert_eq!(wrong, Vec::<String>::new(), "{name}");
        let listed: Vec<&str> = imported
            .notes
            .iter()
            .filter(|note| note.is_open)
            .flat_map(|note| note.subject.cells())
            .map(|cell| imported.form.cell(*cell).address.as_str())
            .collect();
        assert!(blank.iter().all(|address| listed.contains(&address.as_str())), "{name}: {blank:?}");
        // What the excerpt does not show for certain is not there either.
        let known: Vec<&str> = facts.iter().map(|(address, _)| address.as_str()).collect();
        for (id, cell) in imported.form.cells() {
            let value = imported.report.value(id);
            assert!(
                value.is_blank() || known.contains(&cell.address.as_str()),
                "{name}: {} is {}",
                cell.address,
                value.text()
            );
        }
        all += facts.len();
        all_right += right;
    }
    assert!(100 * all_right >= 95 * all, "{all_right} of {all}");
}

/// The official template with these texts in its empty cells, in the order of the document.
fn filled_template(bytes: &[u8], texts: &[String]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    // Cells that go on from the one above are empty too.
    let is_empty = |cell: &str| {
        let text = cell.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(_, text)| text);
        text.collect::<String>().trim().is_empty()
            && (!cell.contains("<w:vMerge") || cell.contains("restart"))
    };
    let mut texts = texts.iter();
    let mut out = String::new();
    for piece in xml.split_inclusive("</w:tc>") {
        match piece.rfind("<w:tc>") {
            Some(at) if is_empty(&piece[at..]) => {
                let end = piece.rfind("</w:p>").unwrap();
                let text = texts.next().unwrap();
                out += &format!("{}<w:r><w:t>{text}</w:t></w:r>{}", &piece[..end], &piece[end..]);
            }
            _ => out += piece,
        }
    }
    assert_eq!(texts.next(), None);
    layouts::zipped(out.as_str())
}

#[test]
fn the_official_template_is_read_filled_in_and_blank() {
    let Some(folder) = published(".") else { return };
    let template = fs::read(folder.join("template-2021.docx")).unwrap();
    let blank = read("template.docx", template.clone());
    assert!(blank.report.cells.iter().all(Value::is_blank));
    let open: Vec<&str> =
        blank.notes.iter().filter(|note| note.is_open).map(|note| note.subject.id()).collect();
    assert_eq!(open, ["no-organ", "no-year"], "{:?}", blank.notes);
    for seed in [0, 5, 77] {
        let (form, report) = report("2021", seed);
        let source = Source::new(form, &report);
        let texts: Vec<String> = form.cells().map(|(id, _)| source.text(id)).collect();
        let imported = read("filled.docx", filled_template(&template, &texts));
        assert_eq!(differences(&imported, &report), "", "{:?}", imported.notes);
        assert!(imported.report.stated.is_empty());
    }
}

/// A PDF of these objects, the first of which is its catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    let trailer =
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    (file + &trailer).into_bytes()
}

#[test]
fn a_drawing_that_draws_itself_is_refused() {
    let stream = |entries: &str, content: &str| {
        format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
    };
    let page = |draws: &str| {
        pdf(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /XObject << /F 5 0 R >> >> >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_owned(),
            stream("", "/F Do"),
            stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", draws),
        ])
    };
    // Without the loop it is a page without text; with it nothing is left to tell of one.
    assert!(matches!(import("a.pdf", page("")), Err(NotImported::NoText)));
    assert!(matches!(import("a.pdf", page("/F Do")), Err(NotImported::Pdf)));
}

#[test]
fn drawings_that_are_none_take_no_time() {
    let began = std::time::Instant::now();
    for text in ["|\n".repeat(80_000), "+--+\n+---+\n".repeat(4000)] {
        let _ = import("drawn.txt", text.into_bytes());
    }
    assert!(began.elapsed().as_secs() < 6, "{:?}", began.elapsed());
}
