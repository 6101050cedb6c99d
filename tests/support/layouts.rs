//! Reports laid out as documents, in every way in which people meet them.

// Each test file uses what it needs.
#![allow(dead_code)]

use std::io::{Cursor, Write as _};

use reportui::check::Totals;
use reportui::form::{CellId, Form, Layout, Table};
use reportui::report::Report;

/// A report with the form it follows.
pub struct Source<'a> {
    pub form: &'a Form,
    pub report: &'a Report,
    totals: Totals,
}

/// A row of a table as a document shows it: labels of groups that begin here, its own label, the texts of its cells.
pub struct Row {
    pub groups: Vec<(String, usize)>,
    pub label: String,
    pub cells: Vec<String>,
}

impl<'a> Source<'a> {
    pub fn new(form: &'a Form, report: &'a Report) -> Self {
        Self { form, report, totals: Totals::of(form, report) }
    }

    pub fn text(&self, cell: CellId) -> String {
        self.totals.text(self.report, cell).into_owned()
    }

    pub fn title(&self) -> String {
        self.form.title(&self.report.organ, self.report.year)
    }

    pub fn rows(&self, table: &Table) -> Vec<Row> {
        if table.layout == Layout::Across {
            let cells = table.cells().map(|cell| self.text(cell)).collect();
            return vec![Row { groups: Vec::new(), label: String::new(), cells }];
        }
        let mut rows = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            let before: &[&str] = if index == 0 { &[] } else { &table.rows[index - 1].under };
            let groups =
                row.under.iter().enumerate().filter(|(level, group)| before.get(*level) != Some(*group)).map(
                    |(level, group)| {
                        let below = table.rows[index..]
                            .iter()
                            .take_while(|row| row.under.get(level) == Some(group))
                            .count();
                        ((*group).to_owned(), below)
                    },
                );
            rows.push(Row {
                groups: groups.collect(),
                label: row.label.to_owned(),
                cells: (0..table.columns.len()).map(|column| self.text(table.cell(index, column))).collect(),
            });
        }
        rows
    }

    /// The document from top to bottom, with its tables laid out by `table`.
    pub fn document(&self, table: impl Fn(&Table, &mut Vec<String>)) -> String {
        let mut lines = vec![self.title(), String::new()];
        for (index, section) in self.form.sections.iter().enumerate() {
            lines.push(section.title.to_owned());
            lines.extend(self.report.prose[index].iter().cloned());
            for id in &section.tables {
                table(&self.form.tables[id.0], &mut lines);
            }
        }
        lines.join("\n") + "\n"
    }

    /// Heading and header labels, each on a line of its own.
    pub fn header(table: &Table, lines: &mut Vec<String>) {
        lines.extend(
            [table.heading, table.stub].into_iter().filter(|text| !text.is_empty()).map(str::to_owned),
        );
        let mut seen: Vec<&&str> = Vec::new();
        let above = if table.layout == Layout::Across {
            table.rows.iter().map(|row| &row.label).collect()
        } else {
            Vec::new()
        };
        for label in above
            .into_iter()
            .chain(table.columns.iter().flat_map(|column| column.under.iter().chain([&column.label])))
        {
            if !seen.contains(&label) {
                seen.push(label);
                lines.push((*label).to_owned());
            }
        }
    }

    /// A row a line, with something between its pieces.
    pub fn rows_with(&self, between: &str) -> String {
        self.document(|table, lines| {
            Self::header(table, lines);
            for row in self.rows(table) {
                let groups = row.groups.into_iter().map(|(group, _)| group);
                let pieces: Vec<String> =
                    groups.chain([row.label]).chain(row.cells).filter(|piece| !piece.is_empty()).collect();
                lines.push(pieces.join(between));
            }
        })
    }

    /// Every label and every number on a line of its own.
    pub fn one_a_line(&self) -> String {
        self.rows_with("\n\n")
    }

    /// Labels broken after every `length` characters, the row of numbers behind line `at` of the label.
    pub fn broken_labels(&self, length: usize, at: usize) -> String {
        self.document(|table, lines| {
            Self::header(table, lines);
            for row in self.rows(table) {
                lines.extend(row.groups.iter().flat_map(|(group, _)| pieces(group, length)));
                let mut label = pieces(&row.label, length);
                let at = at.min(label.len());
                label.insert(at, row.cells.join(" "));
                lines.extend(label);
            }
        })
    }

    /// Numbers above their labels.
    pub fn labels_below(&self) -> String {
        self.document(|table, lines| {
            Self::header(table, lines);
            for row in self.rows(table) {
                lines.push(row.cells.join(" "));
                lines.push(row.label);
            }
        })
    }

    /// A page ends behind every row: its number, and the title again.
    pub fn paged(&self) -> String {
        self.document(|table, lines| {
            Self::header(table, lines);
            for (page, row) in self.rows(table).into_iter().enumerate() {
                lines.push(format!("{} {}", row.label, row.cells.join(" ")));
                lines.extend([
                    String::new(),
                    format!("- {} -", page + 1),
                    "\u{c}".to_owned(),
                    self.title(),
                    String::new(),
                ]);
            }
        })
    }

    /// Rows of each table in another order.
    pub fn shuffled(&self, by: usize) -> String {
        self.document(|table, lines| {
            Self::header(table, lines);
            let mut rows = self.rows(table);
            let by = by % rows.len();
            rows.rotate_left(by);
            rows.reverse();
            lines.extend(rows.into_iter().map(|row| format!("{} {}", row.label, row.cells.join(" "))));
        })
    }

    /// Columns of spaces, as a PDF reader keeps them.
    pub fn in_columns(&self) -> String {
        self.document(|table, lines| {
            lines.push(format!("   {}", table.heading));
            let names = table
                .columns
                .iter()
                .map(|column| format!("{:>18}", column.label.chars().take(4).collect::<String>()));
            lines.push(format!("{:<30}{}", "", names.collect::<String>()));
            for row in self.rows(table) {
                let label: Vec<String> = pieces(&row.label, 14);
                let cells = row.cells.iter().map(|cell| format!("{cell:>10}")).collect::<Vec<_>>().concat();
                let middle = label.len() / 2;
                if label.is_empty() {
                    lines.push(format!("{:<4}{cells}", ""));
                }
                for (at, label) in label.iter().enumerate() {
                    let spaces = " ".repeat(40 - label.chars().count());
                    lines.push(
                        format!("    {label}{spaces}{}", if at == middle { cells.as_str() } else { "" })
                            .trim_end()
                            .to_owned(),
                    );
                }
            }
        })
    }

    /// A web page: labels split over spans, merged cells, other tables around.
    pub fn html(&self) -> String {
        let spans =
            |text: &str| text.chars().map(|c| format!("<span>{c}</span>")).collect::<Vec<_>>().concat();
        let mut page = format!(
            "<!doctype html><html><head><meta charset=\"CHARSET\"><title>{0}-某某网</title><style>td {{ color: red }}</style></head><body>\
             <table><tr><td>索引号<td>0143/2024-00002<td>发布日期<td>2025-01-17</table><h1>{0}</h1>",
            self.title()
        );
        for (index, section) in self.form.sections.iter().enumerate() {
            page += &format!("<p><strong>{}</strong></p>\n", spans(section.title));
            for paragraph in &self.report.prose[index] {
                page += &format!(
                    "<p style=\"text-indent:2em\">\n  {}&nbsp;</p>\n",
                    paragraph.replace('&', "&amp;").replace('<', "&lt;")
                );
            }
            for id in &section.tables {
                page += &self.html_table(&self.form.tables[id.0], spans);
            }
        }
        page + "<p>打印本页 关闭窗口</p></body></html>"
    }

    fn html_table(&self, table: &Table, spans: impl Fn(&str) -> String) -> String {
        let depth = table.rows.iter().map(|row| row.under.len()).max().unwrap_or(0) + 1;
        let mut out = "<table border=1>".to_owned();
        if !table.heading.is_empty() {
            out += &format!(
                "<tr><td colspan={}>{}</td></tr>",
                depth + table.columns.len(),
                spans(table.heading)
            );
        }
        if table.layout == Layout::Down {
            out += &format!("<tr><td colspan={depth}>{}</td>", spans(table.stub));
            for column in &table.columns {
                out += &format!("<td><p>{}</p></td>", spans(column.label));
            }
            out += "</tr>";
        }
        for row in self.rows(table) {
            out += "<tr>";
            let mut level = 0;
            for (group, below) in &row.groups {
                out += &format!("<td rowspan={below}>{}</td>", spans(group));
                level += 1;
            }
            if !row.label.is_empty() {
                let under = table
                    .rows
                    .iter()
                    .find(|other| other.label == row.label)
                    .map_or(level, |row| row.under.len());
                out += &format!("<td colspan=\"{}\"><p>{}</p></td>", depth - under, spans(&row.label));
            }
            for cell in &row.cells {
                out += &format!("<td>\n <p><span>{cell}</span><o:p></o:p></p></td>");
            }
            out += "\n";
        }
        out + "</table>"
    }

    /// A Word file: merged cells, tracked changes, a picture.
    pub fn docx(&self) -> Vec<u8> {
        zipped(&self.document_xml())
    }

    /// The text part of that.
    pub fn document_xml(&self) -> String {
        let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
        let paragraph = |text: &str| {
            format!(
                "<w:p><w:del><w:r><w:delText>错</w:delText></w:r></w:del><w:ins>{}</w:ins></w:p>",
                run(text)
            )
        };
        let mut body = paragraph(&self.title());
        for (index, section) in self.form.sections.iter().enumerate() {
            body += &paragraph(section.title);
            self.report.prose[index].iter().for_each(|text| body += &paragraph(text));
            for id in &section.tables {
                let table = &self.form.tables[id.0];
                let depth = table.rows.iter().map(|row| row.under.len()).max().unwrap_or(0) + 1;
                let cell = |text: &str, span: usize, merge: &str| {
                    format!(
                        "<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>{}</w:tc>",
                        paragraph(text)
                    )
                };
                body += "<w:tbl>";
                if table.layout == Layout::Down {
                    body += &format!("<w:tr>{}", cell(table.stub, depth, ""));
                    table.columns.iter().for_each(|column| body += &cell(column.label, 1, ""));
                    body += "</w:tr>";
                }
                let mut open: Vec<usize> = Vec::new();
                for row in self.rows(table) {
                    body += "<w:tr>";
                    open.retain(|below| *below > 0);
                    let groups: Vec<String> = row
                        .groups
                        .iter()
                        .map(|(group, _)| cell(group, 1, "<w:vMerge w:val=\"restart\"/>"))
                        .collect();
                    for _ in &open {
                        body += &cell("", 1, "<w:vMerge/>");
                    }
                    body += &groups.concat();
                    open.extend(row.groups.iter().map(|(_, below)| *below));
                    if !row.label.is_empty() {
                        body += &cell(&row.label, depth - open.len(), "");
                    }
                    row.cells.iter().for_each(|text| body += &cell(text, 1, ""));
                    for below in &mut open {
                        *below -= 1;
                    }
                    body += "</w:tr>";
                }
                body += "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>99</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
            }
        }
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
    }

    /// Comma-separated values, blank cells and all.
    pub fn csv(&self) -> String {
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        out.write_record([self.title()]).unwrap();
        for (index, section) in self.form.sections.iter().enumerate() {
            out.write_record([&section.title]).unwrap();
            self.report.prose[index].iter().for_each(|text| out.write_record([text]).unwrap());
            for id in &section.tables {
                let table = &self.form.tables[id.0];
                let header =
                    [&table.stub].into_iter().chain(table.columns.iter().map(|column| &column.label));
                out.write_record(header).unwrap();
                for row in self.rows(table) {
                    let label = if row.label.is_empty() { Vec::new() } else { vec![row.label] };
                    out.write_record(label.iter().chain(&row.cells)).unwrap();
                }
            }
        }
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    }
}

/// A Word file with this text part.
pub fn zipped(xml: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

pub fn pieces(text: &str, length: usize) -> Vec<String> {
    text.chars().collect::<Vec<_>>().chunks(length).map(|piece| piece.iter().collect()).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
