//! The form files: sound, complete, and to the letter of the statutory instruments.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use reportui::check::{Policy, Totals, check};
use reportui::form::{Form, Forms, Layout, lint};
use reportui::report::edit::recast;
use reportui::report::{Reference, Report, Value, apply};
use rust_decimal::Decimal;

fn forms() -> impl Iterator<Item = &'static Form> {
    Forms.editions().map(|edition| Forms.get(edition).unwrap())
}

#[test]
fn every_form_is_sound() {
    for edition in Forms.editions() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/forms/{edition}.ron"));
        let form = Form::read(fs::read_to_string(path).unwrap().leak()).unwrap();
        assert_eq!(form.edition, edition);
        assert_eq!(lint::lint(&form), Vec::<String>::new(), "{edition}");
        // What was read when the program was built is what the file says.
        assert_eq!(format!("{:?}", Forms.get(edition).unwrap()), format!("{form:?}"), "{edition}");
    }
}

#[test]
fn a_cell_is_found_by_its_whole_address() {
    for form in forms() {
        for (id, cell) in form.cells() {
            assert_eq!(form.find(&cell.address), Some(id), "{}", cell.address);
            assert_eq!(form.find(&format!("{}/", cell.address)), None);
        }
        assert_eq!(form.find("applications/new"), None);
    }
}

#[test]
fn the_lint_sees_what_is_wrong() {
    let sound =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/forms/2019.ron")).unwrap();
    let faults = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        lint::lint(&Form::read(sound.replacen(from, to, 1).leak()).unwrap()).join("; ")
    };
    assert!(faults("id: \"carried_in\"", "id: \"new\"").contains("\"new\" stands twice"));
    assert!(
        faults("of: \"carried_in\", name", "of: \"carried_inn\", name").contains("no term \"carried_inn\"")
    );
    assert!(
        faults("row: \"documents/rules\"", "row: \"documents/rulez\"").contains("no row \"documents/rulez\"")
    );
    let hidden = sound.replacen("规章", "规\u{1b}[31m章", 1);
    assert!(Form::read(hidden.leak()).unwrap_err().to_string().contains("not to be seen"));
    let circle = sound.replacen("\"granted\", \"partial\"", "\"handled_total\", \"partial\"", 1);
    assert!(Form::read(circle.leak()).unwrap_err().to_string().contains("sum of itself"));
    assert!(faults("label: \"规章\"", "label: \" \"").contains("label of documents/rules has no text"));
    assert!(faults("id: \"problems\"", "id: \"Problems\"").contains("lower-case"));
    assert!(faults("edition: \"2019\"", "edition: \"../x y\"").contains("edition \"../x y\": use"));
    assert!(faults("edition: \"2019\"", "edition: \"\"").contains("edition \"\": use"));
    assert!(faults("id: \"balance\"", "id: \"平 衡\"").contains("rule id \"平 衡\": use"));
    assert!(faults("label: \"法律服务机构\"", "label: \"科研机构\"").contains("the label of another column"));
    assert!(faults("label: \"规章\"", "label: \"规\n章\"").contains("documents/rules is more than one line"));
    let twice = faults("sum: [\"person\",", "sum: [\"person\", \"person\",");
    assert_eq!(twice, "the sum total of applications counts \"person\" twice");
    let twice = faults("\"granted\", \"partial\"", "\"granted\", \"partial\", \"granted\"");
    assert!(twice.contains("counts \"granted\" twice") && !twice.contains(';'), "{twice}");
    let sided = sound.find("left: [").unwrap();
    let end = sided + sound[sided..].find(']').unwrap();
    assert!(faults(&sound[sided..=end], "left: []").contains("the left side has no terms"));
    let mut bare = Form::read(sound.clone().leak()).unwrap();
    bare.tables[0].rows.clear();
    bare.sections.clear();
    let bare = lint::lint(&bare).join("; ");
    assert!(bare.contains("\"documents\" has no row or no column") && bare.contains("no section"), "{bare}");
    let (before, behind) = sound.split_once("Tables([").unwrap();
    let (_, behind) = behind.split_once("\n            ]),").unwrap();
    let tableless = format!("{before}Tables([]),{behind}");
    let error = Form::read(tableless.leak()).unwrap_err().to_string();
    assert!(error.contains("\"disclosure\" has no table"), "{error}");
    let escaped = sound.replacen("gloss: \"", "gloss: \"\\\"", 1);
    assert!(format!("{:?}", Form::read(escaped.leak())).contains("r#"));
    assert!(Form::read(sound.replace("sum: [\"person\"", "sum: [\"persona\"").leak()).is_err());
}

