//! A figure: a value with everything a reader may ask of it.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::basis::Basis;
use crate::flag::Flag;
use crate::interval::Interval;
use crate::kind::Kind;
use crate::lang::{Bilingual, Lang};
use crate::lineage::Lineage;
use crate::number::shift;
use crate::printing;
use crate::quantity::Quantity;

/// A value with its basis, status, source, vintage, formula and lineage; what
/// computations hand to pages and tables.
///
/// A figure without a value says why, and its flag is [`Flag::Missing`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    #[serde(serialize_with = "crate::number::json_or_null")]
    value: Option<Decimal>,
    interval: Option<Interval>,
    #[serde(flatten)]
    basis: Basis,
    /// The formula it was computed by, in ASCII or Unicode mathematics.
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
    /// The number of the system that computed it: `S1.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why_missing: Option<Bilingual>,
    lineage: Lineage,
}

impl Figure {
    /// A figure as its source printed it, with no computation behind it.
    ///
    /// A basis flagged missing makes a figure without a value, whatever value
    /// is given.
    pub fn observed(value: Decimal, basis: Basis) -> Self {
        if basis.flag == Flag::Missing {
            let why = Bilingual::new("not published", "未公布");
            return Self::missing(basis, why);
        }
        Self {
            value: Some(value),
            interval: None,
            basis,
            formula: None,
            system: None,
            why_missing: None,
            lineage: Lineage::new(),
        }
    }

    /// A figure that is not there, and why.
    pub fn missing(basis: Basis, why: Bilingual) -> Self {
        Self {
            value: None,
            interval: None,
            basis: Basis {
                flag: Flag::Missing,
                ..basis
            },
            formula: None,
            system: None,
            why_missing: Some(why),
            lineage: Lineage::new(),
        }
    }

    /// Adds the formula and the number of the system it came from.
    #[must_use]
    pub fn by(mut self, system: impl Into<String>, formula: impl Into<String>) -> Self {
        self.system = Some(system.into());
        self.formula = Some(formula.into());
        self
    }

    /// Adds the values the digits allow, in the unit and scale of the basis.
    #[must_use]
    pub fn with_interval(mut self, interval: Interval) -> Self {
        self.interval = self.value.map(|_| interval);
        self
    }

    /// Adds what was done to it.
    #[must_use]
    pub fn with_lineage(mut self, lineage: Lineage) -> Self {
        self.lineage = lineage;
        self
    }

    /// The value in the unit and scale of the basis; `None` when missing.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// The value at scale one; `None` when missing or when it does not fit.
    pub fn at_scale_one(&self) -> Option<Decimal> {
        let power = i32::try_from(self.basis.scale.exponent()).ok()?;
        shift(self.value?, power)
    }

    /// Every value its digits allow; `None` when that is not known.
    pub fn interval(&self) -> Option<&Interval> {
        self.interval.as_ref()
    }

    /// What the number is.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// How firm it is.
    pub fn flag(&self) -> Flag {
        self.basis.flag
    }

    /// The formula it was computed by.
    pub fn formula(&self) -> Option<&str> {
        self.formula.as_deref()
    }

    /// The number of the system that computed it.
    pub fn system(&self) -> Option<&str> {
        self.system.as_deref()
    }

    /// Why there is no value.
    pub fn why_missing(&self) -> Option<&Bilingual> {
        self.why_missing.as_ref()
    }

    /// What was done to it.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// Value and unit with every digit, at the customary scale of `lang`;
    /// "no data" with the reason when missing.
    pub fn text(&self, lang: Lang) -> String {
        let why = self.why_missing.as_ref().map(|why| why.get(lang));
        match (self.at_scale_one(), self.value, lang) {
            (Some(value), _, _) => printing::exact(value, &self.basis.unit, lang),
            (None, Some(value), _) => {
                let unit = self.basis.unit.with_scale(self.basis.scale, lang);
                format!("{} {unit}", printing::grouped(value))
            }
            (None, None, Lang::En) => match why {
                Some(why) => format!("no data ({why})"),
                None => "no data".to_owned(),
            },
            (None, None, Lang::Zh) => match why {
                Some(why) => format!("无数据（{why}）"),
                None => "无数据".to_owned(),
            },
        }
    }
}

impl<K: Kind> From<&Quantity<K>> for Figure {
    fn from(quantity: &Quantity<K>) -> Self {
        Figure {
            interval: Some(*quantity.interval()),
            lineage: quantity.lineage().clone(),
            ..Figure::observed(quantity.value(), quantity.basis().clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Flow;
    use crate::unit::Unit;
    use crate::vintage::Vintage;
    use jiff::civil::date;

    fn basis() -> Basis {
        let (unit, scale) = Unit::parse("USD mn").unwrap();
        Basis {
            scale,
            source: Some("US Census".to_owned()),
            vintage: Some(Vintage {
                released: date(2019, 3, 6),
                name: "2018".to_owned(),
            }),
            ..Basis::of(unit)
        }
    }

    #[test]
    fn a_figure_reads_in_both_languages() {
        let figure = Figure::observed(Decimal::from(-418_200), basis());
        assert_eq!(figure.text(Lang::En), "-418.2 bn USD");
        assert_eq!(figure.text(Lang::Zh), "-4,182亿美元");
    }

    #[test]
    fn missing_is_null_with_a_reason_and_never_zero() {
        let why = Bilingual::new("exports not in the file", "文件中没有出口");
        let figure = Figure::missing(basis(), why);
        assert_eq!(figure.value(), None);
        assert_eq!(figure.flag(), Flag::Missing);
        assert_eq!(figure.text(Lang::En), "no data (exports not in the file)");
        let json = serde_json::to_value(&figure).unwrap();
        assert!(json["value"].is_null());
        assert_eq!(json["flag"], "missing");
        let flagged = Basis {
            flag: Flag::Missing,
            ..basis()
        };
        assert_eq!(Figure::observed(Decimal::ZERO, flagged).value(), None);
    }

    #[test]
    fn json_carries_value_basis_and_lineage() {
        let one = Quantity::<Flow>::new(Decimal::new(12_028, 2), basis()).unwrap();
        let figure = Figure::from(&one.minus(&one).unwrap()).by("S1.2", "B = X − M");
        let json = serde_json::to_value(&figure).unwrap();
        assert_eq!(json["unit"], "USD");
        assert_eq!(json["scale"], "million");
        assert_eq!(json["stock_flow"], "flow");
        assert_eq!(json["source"], "US Census");
        assert_eq!(json["vintage"]["released"], "2019-03-06");
        assert_eq!(json["formula"], "B = X − M");
        assert_eq!(json["lineage"][0]["name"], "subtract");
        assert_eq!(
            json["value"].to_string().parse::<Decimal>().unwrap(),
            Decimal::ZERO
        );
    }
}
