//! S6.3: how much of what was earned is lent back.

use triffin_basis::BasisError;

use super::amounts::{Flow, Number};

/// The way of a surplus into reserves and Treasuries. All are flows of one
/// period; a share may exceed one or be negative, as when Treasuries are sold
/// out of a surplus.
#[derive(Clone, Debug, PartialEq)]
pub struct Recycling {
    /// Reserve accumulation over the current-account surplus.
    pub reserve_share: Option<Number>,
    /// Treasury purchases over reserve accumulation.
    pub treasury_share_of_reserves: Option<Number>,
    /// Treasury purchases over the surplus.
    pub treasury_share: Option<Number>,
    /// The surplus less reserve accumulation: what private residents lent abroad.
    pub private: Option<Flow>,
}

/// reserve share = ΔR ÷ CA; Treasury share = ΔT ÷ CA = (ΔR ÷ CA)·(ΔT ÷ ΔR)
///
/// A surplus is lent abroad whole, by identity; the question is by whom and to
/// whom. ΔR and ΔT are changes over the period of the surplus. A holding is a
/// stock and takes no part: 7,700 held is no share of 4,220 earned in a year.
/// A side that is not given leaves the shares that need it empty.
///
/// Unit: shares of one; the rest in the currency of the surplus. Sign: purchases positive.
///
/// Errors: `E-BASIS-…` for two currencies, `E-INTERVAL-ZERO` for a surplus that may be zero.
///
/// Source: document 003, on the recycling of dollars, lines 2–4 and 112–117; IMF, Balance of Payments
/// Manual (6th ed., 2009), para 2.17, for the surplus as net lending.
pub fn recycling(
    surplus: &Flow,
    reserves: Option<&Flow>,
    treasuries: Option<&Flow>,
) -> Result<Recycling, BasisError> {
    let over = |part: Option<&Flow>, whole: Option<&Flow>| match (part, whole) {
        (Some(part), Some(whole)) if !whole.value().is_zero() => {
            Number::ratio(part, whole).map(Some)
        }
        _ => Ok(None),
    };
    Ok(Recycling {
        reserve_share: match reserves {
            Some(reserves) => Some(Number::ratio(reserves, surplus)?),
            None => None,
        },
        treasury_share_of_reserves: over(treasuries, reserves)?,
        treasury_share: match treasuries {
            Some(treasuries) => Some(Number::ratio(treasuries, surplus)?),
            None => None,
        },
        private: reserves
            .map(|reserves| surplus.minus(reserves))
            .transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::flow;
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn shares(surplus: &str, reserves: &str, treasuries: &str) -> (Decimal, Decimal) {
        let read = |text: &str| flow(text).unwrap();
        let lent = recycling(
            &read(surplus),
            Some(&read(reserves)),
            Some(&read(treasuries)),
        )
        .unwrap();
        (
            lent.reserve_share.unwrap().value(),
            lent.treasury_share.unwrap().value(),
        )
    }

    #[test]
    fn s6_3_all_none_and_a_part_of_a_surplus_is_lent_back() {
        assert_eq!(
            shares("400 bn USD", "400 bn USD", "400 bn USD"),
            (Decimal::ONE, Decimal::ONE)
        );
        assert_eq!(
            shares("400 bn USD", "0 bn USD", "0 bn USD"),
            (Decimal::ZERO, Decimal::ZERO)
        );
        let quarter = Decimal::new(25, 2);
        assert_eq!(
            shares("400 bn USD", "200 bn USD", "100 bn USD"),
            (Decimal::new(5, 1), quarter)
        );
    }

    #[test]
    fn a_side_not_given_leaves_its_shares_empty() {
        let lent = recycling(&flow("400 bn USD").unwrap(), None, None).unwrap();
        assert_eq!(
            (lent.reserve_share, lent.treasury_share, lent.private),
            (None, None, None)
        );
        let in_yuan = flow("100 bn CNY").unwrap();
        let refused = recycling(&flow("400 bn USD").unwrap(), Some(&in_yuan), None).unwrap_err();
        assert_eq!(refused.code(), "E-BASIS-CURRENCY");
    }

    proptest! {
        #[test]
        fn the_share_is_the_product_of_its_two_steps(c in 1i64..1_000_000, r in 1i64..1_000_000, t in -1_000_000i64..1_000_000) {
            let read = |n: i64| flow(&format!("{n} mn USD")).unwrap();
            let lent = recycling(&read(c), Some(&read(r)), Some(&read(t))).unwrap();
            let product = lent.reserve_share.unwrap().value() * lent.treasury_share_of_reserves.unwrap().value();
            prop_assert!((product - lent.treasury_share.unwrap().value()).abs() < Decimal::new(1, 18));
            prop_assert_eq!(lent.private.unwrap().value(), read(c - r).value());
        }
    }
}
