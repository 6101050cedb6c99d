//! Nothing is lost: what a person sees after a kill, with two at one report, and after someone else has saved.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]
// The tests say how much they have tried, and what they had to leave out.
#![allow(clippy::print_stdout)]
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
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
        self.at_home(command)
    }

    fn at_home(&self, mut command: CommandBuilder) -> CommandBuilder {
        command.cwd(self.town.path());
        command.env("HOME", self.state.path());
        command.env("XDG_STATE_HOME", self.state.path());
        command
    }

    fn open(&self) -> Screen {
        Screen::start(self.command(Some(&self.file())), 80, 24)
    }

    /// The editor over the report with a 7 in the first cell of the applications, which are off by it then.
    fn changed(&self) -> Screen {
        Self::change(self.open())
    }

    fn change(mut screen: Screen) -> Screen {
        screen.until_text("三、收到和处理");
        screen.send("\x1b3\x1b[1;5H7\r");
        screen.until_text("错误 2");
        screen
    }

    /// Files of the recovery folder, wherever the platform has it.
    fn kept(&self) -> Vec<PathBuf> {
        let mut found = files(self.state.path());
        found.retain(|file| file.to_string_lossy().contains("newest-"));
        found
    }

    /// Waits until the system has freed the locks of a process that was killed: it does so a moment after the process is gone.
    #[track_caller]
    fn until_freed(&self) {
        let end = Instant::now() + Duration::from_secs(10);
        let mut locks = files(self.state.path());
        locks.retain(|file| file.ends_with("lock"));
        locks.push(self.town.path().join(".2020.ron.lock"));
        let is_free = |file: &PathBuf| fs::File::open(file).map_or(true, |lock| lock.try_lock().is_ok());
        while !locks.iter().all(is_free) {
            assert!(Instant::now() < end, "a lock outlives its process");
            std::thread::yield_now();
        }
    }

    /// What lies hidden beside the report: its lock, and who has it.
    fn beside(&self) -> Vec<String> {
        let names = fs::read_dir(self.town.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with('.')).collect()
    }

    /// Kills the program, and waits until it and its locks are gone.
    fn kill(&self, screen: &mut Screen, signal: &str) {
        send_signal(signal, &screen.child.process_id().unwrap().to_string());
        screen.end();
        self.until_freed();
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

#[test]
fn what_was_typed_before_a_kill_is_offered_looked_at_and_taken() {
    let desk = Desk::new();
    let mut screen = desk.changed();
    desk.until_kept("new: (person: 7");
    desk.kill(&mut screen, "KILL");
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020), "the file is as it was");

    let mut screen = desk.open();
    screen.until_text("程序意外中断");
    screen.send("\x1b[B\r");
    screen.until_text("1 改为 7");
    screen.send("\x1b");
    screen.until_text("程序意外中断");
    // A save is no answer: there is nothing to save yet, and nobody shall think that all is.
    screen.send("\x13");
    screen.until_text("程序意外中断");
    screen.send("\r");
    screen.until_text("错误 2");
    // Taken and cut off again before it is saved: it is still there.
    desk.kill(&mut screen, "KILL");
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
fn what_was_done_to_an_imported_document_is_offered_with_the_document() {
    let desk = Desk::new();
    let page = desk.town.path().join("文稿.md");
    let made =
        support::run(desk.town.path(), &["export", "--draft", "--to", "md", "-o", "文稿.md", "2020.ron"]);
    assert!(made.status.success());
    let open = || Screen::start(desk.command(Some(&page)), 80, 24);
    let mut screen = open();
    screen.until_text("不是报告文件");
    screen.send("\r");
    let mut screen = Desk::change(screen);
    desk.until_kept("new: (person: 7");
    desk.kill(&mut screen, "KILL");
    // Left for later, there is nothing to edit; thrown away, the document is there to be read again.
    let mut screen = open();
    screen.until_text("程序意外中断");
    screen.send("\x1b");
    screen.until_text("新建报告");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert_eq!(desk.kept().len(), 1);
    let mut screen = open();
    screen.until_text("程序意外中断");
    screen.send("\x1b[B\x1b[B\r");
    screen.until_text("不是报告文件");
    screen.send("\r");
    let mut screen = Desk::change(screen);
    desk.until_kept("new: (person: 7");
    desk.kill(&mut screen, "KILL");
    let mut screen = open();
    screen.until_text("程序意外中断");
    screen.send("\r");
    screen.until_text("错误");
    screen.send("\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(desk.town.path().join("文稿.ron")).unwrap().contains("new: (person: 7"));
}

#[test]
fn signals_and_a_lost_terminal_leave_the_work_to_be_recovered_at_once() {
    for signal in ["TERM", "HUP", "QUIT"] {
        let desk = Desk::new();
        let mut screen = desk.changed();
        desk.kill(&mut screen, signal);
        assert_eq!(desk.kept().len(), 1, "{signal}");
        assert_eq!(desk.beside().len(), 0, "{signal}: {:?}", desk.beside());
        screen.is_restored();
    }
    let desk = Desk::new();
    let mut child = desk.changed().close();
    child.wait().unwrap();
    assert_eq!(desk.kept().len(), 1, "the window was closed");
    assert_eq!(desk.beside().len(), 0, "{:?}", desk.beside());
}

#[test]
fn all_that_comes_at_once_is_read_and_the_key_behind_it_too() {
    let text = "今年，我镇主动公开各类政府信息。".repeat(60);
    // As a burst of keys, and as a paste that is told to be one and ends within a kilobyte.
    for (sent, expected) in
        [(text.clone(), text.clone()), (format!("\x1b[200~{text}\x1b[201~{text}"), format!("{text}{text}"))]
    {
        let desk = Desk::new();
        let mut screen = desk.open();
        screen.until_text("三、收到和处理");
        screen.send("\x1b5\x1b[1;5F");
        screen.until_text("五、存在");
        screen.send(&format!("{sent}\x13"));
        screen.until_text("已保存");
        assert!(fs::read_to_string(desk.file()).unwrap().contains(&expected));
        screen.send("\x11");
        assert_eq!(screen.end(), 0);
    }
}

#[test]
fn a_lost_terminal_is_noticed_where_no_signal_tells_of_it() {
    let desk = Desk::new();
    // The shell that began the session is told that the window was closed, and keeps it to itself.
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", "trap '' HUP; \"$0\" \"$1\"; exit 0", env!("CARGO_BIN_EXE_reportui")]);
    shell.arg(desk.file());
    let mut child = Desk::change(Screen::start(desk.at_home(shell), 80, 24)).close();
    let last = Instant::now() + Duration::from_secs(10);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > last {
            child.kill().unwrap();
            panic!("it goes on without a terminal");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(desk.kept().len(), 1);
}

#[test]
fn what_is_thrown_away_is_gone_and_what_is_left_for_later_is_offered_again() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    desk.until_kept("new: (person: 7");
    desk.kill(&mut screen, "KILL");
    for (answer, left) in [("\x1b", 1), ("\x1b[B\x1b[B\r", 0)] {
        let mut screen = desk.open();
        screen.until_text("程序意外中断");
        screen.send(answer);
        screen.until("the report", |screen| !screen.contents().contains("程序意外中断"));
        assert_eq!(screen.text().contains("已丢弃"), left == 0, "{}", screen.text());
        screen.send("\x11");
        assert_eq!(screen.end(), 0);
        assert_eq!(desk.kept().len(), left);
    }
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
}

