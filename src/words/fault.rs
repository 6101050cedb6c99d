//! What is wrong with a file, as a sentence with place and remedy.

use std::io;

use super::Words;
use crate::report::document::{DocumentError, Expected, Fault, VERSION};

impl Words {
    /// The sentence about a report file that cannot be read, without the file's name: line, column, what, remedy.
    pub fn fault(&self, error: &DocumentError) -> String {
        let what = self.fault_alone(&error.fault);
        self.say("fault.at", &[("line", &error.line), ("column", &error.column), ("what", &what)])
    }

    /// What the system says, in the person's language where it is one of the usual things.
    pub fn io(&self, error: &io::Error) -> String {
        let key = match error.kind() {
            io::ErrorKind::PermissionDenied => "io.permission",
            io::ErrorKind::NotFound => "io.not-found",
            io::ErrorKind::StorageFull => "io.full",
            io::ErrorKind::ReadOnlyFilesystem => "io.read-only",
            io::ErrorKind::NotADirectory => "io.no-folder",
            io::ErrorKind::IsADirectory => "io.a-folder",
            _ => return error.to_string(),
        };
        self.get(key).to_owned()
    }

    fn fault_alone(&self, fault: &Fault) -> String {
        match fault {
            Fault::Empty => self.get("fault.empty").to_owned(),
            Fault::Torn => self.get("fault.torn").to_owned(),
            Fault::Character(c) => match ascii_for(*c) {
                Some(ascii) => self.say("fault.full-width", &[("found", c), ("ascii", &ascii)]),
                None if c.is_whitespace() => {
                    let code = format!("U+{:04X}", u32::from(*c));
                    self.say("fault.blank", &[("code", &code)])
                }
                None => self.say("fault.character", &[("found", c)]),
            },
            Fault::NoComma(found) => self.say("fault.no-comma", &[("found", found)]),
            Fault::Name(found) => self.say("fault.name", &[("found", found)]),
            Fault::NoColon => self.get("fault.no-colon").to_owned(),
            Fault::NoQuote => self.get("fault.no-quote").to_owned(),
            Fault::Trailing => self.get("fault.trailing").to_owned(),
            Fault::TooDeep => self.get("fault.too-deep").to_owned(),
            Fault::Grammar(what) => self.say("fault.grammar", &[("what", what)]),
            Fault::UnknownField { found, nearest: Some(nearest) } => {
                self.say("fault.unknown-field.nearest", &[("found", found), ("nearest", nearest)])
            }
            Fault::UnknownField { found, nearest: None } => {
                self.say("fault.unknown-field", &[("found", found)])
            }
            Fault::OtherEdition { name, edition } => {
                self.say("fault.other-edition", &[("name", name), ("edition", edition)])
            }
            Fault::DuplicateField(name) => self.say("fault.duplicate-field", &[("name", name)]),
            Fault::MissingField(name) => self.say("fault.missing-field", &[("name", name)]),
            Fault::MissingPart(name) => self.say("fault.missing-part", &[("name", name)]),
            Fault::WrongType { field, found, expected } => {
                let expected = self.get(expected_key(*expected));
                let key = if field.is_empty() { "fault.wrong-type.here" } else { "fault.wrong-type" };
                self.say(key, &[("field", field), ("found", found), ("expected", &expected)])
            }
            Fault::TooLarge { field, found } => {
                let most = crate::report::value::MAX_DIGITS;
                self.say("fault.too-large", &[("field", field), ("found", found), ("most", &most)])
            }
            Fault::EditionFirst(name) => self.say("fault.edition-first", &[("name", name)]),
            Fault::NewerVersion(found) => {
                self.say("fault.newer-version", &[("found", found), ("known", &VERSION)])
            }
            Fault::UnknownEdition(found) => {
                let known = self.list(crate::form::Forms.editions());
                self.say("fault.unknown-edition", &[("found", found), ("known", &known)])
            }
            Fault::UnknownCell(address) => self.say("fault.unknown-cell", &[("address", address)]),
            Fault::LoneBrace(found) => {
                let example = "{applications/new/total}";
                self.say("fault.lone-brace", &[("found", found), ("example", &example)])
            }
            Fault::NotATotal(address) => self.say("fault.not-a-total", &[("address", address)]),
            Fault::Computed(address) => self.say("fault.computed", &[("address", address)]),
        }
    }
}

fn expected_key(expected: Expected) -> &'static str {
    match expected {
        Expected::Report => "expected.report",
        Expected::Text => "expected.text",
        Expected::Texts => "expected.texts",
        Expected::Fields => "expected.fields",
        Expected::Entries => "expected.entries",
        Expected::Count => "expected.count",
        Expected::Change => "expected.change",
        Expected::Amount => "expected.amount",
        Expected::Year => "expected.year",
        Expected::Version => "expected.version",
        Expected::AmountUnit => "expected.amount-unit",
        Expected::Number => "expected.number",
        Expected::Digest => "expected.digest",
    }
}

/// The key to press instead of a full-width one.
fn ascii_for(c: char) -> Option<char> {
    Some(match c {
        '，' | '、' | '；' => ',',
        '：' => ':',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '（' => '(',
        '）' => ')',
        '【' => '[',
        '】' => ']',
        '０'..='９' | '．' | '－' => crate::report::value::half_width_char(c),
        _ => return None,
    })
}
