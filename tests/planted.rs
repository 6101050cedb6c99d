//! One wrong number at a time in reports whose identities hold: which of them are found, with and without last year's report.
//!
//! What can be found at all is computed beforehand from the identities of the form, and what is found has to equal it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;

use reportui::check::{Finding, Policy, Totals, check};
use reportui::form::rule::{Comparison, Relation, Rule};
use reportui::form::{CellId, Form, Forms, Kind};
use reportui::report::{Report, Value};
use rust_decimal::Decimal;
use support::{read, sample, shared};

/// A report with the totals that were printed, and the year before it.
struct Subject {
    name: String,
    form: &'static Form,
    report: Report,
    last_year: Report,
}

/// The real reports that contradict themselves nowhere, and the samples.
fn subjects() -> Vec<Subject> {
    let mut subjects = Vec::new();
    for year in [2020, 2024] {
        let (form, mut report) = read(&sample(year));
        report.stated = totals(form, &report);
        subjects.push((format!("sample {year}"), form, report));
    }
    for name in
        ["kejing-2020", "shuyang-drc-2023", "huaian-city-2024", "suqian-city-2023", "suqian-city-2024"]
    {
        if let Some(folder) = shared() {
            let facts = fs::read_to_string(folder.join(format!("data/reports/{name}.facts.csv"))).unwrap();
            let (form, report) = of_facts(name, &facts);
            subjects.push((name.to_owned(), form, report));
        }
    }
    let mut real: Vec<Subject> = subjects
        .into_iter()
        .map(|(name, form, report)| Subject { last_year: before(form, &report), name, form, report })
        .collect();
    // Of one organ two years in a row are there.
    let of_2023 =
        real.iter().find(|subject| subject.name == "suqian-city-2023").map(|one| one.report.clone());
    if let (Some(last), Some(this)) = (of_2023, real.iter_mut().find(|one| one.name == "suqian-city-2024")) {
        this.last_year = last;
    }
    let real: Vec<Subject> = real
        .into_iter()
        .filter(|subject| subject.findings(None).is_empty() && subject.findings(Some(())).is_empty())
        .collect();
    assert!(real.len() >= if shared().is_some() { 5 } else { 2 }, "most of them are consistent");
    real
}

fn totals(form: &Form, report: &Report) -> std::collections::BTreeMap<CellId, Decimal> {
    let totals = Totals::of(form, report);
    let computed = form.cells().filter(|(_, cell)| cell.is_computed()).map(|(id, _)| id);
    computed.filter_map(|id| Some((id, totals.number(report, id)?))).collect()
}

fn of_facts(name: &str, facts: &str) -> (&'static Form, Report) {
    let year: u16 = name[name.len() - 4..].parse().unwrap();
    let form = Forms.for_year(year).unwrap();
    let mut report = Report::new(form, Some(year));
    "某某市人民政府".clone_into(&mut report.organ);
    for line in facts.lines().skip(1) {
        let [table, row, column, value, kind] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let cell = form.find(&format!("{table}/{row}/{column}")).unwrap();
        if kind == "input" {
            report.cells[cell.0] = Value::typed(form.cell(cell).kind, value);
        } else if let Ok(value) = value.parse() {
            report.stated.insert(cell, value);
        }
    }
    (form, report)
}

/// The identities that need last year's report, and those that do not.
fn identities(form: &Form) -> impl Iterator<Item = &Relation> {
    form.rules.iter().filter_map(|rule| match rule {
        Rule::Relation(relation) if relation.is == Comparison::Equal => Some(relation),
        _ => None,
    })
}

