//! What there is to open, as a list to choose from: what was left by runs that were cut off, reports last edited, what is in a
//! folder.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use super::pick::{Choice, Target, Typed};
use super::{After, App, Effect};
use crate::report::organ::organ_key;
use crate::store::{FileKind, Listed, Recent, SAMPLES};

/// Reports last edited that are offered before anything is typed.
const MOST_RECENT: usize = 9;

impl App {
    /// What can be opened, for what was typed.
    pub(super) fn files(&self, typed: &str) -> Vec<Choice> {
        self.files_or(typed, "open.path")
    }

    /// The same, with this sentence for what is only typed.
    fn files_or(&self, typed: &str, other: &str) -> Vec<Choice> {
        let (folder, name) = split(typed);
        let parts = Typed::new(name);
        let mut choices = Vec::new();
        let is_listed = folder == self.typed_folder;
        let recent = if folder.is_empty() { self.recent_shown(&parts, typed.is_empty()) } else { Vec::new() };
        if folder.is_empty() {
            choices.extend(self.left_choices(&parts));
            choices.extend(recent.iter().map(|recent| self.recent_choice(recent)));
        }
        if is_listed {
            choices.extend(self.listed_choices(folder, &parts, FileKind::Report, &recent));
        }
        if folder.is_empty() {
            let new = (self.words.get("open.new").to_owned(), After::New);
            let samples =
                SAMPLES.map(|year| (self.words.say("open.sample", &[("year", &year)]), After::Sample(year)));
            let actions = [new].into_iter().chain(samples).filter(|(label, _)| parts.found_in(label));
            choices.extend(actions.map(|(label, after)| Choice::new(label, Target::Go(after))));
        }
        if is_listed {
            for kind in [FileKind::Document, FileKind::Folder] {
                choices.extend(self.listed_choices(folder, &parts, kind, &recent));
            }
        }
        if !name.is_empty() {
            let path = PathBuf::from(typed.trim());
            let label = self.words.say(other, &[("file", &path.to_string_lossy())]);
            choices.push(Choice::new(label, Target::Go(After::Open(path))));
        }
        // A name that was typed in full is meant.
        let is_meant =
            |choice: &Choice| choice.target == Target::Go(After::Open(PathBuf::from(typed.trim())));
        if let Some(meant) = choices.iter().position(is_meant).filter(|_| is_listed)
            && self.shelf.listed.iter().any(|entry| entry.kind != FileKind::Folder && entry.name == name)
        {
            let meant = choices.remove(meant);
            choices.insert(0, meant);
        }
        choices
    }

    /// What this report can be compared with, for what was typed.
    pub(super) fn files_to_compare(&self, typed: &str) -> Vec<Choice> {
        let own = self.document.path.as_ref().map(|path| self.shelf.folder.join(path));
        let choices = self.files_or(typed, "compare.path").into_iter();
        // What is typed is the beginning of a name more often than a whole one.
        let is_whole = |path: &Path| path.extension().is_some() || path.components().count() > 1;
        let is_listed = |path: &Path| self.shelf.listed.iter().any(|entry| Path::new(&entry.name) == path);
        let comparable = choices.filter_map(|choice| match choice.target {
            Target::Go(After::Open(path)) if !is_whole(&path) && !is_listed(&path) => None,
            Target::Go(After::Open(path)) => (Some(self.shelf.folder.join(&path)) != own)
                .then_some(Choice { target: Target::Compare(path), ..choice }),
            Target::Folder(_) => Some(choice),
            _ => None,
        });
        let mut comparable: Vec<_> = comparable.collect();
        // Last year's is what most compare with.
        let last_year = self.report.year.and_then(|year| year.checked_sub(1));
        let is_last = |choice: &Choice| {
            let recent = |path: &Path| self.shelf.recent.iter().find(|recent| recent.path == path);
            let Target::Compare(path) = &choice.target else { return false };
            recent(path).is_some_and(|one| {
                one.year == last_year
                    && organ_key(&one.organ) == organ_key(&self.report.organ)
                    && !one.is_gone
            })
        };
        comparable.sort_by_key(|choice| !is_last(choice));
        comparable
    }

