//! Nothing is lost: what a person sees after a kill, with two at one report, and after someone else has saved.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use support::sample;
use support::screen::{Screen, send_signal};

/// A folder with a report, and a state folder.
struct Desk {
    town: tempfile::TempDir,
    state: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { town: tempfile::tempdir().unwrap(), state: tempfile::tempdir().unwrap() };
        fs::write(desk.file(), sample(2020)).unwrap();
        desk
    }

    fn file(&self) -> PathBuf {
        self.town.path().join("2020.ron")
    }

    fn command(&self, file: Option<&Path>) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_reportui"));
        command.args(file);
        command.cwd(self.town.path());
        command.env("HOME", self.state.path());
        command.env("XDG_STATE_HOME", self.state.path());
        command
    }

    fn open(&self) -> Screen {
        Screen::start(self.command(Some(&self.file())), 80, 24)
    }

    /// Files of the recovery folder, wherever the platform has it.
    fn kept(&self) -> Vec<PathBuf> {
        let mut found = files(self.state.path());
        found.retain(|file| file.ends_with("report.ron"));
        found
    }

    #[track_caller]
    fn until_kept(&self, text: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        let is_kept =
            || self.kept().iter().any(|file| fs::read_to_string(file).is_ok_and(|kept| kept.contains(text)));
        while !is_kept() {
            assert!(Instant::now() < end, "{text} is not kept");
            std::thread::yield_now();
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn kill(screen: &mut Screen, signal: &str) {
    send_signal(signal, &screen.child.process_id().unwrap().to_string());
    screen.end();
}

#[test]
fn what_was_typed_before_a_kill_is_offered_looked_at_and_taken() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    screen.until_text("错误 2");
    desk.until_kept("new: (person: 7");
    kill(&mut screen, "KILL");
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020), "the file is as it was");

    let mut screen = desk.open();
    screen.until_text("程序意外中断");
    screen.send("\x1b[B\r");
    screen.until_text("1 改为 7");
    screen.send("\x1b");
    screen.until_text("程序意外中断");
    screen.send("\r");
    screen.until_text("错误 2");
    // Taken and cut off again before it is saved: it is still there.
    kill(&mut screen, "KILL");
    let mut screen = desk.open();
    screen.until_text("程序意外中断");
    screen.send("\r");
    screen.until_text("错误 2");
    screen.send("\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(desk.file()).unwrap().contains("new: (person: 7"));
    assert!(desk.kept().is_empty(), "a clean end leaves nothing");
    assert_eq!(names(desk.town.path()), ["2020.ron"], "nothing beside the file either");
}

#[test]
fn signals_and_a_lost_terminal_leave_the_work_to_be_recovered_at_once() {
    for signal in ["TERM", "HUP", "QUIT"] {
        let desk = Desk::new();
        let mut screen = desk.open();
        screen.until_text("三、收到和处理");
        screen.send("\x1b3\x1b[1;5H7\r");
        screen.until_text("错误 2");
        kill(&mut screen, signal);
        assert_eq!(desk.kept().len(), 1, "{signal}");
        screen.is_restored();
    }
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    screen.until_text("错误 2");
    let mut child = screen.close();
    child.wait().unwrap();
    assert_eq!(desk.kept().len(), 1, "the window was closed");
}

#[test]
fn what_is_thrown_away_is_gone_and_what_is_left_for_later_is_offered_again() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    desk.until_kept("new: (person: 7");
    kill(&mut screen, "KILL");
    for (answer, left) in [("\x1b", 1), ("\x1b[B\x1b[B\r", 0)] {
        let mut screen = desk.open();
        screen.until_text("程序意外中断");
        screen.send(answer);
        screen.until("the report", |screen| !screen.contents().contains("程序意外中断"));
        screen.send("\x11");
        assert_eq!(screen.end(), 0);
        assert_eq!(desk.kept().len(), left);
    }
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
}

#[test]
fn a_report_without_a_name_is_offered_on_the_first_screen() {
    let desk = Desk::new();
    let mut screen = Screen::start(desk.command(None), 80, 24);
    screen.until_text("新建报告");
    screen.send("\x0e");
    screen.until_text("机关名称");
    screen.send("丰源镇人民政府\r");
    desk.until_kept("丰源镇人民政府");
    kill(&mut screen, "KILL");
    let mut screen = Screen::start(desk.command(None), 80, 24);
    screen.until_text("未保存的新报告：丰源镇人民政府");
    screen.send("\r");
    screen.until_text("程序意外中断");
    screen.send("\r");
    screen.until_text("丰源镇人民政府");
    screen.send("\x13");
    screen.until_text("另存为");
    screen.send("\r");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(names(desk.town.path()).iter().any(|name| name.starts_with("丰源镇人民政府2")));
    assert!(desk.kept().is_empty());
}

