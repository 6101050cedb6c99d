//! The page that is published: one file without scripts, whose looks stand at each element, since the content systems of
//! government sites throw away heads and style sheets. The style sheet in the head only makes print and phones nicer.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::sheet::{Part, Sheet, SheetCell};
use super::{DRAFT, Source};
use crate::text::lead;

const ARTICLE: &str = "max-width:900px;margin:0 auto;padding:16px;color:#000;background:#fff;\
    font-family:仿宋,FangSong,STFangsong,serif;font-size:18px;line-height:1.8";
const TITLE: &str = "margin:16px 0 32px;text-align:center;font-family:宋体,SimSun,STSong,serif;font-size:26px;line-height:1.4";
const HEADING: &str = "margin:24px 0 8px;text-align:left;text-indent:2em;font-family:黑体,SimHei,STHeiti,sans-serif;font-size:18px;font-weight:normal";
const PARAGRAPH: &str = "margin:0;text-indent:2em;text-align:justify";
const LEAD: &str = "font-family:楷体,KaiTi,STKaiti,serif";
const SCROLL: &str = "margin:0 0 16px;overflow-x:auto";
const TABLE: &str = "width:100%;border-collapse:collapse;\
    font-family:宋体,SimSun,STSong,serif;font-size:14px;line-height:1.5";
const ROW: &str = "break-inside:avoid";
const CELL: &str = "border:1px solid #000;padding:4px;font-weight:normal;vertical-align:middle";
/// For those who hear a page rather than see it.
const UNSEEN: &str =
    "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0);white-space:nowrap";
const SIGNATURE: &str = "margin:0;padding-right:2em;text-align:right";
const MARK: &str = "margin:0;text-align:right;color:#c00000;font-family:黑体,SimHei,STHeiti,sans-serif";
const WATERMARK: &str = "position:fixed;top:35%;left:0;width:100%;text-align:center;font-size:160px;line-height:1;\
    color:#c00000;opacity:0.12;transform:rotate(-30deg);pointer-events:none";

const SHEET: &str = "@page{size:A4;margin:2cm}\
    @media print{article{max-width:none!important;padding:0!important}table{min-width:0!important;font-size:12px!important;line-height:1.25!important}th,td{padding:2px 3px!important}h1,h2{break-after:avoid}}\
    @media (max-width:600px){article{font-size:16px!important;padding:12px!important}h1{font-size:22px!important}}";

/// The report as a page.
pub fn write(source: &Source) -> String {
    let title = source.title();
    let title = escape(&title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>{SHEET}</style>\n</head>\n<body>\n<article style=\"{ARTICLE}\">\n"
    );
    if source.is_draft {
        let _ = writeln!(
            out,
            "<p style=\"{MARK}\">{DRAFT}</p>\n<div aria-hidden=\"true\" style=\"{WATERMARK}\">{DRAFT}</div>"
        );
    }
    let _ = writeln!(out, "<h1 style=\"{TITLE}\">{title}</h1>");
    for (section, paragraphs) in source.sections() {
        let heading = escape(section.title);
        let _ = writeln!(out, "<h2 style=\"{HEADING}\">{heading}</h2>");
        if !section.is_prose() {
            table(&mut out, &source.sheet(section), &heading);
        }
        for text in &paragraphs {
            paragraph(&mut out, text);
        }
    }
    for line in source.signature() {
        let _ = writeln!(out, "<p style=\"{SIGNATURE}\">{}</p>", escape(&line));
    }
    out + "</article>\n</body>\n</html>\n"
}

fn paragraph(out: &mut String, text: &str) {
    let lead = lead(text);
    let rest = spaced(text.get(lead.len()..).unwrap_or_default());
    if lead.is_empty() {
        let _ = writeln!(out, "<p style=\"{PARAGRAPH}\">{rest}</p>");
    } else {
        let _ = writeln!(
            out,
            "<p style=\"{PARAGRAPH}\"><span style=\"{LEAD}\">{}</span>{rest}</p>",
            spaced(lead)
        );
    }
}

/// The text with every blank kept: a browser shows one where several stand together.
fn spaced(text: &str) -> String {
    escape(text).replace("  ", " &#160;")
}

/// Columns of a table that a phone still shows whole.
const NARROW: usize = 4;

/// A table. Its caption says the heading again to those who do not see it.
fn table(out: &mut String, sheet: &Sheet, heading: &str) {
    let least = if sheet.columns > NARROW { ";min-width:640px" } else { "" };
    let _ = writeln!(
        out,
        "<div role=\"region\" tabindex=\"0\" aria-label=\"{heading}\" style=\"{SCROLL}\">\n\
         <table style=\"{TABLE}{least}\">\n<caption style=\"{UNSEEN}\">{heading}</caption>"
    );
    let widths = sheet.widths();
    let whole = widths.iter().sum::<usize>().max(1);
    out.push_str("<colgroup>");
    for width in widths {
        let thousandth = width * 1000 / whole;
        let _ = write!(out, "<col style=\"width:{}.{}%\">", thousandth / 10, thousandth % 10);
    }
    out.push_str("</colgroup>\n");
    if sheet.header_rows > 0 {
        out.push_str("<thead>\n");
        rows(out, sheet, 0..sheet.header_rows);
        out.push_str("</thead>\n");
    }
    // A heading is that of the rows of its block alone.
    let is_heading = |row: &usize| sheet.row(*row).any(|cell| cell.part == Part::Heading);
    let mut first = sheet.header_rows;
    while first < sheet.rows {
        let next = (first + 1..sheet.rows).find(is_heading).unwrap_or(sheet.rows);
        out.push_str("<tbody>\n");
        rows(out, sheet, first..next);
        out.push_str("</tbody>\n");
        first = next;
    }
    out.push_str("</table>\n</div>\n");
}

fn rows(out: &mut String, sheet: &Sheet, rows: std::ops::Range<usize>) {
    for row in rows {
        let _ = write!(out, "<tr style=\"{ROW}\">");
        for cell in sheet.row(row).filter(|cell| cell.rows.start == row) {
            table_cell(out, sheet, cell);
        }
        out.push_str("</tr>\n");
    }
}

fn table_cell(out: &mut String, sheet: &Sheet, cell: &SheetCell) {
    let (name, scope) = match cell.part {
        Part::Heading => ("th", " scope=\"rowgroup\""),
        Part::Stub | Part::Header if cell.columns.len() > 1 => ("th", " scope=\"colgroup\""),
        Part::Stub | Part::Header => ("th", " scope=\"col\""),
        Part::Label => ("th", " scope=\"row\""),
        Part::Number(_) => ("td", ""),
    };
    let _ = write!(out, "<{name}{scope}");
    for (attribute, span) in [("colspan", cell.columns.len()), ("rowspan", cell.rows.len())] {
        if span > 1 {
            let _ = write!(out, " {attribute}=\"{span}\"");
        }
    }
    let align = if sheet.is_left(cell) { "left" } else { "center" };
    let ground = if cell.part == Part::Heading { ";background:#c6d9f1" } else { "" };
    let text = crate::text::printable(&cell.text);
    let _ = write!(out, " style=\"{CELL};text-align:{align}{ground}\">{}</{name}>", escape(&*text));
}
