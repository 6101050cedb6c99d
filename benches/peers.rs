//! What a person waits for, beside nano, vim and csvlens: start, a key, memory, and what an idle program does.
//!
//! Every program runs in a pseudo-terminal of 120 by 40, one after the other and round again, so that a busy moment of the machine
//! meets all of them. Those that are not installed are left out. On Linux, where `/proc` tells about memory and wake-ups.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout)]

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use common::{long_report, peak_memory};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// A program with what it is started with, a key that moves, and two that change and change back.
struct Peer {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    moves: [&'static str; 2],
    edits: Option<[&'static str; 2]>,
}

/// What was seen of a program.
#[derive(Default)]
struct Seen {
    start: Vec<Duration>,
    moved: Vec<Duration>,
    edited: Vec<Duration>,
    move_bytes: Vec<usize>,
    edit_bytes: Vec<usize>,
    memory: u64,
    idle_bytes: usize,
    wake_ups: u64,
}

/// How long a program has to say nothing before a frame counts as whole.
const QUIET: Duration = Duration::from_millis(25);

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let peers = peers(folder.path());
    let mut seen: Vec<Seen> = peers.iter().map(|_| Seen::default()).collect();
    for round in 0..9 {
        for (peer, seen) in peers.iter().zip(&mut seen) {
            run(peer, seen, folder.path(), round == 0);
        }
    }
    println!(
        "120x40, a report with 3 000 characters of prose, every rule on; 9 starts and 9 x 20 keys each, interleaved"
    );
    println!(
        "{:9} {:>9} {:>16} {:>16} {:>10} {:>10} {:>8} {:>10} {:>10}",
        "",
        "start ms",
        "move ms p50/p95",
        "edit ms p50/p95",
        "move B",
        "edit B",
        "peak MB",
        "idle B/2s",
        "wakes/2s"
    );
    for (peer, mut seen) in peers.iter().zip(seen) {
        let edits = peer.edits.is_some();
        println!(
            "{:9} {:>9} {:>16} {:>16} {:>10} {:>10} {:>8} {:>10} {:>10}",
            peer.name,
            at(&mut seen.start, 50),
            format!("{} / {}", at(&mut seen.moved, 50), at(&mut seen.moved, 95)),
            if edits {
                format!("{} / {}", at(&mut seen.edited, 50), at(&mut seen.edited, 95))
            } else {
                "-".to_owned()
            },
            middle(&mut seen.move_bytes),
            if edits { middle(&mut seen.edit_bytes).to_string() } else { "-".to_owned() },
            format!("{}.{}", seen.memory / 1024, seen.memory % 1024 * 10 / 1024),
            seen.idle_bytes,
            seen.wake_ups,
        );
    }
}

fn at(times: &mut [Duration], percent: usize) -> String {
    times.sort_unstable();
    let time = times.get(times.len() * percent / 100).or(times.last()).copied().unwrap_or_default();
    format!("{}.{:02}", time.as_millis(), time.as_micros() % 1000 / 10)
}

fn middle(numbers: &mut [usize]) -> usize {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

fn peers(folder: &Path) -> Vec<Peer> {
    let (form, report) = long_report();
    let text = reportui::report::document::write(form, &report);
    fs::write(folder.join("report.ron"), &text).expect("written");
    fs::write(folder.join("peer.txt"), &text).expect("written");
    let rows: Vec<String> = (0..60).map(|row: usize| row.to_string() + ",自然人,12,34,56\n").collect();
    fs::write(folder.join("peer.csv"), format!("行,类别,新收,结转,办结\n{}", rows.concat()))
        .expect("written");
    let arrows = ["\x1b[B", "\x1b[A"];
    let own = PathBuf::from(env!("CARGO_BIN_EXE_reportui"));
    let all = [
        ("reportui", Some(own), vec!["report.ron"], arrows, Some(["7", "\x7f"])),
        ("nano", installed("nano"), vec!["peer.txt"], arrows, Some(["x", "\x7f"])),
        (
            "vim",
            installed("vim"),
            vec!["-u", "NONE", "-n", "+startinsert", "peer.txt"],
            arrows,
            Some(["x", "\x7f"]),
        ),
        ("csvlens", installed("csvlens"), vec!["peer.csv"], arrows, None),
    ];
    all.into_iter()
        .filter_map(|(name, program, arguments, moves, edits)| {
            let arguments = arguments.into_iter().map(str::to_owned).collect();
            Some(Peer { name, program: program?, arguments, moves, edits })
        })
        .collect()
}

fn installed(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn run(peer: &Peer, seen: &mut Seen, folder: &Path, idle: bool) {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(&peer.program);
    command.args(&peer.arguments);
    command.cwd(folder);
    for (name, value) in [("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8")] {
        command.env(name, value);
    }
    // Its own for each start, which would find what the ones before have left there otherwise; a relative one is not heeded.
    let state = tempfile::tempdir().expect("a folder");
    command.env("XDG_STATE_HOME", state.path());
    let mut reader = pty.master.try_clone_reader().expect("a reader");
    let mut writer = pty.master.take_writer().expect("a writer");
    let (send, receive) = channel();
    let began = Instant::now();
    let mut child = pty.slave.spawn_command(command).expect("it starts");
    thread::spawn(move || {
        let mut bytes = [0; 8192];
        while let Ok(length) = reader.read(&mut bytes) {
            if length == 0 || send.send((Instant::now(), length)).is_err() {
                break;
            }
        }
    });
    let Some((drawn, _)) = frame(&receive, Duration::from_secs(5), Duration::from_millis(120)) else {
        return;
    };
    seen.start.push(drawn - began);
    if idle {
        let before = wake_ups(&*child);
        thread::sleep(Duration::from_secs(2));
        seen.wake_ups = wake_ups(&*child) - before;
        seen.idle_bytes = receive.try_iter().map(|(_, length)| length).sum();
    }
    let mut press = |keys: [&'static str; 2], times: &mut Vec<Duration>, bytes: &mut Vec<usize>| {
        for key in keys.into_iter().cycle().take(20) {
            let pressed = Instant::now();
            let _ = writer.write_all(key.as_bytes()).and_then(|()| writer.flush());
            if let Some((drawn, length)) = frame(&receive, Duration::from_millis(500), QUIET) {
                times.push(drawn - pressed);
                bytes.push(length);
            }
        }
    };
    press(peer.moves, &mut seen.moved, &mut seen.move_bytes);
    if let Some(edits) = peer.edits {
        press(edits, &mut seen.edited, &mut seen.edit_bytes);
    }
    seen.memory = seen.memory.max(peak_memory(child.process_id().unwrap_or_default()));
    let _ = child.kill();
    let _ = child.wait();
}

/// When the last byte of what comes next came, and how many there were.
fn frame(
    receive: &Receiver<(Instant, usize)>,
    patience: Duration,
    quiet: Duration,
) -> Option<(Instant, usize)> {
    let (mut last, mut length) = receive.recv_timeout(patience).ok()?;
    while let Ok((at, more)) = receive.recv_timeout(quiet) {
        (last, length) = (at, length + more);
    }
    Some((last, length))
}

fn status(id: Option<u32>, name: &str) -> u64 {
    let id = id.unwrap_or_default();
    let tasks = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().filter_map(Result::ok);
    let texts = tasks.filter_map(|task| fs::read_to_string(task.path().join("status")).ok());
    let number = |text: String| -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().parse().ok()
    };
    texts.filter_map(number).sum()
}

fn wake_ups(child: &dyn Child) -> u64 {
    status(child.process_id(), "voluntary_ctxt_switches:")
}
