//! A question and its answers.

use ratatui::layout::{Position, Rect};

use super::boxed::{At, boxed};
use super::paint::Canvas;
use crate::app::question::{Answer, Question};
use crate::app::{App, Hit, Origin};
use crate::form::CellId;
use crate::import::open_points;

/// Draws the question; nothing is typed in it.
pub fn draw(
    app: &App,
    canvas: &mut Canvas,
    screen: Rect,
    question: &Question,
    chosen: usize,
) -> Option<Position> {
    let words = app.words;
    let text = match question {
        Question::Unsaved(_) => words.say("ask.unsaved", &[("file", &app.file_name())]),
        Question::Open(_) => words.say("ask.open", &[("count", &open_points(&app.notes))]),
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
        Answer::Leave => "answer.leave",
        Answer::SaveAndOpen => "answer.save-and-open",
        Answer::DiscardAndOpen => "answer.discard-and-open",
        Answer::Mend if matches!(question, Question::Open(_)) => "answer.mend.open",
        Answer::Mend => "answer.mend",
        Answer::Draft => "answer.draft",
        Answer::OtherName => "answer.other-name",
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
