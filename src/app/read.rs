//! Texts to read over the screen: the report as it will be printed, help for where one is, the manual, the state of the report.

use super::line::{Line, differences, manual};
use super::popup::Popup;
use super::{App, Command, Context, Effect, LastYear, Motion, Page};
use crate::export::text::{render, render_section};
use crate::form::SectionId;
use crate::report::Totals;
use crate::text::{Field, characters};

/// A text that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which.
    pub text: Text,
    /// First line shown.
    pub scroll: usize,
    /// The words looked for, while they are typed.
    pub search: Option<Field>,
    /// The words that were looked for.
    pub needle: String,
    /// The line in which they were found last.
    pub found: Option<usize>,
    /// Columns of the lines in which they were found.
    columns: usize,
    /// What lay over the screen before, and will again.
    under: Option<Box<Popup>>,
}

/// A text to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The report as it will be printed.
    Preview,
    /// What belongs where the cursor is, and the keys of that place.
    Help(Context),
    /// How the program is used.
    Manual,
    /// How the report stands.
    Overview,
    /// A section of last year's report, or all of it.
    LastYear(Option<SectionId>),
    /// What is different in another state of the report, in the manual's form.
    Differences(String),
}

impl Reading {
    /// Whether a question lies under it.
    pub(super) fn is_over_question(&self) -> bool {
        matches!(self.under.as_deref(), Some(Popup::Ask { .. }))
    }

    /// A text from its beginning.
    pub fn new(text: Text, under: Option<Popup>) -> Self {
        Self {
            text,
            scroll: 0,
            search: None,
            needle: String::new(),
            found: None,
            columns: 0,
            under: under.map(Box::new),
        }
    }
}

impl App {
    /// The lines of a text to read, at most so many columns wide.
    pub fn lines(&self, text: &Text, columns: usize) -> Vec<Line> {
        match text {
            Text::Preview => {
                let lines = render(self.form, &self.report, &self.derived.totals, columns);
                lines.into_iter().map(Line::Plain).collect()
            }
            Text::LastYear(section) => {
                let LastYear::One(last) = &self.last_year else { return Vec::new() };
                let (form, report) = (last.form, &last.report);
                let totals = Totals::of(form, report);
                let lines = match section {
                    Some(section) => render_section(form, report, &totals, *section, columns),
                    None => render(form, report, &totals, columns),
                };
                lines.into_iter().map(Line::Plain).collect()
            }
            Text::Help(place) => self.help(*place, columns),
            Text::Differences(text) => differences(text, columns),
            Text::Manual => manual(self.words.manual(), columns),
            Text::Overview => self.overview(columns),
        }
    }

    /// Opens a text over whatever is on the screen.
    pub(super) fn read(&mut self, text: Text) {
        let under = self.popup.take();
        self.popup = Some(Popup::Read(Reading::new(text, under)));
    }

    /// Opens the section where one is in last year's report.
    pub(super) fn read_last_year(&mut self) {
        let last = match &self.last_year {
            LastYear::One(last) => last,
            LastYear::None => return self.say("notice.no-last-year"),
            LastYear::Several => return self.say("details.several-last-years"),
        };
        let section = match self.page {
            Page::Section(section) => last.form.section(self.form.section_at(section).id),
            Page::Details => None,
        };
        self.read(Text::LastYear(section));
    }

    /// Copies the text of the section of last year's report that is read.
    fn copy_last_year(&mut self, text: &Text) -> Vec<Effect> {
        let text = match (text, &self.last_year) {
            (Text::LastYear(Some(section)), LastYear::One(last)) => {
                last.report.paragraphs(*section).join("\n")
            }
            _ => String::new(),
        };
        if text.is_empty() {
            self.say("notice.nothing-to-copy");
            return Vec::new();
        }
        self.notice = Some(self.words.say("notice.copied-text", &[("count", &characters(&text))]));
        self.register.clone_from(&text);
        self.register_references.clear();
        vec![Effect::Copy(text)]
    }

