//! This report beside another one.

use std::path::Path;

use super::App;
use super::file::name_of;
use super::read::Text;
use super::refusal::unreadable;
use crate::report::{comparable, differences};
use crate::store::{Loaded, ReadError};

impl App {
    /// Another report was read to compare with: what has changed from it to this one is shown.
    pub fn read_to_compare(&mut self, path: &Path, result: Result<Loaded, ReadError>) {
        let words = self.words;
        let other = match result {
            Ok(other) => other,
            Err(error) => {
                self.notice = Some(unreadable(words, path, &error));
                return;
            }
        };
        let forms = (other.form, self.form);
        let (found, others) =
            comparable(forms, &self.report, differences(forms, &other.report, &self.report));
        let from = other.form.title(&other.report.organ, other.report.year);
        let to = self.form.title(&self.report.organ, self.report.year);
        let mut text =
            words.say("compare.between", &[("from", &from), ("file", &name_of(path)), ("to", &to)]);
        if others > 0 {
            text.push('\n');
            text.push_str(&words.say("compare.other-columns", &[("count", &others)]));
        }
        text.push_str("\n\n");
        text.push_str(&words.differences(other.form, &found));
        self.read(Text::Differences(text));
    }
}
