//! What lies over the screen: a box in the middle.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::paint::Canvas;
use super::{reading, start};
use crate::app::find::Search;
use crate::app::question::{Answer, Question};
use crate::app::{App, Calculator, Hit, Origin, Pick, Popup, Room};
use crate::form::CellId;
use crate::import::open_points;
use crate::text::{CUT, Field, cut, fit_end, is_wide, width, wrap};

/// Fewer columns tell nothing of a path.
const LEAST_DETAIL: usize = 12;

/// The widest box.
const WIDEST: usize = 72;

/// Fewer columns beside a box, left and right together, are left empty.
const LEAST_AROUND: u16 = 16;

/// Draws the box; gives the caret's place where something is typed in it.
pub fn draw(app: &App, canvas: &mut Canvas, screen: Rect, room: &mut Room) -> Option<Position> {
    canvas.frame.cover();
    canvas.frame.begin(screen);
    match app.popup.as_ref()? {
        Popup::Ask { question, chosen } => ask(app, canvas, screen, question, *chosen),
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
        Popup::Pick { pick, field, chosen } => picker(app, canvas, screen, *pick, field, *chosen),
        Popup::Read(reading) => reading::draw(app, canvas, screen, reading, room),
    }
}

fn ask(app: &App, canvas: &mut Canvas, screen: Rect, question: &Question, chosen: usize) -> Option<Position> {
    let words = app.words;
    let text = match question {
        Question::Unsaved(_) => words.say("ask.unsaved", &[("file", &app.file_name())]),
        Question::Replace { needle, with, count } => {
            let key = if with.is_empty() { "ask.replace.delete" } else { "ask.replace" };
            words.say(key, &[("needle", needle), ("with", with), ("count", count)])
        }
        Question::ReplaceHere { with, left, .. } => {
            let key = if with.is_empty() { "ask.replace-here.delete" } else { "ask.replace-here" };
            let left = words.say(if *left > 1 { "ask.left" } else { "ask.left.last" }, &[("count", left)]);
            words.say(key, &[("with", with), ("left", &left)])
        }
        Question::NotSaved { sentence, .. } => sentence.clone(),
        Question::Other(other) => {
            let key = match (&other.origin, &other.report) {
                (Origin::Recovered(_), _) if other.is_outdated => "ask.recovered.outdated",
                (Origin::Recovered(_), _) => "ask.recovered",
                (Origin::Version, _) => "ask.version",
                (Origin::Disk(_), Some(_)) => "ask.changed",
                (Origin::Disk(_), None) => "ask.gone",
            };
            let question = words.say(key, &[("file", &app.file_name()), ("when", &other.when)]);
            match (&other.origin, app.left_to_offer()) {
                (Origin::Recovered(_), more @ 1..) => {
                    format!("{question}\n{}", words.say("ask.recovered.more", &[("count", &more)]))
                }
                _ => question,
            }
        }
        Question::Import { file } => {
            let open = open_points(&app.notes);
            let key = if open > 0 { "ask.import.open" } else { "ask.import" };
            words.say(key, &[("file", file), ("open", &open)])
        }
        Question::Unready { format, errors, open } => {
            let what = words.unready(*errors, *open);
            words.say("ask.unready", &[("format", &format.id()), ("what", &what)])
        }
        Question::Exists(request) => {
            let name = request.path.file_name().unwrap_or_default().to_string_lossy();
            words.say("ask.exists", &[("file", &name)])
        }
        Question::Comments(_) => words.say("ask.comments", &[("file", &app.file_name())]),
        Question::Edition { year, edition, homeless } => {
            let mut rows: Vec<String> = homeless.iter().map(|cell| row_of(app, *cell)).collect();
            rows.dedup();
            let names = words.list(rows.iter().map(String::as_str));
            let key = if homeless.is_empty() { "ask.edition" } else { "ask.edition.homeless" };
            words.say(
                key,
                &[("year", year), ("edition", edition), ("count", &homeless.len()), ("cells", &names)],
            )
        }
    };
    let answers = question.answers();
    // What is asked about stays in sight.
    let at = if matches!(question, Question::ReplaceHere { .. }) { At::Bottom } else { At::Middle };
    let (inner, y) = boxed(words.get("ask.title"), canvas, screen, &text, answers.len() + 1, at);
    for (index, answer) in answers.iter().enumerate() {
        let style = if index == chosen { canvas.theme.cursor } else { canvas.theme.plain };
        let answer = format!(" {} ", words.get(answer_key(question, *answer)));
        let end = canvas.text(inner, 0, y + index, &answer, style);
        canvas.hit(inner, 0, y + index, end, Hit::Answer(index));
    }
    None
}

/// The row of a cell: 三·予以公开.
fn row_of(app: &App, cell: CellId) -> String {
    let table = app.form.table_of(cell);
    app.words.within(app.form, table.section, &[app.words.row(table, app.form.cell(cell).row)])
}

