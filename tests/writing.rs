//! Stories in keys about writing: section 一 in Chinese, as a clerk would.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use proptest::prelude::*;
use reportui::app::rows::Rows;
use reportui::app::{Code, Key, Motion};
use reportui::report::Place;
use reportui::text;
use reportui::words::Lang;
use support::{Story, sample};

const CLOSING: &str = "，。、；：！？）》」』】”’";

/// An empty section 一 in a new report.
fn blank() -> Story {
    Story::new_report(2023).keys("某某镇人民政府<Enter><A-1>")
}

fn overview(story: &Story) -> Vec<String> {
    story.app.report.prose[0].clone()
}

#[test]
fn paragraphs_are_typed_parted_and_joined() {
    let story = blank().keys("今年，我镇主动公开信息12条。<Enter>下一步，继续努力。");
    assert_eq!(overview(&story), ["今年，我镇主动公开信息12条。", "下一步，继续努力。"]);
    let story = story.keys("<Home><BS>");
    assert_eq!(overview(&story), ["今年，我镇主动公开信息12条。下一步，继续努力。"]);
    let story = story.keys("<Enter>").keys("<C-Home><Del><Del><Del>");
    assert_eq!(overview(&story), ["我镇主动公开信息12条。", "下一步，继续努力。"]);
}

#[test]
fn what_is_written_is_saved_one_paragraph_a_line() {
    let story = blank().keys("第一段“引号”。<Enter>第二段。<C-s>");
    let written = String::from_utf8(story.saved.unwrap().bytes).unwrap();
    assert!(written.contains("        \"第一段“引号”。\",\n        \"第二段。\",\n"), "{written}");
}

#[test]
fn findings_follow_every_key_and_are_told_at_the_caret() {
    let mut story = Story::sample(2020).keys("<A-6><C-End>2019年，我镇收到申请  件。<Left>");
    assert_eq!(story.rules(), ["wrong-year", "hole"]);
    assert!(story.screen().contains("单位前缺数字"), "{}", story.screen());
    let story = story.keys("<BS><BS><BS>3件");
    assert_eq!(story.rules(), ["wrong-year"]);
}

#[test]
fn undo_goes_by_word_pause_and_jump() {
    let story = blank().keys("全镇公开，共十条").keys("<C-z>");
    assert_eq!(overview(&story), ["全镇公开，"], "up to the end of the word before");
    let story = story.keys("<C-z>");
    assert_eq!(overview(&story), Vec::<String>::new());
    let story = story.keys("全镇").after(1500).keys("公开").keys("<C-z>");
    assert_eq!(overview(&story), ["全镇"], "a pause");
    let story = story.keys("公开<Left>不<C-z>");
    assert_eq!(overview(&story), ["全镇公开"], "a jump");
    let story = story.keys("<C-End><BS><BS><C-z>");
    assert_eq!(overview(&story), ["全镇公开"], "removing is one step too");
    let story = story.keys("<C-z><C-y>");
    assert_eq!(overview(&story), ["全镇公开"]);
}

#[test]
fn a_line_end_in_a_text_of_the_file_parts_paragraphs() {
    let text = sample(2020).replacen("overview: [\n", "overview: [\n        \"甲\\n乙\",\n", 1);
    let story = Story::open(&text, Lang::Zh);
    let before = story.app.report.prose[0].clone();
    assert_eq!(before[..2], ["甲", "乙"]);
    let story = story.keys("<A-1><C-a>丙<C-z>");
    assert_eq!(story.app.report.prose[0], before, "undo gives back what was there");
}

#[test]
fn a_paste_is_one_step_whatever_its_size() {
    let story = blank().keys("<paste:一段\\n二段\\r\\n三\\t段\\n>");
    assert_eq!(overview(&story), ["一段", "二段", "三 段"]);
    let large = "政府信息公开，".repeat(5000);
    let mut story = story;
    story.app.update(reportui::app::Command::Paste(large.clone()));
    assert_eq!(overview(&story)[2], format!("三 段{large}"));
    let story = story.keys("<C-z>");
    assert_eq!(overview(&story), ["一段", "二段", "三 段"]);
    let story = story.keys("<paste:贴>写<C-z>");
    assert_eq!(overview(&story), ["一段", "二段", "三 段贴"], "what is typed behind it is another step");
}

#[test]
fn nothing_a_terminal_would_obey_comes_in_by_a_paste() {
    let mut story = blank();
    story.app.update(reportui::app::Command::Paste("甲\u{1b}[2J\u{202e}乙\u{feff}".to_owned()));
    assert_eq!(overview(&story), ["甲[2J乙"]);
}

