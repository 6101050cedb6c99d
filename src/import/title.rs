//! A report's title: whose it is, and of which year.

use super::document::Document;
use crate::report::document::YEARS;
use crate::report::value::half_width_char;
use crate::text::simplified;

/// Whose report it is, and of which year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The organ's name, as the title has it; empty where none was found.
    pub organ: String,
    /// The report year.
    pub year: Option<u16>,
}

/// Words with which a sentence speaks of a report.
const SPOKEN: [&str; 5] = ["公布", "发布", "编制", "现将", "以下"];

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
        // A title broken within, or an organ on a line of its own.
        let up = |lines_up: usize| index.checked_sub(lines_up).and_then(|at| lines.get(at)).copied();
        let is_short = |text: &&str| length(text) <= 30 && !text.contains(['：', ':', '。', '，']);
        let joined = match &alone {
            Some((organ, _, _)) if !organ.is_empty() => None,
            Some((_, year, is_whole)) => match up(1).filter(is_organ) {
                Some(organ) => Some((organ.to_owned(), *year, *is_whole)),
                None => title_of(&format!("{}{line}", up(1).filter(is_short).unwrap_or_default()))
                    .filter(|(organ, year, _)| organ.is_empty() && year.is_some())
                    .and_then(|(_, year, is_whole)| {
                        Some((up(2).filter(is_organ)?.to_owned(), year, is_whole))
                    }),
            },
            None => up(1).filter(is_short).and_then(|before| title_of(&format!("{before}{line}"))),
        };
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

/// Ends of the names of organs.
const ORGANS: [&str; 27] = [
    "政府", "局", "委", "会", "办", "室", "处", "镇", "乡", "街道", "厅", "院", "中心", "所", "站", "队",
    "区", "县", "市", "省", "部", "司", "行", "社", "学校", "大学", "署",
];

/// Whether a line is nothing but the name of an organ.
pub fn is_organ(text: &&str) -> bool {
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '（' | '）' | '(' | ')' | '、');
    length(text) <= 30 && text.chars().all(is_name) && ORGANS.iter().any(|end| text.ends_with(end))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Takes a title apart: `<organ><year>年政府信息公开工作年度报告`, with the year before or behind the organ. Whether the text
/// is nothing else.
pub fn title_of(text: &str) -> Option<(String, Option<u16>, bool)> {
    // The punctuation of sentences stays, by which they are known.
    let plain = |c: char| if matches!(c, '，' | '。') { c } else { half_width_char(c) };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    let simple: String = text.chars().map(simplified).collect();
    let at = simple.find("政府信息公开")?;
    let (head, tail) = (text.get(..at)?, simple.get(at..)?);
    let tail = tail.strip_prefix("政府信息公开")?;
    let at = tail.find("报告").filter(|at| {
        let kind = tail.get(..*at).unwrap_or_default();
        matches!(
            kind,
            "年度"
                | "年"
                | "工作年度"
                | "工作年"
                | "年度工作"
                | "工作情况的"
                | "工作情况"
                | "工作"
                | "情况的"
                | "情况"
        )
    })?;
    let is_yearly = tail.get(..at)?.contains('年');
    let tail = tail.get(at..)?.strip_prefix("报告")?;
    // In a sentence it is spoken of, not given; but a full stop behind a title does no harm.
    let tail = if tail == "。" && !SPOKEN.iter().any(|word| head.contains(word)) { "" } else { tail };
    if head.contains(['，', '。', '；', ',', '《', '“']) || tail.starts_with(['》', '，', '。', '”'])
    {
        return None;
    }
    let head = head.rsplit(['：', ':', '-', '|', '—']).next().unwrap_or_default();
    let head = head.strip_prefix("关于").unwrap_or(head);
    let head = head.trim_end_matches("关于");
    if !is_yearly && year_in(head).is_none() {
        return None;
    }
    let (organ, year) = match year_in(head) {
        Some((before, year, behind)) => (if before.is_empty() { behind } else { before }, Some(year)),
        None => (
            head.to_owned(),
            tail.starts_with(['（', '(']).then(|| year_in(tail)).flatten().map(|(_, year, _)| year),
        ),
    };
    let is_whole = tail.is_empty() || (tail.starts_with(['（', '(']) && year_in(tail).is_some());
    let organ = organ
        .trim_end_matches('的')
        .trim_end_matches("关于")
        .trim_start_matches(|c: char| c.is_ascii_punctuation());
    // The number of a page or of a list.
    let unnumbered = organ.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered =
        organ.len() - unnumbered.len() <= 2 || unnumbered.starts_with(|c: char| c.is_ascii_punctuation());
    let organ =
        if is_numbered { unnumbered.trim_start_matches(|c: char| c.is_ascii_punctuation()) } else { organ };
    if organ.chars().count() > 40 {
        return None;
    }
    Some((organ.to_owned(), year, is_whole))
}

/// A year with 年 behind it, and what stands before and behind: in digits, or in Chinese ones.
fn year_in(text: &str) -> Option<(String, u16, String)> {
    let chars: Vec<char> = text.chars().collect();
    for at in (0..chars.len().saturating_sub(3)).rev() {
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
    let year: u16 = text.get(at.checked_sub(4)?..at)?.parse().ok().filter(|year| YEARS.contains(year))?;
    text.contains(&format!("{year}年12月31日")).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_about_a_report_is_no_title() {
        let title = title_of("淮安市2024年政府信息公开工作年度报告").unwrap();
        assert_eq!(title, ("淮安市".to_owned(), Some(2024), true));
        assert_eq!(title_of("现公布本市2024年政府信息公开工作年度报告，欢迎监督。"), None);
        assert_eq!(title_of("现公布本市2024年政府信息公开工作年度报告。"), None);
        assert_eq!(title_of("淮安市2024年政府信息公开工作年度报告。"), Some(title));
    }
}
