//! Where the title and the sections of a document are, and what on its pages does not belong to the report.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{Document, Line, Shape, Spot};
use super::label::{Labels, normal};
use super::note::{Dropped, Note, Subject};
use super::prose::Broken;
use super::title::{self, Title, digit, is_organ, title_of};
use crate::form::Form;
use crate::report::Signed;
use crate::report::value::half_width_char;
use crate::text::simplified;

/// The parts of a document.
#[derive(Debug, Default)]
pub struct Outline {
    /// Whose report it is, and of which year.
    pub title: Title,
    /// The sections stand in it more than once.
    pub is_several: bool,
    /// Lines by section, by index; empty where the section has no heading.
    pub sections: Vec<Range<usize>>,
    /// The lines among which the tables stand.
    pub tables: Range<usize>,
    /// 落款, if there is one.
    pub signed: Option<Signed>,
}

/// Finds the parts of a document. What does not belong to the report is taken out of it, and told of.
pub fn of(document: &mut Document, form: &Form, labels: &Labels, notes: &mut Vec<Note>) -> Outline {
    let mut outline = Outline { title: title::find(document), ..Outline::default() };
    drop_marks(document, &outline, notes);
    let found = all_headings(document, form);
    outline.is_several = is_several(document, &found);
    let headings = chain(&found);
    let count = form.sections.len();
    outline.sections = vec![0..0; count];
    let end = document.lines.len();
    for (place, (section, lines)) in headings.iter().enumerate() {
        let next = headings.get(place + 1).map_or(end, |(_, lines)| lines.start);
        outline.sections[*section] = lines.end..next;
    }
    let is_found = |section: usize| headings.iter().any(|(other, _)| *other == section);
    let with_tables = |section: &usize| !form.sections[*section].is_prose();
    let first = (0..count).find(with_tables).unwrap_or(0);
    let last = (0..count).rfind(with_tables).unwrap_or(0);
    let start_of =
        |section: usize| headings.iter().find(|(other, _)| *other == section).map(|(_, lines)| lines.start);
    let start = start_of(first).unwrap_or_else(|| {
        let line = first_table_line(document, labels, &headings, first);
        (first..=last).find_map(start_of).map_or(line, |heading| heading.min(line))
    });
    let after = (last + 1..count).find_map(start_of).unwrap_or(end);
    outline.tables = start..after.max(start);
    for (index, section) in form.sections.iter().enumerate().filter(|(_, section)| section.is_prose()) {
        if is_found(index) {
            // Prose ends where the tables begin, be their heading there or not.
            if index < first {
                outline.sections[index].end =
                    outline.sections[index].end.min(start).max(outline.sections[index].start);
            }
        } else {
            notes.push(Note::open(Subject::NoHeading { title: section.title.to_owned() }, None));
        }
    }
    if let Some(heading) = headings.first().filter(|(section, _)| *section == 0) {
        note_preface(&document.lines[..heading.1.start], &outline, notes);
    }
    end_of_report(document, &mut outline, form, notes);
    outline
}

/// The line with which the tables begin, if no heading says so.
fn first_table_line(
    document: &Document,
    labels: &Labels,
    headings: &[(usize, Range<usize>)],
    first: usize,
) -> usize {
    let earliest = headings
        .iter()
        .filter(|(section, _)| *section < first)
        .map(|(_, lines)| lines.end)
        .max()
        .unwrap_or(0);
    let is_table = |line: &Line| {
        line.has_cells() || {
            let text = normal(&line.text);
            let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
            text.chars().count() < 40
                && (text.starts_with("第二十条第") || text == "信息内容" || labels.row(text).is_some())
        }
    };
    let rest = document.lines.iter().enumerate().skip(earliest);
    rest.filter(|(_, line)| !line.is_blank())
        .find(|(_, line)| is_table(line))
        .map_or(document.lines.len(), |(at, _)| at)
}

