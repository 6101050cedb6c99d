//! Reports as documents: nothing is lost on the way out and back, the labels are those of the official template, and what is
//! handed in is sound.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

#[path = "support/distinct.rs"]
mod distinct;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use distinct::report;
use proptest::prelude::*;
use reportui::check::{Policy, check};
use reportui::export::{Format, Source, export};
use reportui::form::{Form, Forms, Severity};
use reportui::import::import;
use reportui::report::{Contribution, Report, Signed, Value};
use reportui::text::wide_width;
use reportui::words::{Lang, Words};
use support::{Story, read, run, sample, shared};

/// Formats that hold the whole report.
const WHOLE: [Format; 6] =
    [Format::Docx, Format::Html, Format::Xlsx, Format::Markdown, Format::Text, Format::Json];

fn exported(form: &Form, report: &Report, format: Format, is_draft: bool) -> Vec<u8> {
    let derived = check(form, report, None, &Policy::default());
    let words = Words::of(Lang::Zh);
    let source = Source { report, form, derived: &derived, words, file: "report.ron", units: &[], is_draft };
    export(format, &source).unwrap()
}

fn text_of(form: &Form, report: &Report, format: Format) -> String {
    String::from_utf8(exported(form, report, format, false)).unwrap()
}

/// What comes back is the report: cells, printed totals, paragraphs, organ, year, with nothing open.
#[track_caller]
fn comes_back(name: &str, bytes: Vec<u8>, form: &Form, report: &Report) {
    let back = import(name, bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!(back.form.edition, form.edition, "{name}");
    for (id, cell) in form.cells() {
        assert_eq!(back.report.value(id), report.value(id), "{name}: {}: {:?}", cell.address, back.notes);
    }
    assert_eq!(back.report.prose, report.prose, "{name}");
    assert_eq!(back.report.organ, report.organ, "{name}");
    assert_eq!(back.report.year, report.year, "{name}");
    assert_eq!(back.report.stated, BTreeMap::new(), "{name}");
    assert_eq!(back.open(), 0, "{name}: {:?}", back.notes);
}

/// Both samples, and for both editions a report all of whose cells differ, one with blanks, one with a 落款.
fn reports() -> Vec<(&'static Form, Report)> {
    let mut reports = vec![read(&sample(2020)), read(&sample(2024)), report("2019", 3), report("2021", 7)];
    let signed = Signed { organ: "青石镇人民政府".to_owned(), date: "2025-01-20".to_owned() };
    reports[3].1.signed = Some(signed);
    // A total without a part is blank.
    let (form, report) = &mut reports[2];
    for column in ["upheld", "corrected", "other_outcome", "pending"] {
        report.cells[form.find(&format!("disputes/direct_suit/{column}")).unwrap().0] = Value::Blank;
    }
    reports
}

#[test]
fn every_format_comes_back_whole() {
    for (form, report) in reports() {
        for format in WHOLE {
            for is_draft in [false, true] {
                let bytes = exported(form, &report, format, is_draft);
                comes_back(&format!("report.{}", format.id()), bytes, form, &report);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_numbers_and_paragraphs_come_back(
        edition in prop::sample::select(vec!["2019", "2021"]),
        seed in 0..10_000_u64,
        blanks in prop::collection::vec(0..198_usize, 0..4),
        texts in prop::collection::vec("[一-十今年公开信息件条《》“”、，0-9a-zA-Z*_#|<>&\\\\`~\\[\\]-]{4,40}。", 1..4),
    ) {
        let (form, mut report) = report(edition, seed);
        for blank in blanks {
            report.cells[blank] = Value::Blank;
        }
        // A paragraph begins with words, so that it is no heading, no list and no row of a table.
        report.prose[0] = texts.iter().map(|text| format!("全年情况：{text}")).collect();
        for format in WHOLE {
            let back = import(&format!("report.{}", format.id()), exported(form, &report, format, false)).unwrap();
            prop_assert_eq!(&back.report.cells, &report.cells, "{:?} {:?}", format, back.notes);
            prop_assert_eq!(&back.report.prose, &report.prose, "{:?}", format);
        }
    }
}

#[test]
fn json_keeps_what_no_printed_form_shows() {
    let text = sample(2024)
        .replace("year: 2024,", "year: 2024,\n    stated: { \"applications/new/total\": 3 },\n    accepted: [(rule: \"supervision\", reason: \"另行报告\")],\n    signed: (organ: \"某局\", date: \"2025-01-20\"),")
        .replacen("issued: 1,", "issued: \"1件\",", 1);
    let (form, mut report) = read(&text);
    let (organ, file, of) = ("某局".to_owned(), "a.ron".to_owned(), vec!["某镇".to_owned()]);
    report.contributions.push(Contribution { organ, file, of, digest: 7 });
    let back = import("report.json", exported(form, &report, Format::Json, false)).unwrap();
    assert_eq!(back.report, report);
    assert_eq!(report.value(form.find("documents/rules/issued").unwrap()), &Value::Invalid("1件".to_owned()));
}

#[test]
fn json_of_a_newer_version_or_torn_is_refused() {
    let (form, report) = read(&sample(2024));
    let text = text_of(form, &report, Format::Json);
    assert!(import("a.json", text.as_bytes()[..text.len() / 2].to_vec()).is_err());
    let newer = text.replace("\"reportui\": 1", "\"reportui\": 2");
    assert_ne!(newer, text);
    assert!(import("a.json", newer.into_bytes()).is_err());
}

#[test]
fn json_tells_of_cells_that_the_form_does_not_have() {
    let (form, report) = read(&sample(2024));
    let text = text_of(form, &report, Format::Json).replacen(
        "\"documents/rules/issued\"",
        "\"documents/rules/made\"",
        1,
    );
    let back = import("a.json", text.clone().into_bytes()).unwrap();
    assert_eq!(back.open(), 1, "{:?}", back.notes);
    // What it says that a report cannot hold, and what every report has to say.
    let text = text
        .replacen("\"amount_unit\": null", "\"amount_unit\": \"亿元\"", 1)
        .replacen("\"year\": 2024", "\"year\": null", 1)
        .replacen("\"stated\": {}", "\"stated\": { \"applications/new/nobody\": 3 }", 1)
        .replacen(
            "\"accepted\": []",
            "\"accepted\": [{ \"rule\": \"hole\", \"cells\": [\"a/b/c\"], \"reason\": \"\" }]",
            1,
        );
    let back = import("a.json", text.into_bytes()).unwrap();
    assert_eq!(back.open(), 5, "{:?}", back.notes);
    assert_eq!(back.notes[0].subject.id(), "no-year");
}

/// The text of the first part of a zip that has this name.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_string(&mut text).unwrap();
    text
}

fn parts(bytes: &[u8]) -> Vec<String> {
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn is_xml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "xml")
}

/// What stands in the table cells of a Word file, from the first to the last, white space left out.
fn cells_of_docx(bytes: &[u8]) -> Vec<String> {
    let xml = part(bytes, "word/document.xml");
    let cells = xml.split("<w:tc>").skip(1).map(|cell| {
        let cell = cell.split("</w:tc>").next().unwrap();
        let texts = cell.split("<w:t").skip(1).filter(|rest| rest.starts_with(['>', ' ']));
        let texts = texts.map(|rest| rest.split_once('>').unwrap().1.split('<').next().unwrap());
        texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect::<String>()
    });
    cells.filter(|text| !text.is_empty()).collect()
}

fn cells_of_html(page: &str) -> Vec<String> {
    let cells = page.split("<t").filter(|rest| rest.starts_with("h ") || rest.starts_with("d "));
    let cells = cells.map(|rest| rest.split_once('>').unwrap().1.split('<').next().unwrap().to_owned());
    cells.filter(|text| !text.is_empty()).collect()
}

/// The sheets of a workbook that belong to the report, cell by cell.
fn cells_of_xlsx(bytes: &[u8]) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = book.sheet_names().iter().skip(1).take(3).cloned().collect();
    let mut cells = Vec::new();
    for name in names {
        let sheet = book.worksheet_range(&name).unwrap();
        let texts = sheet.rows().skip(1).flatten().map(ToString::to_string);
        cells.extend(texts.filter(|text| !text.is_empty()));
    }
    cells
}

/// A report without a number: what is left in its tables are the labels.
fn blank(edition: &str) -> (&'static Form, Report) {
    let (form, mut report) = report(edition, 0);
    report.cells.fill(Value::Blank);
    (form, report)
}

#[test]
fn labels_are_those_of_the_official_template() {
    let Some(shared) = shared() else { return };
    let wanted = cells_of_docx(&fs::read(shared.join("data/template-2021.docx")).unwrap());
    assert!(wanted.len() > 70, "{}", wanted.len());
    let (form, report) = blank("2021");
    let bytes = |format| exported(form, &report, format, false);
    assert_eq!(cells_of_docx(&bytes(Format::Docx)), wanted);
    assert_eq!(cells_of_html(&text_of(form, &report, Format::Html)), wanted);
    assert_eq!(cells_of_xlsx(&bytes(Format::Xlsx)), wanted);
    let lines = text_of(form, &report, Format::Markdown);
    let rows = lines.lines().filter(|line| line.starts_with("| "));
    let cells = rows.flat_map(|row| row.split('|').map(str::trim)).filter(|cell| !cell.is_empty());
    assert_eq!(cells.collect::<Vec<_>>(), wanted);
}

#[test]
fn labels_are_those_of_the_lists_in_both_editions() {
    for edition in ["2019", "2021"] {
        let (form, report) = blank(edition);
        let list = fs::read_to_string(Path::new("tests/labels").join(format!("{edition}.txt"))).unwrap();
        let labels: Vec<&str> = list
            .lines()
            .filter_map(|line| line.split_once(" | "))
            .flat_map(|pair| pair.1.split(" > "))
            .collect();
        assert!(labels.len() > 60, "{edition}");
        let docx = part(&exported(form, &report, Format::Docx, false), "word/document.xml");
        let docx =
            docx.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect::<String>();
        let html = text_of(form, &report, Format::Html);
        for label in labels {
            assert!(docx.contains(label), "{edition} docx: {label}");
            assert!(html.contains(label), "{edition} html: {label}");
        }
    }
}

#[test]
fn headings_and_the_signature_stay_with_a_paragraph_and_no_paragraph_with_a_table() {
    let form = Forms.get("2021").unwrap();
    let mut report = Report::new(form, Some(2024));
    "某镇人民政府".clone_into(&mut report.organ);
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    report.prose[0] = texts(&["（一）主动公开", "公开了许多。", "（二）监督保障", "没有发生责任追究。"]);
    report.prose[5] = texts(&["其他没有。"]);
    report.signed = Some(Signed { organ: String::new(), date: "2025-01-10".to_owned() });
    let document = part(&exported(form, &report, Format::Docx, false), "word/document.xml");
    for (text, stays) in [
        ("（一）主动公开", true),
        ("公开了许多。", false),
        ("（二）监督保障", true),
        ("没有发生责任追究。", false),
        ("其他没有。", true),
    ] {
        let paragraph = document.split("<w:p>").find(|paragraph| paragraph.contains(text)).unwrap();
        assert_eq!(paragraph.contains("<w:keepNext/>"), stays, "{text}");
    }
}

/// Elements in the order in which the schema of `WordprocessingML` (ECMA-376, part 1, annex A) wants them within their parent.
const ORDERS: [(&str, &[&str]); 14] = [
    ("w:p", &["w:pPr", "w:r", "w:fldSimple"]),
    ("w:r", &["w:rPr", "w:t", "w:br", "w:pict"]),
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:widowControl",
            "w:overflowPunct",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:outlineLvl",
            "w:rPr",
        ],
    ),
    ("w:rPr", &["w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:color", "w:sz", "w:szCs", "w:lang"]),
    ("w:tbl", &["w:tblPr", "w:tblGrid", "w:tr"]),
    (
        "w:tblPr",
        &["w:tblStyle", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar"],
    ),
    ("w:tblBorders", &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:left", "w:bottom", "w:right"]),
    ("w:tr", &["w:trPr", "w:tc"]),
    ("w:tc", &["w:tcPr", "w:p"]),
    ("w:tcPr", &["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:tcMar", "w:vAlign"]),
    ("w:body", &["w:p", "w:tbl", "w:sectPr"]),
    ("w:sectPr", &["w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar"]),
    (
        "w:style",
        &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
        ],
    ),
];

