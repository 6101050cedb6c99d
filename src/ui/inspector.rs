//! The lines under the page: in full what the cursor is on, what belongs there, and what is wrong with it.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::area::{self, to_u16};
use super::paint::{Canvas, Paragraph};
use super::theme::sign;
use crate::app::{App, Context, Focus, Listed, Page};
use crate::check::Finding;
use crate::text::visible;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if app.focus == Focus::Findings {
        return chosen(app, canvas, area);
    }
    let messages = messages(app, canvas);
    let mut below: Vec<_> =
        messages.iter().map(|(text, style)| (Paragraph::new(text, area.width), *style)).collect();
    let (place, help) = app.about();
    // Both a notice and a finding leave one line for the place, where there is a third.
    let most = match app.notice {
        Some(_) => area.height.saturating_sub(1).max(2),
        None => area.height.div_ceil(2),
    };
    // The finding is there again after the next key, what was cut off a notice is not.
    if below.len() > 1 && below[0].0.height() >= usize::from(most) {
        below.truncate(1);
    }
    let needed = below.iter().map(|(paragraph, _)| paragraph.height()).sum::<usize>();
    let below_lines = to_u16(needed).min(most).min(area.height);
    let (above, mut rest) = area::top(area, area.height - below_lines);
    let joined = if help.is_empty() { place.clone() } else { format!("{place}  {help}") };
    let joined = Paragraph::new(&joined, area.width);
    let lines = canvas.paragraph(above, &joined, canvas.theme.plain);
    for (y, columns) in joined.beginning(visible(&place).len()).take(lines).enumerate() {
        canvas.style(above, 0, y, columns, canvas.theme.strong);
    }
    let last = below.len().saturating_sub(1);
    for (index, (paragraph, style)) in below.iter().enumerate() {
        // Of the finding at least the beginning is seen.
        let room = if index < last { area::top(rest, rest.height.saturating_sub(1)).0 } else { rest };
        let lines = canvas.paragraph(room, paragraph, *style);
        (_, rest) = area::top(rest, to_u16(lines));
    }
}

/// A notice, unless it says no more than the finding does, and the most pressing finding about this place.
fn messages(app: &App, canvas: &Canvas) -> Vec<(String, Style)> {
    let here = app.findings_here();
    let says_no_more = |notice: &&String| {
        here.first().is_some_and(|finding| **notice == app.words.statement(app.form, finding))
    };
    let notice = app.notice.iter().filter(|notice| !says_no_more(notice));
    let mut messages: Vec<_> = notice.map(|notice| (notice.clone(), canvas.theme.accent)).collect();
    if let Some(finding) = here.first() {
        let sign = sign(finding.severity);
        let message = app.words.message(app.form, finding);
        let text = match (app.step(), here.len() - 1) {
            (Some((number, all)), _) => format!("{sign} ({number}/{all}) {message}"),
            (None, 0) => format!("{sign} {message}"),
            (None, more) => {
                format!("{sign} {message}{}", app.words.say("findings.more", &[("count", &more)]))
            }
        };
        messages.push((text, canvas.theme.severity(finding.severity)));
    }
    // In a text a finding is told where its words are; elsewhere only that there are some.
    if let (true, Page::Section(section)) = (messages.is_empty(), app.page)
        && app.context() == Context::Prose
    {
        let here: Vec<_> = app.derived.open().filter(|finding| finding.section == Some(section)).collect();
        if !here.is_empty() {
            // The next finding may be in another section while those of this one lie behind.
            let is_ahead = here.iter().any(|finding| !app.is_before(finding));
            let key = if is_ahead { "findings.elsewhere" } else { "findings.before" };
            let text = app.words.say(key, &[("count", &here.len())]);
            messages.push((text, canvas.theme.dim));
        }
    }
    messages
}

/// The chosen finding of the list in full: sentence, remedy, ground.
fn chosen(app: &App, canvas: &mut Canvas, area: Rect) {
    let mut area = area;
    if let Some(notice) = &app.notice {
        let (line, rest) = area::top(area, 1);
        canvas.wrapped(line, notice, canvas.theme.accent);
        area = rest;
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
    let used = to_u16(lines).min(area.height);
    let rest = Rect { y: area.y + used, height: area.height - used, ..area };
    canvas.wrapped(rest, &advice(app, finding), canvas.theme.plain);
}

fn advice(app: &App, finding: &Finding) -> String {
    if let Some(reason) = &finding.accepted {
        return app.words.say("findings.accepted-for", &[("reason", reason)]);
    }
    let remedy = app.words.remedy(finding);
    let ground = app.words.ground(app.form, finding);
    app.words.say("findings.advice", &[("remedy", &remedy), ("ground", &ground)])
}
