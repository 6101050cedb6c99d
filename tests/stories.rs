//! Stories in keys, through the real keymap: what a clerk does and what comes of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use reportui::app::{Detail, LastYear};
use reportui::form::{Forms, Severity};
use reportui::report::{Report, Value, document};
use reportui::store::Version;
use reportui::ui::{Frame, draw};
use reportui::words::Lang;
use support::{Story, sample};

#[test]
fn a_changed_cell_changes_its_total_and_shows_the_imbalance_at_once() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2");
    assert_eq!(story.value("applications/new/person"), "2");
    assert_eq!(story.value("applications/new/total"), "2");
    assert_eq!(story.rules(), ["balance", "balance"]);
    let screen = story.screen();
    let expected = "三·自然人：本年新收 2 + 上年结转 0 = 2，办理总计 1 + 结转下年 0 = 1，相差 1 件";
    assert!(screen.contains(expected), "{screen}");
    assert!(screen.contains("错误 2") && screen.contains("已修改"), "{screen}");
}

#[test]
fn enter_in_the_last_row_stays_where_the_tabs_led() {
    let story = Story::sample(2024).keys("<A-4><C-Home>1<Tab>2<Tab>3<Enter>");
    let here = story.here();
    assert_ne!(here, Story::sample(2024).keys("<A-4><C-Home>").here());
    let story = story.keys("9");
    assert_eq!(story.value(&here), "9", "what the Tabs began with is not typed over");
}

#[test]
fn what_is_out_of_sight_is_counted() {
    let mut story = Story::sample(2024).at(68, 24).keys("<A-4>");
    assert!(story.screen().contains("右边还有 2 列"), "{}", story.screen());
    story.press("<End>");
    assert!(story.screen().contains("左边还有"), "{}", story.screen());
    // Beside the list of sections there is room for all of them.
    let mut story = Story::sample(2024).at(108, 30).keys("<A-4>");
    assert!(
        story.screen().contains("核对结果") && !story.screen().contains("右边还有"),
        "{}",
        story.screen()
    );
    let typed = "1<Down>".repeat(9);
    for rows in 20..34 {
        let mut story = Story::sample(2024).at(120, rows).keys(&format!("<A-3><C-Home><Down><Down>{typed}"));
        let seen = story.screen();
        let list: Vec<&str> = seen.lines().skip_while(|line| !line.contains("核对结果")).collect();
        let shown = list.iter().filter(|line| ["! ", "? "].iter().any(|mark| line.starts_with(mark))).count();
        let left = story.app.listed_count() - shown;
        let told = seen.contains(&format!("还有 {left} 条（F4）"));
        assert!(shown > 0 && told == (left > 0), "{rows} rows: {shown} are shown in\n{seen}");
    }
}

#[test]
fn a_line_of_the_list_keeps_its_numbers() {
    let text = "全年办结8件，其中予以公开5件，部分公开1件，不予公开1件，无法提供2件。";
    let mut story = Story::sample(2024).at(80, 24).keys(&format!("<A-1><C-End>{text}<F4>"));
    let seen = story.screen();
    assert!(
        seen.contains("无法提供2件”：各项相加\n   是 9，与 8 相差 1"),
        "whole where there is room: {seen}"
    );
    let many = "1件<Tab>".repeat(6);
    let mut story = story.keys(&format!("<Esc><A-3><C-Home>{many}<F4><C-Home>"));
    let seen = story.screen();
    let line = seen.lines().find(|line| line.contains("8件")).unwrap_or_else(|| panic!("{seen}"));
    assert!(line.contains("各项相加是 9"), "{seen}");
}

#[test]
fn a_character_typed_for_another_is_one_step() {
    let story = Story::sample(2024).keys("<A-6><C-End><Enter>共24条");
    let typed = story.app.report.prose[5].clone();
    let story = story.keys("<Left><BS>5");
    assert_ne!(story.app.report.prose[5], typed);
    assert_eq!(story.keys("<C-z>").app.report.prose[5], typed);
}

#[test]
fn undo_goes_to_the_field_that_it_changes() {
    let story = Story::sample(2024).keys("<A-0><Down><Down>某局<Enter>2025年1月2日<Enter>");
    let story = story.keys("<C-z>");
    assert_eq!(story.app.detail(), Detail::SignedDate);
    let story = story.keys("<C-z>");
    assert_eq!(story.app.detail(), Detail::SignedOrgan);
    assert_eq!(story.keys("<C-y><C-y>").app.detail(), Detail::SignedDate);
}

#[test]
fn undo_and_save_give_back_the_old_file_to_the_byte() {
    let story = Story::sample(2020).keys("<A-3><C-Home>2<Enter><C-z>");
    assert_eq!(story.file(), sample(2020));
    assert!(!story.app.is_modified());
    let story = story.keys("<C-s>");
    assert!(story.saved.is_none(), "nothing changed, so nothing is written");
}

#[test]
fn a_changed_cell_is_a_change_of_one_line() {
    let story = Story::sample(2020).keys("<A-3><C-Home>2<Enter><C-s><C-q>");
    let written = String::from_utf8(story.saved.unwrap().bytes).unwrap();
    let before = sample(2020);
    let changed = before.lines().zip(written.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((changed, before.lines().count()), (1, written.lines().count()));
    assert!(story.left);
}

#[test]
fn enter_goes_down_tab_goes_right_and_wraps() {
    let story = Story::sample(2020).keys("<A-3><C-Home>");
    assert_eq!(story.here(), "applications/new/person");
    let story = story.keys("3<Enter>");
    assert_eq!(story.here(), "applications/carried_in/person");
    let story = story.keys("4<Tab>");
    assert_eq!(story.here(), "applications/carried_in/enterprise");
    let story = story.keys("<End><Tab>");
    assert_eq!(story.here(), "applications/granted/person");
    let story = story.keys("<S-Tab>");
    assert_eq!(story.here(), "applications/carried_in/total");
    assert_eq!(story.value("applications/new/person"), "3");
    assert_eq!(story.value("applications/carried_in/person"), "4");
}

#[test]
fn the_column_is_kept_over_shorter_rows() {
    let story = Story::sample(2020).keys("<A-2><C-Home><End>");
    assert_eq!(story.here(), "documents/rules/public_total");
    let story = story.keys("<Down><Down><Down><Down><Down><Down>");
    assert_eq!(story.here(), "fees/fees/change", "two columns only");
    let story = story.keys("<Up>");
    assert_eq!(story.here(), "enforcement/compulsion/decisions");
}

#[test]
fn escape_gives_back_this_one_cell() {
    let story = Story::sample(2020).keys("<A-3><C-Home>5<Enter>77<Esc>");
    assert_eq!(story.value("applications/new/person"), "5");
    assert_eq!(story.value("applications/carried_in/person"), "0");
    let story = story.keys("<C-z>");
    assert_eq!(story.value("applications/new/person"), "1", "what Esc took back is no undo step");
}

#[test]
fn f2_edits_in_place_and_delete_clears() {
    let story = Story::sample(2024).keys("<A-3><C-Home><F2><BS>9<Enter>");
    assert_eq!(story.value("applications/new/person"), "3009");
    let story = story.keys("<Up><F2><Home><Del>1<Enter>");
    assert_eq!(story.value("applications/new/person"), "1009");
    let story = story.keys("<Up><Del>");
    assert_eq!(story.value("applications/new/person"), "");
    assert!(story.rules().contains(&"blank".to_owned()));
}

#[test]
fn full_width_digits_are_digits() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>１２");
    assert!(!story.screen().contains('２'), "half-width while it is typed: {}", story.screen());
    let story = story.keys("<Enter>");
    assert_eq!(story.value("applications/new/person"), "12");
    let story = story.keys("<A-2><C-End>２．５０<Enter>");
    assert_eq!(story.value("procurement/procurement/amount"), "2.50");
}

#[test]
fn what_is_wrong_with_a_cell_is_told_before_the_sums_it_spoils() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>12件<Enter><Up>");
    assert_eq!(story.app.findings_here()[0].rule, "count");
    assert!(story.screen().contains("! 三·本年新收政府信息公开申请数量·自然人"), "{}", story.screen());
    assert!(story.screen().contains("此处另有 1 条"), "{}", story.screen());
}

#[test]
fn a_total_refuses_with_a_sentence() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home><End>5");
    assert_eq!(story.value("applications/new/total"), "1");
    assert!(story.screen().contains("合计由程序计算"));
    let mut story = story.keys("<F2>");
    assert!(story.screen().contains("合计由程序计算"));
}

