//! Findings as sentences: what, where, on which ground, and what to do.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use rust_decimal::Decimal;

use super::Words;
use crate::check::{Facts, Finding, OddDate};
use crate::form::rule::{Along, Comparison, Relation, Rule, Severity, Term};
use crate::form::{Form, Kind};
use crate::report::value::{MAX_DECIMALS, MAX_DIGITS, NotANumber, half_width, number};
use crate::text::cut;

/// Columns of quoted words where there is one line for all.
const QUOTED: usize = 24;

impl Words {
    /// What a severity is called.
    pub fn severity(&self, severity: Severity) -> &str {
        match severity {
            Severity::Error => self.get("severity.error"),
            Severity::Warning => self.get("severity.warning"),
            Severity::Note => self.get("severity.note"),
        }
    }

    /// The whole sentence about a finding: place, both sides, difference.
    pub fn message(&self, form: &Form, finding: &Finding) -> String {
        let place = self.place(form, finding);
        let statement = self.statement(form, finding);
        self.say("finding", &[("place", &place), ("statement", &statement)])
    }

    /// What is wrong, without the place.
    pub fn statement(&self, form: &Form, finding: &Finding) -> String {
        self.statement_with(form, finding, |text| Cow::Borrowed(text))
    }

    /// The same on one line: quoted words and names of cells are cut rather than the numbers.
    pub fn brief(&self, form: &Form, finding: &Finding) -> String {
        self.statement_with(form, finding, |text| cut(text, QUOTED))
    }

    fn statement_with(&self, form: &Form, finding: &Finding, quote: fn(&str) -> Cow<str>) -> String {
        let side = |side: Option<Decimal>| side.unwrap_or_default().normalize();
        let (left, right) = (side(finding.left), side(finding.right));
        let phrase = quote(finding.phrase.as_ref().map_or("", |phrase| phrase.text.as_str()));
        match &finding.facts {
            Facts::Relation { rule, left, right } => match &form.rules[*rule] {
                Rule::Relation(relation) => self.relation(relation, finding, left, right),
                _ => String::new(),
            },
            Facts::Missing(names) => {
                let names = self.list(names.iter().map(|name| self.choose(name)));
                let own = format!("finding.{}", finding.rule);
                let key = if self.has(&own) { own.as_str() } else { "finding.missing" };
                self.say(key, &[("names", &names)])
            }
            Facts::Typed { text, wan: Some(wan), .. } => {
                self.say("finding.count.amount.yuan", &[("text", text), ("wan", wan)])
            }
            Facts::Typed { text, kind, wan: None } => {
                let key = match (number(*kind, &half_width(text)), kind) {
                    (Err(NotANumber::TooLong), _) => "finding.count.too-long",
                    (_, Kind::Count) => "finding.count",
                    (_, Kind::Change) => "finding.count.change",
                    (_, Kind::Amount) => "finding.count.amount",
                };
                let values: [(&str, &dyn Display); 3] =
                    [("text", text), ("digits", &MAX_DIGITS), ("decimals", &MAX_DECIMALS)];
                let statement = self.say(key, &values);
                // Letters that look like digits are hard to see.
                match text.chars().find(char::is_ascii_alphabetic) {
                    Some(letter) => {
                        self.say("finding.count.letter", &[("statement", &statement), ("letter", &letter)])
                    }
                    None => statement,
                }
            }
            Facts::Edition(used, Some(asked)) => {
                self.say("finding.edition", &[("used", used), ("asked", asked)])
            }
            Facts::Edition(used, None) => self.say("finding.edition.unknown", &[("used", used)]),
            Facts::Title { organ: false, year: false } => self.get("finding.title").to_owned(),
            Facts::Title { organ: false, year: true } => self.get("finding.title.organ").to_owned(),
            Facts::Title { .. } => self.get("finding.title.year").to_owned(),
            Facts::Date(date, odd) => {
                let (key, year) = match odd {
                    OddDate::Impossible => ("finding.title.date", 0),
                    OddDate::NoDay => ("finding.title.no-day", 0),
                    OddDate::Early(year) => ("finding.title.early", *year),
                };
                self.say(key, &[("date", date), ("year", &year)])
            }
            Facts::Growth(times) => self.say(
                &format!("finding.{}.growth", finding.rule),
                &[("left", &left), ("right", &right), ("times", times)],
            ),
            Facts::Number(expected) => {
                let expected = chinese(*expected);
                self.say("finding.numbering", &[("phrase", &phrase), ("expected", &expected)])
            }
            Facts::Said => {
                let difference = (left - right).abs();
                let cells = self.sum(form, &finding.cells);
                let cells = quote(&cells);
                self.say(
                    "finding.says",
                    &[("phrase", &phrase), ("cells", &cells), ("right", &right), ("difference", &difference)],
                )
            }
            Facts::Plain | Facts::Row => {
                let percent =
                    if right.is_zero() { Decimal::ZERO } else { left * Decimal::ONE_HUNDRED / right };
                let own = format!("finding.{}", finding.rule);
                let none = format!("{own}.none");
                let own = if self.has(&own) { own } else { "finding.own".to_owned() };
                self.say(
                    if left.is_zero() && self.has(&none) { &none } else { &own },
                    &[
                        ("left", &left),
                        ("right", &right),
                        ("difference", &(left - right).abs()),
                        ("phrase", &phrase),
                        ("percent", &percent.round_dp(1).normalize()),
                    ],
                )
            }
        }
    }

    /// The instrument or article a rule stands on.
    pub fn ground(&self, form: &Form, finding: &Finding) -> String {
        self.ground_of(form, &finding.rule)
    }

