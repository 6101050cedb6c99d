//! Every sentence a person reads, in Chinese and English, from the catalogues in `assets/words/`.
//!
//! A catalogue is a flat map from a key to a sentence with `{named}` gaps; `build.rs` makes a table of it. Code names the key and
//! fills the gaps; it never puts a sentence together from pieces of grammar. [`finding`] tells about findings, [`fault`] about
//! files that cannot be read, [`import`] tells what an import found and left open, [`place`] names cells by their statutory
//! labels.

pub mod difference;
pub mod fault;
pub mod finding;
pub mod import;
pub mod place;

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use crate::form::{Severity, Text};
use crate::text::visible;

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language that an environment asks for: the first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set decides, and only
    /// `en*` means English.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        if set.is_some_and(|value| value.starts_with("en")) { Self::En } else { Self::Zh }
    }

    /// The language of a `--lang` argument.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    fn catalogue(self) -> Catalogue {
        match self {
            Self::Zh => ZH,
            Self::En => EN,
        }
    }
}

/// Keys and sentences, sorted by key.
type Catalogue = &'static [(&'static str, &'static str)];

const ZH: Catalogue = include!(concat!(env!("OUT_DIR"), "/zh.rs"));
const EN: Catalogue = include!(concat!(env!("OUT_DIR"), "/en.rs"));

const MANUAL_ZH: &str = include_str!("../../assets/words/manual.zh.txt");
const MANUAL_EN: &str = include_str!("../../assets/words/manual.en.txt");

/// The sentences of one language.
#[derive(Debug)]
pub struct Words {
    /// The language.
    pub lang: Lang,
    /// Sentences that name other keys than those of the catalogue, sorted by key.
    renamed: Vec<(&'static str, String)>,
    manual: Cow<'static, str>,
}

impl Words {
    /// The catalogue of a language.
    pub fn of(lang: Lang) -> &'static Self {
        static CATALOGUES: [Words; 2] =
            [Words::plain(Lang::Zh, MANUAL_ZH), Words::plain(Lang::En, MANUAL_EN)];
        match lang {
            Lang::Zh => &CATALOGUES[0],
            Lang::En => &CATALOGUES[1],
        }
    }

    const fn plain(lang: Lang, manual: &'static str) -> Self {
        Self { lang, renamed: Vec::new(), manual: Cow::Borrowed(manual) }
    }

    /// The same sentences with other names of keys: `names` gives what stands for a name such as F8 or Ctrl+S, if anything else
    /// does. They are made once and stay.
    pub fn with_keys(&self, names: impl Fn(&str) -> Option<String>) -> &'static Self {
        let catalogue = self.lang.catalogue().iter();
        // This one tells how names of keys are written.
        let sentences = catalogue.filter(|(key, _)| *key != "settings.key");
        let others = sentences.filter_map(|(key, sentence)| Some((*key, renamed(sentence, &names)?)));
        let manual = Self::of(self.lang).manual();
        let manual = renamed(manual, &names).map_or(Cow::Borrowed(manual), Cow::Owned);
        Box::leak(Box::new(Self { lang: self.lang, renamed: others.collect(), manual }))
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.lang.catalogue().iter().map(|(key, _)| *key)
    }

    /// Whether there is a sentence for this key.
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// The sentence with this key, gaps unfilled; the key itself if there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    fn find(&self, key: &str) -> Option<&str> {
        if let Ok(index) = self.renamed.binary_search_by_key(&key, |(key, _)| key) {
            return Some(&self.renamed[index].1);
        }
        let catalogue = self.lang.catalogue();
        let index = catalogue.binary_search_by_key(&key, |(key, _)| key).ok()?;
        Some(catalogue[index].1)
    }

    /// The sentence with this key and its gaps filled. Values are made safe for a terminal.
    pub fn say(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let sentence = self.get(key);
        let mut out = String::with_capacity(2 * sentence.len() + 64);
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                rest = after;
                break;
            };
            let value = values.iter().find(|(gap, _)| *gap == name);
            debug_assert!(value.is_some(), "{key}: nothing is given for {name}");
            if let Some((_, value)) = value {
                push_visible(&mut out, value);
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// A bilingual text in this language.
    pub fn choose<'a>(&self, text: &'a Text) -> &'a str {
        match self.lang {
            Lang::Zh => text.zh,
            Lang::En => text.en,
        }
    }

    /// How the program is used. A line that begins with `# ` is a heading, every other one a paragraph.
    pub fn manual(&self) -> &str {
        &self.manual
    }

    /// How a report stands, by what is wrong with it.
    pub fn state(&self, errors: usize, warnings: usize) -> String {
        let counts = [(Severity::Error, errors), (Severity::Warning, warnings)];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let counts: Vec<_> =
            counts.map(|(severity, count)| format!("{} {count}", self.severity(severity))).collect();
        if counts.is_empty() { self.get("header.clean").to_owned() } else { counts.join(" ") }
    }

    /// What keeps a final document from being made: errors, and points of an import that are open.
    pub fn unready(&self, errors: usize, open: usize) -> String {
        let counts = [("unready.errors", errors), ("unready.open", open)];
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<_> = counts.map(|(key, count)| self.say(key, &[("count", count)])).collect();
        self.list(counts.iter().map(String::as_str))
    }

    /// Names as an enumeration: 甲、乙 or a, b.
    pub fn list<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> String {
        let separator = self.get("list.separator");
        names.into_iter().collect::<Vec<_>>().join(separator)
    }
}

/// A text with other names of keys; none where it has none of these. A name is all letters, digits and plus signs in a row.
fn renamed(text: &str, names: impl Fn(&str) -> Option<String>) -> Option<String> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '+';
    let (mut out, mut rest, mut is_other) = (String::new(), text, false);
    while let Some(start) = rest.find(is_of_name) {
        let (before, from) = rest.split_at(start);
        let (name, behind) = from.split_at(from.find(|c| !is_of_name(c)).unwrap_or(from.len()));
        let other = names(name);
        is_other |= other.is_some();
        out.push_str(before);
        out.push_str(other.as_deref().unwrap_or(name));
        rest = behind;
    }
    out.push_str(rest);
    is_other.then_some(out)
}

/// Writes a value behind a text, hidden characters as their marks.
fn push_visible(out: &mut String, value: &dyn Display) {
    let start = out.len();
    let _ = write!(out, "{value}");
    if let Cow::Owned(shown) = visible(out.get(start..).unwrap_or_default()) {
        out.truncate(start);
        out.push_str(&shown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_english_locale_means_english() {
        let of = |pairs: &'static [(&str, &str)]| {
            Lang::from_environment(|name| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LC_ALL", "C.UTF-8"), ("LANG", "en_US.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")]), Lang::En);
        assert_eq!(of(&[("LANG", "de_DE.UTF-8")]), Lang::Zh);
        assert_eq!(of(&[]), Lang::Zh);
    }
}
