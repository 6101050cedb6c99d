//! The configuration: a RON file of a person's own, every field of which may be absent.
//!
//! A field that is wrong counts as absent and is told of with its place; nothing in it keeps the program from starting.

use std::collections::HashSet;

use ron::value::RawValue;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::command::COMMANDS;
use super::key::Key;
use super::keymap::{Keymap, Obstacle};
use crate::check::{FIXED, Policy, UNIVERSAL};
use crate::form::{Forms, Rule, Severity};
use crate::report::document::{DocumentError, Entries, Expected, Fault, nearest, position, syntax};
use crate::words::{Lang, Words};

/// The colours that are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Looks {
    /// For a dark or a light background, whichever the terminal tells; dark where it does not.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// With the strongest contrasts, without dim text.
    Contrast,
}

/// What a person or an office has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The language; none leaves it to the environment.
    pub language: Option<Lang>,
    /// The colours.
    pub looks: Looks,
    /// Whether the mouse is ours from the start.
    pub mouse: bool,
    /// Whether quotation marks, dashes and the like take two columns in this terminal.
    pub wide: bool,
    /// The organ of new reports.
    pub organ: String,
    /// Other weights of rules.
    pub policy: Policy,
    /// Other keys of commands.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: None,
            looks: Looks::Auto,
            mouse: true,
            wide: false,
            organ: String::new(),
            policy: Policy::default(),
            keymap: Keymap::default(),
        }
    }
}

/// Something in the file that does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The file is not RON from here on.
    Syntax(Box<DocumentError>),
    /// There is no such field; perhaps this one is meant.
    Field(String, Option<String>),
    /// A value that the field does not take, and those that it does.
    Value(String, &'static str),
    /// There is no such rule.
    Rule(String, Option<String>),
    /// The rule is one that arithmetic or the form decides, whose weight is not for anyone to change.
    Fixed(String),
    /// It stands twice; the last one counts.
    Twice(String),
    /// There is no such command.
    Command(String, Option<String>),
    /// There is no key of this name.
    Key(String),
    /// The key cannot be had.
    Refused(Key, Obstacle),
}

/// The most problems that are told of one file.
const MOST_PROBLEMS: usize = 20;

/// The fields, with the values they take and the one that is meant where they are absent; the language is then the environment's.
pub const FIELDS: [(&str, &str, Option<&str>); 7] = [
    ("language", "\"zh\" | \"en\"", None),
    ("looks", "\"auto\" | \"dark\" | \"light\" | \"contrast\"", Some("\"auto\"")),
    ("mouse", "true | false", Some("true")),
    ("ambiguous_width", "1 | 2", Some("1")),
    ("organ", "\"…\"", Some("\"\"")),
    ("severities", "{ \"alike\": \"error\" | \"warning\" | \"note\", … }", Some("{}")),
    ("keys", "{ \"export\": [\"Ctrl+E\"], … }", Some("{}")),
];

impl Config {
    /// Reads a configuration, and what in it does not count.
    pub fn read(source: &str) -> (Self, Vec<Problem>) {
        let mut reader = Reader { source, config: Self::default(), problems: Vec::new(), keys: Vec::new() };
        if source.trim().is_empty() {
            return (reader.config, Vec::new());
        }
        let read = ron::Deserializer::from_str(source).and_then(|mut deserializer| {
            let read =
                deserializer.deserialize_struct("Config", &[], &mut reader).and_then(|()| deserializer.end());
            read.map_err(|error| deserializer.span_error(error))
        });
        if let Err(error) = read {
            let error = syntax(source, &error);
            let (line, column) = (error.line, error.column);
            reader.problems.push(Problem { line, column, what: Wrong::Syntax(Box::new(error)) });
        }
        reader.bind();
        (reader.config, reader.problems)
    }
}

/// A command by its place in the table, the setting of its keys, and these, each as it stands in the source.
type Wanted<'s> = (usize, &'s str, Vec<(Key, &'s str)>);

struct Reader<'s> {
    source: &'s str,
    config: Config,
    problems: Vec<Problem>,
    /// The keys wanted for commands.
    keys: Vec<Wanted<'s>>,
}

