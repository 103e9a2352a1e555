//! Why a file cannot be read.

/// A file that cannot be read as a whole. A row that cannot be read is a
/// [`crate::SetAside`] instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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

impl FormatError {
    /// An error from its four parts.
    pub fn new(
        code: &'static str,
        message: impl Into<String>,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            expected: expected.into(),
            remedy: remedy.into(),
        }
    }
}
