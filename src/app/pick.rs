//! Choosing from many by typing a little: a command by what it does, a cell by parts of its labels.
//!
//! Every part of what is typed must be found: in Chinese, in English, or as initials of the pinyin.

use pinyin::ToPinyin as _;

use super::command::of_place;
use super::popup::Popup;
use super::{App, Command, Context, Effect, Motion};
use crate::form::CellId;
use crate::text::Field;
use crate::words::{Lang, Words};

/// What is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// A command, to be carried out where the palette was called.
    Command(Context),
    /// A cell, to put the cursor on.
    Cell,
}

/// One of the things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is.
    pub label: String,
    /// Its key, or its section.
    pub note: String,
    target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Command(Command),
    Cell(CellId),
}

impl App {
    /// What there is to choose from, for what was typed.
    pub fn choices(&self, pick: Pick, typed: &str) -> Vec<Choice> {
        let parts: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        match pick {
            Pick::Command(place) => self.commands(place, &parts),
            Pick::Cell => self.cells(&parts),
        }
    }

    fn commands(&self, place: Context, parts: &[String]) -> Vec<Choice> {
        let rows = of_place(place).filter(|row| !matches!(row.command, Command::Move(_) | Command::Palette));
        let choices = rows.filter_map(|row| {
            let key = format!("command.{}", row.name);
            let told = [Lang::Zh, Lang::En].map(|lang| Words::of(lang).get(&key).to_owned());
            found(parts, &format!("{} {} {}", told[0], told[1], row.name)).then(|| Choice {
                label: self.words.get(&key).to_owned(),
                note: row.keys.first().map(ToString::to_string).unwrap_or_default(),
                target: Target::Command(row.command.clone()),
            })
        });
        choices.collect()
    }

    fn cells(&self, parts: &[String]) -> Vec<Choice> {
        let choices = self.form.cells().filter_map(|(id, cell)| {
            let (row, column) = self.form.row_and_column(id);
            let section = self.form.section_at(self.form.section_of(id));
            let path = self.form.path(id).join(" > ");
            let searched =
                format!("{path} {} {} {} {}", section.title, row.gloss, column.gloss, cell.address);
            found(parts, &searched).then(|| Choice {
                label: path,
                note: self.words.section(self.form, self.form.section_of(id)),
                target: Target::Cell(id),
            })
        });
        choices.collect()
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
            Command::Confirm => {
                return match choices.get(chosen.min(last)).map(|choice| choice.target.clone()) {
                    Some(Target::Command(command)) => self.carry_out(command),
                    Some(Target::Cell(cell)) => {
                        self.go_to_cell(cell);
                        self.focus = super::Focus::Page;
                        Vec::new()
                    }
                    None => {
                        self.popup = Some(Popup::Pick { pick, field, chosen: 0 });
                        Vec::new()
                    }
                };
            }
            Command::Cancel => return Vec::new(),
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
        self.popup = Some(Popup::Pick { pick, field, chosen });
        Vec::new()
    }
}

/// Whether every part stands in the text, or in the initials of its pinyin.
fn found(parts: &[String], text: &str) -> bool {
    let text = text.to_lowercase();
    let initials: String = text.chars().filter_map(initial).collect();
    parts
        .iter()
        .all(|part| text.contains(part.as_str()) || (part.is_ascii() && initials.contains(part.as_str())))
}

fn initial(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then_some(c);
    }
    c.to_pinyin().and_then(|pinyin| pinyin.plain().chars().next())
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn chinese_english_and_initials_find() {
        let path = "三、本年度办理结果 > （四）无法提供 > 1.本机关不掌握相关政府信息 Not held";
        let all = |typed: &str| {
            let parts: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
            found(&parts, path)
        };
        for typed in ["", "掌握", "无法 掌握", "bjgbzw", "not held", "wftg 掌握"] {
            assert!(all(typed), "{typed}");
        }
        for typed in ["公开 掌握x", "zzz"] {
            assert!(!all(typed), "{typed}");
        }
    }
}
