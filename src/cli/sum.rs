//! `reportui sum FILE…`: reports of one year and edition added up into one, and what every report adds to a cell.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use rust_decimal::Decimal;

use super::many::Results;
use super::{Outcome, arguments, complain, files, many};
use crate::check::{Facts, Finding, Policy, Totals, check};
use crate::form::{Form, Severity};
use crate::import::Subject;
use crate::report::organ::organ_key;
use crate::report::sum::Unit;
use crate::report::{Contribution, Report, Sum, Value, document};
use crate::store::{self, Loaded, STANDARD};
use crate::words::Words;

pub fn run(words: &Words, matches: &ArgMatches) -> io::Result<Outcome> {
    let files = files::expand(words, arguments::files(matches));
    if let Some(address) = matches.get_one::<String>("explain") {
        return explain(words, &files, address);
    }
    let output = matches.get_one::<PathBuf>("output");
    if output.is_some_and(|output| !files::is_for_a_report(words, output)) {
        return Ok(Outcome::Failed);
    }
    let expected = match matches.get_one::<PathBuf>("expect").map(|list| expected(words, list)).transpose() {
        Ok(expected) => expected,
        Err(refusal) => return Ok(refuse(&refusal)),
    };
    // A sum that is made once more is not a part of itself.
    let is_own = |file: &PathBuf| output.is_some_and(|output| store::is_same(file, output));
    let (own, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_own);
    for file in own {
        let is_sum = store::load(&file).is_ok_and(|loaded| loaded.report.is_sum());
        let key = if is_sum { "sum.own" } else { "export.over-source" };
        let told = words.say(key, &[("file", &files::shown(&file)), ("target", &files::shown(&file))]);
        complain(&told);
        if !is_sum {
            return Ok(Outcome::Failed);
        }
    }
    if files.is_empty() {
        return Ok(refuse(words.get("sum.nothing")));
    }
    let folder = folder_of(output);
    let mut adding =
        Adding { words, folder: folder.clone(), groups: Vec::new(), culprits: Vec::new(), blank: Vec::new() };
    many::each(words, Results::Written, &files, store::load_any, |file, loaded| {
        adding.add(file, loaded);
        Ok(())
    })?;
    let blank = std::mem::take(&mut adding.blank);
    let (sum, culprits) = adding.finish();
    let Some(sum) = sum.filter(|_| culprits.is_empty()) else {
        for culprit in &culprits {
            complain(culprit);
        }
        return Ok(refuse(&words.say("sum.refused", &[("count", &culprits.len())])));
    };
    let too_large = sum.too_large();
    if !too_large.is_empty() {
        return Ok(refuse(&words.say("sum.too-large", &[("cells", &words.cells(sum.form, &too_large))])));
    }
    let missing = expected.map(|expected| compare(words, &expected, sum.contributions(), &folder));
    let count = sum.count();
    let form = sum.form;
    let organ = matches.get_one::<String>("organ").map_or("", String::as_str);
    let report = sum.into_report(organ);
    let text = document::write(form, &report);
    let target = output.map_or(Path::new(STANDARD), PathBuf::as_path);
    if let Err(refusal) = files::save(words, target, text.as_bytes(), matches.get_flag("force")) {
        return Ok(refuse(&refusal));
    }
    if target != Path::new(STANDARD) {
        complain(&words.say("sum.done", &[("count", &count), ("target", &files::shown(target))]));
    }
    for (file, count) in &blank {
        complain(&words.say("sum.blank", &[("file", &files::shown(file)), ("count", count)]));
    }
    let errors = check(form, &report, None, &Policy::default()).findings;
    let is_off =
        |one: &&Finding| one.severity == Severity::Error && matches!(one.facts, Facts::Relation { .. });
    let errors = errors.iter().filter(is_off).count();
    if errors > 0 {
        complain(&words.say("sum.errors", &[("count", &errors)]));
    }
    if organ.is_empty() {
        complain(words.get("sum.unnamed"));
    }
    Ok(if missing.is_some_and(|missing| missing > 0) { Outcome::Found } else { Outcome::Fine })
}

fn refuse(why: &str) -> Outcome {
    complain(why);
    Outcome::Failed
}

fn folder_of(output: Option<&PathBuf>) -> PathBuf {
    output.and_then(|output| output.parent()).unwrap_or(Path::new("")).to_owned()
}

/// Reports on their way into sums: one for each year and edition, of which the largest is the one that is meant.
struct Adding<'a> {
    words: &'a Words,
    /// The folder from which the sum will see its parts.
    folder: PathBuf,
    groups: Vec<Group>,
    culprits: Vec<String>,
    /// Reports with blank cells, and how many those are.
    blank: Vec<(PathBuf, usize)>,
}

struct Group {
    sum: Sum,
    year: u16,
    form: &'static Form,
    /// The files by the organs in them.
    organs: HashMap<String, PathBuf>,
    files: Vec<PathBuf>,
}

