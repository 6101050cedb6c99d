//! The lines under the page: in full what the cursor is on, what belongs there, and what is wrong with it.

use ratatui::layout::Rect;

use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Context, Detail, Page};
use crate::check::Finding;
use crate::form::CellId;
use crate::text::{visible, width, wrap};
use crate::words::Lang;

pub fn draw(app: &App, canvas: &mut Canvas, area: Rect) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if app.context() == Context::Findings {
        return chosen(app, canvas, area);
    }
    let columns = usize::from(area.width);
    let below = message(app, canvas);
    let (place, help) = about(app);
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

/// What the cursor is on, and what belongs there.
pub fn about(app: &App) -> (String, String) {
    match (app.page, app.cell()) {
        (Page::Details, _) => about_detail(app),
        (_, Some(cell)) => about_cell(app, cell),
        (Page::Section(section), None) => {
            let facts = app.form.section_at(section);
            let count = app.derived.characters[section.0];
            let count = app.words.say("sections.characters", &[("count", &count)]);
            let help = joined([app.words.choose(&facts.help), app.words.choose(&facts.ground), "", ""]);
            (format!("{}  {count}", facts.title), help)
        }
    }
}

fn about_detail(app: &App) -> (String, String) {
    let help = match app.detail() {
        Detail::Organ => "details.organ.help",
        Detail::Year => "details.year.help",
        Detail::AmountUnit => "details.amount-unit.help",
        Detail::SignedOrgan | Detail::SignedDate => "details.signed.help",
    };
    (app.words.get("details.title").to_owned(), app.words.get(help).to_owned())
}

fn about_cell(app: &App, cell: CellId) -> (String, String) {
    let words = app.words;
    let (row, column) = app.form.row_and_column(cell);
    let gloss = match words.lang {
        Lang::Zh => String::new(),
        Lang::En => format!("{}, {}. ", row.gloss, column.gloss),
    };
    // Of a total it is worth knowing first that it is one.
    let (first, second) = if app.form.cell(cell).is_computed() && !column.help.zh.is_empty() {
        (&column.help, &row.help)
    } else {
        (&row.help, &column.help)
    };
    let parts = [gloss.as_str(), words.choose(first), words.choose(second), words.choose(&row.ground)];
    (app.form.path(cell).join(" > "), joined(parts))
}

/// Sentences one after another; Chinese ones need no blank between.
fn joined(parts: [&str; 4]) -> String {
    let mut out = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if out.ends_with(|c: char| c.is_ascii_punctuation()) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
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
    let Some(finding) = app.derived.findings.get(app.chosen) else { return };
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