#[test]
fn what_is_typed_on_a_total_is_compared_with_it() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home><End>12");
    assert!(story.screen().contains("现在是 1，与输入的 12 不同"), "{}", story.screen());
    let mut story = story.keys("<Enter>");
    assert!(story.screen().contains("合计是 1，不是输入的 12"), "{}", story.screen());
    assert!(!story.keys("<Enter>").screen().contains("不是输入的"));
    assert_eq!(Story::sample(2020).keys("<A-3><C-Home><End>12").value("applications/new/total"), "1");
    let mut story = Story::sample(2020).keys("<A-3><C-Home><End>1");
    assert!(story.screen().contains("与输入的 1 相同"), "{}", story.screen());
    assert!(story.keys("<Enter>").screen().contains("合计是 1，与输入的相同"));
}

#[test]
fn a_year_that_is_none_is_typed_again_where_it_was() {
    let story = Story::new_report(2021).keys("某某镇人民政府<Enter>202<Enter>2022<Enter>");
    assert_eq!(story.app.report.year, Some(2022));
    assert!(story.app.report.signed.is_none());
    let mut story = Story::new_report(2021).keys("某某镇人民政府<Enter>2201<Enter>");
    assert!(story.screen().contains("2201 年还没有到"), "{}", story.screen());
}

#[test]
fn what_is_wrong_with_the_cell_just_left_is_told_and_the_next_jump_goes_back() {
    let mut story = Story::sample(2020).keys("<A-1><C-Home>另收到建议  条。<A-3><C-Home>1O<Enter>");
    assert!(story.screen().contains("上一格“1O”不能作为件数"), "{}", story.screen());
    assert!(story.screen().contains("其中的“O”是字母"), "{}", story.screen());
    assert_eq!(story.here(), "applications/carried_in/person");
    let story = Story::sample(2020).keys("<A-1><C-Home>另收到建议  条。<A-2><C-Home>1O<Enter><F8>");
    assert_eq!(story.here(), "documents/rules/made");
    let story = Story::sample(2020).keys("<A-1><C-Home>另收到建议  条。<A-2><C-Home>1O<Enter><Down><F8>");
    assert!(story.app.cell().is_none(), "only the next jump; this one goes round to the text");
}

#[test]
fn what_begins_before_the_cursor_and_goes_on_behind_it_is_not_passed_over() {
    let text = "<A-1><C-Home>另收到建议  条。<A-3><C-Home>3<Enter><Down><Down><F8>";
    let story = Story::sample(2020).keys(text);
    assert_eq!(story.here(), "applications/new/person");
}

#[test]
fn of_several_findings_at_the_cursor_none_is_passed_over() {
    let mut story = Story::sample(2024).keys("<A-1><C-Home><C-S-End><Del>概况。<C-Home>");
    let here = story.app.findings_here().len();
    assert!(here > 1, "{}", story.screen());
    story.press("<F8>");
    assert_eq!(story.app.step().map(|(number, _)| number), Some(2), "{}", story.screen());
}

#[test]
fn the_list_of_findings_begins_where_one_is() {
    let text = "<A-1><C-Home>另收到建议  条。<A-3><C-Home>3<Enter><C-g>applications/new/total<Enter><F4>";
    let story = Story::sample(2020).keys(text);
    let chosen = &story.app.derived.findings[story.app.chosen];
    assert!(chosen.rule == "balance" && chosen.cells.contains(&story.app.cell().unwrap()), "{chosen:?}");
    let mut story = story.keys("<F1>");
    assert!(story.screen().contains("三·总计"), "help is about what is chosen: {}", story.screen());
}

#[test]
fn saving_while_replacing_goes_on_with_it() {
    let mut story =
        Story::sample(2024).keys("<A-5><C-Home>甲乙，甲乙。<C-r>甲乙<Enter>丁<Enter><Enter><C-s>");
    assert!(!story.app.is_modified());
    assert!(story.screen().contains("把选中的文字替换为“丁”吗"), "{}", story.screen());
    story.press("<Enter><Enter>");
    assert!(story.app.report.prose[4][0].starts_with("丁，丁。"));
}

#[test]
fn going_from_finding_to_finding_tells_how_far_one_is() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>3<Enter><Tab>9<C-Home><F8>");
    let count = story.rules().len();
    for number in (1..=count).chain([1]) {
        assert!(story.screen().contains(&format!("({number}/{count})")), "{number}: {}", story.screen());
        story.press("<F8>");
    }
}

#[test]
fn the_end_of_a_section_tells_what_is_left_in_it() {
    let end = |keys: &str| Story::new_report(2020).keys(keys).screen();
    let screen = end("<Esc><A-3><C-End><Enter>");
    assert!(screen.contains("本部分还有 132 格空着"), "{screen}");
    let screen = end("<Esc><A-3><C-Home>3<Enter><C-End><Enter>");
    assert!(screen.contains("本部分还有 2 个错误、131 格空着"), "{screen}");
    let screen = end("<Esc><A-3><F7><C-End><Enter>");
    assert!(screen.contains("已到本部分最后一行。Ctrl+PageDown"), "{screen}");
}

#[test]
fn what_is_not_allowed_stays_marked_and_traps_nobody() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home><F2>件<Enter>");
    assert_eq!(story.here(), "applications/carried_in/person");
    assert_eq!(story.value("applications/new/person"), "1件");
    assert!(story.rules().contains(&"count".to_owned()));
    assert!(story.screen().contains("1件!"), "{}", story.screen());
    assert!(story.file().contains("new: (person: \"1件\","));
}

#[test]
fn a_text_in_a_cell_neither_moves_the_table_nor_hides_its_neighbours() {
    let mut story = Story::sample(2024).at(80, 24).keys("<A-3><C-Home><Right>");
    let before = story.screen();
    let row = before.lines().find(|line| line.contains("一、本年新收")).unwrap();
    let header = before.lines().find(|line| line.contains("自然")).unwrap();
    story.press("23件左右，另见附件一");
    for key in ["", "<Enter>"] {
        story.press(key);
        let after = story.screen();
        assert!(after.contains(header), "{key}: {after}");
    }
    let after = story.screen();
    let now = after.lines().find(|line| line.contains("一、本年新收")).unwrap();
    assert_eq!(now.split_whitespace().nth(1), row.split_whitespace().nth(1), "{after}");
    assert!(now.contains(" 23..!"), "{now}");
}

#[test]
fn a_long_entry_over_the_labels_is_seen_whole() {
    for digits in 1..8 {
        let text = format!("{}{}", "1".repeat(digits), "件行政复议".repeat(2));
        let mut story = Story::sample(2024).keys("<A-3><C-Home>");
        for row in 0..12 {
            story.press(&text);
            let screen = story.screen();
            // Findings quote it.
            let is_cell = |line: &&str| line.contains(&text) && !line.contains(&format!("“{text}"));
            assert!(screen.lines().any(|line| is_cell(&line)), "row {row}: {screen}");
            story.press("<Esc><Down>");
        }
    }
}

#[test]
fn another_edition_leaves_no_label_of_the_one_before_on_the_screen() {
    // All rows are filled alike, so that they differ in nothing but their labels.
    let zeros = |edition: &str, year: u16| {
        let form = Forms.get(edition).unwrap();
        let mut report = Report::new(form, Some(year));
        report.cells.fill(Value::Number(0.into()));
        document::write(form, &report)
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2020.ron");
    std::fs::write(&file, zeros("2019", 2020)).unwrap();
    let version = Version { saved: "2021-01-15 10:30".to_owned(), file: file.clone() };
    for (columns, rows) in [(80, 24), (120, 40), (150, 30)] {
        let mut story = Story::open(&zeros("2021", 2021), Lang::Zh).at(columns, rows);
        story.app.read_version(&version, reportui::store::load(&file));
        let mut story = story.keys("<Down><Enter><A-3><C-End>");
        let mut editions = BTreeSet::new();
        let mut frame = draw(&story.app, &story.theme, Frame::new(columns, rows));
        for keys in ["<C-z>", "<C-y>", "<C-z>"] {
            story.press(keys);
            editions.insert(story.app.form.edition);
            frame = draw(&story.app, &story.theme, frame.next());
            let anew = draw(&story.app, &story.theme, Frame::new(columns, rows));
            assert_eq!(frame.cells(), anew.cells(), "{keys} at {columns}x{rows}");
        }
        assert_eq!(editions.len(), 2, "{}", story.screen());
    }
}

#[test]
fn letters_do_not_destroy_a_cell() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>好");
    assert_eq!(story.value("applications/new/person"), "1");
    assert!(story.screen().contains("这一格只能填数字，没有的填 0"));
    // A sentence meant for the text neither counts nor goes without a word.
    let mut story = Story::sample(2020).keys("<A-3><C-Home>二是。<Enter>");
    assert_eq!(story.value("applications/new/person"), "1");
    assert!(story.screen().contains("“二是。”没有填进去"), "{}", story.screen());
}