impl Adding<'_> {
    fn add(&mut self, file: &Path, loaded: Result<Loaded, store::ReadError>) {
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(error) => {
                return self.culprits.push(crate::app::refusal::unreadable(self.words, file, &error));
            }
        };
        let Loaded { form, report, .. } = &loaded;
        if let Some(why) = self.why_not(&loaded) {
            return self.blame(file, &why);
        }
        let Some(year) = report.year else { return };
        let group = self.group(form, year);
        let organ = report.organ.trim();
        let parts = report.contributions.iter().flat_map(|one| [&one.organ].into_iter().chain(&one.of));
        let of: Vec<String> = parts.cloned().collect();
        let names = [organ].into_iter().chain(of.iter().map(|organ| organ.trim()));
        // A county's sum may have a report of the county itself in it.
        let mut own = HashSet::new();
        let is_new = |organ: &&str| !organ.is_empty() && own.insert(organ_key(organ));
        for organ in names.filter(is_new).collect::<Vec<_>>() {
            if let Some(other) = group.organs.insert(organ_key(organ), file.to_owned()) {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("organ", &organ), ("other", &files::shown(&other))];
                let why = self.words.say("sum.twice", &values);
                return self.blame(file, &why);
            }
        }
        let contribution = Contribution {
            organ: organ.to_owned(),
            of,
            file: store::seen_from(&self.folder, file).to_string_lossy().into_owned(),
            digest: loaded.digest,
        };
        let typed = form.sections.iter().flat_map(|section| &section.typed);
        let blank = typed.filter(|cell| report.value(**cell).is_blank()).count();
        if blank > 0 {
            self.blank.push((file.to_owned(), blank));
        }
        let group = self.group(form, year);
        group.sum.add(report, contribution);
        group.files.push(file.to_owned());
    }

    fn blame(&mut self, file: &Path, why: &str) {
        let values: [(&str, &dyn std::fmt::Display); 2] = [("file", &files::shown(file)), ("why", &why)];
        self.culprits.push(self.words.say("sum.culprit", &values));
    }

    /// Why a report cannot be added, whatever the others are.
    fn why_not(&self, loaded: &Loaded) -> Option<String> {
        let Loaded { form, report, notes, .. } = loaded;
        let words = self.words;
        if report.organ.trim().is_empty() && !report.is_sum() {
            return Some(words.get("sum.no-organ").to_owned());
        }
        if report.year.is_none() {
            return Some(words.get("sum.no-year").to_owned());
        }
        if let Some((cell, _)) =
            form.cells().find(|(cell, _)| matches!(report.value(*cell), Value::Invalid(_)))
        {
            return Some(words.say("sum.no-number", &[("cell", &words.cell(form, cell))]));
        }
        // A printed total that differs is a fault of the document, but no doubt about its cells.
        let open =
            notes.iter().filter(|note| note.is_open && !matches!(note.subject, Subject::Stated { .. }));
        let count = open.count();
        (count > 0).then(|| words.say("sum.open", &[("count", &count)]))
    }

    fn group(&mut self, form: &'static Form, year: u16) -> &mut Group {
        let is_it = |group: &Group| group.year == year && group.form.edition == form.edition;
        let index = self.groups.iter().position(is_it).unwrap_or_else(|| {
            let sum = Sum::new(form, year);
            self.groups.push(Group { sum, year, form, organs: HashMap::new(), files: Vec::new() });
            self.groups.len() - 1
        });
        &mut self.groups[index]
    }

    /// The sum that is meant, and everything that must not be in it.
    fn finish(mut self) -> (Option<Sum>, Vec<String>) {
        // Of two of the same size the first is meant.
        let most = (0..self.groups.len()).rev().max_by_key(|index| self.groups[*index].files.len());
        let meant = most.map(|index| self.groups.remove(index));
        if let Some(meant) = &meant {
            for group in std::mem::take(&mut self.groups) {
                let values: [(&str, &dyn std::fmt::Display); 5] = [
                    ("year", &group.year),
                    ("edition", &group.form.edition),
                    ("meant", &meant.year),
                    ("meant-edition", &meant.form.edition),
                    ("count", &meant.files.len()),
                ];
                let why = self.words.say("sum.other", &values);
                for file in &group.files {
                    self.blame(file, &why);
                }
            }
        }
        (meant.map(|group| group.sum), self.culprits)
    }
}

