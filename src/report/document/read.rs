//! The text of a report file as a report, or what is wrong with it and where.
//!
//! One pass over the text: visitors follow the shape that the edition gives, and take every cell as a raw slice of the source.
//! A slice knows its place, so a fault of ours points at the value itself and not at the end of its line.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use ron::extensions::Extensions;
use ron::value::RawValue;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::diagnose::{self, nearest, shorten};
use super::fault::{DocumentError, Expected, Fault};
use super::{VERSION, YEARS};
use crate::form::{AmountUnit, CellId, Form, Forms, Kind, SectionId, Table};
use crate::report::reference::{self, Piece, pieces};
use crate::report::value::{NotANumber, number};
use crate::report::{Contribution, Place, Reference, Report, Signed, Totals, Value, Waiver};

/// Reads the text of a report file.
pub fn read(forms: Forms, source: &str) -> Result<(&'static Form, Report), DocumentError> {
    let reader = Reader { forms, source, fault: RefCell::new(None) };
    let from_ron = |error| match reader.fault.take() {
        Some((Some(range), fault)) => diagnose::at(source, &range, fault),
        Some((None, fault)) => diagnose::parsed(source, &error, Some(fault)),
        None => diagnose::parsed(source, &error, None),
    };
    // Optional fields are written bare: `left: 3`, not `left: Some(3)`.
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let mut deserializer = ron::Deserializer::from_str_with_options(source, &options).map_err(from_ron)?;
    let report = Top(&reader)
        .deserialize(&mut deserializer)
        .map_err(|error| from_ron(deserializer.span_error(error)))?;
    deserializer.end().map_err(|error| from_ron(deserializer.span_error(error)))?;
    Ok(report)
}

/// Organ and year of a report file, of whose rest nothing is known; none where they do not stand there.
pub fn head(source: &str) -> Option<(String, u16)> {
    let reader = Reader { forms: Forms, source, fault: RefCell::new(None) };
    let found = RefCell::default();
    let mut deserializer = ron::Deserializer::from_str(source).ok()?;
    // It ends as soon as both are known, which for the parser is an error.
    let _ = deserializer.deserialize_struct("Report", &[], Head { reader: &reader, found: &found });
    let (organ, year) = found.into_inner();
    Some((organ?, year?))
}

/// The first fields of a file, up to organ and year.
struct Head<'r, 's, 'f> {
    reader: &'r Reader<'s>,
    found: &'f RefCell<(Option<String>, Option<u16>)>,
}

impl<'de> Visitor<'de> for Head<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Report(…)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<&'de str>()? {
            let raw: &RawValue = map.next_value()?;
            let mut found = self.found.borrow_mut();
            match key {
                "organ" => found.0 = Some(self.reader.text(raw, key)?),
                "year" => found.1 = self.reader.year(raw)?,
                _ => {}
            }
            if found.0.is_some() && found.1.is_some() {
                return Err(serde::de::Error::custom(""));
            }
        }
        Ok(())
    }
}

struct Reader<'s> {
    forms: Forms,
    source: &'s str,
    /// What a visitor found wrong, and at which bytes where it knows better than the parser.
    fault: RefCell<Option<(Option<Range<usize>>, Fault)>>,
}

