//! The report as plain text: title, headings, numbered tables with borders, paragraphs with their indent.

use super::sheet::{Part, Sheet, SheetCell};
use super::{DRAFT, Source};
use crate::check::Totals;
use crate::form::{Form, SectionId};
use crate::report::Report;
use crate::text::{graphemes, is_wide, visible, wide_width, width, wrap};

/// Columns of a full-width indent of two characters.
const INDENT: usize = 4;

/// Columns of the tables of a text file.
const COLUMNS: usize = 100;

/// How a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// For a terminal: lines for borders, paragraphs broken to the page.
    Screen,
    /// For a file that may be looked at in any type in which Chinese characters are twice as wide as Latin ones. In such type
    /// the lines of [`Self::Screen`], quotation marks and dashes are as wide as Chinese characters. Paragraphs are not broken.
    File,
}

/// The report as a text file.
pub fn write(source: &Source) -> String {
    let title = source.title();
    let mut lines = Vec::new();
    lines.extend(source.is_draft.then(|| format!("【{DRAFT}】")));
    lines.push(centred(&title, Hand::File.width(&title), COLUMNS));
    for (section, paragraphs) in source.sections() {
        lines.extend([String::new(), section.title.to_owned(), String::new()]);
        lines.extend(paragraphs.iter().map(|text| format!("\u{3000}\u{3000}{text}")));
        if !section.is_prose() {
            lines.extend(table_lines(&source.sheet(section), COLUMNS, Hand::File));
        }
    }
    let signature = source.signature();
    lines.extend((!signature.is_empty()).then(String::new));
    lines.extend(signature.iter().map(|line| at_the_right(line, COLUMNS)));
    lines.join("\n") + "\n"
}

/// The report's lines, at most `columns` wide.
pub fn render(form: &Form, report: &Report, totals: &Totals, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for row in wrapped(&form.title(&report.organ, report.year), columns, 0) {
        lines.push(centred(&row, width(&row), columns));
    }
    for index in 0..form.sections.len() {
        lines.push(String::new());
        lines.extend(render_section(form, report, totals, SectionId(index), columns));
    }
    let signature = report.signature();
    if !signature.is_empty() {
        lines.push(String::new());
        lines.extend(signature.iter().map(|text| at_the_right(&visible(text), columns)));
    }
    lines
}

/// The lines of one section, its title first.
pub fn render_section(
    form: &Form,
    report: &Report,
    totals: &Totals,
    section: SectionId,
    columns: usize,
) -> Vec<String> {
    let paragraphs = report.paragraphs(section);
    let section = form.section_at(section);
    let mut lines = vec![section.title.to_owned(), String::new()];
    for paragraph in paragraphs {
        for (index, row) in wrapped(paragraph, columns, INDENT).into_iter().enumerate() {
            let indent = if index == 0 { INDENT } else { 0 };
            lines.push(format!("{}{}", " ".repeat(indent), row.trim_end()));
        }
    }
    if !section.is_prose() {
        lines.extend(table_lines(&Sheet::of(form, section, report, totals), columns, Hand::Screen));
    }
    lines
}

fn wrapped(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let text = visible(text);
    let rows = wrap(&text, columns, indent).into_iter();
    rows.map(|row| text.get(row).unwrap_or_default().to_owned()).collect()
}

fn centred(text: &str, width: usize, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width) / 2))
}

fn at_the_right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text) + INDENT)))
}

impl Hand {
    fn width(self, text: &str) -> usize {
        match self {
            Self::Screen => width(text),
            Self::File => wide_width(text),
        }
    }

    /// The lines of a cell with so much room.
    fn lines(self, text: &str, room: usize) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let fits = |lines: &Vec<String>| lines.iter().all(|line| self.width(line) <= room);
        let mut tries = (2..=room).rev().map(|columns| wrapped(text, columns, 0));
        tries.find(fits).unwrap_or_else(|| wrapped(text, room, 0))
    }
}

/// A table with borders, as wide as there is room.
fn table_lines(sheet: &Sheet, columns: usize, hand: Hand) -> Vec<String> {
    let widths = column_widths(sheet, columns);
    let lines_of = |cell: &SheetCell| hand.lines(&cell.text, span(&widths, &cell.columns));
    let mut heights = vec![1; sheet.rows];
    for cell in &sheet.cells {
        // What a cell over several rows lacks, its last row gets.
        let needed = lines_of(cell).len();
        let has: usize = heights[cell.rows.clone()].iter().sum::<usize>() + cell.rows.len() - 1;
        heights[cell.rows.end - 1] += needed.saturating_sub(has);
    }
    let mut canvas = Canvas::new(edges(&widths), edges(&heights), hand);
    for cell in &sheet.cells {
        canvas.draw(cell, &lines_of(cell));
    }
    canvas.lines()
}

/// Numbers get what the longest takes, labels share the rest: narrow columns for groups, the widest for the rows themselves.
fn column_widths(sheet: &Sheet, columns: usize) -> Vec<usize> {
    let numbers = sheet.columns - sheet.label_columns;
    let room = columns.saturating_sub(sheet.columns + 1);
    let body = sheet.cells.iter().filter(|cell| matches!(cell.part, Part::Number(_)));
    let longest = body.map(|cell| width(&cell.text)).max().unwrap_or(1).max(4);
    if sheet.label_columns == 0 {
        return vec![(room / numbers.max(1)).max(longest.min(4)); numbers];
    }
    let labels: usize = if sheet.label_columns == 1 { room / 3 } else { room * 2 / 5 };
    let number = (room.saturating_sub(labels) / numbers.max(1)).max(longest);
    let labels = room.saturating_sub(number * numbers).max(4 * sheet.label_columns);
    let group = (labels / 5).max(4);
    let last = labels.saturating_sub(group * (sheet.label_columns - 1)).max(4);
    let mut widths = vec![group; sheet.label_columns - 1];
    widths.push(last);
    widths.extend(vec![number; numbers]);
    widths
}