#[test]
fn what_was_typed_in_vain_is_forgotten_with_the_report() {
    let mut story = Story::sample(2024);
    // The form of that year has fewer cells, and not this one.
    story.app.year_due = 2020;
    let story = story.keys("<A-4><C-End>好<C-n>");
    assert!(story.app.is_new() && story.app.form.edition == "2019");
}

#[test]
fn an_amount_in_yuan_is_told_in_the_unit_of_the_table() {
    let story =
        |keys: &str| Story::sample(2024).keys(&format!("<C-g>fees/fees/amount<Enter>{keys}")).screen();
    let screen = story("8000元");
    assert!(screen.contains("“8000元”带了单位：这里的单位是万元，应填 0.8"), "{screen}");
    assert!(story("8000万元").contains("不能作为金额"));
}

#[test]
fn a_day_that_is_none_is_an_error_and_kept_out_of_a_final_document() {
    let mut story = Story::new_report(2021).keys("某某镇<Enter><Enter><Enter>2022年13月40日<Enter><Up>");
    assert!(story.screen().contains("落款日期“2022年13月40日”不是日历上的一天"), "{}", story.screen());
    assert_eq!(story.rules()[0], "title");
    let keys = "<A-0><Down><Down><Down><Down>2021年2月30日<Enter><C-e><Enter>";
    let mut story = Story::sample(2020).keys(keys);
    assert!(story.exported.is_none() && story.screen().contains("不能导出"), "{}", story.screen());
    for (date, told) in
        [("2022年1月", "没有写全年月日"), ("明天", "没有写全年月日"), ("2021年1月24日", "在 2021 年结束之前")]
    {
        let mut story =
            Story::new_report(2021).keys(&format!("某某镇<Enter><Enter><Enter>{date}<Enter><A-3>"));
        let finding = story.app.derived.findings[0].clone();
        assert_eq!((finding.rule.as_str(), finding.severity), ("title", Severity::Warning), "only a doubt");
        story.press("<F4><C-Home>");
        assert!(story.screen().contains(told), "{}", story.screen());
    }
}

#[test]
fn the_row_of_totals_tells_what_it_is_before_what_its_columns_are() {
    let screen = Story::sample(2024).keys("<C-g>applications/handled_total/person<Enter>").screen();
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}: {screen}"));
    assert!(at("以上各办理结果之和") < at("以个人身份"), "{screen}");
}

#[test]
fn a_number_that_several_cells_add_up_to_is_told_as_their_sum() {
    let screen = Story::sample(2020).keys("<A-1><C-Home>收到申请1件，无法提供7件。<C-Home><F8>").screen();
    assert!(screen.contains("格相加是 1"), "{screen}");
}

#[test]
fn what_an_input_method_types_full_width_is_found() {
    let screen = Story::sample(2020).keys("<C-o>２０２４").screen();
    assert!(screen.contains("样例：2024 年的报告"), "{screen}");
}

#[test]
fn a_label_over_several_columns_is_found_once() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home><C-f>申请人情况<Enter>");
    assert!(story.screen().contains("共 1 处"), "{}", story.screen());
}

#[test]
fn the_reason_of_what_was_accepted_can_be_read() {
    let mut story = Story::sample(2024).keys("<F4><F2>另有专门报告<Enter>");
    story.press("<Down><Up>");
    assert!(story.screen().contains("已说明理由并接受：另有专门报告"), "{}", story.screen());
}

#[test]
fn the_keys_told_in_the_list_do_something_to_its_line() {
    let told = |story: &mut Story| {
        let seen = story.screen();
        let last = seen.lines().last().unwrap_or_default();
        ["F2 说明理由并接受", "Delete 撤回接受"].map(|hint| last.contains(hint))
    };
    let mut story = Story::sample(2024).at(80, 24).keys("<A-3><C-Home>9<Enter><F4><Home>");
    assert_eq!(told(&mut story), [true, false], "a topic that is missing");
    story.press("<F2>另有专门报告<Enter>");
    assert_eq!(told(&mut story), [true, true], "the same, accepted");
    story.press("<Down><Down>");
    assert!(story.screen().contains("请核对这一列"), "{}", story.screen());
    assert_eq!(told(&mut story), [false, false], "a balance that is off");
}

#[test]
fn a_jump_to_words_with_a_number_goes_to_the_number() {
    let mut story = Story::sample(2020).keys("<A-1><C-Home>全年收到申请7件。<C-Home><F8>");
    assert!(story.screen().contains("正文写“收到申请7件”"), "{}", story.screen());
    story.press("<Del>1");
    assert!(story.app.report.prose[0][0].starts_with("全年收到申请1件。"));
}

#[test]
fn a_text_tells_that_something_is_wrong_elsewhere_in_it() {
    let mut story = Story::sample(2024).keys("<A-5><C-Home>近来另收到建议  条。<C-Home>");
    assert!(story.screen().contains("本部分还有 1 条，按 F8"), "{}", story.screen());
    assert!(!story.keys("<F8>").screen().contains("本部分还有 1 条"));
    // Of those that lie before the caret only Shift+F8 leads there without leaving the section.
    let mut story = Story::sample(2024).keys("<A-5><C-Home>另收到建议  条。<C-End>");
    assert!(story.screen().contains("本部分前面还有 1 条，按 Shift+F8"), "{}", story.screen());
    let seen = story.keys("<S-F8>").screen();
    assert!(seen.contains("另收到建议  条") && seen.contains("> 五 问题改进"), "{seen}");
}

#[test]
fn an_error_of_a_cell_is_told_before_what_the_text_says_of_it() {
    let text = "全年收到申请1件，办结申请9件。";
    let mut story =
        Story::sample(2020).keys(&format!("<A-1><C-Home>{text}<A-3><C-Home><Down><Down>5<Enter><Up>"));
    let seen = story.screen();
    let told = seen.lines().rev().nth(1).unwrap_or_default();
    assert!(told.starts_with(" ! 三·自然人"), "{seen}");
    assert!(told.contains("另有 2 条"), "{seen}");
}

#[test]
fn saving_in_the_list_of_findings_leaves_the_chosen_one_in_sight() {
    let mut story = Story::sample(2024).at(80, 24).keys("<A-5><C-Home>另收到建议  条。<F4><C-s>");
    assert!(story.screen().contains("已保存") && story.screen().contains("依据："), "{}", story.screen());
}

#[test]
fn how_much_of_a_page_is_out_of_sight_is_told() {
    let mut story = Story::sample(2020).at(80, 24).keys("<A-3><C-Home>");
    assert!(story.screen().contains("下面还有 16 行"), "{}", story.screen());
    let screen = story.keys("<C-End>").screen();
    assert!(screen.contains("上面还有") && !screen.contains("下面还有"), "{screen}");
}

#[test]
fn a_block_is_copied_and_pasted_with_totals_left_out() {
    let story = Story::sample(2024).keys("<A-3><C-Home><S-Right><S-Down><C-c>");
    assert_eq!(story.copied.as_deref(), Some("3001\t53\n34\t0"));
    let story = story.keys("<C-End><Up><Up><Up><Home><C-v>");
    assert_eq!(story.value("applications/fee_overdue/person"), "3001");
    assert_eq!(story.value("applications/other_result/enterprise"), "0");
    let story = story.keys("<C-z>");
    assert_eq!(story.value("applications/fee_overdue/person"), "6");
    assert_eq!(story.value("applications/other_result/enterprise"), "2", "one undo step");
}

#[test]
fn a_paste_keeps_its_places_over_totals() {
    let mut story =
        Story::sample(2020).keys("<A-3><C-Home><paste:1\\t2\\t3\\t4\\t5\\t6\\t999\\n7\\t8\\r\\n>");
    assert_eq!(story.value("applications/new/other_org"), "6");
    assert_eq!(story.value("applications/new/total"), "21");
    assert_eq!(story.value("applications/carried_in/enterprise"), "8");
    let screen = story.screen();
    assert!(screen.contains("合计不符：粘贴的是 999，算出的是 21"), "{screen}");
    assert!(story.app.notice.clone().unwrap().contains("已粘贴 8 格。"));
    // It stays a finding, until the cells are mended or it is dropped; what agrees is none any more.
    let printed =
        |story: &Story| story.app.derived.findings.iter().filter(|one| one.is_printed_total()).count();
    assert_eq!(printed(&story), 1);
    let story = story.keys("<C-z>");
    assert_eq!(printed(&story), 0, "one undo step");
    let story = story.keys("<C-End><C-y>");
    assert_eq!(printed(&story), 1);
    assert_eq!(
        story.app.cell(),
        story.app.form.find("applications/new/enterprise"),
        "where the change begins"
    );
    let mut story = story.keys("<C-Home><paste:1\\t2\\t3\\t4\\t5\\t6\\t21\\t7>");
    let screen = story.screen();
    assert!(screen.contains("表格以外的 1 格没有粘贴。粘贴的 1 个合计与算出的相同"), "{screen}");
}

