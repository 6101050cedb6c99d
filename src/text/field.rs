//! A line of text with a caret: cells, names, reasons are typed here.

use unicode_segmentation::UnicodeSegmentation;

/// A text of one line and the caret in it. The caret always stands between grapheme clusters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    caret: usize,
    /// The text was offered and not touched yet: typing replaces it, as if it were selected.
    is_offered: bool,
}

impl Field {
    /// A field with the caret at the end of its text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text, is_offered: false }
    }

    /// A field with a text that is replaced by what is typed, unless the caret is moved or something removed first.
    pub fn offering(text: impl Into<String>) -> Self {
        Self { is_offered: true, ..Self::new(text) }
    }

    /// Whether the whole text would be replaced.
    pub fn is_offered(&self) -> bool {
        self.is_offered && !self.text.is_empty()
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the caret.
    pub fn before(&self) -> &str {
        self.text.get(..self.caret).unwrap_or_default()
    }

    /// What stands after the caret.
    pub fn after(&self) -> &str {
        self.text.get(self.caret..).unwrap_or_default()
    }

    /// Types a text at the caret; line breaks and tabs become blanks.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.is_offered) {
            self.text.clear();
            self.caret = 0;
        }
        let line = text.trim_end_matches(['\r', '\n']).replace(['\r', '\n', '\t'], " ");
        self.text.insert_str(self.caret, &line);
        self.caret += line.len();
    }

    /// Removes the character before the caret.
    pub fn backspace(&mut self) {
        let end = self.caret;
        self.left();
        self.text.drain(self.caret..end);
    }

    /// Removes the character after the caret.
    pub fn delete(&mut self) {
        self.is_offered = false;
        let next = self.after().graphemes(true).next().map_or(0, str::len);
        self.text.drain(self.caret..self.caret + next);
    }

    /// Moves one character to the left.
    pub fn left(&mut self) {
        self.is_offered = false;
        self.caret -= self.before().graphemes(true).next_back().map_or(0, str::len);
    }

    /// Moves one character to the right.
    pub fn right(&mut self) {
        self.is_offered = false;
        self.caret += self.after().graphemes(true).next().map_or(0, str::len);
    }

    /// Moves to the beginning.
    pub fn home(&mut self) {
        self.is_offered = false;
        self.caret = 0;
    }

    /// Moves to the end.
    pub fn end(&mut self) {
        self.is_offered = false;
        self.caret = self.text.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_moves_and_removes_by_what_people_call_a_character() {
        let mut field = Field::new("克e\u{301}👨‍👩‍👧");
        field.backspace();
        assert_eq!(field.text(), "克e\u{301}");
        field.left();
        field.left();
        assert_eq!(field.after(), "克e\u{301}");
        field.delete();
        field.right();
        field.insert("井\n");
        assert_eq!(field.before(), "e\u{301}井");
        field.home();
        field.backspace();
        field.end();
        field.delete();
        assert_eq!(field.text(), "e\u{301}井");
    }
}
