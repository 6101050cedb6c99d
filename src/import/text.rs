//! Plain text: drawn from a PDF, pasted from a page, or Markdown. Cells are told apart by tabs, bars or white space.

use super::document::{Document, Line, Piece, Shape, Spot};

/// Reads a text.
pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    add(&mut document, text, 0);
    document
}

/// Adds the text of a page; 0 where there are no pages.
pub fn add(document: &mut Document, text: &str, page: usize) {
    let tabbed: Vec<&str> = text.lines().filter(|line| line.contains('\t')).collect();
    let ends_in_tab = 2 * tabbed.iter().filter(|line| line.ends_with('\t')).count() > tabbed.len();
    for (index, line) in text.split(['\n', '\u{c}']).enumerate() {
        let spot = Spot { page, table: 0, line: index + 1 };
        if let Some(line) = read_line(line.trim_end_matches('\r'), spot, ends_in_tab) {
            document.lines.push(line);
        }
    }
}

fn read_line(text: &str, spot: Spot, ends_in_tab: bool) -> Option<Line> {
    let cells = if text.contains(['|', '｜']) {
        let text = text.trim();
        if text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
            return None;
        }
        let text = text.strip_prefix(['|', '｜']).unwrap_or(text);
        cells(text.strip_suffix(['|', '｜']).unwrap_or(text), &['|', '｜'])
    } else if text.contains('\t') {
        cells(if ends_in_tab { text.strip_suffix('\t').unwrap_or(text) } else { text }, &['\t'])
    } else {
        Vec::new()
    };
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if filled > 1 {
        return Some(Line::row(Shape::Row, spot, cells));
    }
    let text = text.replace(['|', '｜', '\t'], " ");
    Some(Line::text(Shape::Flow, spot, without_markup(&text)))
}

fn cells(text: &str, between: &[char]) -> Vec<Piece> {
    let cells = text.split(between).enumerate();
    cells
        .map(|(at, text)| Piece { text: without_markup(text).trim().to_owned(), columns: at..at + 1 })
        .collect()
}

/// The text without the marks of Markdown for headings and bold type.
fn without_markup(text: &str) -> String {
    let text = text.replace("**", "");
    let start = text.trim_start();
    let rest = start.trim_start_matches('#');
    if rest.len() < start.len() && rest.starts_with(' ') { rest.trim_start().to_owned() } else { text }
}
