//! What a form file says, as it stands in the file. `build.rs` reads the forms of the program by the same shapes.

use ron::extensions::Extensions;
use serde::{Deserialize, Serialize};

use super::rule::Rule;

/// The whole of it.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Form", deny_unknown_fields)]
pub struct FormFile {
    pub edition: &'static str,
    pub instrument: &'static str,
    pub years: Years,
    pub title: &'static str,
    #[serde(default)]
    pub amount_units: Vec<AmountUnit>,
    #[serde(default)]
    pub caught: Text,
    pub sections: Vec<SectionFile>,
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub charts: Vec<Chart>,
}

impl FormFile {
    /// Reads a form file. Texts are slices of it, which those with `\` in them cannot be.
    pub fn read(source: &'static str) -> ron::error::SpannedResult<Self> {
        let extensions = Extensions::UNWRAP_VARIANT_NEWTYPES | Extensions::IMPLICIT_SOME;
        ron::Options::default().with_default_extension(extensions).from_str(source)
    }
}

/// A section.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionFile {
    pub id: &'static str,
    pub mark: &'static str,
    pub title: &'static str,
    pub name: Text,
    pub gloss: &'static str,
    #[serde(default)]
    pub help: Text,
    #[serde(default)]
    pub ground: Text,
    #[serde(default)]
    pub caught: Text,
    #[serde(default)]
    pub known_by: Vec<&'static str>,
    pub body: Body,
}

/// What a section consists of.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Body {
    Prose,
    Tables(Vec<TableFile>),
}

/// A table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableFile {
    pub id: &'static str,
    #[serde(default)]
    pub heading: &'static str,
    #[serde(default)]
    pub gloss: &'static str,
    #[serde(default)]
    pub stub: &'static str,
    #[serde(default)]
    pub layout: Layout,
    pub columns: Vec<Node<LeafFile>>,
    pub rows: Vec<Node<LeafFile>>,
}

/// A column or a row: the one has a kind, the other a ground.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafFile {
    pub id: &'static str,
    pub label: &'static str,
    #[serde(default)]
    pub also: Vec<&'static str>,
    pub gloss: &'static str,
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub sum: Vec<&'static str>,
    #[serde(default)]
    pub help: Text,
    #[serde(default)]
    pub ground: Text,
    #[serde(default)]
    pub caught: Text,
}

/// A tree of labels: header cells over columns, groups over rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static, L: Deserialize<'de>"))]
pub enum Node<L> {
    /// A column or row.
    Leaf(L),
    /// A label over several of them.
    Group(Group<L>),
}

/// An inner node of a tree of labels.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "L: Deserialize<'static>"))]
pub struct Group<L> {
    /// Statutory label.
    pub label: &'static str,
    /// English gloss.
    pub gloss: &'static str,
    /// What stands under it.
    pub of: Vec<Node<L>>,
}

/// A sentence or a name in both languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The unit of an amount whose printed form leaves it open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AmountUnit {
    /// 万元, ten thousand yuan: what is meant when nothing is said.
    #[default]
    Wan,
    /// 元, yuan.
    Yuan,
}

impl AmountUnit {
    /// The unit as it is written in reports and files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Wan => "万元",
            Self::Yuan => "元",
        }
    }

    /// The unit with this label.
    pub fn from_label(label: &str) -> Option<Self> {
        [Self::Wan, Self::Yuan].into_iter().find(|unit| unit.label() == label)
    }
}

/// What a cell may hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A number of 件, 项 …: a non-negative integer.
    #[default]
    Count,
    /// An increase or decrease: an integer with a sign.
    Change,
    /// Money: a non-negative decimal that keeps the digits typed.
    Amount,
}

/// The report years an edition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// First report year.
    pub first: u16,
    /// Last report year; none while the edition is in force.
    #[serde(default)]
    pub last: Option<u16>,
}

impl Years {
    /// Whether a report for this year uses the edition.
    pub fn contains(self, year: u16) -> bool {
        year >= self.first && self.last.is_none_or(|last| year <= last)
    }
}

/// How a table's rows are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// One under the other, with a stub of labels.
    #[default]
    Down,
    /// Side by side as blocks of columns, in one line of numbers (section 四).
    Across,
}

/// Numbers that people ask for, to be shown as bars beside each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Chart {
    /// What they are about.
    pub title: Text,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// One of the numbers of a chart.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Bar {
    /// What it counts.
    pub name: Text,
    /// Addresses of the cells whose sum it is.
    pub of: Vec<&'static str>,
}
