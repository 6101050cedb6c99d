//! Stories about finding one's way: the first screen, opening and beginning reports, texts to read, the mouse.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

#[path = "support/layouts.rs"]
mod layouts;
mod support;

use std::fs;
use std::path::PathBuf;

use reportui::app::{Act, Focus, Mouse};
use reportui::store::Recent;
use support::{Story, run, sample};

/// A folder with the two samples, a broken file and a folder with a third report.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("2020.ron"), sample(2020)).unwrap();
    fs::write(folder.path().join("2024.ron"), sample(2024)).unwrap();
    fs::write(folder.path().join("broken.ron"), "Report(").unwrap();
    fs::write(folder.path().join("notes.txt"), "").unwrap();
    fs::create_dir(folder.path().join("旧报告")).unwrap();
    fs::write(folder.path().join("旧报告/2019.ron"), sample(2020).replace("year: 2020", "year: 2019"))
        .unwrap();
    folder
}

fn recent(folder: &tempfile::TempDir, name: &str, organ: &str, errors: usize) -> Recent {
    Recent {
        path: folder.path().join(name),
        organ: organ.to_owned(),
        year: Some(2020),
        errors,
        warnings: 0,
        is_gone: false,
    }
}

#[test]
fn the_first_screen_lists_what_was_edited_and_what_is_there() {
    let town = town();
    let mut story = Story::start(town.path(), vec![recent(&town, "2020.ron", "克井镇人民政府", 3)]);
    let seen = story.screen();
    for words in
        ["克井镇人民政府 2020", "错误 3", "2024.ron", "旧报告/", "新建报告", "样例：2020 年的报告", "Ctrl+Q"]
    {
        assert!(seen.contains(words), "{words} is missing in\n{seen}");
    }
    assert!(!seen.contains("notes.txt"), "{seen}");
    // It is not listed twice.
    assert_eq!(seen.matches("2020.ron").count(), 1, "{seen}");
    let mut story = story.keys("<Enter>");
    assert_eq!(story.app.report.organ, "克井镇人民政府");
    assert!(story.screen().contains("三、收到和处理政府信息公开申请情况"));
}

#[test]
fn documents_without_a_report_of_their_name_are_offered() {
    let town = town();
    for name in ["2019.docx", "2020.docx", "年报.pdf", "numbers.csv"] {
        fs::write(town.path().join(name), "").unwrap();
    }
    let mut story = Story::start(town.path(), Vec::new());
    let seen = story.screen();
    assert!(seen.contains("2019.docx") && seen.contains("年报.pdf") && seen.contains("可以导入"), "{seen}");
    assert!(!seen.contains("2020.docx") && !seen.contains("numbers.csv"), "{seen}");
    // They do not stand where one reaches for the first thing.
    assert!(seen.find("新建报告") < seen.find("2019.docx"), "{seen}");
}

#[test]
fn a_report_that_is_gone_is_told_of_before_it_is_chosen() {
    let town = town();
    let gone = Recent { is_gone: true, ..recent(&town, "2018.ron", "克井镇人民政府", 3) };
    let mut story = Story::start(town.path(), vec![gone]);
    let seen = story.screen();
    assert!(seen.contains("已不在原处") && !seen.contains("错误 3"), "{seen}");
}

#[test]
fn nothing_open_is_left_without_a_question_and_not_by_esc() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("xyz<Esc>");
    assert!(story.screen().contains("2020.ron"));
    story.press("<Esc><C-s>");
    assert!(!story.left && story.saved.is_none());
    story.press("<C-q>");
    assert!(story.left);
}

#[test]
fn a_report_is_found_by_a_few_letters_and_through_folders() {
    let town = town();
    let story = Story::start(town.path(), vec![recent(&town, "2020.ron", "克井镇人民政府", 0)]);
    let mut story = story.keys("kjz<Enter>");
    assert_eq!(story.app.report.organ, "克井镇人民政府");
    story.press("<C-o>旧<Enter>");
    assert!(story.screen().contains("2019.ron"), "{}", story.screen());
    story.press("<Enter>");
    assert_eq!(story.app.report.year, Some(2019));
    assert_eq!(story.app.document.path, Some(PathBuf::from("旧报告/2019.ron")));
}