    /// What to do about a finding.
    pub fn remedy(&self, finding: &Finding) -> String {
        self.remedy_of(&finding.rule)
    }

    /// The instrument or article that the rule with this id stands on.
    pub fn ground_of(&self, form: &Form, rule: &str) -> String {
        self.say(&self.key_or_own("ground", rule), &[("instrument", &form.instrument)])
    }

    /// What to do about findings of the rule with this id.
    pub fn remedy_of(&self, rule: &str) -> String {
        self.get(&self.key_or_own("remedy", rule)).to_owned()
    }

    /// The key of what is said about a rule; rules of forms of one's own have no sentences of theirs.
    fn key_or_own(&self, family: &str, rule: &str) -> String {
        let key = key(family, rule);
        if self.has(&key) { key } else { format!("{family}.own") }
    }

    /// Where a finding stands, for lists and messages.
    pub fn place(&self, form: &Form, finding: &Finding) -> String {
        let Some(section) = finding.section else { return self.get("place.report").to_owned() };
        let first = finding.cells.first().filter(|_| finding.phrase.is_none());
        let Some(first) = first else { return self.section(form, section) };
        let table = form.table_of(*first);
        let facts = form.cell(*first);
        let row = self.row(table, facts.row);
        let column = self.column(table, facts.column);
        let along = match &finding.facts {
            Facts::Relation { rule, .. } => match &form.rules[*rule] {
                Rule::Relation(relation) => Some(relation.along),
                _ => None,
            },
            _ => None,
        };
        let heading = self.table(table);
        match (along, finding.rule.as_str()) {
            (Some(Along::Columns), _) => self.within(form, section, &[column]),
            (Some(Along::Rows), _) => self.within(form, section, &[row]),
            (None, _) if finding.facts == Facts::Row => self.within(form, section, &[row]),
            (None, "blank") if heading.is_empty() => self.section(form, section),
            (None, "blank") => self.within(form, section, &[heading]),
            (None, _) => self.within(form, section, &[row, column]),
        }
    }

    fn relation(
        &self,
        relation: &Relation,
        finding: &Finding,
        left: &[Decimal],
        right: &[Decimal],
    ) -> String {
        let (left_sum, right_sum) = (finding.left.unwrap_or_default(), finding.right.unwrap_or_default());
        let key = match relation.is {
            Comparison::Equal => "finding.relation.equal",
            Comparison::AtLeast => "finding.relation.at-least",
            Comparison::AtMost => "finding.relation.at-most",
            Comparison::ZeroTogether => "finding.relation.zero-together",
        };
        let unit = if self.lang == super::Lang::Zh { relation.unit } else { "" };
        let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        self.say(
            key,
            &[
                ("left", &self.side(&relation.left, left, left_sum)),
                ("right", &self.side(&relation.right, right, right_sum)),
                ("difference", &(left_sum - right_sum).abs().normalize()),
                ("unit", &unit),
            ],
        )
    }

    /// What a relation demands, without any figures: 本年新收 + 上年结转 = 办理总计 + 结转下年.
    pub fn identity(&self, relation: &Relation) -> String {
        let key = match relation.is {
            Comparison::Equal => "identity.equal",
            Comparison::AtLeast => "identity.at-least",
            Comparison::AtMost => "identity.at-most",
            Comparison::ZeroTogether => "identity.zero-together",
        };
        let side = |terms: &[Term]| self.terms(terms.iter().map(|term| (term, None)));
        self.say(key, &[("left", &side(&relation.left)), ("right", &side(&relation.right))])
    }

    /// One side of a relation: 本年新收 12 + 上年结转 1 = 13.
    fn side(&self, terms: &[Term], values: &[Decimal], sum: Decimal) -> String {
        let mut out = self.terms(terms.iter().zip(values.iter().map(Some)));
        if terms.len() > 1 {
            let _ = write!(out, " = {}", sum.normalize());
        }
        out
    }

    /// The names of terms with their signs and values; 0 where there is none.
    fn terms<'a>(&self, terms: impl Iterator<Item = (&'a Term, Option<&'a Decimal>)>) -> String {
        let mut out = String::with_capacity(128);
        for (term, value) in terms {
            let sign = match (out.is_empty(), term.minus) {
                (true, false) => "",
                (true, true) => "- ",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            out.push_str(sign);
            out.push_str(self.choose(&term.name));
            if let Some(value) = value {
                let _ = write!(out, " {}", value.normalize());
            }
        }
        if out.is_empty() { "0".to_owned() } else { out }
    }
}

/// The key of what is said about a rule; those about numbers in the text share theirs.
pub fn key(family: &str, rule: &str) -> String {
    let shared = rule.starts_with("says-") && rule != "says-sum";
    format!("{family}.{}", if shared { "says" } else { rule })
}

/// A small number in Chinese digits: the numbers of headings.
fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| DIGITS.get(digit as usize).copied().unwrap_or_default();
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Text;
    use crate::form::rule::Severity;
    use crate::words::Lang;

    #[test]
    fn an_identity_is_told_with_its_signs() {
        let term =
            |zh: &'static str, minus| Term { of: "", name: Text { zh, en: "" }, minus, last_year: false };
        let relation = Relation {
            id: "",
            severity: Severity::Error,
            table: "",
            along: Along::Rows,
            is: Comparison::Equal,
            unit: "",
            left: vec![term("甲", true), term("乙", false), term("丙", true)],
            right: Vec::new(),
        };
        let told = Words::of(Lang::Zh).identity(&relation);
        assert!(told.contains("- 甲 + 乙 - 丙 = 0"), "{told}");
    }
}
