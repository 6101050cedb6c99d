//! Plain text: drawn from a PDF, pasted from a page, or Markdown. Cells are told apart by tabs, bars or white space.

use std::borrow::Cow;

use super::document::{Document, Line, Piece, Shape, Spot};
use super::drawn;

/// So many borders that begin no whole drawing, and no more drawings are looked for.
const MOST_BROKEN: usize = 100;

/// Reads a text. In Markdown, a backslash takes the meaning from the mark behind it.
pub fn read(text: &str, is_markdown: bool) -> Document {
    let mut document = Document::default();
    add(&mut document, text, 0, is_markdown);
    document
}

/// Adds the text of a page; 0 where there are no pages.
pub fn add(document: &mut Document, text: &str, page: usize, is_markdown: bool) {
    let tabbed: Vec<&str> = text.lines().filter(|line| line.contains('\t')).collect();
    let ends_in_tab = 2 * tabbed.iter().filter(|line| line.ends_with('\t')).count() > tabbed.len();
    let lines: Vec<&str> = text.split(['\n', '\u{c}']).map(|line| line.trim_end_matches('\r')).collect();
    let (mut at, mut broken) = (0, 0);
    while let Some(line) = lines.get(at) {
        let spot = Spot { page, table: 0, line: at + 1 };
        if drawn::is_border(line) && broken < MOST_BROKEN {
            let height = lines.iter().skip(at).take_while(|line| drawn::is_part(line)).count();
            if let Some(rows) = lines.get(at..at + height).and_then(|drawing| drawn::read(drawing, spot)) {
                document.lines.extend(rows);
                at += height;
                continue;
            }
            // Another table may begin within it.
            broken += 1;
        }
        if is_separator(line) {
            let header = document.lines.pop();
            document.lines.extend(markdown_table(header, &lines, &mut at, page, is_markdown));
            continue;
        }
        document.lines.extend(read_line(line, spot, ends_in_tab, is_markdown));
        at += 1;
    }
}

/// The line under the header of a Markdown table.
fn is_separator(line: &str) -> bool {
    line.contains("-|") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The rows of a Markdown table, each of which has a cell for every column.
fn markdown_table(
    header: Option<Line>,
    lines: &[&str],
    at: &mut usize,
    page: usize,
    is_markdown: bool,
) -> Vec<Line> {
    *at += 1;
    let mut rows: Vec<Line> = header.into_iter().collect();
    while let Some(line) = lines.get(*at).filter(|line| line.trim_start().starts_with('|')) {
        rows.extend(read_line(line, Spot { page, table: 0, line: *at + 1 }, false, is_markdown));
        *at += 1;
    }
    let width = rows.first().map_or(0, |row| row.cells.len());
    let is_even = width > 0 && rows.iter().all(|row| row.cells.len() == width);
    for row in rows.iter_mut().filter(|_| is_even) {
        row.shape = Shape::Grid;
    }
    rows
}

fn read_line(text: &str, spot: Spot, ends_in_tab: bool, is_markdown: bool) -> Option<Line> {
    let is_bar = |c: char| BARS.contains(&c);
    // A mark whose meaning was taken stands aside while the line is taken apart.
    let text = if is_markdown { aside(text) } else { text.to_owned() };
    let row = text.trim();
    // A bar within a sentence, or within a paragraph with its indent, parts nothing.
    let is_paragraph = text.starts_with("\u{3000}\u{3000}");
    let is_sentence = is_markdown || is_paragraph || row.ends_with('。');
    let has_bars = row.contains(is_bar) && (!is_sentence || row.starts_with(is_bar));
    if has_bars && row.chars().all(|c| is_bar(c) || "-=+─═━ :".contains(c) || ('┌'..='╬').contains(&c))
    {
        return None;
    }
    let cells = if has_bars {
        let row = row.strip_prefix(is_bar).unwrap_or(row);
        cells(row.strip_suffix(is_bar).unwrap_or(row), is_bar, is_markdown)
    } else if text.contains('\t') {
        cells(
            if ends_in_tab { text.strip_suffix('\t').unwrap_or(&text) } else { &text },
            |c| c == '\t',
            is_markdown,
        )
    } else {
        Vec::new()
    };
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if filled > 1 || (is_markdown && !cells.is_empty()) {
        return Some(Line::row(Shape::Row, spot, cells));
    }
    let text = text.replace(|c| (has_bars && is_bar(c)) || c == '\t', " ");
    let text = if is_paragraph { Cow::Borrowed(text.as_str()) } else { without_markup(&text, is_markdown) };
    Some(Line::text(Shape::Flow, spot, back(&text)))
}

/// What stands between cells.
const BARS: [char; 5] = ['|', '｜', '│', '┃', '║'];

fn cells(text: &str, is_between: impl Fn(char) -> bool, is_markdown: bool) -> Vec<Piece> {
    let cells = text.split(is_between).enumerate();
    cells
        .map(|(at, text)| Piece { text: back(without_markup(text, is_markdown).trim()), columns: at..at + 1 })
        .collect()
}

/// The text without the marks of Markdown for headings and bold type, which may have been pasted into any text.
fn without_markup(text: &str, is_markdown: bool) -> Cow<'_, str> {
    let start = text.trim();
    let bold = start.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    let start = bold.unwrap_or(start);
    let rest = start.trim_start_matches('#');
    if rest.len() < start.len() && rest.starts_with(' ') {
        return without_markup(rest, is_markdown);
    }
    match bold {
        _ if is_markdown => Cow::Owned(text.replace("**", "")),
        Some(bold) => Cow::Borrowed(bold),
        None => Cow::Borrowed(text),
    }
}

/// Where marks behind a backslash are kept meanwhile: characters for private use.
const ASIDE: u32 = 0xf_0000;

/// The text with each mark behind a backslash put aside.
fn aside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(mark) => out.extend(char::from_u32(ASIDE + u32::from(mark))),
            None => out.push(c),
        }
    }
    out
}

/// The text with the marks that were put aside back in their places.
fn back(text: &str) -> String {
    let mark =
        |c: char| u32::from(c).checked_sub(ASIDE).and_then(|mark| u8::try_from(mark).ok()).map(char::from);
    text.chars().map(|c| mark(c).filter(char::is_ascii).unwrap_or(c)).collect()
}