#[test]
fn a_sheet_is_pasted_without_its_labels() {
    let sheet = "项目\\t自然人\\t商业企业\\t科研机构\\t社会公益组织\\t法律服务机构\\t其他\\t总计\\n\
                 本年新收\\t14\\t2\\t0\\t0\\t1\\t0\\t18\\n三、本年度办理结果\\t\\t\\t\\t\\t\\t\\t\\n\
                 （一）予以公开\\t9\\t2\\t0\\t0\\t1\\t0\\t12\\n结转\\t1\\t0\\t0\\t0\\t0\\t0\\t1\\n其他\\t1\\t0\\t0\\t0\\t0\\t0\\t1\\n";
    let mut story = Story::sample(2024).at(120, 40).keys(&format!("<A-3><C-End><paste:{sheet}>"));
    for (cell, value) in [("new/person", "14"), ("new/legal", "1"), ("granted/person", "9")] {
        assert_eq!(story.value(&format!("applications/{cell}")), value, "{cell}");
    }
    let screen = story.screen();
    assert!(screen.contains("合计不符：粘贴的是 18，算出的是 17"), "{screen}");
    let notice = story.app.notice.clone().unwrap();
    assert!(notice.contains("已粘贴 18 格。有 1 行没有对上，没有粘贴：结转"), "{notice}");
    // Wherever the cursor is; what names no row is told, and no other row gets its numbers.
    let story = story.keys("<A-4><A-2><C-Home><paste:行政许可\\t23\\n行政处罚\\t4\\n>");
    assert_eq!(story.value("licensing/licences/decisions"), "23");
    assert_eq!(story.value("enforcement/penalties/decisions"), "4");
    let story = story.keys("<A-4><paste:复议后起诉\\t3\\t0\\t0\\t0\\n>");
    assert_eq!(story.value("disputes/suit_after_reconsideration/upheld"), "3");
    let before = story.file();
    let mut story = story.keys("<A-3><C-Home><paste:新收的\\t31\\t3\\n>");
    assert_eq!(story.file(), before);
    assert!(story.screen().contains("有 1 行没有对上，没有粘贴：新收的"), "{}", story.screen());
    let mut story = story.keys("<A-2><paste:予以公开\\t31\\t3\\n>");
    assert_eq!(story.file(), before);
    assert!(story.screen().contains("这些行在第三部分"), "{}", story.screen());
    // The header of another table tells that its figures are none of this one.
    let suits =
        "行政复议\\t\\t\\t\\t\\n结果维持\\t结果纠正\\t其他结果\\t尚未审结\\t总计\\n9\\t8\\t7\\t6\\t30\\n";
    let mut story = story.keys(&format!("<A-3><C-Home><paste:{suits}>"));
    assert_eq!(story.file(), before);
    assert!(story.screen().contains("表头不是这里的列"), "{}", story.screen());
    let story = story.keys(&format!("<A-4><C-Home><paste:{suits}>"));
    assert_eq!(story.value("disputes/reconsideration/other_outcome"), "7");
    let mut story = story.keys("<C-z><A-3><C-Home><paste:结转下年\\t9（其中2件重复）\\n>");
    assert_eq!(story.value("applications/carried_out/person"), "9");
    assert_eq!(
        story.app.cell(),
        story.app.form.find("applications/carried_out/person"),
        "one sees what changed"
    );
    assert!(story.screen().contains("9（其中2件重复）"), "{}", story.screen());
    // A long notice is shown to its end; the finding comes back with the next key.
    let long = "本年新收\\t9（其中2件重复）\\t8\\t0\\t0\\t0\\t0\\t99\\t老王\\n予以公开\\t\\t3\\n";
    let mut story = story.at(80, 24).keys(&format!("<C-z><paste:{long}>"));
    assert!(story.screen().contains("现在空了。"), "{}", story.screen());
    let story = story.at(120, 40);
    let mut story = story.keys("<C-z><A-3><paste:予以公开\\t\\t3\\t老王\\n>");
    let screen = story.screen();
    assert!(screen.contains("已粘贴 2 格。") && screen.contains("有 1 格原来有内容，现在空了。"), "{screen}");
    assert!(story.app.notice.clone().unwrap().contains("没有粘贴：老王"));
}

#[test]
fn what_is_copied_and_pasted_in_place_changes_nothing() {
    let keys = "<A-3><C-Home><Down><Down><Del><Down><Del>5<Enter><C-Home><S-Down><S-Down><S-Down><C-c>";
    let story = Story::sample(2020).keys(keys);
    let before = story.file();
    assert_eq!(story.keys("<C-v>").file(), before);
}

#[test]
fn line_ends_of_a_paste_are_told_whatever_the_terminal_makes_of_them() {
    for end in ["\\n", "\\r", "\\r\\n"] {
        let story = Story::sample(2020).keys(&format!("<A-3><C-Home><paste:7{end}8{end}>"));
        assert_eq!(story.value("applications/new/person"), "7", "{end}");
        assert_eq!(story.value("applications/carried_in/person"), "8", "{end}");
        assert_eq!(story.value("applications/granted/person"), "0", "{end}");
    }
}

#[test]
fn f7_fills_the_blanks_of_all_blocks() {
    let story = Story::new_report(2020).keys("某某镇人民政府<Enter><A-2><F7>");
    assert!(!story.app.derived.findings.iter().any(|finding| {
        finding.rule == "blank" && finding.section == story.app.form.section("disclosure")
    }));
    assert_eq!(story.value("documents/rules/made"), "0");
    assert_eq!(story.value("procurement/procurement/amount"), "0");
    let story = story.keys("<C-z>");
    assert_eq!(story.value("procurement/procurement/amount"), "", "one undo step");
}

#[test]
fn f8_goes_through_the_findings_in_document_order_and_wraps() {
    let story = Story::sample(2020).keys("<A-0><F2><End>X<BS><Enter><A-3><C-Home>2<Enter><A-5>");
    assert_eq!(story.rules(), ["balance", "balance"]);
    let story = story.keys("<F8>");
    assert_eq!(story.here(), "applications/new/person", "from a later section round to the first");
    let story = story.keys("<F8>");
    assert_eq!(story.here(), "applications/new/total");
    let story = story.keys("<F8>");
    assert_eq!(story.here(), "applications/new/person");
    let story = story.keys("<A-p>");
    assert_eq!(story.here(), "applications/new/total");
    let story = story.keys("<Home><A-n>");
    assert_eq!(story.here(), "applications/new/total", "from where the cursor is");
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_that_taken_back() {
    let story = Story::sample(2024);
    assert_eq!(story.rules(), ["supervision", "fee-notice"]);
    let mut story = story.at(80, 24).keys("<F4><End><F2>已另行报送<Enter>");
    assert_eq!(story.rules(), ["supervision"]);
    assert!(story.file().contains("reason: \"已另行报送\""), "{}", story.file());
    assert!(story.screen().contains("已接受：已另行报送"));
    let story = story.keys("<Esc><F8><F8>");
    assert_eq!(story.rules(), ["supervision"], "accepted ones are skipped");
    let story = story.keys("<F4><End><Del>");
    assert_eq!(story.rules(), ["supervision", "fee-notice"]);
    assert_eq!(story.file(), sample(2024));
}

#[test]
fn an_acceptance_lapses_when_a_figure_changes() {
    let text = sample(2020).replace("rules: (made: 0,", "rules: (made: 2,");
    let story = Story::open(&text, Lang::Zh);
    assert_eq!(story.rules(), ["rule-power"]);
    let story = story.keys("<F4><Home><F2>上级授权<Enter><Esc>");
    assert!(story.rules().is_empty());
    let story = story.keys("<A-2><C-Home>3<Enter>");
    assert_eq!(story.rules(), ["rule-power"]);
}

#[test]
fn arithmetic_cannot_be_accepted() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Enter><F4><F2>");
    assert!(story.screen().contains("不能说明理由接受"));
    assert_eq!(story.rules(), ["balance", "balance"]);
}

#[test]
fn a_note_needs_no_reason() {
    let mut story = Story::sample(2020).keys("<A-6><C-End><Enter>（一）甲。<Enter>（三）乙。<F4><End><F2>");
    assert_eq!(story.rules(), ["numbering"]);
    assert!(story.screen().contains("不必说明理由"), "{}", story.screen());
}

#[test]
fn sections_are_reached_by_number_and_by_turning() {
    let title = |story: &mut Story| story.screen().lines().nth(1).unwrap_or_default().to_owned();
    let mut story = Story::sample(2020).keys("<A-6>");
    assert!(title(&mut story).contains("六、其他需要报告的事项"));
    let mut story = story.keys("<C-PageDown>");
    assert!(title(&mut story).contains("标题与落款"));
    let mut story = story.keys("<A-Left><A-Left>");
    assert!(title(&mut story).contains("五、存在的主要问题及改进情况"));
}

