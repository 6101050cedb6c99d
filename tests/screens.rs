//! Golden screens: text and styled spans, read by eye before they were blessed. `BLESS=1 cargo test --test screens` writes them anew.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use std::path::Path;

use reportui::store::Recent;
use reportui::ui::theme::Theme;
use reportui::words::Lang;
use support::{Story, sample, spans, text};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 10)];

/// Compares what is on the screen with the golden file of that name, at every size.
fn golden(name: &str, lang: Lang, year: u16, keys: &str) {
    for (columns, rows) in SIZES {
        compare(name, &mut Story::open(&sample(year), lang).at(columns, rows).keys(keys));
    }
}

/// Compares what is on the screen of a story with the golden file of that name and size.
fn compare(name: &str, story: &mut Story) {
    let (buffer, caret) = story.draw();
    let caret = caret.map_or_else(|| "none".to_owned(), |(x, y)| format!("{x},{y}"));
    let seen = format!("{}\n--- caret {caret}\n{}", text(&buffer), spans(&buffer));
    let size = format!("{}x{}", buffer.area.width, buffer.area.height);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/screens/{name}-{size}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &seen).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(seen == expected, "{} differs; it is now:\n{seen}", file.display());
}

#[test]
fn the_applications_table() {
    golden("applications", Lang::Zh, 2020, "<A-3><C-Home>");
}

#[test]
fn an_imbalance_while_typing() {
    golden("imbalance", Lang::Zh, 2020, "<A-3><C-Home>2");
}

/// A new report from its name to the file to hand in; README shows these.
#[test]
fn the_first_ten_minutes() {
    let mut story = Story::new_report(2025).at(80, 24);
    for (step, keys) in [
        ("details", "青石镇人民政府<Enter>"),
        ("table", "<A-3>5<Tab>2<Enter>1<C-g>予以公开 自然人<Enter>3"),
        ("text", "<Enter><A-1>2025年，青石镇主动公开312条，新收申请8件，均按期答复。"),
        ("findings", "<A-3><F7><F4><End>"),
        ("preview", "<Esc><F5>"),
        ("export", "<Esc><C-e>"),
    ] {
        story.press(keys);
        compare(&format!("first-{step}"), &mut story);
    }
}

#[test]
fn the_end_of_the_longer_table() {
    golden("applications-2021-end", Lang::Zh, 2024, "<A-3><C-End>");
}

#[test]
fn a_selection() {
    golden("selection", Lang::Zh, 2024, "<A-3><C-Home><S-Right><S-Down><S-Down>");
}

#[test]
fn the_tables_of_disclosure() {
    golden("disclosure", Lang::Zh, 2020, "<A-2><C-End>");
}

#[test]
fn fifteen_columns_of_disputes() {
    golden("disputes", Lang::Zh, 2024, "<A-4><C-End>");
}

#[test]
fn prose_with_a_finding() {
    golden("prose", Lang::Zh, 2024, "<A-1><Down><Down>");
}

#[test]
fn title_and_signature() {
    golden("details", Lang::Zh, 2020, "<A-0>");
}

#[test]
fn the_list_of_findings() {
    golden("findings", Lang::Zh, 2024, "<A-3><C-Home>9<Enter><F4>");
}

#[test]
fn a_question_before_leaving() {
    golden("unsaved", Lang::Zh, 2020, "<A-3><C-Home>2<Enter><C-q>");
}

#[test]
fn the_palette() {
    golden("palette", Lang::Zh, 2020, "<A-3><C-p>");
}

#[test]
fn help_where_one_is() {
    golden("help", Lang::Zh, 2024, "<A-3><C-Home><Down><Down><Down><F1>");
}

#[test]
fn the_preview() {
    golden("preview", Lang::Zh, 2024, "<F5><PageDown><PageDown><PageDown>");
}

#[test]
fn replacing_words() {
    golden("replace", Lang::Zh, 2020, "<A-1><C-r>2020年<Enter>2021年");
    golden("replace-here", Lang::Zh, 2020, "<A-1><C-r>2020年<Enter>2021年<Enter><Enter>");
}

#[test]
fn going_to_a_cell() {
    golden("go-to", Lang::Zh, 2024, "<A-1><C-g>商业 新收");
}

#[test]
fn how_the_report_stands() {
    golden("overview", Lang::Zh, 2024, "<F9>");
}

#[test]
fn help_in_text() {
    golden("help-text", Lang::Zh, 2024, "<A-1><F1>");
}

#[test]
fn the_manual() {
    golden("manual", Lang::Zh, 2024, "<F1><F1>");
}

#[test]
fn the_first_screen() {
    for (columns, rows) in SIZES {
        let recent = |path: &str, organ: &str, year, errors, warnings| Recent {
            path: path.into(),
            organ: organ.to_owned(),
            year: Some(year),
            errors,
            warnings,
            is_gone: false,
        };
        let recent = vec![
            recent("/home/clerk/年报/2020.ron", "克井镇人民政府", 2020, 1, 0),
            recent("/home/clerk/年报/2019.ron", "克井镇人民政府", 2019, 0, 0),
        ];
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("2021.ron"), "").unwrap();
        let mut story = Story::start(folder.path(), recent).at(columns, rows);
        compare("start", &mut story);
    }
}