/// Goes through a part and complains of elements out of order, unknown where the order is known, or without an end.
fn in_order(name: &str, xml: &str) {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut rest = xml;
    while let Some((_, tail)) = rest.split_once('<') {
        let (tag, after) = tail.split_once('>').unwrap();
        rest = after;
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(end) = tag.strip_prefix('/') {
            assert_eq!(open.pop().map(|(name, _)| name).as_deref(), Some(end), "{name}");
            continue;
        }
        let element = tag.split([' ', '/']).next().unwrap();
        if let Some((parent, last)) = open.last_mut()
            && let Some((_, order)) = ORDERS.iter().find(|(name, _)| name == parent)
        {
            let at = order.iter().position(|known| *known == element);
            let at = at.unwrap_or_else(|| panic!("{name}: {element} within {parent}"));
            // Paragraphs and tables, texts and breaks may stand in any order.
            let is_free = match parent.as_str() {
                "w:body" => element != "w:sectPr",
                "w:p" | "w:r" => at > 0,
                _ => false,
            };
            assert!(is_free || at >= *last, "{name}: {element} too late within {parent}");
            *last = at;
        }
        if !tag.ends_with('/') {
            open.push((element.to_owned(), 0));
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

#[test]
fn word_files_are_in_the_order_of_the_schema_and_name_all_their_parts() {
    for (form, report) in reports() {
        for is_draft in [false, true] {
            let bytes = exported(form, &report, Format::Docx, is_draft);
            let names = parts(&bytes);
            for name in names.iter().filter(|name| is_xml(name)) {
                in_order(name, &part(&bytes, name));
            }
            let types = part(&bytes, "[Content_Types].xml");
            let relations = part(&bytes, "word/_rels/document.xml.rels");
            for name in names.iter().filter(|name| name.starts_with("word/") && is_xml(name)) {
                assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
                let target = name.trim_start_matches("word/");
                assert!(
                    target == "document.xml" || relations.contains(&format!("Target=\"{target}\"")),
                    "{name}"
                );
            }
            let document = part(&bytes, "word/document.xml");
            for (_, rest) in document.match_indices("r:id=\"").map(|(at, _)| document[at + 6..].split_at(0)) {
                let id = rest.split('"').next().unwrap();
                assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
            }
            // A cell always ends in a paragraph, every row covers the whole grid.
            for table in document.split("<w:tbl>").skip(1) {
                let table = table.split("</w:tbl>").next().unwrap();
                let columns = table.matches("<w:gridCol ").count();
                for row in table.split("<w:tr>").skip(1) {
                    let spans = row.split("<w:tc>").skip(1).map(|cell| {
                        cell.split_once("<w:gridSpan w:val=\"")
                            .map_or(1, |(_, rest)| rest.split('"').next().unwrap().parse::<usize>().unwrap())
                    });
                    assert_eq!(spans.sum::<usize>(), columns);
                    assert!(row.contains("<w:cantSplit/>"));
                }
            }
            assert_eq!(document.matches("<w:tblHeader/>").count(), 6, "headers of 三 and 四 are repeated");
        }
    }
}

#[test]
fn tables_keep_to_the_page_however_long_the_numbers() {
    let (form, mut report) = report("2021", 1);
    for cell in form.table("disputes").unwrap().cells() {
        report.cells[cell.0] = Value::Number(999_999.into());
    }
    let xml = part(&exported(form, &report, Format::Docx, false), "word/document.xml");
    for table in xml.split("<w:tblGrid>").skip(1) {
        let widths = table.split("</w:tblGrid>").next().unwrap().split("w:w=\"").skip(1);
        let width: u32 = widths.map(|rest| rest.split('"').next().unwrap().parse::<u32>().unwrap()).sum();
        assert!((9700..=9760).contains(&width), "{width}");
    }
    // Six digits in a column of 649 twips: half points times digits a quarter of which is the width in points.
    let run = xml.split("<w:r>").find(|run| run.contains(">999999<")).unwrap();
    let size: usize = run.split("<w:sz w:val=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert!(size * 6 * 20 / 4 <= 649 && size >= 16, "{size}");
}

#[test]
fn a_text_file_lines_up_where_marks_are_as_wide_as_characters() {
    for (form, report) in reports() {
        let text = text_of(form, &report, Format::Text);
        assert!(text.chars().all(|c| !('\u{2500}'..='\u{257f}').contains(&c)), "no lines of a terminal");
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with(['+', '|'])).collect();
        assert!(rows.len() > 80);
        let widths: Vec<usize> = rows.iter().map(|row| wide_width(row)).collect();
        assert!(widths.iter().all(|width| *width <= 100 && *width > 80), "{widths:?}");
        for pair in rows.windows(2).filter(|pair| !pair[0].starts_with('+') || !pair[1].starts_with('+')) {
            assert_eq!(wide_width(pair[0]), wide_width(pair[1]), "{}\n{}", pair[0], pair[1]);
        }
    }
}

#[test]
fn pages_tell_headers_from_cells_and_carry_no_script() {
    let (form, report) = read(&sample(2024));
    let page = text_of(form, &report, Format::Html);
    assert_eq!(page.matches("<caption").count(), 3);
    assert_eq!(page.matches("<table").count(), 3);
    assert!(page.contains("<th scope=\"row\" rowspan=\"22\""), "三、本年度办理结果");
    // The heading of a block is that of its own rows.
    assert_eq!(page.matches("<tbody>\n<tr style=\"break-inside:avoid\"><th scope=\"rowgroup\"").count(), 4);
    assert!(page.contains("<th scope=\"colgroup\" colspan=\"5\""));
    assert_eq!(page.matches("<td").count(), form.cell_count());
    assert!(!page.contains("<script") && !page.contains("http"), "self-contained");
    // A content system keeps what stands at the elements themselves.
    let body = page.split("<body>").nth(1).unwrap();
    for element in ["<article", "<h1", "<h2", "<p", "<table", "<th", "<td", "<caption"] {
        let styled = body.matches(&format!("{element} ")).count();
        let all = body.matches(&format!("{element}>")).count() + styled;
        assert_eq!(styled, all, "{element}");
    }
}

/// What someone might put into a report to do harm where it is shown.
const EVIL: &str = "<script>alert(1)</script>&amp;\u{1b}]0;x\u{7}\u{202e}]]>\"'";

#[test]
fn nothing_in_a_report_is_taken_for_markup_or_a_formula() {
    let (form, mut report) = report("2021", 5);
    report.organ = format!("=cmd|' /C calc'!A0{EVIL}");
    report.prose[0] = vec![format!("=1+1{EVIL}"), "+2".to_owned(), "@甲".to_owned()];
    report.cells[form.find("documents/rules/issued").unwrap().0] = Value::Invalid(format!("=1+1{EVIL}"));
    report.signed = Some(Signed { organ: EVIL.to_owned(), date: EVIL.to_owned() });
    for format in Format::ALL {
        let bytes = exported(form, &report, format, true);
        let texts: Vec<String> = match format {
            Format::Docx | Format::Xlsx => {
                let names = parts(&bytes);
                names.iter().map(|name| part(&bytes, name)).collect()
            }
            _ => vec![String::from_utf8(bytes.clone()).unwrap()],
        };
        for text in &texts {
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format:?}");
            let is_markup = matches!(format, Format::Docx | Format::Xlsx | Format::Html | Format::Markdown);
            assert!(!is_markup || !text.replace("\\<", "").contains("<script"), "{format:?}");
        }
        match format {
            Format::Csv => assert!(
                texts[0]
                    .lines()
                    .skip(1)
                    .all(|line| line.starts_with("report.ron,\"'=") || line.starts_with("report.ron,'="))
            ),
            Format::Docx => in_order("document.xml", &part(&bytes, "word/document.xml")),
            Format::Xlsx => {
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
                let names = book.sheet_names();
                let formulas = book.worksheet_formula(&names[0]).unwrap();
                assert!(formulas.is_empty(), "prose is no formula");
                let table = book.worksheet_formula(&names[1]).unwrap();
                assert!(table.is_empty(), "nor is what stands in a cell");
            }
            _ => {}
        }
    }
}

#[test]
fn a_draft_says_so_and_a_final_document_does_not() {
    let (form, report) = read(&sample(2024));
    for format in WHOLE {
        for is_draft in [false, true] {
            let bytes = exported(form, &report, format, is_draft);
            let says_so = match format {
                Format::Docx => {
                    let has_header = part(&bytes, "word/document.xml").contains("w:headerReference");
                    has_header && part(&bytes, "word/draft.xml").contains("草稿")
                }
                Format::Xlsx => (1..=8)
                    .all(|sheet| part(&bytes, &format!("xl/worksheets/sheet{sheet}.xml")).contains("草稿")),
                Format::Json => String::from_utf8(bytes).unwrap().contains("\"draft\": true"),
                Format::Html => String::from_utf8(bytes).unwrap().contains("position:fixed"),
                _ => String::from_utf8(bytes).unwrap().contains("草稿"),
            };
            assert_eq!(says_so, is_draft, "{format:?}");
        }
    }
}

#[test]
fn a_workbook_computes_its_totals_and_identities() {
    let (form, mut report) = report("2021", 2);
    // One column does not balance, one total has no part.
    let new = form.find("applications/new/person").unwrap();
    report.cells[new.0] = Value::Number(1.into());
    for column in ["upheld", "corrected", "other_outcome", "pending"] {
        report.cells[form.find(&format!("disputes/direct_suit/{column}")).unwrap().0] = Value::Blank;
    }
    let derived = check(form, &report, None, &Policy::default());
    let bytes = exported(form, &report, Format::Xlsx, true);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
    let names = book.sheet_names();
    let formulas: usize =
        names.iter().take(6).map(|name| book.worksheet_formula(name).unwrap().used_cells().count()).sum();
    assert_eq!(formulas, form.cells().filter(|(_, cell)| cell.is_computed()).count());
    let identities = book.worksheet_range(&names[6]).unwrap();
    let verdicts: Vec<String> = identities.rows().skip(2).map(|row| row[5].to_string()).collect();
    // 三 has seven columns, of which 自然人 and 总计 are off; 规章 and 行政规范性文件 are looked at for 现行有效.
    assert_eq!(verdicts.len(), 9);
    assert_eq!(
        verdicts.iter().filter(|verdict| *verdict == "不符").count(),
        derived
            .findings
            .iter()
            .filter(|finding| ["balance", "in-force"].contains(&finding.rule.as_str()))
            .count()
    );
    assert_eq!((verdicts[0].as_str(), verdicts[1].as_str(), verdicts[6].as_str()), ("不符", "相符", "不符"));
    let findings = book.worksheet_range(&names[7]).unwrap();
    let rules: Vec<String> = findings.rows().skip(2).map(|row| row[1].to_string()).collect();
    assert_eq!(rules, derived.findings.iter().map(|finding| finding.rule.clone()).collect::<Vec<_>>());
}

/// Converts files with `LibreOffice`, into the folder `out`; false where it is not installed.
fn libreoffice(folder: &Path, to: &str, files: &[&str]) -> bool {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let run = Command::new("soffice")
        .current_dir(folder)
        .args([&profile, "--headless", "--convert-to", to, "--outdir", "out"])
        .args(files)
        .output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(_) => false,
    }
}

#[test]
fn libreoffice_prints_what_comes_back_and_computes_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let mut names = Vec::new();
    for (index, (form, report)) in reports().iter().enumerate() {
        fs::write(path.join(format!("{index}.docx")), exported(form, report, Format::Docx, false)).unwrap();
        // Results are left out, so that those that come back have been computed.
        let bytes = exported(form, report, Format::Xlsx, false);
        fs::write(path.join(format!("{index}.xlsx")), without_results(&bytes)).unwrap();
        names.push((format!("{index}.docx"), format!("{index}.xlsx")));
    }
    let documents: Vec<&str> = names.iter().map(|(document, _)| document.as_str()).collect();
    if !libreoffice(path, "pdf", &documents) {
        // Straight to the terminal: what a test prints is not shown when it passes.
        writeln!(std::io::stderr(), "skipped, LibreOffice is not installed: what it prints and computes")
            .unwrap();
        return;
    }
    let books: Vec<&str> = names.iter().map(|(_, book)| book.as_str()).collect();
    libreoffice(path, "xlsx", &books);
    for (index, (form, report)) in reports().iter().enumerate() {
        let printed = fs::read(path.join(format!("out/{index}.pdf"))).unwrap();
        if report
            .cells
            .iter()
            .zip(form.cells())
            .any(|(value, (_, cell))| value.is_blank() && !cell.is_computed())
        {
            // In a row of text nobody sees which cells are blank: such a row stays open, and nothing is put into a wrong place.
            let back = import("printed.pdf", printed).unwrap();
            let right = form
                .cells()
                .filter(|(id, cell)| !cell.is_computed() && back.report.value(*id) == report.value(*id));
            assert!(right.count() >= 166 - 8, "{:?}", back.notes);
            assert!(
                form.cells()
                    .all(|(id, _)| back.report.value(id).is_blank()
                        || back.report.value(id) == report.value(id))
            );
        } else {
            comes_back("printed.pdf", printed, form, report);
        }
        let computed = fs::read(path.join(format!("out/{index}.xlsx"))).unwrap();
        let stored = exported(form, report, Format::Xlsx, false);
        assert_eq!(values(&computed), values(&stored));
    }
}

