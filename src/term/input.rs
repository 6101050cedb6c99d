//! What happens to the program: keys, pastes, sizes, signals, waited for without a tick.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::{Act, Code, Key, Mouse};

/// An Esc that is followed this soon by a key is that key with Alt, torn apart by a slow line.
const ALT_WITHIN: Duration = Duration::from_millis(30);

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has so many columns and rows now.
    Resize(u16, u16),
    /// The program is asked to stop for a while. Windows has no such thing.
    #[cfg_attr(windows, allow(dead_code))]
    Suspend,
    /// It was let go on.
    #[cfg_attr(windows, allow(dead_code))]
    Resume,
    /// The program is asked to end, or its terminal is gone.
    End,
}

/// Sets up what the terminal is listened to with, so that no change of size is missed from now on.
pub fn prepare() -> io::Result<()> {
    event::poll(Duration::ZERO).map(|_| ())
}

/// Waits for the terminal to tell something and gives it, with everything else that is there by then.
pub fn next() -> Vec<Happening> {
    let mut batch = Vec::new();
    let mut patience = None;
    while patience.is_none_or(|patience| event::poll(patience).unwrap_or(true)) || has_more(&batch) {
        batch.extend(read().map(|happening| (Instant::now(), happening)));
        patience = match batch.last() {
            Some((_, Happening::End)) => break,
            Some((_, last)) if *last == ESCAPE => Some(ALT_WITHIN),
            _ => Some(Duration::ZERO),
        };
    }
    join_alt(batch)
}

/// The fewest events that a kilobyte can be, unless it is of a paste: no sequence is longer than thirty bytes.
const KILOBYTE: usize = 32;

/// Whether there is more behind a batch. crossterm reads a kilobyte of what came at once, and hears of the rest only when something
/// else comes.
fn has_more(batch: &[(Instant, Happening)]) -> bool {
    let may_be_cut = batch.len() >= KILOBYTE || matches!(batch.last(), Some((_, Happening::Paste(_))));
    may_be_cut && is_told_again() && event::poll(Duration::ZERO).unwrap_or(false)
}

/// Has the terminal tell once more that there is something to read, if there is: it does when its attributes are set, be it to
/// what they are.
#[cfg(unix)]
fn is_told_again() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
    let is_readable = poll(&mut terminal, Some(&Timespec::default())).is_ok_and(|ready| ready > 0);
    is_readable && tcgetattr(&stdin).and_then(|set| tcsetattr(&stdin, OptionalActions::Now, &set)).is_ok()
}

/// The console tells of everything.
#[cfg(not(unix))]
fn is_told_again() -> bool {
    false
}

/// The next event, if it is of any use here.
fn read() -> Option<Happening> {
    match event::read() {
        Ok(Event::Key(key)) => translate(key).map(Happening::Key),
        Ok(Event::Mouse(mouse)) => point(mouse).map(Happening::Mouse),
        Ok(Event::Paste(text)) => Some(Happening::Paste(text)),
        Ok(Event::Resize(columns, rows)) => Some(Happening::Resize(columns, rows)),
        Ok(_) => None,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
        Err(_) => Some(Happening::End),
    }
}

/// Esc alone, or the first half of an Alt.
const ESCAPE: Happening = Happening::Key(Key::plain(Code::Esc));

/// An Esc and the key that came right behind it are one key.
fn join_alt(batch: Vec<(Instant, Happening)>) -> Vec<Happening> {
    let mut joined: Vec<(Instant, Happening)> = Vec::with_capacity(batch.len());
    for (at, happening) in batch {
        let behind_escape = joined.last().is_some_and(|(before, last)| {
            *last == ESCAPE && at.saturating_duration_since(*before) <= ALT_WITHIN
        });
        match happening {
            Happening::Key(key) if behind_escape && !key.alt && !key.ctrl && key.code != Code::Esc => {
                joined.pop();
                joined.push((at, Happening::Key(with_modifiers(key.code, key.ctrl, true, key.shift))));
            }
            other => joined.push((at, other)),
        }
    }
    joined.into_iter().map(|(_, happening)| happening).collect()
}

/// Faster than anyone types: so many characters that came together are a paste of a terminal that does not say so.
const BURST: usize = 20;

/// Long runs of characters as one paste each.
pub fn join_bursts(batch: &[Happening]) -> Vec<Happening> {
    let character = |happening: &Happening| match happening {
        Happening::Key(Key { code: Code::Char(c), ctrl: false, alt: false, .. }) => Some(*c),
        Happening::Key(Key { code: Code::Enter, ctrl: false, alt: false, shift: false }) => Some('\n'),
        _ => None,
    };
    let mut joined = Vec::with_capacity(batch.len());
    for run in batch.chunk_by(|a, b| character(a).is_some() == character(b).is_some()) {
        let text: String = run.iter().filter_map(character).collect();
        // A paste may lose its last line ends; those that were typed are kept as keys.
        let whole = text.trim_end_matches('\n');
        if whole.chars().count() >= BURST {
            let line_ends = text.len() - whole.len();
            joined.push(Happening::Paste(whole.to_owned()));
            joined.extend_from_slice(&run[run.len() - line_ends..]);
        } else {
            joined.extend_from_slice(run);
        }
    }
    joined
}

/// What the mouse does, as far as it matters here.
fn point(mouse: MouseEvent) -> Option<Mouse> {
    let act = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Act::Press,
        MouseEventKind::Drag(MouseButton::Left) => Act::Drag,
        MouseEventKind::ScrollUp => Act::WheelUp,
        MouseEventKind::ScrollDown => Act::WheelDown,
        _ => return None,
    };
    Some(Mouse { column: mouse.column, row: mouse.row, act })
}

