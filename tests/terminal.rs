//! The program itself in a pseudo-terminal: what a person sees, and how the terminal is left behind.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]
#![cfg(unix)]

mod support;

use std::fs;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize};
use support::sample;
use support::screen::{Screen, send_signal};

fn copy(year: u16) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("{year}.ron"));
    fs::write(&file, sample(year)).unwrap();
    (folder, file)
}

#[test]
fn a_cell_its_total_and_the_difference_change_in_one_frame_and_undo_gives_every_byte_back() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 120, 40);
    screen.until_text("三、收到和处理政府信息公开申请情况");
    screen.send("\x1b3\x1b[1;5H");
    screen.until_text("本年1月1日至12月31日收到的申请");
    screen.send("2");
    // Frames are synchronised: the terminal never shows half of one, so the first that has the difference has all of it.
    screen.until_text("相差 1 件");
    let row = |screen: &Screen| {
        let text = screen.text();
        text.lines().find(|line| line.contains("一、本年新收")).unwrap_or_default().replace(' ', "")
    };
    assert!(row(&screen).ends_with("2000002!"), "{}", row(&screen));
    assert!(screen.text().contains("错误 2"));
    screen.send("\r\x1a");
    screen.until("the undo", |screen| !screen.contents().contains("已修改"));
    assert!(row(&screen).ends_with("1000001"), "{}", row(&screen));
    screen.send("\x13");
    screen.until_text("没有修改，不必保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), sample(2020));
    screen.is_restored();
}

#[test]
fn keys_are_understood_as_other_terminals_send_them() {
    let (_folder, file) = copy(2020);
    // F1, End and Home of the Linux console, of xterm, of rxvt, and of terminals in their application mode.
    let keys = [("linux", ["\x1b[[A", "\x1b[4~", "\x1b[1~"]), ("xterm", ["\x1bOP", "\x1b[F", "\x1b[H"])];
    let more = [("rxvt", ["\x1b[11~", "\x1b[8~", "\x1b[7~"]), ("tmux", ["\x1bOP", "\x1bOF", "\x1bOH"])];
    for (terminal, [help, end, home]) in keys.into_iter().chain(more) {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
        command.arg(&file);
        let mut screen = Screen::start_in(terminal, command, 80, 24);
        screen.until_text("三、收到和处理");
        screen.send(&format!("\x1b3{end}"));
        screen.until_text("申请人情况 > 总计");
        screen.send(home);
        screen.until_text("申请人情况 > 自然人");
        screen.send(help);
        screen.until_text("Esc 返回");
        screen.send("\x1b");
        screen.until("the table", |screen| !screen.contents().contains("Esc 返回"));
        screen.send("\x11");
        assert_eq!(screen.end(), 0, "{terminal}");
        screen.is_restored();
    }
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_told_so_and_left_alone() {
    let (_folder, file) = copy(2020);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
    command.arg(&file);
    let mut screen = Screen::start_in("dumb", command, 80, 24);
    assert_eq!(screen.end(), 2);
    let said = String::from_utf8_lossy(&screen.raw).into_owned();
    assert!(said.contains("TERM=dumb") && said.contains("--help") && !said.contains('\x1b'), "{said}");
}

#[test]
fn a_misspelt_command_begins_no_report() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
    command.arg("chek");
    let mut screen = Screen::start(command, 80, 24);
    assert_eq!(screen.end(), 2);
    let said = String::from_utf8_lossy(&screen.raw).into_owned();
    assert!(said.contains("是不是 check？"), "{said}");
}

#[test]
fn a_terminal_without_a_second_screen_is_left_empty() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    let raw = String::from_utf8_lossy(&screen.raw).into_owned();
    let mut console = vt100::Parser::new(24, 80, 0);
    console.process(raw.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "").as_bytes());
    assert_eq!(console.screen().contents(), "");
    assert_eq!(console.screen().cursor_position(), (0, 0));
}

#[test]
fn a_saved_cell_is_a_change_of_one_line_in_the_file() {
    let (folder, file) = copy(2024);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b2");
    screen.until_text("二、主动公开政府信息情况");
    screen.send("\x1b[1;5H\x1b[B\x1b[B447229\r\x13");
    screen.until_text("已保存：2024.ron");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    let (before, after) = (sample(2024), fs::read_to_string(&file).unwrap());
    let changed: Vec<_> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(
        changed,
        [("        licences: (decisions: 447228),", "        licences: (decisions: 447229),")]
    );
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn the_caret_stands_behind_what_is_typed_in_a_cell() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H12");
    screen.until("the number before the caret", |screen| {
        let (row, column) = screen.cursor_position();
        let before = |back: u16| screen.cell(row, column.saturating_sub(back)).map(vt100::Cell::contents);
        !screen.hide_cursor() && before(2) == Some("1") && before(1) == Some("2")
    });
    screen.send("\x11\x1b[B\r");
    screen.end();
}