fn span(widths: &[usize], columns: &std::ops::Range<usize>) -> usize {
    widths[columns.clone()].iter().sum::<usize>() + columns.len() - 1
}

/// Where the lines between tracks run.
fn edges(tracks: &[usize]) -> Vec<usize> {
    let mut edges = vec![0];
    for track in tracks {
        edges.push(edges[edges.len() - 1] + track + 1);
    }
    edges
}

/// Arms of a border at one place, as bits.
type Arms = u8;
const UP: Arms = 1;
const DOWN: Arms = 2;
const LEFT: Arms = 4;
const RIGHT: Arms = 8;

/// The character of each set of arms.
const CORNERS: [char; 16] = [' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼'];

struct Canvas {
    hand: Hand,
    columns: Vec<usize>,
    rows: Vec<usize>,
    borders: Vec<Vec<Arms>>,
    /// What stands at a place; an empty text is covered by the full-width character before it.
    texts: Vec<Vec<Option<String>>>,
}

impl Canvas {
    fn new(columns: Vec<usize>, rows: Vec<usize>, hand: Hand) -> Self {
        let (width, height) = (columns[columns.len() - 1] + 1, rows[rows.len() - 1] + 1);
        Self {
            hand,
            columns,
            rows,
            borders: vec![vec![0; width]; height],
            texts: vec![vec![None; width]; height],
        }
    }

    fn draw(&mut self, cell: &SheetCell, lines: &[String]) {
        let (left, right) = (self.columns[cell.columns.start], self.columns[cell.columns.end]);
        let (top, bottom) = (self.rows[cell.rows.start], self.rows[cell.rows.end]);
        for x in left..=right {
            for y in [top, bottom] {
                self.borders[y][x] |= arms(x > left, LEFT) | arms(x < right, RIGHT);
            }
        }
        for y in top..=bottom {
            for x in [left, right] {
                self.borders[y][x] |= arms(y > top, UP) | arms(y < bottom, DOWN);
            }
        }
        let room = right - left - 1;
        let first = top + 1 + (bottom - top - 1).saturating_sub(lines.len()) / 2;
        for (y, line) in lines.iter().enumerate() {
            let is_left = matches!(cell.part, Part::Label | Part::Heading);
            let indent = if is_left { 0 } else { room.saturating_sub(self.hand.width(line)) / 2 };
            let mut x = left + 1 + indent;
            for (grapheme, columns) in graphemes(line) {
                let columns = columns.max(self.hand.width(grapheme));
                if x + columns > right || first + y >= bottom {
                    break;
                }
                self.texts[first + y][x] = Some(grapheme.to_owned());
                for covered in 1..columns {
                    self.texts[first + y][x + covered] = Some(String::new());
                }
                x += columns;
            }
        }
    }

    fn lines(&self) -> Vec<String> {
        let rows = self.texts.iter().zip(&self.borders);
        rows.map(|(texts, borders)| {
            let cells = texts.iter().zip(borders);
            let line: String = cells
                .map(|(text, arms)| text.clone().unwrap_or_else(|| self.hand.corner(*arms).to_string()))
                .collect();
            line.trim_end().to_owned()
        })
        .collect()
    }
}

fn arms(there: bool, arm: Arms) -> Arms {
    if there { arm } else { 0 }
}

impl Hand {
    fn corner(self, arms: Arms) -> char {
        let line = CORNERS.get(usize::from(arms)).copied().unwrap_or(' ');
        match (self, line) {
            (Self::Screen, line) if !is_wide() => line,
            (_, ' ') => ' ',
            (_, '│') => '|',
            (_, '─') => '-',
            _ => '+',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    #[test]
    fn a_small_table_stands_in_its_borders() {
        let form = Forms.get("2021").unwrap();
        let mut report = Report::new(form, Some(2023));
        report.cells[form.find("enforcement/penalties/decisions").unwrap().0] =
            crate::report::Value::Number(14.into());
        let section = &form.sections[1];
        let mut sheet = Sheet::of(form, section, &report, &Totals::of(form, &report));
        // The block of 第二十条第（六）项 alone.
        sheet.cells.retain(|cell| (7..11).contains(&cell.rows.start));
        for cell in &mut sheet.cells {
            cell.rows = cell.rows.start - 7..cell.rows.end - 7;
        }
        sheet.rows = 4;
        let expected = "
┌──────────────────────────────────────┐
│第二十条第（六）项                    │
├───────────┬──────────────────────────┤
│ 信息内容  │     本年处理决定数量     │
├───────────┼──────────────────────────┤
│行政处罚   │            14            │
├───────────┼──────────────────────────┤
│行政强制   │                          │
└───────────┴──────────────────────────┘";
        assert_eq!(format!("\n{}", table_lines(&sheet, 40, Hand::Screen).join("\n")), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_page_and_all_of_a_table_are_alike() {
        for form in Forms.editions().filter_map(|edition| Forms.get(edition)) {
            let report = Report::new(form, Some(2023));
            let totals = Totals::of(form, &report);
            for columns in [78, 100, 120] {
                let lines = render(form, &report, &totals, columns);
                assert!(lines.iter().all(|line| width(line) <= columns), "{columns}");
                let borders = lines.iter().filter(|line| line.starts_with(['┌', '├', '└', '│']));
                let widths: Vec<_> = borders.map(|line| width(line)).collect();
                assert!(widths.len() > 100 && widths.iter().all(|width| width + 16 > columns), "{widths:?}");
            }
        }
    }
}
