//! Rows of the form's tables with their names, copied out of a sheet.
//!
//! Stricter than the import of a document, since nobody reads a report about a paste: a line goes to the row that it names and
//! no other line, or it is left.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Texts of which only the number was taken: `7（其中1件重复）`.
    pub remarks: Vec<String>,
    /// What else is left out: headers of columns that the table has not, and words where figures stand.
    pub aside: Vec<String>,
}

/// A row of a table as a line names it.
struct Row<'a> {
    table: &'a Table,
    index: usize,
    /// Its label as labels are compared, without its number, and other wordings of it.
    names: Vec<String>,
    columns: Vec<Column>,
}

/// A column of a table.
struct Column {
    /// Its label as labels are compared.
    name: String,
    is_total: bool,
}

/// Words over a column of totals.
const TOTALS: [&str; 6] = ["总计", "合计", "小计", "共计", "总数", "合计数"];

/// A line of the sheet.
struct Line<'a> {
    cells: &'a [String],
    /// The column of the sheet in which its name stands: the last of its labels.
    name: usize,
    /// The row that it names.
    row: Option<usize>,
}

/// Reads lines of cells parted by tabs for the tables of a section, whose amounts are in this unit; none where no line has both a
/// name and figures.
pub fn read(form: &Form, section: SectionId, unit: AmountUnit, text: &str) -> Option<Rows> {
    let sheet = sheet(text);
    let is_named =
        |line: &Vec<String>| line.iter().any(|text| is_name(text)) && line.iter().any(|text| is_value(text));
    if !sheet.iter().any(is_named) {
        return None;
    }
    let tables = form.section_at(section).tables.iter().map(|table| &form.tables[table.0]);
    let rows: Vec<Row> = tables.flat_map(|table| rows_of(form, table)).collect();
    let mut read = Rows::default();
    let mut found: BTreeMap<usize, Vec<(CellId, &str)>> = BTreeMap::new();
    let mut names: BTreeMap<usize, &str> = BTreeMap::new();
    let mut heads: Vec<&str> = Vec::new();
    for Part { header, lines, first } in parts(&rows, &sheet, &mut read.left) {
        heads.extend(header.iter().copied());
        for line in lines {
            let name = line.cells[line.name].as_str();
            let cells = line.row.and_then(|row| {
                let texts =
                    Texts { header: &header, cells: line.cells, first: first.unwrap_or(line.name + 1) };
                Some((row, texts.cells(&rows[row], &mut read.aside)?))
            });
            match cells {
                // Nobody knows which of both is meant.
                Some((row, _)) if names.contains_key(&row) => {
                    found.remove(&row);
                    read.left.push(name.to_owned());
                }
                Some((row, cells)) => {
                    names.insert(row, name);
                    found.insert(row, cells);
                }
                None => read.left.push(name.to_owned()),
            }
        }
    }
    read.left
        .extend(names.iter().filter(|(row, _)| !found.contains_key(row)).map(|(_, name)| (*name).to_owned()));
    let tells_yuan = |text: &str| text.contains('元') && !text.contains("万元");
    let heads_tell_yuan = tells_yuan(&heads.concat());
    for (row, cells) in found {
        let in_yuan = unit == AmountUnit::Wan && (tells_yuan(names[&row]) || heads_tell_yuan);
        for (cell, text) in cells {
            read.take(form, cell, text, in_yuan);
        }
    }
    let mut seen = BTreeSet::new();
    read.aside.retain(|text| seen.insert(text.clone()));
    Some(read)
}

/// The cells of a sheet as it is copied, line by line. One with a line end in it stands in quotation marks.
pub fn sheet(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let is_quoted = text.matches('"').count().is_multiple_of(2);
    let mut lines = vec![vec![String::new()]];
    let mut is_within = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let Some(cell) = lines.last_mut().and_then(|line| line.last_mut()) else { break };
        match c {
            '"' if is_within && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_within => is_within = false,
            '"' if is_quoted && cell.is_empty() => is_within = true,
            '\t' if !is_within => lines.last_mut().into_iter().for_each(|line| line.push(String::new())),
            '\n' if !is_within => lines.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    for cell in lines.iter_mut().flatten() {
        *cell = cell.trim().to_owned();
    }
    lines
}

/// Lines under the same header.
struct Part<'a> {
    /// What stands over each column of the sheet; empty where there is no header.
    header: Vec<&'a str>,
    lines: Vec<Line<'a>>,
    /// The column of the sheet in which the figures of all lines begin, where that is one.
    first: Option<usize>,
}

