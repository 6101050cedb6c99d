//! The Word file that is handed in: tables in the look of the State Council's template, prose by the customs of official
//! documents (GB/T 9704): 仿宋 三号, two characters of indent, 28 points from line to line, headings in 黑体, pages numbered.
//!
//! Everything that is the same in every report is a part in `assets/docx/`; here the body is written. Fonts are named, not
//! embedded. Lengths are twips, a twentieth of a point; font sizes are half points.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::sheet::{Part, Sheet, SheetCell};
use super::{Source, remark};
use crate::text::lead;

/// Distance of a label from its borders.
const PADDING: usize = 57;
/// Least height of a row, and that of the only row of numbers under its header.
const ROW_HEIGHT: usize = 340;
const LONE_ROW_HEIGHT: usize = 672;
/// Width of a digit in hundredths of the type's size: half of it in 宋体, more in what stands in for that where it is missing.
const DIGIT_WIDTH: usize = 65;
/// Size of the type in tables, and the smallest to which a long number is set.
const FONT_SIZE: usize = 20;
const SMALLEST_FONT_SIZE: usize = 10;
/// Rows that one page holds, some of them with labels of three lines.
const ROWS_OF_A_PAGE: usize = 30;
/// Ground of the headings over the blocks of a table.
const HEADING_GROUND: &str = "C6D9F1";
/// Columns of a line of the title; a Chinese character takes two.
const TITLE_COLUMNS: usize = 42;
/// Characters between signature and margin.
const SIGNATURE_MARGIN: usize = 2;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Parts beside the document itself: name, kind in content types and relations, text.
const PARTS: [(&str, &str, &str); 3] = [
    ("styles", "styles", include_str!("../../assets/docx/styles.xml")),
    ("settings", "settings", include_str!("../../assets/docx/settings.xml")),
    ("footer", "footer", include_str!("../../assets/docx/footer.xml")),
];
const DRAFT_PART: (&str, &str, &str) = ("draft", "header", include_str!("../../assets/docx/draft.xml"));

/// The report as a Word file.
pub fn write(source: &Source) -> Vec<u8> {
    let mut parts = PARTS.to_vec();
    parts.extend(source.is_draft.then_some(DRAFT_PART));
    let files = [
        ("[Content_Types].xml".to_owned(), content_types(&parts)),
        ("_rels/.rels".to_owned(), package_relations()),
        ("docProps/core.xml".to_owned(), properties(source)),
        ("word/document.xml".to_owned(), document(source)),
        ("word/_rels/document.xml.rels".to_owned(), relations(&parts)),
    ];
    let parts = parts.into_iter().map(|(name, _, text)| (format!("word/{name}.xml"), text.to_owned()));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files.into_iter().chain(parts) {
        // Writing to memory does not fail.
        let _ = zip.start_file(name, SimpleFileOptions::default());
        let _ = zip.write_all(text.as_bytes());
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn content_types(parts: &[(&str, &str, &str)]) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{WORD}.document.main+xml\"/>"
    );
    for (name, kind, _) in parts {
        let _ = write!(out, "<Override PartName=\"/word/{name}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>");
    }
    out + "</Types>"
}

const RELATIONS: &str =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn package_relations() -> String {
    format!(
        "{DECLARATION}{RELATIONS}\
         <Relationship Id=\"document\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"core\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
         Target=\"docProps/core.xml\"/></Relationships>"
    )
}

fn relations(parts: &[(&str, &str, &str)]) -> String {
    let mut out = format!("{DECLARATION}{RELATIONS}");
    for (name, kind, _) in parts {
        let _ = write!(out, "<Relationship Id=\"{name}\" Type=\"{OFFICE}/{kind}\" Target=\"{name}.xml\"/>");
    }
    out + "</Relationships>"
}

fn properties(source: &Source) -> String {
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>",
        escape(source.title()),
        escape(&*crate::text::printable(&source.report.organ)),
    )
}

