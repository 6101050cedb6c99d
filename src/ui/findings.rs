//! The list of findings: beside the page on a wide screen, in its place on a narrow one.

use std::mem;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::area::{self, to_u16};
use super::frame::{Frame, number_of};
use super::paint::{Canvas, Paragraph};
use super::theme::sign;
use crate::app::{App, Focus, Hit, Listed};
use crate::check::Finding;
use crate::form::{Form, Severity};
use crate::text::{cut_within, visible};
use crate::words::Words;

/// The most lines of a sentence in the list at the left.
const LINES: usize = 4;

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
            let place = place.trim_end().to_owned();
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
    let first = if app.focus == Focus::Findings { first_beside(app, canvas, area) } else { 0 };
    let (mut y, mut left) = (0, app.listed_count() - first);
    let mut known = mem::take(&mut canvas.frame.entries);
    for (index, line) in app.lines_listed().enumerate().skip(first) {
        let is_chosen = app.focus == Focus::Findings && index == app.chosen;
        let of = number_of((app.form.edition, area.x, area.width, line, is_chosen));
        let entry = match known.iter().position(|entry| entry.of == of) {
            Some(entry) => known.swap_remove(entry),
            None => entry(app, canvas, Rect { y: 0, ..area }, line, is_chosen).into_block(of),
        };
        let lines = entry.height();
        // What does not fit whole is counted instead, on a line that is kept for that.
        let fits = y == 0 || y + lines + usize::from(left > 1) <= height;
        if fits {
            let (_, below) = area::top(area, to_u16(y));
            canvas.frame.put(below.y, &entry);
        }
        canvas.frame.entries.push(entry);
        if !fits {
            break;
        }
        for line in y..y + lines {
            canvas.hit(area, 0, line, columns, Hit::Finding(index));
        }
        y += lines;
        left -= 1;
    }
    if left > 0 {
        let key = if app.focus == Focus::Findings { "list.below" } else { "findings.left" };
        canvas.text(area, 2, y, &app.words.say(key, &[("count", &left)]), canvas.theme.dim);
    }
}

/// An entry of the list at the left, on a frame of its own.
fn entry(app: &App, canvas: &Canvas, area: Rect, line: Listed, is_chosen: bool) -> Frame {
    let line = shown(app, canvas, line, Words::statement);
    let width = area.width.saturating_sub(3);
    let statement = Paragraph::new(&line.statement, width);
    let height = 1 + to_u16(statement.height().min(LINES));
    let area = Rect { height, ..area };
    let mut canvas = Canvas { theme: canvas.theme, frame: Frame::new(area.right(), height) };
    canvas.frame.begin(area);
    canvas.text(area, 0, 0, line.mark, line.mark_style);
    canvas.cut(area, 2, 0, usize::from(width), &line.place, line.mark_style);
    let (_, below) = area::top(area, 1);
    canvas.paragraph(Rect { x: below.x + 2, width, ..below }, &statement, line.style);
    if is_chosen {
        for y in 0..usize::from(height) {
            canvas.style(area, 0, y, usize::from(area.width), canvas.theme.cursor);
        }
    }
    canvas.frame
}

/// The first line to show, so that the chosen one is seen whole and as much before it as there is room for.
fn first_beside(app: &App, canvas: &Canvas, area: Rect) -> usize {
    let lines: Vec<_> = app.lines_listed().take(app.chosen + 1).collect();
    let is_last = app.chosen + 1 == app.listed_count();
    let mut room = usize::from(area.height).saturating_sub(usize::from(!is_last));
    let fits = lines.into_iter().rev().take_while(|line| {
        let statement = shown(app, canvas, *line, Words::statement).statement;
        let height = Paragraph::new(&statement, area.width.saturating_sub(3)).height();
        let needed = 1 + height.min(LINES);
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    });
    (app.chosen + 1).saturating_sub(fits.count().max(1))
}

/// The list in place of the page.
pub fn instead(app: &App, canvas: &mut Canvas, area: Rect) {
    if app.listed_count() == 0 {
        canvas.text(area, 1, 0, app.words.get("findings.none"), canvas.theme.dim);
        return;
    }
    let height = usize::from(area.height);
    let columns = usize::from(area.width);
    let whole = sentences(app, canvas, Words::statement);
    let paragraphs: Vec<_> =
        whole.iter().map(|(_, text)| Paragraph::new(text, area.width.saturating_sub(4))).collect();
    if paragraphs.iter().map(Paragraph::height).sum::<usize>() <= height {
        let mut y = 0;
        for (index, ((line, _), paragraph)) in whole.iter().zip(&paragraphs).enumerate() {
            let (_, below) = area::top(area, to_u16(y));
            let text = Rect { x: below.x + 3, width: below.width.saturating_sub(4), ..below };
            canvas.text(area, 1, y, line.mark, line.mark_style);
            let lines = canvas.paragraph(text, paragraph, line.style);
            pointed_at(app, canvas, area, index, y..y + lines);
            y += lines;
        }
        return;
    }
    let first = app.chosen.saturating_sub(height.saturating_sub(1));
    let brief = sentences(app, canvas, Words::brief);
    for (y, (index, (line, sentence))) in brief.iter().enumerate().skip(first).take(height).enumerate() {
        canvas.text(area, 1, y, line.mark, line.mark_style);
        let sentence = visible(sentence);
        canvas.text(area, 3, y, &cut_within(&sentence, columns.saturating_sub(4)), line.style);
        pointed_at(app, canvas, area, index, y..y + 1);
    }
}

/// The lines of the list with the place in each sentence.
fn sentences(
    app: &App,
    canvas: &Canvas,
    statement: fn(&Words, &Form, &Finding) -> String,
) -> Vec<(Shown, String)> {
    let told = app.lines_listed().map(|line| {
        let line = shown(app, canvas, line, statement);
        let sentence = app.words.say("finding", &[("place", &line.place), ("statement", &line.statement)]);
        (line, sentence)
    });
    told.collect()
}

/// Marks the lines of a finding that is chosen, and notes where each can be pointed at.
fn pointed_at(app: &App, canvas: &mut Canvas, area: Rect, index: usize, lines: Range<usize>) {
    let columns = usize::from(area.width);
    for y in lines {
        canvas.hit(area, 0, y, columns, Hit::Finding(index));
        if index == app.chosen {
            canvas.style(area, 0, y, columns, canvas.theme.cursor);
        }
    }
}
