//! Freight and insurance as a cause of a gap: CIF imports against FOB exports.

use std::collections::BTreeSet;

use triffin_basis::{BasisError, Bilingual, Valuation};

use crate::mirror::cause::{Cause, Part};
use crate::valuation::{Margin, fob_from_cif};
use crate::{Exact, valuation};

/// One report and what of it is freight, as its own records state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Valued {
    /// The amount as reported.
    pub reported: Option<Exact>,
    /// The same with every CIF record divided by 1 + margin.
    pub at_fob: Option<Exact>,
    /// Valuations of its records, none standing for not stated.
    pub valuations: BTreeSet<Option<String>>,
}

/// What the records of a report say about freight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carries {
    /// None of it carries freight: FOB, FAS or customs value.
    None,
    /// All of it does.
    All,
    /// Some records do, the others do not.
    Some,
    /// Records are mixed or do not say.
    Unclear,
}

impl Valued {
    fn carries(&self) -> Carries {
        let freight: BTreeSet<Option<bool>> = self
            .valuations
            .iter()
            .map(|word| {
                let known = word.as_deref().and_then(Valuation::parse)?;
                known.carries_freight()
            })
            .collect();
        if freight.contains(&None) || freight.is_empty() {
            return Carries::Unclear;
        }
        match (freight.contains(&Some(true)), freight.len()) {
            (true, 1) => Carries::All,
            (true, _) => Carries::Some,
            (false, _) => Carries::None,
        }
    }

    /// The freight in the CIF records.
    ///
    /// Unit: that of the report. Errors with `E-TRADE-OVERFLOW`.
    pub fn freight(&self) -> Result<Exact, BasisError> {
        match self.reported.zip(self.at_fob) {
            Some((reported, at_fob)) => reported.minus(at_fob),
            None => Ok(Exact::ZERO),
        }
    }

    /// The most freight it can hold, were every record CIF.
    fn at_most(&self, margin: &Margin) -> Result<Exact, BasisError> {
        let reported = self.reported.unwrap_or(Exact::ZERO);
        reported.minus(fob_from_cif(reported, margin.of_fob)?)
    }

    /// Codes and Chinese names of the valuations.
    fn words(&self) -> [String; 2] {
        let codes = self
            .valuations
            .iter()
            .map(|word| word.as_deref().unwrap_or("unstated"));
        let names = codes.clone().map(valuation::name_zh).collect::<Vec<_>>();
        [codes.collect::<Vec<_>>().join("+"), names.join("+")]
    }
}

/// `cif_fob = M_cif − M_cif/(1 + φ)`
///
/// The freight and insurance in the importer's report that the exporter's does
/// not hold. Valuation is what the records of each file say, or what their
/// reporter told Comtrade of that year ([`super::reporting`]), never what a
/// country usually does: customs-value and FOB imports hold no freight and give
/// zero, two CIF reports of one flow hold the same freight and give zero, and a
/// report that mixes valuations or does not state them leaves the cause
/// unmeasured, between nothing and the freight it would hold were all of it
/// CIF. Free-alongside-ship exports (FAS) hold no freight either; the loading
/// that they leave out stays in the unexplained rest.
///
/// Inputs: both reports in one currency; `margin` φ as a share of FOB.
/// Unit: that of the reports. Sign: positive, it makes the importer's report
/// the larger; negative in the odd case of CIF exports against FOB imports.
///
/// Source: S1.11; IMF, Direction of Trade Statistics Yearbook 2017, for the
/// factor 1.06 used when no margin is given.
pub fn cif_fob(exporter: &Valued, importer: &Valued, margin: &Margin) -> Result<Part, BasisError> {
    let [x, x_zh] = exporter.words();
    let [m, m_zh] = importer.words();
    let rate = format!("{} ({})", margin.of_fob, margin.source);
    let sides = [exporter.carries(), importer.carries()];
    if sides.contains(&Carries::Unclear) {
        let why = Bilingual::new(
            format!(
                "exports {x}, imports {m}: the records do not state one valuation, and none is assumed"
            ),
            format!("出口{x_zh}、进口{m_zh}：记录没有注明统一的计价口径，不作假定"),
        );
        let most = |side: &Valued| match side.carries() {
            Carries::Unclear => side.at_most(margin),
            _ => side.freight(),
        };
        let (low, high) = (most(exporter)?.negated(), most(importer)?);
        return Ok(Part::unmeasured(Cause::CifFob, why).within(low, high));
    }
    if sides == [Carries::All; 2] {
        let why = Bilingual::new(
            "both sides are CIF: one flow, the same freight",
            "双方均为到岸价：同一流量含同样的运保费",
        );
        return Ok(Part::measured(Cause::CifFob, Exact::ZERO, why));
    }
    if sides == [Carries::None; 2] {
        let why = Bilingual::new(
            format!("exports {x}, imports {m}: neither holds freight, no margin applies"),
            format!("出口{x_zh}、进口{m_zh}：均不含运保费，不适用差率"),
        );
        return Ok(Part::measured(Cause::CifFob, Exact::ZERO, why));
    }
    let freight = importer.freight()?.minus(exporter.freight()?)?;
    let why = Bilingual::new(
        format!("exports {x}, imports {m}; margin on FOB {rate}"),
        format!("出口{x_zh}、进口{m_zh}；占离岸价的差率 {rate}"),
    );
    Ok(Part::measured(Cause::CifFob, freight, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valued(amount: i128, valuation: Option<&str>) -> Valued {
        let reported = Exact::whole(amount);
        let at_fob = match valuation {
            Some("cif") => fob_from_cif(reported, margin().of_fob).unwrap(),
            _ => reported,
        };
        Valued {
            reported: Some(reported),
            at_fob: Some(at_fob),
            valuations: BTreeSet::from([valuation.map(str::to_owned)]),
        }
    }

    fn margin() -> Margin {
        Margin::on_fob("0.10".parse().unwrap(), "test").unwrap()
    }

    fn part(x: Option<&str>, m: Option<&str>) -> Part {
        cif_fob(&valued(95, x), &valued(110, m), &margin()).unwrap()
    }

    /// S1.11 seen from both ends: 110 at CIF holds freight of 10.
    #[test]
    fn only_cif_imports_against_exports_without_freight_are_explained() {
        for exports in ["fob", "fas", "customs"] {
            let amount = part(Some(exports), Some("cif")).amount;
            assert_eq!(amount, Some(Exact::whole(10)), "{exports}");
        }
        for imports in ["customs", "fob"] {
            assert_eq!(part(Some("fob"), Some(imports)).amount, Some(Exact::ZERO));
            assert_eq!(part(Some("fas"), Some(imports)).amount, Some(Exact::ZERO));
        }
        assert_eq!(part(Some("cif"), Some("cif")).amount, Some(Exact::ZERO));
        let reversed = part(Some("cif"), Some("fob")).amount.unwrap();
        assert_eq!(reversed.signum(), -1);
    }

    #[test]
    fn a_valuation_not_stated_is_bounded_and_never_assumed() {
        for imports in [None, Some("mixed")] {
            let part = part(Some("fob"), imports);
            assert_eq!(part.amount, None);
            assert_eq!(
                (part.low, part.high),
                (Some(Exact::ZERO), Some(Exact::whole(10)))
            );
        }
        let exports = part(None, Some("customs"));
        assert_eq!(exports.amount, None);
        assert_eq!(exports.high, Some(Exact::ZERO));
        assert_eq!(exports.low.unwrap().signum(), -1);
    }
}