/// The lines of a sheet that name something. Figures without a name are left.
fn parts<'a>(rows: &[Row], sheet: &'a [Vec<String>], left: &mut Vec<String>) -> Vec<Part<'a>> {
    let mut parts = vec![Part { header: Vec::new(), lines: Vec::new(), first: None }];
    let mut is_below_header = false;
    for cells in sheet {
        let Some(first) = cells.iter().position(|text| is_name(text)) else {
            if cells.iter().any(|text| is_value(text)) {
                left.push(cells.join(" "));
            }
            continue;
        };
        let end =
            cells.iter().skip(first).position(|text| is_value(text)).map_or(cells.len(), |at| first + at);
        let name = cells[..end].iter().rposition(|text| is_name(text)).unwrap_or(first);
        let row = the_row(rows, &cells[name]);
        let (has_values, words) = (end < cells.len(), cells.iter().filter(|text| !text.is_empty()).count());
        if !has_values && words > 1 && (row.is_none() || heads_columns(rows, cells)) {
            if !is_below_header {
                parts.push(Part { header: vec![""; cells.len()], lines: Vec::new(), first: None });
            }
            if let Some(Part { header, .. }) = parts.last_mut() {
                header.resize(header.len().max(cells.len()), "");
                header
                    .iter_mut()
                    .zip(cells)
                    .filter(|(_, text)| !text.is_empty())
                    .for_each(|(over, text)| *over = text);
            }
            is_below_header = true;
            continue;
        }
        is_below_header = false;
        // A label that stands alone, over the rows below it.
        if !has_values && (row.is_none() || cells.len() == 1) {
            continue;
        }
        if let Some(part) = parts.last_mut() {
            part.lines.push(Line { cells, name, row });
        }
    }
    for part in &mut parts {
        let names = part.lines.iter().filter(|line| line.row.is_some()).map(|line| line.name);
        let first = names.max().map(|name| name + 1);
        let is_label = |line: &Line| {
            first.is_some_and(|first| {
                !line.cells.iter().take(first).skip(line.name).any(|text| is_value(text))
            })
        };
        part.first = first.filter(|_| part.lines.iter().all(is_label));
    }
    parts
}

/// Whether two columns of a table are called as these cells are, or one to the letter: 总计 is a column, （七）总计 a row.
fn heads_columns(rows: &[Row], cells: &[String]) -> bool {
    let is_named = |row: &Row, text: &String| row.columns.iter().any(|column| column.name == normal(text));
    let is_head = |row: &Row| {
        cells.iter().filter(|text| row.column(text).is_some()).count() > 1
            || cells.iter().any(|text| is_named(row, text))
    };
    rows.iter().any(is_head)
}

impl Rows {
    fn take(&mut self, form: &Form, cell: CellId, text: &str, in_yuan: bool) {
        let about = form.cell(cell);
        let value = value(about.kind, text, in_yuan);
        if has_remark(about.kind, text) {
            self.remarks.push(text.to_owned());
        }
        if !about.is_computed() {
            self.cells.push((cell, value));
        } else if let Some(total) = value.number() {
            self.totals.push((cell, total));
        }
    }
}

/// What a text of a sheet puts into a cell; `in_yuan` where its amounts are in 元 and the report's in 万元.
pub fn value(kind: Kind, text: &str, in_yuan: bool) -> Value {
    match number::read(kind, text) {
        Reading::Blank | Reading::Mark => Value::Blank,
        Reading::Number { value, unit: None, .. } if kind != Kind::Amount || !in_yuan => Value::Number(value),
        // An amount in another unit is told of where it stands.
        Reading::Number { unit: None, .. } => Value::Invalid(format!("{text}元")),
        Reading::Number { .. } | Reading::Other => Value::Invalid(text.to_owned()),
    }
}

