//! Colours, all from the terminal's own palette: one accent for where you are, dim for chrome and computed cells, red for
//! errors, yellow for warnings, and nothing else.

use ratatui::style::{Color, Modifier, Style};

use crate::form::Severity;

/// The styles of the screen.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Text.
    pub plain: Style,
    /// Titles.
    pub strong: Style,
    /// Chrome, and what the program computed.
    pub dim: Style,
    /// Where you are.
    pub accent: Style,
    /// The cell or line under the cursor.
    pub cursor: Style,
    /// A cursor in a pane that does not have the keyboard.
    pub resting: Style,
    /// Selected cells.
    pub selected: Style,
    /// What is being typed.
    pub typing: Style,
    error: Style,
    warning: Style,
}

impl Theme {
    /// The colours of the terminal.
    pub fn coloured() -> Self {
        Self {
            dim: Style::new().fg(Color::DarkGray),
            accent: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            error: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD),
            selected: Style::new().fg(Color::Black).bg(Color::Cyan),
            ..Self::monochrome()
        }
    }

    /// No colours: what `NO_COLOR` asks for.
    pub fn monochrome() -> Self {
        let plain = Style::new();
        Self {
            plain,
            strong: plain.add_modifier(Modifier::BOLD),
            dim: plain.add_modifier(Modifier::DIM),
            accent: plain.add_modifier(Modifier::BOLD),
            cursor: plain.fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED),
            resting: plain.add_modifier(Modifier::UNDERLINED),
            selected: plain.add_modifier(Modifier::REVERSED | Modifier::DIM),
            typing: plain.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            error: plain.add_modifier(Modifier::BOLD),
            warning: plain.add_modifier(Modifier::BOLD),
        }
    }

    /// The style of a severity.
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.dim,
        }
    }
}

/// The sign of a severity, one column wide in every terminal, so that colour is never the only mark.
pub fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "!",
        Severity::Warning => "?",
        Severity::Note => "i",
    }
}