impl<'de> Visitor<'de> for &mut Reader<'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("Config(…)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<&'de str>()? {
            let raw: &RawValue = map.next_value()?;
            if !seen.insert(key) {
                self.problem(key, Wrong::Twice(key.to_owned()));
            }
            self.field(key, raw.trim().get_ron());
        }
        Ok(())
    }
}

impl<'s> Reader<'s> {
    fn problem(&mut self, slice: &str, what: Wrong) {
        let offset = (slice.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize);
        let (line, column) = position(self.source, offset);
        self.problems.push(Problem { line, column, what });
    }

    fn field(&mut self, key: &str, value: &'s str) {
        let config = &mut self.config;
        let text = || ron::from_str::<String>(value).unwrap_or_default();
        let is_right = match key {
            "language" => {
                config.language = Lang::from_id(&text());
                config.language.is_some()
            }
            "looks" => {
                let looks = match text().as_str() {
                    "auto" => Some(Looks::Auto),
                    "dark" => Some(Looks::Dark),
                    "light" => Some(Looks::Light),
                    "contrast" => Some(Looks::Contrast),
                    _ => None,
                };
                config.looks = looks.unwrap_or_default();
                looks.is_some()
            }
            "mouse" => value.parse().map(|mouse| config.mouse = mouse).is_ok(),
            "ambiguous_width" => {
                config.wide = value == "2";
                matches!(value, "1" | "2")
            }
            "organ" => ron::from_str(value).map(|organ| config.organ = organ).is_ok(),
            "severities" => return self.severities(key, value),
            "keys" => return self.commands(key, value),
            _ => {
                let nearest = nearest(key, FIELDS.iter().map(|(field, ..)| *field));
                return self.problem(key, Wrong::Field(key.to_owned(), nearest));
            }
        };
        if !is_right {
            self.wrong(key, value);
        }
    }

    fn wrong(&mut self, field: &str, value: &str) {
        let valid = FIELDS.iter().find(|(name, ..)| *name == field).map_or("", |(_, valid, _)| valid);
        self.problem(value, Wrong::Value(value.chars().take(40).collect(), valid));
    }

    /// The entries of a map, with their keys and values as they stand in the source.
    fn entries(&mut self, field: &str, value: &'s str) -> Vec<(String, &'s str, &'s str)> {
        let Ok(Entries(entries)) = ron::from_str::<Entries>(value) else {
            self.wrong(field, value);
            return Vec::new();
        };
        let entries = entries.into_iter().map(|(key, value)| {
            let (key, value) = (key.trim().get_ron(), value.trim().get_ron());
            (ron::from_str(key).unwrap_or_default(), key, value)
        });
        entries.collect()
    }

    fn severities(&mut self, field: &str, value: &'s str) {
        let known: Vec<&str> = Forms
            .editions()
            .filter_map(|edition| Forms.get(edition))
            .flat_map(|form| form.rules.iter().map(Rule::id))
            .chain(UNIVERSAL.map(|(id, _)| id))
            .collect();
        for (rule, key, value) in self.entries(field, value) {
            let severity = ron::from_str::<String>(value).ok();
            let severities = [Severity::Error, Severity::Warning, Severity::Note];
            let severity = severities.into_iter().find(|one| severity.as_deref() == Some(one.id()));
            if !known.contains(&rule.as_str()) {
                let nearest = nearest(&rule, known.iter().copied());
                self.problem(key, Wrong::Rule(rule, nearest));
            } else if FIXED.contains(&rule.as_str()) {
                self.problem(key, Wrong::Fixed(rule));
            } else if let Some(severity) = severity {
                self.config.policy.severities.insert(rule, severity);
            } else {
                self.problem(value, Wrong::Value(value.to_owned(), "\"error\" | \"warning\" | \"note\""));
            }
        }
    }

