//! The words of every store error, in both languages.

mod chinese;
mod english;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use triffin_basis::Lang;
use triffin_formats::FormatError;

use super::StoreError;

/// The three sentences of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What failed, with the offending value.
    pub message: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub remedy: String,
}

fn words(message: String, expected: impl Into<String>, remedy: impl Into<String>) -> Words {
    Words {
        message,
        expected: expected.into(),
        remedy: remedy.into(),
    }
}

/// The reader's own words.
fn from_reader(error: &FormatError, lang: Lang) -> Words {
    let [message, expected, remedy] = error.parts(lang);
    words(message.to_owned(), expected, remedy)
}

fn counts(reasons: &BTreeMap<String, u64>) -> String {
    let parts: Vec<String> = reasons.iter().map(|(r, n)| format!("{r} {n}")).collect();
    parts.join(", ")
}

fn list(names: &[String], none: &str) -> String {
    if names.is_empty() {
        none.to_owned()
    } else {
        names.join(", ")
    }
}

impl StoreError {
    /// The error in the language asked for, sentence by sentence.
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.english(),
            Lang::Zh => self.chinese(),
        }
    }
}
