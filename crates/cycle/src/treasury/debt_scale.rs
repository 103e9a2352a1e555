//! S6.11: a debt beside the output of the world.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, Number, Stock, part};
use super::refusal;

/// A share written as a fraction, kept exact: a third is 1/3 and not 0.333….
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    over: Decimal,
    under: Decimal,
}

impl Fraction {
    /// over ÷ under, both above zero.
    ///
    /// # Errors
    /// `E-CYCLE-SHARE` where one of them is not above zero.
    pub fn new(over: Decimal, under: Decimal) -> Result<Self, BasisError> {
        let name = ("the share", "份额");
        match over > Decimal::ZERO && under > Decimal::ZERO {
            true => Ok(Self { over, under }),
            false => Err(refusal::no_share(name, format!("{over}/{under}"))),
        }
    }

    /// A share as a text prints it: `1/3`, `33%`, `0.33`.
    ///
    /// # Errors
    /// `E-CYCLE-SHARE` where it is not above zero; those of [`Number::read`].
    pub fn read(text: &str) -> Result<Self, BasisError> {
        match text.split_once('/') {
            Some((over, under)) => Self::new(
                triffin_basis::parse_decimal(over)?,
                triffin_basis::parse_decimal(under)?,
            ),
            None => Self::new(Number::read(text)?.value(), Decimal::ONE),
        }
    }

    /// The share of one.
    ///
    /// # Errors
    /// None in practice: the divisor is above zero.
    pub fn number(&self) -> Result<Number, BasisError> {
        Number::fraction(self.over, self.under)
    }
}

/// world output = debt ÷ share
///
/// What the world must produce in a year for a debt to be the stated share of
/// it. A debt is a stock and output a flow: the ratio says how many years of
/// output it is, not that so much output is owed.
///
/// Unit: that of the debt, a year.
///
/// Errors: `E-CYCLE-OVERFLOW` where the result does not fit.
///
/// Source: document 003, line 71 (a third), with lines 70 and 105 (38 and 37 tn).
pub fn implied_output(debt: &Stock, share: &Fraction) -> Result<Flow, BasisError> {
    let scaled: Flow = part(debt, &Number::exact(share.under))?;
    part(&scaled, &Number::fraction(Decimal::ONE, share.over)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;

    /// 003: 38 × 3 = 114 and 37 × 3 = 111.
    #[test]
    fn s6_11_a_third_of_the_world_is_three_times_the_debt() {
        let third = Fraction::read("1/3").unwrap();
        for (debt, output) in [("38万亿美元", "114万亿美元"), ("37万亿美元", "111万亿美元")]
        {
            let implied = implied_output(&stock(debt).unwrap(), &third).unwrap();
            assert_eq!(implied.value(), flow(output).unwrap().value());
        }
    }

    #[test]
    fn no_debt_is_a_share_of_nothing() {
        for text in ["0/3", "1/0", "-1/3", "0%"] {
            assert_eq!(
                Fraction::read(text).unwrap_err().code(),
                "E-CYCLE-SHARE",
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_debt_is_the_share_of_the_implied_output(d in 1i64..1_000_000, a in 1i64..100, b in 1i64..100) {
            let debt = stock(&format!("{d} mn USD")).unwrap();
            let share = Fraction::new(a.into(), b.into()).unwrap();
            let output = implied_output(&debt, &share).unwrap();
            let back = Number::ratio(&debt, &output).unwrap().value();
            prop_assert!((back - share.number().unwrap().value()).abs() < Decimal::new(1, 15));
        }
    }
}
