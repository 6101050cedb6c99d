//! Every intention a person can have, and the one table that names, explains and binds them.
//!
//! Keys point at commands; help, key hints and README's key table are made from [`COMMANDS`].

use super::key::{Code, Key};
use super::{Context, Mouse};

/// Something a person wants done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Command {
    /// Move the cursor.
    Move(Motion),
    /// Commit and go to the next cell.
    Next,
    /// Commit and go to the cell before.
    Previous,
    /// Commit and go down; choose.
    Confirm,
    /// Move the cursor and select what lies between.
    Select(Motion),
    /// Select everything in the section.
    SelectAll,
    /// Edit in place.
    Edit,
    /// Give back what stood here before; leave.
    Cancel,
    /// Empty the cells.
    Clear,
    /// Remove the character before the caret.
    Backspace,
    /// Copy to the register and out to the terminal's clipboard.
    Copy,
    /// Copy, then empty.
    Cut,
    /// Paste the register.
    PasteRegister,
    /// Take the last change back.
    Undo,
    /// Do it again.
    Redo,
    /// Write 0 into every blank cell of the printed table.
    FillBlanks,
    /// Go to the page with this index: 0 is title and signature, then the sections.
    GoToPage(usize),
    /// The next page.
    NextPage,
    /// The page before.
    PreviousPage,
    /// To the next finding.
    NextFinding,
    /// To the finding before.
    PreviousFinding,
    /// Show the list of findings.
    ShowFindings,
    /// To the next pane.
    NextPane,
    /// Explain the keys of this place.
    Help,
    /// Show the report as it will be printed.
    Preview,
    /// Show how the report stands.
    Overview,
    /// Show last year's report where one is.
    LastYear,
    /// Compare with another report.
    Compare,
    /// Calculate a fee for processing information.
    Fee,
    /// Show how the program is used.
    Manual,
    /// Show earlier versions of the report.
    Versions,
    /// Take the mouse, or leave it to the terminal.
    Mouse,
    /// Choose a command by what it does.
    Palette,
    /// Choose a cell by its labels.
    GoToCell,
    /// Put a number into the text that follows a cell.
    Refer,
    /// Look for words.
    Find,
    /// The next place where they stand.
    FindNext,
    /// The place before.
    FindPrevious,
    /// Replace words in the text.
    Replace,
    /// Let the shell have the terminal for a while.
    Suspend,
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Export the report as a document.
    Export,
    /// Open another report.
    Open,
    /// Begin a new report.
    New,
    /// Quit.
    Quit,
    /// Type a character.
    Type(char),
    /// A paste that the terminal delivered.
    Paste(String),
    /// The mouse did something.
    Point(Mouse),
}

/// A way to move the cursor, in a table, a list or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// A row up.
    Up,
    /// A row down.
    Down,
    /// A cell or a character to the left.
    Left,
    /// A cell or a character to the right.
    Right,
    /// To the first cell of the row, or the beginning of the line.
    RowStart,
    /// To the last cell of the row, or the end of the line.
    RowEnd,
    /// To the beginning of the section.
    First,
    /// To the end of the section.
    Last,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the beginning of the word.
    WordLeft,
    /// To the end of the word.
    WordRight,
    /// To the beginning of the paragraph, or of the one before.
    ParagraphUp,
    /// To the beginning of the next paragraph.
    ParagraphDown,
}

/// A row of the command table.
#[derive(Debug)]
pub struct Definition {
    /// The command.
    pub command: Command,
    /// Its name, which is also its key in the catalogues: `command.NAME` tells what it does, `hint.NAME` in a word.
    pub name: &'static str,
    /// Where it applies.
    pub contexts: &'static [Context],
    /// Its keys, the usual one first.
    pub keys: &'static [Key],
}

const fn define(
    command: Command,
    name: &'static str,
    contexts: &'static [Context],
    keys: &'static [Key],
) -> Definition {
    Definition { command, name, contexts, keys }
}

use Code::*;
use Context::*;

const EVERYWHERE: &[Context] = &[Table, Entry, Details, Prose, Findings, Sections, Popup, Reading, Start];
const REPORT: &[Context] = &[Table, Entry, Details, Prose, Findings, Sections, Popup, Reading];
const DOCUMENT: &[Context] = &[Table, Entry, Details, Prose, Findings, Sections];
const LISTS: &[Context] = &[Table, Details, Prose, Findings, Sections, Popup, Reading, Start];
const READABLE: &[Context] = &[Table, Entry, Details, Prose, Findings, Sections, Reading];
const SELECTABLE: &[Context] = &[Table, Prose];
const TEXT: &[Context] = &[Prose];

