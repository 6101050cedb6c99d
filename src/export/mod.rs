//! Reports as documents, each format a pure function of a [`Source`]: one file a format.
//!
//! [`sheet`] lays the tables of a section out in merged cells as the form prints them; what is laid out there, every format
//! follows. [`docx`] is what is handed in, [`html`] the page that is published, [`xlsx`] the sheets that add up, [`text`] and
//! [`markdown`] are for mails and editors (the preview is made of `text` too), [`facts`] is every number a line, and [`json`]
//! the whole report for programs.

pub mod docx;
pub mod facts;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod text;
pub mod xlsx;

use std::borrow::Cow;

use crate::check::Derived;
use crate::form::{Form, Section};
use crate::report::{Report, sum::Unit};
use crate::text::printable;
use crate::words::Words;

/// What a draft is marked with: statutory documents are Chinese whatever the language of the interface.
pub const DRAFT: &str = "草稿";

/// A format that a report can be exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Word file.
    Docx,
    /// A web page.
    Html,
    /// A workbook.
    Xlsx,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// Every number a line.
    Csv,
    /// The whole report for programs.
    Json,
}

impl Format {
    /// All of them, the one most asked for first.
    pub const ALL: [Self; 7] =
        [Self::Docx, Self::Html, Self::Xlsx, Self::Markdown, Self::Text, Self::Csv, Self::Json];

    /// Its name on the command line, which is also the extension of its files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Whether people read it, rather than programs.
    pub fn is_printed(self) -> bool {
        !matches!(self, Self::Csv | Self::Json)
    }

    /// The format of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }
}

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The report.
    pub report: &'a Report,
    /// The form it follows.
    pub form: &'a Form,
    /// Its totals and findings.
    pub derived: &'a Derived,
    /// The sentences that findings are told in.
    pub words: &'a Words,
    /// The name of its file, which stands in front of every fact.
    pub file: &'a str,
    /// The reports that it is the sum of, as far as they were found; only a workbook shows them.
    pub units: &'a [Unit],
    /// It is not for publishing: every page is marked with [`DRAFT`].
    pub is_draft: bool,
}

/// Why a report cannot be exported to a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotExported {
    /// A paragraph is longer than the format takes: 32 767 characters in a workbook.
    TooLong,
}

/// A report as a document of this format.
pub fn export(format: Format, source: &Source) -> Result<Vec<u8>, NotExported> {
    Ok(match format {
        Format::Docx => docx::write(source),
        Format::Html => html::write(source).into_bytes(),
        Format::Xlsx => xlsx::write(source)?,
        Format::Markdown => markdown::write(source).into_bytes(),
        Format::Text => text::write(source).into_bytes(),
        Format::Csv => facts::write(source),
        Format::Json => json::write(source),
    })
}

impl<'a> Source<'a> {
    fn title(&self) -> String {
        printable(&self.form.title(&self.report.organ, self.report.year)).into_owned()
    }

    /// The sections with their paragraphs: no blank ones, no indent, nothing that hides.
    fn sections(&self) -> impl Iterator<Item = (&'a Section, Vec<Cow<'a, str>>)> + use<'a> {
        self.form.sections.iter().zip(&self.report.prose).map(|(section, paragraphs)| {
            let paragraphs = paragraphs.iter().map(|paragraph| paragraph.trim());
            (section, paragraphs.filter(|paragraph| !paragraph.is_empty()).map(printable).collect())
        })
    }

    /// The tables of a section as they are printed.
    fn sheet(&self, section: &Section) -> sheet::Sheet {
        sheet::Sheet::of(self.form, section, self.report, &self.derived.totals)
    }

    /// 落款: who signs and when, as far as it is given.
    fn signature(&self) -> Vec<String> {
        self.report.signature().iter().map(|line| printable(line).into_owned()).collect()
    }
}

/// The remark in brackets that a label ends with, or the whole label; empty where there is none. The template sets it in 楷体.
fn remark(label: &str) -> &str {
    let start = label.find('（').filter(|_| label.ends_with('）'));
    let start = match start {
        Some(0) => label.match_indices('（').nth(1).map_or(0, |(at, _)| at),
        Some(at) => at,
        None => return "",
    };
    label.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_behind_labels_are_found() {
        let stub = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
        assert_eq!(remark(stub), stub);
        assert_eq!(remark("（二）部分公开（区分处理的，只计这一情形）"), "（区分处理的，只计这一情形）");
        assert_eq!(remark("（三）不予公开"), "");
        assert_eq!(remark("规章"), "");
    }
}