/// Takes out page marks and what is repeated at the head of each page.
fn drop_marks(document: &mut Document, outline: &Outline, notes: &mut Vec<Note>) {
    let mut marks = 0;
    let mut first = None;
    document.lines.retain(|line| {
        let is_mark = !line.has_cells() && is_page_mark(&line.text);
        if is_mark {
            marks += 1;
            first = first.or(Some(line.spot));
        }
        !is_mark
    });
    if marks > 0 {
        notes.push(Note::told(
            Subject::Dropped { what: Dropped::PageMarks, text: String::new(), count: marks },
            first,
        ));
    }
    for (what, count) in [(Dropped::Pictures, document.pictures), (Dropped::Aside, document.asides)] {
        if count > 0 {
            notes.push(Note::told(Subject::Dropped { what, text: String::new(), count }, None));
        }
    }
    // The title again, at the head of a later page.
    let is_title = |line: &Line| {
        !line.has_cells()
            && title_of(line.text.trim())
                .is_some_and(|(organ, year, _)| organ == outline.title.organ && year == outline.title.year)
    };
    let mut seen = 0;
    document.lines.retain(|line| {
        let is_repeated = !outline.title.organ.is_empty() && is_title(line) && {
            seen += 1;
            seen > 1
        };
        if is_repeated {
            let subject =
                Subject::Dropped { what: Dropped::Header, text: line.text.trim().to_owned(), count: 1 };
            notes.push(Note::told(subject, Some(line.spot)));
        }
        !is_repeated
    });
}

/// `- 3 -`, `—3—`, `第 3 页 共 6 页`, `P. 3`, `Page 3`, `3 / 6`.
fn is_page_mark(text: &str) -> bool {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace()).map(crate::report::value::half_width_char).collect();
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '·' | '~');
    let inner = text.trim_matches(is_dash);
    let is_number =
        |text: &str| !text.is_empty() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
    if is_number(inner) && text.starts_with(is_dash) && text.ends_with(is_dash) {
        return true;
    }
    if let Some((page, all)) = text.split_once('/')
        && is_number(page)
        && is_number(all)
    {
        return true;
    }
    let inner = text
        .strip_prefix("Page")
        .or_else(|| text.strip_prefix("P."))
        .or_else(|| text.strip_prefix("第"))
        .unwrap_or_default();
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < inner.len()
        && (digits.is_empty()
            || digits == "页"
            || (digits.starts_with("页") && digits.contains("共") && digits.chars().count() <= 8))
}

/// Every line that reads like the heading of a section: index of the section, and the lines it takes.
fn all_headings(document: &Document, form: &Form) -> Vec<(usize, Range<usize>)> {
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    let lines = &document.lines;
    for at in 0..lines.len() {
        let line = &lines[at];
        if line.has_cells() && line.cells.iter().filter(|cell| !cell.text.is_empty()).count() > 1 {
            continue;
        }
        if let Some(section) = heading_of(&line.text, form) {
            found.push((section, at..at + 1));
        } else if line.shape == Shape::Flow
            && ordinal(line.text.trim()).is_some()
            && let Some(next) = lines.get(at + 1)
            && next.text.trim().chars().count() <= 12
            && let Some(section) = heading_of(&format!("{}{}", line.text.trim(), next.text.trim()), form)
        {
            found.push((section, at..at + 2));
        }
    }
    found
}

/// Whether three sections and more begin twice, with something under each: there are several reports.
fn is_several(document: &Document, found: &[(usize, Range<usize>)]) -> bool {
    let begins_here = |(_, lines): &&(usize, Range<usize>)| {
        let mut below = (lines.end..document.lines.len()).filter(|at| !document.lines[*at].is_blank());
        below.next().is_some_and(|at| !found.iter().any(|(_, other)| other.contains(&at)))
    };
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for (section, _) in found.iter().filter(begins_here) {
        *times.entry(*section).or_default() += 1;
    }
    times.values().filter(|times| **times > 1).count() >= 3
}

