//! Documents into reports: published pages, PDF and Word files, spreadsheets, pasted text.
//!
//! Every format becomes a [`document::Document`], lines from top to bottom ([`text`] with [`drawn`], [`html`], [`word`],
//! [`sheet`], [`pdf`]), but for [`json`], which is a report already. [`title`] and [`outline`] find title and sections in it,
//! [`prose`] joins paragraphs, [`scan`] and [`label`] tell labels from numbers, [`pair`] finds the row of each and [`columns`]
//! their columns, and [`tables`] puts them into cells, with [`evidence`] where it is not plain; `fill` writes the report. The
//! rule of the house: **no number is invented**. What has no certain place stays out and is listed; a blank cell is not 0; where
//! the identities of the form allow one reading only, it is taken and said so.
//!
//! This room reads no files and writes no sentences: bytes come in, a report and its [`Note`]s go out.

mod columns;
pub mod document;
mod drawn;
mod evidence;
mod fill;
pub mod html;
mod json;
mod label;
mod note;
mod number;
mod outline;
mod pair;
pub mod pdf;
mod prose;
pub mod rows;
mod scan;
mod sheet;
mod tables;
mod text;
mod title;
mod word;

pub use document::Spot;
pub use note::{Dropped, Note, Subject, open_points};
pub use sheet::ASIDE;

use crate::form::{Form, Forms};
use crate::report::Report;
use crate::text::decode::{NotText, decode};
use document::Document;
use label::Labels;
use prose::Broken;

/// A document as a report.
#[derive(Debug)]
pub struct Imported {
    /// The edition whose tables the document has.
    pub form: &'static Form,
    /// The report.
    pub report: Report,
    /// What has to be known about it, open points first, each kind in the order of the document.
    pub notes: Vec<Note>,
}

impl Imported {
    /// How many points are open.
    pub fn open(&self) -> usize {
        self.notes.iter().filter(|note| note.is_open).count()
    }
}

/// Why a document cannot be read as a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotImported {
    /// Its bytes are no text in any encoding tried.
    NotText(NotText),
    /// It says to be a Word file, a workbook or an export as JSON, but cannot be taken apart.
    Damaged,
    /// An old .doc, .wps or .xls, whose inner format is not read.
    OldFormat,
    /// A PDF that cannot be taken apart, or whose characters are encoded in a way that is not read.
    Pdf,
    /// A PDF made of pictures.
    NoText,
    /// It has more lines than any report, or several reports are in it.
    Several,
    /// No label of the form stands in it.
    NoLabels,
    /// A later version of the program has written it, or it follows a form that is not known here.
    Newer,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Html,
    Csv,
    Word,
    Workbook,
    Pdf,
    Json,
    Old,
}

/// The longest reports have a few thousand lines, even with one cell a line.
const MOST_LINES: usize = 50_000;

/// The extensions of documents: those that can be read, then those of which a person is told what to do.
pub const EXTENSIONS: [&str; 15] = [
    "docx", "xlsx", "html", "htm", "shtml", "xhtml", "pdf", "txt", "md", "csv", "json", "doc", "wps", "xls",
    "rtf",
];

/// Reads a document as a report. `name` is the file's name, of which only the extension counts, and only where the bytes do
/// not tell the format.
pub fn import(name: &str, bytes: Vec<u8>) -> Result<Imported, NotImported> {
    let document = match format(name, &bytes) {
        Format::Word => word::read(&bytes)?,
        Format::Workbook => sheet::read_xlsx(&bytes)?,
        Format::Pdf => pdf::read(&bytes)?,
        Format::Old => return Err(NotImported::OldFormat),
        Format::Html => html::read(&page(&bytes)?),
        Format::Csv => sheet::read_csv(&plain(bytes)?),
        Format::Json => return json::read(&plain(bytes)?).map(Imported::in_order),
        Format::Text => text::read(&plain(bytes)?, name.to_ascii_lowercase().ends_with(".md")),
    };
    understand(document).map(Imported::in_order)
}

impl Imported {
    /// With what is open before what is only told; and whose report it is, and of which year, has to be known.
    fn in_order(mut self) -> Self {
        if self.report.year.is_none() {
            self.notes.insert(0, Note::open(Subject::NoYear, None));
        }
        if self.report.organ.is_empty() {
            self.notes.insert(0, Note::open(Subject::NoOrgan, None));
        }
        self.notes.sort_by_key(|note| !note.is_open);
        self
    }
}