#[test]
fn title_and_signature_are_edited_like_cells() {
    let mut story = Story::sample(2020).keys("<A-0>新镇人民政府<Enter>");
    assert_eq!(story.app.report.organ, "新镇人民政府");
    assert!(story.screen().contains("新镇人民政府2020年政府信息公开工作年度报告"));
    let story = story.keys("<Down><F2><Down>某镇<Enter>2021-01-20<Enter><C-s>");
    let written = String::from_utf8(story.saved.unwrap().bytes).unwrap();
    assert!(written.contains("amount_unit: \"元\","), "{written}");
    assert!(written.contains("signed: (organ: \"某镇\", date: \"2021-01-20\"),"), "{written}");
}

#[test]
fn a_year_over_the_boundary_asks_and_names_what_would_go() {
    let mut story = Story::sample(2020).keys("<A-0><Down>2021<Enter>");
    let screen = story.screen();
    assert!(screen.contains("2021 版格式") && screen.contains("政府集中采购"), "{screen}");
    let story = story.keys("<Esc>");
    assert_eq!((story.app.report.year, story.app.form.edition), (Some(2020), "2019"));
    let story = story.keys("2021<Enter><Down><Enter>");
    assert_eq!((story.app.report.year, story.app.form.edition), (Some(2021), "2021"));
    assert_eq!(story.value("applications/not_held/person"), "1", "what has a place is kept");
    let story = story.keys("<C-z>");
    assert_eq!(story.file(), sample(2020), "one undo step gives everything back");
}

#[test]
fn a_new_report_asks_for_its_organ_and_writes_nothing_before_the_first_save() {
    let mut story = Story::new_report(2022);
    assert!(story.screen().contains("先填机关名称"));
    assert!(story.saved.is_none());
    let story = story.keys("某某镇人民政府<Enter><C-s>");
    let request = story.saved.unwrap();
    assert!(request.how.create, "a new file never overwrites another");
    let written = String::from_utf8(request.bytes).unwrap();
    assert!(written.contains("edition: \"2021\"") && written.contains("organ: \"某某镇人民政府\""));
}

#[test]
fn quitting_asks_only_when_something_is_unsaved() {
    assert!(Story::sample(2020).keys("<A-3><C-q>").left);
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<C-q>");
    assert!(!story.left && story.screen().contains("report.ron 有未保存的修改"));
    let story = story.keys("<Esc>");
    assert_eq!(story.value("applications/new/person"), "2");
    let story = story.keys("<C-q><Down><Enter>");
    assert!(story.left && story.saved.is_none());
    let story = Story::sample(2020).keys("<A-3><C-Home>2<C-q><Enter>");
    assert!(story.left && story.saved.is_some());
    assert!(Story::new_report(2022).keys("<Esc><C-q>").left, "an untouched new report is nothing to lose");
}

#[test]
fn comments_are_not_lost_without_a_word() {
    let text =
        sample(2020).replace("    documents: (", "    // figures of the finance office\n    documents: (");
    let mut story = Story::open(&text, Lang::Zh).keys("<A-3><C-Home>2<Enter><C-s>");
    assert!(story.saved.is_none() && story.screen().contains("注释"));
    let story = story.keys("<Enter>");
    let request = story.saved.unwrap();
    assert!(request.how.keep, "the file as it was is kept");
}

#[test]
fn what_was_accepted_is_still_accepted_when_the_file_is_opened_again() {
    let text = sample(2024).replace("（五）监督保障方面。", "（五）监督保障方面。另收到建议  条。");
    let story =
        Story::open(&text, Lang::Zh).keys("<F4><Home><F2>甲<Enter><Down><F2>乙<Enter><Down><F2>丙<Enter>");
    assert!(story.rules().is_empty(), "{:?}", story.rules());
    let again = Story::open(&story.file(), Lang::Zh);
    assert!(again.rules().is_empty(), "{:?}", again.rules());
    assert_eq!(again.app.report, story.app.report);
}

#[test]
fn typing_the_old_value_is_no_change_and_escape_keeps_what_can_be_redone() {
    let story = Story::sample(2020).keys("<A-3><C-Home>7<BS>1<Enter>");
    assert!(!story.app.is_modified());
    let story = story.keys("5<Enter><C-z>7<Esc><C-y>");
    assert_eq!(story.value("applications/carried_in/person"), "5");
}

#[test]
fn arrows_leave_a_cell_that_is_being_replaced_and_move_in_one_edited_in_place() {
    let story = Story::sample(2024).keys("<A-3><C-Home>7<Right>8<Enter>");
    assert_eq!(
        (story.value("applications/new/person"), story.value("applications/new/enterprise")),
        ("7".into(), "8".into())
    );
    let story = story.keys("<F2><Left>5<Enter>");
    assert_eq!(story.value("applications/carried_in/enterprise"), "50");
}

#[test]
fn a_section_of_last_years_text_is_copied_from_where_it_is_read() {
    let mut story = beside_last_year().keys("<A-1><A-l><C-c>");
    let LastYear::One(last) = &story.app.last_year else { panic!("no last year") };
    let text = last.report.prose[0].join("\n");
    assert!(!text.is_empty() && story.copied.as_deref() == Some(text.as_str()));
    story.press("<Esc><C-a>新<C-a><C-v>");
    assert_eq!(story.app.report.prose[0].join("\n"), text);
    // A table is none.
    story.press("<A-3><A-l><C-c>");
    assert!(story.screen().contains("没有可复制的文字"), "{}", story.screen());
}

#[test]
fn nothing_copied_pastes_nothing_and_says_so() {
    let mut story = Story::sample(2020).at(120, 40).keys("<A-6><C-a>");
    let before = story.file();
    for keys in ["<C-v>", "<Esc><A-3><C-v>", "2<C-v>"] {
        story.press(keys);
        assert!(story.screen().contains("还没有在这里复制过内容"), "{keys}: {}", story.screen());
    }
    story.press("<Esc>");
    assert_eq!(story.file(), before);
}

#[test]
fn a_whole_table_pasted_while_typing_is_not_too_much() {
    let line = format!("{}\n", ["1"; 7].join("\t"));
    let mut story = Story::sample(2020).keys("<A-3><C-Home>5");
    let block = format!("{}{line}", "\t\t\t\t\t\t\n".repeat(600));
    story.press(&format!("<paste:{block}>"));
    assert!(!story.screen().contains("内容太多"), "{}", story.screen());
}

#[test]
fn a_block_pasted_while_typing_goes_to_the_table() {
    let story = Story::sample(2020).keys("<A-3><C-Home>1<paste:8\\t9\\n7>");
    assert_eq!(
        (story.value("applications/new/person"), story.value("applications/new/enterprise")),
        ("8".into(), "9".into())
    );
    assert_eq!(story.value("applications/carried_in/person"), "7");
}

#[test]
fn another_organ_or_year_has_another_last_year() {
    let story = Story::sample(2020).keys("<A-0><Down>2019");
    assert_eq!(story.looked_for_last_year, 0, "not while it is typed");
    let story = story.keys("<Enter>");
    assert_eq!(story.looked_for_last_year, 1);
    let story = story.keys("<Up><Up>新镇人民政府<Enter>");
    assert_eq!(story.looked_for_last_year, 2);
    let story = story.keys("<C-z>");
    assert_eq!(story.looked_for_last_year, 3);
}

#[test]
fn a_hasty_enter_drops_no_cells() {
    let story = Story::sample(2020).keys("<A-0><Down>2021<Enter><Enter>");
    assert_eq!((story.app.report.year, story.app.form.edition), (Some(2020), "2019"));
}

#[test]
fn column_labels_are_found_and_the_way_round_is_told() {
    let mut story = Story::sample(2020).keys("<A-3><C-f>法律服务机构<Enter>");
    assert_eq!(story.here(), "applications/new/legal");
    story.press("<F3>");
    assert!(story.screen().contains("绕回"), "{}", story.screen());
}

#[test]
fn nothing_else_happens_under_a_question() {
    let story = Story::sample(2020).keys("<A-3><C-Home>7<Enter><A-0><Down>2021<C-z>");
    assert!(story.app.popup.is_some());
    assert_eq!(story.value("applications/new/person"), "7", "the undo did not go through");
    let story = story.keys("<Esc><C-z>");
    assert_eq!(story.value("applications/new/person"), "1");
}

#[test]
fn a_cursor_beyond_the_rows_of_another_edition_comes_back_into_the_table() {
    let mut story = Story::sample(2020).keys("<A-2><C-End><A-0><Down>2021<Enter><Down><Enter><A-2>");
    assert_eq!(story.here(), "fees/fees/amount");
    story.press("<paste:5\\n6\\n7>");
    assert_eq!(story.value("fees/fees/amount"), "5");
}

