//! What is wrong with a form file, beyond what makes it unusable: ids that clash, rules that lead nowhere.

use std::collections::HashSet;

use super::rule::{Along, Count, Relation, Rule};
use super::{Form, Text};

/// Everything that is wrong with a form, one sentence a fault; empty for a sound form.
///
/// The sentences are for the engineer who writes the form file, so they are in English only.
pub fn lint(form: &Form) -> Vec<String> {
    let mut faults = Vec::new();
    if form.sections.is_empty() {
        faults.push("there is no section".to_owned());
    }
    for table in form.tables.iter().filter(|table| table.rows.is_empty() || table.columns.is_empty()) {
        faults.push(format!("table {:?} has no row or no column", table.id));
    }
    ids(form, &mut faults);
    labels(form, &mut faults);
    sums(form, &mut faults);
    for rule in &form.rules {
        names(form, rule, &mut faults);
    }
    for address in form.charts.iter().flat_map(|chart| &chart.bars).flat_map(|bar| &bar.of) {
        if form.find(address).is_none() {
            faults.push(format!("a chart names {address:?}, which is no cell"));
        }
    }
    if form.years.last.is_some_and(|last| last < form.years.first) {
        faults.push("the last year is before the first".to_owned());
    }
    faults
}

fn ids(form: &Form, faults: &mut Vec<String>) {
    let is_plain = |id: &str, others: &str| {
        id.starts_with(|c: char| c.is_ascii_alphanumeric())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
    };
    if !is_plain(form.edition, "-_.") {
        faults.push(format!("edition {:?}: use letters, digits, - _ and .", form.edition));
    }
    for rule in form.rules.iter().filter(|rule| !is_plain(rule.id(), "-_")) {
        faults.push(format!("rule id {:?}: use letters, digits, - and _", rule.id()));
    }
    let mut unique = |what: &str, ids: &mut dyn Iterator<Item = &'static str>| {
        let mut seen = HashSet::new();
        for id in ids {
            let plain = id.starts_with(|c: char| c.is_ascii_lowercase())
                && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !plain {
                faults.push(format!("{what} id {id:?}: use lower-case letters, digits and _"));
            }
            if !seen.insert(id) {
                faults.push(format!("{what} id {id:?} stands twice"));
            }
        }
    };
    // A table is a field of the report file just as a section is, so their ids share one space.
    let prose = form.sections.iter().filter(|section| section.is_prose());
    unique("section or table", &mut prose.map(|s| s.id).chain(form.tables.iter().map(|table| table.id)));
    unique("section", &mut form.sections.iter().map(|section| section.id));
    for table in &form.tables {
        unique(&format!("row of {}", table.id), &mut table.rows.iter().map(|row| row.id));
        unique(&format!("column of {}", table.id), &mut table.columns.iter().map(|column| column.id));
    }
    // Names that every report file has besides.
    for taken in
        ["version", "edition", "organ", "year", "amount_unit", "stated", "accepted", "signed", "sum_of"]
    {
        if form.section(taken).is_some() || form.table(taken).is_some() {
            faults.push(format!("id {taken:?} is a field of every report file"));
        }
    }
}

fn labels(form: &Form, faults: &mut Vec<String>) {
    let mut twice = Vec::new();
    let mut need = |place: String, text: &str| {
        if text.trim().is_empty() {
            faults.push(format!("{place} has no text"));
        }
        if text.contains(['\n', '\r']) {
            faults.push(format!("{place} is more than one line"));
        }
    };
    for section in &form.sections {
        need(format!("title of {}", section.id), section.title);
        need(format!("Chinese help of {}", section.id), section.help.zh);
        need(format!("English help of {}", section.id), section.help.en);
    }
    for table in &form.tables {
        for row in &table.rows {
            let place = format!("{}/{}", table.id, row.id);
            need(format!("label of {place}"), row.label);
            need(format!("gloss of {place}"), row.gloss);
            need(format!("Chinese help of {place}"), row.help.zh);
            need(format!("English help of {place}"), row.help.en);
        }
        for (number, column) in table.columns.iter().enumerate() {
            let place = format!("column {}/{}", table.id, column.id);
            // An import knows them by nothing else.
            if table.columns[..number].iter().any(|other| other.label == column.label) {
                twice.push(format!("{place} has the label of another column, {:?}", column.label));
            }
            need(format!("label of {place}"), column.label);
            need(format!("gloss of {place}"), column.gloss);
        }
    }
    faults.extend(twice);
}