    fn commands(&mut self, field: &str, value: &'s str) {
        for (name, slice, value) in self.entries(field, value) {
            let Some(row) = COMMANDS.iter().position(|row| row.name == name) else {
                let nearest = nearest(&name, COMMANDS.iter().map(|row| row.name));
                self.problem(slice, Wrong::Command(name, nearest));
                continue;
            };
            // One key may stand without brackets.
            let one = || ron::from_str::<&RawValue>(value).map(|one| vec![one]);
            let Ok(keys) = ron::from_str::<Vec<&RawValue>>(value).or_else(|_| one()) else {
                self.wrong(field, value);
                continue;
            };
            let is_to_have_none = keys.is_empty();
            let mut wanted = Vec::new();
            for key in keys {
                let slice = key.trim().get_ron();
                let name: String = ron::from_str(slice).unwrap_or_default();
                match Key::named(&name) {
                    Some(key) => wanted.push((key, slice)),
                    None => self.problem(slice, Wrong::Key(slice.to_owned())),
                }
            }
            // Where no key can be made out, the command keeps its own.
            if is_to_have_none || !wanted.is_empty() {
                self.keys.push((row, value, wanted));
            }
        }
    }

    fn bind(&mut self) {
        let wanted = std::mem::take(&mut self.keys);
        let plain: Vec<_> =
            wanted.iter().map(|(row, _, keys)| (*row, keys.iter().map(|(key, _)| *key).collect())).collect();
        for (row, key, obstacle) in self.config.keymap.rebind(&plain) {
            let of_row = wanted.iter().find(|(other, ..)| *other == row);
            let own = of_row.and_then(|(.., keys)| keys.iter().find(|(other, _)| *other == key));
            let slice = own.map(|(_, slice)| *slice).or(of_row.map(|(_, value, _)| *value));
            let slice = slice.unwrap_or(self.source);
            self.problem(slice, Wrong::Refused(key, obstacle));
        }
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self.problems.truncate(MOST_PROBLEMS);
    }
}

