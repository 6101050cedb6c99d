//! Which keys mean which command: those of the command table, as far as the configuration does not give others.

use super::command::{COMMANDS, Definition};
use super::key::{Code, Key};
use super::{Command, Context};
use crate::words::Words;

/// Keys of commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    /// Commands with other keys than their own, by their place in the table.
    rebound: Vec<(usize, Vec<Key>)>,
}

/// Keys with a name of more than one character.
const NAMED: [Code; 13] = [
    Code::Up,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::Tab,
    Code::Enter,
    Code::Esc,
    Code::Backspace,
    Code::Delete,
];

/// Why a command cannot have a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It is typed into cells and text.
    Typed,
    /// Terminals send the same for it as for this one.
    SameAs(Key),
    /// Terminals do not send it, or not all of them.
    NotSent,
    /// Without a key for it nobody could get on.
    Needed,
    /// It means this command already, somewhere where the other applies too.
    Taken(&'static str),
}

/// Commands that have to have a key.
const NEEDED: [&str; 8] = ["quit", "save", "palette", "confirm", "cancel", "help", "up", "down"];

impl Keymap {
    /// The keys of a command, the usual one first.
    pub fn keys<'a>(&'a self, row: &'a Definition) -> &'a [Key] {
        let is_meant =
            |(index, _): &&(usize, _)| COMMANDS.get(*index).is_some_and(|one| one.name == row.name);
        self.rebound.iter().find(is_meant).map_or(row.keys, |(_, keys)| keys.as_slice())
    }

    /// The sentences of the interface with the keys that commands have here. A command without any is named instead.
    pub fn named_in(&self, words: &'static Words) -> &'static Words {
        if self.rebound.is_empty() {
            return words;
        }
        words.with_keys(|name| {
            let named = |key: &Key| key.has_own_name() && key.to_string() == name;
            let (row, now) = self.rebound.iter().find_map(|(row, keys)| {
                let row = COMMANDS.get(*row)?;
                row.keys.iter().any(named).then_some((row, keys))
            })?;
            Some(match now.first() {
                Some(key) => key.to_string(),
                None => format!("“{}”", words.get(&format!("command.{}", row.name))),
            })
        })
    }

    /// What a key means in a context; a plain character is typed, and is no command's.
    pub fn command(&self, context: Context, key: Key) -> Option<Command> {
        if let Key { code: Code::Char(c), ctrl: false, alt: false, .. } = key {
            return Some(Command::Type(c));
        }
        let is_meant = |row: &&Definition| row.contexts.contains(&context) && self.keys(row).contains(&key);
        COMMANDS.iter().find(is_meant).map(|row| row.command.clone())
    }

    /// Gives commands other keys, all at once, so that two of them can change places. A key that cannot be is left out and given
    /// back with the reason; a command that has none left keeps its own.
    pub fn rebind(&mut self, wanted: &[(usize, Vec<Key>)]) -> Vec<(usize, Key, Obstacle)> {
        let mut refused = Vec::new();
        for (row, _) in wanted {
            self.rebound.retain(|(other, _)| other != row);
            self.rebound.push((*row, Vec::new()));
        }
        for (row, keys) in wanted {
            let mut kept = Vec::new();
            for key in keys {
                match key.obstacle().or_else(|| self.taken(*row, *key)) {
                    Some(obstacle) => refused.push((*row, *key, obstacle)),
                    None => kept.push(*key),
                }
            }
            if kept.is_empty() && !keys.is_empty() {
                let own = COMMANDS.get(*row).map_or(&[][..], |row| row.keys);
                kept.extend(own.iter().copied().filter(|key| self.taken(*row, *key).is_none()));
            }
            if let Some((_, bound)) = self.rebound.iter_mut().find(|(other, _)| other == row) {
                *bound = kept;
            }
        }
        // Giving one its keys back may take the only one of another.
        while let Some((row, own)) = self.without_keys() {
            for (_, bound) in &mut self.rebound {
                bound.retain(|key| !own.keys.contains(key));
            }
            self.rebound.retain(|(other, _)| *other != row);
            refused.extend(own.keys.first().map(|key| (row, *key, Obstacle::Needed)));
        }
        refused
    }

    /// A command that has to have a key and has none.
    fn without_keys(&self) -> Option<(usize, &'static Definition)> {
        let needed = COMMANDS.iter().enumerate().filter(|(_, row)| NEEDED.contains(&row.name));
        needed.into_iter().find(|(_, row)| self.keys(row).is_empty())
    }

    /// The other command that a key means in one of the contexts of a command.
    fn taken(&self, row: usize, key: Key) -> Option<Obstacle> {
        let own = COMMANDS.get(row)?;
        let mut others =
            COMMANDS.iter().enumerate().filter(|(other, _)| *other != row).map(|(_, other)| other);
        let taken = others.find(|other| {
            self.keys(other).contains(&key)
                && other.contexts.iter().any(|context| own.contexts.contains(context))
        });
        taken.map(|other| Obstacle::Taken(other.name))
    }
}

impl Key {
    /// The key of this name, as [`Key`] is displayed: `Ctrl+S`, `Shift+F8`; capitals do not matter.
    pub fn named(name: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = name.trim();
        while let Some((modifier, tail)) = rest.split_once('+').filter(|(_, tail)| !tail.is_empty()) {
            let held = match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => &mut key.ctrl,
                "alt" => &mut key.alt,
                "shift" => &mut key.shift,
                _ => return None,
            };
            if std::mem::replace(held, true) {
                return None;
            }
            rest = tail;
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.as_str()) {
            (Some(c), "") => Code::Char(c.to_ascii_lowercase()),
            (Some('F' | 'f'), number) => {
                Code::F(number.parse().ok().filter(|number| (1..=12).contains(number))?)
            }
            _ => NAMED.into_iter().find(|code| format!("{code:?}").eq_ignore_ascii_case(rest))?,
        };
        Some(key)
    }

