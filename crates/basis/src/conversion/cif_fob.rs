//! CIF to FOB and back by a margin for freight and insurance.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{divided, multiplied};
use crate::attribute::{Attribute, NOT_STATED};
use crate::basis::Basis;
use crate::error::BasisError;
use crate::kind::Flow;
use crate::lang::Lang;
use crate::lineage::{Step, plain};
use crate::quantity::Quantity;
use crate::valuation::Valuation;
use crate::words::words;

words! {
    /// What a margin is a share of.
    pub enum MarginBase {
        /// φ: a share of the FOB value, CIF = FOB × (1 + φ).
        Fob = "phi", "of the FOB value (φ)", "占离岸价（φ）";
        /// τ: a share of the CIF value, FOB = CIF × (1 − τ).
        Cif = "tau", "of the CIF value (τ)", "占到岸价（τ）";
    }
}

/// A margin for international freight and insurance, with what it is a share
/// of and where it is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margin {
    #[serde(serialize_with = "crate::number::json")]
    rate: Decimal,
    of: MarginBase,
    source: String,
}

impl Margin {
    /// A margin: 0.06 for six per cent.
    ///
    /// # Errors
    /// `E-MARGIN-RANGE` when it is negative, or one or more: freight that costs
    /// as much as the good is a percentage taken for a fraction.
    pub fn new(
        rate: Decimal,
        of: MarginBase,
        source: impl Into<String>,
    ) -> Result<Self, BasisError> {
        if rate < Decimal::ZERO || rate >= Decimal::ONE {
            return Err(out_of_range(rate, of));
        }
        Ok(Self {
            rate,
            of,
            source: source.into(),
        })
    }

    /// φ = τ / (1 − τ): the margin as a share of FOB, as a fraction.
    pub fn phi(&self) -> Decimal {
        match self.of {
            MarginBase::Fob => self.rate,
            // proof: `new` holds 0 ≤ τ < 1, so 1 − τ is positive.
            MarginBase::Cif => self.rate / (Decimal::ONE - self.rate),
        }
    }

    /// τ = φ / (1 + φ): the margin as a share of CIF, as a fraction.
    pub fn tau(&self) -> Decimal {
        match self.of {
            // proof: `new` holds φ ≥ 0, so 1 + φ is positive.
            MarginBase::Fob => self.rate / (Decimal::ONE + self.rate),
            MarginBase::Cif => self.rate,
        }
    }

    /// FOB = CIF ÷ (1 + φ) = CIF × (1 − τ)
    ///
    /// Only a value whose basis says CIF is divided: FOB, FAS, customs-value,
    /// mixed and unstated values are refused, because they hold no freight or
    /// nobody knows how much.
    ///
    /// Unit: that of the value. Sign: that of the value.
    ///
    /// # Errors
    /// `E-BASIS-VALUATION` for any other valuation.
    ///
    /// Source: document 001, step three; IMF, Direction of Trade Statistics,
    /// 2017 yearbook, introduction, for the customary φ of 0.06.
    pub fn to_fob(&self, value: &Quantity<Flow>) -> Result<Quantity<Flow>, BasisError> {
        require(value, Valuation::Cif)?;
        let result = match self.of {
            MarginBase::Fob => divided(value, Decimal::ONE + self.rate)?,
            MarginBase::Cif => multiplied(value, Decimal::ONE - self.rate)?,
        };
        Ok(self.applied(value, result, Valuation::Fob, "cif-to-fob"))
    }

    /// CIF = FOB × (1 + φ) = FOB ÷ (1 − τ)
    ///
    /// # Errors
    /// `E-BASIS-VALUATION` unless the basis says FOB.
    pub fn to_cif(&self, value: &Quantity<Flow>) -> Result<Quantity<Flow>, BasisError> {
        require(value, Valuation::Fob)?;
        let result = match self.of {
            MarginBase::Fob => multiplied(value, Decimal::ONE + self.rate)?,
            MarginBase::Cif => divided(value, Decimal::ONE - self.rate)?,
        };
        Ok(self.applied(value, result, Valuation::Cif, "fob-to-cif"))
    }

    fn applied(
        &self,
        value: &Quantity<Flow>,
        result: (Decimal, crate::interval::Interval),
        target: Valuation,
        name: &str,
    ) -> Quantity<Flow> {
        let basis = Basis {
            valuation: Some(target),
            ..value.basis().clone()
        };
        let rate = plain(self.rate);
        let step = Step::new(
            name,
            format!(
                "valued {} with a margin of {rate} {}",
                target.label(Lang::En),
                self.of.label(Lang::En)
            ),
            format!(
                "按加成 {rate}（{}）换算为{}",
                self.of.label(Lang::Zh),
                target.label(Lang::Zh)
            ),
        )
        .from_source(self.source.clone());
        value.derived(result.0, result.1, basis, step)
    }
}

