//! Two states of a report, told apart in sentences.

use super::Words;
use crate::form::Form;
use crate::report::{Difference, Value, Waiver};
use crate::text::visible;

impl Words {
    /// Differences as headings and paragraphs, section by section; `form` is that of the first state.
    pub fn differences(&self, form: &Form, found: &[Difference]) -> String {
        if found.is_empty() {
            return self.get("difference.none").to_owned();
        }
        let mut lines = Vec::new();
        let mut section = None;
        for one in found {
            let own = match one {
                Difference::Cell(cell, ..) | Difference::Stated(cell, ..) => Some(form.section_of(*cell)),
                Difference::Paragraphs(section, ..) => Some(*section),
                _ => None,
            };
            if own != section {
                section = own;
                lines.push(String::new());
                lines.extend(own.map(|own| format!("# {}", form.section_at(own).title)));
            }
            lines.push(self.difference(form, one));
        }
        lines.join("\n").trim_start().to_owned()
    }

    /// One difference, as a line or several.
    fn difference(&self, form: &Form, difference: &Difference) -> String {
        let changed = |what: &str, old: &str, new: &str| {
            let nothing = self.get("difference.nothing");
            let shown =
                |text: &str| if text.is_empty() { nothing.to_owned() } else { visible(text).into_owned() };
            self.say("difference.changed", &[("what", &what), ("old", &shown(old)), ("new", &shown(new))])
        };
        let year = |year: Option<u16>| year.map(|year| year.to_string()).unwrap_or_default();
        match difference {
            Difference::Edition(old, new) => changed(self.get("difference.edition"), old, new),
            Difference::Organ(old, new) => changed(self.get("details.organ"), old, new),
            Difference::Year(old, new) => changed(self.get("details.year"), &year(*old), &year(*new)),
            Difference::Cell(cell, old, new) => {
                let path = form.path(*cell).join(" > ");
                changed(&path, &old.text(), &new.text())
            }
            Difference::Paragraphs(_, old, new) => {
                // What stands in the place of a paragraph stands under it.
                let pairs = (0..old.len().max(new.len())).flat_map(|at| {
                    let line = |key, text: &String| self.say(key, &[("text", text)]);
                    let old = old.get(at).map(|text| line("difference.removed", text));
                    let new = new.get(at).map(|text| line("difference.added", text));
                    [old, new].into_iter().flatten()
                });
                pairs.collect::<Vec<_>>().join("\n")
            }
            Difference::AmountUnit(old, new) => {
                changed(self.get("details.amount-unit"), old.label(), new.label())
            }
            Difference::Signed(old, new) => changed(self.get("edits.signed"), old, new),
            Difference::Stated(cell, old, new) => {
                let total = form.path(*cell).join(" > ");
                let number = |number: &Option<_>| number.map_or(Value::Blank, Value::Number);
                let (old, new) = (number(old), number(new));
                changed(&self.say("difference.stated", &[("total", &total)]), &old.text(), &new.text())
            }
            Difference::Accepted(about, old, new) => {
                let cell = about.cells.first().and_then(|address| form.find(address));
                let cell = || cell.map(|cell| form.path(cell).join(" > "));
                let subject = about
                    .phrase
                    .clone()
                    .or_else(cell)
                    .unwrap_or_else(|| self.list(about.names.iter().map(String::as_str)));
                let what = self.say("difference.accepted", &[("rule", &about.rule), ("about", &subject)]);
                // The same reason for other figures is another acceptance.
                let same = matches!((old, new), (Some(old), Some(new)) if old.reason == new.reason);
                let text = |waiver: &Option<Box<Waiver>>| match waiver {
                    Some(waiver) if same => {
                        let sides = [waiver.left, waiver.right].into_iter().flatten();
                        let sides: Vec<_> = sides.map(|side| side.normalize().to_string()).collect();
                        format!("{} [{}]", waiver.reason, sides.join(" / "))
                    }
                    Some(waiver) => waiver.reason.clone(),
                    None => String::new(),
                };
                changed(what.trim_end(), &text(old), &text(new))
            }
        }
    }
}
