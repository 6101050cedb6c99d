//! What a correct report satisfies: [`check`] is one pure function of form and report.
//!
//! It runs after every key, over everything. Only what was read in a sentence of the prose is kept for the next time
//! ([`Readings`]): a long section could not be read anew within the time of a key.
//!
//! A [`Finding`] is a rule's id with its facts, never a sentence: `words` makes those. The families of rules have a file each:
//! `arithmetic`, `form`, `last_year`, `prose` with `sentence`, and `says` with `claim` and `tally` for the numbers in the text.

mod arithmetic;
mod claim;
mod form;
mod last_year;
mod organ;
mod plain;
mod policy;
mod prose;
mod quantity;
mod reading;
mod says;
mod sentence;
mod tally;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::form::rule::Severity;
use crate::form::{CellId, Form, Kind, SectionId, Text};
use crate::report::{Report, Waiver};

pub use crate::report::totals::{Totals, contradicts};
pub use policy::Policy;
pub use prose::topics;
pub use reading::Readings;

/// Rules that hold in every edition and are code here, with the weight of their findings.
pub const UNIVERSAL: [(&str, Severity); 10] = [
    ("stated-total", Severity::Error),
    ("count", Severity::Error),
    ("edition", Severity::Error),
    ("title", Severity::Error),
    ("blank", Severity::Warning),
    ("hole", Severity::Warning),
    ("wrong-year", Severity::Warning),
    ("numbering", Severity::Note),
    ("says-sum", Severity::Warning),
    ("tables-alike", Severity::Warning),
];

/// Rules that nobody can accept a breach of, nor weaken.
pub const FIXED: [&str; 4] = ["balance", "count", "edition", "title"];

/// Everything that follows from a report.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    /// Values of all computed cells.
    pub totals: Totals,
    /// What is not as it should be, in document order, accepted findings too.
    pub findings: Vec<Finding>,
    /// Characters of each section of prose, as people count them; 0 for tables.
    pub characters: Vec<usize>,
}

impl Derived {
    /// Findings that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_none())
    }

    /// How many open findings have this weight.
    pub fn count(&self, severity: Severity) -> usize {
        self.open().filter(|finding| finding.severity == severity).count()
    }
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// The section it stands in; none for the report as a whole.
    pub section: Option<SectionId>,
    /// The cells it concerns, in form order.
    pub cells: Vec<CellId>,
    /// The words it concerns.
    pub phrase: Option<Phrase>,
    /// Value of the left side.
    pub left: Option<Decimal>,
    /// Value of the right side.
    pub right: Option<Decimal>,
    /// What a sentence about it needs besides.
    pub facts: Facts,
    /// The reason for which someone accepted it.
    pub accepted: Option<String>,
}

/// Words in the prose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// Paragraph of the finding's section, from 0.
    pub paragraph: usize,
    /// Bytes within the paragraph.
    pub range: Range<usize>,
    /// The words themselves.
    pub text: String,
}

/// What a sentence about a finding needs besides its sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Facts {
    /// Nothing.
    #[default]
    Plain,
    /// The rule of the form that does not hold, by index, and the values of its terms.
    Relation {
        /// Index into [`Form::rules`].
        rule: usize,
        /// Values on the left, in order.
        left: Vec<Decimal>,
        /// Values on the right, in order.
        right: Vec<Decimal>,
    },
    /// It is about a whole row.
    Row,
    /// Names of what is not spoken of.
    Missing(Vec<Text>),
    /// What was typed into a cell.
    Typed {
        /// The text.
        text: String,
        /// What the cell holds.
        kind: Kind,
        /// What it is in 万元, where it is an amount in 元 that should have been in 万元.
        wan: Option<Decimal>,
    },
    /// The edition in use and the one that the year asks for, if any does.
    Edition(String, Option<String>),
    /// Whether organ and year are filled in.
    Title {
        /// The organ's name is there.
        organ: bool,
        /// The year is there.
        year: bool,
    },
    /// The date of the signature, and what is odd about it.
    Date(String, OddDate),
    /// The limit that an amount exceeds is last year's times this.
    Growth(u32),
    /// The words tell a number of the tables.
    Said,
    /// A number of the sequence that should stand here, as （三）.
    Number(u32),
}

/// What is odd about the date of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OddDate {
    /// There is no such day.
    Impossible,
    /// It names no day.
    NoDay,
    /// It is not after the year of the report, which is written when that is over.
    Early(u16),
}

impl Finding {
    /// A finding about the report as a whole.
    fn new(rule: impl Into<String>, severity: Severity) -> Self {
        Self {
            rule: rule.into(),
            severity,
            section: None,
            cells: Vec::new(),
            phrase: None,
            left: None,
            right: None,
            facts: Facts::Plain,
            accepted: None,
        }
    }

    fn in_section(mut self, section: SectionId) -> Self {
        self.section = Some(section);
        self
    }

