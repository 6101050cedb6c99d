//! The last line: the keys most wanted here, from the command table.

use ratatui::layout::Rect;

use super::paint::Canvas;
use crate::app::command::hints;
use crate::app::entry::Target;
use crate::app::read::Text;
use crate::app::{App, Command, Context, Hit, Listed, Popup, Reading};
use crate::text::width;

/// Where the keyboard is, and what that is called in the keys of hints: a field of title and signature that is being typed has
/// words of its own, and so have help and some lines of the list.
pub fn place(app: &App) -> (Context, &'static str) {
    let context = app.context();
    let is_detail = app.entry.as_ref().is_some_and(|entry| matches!(entry.target, Target::Detail(_)));
    match &app.popup {
        None if context == Context::Entry && is_detail => (context, "detail"),
        None if context == Context::Findings => match app.chosen_line() {
            Some(Listed::Note(_)) => (context, "note"),
            Some(Listed::Finding(finding)) if finding.accepted.is_none() && finding.is_printed_total() => {
                (context, "printed")
            }
            _ => (context, context.id()),
        },
        Some(Popup::Read(Reading { text: Text::Help(_), .. })) => (context, "guide"),
        _ => (context, context.id()),
    }
}

/// What is told of: in the list of findings only what can be done about the chosen one.
pub fn told(app: &App) -> Vec<&'static Command> {
    let context = app.context();
    let of_use = move |command: &&Command| context != Context::Findings || app.serves_chosen(command);
    hints(context).iter().filter(of_use).collect()
}

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let (context, place) = place(app);
    let mut x = 1;
    for row in told(app).into_iter().filter_map(Command::definition) {
        let Some(key) = app.config.keymap.keys(row).first() else { continue };
        let key = key.to_string();
        let keys = [place, context.id()].map(|place| format!("hint.{place}.{}", row.name));
        let general = format!("hint.{}", row.name);
        let word = app.words.get(keys.iter().find(|key| app.words.has(key)).unwrap_or(&general));
        if x + width(&key) + 1 + width(word) > usize::from(area.width) {
            break;
        }
        let start = x;
        x = canvas.text(area, x, 0, &key, canvas.theme.strong);
        x = canvas.text(area, x + 1, 0, word, canvas.theme.dim);
        canvas.hit(area, start, 0, x - start, Hit::Command(row));
        x += 2;
    }
}