#[test]
fn what_cannot_be_opened_says_why_and_leaves_what_was_open() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("broken<Enter>");
    assert!(story.screen().contains("broken.ron:1:7"), "{}", story.screen());
    assert!(story.screen().contains("打开或新建 broken.ron"), "what was typed is still there");
    story.press("<Esc>2024<Enter><C-o>broken<Enter>");
    assert_eq!(story.app.report.organ, "淮安市人民政府");
    assert!(story.screen().contains("broken.ron:1:7"));
}

#[test]
fn a_name_typed_in_full_is_meant() {
    let town = town();
    fs::write(town.path().join("1-2020.ron"), sample(2024)).unwrap();
    let story = Story::start(town.path(), Vec::new()).keys("2020.ron<Enter>");
    assert_eq!(story.app.document.path, Some(PathBuf::from("2020.ron")));
    // A new name is that of a report, be it said or not.
    let mut story = Story::start(town.path(), Vec::new()).keys("年报");
    story.press("<Enter>");
    assert_eq!(story.app.document.path, Some(PathBuf::from("年报.ron")));
    fs::write(town.path().join("old"), sample(2024)).unwrap();
    let story = Story::start(town.path(), Vec::new()).keys("old<Enter>");
    assert_eq!(story.app.document.path, Some(PathBuf::from("old")));
    assert_eq!(story.app.report.year, Some(2024));
}

#[test]
fn no_report_begins_under_the_name_of_a_document_and_a_new_one_says_that_there_is_no_file() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("不存在.docx<Enter>");
    assert!(story.screen().contains("没有这个文件") && story.app.nothing_open, "{}", story.screen());
    let mut story = Story::start(town.path(), Vec::new()).keys("2031.ron<Enter>");
    assert!(story.screen().contains("没有 2031.ron 这个文件，这是新报告"), "{}", story.screen());
}

#[test]
fn two_reports_for_last_year_are_told_of_and_not_called_none() {
    let town = town();
    for name in ["2023.ron", "备份.ron"] {
        fs::write(town.path().join(name), sample(2024).replace("year: 2024", "year: 2023")).unwrap();
    }
    let mut story = Story::start(town.path(), Vec::new()).keys("2024.ron<Enter><A-l>");
    assert!(story.screen().contains("不止一份上一年的报告"), "{}", story.screen());
}

#[test]
fn a_report_that_was_edited_and_is_gone_is_not_begun_anew() {
    let town = town();
    let gone = recent(&town, "gone.ron", "克井镇人民政府", 0);
    let mut story = Story::start(town.path(), vec![gone]).keys("<Enter>");
    assert!(story.screen().contains("没有这个文件"), "{}", story.screen());
    assert!(story.app.nothing_open);
    let left: Vec<_> = fs::read_dir(town.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("gone")), "{left:?}");
}

#[test]
fn no_revision_of_one_report_passes_for_one_of_another() {
    let town = town();
    let story = Story::start(town.path(), Vec::new()).keys("2020<Enter><A-3><C-Home>7<Enter>8<Enter>");
    let kept = story.app.revision();
    let mut story = story.keys("<C-o>2024<Enter><Down><Enter>");
    assert_eq!(story.app.report.organ, "淮安市人民政府");
    for _ in 0..8 {
        assert!(story.app.revision() > kept);
        story.press("5<Enter>");
    }
}

#[test]
fn every_report_of_the_folder_is_listed_however_many_were_edited() {
    let town = tempfile::tempdir().unwrap();
    let names: Vec<_> = (0..15).map(|number| format!("r{number:02}.ron")).collect();
    for name in &names {
        fs::write(town.path().join(name), sample(2020)).unwrap();
    }
    let recents = names.iter().map(|name| recent(&town, name, "甲镇", 0)).collect();
    let mut story = Story::start(town.path(), recents).at(120, 60);
    let seen = story.screen();
    assert!(names.iter().all(|name| seen.contains(name.as_str())), "{seen}");
}

#[test]
fn a_double_click_does_not_answer_the_question_it_raised() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("2020<Enter><A-3><C-Home>7<C-o>").at(100, 30);
    for row in 8..24 {
        story.point(Mouse { column: 20, row, act: Act::Press });
        story.point(Mouse { column: 20, row, act: Act::Press });
        assert!(!story.left && story.saved.is_none());
        assert_eq!(story.value("applications/new/person"), "7", "row {row}");
        story = story.after(1000).keys("<Esc><Esc><C-o>");
    }
}

