//! Carrying out commands: what holds everywhere, and passing on the rest to the place where the keyboard is.

use rust_decimal::Decimal;

use super::entry::is_block;
use super::read::Text;
use super::{
    After, App, Command, Context, Detail, Effect, Focus, Key, LastYear, Motion, Page, Pick, Popup, Position,
};
use crate::check::{check_again, contradicts};
use crate::form::CellId;
use crate::report::{Edit, Place, Signed, Totals};

/// The most bytes of a section of text. What is more could be saved and never be read again ([`crate::store::MAX_BYTES`]).
const MOST_TEXT: usize = 2 * 1024 * 1024;

/// The most bytes of a line that is pasted into a field.
const MOST_LINE: usize = 3000;

impl App {
    /// A key was pressed.
    pub fn key(&mut self, key: Key) -> Vec<Effect> {
        match self.config.keymap.command(self.context(), key) {
            Some(command) => self.update(command),
            None => Vec::new(),
        }
    }

    /// Carries out a command.
    pub fn update(&mut self, command: Command) -> Vec<Effect> {
        let typed_in_vain = self.typed_in_vain.take_if(|_| !matches!(command, Command::Type(_)));
        let form = self.form;
        let mut effects = self.carry_out(command);
        // Another report may have another form.
        if let Some((cell, typed)) = typed_in_vain.filter(|_| std::ptr::eq(form, self.form)) {
            self.recall_typed_in_vain(cell, &typed);
        }
        let subject = (&self.looked_for.0, self.looked_for.1);
        if self.entry.is_none() && subject != (&self.report.organ, self.report.year) {
            self.looked_for = (self.report.organ.clone(), self.report.year);
            effects.push(Effect::FindLastYear);
        }
        effects
    }

    /// Last year's report was looked for.
    pub fn found_last_year(&mut self, found: LastYear) {
        self.last_year = found;
        self.recheck();
    }

    pub(super) fn carry_out(&mut self, command: Command) -> Vec<Effect> {
        self.notice = None;
        if !matches!(command, Command::Point(_)) {
            self.forget_press();
        }
        if !matches!(command, Command::NextFinding | Command::PreviousFinding) {
            self.jumped = None;
            self.due = None;
        }
        let command = match command {
            // Many terminals send a line end as CR inside a paste.
            Command::Paste(text) => Command::Paste(text.replace("\r\n", "\n").replace('\r', "\n")),
            other => other,
        };
        let pasted = match &command {
            Command::Paste(text) => text,
            // Nothing that is selected goes for nothing.
            Command::PasteRegister if self.register.is_empty() => {
                self.say("notice.nothing-copied");
                return Vec::new();
            }
            Command::PasteRegister => &self.register,
            _ => "",
        };
        if let Some(most) = self.too_much(pasted) {
            self.notice = Some(self.words.say("notice.too-much", &[("most", &most)]));
            return Vec::new();
        }
        if self.popup.is_some() { self.in_popup(command) } else { self.in_document(command) }
    }

    /// The most bytes that may be pasted here, when a text has more.
    fn too_much(&self, text: &str) -> Option<usize> {
        if text.is_empty() {
            return None;
        }
        let goes_on = self.entry.as_ref().is_some_and(|entry| is_block(entry.target, text));
        let (most, there) = match (self.context(), self.page) {
            (Context::Prose, Page::Section(section)) => {
                (MOST_TEXT, self.report.paragraphs(section).iter().map(String::len).sum())
            }
            (Context::Table, _) => (MOST_TEXT, 0),
            (Context::Entry, _) if goes_on => (MOST_TEXT, 0),
            _ => (MOST_LINE, 0),
        };
        (text.len() + there > most).then_some(most)
    }