    /// What runs left when they were cut off.
    fn left_choices<'a>(&'a self, typed: &'a Typed) -> impl Iterator<Item = Choice> + 'a {
        self.shelf.left.iter().filter_map(|left| {
            let year = left.year.map(|year| year.to_string()).unwrap_or_default();
            let values: [(&str, &dyn Display); 3] =
                [("organ", &left.organ), ("year", &year), ("when", &left.kept)];
            let label = self.words.say("open.left", &values);
            let target = Target::Go(After::Recovered(left.folder.clone()));
            let path = left.path.as_ref().map(|path| path.to_string_lossy().into_owned());
            let detail = path.unwrap_or_default();
            typed
                .found_in(&format!("{label} {detail}"))
                .then(|| Choice { detail, ..Choice::new(label, target) })
        })
    }

    /// The reports last edited that meet what was typed; of all of them only the latest.
    fn recent_shown(&self, typed: &Typed, all: bool) -> Vec<&Recent> {
        let meets = |recent: &&Recent| {
            let year = recent.year.map_or_else(String::new, |year| year.to_string());
            typed.found_in(&format!("{} {year} {}", recent.organ, recent.path.to_string_lossy()))
        };
        let found = self.shelf.recent.iter().filter(meets);
        found.take(if all { MOST_RECENT } else { usize::MAX }).collect()
    }

    fn recent_choice(&self, recent: &Recent) -> Choice {
        let year = recent.year.map_or_else(String::new, |year| year.to_string());
        Choice {
            detail: recent.path.to_string_lossy().into_owned(),
            note: if recent.is_gone {
                self.words.get("open.gone").to_owned()
            } else {
                self.words.state(recent.errors, recent.warnings)
            },
            ..Choice::new(format!("{} {year}", recent.organ), Target::Go(After::Open(recent.path.clone())))
        }
    }

    /// What there is of one kind in the folder on the shelf.
    fn listed_choices<'a>(
        &'a self,
        folder: &'a str,
        typed: &'a Typed,
        kind: FileKind,
        recent: &'a [&Recent],
    ) -> impl Iterator<Item = Choice> + 'a {
        let is_recent = move |name: &str| {
            let path = self.shelf.folder.join(name);
            recent.iter().any(|recent| recent.path == path)
        };
        let up = Listed { kind: FileKind::Folder, name: "..".to_owned() };
        let listed = self.shelf.listed.iter().cloned().chain([up]).filter(move |entry| {
            entry.kind == kind && typed.found_in(&entry.name) && !is_recent(&entry.name)
        });
        listed.map(move |entry| {
            let path = format!("{folder}{}", entry.name);
            let (label, target, note) = match kind {
                FileKind::Folder => {
                    (format!("{}/", entry.name), Target::Folder(format!("{path}/")), "open.folder")
                }
                FileKind::Report => (entry.name, Target::Go(After::Open(path.into())), "open.in-folder"),
                FileKind::Document => (entry.name, Target::Go(After::Open(path.into())), "open.document"),
            };
            let is_here = folder.is_empty() || kind != FileKind::Report;
            let note =
                if is_here { self.words.get(note) } else { folder.trim_end_matches(std::path::is_separator) };
            Choice { note: note.to_owned(), ..Choice::new(label, target) }
        })
    }

    /// Looks into the folder that is being typed, when it is not the one on the shelf.
    pub(super) fn look_into(&mut self, typed: &str) -> Vec<Effect> {
        let (folder, _) = split(typed);
        if folder == self.typed_folder {
            return Vec::new();
        }
        folder.clone_into(&mut self.typed_folder);
        self.shelf.listed.clear();
        vec![Effect::List(PathBuf::from(folder))]
    }
}

/// The folder in what was typed, with what parts it from the name, and the name.
fn split(typed: &str) -> (&str, &str) {
    let end = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    typed.split_at_checked(end).unwrap_or(("", typed))
}
