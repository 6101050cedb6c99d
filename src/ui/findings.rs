//! The list of findings: beside the page on a wide screen, in its place on a narrow one.

use ratatui::layout::Rect;

use super::area;
use super::paint::Canvas;
use super::theme::sign;
use crate::app::{App, Focus, Hit};
use crate::check::Finding;

/// The most lines of a sentence in the list at the left.
const LINES: u16 = 4;

/// The list at the left of a wide screen: place, and the beginning of the sentence under it.
pub fn beside(app: &App, canvas: &mut Canvas, area: Rect) {
    let (title, area) = area::top(area, 1);
    canvas.titled_rule(title, app.words.get("findings.title"));
    if app.derived.findings.is_empty() {
        canvas.text(area, 2, 0, app.words.get("findings.none"), canvas.theme.dim);
        return;
    }
    let shown = usize::from(area.height / (LINES + 1)).max(1);
    let first =
        if app.focus == Focus::Findings { app.chosen.saturating_sub(shown.saturating_sub(1)) } else { 0 };
    let mut y = 0;
    for (index, finding) in app.derived.findings.iter().enumerate().skip(first) {
        if y >= usize::from(area.height) {
            break;
        }
        let chosen = app.focus == Focus::Findings && index == app.chosen;
        let style = heading(canvas, area, y, app, finding);
        let columns = usize::from(area.width);
        let (_, below) = area::top(area, u16::try_from(y + 1).unwrap_or(u16::MAX));
        let (text, _) = area::top(below, LINES);
        let text = Rect { x: text.x + 2, width: text.width.saturating_sub(3), ..text };
        let lines = canvas.wrapped(text, &statement(app, finding), style);
        if chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
        for line in y..=y + lines {
            canvas.hit(area, 0, line, columns, Hit::Finding(index));
        }
        y += 1 + lines;
    }
}

/// The list in place of the page.
pub fn instead(app: &App, canvas: &mut Canvas, area: Rect) {
    if app.derived.findings.is_empty() {
        canvas.text(area, 1, 0, app.words.get("findings.none"), canvas.theme.dim);
        return;
    }
    let height = usize::from(area.height);
    let first = app.chosen.saturating_sub(height.saturating_sub(1));
    for (y, (index, finding)) in app.derived.findings.iter().enumerate().skip(first).take(height).enumerate()
    {
        let place = app.words.place(app.form, finding);
        let columns = usize::from(area.width);
        let style = if finding.accepted.is_some() { canvas.theme.dim } else { canvas.theme.plain };
        let mark = if finding.accepted.is_some() { "-" } else { sign(finding.severity) };
        canvas.text(area, 1, y, mark, canvas.theme.severity(finding.severity));
        let sentence =
            app.words.say("finding", &[("place", &place), ("statement", &statement(app, finding))]);
        canvas.cut(area, 3, y, columns.saturating_sub(4), &sentence, style);
        canvas.hit(area, 0, y, columns, Hit::Finding(index));
        if index == app.chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
}

fn heading(canvas: &mut Canvas, area: Rect, y: usize, app: &App, finding: &Finding) -> ratatui::style::Style {
    let theme = canvas.theme;
    let accepted = finding.accepted.is_some();
    let mark = if accepted { "-" } else { sign(finding.severity) };
    let style = if accepted { theme.dim } else { theme.severity(finding.severity) };
    canvas.text(area, 0, y, mark, style);
    let place = app.words.place(app.form, finding);
    canvas.cut(area, 2, y, usize::from(area.width).saturating_sub(3), &place, style);
    if accepted { theme.dim } else { theme.plain }
}

fn statement(app: &App, finding: &Finding) -> String {
    let statement = app.words.statement(app.form, finding);
    match &finding.accepted {
        Some(reason) => app.words.say("findings.accepted", &[("statement", &statement), ("reason", reason)]),
        None => statement,
    }
}
