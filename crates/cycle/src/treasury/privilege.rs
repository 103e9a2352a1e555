//! S6.19: what the issuer of the reserve currency saves on its debt.

use triffin_basis::BasisError;

use super::amounts::{Flow, Number, Stock, at_least_zero, part};
use super::refusal;

/// The saving of a lower rate, at once and once all debt carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct Privilege {
    /// Counterfactual rate less the rate paid.
    pub spread: Number,
    /// In the first year: on the debt that is refinanced in it.
    pub short: Flow,
    /// Once the whole debt has been refinanced.
    pub long: Flow,
}

/// saving = (i* − i)·D; in the first year (i* − i)·m·D
///
/// i* is the rate without foreign demand for the currency's safe assets. A
/// spread reaches the debt only as it is refinanced, a share m a year. In the
/// short run foreign buyers press the long rate down and the saving is
/// positive; in the long run the debt held abroad can turn the sign of the
/// spread, and the same formula then gives what it costs.
///
/// Unit: that of the debt, a year. Sign: a saving is positive, a cost negative.
///
/// Errors: `E-CYCLE-SHARE` for a share outside 0 to 1, `E-CYCLE-NEGATIVE` for a debt below zero.
///
/// Source: document 000, question 2 and lines 131–145 (short run and long run); F. Warnock and
/// V. Warnock, NBER 12560 (2006), and W. Du, J. Im and J. Schreger, NBER 23759 (2017), for spreads.
pub fn privilege(
    debt: &Stock,
    spread: &Number,
    refinanced: &Number,
) -> Result<Privilege, BasisError> {
    at_least_zero(("the debt", "债务"), debt)?;
    refusal::share(("the refinanced share", "再融资份额"), refinanced)?;
    Ok(Privilege {
        spread: *spread,
        short: part(debt, &spread.times(refinanced)?)?,
        long: part(debt, spread)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    /// 28 tn at 90 bp are 252 bn a year, 80.64 bn in the first at 32 %.
    #[test]
    fn s6_19_the_saving_comes_as_the_debt_is_refinanced() {
        let (debt, share) = (stock("28 tn USD").unwrap(), Number::read("32%").unwrap());
        let saved = privilege(&debt, &Number::read("90 bp").unwrap(), &share).unwrap();
        assert_eq!(saved.long.value(), flow("252 bn USD").unwrap().value());
        assert_eq!(saved.short.value(), flow("80.64 bn USD").unwrap().value());
        let lost = privilege(&debt, &Number::read("-8 bp").unwrap(), &share).unwrap();
        assert!(lost.short.value() < Decimal::ZERO && lost.long.value() < Decimal::ZERO);
    }

    proptest! {
        #[test]
        fn the_saving_is_the_difference_of_two_interest_bills(d in 0i64..1_000_000, i in 0i64..1_000, j in 0i64..1_000) {
            let debt = stock(&format!("{d} mn USD")).unwrap();
            let (paid, other) = (Number::exact(Decimal::new(i, 4)), Number::exact(Decimal::new(j, 4)));
            let saved = privilege(&debt, &other.minus(&paid).unwrap(), &Number::one()).unwrap();
            let bill = |rate: &Number| -> Flow { part(&debt, rate).unwrap() };
            prop_assert_eq!(saved.long.value(), bill(&other).value() - bill(&paid).value());
            prop_assert_eq!(saved.short.value(), saved.long.value());
        }
    }
}
