//! What the tests share: the editor without a terminal, driven by keys as a person would press them.
#![allow(dead_code)]

#[cfg(unix)]
pub mod screen;

use std::path::{Path, PathBuf};
use std::process::Output;

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use std::time::Duration;

use reportui::app::{
    Act, App, Code, Command, Document, Effect, ExportRequest, Key, LastYear, Mouse, SaveRequest,
};
use reportui::form::{Form, Forms};
use reportui::report::{Report, document};
use reportui::store::{Lock, Machine, Recent, SaveError, Shelf, Store, Style as FileStyle};
use reportui::ui::{Frame, draw, theme::Theme};
use reportui::words::{Lang, Words};

/// The text of a sample report.
pub fn sample(year: u16) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/samples/{year}.ron"));
    std::fs::read_to_string(path).unwrap()
}

/// A report read from the text of its file.
pub fn read(text: &str) -> (&'static Form, Report) {
    document::read(Forms, text).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Runs the program in a folder, in Chinese.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_reportui"))
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .args(arguments)
        .output()
        .unwrap()
}

/// Real reports with their true cells, where this checkout has them beside it.
pub fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    folder.is_dir().then_some(folder)
}

/// A store that keeps nothing between runs.
fn nowhere() -> Store {
    Store::new(Machine, None)
}

/// An editor and the file it would write.
pub struct Story {
    pub app: App,
    pub saved: Option<SaveRequest>,
    /// What was written as a document.
    pub exported: Option<ExportRequest>,
    /// Files that are there already.
    pub existing: Vec<PathBuf>,
    pub copied: Option<String>,
    pub left: bool,
    pub suspended: bool,
    /// Whether the terminal was told to leave the mouse to us.
    pub has_mouse: bool,
    /// What was remembered as edited, the last first.
    pub remembered: Vec<Recent>,
    /// A folder on the disk that the story may look into.
    pub folder: PathBuf,
    /// Folders of runs that were cut off, of which the app wants to hear no more.
    pub forgotten: Vec<PathBuf>,
    store: Store,
    lock: Option<Lock>,
    /// How often last year's report was asked for.
    pub looked_for_last_year: usize,
    size: (u16, u16),
    /// The colours.
    pub theme: Theme,
    clock: Duration,
}

impl Story {
    /// The editor over a sample, in Chinese, on a screen of 120 by 40.
    pub fn sample(year: u16) -> Self {
        Self::open(&sample(year), Lang::Zh)
    }

    /// The editor over a report.
    pub fn open(text: &str, lang: Lang) -> Self {
        let (form, report) = read(text);
        let document = Document {
            path: Some(PathBuf::from("report.ron")),
            is_new: false,
            is_read_only: false,
            known: None,
            style: FileStyle::PLAIN,
            has_comments: document::has_comments(text),
            encoding: reportui::store::Encoding::Utf8,
        };
        Self::over(App::new(Words::of(lang), form, report, LastYear::None, document))
    }

    /// The editor over a new report.
    pub fn new_report(year: u16) -> Self {
        let form = Forms.for_year(year).unwrap();
        let document = Document::new_at(Some(PathBuf::from("new.ron")));
        Self::over(App::new(
            Words::of(Lang::Zh),
            form,
            Report::new(form, Some(year)),
            LastYear::None,
            document,
        ))
    }

    /// The editor with nothing open, called in a folder.
    pub fn start(folder: &Path, recent: Vec<Recent>) -> Self {
        let shelf = Shelf { recent: recent.clone(), ..nowhere().shelf(folder) };
        let mut story = Self::over(App::start(Words::of(Lang::Zh), 2025, shelf));
        story.remembered = recent;
        folder.clone_into(&mut story.folder);
        story
    }

    fn over(app: App) -> Self {
        let mut story = Self {
            app,
            saved: None,
            exported: None,
            existing: Vec::new(),
            copied: None,
            left: false,
            suspended: false,
            has_mouse: true,
            remembered: Vec::new(),
            folder: PathBuf::new(),
            forgotten: Vec::new(),
            store: nowhere(),
            lock: None,
            looked_for_last_year: 0,
            size: (120, 40),
            theme: Theme::coloured(),
            clock: Duration::ZERO,
        };
        story.draw();
        story
    }

