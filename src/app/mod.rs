//! The interactive program as a state machine, without a terminal, a disk or a clock.
//!
//! A key becomes a [`Command`] by the [`keymap`]; [`App::update`] carries it out and gives back [`Effect`]s for the shell
//! to perform. `update` passes commands on to the place where the keyboard is, and each place has a file:
//!
//! - the pages: `table` with `travel`, [`details`], [`prose`] with [`rows`], `findings`; `about` tells what one is on; [`entry`] is a
//!   value being typed;
//! - what lies over them ([`popup`]): [`question`]s, lists to [`pick`] from, words to [`find`], texts to [`read`] in
//!   [`line`]s, `help` and `overview` among them, a calculator (`fee`);
//! - the report as a whole: `file` saves it, `export` makes a document of it, [`open`] goes to another one, `shelf` lists those
//!   there are, [`other`] is another state of it, `compare` puts another report beside it, [`refusal`] says why a file is not
//!   read or written;
//! - [`mouse`] points at all of these; `room` is the part of the screen they have; [`config`] is what the person has decided about
//!   them, [`keymap`] their keys.
//!
//! What changes the report is a step of its history: whole through `App::change`, or growing while someone types.

mod about;
pub mod command;
mod compare;
pub mod config;
pub mod details;
pub mod entry;
mod export;
mod fee;
mod file;
pub mod find;
mod findings;
mod help;
mod key;
pub mod keymap;
pub mod line;
pub mod mouse;
pub mod open;
pub mod other;
mod overview;
mod paste;
pub mod pick;
pub mod popup;
pub mod prose;
pub mod question;
pub mod read;
pub mod refusal;
mod room;
pub mod rows;
mod shelf;
mod table;
mod travel;
mod update;

use std::path::PathBuf;
use std::time::Duration;

use crate::check::{Derived, Finding, Readings};
use crate::form::{CellId, Form, SectionId};
use crate::import::Note;
use crate::report::{History, Place, Reference, Report};
use crate::store::{Recent, Shelf, Version};
use crate::words::Words;

pub use crate::store::Previous as LastYear;
pub use command::{Command, Motion};
pub use config::Config;
pub use details::Detail;
pub use entry::Entry;
pub use export::ExportRequest;
pub use fee::Calculator;
pub use file::{Document, SaveRequest};
pub use findings::Listed;
pub use key::{Code, Key};
pub use mouse::{Act, Area, Hit, Hits, Mouse};
pub use open::After;
pub use other::{Origin, Other};
pub use pick::Pick;
pub use popup::Popup;
pub use read::Reading;
pub use room::{Hidden, Over, Room};
pub use table::Position;

/// Where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// On a cell of a table.
    Table,
    /// In a cell or a detail that is being typed.
    Entry,
    /// On the page of title and signature.
    Details,
    /// In a section of prose.
    Prose,
    /// In the list of findings.
    Findings,
    /// In the list of sections.
    Sections,
    /// In a question or a list over the screen.
    Popup,
    /// In a text to read over the screen.
    Reading,
    /// On the first screen, with nothing open.
    Start,
}

impl Context {
    /// The name in catalogue keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Entry => "entry",
            Self::Details => "details",
            Self::Prose => "prose",
            Self::Findings => "findings",
            Self::Sections => "sections",
            Self::Popup => "popup",
            Self::Reading => "reading",
            Self::Start => "start",
        }
    }
}

/// What the main part of the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// Title and signature.
    Details,
    /// A section.
    Section(SectionId),
}

/// The pane that has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The page.
    Page,
    /// The list of sections.
    Sections,
    /// The list of findings.
    Findings,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write the report to its file, then tell [`App::saved`].
    Save(Box<SaveRequest>),
    /// Write a document, then tell [`App::exported`].
    Export(Box<ExportRequest>),
    /// Open the report at a path, then tell [`App::opened`].
    Open(PathBuf),
    /// Look what is in a folder and what was edited last, then tell [`App::listed`].
    List(PathBuf),
    /// Remember a report as edited.
    Remember(Recent),
    /// The report is given up for one that has no file.
    Close,
    /// The report has a file of this name from now on.
    Lock(PathBuf),
    /// Read the file on the disk, which someone else has changed, then tell [`App::read_disk`].
    ReadDisk(PathBuf, Option<After>),
    /// Forget what a run has left.
    Forget(PathBuf),
    /// Take up what a run has left: open its file, or where that is not there tell [`App::opened_recovered`].
    OpenRecovered(PathBuf),
    /// List the versions of the report that are kept, then tell [`App::listed_versions`].
    ListVersions,
    /// Read a version, then tell [`App::read_version`].
    ReadVersion(Version),
    /// Read another report to compare with, then tell [`App::read_to_compare`].
    ReadToCompare(PathBuf),
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// Look for last year's report, since organ or year have changed, then tell [`App::found_last_year`].
    FindLastYear,
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Stop until the shell lets the program go on.
    Suspend,
    /// Leave.
    Quit,
    /// Leave, and keep what is unsaved to be recovered.
    QuitKeeping,
}