#[test]
fn the_english_interface() {
    golden("english", Lang::En, 2020, "<A-3><C-Home>2<Enter>");
}

#[test]
fn every_screen_is_drawn_at_every_small_size() {
    let places = [
        "<A-0>",
        "<A-1>",
        "<A-2><C-End>",
        "<A-3><C-End>",
        "<A-3><C-Home>2",
        "<A-4><C-End>",
        "<A-0><F2>很长的机关名称很长的机关名称",
        "<F4>",
        "<F4><F2>理由",
        "<F1>",
        "<A-3>2<Enter><C-q>",
        "<A-0><Down>1999<Enter>",
        "<A-0><Down>2020<Enter>",
        "<F6><F6>",
        "<A-3><C-a>",
        "<C-p>x",
        "<C-g>",
        "<F5>",
        "<F9>",
        "<F1><C-f>公开",
        "<A-1><F1><F1>",
        "<C-o>",
        "<F12>",
    ];
    let sizes = (1..=30).flat_map(|columns| (1..=8).map(move |rows| (columns, rows)));
    let larger =
        [(40, 10), (41, 11), (60, 15), (79, 19), (80, 20), (99, 24), (100, 12), (100, 20), (250, 80)];
    let mut stories: Vec<_> = places.iter().map(|keys| Story::sample(2024).keys(keys)).collect();
    stories.push(Story::start(Path::new("."), Vec::new()));
    for (columns, rows) in sizes.chain(larger) {
        for story in &mut stories {
            story.resize(columns, rows);
            let (_, caret) = story.draw();
            if let Some((x, y)) = caret {
                assert!(x < columns && y < rows, "caret {x},{y} outside {columns}x{rows}");
            }
        }
    }
}

#[test]
fn a_screen_too_small_says_so_and_keeps_what_is_typed() {
    let mut story = Story::sample(2020).keys("<A-3><C-Home>2").at(39, 10);
    let seen = story.screen();
    assert!(seen.contains("窗口太小") && seen.contains("40 列"), "{seen}");
    let story = story.at(80, 24).keys("3<Enter>");
    assert_eq!(story.value("applications/new/person"), "23");
}

#[test]
fn the_cell_under_the_cursor_is_on_the_screen_wherever_it_goes() {
    for (columns, rows) in [(40, 10), (80, 24), (100, 20), (120, 40)] {
        let mut story = Story::sample(2024).at(columns, rows).keys("<A-3><C-Home>");
        for keys in [
            "<Down>",
            "<Right>",
            "<PageDown>",
            "<C-End>",
            "<Up>",
            "<Left>",
            "<PageUp>",
            "<A-2><C-End>",
            "<A-4><End>",
        ] {
            for _ in 0..9 {
                story.press(keys);
                let (buffer, caret) = story.draw();
                assert!(
                    caret.is_some_and(|(_, y)| y > 1 && y < rows),
                    "no cursor at {columns}x{rows} after {keys}"
                );
                let (x, y) = caret.unwrap();
                let style = buffer[(x, y)].style();
                assert!(
                    style.add_modifier.contains(ratatui::style::Modifier::REVERSED),
                    "the caret is not on the cell at {columns}x{rows} after {keys}:\n{}",
                    text(&buffer)
                );
            }
        }
    }
}

#[test]
fn what_a_file_hides_is_shown_and_never_sent() {
    let evil = sample(2020)
        .replace("克井镇人民政府\",\n    year", "克\\u{1b}]0;pwn\\u{7}\\u{202e}井镇\",\n    year")
        .replace("2020年，在上级", "\\u{1b}[2J\\u{202e}2020年，在上级");
    for keys in ["<A-0>", "<A-1>", "<A-3>", "<F4>", "<A-0><F2>"] {
        let mut story = Story::open(&evil, Lang::Zh).keys(keys);
        let (buffer, _) = story.draw();
        let hidden = |c: char| reportui::text::is_hidden(c);
        assert!(!buffer.content.iter().any(|cell| cell.symbol().contains(hidden)), "{keys}");
        assert!(text(&buffer).contains("^["), "{keys}: {}", text(&buffer));
    }
}

#[test]
fn a_reference_is_chosen_and_told() {
    golden("refer", Lang::Zh, 2024, "<A-1><C-k>xs zj");
    golden(
        "reference",
        Lang::Zh,
        2024,
        "<A-1><C-Home>收到<C-k>applications/new/total<Enter>件，<Left><Left>",
    );
}

#[test]
fn the_calculator_of_fees() {
    golden("fee", Lang::Zh, 2024, "<A-6><C-p>信息处理费<Enter>35<Tab>250");
}

#[test]
fn other_looks() {
    for (name, theme) in [
        ("looks-light", Theme::light()),
        ("looks-contrast", Theme::contrast()),
        ("looks-monochrome", Theme::monochrome()),
    ] {
        let mut story = Story::sample(2024);
        story.theme = theme;
        compare(name, &mut story.at(80, 24).keys("<A-3><C-Home>9<Enter><S-Right><S-Down>"));
    }
}

#[test]
fn a_large_screen() {
    compare("applications", &mut Story::sample(2024).at(200, 60).keys("<A-3><C-Home>9"));
    compare("prose", &mut Story::sample(2024).at(200, 60).keys("<A-1><Down><Down>"));
}
