//! The disk: reading reports whatever their encoding, saving them so that a file is either the old one or the new one,
//! remembering which ones were edited.
//!
//! The only room that names `std::fs`.

mod decode;
mod load;
mod save;
mod state;

pub use decode::{Encoding, NotText};
pub use load::{
    Listed, Loaded, MAX_BYTES, Neighbours, Opened, Previous, ReadError, SAMPLES, exists, is_folder, list,
    load, open, previous, reports_in, sample,
};
pub use save::{SaveError, save};
pub use state::{Recent, Shelf, remember, shelf};

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
