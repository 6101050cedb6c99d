//! The terminal while the program has it: every mode that is set here is given back, after an error and a panic too.

use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};

use crate::import::pdf;

/// Whether the terminal is ours. One process has one terminal.
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is ours while the terminal is.
static MOUSE: AtomicBool = AtomicBool::new(true);

/// The time during which the terminal is ours.
#[derive(Debug)]
pub struct Session;

impl Session {
    /// Takes the terminal over, and the mouse where that is wanted.
    pub fn begin(has_mouse: bool) -> io::Result<Self> {
        give_back_on_panic();
        MOUSE.store(has_mouse, Ordering::SeqCst);
        let session = Self;
        take_over()?;
        Ok(session)
    }
}

/// The program has stopped itself and is back; the signal that let it go on is still to be told of.
static IS_BACK: AtomicBool = AtomicBool::new(false);

fn take_over() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen)?;
    // Consoles of older Windows cannot do it; a paste then comes as keys.
    let _ = queue!(out, EnableBracketedPaste);
    if MOUSE.load(Ordering::SeqCst) {
        let _ = queue!(out, ReportPresses);
    }
    out.flush()
}

/// Takes the mouse, or leaves it to the terminal.
pub fn set_mouse(ours: bool) -> io::Result<()> {
    MOUSE.store(ours, Ordering::SeqCst);
    let mut out = io::stdout();
    if ours { execute!(out, ReportPresses) } else { execute!(out, DisableMouseCapture) }
}

/// Has presses, drags and the wheel told, but no movement without a button: crossterm's own command would wake the program
/// whenever the mouse crosses the window.
struct ReportPresses;

impl crossterm::Command for ReportPresses {
    fn write_ansi(&self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        out.write_str("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        crossterm::Command::execute_winapi(&crossterm::event::EnableMouseCapture)
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Gives the terminal to the shell until it lets the program go on.
pub fn suspend() -> io::Result<()> {
    #[cfg(unix)]
    {
        give_back();
        // Not by raising SIGTSTP: without a shell behind the terminal the system would ignore it.
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        IS_BACK.store(true, Ordering::SeqCst);
        take_over()?;
    }
    Ok(())
}

/// Takes the terminal again after someone else has stopped the program and let it go on; whether that had to be done. After a
/// stop of its own the program has it already: taking it twice would leave it to the shell's mode for a moment, in which Ctrl+Z
/// stops the program again.
pub fn resume() -> io::Result<bool> {
    if IS_BACK.swap(false, Ordering::SeqCst) {
        return Ok(false);
    }
    // The shell has set its own mode in the meantime, and what is thought to be raw already would not be made so.
    let _ = disable_raw_mode();
    take_over()?;
    Ok(true)
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
        let _ = execute!(out, DisableMouseCapture);
        let _ = execute!(out, DisableBracketedPaste);
        // The Linux console has no other screen that would come back.
        let _ = execute!(out, Clear(ClearType::All), MoveTo(0, 0), Show, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// The message of a panic is of use only on a terminal that is itself again.
fn give_back_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            // A worker that gives up leaves the program as it is.
            if !pdf::is_worker() {
                give_back();
            }
            before(panic);
        }));
    });
}