/// A key of the terminal as ours. Releases, which Windows tells, are none.
fn translate(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        _ => return None,
    };
    let held = |modifier| key.modifiers.contains(modifier);
    let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
    // AltGr arrives as Ctrl+Alt with the character it makes.
    let alt_gr = ctrl && alt && matches!(code, Code::Char(_));
    let shift = held(KeyModifiers::SHIFT) || key.code == KeyCode::BackTab;
    Some(with_modifiers(code, ctrl && !alt_gr, alt && !alt_gr, shift))
}

/// A key as the keymap knows it: characters carry their own case, and caps lock must not turn Ctrl+S into something else.
fn with_modifiers(code: Code, ctrl: bool, alt: bool, shift: bool) -> Key {
    match code {
        Code::Char(c) if ctrl || alt => {
            Key { code: Code::Char(c.to_ascii_lowercase()), ctrl, alt, shift: false }
        }
        Code::Char(_) => Key { code, ctrl, alt, shift: false },
        _ => Key { code, ctrl, alt, shift },
    }
}

/// Tells when the terminal is gone. The signal that says so goes to the program that began the session, which may keep it to
/// itself; and what waits for keys then reads nothing, over and over.
#[cfg(unix)]
pub fn watch_terminal(tell: impl FnOnce() + Send + 'static) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, poll};
    std::thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        let stdin = io::stdin();
        // That the other end is gone is told whatever is asked for.
        let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
        while poll(&mut terminal, None) == Err(rustix::io::Errno::INTR) {}
        if terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
            tell();
        }
    })?;
    Ok(())
}

/// The console ends its programs itself.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
pub fn watch_terminal(_: impl FnOnce() + Send + 'static) -> io::Result<()> {
    Ok(())
}

/// The signals that are waited for. From when this is made on none of them has the system's own effect, which would leave a
/// terminal that was taken over as it is.
#[cfg(unix)]
pub struct Signals(signal_hook::iterator::Signals);

#[cfg(unix)]
impl Signals {
    /// Keeps what comes until someone listens.
    pub fn hold() -> io::Result<Self> {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT]).map(Self)
    }

    /// Tells what has come and what will, until what is told says that it is enough.
    pub fn listen(mut self, tell: impl Fn(Happening) -> bool + Send + 'static) -> io::Result<()> {
        use signal_hook::consts::{SIGCONT, SIGTSTP};
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in self.0.forever() {
                let happening = match signal {
                    SIGTSTP => Happening::Suspend,
                    SIGCONT => Happening::Resume,
                    _ => Happening::End,
                };
                if !tell(happening) {
                    break;
                }
            }
        })?;
        Ok(())
    }
}

/// There are none here.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
impl Signals {
    pub fn hold() -> io::Result<Self> {
        Ok(Self)
    }

    pub fn listen(self, _: impl Fn(Happening) -> bool + Send + 'static) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_with_a_key_right_behind_it_is_alt() {
        let start = Instant::now();
        let key = |milliseconds, code| {
            (start + Duration::from_millis(milliseconds), Happening::Key(Key::plain(code)))
        };
        let alone = |code| Happening::Key(Key::plain(code));
        let batch =
            vec![key(0, Code::Esc), key(5, Code::Char('N')), key(90, Code::Esc), key(200, Code::Char('1'))];
        let alt = Happening::Key(Key::alt(Code::Char('n')));
        assert_eq!(join_alt(batch), [alt, ESCAPE, alone(Code::Char('1'))]);
        let with_ctrl = (start, Happening::Key(Key::ctrl(Code::Char('g'))));
        assert_eq!(join_alt(vec![key(0, Code::Esc), with_ctrl.clone()]), [ESCAPE, with_ctrl.1]);
        let batch = vec![key(0, Code::Esc), key(1, Code::Left), key(50, Code::Esc), key(51, Code::Esc)];
        assert_eq!(join_alt(batch), [Happening::Key(Key::alt(Code::Left)), ESCAPE, ESCAPE]);
    }

    #[test]
    fn a_burst_is_a_paste_and_typing_is_not() {
        let typed = |text: &str| -> Vec<Happening> {
            let code = |c| if c == '\n' { Code::Enter } else { Code::Char(c) };
            text.chars().map(|c| Happening::Key(Key::plain(code(c)))).collect()
        };
        let slow = typed("今年，我镇");
        assert_eq!(join_bursts(&slow), slow);
        let text = "今年，我镇主动公开各类政府信息。\n共12条。";
        let undo = Happening::Key(Key::ctrl(Code::Char('z')));
        let batch = [typed(text), vec![undo.clone()]].concat();
        assert_eq!(join_bursts(&batch), [Happening::Paste(text.to_owned()), undo]);
        let enter = Happening::Key(Key::plain(Code::Enter));
        assert_eq!(join_bursts(&typed(&format!("{text}\n"))), [Happening::Paste(text.to_owned()), enter]);
    }

    #[test]
    fn keys_are_told_alike_whatever_the_terminal_sends() {
        let event = |code, modifiers| translate(KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), Some(Key::shift(Code::Tab)));
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::NONE), Some(Key::shift(Code::Tab)));
        assert_eq!(event(KeyCode::Char('S'), KeyModifiers::CONTROL), Some(Key::ctrl(Code::Char('s'))));
        assert_eq!(event(KeyCode::Char('A'), KeyModifiers::SHIFT), Some(Key::plain(Code::Char('A'))));
        let release = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(translate(release), None);
    }
}
