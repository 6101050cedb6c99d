//! The words against the tables, on sentences from some thirty organs: no false alarm, and most contradictions found.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use reportui::check::{Policy, check};
use reportui::form::{Form, Forms};
use reportui::report::{Report, Value};
use rust_decimal::Decimal;
use serde::Deserialize;
use support::shared;

#[derive(Deserialize)]
struct Narrative {
    id: u32,
    sub: u32,
    organ: String,
    year: u16,
    text: String,
    full_text: Option<String>,
    sum: String,
    stated: Option<i64>,
    #[serde(default)]
    claims: Vec<Claim>,
    #[serde(default)]
    unsure: bool,
}

#[derive(Deserialize, Clone)]
struct Claim {
    kind: String,
    #[serde(deserialize_with = "decimal")]
    value: Decimal,
    phrase: String,
    result: Option<String>,
    block: Option<String>,
    outcome: Option<String>,
    #[serde(default)]
    includes_carry: bool,
}

fn decimal<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Decimal, D::Error> {
    let number = serde_json::Number::deserialize(source)?;
    number.to_string().parse().map_err(serde::de::Error::custom)
}

fn narratives() -> Vec<Narrative> {
    let Some(shared) = shared() else { return Vec::new() };
    let text = fs::read_to_string(shared.join("data/narratives.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

impl Narrative {
    fn text(&self) -> &str {
        self.full_text.as_deref().unwrap_or(&self.text)
    }

    fn form(&self) -> &'static Form {
        Forms.for_year(self.year.max(2019)).unwrap()
    }

    /// The cell whose column or row total a claim is about; the first of the group where it is about several.
    fn cell(&self, claim: &Claim) -> Option<String> {
        let row = |row: &str| Some(format!("applications/{row}/person"));
        match claim.kind.as_str() {
            "says-new" => row("new"),
            "says-carried-in" => row("carried_in"),
            "says-carried-out" => row("carried_out"),
            "says-handled" => row("other_result").filter(|_| self.year > 2020).or(row("other_handling")),
            "says-result" => row(match claim.result.as_deref()? {
                "granted" | "granted+partial" => "granted",
                "partial" => "partial",
                "refused" => "state_secret",
                "unable" => "not_held",
                "not_handled" => "petitions",
                "other" if self.year > 2020 => "correction_overdue",
                "other" => "other_handling",
                other => panic!("{other}"),
            }),
            "says-disputes" => {
                let block = match claim.block.as_deref()? {
                    "reconsideration" | "all" => "reconsideration",
                    _ => "direct_suit",
                };
                let outcome = claim.outcome.as_deref().filter(|outcome| *outcome != "total");
                Some(format!("disputes/{block}/{}", outcome.unwrap_or("upheld")))
            }
            _ => None,
        }
    }

    /// A report whose tables say what the sentence says, but for one claim, whose number is one more.
    fn report(&self, text: &str, wrong: Option<usize>) -> Report {
        let form = self.form();
        let mut report = Report::new(form, Some(self.year.max(2019)));
        report.organ.clone_from(&self.organ);
        report.prose[0] = vec![text.to_owned()];
        let mut cells: BTreeMap<String, Decimal> = BTreeMap::new();
        let has_outcomes = self
            .claims
            .iter()
            .any(|claim| claim.outcome.as_deref().is_some_and(|outcome| outcome != "total"));
        let (mut carried, mut is_more) = (Decimal::ZERO, Decimal::ZERO);
        for (index, claim) in self.claims.iter().enumerate() {
            let more = Decimal::from(u8::from(wrong == Some(index)));
            if claim.kind == "says-handled" {
                continue;
            }
            // The parts make the whole; where that is to be another one, so is its first part.
            if claim.kind == "says-disputes" && has_outcomes && claim.outcome.as_deref() == Some("total") {
                is_more = more;
                continue;
            }
            if let Some(cell) = self.cell(claim) {
                let value = claim.value + more + std::mem::take(&mut is_more)
                    - if claim.includes_carry { carried } else { Decimal::ZERO };
                if claim.kind == "says-carried-in" {
                    carried = claim.value;
                }
                cells.insert(cell, value);
            }
        }
        // What is said to have been handled is the sum of what came of it; the rest goes where nobody speaks of.
        if let Some((index, claim)) =
            self.claims.iter().enumerate().find(|(_, claim)| claim.kind == "says-handled")
        {
            let results = [
                "granted",
                "partial",
                "state_secret",
                "not_held",
                "petitions",
                "correction_overdue",
                "other_handling",
            ];
            let known: Decimal =
                results.iter().filter_map(|row| cells.get(&format!("applications/{row}/person"))).sum();
            let more = Decimal::from(u8::from(wrong == Some(index)));
            let rest = claim.value - known + more;
            // A row that the sentence says nothing of.
            let free = self.free_row(&cells);
            *cells.entry(format!("applications/{free}/person")).or_default() += rest.max(Decimal::ZERO);
        }
        for (address, value) in cells {
            if let Some(id) = form.find(&address) {
                report.cells[id.0] = Value::Number(value);
            }
        }
        report
    }

    fn free_row(&self, cells: &BTreeMap<String, Decimal>) -> &'static str {
        let said = |result: &str| self.claims.iter().any(|claim| claim.result.as_deref() == Some(result));
        let groups = [
            ("not_handled", "petitions"),
            ("unable", "not_held"),
            ("refused", "state_secret"),
            ("granted", "granted"),
            ("partial", "partial"),
        ];
        let free = groups.into_iter().find(|(result, row)| {
            !said(result) && !cells.contains_key(&format!("applications/{row}/person"))
        });
        let other = if self.year > 2020 { "correction_overdue" } else { "other_handling" };
        free.map_or(other, |(_, row)| row)
    }
}

/// Rules about numbers in the text that a report breaks, with the words.
fn found(form: &Form, report: &Report) -> Vec<(String, String)> {
    let findings = check(form, report, None, &Policy::default()).findings;
    let said = findings.into_iter().filter(|finding| finding.rule.starts_with("says-"));
    said.map(|finding| (finding.rule.clone(), finding.phrase.unwrap().text)).collect()
}

#[test]
fn true_sentences_are_let_be_and_wrong_ones_found() {
    let narratives = narratives();
    if narratives.is_empty() {
        return;
    }
    let (mut alarms, mut missed) = (String::new(), String::new());
    let (mut right, mut all) = (0, 0);
    for one in &narratives {
        let text = one.text();
        let is_mismatch = one.sum == "mismatch";
        for (rule, phrase) in found(one.form(), &one.report(text, None)) {
            let expected = rule == "says-sum" && is_mismatch;
            // 上海市政府办公厅: the text itself says 答复805 and lists 716.
            if !expected && !one.unsure {
                alarms += &format!("{}/{}: {rule} {phrase}\n", one.id, one.sub);
            }
        }
        if is_mismatch && !one.unsure {
            all += 1;
            if found(one.form(), &one.report(text, None)).iter().any(|(rule, _)| rule == "says-sum") {
                right += 1;
            } else {
                missed += &format!("{}/{}: sum of {text}\n", one.id, one.sub);
            }
        }
        // A list that adds up, with another whole.
        if one.sum == "ok"
            && let Some(stated) = one.stated
            && text.contains(&stated.to_string())
        {
            all += 1;
            let text = text.replacen(&stated.to_string(), &(stated + 1).to_string(), 1);
            if found(one.form(), &one.report(&text, None)).iter().any(|(rule, _)| rule == "says-sum") {
                right += 1;
            } else {
                missed += &format!("{}/{}: sum of {text}\n", one.id, one.sub);
            }
        }
        for (index, claim) in one.claims.iter().enumerate().filter(|(_, claim)| one.cell(claim).is_some()) {
            all += 1;
            let findings = found(one.form(), &one.report(text, Some(index)));
            if findings.iter().any(|(rule, _)| *rule == claim.kind) {
                right += 1;
            } else {
                missed += &format!("{}/{}: {} {} in {text}\n", one.id, one.sub, claim.kind, claim.phrase);
            }
        }
    }
    assert_eq!(alarms, "");
    assert!(right * 100 >= all * 90, "{right} of {all} found, missed:\n{missed}");
}

/// A published report, read from its document.
fn published(name: &str) -> Option<reportui::import::Imported> {
    let bytes = fs::read(shared()?.join("data/reports").join(name)).unwrap();
    Some(reportui::import::import(name, bytes).unwrap())
}

/// Everything that is found in the published reports, and why it is right. Anything else is a false alarm.
const FOUND: [(&str, &[(&str, &str)]); 11] = [
    ("huaian-city-2024.pdf", HUAIAN),
    ("huaian-city-2024-layout.txt", HUAIAN),
    ("huaian-city-2024-raw.txt", HUAIAN),
    (
        "huaian-city-2024-reading.txt",
        &[
            HUAIAN[0],
            ("blank", "the numbers of 四 stand out of order in this text and have no certain place"),
            HUAIAN[1],
        ],
    ),
    ("kejing-2020.txt", &[]),
    ("shuyang-drc-2023.html", SHUYANG),
    ("shuyang-drc-2023-celltabs.txt", SHUYANG),
    ("suqian-city-2023-layout.txt", &[FEE_NOTICE]),
    ("suqian-city-2023-raw.txt", &[FEE_NOTICE]),
    ("suqian-city-2024-layout.txt", SUQIAN_2024),
    ("suqian-city-2024-raw.txt", SUQIAN_2024),
];

const FEE_NOTICE: (&str, &str) = (
    "fee-notice",
    "（六）1 counts applications given up for unpaid fees, and 六 says nothing of a fee notice",
);

const HUAIAN: &[(&str, &str)] =
    &[("supervision", "the text has no word of 考核, 评议 or 追究 at all, and it is a 人民政府"), FEE_NOTICE];

const SHUYANG: &[(&str, &str)] =
    &[("blank", "the five columns of organisations are printed without numbers")];

const SUQIAN_2024: &[(&str, &str)] = &[
    ("says-disputes", "the text tells 134 reconsiderations, 四 has 170"),
    ("says-disputes", "the text tells 57 suits, 四 has 77"),
    FEE_NOTICE,
];

#[test]
fn of_published_reports_only_what_is_wrong_is_reported() {
    let rules = |name: &str, last: Option<(&Form, &Report)>| {
        let this = published(name).unwrap();
        let findings = check(this.form, &this.report, last, &Policy::default()).findings;
        findings.into_iter().map(|found| found.rule).collect::<Vec<_>>()
    };
    let Some(before) = published("suqian-city-2023-layout.txt") else { return };
    for (name, expected) in FOUND {
        let expected: Vec<_> = expected.iter().map(|(rule, _)| *rule).collect();
        assert_eq!(rules(name, None), expected, "{name}");
    }
    // What was carried over and what is in force follow from 2023: nothing is added.
    let name = "suqian-city-2024-layout.txt";
    assert_eq!(rules(name, Some((before.form, &before.report))), rules(name, None));
    // And they are looked at: a number of 2023 changed breaks both.
    let mut other = before.report.clone();
    for address in ["applications/carried_out/person", "documents/normative/in_force"] {
        other.cells[before.form.find(address).unwrap().0] = Value::Number(1.into());
    }
    let found = rules(name, Some((before.form, &other)));
    assert!(found.contains(&"carry".to_owned()) && found.contains(&"in-force-flow".to_owned()), "{found:?}");
}