    /// Carries out a command while nothing lies over the screen, or as if nothing did.
    pub(super) fn in_document(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Save => return self.save(None),
            Command::SaveAs => self.ask_path(None),
            Command::Export => self.ask_format(),
            Command::Open => return self.ask_file(Pick::File),
            Command::Compare => return self.ask_file(Pick::Compare),
            Command::Fee => self.ask_fee(),
            Command::New => return self.leave_report(After::New),
            Command::Quit => return self.leave_report(After::Quit),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::GoToPage(index) => self.go_to_page(index),
            Command::NextPage => self.go_to_page((self.page_index() + 1) % self.page_count()),
            Command::PreviousPage => {
                self.go_to_page((self.page_index() + self.page_count() - 1) % self.page_count());
            }
            Command::NextFinding => self.jump(true),
            Command::PreviousFinding => self.jump(false),
            Command::ShowFindings => self.toggle_findings(),
            Command::NextPane => self.next_pane(),
            Command::Help => self.read(Text::Help(self.context())),
            Command::Manual => self.read(Text::Manual),
            Command::Overview => self.read(Text::Overview),
            Command::LastYear => self.read_last_year(),
            Command::Versions => return vec![Effect::ListVersions],
            Command::Preview => self.read(Text::Preview),
            Command::Mouse => return self.toggle_mouse(),
            Command::Point(mouse) => return self.point(mouse),
            // What is being typed goes on when nothing is chosen.
            Command::Palette => self.popup = Some(Popup::pick(Pick::Command(self.context()))),
            Command::GoToCell => self.popup = Some(Popup::pick(Pick::Cell)),
            Command::Refer => self.popup = Some(Popup::pick(Pick::Reference)),
            Command::Find => self.ask_search(false),
            Command::Replace => self.ask_search(true),
            Command::FindNext => self.find_next(true),
            Command::FindPrevious => self.find_next(false),
            Command::Suspend => return vec![Effect::Suspend],
            Command::FillBlanks => self.fill_blanks(),
            other => return self.in_place(other),
        }
        Vec::new()
    }

    pub(super) fn in_place(&mut self, command: Command) -> Vec<Effect> {
        match self.context() {
            Context::Entry => self.in_entry(command),
            Context::Table => return self.in_table(command),
            Context::Details => self.in_details(command),
            Context::Prose => return self.in_prose(command),
            Context::Findings => self.in_findings(&command),
            Context::Sections => self.in_sections(&command),
            Context::Popup | Context::Reading | Context::Start => {}
        }
        Vec::new()
    }

    /// Makes a change of its own, as one undo step.
    pub(super) fn change(&mut self, edits: Vec<Edit>) {
        self.history.close();
        // Another state of all of the report is taken as it is.
        let is_of_cells = edits.iter().any(|edit| matches!(edit, Edit::Cell(..)));
        let is_change = self.history.extend(&mut self.report, edits);
        self.recheck();
        if is_change && is_of_cells {
            self.settle();
        }
        self.history.close();
    }

    /// A printed or pasted total that is right now has served: what changes later is no contradiction to it. Joins the change
    /// that made it right.
    pub(super) fn settle(&mut self) {
        let is_right = |(cell, stated): &(&CellId, &Decimal)| {
            !contradicts(**stated, self.derived.totals.number(&self.report, **cell))
        };
        let right: Vec<_> =
            self.report.stated.iter().filter(is_right).map(|(cell, _)| Edit::Stated(*cell, None)).collect();
        if !right.is_empty() {
            self.history.extend(&mut self.report, right);
            self.recheck();
        }
    }

    fn undo(&mut self) {
        if !self.leave_entry() {
            return;
        }
        let signed = self.report.signed.clone();
        let made = self.history.undo(&mut self.report);
        self.after_time_travel(made, signed.as_ref(), "notice.undone", "notice.nothing-to-undo");
    }

    fn redo(&mut self) {
        if !self.leave_entry() {
            return;
        }
        let signed = self.report.signed.clone();
        let made = self.history.redo(&mut self.report);
        self.after_time_travel(made, signed.as_ref(), "notice.redone", "notice.nothing-to-redo");
    }

    /// Goes to what was done or taken back, and names it: it may be on another page. `signed` is the signature before.
    fn after_time_travel(
        &mut self,
        made: Option<Vec<Edit>>,
        signed: Option<&Signed>,
        done: &'static str,
        nothing: &'static str,
    ) {
        let Some(edits) = made else { return self.say(nothing) };
        self.recheck();
        self.notice = Some(self.words.say(done, &[("what", &self.words.edits(self.form, &edits))]));
        let cells = edits.iter().filter_map(Edit::cell);
        match edits.first() {
            // Of several the first of the table, in whatever order they were taken back.
            Some(Edit::Cell(cell, _) | Edit::Stated(cell, _)) => {
                self.go_to_cell(cells.min().unwrap_or(*cell));
            }
            Some(Edit::Text { section, from, text, .. }) => {
                self.page = Page::Section(*section);
                self.place_caret(*section, from.after(text));
            }
            Some(Edit::Organ(_)) => self.go_to_detail(Detail::Organ),
            Some(Edit::Year(_) | Edit::Edition(_)) => self.go_to_detail(Detail::Year),
            Some(Edit::AmountUnit(_)) => self.go_to_detail(Detail::AmountUnit),
            Some(Edit::Signed(now)) => {
                let [now, before] =
                    [now.as_ref(), signed].map(|signed| signed.map_or("", |signed| signed.date.as_str()));
                self.go_to_detail(if now == before { Detail::SignedOrgan } else { Detail::SignedDate });
            }
            Some(Edit::Waivers(_) | Edit::Whole(_)) | None => {}
        }
    }

    /// Brings everything derived up to date; the form too, since the edition may have changed.
    pub(super) fn recheck(&mut self) {
        self.revision += 1;
        if self.form.edition != self.report.edition
            && let Some(form) = crate::form::Forms.get(&self.report.edition)
        {
            self.form = form;
            self.fit_to_form();
        }
        if !self.report.references.is_empty() {
            let totals = Totals::of(self.form, &self.report);
            self.report.refresh(&totals);
        }
        let (last_year, policy) = (self.last_year.report(), &self.config.policy);
        self.derived = check_again(&mut self.readings, self.form, &self.report, last_year, policy);
        self.chosen = self.chosen.min(self.listed_count().saturating_sub(1));
        self.lay_out_page();
    }

    /// Another edition may have other sections.
    fn fit_to_form(&mut self) {
        let sections = self.form.sections.len();
        self.positions.resize(sections, Position::default());
        for (position, section) in self.positions.iter_mut().zip(&self.form.sections) {
            position.row = position.row.min(section.grid.rows().len().saturating_sub(1));
        }
        self.carets.resize(sections, Place::default());
        self.scrolls.resize(sections + 1, (0, 0));
        if self.page_index() > sections {
            self.page = Page::Details;
        }
    }

    pub(super) fn go_to_page(&mut self, index: usize) {
        if self.leave_entry() && index < self.page_count() {
            self.page = Self::page_at(index);
            self.focus = Focus::Page;
            self.anchor = None;
            self.tab_column = None;
            self.mark = None;
        }
    }

    pub(super) fn next_pane(&mut self) {
        if !self.leave_entry() {
            return;
        }
        self.focus = match self.focus {
            Focus::Page => Focus::Findings,
            Focus::Findings if self.room.has_sections => Focus::Sections,
            Focus::Findings | Focus::Sections => Focus::Page,
        };
    }

    fn in_sections(&mut self, command: &Command) {
        let last = self.page_count() - 1;
        let index = match command {
            Command::Move(Motion::Up) => self.page_index().saturating_sub(1),
            Command::Move(Motion::Down) => (self.page_index() + 1).min(last),
            Command::Move(Motion::First | Motion::RowStart | Motion::PageUp) => 0,
            Command::Move(Motion::Last | Motion::RowEnd | Motion::PageDown) => last,
            Command::Confirm | Command::Cancel | Command::Move(Motion::Right) | Command::Next => {
                self.focus = Focus::Page;
                return;
            }
            _ => return,
        };
        self.go_to_page(index);
        self.focus = Focus::Sections;
    }
}