/// The headings of sections in order. Where a section's heading stands more than once, as in a table of contents, the last that
/// fits into the order counts.
fn chain(found: &[(usize, Range<usize>)]) -> Vec<(usize, Range<usize>)> {
    // The longest chain of sections in order; among equals the one that ends latest.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(found.len());
    for at in 0..found.len() {
        let before = (0..at)
            .filter(|before| found[*before].0 < found[at].0 && found[*before].1.end <= found[at].1.start);
        let before = before.max_by_key(|before| (best[*before].0, *before));
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let mut at = (0..found.len()).max_by_key(|at| (best[*at].0, *at));
    let mut chain = Vec::new();
    while let Some(index) = at {
        chain.push(found[index].clone());
        at = best[index].1;
    }
    chain.reverse();
    chain
}

/// The section whose heading a line is.
fn heading_of(text: &str, form: &Form) -> Option<usize> {
    let text = text.trim();
    let simple: String = text.chars().filter(|c| !c.is_whitespace()).map(simplified).collect();
    if simple.chars().count() > 40 || simple.ends_with(['。', '；', '，', ';', ',']) {
        return None;
    }
    let bare = normal(text);
    let has = |words: &&str| words.split(' ').all(|word| simple.contains(word));
    let has_number = ordinal(text).is_some();
    form.sections.iter().position(|section| {
        let title = normal(section.title);
        let without_number: String = title.chars().skip(normal(section.mark).chars().count()).collect();
        bare == title || bare == without_number || (has_number && section.known_by.iter().any(has))
    })
}

/// The number before a heading of the first level: 一、 and not （一）.
fn ordinal(text: &str) -> Option<char> {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let number = chars.next().filter(|c| "一二三四五六七八".contains(*c))?;
    chars.next().filter(|c| matches!(c, '、' | '.' | '．' | ',' | '，' | ':' | '：')).map(|_| number)
}

/// What stands between the title and the first section has no place in the form.
fn note_preface(lines: &[Line], outline: &Outline, notes: &mut Vec<Note>) {
    let is_title =
        |line: &Line| title_of(line.text.trim()).is_some() || line.text.trim() == outline.title.organ;
    let mut rest = lines.iter().filter(|line| !line.is_blank() && !is_title(line)).peekable();
    let Some(first) = rest.peek() else { return };
    let spot = first.spot;
    let rest: Vec<&Line> = rest.collect();
    let text = super::prose::paragraphs(&rest, Broken::of(rest.iter().copied()).as_ref()).join("\n");
    let count = rest.len();
    notes.push(Note::told(Subject::Dropped { what: Dropped::Preface, text, count }, Some(spot)));
}

/// What stands below the last paragraph of a page: its buttons and its owner.
const CHROME: [&str; 18] = [
    "打印",
    "关闭",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "主办单位",
    "主办：",
    "承办单位",
    "版权所有",
    "ICP备",
    "网站地图",
    "扫一扫",
    "分享到",
    "责任编辑",
    "公网安备",
    "相关附件",
    "网站标识码",
];

/// Takes signature and page furniture off the end of the last section.
fn end_of_report(document: &Document, outline: &mut Outline, form: &Form, notes: &mut Vec<Note>) {
    let Some(last) = form.sections.len().checked_sub(1) else { return };
    let range = outline.sections[last].clone();
    let lines = &document.lines[range.clone()];
    let chrome = lines.iter().position(|line| {
        // A paragraph with its indent is none of a page's buttons.
        CHROME.iter().any(|word| line.text.contains(word))
            && line.text.trim().chars().count() <= 80
            && !(document.is_written || line.text.starts_with("\u{3000}\u{3000}"))
    });
    let mut end = chrome.unwrap_or(lines.len());
    if let Some(chrome) = chrome {
        leave_out(notes, Dropped::Footer, &lines[chrome..]);
    }
    let (first, signature) = signature(&lines[..end], &outline.title.organ);
    // Where a document says itself what its signature is, what stands in the text is text.
    let (signature, behind) = if document.signature.is_empty() {
        let behind = &lines[first + signature.len()..end];
        end = first;
        (signature, behind)
    } else {
        (document.signature.as_slice(), &[][..])
    };
    outline.signed = signed(signature);
    if !signature.is_empty() {
        leave_out(notes, Dropped::Signature, signature);
    }
    if behind.iter().any(|line| !line.is_blank()) {
        leave_out(notes, Dropped::Footer, behind);
    }
    outline.sections[last] = range.start..range.start + end;
}

fn leave_out(notes: &mut Vec<Note>, what: Dropped, lines: &[Line]) {
    let filled: Vec<&Line> = lines.iter().filter(|line| !line.is_blank()).collect();
    let spot: Option<Spot> = filled.first().map(|line| line.spot);
    let text = filled.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join("  ");
    notes.push(Note::told(Subject::Dropped { what, text, count: filled.len() }, spot));
}

/// The lines at the end that are a signature, and which of them is the first: a date with the organs above or below it, or the
/// report's own organ alone. What stands below it is no part of the report.
fn signature<'a>(lines: &'a [Line], organ: &str) -> (usize, &'a [Line]) {
    let text = |at: usize| lines[at].text.trim();
    let filled: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].is_blank()).collect();
    let is_part = |at: &usize| is_date(text(*at)) || is_signature(text(*at), organ);
    // Its date is among the last lines; a page may have its number or a button below.
    let date = filled.iter().rev().take(SIGNATURE).position(|at| is_date(text(*at)));
    let end = filled.len() - date.unwrap_or_default();
    let behind =
        filled[end..].iter().take_while(|at| date.is_some() && is_signature(text(**at), organ)).count();
    let above = filled[..end].iter().rev().take(SIGNATURE).take_while(|at| is_part(at)).count();
    let own = &filled[end - above..end + behind];
    let is_sure = date.is_some() || own.iter().all(|at| text(*at) == organ);
    match (own.first(), own.last()) {
        (Some(first), Some(last)) if is_sure => (*first, &lines[*first..=*last]),
        _ => (lines.len(), &[]),
    }
}

