//! A list to choose from by typing.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::boxed::{At, boxed, line_to_type};
use super::paint::Canvas;
use crate::app::{App, Hit, Pick};
use crate::text::{CUT, Field, cut, fit_end, width};

/// Fewer columns tell nothing of a path.
const LEAST_DETAIL: usize = 12;

/// A line to type in, and under it what is left to choose from.
pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    screen: Rect,
    pick: Pick,
    field: &Field,
    chosen: usize,
) -> Option<Position> {
    let title = match pick {
        Pick::Command(_) => "palette.title",
        Pick::Cell => "go-to.title",
        Pick::Reference => "refer.title",
        Pick::File => "open.title",
        Pick::Compare => "compare.title",
        Pick::Version => "versions.title",
        Pick::Format => "export.title",
    };
    // A list that only gets shorter with what is typed needs no more room than it has lines.
    let most = match pick {
        Pick::Format | Pick::Version => app.choices(pick, "").len(),
        _ => 16,
    };
    let height = usize::from(screen.height).saturating_sub(6).clamp(1, 16).min(most.max(1));
    let (inner, _) = boxed(app.words.get(title), canvas, screen, &"\n".repeat(height + 1), 0, At::Middle);
    choices(app, canvas, inner, pick, field, chosen)
}

/// A line to type in, and under it as many of the choices as there is room for.
pub fn choices(
    app: &App,
    canvas: &mut Canvas,
    area: Rect,
    pick: Pick,
    field: &Field,
    chosen: usize,
) -> Option<Position> {
    let columns = usize::from(area.width);
    let height = usize::from(area.height).saturating_sub(2).max(1);
    let caret = line_to_type(canvas, area, 0, 0, field);
    let choices = app.choices(pick, field.text());
    let chosen = chosen.min(choices.len().saturating_sub(1));
    // What is out of sight is counted on the last line.
    let height = if choices.len() > height { height.saturating_sub(1).max(1) } else { height };
    let first = (chosen + 1).saturating_sub(height);
    let sides = [("list.above", first), ("list.below", choices.len().saturating_sub(first + height))];
    let hidden = sides.into_iter().filter(|(_, count)| *count > 0);
    let hidden: Vec<_> = hidden.map(|(key, count)| app.words.say(key, &[("count", &count)])).collect();
    let hidden = app.words.list(hidden.iter().map(String::as_str));
    canvas.cut(area, 0, height + 2, columns, &hidden, canvas.theme.dim);
    for (y, (index, choice)) in choices.iter().enumerate().skip(first).take(height).enumerate() {
        let y = y + 2;
        let room = columns.saturating_sub(width(&choice.note) + 2);
        let label = cut(&choice.label, room.saturating_sub(width(&choice.tail)));
        let end = canvas.text(area, 0, y, &label, canvas.theme.plain);
        let end = canvas.text(area, end, y, &choice.tail, canvas.theme.plain) + 2;
        if room.saturating_sub(end) >= LEAST_DETAIL {
            canvas.text(area, end, y, &cut_front(&choice.detail, room - end), canvas.theme.dim);
        }
        canvas.right(area, columns, y, &choice.note, canvas.theme.dim);
        canvas.hit(area, 0, y, columns, Hit::Choice(index));
        if index == chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
    if choices.is_empty() {
        canvas.text(area, 0, 2, app.words.get("palette.nothing"), canvas.theme.dim);
    }
    caret
}

/// The text, or its end with [`CUT`] before it when it does not fit.
fn cut_front(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(CUT.len()) {
        Some(room) => Cow::Owned(format!("{CUT}{}", fit_end(text, room))),
        None => Cow::Borrowed(""),
    }
}
