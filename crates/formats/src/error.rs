//! Why a file cannot be read.

/// A file that cannot be read as a whole. A row that cannot be read is a
/// [`crate::SetAside`] instead.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {message}. Expected {expected}. {remedy}")]
pub struct FormatError {
    /// Stable code: `E-FORMAT-UNKNOWN`, `E-FORMAT-HEADER` …
    pub code: &'static str,
    /// What failed, with the offending value.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}
