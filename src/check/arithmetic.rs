//! Rules that arithmetic decides: relations of the form, printed totals, cells that hold no number.

use rust_decimal::Decimal;

use super::{Facts, Finding, Subject, contradicts};
use crate::form::rule::{Comparison, Relation, Rule, Severity, Term};
use crate::form::{AmountUnit, CellId, Kind, Table};
use crate::report::Value;
use crate::report::value::{half_width, number};

pub(super) fn check(subject: &Subject, findings: &mut Vec<Finding>) {
    for (index, rule) in subject.form.rules.iter().enumerate() {
        if let Rule::Relation(relation) = rule {
            relate(subject, index, relation, findings);
        }
    }
    stated_totals(subject, findings);
    counts(subject, findings);
}

fn relate(subject: &Subject, rule: usize, relation: &Relation, findings: &mut Vec<Finding>) {
    let Some(table) = subject.form.table(relation.table) else { return };
    let [left_terms, right_terms] = subject.form.terms(rule, relation);
    for run in 0..relation.runs(table) {
        let left = Side::of(subject, relation, table, run, left_terms.clone());
        let right = Side::of(subject, relation, table, run, right_terms.clone());
        let (Some(left), Some(right)) = (left, right) else { continue };
        // An identity is looked at as soon as anything is filled in; an inequality needs both sides, so that it stays
        // silent while someone is still typing. What is blank is the business of rule `blank`.
        let silent = match relation.is {
            // What flows over from last year says nothing of a row or column in which nothing is filled in yet.
            Comparison::Equal if relation.needs_last_year() => !left.typed && !right.typed,
            Comparison::Equal => left.is_blank() && right.is_blank(),
            _ => left.is_blank() || (right.is_blank() && !relation.right.is_empty()),
        };
        if silent || holds(relation.is, left.sum, right.sum) {
            continue;
        }
        let [left_terms, right_terms] = [&left_terms, &right_terms].map(|terms| {
            terms.clone().map(|(term, place)| (term, relation.at(table, run, place))).collect::<Vec<_>>()
        });
        let own = left_terms.iter().chain(&right_terms).filter(|(term, _)| !term.last_year);
        let cells = own.map(|(_, cell)| *cell).collect();
        let [left_values, right_values] = [left_terms, right_terms]
            .map(|terms| terms.into_iter().filter_map(|(term, cell)| value(subject, cell, term)).collect());
        let facts = Facts::Relation { rule, left: left_values, right: right_values };
        findings.push(
            Finding::new(relation.id, relation.severity)
                .on_cells(subject.form, cells)
                .between(left.sum, right.sum)
                .with(facts),
        );
    }
}

/// The number of a term, 0 where it is blank; none where last year's report is asked for and does not tell.
fn value(subject: &Subject, cell: CellId, term: &Term) -> Option<Decimal> {
    if term.last_year {
        return subject.last_years_number(&subject.form.cell(cell).address);
    }
    Some(subject.number(cell).unwrap_or_default())
}

fn holds(is: Comparison, left: Decimal, right: Decimal) -> bool {
    match is {
        Comparison::Equal => left == right,
        Comparison::AtLeast => left >= right,
        Comparison::AtMost => left <= right,
        Comparison::ZeroTogether => left.is_zero() == right.is_zero(),
    }
}

/// One side of a relation in one column or row.
#[derive(Default)]
struct Side {
    sum: Decimal,
    filled: bool,
    /// A cell of this year's report is filled in.
    typed: bool,
}

impl Side {
    /// None where last year's report is asked for and does not tell.
    fn of<'a>(
        subject: &Subject,
        relation: &Relation,
        table: &Table,
        run: usize,
        terms: impl Iterator<Item = (&'a Term, usize)>,
    ) -> Option<Self> {
        let mut side = Self::default();
        for (term, place) in terms {
            let cell = relation.at(table, run, place);
            let value = value(subject, cell, term)?;
            let is_filled =
                term.last_year || subject.number(cell).is_some() || !subject.report.value(cell).is_blank();
            side.filled |= is_filled;
            side.typed |= is_filled && !term.last_year;
            side.sum += if term.minus { -value } else { value };
        }
        Some(side)
    }

    fn is_blank(&self) -> bool {
        !self.filled
    }
}

fn stated_totals(subject: &Subject, findings: &mut Vec<Finding>) {
    for (cell, stated) in &subject.report.stated {
        let computed = subject.number(*cell);
        if contradicts(*stated, computed) {
            findings.push(
                Finding::new("stated-total", Severity::Error)
                    .on_cells(subject.form, vec![*cell])
                    .between(*stated, computed.unwrap_or_default()),
            );
        }
    }
}

fn counts(subject: &Subject, findings: &mut Vec<Finding>) {
    for (id, cell) in subject.form.cells() {
        if let Value::Invalid(text) = subject.report.value(id) {
            findings.push(Finding::new("count", Severity::Error).on_cells(subject.form, vec![id]).with(
                Facts::Typed { text: text.clone(), kind: cell.kind, wan: wan(subject, cell.kind, text) },
            ));
        }
    }
}

/// What an amount that was typed in 元 is in 万元, where the report's amounts are in 万元.
fn wan(subject: &Subject, kind: Kind, text: &str) -> Option<Decimal> {
    let yuan = half_width(text.trim()).strip_suffix('元')?.trim().to_owned();
    let yuan = number(kind, &yuan).ok()?;
    let in_wan = kind == Kind::Amount && subject.report.amount_unit == AmountUnit::Wan;
    in_wan.then(|| (yuan / Decimal::from(10_000)).normalize())
}