impl Reader<'_> {
    /// Stops the reading with a fault at a slice of the source.
    fn stop<E: serde::de::Error>(&self, slice: &str, fault: Fault) -> E {
        self.fault.borrow_mut().get_or_insert((Some(self.range(slice)), fault));
        E::custom("")
    }

    /// Stops the reading with a fault at words of a paragraph, which stands somewhere in the source.
    fn stop_at<E: serde::de::Error>(&self, words: &str, paragraph: &str, fault: Fault) -> E {
        let within = (words.as_ptr() as usize).saturating_sub(paragraph.as_ptr() as usize);
        // With escapes in it, it stands there otherwise.
        let at = self.source.find(paragraph).map(|at| at + within).or_else(|| self.source.find(words));
        let slice = at.and_then(|at| self.source.get(at..at + words.len()));
        if let Some(slice) = slice { self.stop(slice, fault) } else { self.stop_here(fault) }
    }

    /// Stops the reading with a fault where the parser is.
    fn stop_here<E: serde::de::Error>(&self, fault: Fault) -> E {
        self.fault.borrow_mut().get_or_insert((None, fault));
        E::custom("")
    }

    fn range(&self, slice: &str) -> Range<usize> {
        let start = (slice.as_ptr() as usize).saturating_sub(self.source.as_ptr() as usize);
        start.min(self.source.len())..start + slice.len()
    }

    fn wrong<E: serde::de::Error>(&self, raw: &str, field: &str, expected: Expected) -> E {
        let fault = Fault::WrongType { field: field.to_owned(), found: shorten(raw), expected };
        self.stop(raw, fault)
    }

    fn unknown<'k, E: serde::de::Error>(&self, key: &str, known: impl Iterator<Item = &'k str>) -> E {
        self.stop(key, Fault::UnknownField { found: shorten(key), nearest: nearest(key, known) })
    }

    fn text<E: serde::de::Error>(&self, raw: &RawValue, field: &str) -> Result<String, E> {
        let raw = raw.trim().get_ron();
        ron::from_str(raw).map_err(|_| self.wrong(raw, field, Expected::Text))
    }

    fn version<E: serde::de::Error>(&self, raw: &RawValue) -> Result<u32, E> {
        let raw = raw.trim().get_ron();
        let found = raw.parse().map_err(|_| self.wrong(raw, "version", Expected::Version))?;
        match found {
            0 => Err(self.wrong(raw, "version", Expected::Version)),
            1..=VERSION => Ok(found),
            newer => Err(self.stop(raw, Fault::NewerVersion(newer))),
        }
    }

    fn edition<E: serde::de::Error>(&self, raw: &RawValue) -> Result<&'static Form, E> {
        let edition: String = self.text(raw, "edition")?;
        let unknown = || self.stop(raw.trim().get_ron(), Fault::UnknownEdition(shorten(&edition)));
        self.forms.get(&edition).ok_or_else(unknown)
    }

    fn year<E: serde::de::Error>(&self, raw: &RawValue) -> Result<Option<u16>, E> {
        let text = raw.trim().get_ron();
        if is_blank(text) {
            return Ok(None);
        }
        let year = text.parse().ok().filter(|year| YEARS.contains(year));
        year.map(Some).ok_or_else(|| self.wrong(text, "year", Expected::Year))
    }

    fn number<E: serde::de::Error>(&self, raw: &RawValue, field: &str) -> Result<Decimal, E> {
        let raw = raw.trim().get_ron();
        let unsigned = raw.strip_prefix('-').unwrap_or(raw);
        match number(Kind::Amount, unsigned) {
            Ok(number) => Ok(if unsigned.len() < raw.len() { -number } else { number }),
            Err(NotANumber::TooLong) => {
                Err(self.stop(raw, Fault::TooLarge { field: field.to_owned(), found: shorten(raw) }))
            }
            Err(_) => Err(self.wrong(raw, field, Expected::Number)),
        }
    }

    /// What may be a sum, or what someone wrote: no cell has to have room for it.
    fn sum<E: serde::de::Error>(&self, raw: &RawValue, field: &str) -> Result<Decimal, E> {
        Decimal::from_str_exact(raw.trim().get_ron()).or_else(|_| self.number(raw, field))
    }

    fn cell<E: serde::de::Error>(&self, raw: &RawValue, address: &str, kind: Kind) -> Result<Value, E> {
        // Nearly every cell is a number without anything around it; only comments need the parser once more.
        let plain = raw.get_ron().trim_matches(' ');
        let is_plain = plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let raw = if is_plain { plain } else { raw.trim().get_ron() };
        if is_blank(raw) {
            return Ok(Value::Blank);
        }
        let expected = match kind {
            Kind::Count => Expected::Count,
            Kind::Change => Expected::Change,
            Kind::Amount => Expected::Amount,
        };
        if raw.starts_with('"') {
            let text: String = ron::from_str(raw).map_err(|_| self.wrong(raw, address, expected))?;
            return Ok(Value::typed(kind, &text));
        }
        match number(kind, raw) {
            Ok(number) => Ok(Value::Number(number)),
            Err(NotANumber::Negative) => Ok(Value::Invalid(raw.to_owned())),
            Err(NotANumber::TooLong) => {
                Err(self.stop(raw, Fault::TooLarge { field: address.to_owned(), found: shorten(raw) }))
            }
            Err(NotANumber::Fraction | NotANumber::Other) => Err(self.wrong(raw, address, expected)),
        }
    }

    fn address<E: serde::de::Error>(&self, form: &Form, raw: &RawValue) -> Result<CellId, E> {
        let slice = raw.trim().get_ron();
        let address: String = ron::from_str(slice).map_err(|_| self.wrong(slice, "", Expected::Text))?;
        form.find(&address).ok_or_else(|| self.stop(slice, Fault::UnknownCell(shorten(&address))))
    }
}

