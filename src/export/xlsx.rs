//! The workbook: a sheet for every section, its tables as printed with numbers as numbers and totals as live formulas; a sheet
//! of the identities that have to hold, live too; a sheet of what is not as it should be; for a sum, one of what it adds up.
//!
//! Formulas carry their results, since a reader that does not calculate would show 0.

mod units;

use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::sheet::{Part, Sheet};
use super::{DRAFT, NotExported, Source};
use crate::form::rule::{Comparison, Relation, Rule, Term};
use crate::form::{CellId, Section, Table};
use crate::import::ASIDE;
use crate::text::{fit, printable, wide_width};

/// Digits that a number of a workbook keeps; a longer one is written as text.
const DIGITS: usize = 15;
/// Widths in characters: a column of prose, of numbers, of labels (the last one and the groups before it), of findings.
const PROSE_WIDTH: u16 = 76;
const NUMBER_WIDTH: u16 = 9;
const WIDE_NUMBER_WIDTH: u16 = 22;
const LABEL_WIDTH: u16 = 40;
const GROUP_WIDTH: u16 = 11;
/// Points that a line of a cell takes.
const LINE_HEIGHT: f64 = 15.0;
/// The same for headings; the title may take two lines.
const HEADING_HEIGHT: f64 = 26.0;
/// A table of more columns is printed across.
const WIDE: usize = 12;
/// The most characters of a sheet's name.
const LONGEST_NAME: usize = 31;

/// The report as a workbook; not where a paragraph is longer than a cell of any workbook.
pub fn write(source: &Source) -> Result<Vec<u8>, NotExported> {
    // Names and places are made so that they are allowed.
    Book::new(source).write().map_err(|_| NotExported::TooLong)
}

/// Row and column, from 0.
type Place = (u32, u16);

/// A workbook in the making.
struct Book<'a> {
    source: &'a Source<'a>,
    looks: Looks,
    /// Where every cell of the form stands, with the index of its sheet.
    places: HashMap<CellId, (usize, Place)>,
    names: Vec<String>,
}

struct Looks {
    title: Format,
    heading: Format,
    prose: Format,
    block: Format,
    header: Format,
    label: Format,
    number: Format,
    total: Format,
}

impl Looks {
    fn new() -> Self {
        let plain =
            || Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let framed = || plain().set_border(FormatBorder::Thin).set_text_wrap();
        let centred = || framed().set_align(FormatAlign::Center);
        Self {
            title: plain().set_bold().set_font_size(18).set_align(FormatAlign::Center).set_text_wrap(),
            heading: plain().set_font_name("黑体").set_font_size(14),
            prose: plain()
                .set_font_name("仿宋")
                .set_font_size(12)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            block: framed().set_background_color(Color::RGB(0x00C6_D9F1)),
            header: centred(),
            label: framed(),
            number: centred(),
            total: centred().set_background_color(Color::RGB(0x00F2_F2F2)),
        }
    }
}

