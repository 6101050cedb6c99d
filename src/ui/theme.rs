//! Colours, all from the terminal's own palette: one accent for where you are, dim for chrome, a little for computed cells, red for
//! errors, yellow for warnings, and nothing else.

use ratatui::style::{Color, Modifier, Style};

use crate::app::config::Looks;
use crate::form::Severity;

/// The styles of the screen.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Text.
    pub plain: Style,
    /// Titles.
    pub strong: Style,
    /// Chrome.
    pub dim: Style,
    /// What the program computed.
    pub computed: Style,
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
            selected: Style::new().fg(Color::Black).bg(Color::Cyan).remove_modifier(Modifier::DIM),
            ..Self::monochrome()
        }
    }

    /// Colours that can be read on a light background.
    pub fn light() -> Self {
        Self {
            accent: Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Magenta).add_modifier(Modifier::BOLD),
            selected: Style::new().fg(Color::White).bg(Color::Blue).remove_modifier(Modifier::DIM),
            ..Self::coloured()
        }
    }

    /// The strongest contrasts of the palette, and nothing dim.
    pub fn contrast() -> Self {
        let plain = Style::new();
        Self {
            dim: plain,
            computed: plain,
            accent: plain.add_modifier(Modifier::BOLD),
            error: Style::new().fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD),
            selected: Style::new().fg(Color::Black).bg(Color::Cyan).add_modifier(Modifier::BOLD),
            ..Self::monochrome()
        }
    }

    /// The colours that are wanted. `background` is what the terminal tells of its colours in `COLORFGBG`.
    pub fn of(looks: Looks, background: Option<&str>) -> Self {
        match looks {
            Looks::Dark => Self::coloured(),
            Looks::Light => Self::light(),
            Looks::Contrast => Self::contrast(),
            Looks::Auto => {
                let light = background.and_then(|colours| colours.rsplit(';').next());
                if matches!(light, Some("7" | "15")) { Self::light() } else { Self::coloured() }
            }
        }
    }

    /// No colours: what `NO_COLOR` asks for.
    pub fn monochrome() -> Self {
        let plain = Style::new();
        Self {
            plain,
            strong: plain.add_modifier(Modifier::BOLD),
            dim: plain.add_modifier(Modifier::DIM),
            computed: plain.add_modifier(Modifier::DIM),
            accent: plain.add_modifier(Modifier::BOLD),
            cursor: plain
                .fg(Color::Reset)
                .bg(Color::Reset)
                .add_modifier(Modifier::REVERSED)
                .remove_modifier(Modifier::DIM),
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
