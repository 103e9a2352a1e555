//! A number with what a reader must know about it.

use std::fmt::Display;

use serde::{Serialize, Serializer};
use triffin_basis::{Bilingual, Decimal, Flag, Period};

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Measure {
    /// Money; `code` is the ISO 4217 code.
    Money {
        /// ISO 4217 code, `USD`.
        code: String,
    },
    /// Per cent: 25.6 means 25.6 %.
    Percent,
    /// A difference of two percentages.
    PercentagePoint,
    /// An index; `base` says what equals 100, `2010 = 100`.
    Index {
        /// What equals 100, in both languages.
        base: Bilingual,
    },
    /// A price of one currency in another: units of `of` for one `per`.
    Rate {
        /// ISO 4217 code of the currency counted.
        of: String,
        /// ISO 4217 code of the currency priced.
        per: String,
    },
    /// Anything else, by its name in both languages.
    Other {
        /// The unit's name.
        name: Bilingual,
    },
}

impl Measure {
    /// Money of the currency with this ISO 4217 code.
    pub fn money(code: impl Into<String>) -> Self {
        Measure::Money { code: code.into() }
    }

    /// Units of `of` for one `per`.
    pub fn rate(of: impl Into<String>, per: impl Into<String>) -> Self {
        Measure::Rate {
            of: of.into(),
            per: per.into(),
        }
    }
}

/// A number, its unit, period, status and provenance.
///
/// `value` is exact and counted in single units: dollars, not billions; 25.6
/// for 25.6 %. `None` means that there is no number, and then `reason` says why.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The exact value in single units; `None` when there is none.
    #[serde(serialize_with = "as_text_or_null")]
    pub value: Option<Decimal>,
    /// What it counts.
    pub measure: Measure,
    /// The period it belongs to.
    #[serde(serialize_with = "as_text")]
    pub period: Period,
    /// Its status.
    #[serde(serialize_with = "as_text")]
    pub flag: Flag,
    /// Its basis in one line: valuation, trade system, layer.
    pub basis: Bilingual,
    /// Keys into [`Facts::sources`](super::Facts::sources).
    pub sources: Vec<String>,
    /// The identity it was computed with, `B = X − M`; `None` when as published.
    pub formula: Option<String>,
    /// Why there is no number.
    pub reason: Option<Bilingual>,
}

impl Fact {
    /// An observed value.
    pub fn new(value: Decimal, measure: Measure, period: Period) -> Self {
        Self {
            value: Some(value),
            measure,
            period,
            flag: Flag::Observed,
            basis: Bilingual::default(),
            sources: Vec::new(),
            formula: None,
            reason: None,
        }
    }

    /// A value that does not exist, and why.
    pub fn missing(measure: Measure, period: Period, reason: Bilingual) -> Self {
        Self {
            value: None,
            measure,
            period,
            flag: Flag::Missing,
            basis: Bilingual::default(),
            sources: Vec::new(),
            formula: None,
            reason: Some(reason),
        }
    }

    /// The same with another status.
    pub fn flagged(mut self, flag: Flag) -> Self {
        self.flag = flag;
        self
    }

    /// The same, on this basis.
    pub fn on(mut self, basis: Bilingual) -> Self {
        self.basis = basis;
        self
    }

    /// The same, from one more source, by its key.
    pub fn from_source(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if !self.sources.contains(&key) {
            self.sources.push(key);
        }
        self
    }

    /// The same, computed with this identity.
    pub fn by(mut self, formula: impl Into<String>) -> Self {
        self.formula = Some(formula.into());
        self
    }
}

/// Serialises what prints as one word: a period, a flag.
pub(super) fn as_text<T: Display, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(value)
}

/// Serialises a decimal with every digit, and nothing as null.
pub(super) fn as_text_or_null<S: Serializer>(
    value: &Option<Decimal>,
    out: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => out.collect_str(value),
        None => out.serialize_none(),
    }
}
