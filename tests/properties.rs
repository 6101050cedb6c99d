//! What holds for any report and any series of keys.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]
// The tests say how much they have tried, and what they had to leave out.
#![allow(clippy::print_stdout)]

mod support;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use reportui::app::rows::Rows;
use reportui::app::{Code, Key};
use reportui::check::{Policy, Readings, check, check_again};
use reportui::form::{AmountUnit, CellId, Forms};
use reportui::report::edit::recast;
use reportui::report::{Edit, Report, Signed, Value, Waiver, apply, document};
use reportui::term::Screen;
use reportui::text::{self, Wrapped, wrap};
use reportui::ui::{Frame, draw};
use reportui::words::Lang;
use rust_decimal::Decimal;
use support::{Story, read, sample};

/// Text as it comes: Chinese, ASCII, quotes, controls, combining marks, emoji, bidirectional marks.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,6}",
        2 => "[ -~]{1,6}",
        1 => "[，。、；：！？（）《》“”‘’—…％]{1,3}",
        1 => Just("\\\"\n\t\r".to_owned()),
        1 => Just("e\u{301}👨‍👩‍👧\u{202e}\u{1b}[0m\u{feff}".to_owned()),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// Text in which the rules about words find something.
fn any_sentences() -> impl Strategy<Value = String> {
    let pieces = vec![
        "2019年，我镇主动公开信息12条",
        "2020年",
        "主动公开信息  条",
        "依申请",
        "平台 建设",
        "考核",
        "问责",
        "。",
        "；",
        "！",
        "〔2019〕60号",
        "公开办函〔2019〕60号",
        "政府集中采购",
        "（一）",
        "（三）",
        "去年",
        "好",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..8).prop_map(|pieces| pieces.concat())
}

fn any_value(edition: &'static str, cell: usize) -> impl Strategy<Value = Value> {
    let kind = Forms.get(edition).unwrap().cell(CellId(cell)).kind;
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,15}",
        "-?[0-9]{1,6}",
        "[0-9]{1,9}\\.[0-9]{1,8}",
        "[0-9]{1,3}件",
        any_text(),
    ]
    .prop_map(move |text| Value::typed(kind, &text))
}

/// A report of an edition with any content that the file can hold.
fn any_report() -> impl Strategy<Value = Report> {
    prop_oneof![Just("2019"), Just("2021")].prop_flat_map(|edition| {
        let form = Forms.get(edition).unwrap();
        let inputs: Vec<usize> =
            form.cells().filter(|(_, cell)| !cell.is_computed()).map(|(id, _)| id.0).collect();
        let totals: Vec<usize> =
            form.cells().filter(|(_, cell)| cell.is_computed()).map(|(id, _)| id.0).collect();
        let cells = prop::collection::vec(
            prop::sample::select(inputs).prop_flat_map(move |cell| (Just(cell), any_value(edition, cell))),
            0..40,
        );
        // A line end parts paragraphs.
        let paragraph = any_text().prop_map(|text| text.replace(['\n', '\r'], " "));
        let prose = prop::collection::vec(prop::collection::vec(paragraph, 0..4), 3);
        let stated =
            prop::collection::btree_map(prop::sample::select(totals).prop_map(CellId), 0..1000i64, 0..4);
        let waivers = prop::collection::vec((any_text(), any_text(), prop::option::of(any::<i64>())), 0..3);
        let signed = prop::option::of((any_text(), any_text()));
        (cells, prose, stated, waivers, signed, any_text(), prop::option::of(1000..9999u16)).prop_map(
            move |(cells, prose, stated, waivers, signed, organ, year)| {
                let mut report = Report::new(form, year);
                report.organ = organ;
                for (cell, value) in cells {
                    report.cells[cell] = value;
                }
                let sections = form.sections.iter().enumerate().filter(|(_, section)| section.is_prose());
                for ((index, _), paragraphs) in sections.zip(prose) {
                    report.prose[index] = paragraphs;
                }
                report.stated =
                    stated.into_iter().map(|(cell, number)| (cell, Decimal::from(number))).collect();
                report.waivers = waivers
                    .into_iter()
                    .map(|(phrase, reason, left)| Waiver {
                        rule: "hole".to_owned(),
                        cells: vec![CellId(0), CellId(2)],
                        phrase: Some(phrase),
                        names: vec!["平台建设".to_owned()],
                        left: left.map(Decimal::from),
                        right: None,
                        reason,
                    })
                    .collect();
                report.signed = signed.map(|(organ, date)| Signed { organ, date });
                report
            },
        )
    })
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..198usize, any_value("2019", 0)).prop_map(|(cell, value)| Edit::Cell(CellId(cell), value)),
        any_text().prop_map(Edit::Organ),
        prop::option::of(1000..9999u16).prop_map(Edit::Year),
        (0..198usize, prop::option::of(0..9i64))
            .prop_map(|(cell, number)| Edit::Stated(CellId(cell), number.map(Decimal::from))),
        Just(Edit::Waivers(Vec::new())),
        prop::bool::ANY.prop_map(|yuan| Edit::AmountUnit(if yuan {
            AmountUnit::Yuan
        } else {
            AmountUnit::Wan
        })),
        Just(()).prop_map(|()| {
            let (form, report) = read(&sample(2020));
            recast(&report, form, Forms.get("2021").unwrap()).0
        }),
        prop::option::of(any_text())
            .prop_map(|organ| Edit::Signed(organ.map(|organ| Signed { organ, date: String::new() }))),
    ]
}