    fn on_cells(mut self, form: &Form, mut cells: Vec<CellId>) -> Self {
        cells.sort_unstable();
        self.section = cells.first().map(|cell| form.section_of(*cell));
        self.cells = cells;
        self
    }

    fn on_phrase(mut self, section: SectionId, paragraph: usize, text: &str, range: Range<usize>) -> Self {
        self.section = Some(section);
        let words = text.get(range.clone()).unwrap_or_default().to_owned();
        self.phrase = Some(Phrase { paragraph, range, text: words });
        self
    }

    fn between(mut self, left: Decimal, right: Decimal) -> Self {
        (self.left, self.right) = (Some(left), Some(right));
        self
    }

    fn with(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// What it names as missing, in Chinese.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = match &self.facts {
            Facts::Missing(names) => names.as_slice(),
            _ => &[],
        };
        names.iter().map(|name| name.zh)
    }

    /// Left minus right.
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.left? - self.right?)
    }

    /// Whether a person may accept it with a reason. Notes need no acceptance, and [`FIXED`] ones are not for anyone to accept.
    pub fn can_be_accepted(&self) -> bool {
        self.severity != Severity::Note && !FIXED.contains(&self.rule.as_str())
    }

    /// Whether it is about a total that a document printed, which can be dropped.
    pub fn is_printed_total(&self) -> bool {
        self.rule == "stated-total"
    }

    /// Where it stands in the document: the whole report, a section's heading, then cells or words in order.
    fn place(&self) -> (Option<SectionId>, Option<CellId>, Option<(usize, usize)>) {
        let words = self.phrase.as_ref().map(|phrase| (phrase.paragraph, phrase.range.start));
        (self.section, self.cells.first().copied().filter(|_| words.is_none()), words)
    }

    /// Whether a waiver is for exactly this.
    pub fn is_waived_by(&self, waiver: &Waiver) -> bool {
        let same = |was: Option<Decimal>, is: Option<Decimal>| was.is_none() || was == is;
        let names = waiver.names.iter().map(String::as_str);
        waiver.rule == self.rule
            && waiver.cells == self.cells
            && waiver.phrase.as_deref() == self.phrase.as_ref().map(|phrase| phrase.text.as_str())
            && (waiver.names.is_empty() || names.eq(self.names()))
            && same(waiver.left, self.left)
            && same(waiver.right, self.right)
    }
}

/// Computes every total and applies every rule.
///
/// `last_year` is the same organ's report for the year before, where there is one.
pub fn check(form: &Form, report: &Report, last_year: Option<(&Form, &Report)>, policy: &Policy) -> Derived {
    check_again(&mut Readings::default(), form, report, last_year, policy)
}

/// As [`check`], with what the last check of nearly the same report has read.
pub fn check_again(
    readings: &mut Readings,
    form: &Form,
    report: &Report,
    last_year: Option<(&Form, &Report)>,
    policy: &Policy,
) -> Derived {
    readings.update(form, report, last_year);
    let totals = Totals::of(form, report);
    let last_totals = last_year.map(|(form, report)| Totals::of(form, report));
    let mut findings = Vec::new();
    let subject =
        Subject { form, report, last_year, last_totals: last_totals.as_ref(), totals: &totals, readings };
    arithmetic::check(&subject, &mut findings);
    form::check(&subject, &mut findings);
    // A sum of reports has no prose of its own.
    if !report.is_sum() {
        prose::check(&subject, &mut findings);
        says::check(&subject, &mut findings);
        findings.extend(readings.notices().cloned());
    }
    last_year::check(&subject, &mut findings);
    findings.sort_by_key(Finding::place);
    for finding in &mut findings {
        finding.severity = policy.severity(&finding.rule, finding.severity);
        if finding.can_be_accepted() {
            let waiver = report.waivers.iter().find(|waiver| finding.is_waived_by(waiver));
            finding.accepted = waiver.map(|waiver| waiver.reason.clone());
        }
    }
    let sections = (0..form.sections.len()).map(SectionId);
    let characters = sections.map(|section| readings.characters(section)).collect();
    Derived { totals, findings, characters }
}

/// What the rules look at.
struct Subject<'a> {
    form: &'a Form,
    report: &'a Report,
    last_year: Option<(&'a Form, &'a Report)>,
    last_totals: Option<&'a Totals>,
    totals: &'a Totals,
    readings: &'a Readings,
}

impl Subject<'_> {
    /// A cell's number, typed or computed; none when blank or not a number.
    fn number(&self, cell: CellId) -> Option<Decimal> {
        self.totals.number(self.report, cell)
    }

    /// The number in last year's cell of this address, typed or computed.
    fn last_years_number(&self, address: &str) -> Option<Decimal> {
        let (form, report) = self.last_year?;
        self.last_totals?.number(report, form.find(address)?)
    }
}