/// Types a number into the first cell of the applications, waits until it is kept, and cuts the power.
fn cut_off_with(desk: &Desk, number: &str, before: &str) {
    let mut screen = desk.open();
    screen.until_text("F1 帮助");
    screen.send(before);
    screen.until("the report", |screen| !screen.contents().contains("意外中断"));
    screen.send(&format!("\x1b3\x1b[1;5H{number}\r"));
    desk.until_kept(&format!("new: (person: {number}"));
    desk.kill(&mut screen, "KILL");
}

#[test]
fn what_was_recovered_and_undone_is_offered_again() {
    let desk = Desk::new();
    cut_off_with(&desk, "7", "");
    let mut screen = desk.open();
    screen.until_text("意外中断");
    screen.send("\r");
    screen.until_text("错误 2");
    screen.send("\x1a");
    screen.until_text("未发现问题");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    let mut screen = desk.open();
    screen.until_text("意外中断");
    desk.kill(&mut screen, "KILL");
}

#[test]
fn what_is_recovered_is_listed_with_its_year_and_shown_where_it_is() {
    let desk = Desk::new();
    let mut screen = desk.open();
    screen.until_text("F1 帮助");
    screen.send("\x1b5甲乙丙");
    desk.until_kept("甲乙丙");
    desk.kill(&mut screen, "KILL");
    let mut screen = Screen::start(desk.command(None), 80, 24);
    screen.until_text("未保存的内容：克井镇人民政府 2020");
    desk.kill(&mut screen, "KILL");
    let mut screen = desk.open();
    screen.until_text("意外中断");
    screen.send("\r");
    screen.until_text("─ 五、");
    desk.kill(&mut screen, "KILL");
}

