//! S6.13: what it costs to refinance old debt at a new rate.

use triffin_basis::BasisError;

use super::amounts::{Flow, Number, Stock, at_least_zero, part};

/// ΔI = M·Δr
///
/// The interest added in a full year once debt of amount M that carried one
/// rate carries another. Only debt whose rate changes counts: bills that
/// already pay the market rate add nothing when they are rolled over.
///
/// Unit: that of the debt, a year. Sign: a rise of the rate adds.
///
/// Errors: `E-CYCLE-NEGATIVE` for a debt below zero.
///
/// Source: document 003, lines 73 and 109, after OECD, Sovereign Borrowing Outlook 2025; US
/// Congress Joint Economic Committee, Monthly Debt Update (May 2025), for what matures.
///
/// ```
/// use triffin_cycle::treasury::amounts::{Number, flow, stock};
/// use triffin_cycle::treasury::rollover::rollover;
/// let added = rollover(&stock("15 tn USD")?, &Number::read("100 bp")?)?;
/// assert_eq!(added.value(), flow("150 bn USD")?.value());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn rollover(maturing: &Stock, rise: &Number) -> Result<Flow, BasisError> {
    at_least_zero(("the maturing debt", "到期债务"), maturing)?;
    part(maturing, rise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn tenths(number: Number) -> Decimal {
        number.percent().unwrap().value().round_dp(1)
    }

    /// 003: 15 tn at one point more is 0.15 tn, 17 % of 0.88.
    #[test]
    fn s6_13_fifteen_trillion_at_one_point_more_cost_150_billion() {
        let maturing = stock("15万亿美元").unwrap();
        let added = rollover(&maturing, &Number::read("1 pp").unwrap()).unwrap();
        assert_eq!(added.value(), flow("0.15万亿美元").unwrap().value());
        let paid = flow("0.88万亿美元").unwrap();
        assert_eq!(
            tenths(Number::ratio(&added, &paid).unwrap()),
            Decimal::new(170, 1)
        );
        let of = |debt: &str| tenths(Number::ratio(&maturing, &stock(debt).unwrap()).unwrap());
        assert_eq!(
            (of("38万亿美元"), of("28万亿美元")),
            (Decimal::new(395, 1), Decimal::new(536, 1))
        );
    }

    proptest! {
        /// The difference of two interest bills is the bill of the difference.
        #[test]
        fn added_interest_is_new_less_old(m in 0i64..1_000_000, old in 0i64..2_000, new in 0i64..2_000) {
            let debt = stock(&format!("{m} mn USD")).unwrap();
            let (old, new) = (Number::exact(Decimal::new(old, 4)), Number::exact(Decimal::new(new, 4)));
            let added = rollover(&debt, &new.minus(&old).unwrap()).unwrap();
            let bill = |rate: &Number| rollover(&debt, rate).unwrap();
            prop_assert_eq!(added.value(), bill(&new).minus(&bill(&old)).unwrap().value());
        }
    }
}