fn is_blank(raw: &str) -> bool {
    raw.starts_with('(') && raw.chars().all(|c| matches!(c, '(' | ')') || c.is_whitespace())
}

/// Notes a key of one group; an error when it stands there twice.
fn once<'de, E: serde::de::Error>(
    reader: &Reader<'de>,
    seen: &mut HashSet<&'de str>,
    key: &'de str,
) -> Result<(), E> {
    if seen.insert(key) { Ok(()) } else { Err(reader.stop(key, Fault::DuplicateField(shorten(key)))) }
}

/// The whole file.
struct Top<'r, 's>(&'r Reader<'s>);

impl<'de> DeserializeSeed<'de> for Top<'_, 'de> {
    type Value = (&'static Form, Report);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_struct("Report", &[], self)
    }
}

impl<'de> Visitor<'de> for Top<'_, 'de> {
    type Value = (&'static Form, Report);

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("Report(…)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let reader = self.0;
        let mut seen = HashSet::new();
        let mut draft: Option<(&'static Form, Report)> = None;
        let (mut version, mut organ, mut year) = (1, String::new(), None);
        while let Some(key) = map.next_key::<&'de str>()? {
            once(reader, &mut seen, key)?;
            match (key, &mut draft) {
                ("version", _) => version = reader.version(map.next_value()?)?,
                ("edition", _) => {
                    let form = reader.edition(map.next_value()?)?;
                    draft = Some((form, Report::new(form, None)));
                }
                ("organ", _) => organ = reader.text(map.next_value()?, key)?,
                ("year", _) => year = reader.year(map.next_value()?)?,
                (_, Some((form, report))) => field(reader, form, report, key, &mut map)?,
                (_, None) => return Err(reader.stop(key, Fault::EditionFirst(shorten(key)))),
            }
        }
        let missing = |name: &str| {
            let part = !HEAD.contains(&name);
            let name = name.to_owned();
            let fault = if part { Fault::MissingPart(name) } else { Fault::MissingField(name) };
            reader.stop_here(fault)
        };
        let (form, mut report) = draft.ok_or_else(|| missing("edition"))?;
        if let Some(name) = required_fields(form).find(|name| !seen.contains(name)) {
            return Err(missing(name));
        }
        refer(reader, form, &mut report, version)?;
        Ok((form, Report { organ, year, ..report }))
    }
}

/// Puts the numbers of cells in place of their addresses in the prose.
fn refer<E: serde::de::Error>(
    reader: &Reader,
    form: &Form,
    report: &mut Report,
    version: u32,
) -> Result<(), E> {
    if !report.prose.iter().flatten().any(|text| text.contains(['{', '}'])) {
        return Ok(());
    }
    let totals = Totals::of(form, report);
    let mut prose = std::mem::take(&mut report.prose);
    for (section, paragraphs) in prose.iter_mut().enumerate() {
        for (paragraph, text) in
            paragraphs.iter_mut().enumerate().filter(|(_, text)| text.contains(['{', '}']))
        {
            let mut out = String::with_capacity(text.len());
            for piece in pieces(text, version > 1) {
                let address = match piece {
                    Piece::Address(address) => address,
                    Piece::Lone(lone) => {
                        return Err(reader.stop_at(lone, text, Fault::LoneBrace(shorten(lone))));
                    }
                    Piece::Text(plain) => {
                        out.push_str(plain);
                        continue;
                    }
                };
                if let Some(cell) = form.find(address) {
                    let number = reference::text(report, &totals, cell);
                    let from = Place { paragraph, offset: out.len() };
                    report.references.push(Reference::at(SectionId(section), from, &number, cell));
                    out.push_str(&number);
                } else if version > 1 {
                    return Err(reader.stop_at(address, text, Fault::UnknownCell(shorten(address))));
                } else {
                    // Before there were references this was text.
                    out.push('{');
                    out.push_str(address);
                    out.push('}');
                }
            }
            *text = out;
        }
    }
    report.prose = prose;
    Ok(())
}

/// Reads a field whose meaning depends on the edition.
fn field<'de, A: MapAccess<'de>>(
    reader: &Reader<'de>,
    form: &'static Form,
    report: &mut Report,
    key: &'de str,
    map: &mut A,
) -> Result<(), A::Error> {
    if let Some(table) = form.table(key) {
        return map.next_value_seed(TableFields { reader, form, table, cells: &mut report.cells });
    }
    if let Some(section) = form.section(key).filter(|id| form.section_at(*id).is_prose()) {
        let paragraphs: Vec<String> = map.next_value()?;
        // A line end parts paragraphs, however it came into the file.
        report.prose[section.0] = if paragraphs.iter().any(|text| text.contains(['\n', '\r'])) {
            let lines = paragraphs.iter().flat_map(|text| text.split(['\n', '\r']));
            lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
        } else {
            paragraphs
        };
        return Ok(());
    }
    match key {
        "amount_unit" if !form.amount_units.is_empty() => {
            let raw: &RawValue = map.next_value()?;
            let unit = AmountUnit::from_label(&reader.text(raw, key)?);
            let unit = unit.filter(|unit| form.amount_units.contains(unit));
            report.amount_unit =
                unit.ok_or_else(|| reader.wrong(raw.trim().get_ron(), key, Expected::AmountUnit))?;
        }
        "stated" => {
            for (address, number) in map.next_value::<Entries<'de>>()?.0 {
                let cell = reader.address(form, address)?;
                if !form.cell(cell).is_computed() {
                    let fault = Fault::NotATotal(form.cell(cell).address.clone());
                    return Err(reader.stop(address.trim().get_ron(), fault));
                }
                let number = reader.sum(number, &form.cell(cell).address)?;
                if report.stated.insert(cell, number).is_some() {
                    let slice = address.trim().get_ron();
                    return Err(reader.stop(slice, Fault::DuplicateField(form.cell(cell).address.clone())));
                }
            }
        }
        "accepted" => {
            let waivers = map.next_value::<Vec<WaiverFile<'de>>>()?;
            report.waivers =
                waivers.iter().map(|waiver| waiver.read(reader, form)).collect::<Result<_, _>>()?;
        }
        "signed" => {
            let signed: SignedFile = map.next_value()?;
            report.signed = Some(Signed { organ: signed.organ, date: signed.date });
        }
        "sum_of" => {
            let contributions = map.next_value::<Vec<ContributionFile<'de>>>()?;
            report.contributions =
                contributions.into_iter().map(|one| one.read(reader)).collect::<Result<_, _>>()?;
        }
        _ => {
            if let Some(edition) = edition_with(reader.forms, key) {
                return Err(reader.stop(key, Fault::OtherEdition { name: key.to_owned(), edition }));
            }
            return Err(reader.unknown(key, required_fields(form).chain(OPTIONAL)));
        }
    }
    Ok(())
}