/// A year before, from which this report follows: the last term of each identity over the years is what the others ask for.
fn before(form: &Form, report: &Report) -> Report {
    let mut last = Report::new(form, report.year.map(|year| year - 1));
    last.organ.clone_from(&report.organ);
    for cell in form.cells().filter(|(_, cell)| !cell.is_computed()).map(|(id, _)| id) {
        last.cells[cell.0] = Value::Number(Decimal::ZERO);
    }
    let here = Totals::of(form, report);
    for relation in identities(form).filter(|relation| relation.needs_last_year()) {
        let table = form.table(relation.table).unwrap();
        for run in 0..relation.runs(table) {
            let mut wanted = Decimal::ZERO;
            let mut free = None;
            for (side, terms) in [(1, &relation.left), (-1, &relation.right)] {
                for term in terms {
                    let Some(cell) = relation.cell(table, run, term) else { continue };
                    if term.last_year {
                        free = free.or(Some(cell));
                    } else {
                        let sign = if term.minus { -side } else { side };
                        let number = here.number(report, cell).unwrap_or_default();
                        wanted += number * Decimal::from(sign);
                    }
                }
            }
            let free = free.unwrap();
            if !form.cell(free).is_computed() {
                last.cells[free.0] = Value::Number(wanted);
            }
        }
    }
    last
}

impl Subject {
    /// What the identities say of it.
    fn findings(&self, with_last_year: Option<()>) -> Vec<Finding> {
        self.of(&self.report, with_last_year)
    }

    fn of(&self, report: &Report, with_last_year: Option<()>) -> Vec<Finding> {
        let last_year = with_last_year.map(|()| (self.form, &self.last_year));
        let rules: BTreeSet<&str> =
            identities(self.form).map(|relation| relation.id).chain(["stated-total"]).collect();
        let found = check(self.form, report, last_year, &Policy::default()).findings;
        found.into_iter().filter(|finding| rules.contains(finding.rule.as_str())).collect()
    }

    /// The cells that an identity of the form names, alone or within a total.
    fn reachable(&self, with_last_year: Option<()>) -> BTreeSet<CellId> {
        let form = self.form;
        let mut named: BTreeSet<CellId> = self.report.stated.keys().copied().collect();
        for relation in identities(form).filter(|one| with_last_year.is_some() || !one.needs_last_year()) {
            let table = form.table(relation.table).unwrap();
            for run in 0..relation.runs(table) {
                let terms = relation.left.iter().chain(&relation.right).filter(|term| !term.last_year);
                named.extend(terms.filter_map(|term| relation.cell(table, run, term)));
            }
        }
        inputs(form).filter(|cell| named.iter().any(|total| form.is_part(*cell, *total))).collect()
    }
}

fn inputs(form: &Form) -> impl Iterator<Item = CellId> + '_ {
    form.cells().filter(|(_, cell)| !cell.is_computed()).map(|(id, _)| id)
}

/// The cells of which a wrong number gives a new finding that names them, alone or within a total.
fn found(subject: &Subject, with_last_year: Option<()>) -> BTreeSet<CellId> {
    let form = subject.form;
    let before = subject.findings(with_last_year);
    let is_found = |cell: &CellId| {
        let mut report = subject.report.clone();
        let old = report.value(*cell).number().unwrap_or_default();
        let by = if form.cell(*cell).kind == Kind::Amount { Decimal::new(1, 2) } else { Decimal::ONE };
        report.cells[cell.0] = Value::Number(old + by);
        let findings = subject.of(&report, with_last_year);
        let new = findings.iter().filter(|finding| !before.contains(finding));
        new.flat_map(|finding| &finding.cells).any(|named| form.is_part(*cell, *named))
    };
    inputs(form).filter(is_found).collect()
}

#[test]
fn every_wrong_number_that_an_identity_names_is_found() {
    let mut told = String::new();
    for mut subject in subjects() {
        let printed = std::mem::take(&mut subject.report.stated);
        for (what, stated) in [("typed", None), ("imported with its printed totals", Some(printed))] {
            subject.report.stated = stated.unwrap_or_default();
            for with_last_year in [None, Some(())] {
                let (can, is) = (subject.reachable(with_last_year), found(&subject, with_last_year));
                let beside = if with_last_year.is_some() { "beside last year's" } else { "alone" };
                told += &format!(
                    "{}, {what}, {beside}: {} of {} wrong cells can be found, {} are\n",
                    subject.name,
                    can.len(),
                    inputs(subject.form).count(),
                    is.len()
                );
                assert_eq!(can, is, "{} {what} {beside}", subject.name);
            }
        }
    }
    let _ = std::io::stderr().write_all(told.as_bytes());
}
