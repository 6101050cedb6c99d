//! What is different between two states of a report: cells, paragraphs, title and signature.

use std::collections::BTreeMap;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use rust_decimal::Decimal;

use super::{Report, Value, Waiver};
use crate::form::{AmountUnit, CellId, Form, SectionId};

/// One thing that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The edition of the form.
    Edition(String, String),
    /// The organ's name.
    Organ(String, String),
    /// The year.
    Year(Option<u16>, Option<u16>),
    /// A cell, numbered by the form of the first state, and what both states hold there.
    Cell(CellId, Value, Value),
    /// Paragraphs of a section: those of the first state, and those that stand in their place.
    Paragraphs(SectionId, Vec<String>, Vec<String>),
    /// The unit of amounts.
    AmountUnit(AmountUnit, AmountUnit),
    /// 落款: the organ that signs, and the date as it is printed.
    Signed(String, String),
    /// A total that was printed, by the cell of the first form, and what both states have there.
    Stated(CellId, Option<Decimal>, Option<Decimal>),
    /// The acceptance of a finding: what it is about, and how both states have it. The cells are numbered by the form of the
    /// state they are of.
    Accepted(Box<Accepted>, Option<Box<Waiver>>, Option<Box<Waiver>>),
}

/// What an acceptance is about. Cells are named by address: editions number them differently.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted {
    /// Rule id.
    pub rule: String,
    /// Addresses of the cells.
    pub cells: Vec<String>,
    /// The words in the prose.
    pub phrase: Option<String>,
    /// What is missing.
    pub names: Vec<String>,
}

/// Everything in which two states of a report differ, in document order. `forms` are those of the two states.
///
/// Between editions, cells of the first are compared with those of the same address, sections with those of the same id.
pub fn differences(forms: (&Form, &Form), before: &Report, after: &Report) -> Vec<Difference> {
    let mut found = Vec::new();
    if before.edition != after.edition {
        found.push(Difference::Edition(before.edition.clone(), after.edition.clone()));
    }
    if before.organ != after.organ {
        found.push(Difference::Organ(before.organ.clone(), after.organ.clone()));
    }
    if before.year != after.year {
        found.push(Difference::Year(before.year, after.year));
    }
    for (index, section) in forms.0.sections.iter().enumerate() {
        for table in &section.tables {
            for cell in forms.0.tables[table.0].cells() {
                // What has no place in the other edition is gone there.
                let other = forms.1.find(&forms.0.cell(cell).address);
                let (old, new) =
                    (before.value(cell), other.map_or(&Value::Blank, |other| after.value(other)));
                if old != new {
                    found.push(Difference::Cell(cell, old.clone(), new.clone()));
                }
                let stated = |report: &Report, cell: CellId| report.stated.get(&cell).copied();
                let (old, new) = (stated(before, cell), other.and_then(|other| stated(after, other)));
                if old != new {
                    found.push(Difference::Stated(cell, old, new));
                }
            }
        }
        let other = forms.1.section(section.id);
        let (old, new) = (before.prose.get(index), other.and_then(|other| after.prose.get(other.0)));
        if let (Some(old), Some(new)) = (old, new) {
            found.extend(
                paragraphs(old, new).map(|(old, new)| Difference::Paragraphs(SectionId(index), old, new)),
            );
        }
    }
    if before.amount_unit != after.amount_unit {
        found.push(Difference::AmountUnit(before.amount_unit, after.amount_unit));
    }
    let (old, new) = (before.signature().join(" "), after.signature().join(" "));
    if old != new {
        found.push(Difference::Signed(old, new));
    }
    let (old, mut new) = (accepted(forms.0, before), accepted(forms.1, after));
    let held = |waiver: Option<&Waiver>| waiver.cloned().map(Box::new);
    for (about, old) in old {
        let new = new.remove(&about);
        if new.is_none_or(|new| (&new.left, &new.right, &new.reason) != (&old.left, &old.right, &old.reason))
        {
            found.push(Difference::Accepted(Box::new(about), held(Some(old)), held(new)));
        }
    }
    let added = new.into_iter();
    found.extend(added.map(|(about, new)| Difference::Accepted(Box::new(about), None, held(Some(new)))));
    found
}

fn accepted<'a>(form: &Form, report: &'a Report) -> BTreeMap<Accepted, &'a Waiver> {
    let about = |waiver: &Waiver| Accepted {
        rule: waiver.rule.clone(),
        cells: waiver.cells.iter().map(|cell| form.cell(*cell).address.clone()).collect(),
        phrase: waiver.phrase.clone(),
        names: waiver.names.clone(),
    };
    report.waivers.iter().map(|waiver| (about(waiver), waiver)).collect()
}

/// Of differences between editions, those that can be compared, and how many cells cannot: rows and columns of one edition
/// that the other does not have count something else.
pub fn comparable(
    forms: (&Form, &Form),
    after: &Report,
    differences: Vec<Difference>,
) -> (Vec<Difference>, usize) {
    let (found, other): (Vec<_>, Vec<_>) = differences.into_iter().partition(|difference| match difference {
        Difference::Cell(cell, ..) | Difference::Stated(cell, ..) => {
            forms.1.find(&forms.0.cell(*cell).address).is_some()
        }
        _ => true,
    });
    let only_after = forms
        .1
        .cells()
        .filter(|(cell, about)| !after.value(*cell).is_blank() && forms.0.find(&about.address).is_none());
    (found, other.len() + only_after.count())
}

/// Stretches of paragraphs that are different.
fn paragraphs(old: &[String], new: &[String]) -> impl Iterator<Item = (Vec<String>, Vec<String>)> {
    let mut input = InternedInput::<&str>::default();
    input.update_before(old.iter().map(String::as_str));
    input.update_after(new.iter().map(String::as_str));
    let stretches: Vec<_> = Diff::compute(Algorithm::Histogram, &input).hunks().collect();
    let part = |texts: &[String], stretch: Range<u32>| {
        texts.get(stretch.start as usize..stretch.end as usize).unwrap_or_default().to_vec()
    };
    stretches.into_iter().map(move |stretch| (part(old, stretch.before), part(new, stretch.after)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn cells_and_paragraphs_that_are_different_are_told_in_order() {
        let form = Forms.get("2021").unwrap();
        let mut before = Report::new(form, Some(2024));
        before.prose[0] = ["甲", "乙", "丙"].map(str::to_owned).to_vec();
        let mut after = before.clone();
        let cell = form.find("applications/new/person").unwrap();
        after.cells[cell.0] = Value::Number(7.into());
        after.prose[0] = ["甲", "丁", "丙", "戊"].map(str::to_owned).to_vec();
        after.organ = "克井镇".to_owned();
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            differences((form, form), &before, &after),
            [
                Difference::Organ(String::new(), "克井镇".to_owned()),
                Difference::Paragraphs(SectionId(0), texts(&["乙"]), texts(&["丁"])),
                Difference::Paragraphs(SectionId(0), texts(&[]), texts(&["戊"])),
                Difference::Cell(cell, Value::Blank, Value::Number(7.into())),
            ]
        );
        assert!(differences((form, form), &before, &before).is_empty());
    }
}