#[test]
fn an_empty_paste_changes_nothing() {
    let story = Story::sample(2020).keys("<A-3><C-Home><C-v><paste:>");
    assert_eq!(story.file(), sample(2020));
}

#[test]
fn what_is_selected_is_what_is_marked() {
    let story = Story::sample(2020)
        .keys("<A-2><C-Home><End><S-Down><S-Down><S-Down><S-Down><S-Down><S-Down><S-Down><Del>");
    assert_eq!(story.value("documents/rules/public_total"), "");
    assert_eq!(story.value("enforcement/compulsion/decisions"), "");
    assert_eq!(story.value("fees/fees/change"), "0", "a row without a third column has none selected");
}

#[test]
fn a_report_on_the_wrong_form_is_mended_by_typing_its_year_again() {
    let text = sample(2020).replace("year: 2020", "year: 2023");
    let story = Story::open(&text, Lang::Zh);
    assert_eq!(story.rules(), ["edition"]);
    let story = story.keys("<F8>2023<Enter><Down><Enter>");
    assert_eq!(story.app.form.edition, "2021");
    assert!(!story.rules().contains(&"edition".to_owned()));
}

#[test]
fn accepting_one_finding_leaves_the_acceptance_of_another_alone() {
    let (before, after) = (sample(2020), String::new());
    let text = before.split_once("    overview: [").unwrap().0.to_owned()
        + "    overview: [],\n    documents: ("
        + before.split_once("    documents: (").unwrap().1;
    let text = text.split_once("    problems: [").unwrap().0.to_owned()
        + "    problems: [],\n    other: ["
        + text.split_once("    other: [").unwrap().1
        + &after;
    let story = Story::open(&text, Lang::Zh);
    assert_eq!(story.rules(), ["empty-section", "empty-section"]);
    let story = story.keys("<F4><Home><F2>甲<Enter><Down><F2>乙<Enter>");
    assert!(story.rules().is_empty(), "{}", story.file());
    let story = story.keys("<Up><Del>");
    assert_eq!(story.rules(), ["empty-section"]);
}

#[test]
fn a_failed_save_keeps_the_unsaved_mark() {
    use reportui::app::Effect;
    use reportui::store::SaveError;
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Enter>");
    let effects = story.app.update(reportui::app::Command::Save);
    let [Effect::Save(request)] = effects.as_slice() else { panic!("{effects:?}") };
    let error = SaveError::Io(std::io::ErrorKind::StorageFull.into());
    story.app.saved(request, &Err(error));
    assert!(story.app.is_modified());
    assert!(story.screen().contains("没有保存 report.ron：磁盘已满"), "{}", story.screen());
}

#[test]
fn a_printed_total_that_differs_stands_until_it_is_dropped() {
    let text =
        sample(2020).replace("\n)\n", "\n    stated: {\n        \"applications/new/total\": 3,\n    },\n)\n");
    let mut story = Story::open(&text, Lang::Zh);
    assert_eq!(story.rules(), ["stated-total"]);
    assert!(story.screen().contains("原合计是 3"), "{}", story.screen());
    let story = story.keys("<A-3><C-Home><End><Del>");
    assert!(story.rules().is_empty());
    let story = story.keys("<C-z>");
    assert_eq!(story.rules(), ["stated-total"]);
    let story = story.keys("1");
    assert!(story.rules().is_empty(), "who types what is added up has looked at it");
    assert_eq!(story.file(), sample(2020));
}

#[test]
fn a_printed_total_that_has_come_right_does_not_come_back() {
    let text =
        sample(2020).replace("\n)\n", "\n    stated: {\n        \"applications/new/total\": 3,\n    },\n)\n");
    let story = Story::open(&text, Lang::Zh).keys("<A-3><C-Home>3");
    assert!(story.file().contains("stated"), "nobody knows yet whether more digits come");
    let story = story.keys("<Enter>");
    assert!(!story.rules().contains(&"stated-total".to_owned()), "{:?}", story.rules());
    let story = story.keys("<Up>2<Enter>");
    assert!(!story.file().contains("stated") && !story.rules().contains(&"stated-total".to_owned()));
    let story = story.keys("<C-z><C-z>");
    assert_eq!(story.rules(), ["stated-total"], "taken back as a whole");
    // A change of several cells too.
    let mut story = story.keys("<A-3><C-Home>");
    story.app.update(reportui::app::Command::Paste("2\t1\n".to_owned()));
    assert!(!story.file().contains("stated"), "{}", story.file());
    // What changes nothing makes nothing right, and leaves no mark of a change.
    let right = text.replace("total\": 3", "total\": 1");
    let mut story = Story::open(&right, Lang::Zh).keys("<A-3><C-Home>");
    story.app.update(reportui::app::Command::Paste("1\t0\n".to_owned()));
    assert!(!story.app.is_modified() && story.file().contains("stated"), "{}", story.file());
}

#[test]
fn the_english_interface_says_the_same() {
    let mut story = Story::open(&sample(2020), Lang::En).keys("<A-3><C-Home>2<Enter>");
    let screen = story.screen();
    assert!(screen.contains("new 2 + carried in 0 = 2, but handled 1 + carried out 0 = 1"), "{screen}");
    assert!(screen.contains("Errors 2") && screen.contains("Modified"), "{screen}");
}

#[test]
fn a_command_is_found_by_chinese_initials_or_english() {
    for typed in ["下一条", "xytwt", "next finding"] {
        let mut story = Story::sample(2024).keys(&format!("<A-3><C-p>{typed}"));
        assert!(story.screen().contains("到下一条问题"), "{typed}: {}", story.screen());
        let story = story.keys("<Enter>");
        assert!(story.app.popup.is_none());
        assert_eq!(story.app.page_index(), 6, "{typed}: the finding after section 3");
    }
    let story = Story::sample(2024).keys("<A-3><F10>保存<Enter>");
    assert!(story.app.notice.is_some_and(|notice| notice.contains("没有修改")));
    assert!(Story::sample(2024).keys("<F10>suspend<Enter>").suspended);
}

#[test]
fn the_palette_lists_what_applies_where_it_was_called_and_its_keys() {
    let mut story = Story::sample(2024).keys("<A-3><C-p>0");
    assert!(story.screen().contains("F7"), "{}", story.screen());
    let mut story = Story::sample(2024).keys("<A-1><C-p>说明理由");
    assert!(story.screen().contains("没有相符的"), "{}", story.screen());
    let story = story.keys("<Enter>");
    assert!(story.app.popup.is_some(), "it stays, to be corrected");
}

#[test]
fn the_head_of_a_table_is_whole_wherever_it_is_scrolled() {
    for (columns, rows) in [(80, 24), (100, 20), (60, 16)] {
        let mut story = Story::sample(2024).at(columns, rows).keys("<A-3><C-Home>");
        let seen = story.screen();
        let begins = |line: &&str| !line.contains("一、本年新收");
        let head: Vec<&str> = seen.lines().take_while(begins).filter(|line| !line.contains("三、")).collect();
        // Header and tabs of the screen are not the table's.
        let head = &head[2..];
        assert!(head.len() >= 2, "{seen}");
        for key in ["<Down>", "<Up>"] {
            for step in 0..30 {
                let seen = story.screen();
                for line in head {
                    assert!(
                        seen.contains(line),
                        "{columns}x{rows}, {key} {step}: {line} is missing in\n{seen}"
                    );
                }
                story.press(key);
            }
        }
    }
}

#[test]
fn a_command_is_found_by_the_word_that_comes_to_mind() {
    for (typed, shown) in
        [("检查", "核对结果"), ("年份", "到标题与落款"), ("搜索", "查找"), ("tutorial", "手册")]
    {
        let mut story = Story::sample(2024).keys(&format!("<A-3><F10>{typed}"));
        assert!(story.screen().contains(shown), "{typed}: {}", story.screen());
    }
}

#[test]
fn a_cell_is_found_by_parts_of_its_labels() {
    let cases = [
        ("商业 新收", "applications/new/enterprise"),
        ("复议 维持", "disputes/reconsideration/upheld"),
        ("wjfyzjqs jgjz", "disputes/direct_suit/corrected"),
        ("not held individuals", "applications/not_held/person"),
        ("收费金额", "fees/fees/amount"),
        ("其他处理 其他", "applications/other_result/person"),
        ("其他", "applications/other_result/person"),
        ("七 总计 总计", "applications/handled_total/total"),
        ("其他 其他", "applications/other_result/other_org"),
    ];
    for (typed, expected) in cases {
        let story = Story::sample(2024).keys(&format!("<A-1><C-g>{typed}<Enter>"));
        assert_eq!(story.here(), expected, "{typed}");
    }
}

