//! The room there is on the screen.

/// What drawing found out about the room there is; it comes back to the app with every frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Room {
    /// First line of the page that is shown.
    pub scroll: usize,
    /// First column of the table that is shown.
    pub scroll_columns: usize,
    /// Lines of the page that are shown.
    pub lines: usize,
    /// Columns of a line of prose.
    pub columns: usize,
    /// What is not shown of the page.
    pub hidden: Hidden,
    /// Whether the list of sections is on the screen.
    pub has_sections: bool,
    /// The text to read that lies over the screen.
    pub over: Over,
}

impl Room {
    /// What is taken for true until something has been drawn.
    pub(super) const ASSUMED: Self = Self {
        scroll: 0,
        scroll_columns: 0,
        lines: 10,
        columns: 76,
        hidden: Hidden { above: 0, below: 0, left: 0, right: 0 },
        has_sections: false,
        over: Over { last: 0, lines: 1, columns: 76 },
    };
}

/// The room of a text to read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Over {
    /// The first line shown when it is scrolled as far as it goes.
    pub last: usize,
    /// Lines that are shown.
    pub lines: usize,
    /// Columns of a line.
    pub columns: usize,
}

/// Lines and columns of the page for which there is no room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// Lines above.
    pub above: usize,
    /// Lines below.
    pub below: usize,
    /// Columns at the left.
    pub left: usize,
    /// Columns at the right.
    pub right: usize,
}