/// The edition that knows a field which this one does not.
fn edition_with(forms: Forms, name: &str) -> Option<String> {
    let has =
        |form: &&Form| form.table(name).is_some() || (name == "amount_unit" && !form.amount_units.is_empty());
    forms.editions().filter_map(|edition| forms.get(edition)).find(has).map(|form| form.edition.to_owned())
}

/// Names of the fields that a file of this edition must have.
fn required_fields(form: &Form) -> impl Iterator<Item = &str> {
    let prose = form.sections.iter().filter(|section| section.is_prose()).map(|section| section.id);
    let tables = form.tables.iter().map(|table| table.id);
    HEAD.into_iter().chain(prose).chain(tables)
}

/// Names of the fields that every file has, whatever its edition.
const HEAD: [&str; 4] = ["version", "edition", "organ", "year"];

/// Names of the fields that may be absent.
const OPTIONAL: [&str; 5] = ["amount_unit", "stated", "accepted", "signed", "sum_of"];

/// The rows of one table.
struct TableFields<'r, 's, 'v> {
    reader: &'r Reader<'s>,
    form: &'static Form,
    table: &'static Table,
    cells: &'v mut [Value],
}

impl<'de> DeserializeSeed<'de> for TableFields<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for TableFields<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("rows")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while let Some(key) = map.next_key::<&'de str>()? {
            once(self.reader, &mut seen, key)?;
            let Some(row) = self.table.row(key) else {
                let known = self.table.rows.iter().map(|row| row.id);
                return Err(self.reader.unknown(key, known));
            };
            let TableFields { reader, form, table, .. } = self;
            map.next_value_seed(RowFields { reader, form, table, row, cells: &mut *self.cells })?;
        }
        Ok(())
    }
}

