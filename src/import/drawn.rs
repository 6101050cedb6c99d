//! Tables drawn with characters: `+---+---+` and `|`, or the lines of a terminal. Where walls stand and where they are missing
//! tells which places are one cell, so that merged cells and broken labels are read as they were meant.

use std::ops::Range;

use super::document::{Line, Piece, Shape, Spot};
use crate::text::{graphemes, wide_width, width};

/// Whether a line may belong to a drawn table.
pub fn is_part(line: &str) -> bool {
    line.trim_start().starts_with(['+', '|', '┌', '├', '└', '│', '╔', '╠', '╚', '║', '┏', '┣', '┗', '┃'])
}

/// Whether a line is the upper or lower border of a drawn table.
pub fn is_border(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['+', '┌', '├', '└', '╔', '╠', '╚', '┏', '┣', '┗'])
        && line.chars().all(|c| is_across(c) || is_upright(c))
}

/// Reads the lines of a table from its upper border to its lower one; none where they are not a whole drawing.
pub fn read(lines: &[&str], first: Spot) -> Option<Vec<Line>> {
    // Quotation marks and the like are one column wide in some type and two in other.
    [wide_width, width].into_iter().find_map(|measure| Drawing::of(lines, measure)?.rows(first))
}

fn is_across(c: char) -> bool {
    matches!(c, '-' | '=' | '+' | '─' | '═' | '━' | '┌'..='╋' | '╒'..='╬')
}

fn is_upright(c: char) -> bool {
    matches!(c, '|' | '+' | '│' | '║' | '┃' | '┌'..='╋' | '╒'..='╬')
}

/// The characters of a drawing by line and column, and where its walls may run.
struct Drawing {
    /// A wide character fills its second column with nothing.
    places: Vec<Vec<Option<String>>>,
    lefts: Vec<usize>,
    tops: Vec<usize>,
}

impl Drawing {
    fn of(lines: &[&str], measure: fn(&str) -> usize) -> Option<Self> {
        let places: Vec<Vec<Option<String>>> =
            lines.iter().map(|line| spread(line.trim_end(), measure)).collect();
        let width = places.first()?.len();
        if places.iter().any(|line| line.len() != width) {
            return None;
        }
        let is_at =
            |line: usize, column: usize, kind: fn(char) -> bool| is(places[line][column].as_ref(), kind);
        // A wall runs where a corner is drawn: lines go away from it in both directions. A sign in a cell is none.
        let near = |at: usize, end: usize| {
            [at.checked_sub(1), Some(at + 1).filter(|at| *at < end)].into_iter().flatten()
        };
        let is_corner = |line: usize, column: usize| {
            is_at(line, column, is_upright)
                && is_at(line, column, is_across)
                && near(column, width).any(|column| is_at(line, column, is_across))
                && near(line, places.len()).any(|line| is_at(line, column, is_upright))
        };
        let lefts = (0..width).filter(|column| (0..places.len()).any(|line| is_corner(line, *column)));
        let lefts: Vec<usize> = lefts.collect();
        let has_wall = |line: &usize| {
            lefts.windows(2).any(|pair| (pair[0] + 1..pair[1]).all(|column| is_at(*line, column, is_across)))
        };
        let tops: Vec<usize> = (0..places.len()).filter(has_wall).collect();
        let is_whole = tops.first() == Some(&0) && tops.last() == Some(&(places.len() - 1));
        (is_whole && lefts.len() > 1 && tops.len() > 1).then_some(Self { places, lefts, tops })
    }