#[test]
fn of_two_that_were_left_neither_is_lost_before_one_is_saved() {
    let desk = Desk::new();
    cut_off_with(&desk, "11", "");
    cut_off_with(&desk, "22", "\x1b");
    let mut screen = desk.open();
    screen.until_text("另外还有 1 份");
    screen.send("\r");
    // The older one is not offered over it.
    screen.until_text("还有 1 份更早的");
    screen.until("the report", |screen| !screen.contents().contains("意外中断"));
    assert!(screen.text().contains("22"), "the latest was taken");
    screen.send("\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(desk.file()).unwrap().contains("new: (person: 22"));
    assert!(
        fs::read_to_string(&desk.kept()[0]).unwrap().contains("new: (person: 11"),
        "the other is still there"
    );
}

#[test]
fn what_was_recovered_does_not_overwrite_what_someone_has_saved_since() {
    let desk = Desk::new();
    cut_off_with(&desk, "7", "");
    let theirs = sample(2020).replace("new: (person: 1", "new: (person: 5");
    fs::write(desk.file(), &theirs).unwrap();
    let mut screen = desk.open();
    screen.until_text("又被保存过");
    screen.send("\r");
    screen.until("the report", |screen| !screen.contents().contains("意外中断"));
    screen.send("\x13");
    screen.until_text("被别人改过");
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), theirs);
    desk.kill(&mut screen, "KILL");
}

#[test]
fn a_file_that_was_broken_meanwhile_does_not_take_the_work_with_it() {
    let desk = Desk::new();
    cut_off_with(&desk, "7", "");
    fs::write(desk.file(), "Report(").unwrap();
    let mut screen = desk.open();
    screen.until_text("意外中断");
    screen.send("\r");
    screen.until_text("错误 2");
    screen.send("\x13");
    screen.until_text("另存为");
    screen.send("\r");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), "Report(", "what is broken is left as it is");
    assert!(
        fs::read_to_string(desk.town.path().join("克井镇人民政府2020.ron")).unwrap().contains("person: 7")
    );
}

#[test]
fn a_named_report_that_was_never_saved_is_on_the_first_screen() {
    let desk = Desk::new();
    let mut screen = Screen::start(desk.command(Some(Path::new("2022.ron"))), 80, 24);
    screen.until_text("机关名称");
    screen.send("丰源镇人民政府\r");
    desk.until_kept("丰源镇人民政府");
    desk.kill(&mut screen, "KILL");
    let mut screen = Screen::start(desk.command(None), 80, 24);
    screen.until_text("未保存的内容：丰源镇人民政府");
    desk.kill(&mut screen, "KILL");
}

#[test]
fn what_is_stopped_at_once_is_kept() {
    let desk = Desk::new();
    let mut screen = desk.changed();
    send_signal("TSTP", &screen.child.process_id().unwrap().to_string());
    screen.until("the shell's screen", |screen| !screen.alternate_screen());
    assert_eq!(desk.kept().len(), 1);
    desk.kill(&mut screen, "KILL");
}

#[test]
fn a_file_that_is_gone_or_a_pipe_now_is_asked_about() {
    for pipe in [false, true] {
        let desk = Desk::new();
        let mut screen = desk.changed();
        fs::remove_file(desk.file()).unwrap();
        if pipe {
            assert!(std::process::Command::new("mkfifo").arg(desk.file()).status().unwrap().success());
        }
        screen.send("\x13");
        screen.until_text("已经不在原处");
        desk.kill(&mut screen, "TERM");
    }
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
    desk.kill(&mut screen, "KILL");
    let mut screen = Screen::start(desk.command(None), 80, 24);
    screen.until_text("未保存的内容：丰源镇人民政府");
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
    let mut nameless = desk.command(Some(&desk.file()));
    for name in ["USER", "USERNAME", "LOGNAME"] {
        nameless.env_remove(name);
    }
    let mut first = Screen::start(nameless, 80, 24);
    first.until_text("三、收到和处理");
    let mut second = desk.open();
    second.until_text("已只读打开");
    assert!(second.text().contains(" 上的 别人 从 "), "{}", second.text());
    second.send("\x1b3\x1b[1;5H8\r\x13");
    second.until_text("另存为");
    // The name that is offered is free.
    second.send("\r");
    second.until_text("已保存");
    second.send("\x11");
    assert_eq!(second.end(), 0);
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020));
    assert!(fs::read_to_string(desk.town.path().join("2020-另存.ron")).unwrap().contains("person: 8"));
    // A kill frees it.
    desk.kill(&mut first, "KILL");
    let mut third = desk.open();
    third.until_text("三、收到和处理");
    assert!(!third.text().contains("只读"));
    third.send("\x11");
    assert_eq!(third.end(), 0);
    assert_eq!(names(desk.town.path()), ["2020-另存.ron", "2020.ron"]);
}

