//! Everything that is wrong with a model, at once.

use std::fmt;

use triffin_basis::{BasisError, Lang};

/// How many faults are kept; those after them are counted.
const KEPT: usize = 50;

/// One or more refusals, in the order found.
///
/// A text with a million faults keeps the first fifty and counts the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    kept: Vec<BasisError>,
    more: usize,
}

impl Errors {
    /// No refusal yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, error: BasisError) {
        if self.kept.len() < KEPT {
            self.kept.push(error);
        } else {
            self.more += 1;
        }
    }

    /// Whether as many are kept as are kept at all.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= KEPT
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Those kept, first found first.
    pub fn iter(&self) -> std::slice::Iter<'_, BasisError> {
        self.kept.iter()
    }

    /// The first, where there is one.
    pub fn first(&self) -> Option<&BasisError> {
        self.kept.first()
    }

    /// How many were found beyond those kept.
    pub fn more(&self) -> usize {
        self.more
    }

    /// `value` where nothing is wrong.
    ///
    /// # Errors
    ///
    /// These, where there are any.
    pub fn or<T>(self, value: T) -> Result<T, Errors> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// A line a refusal, in `lang`.
    pub fn localized(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self
            .kept
            .iter()
            .map(|error| error.localized(lang))
            .collect();
        if self.more > 0 {
            lines.push(match lang {
                Lang::En => format!("… and {} more", self.more),
                Lang::Zh => format!("……另有 {} 处", self.more),
            });
        }
        lines.join("\n")
    }
}

impl From<BasisError> for Errors {
    fn from(error: BasisError) -> Self {
        let mut errors = Self::new();
        errors.push(error);
        errors
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Lang::En))
    }
}

impl std::error::Error for Errors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifty_first_fault_is_counted_and_not_kept() {
        let mut errors = Errors::new();
        for i in 0..60 {
            errors.push(BasisError::new(
                "E-CYCLE-TEST",
                i.to_string(),
                i.to_string(),
            ));
        }
        assert_eq!(errors.iter().count(), 50);
        assert_eq!(errors.more(), 10);
        assert!(errors.to_string().ends_with("… and 10 more"));
        assert!(errors.or(()).is_err());
    }
}
