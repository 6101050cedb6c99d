//! A report's title: whose it is, and of which year.

use super::document::Document;
use super::label::simplified;
use crate::report::value::half_width_char;

/// Whose report it is, and of which year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The organ's name, as the title has it; empty where none was found.
    pub organ: String,
    /// The report year.
    pub year: Option<u16>,
}

/// Lines of a document among which its title is looked for.
const TOP: usize = 60;

/// The title of a document: the best of its first lines, or of the names it gives itself.
pub fn find(document: &Document) -> Title {
    let lines: Vec<&str> = document
        .lines
        .iter()
        .filter(|line| !line.has_cells())
        .map(|line| line.text.trim())
        .filter(|text| !text.is_empty())
        .take(TOP)
        .collect();
    let mut titles: Vec<(String, Option<u16>, bool)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let alone = title_of(line);
        let before = index.checked_sub(1).and_then(|before| lines.get(before));
        // An organ on a line of its own, or a title broken within.
        let joined = before
            .filter(|before| length(before) <= 30 && length(line) <= 30)
            .filter(|_| alone.as_ref().is_none_or(|(organ, _, _)| organ.is_empty()))
            .and_then(|before| title_of(&format!("{before}{line}")));
        titles.extend(joined.or(alone));
    }
    let cells = document.lines.iter().take(TOP).flat_map(|line| &line.cells).map(|cell| &cell.text);
    let names = document.names.iter().chain(cells).filter_map(|name| title_of(name));
    titles.extend(names.map(|(organ, year, _)| (organ, year, false)));
    // A whole line beats a part of one, a title with an organ one without, the first the others.
    let best = titles.iter().rev().max_by_key(|(organ, year, is_whole)| {
        (!organ.is_empty() && year.is_some(), *is_whole, year.is_some())
    });
    let (organ, year) = best.map(|(organ, year, _)| (organ.clone(), *year)).unwrap_or_default();
    Title { organ, year: year.or_else(|| period(&lines)) }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Takes a title apart: `<organ><year>年政府信息公开工作年度报告`, with the year before or behind the organ. Whether the text
/// is nothing else.
pub fn title_of(text: &str) -> Option<(String, Option<u16>, bool)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width_char).collect();
    let simple: String = text.chars().map(simplified).collect();
    let at = simple.find("政府信息公开")?;
    let (head, tail) = (text.get(..at)?, simple.get(at..)?);
    let tail = tail.strip_prefix("政府信息公开")?;
    let tail = tail.strip_prefix("工作").unwrap_or(tail);
    let tail = tail.strip_prefix("年度").or_else(|| tail.strip_prefix("年"))?;
    let tail = tail.strip_prefix("工作").unwrap_or(tail).strip_prefix("报告")?;
    // In a sentence it is spoken of, not given.
    if head.contains(['，', '。', '；', ',', '《', '“']) || tail.starts_with(['》', '，', '。', '”'])
    {
        return None;
    }
    let head = head.rsplit(['：', ':', '-', '|', '—']).next().unwrap_or_default();
    let head = head.strip_prefix("关于").unwrap_or(head);
    let (organ, year) = match year_in(head) {
        Some((before, year, behind)) => (if before.is_empty() { behind } else { before }, Some(year)),
        None => (head.to_owned(), None),
    };
    let organ = organ
        .trim_end_matches('的')
        .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    if organ.chars().count() > 40 {
        return None;
    }
    Some((organ.to_owned(), year, tail.is_empty()))
}

/// A year with 年 behind it, and what stands before and behind: in digits, or in Chinese ones.
fn year_in(text: &str) -> Option<(String, u16, String)> {
    let chars: Vec<char> = text.chars().collect();
    for at in 0..chars.len().saturating_sub(3) {
        let digits = chars.get(at..at + 4)?.iter().map(|c| digit(*c)).collect::<Option<Vec<u16>>>();
        let Some(digits) = digits else { continue };
        let year = digits.iter().fold(0, |year, digit| 10 * year + digit);
        if !(2000..2100).contains(&year) {
            continue;
        }
        let behind: String = chars.get(at + 4..)?.iter().collect();
        let behind = behind.strip_prefix('年').unwrap_or(&behind);
        let behind = behind.strip_prefix('度').unwrap_or(behind);
        return Some((chars.get(..at)?.iter().collect(), year, behind.to_owned()));
    }
    None
}

/// The value of a digit, ASCII or Chinese.
pub fn digit(c: char) -> Option<u16> {
    let chinese = "零一二三四五六七八九".chars().position(|other| other == c);
    let value = c
        .to_digit(10)
        .or_else(|| chinese.and_then(|value| u32::try_from(value).ok()))
        .or((matches!(c, '〇' | '○' | 'О')).then_some(0))?;
    u16::try_from(value).ok()
}

/// The year whose first and last day a report names as its period.
fn period(lines: &[&str]) -> Option<u16> {
    let text: String = lines.concat().chars().filter(|c| !c.is_whitespace()).collect();
    let at = text.find("年1月1日")?;
    let year: u16 = text
        .get(..at)?
        .chars()
        .rev()
        .take(4)
        .collect::<Vec<_>>()
        .iter()
        .rev()
        .collect::<String>()
        .parse()
        .ok()?;
    text.contains(&format!("{year}年12月31日")).then_some(year)
}
