//! Where in a text something stands.

use std::fmt;

/// A line and a column of a model's text, both counted from one; columns
/// count characters, not bytes.
///
/// ```
/// use triffin_cycle::Place;
/// assert_eq!(Place::new(12, 5).to_string(), "12:5");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1; 0 where nothing was written (generated equations).
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

impl Place {
    /// The place of a line and a column.
    pub fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