    /// Why no command can have this key, whatever the others are.
    fn obstacle(self) -> Option<Obstacle> {
        let same = |code| Some(Obstacle::SameAs(Self::plain(code)));
        match self {
            Self { code: Code::Char(_), ctrl: false, alt: false, .. } => Some(Obstacle::Typed),
            Self { code: Code::Char(c), ctrl: true, alt, shift } => match c {
                _ if shift => Some(Obstacle::SameAs(Self::ctrl(self.code))),
                _ if alt => Some(Obstacle::NotSent),
                'h' => same(Code::Backspace),
                'i' => same(Code::Tab),
                'j' | 'm' => same(Code::Enter),
                '[' => same(Code::Esc),
                'a'..='z' => None,
                _ => Some(Obstacle::NotSent),
            },
            // Terminals begin the names of other keys with these.
            Self { code: Code::Char(c), .. } if !c.is_ascii_graphic() || matches!(c, '[' | 'o') => {
                Some(Obstacle::NotSent)
            }
            Self { code: Code::Char(_), shift: true, .. } => Some(Obstacle::NotSent),
            Self { code: Code::Tab, ctrl: false, alt: false, .. } => None,
            Self { code: Code::Tab | Code::Enter | Code::Esc | Code::Backspace, .. }
                if self.ctrl || self.alt || self.shift =>
            {
                Some(Obstacle::NotSent)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str) -> usize {
        COMMANDS.iter().position(|row| row.name == name).unwrap()
    }

    fn bound(wanted: &[(&str, &[&str])]) -> (Keymap, Vec<(String, Obstacle)>) {
        let mut keymap = Keymap::default();
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(name, keys)| (row(name), keys.iter().map(|key| Key::named(key).unwrap()).collect()))
            .collect();
        let refused = keymap.rebind(&wanted);
        (keymap, refused.into_iter().map(|(_, key, why)| (key.to_string(), why)).collect())
    }

    #[test]
    fn every_key_of_the_table_has_a_name_that_is_understood_and_no_obstacle() {
        for key in COMMANDS.iter().flat_map(|row| row.keys) {
            assert_eq!(Key::named(&key.to_string()), Some(*key));
            assert_eq!(key.obstacle(), None, "{key}");
        }
        for name in ["", "Ctrl+", "Ctrl+Ctrl+S", "F13", "F0", "Meta+S", "Escape"] {
            assert_eq!(Key::named(name), None, "{name}");
        }
    }

    #[test]
    fn commands_take_other_keys_and_change_places() {
        let (keymap, refused) = bound(&[("export", &["Ctrl+T"]), ("open", &["ctrl+e", "F11"])]);
        assert_eq!(refused, []);
        let command = |key| keymap.command(Context::Table, Key::named(key).unwrap());
        assert_eq!(command("Ctrl+T"), Some(Command::Export));
        assert_eq!(command("Ctrl+E"), Some(Command::Open));
        assert_eq!(command("F11"), Some(Command::Open));
        assert_eq!(command("Ctrl+O"), None);
        assert_eq!(keymap.command(Context::Table, Key::plain(Code::Char('7'))), Some(Command::Type('7')));
    }

    #[test]
    fn what_cannot_be_is_refused_with_a_reason() {
        let keys = ["x", "Ctrl+I", "Ctrl+1", "Ctrl+Shift+E", "Ctrl+S", "Alt+Enter", "Ctrl+M"];
        let (keymap, refused) = bound(&[("export", &keys)]);
        let expected = [
            ("X", Obstacle::Typed),
            ("Ctrl+I", Obstacle::SameAs(Key::plain(Code::Tab))),
            ("Ctrl+1", Obstacle::NotSent),
            ("Ctrl+Shift+E", Obstacle::SameAs(Key::ctrl(Code::Char('e')))),
            ("Ctrl+S", Obstacle::Taken("save")),
            ("Alt+Enter", Obstacle::NotSent),
            ("Ctrl+M", Obstacle::SameAs(Key::plain(Code::Enter))),
        ];
        assert_eq!(refused, expected.map(|(key, why)| (key.to_owned(), why)));
        // Nothing is left, so it keeps its own.
        let command = keymap.command(Context::Table, Key::ctrl(Code::Char('e')));
        assert_eq!(command, Some(Command::Export));
        // Some commands have to have one.
        let (keymap, refused) = bound(&[("quit", &[])]);
        assert_eq!(refused, [("Ctrl+Q".to_owned(), Obstacle::Needed)]);
        assert_eq!(keymap.command(Context::Table, Key::ctrl(Code::Char('q'))), Some(Command::Quit));
        let (keymap, refused) = bound(&[("export", &["Ctrl+Q"]), ("quit", &["F10"]), ("palette", &[])]);
        assert!(
            refused.iter().all(|(_, why)| matches!(why, Obstacle::Needed | Obstacle::Taken(_))),
            "{refused:?}"
        );
        for command in [Command::Quit, Command::Palette] {
            let row = COMMANDS.iter().find(|row| row.command == command).unwrap();
            assert!(!keymap.keys(row).is_empty(), "{command:?}");
        }
        // Others may have no key at all.
        let (keymap, refused) = bound(&[("export", &[])]);
        assert_eq!((keymap.command(Context::Table, Key::ctrl(Code::Char('e'))), refused), (None, Vec::new()));
    }
}