/// The state of the program.
#[derive(Debug)]
pub struct App {
    /// The sentences of the person's language.
    pub words: &'static Words,
    /// The edition's form.
    pub form: &'static Form,
    /// The report.
    pub report: Report,
    /// Last year's report, where it was found.
    pub last_year: LastYear,
    /// What the person or the office has decided.
    pub config: Config,
    /// Totals and findings, always those of the report as it is.
    pub derived: Derived,
    /// What the import of the document it came from has to say; what was dealt with is taken off.
    pub notes: Vec<Note>,
    /// The file.
    pub document: Document,
    /// The page shown.
    pub page: Page,
    /// The pane that has the keyboard.
    pub focus: Focus,
    /// The value being typed.
    pub entry: Option<Entry>,
    /// What lies over the screen.
    pub popup: Option<Popup>,
    /// A sentence about the last command, until the next one.
    pub notice: Option<String>,
    /// The chosen line of the list of findings: points of the import first, then findings.
    pub chosen: usize,
    /// The room that the last frame had.
    pub room: Room,
    /// What the last frame has put where; the terminal tells when the mouse does something.
    pub hits: Hits,
    /// Whether the mouse is ours rather than the terminal's.
    pub has_mouse: bool,
    /// The year that a report begun today is about; the shell, which has a clock, tells it.
    pub year_due: u16,
    /// What there is to open, as it was last looked up.
    pub shelf: Shelf,
    /// The folder on the shelf as it was typed, with what parts it from a name.
    typed_folder: String,
    /// No report is open: the one underneath is a blank that nobody asked for.
    pub nothing_open: bool,
    /// What was left by runs that were cut off and is still to be offered, the latest last.
    left: Vec<Other>,
    /// The document that the report was read from; it is not written to.
    made_of: Option<PathBuf>,
    /// The document of whose import they are left.
    left_of: Option<PathBuf>,
    /// Folders of runs whose work was taken and is not saved yet.
    taken: Vec<PathBuf>,
    /// Whether what is unsaved can be kept; the shell tells.
    pub can_keep: bool,
    /// The versions of the report, as they were last listed, and how each of them stands.
    versions: Vec<(Version, String)>,
    /// How often the report has changed.
    revision: u64,
    /// What is worth remembering of the report as its file has it.
    as_saved: Option<Recent>,
    history: History,
    readings: Readings,
    positions: Vec<Position>,
    anchor: Option<Position>,
    /// What was typed on a total or where only numbers are taken, and is not stored.
    typed_in_vain: Option<(CellId, String)>,
    /// The column in which a run of Tabs began: Enter goes back to it, one row down.
    tab_column: Option<usize>,
    carets: Vec<Place>,
    /// The wrapped rows of the sections, as they were last needed.
    rows: Vec<rows::Rows>,
    /// Where a selection of text began.
    mark: Option<Place>,
    /// The column that moving up and down keeps.
    goal: Option<usize>,
    typing: Option<prose::Typing>,
    now: Duration,
    detail: Detail,
    scrolls: Vec<(usize, usize)>,
    register: String,
    /// References in the register, placed as if its text began a section.
    register_references: Vec<Reference>,
    /// The words that were last looked for.
    needle: String,
    /// The finding to which one has jumped.
    jumped: Option<usize>,
    /// The finding to which the next jump goes, wherever the cursor is.
    due: Option<usize>,
    pressed: Option<mouse::Pressed>,
    /// Organ and year for which last year's report was looked for.
    looked_for: (String, Option<u16>),
}

impl App {
    /// The editor over a report that was read from a file, or over a new one.
    pub fn new(
        words: &'static Words,
        form: &'static Form,
        report: Report,
        last_year: LastYear,
        document: Document,
    ) -> Self {
        // A new report begins with whose it is.
        let is_blank = document.is_new && report.organ.is_empty();
        let is_nobodys = report.organ.is_empty() && !report.is_sum();
        let first_page = if is_nobodys { Page::Details } else { Page::Section(first_table(form)) };
        let looked_for = (report.organ.clone(), report.year);
        let mut app = Self {
            words,
            form,
            report,
            last_year,
            config: Config::default(),
            derived: Derived::default(),
            notes: Vec::new(),
            document,
            page: first_page,
            focus: Focus::Page,
            entry: None,
            popup: None,
            notice: None,
            chosen: 0,
            room: Room::ASSUMED,
            hits: Hits::default(),
            has_mouse: true,
            pressed: None,
            year_due: form.years.last.unwrap_or(form.years.first),
            shelf: Shelf::default(),
            typed_folder: String::new(),
            nothing_open: false,
            left: Vec::new(),
            made_of: None,
            left_of: None,
            taken: Vec::new(),
            can_keep: true,
            versions: Vec::new(),
            revision: 0,
            as_saved: None,
            history: History::default(),
            readings: Readings::default(),
            positions: vec![Position::default(); form.sections.len()],
            anchor: None,
            typed_in_vain: None,
            tab_column: None,
            carets: vec![Place::default(); form.sections.len()],
            rows: Vec::new(),
            mark: None,
            goal: None,
            typing: None,
            now: Duration::ZERO,
            detail: Detail::Organ,
            scrolls: vec![(0, 0); form.sections.len() + 1],
            register: String::new(),
            register_references: Vec::new(),
            needle: String::new(),
            jumped: None,
            due: None,
            looked_for,
        };
        app.recheck();
        app.note_saved();
        if is_blank {
            app.begin_detail();
            app.notice = Some(match &app.document.path {
                Some(path) => words.say("notice.new.file", &[("file", &file::name_of(path))]),
                None => words.get("notice.new").to_owned(),
            });
        } else {
            let count = app.report.contributions.len();
            let is_sum = app.report.is_sum().then(|| words.say("notice.sum", &[("count", &count)]));
            app.notice = is_sum.or_else(|| app.document.greeting(words));
        }
        app
    }

