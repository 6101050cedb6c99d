//! Keys as the program knows them, whatever terminal they came from.

use std::fmt;

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; not told for characters, which differ themselves.
    pub shift: bool,
}

/// What a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character.
    Char(char),
    /// F1 to F12.
    F(u8),
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Tab.
    Tab,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A function key.
    pub const fn f(number: u8) -> Self {
        Self::plain(Code::F(number))
    }

    /// The key with Ctrl.
    pub const fn ctrl(code: Code) -> Self {
        Self { ctrl: true, ..Self::plain(code) }
    }

    /// The key with Ctrl and Shift.
    pub const fn ctrl_shift(code: Code) -> Self {
        Self { ctrl: true, shift: true, ..Self::plain(code) }
    }

    /// The key with Alt.
    pub const fn alt(code: Code) -> Self {
        Self { alt: true, ..Self::plain(code) }
    }

    /// The key with Shift.
    pub const fn shift(code: Code) -> Self {
        Self { shift: true, ..Self::plain(code) }
    }

    /// Whether its name is one of a key and nothing else; Enter and Home are words too.
    pub fn has_own_name(self) -> bool {
        matches!(self.code, Code::F(_)) || self.ctrl || self.alt
    }
}

/// The key as keyboards and manuals name it: `Ctrl+S`, `Shift+F8`.
impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                formatter.write_str(name)?;
            }
        }
        match self.code {
            Code::Char(c) => write!(formatter, "{}", c.to_ascii_uppercase()),
            Code::F(number) => write!(formatter, "F{number}"),
            other => write!(formatter, "{other:?}"),
        }
    }
}