/// The table of commands.
pub const COMMANDS: &[Definition] = &[
    define(Command::Save, "save", REPORT, &[Key::ctrl(Char('s'))]),
    define(Command::SaveAs, "save-as", DOCUMENT, &[Key::f(12)]),
    define(Command::Export, "export", DOCUMENT, &[Key::ctrl(Char('e'))]),
    define(Command::Open, "open", DOCUMENT, &[Key::ctrl(Char('o'))]),
    define(Command::Versions, "versions", DOCUMENT, &[]),
    define(Command::New, "new", EVERYWHERE, &[Key::ctrl(Char('n'))]),
    define(Command::Undo, "undo", DOCUMENT, &[Key::ctrl(Char('z'))]),
    define(Command::Redo, "redo", DOCUMENT, &[Key::ctrl(Char('y'))]),
    define(Command::Quit, "quit", EVERYWHERE, &[Key::ctrl(Char('q'))]),
    define(Command::Help, "help", EVERYWHERE, &[Key::f(1)]),
    define(Command::Manual, "manual", DOCUMENT, &[]),
    define(Command::Palette, "palette", DOCUMENT, &[Key::f(10), Key::ctrl(Char('p'))]),
    define(Command::Preview, "preview", READABLE, &[Key::f(5)]),
    define(Command::Overview, "overview", READABLE, &[Key::f(9)]),
    define(Command::LastYear, "last-year", READABLE, &[Key::alt(Char('l'))]),
    define(Command::Compare, "compare", DOCUMENT, &[]),
    define(Command::Fee, "fee", DOCUMENT, &[]),
    define(Command::Find, "find", READABLE, &[Key::ctrl(Char('f'))]),
    define(Command::FindNext, "find-next", READABLE, &[Key::f(3)]),
    define(Command::FindPrevious, "find-previous", READABLE, &[Key::shift(F(3))]),
    define(Command::Replace, "replace", DOCUMENT, &[Key::ctrl(Char('r'))]),
    define(Command::GoToCell, "go-to-cell", DOCUMENT, &[Key::ctrl(Char('g'))]),
    define(Command::Refer, "refer", TEXT, &[Key::ctrl(Char('k'))]),
    define(Command::Edit, "edit", &[Table, Details, Findings], &[Key::f(2)]),
    define(Command::Cancel, "cancel", EVERYWHERE, &[Key::plain(Esc)]),
    define(Command::Clear, "clear", EVERYWHERE, &[Key::plain(Delete)]),
    define(Command::Backspace, "backspace", EVERYWHERE, &[Key::plain(Backspace)]),
    define(Command::FillBlanks, "fill-blanks", &[Table, Entry, Details, Prose, Sections], &[Key::f(7)]),
    define(Command::Copy, "copy", &[Table, Prose, Reading], &[Key::ctrl(Char('c'))]),
    define(Command::Cut, "cut", SELECTABLE, &[Key::ctrl(Char('x'))]),
    define(
        Command::PasteRegister,
        "paste",
        &[Table, Entry, Details, Prose, Popup, Start],
        &[Key::ctrl(Char('v'))],
    ),
    define(Command::ShowFindings, "show-findings", DOCUMENT, &[Key::f(4)]),
    define(Command::NextFinding, "next-finding", DOCUMENT, &[Key::f(8), Key::alt(Char('n'))]),
    define(Command::PreviousFinding, "previous-finding", DOCUMENT, &[Key::shift(F(8)), Key::alt(Char('p'))]),
    define(Command::GoToPage(0), "page-0", DOCUMENT, &[Key::alt(Char('0'))]),
    define(Command::GoToPage(1), "page-1", DOCUMENT, &[Key::alt(Char('1'))]),
    define(Command::GoToPage(2), "page-2", DOCUMENT, &[Key::alt(Char('2'))]),
    define(Command::GoToPage(3), "page-3", DOCUMENT, &[Key::alt(Char('3'))]),
    define(Command::GoToPage(4), "page-4", DOCUMENT, &[Key::alt(Char('4'))]),
    define(Command::GoToPage(5), "page-5", DOCUMENT, &[Key::alt(Char('5'))]),
    define(Command::GoToPage(6), "page-6", DOCUMENT, &[Key::alt(Char('6'))]),
    define(Command::NextPage, "next-page", DOCUMENT, &[Key::ctrl(PageDown), Key::alt(Right)]),
    define(Command::PreviousPage, "previous-page", DOCUMENT, &[Key::ctrl(PageUp), Key::alt(Left)]),
    define(Command::NextPane, "next-pane", DOCUMENT, &[Key::f(6)]),
    define(Command::Confirm, "confirm", EVERYWHERE, &[Key::plain(Enter)]),
    define(Command::Next, "next", EVERYWHERE, &[Key::plain(Tab)]),
    define(Command::Previous, "previous", EVERYWHERE, &[Key::shift(Tab)]),
    define(Command::Move(Motion::Up), "up", EVERYWHERE, &[Key::plain(Up)]),
    define(Command::Move(Motion::Down), "down", EVERYWHERE, &[Key::plain(Down)]),
    define(Command::Move(Motion::Left), "left", EVERYWHERE, &[Key::plain(Left)]),
    define(Command::Move(Motion::Right), "right", EVERYWHERE, &[Key::plain(Right)]),
    define(Command::Move(Motion::RowStart), "row-start", EVERYWHERE, &[Key::plain(Home)]),
    define(Command::Move(Motion::RowEnd), "row-end", EVERYWHERE, &[Key::plain(End)]),
    define(Command::Move(Motion::First), "first", LISTS, &[Key::ctrl(Home)]),
    define(Command::Move(Motion::Last), "last", LISTS, &[Key::ctrl(End)]),
    define(Command::Move(Motion::PageUp), "page-up", LISTS, &[Key::plain(PageUp)]),
    define(Command::Move(Motion::PageDown), "page-down", LISTS, &[Key::plain(PageDown)]),
    define(Command::Move(Motion::WordLeft), "word-left", TEXT, &[Key::ctrl(Left)]),
    define(Command::Move(Motion::WordRight), "word-right", TEXT, &[Key::ctrl(Right)]),
    define(Command::Move(Motion::ParagraphUp), "paragraph-up", TEXT, &[Key::ctrl(Up)]),
    define(Command::Move(Motion::ParagraphDown), "paragraph-down", TEXT, &[Key::ctrl(Down)]),
    define(Command::Select(Motion::Up), "select-up", SELECTABLE, &[Key::shift(Up)]),
    define(Command::Select(Motion::Down), "select-down", SELECTABLE, &[Key::shift(Down)]),
    define(Command::Select(Motion::Left), "select-left", SELECTABLE, &[Key::shift(Left)]),
    define(Command::Select(Motion::Right), "select-right", SELECTABLE, &[Key::shift(Right)]),
    define(Command::Select(Motion::RowStart), "select-row-start", SELECTABLE, &[Key::shift(Home)]),
    define(Command::Select(Motion::RowEnd), "select-row-end", SELECTABLE, &[Key::shift(End)]),
    define(Command::Select(Motion::PageUp), "select-page-up", SELECTABLE, &[Key::shift(PageUp)]),
    define(Command::Select(Motion::PageDown), "select-page-down", SELECTABLE, &[Key::shift(PageDown)]),
    define(Command::Select(Motion::First), "select-first", SELECTABLE, &[Key::ctrl_shift(Home)]),
    define(Command::Select(Motion::Last), "select-last", SELECTABLE, &[Key::ctrl_shift(End)]),
    define(Command::Select(Motion::WordLeft), "select-word-left", TEXT, &[Key::ctrl_shift(Left)]),
    define(Command::Select(Motion::WordRight), "select-word-right", TEXT, &[Key::ctrl_shift(Right)]),
    define(Command::Select(Motion::ParagraphUp), "select-paragraph-up", TEXT, &[Key::ctrl_shift(Up)]),
    define(Command::Select(Motion::ParagraphDown), "select-paragraph-down", TEXT, &[Key::ctrl_shift(Down)]),
    define(Command::SelectAll, "select-all", SELECTABLE, &[Key::ctrl(Char('a'))]),
    define(Command::Mouse, "mouse", EVERYWHERE, &[Key::alt(Char('m'))]),
    define(Command::Suspend, "suspend", DOCUMENT, &[]),
];

