//! Where a table stands.

use std::path::PathBuf;

/// A file, or a text that stands in another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file.
    File(PathBuf),
    /// The text of a table, and what it is called in errors.
    Text {
        /// Its name.
        name: String,
        /// The table as CSV.
        text: String,
    },
}

impl Origin {
    /// What it is called in errors.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Text { name, .. } => name.clone(),
        }
    }
}