    /// The rows, each with the cells that begin in it.
    fn rows(&self, first: Spot) -> Option<Vec<Line>> {
        let (width, height) = (self.lefts.len() - 1, self.tops.len() - 1);
        let mut taken = vec![vec![false; width]; height];
        let mut rows = Vec::new();
        for row in 0..height {
            let mut cells = Vec::new();
            for column in 0..width {
                if taken[row][column] {
                    continue;
                }
                let columns = column..end(column, width, |at| self.has_left(at, row..row + 1));
                let lines = row..end(row, height, |at| self.has_top(at, &columns));
                for line in &mut taken[lines.clone()] {
                    if line[columns.clone()].contains(&true) {
                        return None;
                    }
                    line[columns.clone()].fill(true);
                }
                cells.push(Piece { text: self.text(&lines, &columns), columns });
            }
            if !cells.is_empty() {
                rows.push(Line::row(
                    Shape::Grid,
                    Spot { line: first.line + self.tops[row] + 1, ..first },
                    cells,
                ));
            }
        }
        Some(rows)
    }

    fn has_left(&self, column: usize, rows: Range<usize>) -> bool {
        let at = self.lefts[column];
        (self.tops[rows.start] + 1..self.tops[rows.end])
            .all(|line| is(self.places[line][at].as_ref(), is_upright))
    }

    fn has_top(&self, row: usize, columns: &Range<usize>) -> bool {
        let line = &self.places[self.tops[row]];
        (self.lefts[columns.start] + 1..self.lefts[columns.end])
            .all(|column| is(line[column].as_ref(), is_across))
    }

    fn text(&self, rows: &Range<usize>, columns: &Range<usize>) -> String {
        let mut out = String::new();
        for line in self.tops[rows.start] + 1..self.tops[rows.end] {
            let places = &self.places[line][self.lefts[columns.start] + 1..self.lefts[columns.end]];
            let text: String = places.iter().flatten().map(String::as_str).collect();
            let text = text.trim();
            let joins_words = out.ends_with(|c: char| c.is_ascii_alphabetic())
                && text.starts_with(|c: char| c.is_ascii_alphabetic());
            if joins_words {
                out.push(' ');
            }
            out.push_str(text);
        }
        out
    }
}

/// The first place behind `from` that a wall parts from it.
fn end(from: usize, end: usize, has_wall: impl Fn(usize) -> bool) -> usize {
    (from + 1..end).find(|at| has_wall(*at)).unwrap_or(end)
}

fn is(place: Option<&String>, kind: fn(char) -> bool) -> bool {
    place.and_then(|text| text.chars().next()).is_some_and(kind)
}

fn spread(line: &str, measure: fn(&str) -> usize) -> Vec<Option<String>> {
    let mut places = Vec::new();
    for (cluster, _) in graphemes(line) {
        let is_wall = cluster.chars().all(|c| is_across(c) || is_upright(c));
        let columns = if is_wall { 1 } else { measure(cluster) };
        places.push(Some(cluster.to_owned()));
        places.extend(std::iter::repeat_n(None, columns.saturating_sub(1)));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &str) -> Option<Vec<Vec<String>>> {
        let lines: Vec<&str> = table.trim_matches('\n').lines().collect();
        let rows = read(&lines, Spot::default())?;
        let shown = |cell: &Piece| format!("{}@{}-{}", cell.text, cell.columns.start, cell.columns.end);
        Some(rows.iter().map(|row| row.cells.iter().map(shown).collect()).collect())
    }

    #[test]
    fn merged_cells_and_broken_labels_are_whole() {
        let table = "
+-------------+-------+
|  标题       | 数量  |
+------+------+-------+
|三、  |甲组  |  -3   |
|办理  |的行  |       |
|结果  +------+-------+
|      |“乙”| 12    |
+------+------+-------+";
        let expected = vec![
            vec!["标题@0-2", "数量@2-3"],
            vec!["三、办理结果@0-1", "甲组的行@1-2", "-3@2-3"],
            vec!["“乙”@1-2", "12@2-3"],
        ];
        assert_eq!(cells(table).unwrap(), expected);
    }

    #[test]
    fn what_is_no_whole_drawing_is_left_alone() {
        assert_eq!(cells("+--+\n|甲\n+--+"), None);
        assert_eq!(cells("| 甲 | 乙 |\n|----|----|\n| 1 | 2 |"), None);
        assert_eq!(cells("+--+"), None);
    }
}