#[test]
fn each_edition_has_the_cells_of_its_instrument() {
    let count = |edition: &str, ids: &[&str]| -> usize {
        let form = Forms.get(edition).unwrap();
        ids.iter().map(|id| form.table(id).unwrap().cells().count()).sum()
    };
    let disclosure = ["documents", "licensing", "enforcement", "fees"];
    assert_eq!(count("2019", &disclosure) + count("2019", &["procurement"]), 22);
    assert_eq!((count("2019", &["applications"]), count("2019", &["disputes"])), (161, 15));
    assert_eq!(count("2021", &disclosure), 10);
    assert_eq!((count("2021", &["applications"]), count("2021", &["disputes"])), (175, 15));
    for form in forms() {
        let inputs = form.cells().filter(|(_, cell)| !cell.is_computed()).count();
        assert_eq!(inputs, 166, "{}", form.edition);
    }
}

#[test]
fn a_year_has_one_edition() {
    for year in 2019..2100 {
        let found: Vec<_> = forms().filter(|form| form.years.contains(year)).collect();
        assert_eq!(found.len(), 1, "{year}");
        assert_eq!(Forms.for_year(year).unwrap().edition, if year < 2021 { "2019" } else { "2021" });
    }
    assert!(Forms.for_year(2018).is_none());
}

/// Every label of a form with the ids it belongs to, in form order.
fn labels(form: &Form) -> String {
    let mut out = String::new();
    for section in &form.sections {
        out.push_str(&format!("{} | {}\n", section.id, section.title));
        for table in section.tables.iter().map(|id| &form.tables[id.0]) {
            if !table.heading.is_empty() {
                out.push_str(&format!("{} | {}\n", table.id, table.heading));
            }
            if !table.stub.is_empty() {
                out.push_str(&format!("{} stub | {}\n", table.id, table.stub));
            }
            for column in &table.columns {
                let path: Vec<_> = column.under.iter().chain([&column.label]).copied().collect();
                out.push_str(&format!("{}/*/{} | {}\n", table.id, column.id, path.join(" > ")));
            }
            for row in &table.rows {
                let path: Vec<_> = row.under.iter().chain([&row.label]).copied().collect();
                out.push_str(&format!("{}/{} | {}\n", table.id, row.id, path.join(" > ")));
            }
        }
    }
    out
}

/// The lists were written from the instruments, not from the form files.
#[test]
fn labels_are_those_of_the_written_list() {
    for form in forms() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/labels/{}.txt", form.edition));
        let list = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        for (ours, expected) in labels(form).lines().zip(list.lines()) {
            assert_eq!(ours, expected, "{}", path.display());
        }
        assert_eq!(labels(form).lines().count(), list.lines().count());
    }
}

/// The text of the official Word template, white space removed, where it is at hand.
#[test]
fn labels_are_those_of_the_official_template() {
    let Some(shared) = support::shared() else { return };
    let file = fs::File::open(shared.join("data/template-2021.docx")).unwrap();
    let mut xml = String::new();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut template = String::new();
    for run in xml.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' '])) {
        let text = run.split_once('>').unwrap().1.split("</w:t>").next().unwrap();
        template.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
    let form = Forms.get("2021").unwrap();
    let mut rest = template.as_str();
    let mut next = |label: &str| {
        let at =
            rest.find(label).unwrap_or_else(|| panic!("{label} is not in the template where it belongs"));
        rest = &rest[at + label.len()..];
    };
    for section in &form.sections {
        next(section.title);
        for table in section.tables.iter().map(|id| &form.tables[id.0]) {
            let mut printed: Vec<&str> = vec![&table.heading, &table.stub];
            let columns = || table.columns.iter().map(|column| column.label);
            if table.layout == Layout::Across {
                // 行政复议 行政诉讼, five columns, then the two kinds of suit, then their columns.
                printed.extend(["行政复议", "行政诉讼"]);
                printed.extend(columns());
                printed.extend(["未经复议直接起诉", "复议后起诉"]);
                printed.extend(columns().chain(columns()));
            } else if table.id == "applications" {
                printed.extend(["申请人情况", "自然人", "法人或其他组织", "总计"]);
                printed.extend(columns().filter(|label| *label != "自然人" && *label != "总计"));
            } else {
                printed.extend(columns());
            }
            let mut groups: Vec<&str> = Vec::new();
            if table.layout == Layout::Down {
                for row in &table.rows {
                    let new = row.under.iter().copied().filter(|label| !groups.contains(label));
                    let new: Vec<_> = new.collect();
                    groups.extend(&new);
                    printed.extend(new);
                    printed.push(row.label);
                }
            }
            printed.into_iter().for_each(&mut next);
        }
    }
}

