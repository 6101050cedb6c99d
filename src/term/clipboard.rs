//! Handing a text to the terminal's clipboard with OSC 52, where the terminal allows it.

use std::io;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Longer texts are left to our own register: some terminals choke on them.
const LONGEST: usize = 64 * 1024;

pub fn copy(text: &str) -> io::Result<()> {
    if text.len() > LONGEST {
        return Ok(());
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}