impl Command {
    /// The row that defines this command; none for what only the keyboard says.
    pub fn definition(&self) -> Option<&'static Definition> {
        COMMANDS.iter().find(|row| row.command == *self)
    }
}

/// The commands that apply in a place.
pub fn of_place(place: Context) -> impl Iterator<Item = &'static Definition> {
    COMMANDS.iter().filter(move |row| row.contexts.contains(&place))
}

/// The commands worth a hint at the bottom of the screen, most wanted first.
pub fn hints(context: Context) -> &'static [Command] {
    use Command::*;
    match context {
        Context::Table => &[Help, Palette, Save, Quit, FillBlanks, ShowFindings, NextFinding, Edit],
        Context::Details => &[Help, Palette, Save, Quit, Edit, NextPage, NextFinding, ShowFindings],
        Context::Prose => &[Help, Palette, Save, Quit, ShowFindings, NextFinding, Undo, NextPage],
        Context::Entry => &[Confirm, Next, Cancel, Help, Save],
        Context::Findings => &[Confirm, Edit, Clear, Cancel, Save, Quit],
        Context::Sections => &[Confirm, NextPane, Cancel, Save, Quit],
        Context::Popup => &[Confirm, Cancel, Help],
        Context::Reading => &[Cancel, Move(Motion::PageDown), Find, FindNext, Help],
        Context::Start => &[Confirm, New, Help, Quit],
    }
}