impl Problem {
    /// The sentence about it, without the file's name: line, column, what, remedy.
    pub fn sentence(&self, words: &Words) -> String {
        let meant = |nearest: &Option<String>| match nearest {
            Some(nearest) => words.say("settings.meant", &[("name", nearest)]),
            None => String::new(),
        };
        let what = match &self.what {
            Wrong::Syntax(error)
                if matches!(error.fault, Fault::WrongType { expected: Expected::Report, .. }) =>
            {
                words.get("settings.shape").to_owned()
            }
            Wrong::Syntax(error) => return words.fault(error),
            Wrong::Field(name, near) => {
                words.say("settings.field", &[("name", name), ("meant", &meant(near))])
            }
            Wrong::Value(found, valid) => words.say("settings.value", &[("found", found), ("valid", valid)]),
            Wrong::Rule(name, near) => words.say("settings.rule", &[("name", name), ("meant", &meant(near))]),
            Wrong::Fixed(name) => words.say("settings.fixed", &[("name", name)]),
            Wrong::Twice(name) => words.say("settings.twice", &[("name", name)]),
            Wrong::Refused(key, Obstacle::Needed) => words.say("settings.needed", &[("key", key)]),
            Wrong::Command(name, near) => {
                words.say("settings.command", &[("name", name), ("meant", &meant(near))])
            }
            Wrong::Key(name) => words.say("settings.key", &[("name", name)]),
            Wrong::Refused(key, Obstacle::Typed) => words.say("settings.typed", &[("key", key)]),
            Wrong::Refused(key, Obstacle::SameAs(other)) => {
                words.say("settings.same", &[("key", key), ("other", other)])
            }
            Wrong::Refused(key, Obstacle::NotSent) => words.say("settings.not-sent", &[("key", key)]),
            Wrong::Refused(key, Obstacle::Taken(name)) => {
                let command = words.get(&format!("command.{name}")).to_owned();
                words.say("settings.taken", &[("key", key), ("command", &command), ("name", name)])
            }
        };
        words.say("fault.at", &[("line", &self.line), ("column", &self.column), ("what", &what)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Command, Context};

    #[test]
    fn every_field_is_read() {
        let (config, problems) = Config::read(
            r#"Config(
    language: "en",
    looks: "light", // the office is bright
    mouse: false,
    ambiguous_width: 2,
    organ: "克井镇人民政府",
    severities: { "alike": "error", "hole": "note" },
    keys: { "export": "Ctrl+T", "open": ["F11", "Ctrl+E"] },
)"#,
        );
        assert_eq!(problems, []);
        assert_eq!((config.language, config.looks, config.mouse), (Some(Lang::En), Looks::Light, false));
        assert!(config.wide && config.organ == "克井镇人民政府");
        assert_eq!(config.policy.severity("alike", Severity::Warning), Severity::Error);
        assert_eq!(config.policy.severity("hole", Severity::Warning), Severity::Note);
        assert_eq!(config.policy.severity("balance", Severity::Error), Severity::Error);
        let command = |key| config.keymap.command(Context::Table, Key::named(key).unwrap());
        assert_eq!((command("Ctrl+T"), command("Ctrl+E")), (Some(Command::Export), Some(Command::Open)));
    }

    #[test]
    fn what_is_wrong_counts_as_absent_and_is_told_with_its_place() {
        let (config, problems) = Config::read(
            r#"(
    language: "fr",
    organ: "某镇",
    mous: true,
    severities: { "alike": "fatal", "holes": "note", "hole": "note" },
    keys: { "exprot": "Ctrl+T", "export": ["Ctrl+S", "Hyper+X"] },
    looks: 7,
)"#,
        );
        let told: Vec<_> = problems.iter().map(|one| (one.line, one.column, &one.what)).collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                (2, 15, &Wrong::Value("\"fr\"".to_owned(), FIELDS[0].1)),
                (4, 5, &Wrong::Field("mous".to_owned(), some("mouse"))),
                (5, 28, &Wrong::Value("\"fatal\"".to_owned(), "\"error\" | \"warning\" | \"note\"")),
                (5, 37, &Wrong::Rule("holes".to_owned(), some("hole"))),
                (6, 13, &Wrong::Command("exprot".to_owned(), some("export"))),
                (6, 44, &Wrong::Refused(Key::named("Ctrl+S").unwrap(), Obstacle::Taken("save"))),
                (6, 54, &Wrong::Key("\"Hyper+X\"".to_owned())),
                (7, 12, &Wrong::Value("7".to_owned(), FIELDS[1].1)),
            ]
        );
        assert_eq!((config.organ.as_str(), config.looks, config.language), ("某镇", Looks::Auto, None));
        assert_eq!(config.policy.severities.len(), 1);
    }

    #[test]
    fn what_is_for_nobody_to_change_is_refused() {
        let (config, problems) = Config::read(
            "(severities: { \"balance\": \"note\" }, organ: \"甲\", organ: \"乙\", keys: { \"quit\": [] })",
        );
        let told: Vec<_> = problems.into_iter().map(|one| one.what).collect();
        let quit = Key::named("Ctrl+Q").unwrap();
        let expected = [
            Wrong::Fixed("balance".to_owned()),
            Wrong::Twice("organ".to_owned()),
            Wrong::Refused(quit, Obstacle::Needed),
        ];
        assert_eq!(told, expected);
        assert_eq!((config.organ.as_str(), config.policy.severities.len()), ("乙", 0));
        assert_eq!(Config::read("  \n").1, []);
    }

    #[test]
    fn a_file_that_is_torn_keeps_what_stands_before() {
        let (config, problems) = Config::read("(\n    organ: \"某镇\",\n    looks: \"dark\n");
        assert_eq!(config.organ, "某镇");
        assert!(matches!(problems.as_slice(), [Problem { what: Wrong::Syntax(_), .. }]), "{problems:?}");
        assert_eq!(Config::read("").0, Config::default());
    }
}
