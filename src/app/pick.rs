//! Choosing from many by typing a little: a command by what it does, a cell by parts of its labels, a report by name.
//!
//! Every part of what is typed must be found: in Chinese, in English, or as initials of the pinyin.

use std::path::PathBuf;

use pinyin::ToPinyin as _;

use super::command::of_place;
use super::popup::Popup;
use super::{After, App, Command, Context, Effect, Focus, Motion};
use crate::export::Format;
use crate::form::CellId;
use crate::report::value::half_width;
use crate::store::Version;
use crate::text::Field;
use crate::words::{Lang, Words};

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// A command, to be carried out where the palette was called.
    Command(Context),
    /// A cell, to put the cursor on.
    Cell,
    /// A cell, to put its number into the text.
    Reference,
    /// A report to open.
    File,
    /// A report to compare with.
    Compare,
    /// An earlier version of the report.
    Version,
    /// A format to export to.
    Format,
}

/// One of the things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is.
    pub label: String,
    /// The end of it, which is never cut.
    pub tail: String,
    /// What tells it from others of the same name; may be empty.
    pub detail: String,
    /// Its key, its section, its state.
    pub note: String,
    pub(super) target: Target,
}

impl Choice {
    pub(super) fn new(label: String, target: Target) -> Self {
        Self { label, tail: String::new(), detail: String::new(), note: String::new(), target }
    }
}

/// What choosing leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Command(Command),
    Cell(CellId),
    Refer(CellId),
    Go(After),
    Compare(PathBuf),
    Version(Version),
    Format(Format),
    /// What is in a folder, as it would be typed.
    Folder(String),
}

/// What was typed: parts that must all be found.
#[derive(Debug)]
pub(super) struct Typed(Vec<String>);