/// Lines at the end of a report among which its signature stands.
const SIGNATURE: usize = 4;

/// Who signs, and when.
fn signed(lines: &[Line]) -> Option<Signed> {
    let texts = lines.iter().map(|line| line.text.trim()).filter(|text| !text.is_empty());
    let (dates, names): (Vec<&str>, Vec<&str>) = texts.partition(|text| is_date(text));
    let names: Vec<&str> = names.into_iter().map(without_seal).collect();
    let signed = Signed { organ: names.join(" "), date: dates.join(" ") };
    let date = signed.plain_date().unwrap_or_else(|| signed.date.clone());
    (!names.is_empty() || !dates.is_empty()).then_some(Signed { date, ..signed })
}

/// A name without the place of its seal.
fn without_seal(name: &str) -> &str {
    let open = name.rfind(['（', '(']);
    let is_seal =
        |at: &usize| name.get(*at..).is_some_and(|end| end.contains('章') && end.chars().count() <= 6);
    open.filter(is_seal).and_then(|at| name.get(..at)).unwrap_or(name).trim_end()
}

/// `2024年1月17日`, with Chinese digits too.
fn is_date(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width_char).collect();
    let rest = text.trim_matches(|c: char| {
        digit(c).is_some() || matches!(c, '年' | '月' | '日' | '十' | '廿' | '-' | '.' | '/')
    });
    rest.is_empty()
        && (text.ends_with(['日', '月']) || text.matches(['-', '.', '/']).count() == 2)
        && text.chars().count() >= 7
}

/// Whether a line names who signs: the report's organ, or several.
fn is_signature(text: &str, organ: &str) -> bool {
    let text: String = without_seal(text).chars().filter(|c| !c.is_whitespace()).collect();
    let is_name = |name: &str| name.chars().count() > 2 && is_organ(&name);
    text == organ || (!text.is_empty() && text.split('、').all(is_name))
}
