//! Nominal to real and back by a price index.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{divided, multiplied};
use crate::attribute::{Attribute, NOT_STATED};
use crate::basis::Basis;
use crate::error::BasisError;
use crate::kind::Flow;
use crate::lineage::{Step, plain};
use crate::period::Period;
use crate::price_basis::PriceBasis;
use crate::quantity::{Quantity, overflow};

/// A price index of one period, base period = 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deflator {
    #[serde(serialize_with = "crate::number::json")]
    index: Decimal,
    base: Period,
    period: Period,
    source: String,
}

impl Deflator {
    /// The index of `period` with `base` = 100: 130 after a rise of 30 %.
    ///
    /// # Errors
    /// `E-INDEX-RANGE` when it is not positive.
    pub fn new(
        index: Decimal,
        base: Period,
        period: Period,
        source: impl Into<String>,
    ) -> Result<Self, BasisError> {
        if index <= Decimal::ZERO {
            return Err(not_positive(index));
        }
        Ok(Self {
            index,
            base,
            period,
            source: source.into(),
        })
    }

    /// V_real = V_nominal ÷ (P / 100)
    ///
    /// Unit: that of the value, at constant prices of the base period. Sign: that
    /// of the value.
    ///
    /// # Errors
    /// `E-BASIS-PRICE` unless the basis says current prices, `E-BASIS-PERIOD`
    /// unless value and index are of one period.
    ///
    /// Source: document 001, second alignment layer; System of National Accounts
    /// 2008, chapter 15, on deflation.
    pub fn to_real(&self, value: &Quantity<Flow>) -> Result<Quantity<Flow>, BasisError> {
        self.require(value, PriceBasis::Current)?;
        let result = divided(value, self.factor()?)?;
        Ok(self.applied(value, result, PriceBasis::Constant(self.base), "deflate"))
    }

    /// V_nominal = V_real × (P / 100)
    ///
    /// # Errors
    /// `E-BASIS-PRICE` unless the basis says constant prices of the index's
    /// base period, `E-BASIS-PERIOD` as above.
    pub fn to_nominal(&self, value: &Quantity<Flow>) -> Result<Quantity<Flow>, BasisError> {
        self.require(value, PriceBasis::Constant(self.base))?;
        let result = multiplied(value, self.factor()?)?;
        Ok(self.applied(value, result, PriceBasis::Current, "reflate"))
    }

    fn factor(&self) -> Result<Decimal, BasisError> {
        crate::number::shift(self.index, -2).ok_or_else(|| overflow("the price index", "价格指数"))
    }

    fn require(&self, value: &Quantity<Flow>, expected: PriceBasis) -> Result<(), BasisError> {
        let basis = value.basis();
        if basis.price != Some(expected) {
            let said = basis.text(Attribute::Price);
            let said = said.as_deref().unwrap_or(NOT_STATED);
            return Err(Attribute::Price.differs(said, &expected.to_string()));
        }
        match basis.period {
            Some(of) if of.start() == self.period.start() && of.end() == self.period.end() => {
                Ok(())
            }
            Some(of) => Err(Attribute::Period.differs(&of.to_string(), &self.period.to_string())),
            None => Err(Attribute::Period.unstated(basis.source.as_deref())),
        }
    }

    fn applied(
        &self,
        value: &Quantity<Flow>,
        result: (Decimal, crate::interval::Interval),
        price: PriceBasis,
        name: &str,
    ) -> Quantity<Flow> {
        let basis = Basis {
            price: Some(price),
            ..value.basis().clone()
        };
        let index = plain(self.index);
        let (base, period) = (self.base, self.period);
        let step = Step::new(
            name,
            format!("to {price} prices with an index of {index} ({period}, {base} = 100)"),
            format!("按价格指数 {index}（{period}，{base} = 100）换算"),
        )
        .from_source(self.source.clone());
        value.derived(result.0, result.1, basis, step)
    }
}

fn not_positive(index: Decimal) -> BasisError {
    BasisError::new(
        "E-INDEX-RANGE",
        format!("{index} is no price index"),
        format!("{index} 不是价格指数"),
    )
    .value(index)
    .expected(
        "an index above zero, base = 100",
        "大于零的指数，基期 = 100",
    )
    .remedy("Check the index", "请核对指数")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Unit;
    use crate::window::Window;
    use proptest::prelude::*;

    fn nominal(value: Decimal) -> Quantity<Flow> {
        let basis = Basis {
            price: Some(PriceBasis::Current),
            period: Window::parse("2022").ok(),
            ..Basis::of(Unit::parse("USD").unwrap().0)
        };
        Quantity::new(value, basis).unwrap()
    }

    fn index(value: i64) -> Deflator {
        Deflator::new(
            Decimal::new(value, 1),
            Period::year(2021),
            Period::year(2022),
            "import price index",
        )
        .unwrap()
    }

    /// S1.4: the oil price rises 30 % and the quantity does not: nominal
    /// imports rise 30 %, real ones do not.
    #[test]
    fn dearer_oil_is_not_more_oil() {
        let before = Decimal::from(200);
        let after = nominal(before * Decimal::new(13, 1));
        let real = index(1300).to_real(&after).unwrap();
        assert_eq!(real.value(), before);
        assert_eq!(
            real.basis().price,
            Some(PriceBasis::Constant(Period::year(2021)))
        );
    }

    #[test]
    fn a_real_value_is_not_deflated_again() {
        let deflator = index(1300);
        let real = deflator.to_real(&nominal(Decimal::from(260))).unwrap();
        assert_eq!(deflator.to_real(&real).unwrap_err().code(), "E-BASIS-PRICE");
        let other = Deflator::new(
            Decimal::ONE_HUNDRED,
            Period::year(2015),
            Period::year(2022),
            "",
        )
        .unwrap();
        assert_eq!(other.to_nominal(&real).unwrap_err().code(), "E-BASIS-PRICE");
    }

    #[test]
    fn the_index_must_be_of_the_period() {
        let later = Deflator::new(
            Decimal::ONE_HUNDRED,
            Period::year(2021),
            Period::year(2023),
            "",
        )
        .unwrap();
        assert_eq!(
            later.to_real(&nominal(Decimal::ONE)).unwrap_err().code(),
            "E-BASIS-PERIOD"
        );
        assert!(Deflator::new(Decimal::ZERO, Period::year(1), Period::year(1), "").is_err());
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_value(cents in any::<i32>(), p in 1i64..100_000) {
            let value = nominal(Decimal::new(i64::from(cents), 2));
            let deflator = index(p);
            let back = deflator.to_nominal(&deflator.to_real(&value).unwrap()).unwrap();
            prop_assert!((back.value() - value.value()).abs() <= Decimal::new(1, 14));
            prop_assert_eq!(back.basis(), value.basis());
        }
    }
}