impl<'a> Book<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        let names = source.form.sections.iter().map(sheet_name).collect();
        Self { source, looks: Looks::new(), places: HashMap::new(), names }
    }

    fn write(mut self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheets: Vec<_> =
            self.source.form.sections.iter().map(|section| self.source.sheet(section)).collect();
        for (index, sheet) in sheets.iter().enumerate() {
            self.locate(index, sheet);
        }
        let last = self.source.form.sections.iter().rposition(Section::is_prose);
        for (index, (section, paragraphs)) in self.source.sections().enumerate() {
            let page = self.page(&mut book, index)?;
            if section.is_prose() {
                let signature = if Some(index) == last { self.source.signature() } else { Vec::new() };
                self.prose(page, index, &paragraphs, &signature)?;
            } else {
                self.table(page, index, &sheets[index])?;
            }
        }
        self.identities(&mut book)?;
        self.findings(&mut book)?;
        self.units(&mut book)?;
        book.save_to_buffer()
    }

    /// Rows of a sheet above its content: the title on the first, the heading.
    fn rows_above(index: usize) -> u32 {
        if index == 0 { 2 } else { 1 }
    }

    fn locate(&mut self, index: usize, sheet: &Sheet) {
        for cell in &sheet.cells {
            if let Part::Number(id) = cell.part {
                let row = Self::rows_above(index) + to_u32(cell.rows.start);
                self.places.insert(id, (index, (row, to_u16(cell.columns.start))));
            }
        }
    }

    fn page<'b>(&self, book: &'b mut Workbook, index: usize) -> Result<&'b mut Worksheet, XlsxError> {
        let page = begin(self.source, book, &self.names[index])?;
        let section = &self.source.form.sections[index];
        let heading = Self::rows_above(index) - 1;
        if index == 0 {
            page.write_string_with_format(0, 0, self.source.title(), &self.looks.title)?;
            page.set_row_height(0, 2.0 * HEADING_HEIGHT)?;
        }
        page.write_string_with_format(heading, 0, section.title, &self.looks.heading)?;
        page.set_row_height(heading, HEADING_HEIGHT)?;
        Ok(page)
    }

    fn prose(
        &self,
        page: &mut Worksheet,
        index: usize,
        paragraphs: &[std::borrow::Cow<str>],
        signature: &[String],
    ) -> Result<(), XlsxError> {
        page.set_column_width(0, PROSE_WIDTH)?;
        let lines = paragraphs.iter().map(AsRef::as_ref).chain(signature.iter().map(String::as_str));
        for (row, text) in (Self::rows_above(index)..).zip(lines) {
            page.write_string_with_format(row, 0, text, &self.looks.prose)?;
            page.set_row_height(row, height(text, PROSE_WIDTH * 4 / 5))?;
        }
        Ok(())
    }

    fn table(&self, page: &mut Worksheet, index: usize, sheet: &Sheet) -> Result<(), XlsxError> {
        let above = Self::rows_above(index);
        let widths = widths(sheet);
        for (column, width) in (0..).zip(&widths) {
            page.set_column_width(column, *width)?;
        }
        for row in 0..sheet.rows {
            let cells = sheet.row(row).filter(|cell| cell.rows.len() == 1);
            let heights = cells.map(|cell| height(&cell.text, widths[cell.columns.clone()].iter().sum()));
            page.set_row_height(above + to_u32(row), heights.fold(LINE_HEIGHT, f64::max))?;
        }
        for cell in &sheet.cells {
            let (row, column) = (above + to_u32(cell.rows.start), to_u16(cell.columns.start));
            let look = match cell.part {
                Part::Heading => &self.looks.block,
                Part::Stub | Part::Header => &self.looks.header,
                Part::Label => &self.looks.label,
                Part::Number(id) if self.source.form.cell(id).is_computed() => &self.looks.total,
                Part::Number(_) => &self.looks.number,
            };
            if cell.columns.len() > 1 || cell.rows.len() > 1 {
                let (last_row, last) = (above + to_u32(cell.rows.end) - 1, to_u16(cell.columns.end) - 1);
                page.merge_range(row, column, last_row, last, "", look)?;
            }
            match cell.part {
                Part::Number(id) => self.number(page, (row, column), id, look)?,
                _ => write_text(page, (row, column), &cell.text, look)?,
            }
        }
        if sheet.header_rows > 0 {
            page.set_repeat_rows(above, above + to_u32(sheet.header_rows) - 1)?;
            page.set_freeze_panes(above + to_u32(sheet.header_rows), to_u16(sheet.label_columns))?;
        }
        if sheet.columns > WIDE {
            page.set_landscape();
        }
        Ok(())
    }

    /// A number, typed or computed.
    fn number(
        &self,
        page: &mut Worksheet,
        (row, column): Place,
        id: CellId,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let Source { form, report, derived, .. } = self.source;
        let cell = form.cell(id);
        let number = derived.totals.number(report, id);
        if cell.is_computed() {
            let parts = self.references(cell.sum.iter().copied(), false);
            page.write_formula_with_format(row, column, sum(&parts, number), look)?;
            Ok(())
        } else if number.is_some() {
            write_number(page, (row, column), number, look)
        } else {
            write_text(page, (row, column), &report.value(id).text(), look)
        }
    }

    /// Cells as a formula names them, runs of a column or a row as ranges; on their own sheet without its name.
    fn references(&self, cells: impl Iterator<Item = CellId>, from_elsewhere: bool) -> String {
        let mut ranges: Vec<(usize, Place, Place)> = Vec::new();
        for (sheet, (row, column)) in cells.filter_map(|cell| self.places.get(&cell).copied()) {
            match ranges.last_mut() {
                Some((at, first, last))
                    if *at == sheet
                        && ((first.1 == column && last.1 == column && last.0 + 1 == row)
                            || (first.0 == row && last.0 == row && last.1 + 1 == column)) =>
                {
                    *last = (row, column);
                }
                _ => ranges.push((sheet, (row, column), (row, column))),
            }
        }
        let name = |(row, column): Place| rust_xlsxwriter::utility::row_col_to_cell(row, column);
        let ranges = ranges.into_iter().map(|(sheet, first, last)| {
            let sheet = if from_elsewhere { format!("'{}'!", self.names[sheet]) } else { String::new() };
            if first == last {
                format!("{sheet}{}", name(first))
            } else {
                format!("{sheet}{}:{}", name(first), name(last))
            }
        });
        ranges.collect::<Vec<_>>().join(",")
    }

    fn identities(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        let Source { form, words, .. } = self.source;
        let page = begin(self.source, book, words.get("export.identities"))?;
        page.write_string(0, 0, ASIDE)?;
        let columns =
            [("identity", 44), ("place", 28), ("left", 12), ("right", 12), ("difference", 12), ("holds", 10)];
        self.head(page, &columns)?;
        let mut row = 2;
        for relation in form.rules.iter().filter_map(|rule| match rule {
            Rule::Relation(relation) => Some(relation).filter(|relation| !relation.needs_last_year()),
            _ => None,
        }) {
            let Some(table) = form.table(relation.table) else { continue };
            for run in 0..relation.runs(table) {
                self.identity(page, row, relation, table, run)?;
                row += 1;
            }
        }
        Ok(())
    }

    /// One run of a relation. An identity is looked at as soon as anything is filled in, anything else needs both sides.
    fn identity(
        &self,
        page: &mut Worksheet,
        row: u32,
        relation: &Relation,
        table: &Table,
        run: usize,
    ) -> Result<(), XlsxError> {
        let words = self.source.words;
        let name = match relation.along {
            crate::form::rule::Along::Columns => words.column(table, run),
            crate::form::rule::Along::Rows => words.row(table, run),
        };
        let place = words.within(self.source.form, table.section, &[name]);
        write_text(page, (row, 0), &words.identity(relation), &self.looks.label)?;
        write_text(page, (row, 1), &place, &self.looks.label)?;
        let [left, right] =
            [&relation.left, &relation.right].map(|terms| self.side(relation, table, run, terms));
        let line = row + 1;
        let (is, holds) = match relation.is {
            Comparison::Equal => (format!("C{line}=D{line}"), left.sum == right.sum),
            Comparison::AtLeast => (format!("C{line}>=D{line}"), left.sum >= right.sum),
            Comparison::AtMost => (format!("C{line}<=D{line}"), left.sum <= right.sum),
            Comparison::ZeroTogether => {
                (format!("(C{line}=0)=(D{line}=0)"), left.sum.is_zero() == right.sum.is_zero())
            }
        };
        let (counts, is_silent) = match relation.is {
            Comparison::Equal => {
                (format!("{}+{}=0", left.count, right.count), left.is_blank && right.is_blank)
            }
            _ if relation.right.is_empty() => (format!("{}=0", left.count), left.is_blank),
            _ => (format!("OR({}=0,{}=0)", left.count, right.count), left.is_blank || right.is_blank),
        };
        let [yes, no] = [words.get("export.holds.yes"), words.get("export.holds.no")];
        let verdict = if is_silent {
            ""
        } else if holds {
            yes
        } else {
            no
        };
        let formulas = [
            (left.formula, left.sum.normalize().to_string()),
            (right.formula, right.sum.normalize().to_string()),
            (format!("ROUND(C{line}-D{line},8)"), (left.sum - right.sum).normalize().to_string()),
            (format!("IF({counts},\"\",IF({is},\"{yes}\",\"{no}\"))"), verdict.to_owned()),
        ];
        for (column, (formula, result)) in (2..).zip(formulas) {
            let formula = Formula::new(format!("={formula}")).set_result(result);
            page.write_formula_with_format(row, column, formula, &self.looks.total)?;
        }
        Ok(())
    }

    fn side(&self, relation: &Relation, table: &Table, run: usize, terms: &[Term]) -> Side {
        let Source { report, derived, .. } = self.source;
        let cells = |minus| {
            let terms = terms.iter().filter(move |term| term.minus == minus);
            terms.filter_map(|term| relation.cell(table, run, term))
        };
        let numbers = |minus| cells(minus).filter_map(|cell| derived.totals.number(report, cell));
        let sum = |minus, sign: &str| {
            let parts = self.references(cells(minus), true);
            if parts.is_empty() { String::new() } else { format!("{sign}SUM({parts})") }
        };
        let formula = format!("{}{}", sum(false, ""), sum(true, "-"));
        let all = self.references(cells(false).chain(cells(true)), true);
        Side {
            formula: if formula.is_empty() { "0".to_owned() } else { format!("ROUND({formula},8)") },
            count: if all.is_empty() { "0".to_owned() } else { format!("COUNT({all})") },
            sum: numbers(false).sum::<Decimal>() - numbers(true).sum::<Decimal>(),
            is_blank: numbers(false).chain(numbers(true)).next().is_none(),
        }
    }

    fn findings(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        let Source { form, words, derived, .. } = self.source;
        let page = begin(self.source, book, words.get("export.findings"))?;
        page.write_string(0, 0, ASIDE)?;
        let columns = [
            ("severity", 10),
            ("rule", 16),
            ("place", 28),
            ("statement", 60),
            ("ground", 30),
            ("remedy", 50),
            ("accepted", 30),
        ];
        self.head(page, &columns)?;
        for (row, finding) in (2..).zip(&derived.findings) {
            let texts = [
                words.severity(finding.severity).to_owned(),
                finding.rule.clone(),
                words.place(form, finding),
                words.statement(form, finding),
                words.ground(form, finding),
                words.remedy(finding),
                finding.accepted.clone().unwrap_or_default(),
            ];
            let heights = texts.iter().zip(columns).map(|(text, (_, width))| height(text, width));
            page.set_row_height(row, heights.fold(LINE_HEIGHT, f64::max))?;
            for (column, text) in (0..).zip(&texts) {
                write_text(page, (row, column), text, &self.looks.label)?;
            }
        }
        if derived.findings.is_empty() {
            page.write_string(2, 0, words.get("export.findings.none"))?;
        }
        page.set_landscape();
        Ok(())
    }

    fn head(&self, page: &mut Worksheet, columns: &[(&str, u16)]) -> Result<(), XlsxError> {
        for (column, (name, width)) in (0..).zip(columns) {
            page.set_column_width(column, *width)?;
            let name = self.source.words.get(&format!("export.column.{name}")).to_owned();
            page.write_string_with_format(1, column, name, &self.looks.header)?;
        }
        page.set_freeze_panes(2, 0)?;
        Ok(())
    }
}

