//! Bytes as text: UTF-8 first, then what a byte order mark says, then GB18030, the encoding of older Chinese offices.

use std::string::FromUtf8Error;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use memchr::memchr;

/// How a file's text was written, so that a save does not change more than the person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// A byte order mark stood in front, as Notepad writes it.
    pub bom: bool,
    /// Lines end in CR LF.
    pub crlf: bool,
}

impl Style {
    /// What the program writes by itself: UTF-8 without a mark, LF.
    pub const PLAIN: Self = Self { bom: false, crlf: false };

    /// The bytes of a text in this style.
    pub fn encode(self, text: &str) -> Vec<u8> {
        let mut out = String::with_capacity(text.len() + 64);
        if self.bom {
            out.push('\u{feff}');
        }
        let text = if self.crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        out.push_str(&text);
        out.into_bytes()
    }
}

/// The encoding a text was in. A save always writes UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// GB18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

/// Bytes that are no text in any encoding tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText {
    /// First byte that is not UTF-8, from 0.
    pub offset: usize,
}

/// The text of a file, without its byte order mark and with LF line ends; its encoding; and how to write it back.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding, Style), NotText> {
    let (text, encoding) = match String::from_utf8(bytes) {
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => other_encoding(error)?,
    };
    let bom = text.starts_with('\u{feff}');
    // Nearly every file is as the program writes it.
    if !bom && memchr(b'\r', text.as_bytes()).is_none() {
        return Ok((text, encoding, Style::PLAIN));
    }
    let crlf = 2 * text.matches("\r\n").count() > text.matches('\n').count();
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let style = Style { bom: bom && encoding == Encoding::Utf8, crlf };
    Ok((text, encoding, style))
}

fn other_encoding(error: FromUtf8Error) -> Result<(String, Encoding), NotText> {
    let fault = error.utf8_error();
    let refused = NotText { offset: fault.valid_up_to() };
    let bytes = error.into_bytes();
    let (encoding, name) = match bytes.as_slice() {
        [0xff, 0xfe, ..] => (UTF_16LE, Encoding::Utf16),
        [0xfe, 0xff, ..] => (UTF_16BE, Encoding::Utf16),
        // Cut off within a character: the reader of the text will say that the file is torn.
        _ if fault.error_len().is_none() => {
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), Encoding::Utf8));
        }
        _ if is_damaged_utf8(&bytes) => return Err(refused),
        _ => (GB18030, Encoding::Gb18030),
    };
    let text = encoding.decode_with_bom_removal(&bytes).0;
    // A replacement character means bytes of another kind.
    if text.contains('\u{fffd}') { Err(refused) } else { Ok((text.into_owned(), name)) }
}

/// Whether most of the Chinese in it is UTF-8: then it is UTF-8 with a few bytes lost, and reading it as GB18030 would give
/// other characters without a word.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound >= 3 * broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_an_office_is_read() {
        let text = "organ: \"克井镇人民政府\"\n";
        let (gbk, _, _) = GB18030.encode(text);
        assert_eq!(decode(gbk.into_owned()), Ok((text.to_owned(), Encoding::Gb18030, Style::PLAIN)));
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(
            decode(utf16).map(|(text, encoding, _)| (text, encoding)),
            Ok((text.to_owned(), Encoding::Utf16))
        );
        let style = Style { bom: true, crlf: true };
        let bytes = style.encode(text);
        assert_eq!(decode(bytes), Ok((text.to_owned(), Encoding::Utf8, style)));
    }

    #[test]
    fn a_lost_byte_does_not_turn_utf8_into_gbk() {
        let mut bytes = "organ: \"克井镇人民政府\"".as_bytes().to_vec();
        bytes.remove(12);
        assert_eq!(decode(bytes), Err(NotText { offset: 11 }));
        let text = "organ: \"克井镇人民政府";
        let (cut, _, _) = decode(text.as_bytes()[..text.len() - 1].to_vec()).unwrap();
        assert!(cut.ends_with("人民政\u{fffd}"));
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(decode((128..=255).cycle().take(6400).collect()).is_err());
    }
}
