//! A program in a pseudo-terminal of its own, and what a person would see there.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A program in a terminal of its own.
pub struct Screen {
    pub parser: vt100::Parser,
    pub output: Receiver<Vec<u8>>,
    pub raw: Vec<u8>,
    input: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    pub master: Box<dyn MasterPty + Send>,
    /// The terminal's line settings before the program began.
    settings: String,
}

impl Screen {
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::start_in("xterm-256color", command, columns, rows)
    }

    /// Starts a program in a terminal that is called so.
    pub fn start_in(terminal: &str, mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", terminal);
        command.env("LC_ALL", "C.UTF-8");
        // What a test edits is not what the person at this machine edited last.
        if command.get_env("XDG_STATE_HOME").is_none() {
            command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
            command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
        }
        let settings = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = pair.master.take_writer().unwrap();
        Self {
            parser: vt100::Parser::new(rows, columns, 0),
            output,
            raw: Vec::new(),
            input,
            child,
            master: pair.master,
            settings,
        }
    }

    pub fn editor(file: &Path, columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
        command.arg(file);
        Self::start(command, columns, rows)
    }

    /// The program with nothing named, in a folder and with a state folder of its own.
    pub fn begin(folder: &Path, state: &Path) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
        command.cwd(folder);
        command.env("HOME", state);
        command.env("XDG_STATE_HOME", state);
        Self::start(command, 80, 24)
    }

    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits until the screen satisfies a condition; what comes later than ten seconds does not come.
    #[track_caller]
    pub fn until(&mut self, what: &str, condition: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + Duration::from_secs(10);
        while !condition(self.parser.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{what} did not come ({error}); the screen is\n{}", self.text()),
            }
        }
    }

    #[track_caller]
    pub fn until_text(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    pub fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    pub fn send(&mut self, bytes: &str) {
        self.input.write_all(bytes.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Lets time pass, and takes what comes meanwhile.
    pub fn pass(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(bytes) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
    }

    /// Closes the window over the program.
    pub fn close(self) -> Box<dyn Child + Send + Sync> {
        let Self { output, mut input, child, .. } = self;
        drop(output);
        // The thread that reads has the window open until the program says something once more.
        input.write_all(b"\x1b[A").unwrap();
        child
    }

    /// Waits for the end of the program, ten seconds as for everything; gives its exit code.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let last = Instant::now() + Duration::from_secs(10);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < last, "it does not end; the screen is\n{}", self.text());
            self.pass(Duration::from_millis(10));
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.take(&bytes);
        }
        status.exit_code()
    }

    /// Every mode that was switched on was switched off again after that.
    #[track_caller]
    pub fn is_restored(&self) {
        let last = |bytes: &[u8]| self.raw.windows(bytes.len()).rposition(|window| window == bytes);
        for mode in ["1049", "2004", "1000", "1002", "1003", "1006", "2026"] {
            let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
            assert!(last(off.as_bytes()) >= last(on.as_bytes()), "mode {mode} is left on");
        }
        assert!(last(b"\x1b[?25h") >= last(b"\x1b[?25l"), "the cursor is left hidden");
        assert_eq!(format!("{:?}", self.master.get_termios()), self.settings, "raw mode is left on");
    }
}

/// By the shell's own `kill`: the program of that name is not everywhere.
pub fn send_signal(signal: &str, id: &str) {
    let status = std::process::Command::new("sh").args(["-c", &format!("kill -s {signal} {id}")]).status();
    assert!(status.unwrap().success());
}
