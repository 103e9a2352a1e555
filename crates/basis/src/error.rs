//! Why a number or a code is refused.

use std::fmt;

use crate::lang::{Bilingual, Lang};

/// A refusal: which rule, which values, what was expected, what helps.
///
/// The code is stable and shared by every surface: `E-BASIS-…` when two bases
/// do not match or a conversion is not allowed, `E-NUMBER-…`, `E-UNIT-…`,
/// `E-PERIOD-…`, `E-CODE-…` when a text cannot be read.
///
/// ```
/// use triffin_basis::{BasisError, Lang};
/// let refusal = BasisError::new("E-CODE-ECONOMY", "no economy \"Atlantis\"", "没有经济体“Atlantis”")
///     .value("Atlantis")
///     .expected("an ISO 3166 code or a name", "ISO 3166 代码或名称")
///     .remedy("See the list of economies", "请查看经济体列表");
/// assert_eq!(refusal.code(), "E-CODE-ECONOMY");
/// assert!(refusal.localized(Lang::Zh).contains("没有经济体"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasisError {
    code: &'static str,
    detail: Box<Detail>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Detail {
    message: Bilingual,
    expected: Bilingual,
    remedy: Bilingual,
    attribute: Option<&'static str>,
    left: Option<String>,
    right: Option<String>,
}

impl BasisError {
    /// A refusal with its stable code and what failed, in both languages and
    /// without a closing full stop.
    pub fn new(code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            code,
            detail: Box::new(Detail {
                message: Bilingual::new(en, zh),
                ..Detail::default()
            }),
        }
    }

    /// Adds the offending value.
    #[must_use]
    pub fn value(mut self, value: impl fmt::Display) -> Self {
        self.detail.left = Some(value.to_string());
        self
    }

    /// Adds the basis attribute that differs and the values on both sides.
    #[must_use]
    pub fn between(
        mut self,
        attribute: &'static str,
        left: impl fmt::Display,
        right: impl fmt::Display,
    ) -> Self {
        self.detail.attribute = Some(attribute);
        self.detail.left = Some(left.to_string());
        self.detail.right = Some(right.to_string());
        self
    }

    /// Adds what was expected, in both languages.
    #[must_use]
    pub fn expected(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.detail.expected = Bilingual::new(en, zh);
        self
    }

    /// Adds what to do, in both languages.
    #[must_use]
    pub fn remedy(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.detail.remedy = Bilingual::new(en, zh);
        self
    }

    /// The stable code, for example `E-BASIS-CURRENCY`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The basis attribute that differs, for example `currency`.
    pub fn attribute(&self) -> Option<&'static str> {
        self.detail.attribute
    }

    /// The offending value, or the left one of two.
    pub fn left(&self) -> Option<&str> {
        self.detail.left.as_deref()
    }

    /// The right one of two values that do not match.
    pub fn right(&self) -> Option<&str> {
        self.detail.right.as_deref()
    }

    /// What failed, in `lang`.
    pub fn message(&self, lang: Lang) -> &str {
        self.detail.message.get(lang)
    }

    /// What was expected, in `lang`; empty when the message says it.
    pub fn expectation(&self, lang: Lang) -> &str {
        self.detail.expected.get(lang)
    }

    /// What to do, in `lang`; empty when there is nothing to do.
    pub fn advice(&self, lang: Lang) -> &str {
        self.detail.remedy.get(lang)
    }

    /// Code, message, expectation and remedy as one line in `lang`.
    pub fn localized(&self, lang: Lang) -> String {
        let (stop, expected) = match lang {
            Lang::En => (". ", "Expected "),
            Lang::Zh => ("。", "应为"),
        };
        let mut line = format!("{}: {}", self.code, self.message(lang));
        if !self.detail.expected.is_empty() {
            line.push_str(stop);
            line.push_str(expected);
            line.push_str(self.expectation(lang));
        }
        if !self.detail.remedy.is_empty() {
            line.push_str(stop);
            line.push_str(self.advice(lang));
        }
        line
    }
}

impl fmt::Display for BasisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.localized(Lang::En))
    }
}

impl std::error::Error for BasisError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_code_message_expectation_and_remedy() {
        let refusal = BasisError::new(
            "E-BASIS-CURRENCY",
            "currency differs: USD and CNY",
            "币种不同：USD 与 CNY",
        )
        .between("currency", "USD", "CNY")
        .expected("one currency", "同一币种")
        .remedy("Convert one side", "请先换算");
        assert_eq!(
            refusal.to_string(),
            "E-BASIS-CURRENCY: currency differs: USD and CNY. Expected one currency. Convert one side"
        );
        assert_eq!(
            refusal.localized(Lang::Zh),
            "E-BASIS-CURRENCY: 币种不同：USD 与 CNY。应为同一币种。请先换算"
        );
        assert_eq!(refusal.left(), Some("USD"));
        assert_eq!(refusal.right(), Some("CNY"));
    }

    #[test]
    fn a_refusal_is_cheap_to_carry() {
        assert!(std::mem::size_of::<BasisError>() <= 32);
    }
}
