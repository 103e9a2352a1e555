//! Why a question has no answer.

use std::fmt;

use triffin_basis::{BasisError, Bilingual, Lang};

/// A question that cannot be answered: a stable code, what failed with the
/// offending value, what was expected and what to do, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionError {
    /// Stable code, `E-…`.
    pub code: String,
    /// What failed.
    pub message: Bilingual,
    /// What was expected and what to do.
    pub help: Bilingual,
    /// `true` when the source is not available, `false` when the question or
    /// the data is at fault.
    pub unavailable: bool,
}

impl QuestionError {
    /// A question or data that is at fault.
    pub fn invalid(code: &str, message: Bilingual, help: Bilingual) -> Self {
        Self {
            code: code.to_owned(),
            message,
            help,
            unavailable: false,
        }
    }

    /// No data answers the question.
    pub fn unavailable(code: &str, message: Bilingual, help: Bilingual) -> Self {
        Self {
            unavailable: true,
            ..Self::invalid(code, message, help)
        }
    }
}

impl fmt::Display for QuestionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message.en)?;
        if !self.help.en.is_empty() {
            write!(f, ". {}", self.help.en)?;
        }
        Ok(())
    }
}

impl std::error::Error for QuestionError {}

impl From<BasisError> for QuestionError {
    fn from(error: BasisError) -> Self {
        Self::invalid(
            error.code(),
            both(|lang| error.message(lang).to_owned()),
            both(|lang| sentences(error.expectation(lang), error.advice(lang), lang)),
        )
    }
}

pub(crate) fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::new(text(Lang::En), text(Lang::Zh))
}

/// `expected …; remedy`, leaving out what is empty.
pub(crate) fn sentences(expected: &str, remedy: &str, lang: Lang) -> String {
    let expected = match (expected.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::En) => format!("expected {expected}"),
        (false, Lang::Zh) => format!("应为{expected}"),
    };
    let joint = match lang {
        Lang::En => "; ",
        Lang::Zh => "；",
    };
    let parts: Vec<&str> = [expected.as_str(), remedy].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(joint)
}