/// The cells of one row.
struct RowFields<'r, 's, 'v> {
    reader: &'r Reader<'s>,
    form: &'static Form,
    table: &'static Table,
    row: usize,
    cells: &'v mut [Value],
}

impl<'de> DeserializeSeed<'de> for RowFields<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_struct("", &[], self)
    }
}

impl<'de> Visitor<'de> for RowFields<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("cells")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = vec![false; self.table.columns.len()];
        while let Some(key) = map.next_key::<&'de str>()? {
            let Some(column) = self.table.column(key) else {
                let known = self.table.columns.iter().map(|column| column.id);
                return Err(self.reader.unknown(key, known));
            };
            if std::mem::replace(&mut seen[column], true) {
                return Err(self.reader.stop(key, Fault::DuplicateField(shorten(key))));
            }
            let cell = self.table.cell(self.row, column);
            let facts = self.form.cell(cell);
            if facts.is_computed() {
                return Err(self.reader.stop(key, Fault::Computed(facts.address.clone())));
            }
            self.cells[cell.0] = self.reader.cell(map.next_value()?, &facts.address, facts.kind)?;
        }
        Ok(())
    }
}

/// A map with its keys and values as slices.
pub struct Entries<'s>(pub Vec<(&'s RawValue, &'s RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(&'de RawValue, &'de RawValue)>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(Pairs).map(Entries)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverFile<'s> {
    rule: String,
    #[serde(default, borrow)]
    cells: Vec<&'s RawValue>,
    #[serde(default)]
    phrase: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default, borrow)]
    left: Option<&'s RawValue>,
    #[serde(default, borrow)]
    right: Option<&'s RawValue>,
    reason: String,
}

impl<'s> WaiverFile<'s> {
    fn read<E: serde::de::Error>(&self, reader: &Reader<'s>, form: &Form) -> Result<Waiver, E> {
        let side = |raw: Option<&RawValue>, name| raw.map(|raw| reader.sum(raw, name)).transpose();
        let mut cells =
            self.cells.iter().map(|raw| reader.address(form, raw)).collect::<Result<Vec<_>, E>>()?;
        cells.sort_unstable();
        Ok(Waiver {
            rule: self.rule.clone(),
            cells,
            phrase: self.phrase.clone(),
            names: self.names.clone(),
            left: side(self.left, "left")?,
            right: side(self.right, "right")?,
            reason: self.reason.clone(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContributionFile<'s> {
    organ: String,
    file: String,
    #[serde(default)]
    of: Vec<String>,
    #[serde(borrow)]
    digest: &'s RawValue,
}

impl<'s> ContributionFile<'s> {
    fn read<E: serde::de::Error>(self, reader: &Reader<'s>) -> Result<Contribution, E> {
        let digest = reader.text(self.digest, "digest")?;
        let digest = u64::from_str_radix(&digest, 16)
            .map_err(|_| reader.wrong(self.digest.trim().get_ron(), "digest", Expected::Digest))?;
        Ok(Contribution { organ: self.organ, file: self.file, of: self.of, digest })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedFile {
    organ: String,
    date: String,
}