/// A workbook whose formulas have no results.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    with_parts(bytes, |text| {
        let mut kept = String::new();
        for piece in text.split_inclusive("</f>") {
            kept += match piece.strip_prefix("<v>") {
                Some(rest) if kept.ends_with("</f>") => rest.split_once("</v>").unwrap().1,
                _ => piece,
            };
        }
        kept
    })
}

/// A workbook with each of its parts changed.
fn with_parts(bytes: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in parts(bytes) {
        let mut text = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(change(&text).as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_with_something_in_its_last_corner_is_read_like_any_other() {
    let (form, report) = report("2021", 3);
    let book = exported(form, &report, Format::Xlsx, false);
    let corner = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    let far = with_parts(&book, |text| text.replace("</sheetData>", corner));
    assert!(part(&far, "xl/worksheets/sheet1.xml").contains("XFD1048576"));
    comes_back("far.xlsx", far, form, &report);
    // A small file that unpacks into endless amounts is no workbook.
    let endless = " ".repeat(70 * 1024 * 1024);
    let bomb = with_parts(&book, |text| text.replace("</sheetData>", &format!("</sheetData>{endless}")));
    assert!(bomb.len() < 1024 * 1024 && import("bomb.xlsx", bomb).is_err());
}

/// Everything that stands in a workbook, by sheet, row and column.
fn values(bytes: &[u8]) -> BTreeMap<(String, u32, u32), String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut values = BTreeMap::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        let (top, left) = sheet.start().unwrap_or_default();
        for (row, column, value) in sheet.used_cells() {
            let text = match value {
                Data::Float(number) => number.to_string(),
                other => other.to_string(),
            };
            if !text.is_empty() {
                let place =
                    (name.clone(), top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap());
                values.insert(place, text);
            }
        }
    }
    values
}

#[test]
fn a_final_document_is_refused_while_an_error_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let wrong = sample(2020).replacen("person: 1,", "person: 12,", 1);
    fs::write(path.join("a.ron"), &wrong).unwrap();
    let refused = run(path, &["export", "a.ron", "--to", "docx"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("a.ron: error balance 三·自然人"), "{said}");
    assert!(refused.stdout.is_empty() && !path.join("a.docx").exists());
    let draft = run(path, &["export", "a.ron", "--to", "docx", "--draft"]);
    assert_eq!(draft.status.code(), Some(0));
    assert!(part(&fs::read(path.join("a.docx")).unwrap(), "word/draft.xml").contains("草稿"));
    // An error that someone has accepted with a reason stands in nobody's way.
    let power = sample(2020).replacen("rules: (made: 0,", "rules: (made: 2,", 1);
    fs::write(path.join("b.ron"), &power).unwrap();
    assert_eq!(run(path, &["export", "b.ron", "--to", "md"]).status.code(), Some(1));
    let cells = "cells: [\"documents/rules/made\"]";
    let accepted = power.replacen(
        "    year: 2020,",
        &format!("    year: 2020,\n    accepted: [(rule: \"rule-power\", {cells}, reason: \"受委托制定\")],"),
        1,
    );
    fs::write(path.join("b.ron"), accepted).unwrap();
    let done = run(path, &["export", "b.ron", "--to", "md"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn nothing_is_written_over_without_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.ron"), sample(2020)).unwrap();
    fs::write(path.join("b.ron"), sample(2024)).unwrap();
    fs::write(path.join("a.html"), "mine").unwrap();
    let code = |arguments: &[&str]| run(path, arguments).status.code();
    assert_eq!(code(&["export", "a.ron", "--to", "html"]), Some(2));
    assert_eq!(fs::read_to_string(path.join("a.html")).unwrap(), "mine");
    assert_eq!(code(&["export", "a.ron", "--to", "html", "--force"]), Some(0));
    assert!(fs::read_to_string(path.join("a.html")).unwrap().contains("克井镇人民政府2020年"));
    assert_eq!(code(&["export", "missing.ron", "--to", "html"]), Some(2));
    // The name of the file says the format.
    assert_eq!(code(&["export", "a.ron", "-o", "named.md"]), Some(0));
    assert!(fs::read_to_string(path.join("named.md")).unwrap().starts_with("# "));
    assert_eq!(code(&["export", "a.ron"]), Some(2));
    assert_eq!(code(&["export", "a.ron", "-o", "named.odt"]), Some(2));
    assert_eq!(code(&["export", "a.ron", "--to", "pdf"]), Some(2));
    assert_eq!(code(&["export", "a.ron"]), Some(2));
    assert_eq!(code(&["export", "a.ron", "b.ron", "--to", "txt", "-o", "both.txt"]), Some(2));
    fs::create_dir(path.join("out")).unwrap();
    assert_eq!(code(&["export", "a.ron", "b.ron", "--to", "txt", "-o", "out"]), Some(0));
    assert!(path.join("out/a.txt").exists() && path.join("out/b.txt").exists());
    let facts = run(path, &["facts", "a.ron"]).stdout;
    assert_eq!(code(&["export", "a.ron", "--to", "csv"]), Some(0));
    assert_eq!(fs::read(path.join("a.csv")).unwrap(), facts);
    // Nothing is left beside what was asked for.
    let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.csv", "a.html", "a.ron", "b.ron", "named.md", "out"]);
}

#[test]
fn titles_of_any_organ_come_back_and_signatures_stay_out_of_the_text() {
    let organs = [
        "淮安市发展和改革委员会（市粮食和物资储备局）",
        "沭阳县第一中学",
        "甲镇·乙乡人民政府",
        "12345政务服务便民热线管理中心",
        "国家税务总局淮安市税务局",
    ];
    for organ in organs {
        let (form, mut report) = report("2021", 4);
        organ.clone_into(&mut report.organ);
        for (signer, date) in
            [(organ, "2025-01-20"), ("某某办公室（代章）", "2025年1月"), ("王某", "２０２５年１月２０日")]
        {
            report.signed = Some(Signed { organ: signer.to_owned(), date: date.to_owned() });
            comes_back("report.docx", exported(form, &report, Format::Docx, false), form, &report);
        }
        report.signed = None;
        for format in WHOLE {
            comes_back(
                &format!("report.{}", format.id()),
                exported(form, &report, format, false),
                form,
                &report,
            );
        }
    }
}

#[test]
fn paragraphs_that_look_like_something_else_come_back() {
    let (form, mut report) = report("2021", 6);
    let odd = [
        "网站|微信|微博",
        "A | B",
        "# 标题",
        "<p>不是标签</p>",
        "打印",
        "主办单位：某某办公室",
        "最后一段。",
    ];
    report.prose[5] = odd.iter().map(|text| (*text).to_owned()).collect();
    for format in [Format::Docx, Format::Text, Format::Xlsx, Format::Json] {
        let back =
            import(&format!("report.{}", format.id()), exported(form, &report, format, false)).unwrap();
        assert_eq!(back.report.prose[5], report.prose[5], "{format:?} {:?}", back.notes);
    }
}

#[test]
fn a_blank_form_comes_back_blank() {
    for edition in ["2019", "2021"] {
        let (form, report) = blank(edition);
        // In Markdown nobody sees which of the blank cells beside a label are merged with it.
        for format in WHOLE.into_iter().filter(|format| *format != Format::Markdown) {
            comes_back(
                &format!("report.{}", format.id()),
                exported(form, &report, format, false),
                form,
                &report,
            );
        }
    }
}

#[test]
fn nothing_is_written_over_what_it_is_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("a.ron"), sample(2020)).unwrap();
    fs::create_dir_all(path.join("x")).unwrap();
    fs::create_dir_all(path.join("y")).unwrap();
    fs::copy(path.join("a.ron"), path.join("x/r.ron")).unwrap();
    fs::copy(path.join("a.ron"), path.join("y/r.ron")).unwrap();
    fs::hard_link(path.join("a.ron"), path.join("hard.docx")).unwrap();
    let code = |arguments: &[&str]| run(path, arguments).status.code();
    assert_eq!(code(&["export", "a.ron", "--to", "docx", "-o", "a.ron", "--force"]), Some(2));
    assert_eq!(code(&["export", "a.ron", "--to", "docx", "-o", "hard.docx", "--force"]), Some(2));
    assert_eq!(code(&["export", "x/r.ron", "--to", "json", "-o", "y/r.ron", "--force"]), Some(2));
    assert_eq!(fs::read_to_string(path.join("a.ron")).unwrap(), sample(2020));
    assert_eq!(code(&["export", "a.ron", "--to", "md", "-o", "doc.md"]), Some(0));
    let document = fs::read(path.join("doc.md")).unwrap();
    assert_eq!(code(&["export", "doc.md", "--to", "md", "--force"]), Some(2));
    assert_eq!(fs::read(path.join("doc.md")).unwrap(), document);
    // Two reports of the same name would be one file.
    fs::create_dir(path.join("o")).unwrap();
    assert_eq!(code(&["export", "x/r.ron", "y/r.ron", "--to", "txt", "-o", "o", "--force"]), Some(2));
    assert_eq!(fs::read_dir(path.join("o")).unwrap().count(), 0);
    // A pipe gets the document and nothing else.
    let piped = run(path, &["export", "a.ron", "--to", "json", "-o", "-"]);
    assert_eq!(piped.status.code(), Some(0));
    assert!(piped.stdout.starts_with(b"{") && piped.stderr.is_empty());
}

#[test]
fn a_paragraph_that_no_cell_holds_is_refused_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let long = sample(2020).replacen("2020年，在", &format!("{}2020年，在", "长".repeat(33_000)), 1);
    fs::write(path.join("a.ron"), long).unwrap();
    fs::write(path.join("a.xlsx"), "mine").unwrap();
    let refused = run(path, &["export", "a.ron", "--to", "xlsx", "--force"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("32767"));
    assert_eq!(fs::read_to_string(path.join("a.xlsx")).unwrap(), "mine");
    assert_eq!(run(path, &["export", "a.ron", "--to", "docx"]).status.code(), Some(0));
}

#[test]
fn the_editor_exports_what_is_on_the_screen() {
    let mut story = Story::sample(2020).keys("<A-3>2<Enter><C-e>");
    let screen = story.screen();
    assert!(screen.contains("report.docx") && screen.contains("report.html"), "{screen}");
    story.press("网页<Enter>");
    assert!(story.screen().contains("不能导出 html 正式稿"), "{}", story.screen());
    assert!(story.exported.is_none());
    // The first answer leads to the error.
    story.press("<Enter>");
    assert_eq!(story.app.derived.findings[story.app.chosen].severity, Severity::Error);
    assert_eq!(story.here(), "applications/new/person", "it can be mended at once");
    let mut story = Story::sample(2020).keys("<A-3>2<Enter><C-e>网页<Enter><Down><Enter>");
    let request = story.exported.take().unwrap();
    assert!(request.is_draft && request.path.ends_with("report.html"));
    assert!(String::from_utf8(request.bytes).unwrap().contains("草稿"));
    // What is being typed belongs to it.
    let mut story = Story::sample(2020).keys("<A-3>1<C-e>json<Enter>");
    let request = story.exported.take().unwrap();
    assert!(
        !request.is_draft
            && String::from_utf8(request.bytes).unwrap().contains("\"applications/new/person\": 1,")
    );
}

#[test]
fn the_editor_asks_before_it_writes_over_a_file() {
    let mut story = Story::sample(2020);
    story.existing.push("report.docx".into());
    story.press("<C-e><Enter>");
    assert!(story.screen().contains("report.docx 已经存在"), "{}", story.screen());
    // A hasty Enter leaves the file alone.
    let mut hasty = story.keys("<Enter>");
    assert!(hasty.exported.is_none());
    assert!(hasty.screen().contains("没有导出：report.docx 还是原来的那一份"), "{}", hasty.screen());
    hasty.press("<C-e><Enter><Down><Enter>");
    let other = hasty.exported.take().unwrap();
    assert!(!other.over && other.path.ends_with("report-导出.docx"), "{:?}", other.path);
    hasty.press("<C-e><Enter><Down><Down><Enter>");
    assert!(hasty.exported.take().unwrap().over);
    assert!(hasty.screen().contains("已导出 report.docx（与报告在同一文件夹）"), "{}", hasty.screen());
    // What has no name yet is beside nothing, and is no final document.
    let mut unnamed = Story::new_report(2021);
    unnamed.app.document.path = None;
    unnamed.press("某某镇人民政府<Enter><C-e><Enter><Esc>");
    assert!(
        unnamed.exported.is_none() && unnamed.screen().contains("没有导出：还有"),
        "{}",
        unnamed.screen()
    );
    unnamed.press("<C-e><Enter><Down><Enter>");
    assert!(unnamed.exported.is_some() && unnamed.screen().contains("已导出草稿"), "{}", unnamed.screen());
    assert!(!unnamed.screen().contains("与报告在同一文件夹"), "{}", unnamed.screen());
}

#[test]
fn an_export_tells_of_warnings_left_and_of_a_report_that_is_not_saved() {
    let mut story = Story::sample(2020).keys("<C-e><Enter>");
    assert!(!story.screen().contains("提醒没有处理") && !story.screen().contains("还没有保存"));
    story.press("<A-1><C-End>本年收到政府信息公开申请7件。<C-e><Enter>");
    assert!(story.exported.is_some());
    let screen = story.screen();
    assert!(
        screen.contains("还有 1 处提醒没有处理（F4）") && screen.contains("还没有保存（Ctrl+S）"),
        "{screen}"
    );
    story.press("<C-s><C-e><Enter>");
    let screen = story.screen();
    assert!(screen.contains("提醒没有处理") && !screen.contains("还没有保存"), "{screen}");
}

#[cfg(unix)]
#[test]
fn a_report_is_not_written_over_whatever_its_name_or_link() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("a.ron"), support::sample(2020)).unwrap();
    std::fs::write(folder.join("b.ron"), support::sample(2024)).unwrap();
    std::os::unix::fs::symlink("b.ron", folder.join("link.txt")).unwrap();
    std::fs::hard_link(folder.join("b.ron"), folder.join("hard.txt")).unwrap();
    for target in ["link.txt", "hard.txt"] {
        let output = support::run(folder, &["export", "a.ron", "--to", "txt", "-o", target, "--force"]);
        assert_eq!(output.status.code(), Some(2), "{target}");
        assert_eq!(std::fs::read_to_string(folder.join("b.ron")).unwrap(), support::sample(2024));
    }
    for before in ["\u{feff}", "// of the county\n", " /* a */ // b\n\n"] {
        let text = format!("{before}{}", support::sample(2024));
        std::fs::write(folder.join("county.txt"), &text).unwrap();
        let output = support::run(folder, &["export", "a.ron", "--to", "txt", "-o", "county.txt", "--force"]);
        assert_eq!(output.status.code(), Some(2), "{before:?}");
        assert_eq!(std::fs::read_to_string(folder.join("county.txt")).unwrap(), text);
    }
}
