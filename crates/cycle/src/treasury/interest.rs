//! S6.12: what a debt costs a year, and beside what.

use triffin_basis::BasisError;

use super::amounts::{Flow, Number, Stock};

/// The interest of a debt, and what it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Burden {
    /// Interest over debt, a year.
    pub rate: Number,
    /// Interest over what is spent on defence.
    pub of_defence: Option<Number>,
    /// Interest over revenue.
    pub of_revenue: Option<Number>,
}

/// i = interest ÷ debt; interest ÷ defence; interest ÷ revenue
///
/// Net interest leaves out what the government pays to its own funds, so it
/// belongs beside the debt held by the public; over the total debt it
/// understates the rate.
///
/// Unit: shares of one; the rate a year.
///
/// Errors: `E-BASIS-…` where two amounts stand on different bases, `E-INTERVAL-ZERO` for a base that may be zero.
///
/// Source: document 003, lines 72 and 107; US Congressional Budget Office, The Budget and
/// Economic Outlook: 2025 to 2035 (January 2025), table of the budget outlook by fiscal year.
pub fn burden(
    interest: &Flow,
    debt: &Stock,
    defence: Option<&Flow>,
    revenue: Option<&Flow>,
) -> Result<Burden, BasisError> {
    let beside = |other: Option<&Flow>| {
        other
            .map(|other| Number::ratio(interest, other))
            .transpose()
    };
    Ok(Burden {
        rate: Number::ratio(interest, debt)?,
        of_defence: beside(defence)?,
        of_revenue: beside(revenue)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, part, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn tenths(interest: &str, debt: &str) -> Decimal {
        let cost = burden(&flow(interest).unwrap(), &stock(debt).unwrap(), None, None).unwrap();
        cost.rate.percent().unwrap().value().round_dp(1)
    }

    /// 003: 0.88 over 38 and over 28, 0.95 over 28.
    #[test]
    fn s6_12_the_rate_depends_on_which_debt_and_which_interest() {
        assert_eq!(tenths("8800亿美元", "38万亿美元"), Decimal::new(23, 1));
        assert_eq!(tenths("8800亿美元", "28万亿美元"), Decimal::new(31, 1));
        assert_eq!(tenths("9500亿美元", "28万亿美元"), Decimal::new(34, 1));
    }

    /// CBO, January 2025: average rate on debt held by the public 3.1 % in 2024.
    #[test]
    fn the_published_interest_and_debt_give_the_published_rate() {
        assert_eq!(tenths("881 bn USD", "28,199 bn USD"), Decimal::new(31, 1));
    }

    proptest! {
        #[test]
        fn the_rate_times_the_debt_is_the_interest(i in 1i64..1_000_000, d in 1i64..1_000_000) {
            let (paid, owed) = (flow(&format!("{i} mn USD")).unwrap(), stock(&format!("{d} mn USD")).unwrap());
            let rate = burden(&paid, &owed, None, None).unwrap().rate;
            let back: Flow = part(&owed, &rate).unwrap();
            prop_assert!((back.value() - paid.value()).abs() < Decimal::ONE);
            prop_assert!(back.interval().contains(paid.value()));
        }
    }
}
