//! Rules about the form as a whole: title, edition, blanks, and figures that this organ can hardly have.

use chrono::Datelike as _;
use rust_decimal::Decimal;

use super::organ::belongs;
use super::{Facts, Finding, OddDate, Subject};
use crate::form::Forms;
use crate::form::rule::{Ceiling, Powerless, Rule, Severity, Share};
use crate::report::NoDay;
use crate::text::is_hidden;

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    title(subject, findings);
    edition(subject, findings);
    blanks(subject, findings);
    for rule in &subject.form.rules {
        match rule {
            Rule::Powerless(rule) => findings.extend(powerless(subject, rule)),
            Rule::Ceiling(rule) => findings.extend(ceiling(subject, rule)),
            Rule::Share(rule) => findings.extend(share(subject, rule)),
            _ => {}
        }
    }
}

fn title(subject: &Subject, findings: &mut Vec<Finding>) {
    let organ = subject.report.organ.chars().any(|c| !c.is_whitespace() && !is_hidden(c));
    let year = subject.report.year.is_some();
    if !organ || !year {
        findings.push(Finding::new("title", Severity::Error).with(Facts::Title { organ, year }));
    }
    findings.extend(signature(subject));
}

/// Certain is only what no calendar has; an error keeps a final document from being made.
fn signature(subject: &Subject) -> Option<Finding> {
    let signed = subject.report.signed.as_ref().filter(|signed| !signed.date.trim().is_empty())?;
    let in_words = ['年', '月', '日'].iter().all(|unit| signed.date.contains(*unit));
    let (severity, odd) = match (signed.day(), subject.report.year) {
        (Err(NoDay::Impossible), _) => (Severity::Error, OddDate::Impossible),
        (Ok(Some(day)), Some(year)) if day.year() <= i32::from(year) => {
            (Severity::Warning, OddDate::Early(year))
        }
        (Err(NoDay::Incomplete), _) => (Severity::Warning, OddDate::NoDay),
        (Ok(None), _) if !in_words => (Severity::Warning, OddDate::NoDay),
        _ => return None,
    };
    Some(Finding::new("title", severity).with(Facts::Date(signed.printed_date().into_owned(), odd)))
}

fn edition(subject: &Subject, findings: &mut Vec<Finding>) {
    let Some(year) = subject.report.year else { return };
    if !subject.form.years.contains(year) {
        let right = Forms.for_year(year).map(|form| form.edition.to_owned());
        let facts = Facts::Edition(subject.form.edition.to_owned(), right);
        findings.push(Finding::new("edition", Severity::Error).with(facts));
    }
}

fn blanks(subject: &Subject, findings: &mut Vec<Finding>) {
    for table in &subject.form.tables {
        let blank = table
            .cells()
            .filter(|cell| subject.report.value(*cell).is_blank() && !subject.form.cell(*cell).is_computed());
        let blank: Vec<_> = blank.collect();
        if !blank.is_empty() {
            let count = Decimal::from(blank.len());
            findings.push(
                Finding::new("blank", Severity::Warning)
                    .on_cells(subject.form, blank)
                    .between(count, Decimal::ZERO),
            );
        }
    }
}

fn powerless(subject: &Subject, rule: &Powerless) -> Option<Finding> {
    if !belongs(&subject.report.organ, rule.organs) {
        return None;
    }
    let (table, row) = rule.row.split_once('/')?;
    let table = subject.form.table(table)?;
    let row = table.row(row)?;
    let cells = table.cells_of(row);
    let filled =
        cells.filter_map(|cell| Some((cell, subject.number(cell).filter(|number| !number.is_zero())?)));
    let (cells, numbers): (Vec<_>, Vec<_>) = filled.unzip();
    (!cells.is_empty()).then(|| {
        Finding::new(rule.id, rule.severity)
            .on_cells(subject.form, cells)
            .between(numbers.into_iter().sum(), Decimal::ZERO)
            .with(Facts::Row)
    })
}

fn ceiling(subject: &Subject, rule: &Ceiling) -> Option<Finding> {
    let cell = subject.form.find(rule.cell)?;
    let amount = subject.number(cell)?;
    let limit = Decimal::from(rule.limit);
    let finding = Finding::new(rule.id, rule.severity).on_cells(subject.form, vec![cell]);
    if belongs(&subject.report.organ, rule.organs) && amount > limit {
        return Some(finding.between(amount, limit));
    }
    let (form, report) = subject.last_year?;
    let before = report.value(form.find(rule.cell)?).number().filter(|before| !before.is_zero())?;
    (amount > before * Decimal::from(rule.growth))
        .then(|| finding.between(amount, before).with(Facts::Growth(rule.growth)))
}

fn share(subject: &Subject, rule: &Share) -> Option<Finding> {
    let cells = [subject.form.find(rule.part)?, subject.form.find(rule.whole)?];
    let [part, whole] = [subject.number(cells[0])?, subject.number(cells[1])?];
    (part * Decimal::ONE_HUNDRED > whole * Decimal::from(rule.percent)).then(|| {
        Finding::new(rule.id, rule.severity).on_cells(subject.form, cells.to_vec()).between(part, whole)
    })
}