#[test]
fn a_report_is_saved_under_another_name_and_goes_on_there() {
    let story = Story::sample(2020).keys("<A-3><C-Home>2<Enter><F10>另存为<Enter><BS><BS><BS>2.ron<Enter>");
    let request = story.saved.as_ref().unwrap();
    assert_eq!(request.path.to_string_lossy(), "report.2.ron");
    assert!(request.how.create, "no existing file is overwritten");
    assert!(!story.app.is_modified());
    let story = story.keys("3<Enter><C-s>");
    let request = story.saved.unwrap();
    assert_eq!((request.path.to_string_lossy().as_ref(), request.how.create), ("report.2.ron", false));
}

#[test]
fn enter_after_a_run_of_tabs_goes_back_to_where_it_began() {
    let story = Story::new_report(2021).keys("某某镇人民政府<Enter><A-2>0<Tab>0<Tab>0<Enter>2<Tab>1<Tab>9<Enter>120<Enter>14<Enter>0<Enter>3.5<Enter>");
    let row = |row: &str| {
        ["issued", "repealed", "in_force"].map(|column| story.value(&format!("documents/{row}/{column}")))
    };
    assert_eq!(row("rules"), ["0", "0", "0"]);
    assert_eq!(row("normative"), ["2", "1", "9"]);
    assert_eq!(story.value("licensing/licences/decisions"), "120");
    assert_eq!(story.value("enforcement/compulsion/decisions"), "0");
    assert_eq!(story.value("fees/fees/amount"), "3.5");
    let story = Story::sample(2020).keys("<A-3><C-Home><Tab><Tab><C-g>其他处理 法律<Enter><Enter>");
    assert_eq!(story.here(), "applications/handled_total/legal", "going elsewhere ends the run");
}

#[test]
fn the_end_of_a_section_is_told() {
    let mut story = Story::sample(2020).keys("<A-2><C-End>14<Enter>");
    assert!(story.screen().contains("已到本部分最后一行"), "{}", story.screen());
    let mut story = story.keys("<Tab>");
    assert!(story.screen().contains("已到本部分最后一格"), "{}", story.screen());
    let mut story = story.keys("<C-Home><S-Tab>");
    assert!(story.screen().contains("已到本部分第一格"), "{}", story.screen());
}

#[test]
fn every_motion_selects_with_shift() {
    let count = |keys: &str| {
        let story = Story::sample(2020).keys("<A-3><C-Home>").keys(keys);
        story.app.selected().concat().len()
    };
    assert_eq!(count("<S-End>"), 7);
    assert_eq!(count("<C-S-End>"), 161);
    assert_eq!(count("<S-Down><S-Home>"), 2);
    assert_eq!(count("<C-End><C-S-Home>"), 161);
    assert!(count("<S-PageDown>") > 5);
}

#[test]
fn a_sentence_is_not_pasted_over_figures() {
    let mut story = Story::sample(2020).keys("<A-2><C-Home><paste:全年主动公开政府信息两千三百五十条。>");
    assert!(story.screen().contains("不是数字"), "{}", story.screen());
    assert_eq!(story.file(), sample(2020));
    let story = story.keys("<paste:约12件>");
    assert_eq!(story.value("documents/rules/made"), "约12件", "a mistyped figure stays, marked");
    let story = story.keys("<C-z><paste:12件>");
    assert_eq!(story.value("documents/rules/made"), "12", "a unit is no part of it");
}

#[test]
fn saving_and_leaving_work_under_anything() {
    for keys in ["<F1>", "<F5>", "<F10>", "<C-g>", "<C-f>", "<F4><F2>"] {
        let mut story = Story::sample(2024).keys("<A-3><C-Home>7<Enter>").keys(keys).keys("<C-q>");
        assert!(story.screen().contains("未保存的修改"), "{keys}: {}", story.screen());
        let story = Story::sample(2024).keys("<A-3><C-Home>7<Enter>").keys(keys).keys("<C-s>");
        assert!(story.saved.is_some(), "{keys}");
    }
}

/// The sample of 2024 beside a report of the year before.
fn beside_last_year() -> Story {
    let mut story = Story::sample(2024);
    let mut last = reportui::store::sample(2024).unwrap();
    last.report.year = Some(2023);
    let cell = |address| last.form.find(address).unwrap();
    last.report.cells[cell("applications/new/person").0] = Value::Number(77.into());
    last.report.cells[cell("applications/new/enterprise").0] = Value::Blank;
    story.app.found_last_year(LastYear::One(Box::new(last)));
    story
}

#[test]
fn last_years_value_stands_beside_the_cell_and_a_key_shows_its_report() {
    let mut story = beside_last_year().keys("<A-3><C-Home>");
    assert!(story.screen().contains("（上年 77）"), "{}", story.screen());
    let mut story = story.keys("<Right>");
    assert!(story.screen().contains("（上年空白）"), "{}", story.screen());
    // Of what has to be carried over it is the number that it has to equal.
    let carried = beside_last_year().keys("<C-g>applications/carried_in/person<Enter>").screen();
    assert!(carried.contains("（上一年报告的结转下年 103）"), "{carried}");
    let mut story = story.keys("<A-l>");
    let screen = story.screen();
    let first =
        screen.lines().find(|line| line.contains("三、收到和处理")).unwrap_or_else(|| panic!("{screen}"));
    assert!(!first.is_empty() && screen.contains(" 77 "), "{screen}");
    let mut story = story.keys("<A-l>");
    assert!(!story.screen().contains(" 77 "));
    assert!(Story::sample(2024).keys("<A-l>").screen().contains("没有找到上一年的报告"));
}

#[test]
fn another_report_is_compared_in_the_editor() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("draft.ron"), sample(2020)).unwrap();
    let mut story = Story::sample(2020).keys("<A-3><C-Home>9<Enter>");
    story.folder = folder.path().to_owned();
    let mut story = story.keys("<C-p>与另一份<Enter>");
    let screen = story.screen();
    assert!(screen.contains("与哪一份报告比较") && screen.contains("draft.ron"), "{screen}");
    let mut story = story.keys("draft<Enter>");
    let screen = story.screen();
    assert!(screen.contains("1 改为 9") && screen.contains("自然人"), "{screen}");
    let mut story = story.keys("<Esc>");
    assert_eq!(story.value("applications/new/person"), "9");
    // Of another edition only what compares is compared.
    std::fs::write(folder.path().join("other.ron"), sample(2024)).unwrap();
    story = story.keys("<C-p>与另一份<Enter>other<Enter>");
    let screen = story.screen();
    assert!(screen.contains("口径不同"), "{screen}");
}

#[test]
fn an_offered_name_is_replaced_by_what_is_typed_and_kept_when_the_caret_moves() {
    let story = Story::sample(2020).keys("<F12>新名<Enter>");
    assert_eq!(story.saved.unwrap().path, PathBuf::from("新名.ron"));
    // Nobody finds a report again that is called as a document is.
    let mut story = Story::sample(2020).keys("<F12>稿.docx<Enter>");
    assert!(
        story.saved.is_none() && story.screen().contains("稿.docx 是另一种文件的名字"),
        "{}",
        story.screen()
    );
    story.press("<BS><BS><BS><BS>1<Enter>");
    assert_eq!(story.saved.as_ref().unwrap().path.file_name().unwrap(), "稿.1.ron");
    let story = Story::sample(2020).keys("<F12><BS><BS><BS><BS>-2<Enter>");
    assert_eq!(story.saved.unwrap().path, PathBuf::from("report-2.ron"));
}

#[test]
fn words_are_not_deleted_by_a_hasty_enter() {
    let story = Story::sample(2024).keys("<A-5><C-Home>甲乙，甲乙。<C-r>甲乙<Enter><Enter>");
    let mut hasty = story.keys("<Enter>");
    assert!(hasty.screen().contains("甲乙，甲乙。"), "{}", hasty.screen());
    let mut story = Story::sample(2024).keys("<A-5><C-Home>甲乙，甲乙。<C-r>甲乙<Enter><Enter>");
    assert!(story.screen().contains("全部删去"), "{}", story.screen());
    let mut story = story.keys("<Up><Enter>");
    assert!(story.screen().contains("已删去 2 处") && !story.screen().contains("甲乙"), "{}", story.screen());
}

#[test]
fn a_fee_is_calculated() {
    let mut story = Story::sample(2020).keys("<A-6><C-p>信息处理费<Enter>３5<Tab>250");
    let screen = story.screen();
    assert!(screen.contains("收 3000 元") && screen.contains("收 4700 元"), "{screen}");
    let mut story = story.keys("<BS>x<Esc>");
    assert!(!story.screen().contains("按件"));
}