#[test]
fn a_drag_that_began_elsewhere_selects_nothing() {
    let story = Story::sample(2024).keys("<A-1>").mouse(Act::Press, "（二）依申请公开", 4).keys("<A-5>");
    let mut story = story.keys("<C-Home>");
    story.point(Mouse { column: 60, row: 6, act: Act::Drag });
    let before = story.app.report.prose.clone();
    story.press("X<C-z>");
    assert_eq!(story.app.report.prose, before);
    let section = story.app.form.section("problems").unwrap();
    assert!(story.app.text_selection(section).is_none());
}

#[test]
fn the_wheel_leaves_a_selection_as_it_is() {
    let mut story = Story::sample(2024).at(80, 24).keys("<A-1><C-Home><S-Right><S-Right><S-Right>");
    for act in [Act::WheelDown, Act::WheelDown, Act::WheelUp, Act::WheelDown] {
        story.point(Mouse { column: 20, row: 10, act });
    }
    story.press("<C-c>");
    assert_eq!(story.copied.as_deref(), Some("202"));
    assert!(story.screen().contains("已复制 3 字"), "{}", story.screen());
}

#[test]
fn saving_takes_nothing_away_that_is_being_typed() {
    let story = Story::sample(2024).keys("<F4><F2>理由一<C-s>二<Enter>");
    let waivers: Vec<_> = story.app.report.waivers.iter().map(|waiver| waiver.reason.as_str()).collect();
    assert_eq!(waivers, ["理由一二"]);
    let mut story = Story::sample(2024).keys("<C-n>克井镇<Enter><C-s><C-a>");
    for _ in 0..40 {
        story.press("<BS>");
    }
    story.press("我的报告<C-s>");
    assert_eq!(story.saved.unwrap().path, PathBuf::from("我的报告.ron"), "whoever saves twice means it");
}

#[test]
fn saving_under_the_own_name_is_saving() {
    let text = format!("// mine\n{}", sample(2020));
    let mut story = Story::open(&text, reportui::words::Lang::Zh).keys("<A-3><C-Home>7<Enter><F12><Enter>");
    assert!(story.screen().contains("注释"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.saved.unwrap().how.keep);
}

#[test]
fn opening_another_asks_when_something_is_unsaved_and_names_it() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("2020<Enter><A-3><C-Home>7<C-o>2024<Enter>");
    assert!(story.screen().contains("2020.ron 有未保存的修改"), "{}", story.screen());
    story.press("<Esc>");
    assert_eq!(story.value("applications/new/person"), "7");
    story.press("<C-o>2024<Enter><Enter>");
    assert_eq!(story.saved.as_ref().unwrap().path, PathBuf::from("2020.ron"));
    assert!(String::from_utf8_lossy(&story.saved.as_ref().unwrap().bytes).contains("person: 7"));
    assert_eq!(story.app.report.organ, "淮安市人民政府");
    let before = &story.remembered[0];
    assert_eq!((before.organ.as_str(), before.errors), ("克井镇人民政府", 2));
}

#[test]
fn giving_up_a_change_opens_the_other_without_saving() {
    let town = town();
    let story =
        Story::start(town.path(), Vec::new()).keys("2020<Enter><A-3><C-Home>7<C-o>2024<Enter><Down><Enter>");
    assert!(story.saved.is_none());
    assert_eq!(story.app.report.organ, "淮安市人民政府");
}

#[test]
fn a_new_report_gets_its_name_when_it_is_saved_first() {
    let mut story = Story::sample(2024).keys("<C-n>克井镇人民政府<Enter>");
    assert_eq!((story.app.report.organ.as_str(), story.app.report.year), ("克井镇人民政府", Some(2021)));
    assert!(story.screen().contains("新报告"));
    story.press("<C-s>");
    assert!(story.screen().contains("克井镇人民政府2021.ron"), "a name is offered: {}", story.screen());
    story.press("<Enter>");
    let saved = story.saved.as_ref().unwrap();
    assert!(saved.how.create);
    assert_eq!(saved.path, PathBuf::from("克井镇人民政府2021.ron"));
    assert!(!story.screen().contains("新报告"));
}