fn format(name: &str, bytes: &[u8]) -> Format {
    let extension =
        name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let contains = |what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    if head.starts_with(b"PK\x03\x04") {
        let is_word = contains(b"word/document.xml") || (extension == "docx" && !contains(b"xl/workbook"));
        return if is_word { Format::Word } else { Format::Workbook };
    }
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Format::Pdf;
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) || head.starts_with(b"{\\rtf") {
        return Format::Old;
    }
    if json::is_own(head) {
        return Format::Json;
    }
    let lower = head.to_ascii_lowercase();
    let is_page = [&b"<html"[..], b"<!doctype html", b"<table", b"<body", b"<div", b"<p>"]
        .iter()
        .any(|tag| memchr::memmem::find(&lower, tag).is_some());
    // A text may speak of such tags; a page begins with one.
    let begins = lower.trim_ascii_start().first() == Some(&b'<');
    match extension.as_str() {
        "html" | "htm" | "shtml" | "xhtml" => Format::Html,
        "txt" | "md" if !begins => Format::Text,
        _ if is_page => Format::Html,
        "csv" => Format::Csv,
        "docx" => Format::Word,
        "xlsx" => Format::Workbook,
        "pdf" => Format::Pdf,
        _ => Format::Text,
    }
}

fn plain(bytes: Vec<u8>) -> Result<String, NotImported> {
    decode(bytes).map(|(text, _, _)| text).map_err(NotImported::NotText)
}

/// The text of a page. One that names its encoding and holds a few bytes of another is still read; browsers do so too.
fn page(bytes: &[u8]) -> Result<String, NotImported> {
    let named = html::named_encoding(bytes);
    match decode(bytes.to_vec()) {
        Ok((text, crate::text::decode::Encoding::Utf8, _)) => Ok(text),
        other => match named {
            Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(encoding.decode(bytes).0.into_owned()),
            _ => other.map(|(text, _, _)| text).map_err(NotImported::NotText),
        },
    }
}

/// Makes a report of a document's lines.
fn understand(mut document: Document) -> Result<Imported, NotImported> {
    if document.lines.len() > MOST_LINES {
        return Err(NotImported::Several);
    }
    let mut notes = Vec::new();
    let (form, labels) = edition(&document, &mut notes).ok_or(NotImported::NoLabels)?;
    let outline = outline::of(&mut document, form, &labels, &mut notes);
    if outline.is_several {
        return Err(NotImported::Several);
    }
    let mut report = Report::new(form, outline.title.year);
    report.organ.clone_from(&outline.title.organ);
    report.signed.clone_from(&outline.signed);
    let prose = outline.sections.iter().enumerate().filter(|(index, _)| form.sections[*index].is_prose());
    let broken = Broken::of(prose.clone().flat_map(|(_, range)| &document.lines[range.clone()]));
    for (index, range) in prose {
        // A table among the paragraphs is none of the form's.
        let is_table = |line: &&document::Line| {
            line.has_cells() && line.cells.iter().filter(|cell| !cell.text.is_empty()).count() > 1
        };
        let (tables, lines): (Vec<_>, Vec<_>) = document.lines[range.clone()].iter().partition(is_table);
        report.prose[index] = prose::paragraphs(&lines, broken.as_ref());
        if let Some(first) = tables.first() {
            let text = tables.iter().map(|line| line.text.replace('\t', " ")).collect::<Vec<_>>().join("\n");
            notes.push(Note::told(Subject::TextWithoutPlace { text }, Some(first.spot)));
        }
    }
    let tables = &document.lines[outline.tables.clone()];
    let headings: Vec<_> = outline
        .sections
        .iter()
        .enumerate()
        .filter(|(index, range)| {
            !form.sections[*index].is_prose() && range.start >= outline.tables.start && !range.is_empty()
        })
        .map(|(index, range)| (range.start - outline.tables.start, crate::form::SectionId(index)))
        .collect();
    let scan = scan::scan(form, &labels, tables, &headings);
    let placed = tables::place(form, &scan, &mut notes);
    for (text, spot) in scan.sentences {
        notes.push(Note::told(Subject::TextWithoutPlace { text }, Some(spot)));
    }
    fill::fill(form, &mut report, &placed, &document, &mut notes);
    Ok(Imported { form, report, notes })
}

/// The edition that has most of its labels in a document; none where no label of any stands there.
fn edition(document: &Document, notes: &mut Vec<Note>) -> Option<(&'static Form, Labels)> {
    let text: String = document.lines.iter().map(|line| label::normal(&line.text)).collect();
    // Numbers between the pieces of a label would hide it.
    let text: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let forms = Forms.editions().filter_map(|edition| Forms.get(edition));
    let mut scored: Vec<(usize, &'static Form, Labels)> = forms
        .map(|form| {
            let labels = Labels::of(form);
            (labels.share(&text), form, labels)
        })
        .collect();
    scored.sort_by_key(|(share, _, _)| *share);
    let best = scored.last().map(|(share, _, _)| *share).filter(|best| *best > 0)?;
    scored.retain(|(share, _, _)| *share == best);
    if scored.len() > 1 {
        match title::find(document).year {
            Some(year) => scored.sort_by_key(|(_, form, _)| form.years.contains(year)),
            None => notes.push(Note::open(Subject::EditionAssumed, None)),
        }
    }
    let (_, form, labels) = scored.pop()?;
    Some((form, labels))
}