fn require(value: &Quantity<Flow>, expected: Valuation) -> Result<(), BasisError> {
    match value.basis().valuation {
        Some(valuation) if valuation == expected => Ok(()),
        Some(other) => Err(Attribute::Valuation.differs(other.as_str(), expected.as_str())),
        None => Err(Attribute::Valuation.differs(NOT_STATED, expected.as_str())),
    }
}

fn out_of_range(rate: Decimal, of: MarginBase) -> BasisError {
    BasisError::new(
        "E-MARGIN-RANGE",
        format!("{rate} is no margin {}", of.label(Lang::En)),
        format!("{rate} 不能作为加成（{}）", of.label(Lang::Zh)),
    )
    .value(rate)
    .expected(
        "0 or more and below 1; 0.06 is six per cent",
        "不小于 0 且小于 1；0.06 即 6%",
    )
    .remedy(
        "Give the margin as a fraction and name what it is a share of",
        "请以小数给出加成并注明占何者之比",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Unit;
    use proptest::prelude::*;

    fn valued(value: Decimal, valuation: Option<Valuation>) -> Quantity<Flow> {
        let basis = Basis {
            valuation,
            ..Basis::of(Unit::parse("USD").unwrap().0)
        };
        Quantity::new(value, basis).unwrap()
    }

    fn margin(rate: &str, of: MarginBase) -> Margin {
        Margin::new(rate.parse().unwrap(), of, "assumed").unwrap()
    }

    /// S1.11: imports of 110 CIF at φ = 10 % are 100 FOB; the bias is 10.
    #[test]
    fn a_hundred_and_ten_cif_is_a_hundred_fob() {
        let cif = valued(Decimal::from(110), Some(Valuation::Cif));
        let fob = margin("0.1", MarginBase::Fob).to_fob(&cif).unwrap();
        assert_eq!(fob.value(), Decimal::from(100));
        assert_eq!(cif.value() - fob.value(), Decimal::from(10));
        assert_eq!(fob.basis().valuation, Some(Valuation::Fob));
        assert_eq!(
            fob.lineage().describe(Lang::En),
            ["valued FOB with a margin of 0.1 of the FOB value (φ) (source: assumed)"]
        );
    }

    #[test]
    fn the_two_margins_are_named_apart() {
        let tau = margin("0.2", MarginBase::Cif);
        assert_eq!(tau.phi(), Decimal::new(25, 2));
        assert_eq!(margin("0.25", MarginBase::Fob).tau(), Decimal::new(2, 1));
        let cif = valued(Decimal::from(100), Some(Valuation::Cif));
        assert_eq!(tau.to_fob(&cif).unwrap().value(), Decimal::from(80));
    }

    #[test]
    fn only_cif_is_divided_and_only_fob_multiplied() {
        let six = margin("0.06", MarginBase::Fob);
        for valuation in [
            None,
            Some(Valuation::Fob),
            Some(Valuation::Customs),
            Some(Valuation::Fas),
            Some(Valuation::Mixed),
        ] {
            let value = valued(Decimal::from(100), valuation);
            assert_eq!(six.to_fob(&value).unwrap_err().code(), "E-BASIS-VALUATION");
            assert_eq!(
                six.to_cif(&value).is_ok(),
                valuation == Some(Valuation::Fob)
            );
        }
    }

    #[test]
    fn a_margin_out_of_range_is_refused() {
        for (rate, of) in [
            ("-0.1", MarginBase::Fob),
            ("6", MarginBase::Fob),
            ("1", MarginBase::Cif),
        ] {
            let refusal = Margin::new(rate.parse().unwrap(), of, "").unwrap_err();
            assert_eq!(refusal.code(), "E-MARGIN-RANGE");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_value(cents in any::<i32>(), rate in 0i64..900, of_cif in any::<bool>()) {
            let of = if of_cif { MarginBase::Cif } else { MarginBase::Fob };
            let margin = Margin::new(Decimal::new(rate, 3), of, "assumed").unwrap();
            let cif = valued(Decimal::new(i64::from(cents), 2), Some(Valuation::Cif));
            let back = margin.to_cif(&margin.to_fob(&cif).unwrap()).unwrap();
            prop_assert!((back.value() - cif.value()).abs() <= Decimal::new(1, 18));
            prop_assert!(back.interval().contains(cif.value()));
        }

        #[test]
        fn phi_and_tau_are_inverse_on_a_margin(rate in 0i64..500) {
            let tau = Margin::new(Decimal::new(rate, 3), MarginBase::Cif, "").unwrap();
            let phi = Margin::new(tau.phi(), MarginBase::Fob, "").unwrap();
            prop_assert!((phi.tau() - tau.tau()).abs() <= Decimal::new(1, 26));
        }
    }
}