    /// Where the keyboard is.
    pub fn context(&self) -> Context {
        match (&self.popup, &self.entry, self.focus, self.page) {
            (Some(Popup::Read(_)), ..) => Context::Reading,
            (Some(Popup::Pick { .. }), ..) if self.nothing_open => Context::Start,
            (Some(_), ..) => Context::Popup,
            (_, Some(_), ..) => Context::Entry,
            (_, _, Focus::Findings, _) => Context::Findings,
            (_, _, Focus::Sections, _) => Context::Sections,
            (_, _, Focus::Page, Page::Details) => Context::Details,
            (_, _, Focus::Page, Page::Section(section)) if self.form.section_at(section).is_prose() => {
                Context::Prose
            }
            (_, _, Focus::Page, Page::Section(_)) => Context::Table,
        }
    }

    /// Tells the time, counted from whenever; what happens next happens now.
    pub fn at(&mut self, now: Duration) -> &mut Self {
        self.now = now;
        self
    }

    /// Tells the app what room the last frame had.
    pub fn seen(&mut self, room: Room) {
        self.room = room;
        if self.focus == Focus::Sections && !room.has_sections {
            self.focus = Focus::Page;
        }
        let page = self.page_index();
        self.scrolls[page] = (room.scroll, room.scroll_columns);
        self.lay_out_page();
    }

    /// How far the page was scrolled when it was last seen: lines, columns.
    pub fn scroll(&self) -> (usize, usize) {
        self.scrolls[self.page_index()]
    }

    /// The number of the page shown: 0 is title and signature.
    pub fn page_index(&self) -> usize {
        match self.page {
            Page::Details => 0,
            Page::Section(section) => section.0 + 1,
        }
    }

    /// Number of pages.
    pub fn page_count(&self) -> usize {
        self.form.sections.len() + 1
    }

    /// The page with this number.
    pub fn page_at(index: usize) -> Page {
        index.checked_sub(1).map_or(Page::Details, |section| Page::Section(SectionId(section)))
    }

    /// Whether something stands in the report that its file lacks.
    pub fn is_modified(&self) -> bool {
        self.history.is_modified()
    }

    /// A number that is another one after every change of the report.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether no file holds the report yet.
    pub fn is_new(&self) -> bool {
        self.document.is_new
    }

    /// The cell the cursor is on.
    pub fn cell(&self) -> Option<CellId> {
        match self.page {
            Page::Section(section) => self.cell_at(section, self.position(section)),
            Page::Details => None,
        }
    }

    /// Findings about the place where the cursor is, the most pressing first.
    pub fn findings_here(&self) -> Vec<&Finding> {
        let here = |finding: &&Finding| match self.page {
            Page::Details => finding.section.is_none(),
            Page::Section(section) if finding.section != Some(section) => false,
            Page::Section(section) => match (&finding.phrase, self.cell()) {
                (_, Some(cell)) => finding.cells.contains(&cell),
                (Some(phrase), None) => {
                    let caret = self.caret(section);
                    caret.paragraph == phrase.paragraph
                        && (phrase.range.start..=phrase.range.end).contains(&caret.offset)
                }
                (None, None) => true,
            },
        };
        let mut found: Vec<_> = self.derived.open().filter(here).collect();
        // A number that only stands in a sum may be what is wrong with it.
        if let (true, Some(cell)) = (found.is_empty(), self.cell()) {
            let is_part =
                |finding: &Finding| finding.cells.iter().any(|named| self.form.is_part(cell, *named));
            found.extend(self.derived.open().filter(|finding| is_part(finding)));
        }
        let jumped = self.jumped.and_then(|index| self.derived.findings.get(index));
        // In a text the words under the caret come first; what is wrong with this cell alone comes before the sums that are wrong
        // because of it.
        let is_text = self.cell().is_none();
        found.sort_by_key(|finding| {
            let is_aside = is_text && finding.phrase.is_none();
            (Some(*finding) != jumped, is_aside, finding.severity, finding.cells.len())
        });
        found
    }
}

/// The section whose table people come for: the largest one.
fn first_table(form: &Form) -> SectionId {
    let sections = form.sections.iter().enumerate();
    let largest = sections.max_by_key(|(_, section)| section.grid.cells().count());
    SectionId(largest.map_or(0, |(index, _)| index))
}