#[test]
fn text_is_selected_replaced_cut_and_pasted() {
    let story = blank().keys("2023年和2023年<Home><S-Right><S-Right><S-Right><S-Right>2024");
    assert_eq!(overview(&story), ["2024年和2023年"]);
    let story = story.keys("<S-Home><C-x><C-End><C-v>");
    assert_eq!(overview(&story), ["年和2023年2024"]);
    assert_eq!(story.copied.as_deref(), Some("2024"));
    let story = story.keys("<C-a><C-c><C-End><Enter><C-v>");
    assert_eq!(overview(&story), ["年和2023年2024", "年和2023年2024"]);
    let story = story.keys("<C-a><Del>");
    assert_eq!(overview(&story), Vec::<String>::new());
}

#[test]
fn the_caret_moves_by_word_paragraph_and_section() {
    let place = |story: &Story| story.app.caret(story.app.form.section("overview").unwrap());
    let at = |paragraph, offset| Place { paragraph, offset };
    let story = blank().keys("全镇公开，共12条<Enter>第二段<C-Home><C-Right>");
    assert_eq!(place(&story), at(0, "全镇公开".len()));
    let story = story.keys("<C-Down>");
    assert_eq!(place(&story), at(1, 0));
    let story = story.keys("<Left><C-Left><C-Left>");
    assert_eq!(place(&story), at(0, "全镇公开，共".len()));
    let story = story.keys("<C-Up><C-End>");
    assert_eq!(place(&story), at(1, "第二段".len()));
    let story = story.keys("<C-Up><C-Up>");
    assert_eq!(place(&story), at(0, 0));
}

#[test]
fn moving_over_a_short_row_keeps_the_column() {
    let story = blank().keys("一二三四五六七八<Enter>一<Enter>一二三四五六七八<Up><Up><Down><Down>好");
    assert_eq!(overview(&story)[2], "一二三四五六七八好");
}

#[test]
fn the_samples_text_typed_and_taken_back_gives_the_file_back() {
    let text = "全镇通过政府网站、微信公众号等渠道，主动公开各类政府信息（含财政预决算）共1,024条；其中“村居要闻”类386条。";
    let mut story = Story::sample(2020).at(80, 24).keys("<A-1><C-End>").keys(text);
    assert!(overview(&story).last().unwrap().ends_with(text));
    for _ in 0..60 {
        story.press("<C-z>");
    }
    assert_eq!(story.file(), sample(2020));
    assert!(!story.app.is_modified());
}

#[test]
fn words_are_found_in_text_labels_and_cells() {
    let mut story = Story::sample(2020).keys("<A-0><C-f>不掌握<Enter>");
    assert_eq!(story.here(), "applications/not_held/person");
    assert!(story.screen().contains("第 1 处，共 1 处"), "{}", story.screen());
    let mut story = story.keys("<A-0><C-f>2033<Enter>");
    assert!(story.screen().contains("第 1 处，共 2 处"), "{}", story.screen());
    let selected = |story: &Story| {
        let section = story.app.form.section("overview").unwrap();
        let (from, to) = story.app.text_selection(section).unwrap();
        (from.paragraph, story.app.report.text_between(section, from, to))
    };
    assert_eq!(selected(&story), (1, "2033".to_owned()));
    let story = story.keys("<F3>");
    assert_eq!(selected(&story), (2, "2033".to_owned()));
    let story = story.keys("<F3>");
    assert_eq!(selected(&story), (1, "2033".to_owned()), "round the end");
    let story = story.keys("<S-F3>");
    assert_eq!(selected(&story), (2, "2033".to_owned()));
    let mut story = Story::sample(2020).keys("<C-f>14.18<Enter>");
    assert_eq!(story.here(), "procurement/procurement/amount");
    story.press("<C-f>没有的话<Enter>");
    assert!(story.screen().contains("没有找到"), "{}", story.screen());
}

#[test]
fn the_preview_shows_what_is_typed_and_is_left_where_one_came_from() {
    let mut story = Story::sample(2020).at(80, 24).keys("<A-1><C-End>新的一句。<F5>");
    assert!(story.screen().contains("克井镇人民政府2020年政府信息公开工作年度报告"), "{}", story.screen());
    story.press("<PageDown>");
    assert!(story.screen().contains("│规范性文件"), "{}", story.screen());
    story.press("<End><Down><Down><Up>");
    assert!(story.screen().contains("六、其他需要报告的事项"), "{}", story.screen());
    story.press("<F5>");
    assert!(story.app.popup.is_none());
    assert_eq!(story.app.page_index(), 1);
}