/// One side of a relation.
struct Side {
    formula: String,
    /// How many of its cells are filled in, as a formula.
    count: String,
    sum: Decimal,
    is_blank: bool,
}

fn begin<'b>(source: &Source, book: &'b mut Workbook, name: &str) -> Result<&'b mut Worksheet, XlsxError> {
    const A4: u8 = 9;
    let page = book.add_worksheet();
    // A total without parts is blank, not 0.
    page.set_formula_result_default("");
    page.set_name(name)?.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&C— &P —");
    if source.is_draft {
        page.set_header(format!("&C&20{DRAFT}"));
    }
    Ok(page)
}

/// A text, which a spreadsheet never takes for a formula, since it is written as a text.
fn write_text(
    page: &mut Worksheet,
    (row, column): Place,
    text: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        page.write_blank(row, column, look)?;
    } else {
        page.write_string_with_format(row, column, printable(text), look)?;
    }
    Ok(())
}

/// A number with the decimals it has; as a text where a workbook would not keep all of its digits, and nothing where there is none.
fn write_number(
    page: &mut Worksheet,
    (row, column): Place,
    number: Option<Decimal>,
    look: &Format,
) -> Result<(), XlsxError> {
    let Some(number) = number else { return write_text(page, (row, column), "", look) };
    let Some(value) = exact(number) else {
        return write_text(page, (row, column), &number.to_string(), look);
    };
    let decimals = usize::try_from(number.scale()).unwrap_or(0);
    let digits = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
    page.write_number_with_format(row, column, value, &look.clone().set_num_format(digits))?;
    Ok(())
}

