//! Rows of the form's tables with their names, copied out of a sheet.
//!
//! Stricter than the import of a document, since nobody reads a report about a paste: a line goes to the row that it names and
//! no other line, or it is left.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::label::normal;
use super::number::{self, Reading};
use crate::form::{AmountUnit, CellId, Form, Kind, SectionId, Table};
use crate::report::Value;

/// What lines with names say.
#[derive(Debug, Default)]
pub struct Rows {
    /// What people fill, by cell; a blank too, where it stands among the others.
    pub cells: Vec<(CellId, Value)>,
    /// Totals that stand there.
    pub totals: Vec<(CellId, Decimal)>,
    /// The names of lines that are left out: they name no row, more than one, or one that was named before, or their columns are
    /// not known.
    pub left: Vec<String>,
}

/// A row of a table as a line names it.
struct Row<'a> {
    table: &'a Table,
    index: usize,
    /// Its label as labels are compared, without its number, and other wordings of it.
    names: Vec<String>,
}

/// Reads lines of cells parted by tabs for the tables of a section, whose amounts are in this unit; none where no line has both a
/// name and figures.
pub fn read(form: &Form, section: SectionId, unit: AmountUnit, text: &str) -> Option<Rows> {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').map(str::trim).collect()).collect();
    let is_named =
        |line: &Vec<&str>| line.iter().any(|text| is_name(text)) && line.iter().any(|text| is_figure(text));
    if !lines.iter().any(is_named) {
        return None;
    }
    let tables = form.section_at(section).tables.iter().map(|table| &form.tables[table.0]);
    let rows: Vec<Row> = tables.flat_map(rows_of).collect();
    let mut read = Rows::default();
    let mut found: BTreeMap<usize, Vec<(CellId, &str)>> = BTreeMap::new();
    let mut names: BTreeMap<usize, &str> = BTreeMap::new();
    let mut header: &[&str] = &[];
    for line in &lines {
        let Some(name) = line.iter().rposition(|text| is_name(text)) else {
            if line.iter().any(|text| is_figure(text)) {
                read.left.push(line.join(" "));
            }
            continue;
        };
        let has_figures = line.iter().any(|text| is_figure(text));
        let row = the_row(&rows, line[name]);
        if !has_figures && line.iter().filter(|text| !text.is_empty()).count() > 1 {
            header = line;
            continue;
        }
        // A label that stands alone, over the rows below it.
        if !has_figures && (row.is_none() || line.len() == 1) {
            continue;
        }
        let cells = row.and_then(|row| Some((row, cells(&rows[row], &line[name + 1..], header, name + 1)?)));
        match cells {
            // Nobody knows which of both is meant.
            Some((row, _)) if names.contains_key(&row) => {
                found.remove(&row);
                read.left.push(line[name].to_owned());
            }
            Some((row, cells)) => {
                names.insert(row, line[name]);
                found.insert(row, cells);
            }
            None => read.left.push(line[name].to_owned()),
        }
    }
    read.left
        .extend(names.iter().filter(|(row, _)| !found.contains_key(row)).map(|(_, name)| (*name).to_owned()));
    let header = header.concat();
    for (row, cells) in found {
        let tells_yuan = |text: &&str| text.contains('元') && !text.contains("万元");
        let in_yuan = unit == AmountUnit::Wan && [names[&row], header.as_str()].iter().any(tells_yuan);
        for (cell, text) in cells {
            read.take(form, cell, text, in_yuan);
        }
    }
    Some(read)
}

impl Rows {
    fn take(&mut self, form: &Form, cell: CellId, text: &str, in_yuan: bool) {
        let about = form.cell(cell);
        let value = match number::read(about.kind, text) {
            Reading::Blank | Reading::Mark => Value::Blank,
            Reading::Number { value, unit: None, .. } if about.kind != Kind::Amount || !in_yuan => {
                Value::Number(value)
            }
            // An amount in another unit is told of where it stands.
            Reading::Number { unit: None, .. } => Value::Invalid(format!("{text}元")),
            Reading::Number { .. } | Reading::Other => Value::Invalid(text.to_owned()),
        };
        if !about.is_computed() {
            self.cells.push((cell, value));
        } else if let Some(total) = value.number() {
            self.totals.push((cell, total));
        }
    }
}

/// The number that a text of a sheet stands for, with a unit or without.
pub fn figure(kind: Kind, text: &str) -> Option<Decimal> {
    match number::read(kind, text) {
        Reading::Number { value, .. } => Some(value),
        _ => None,
    }
}

/// Whether a text is nothing but a number.
pub fn is_figure(text: &str) -> bool {
    let is_number = |kind| crate::report::value::number(kind, text).is_ok();
    is_number(Kind::Change) || is_number(Kind::Amount)
}

/// Whether a text names something; `12件` and `约3件` are mistyped figures.
pub fn is_name(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、'));
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let has_number = rest.len() < text.len() && !text.contains(['.', '、']);
    letters > if has_number { 2 } else { 1 } && !rest.contains(|c: char| c.is_ascii_digit())
}

fn rows_of(table: &Table) -> impl Iterator<Item = Row<'_>> {
    table.rows.iter().enumerate().map(move |(index, row)| {
        let names = [&row.label].into_iter().chain(&row.also).map(|name| plain(name)).collect();
        Row { table, index, names }
    })
}

/// A name as names are compared: simplified, without punctuation, without its number or year.
fn plain(name: &str) -> String {
    let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十（）().、 ".contains(c);
    let rest = name.trim_start_matches(numbered);
    let rest = rest.strip_prefix('年').filter(|_| rest.len() < name.len()).unwrap_or(rest);
    normal(if rest.is_empty() { name } else { rest })
}