    /// The same on a screen of another size.
    pub fn at(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self.draw();
        self
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
    }

    /// Presses keys: characters as they stand, others as `<Name>`, `<C-s>`, `<S-Up>`, `<A-1>`, `<paste:TEXT>`.
    pub fn keys(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    /// The mouse does something at the first place of the screen where these words stand, so many columns behind their beginning.
    pub fn mouse(mut self, act: Act, words: &str, behind: u16) -> Self {
        let (buffer, _) = self.draw();
        let seen = text(&buffer);
        let (row, line) = seen
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(words))
            .unwrap_or_else(|| panic!("no {words} in\n{seen}"));
        let before = reportui::text::width(&line[..line.find(words).unwrap()]);
        let (column, row) = (u16::try_from(before).unwrap() + behind, u16::try_from(row).unwrap());
        self.point(Mouse { column, row, act });
        self
    }

    /// The mouse does something.
    pub fn point(&mut self, mouse: Mouse) {
        self.app.at(self.clock);
        let effects = self.app.update(Command::Point(mouse));
        self.perform(effects);
        self.draw();
    }

    /// Lets time pass.
    pub fn after(mut self, milliseconds: u64) -> Self {
        self.clock += Duration::from_millis(milliseconds);
        self.app.at(self.clock);
        self
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            if let Some((name, tail)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                rest = tail;
                let effects = match name.strip_prefix("paste:") {
                    Some(text) => {
                        let text = text.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r");
                        self.app.update(reportui::app::Command::Paste(text))
                    }
                    None => self.app.key(key(name)),
                };
                self.perform(effects);
            } else {
                rest = &rest[c.len_utf8()..];
                let effects = self.app.key(Key::plain(Code::Char(c)));
                self.perform(effects);
            }
            self.draw();
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit | Effect::QuitKeeping => self.left = true,
                Effect::Suspend => self.suspended = true,
                Effect::Mouse(ours) => self.has_mouse = ours,
                Effect::Remember(recent) => self.remembered.insert(0, recent),
                Effect::Open(path) => {
                    self.lock = None;
                    let there = reportui::store::meant(&self.folder.join(&path));
                    let path =
                        if there == self.folder.join(&path) { path } else { path.with_extension("ron") };
                    let opened = self.store.open(&there).map(|(opened, lock)| {
                        self.lock = lock;
                        opened
                    });
                    let more = self.app.opened(path, opened);
                    self.perform(more);
                }
                Effect::List(folder) => {
                    let recent = self.remembered.clone();
                    self.app.listed(Shelf { recent, ..self.store.shelf(&self.folder.join(folder)) });
                }
                Effect::Close | Effect::Lock(_) => self.lock = None,
                Effect::ReadDisk(path, after) => {
                    self.app.read_disk(after, reportui::store::load(&self.folder.join(path)));
                }
                Effect::Forget(folder) => self.forgotten.push(folder),
                Effect::OpenRecovered(folder) => {
                    let more = self.app.opened_recovered(self.store.recovered_in(&folder));
                    self.perform(more);
                }
                Effect::ReadToCompare(path) => {
                    let path = self.folder.join(path);
                    self.app.read_to_compare(&path, reportui::store::load_any(&path));
                }
                Effect::ListVersions => self.app.listed_versions(Vec::new()),
                Effect::ReadVersion(version) => {
                    self.app.read_version(&version, self.store.load_version(&version));
                }
                Effect::Copy(text) => self.copied = Some(text),
                Effect::FindLastYear => {
                    self.looked_for_last_year += 1;
                    self.app.found_last_year(LastYear::None);
                }
                Effect::Export(request) => {
                    let result = if self.existing.contains(&request.path) && !request.over {
                        Err(SaveError::Exists)
                    } else {
                        Ok(None)
                    };
                    self.app.exported((*request).clone(), &result);
                    self.exported = result.is_ok().then_some(*request);
                }
                Effect::Save(request) => {
                    let more = self.app.saved(&request, &Ok(None));
                    self.saved = Some(*request);
                    self.perform(more);
                }
            }
        }
    }

    /// Draws a frame, as the terminal's loop does after every key.
    pub fn draw(&mut self) -> (Buffer, Option<(u16, u16)>) {
        let frame = draw(&self.app, &self.theme, Frame::new(self.size.0, self.size.1));
        let (cells, caret) = (frame.cells(), frame.caret.map(|caret| (caret.x, caret.y)));
        self.app.hits = frame.hits();
        self.app.seen(frame.room);
        (cells, caret)
    }

    /// What is on the screen, line by line.
    pub fn screen(&mut self) -> String {
        text(&self.draw().0)
    }

    /// What a cell shows, by its address.
    pub fn value(&self, address: &str) -> String {
        let cell = self.app.form.find(address).unwrap_or_else(|| panic!("no cell {address}"));
        self.app.cell_text(cell).into_owned()
    }

    /// The address of the cell under the cursor.
    pub fn here(&self) -> String {
        self.app.cell().map(|cell| self.app.form.cell(cell).address.clone()).unwrap_or_default()
    }

    /// The rules of the open findings, in order.
    pub fn rules(&self) -> Vec<String> {
        self.app.derived.open().map(|finding| finding.rule.clone()).collect()
    }

    /// The text that a save would write.
    pub fn file(&self) -> String {
        document::write(self.app.form, &self.app.report)
    }
}