#[test]
fn leaving_a_report_without_a_name_saves_it_under_one() {
    let mut story = Story::sample(2024).keys("<C-n>克井镇<Enter><C-q>");
    assert!(story.screen().contains("未命名的报告"), "{}", story.screen());
    story.press("<Enter><Enter>");
    assert_eq!(story.saved.as_ref().unwrap().path, PathBuf::from("克井镇2021.ron"));
    assert!(story.left);
}

#[test]
fn a_sample_is_a_copy_that_nothing_overwrites() {
    let town = town();
    let mut story = Story::start(town.path(), Vec::new()).keys("样例<Enter>");
    assert_eq!(story.app.report.organ, "克井镇人民政府");
    assert!(story.screen().contains("样例"));
    story.press("<C-q>");
    assert!(story.left, "an untouched sample is left without a question");
    let story = Story::start(town.path(), Vec::new()).keys("样例<Enter><A-3><C-Home>5<Enter><C-s><Enter>");
    let saved = story.saved.unwrap();
    assert!(saved.how.create && saved.path.as_os_str() != "2020.ron");
}

#[test]
fn what_is_being_typed_goes_on_after_a_list_is_closed() {
    let story =
        Story::sample(2020).keys("<A-3><C-Home>4<C-p>x<Esc>2<C-g><Esc><F1><Esc><F5><Esc><F9><Esc><Esc>");
    assert_eq!(story.value("applications/new/person"), "1");
    let story = Story::sample(2020).keys("<A-3><C-Home>4<F10><Esc>2<Enter>");
    assert_eq!(story.value("applications/new/person"), "42");
    let story = Story::sample(2020).keys("<A-3><C-Home>4<C-g>商业 新收<Enter>");
    assert_eq!(
        (story.value("applications/new/person").as_str(), story.here().as_str()),
        ("4", "applications/new/enterprise")
    );
}

#[test]
fn help_tells_what_belongs_here_and_what_was_caught() {
    let mut story = Story::sample(2024).keys("<A-3><C-Home><Down><F1>");
    let seen = story.screen();
    for words in ["上年结转", "往年被退回的", "本年新收 + 上年结转 = 办理总计 + 结转下年", "Ctrl+Z"]
    {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    story.press("<F1>");
    assert!(story.screen().contains("写一份报告"), "help within help is the manual");
    story.press("<Esc>");
    assert!(!story.screen().contains("写一份报告"));
}

#[test]
fn help_in_a_section_of_text_tells_what_is_missing() {
    let mut story = Story::sample(2024).keys("<A-1><F1>");
    let seen = story.screen();
    assert!(seen.contains("提到了  平台建设") && seen.contains("没提到  工作考核"), "{seen}");
    story.press("<Esc>工作考核<F1>");
    assert!(story.screen().contains("提到了  工作考核"));
}

#[test]
fn help_tells_what_a_key_does_where_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let screen = Story::start(folder.path(), Vec::new()).keys("<F1>").screen();
    assert!(screen.contains("1. 新建：在开始画面"), "how one begins: {screen}");
    let screen = screen.rsplit("这里可用的按键").next().unwrap().to_owned();
    let does_in = |screen: &str, key: &str, what: &str| {
        screen.lines().any(|line| line.contains(key) && line.contains(what))
    };
    assert!(does_in(&screen, "Enter", "打开") && does_in(&screen, "Esc", "清空输入的字"), "{screen}");
    assert!(!screen.contains("Ctrl+S"), "there is nothing to save: {screen}");
    assert!(!screen.contains("单元格"), "there are no cells: {screen}");
    let screen = Story::sample(2024).keys("<A-3><C-Home>7<Enter><C-q><F1>").screen();
    assert!(does_in(&screen, "Down", "下一个") && !screen.contains("单元格"), "{screen}");
    assert!(
        !screen.contains("Backspace") && !screen.contains("这一格"),
        "nothing is typed in a question: {screen}"
    );
    let screen = Story::sample(2024).at(120, 110).keys("<A-1><F1>").screen();
    assert!(does_in(&screen, "Enter", "另起一段"), "{screen}");
}

