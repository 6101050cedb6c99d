//! Rules that an edition brings with it, as data. What holds in every edition is code in `check`.

use serde::{Deserialize, Serialize};

use super::file::Text;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The form itself, or arithmetic, says so. A final export is refused while one stands.
    Error,
    /// A convention that reviewers hold reports to.
    Warning,
    /// Worth a look.
    Note,
}

impl Severity {
    /// The name in exports: never translated.
    pub fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Which organs a rule is about, by their name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Organs {
    /// Every organ.
    #[default]
    Any,
    /// Townships and sub-district offices.
    Township,
    /// People's governments of any level, townships too, sub-district offices not.
    Government,
}

/// A rule of one edition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Rule {
    /// An identity or inequality between rows or columns of one table.
    Relation(Relation),
    /// A row that these organs have no power to fill.
    Powerless(Powerless),
    /// Subjects that a section of prose has to speak of.
    Mentions(Mentions),
    /// A section of prose that must not be empty.
    Filled(Filled),
    /// Words of an older edition that no longer belong in a report.
    Outdated(Outdated),
    /// An amount so large that it was perhaps typed in another unit.
    Ceiling(Ceiling),
    /// Text that is nearly last year's.
    Alike(Alike),
    /// What a number in the text has to agree with in the tables.
    Says(Says),
    /// A row that takes a larger part of the whole than a catch-all should.
    Share(Share),
}

impl Rule {
    /// The rule's id, which findings and waivers carry.
    pub fn id(&self) -> &str {
        match self {
            Self::Relation(rule) => rule.id,
            Self::Powerless(rule) => rule.id,
            Self::Mentions(rule) => rule.id,
            Self::Filled(rule) => rule.id,
            Self::Outdated(rule) => rule.id,
            Self::Ceiling(rule) => rule.id,
            Self::Alike(rule) => rule.id,
            Self::Says(rule) => rule.id,
            Self::Share(rule) => rule.id,
        }
    }

    /// The weight of its findings.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Relation(rule) => rule.severity,
            Self::Powerless(rule) => rule.severity,
            Self::Mentions(rule) => rule.severity,
            Self::Filled(rule) => rule.severity,
            Self::Outdated(rule) => rule.severity,
            Self::Ceiling(rule) => rule.severity,
            Self::Alike(rule) => rule.severity,
            Self::Says(rule) => rule.severity,
            Self::Share(rule) => rule.severity,
        }
    }
}

/// `left` against `right`, once for each column or row of a table.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Table id.
    pub table: &'static str,
    /// What the rule runs along; its terms name the other.
    pub along: Along,
    /// How the sides must compare.
    pub is: Comparison,
    /// Unit of the difference, such as 件.
    #[serde(default)]
    pub unit: &'static str,
    /// Terms of the left side.
    pub left: Vec<Term>,
    /// Terms of the right side; none is 0.
    #[serde(default)]
    pub right: Vec<Term>,
}

/// What a relation runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Along {
    /// Once for each column: terms are rows.
    Columns,
    /// Once for each row: terms are columns.
    Rows,
}

/// How the two sides of a relation must compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// left = right
    Equal,
    /// left ≥ right
    AtLeast,
    /// left ≤ right
    AtMost,
    /// left = 0 exactly when right = 0
    ZeroTogether,
}

/// One addend of a relation's side.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Row or column id.
    pub of: &'static str,
    /// How messages call it.
    pub name: Text,
    /// Subtracted rather than added.
    #[serde(default)]
    pub minus: bool,
    /// Its value is that of the same cell in last year's report. Where there is none, the relation is silent.
    #[serde(default)]
    pub last_year: bool,
}

/// A row that these organs must leave at 0.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Powerless {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Whom it binds.
    pub organs: Organs,
    /// `TABLE/ROW`.
    pub row: &'static str,
}

/// Topics that a section must speak of; one finding names the missing ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mentions {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Section id.
    pub section: &'static str,
    /// Whom it binds.
    #[serde(default)]
    pub organs: Organs,
    /// Address of a cell: the rule holds only when its value is above 0.
    #[serde(default)]
    pub when: Option<&'static str>,
    /// What must be spoken of.
    pub topics: Vec<Topic>,
}

/// One subject, spoken of when any of its wordings stands in the text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Topic {
    /// How messages call it.
    pub name: Text,
    /// Wordings met in real reports.
    pub wordings: Vec<&'static str>,
}

/// A section that must have text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Section id.
    pub section: &'static str,
    /// Fewest characters, white space not counted.
    pub characters: usize,
}

/// Words that belong to an older edition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outdated {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// The words.
    pub wordings: Vec<&'static str>,
}

/// A limit on an amount.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Whom the limit binds; the growth binds everyone.
    pub organs: Organs,
    /// Address of the cell.
    pub cell: &'static str,
    /// Highest plausible amount, in the unit the form prints.
    pub limit: u32,
    /// Highest plausible multiple of last year's amount.
    pub growth: u32,
}

/// A limit on the part that one cell has in another.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Address of the part.
    pub part: &'static str,
    /// Address of the whole.
    pub whole: &'static str,
    /// Highest plausible part, in per cent.
    pub percent: u32,
}

/// A limit on how much of a text may stand in last year's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// Section ids.
    pub sections: Vec<&'static str>,
    /// Highest share of its character trigrams, in per cent.
    pub percent: u32,
}

/// What numbers in the text have to agree with in the tables: 收到政府信息公开申请12件.
///
/// A number stands behind one of the words or before it, with nothing between that could change its meaning. Where a sentence
/// is not understood, the rule is silent.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// Rule id.
    pub id: &'static str,
    /// Weight.
    pub severity: Severity,
    /// What is counted.
    pub counts: Vec<Count>,
    /// Words one of which has to stand beside its words, where they alone say too little.
    #[serde(default)]
    pub about: Vec<&'static str>,
    /// Words with which it is said that there was none.
    #[serde(default)]
    pub none: Vec<&'static str>,
    /// What else may stand between word and number.
    #[serde(default)]
    pub between: Vec<&'static str>,
    /// Words that give it another meaning when they stand before the number in the same clause.
    #[serde(default)]
    pub unless: Vec<&'static str>,
    /// Words that give it another meaning wherever they stand in the sentence.
    #[serde(default)]
    pub never_with: Vec<&'static str>,
    /// Of all such words of all rules, the last one before the number has to be one of these.
    #[serde(default)]
    pub within: Vec<&'static str>,
    /// Whether the sentence, or what it goes on from, has to speak of applications.
    #[serde(default)]
    pub of_applications: bool,
    /// Units it is counted in.
    #[serde(default = "cases")]
    pub units: Vec<&'static str>,
}

/// Something counted, as the text names it and as the tables have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Count {
    /// Words that name it.
    pub words: Vec<&'static str>,
    /// Sums of cells, by address. The text is contradicted when it agrees with none of them.
    pub is: Vec<Vec<&'static str>>,
}

fn cases() -> Vec<&'static str> {
    vec!["件"]
}
