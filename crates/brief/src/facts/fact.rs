//! A number with what a reader must know about it.

use std::fmt::Display;

use serde::{Serialize, Serializer};
use triffin_basis::{Basis, Bilingual, Decimal, Figure, Flag, Lang, Period, Unit, number};

/// A number, its unit, period, status and provenance.
///
/// `value` is exact and counted in single units: dollars, not billions; 25.6
/// for 25.6 %. `None` means that there is no number, and then `reason` says why.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// The exact value in single units; `None` when there is none.
    #[serde(serialize_with = "number::json_or_null")]
    pub value: Option<Decimal>,
    /// What it counts.
    pub unit: Unit,
    /// The period it belongs to.
    pub period: Period,
    /// Its status.
    #[serde(serialize_with = "as_text")]
    pub flag: Flag,
    /// Its basis in one line: valuation, trade system, layer.
    pub basis: Bilingual,
    /// Keys into [`Facts::sources`](super::Facts::sources).
    pub sources: Vec<String>,
    /// The identity it was computed with, `B = X − M`; `None` when as published.
    pub formula: Option<Bilingual>,
    /// Why there is no number.
    pub reason: Option<Bilingual>,
}

impl Fact {
    /// An observed value.
    pub fn new(value: Decimal, unit: Unit, period: Period) -> Self {
        Self {
            value: Some(value),
            unit,
            period,
            flag: Flag::Observed,
            basis: Bilingual::default(),
            sources: Vec::new(),
            formula: None,
            reason: None,
        }
    }

    /// What a computation handed over, for `period`: its value in single units,
    /// its status, basis, source and formula.
    pub fn of(figure: &Figure, period: Period) -> Self {
        let basis = figure.basis();
        let unknown = || Bilingual::new("too large to print", "数值过大，无法列出");
        let value = figure.at_scale_one();
        Self {
            value,
            unit: basis.unit.clone(),
            period,
            flag: figure.flag(),
            basis: Bilingual::default(),
            sources: basis.source.iter().cloned().collect(),
            formula: figure.formula().map(Bilingual::same),
            reason: match value {
                Some(_) => None,
                None => Some(figure.why_missing().cloned().unwrap_or_else(unknown)),
            },
        }
        .on_basis(basis)
    }

    /// A value that does not exist, and why.
    pub fn missing(unit: Unit, period: Period, reason: Bilingual) -> Self {
        Self {
            value: None,
            unit,
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

    /// The same, on this basis, as its one-line summary.
    pub fn on_basis(self, basis: &Basis) -> Self {
        let summary = |lang| basis.summary(lang);
        self.on(Bilingual::new(summary(Lang::En), summary(Lang::Zh)))
    }

    /// The same, from one more source, by its key.
    pub fn from_source(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if !self.sources.contains(&key) {
            self.sources.push(key);
        }
        self
    }

    /// The same, computed with this identity, of symbols only.
    pub fn by(self, formula: impl Into<String>) -> Self {
        self.by_words(Bilingual::same(formula))
    }

    /// The same, computed with this identity, which has words in it.
    pub fn by_words(mut self, formula: Bilingual) -> Self {
        self.formula = Some(formula);
        self
    }
}

/// Serialises what prints as one word: a period, a flag.
pub(super) fn as_text<T: Display, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_taken_over_in_single_units_with_its_provenance() {
        let (unit, scale) = Unit::parse("USD mn").unwrap();
        let basis = Basis {
            scale,
            source: Some("census".into()),
            flag: Flag::Provisional,
            ..Basis::of(unit.clone())
        };
        let figure =
            Figure::observed(Decimal::from(-418_233), basis.clone()).by("S1.2", "B = X - M");
        let fact = Fact::of(&figure, Period::year(2018));
        assert_eq!(fact.value, Some(Decimal::from(-418_233_000_000_i64)));
        assert_eq!((fact.unit, fact.flag), (unit, Flag::Provisional));
        assert_eq!(fact.sources, ["census"]);
        assert_eq!(fact.formula, Some(Bilingual::same("B = X - M")));
        assert_eq!(fact.basis.en, basis.summary(Lang::En));
    }

    #[test]
    fn a_missing_figure_keeps_its_reason() {
        let unit = Unit::parse("USD").unwrap().0;
        let why = Bilingual::new("not reported", "未报告");
        let fact = Fact::of(
            &Figure::missing(Basis::of(unit), why.clone()),
            Period::year(2018),
        );
        assert_eq!((fact.value, fact.flag), (None, Flag::Missing));
        assert_eq!(fact.reason, Some(why));
    }
}