#[test]
fn the_caret_stands_behind_chinese_text_where_an_input_method_opens_its_window() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b6");
    screen.until_text("六、其他需要报告的事项");
    screen.send("\x1b[1;5F中文");
    screen.until("中文 before the caret", |screen| {
        let (row, column) = screen.cursor_position();
        let before = |back: u16| screen.cell(row, column.saturating_sub(back)).map(vt100::Cell::contents);
        !screen.hide_cursor() && before(4) == Some("中") && before(2) == Some("文")
    });
    screen.send("\x1a\x1a\x11");
    assert_eq!(screen.end(), 0);
}

#[test]
fn alt_torn_apart_by_a_slow_line_is_still_alt() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b");
    screen.send("1");
    screen.until_text("一、总体情况");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
}

#[test]
fn signals_end_the_program_and_give_the_terminal_back() {
    for signal in ["TERM", "HUP"] {
        let (_folder, file) = copy(2020);
        let mut screen = Screen::editor(&file, 80, 24);
        screen.until_text("三、收到和处理");
        let id = screen.child.process_id().unwrap().to_string();
        send_signal(signal, &id);
        assert_eq!(screen.end(), 1, "not by the signal itself: the program cleaned up");
        screen.is_restored();
        assert_eq!(fs::read_to_string(&file).unwrap(), sample(2020));
    }
}

/// The child of the test below; alone it does nothing.
#[test]
fn panicking_child() {
    if std::env::var_os("REPORTUI_PANIC").is_some() {
        let _session = reportui::term::Session::begin(true).unwrap();
        write!(std::io::stdout(), "\x1b[?2026h").unwrap();
        panic!("as wanted");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "panicking_child", "--nocapture"]);
    command.env("REPORTUI_PANIC", "1");
    command.env("RUST_BACKTRACE", "0");
    let mut screen = Screen::start(command, 80, 24);
    assert_ne!(screen.end(), 0);
    screen.is_restored();
    let raw = String::from_utf8_lossy(&screen.raw).into_owned();
    let (left, spoke) = (raw.find("\x1b[?1049l").unwrap(), raw.find("as wanted").unwrap());
    assert!(left < spoke, "{raw:?}");
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let (_folder, file) = copy(2020);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_reportui"))
        .args(["--lang", "zh"])
        .arg(&file)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("reportui check"));
}

#[test]
fn what_was_edited_is_offered_the_next_time_and_opened_by_a_click() {
    let (folder, _file) = copy(2020);
    let state = tempfile::tempdir().unwrap();
    let mut screen = Screen::begin(folder.path(), state.path());
    screen.until_text("2020.ron");
    // A press and a release of the left button, as terminals tell them.
    let row = screen.text().lines().position(|line| line.contains("2020.ron")).unwrap() + 1;
    screen.send(&format!("\x1b[<0;10;{row}M\x1b[<0;10;{row}m"));
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H9\r\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    screen.is_restored();
    let mut screen = Screen::begin(folder.path(), state.path());
    screen.until("the report and its state", |screen| {
        let seen = screen.contents();
        seen.contains("克井镇人民政府 2020") && seen.contains("错误 2")
    });
    screen.send("\r");
    screen.until_text("三、收到和处理");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
}

#[test]
fn the_mouse_is_told_of_while_it_is_ours_only() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("Ctrl+Q");
    assert_eq!(screen.parser.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::ButtonMotion);
    screen.send("\x1bm");
    screen.until("the terminal's own mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    screen.is_restored();
}

#[test]
fn an_idle_editor_writes_nothing() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("Ctrl+Q");
    while screen.output.recv_timeout(Duration::from_millis(200)).is_ok() {}
    assert!(screen.output.recv_timeout(Duration::from_secs(2)).is_err());
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_suspended_editor_gives_the_terminal_back_and_goes_on_where_it_was() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    screen.until_text("错误 2");
    screen.send("\x10suspend\r");
    screen.until("the shell's screen", |screen| !screen.alternate_screen());
    let id = screen.child.process_id().unwrap().to_string();
    // The state stands behind the name in brackets.
    let state = || {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
    };
    let end = Instant::now() + Duration::from_secs(10);
    while state() != 'T' {
        assert!(Instant::now() < end, "it does not stop: {}", state());
        thread::yield_now();
    }
    screen.is_restored();
    send_signal("CONT", &id);
    screen.until("the editor's screen", vt100::Screen::alternate_screen);
    screen.until_text("错误 2");
    screen.send("\x1a\x11");
    assert_eq!(screen.end(), 0);
    screen.is_restored();
}

#[test]
fn another_size_is_drawn_at_once_though_the_terminal_answers_no_questions() {
    let (_folder, file) = copy(2020);
    let mut screen = Screen::editor(&file, 80, 24);
    screen.until_text("三、收到和处理");
    for (columns, rows, seen) in [(120, 40, "核对结果"), (39, 10, "窗口太小"), (80, 24, "一、本年新收")]
    {
        screen.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        screen.parser.screen_mut().set_size(rows, columns);
        screen.until_text(seen);
    }
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
}
