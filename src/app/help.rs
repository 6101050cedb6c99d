//! Help for where one is: what belongs there, what is looked at, what is wrong, and the keys of the place.

use std::fmt::Display;
use std::iter;

use super::command::{Definition, of_place};
use super::line::{Line, manual, plain};
use super::{App, Context, Listed, Page, Popup};
use crate::check::topics;
use crate::form::rule::{Along, Relation, Rule};
use crate::text::{width, wrap};

/// The commands that mean something in a question.
const OF_A_QUESTION: [&str; 6] = ["confirm", "cancel", "next", "previous", "up", "down"];

impl App {
    /// What belongs where the cursor is, what is looked at there, what is wrong, and the keys of the place.
    pub(super) fn help(&self, place: Context, columns: usize) -> Vec<Line> {
        let words = self.words;
        let mut lines = Vec::new();
        if place == Context::Findings {
            // Of the list, what is chosen in it rather than the place of the page behind it.
            if let Some(Listed::Finding(finding)) = self.chosen_line() {
                lines.push(Line::Heading(words.place(self.form, finding)));
                for sentence in [
                    words.statement(self.form, finding),
                    words.remedy(finding),
                    words.ground(self.form, finding),
                ] {
                    plain(&mut lines, &sentence, columns);
                }
                lines.push(Line::Plain(String::new()));
            }
        } else if !matches!(place, Context::Popup | Context::Start | Context::Reading) {
            let (on, belongs) = self.about();
            lines.push(Line::Heading(on));
            plain(&mut lines, &belongs, columns);
            plain(&mut lines, words.choose(self.caught()), columns);
            for sentence in self.identities() {
                plain(&mut lines, &sentence, columns);
            }
            self.aspects(&mut lines, columns);
            for finding in self.findings_here() {
                lines.push(Line::Plain(String::new()));
                plain(&mut lines, &words.message(self.form, finding), columns);
                plain(&mut lines, &words.remedy(finding), columns);
            }
            lines.push(Line::Plain(String::new()));
        }
        if place == Context::Start {
            // How one begins is the first chapter of the manual.
            let chapters = manual(words.manual(), columns);
            let is_next = |line: &Line| matches!(line, Line::Heading(_));
            let end = chapters.iter().skip(1).position(is_next).map_or(chapters.len(), |next| next + 1);
            lines.extend(chapters.into_iter().take(end));
        }
        lines.push(Line::Heading(words.get("help.keys").to_owned()));
        // Those without a key are in the palette.
        let keymap = &self.config.keymap;
        // Nothing can be typed in a question.
        let is_question = matches!(&self.popup, Some(Popup::Read(reading)) if reading.is_over_question());
        let is_shown = |row: &&Definition| {
            !keymap.keys(row).is_empty() && (!is_question || OF_A_QUESTION.contains(&row.name))
        };
        let keys = of_place(place).filter(is_shown).map(|row| {
            let keys: Vec<_> = keymap.keys(row).iter().map(ToString::to_string).collect();
            (keys.join("  "), words.get(&self.does(row, place)).to_owned())
        });
        let keys: Vec<_> = keys.collect();
        let beside = keys.iter().map(|(keys, _)| width(keys) + 2).max().unwrap_or_default().min(columns / 2);
        for (keys, does) in keys {
            let rows = wrap(&does, columns.saturating_sub(beside), 0).into_iter();
            let rows = rows.map(|row| does.get(row).unwrap_or_default().to_owned());
            let firsts = iter::once(keys).chain(iter::repeat(String::new()));
            lines.extend(firsts.zip(rows).map(|(first, second)| Line::Pair(first, second)));
        }
        lines
    }

    /// The key of what a command does in a place, rather than of everything that it does somewhere.
    fn does(&self, row: &Definition, place: Context) -> String {
        // On the first screen there is a list to choose from, as in many a box.
        let places = [Some(place), (place == Context::Start).then_some(Context::Popup)];
        let mut own = places.iter().flatten().map(|place| format!("hint.{}.{}", place.id(), row.name));
        own.find(|key| self.words.has(key)).unwrap_or_else(|| format!("command.{}", row.name))
    }

    /// What reports were sent back for at the row or section where the cursor is.
    fn caught(&self) -> &crate::form::Text {
        match (self.cell(), self.page) {
            (Some(cell), _) => &self.form.row_and_column(cell).0.caught,
            (None, Page::Section(section)) => &self.form.section_at(section).caught,
            (None, Page::Details) => &self.form.caught,
        }
    }

    /// The identities that the cell under the cursor is part of, as sentences.
    fn identities(&self) -> Vec<String> {
        let Some(cell) = self.cell() else { return Vec::new() };
        let table = self.form.table_of(cell);
        let (row, column) = self.form.row_and_column(cell);
        let concerns = |rule: &Relation| {
            let own = match rule.along {
                Along::Columns => &row.id,
                Along::Rows => &column.id,
            };
            rule.table == table.id && rule.left.iter().chain(&rule.right).any(|term| term.of == *own)
        };
        let relations = self.form.rules.iter().filter_map(|rule| match rule {
            Rule::Relation(rule) if concerns(rule) => Some(rule),
            _ => None,
        });
        let checked = |identity: String| self.words.say("help.identity", &[("identity", &identity)]);
        relations.map(|rule| checked(self.words.identity(rule))).collect()
    }

    /// What the section of prose has to speak of, and whether it does.
    fn aspects(&self, lines: &mut Vec<Line>, columns: usize) {
        let (Page::Section(section), None) = (self.page, self.cell()) else { return };
        let mut topics = topics(self.form, &self.report, &self.readings, section).peekable();
        if topics.peek().is_some() {
            lines.push(Line::Plain(String::new()));
            lines.push(Line::Heading(self.words.get("help.aspects").to_owned()));
        }
        for (topic, is_there) in topics {
            let key = if is_there { "help.aspect.there" } else { "help.aspect.missing" };
            let words = self.words.list(topic.wordings.iter().copied());
            let values: [(&str, &dyn Display); 2] =
                [("name", &self.words.choose(&topic.name)), ("words", &words)];
            plain(lines, &self.words.say(key, &values), columns);
        }
    }
}