    pub(super) fn in_reading(&mut self, mut reading: Reading, command: &Command) -> Vec<Effect> {
        if let Some(field) = &mut reading.search {
            match command {
                Command::Cancel => reading.search = None,
                Command::Confirm => {
                    field.text().clone_into(&mut reading.needle);
                    reading.search = None;
                    if !reading.needle.is_empty() {
                        self.find_line(&mut reading, true, true);
                    }
                }
                other => field.edit(other),
            }
            self.popup = Some(Popup::Read(reading));
            return Vec::new();
        }
        let over = self.room.over;
        let screen = over.lines.saturating_sub(1).max(1);
        let scroll = match command {
            Command::Move(Motion::Up) => reading.scroll.saturating_sub(1),
            Command::Move(Motion::Down) => reading.scroll + 1,
            Command::Move(Motion::PageUp) => reading.scroll.saturating_sub(screen),
            Command::Move(Motion::PageDown) | Command::Type(' ') => reading.scroll + screen,
            Command::Move(Motion::First | Motion::RowStart) => 0,
            Command::Move(Motion::Last | Motion::RowEnd) => over.last,
            _ => reading.scroll,
        }
        .min(over.last);
        if scroll != reading.scroll {
            (reading.scroll, reading.found) = (scroll, None);
        }
        match command {
            Command::Cancel | Command::Confirm => return self.close(reading),
            // The key that has opened it closes it too, and that of the preview or the overview goes on to it.
            Command::Preview if reading.text == Text::Preview => return self.close(reading),
            Command::LastYear if matches!(reading.text, Text::LastYear(_)) => return self.close(reading),
            Command::Overview if reading.text == Text::Overview => return self.close(reading),
            // Help within help is the manual.
            Command::Help if matches!(reading.text, Text::Help(_)) => {
                reading = Reading { text: Text::Manual, scroll: 0, found: None, ..reading };
            }
            Command::Help if reading.text != Text::Manual => {
                self.popup = Some(Popup::Read(reading));
                self.read(Text::Help(Context::Reading));
                return Vec::new();
            }
            Command::Preview => reading = Reading { text: Text::Preview, scroll: 0, found: None, ..reading },
            Command::Overview => {
                reading = Reading { text: Text::Overview, scroll: 0, found: None, ..reading }
            }
            Command::Copy => {
                let effects = self.copy_last_year(&reading.text);
                self.popup = Some(Popup::Read(reading));
                return effects;
            }
            Command::Find => reading.search = Some(Field::new(reading.needle.as_str())),
            Command::FindNext | Command::FindPrevious if reading.needle.is_empty() => {
                reading.search = Some(Field::default());
            }
            Command::FindNext => self.find_line(&mut reading, true, false),
            Command::FindPrevious => self.find_line(&mut reading, false, false),
            _ => {}
        }
        self.popup = Some(Popup::Read(reading));
        Vec::new()
    }

    fn close(&mut self, reading: Reading) -> Vec<Effect> {
        self.popup = reading.under.map(|under| *under);
        Vec::new()
    }

    /// Scrolls to the next line with the words, or the one before; round the ends. The first shown counts when it is `here`.
    fn find_line(&mut self, reading: &mut Reading, forward: bool, here: bool) {
        let lines = self.lines(&reading.text, self.room.over.columns);
        if std::mem::replace(&mut reading.columns, self.room.over.columns) != self.room.over.columns {
            reading.found = None;
        }
        let found: Vec<usize> =
            (0..lines.len()).filter(|index| begins_in(&lines, *index, &reading.needle)).collect();
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            let needle = &reading.needle;
            self.notice = Some(self.words.say("notice.not-found", &[("needle", needle)]));
            return;
        };
        // At the end of a text a line that was found cannot come to the top.
        let at = reading.found.unwrap_or(reading.scroll);
        let there = if forward {
            found.iter().find(|line| **line > at || (here && **line == at)).unwrap_or(first)
        } else {
            found.iter().rfind(|line| **line < at).unwrap_or(last)
        };
        reading.found = Some(*there);
        reading.scroll = (*there).min(self.room.over.last);
        let number = found.iter().position(|line| line == there).map_or(0, |index| index + 1);
        self.notice = Some(self.words.say("notice.found", &[("number", &number), ("count", &found.len())]));
    }
}

/// Whether words begin in a line: all of them stand in it, or the rest at the beginning of the next one.
fn begins_in(lines: &[Line], index: usize, needle: &str) -> bool {
    let Some(line) = lines.get(index) else { return false };
    if line.contains(needle) {
        return true;
    }
    let (Line::Plain(text), Some(Line::Plain(next))) = (line, lines.get(index + 1)) else { return false };
    let (needle, text, next) =
        (needle.to_lowercase(), text.trim_end().to_lowercase(), next.trim_start().to_lowercase());
    // A line is broken between two characters, or at a blank.
    let over = |between| format!("{text}{between}{next}").find(&needle).is_some_and(|at| at < text.len());
    !text.is_empty() && !next.contains(&needle) && (over("") || over(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_over_the_end_of_a_line() {
        let lines =
            ["今年以来，全镇主动公", "开信息12条", "", "公开"].map(|text| Line::Plain(text.to_owned()));
        let found: Vec<_> = (0..4).filter(|index| begins_in(&lines, *index, "公开")).collect();
        assert_eq!(found, [0, 3]);
        let lines = ["write reportui", "2025.ron here"].map(|text| Line::Plain(text.to_owned()));
        assert!(begins_in(&lines, 0, "Reportui 2025"));
    }
}