fn document(source: &Source) -> String {
    let mut out = format!("{DECLARATION}<w:document {NAMESPACES}><w:body>");
    title(&mut out, source);
    let is_signed = !source.signature().is_empty();
    let sections: Vec<_> = source.sections().collect();
    for (number, (section, paragraphs)) in sections.iter().enumerate() {
        paragraph(&mut out, "Heading1", "", &run("", section.title));
        for (index, text) in paragraphs.iter().enumerate() {
            let lead = lead(text);
            let rest = text.get(lead.len()..).unwrap_or_default();
            // Neither who signs nor a heading stands on a page alone.
            let is_last = index + 1 == paragraphs.len();
            let is_before_signature = is_last && is_signed && number + 1 == sections.len();
            let is_heading = !is_last && !lead.is_empty() && rest.is_empty();
            let keep = if is_before_signature || is_heading { "<w:keepNext/>" } else { "" };
            paragraph(&mut out, "BodyText", keep, &(run("<w:rStyle w:val=\"Kai\"/>", lead) + &run("", rest)));
        }
        if !section.is_prose() {
            table(&mut out, &source.sheet(section));
        }
    }
    signature(&mut out, &source.signature());
    out.push_str("<w:sectPr>");
    if source.is_draft {
        out.push_str("<w:headerReference w:type=\"default\" r:id=\"draft\"/>");
    }
    out + "<w:footerReference w:type=\"default\" r:id=\"footer\"/>\
        <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
        <w:pgMar w:top=\"1440\" w:right=\"1800\" w:bottom=\"1440\" w:left=\"1800\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/>\
        </w:sectPr></w:body></w:document>"
}

/// The title; where one line does not hold it, the organ stands on a line of its own, rather than a last character.
fn title(out: &mut String, source: &Source) {
    let title = source.title();
    let organ = crate::text::printable(&source.report.organ);
    let rest = title.strip_prefix(&*organ).filter(|rest| !organ.is_empty() && !rest.is_empty());
    let runs = match rest.filter(|_| crate::text::width(&title) > TITLE_COLUMNS) {
        Some(rest) => run("", &organ) + "<w:r><w:br/></w:r>" + &run("", rest),
        None => run("", &title),
    };
    paragraph(out, "Title", "", &runs);
}

/// A paragraph; `properties` come behind the style.
fn paragraph(out: &mut String, style: &str, properties: &str, runs: &str) {
    let _ = write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>");
}

/// A run of text; `style` is an element before the fonts, as the schema orders them, or nothing. Without the hint, Word takes the
/// quotation marks of Chinese from the Latin font.
fn run(style: &str, text: &str) -> String {
    sized_run(style, text, None)
}