fn answer_key(question: &Question, answer: Answer) -> &'static str {
    match answer {
        Answer::All if question.is_deletion() => "answer.all.delete",
        Answer::SaveAndQuit => "answer.save-and-quit",
        Answer::Discard => "answer.discard",
        Answer::SaveAndOpen => "answer.save-and-open",
        Answer::DiscardAndOpen => "answer.discard-and-open",
        Answer::Mend => "answer.mend",
        Answer::Draft => "answer.draft",
        Answer::WriteOver => "answer.write-over",
        Answer::Again => "answer.again",
        Answer::KeepAndQuit => "answer.keep-and-quit",
        Answer::KeepForLater => "answer.keep-for-later",
        Answer::Look => "answer.look",
        Answer::Take => "answer.take",
        Answer::BringBack => "answer.bring-back",
        Answer::Reload => "answer.reload",
        Answer::ThrowAway => "answer.throw-away",
        Answer::Later => "answer.later",
        Answer::Overwrite => "answer.overwrite",
        Answer::SaveAs => "answer.save-as",
        Answer::All => "answer.all",
        Answer::OneByOne => "answer.one-by-one",
        Answer::Skip => "answer.skip",
        Answer::Stop => "answer.stop",
        Answer::Stay => "answer.stay",
        Answer::Yes => "answer.yes",
        Answer::No => "answer.no",
    }
}

/// A line to type in, from a column to the right edge; gives the caret's place, which is always in sight.
pub fn line_to_type(
    canvas: &mut Canvas,
    area: Rect,
    column: usize,
    y: usize,
    field: &Field,
) -> Option<Position> {
    let style = canvas.theme.typing;
    let room = usize::from(area.width).saturating_sub(column);
    canvas.text(area, column, y, &" ".repeat(room), style);
    let x = canvas.text(area, column, y, fit_end(field.before(), room.saturating_sub(1)), style);
    canvas.text(area, x, y, field.after(), style);
    if field.is_offered() {
        canvas.style(area, column, y, x - column, canvas.theme.selected);
    }
    Canvas::position(area, x, y)
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

/// A line to type in, and under it what is left to choose from.
fn picker(
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

/// Columns inside a box.
fn inner_width(screen: Rect) -> usize {
    usize::from(screen.width).saturating_sub(6).min(WIDEST)
}

/// Where on the screen a box lies.
#[derive(Clone, Copy)]
enum At {
    Middle,
    Bottom,
}

/// A box with a title and a text, and so many lines left free below; gives its inside and the first free line.
fn boxed(title: &str, canvas: &mut Canvas, screen: Rect, text: &str, free: usize, at: At) -> (Rect, usize) {
    let inner_width = inner_width(screen);
    let paragraphs = text.split('\n').map(|paragraph| (paragraph, wrap(paragraph, inner_width, 0)));
    let lines: Vec<&str> = paragraphs
        .flat_map(|(text, rows)| rows.into_iter().map(|row| text.get(row).unwrap_or_default()))
        .collect();
    let most = usize::from(screen.height).saturating_sub(2);
    let text_lines = lines.len().min(most.saturating_sub(free + usize::from(free > 0)));
    let gap = usize::from(free > 0);
    let inner_height = (text_lines + free).min(most);
    let (width, height) = (to_u16(inner_width + 4), to_u16(inner_height + 2));
    let outer = Rect {
        x: screen.x + (screen.width.saturating_sub(width)) / 2,
        y: match at {
            At::Middle => screen.y + (screen.height.saturating_sub(height)) / 2,
            At::Bottom => screen.y + screen.height.saturating_sub(height),
        },
        width: width.min(screen.width),
        height: height.min(screen.height),
    };
    // A few columns beside the box would show nothing but the ends of lines.
    let around = screen.width - outer.width;
    let covered =
        if around < LEAST_AROUND { Rect { x: screen.x, width: screen.width, ..outer } } else { outer };
    canvas.clear(covered);
    frame(canvas, outer, title);
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    for (y, line) in lines.iter().take(text_lines).enumerate() {
        let end = canvas.text(inner, 0, y, line, canvas.theme.plain);
        if y + 1 == text_lines && text_lines < lines.len() {
            canvas.text(inner, end.saturating_sub(CUT.len()), y, CUT, canvas.theme.plain);
        }
    }
    (inner, text_lines + gap)
}

fn frame(canvas: &mut Canvas, area: Rect, title: &str) {
    let (columns, rows) = (usize::from(area.width), usize::from(area.height));
    let style = canvas.theme.accent;
    let line = Canvas::line(columns.saturating_sub(2));
    let [above, below] = if is_wide() { [["+", "+"], ["+", "+"]] } else { [["┌", "┐"], ["└", "┘"]] };
    canvas.text(area, 0, 0, &format!("{}{line}{}", above[0], above[1]), style);
    for y in 1..rows.saturating_sub(1) {
        canvas.text(area, 0, y, Canvas::bar(), style);
        canvas.text(area, columns - 1, y, Canvas::bar(), style);
    }
    canvas.text(area, 0, rows.saturating_sub(1), &format!("{}{line}{}", below[0], below[1]), style);
    canvas.cut(area, 2, 0, columns.saturating_sub(4), &format!(" {title} "), style);
}

pub fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