#[test]
fn help_over_a_list_goes_back_to_the_list() {
    let mut story = Story::sample(2024).keys("<C-p>保存<F1>");
    assert!(story.screen().contains("帮助"));
    story.press("<Esc>");
    assert!(story.screen().contains("命令（输入"), "{}", story.screen());
}

#[test]
fn the_preview_is_searched() {
    let mut story = Story::sample(2024).at(80, 24).keys("<F5><C-f>新媒体<Enter>");
    let seen = story.screen();
    assert!(seen.contains("新媒体"), "{seen}");
    let first = seen.lines().next().unwrap().to_owned();
    story.press("<F3>");
    assert_ne!(story.screen().lines().next().unwrap(), first, "the next place is another one");
    story.press("<S-F3>");
    assert_eq!(story.screen().lines().next().unwrap(), first);
    story.press("<C-f><BS><BS><BS>没有这样的话<Enter>");
    assert!(story.screen().contains("没有找到"));
    story.press("<Esc>");
    assert!(!story.screen().contains("预览"));
}

#[test]
fn places_near_the_end_of_a_text_are_found_one_after_the_other() {
    // The whole text is on the screen, so that no line can come to the top.
    let mut story = Story::sample(2024).keys("<F9><C-f>其中<Enter>");
    for number in ["第 1 处，共 3 处", "第 2 处，共 3 处", "第 3 处，共 3 处", "第 1 处，共 3 处"]
    {
        assert!(story.screen().contains(number), "{number}: {}", story.screen());
        story.press("<F3>");
    }
}