fn sized_run(style: &str, text: &str, size: Option<usize>) -> String {
    if text.is_empty() {
        return String::new();
    }
    let size =
        size.map_or_else(String::new, |size| format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>"));
    format!(
        "<w:r><w:rPr>{style}<w:rFonts w:hint=\"eastAsia\"/>{size}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(text)
    )
}

/// The signature at the right, the shorter line in the middle under or over the longer one.
fn signature(out: &mut String, lines: &[String]) {
    let longest = lines.iter().map(|line| crate::text::width(line)).max().unwrap_or(0);
    for (index, line) in lines.iter().enumerate() {
        // Two columns are one character; hundredths of a character are what Word counts in.
        let hundredths = SIGNATURE_MARGIN * 100 + (longest - crate::text::width(line)) * 25;
        let space =
            if index == 0 { "<w:spacing w:before=\"560\" w:line=\"560\" w:lineRule=\"exact\"/>" } else { "" };
        let keep = if index + 1 < lines.len() { "<w:keepNext/>" } else { "" };
        let indent = format!(
            "{keep}{space}<w:ind w:rightChars=\"{hundredths}\" w:right=\"{}\"/>",
            hundredths * 320 / 100
        );
        paragraph(out, "Signature", &indent, &run("", line));
    }
}

fn table(out: &mut String, sheet: &Sheet) {
    let widths = sheet.widths();
    out.push_str("<w:tbl><w:tblPr>");
    let _ = write!(
        out,
        "<w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
        widths.iter().sum::<usize>()
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>");
    }
    out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>");
    for (side, width) in [("top", 0), ("left", PADDING), ("bottom", 0), ("right", PADDING)] {
        let _ = write!(out, "<w:{side} w:w=\"{width}\" w:type=\"dxa\"/>");
    }
    out.push_str("</w:tblCellMar></w:tblPr><w:tblGrid>");
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    for row in 0..sheet.rows {
        table_row(out, sheet, row, &widths);
    }
    out.push_str("</w:tbl>");
}

fn table_row(out: &mut String, sheet: &Sheet, row: usize, widths: &[usize]) {
    let is_lone = sheet.label_columns == 0 && row >= sheet.header_rows;
    let height = if is_lone { LONE_ROW_HEIGHT } else { ROW_HEIGHT };
    let header = if row < sheet.header_rows { "<w:tblHeader/>" } else { "" };
    let _ = write!(
        out,
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{header}<w:jc w:val=\"center\"/></w:trPr>"
    );
    // A table that one page holds is not parted; of a longer one the header stays with what follows it.
    let is_short = sheet.rows <= ROWS_OF_A_PAGE;
    let keep = (is_short && row + 1 < sheet.rows) || row < sheet.header_rows;
    for cell in sheet.row(row) {
        table_cell(out, sheet, (cell, row), widths, if keep { "<w:keepNext/>" } else { "" });
    }
    out.push_str("</w:tr>");
}

fn table_cell(
    out: &mut String,
    sheet: &Sheet,
    (cell, row): (&SheetCell, usize),
    widths: &[usize],
    keep: &str,
) {
    let width: usize = widths.iter().take(cell.columns.end).skip(cell.columns.start).sum();
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
    if cell.columns.len() > 1 {
        let _ = write!(out, "<w:gridSpan w:val=\"{}\"/>", cell.columns.len());
    }
    if cell.rows.len() > 1 {
        let merge = if cell.rows.start == row { "restart" } else { "continue" };
        let _ = write!(out, "<w:vMerge w:val=\"{merge}\"/>");
    }
    if cell.part == Part::Heading {
        let _ = write!(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{HEADING_GROUND}\"/>");
    }
    let is_number = matches!(cell.part, Part::Number(_));
    if is_number {
        out.push_str(
            "<w:tcMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tcMar>",
        );
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
    let style = if sheet.is_left(cell) { "TableLabel" } else { "TableText" };
    let text = if cell.rows.start == row { cell.text.as_str() } else { "" };
    let runs = match cell.part {
        Part::Label | Part::Stub => {
            let remark = remark(text);
            let plain = text.strip_suffix(remark).unwrap_or(text);
            run("", plain) + &run("<w:rStyle w:val=\"Kai\"/>", remark)
        }
        Part::Number(_) => sized_run("", &crate::text::printable(text), Some(font_size(text, width))),
        Part::Heading | Part::Header => run("", text),
    };
    paragraph(out, style, keep, &runs);
    out.push_str("</w:tc>");
}

/// The size, in half points, at which a number stands in one line of its cell, whose width is in twentieths of a point.
fn font_size(text: &str, width: usize) -> usize {
    let columns = crate::text::width(text).max(1);
    (width * 200 / 20 / columns / DIGIT_WIDTH).clamp(SMALLEST_FONT_SIZE, FONT_SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_set_smaller_until_they_fit() {
        assert_eq!(font_size("12345", 685), FONT_SIZE);
        assert_eq!(font_size("11398889", 685), 13);
        assert_eq!(font_size("999999999999999", 685), SMALLEST_FONT_SIZE);
    }
}
