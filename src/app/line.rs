//! The lines of a text to read.

use crate::text::wrap;

/// A line of a text to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Text.
    Plain(String),
    /// Text that is there no longer.
    Gone(String),
    /// A heading.
    Heading(String),
    /// Something, and what is to be said about it beside it: keys and what they do, a section and its state.
    Pair(String, String),
    /// A number as a bar: its label, the number, and its share of the longest bar in thousandths.
    Bar(String, String, usize),
}

impl Line {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text)
            | Self::Gone(text)
            | Self::Heading(text)
            | Self::Pair(text, _)
            | Self::Bar(text, ..) => text,
        }
    }

    /// Whether words stand in it.
    pub fn contains(&self, needle: &str) -> bool {
        let beside = if let Self::Pair(_, beside) = self { beside } else { "" };
        let needle = needle.to_lowercase();
        self.text().to_lowercase().contains(&needle) || beside.to_lowercase().contains(&needle)
    }
}

/// Wraps a text into lines; an empty one gives none.
pub fn plain(lines: &mut Vec<Line>, text: &str, columns: usize) {
    if !text.is_empty() {
        let rows = wrap(text, columns, 0).into_iter();
        lines.extend(rows.map(|row| Line::Plain(text.get(row).unwrap_or_default().to_owned())));
    }
}

/// A text in which a line that begins with `# ` is a heading and every other one a paragraph.
pub fn manual(text: &str, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some(heading) => lines.push(Line::Heading(heading.to_owned())),
            None if line.is_empty() => lines.push(Line::Plain(String::new())),
            None => plain(&mut lines, line, columns),
        }
    }
    lines
}

/// The same; in it paragraphs that are gone begin with `- ` and those that are new with `+ `, set apart from what follows.
pub fn differences(text: &str, columns: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let (is_new, paragraph) = match (line.strip_prefix("- "), line.strip_prefix("+ ")) {
            (Some(gone), _) => (false, gone),
            (_, Some(new)) => (true, new),
            _ => {
                lines.extend(manual(if line.is_empty() { "\n" } else { line }, columns));
                continue;
            }
        };
        let rows = wrap(paragraph, columns.saturating_sub(2), 0).into_iter().enumerate();
        lines.extend(rows.map(|(index, row)| {
            let sign = [" ", if is_new { "+" } else { "-" }][usize::from(index == 0)];
            let text = format!("{sign} {}", paragraph.get(row).unwrap_or_default());
            if is_new { Line::Plain(text) } else { Line::Gone(text) }
        }));
    }
    lines
}
