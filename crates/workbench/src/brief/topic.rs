//! Whom a brief is about.

use triffin_basis::{Economy, Lang};
use triffin_brief::facts::Subject;

use crate::error::QuestionError;

/// An economy with the world, or with one partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Whose balance.
    pub reporter: Economy,
    /// With whom; none for everybody.
    pub partner: Option<Economy>,
}

impl Topic {
    /// Reads `CHN`, `USA-CHN`, `美国-中国`; a name that has a hyphen itself,
    /// Guinea-Bissau, is tried whole first.
    ///
    /// # Errors
    /// `E-CODE-ECONOMY` when a part is no economy.
    pub fn parse(text: &str) -> Result<Self, QuestionError> {
        let text = text.trim();
        if let Some(reporter) = Economy::find(text) {
            return Ok(Self {
                reporter,
                partner: None,
            });
        }
        for (at, mark) in text
            .char_indices()
            .filter(|(_, c)| matches!(c, '-' | '–' | '—'))
        {
            let (left, right) = (&text[..at], &text[at + mark.len_utf8()..]);
            if let (Some(reporter), Some(partner)) =
                (Economy::find(left.trim()), Economy::find(right.trim()))
            {
                return Ok(Self {
                    reporter,
                    partner: Some(partner),
                });
            }
        }
        let (left, right) = text.split_once('-').unwrap_or((text, ""));
        let reporter = Economy::parse(left)?;
        let partner = if right.is_empty() {
            None
        } else {
            Some(Economy::parse(right)?)
        };
        Ok(Self { reporter, partner })
    }

    /// `CHN` or `USA-CHN`.
    pub fn code(&self) -> String {
        self.subject().code()
    }

    pub(crate) fn subject(&self) -> Subject {
        match &self.partner {
            Some(partner) => Subject::pair(&self.reporter, partner),
            None => Subject::economy(&self.reporter),
        }
    }

    /// The reporter's name.
    pub(crate) fn name(&self, lang: Lang) -> &'static str {
        self.reporter.name(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_economy_a_pair_and_a_name_with_a_hyphen() {
        assert_eq!(Topic::parse("CHN").unwrap().code(), "CHN");
        assert_eq!(Topic::parse("USA-CHN").unwrap().code(), "USA-CHN");
        assert_eq!(Topic::parse("美国—中国").unwrap().code(), "USA-CHN");
        assert_eq!(Topic::parse("Guinea-Bissau").unwrap().code(), "GNB");
    }

    #[test]
    fn what_is_no_economy_is_named() {
        let error = Topic::parse("USA-XQZ").unwrap_err();
        assert_eq!(error.code, "E-CODE-ECONOMY");
        assert!(error.message.en.contains("XQZ"), "{error}");
    }
}
