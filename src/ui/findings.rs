//! The list of findings: beside the page on a wide screen, in its place on a narrow one.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::area;
use super::paint::{Canvas, Paragraph};
use super::theme::sign;
use crate::app::{App, Focus, Hit, Listed};
use crate::check::Finding;
use crate::form::{Form, Severity};
use crate::text::{cut_within, visible};
use crate::words::Words;

/// The most lines of a sentence in the list at the left.
const LINES: u16 = 4;

/// A line of the list as it is shown.
struct Shown {
    mark: &'static str,
    mark_style: Style,
    place: String,
    statement: String,
    style: Style,
}

/// `statement` tells a finding, in full or in brief.
fn shown(
    app: &App,
    canvas: &Canvas,
    line: Listed,
    statement: fn(&Words, &Form, &Finding) -> String,
) -> Shown {
    let theme = canvas.theme;
    match line {
        Listed::Finding(finding) => {
            let (mark, mark_style, style) = match finding.accepted {
                Some(_) => ("-", theme.dim, theme.dim),
                None => (sign(finding.severity), theme.severity(finding.severity), theme.plain),
            };
            let statement = statement(app.words, app.form, finding);
            let statement = match &finding.accepted {
                Some(reason) => {
                    app.words.say("findings.accepted", &[("statement", &statement), ("reason", reason)])
                }
                None => statement,
            };
            Shown { mark, mark_style, place: app.words.place(app.form, finding), statement, style }
        }
        Listed::Note(note) => {
            let (severity, kind) = if note.is_open {
                (Severity::Warning, "import.open")
            } else {
                (Severity::Note, "import.told")
            };
            let spot = note.spot.map_or_else(String::new, |spot| app.words.spot(spot));
            let place = app.words.say("import.listed", &[("kind", &app.words.get(kind)), ("spot", &spot)]);
            let statement = app.words.note(app.form, note);
            let mark_style = theme.severity(severity);
            Shown { mark: sign(severity), mark_style, place, statement, style: theme.plain }
        }
    }
}

/// The list at the left of a wide screen: place, and the beginning of the sentence under it.
pub fn beside(app: &App, canvas: &mut Canvas, area: Rect) {
    let (title, area) = area::top(area, 1);
    canvas.titled_rule(title, app.words.get("findings.title"));
    if app.listed_count() == 0 {
        canvas.text(area, 2, 0, app.words.get("findings.none"), canvas.theme.dim);
        return;
    }
    let (columns, height) = (usize::from(area.width), usize::from(area.height));
    let most = height.saturating_sub(1) / (usize::from(LINES) + 1);
    let first =
        if app.focus == Focus::Findings { app.chosen.saturating_sub(most.saturating_sub(1)) } else { 0 };
    let (mut y, mut left) = (0, app.listed_count() - first);
    for (index, line) in app.lines_listed().enumerate().skip(first) {
        let line = shown(app, canvas, line, Words::statement);
        let statement = Paragraph::new(&line.statement, area.width.saturating_sub(3));
        let lines = statement.height().min(usize::from(LINES));
        // What does not fit whole is counted instead, on a line that is kept for that.
        if y > 0 && y + 1 + lines + usize::from(left > 1) > height {
            break;
        }
        let chosen = app.focus == Focus::Findings && index == app.chosen;
        canvas.text(area, 0, y, line.mark, line.mark_style);
        canvas.cut(area, 2, y, columns.saturating_sub(3), &line.place, line.mark_style);
        let (_, below) = area::top(area, u16::try_from(y + 1).unwrap_or(u16::MAX));
        let (text, _) = area::top(below, LINES);
        let text = Rect { x: text.x + 2, width: text.width.saturating_sub(3), ..text };
        canvas.paragraph(text, &statement, line.style);
        if chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
        for line in y..=y + lines {
            canvas.hit(area, 0, line, columns, Hit::Finding(index));
        }
        y += 1 + lines;
        left -= 1;
    }
    if left > 0 {
        canvas.text(area, 2, y, &app.words.say("findings.left", &[("count", &left)]), canvas.theme.dim);
    }
}

/// The list in place of the page.
pub fn instead(app: &App, canvas: &mut Canvas, area: Rect) {
    if app.listed_count() == 0 {
        canvas.text(area, 1, 0, app.words.get("findings.none"), canvas.theme.dim);
        return;
    }
    let height = usize::from(area.height);
    let first = app.chosen.saturating_sub(height.saturating_sub(1));
    for (y, (index, line)) in app.lines_listed().enumerate().skip(first).take(height).enumerate() {
        let columns = usize::from(area.width);
        let line = shown(app, canvas, line, Words::brief);
        canvas.text(area, 1, y, line.mark, line.mark_style);
        let sentence = app.words.say("finding", &[("place", &line.place), ("statement", &line.statement)]);
        let sentence = cut_within(&visible(&sentence), columns.saturating_sub(4)).into_owned();
        canvas.text(area, 3, y, &sentence, line.style);
        canvas.hit(area, 0, y, columns, Hit::Finding(index));
        if index == app.chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
}