#[test]
fn words_are_replaced_all_at_once_or_one_by_one() {
    let count = |story: &Story, words: &str| story.file().matches(words).count();
    let before = Story::sample(2020);
    let years = count(&before, "2020年");
    let story = before.keys("<C-r>2020年<Enter>2021年<Enter><Down><Enter>");
    assert_eq!((count(&story, "2020年"), count(&story, "2021年")), (0, years));
    let story = story.keys("<C-z>");
    assert_eq!(story.file(), sample(2020), "one undo step");
    let story = story.keys("<C-r>公开<Enter>对外公开<Enter><Down><Enter>");
    for (after, before) in story.app.report.prose.iter().zip(&Story::sample(2020).app.report.prose) {
        let expected: Vec<_> = before.iter().map(|text| text.replace("公开", "对外公开")).collect();
        assert_eq!(after, &expected, "several in one paragraph, of another length");
    }
    let story = story.keys("<C-z>");
    let story = story.keys("<A-6><C-r>2020年<Enter>2021年<Enter><Enter><Enter><Down><Enter><Esc>");
    assert_eq!(count(&story, "2021年"), 1, "the first was replaced, the second skipped");
    assert!(story.app.report.prose[0][0].starts_with("2021年"));
}

fn any_key() -> impl Strategy<Value = Key> {
    use Code::*;
    let chars: Vec<char> = "全镇，。“”（）1a ％é".chars().chain(['\u{301}', '👨', '\u{200d}']).collect();
    prop_oneof![
        6 => prop::sample::select(chars).prop_map(|c| Key::plain(Char(c))),
        3 => prop::sample::select(vec![Up, Down, Left, Right, Home, End, PageUp, PageDown, Enter, Backspace, Delete])
            .prop_map(Key::plain),
        1 => prop::sample::select(vec![Up, Down, Left, Right, Home, End]).prop_map(Key::shift),
        1 => prop::sample::select(vec![Up, Down, Left, Right, Home, End]).prop_map(Key::ctrl),
        1 => prop::sample::select(vec!['x', 'c', 'v', 'z', 'y', 'a']).prop_map(|c| Key::ctrl(Char(c))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_caret_stands_between_characters_where_the_screen_shows_it(
        keys in prop::collection::vec(any_key(), 1..120),
        columns in 40..100u16,
    ) {
        let mut story = blank().at(columns, 24);
        let section = story.app.form.section("overview").unwrap();
        for key in keys {
            story.app.key(key);
            let (buffer, caret) = story.draw();
            let place = story.app.caret(section);
            let paragraphs = story.app.report.paragraphs(section);
            let paragraph = paragraphs.get(place.paragraph).map_or("", String::as_str);
            prop_assert!(text::graphemes(paragraph).scan(0, |end, (g, _)| { *end += g.len(); Some(*end) }).chain([0]).any(|end| end == place.offset),
                "the caret is inside a character");
            let (x, y) = caret.expect("a caret");
            // What stands to the left of the caret on its row is what stands before it in the text.
            let rows = Rows::of(paragraphs, story.app.room.columns);
            if let Some(row) = rows.rows.get(rows.row_of(place)) {
                let before = &paragraph[row.range.start..place.offset];
                let last = text::graphemes(before).next_back();
                if let Some((grapheme, width)) = last.filter(|(g, width)| *width > 0 && *g != " ") {
                    let cell = &buffer[(x - u16::try_from(width).unwrap(), y)];
                    prop_assert_eq!(cell.symbol(), text::visible(grapheme));
                }
            }
            for row in &rows.rows {
                let words = rows.text(row);
                let alone = words.chars().all(|c| CLOSING.contains(c) || c.is_ascii());
                prop_assert!(row.range.start == 0 || alone || !words.starts_with(|c| CLOSING.contains(c)), "{words:?}");
            }
        }
    }

    #[test]
    fn as_many_undos_as_it_takes_give_the_text_back(keys in prop::collection::vec(any_key(), 1..80)) {
        let mut story = Story::sample(2020).keys("<A-1>");
        for key in keys {
            story.app.key(key);
        }
        for _ in 0..100 {
            story.app.key(Key::ctrl(Code::Char('z')));
        }
        prop_assert_eq!(story.file(), sample(2020));
    }
}

#[test]
fn left_and_right_leave_a_selection_at_its_edges() {
    let story = blank().keys("甲乙丙丁<Home><S-Right><S-Right><S-Right><Left>一");
    assert_eq!(story.app.report.prose[0], ["一甲乙丙丁"]);
    let story = blank().keys("甲乙丙丁<Home><Right><S-Right><S-Right><Right>一");
    assert_eq!(story.app.report.prose[0], ["甲乙丙一丁"]);
}

#[test]
fn every_motion_has_its_keys_in_text() {
    use reportui::app::{Command, Context};
    for motion in [Motion::WordLeft, Motion::WordRight, Motion::ParagraphUp, Motion::ParagraphDown] {
        for command in [Command::Move(motion), Command::Select(motion)] {
            assert!(command.definition().unwrap().contexts.contains(&Context::Prose));
        }
    }
}

#[test]
fn a_reference_shows_the_cells_number_and_follows_it() {
    const NEW: &str = "applications/new/total";
    let story = blank().keys(&format!("收到申请<C-k>{NEW}<Enter>件。"));
    assert_eq!(overview(&story), ["收到申请__件。"], "a blank cell leaves a gap");
    assert!(story.rules().iter().any(|rule| rule == "hole"));
    let story = story.keys("<A-3>12<Enter><A-1>");
    assert_eq!(overview(&story), ["收到申请12件。"]);
    assert!(!story.rules().iter().any(|rule| rule == "hole" || rule.starts_with("says")));
    assert!(story.file().contains("\"收到申请{applications/new/total}件。\""), "{}", story.file());
    // It is one character to the caret.
    let story = story.keys("<Home><Right><Right><Right><Right><Right>两<Left><Left>约");
    assert_eq!(overview(&story), ["收到申请约12两件。"]);
    let mut story = story.keys("<Right>");
    assert!(story.screen().contains("引用：一、本年新收"), "{}", story.screen());
    let story = story.keys("<A-3><C-Home>345<Enter><A-1>");
    assert_eq!(overview(&story), ["收到申请约345两件。"]);
    // Undo goes through cells and text alike.
    let story = story.keys("<C-z>");
    assert_eq!(overview(&story), ["收到申请约12两件。"]);
    let story = story.keys("<C-y>");
    assert_eq!(overview(&story), ["收到申请约345两件。"]);
    let story = story.keys("<A-1><Home><Right><Right><Right><Right><Right><Right><BS>");
    assert_eq!(overview(&story), ["收到申请约两件。"], "removed as a whole");
    let story = story.keys("<C-z>");
    assert_eq!(overview(&story), ["收到申请约345两件。"]);
    let story = story.keys("<A-3><C-Home>6<Enter>");
    assert_eq!(overview(&story), ["收到申请约6两件。"], "and it still follows");
    // What replaces words leaves it alone.
    let story = story.keys("<A-1><C-r>6<Enter>7<Enter>");
    assert_eq!(overview(&story), ["收到申请约6两件。"]);
}

#[test]
fn what_is_exported_is_the_number() {
    let story = blank().keys("收到申请<C-k>applications/new/total<Enter>件。<A-3>12<Enter>");
    let lines =
        reportui::export::text::render(story.app.form, &story.app.report, &story.app.derived.totals, 78);
    assert!(lines.iter().any(|line| line.contains("收到申请12件。")));
}

#[test]
fn a_reference_survives_cutting_and_pasting() {
    let story = blank().keys("收到<C-k>applications/new/total<Enter>件。<Enter>其他。<A-3>12<Enter><A-1>");
    assert_eq!(overview(&story), ["收到12件。", "其他。"]);
    let story = story.keys("<C-Home><S-End><C-x><C-End><C-v>");
    assert_eq!(overview(&story), ["", "其他。收到12件。"]);
    let story = story.keys("<A-3><C-Home>7<Enter>");
    assert_eq!(overview(&story), ["", "其他。收到7件。"], "it follows where it was put");
    let story = story.keys("<C-z><C-z>");
    assert_eq!(overview(&story), ["", "其他。"], "one step");
}

#[test]
fn a_finding_about_words_leads_to_the_words() {
    let mut story = Story::sample(2024).keys("<A-1><C-End><Enter>全年收到政府信息公开申请9件。<A-3><C-Home>");
    for _ in 0..6 {
        story.press("<F8>");
        if story.screen().contains("正文写“收到政府信息公开申请9件”") {
            break;
        }
    }
    let section = reportui::form::SectionId(0);
    assert!(
        matches!(story.app.page, reportui::app::Page::Section(page) if page == section),
        "{}",
        story.screen()
    );
    let caret = story.app.caret(section);
    let text = &story.app.report.prose[0][caret.paragraph];
    assert!(text[caret.offset..].starts_with("9件"), "on the number, which is what will be mended: {text}");
}