fn any_key() -> impl Strategy<Value = Key> {
    use Code::*;
    let code = prop_oneof![
        6 => prop::sample::select(vec![Up, Down, Left, Right, Home, End, PageUp, PageDown, Tab, Enter, Esc, Backspace, Delete]),
        4 => prop::sample::select(vec!['0', '1', '9', '.', '-', '１', '件', '好', 'e']).prop_map(Char),
        1 => (1..=12u8).prop_map(F),
    ];
    let plain = (code, prop::bool::weighted(0.1), prop::bool::weighted(0.15))
        .prop_map(|(code, ctrl, shift)| Key { code, ctrl, alt: false, shift });
    let chord = prop_oneof![
        prop::sample::select(vec!['a', 'c', 'x', 'v', 'z', 'y', 's', 'f', 'g', 'p', 'r', 'q'])
            .prop_map(|c| Key::ctrl(Char(c))),
        prop::sample::select(vec!['0', '1', '2', '3', '4', '5', '6', 'n', 'p'])
            .prop_map(|c| Key::alt(Char(c))),
    ];
    prop_oneof![4 => plain, 1 => chord]
}

/// A terminal in memory.
#[derive(Clone)]
struct Terminal(Rc<RefCell<vt100::Parser>>);

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Terminal {
    /// Whether every cell is as it was drawn.
    fn shows(&self, cells: &Buffer) -> Result<(), TestCaseError> {
        let parser = self.0.borrow();
        for y in 0..cells.area.height {
            let mut covered = 0;
            for x in 0..cells.area.width {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                let (drawn, shown) = (&cells[(x, y)], parser.screen().cell(y, x).unwrap());
                covered = text::width(drawn.symbol()).saturating_sub(1);
                let modifier = |modifier| drawn.modifier.contains(modifier);
                let drawn = (
                    Some(drawn.symbol()).filter(|symbol| *symbol != " ").unwrap_or_default(),
                    (modifier(Modifier::UNDERLINED), modifier(Modifier::REVERSED)),
                    drawn.fg == Color::Reset || drawn.symbol() == " ",
                );
                let shown = (
                    Some(shown.contents()).filter(|symbol| *symbol != " ").unwrap_or_default(),
                    (shown.underline(), shown.inverse()),
                    shown.fgcolor() == vt100::Color::Default || shown.contents().trim().is_empty(),
                );
                prop_assert_eq!(drawn, shown, "column {}, line {}", x, y);
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_saved_report_comes_back_as_it_was(report in any_report()) {
        let form = Forms.get(&report.edition).unwrap();
        let text = document::write(form, &report);
        let (_, back) = document::read(Forms, &text).map_err(|error| TestCaseError::fail(format!("{error:?}\n{text}")))?;
        prop_assert_eq!(&back, &report);
        prop_assert_eq!(document::write(form, &back), text);
    }

    #[test]
    fn no_report_makes_the_rules_panic(report in any_report()) {
        let form = Forms.get(&report.edition).unwrap();
        let derived = check(form, &report, Some((form, &report)), &Policy::default());
        for lang in [Lang::Zh, Lang::En] {
            for finding in &derived.findings {
                let said = reportui::words::Words::of(lang).message(form, finding);
                prop_assert!(!said.contains(text::is_hidden), "{said:?}");
            }
        }
    }

    #[test]
    fn an_edit_and_its_inverse_change_nothing(edit in any_edit()) {
        let (_, before) = read(&sample(2020));
        let mut report = before.clone();
        let inverse = apply(&mut report, edit);
        apply(&mut report, inverse);
        prop_assert_eq!(report, before);
    }

    #[test]
    fn as_many_undos_as_it_takes_give_the_old_report_back(keys in prop::collection::vec(any_key(), 1..80)) {
        let mut story = Story::sample(2020).at(80, 24);
        for key in keys {
            story.app.key(key);
            story.draw();
        }
        story.press("<Esc><Esc><Esc><Esc>");
        for _ in 0..200 {
            story.app.key(Key::ctrl(Code::Char('z')));
        }
        prop_assert_eq!(story.file(), sample(2020));
        prop_assert!(!story.app.is_modified());
    }

    #[test]
    fn a_terminal_shows_what_was_drawn(
        keys in prop::collection::vec((any_key(), prop::bool::weighted(0.03)), 1..80),
        (edition, section) in prop::sample::select(vec![(2020, "<A-1>"), (2024, "<A-3>"), (2024, "<A-1>")]),
    ) {
        let mut story = Story::sample(edition);
        let terminal = Terminal(Rc::new(RefCell::new(vt100::Parser::new(40, 120, 0))));
        let mut screen = Screen::new(terminal.clone(), 120, 40);
        story.press(section);
        for (key, resize) in keys {
            story.app.key(key);
            if resize {
                let (columns, rows) = match screen.size() {
                    (120, 40) => (80, 24),
                    (80, 24) => (30, 8),
                    _ => (120, 40),
                };
                terminal.0.borrow_mut().screen_mut().set_size(rows, columns);
                screen.resize(columns, rows);
            }
            let frame = draw(&story.app, &story.theme, screen.blank());
            let (cells, caret) = (frame.cells(), frame.caret);
            // What was taken over from the frame before is as it would be drawn anew.
            let anew = draw(&story.app, &story.theme, Frame::new(frame.columns, frame.rows));
            prop_assert_eq!(&anew.cells(), &cells);
            prop_assert_eq!((anew.caret, anew.room), (caret, frame.room));
            prop_assert_eq!(format!("{:?}", anew.hits()), format!("{:?}", frame.hits()));
            story.app.hits = frame.hits();
            story.app.seen(screen.show(frame).unwrap());
            terminal.shows(&cells)?;
            let shown = terminal.0.borrow();
            let at = (!shown.screen().hide_cursor()).then(|| shown.screen().cursor_position());
            prop_assert_eq!(at, caret.map(|caret| (caret.y, caret.x)));
        }
    }

    #[test]
    fn redo_gives_back_what_undo_took(keys in prop::collection::vec(any_key(), 1..60)) {
        let mut story = Story::sample(2024);
        for key in keys {
            story.app.key(key);
        }
        story.press("<Esc><Esc><Esc><Esc>");
        let after = story.file();
        let redo_was_possible = { story.press("<C-y>"); story.file() != after };
        prop_assume!(!redo_was_possible);
        for key in ['z', 'y'] {
            for _ in 0..100 {
                story.app.key(Key::ctrl(Code::Char(key)));
            }
        }
        prop_assert_eq!(story.file(), after);
    }

    #[test]
    fn rows_of_a_paragraph_follow_each_other_and_fit(text in any_text(), columns in 2..40usize, indent in 0..5usize) {
        let text = text::visible(&text).into_owned();
        let rows = wrap(&text, columns, indent);
        let mut end = 0;
        for (index, row) in rows.iter().enumerate() {
            prop_assert_eq!(row.start, end);
            end = row.end;
            let words = text.get(row.clone());
            prop_assert!(words.is_some(), "a row ends inside a character");
            let room = if index == 0 { columns.saturating_sub(indent).max(2) } else { columns };
            let words = words.unwrap_or_default();
            let alone = text::graphemes(words).count() <= 1;
            prop_assert!(alone || text::width(words.trim_end_matches(' ')) <= room, "{words:?} in {room}");
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn rows_kept_over_a_change_are_those_of_the_new_text(
        before in any_text(),
        after in any_text(),
        (from, to) in (0..200usize, 0..200usize),
        columns in 2..40usize,
        indent in 0..5usize,
    ) {
        let (from, to) = (before.floor_char_boundary(from.min(to)), before.floor_char_boundary(from.max(to)));
        let changed = format!("{}{after}{}", &before[..from], &before[to..]);
        let mut wrapped = Wrapped::new(&before, columns, indent);
        for text in [&changed, &before, &after, &changed] {
            wrapped.update(text);
            prop_assert_eq!(&wrapped, &Wrapped::new(text, columns, indent));
        }
    }

    #[test]
    fn what_is_kept_of_a_section_is_what_would_be_found_anew(
        versions in prop::collection::vec((prop::collection::vec(any_sentences(), 0..5), 2019..2022u16), 1..6),
    ) {
        let form = Forms.get("2021").unwrap();
        let mut report = Report::new(form, None);
        let mut readings = Readings::default();
        let mut rows = Rows::default();
        for (paragraphs, year) in versions {
            report.prose[0] = paragraphs;
            report.year = Some(year);
            let again = check_again(&mut readings, form, &report, None, &Policy::default());
            let anew = check(form, &report, None, &Policy::default());
            prop_assert_eq!(again.findings, anew.findings);
            prop_assert_eq!(again.characters, anew.characters);
            rows.update(&report.prose[0], 30);
            prop_assert_eq!(&rows.rows, &Rows::of(&report.prose[0], 30).rows);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = document::read(Forms, &text);
    }

    #[test]
    fn a_spoilt_file_is_refused_with_a_place_inside_it(at in 0..4000usize, instead in any::<char>()) {
        let sample = sample(2020);
        let mut chars: Vec<char> = sample.chars().collect();
        let at = at % chars.len();
        chars[at] = instead;
        let text: String = chars.into_iter().collect();
        if let Err(error) = document::read(Forms, &text) {
            prop_assert!(error.line >= 1 && error.line <= text.lines().count() + 1);
            prop_assert!(error.column >= 1);
        }
    }
}

/// Spoils a report in every way that a torn disk, an editor or an enemy would, and reads it, again and again.
///
/// `READS=10000000 cargo test --release --test properties -- --nocapture spoilt_reports` for more than the usual number.
#[test]
fn spoilt_reports_are_read_or_refused_and_never_more() {
    let reads: u64 = std::env::var("READS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let samples = [sample(2020).into_bytes(), sample(2024).into_bytes()];
    let pieces: [&[u8]; 16] = [
        b"(",
        b")",
        b"[",
        b"]",
        b"\"",
        b"\\",
        b",",
        b":",
        b"\0",
        b"\xff",
        b"\x1b]0;",
        "\u{202e}".as_bytes(),
        b"99999999999999999999",
        b"-1",
        b"Some(",
        b"/*",
    ];
    let began = std::time::Instant::now();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let mut accepted = 0_u64;
    for _ in 0..reads {
        let mut bytes = samples[random(2)].clone();
        for _ in 0..=random(3) {
            let (from, to) = (random(bytes.len()), random(bytes.len()));
            match random(5) {
                0 => bytes.truncate(from),
                1 => drop(bytes.drain(from.min(to)..from.max(to))),
                2 => bytes.splice(from..from, bytes[from.min(to)..from.max(to)].to_vec()).for_each(drop),
                3 => bytes.splice(from..from, pieces[random(pieces.len())].iter().copied()).for_each(drop),
                _ => {
                    if let Some(byte) = bytes.get_mut(from) {
                        *byte = u8::try_from(random(256)).unwrap();
                    }
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        match document::read(Forms, &text) {
            Ok((form, report)) => {
                accepted += 1;
                let again = document::write(form, &report);
                assert_eq!(document::read(Forms, &again).unwrap().1, report, "{text}");
            }
            Err(error) => assert!(error.line >= 1 && error.column >= 1, "{text}"),
        }
    }
    println!("{reads} reads in {:?}, {accepted} of them of what is still a report", began.elapsed());
}