fn key(name: &str) -> Key {
    let mut key = Key::plain(Code::Esc);
    let mut rest = name;
    while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty()) {
        match modifier {
            "C" => key.ctrl = true,
            "A" => key.alt = true,
            "S" => key.shift = true,
            other => panic!("no modifier {other}"),
        }
        rest = tail;
    }
    key.code = match rest {
        "Up" => Code::Up,
        "Down" => Code::Down,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "PageUp" => Code::PageUp,
        "PageDown" => Code::PageDown,
        "Tab" => Code::Tab,
        "Enter" => Code::Enter,
        "Esc" => Code::Esc,
        "BS" => Code::Backspace,
        "Del" => Code::Delete,
        _ => match (rest.strip_prefix('F').and_then(|number| number.parse().ok()), rest.chars().next()) {
            (Some(number), _) => Code::F(number),
            (None, Some(c)) if rest.len() == c.len_utf8() => Code::Char(c),
            _ => panic!("no key <{name}>"),
        },
    };
    key
}

/// The characters of a screen.
pub fn text(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut lines = Vec::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                line.push_str(symbol);
                skip = reportui::text::width(symbol).saturating_sub(1);
            } else {
                skip -= 1;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// The stretches of a screen that are not plain, one a line: row, columns, style, text.
pub fn spans(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut out = String::new();
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let style = name(buffer[(x, y)].style());
            let start = x;
            let mut words = String::new();
            while x < area.width && name(buffer[(x, y)].style()) == style {
                let symbol = buffer[(x, y)].symbol();
                words.push_str(symbol);
                let columns = u16::try_from(reportui::text::width(symbol)).unwrap_or(1);
                x += columns.max(1);
            }
            let plain_rule = words.chars().all(|c| matches!(c, '─' | '│' | ' '));
            let of_no_interest = style.is_empty() || (plain_rule && style == "gray");
            if !of_no_interest {
                out.push_str(&format!("{y}:{start}-{} {style} {}\n", x - 1, words.trim_end()));
            }
        }
    }
    out
}

fn name(style: Style) -> String {
    use ratatui::style::Color;
    let mut parts = Vec::new();
    match style.fg {
        Some(Color::Reset) | None => {}
        Some(Color::DarkGray) => parts.push("gray".to_owned()),
        Some(colour) => parts.push(format!("{colour:?}").to_lowercase()),
    }
    if let Some(colour) = style.bg.filter(|colour| *colour != Color::Reset) {
        parts.push(format!("on-{}", format!("{colour:?}").to_lowercase()));
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if style.add_modifier.contains(modifier) {
            parts.push(word.to_owned());
        }
    }
    parts.join(" ")
}