impl Typed {
    pub(super) fn new(typed: &str) -> Self {
        Self(half_width(typed).split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether every part stands in the text, in its pinyin, or in the initials of that.
    pub(super) fn found_in(&self, text: &str) -> bool {
        self.distance(text).is_some()
    }

    /// Whether one of the parts is the label of a row, and another one that of a column; their numbers may be left out.
    fn names(&self, row: &str, column: &str) -> (bool, bool) {
        let [row, column] = [row, column].map(|label| half_width(label).to_lowercase());
        let is = |part: &String, label: &str| {
            part == label || Some(part.as_str()) == label.rsplit(['、', '）', '.']).next()
        };
        let of_row = self.0.iter().position(|part| is(part, &row));
        let mut others = self.0.iter().enumerate().filter(|(at, _)| Some(*at) != of_row);
        (of_row.is_some(), others.any(|(_, part)| is(part, &column)))
    }

    /// How well the text is met: the number of parts in letters with which none of its labels begins. None where a part is
    /// not there at all.
    fn distance(&self, text: &str) -> Option<usize> {
        if self.0.is_empty() {
            return Some(0);
        }
        let text = text.to_lowercase();
        // A blank parts words: the end of one and the beginning of the next are none together.
        let or_blank = |c: char| if c == ' ' { Some(" ".to_owned()) } else { spelt(c) };
        let initials: String =
            text.chars().filter_map(|c| or_blank(c).and_then(|pinyin| pinyin.chars().next())).collect();
        let pinyin: String = text.chars().filter_map(or_blank).collect();
        let is_there = |part: &String| {
            text.contains(part) || (part.is_ascii() && (initials.contains(part) || pinyin.contains(part)))
        };
        if !self.0.iter().all(is_there) {
            return None;
        }
        // Labels with their numbers left out: 一、, （一）, 1.
        let labels = text.split([' ', '>', '、', '）', '.', '：']).filter(|label| !label.is_empty());
        let beginnings: Vec<(&str, String)> = labels
            .map(|label| {
                let initials =
                    label.chars().filter_map(|c| spelt(c).and_then(|pinyin| pinyin.chars().next()));
                (label, initials.collect())
            })
            .collect();
        let begins = |part: &&String| {
            beginnings.iter().any(|(label, initials)| label.starts_with(*part) || initials.starts_with(*part))
        };
        // Whoever writes Chinese has said it all; a few letters may stand for much.
        Some(self.0.iter().filter(|part| part.is_ascii() && !begins(part)).count())
    }
}

/// The choices that meet what was typed, the best first.
fn best(typed: &Typed, choices: impl Iterator<Item = (String, Choice)>) -> Vec<Choice> {
    let mut found: Vec<_> = choices
        .filter_map(|(text, choice)| {
            // Of many rows in whose path the words stand, the one that is called so, and the column; then those in whose own
            // label they stand.
            let column = choice.tail.trim_start_matches(" > ");
            let (row, column) = typed.names(&choice.label, column);
            let rank = (typed.distance(&text)?, !row, !column, !typed.found_in(&choice.label));
            Some((rank, choice))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, choice)| choice).collect()
}

impl App {
    /// What there is to choose from, for what was typed.
    pub fn choices(&self, pick: Pick, typed: &str) -> Vec<Choice> {
        match pick {
            Pick::Command(place) => self.commands(place, &Typed::new(typed)),
            Pick::Cell => self.cells(&Typed::new(typed)),
            Pick::Reference => self.cells_to_refer_to(&Typed::new(typed)),
            Pick::File => self.files(typed),
            Pick::Compare => self.files_to_compare(typed),
            Pick::Version => self.version_choices(&Typed::new(typed)),
            Pick::Format => self.format_choices(&Typed::new(typed)),
        }
    }

    fn commands(&self, place: Context, typed: &Typed) -> Vec<Choice> {
        let rows = of_place(place).filter(|row| !matches!(row.command, Command::Move(_) | Command::Palette));
        let choices = rows.map(|row| {
            let key = format!("command.{}", row.name);
            let also = format!("also.{}", row.name);
            let told = [Lang::Zh, Lang::En].map(Words::of).map(|words| {
                let also = if words.has(&also) { words.get(&also) } else { "" };
                format!("{} {also}", words.get(&key))
            });
            let choice = Choice {
                note: self.config.keymap.keys(row).first().map(ToString::to_string).unwrap_or_default(),
                ..Choice::new(self.words.get(&key).to_owned(), Target::Command(row.command.clone()))
            };
            (format!("{} {} {}", told[0], told[1], row.name), choice)
        });
        best(typed, choices)
    }

    fn version_choices(&self, typed: &Typed) -> Vec<Choice> {
        let choices = self.versions.iter().filter(|(version, _)| typed.found_in(&version.saved));
        let choices = choices.map(|(version, state)| Choice {
            note: state.clone(),
            ..Choice::new(version.saved.clone(), Target::Version(version.clone()))
        });
        choices.collect()
    }

    /// The cells with their numbers.
    fn cells_to_refer_to(&self, typed: &Typed) -> Vec<Choice> {
        let mut choices = self.cells(typed);
        for choice in &mut choices {
            if let Target::Cell(cell) = choice.target {
                choice.note = self.cell_text(cell).into_owned();
                choice.target = Target::Refer(cell);
            }
        }
        choices
    }

    fn cells(&self, typed: &Typed) -> Vec<Choice> {
        let choices = self.form.cells().map(|(id, cell)| {
            let (row, column) = self.form.row_and_column(id);
            let section = self.form.section_at(self.form.section_of(id));
            let path = self.form.path(id).join(" > ");
            let searched =
                format!("{path} {} {} {} {}", section.title, row.gloss, column.gloss, cell.address);
            let choice = Choice {
                tail: format!(" > {}", column.label),
                detail: row.under.join(" > "),
                note: self.words.section(self.form, self.form.section_of(id)),
                ..Choice::new(row.label.to_owned(), Target::Cell(id))
            };
            (searched, choice)
        });
        best(typed, choices)
    }

    pub(super) fn in_pick(
        &mut self,
        pick: Pick,
        mut field: Field,
        chosen: usize,
        command: Command,
    ) -> Vec<Effect> {
        let choices = self.choices(pick, field.text());
        let last = choices.len().saturating_sub(1);
        let chosen = match command {
            Command::Confirm => match choices.into_iter().nth(chosen.min(last)).map(|choice| choice.target) {
                Some(Target::Folder(typed)) => {
                    field = Field::new(typed);
                    0
                }
                Some(target) => return self.choose(target),
                None => 0,
            },
            Command::Cancel if !self.nothing_open => return Vec::new(),
            Command::Cancel => {
                field = Field::default();
                0
            }
            Command::Move(Motion::Up) | Command::Previous => chosen.checked_sub(1).unwrap_or(last),
            Command::Move(Motion::Down) | Command::Next => {
                if chosen >= last {
                    0
                } else {
                    chosen + 1
                }
            }
            Command::Move(Motion::PageUp) => chosen.saturating_sub(10),
            Command::Move(Motion::PageDown) => (chosen + 10).min(last),
            other => {
                field.edit(&other);
                0
            }
        };
        let effects = if matches!(pick, Pick::File | Pick::Compare) {
            self.look_into(field.text())
        } else {
            Vec::new()
        };
        self.popup = Some(Popup::Pick { pick, field, chosen });
        effects
    }

    /// A line was pointed at.
    pub(super) fn choose_line(&mut self, index: usize) -> Vec<Effect> {
        match self.popup.take() {
            Some(Popup::Pick { pick, field, .. }) => self.in_pick(pick, field, index, Command::Confirm),
            other => {
                self.popup = other;
                Vec::new()
            }
        }
    }

    fn choose(&mut self, target: Target) -> Vec<Effect> {
        match target {
            Target::Command(command) => return self.carry_out(command),
            Target::Format(format) => return self.export(format, false),
            Target::Refer(cell) => self.refer(cell),
            Target::Compare(path) => return vec![Effect::ReadToCompare(path)],
            Target::Version(version) => return vec![Effect::ReadVersion(version)],
            Target::Go(after) => return self.leave_report(after),
            Target::Cell(cell) => {
                if self.leave_entry() {
                    self.go_to_cell(cell);
                    self.focus = Focus::Page;
                }
            }
            Target::Folder(_) => {}
        }
        Vec::new()
    }
}

/// A character as it is spelt: Chinese ones in pinyin without tones.
fn spelt(c: char) -> Option<String> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then(|| c.to_string());
    }
    c.to_pinyin().map(|pinyin| pinyin.plain().to_owned())
}

#[cfg(test)]
mod tests {
    use super::Typed;

    #[test]
    fn chinese_english_and_initials_find() {
        let path = "三、本年度办理结果 > （四）无法提供 > 1.本机关不掌握相关政府信息 Not held";
        let all = |typed: &str| Typed::new(typed).found_in(path);
        for typed in ["", "掌握", "无法 掌握", "bjgbzw", "not held", "wftg 掌握", "wufatigong"] {
            assert!(all(typed), "{typed}");
        }
        for typed in ["公开 掌握x", "zzz"] {
            assert!(!all(typed), "{typed}");
        }
    }

    #[test]
    fn what_begins_a_label_is_met_better_than_what_is_within_one() {
        let typed = Typed::new("sy xs");
        let enterprise = typed.distance("一、本年新收政府信息公开申请数量 > 商业企业");
        let fees = typed.distance("行政事业性收费 > 本年收费金额");
        assert!(enterprise.is_some() && fees.is_some() && enterprise < fees);
        assert!(!Typed::new("bj").found_in("退出 关闭 结束"), "no word of it");
    }
}
