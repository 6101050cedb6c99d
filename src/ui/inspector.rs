//! The lines under the page: in full what the cursor is on, what belongs there, and what is wrong with it.

use ratatui::layout::Rect;

use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Context, Listed};
use crate::check::Finding;
use crate::text::{visible, width, wrap};

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if app.context() == Context::Findings {
        return chosen(app, canvas, area);
    }
    let columns = usize::from(area.width);
    let below = message(app, canvas);
    let (place, help) = app.about();
    let needed = below.as_ref().map_or(0, |(text, _)| wrap(&visible(text), columns, 0).len());
    let half = usize::from(area.height).div_ceil(2);
    let below_lines = needed.min(half);
    let above_lines = usize::from(area.height) - below_lines;
    let above = Rect { height: u16::try_from(above_lines).unwrap_or(0), ..area };
    let joined = if help.is_empty() { place.clone() } else { format!("{place}  {help}") };
    let lines = canvas.wrapped(above, &joined, canvas.theme.plain);
    let place_rows = wrap(&visible(&place), columns, 0);
    for (y, row) in place_rows.iter().take(lines).enumerate() {
        canvas.style(above, 0, y, width(place.get(row.clone()).unwrap_or_default()), canvas.theme.strong);
    }
    if let Some((text, style)) = below {
        let y = area.y + area.height - u16::try_from(below_lines).unwrap_or(0);
        let height = u16::try_from(below_lines).unwrap_or(0);
        canvas.wrapped(Rect { y, height, ..area }, &text, style);
    }
}

/// A notice, or the most pressing finding about this place.
fn message(app: &App, canvas: &Canvas) -> Option<(String, ratatui::style::Style)> {
    if let Some(notice) = &app.notice {
        return Some((notice.clone(), canvas.theme.accent));
    }
    let here = app.findings_here();
    let finding = here.first()?;
    let count = if here.len() > 1 { format!("(1/{}) ", here.len()) } else { String::new() };
    let text = format!("{} {count}{}", sign(finding.severity), app.words.message(app.form, finding));
    Some((text, canvas.theme.severity(finding.severity)))
}

/// The chosen finding of the list in full: sentence, remedy, ground.
fn chosen(app: &App, canvas: &mut Canvas, area: Rect) {
    if let Some(notice) = &app.notice {
        canvas.wrapped(area, notice, canvas.theme.accent);
        return;
    }
    let finding = match app.chosen_line() {
        Some(Listed::Finding(finding)) => finding,
        Some(Listed::Note(note)) => {
            let spot = note.spot.map_or_else(String::new, |spot| format!("{}  ", app.words.spot(spot)));
            let text = format!("{spot}{}", app.words.note(app.form, note));
            canvas.wrapped(area, &text, canvas.theme.plain);
            return;
        }
        None => return,
    };
    let text = app.words.message(app.form, finding);
    let lines = canvas.wrapped(area, &text, canvas.theme.severity(finding.severity));
    let used = u16::try_from(lines).unwrap_or(area.height).min(area.height);
    let rest = Rect { y: area.y + used, height: area.height - used, ..area };
    canvas.wrapped(rest, &advice(app, finding), canvas.theme.plain);
}

fn advice(app: &App, finding: &Finding) -> String {
    let remedy = app.words.remedy(finding);
    let ground = app.words.ground(app.form, finding);
    app.words.say("findings.advice", &[("remedy", &remedy), ("ground", &ground)])
}