/// Whether a text says more than the number that is taken of it.
pub fn has_remark(kind: Kind, text: &str) -> bool {
    matches!(number::read(kind, text), Reading::Number { has_note: true, .. })
}

/// Whether these names stand over columns of a section's tables, as far as half of them.
pub fn are_headers(form: &Form, section: SectionId, names: &[String]) -> bool {
    let tables = form.section_at(section).tables.iter().map(|table| &form.tables[table.0]);
    let rows: Vec<Row> = tables.flat_map(|table| rows_of(form, table)).collect();
    let known = names.iter().filter(|name| rows.iter().any(|row| row.column(name).is_some()));
    known.count() * 2 >= names.len()
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

/// Whether a text is meant as a figure: all that is no name.
fn is_value(text: &str) -> bool {
    !text.is_empty() && !is_name(text)
}

fn rows_of<'a>(form: &'a Form, table: &'a Table) -> impl Iterator<Item = Row<'a>> {
    table.rows.iter().enumerate().map(move |(index, row)| {
        let names = [&row.label].into_iter().chain(&row.also).map(|name| plain(name)).collect();
        let columns = table.columns.iter().enumerate().map(|(column, about)| Column {
            name: plain(about.label),
            is_total: form.cell(table.cell(index, column)).is_computed(),
        });
        Row { table, index, names, columns: columns.collect() }
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
    // What stands in brackets behind it is a remark on it.
    let remark = name.rfind(['（', '(']).filter(|at| *at > 0 && name.ends_with(['）', ')']));
    let name = plain(remark.and_then(|at| name.get(..at)).unwrap_or(name));
    let only = |is_it: &dyn Fn(&String) -> bool| {
        let mut found = (0..rows.len()).filter(|row| rows[*row].names.iter().any(is_it));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|own| *own == name)
        .or_else(|| only(&|own| name.chars().count() > 1 && own.contains(&name)))
        .or_else(|| only(&|own| own.chars().count() > 3 && name.contains(own.as_str())))
        .or_else(|| only(&|own| name.chars().count() > 2 && is_short_for(&name, own)))
}

/// Whether a name is another one with characters left out: 信访投诉 is 信访举报投诉类申请.
fn is_short_for(name: &str, own: &str) -> bool {
    let mut own = own.chars();
    name.chars().all(|c| own.any(|other| other == c))
}

impl Row<'_> {
    /// The column that is called so; or the only one whose name has this in it, or begins or ends it.
    fn column(&self, told: &str) -> Option<usize> {
        let told = plain(told);
        let only = |is_it: &dyn Fn(&Column) -> bool| {
            let mut found = (0..self.columns.len()).filter(|column| is_it(&self.columns[*column]));
            found.next().filter(|_| found.next().is_none())
        };
        if told.is_empty() {
            return None;
        }
        only(&|own| own.name == told)
            .or_else(|| only(&|own| own.is_total && TOTALS.contains(&told.as_str())))
            .or_else(|| only(&|own| own.name.contains(&told)))
            .or_else(|| only(&|own| told.starts_with(&own.name)))
            .or_else(|| only(&|own| own.name.chars().count() > 3 && told.ends_with(&own.name)))
    }
}

/// The texts of a line with what stands over them; figures begin in column `first` of the sheet.
struct Texts<'a, 's> {
    header: &'a [&'s str],
    cells: &'s [String],
    first: usize,
}

impl<'s> Texts<'_, 's> {
    /// The cells of a row: by what the header says over them, or one after the other. None where that is not clear. What belongs
    /// to no column is put aside.
    fn cells(&self, row: &Row, aside: &mut Vec<String>) -> Option<Vec<(CellId, &'s str)>> {
        let mut told = self.header.iter().skip(self.first).filter(|told| !told.is_empty()).peekable();
        let columns = if told.peek().is_none() {
            self.in_order(row, aside)?
        } else if told.clone().any(|told| row.column(told).is_some()) {
            self.under_header(row, aside)
        } else {
            // A header of another table: nobody knows what stands under it.
            aside.extend(told.map(|told| (*told).to_owned()));
            return None;
        };
        let mut cells: Vec<(CellId, &str)> = Vec::new();
        for (column, text) in columns {
            let cell = row.table.cell(row.index, column);
            if is_name(text) {
                aside.push(text.to_owned());
            } else if cells.iter().any(|(other, _)| *other == cell) {
                return None;
            } else {
                cells.push((cell, text));
            }
        }
        Some(cells)
    }

    fn under_header(&self, row: &Row, aside: &mut Vec<String>) -> Vec<(usize, &'s str)> {
        let mut columns = Vec::new();
        for (at, text) in self.cells.iter().enumerate().skip(self.first) {
            let told = self.header.get(at).copied().unwrap_or_default();
            match row.column(told) {
                Some(column) => columns.push((column, text.as_str())),
                None if text.is_empty() => {}
                None => aside.push(if told.is_empty() { text } else { told }.to_owned()),
            }
        }
        columns
    }

    fn in_order(&self, row: &Row, aside: &mut Vec<String>) -> Option<Vec<(usize, &'s str)>> {
        let all = row.columns.len();
        let typed = row.columns.iter().filter(|column| !column.is_total).count();
        let texts = self.cells.get(self.first..).unwrap_or_default();
        // A remark behind the figures.
        let remarks = texts.iter().rev().take_while(|text| text.is_empty() || is_name(text)).count();
        let (figures, behind) = texts.split_at(texts.len() - remarks);
        aside.extend(behind.iter().filter(|text| !text.is_empty()).cloned());
        // A label that covers several columns of the sheet has blanks behind it.
        let blanks = figures.iter().take_while(|text| text.is_empty()).count();
        let is_whole = figures.len() > all && figures.len() - blanks >= typed;
        let figures = if is_whole { &figures[blanks..] } else { figures };
        if figures.len() > all {
            return None;
        }
        // What is blank behind them is a blank of the table.
        let rest = behind.iter().filter(|text| text.is_empty());
        Some(
            figures
                .iter()
                .chain(rest)
                .map(String::as_str)
                .enumerate()
                .take_while(|(column, _)| *column < all)
                .collect(),
        )
    }
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
    fn labels_that_cover_several_columns_shift_no_figure() {
        let granted = |rows: &Rows, column: &str| value(rows, &format!("applications/granted/{column}"));
        let new = |rows: &Rows, column: &str| value(rows, &format!("applications/new/{column}"));
        // The printed form as a spreadsheet has it: three columns of labels, blanks where cells are merged.
        let header = "\"（本列数据的勾稽关系为：第一项加第二项之和，\n等于第三项加第四项之和）\"\t\t\t申请人情况\n\
                      \t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\
                      \t\t\t\t商业企业\t科研机构\t\"社会公益\n组织\"\t法律服务机构\t其他\t\n";
        let lines = "一、本年新收政府信息公开申请数量\t\t\t\t2\t\t1\t\t4\t7\n\
                     三、本年度办理结果\t（一）予以公开\t\t9\t\t\t\t\t3\t12\n\
                     \t（三）不予公开\t1.属于国家秘密\t8\t\t\t\t\t\t8\n";
        for text in [format!("{header}{lines}"), lines.to_owned()] {
            let rows = rows("applications", &text);
            assert_eq!(
                (new(&rows, "person").as_deref(), new(&rows, "welfare").as_deref()),
                (Some(""), Some("1"))
            );
            assert_eq!(
                (granted(&rows, "person").as_deref(), granted(&rows, "other_org").as_deref()),
                (Some("9"), Some("3"))
            );
            assert_eq!(value(&rows, "applications/state_secret/person").as_deref(), Some("8"));
            assert_eq!((rows.totals.len(), rows.left.len(), rows.aside.len()), (3, 0, 0), "{rows:?}");
        }
        // A single line tells it by being whole, with its total or without.
        for total in ["\t8", ""] {
            let rows = rows(
                "applications",
                &format!("一、本年新收政府信息公开申请数量\t\t\t5\t2\t0\t1\t0\t0{total}\n"),
            );
            assert_eq!(
                (new(&rows, "person").as_deref(), new(&rows, "other_org").as_deref()),
                (Some("5"), Some("0"))
            );
        }
    }

    #[test]
    fn units_and_remarks_of_a_ledger_stand_in_no_figures_way() {
        let with_units =
            rows("applications", "予以公开\t9件\n部分公开\t1\t3件\t老王\n本机关不掌握\t2件\t-\n");
        for (row, person) in [("granted", "9"), ("partial", "1"), ("not_held", "2")] {
            assert_eq!(
                value(&with_units, &format!("applications/{row}/person")).as_deref(),
                Some(person),
                "{row}"
            );
        }
        assert_eq!(with_units.aside, ["老王"]);
        assert_eq!(value(&with_units, "applications/partial/research"), None, "a remark is no figure");
        let remarked = rows(
            "applications",
            "序号\t项目\t自然人\t商业企业\t备注\n1\t予以公开\t6\t2\t3\n2\t部分公开\t1\t0\t\n",
        );
        assert_eq!(value(&remarked, "applications/granted/person").as_deref(), Some("6"));
        assert_eq!(value(&remarked, "applications/granted/research"), None, "the header says what it is");
        assert_eq!((remarked.cells.len(), remarked.aside.as_slice()), (4, &["备注".to_owned()][..]));
        let turned = rows("applications", "项目\t合计\t其他\t自然人\t商业企业\n予以公开\t6\t1\t3\t2\n");
        assert_eq!(value(&turned, "applications/granted/person").as_deref(), Some("3"));
        assert_eq!((turned.totals.len(), turned.left.len()), (1, 0), "{turned:?}");
        let spare =
            rows("applications", "予以公开\t\t1\t2\t3\t4\t5\t15\t\t\n部分公开\t\t1\t2\t3\t4\t5\t15\t备注\n");
        for row in ["granted", "partial"] {
            assert_eq!(
                value(&spare, &format!("applications/{row}/enterprise")).as_deref(),
                Some("1"),
                "{row}"
            );
            assert_eq!(
                value(&spare, &format!("applications/{row}/other_org")).as_deref(),
                Some("5"),
                "{row}"
            );
        }
        assert_eq!(spare.totals.len(), 2);
        let totals = rows(
            "applications",
            "项目\t总计\t\n予以公开\t16\t\n（七）总计\t\t\n（六）其他处理\t3.其他\t\t\n",
        );
        assert_eq!(
            (totals.totals.len(), value(&totals, "applications/granted/person")),
            (1, None),
            "{totals:?}"
        );
        let fee = rows("disclosure", "行政许可\t46\n行政事业性收费\t8600元\n");
        assert_eq!(value(&fee, "fees/fees/amount").as_deref(), Some("8600元"), "told of where it stands");
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
        // Headers of the other edition stand over other numbers, headings of tables are no rows.
        let old = "第二十条第（一）项\t\t\t\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规范性文件\t7\t8\t99\n\
                   第二十条第（五）项\t\t\t\n信息内容\t上一年项目数量\n行政许可\t10\n";
        let foreign = rows("disclosure", old);
        assert!(foreign.cells.is_empty() && foreign.left == ["规范性文件", "行政许可"], "{foreign:?}");
        let old_form = Forms.get("2019").unwrap();
        let own = read(old_form, old_form.section("disclosure").unwrap(), AmountUnit::Wan, old).unwrap();
        let licences = old_form.find("licensing/licences/last_year").unwrap();
        assert!(own.cells.contains(&(licences, Value::Number(10.into()))) && own.left.is_empty(), "{own:?}");
        assert!(
            own.cells.iter().all(|(cell, _)| !old_form.cell(*cell).address.contains("/services/")),
            "{own:?}"
        );
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