#[test]
fn words_are_found_in_the_order_of_their_ends_longer_ones_first() {
    let form = Forms.get("2021").unwrap();
    let text = "新收到申请8件，结转下年度继续办理3件，主动公开312条。";
    let found: Vec<_> =
        form.wordings().find(text).into_iter().map(|(_, range)| (range.end, range.start)).collect();
    assert!(found.len() > 8 && found.is_sorted(), "{found:?}");
    for words in ["新收到", "新收", "结转下年度", "主动公开"] {
        let start = text.find(words).unwrap();
        assert!(found.contains(&(start + words.len(), start)), "{words}");
    }
}

#[test]
fn totals_of_totals_take_no_time_and_break_nothing() {
    // Each row adds up two others, above it or below it: a sum that is made anew for each would never end.
    let rows = |sum: &dyn Fn(usize) -> String, last: usize| -> String {
        let row = |row| {
            format!(
                "Leaf(id: \"r{row}\", label: \"r{row}\", gloss: \"r\", help: (zh: \"填\", en: \"fill\"){}),",
                sum(row)
            )
        };
        (0..=last).map(row).collect()
    };
    let above = rows(
        &|row| if row < 2 { String::new() } else { format!(", sum: [\"r{}\", \"r{}\"]", row - 1, row - 2) },
        96,
    );
    let below = rows(
        &|row| if row > 94 { String::new() } else { format!(", sum: [\"r{}\", \"r{}\"]", row + 1, row + 2) },
        96,
    );
    for rows in [above, below] {
        let form = format!(
            "Form(edition: \"sums\", instrument: \"文\", years: (first: 2026), title: \"{{organ}}{{year}}年报告\", sections: [\
             (id: \"s\", mark: \"一\", title: \"一、表\", name: (zh: \"表\", en: \"T\"), gloss: \"g\", help: (zh: \"填\", en: \"fill\"), \
             body: Tables([(id: \"t\", columns: [Leaf(id: \"c\", label: \"c\", gloss: \"c\", help: (zh: \"填\", en: \"fill\"))], \
             rows: [{rows}])]))], rules: [])"
        );
        let form: &'static Form = Box::leak(Box::new(Form::read(form.leak()).unwrap()));
        assert_eq!(lint::lint(form), Vec::<String>::new());
        let mut report = Report::new(form, Some(2026));
        for cell in form.cells().filter(|(_, cell)| !cell.is_computed()).map(|(id, _)| id) {
            report.cells[cell.0] = Value::Number(Decimal::from(999_999_999_999_999_i64));
        }
        let totals = Totals::of(form, &report);
        let known = form.totals().filter(|(cell, _)| totals.number(&report, *cell).is_some());
        assert_eq!(known.count(), form.totals().count());
        check(form, &report, None, &Policy::default());
        let (first, last) = (form.find("t/r0/c").unwrap(), form.find("t/r96/c").unwrap());
        assert!(form.is_part(first, last) || form.is_part(last, first));
    }
}

#[test]
fn text_moves_to_the_section_of_its_name_and_none_is_lost() {
    let own = Forms.get("2021").unwrap();
    // The sections 五 and 六 have changed places, and 六 is called otherwise.
    let source = Forms.source("2021").unwrap();
    let section = |id: &str| {
        let start = source[..source.find(&format!("id: \"{id}\"")).unwrap()].rfind("        (\n").unwrap();
        let end = start + source[start..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
        (start, end)
    };
    let (problems, other) = (section("problems"), section("other"));
    let turned = format!(
        "{}{}{}",
        &source[..problems.0],
        source[other.0..other.1].replacen("\"other\"", "\"more\"", 1),
        &source[problems.0..problems.1]
    );
    let turned = format!("{turned}{}", &source[other.1..]).replace("section: \"other\"", "section: \"more\"");
    let form: &'static Form = Box::leak(Box::new(Form::read(turned.leak()).unwrap()));
    let mut report = Report::new(own, Some(2024));
    let (overview, problems, other) =
        (own.section("overview").unwrap(), own.section("problems").unwrap(), own.section("other").unwrap());
    for (section, text) in [(overview, "总。"), (problems, "难。"), (other, "收到3件。")] {
        report.prose[section.0] = vec![text.to_owned()];
    }
    let cell = own.find("applications/new/total").unwrap();
    report.references = vec![Reference { section: other, paragraph: 0, start: 6, end: 7, cell }];
    let before = report.clone();
    let back = apply(&mut report, recast(&before, own, form).0);
    let text = |id: &str| report.prose[form.section(id).unwrap().0].join("|");
    assert_eq!((text("overview").as_str(), text("more").as_str()), ("总。", ""));
    assert_eq!(text("problems"), "难。|六、其他需要报告的事项|收到3件。", "under its own heading");
    let moved = &report.references[0];
    assert_eq!((moved.section, moved.paragraph), (form.section("problems").unwrap(), 2));
    apply(&mut report, back);
    assert_eq!(report, before, "and back");
}
