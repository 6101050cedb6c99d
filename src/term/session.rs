//! The terminal while the program has it: every mode that is set here is given back, after an error and a panic too.

use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};

/// Whether the terminal is ours. One process has one terminal.
static OURS: AtomicBool = AtomicBool::new(false);

/// The time during which the terminal is ours.
#[derive(Debug)]
pub struct Session;

impl Session {
    /// Takes the terminal over.
    pub fn begin() -> io::Result<Self> {
        give_back_on_panic();
        let session = Self;
        take_over()?;
        Ok(session)
    }
}

fn take_over() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen)?;
    // Consoles of older Windows cannot do it; a paste then comes as keys.
    let _ = queue!(out, EnableBracketedPaste);
    out.flush()
}

/// Gives the terminal to the shell until it lets the program go on.
pub fn suspend() -> io::Result<()> {
    #[cfg(unix)]
    {
        give_back();
        // Not by raising SIGTSTP: without a shell behind the terminal the system would ignore it.
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take_over()?;
    }
    Ok(())
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

fn give_back() {
    if OURS.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(out, EndSynchronizedUpdate);
        let _ = execute!(out, DisableBracketedPaste);
        let _ = execute!(out, Show, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// The message of a panic is of use only on a terminal that is itself again.
fn give_back_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
    });
}