/// The formula of a sum of cells, blank where all of them are, with its result.
fn sum(cells: &str, result: Option<Decimal>) -> Formula {
    let result = result.map_or_else(String::new, |result| result.normalize().to_string());
    Formula::new(format!("=IF(COUNT({cells})=0,\"\",SUM({cells}))")).set_result(result)
}

/// The points that a text takes in a column of so many characters; only some readers find that out themselves.
fn height(text: &str, width: u16) -> f64 {
    let lines = wide_width(text).div_ceil(usize::from(width).saturating_sub(1).max(1)).clamp(1, 25);
    LINE_HEIGHT * f64::from(u8::try_from(lines).unwrap_or(u8::MAX)) + 3.0
}

/// The number as a workbook keeps it; none where that would cost digits.
fn exact(number: Decimal) -> Option<f64> {
    let digits = number.mantissa().unsigned_abs().to_string().len();
    number.to_f64().filter(|_| digits <= DIGITS)
}

/// 三、依申请公开, without what the name of a sheet may not have.
fn sheet_name(section: &Section) -> String {
    let name = format!("{}、{}", section.mark, section.name.zh);
    let name: String = name.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(LONGEST_NAME).collect();
    fit(&name, 2 * LONGEST_NAME).to_owned()
}

fn widths(sheet: &Sheet) -> Vec<u16> {
    let numbers = sheet.columns - sheet.label_columns;
    let Some(groups) = sheet.label_columns.checked_sub(1) else { return vec![NUMBER_WIDTH; numbers] };
    let mut widths = vec![GROUP_WIDTH; groups];
    let width = if groups == 0 { WIDE_NUMBER_WIDTH } else { NUMBER_WIDTH };
    widths.push(if groups == 0 { WIDE_NUMBER_WIDTH } else { LABEL_WIDTH });
    widths.extend(vec![width; numbers]);
    widths
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
