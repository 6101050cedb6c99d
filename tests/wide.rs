//! A terminal that takes two columns for quotation marks, dashes and lines. A program of its own, since that holds for all of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::format_push_string)]

mod support;

use reportui::text::{set_wide, width};
use support::Story;

#[test]
fn every_line_of_every_screen_fits() {
    set_wide(true);
    assert_eq!(width("“三”——"), 10);
    let mut story = Story::sample(2024).at(80, 24);
    for keys in ["", "<A-1>", "<A-3><C-End>", "<A-4>", "<F5>", "<Esc><F4>", "<Esc><C-p>", "<Esc><F1>"] {
        story.press(keys);
        let (buffer, _) = story.draw();
        for y in 0..24 {
            let symbols = (0..80).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect::<Vec<_>>();
            let mut x = 0;
            while x < 80 {
                let columns = width(symbols[x]).max(1);
                // What a wide character covers holds nothing of its own.
                for covered in
                    symbols.get(x + 1..x + columns).unwrap_or_else(|| panic!("{keys} {y}: {symbols:?}"))
                {
                    assert!(covered.trim().is_empty(), "{keys} {y} {x}: {symbols:?}");
                }
                x += columns;
            }
            assert_eq!(x, 80, "{keys} {y}");
        }
    }
    // Lines are drawn with characters that are narrow everywhere.
    let screen = story.screen();
    assert!(!screen.contains(['─', '│', '┌']), "{screen}");
}
