//! Undo, redo and the unsaved mark, all from one list of inverses.

use super::{Edit, Report, apply};

/// One undo step: inverses, to be applied from the last to the first.
type Step = Vec<Edit>;

/// What was done to a report since it was opened.
///
/// A step may stay open while someone types into one cell: later edits join it, and it can be taken back as a whole.
/// Whether the report differs from its file is a comparison of positions, never a flag.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    saved: Saved,
    open: Option<Box<Before>>,
}

impl Default for Saved {
    fn default() -> Self {
        Self::After(0)
    }
}

/// What an open step has made void, to be had back when it is abandoned.
#[derive(Debug)]
struct Before {
    undone: Vec<Step>,
    saved: Saved,
}

/// Where in the history the report equals its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Saved {
    /// After so many steps; a new report equals what it would be without its file at the start.
    After(usize),
    /// At a point that was undone and then overwritten by other edits.
    OutOfReach,
}

impl History {
    /// Makes changes that join the open step, or open one. Whether anything is another now.
    pub fn extend(&mut self, report: &mut Report, edits: impl IntoIterator<Item = Edit>) -> bool {
        let mut inverses: Step = Vec::new();
        for edit in edits {
            let inverse = apply(report, edit.clone());
            if inverse != edit {
                inverses.push(inverse);
            }
        }
        if inverses.is_empty() {
            return false;
        }
        if let (Some(step), true) = (self.done.last_mut(), self.open.is_some()) {
            step.append(&mut inverses);
            return true;
        }
        let before = Before { undone: std::mem::take(&mut self.undone), saved: self.saved };
        self.open = Some(Box::new(before));
        if let Saved::After(saved) = self.saved
            && saved > self.done.len()
        {
            self.saved = Saved::OutOfReach;
        }
        self.done.push(inverses);
        true
    }

    /// Ends the open step: what comes next is undone on its own.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// Takes the open step back without a trace.
    pub fn abandon(&mut self, report: &mut Report) {
        if let Some(before) = self.open.take()
            && let Some(step) = self.done.pop()
        {
            revert(report, step);
            self.undone = before.undone;
            self.saved = before.saved;
        }
    }

    /// Takes the last step back; gives what was done to do so, or none at the beginning.
    pub fn undo(&mut self, report: &mut Report) -> Option<Vec<Edit>> {
        self.close();
        let step = self.done.pop()?;
        let made = step.clone();
        self.undone.push(revert(report, step));
        Some(made)
    }

    /// Does the last step taken back again; gives what was done, or none if there is nothing.
    pub fn redo(&mut self, report: &mut Report) -> Option<Vec<Edit>> {
        self.close();
        let step = self.undone.pop()?;
        let made = step.clone();
        self.done.push(revert(report, step));
        Some(made)
    }

    /// Notes that the file now holds the report as it is.
    pub fn mark_saved(&mut self) {
        self.close();
        self.saved = Saved::After(self.done.len());
    }

    /// Whether something stands in the report that its file lacks.
    pub fn is_modified(&self) -> bool {
        match self.saved {
            Saved::After(saved) => saved != self.done.len(),
            Saved::OutOfReach => true,
        }
    }
}

fn revert(report: &mut Report, step: Step) -> Step {
    step.into_iter().rev().map(|edit| apply(report, edit)).collect()
}