#[test]
fn the_second_to_open_a_report_is_told_and_saves_under_another_name() {
    let desk = Desk::new();
    let mut first = desk.open();
    first.until_text("三、收到和处理");
    let mut second = desk.open();
    second.until_text("已只读打开");
    second.send("\x1b3\x1b[1;5H8\r\x13");
    second.until_text("另存为");
    second.send("\x7f\x7f\x7f\x7f-b\r");
    second.until_text("已保存");
    second.send("\x11");
    assert_eq!(second.end(), 0);
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
    assert!(fs::read_to_string(desk.town.path().join("2020-b.ron")).unwrap().contains("person: 8"));
    // A kill frees it.
    kill(&mut first, "KILL");
    let mut third = desk.open();
    third.until_text("三、收到和处理");
    assert!(!third.text().contains("只读"));
    third.send("\x11");
    assert_eq!(third.end(), 0);
    assert_eq!(names(desk.town.path()), ["2020-b.ron", "2020.ron"]);
}

#[test]
fn what_someone_else_has_saved_is_not_overwritten_without_a_question() {
    let desk = Desk::new();
    let theirs = sample(2020).replace("new: (person: 1", "new: (person: 5");
    for (keys, expected) in [("\x1b[B\x1b[B\r", "person: 7"), ("\x1b[B\x1b[B\x1b[B\r", "person: 5")] {
        fs::write(desk.file(), sample(2020)).unwrap();
        let mut screen = desk.open();
        screen.until_text("三、收到和处理");
        screen.send("\x1b3\x1b[1;5H7\r");
        screen.until_text("错误 2");
        fs::write(desk.file(), &theirs).unwrap();
        screen.send("\x13");
        screen.until_text("被别人改过");
        assert_eq!(fs::read_to_string(desk.file()).unwrap(), theirs);
        screen.send("\r");
        screen.until_text("7 改为 5");
        screen.send("\x1b");
        screen.until_text("被别人改过");
        screen.send(keys);
        screen.until("an answer", |screen| !screen.contents().contains("被别人改过"));
        screen.send("\x11");
        assert_eq!(screen.end(), 0, "nothing is unsaved any more");
        assert!(fs::read_to_string(desk.file()).unwrap().contains(expected), "{expected}");
    }
}

#[test]
fn earlier_versions_are_looked_at_and_brought_back() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r\x13");
    screen.until_text("已保存");
    screen.send("\x10versions\r");
    screen.until_text("保存过的版本");
    // The latest is what was just saved, the one before what was there at first.
    screen.send("\x1b[B\r");
    screen.until_text("看看有什么不同");
    screen.send("\r");
    screen.until_text("7 改为 1");
    screen.send("\x1b");
    screen.until_text("看看有什么不同");
    screen.send("\x1b[B\r");
    screen.until_text("已换成所选的内容");
    screen.send("\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
}

#[test]
fn hard_links_stay_together_and_permissions_as_they_were() {
    let desk = Desk::new();
    let other = desk.state.path().join("county.ron");
    fs::hard_link(desk.file(), &other).unwrap();
    fs::set_permissions(desk.file(), fs::Permissions::from_mode(0o640)).unwrap();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(&other).unwrap().contains("person: 7"), "both names lead to the new report");
    let facts = fs::metadata(desk.file()).unwrap();
    assert_eq!((facts.nlink(), facts.mode() & 0o777), (2, 0o640));
}

#[test]
fn a_save_that_fails_says_so_and_offers_another_name() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    screen.until_text("错误 2");
    fs::set_permissions(desk.file(), fs::Permissions::from_mode(0o440)).unwrap();
    screen.send("\x13");
    screen.until_text("没有保存 2020.ron");
    assert!(screen.text().contains("再试一次") && screen.text().contains("恢复副本"), "{}", screen.text());
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
    fs::set_permissions(desk.file(), fs::Permissions::from_mode(0o640)).unwrap();
    screen.send("\r");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(desk.file()).unwrap().contains("person: 7"));
}

#[test]
fn ten_megabytes_pasted_are_refused_with_the_limit_and_nothing_hangs() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b1");
    screen.until_text("一、总体情况");
    screen.send(&format!("\x1b[200~{}\x1b[201~", "字".repeat(3_500_000)));
    screen.until_text("2097152");
    screen.send("\x11");
    assert_eq!(screen.end(), 0, "nothing was changed");
}