#[test]
fn what_someone_else_has_saved_is_not_overwritten_without_a_question() {
    let desk = Desk::new();
    let theirs = sample(2020).replace("new: (person: 1", "new: (person: 5");
    for (keys, expected, said) in
        [("\x1b[B\x1b[B\r", "person: 7", "已保存"), ("\x1b[B\x1b[B\x1b[B\r", "person: 5", "已读取")]
    {
        fs::write(desk.file(), sample(2020)).unwrap();
        let mut screen = desk.changed();
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
        screen.until_text(said);
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
    screen.until_text("与现在相同");
    screen.until_text("与现在有 1 处不同");
    screen.send("\x1b[B\r");
    screen.until_text("看看有什么不同");
    screen.send("\r");
    screen.until_text("1 改为 7");
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
    let mut screen = desk.changed();
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

/// One run: types numbered words, is killed at a random moment, and looks what is left. Gives how many words typed more than
/// a second before the kill are lost; none when nothing was offered although something had to be.
fn killed_at(random: &mut Random, keeps: bool, probe: &Probe) -> Option<usize> {
    let desk = Desk::new();
    let mut command = desk.command(Some(&desk.file()));
    if !keeps {
        // A state folder that cannot be made: nothing is kept.
        command.env("HOME", "/dev/null");
        command.env("XDG_STATE_HOME", "/dev/null");
    }
    let mut screen = Screen::start(command, 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b1\x1b[1;5H");
    screen.until_text("一、总体情况");
    let began = Instant::now();
    let lives = Duration::from_millis(random.below(1800));
    let mut typed = Vec::new();
    while began.elapsed() < lives {
        screen.send(&format!("词{}。", typed.len()));
        typed.push(Instant::now());
        screen.pass(Duration::from_millis(random.below(120)));
    }
    send_signal("KILL", &screen.child.process_id().unwrap().to_string());
    let killed = Instant::now();
    screen.end();
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), sample(2020), "the file is torn");
    let due = typed.iter().filter(|at| killed.duration_since(**at) > Duration::from_secs(1)).count();
    let kept: String = desk.kept().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let lost = (0..due).filter(|number| !kept.contains(&format!("词{number}。"))).count();
    desk.until_freed();
    let mut screen = desk.open();
    screen.until_text("F1 帮助");
    let offered = screen.text().contains("程序意外中断");
    desk.kill(&mut screen, "KILL");
    if probe.was_slow(began, killed + Duration::from_millis(200)) {
        return Some(0);
    }
    (due == 0 || offered).then_some(lost)
}

/// Numbers that look random and are the same every time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// Whether the disk itself takes as long to make a small file as the program has to keep what was typed: then nothing can be
/// said of the program.
struct Probe {
    stop: Arc<AtomicBool>,
    slow: Arc<Mutex<Vec<(Instant, Instant)>>>,
}

impl Probe {
    fn new() -> Self {
        let probe = Self { stop: Arc::default(), slow: Arc::default() };
        let (stop, slow) = (Arc::clone(&probe.stop), Arc::clone(&probe.slow));
        std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let from = Instant::now();
                let folder = tempfile::tempdir().unwrap();
                fs::write(folder.path().join("probe"), "probe").unwrap();
                drop(folder);
                if from.elapsed() > Duration::from_millis(300) {
                    slow.lock().unwrap().push((from, Instant::now()));
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        probe
    }

    fn was_slow(&self, from: Instant, to: Instant) -> bool {
        self.slow.lock().unwrap().iter().any(|(began, ended)| *began < to && *ended > from)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// How often the program is killed: `KILLS=2000 cargo test --test keeping kills` for more.
fn kills() -> u64 {
    std::env::var("KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}

#[test]
fn however_often_it_is_killed_no_more_than_a_second_is_lost() {
    const THREADS: u64 = 8;
    let began = Instant::now();
    let probe = Arc::new(Probe::new());
    let workers = (0..THREADS).map(|worker| {
        let probe = Arc::clone(&probe);
        std::thread::spawn(move || {
            let mut random = Random(0x9e37_79b9_7f4a_7c15 + worker);
            let runs = (0..kills().div_ceil(THREADS)).map(|_| killed_at(&mut random, true, &probe));
            runs.fold((0, 0, 0), |(runs, unoffered, lost), run| match run {
                Some(words) => (runs + 1, unoffered, lost + words),
                None => (runs + 1, unoffered + 1, lost),
            })
        })
    });
    let workers: Vec<_> = workers.collect();
    let sum = workers.into_iter().map(|worker| worker.join().unwrap());
    let (runs, unoffered, lost) = sum.fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
    println!(
        "{runs} kills in {:?}: {unoffered} not offered, {lost} words older than a second lost",
        began.elapsed()
    );
    let slow = probe.slow.lock().unwrap().len();
    println!("{slow} times the disk took more than 300 ms to make a small file");
    assert_eq!((unoffered, lost), (0, 0), "of {runs} kills");
}

#[test]
fn without_a_place_to_keep_it_the_work_is_lost_and_the_loop_sees_it() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let probe = Probe::new();
    let seen = (0..20).any(|_| killed_at(&mut random, false, &probe).is_none_or(|lost| lost > 0));
    assert!(seen, "the loop proves nothing");
}

/// A file system of a few kilobytes, where this machine lets us make one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(bytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_and_the_work() {
    let Some(small) = SmallDisk::new(32 * 1024) else {
        println!("skipped: this machine lets us mount no small disk");
        return;
    };
    let desk = Desk::new();
    let file = small.0.path().join("2020.ron");
    fs::write(&file, sample(2020)).unwrap();
    let filler = small.0.path().join("filler");
    let mut screen = Screen::start(desk.command(Some(&file)), 80, 24);
    screen.until_text("三、收到和处理");
    screen.send("\x1b3\x1b[1;5H7\r");
    screen.until_text("错误 2");
    for size in (0..32).rev() {
        let mut text = fs::read(&filler).unwrap_or_default();
        text.extend(vec![b'x'; size * 1024]);
        let _ = fs::write(&filler, text);
    }
    screen.send("\x13");
    screen.until_text("磁盘已满");
    assert_eq!(fs::read_to_string(&file).unwrap(), sample(2020));
    assert!(!names(small.0.path()).iter().any(|name| name.starts_with(".reportui")));
    fs::remove_file(&filler).unwrap();
    screen.send("\r");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    assert!(fs::read_to_string(&file).unwrap().contains("person: 7"));
}

#[test]
fn a_folder_that_takes_no_new_file_is_saved_into_and_told_of() {
    let desk = Desk::new();
    fs::set_permissions(desk.town.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(desk.town.path().join("probe"), "").is_ok() {
        println!("skipped: this person may write everywhere");
        return;
    }
    let mut screen = desk.open();
    screen.until_text("不能加锁");
    screen.send("\x1b3\x1b[1;5H7\r\x13");
    screen.until_text("已保存");
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    fs::set_permissions(desk.town.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(fs::read_to_string(desk.file()).unwrap().contains("person: 7"));
    assert_eq!(names(desk.town.path()), ["2020.ron"]);
}

#[cfg(target_os = "linux")]
#[test]
fn stopped_from_outside_the_terminal_is_given_back_and_taken_again() {
    let desk = Desk::new();
    let mut screen = desk.open();
    // As soon as there is a terminal to give back, before the first frame.
    screen.until("the editor's screen", vt100::Screen::alternate_screen);
    let id = screen.child.process_id().unwrap().to_string();
    send_signal("TSTP", &id);
    screen.until("the shell's screen", |screen| !screen.alternate_screen());
    let state = || {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        stat.rsplit_once(')').unwrap().1.trim_start().chars().next().unwrap()
    };
    let end = Instant::now() + Duration::from_secs(10);
    while state() != 'T' {
        assert!(Instant::now() < end, "it does not stop");
        std::thread::yield_now();
    }
    send_signal("CONT", &id);
    screen.until("the editor", |screen| {
        screen.alternate_screen() && screen.contents().contains("三、收到和处理")
    });
    screen.send("\x11");
    assert_eq!(screen.end(), 0);
    screen.is_restored();
}
