//! Formats of which a line is taken whole or set aside whole.

use crate::codes::Areas;
use crate::csv::Row;
use crate::layout::{Layout, Problem, Sink};

/// One format's reading of a line that is taken whole or not at all.
pub trait WholeLine: Send {
    /// Puts the line's rows into `out`; nothing of it where there is a problem.
    ///
    /// # Errors
    /// The reason the line is set aside for.
    fn line(&mut self, row: &Row<'_>, areas: &mut Areas, out: &mut Sink) -> Result<(), Problem>;
}

/// The frame of such a format: it sets lines with a problem aside and tells
/// which area codes are none of ours.
pub struct ByLine<L> {
    line: L,
    areas: Areas,
}

impl<L: WholeLine> ByLine<L> {
    /// Areas are read by their usual codes and names.
    pub fn new(line: L) -> Self {
        Self::with_areas(line, Areas::default())
    }

    /// Areas are read by `areas`.
    pub fn with_areas(line: L, areas: Areas) -> Self {
        Self { line, areas }
    }
}

impl<L: WholeLine> Layout for ByLine<L> {
    fn row(&mut self, row: &Row<'_>, out: &mut Sink) {
        if let Err(problem) = self.line.line(row, &mut self.areas, out) {
            out.set_aside(row.line, problem);
        }
    }

    fn notes(&self) -> Vec<String> {
        self.areas.notes()
    }
}