#[test]
fn a_report_that_follows_on_is_not_reproached_for_what_is_still_to_be_written() {
    let last = reportui::store::sample(2024).unwrap();
    let report = reportui::report::Report::following(last.form, 2025, (last.form, &last.report));
    let derived = reportui::check::check(
        last.form,
        &report,
        Some((last.form, &last.report)),
        &reportui::check::Policy::default(),
    );
    for rule in ["alike", "in-force-flow", "carry", "tables-alike"] {
        assert!(!derived.findings.iter().any(|finding| finding.rule == rule), "{rule}");
    }
}

#[test]
fn a_number_within_a_wrong_sum_is_told_so() {
    let mut story = Story::sample(2020).at(120, 40).keys("<C-g>applications/granted/person<Enter>9");
    assert!(story.screen().contains("相差 9 件"), "{}", story.screen());
}

#[test]
fn a_sum_is_told_to_be_one() {
    let (form, report) = support::read(&sample(2020));
    let part = |number: u64| reportui::report::Contribution {
        organ: format!("第{number}镇"),
        file: format!("{number}.ron"),
        of: Vec::new(),
        digest: number,
    };
    let mut sum = reportui::report::Sum::new(form, 2020);
    sum.add(&report, part(1));
    sum.add(&report, part(2));
    let file = reportui::report::document::write(form, &sum.into_report("某县"));
    let mut story = Story::open(&file, Lang::Zh);
    assert!(story.screen().contains("这是 2 份报告的汇总"), "{}", story.screen());
    assert_eq!(story.file(), file);
}

#[test]
fn what_was_taken_back_or_done_again_is_named() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Enter><A-5><C-Home>甲<A-1><C-z>");
    assert!(story.screen().contains("已撤销：五·正文"), "{}", story.screen());
    story.press("<C-z>");
    assert!(story.screen().contains("已撤销：三·本年新收政府信息公开申请数量·自然人"), "{}", story.screen());
    story.press("<C-y>");
    assert!(story.screen().contains("已重做：三·"), "{}", story.screen());
    let mut story = Story::sample(2020).keys("<A-1><C-r>公开<Enter>公示<Enter><Down><Enter><C-z>");
    assert!(story.screen().contains("已撤销：多个部分的正文"), "{}", story.screen());
    let mut story = Story::open(&sample(2020), Lang::En).keys("<A-0><Up><Up><Up><Up><F2>X<Enter><A-3><C-z>");
    assert!(story.screen().contains("Undone: Organ"), "{}", story.screen());
}

#[test]
fn the_end_of_a_section_tells_of_errors_that_are_left_in_it() {
    let mut story =
        Story::sample(2020).at(80, 24).keys("<A-4><C-Home><Del><A-3><C-Home>2<Enter><C-End><Left><Enter>");
    let screen = story.screen();
    assert!(screen.contains("已到本部分最后一行。本部分还有 2 个错误，按 F8 去看。"), "{screen}");
    // The key leads there, though they stand before the cursor and others behind it.
    story.press("<F8>");
    assert_eq!(story.here(), "applications/new/person");
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2<Down><Del><F7>");
    assert!(story.screen().contains("填 0。本部分还有 2 个错误，按 F8 去看。"), "{}", story.screen());
    // A notice does not hide what is wrong with the cell.
    let mut story = Story::sample(2020).at(80, 24).keys("<A-3><C-Home>2<Enter><Up><C-c>");
    let screen = story.screen();
    assert!(screen.contains("已复制") && screen.contains("相差 1"), "{screen}");
}

#[test]
fn enter_ends_with_the_last_field_of_title_and_signature() {
    let mut story =
        Story::new_report(2021).keys("某某镇人民政府<Enter><Enter><Enter>2022年1月20日<Enter><Enter>");
    assert!(story.screen().contains("Ctrl+PageDown 到第一部分"), "{}", story.screen());
    assert!(story.app.report.prose.iter().all(Vec::is_empty), "nothing falls into the text of section 1");
    for (date, is_day) in [
        ("2022年1月", false),
        ("2022-1-32", false),
        ("2022.1.20", true),
        ("二〇二二年一月二十日", true),
        ("二〇二二年一月", false),
    ] {
        let mut story = Story::new_report(2021).keys(&format!("某某镇<Enter><Enter><Enter>{date}<Enter>"));
        assert_eq!(story.screen().contains("落款日期“"), !is_day, "{}", story.screen());
    }
    // However it is typed, the file has it as all files do, and a date within the report's own year is doubted for as long as it
    // stands.
    let story = Story::new_report(2021).keys("某某镇<Enter><Enter><Enter>2022．1．20<Enter>");
    assert_eq!(story.app.report.signed.as_ref().unwrap().date, "2022-01-20");
    let story = Story::new_report(2021).keys("某某镇<Enter><Enter><Enter>2022年1月20日（印章）<Enter>");
    assert_eq!(story.app.report.signed.as_ref().unwrap().date, "2022年1月20日（印章）", "nothing is lost");
    let mut story = Story::new_report(2021).keys("某某镇<Enter><Enter><Enter>2021年1月20日<Enter>");
    assert!(story.screen().contains("落款日期“2021年1月20日”在 2021 年结束之前"), "{}", story.screen());
    let mut story = story.keys("<Up>");
    assert!(story.screen().contains("落款日期“2021年1月20日”在 2021 年结束之前"), "{}", story.screen());
    let mut story = story
        .keys("<A-3><A-0><Down><Down><Down><F2><BS><BS><BS><BS><BS><BS><BS><BS><BS><BS>2022-01-20<Enter>");
    assert!(!story.screen().contains("落款日期“"), "{}", story.screen());
    // A date alone is that of the organ.
    let mut story = Story::new_report(2021).keys("某某镇人民政府<Enter><Enter><Enter>2022-1-20<Enter>");
    assert!(story.screen().contains("（同机关名称）"), "{}", story.screen());
    story.press("<F5><C-End>");
    let screen = story.screen();
    let at = screen.rfind("2022年1月20日").unwrap();
    assert!(screen[..at].trim_end().lines().next_back().unwrap().contains("某某镇人民政府"), "{screen}");
    // From there the key of another text goes on to that one, and Esc back to what lay under it.
    story.press("<F9>");
    assert!(
        story.screen().contains("概览") && !story.screen().contains("2022年1月20日"),
        "{}",
        story.screen()
    );
    story.press("<Esc><F4><F2>甲<F1><F5><Esc>");
    assert!(matches!(story.app.popup, Some(reportui::app::Popup::Reason { .. })), "{}", story.screen());
}

#[test]
fn what_is_no_reason_leaves_its_box_open() {
    let mut story = Story::sample(2024).keys("<F4><F2>");
    // A number that was meant for a cell is none either.
    for typed in ["  ", "无", "3"] {
        story.press(&format!("<C-k>{typed}<Enter>"));
        assert!(story.screen().contains("请写一句理由"), "{}", story.screen());
        assert!(story.app.report.waivers.is_empty());
        story.press("<BS><BS>");
    }
    story.press("属实<Enter>");
    assert_eq!(story.app.report.waivers.len(), 1);
}

#[test]
fn a_single_place_to_replace_is_asked_about_once() {
    let mut story = Story::sample(2024).keys("<A-5><C-Home>甲乙丙<C-r>甲乙丙<Enter>丁<Enter><Enter>");
    assert!(story.app.popup.is_none(), "{}", story.screen());
    assert!(story.app.report.prose[4][0].starts_with('丁'));
    assert!(story.screen().contains("已替换 1 处，后面没有了"), "{}", story.screen());
}

#[test]
fn what_comes_of_replacing_is_told() {
    let asked = |with: &str, answers: &str| {
        let keys = format!("<A-5><C-Home>甲乙，甲乙。<C-r>甲乙<Enter>{with}<Enter>{answers}");
        Story::sample(2024).keys(&keys).screen()
    };
    let screen = asked("", "");
    assert!(screen.contains("没有写替换为什么：要删去吗"), "{screen}");
    let screen = asked("", "<Down><Enter>");
    assert!(screen.contains("删去选中的文字吗"), "{screen}");
    let screen = asked("丁", "<Enter><Enter><Esc>");
    assert!(screen.contains("已替换 1 处，其余 1 处没有动"), "{screen}");
    let screen = asked("丁", "<Enter><Down><Enter><Down><Enter>");
    assert!(screen.contains("没有替换，后面没有了"), "{screen}");
    let screen = asked("丁", "<Enter><Down><Enter><Enter>");
    assert!(screen.contains("已替换 1 处，其余 1 处没有动"), "{screen}");
    let screen = asked("丁", "<Enter><Down><Enter><Esc>");
    assert!(screen.contains("已替换 0 处，其余 2 处没有动"), "what was passed over is left too: {screen}");
    assert!(asked("甲乙", "").contains("替换前后一样"));
}
