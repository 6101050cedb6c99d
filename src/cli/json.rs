//! JSON that is safe to look at in a terminal: hidden characters are escaped, nothing is lost.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

/// Writes a value on one line.
pub fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    self::value(out, value)?;
    writeln!(out)
}

/// Writes a value without a line end.
pub fn value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    Ok(value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Safe))?)
}

/// Compact JSON with its strings made safe.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for c in fragment.chars() {
            if crate::text::is_hidden(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
            } else {
                write!(out, "{c}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let mut out = Vec::new();
        super::line(&mut out, &"克\u{9b}\u{202e}\u{1b}\"井\u{e0001}").unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "\"克\\u009b\\u202e\\u001b\\\"井\\udb40\\udc01\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "克\u{9b}\u{202e}\u{1b}\"井\u{e0001}");
    }
}
