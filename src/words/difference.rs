//! Two states of a report, told apart in sentences.

use super::Words;
use crate::form::Form;
use crate::report::Difference;
use crate::text::visible;

impl Words {
    /// One difference, as a line or several.
    pub fn difference(&self, form: &Form, difference: &Difference) -> String {
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
                let line = |key, text: &String| self.say(key, &[("text", text)]);
                let old = old.iter().map(|text| line("difference.removed", text));
                let new = new.iter().map(|text| line("difference.added", text));
                old.chain(new).collect::<Vec<_>>().join("\n")
            }
            Difference::Rest => self.get("difference.rest").to_owned(),
        }
    }
}