/// The organs of a list: one a line, in the first column where it is a table; `#` begins a remark.
fn expected(words: &Words, list: &Path) -> Result<Vec<String>, String> {
    let text =
        store::read_text(list).map_err(|error| crate::app::refusal::unreadable(words, list, &error))?;
    let names = text.split(['\n', '\r']).map(|line| line.split([',', '\t', '，']).next().unwrap_or_default());
    let names = names.map(|name| name.trim().trim_matches('"').trim().to_owned());
    let mut expected: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty() && !name.starts_with('#')) {
        if !expected.iter().any(|other| organ_key(other) == organ_key(&name)) {
            expected.push(name);
        }
    }
    // A table has a heading.
    if expected.first().is_some_and(|name| HEADINGS.contains(&name.as_str())) {
        expected.remove(0);
    }
    let shown = files::shown(list);
    if expected.is_empty() { Err(words.say("sum.empty-list", &[("file", &shown)])) } else { Ok(expected) }
}

/// What may stand over a column of names.
const HEADINGS: [&str; 8] = ["单位", "单位名称", "机关", "机关名称", "名称", "乡镇", "organ", "unit"];

/// Tells which organs of a list have no report, and which reports are of none of them. Gives the number of the missing ones.
fn compare(words: &Words, expected: &[String], contributions: &[Contribution], folder: &Path) -> usize {
    let is_there = |name: &String| contributions.iter().any(|one| organ_key(name) == organ_key(&one.organ));
    let missing: Vec<_> = expected.iter().filter(|name| !is_there(name)).collect();
    for name in &missing {
        complain(&words.say("sum.missing", &[("organ", name)]));
    }
    for one in contributions
        .iter()
        .filter(|one| !expected.iter().any(|name| organ_key(name) == organ_key(&one.organ)))
    {
        let file = files::shown(&folder.join(&one.file));
        complain(&words.say("sum.unexpected", &[("organ", &one.organ), ("file", &file)]));
    }
    let there = expected.len() - missing.len();
    complain(&words.say("sum.there", &[("there", &there), ("all", &expected.len())]));
    missing.len()
}

/// Says which of the reports in a sum are not what they were when they were added up, if any; one that is not there says nothing.
pub fn changed(words: &Words, file: &Path, report: &Report) -> Option<String> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let is_changed = |one: &&Contribution| {
        store::digest_of(&folder.join(&one.file)).is_ok_and(|digest| digest != one.digest)
    };
    let changed: Vec<_> = report.contributions.iter().filter(is_changed).collect();
    let first = changed.first()?;
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("file", &files::shown(file)), ("count", &changed.len()), ("first", &first.file)];
    Some(words.say("sum.stale", &values))
}

/// Prints what every report adds to a cell of a sum.
fn explain(words: &Words, files: &[PathBuf], address: &str) -> io::Result<Outcome> {
    let [file] = files else { return Ok(refuse(words.get("sum.explain-one"))) };
    let loaded = match files::load(words, file) {
        Ok(loaded) => loaded,
        Err(refusal) => return Ok(refuse(&refusal)),
    };
    let Loaded { form, report, .. } = loaded;
    let shown = files::shown(file);
    let Some(cell) = form.find(address) else {
        return Ok(refuse(&words.say("sum.no-cell", &[("address", &address), ("file", &shown)])));
    };
    if !report.is_sum() {
        return Ok(refuse(&words.say("sum.is-none", &[("file", &shown)])));
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let paths: Vec<PathBuf> = report.contributions.iter().map(|one| folder.join(&one.file)).collect();
    let mut contributions = report.contributions.iter();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut all, mut outcome) = (None, Outcome::Fine);
    many::each(words, Results::Printed, &paths, store::load_any, |path, source| {
        let Some(contribution) = contributions.next() else { return Ok(()) };
        match source {
            Ok(source) => {
                if source.digest != contribution.digest {
                    complain(&words.say("sum.changed", &[("file", &contribution.file)]));
                    outcome = outcome.max(Outcome::Found);
                }
                let unit = Unit::of(&contribution.organ, form, (source.form, &source.report));
                let number = unit.numbers.get(cell.0).copied().flatten();
                if let Some(number) = number {
                    all = Some(all.unwrap_or(Decimal::ZERO) + number);
                }
                let number = number.map(|number| number.to_string()).unwrap_or_default();
                let (organ, file) = (crate::text::visible(&contribution.organ), &contribution.file);
                writeln!(out, "{organ}\t{number}\t{}", crate::text::visible(file))?;
            }
            Err(error) => {
                complain(&crate::app::refusal::unreadable(words, path, &error));
                outcome = Outcome::Failed;
            }
        }
        Ok(())
    })?;
    let told = Totals::of(form, &report).number(&report, cell);
    let told_text = told.map(|told| told.to_string()).unwrap_or_default();
    writeln!(out, "{}\t{told_text}\t{shown}", words.get("sum.total"))?;
    out.flush()?;
    if told != all && outcome == Outcome::Fine {
        let all = all.map(|all| all.to_string()).unwrap_or_default();
        complain(&words.say("sum.differs", &[("told", &told_text), ("all", &all)]));
        outcome = Outcome::Found;
    }
    Ok(outcome)
}