/// The row that is called so; or the only one whose name has this in it, or is short for it.
fn the_row(rows: &[Row], name: &str) -> Option<usize> {
    // What stands in brackets is a remark on it.
    let name = plain(
        name.split(['（', '('])
            .rfind(|part| !part.is_empty() && !part.ends_with(['）', ')']))
            .unwrap_or(name),
    );
    let only = |is_it: &dyn Fn(&String) -> bool| {
        let mut found = (0..rows.len()).filter(|row| rows[*row].names.iter().any(is_it));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|own| *own == name)
        .or_else(|| only(&|own| own.contains(&name)))
        .or_else(|| only(&|own| own.chars().count() > 3 && name.contains(own.as_str())))
        .or_else(|| only(&|own| name.chars().count() > 2 && is_short_for(&name, own)))
}

/// Whether a name is another one with characters left out: 信访投诉 is 信访举报投诉类申请.
fn is_short_for(name: &str, own: &str) -> bool {
    let mut own = own.chars();
    name.chars().all(|c| own.any(|other| other == c))
}

/// The cells of a row for the texts behind its name, the first of which stands in column `first` of the sheet: by what the header
/// says over them, or one after the other. None where that is not clear.
fn cells<'a>(row: &Row, texts: &[&'a str], header: &[&str], first: usize) -> Option<Vec<(CellId, &'a str)>> {
    let columns: Vec<String> = row.table.columns.iter().map(|column| plain(column.label)).collect();
    let filled = texts.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
    let mut cells: Vec<(CellId, &str)> = Vec::new();
    for (at, text) in texts.iter().take(columns.len().max(filled)).enumerate() {
        let told = header.get(first + at).map(|text| plain(text)).filter(|text| !text.is_empty());
        let exact = told.as_ref().and_then(|told| columns.iter().position(|own| own == told));
        let alike = told.as_ref().and_then(|told| {
            let mut found = (0..columns.len()).filter(|column| columns[*column].contains(told.as_str()));
            found.next().filter(|_| found.next().is_none())
        });
        let column = exact.or(alike).unwrap_or(at);
        if column >= columns.len() {
            if text.is_empty() {
                continue;
            }
            return None;
        }
        let cell = row.table.cell(row.index, column);
        if cells.iter().any(|(other, _)| *other == cell) {
            return None;
        }
        cells.push((cell, text));
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn rows(section: &str, text: &str) -> Rows {
        let form = Forms.get("2021").unwrap();
        read(form, form.section(section).unwrap(), AmountUnit::Wan, text).unwrap()
    }

    fn value(rows: &Rows, address: &str) -> Option<String> {
        let cell = Forms.get("2021").unwrap().find(address).unwrap();
        rows.cells.iter().find(|(other, _)| *other == cell).map(|(_, value)| value.text().into_owned())
    }

    #[test]
    fn lines_go_to_the_rows_they_name_and_to_no_other() {
        let text = "项目\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n\
                    2023年新收\t31\t3\t1\t2\t4\t0\t41\n三、本年度办理结果\n补正后仍不明确\n信访投诉\t2\t0\t0\t0\t0\t0\t2\n\
                    国家秘密\t9\t\t\t\t\t\t\n其他\t1\t0\t0\t0\t0\t0\t1\n合计总数\t5\t0\t0\t0\t0\t0\t5\n总计\t3\t0\t0\t0\t0\t0\t3\n\
                    结转\t2\t0\t0\t0\t0\t0\t2\n";
        let rows = rows("applications", text);
        for (row, person) in [("new", "31"), ("petitions", "2"), ("state_secret", "9"), ("other_result", "1")]
        {
            assert_eq!(value(&rows, &format!("applications/{row}/person")).as_deref(), Some(person), "{row}");
        }
        assert_eq!(value(&rows, "applications/still_unclear/person"), None);
        assert_eq!(value(&rows, "applications/state_secret/enterprise").as_deref(), Some(""), "a blank too");
        assert_eq!(rows.left, ["合计总数", "结转"], "结转 is in two names");
        assert_eq!(rows.totals.len(), 4 + 6, "{:?}", rows.totals);
    }

    #[test]
    fn what_is_not_clear_is_left() {
        let twice = rows("applications", "予以公开\t5\t0\n部分公开\t1\t0\n予以公开\t7\t0\n");
        assert_eq!((twice.cells.len(), twice.left.len()), (2, 2), "{twice:?}");
        let turned = rows("disclosure", "项目\t现行有效\t制发\t废止\n规范性文件\t9\t2\t1\n");
        assert_eq!(value(&turned, "documents/normative/in_force").as_deref(), Some("9"));
        assert_eq!(value(&turned, "documents/normative/issued").as_deref(), Some("2"));
        let yuan = rows("disclosure", "行政事业性收费（元）\t12500\n");
        assert_eq!(value(&yuan, "fees/fees/amount").as_deref(), Some("12500元"));
        let elsewhere = rows("disclosure", "本年新收\t31\t3\n");
        assert!(elsewhere.cells.is_empty() && elsewhere.left == ["本年新收"]);
        let across = rows("disputes", "复议后起诉\t3\t0\t1\t0\t4\n");
        assert_eq!(value(&across, "disputes/suit_after_reconsideration/upheld").as_deref(), Some("3"));
        let form = Forms.get("2021").unwrap();
        assert!(read(form, form.section("disputes").unwrap(), AmountUnit::Wan, "1\t2\n3\t4").is_none());
        let disclosure = form.section("disclosure").unwrap();
        let own = read(form, disclosure, AmountUnit::Yuan, "行政事业性收费（元）\t12500\n").unwrap();
        assert_eq!(
            value(&own, "fees/fees/amount").as_deref(),
            Some("12500"),
            "where the report is in 元 too"
        );
    }
}
