//! What lies over the screen: a box in the middle.

use ratatui::layout::{Position, Rect};

use super::area::to_u16;
use super::boxed::{At, boxed, line_to_type};
use super::paint::Canvas;
use super::{picker, question, reading, start};
use crate::app::find::Search;
use crate::app::{App, Calculator, Popup, Room};
use crate::text::width;

/// Draws the box; gives the caret's place where something is typed in it.
pub fn draw(app: &App, canvas: &mut Canvas, screen: Rect, room: &mut Room) -> Option<Position> {
    canvas.frame.cover();
    canvas.frame.begin(screen);
    match app.popup.as_ref()? {
        Popup::Ask { question, chosen } => question::draw(app, canvas, screen, question, *chosen),
        Popup::Reason { finding, field } => {
            let sentence = app.words.message(app.form, finding);
            let text = format!("{sentence}\n\n{}", app.words.get("popup.reason"));
            let (inner, y) = boxed(app.words.get("popup.reason.title"), canvas, screen, &text, 2, At::Middle);
            line_to_type(canvas, inner, 0, y, field)
        }
        Popup::SaveAs { field, .. } => {
            let (inner, y) = boxed(
                app.words.get("save-as.title"),
                canvas,
                screen,
                app.words.get("save-as"),
                2,
                At::Middle,
            );
            line_to_type(canvas, inner, 0, y, field)
        }
        Popup::Fee(calculator) => calculate(app, canvas, screen, calculator),
        Popup::Search(search) => ask_words(app, canvas, screen, search),
        Popup::Pick { field, chosen, .. } if app.nothing_open => {
            start::draw(app, canvas, screen, field, *chosen)
        }
        Popup::Pick { pick, field, chosen } => picker::draw(app, canvas, screen, *pick, field, *chosen),
        Popup::Read(reading) => reading::draw(app, canvas, screen, reading, room),
    }
}

/// What to look for, and below it what comes in its place.
fn ask_words(app: &App, canvas: &mut Canvas, screen: Rect, search: &Search) -> Option<Position> {
    let words = app.words;
    let (title, names) = match search.with {
        None => ("search.find", vec!["search.needle"]),
        Some(_) => ("search.replace", vec!["search.needle", "search.with"]),
    };
    let blank = "\n".repeat(names.len() - 1);
    let (inner, _) = boxed(words.get(title), canvas, screen, &blank, 0, At::Middle);
    let column = names.iter().map(|name| width(words.get(name))).max().unwrap_or_default() + 2;
    let mut caret = None;
    for (y, (name, field)) in names.into_iter().zip([Some(&search.needle), search.with.as_ref()]).enumerate()
    {
        let Some(field) = field else { continue };
        let is_typed_in = search.in_second == (y == 1);
        let style = if is_typed_in { canvas.theme.accent } else { canvas.theme.dim };
        canvas.text(inner, 0, y, words.get(name), style);
        let at = line_to_type(canvas, inner, column, y, field);
        if is_typed_in {
            caret = at;
        }
    }
    caret
}

/// How many applications or pages, and beside them what may be charged for it.
fn calculate(app: &App, canvas: &mut Canvas, screen: Rect, calculator: &Calculator) -> Option<Position> {
    let words = app.words;
    let names = ["fee.items", "fee.pages"];
    let (inner, y) = boxed(words.get("fee.title"), canvas, screen, words.get("fee.about"), 3, At::Middle);
    let column = names.iter().map(|name| width(words.get(name))).max().unwrap_or_default() + 2;
    let typed = Rect { width: to_u16(column + 12).min(inner.width), ..inner };
    let mut caret = None;
    let lines = names.into_iter().zip(&calculator.fields).zip(calculator.fees());
    for (index, ((name, field), fee)) in lines.enumerate() {
        let is_typed_in = calculator.in_pages == (index == 1);
        let style = if is_typed_in { canvas.theme.accent } else { canvas.theme.dim };
        canvas.text(inner, 0, y + index, words.get(name), style);
        let at = line_to_type(canvas, typed, column, y + index, field);
        if let Some(fee) = fee {
            let fee = words.say("fee.is", &[("fee", &fee)]);
            canvas.text(inner, column + 14, y + index, &fee, canvas.theme.strong);
        }
        if is_typed_in {
            caret = at;
        }
    }
    caret
}