/// A sum that counts something twice: one fault for each row or column of which it is said.
fn sums(form: &Form, faults: &mut Vec<String>) {
    let mut told = HashSet::new();
    for (_, cell) in form.cells() {
        let mut addends = HashSet::new();
        for addend in cell.sum.iter().map(|addend| form.cell(*addend)) {
            let table = &form.tables[cell.table.0];
            let (of, addend) = if addend.column == cell.column {
                (table.rows[cell.row].id, table.rows[addend.row].id)
            } else {
                (table.columns[cell.column].id, table.columns[addend.column].id)
            };
            if !addends.insert(addend) && told.insert((table.id, of, addend)) {
                faults.push(format!("the sum {of} of {} counts {addend:?} twice", table.id));
            }
        }
    }
}

fn names(form: &Form, rule: &Rule, faults: &mut Vec<String>) {
    let mut fault = |what: String| faults.push(format!("rule {}: {what}", rule.id()));
    let both = |text: &Text| !text.zh.is_empty() && !text.en.is_empty();
    match rule {
        Rule::Relation(relation) => relation_names(form, relation, &mut fault),
        Rule::Powerless(powerless) => {
            let known = powerless
                .row
                .split_once('/')
                .is_some_and(|(table, row)| form.table(table).is_some_and(|table| table.row(row).is_some()));
            if !known {
                fault(format!("no row {:?}", powerless.row));
            }
        }
        Rule::Mentions(mentions) => {
            if !form.section(mentions.section).is_some_and(|id| form.section_at(id).is_prose()) {
                fault(format!("no prose section {:?}", mentions.section));
            }
            if let Some(cell) = mentions.when.as_ref().filter(|cell| form.find(cell).is_none()) {
                fault(format!("no cell {cell:?}"));
            }
            for topic in &mentions.topics {
                if !both(&topic.name)
                    || topic.wordings.iter().any(|text| text.is_empty())
                    || topic.wordings.is_empty()
                {
                    fault(format!("topic {:?} needs a name in both languages and wordings", topic.name.zh));
                }
            }
        }
        Rule::Filled(filled) => {
            if !form.section(filled.section).is_some_and(|id| form.section_at(id).is_prose()) {
                fault(format!("no prose section {:?}", filled.section));
            }
        }
        Rule::Outdated(outdated) => {
            if outdated.wordings.is_empty() || outdated.wordings.iter().any(|text| text.is_empty()) {
                fault("no wordings".to_owned());
            }
        }
        Rule::Ceiling(ceiling) => {
            if form.find(ceiling.cell).is_none() {
                fault(format!("no cell {:?}", ceiling.cell));
            }
        }
        Rule::Alike(alike) => {
            for id in &alike.sections {
                if !form.section(id).is_some_and(|id| form.section_at(id).is_prose()) {
                    fault(format!("no prose section {id:?}"));
                }
            }
        }
        Rule::Says(says) => {
            let cells = says.counts.iter().flat_map(|count| count.is.iter().flatten());
            for cell in cells.filter(|cell| form.find(cell).is_none()) {
                fault(format!("no cell {cell:?}"));
            }
            let is_vague = |count: &Count| {
                (count.words.is_empty() && says.none.is_empty())
                    || count.words.iter().any(|text| text.is_empty())
                    || count.is.is_empty()
            };
            if says.counts.is_empty() || says.counts.iter().any(is_vague) {
                fault("needs words and cells".to_owned());
            }
        }
        Rule::Share(share) => {
            for cell in [&share.part, &share.whole] {
                if form.find(cell).is_none() {
                    fault(format!("no cell {cell:?}"));
                }
            }
        }
    }
}

fn relation_names(form: &Form, relation: &Relation, fault: &mut dyn FnMut(String)) {
    let Some(table) = form.table(relation.table) else {
        return fault(format!("no table {:?}", relation.table));
    };
    if relation.left.is_empty() {
        fault("the left side has no terms".to_owned());
    }
    for term in relation.left.iter().chain(&relation.right) {
        let known = match relation.along {
            Along::Columns => table.row(term.of),
            Along::Rows => table.column(term.of),
        };
        if known.is_none() {
            fault(format!("no term {:?} in {}", term.of, table.id));
        }
        if term.name.zh.is_empty() || term.name.en.is_empty() {
            fault(format!("term {:?} needs a name in both languages", term.of));
        }
    }
}