#[test]
fn the_overview_shows_progress_and_numbers() {
    let mut story = Story::sample(2024).keys("<F9>");
    let seen = story.screen();
    for words in ["144/144", "1203 字", "提醒 1", "予以公开", "1362", "行政复议"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
}

#[test]
fn pointing_at_a_cell_goes_there_and_twice_edits_it() {
    let story = Story::sample(2020).at(80, 24).keys("<A-3><C-End>").mouse(Act::Press, "（七）总计", 39);
    assert_eq!(story.here(), "applications/handled_total/person");
    let story = story.keys("<C-Home><Down>").mouse(Act::Press, "一、本年新收", 39);
    let story = story.after(100).mouse(Act::Press, "一、本年新收", 39).keys("5<Enter>");
    assert_eq!(story.value("applications/new/person"), "15");
    // Slowly is not twice.
    let story =
        Story::sample(2020).at(80, 24).keys("<A-3><C-Home><Down>").mouse(Act::Press, "一、本年新收", 39);
    let story = story.after(600).mouse(Act::Press, "一、本年新收", 39).keys("5<Enter>");
    assert_eq!(story.value("applications/new/person"), "5");
}

#[test]
fn dragging_over_cells_selects_them() {
    let story = Story::sample(2020).at(80, 24).keys("<A-3><C-Home>").mouse(Act::Press, "一、本年新收", 39);
    let story = story.mouse(Act::Drag, "二、上年结转", 46).keys("<C-c>");
    assert_eq!(story.copied.as_deref(), Some("1\t0\n0\t0"));
}

#[test]
fn pointing_leaves_the_cell_that_is_being_typed() {
    let story = Story::sample(2020).at(80, 24).keys("<A-3><C-Home>8").mouse(Act::Press, "二、上年结转", 39);
    assert_eq!(
        (story.value("applications/new/person").as_str(), story.here().as_str()),
        ("8", "applications/carried_in/person")
    );
}

#[test]
fn sections_findings_answers_choices_and_hints_are_pointed_at() {
    let mut story = Story::sample(2024).mouse(Act::Press, "四 复议诉讼", 2);
    assert!(story.here().starts_with("disputes/"));
    story = story.mouse(Act::Press, "没有写到工作考核", 2);
    assert!(story.screen().contains("一、总体情况"));
    story = story.mouse(Act::Press, "F1 帮助", 1);
    assert!(story.screen().contains("这一部分应当写到"));
    story = story.mouse(Act::Press, "Esc 返回", 1).keys("<A-3><C-Home>9<Enter><C-q>").mouse(
        Act::Press,
        "不保存，退出",
        2,
    );
    assert!(story.left);
    let story = Story::sample(2024).keys("<C-g>商业 新收").mouse(Act::Press, "商业企业", 1);
    assert_eq!(story.here(), "applications/new/enterprise");
    let mut story = Story::sample(2024).at(80, 24).mouse(Act::Press, "五.问题", 1);
    assert!(story.screen().contains("五、存在的主要问题"));
}

#[test]
fn pointing_into_text_places_the_caret_and_dragging_selects() {
    let story =
        Story::sample(2020).keys("<A-1><C-a>甲乙丙丁戊己<Enter>第二段").mouse(Act::Press, "甲乙丙丁", 4);
    let section = story.app.form.section("overview").unwrap();
    assert_eq!((story.app.caret(section).paragraph, story.app.caret(section).offset), (0, 6));
    let story = story.mouse(Act::Drag, "甲乙丙丁", 8).keys("<C-c>");
    assert_eq!(story.copied.as_deref(), Some("丙丁"));
    // Behind the end of a row is the end of the row, below the text the last row.
    let story = story.mouse(Act::Press, "甲乙丙丁", 40).keys("！");
    assert_eq!(story.app.report.paragraphs(section)[0], "甲乙丙丁戊己！");
    let mut story = story.mouse(Act::Press, "第二段", 2);
    story.point(Mouse { column: 60, row: 30, act: Act::Drag });
    story.press("<C-c>");
    assert_eq!(story.copied.as_deref(), Some("二段"));
    let story = story.after(1000).mouse(Act::Press, "第二段", 2).mouse(Act::Press, "第二段", 2).keys("<C-c>");
    assert_eq!(story.copied.as_deref(), Some("第二段"), "twice selects the word");
}

#[test]
fn the_wheel_scrolls_text_without_losing_the_caret() {
    let mut story = Story::sample(2024).at(80, 24).keys("<A-1><C-Home>");
    let first = story.screen().lines().nth(3).unwrap().to_owned();
    for _ in 0..4 {
        story.point(Mouse { column: 20, row: 10, act: Act::WheelDown });
        assert!(story.draw().1.is_some(), "the caret stays on the screen");
    }
    assert_ne!(story.screen().lines().nth(3).unwrap(), first);
    for _ in 0..4 {
        story.point(Mouse { column: 20, row: 10, act: Act::WheelUp });
    }
    assert_eq!(story.screen().lines().nth(3).unwrap(), first);
    let mut story = Story::sample(2024).at(80, 24).keys("<F5>");
    story.point(Mouse { column: 20, row: 10, act: Act::WheelDown });
    assert!(story.screen().contains("第 4 至"), "{}", story.screen());
}

#[test]
fn the_mouse_goes_back_to_the_terminal() {
    let mut story = Story::sample(2024).keys("<A-m>");
    assert!(!story.has_mouse);
    assert!(story.screen().contains("鼠标已还给终端"));
    story.press("<A-m>");
    assert!(story.has_mouse);
}

#[test]
fn pointing_anywhere_at_any_time_does_no_harm() {
    for keys in [
        "",
        "<A-1>",
        "<A-3>2",
        "<F4>",
        "<C-p>",
        "<F1>",
        "<F9>",
        "<A-0>",
        "<C-f>",
        "<C-q>",
        "<A-3><C-Home>9<C-q>",
        "<C-o>",
    ] {
        for (columns, rows) in [(120, 40), (80, 24), (40, 10), (20, 5), (1, 1)] {
            let mut story = Story::sample(2020).keys(keys).at(columns, rows);
            for act in [Act::Press, Act::Drag, Act::WheelDown, Act::WheelUp] {
                for (column, row) in [
                    (0, 0),
                    (columns / 2, rows / 2),
                    (columns, rows),
                    (columns - 1, rows - 1),
                    (u16::MAX, u16::MAX),
                    (3, 3),
                ] {
                    story.point(Mouse { column, row, act });
                }
            }
        }
    }
}

/// A town in which last year's report is a page, one of whose cells says nothing certain.
fn town_with_page() -> tempfile::TempDir {
    let town = town();
    let (form, mut report) = reportui::report::document::read(reportui::form::Forms, &sample(2020)).unwrap();
    "青石镇人民政府".clone_into(&mut report.organ);
    let page = layouts::Source::new(form, &report).html();
    let page = page.replacen("<p><span>14.18</span><o:p></o:p></p>", "<p>十几万</p>", 1);
    fs::write(town.path().join("网页.html"), page).unwrap();
    town
}

#[test]
fn a_document_is_offered_for_import_and_its_open_points_are_listed() {
    let town = town_with_page();
    let mut story = Story::start(town.path(), Vec::new()).keys("网页.html<Enter>");
    let seen = story.screen();
    assert!(seen.contains("网页.html 不是报告文件") && seen.contains("有 1 处待定"), "{seen}");
    story.press("<Enter>");
    let seen = story.screen();
    assert!(seen.contains("导入·待定") && seen.contains("十几万"), "{seen}");
    assert_eq!(story.app.report.organ, "青石镇人民政府");
    assert!(story.app.is_modified() && story.app.is_new());
    // The point leads to its cell, and goes once it was dealt with.
    story.press("<Enter>");
    let cell = story.app.form.find("procurement/procurement/amount").unwrap();
    assert_eq!(story.app.cell(), Some(cell));
    story.press("<F4>");
    assert_eq!(story.app.chosen, 0, "back where one came from");
    story.press("<F4>14.18<Enter><F4><Home><Del>");
    assert!(!story.screen().contains("十几万"), "{}", story.screen());
    assert_eq!(story.app.report.value(cell).text(), "14.18");
    story.press("<Esc><C-s>");
    let request = story.saved.clone().unwrap();
    assert_eq!(request.path.file_name().unwrap(), "网页.ron");
    let saved = String::from_utf8(request.bytes).unwrap();
    assert!(saved.contains("青石镇人民政府") && saved.contains("14.18"), "{saved}");
}

#[test]
fn an_imported_report_does_not_become_that_of_the_office() {
    let town = town();
    let made = run(town.path(), &["export", "--draft", "--to", "md", "-o", "文稿.md", "2020.ron"]);
    assert_eq!(made.status.code(), Some(0));
    let page = fs::read_to_string(town.path().join("文稿.md")).unwrap();
    let nameless: Vec<_> = page.lines().skip_while(|line| !line.contains("一、总体情况")).collect();
    fs::write(town.path().join("文稿.md"), nameless.join("\n")).unwrap();
    let mut story = Story::start(town.path(), Vec::new());
    let (config, _) = reportui::app::Config::read("(organ: \"某县人民政府\")");
    story.app.take_config(config);
    story.press("文稿.md<Enter>");
    assert_eq!(story.app.report.organ, "");
    // A new one does.
    story.press("<Esc><C-n>");
    assert_eq!(story.app.report.organ, "某县人民政府");
}

#[test]
fn last_years_report_is_the_first_to_compare_with() {
    let town = town();
    let others = ["旧报告/2019.ron", "2024.ron", "2020.ron"].map(|name| match name {
        "2020.ron" => recent(&town, name, "克井镇", 0),
        other => recent(&town, other, "另一个镇", 0),
    });
    fs::write(town.path().join("2021.ron"), sample(2020).replace("year: 2020", "year: 2021")).unwrap();
    let mut story =
        Story::start(town.path(), others.to_vec()).keys("2021.ron<Enter><C-p>与另一份<Enter><Enter>");
    let seen = story.screen();
    assert!(seen.contains("2020.ron") && !seen.contains("2019.ron"), "{seen}");
}

#[test]
fn a_report_without_an_organ_is_opened_where_it_is_asked_for() {
    let town = town();
    assert_eq!(run(town.path(), &["new", "2025"]).status.code(), Some(0));
    let story = Story::start(town.path(), Vec::new()).keys("2025.ron<Enter>");
    assert_eq!(story.app.page, reportui::app::Page::Details);
}

#[test]
fn what_is_open_is_neither_filled_with_zeros_nor_left_behind_in_silence() {
    let town = town_with_page();
    let mut story = Story::start(town.path(), Vec::new()).keys("网页.html<Enter><Enter><Enter><F7>");
    let cell = story.app.form.find("procurement/procurement/amount").unwrap();
    assert!(story.app.report.value(cell).is_blank());
    assert!(story.screen().contains("另有 1 格导入时待定"), "{}", story.screen());
    story.press("<C-s><C-q>");
    assert!(story.screen().contains("1 处待定还没有处理"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.app.focus == Focus::Findings && story.screen().contains("十几万"), "{}", story.screen());
    // Whoever goes on after all finds the list as it was.
    story.press("<A-2>8<Enter><C-q><Down><Enter><Esc><F4>");
    assert!(story.screen().contains("十几万"), "{}", story.screen());
    story.press("<Esc><C-z><C-q><Down><Enter>");
    assert!(story.left, "{}", story.screen());
}

#[test]
fn an_import_with_nothing_open_goes_to_the_page_and_says_what_comes_next() {
    let town = town();
    let text = sample(2024)
        .replacen("overview: [\n", "overview: [\n\"开展工作考核、社会评议，没有责任追究情形。\",\n", 1)
        .replacen("other: [\n", "other: [\n\"全年发出收费通知6件。\",\n", 1);
    fs::write(town.path().join("2024.ron"), text).unwrap();
    let made = run(town.path(), &["export", "--draft", "--to", "docx", "-o", "文稿.docx", "2024.ron"]);
    assert_eq!(made.status.code(), Some(0));
    let mut story = Story::start(town.path(), Vec::new()).keys("文稿.docx<Enter><Enter>");
    assert_eq!(story.app.listed_count(), 0, "{}", story.screen());
    // What it was read from is not written over.
    let mut exported = Story::start(town.path(), Vec::new()).keys("文稿.docx<Enter><Enter><C-e><Enter>");
    let request = exported.exported.take().unwrap();
    assert!(request.path.ends_with("文稿-导出.docx"), "{:?}", request.path);
    assert_eq!(story.app.focus, Focus::Page);
    assert!(story.screen().contains("按 Ctrl+S 存为报告文件"), "{}", story.screen());
}

#[test]
fn a_heading_that_was_not_found_leads_to_its_section_and_back_to_the_list() {
    let town = town();
    let made = run(town.path(), &["export", "--draft", "--to", "md", "-o", "文稿.md", "2020.ron"]);
    assert_eq!(made.status.code(), Some(0));
    let page = fs::read_to_string(town.path().join("文稿.md")).unwrap();
    let headless: Vec<_> = page.lines().filter(|line| !line.contains("五、存在的主要问题")).collect();
    fs::write(town.path().join("文稿.md"), headless.join("\n")).unwrap();
    let mut story = Story::start(town.path(), Vec::new()).keys("文稿.md<Enter><Enter>");
    assert!(story.screen().contains("没有找到标题“五、存在的主要问题及改进情况”"), "{}", story.screen());
    let problems = story.app.form.section("problems").unwrap();
    for line in 0..story.app.notes.len() {
        story.app.chosen = line;
        story.press("<Enter>");
        let is_heading = story.app.notes[line].subject.text().starts_with("五、");
        assert_eq!(
            story.app.page == reportui::app::Page::Section(problems),
            is_heading,
            "{:?}",
            story.app.notes[line]
        );
        story.press("<A-0><F4>");
    }
}

#[test]
fn an_import_that_is_not_wanted_leaves_everything_as_it_was() {
    let town = town_with_page();
    let before = fs::read(town.path().join("网页.html")).unwrap();
    let mut story = Story::start(town.path(), Vec::new()).keys("网页.html<Enter><Esc>");
    assert!(story.app.nothing_open && story.screen().contains("2020.ron"), "{}", story.screen());
    assert!(story.app.notes.is_empty());
    story.press("<C-q>");
    assert!(story.left);
    assert_eq!(fs::read(town.path().join("网页.html")).unwrap(), before);
    assert!(!town.path().join("网页.ron").exists());
}

#[test]
fn a_report_of_that_name_is_not_taken_for_the_import() {
    let town = town_with_page();
    fs::write(town.path().join("网页.ron"), sample(2024)).unwrap();
    let mut story = Story::start(town.path(), Vec::new()).keys("网页.html<Enter><Enter><Esc><C-s>");
    // It asks for another name.
    assert!(story.app.popup.is_some(), "{}", story.screen());
    assert_eq!(fs::read_to_string(town.path().join("网页.ron")).unwrap(), sample(2024));
    story.press("<Esc><C-z>");
    assert!(story.app.report.organ.is_empty(), "the import is one step");
}
