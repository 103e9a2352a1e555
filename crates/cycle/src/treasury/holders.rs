//! S6.9: who holds how much, and how much of a change was sold.

use triffin_basis::{BasisError, Quantity};

use super::amounts::{Flow, Number, Stock, at_least_zero, part};

/// A change of a holding.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// H_1 − H_0.
    pub change: Stock,
    /// Over H_0.
    pub share: Number,
    /// What a change of prices made of it; none where no price change is given.
    pub split: Option<Split>,
}

/// A change of a holding in its two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// H_0 · Δp.
    pub valuation: Flow,
    /// The change less the valuation: bought, or sold where negative.
    pub transactions: Flow,
}

/// ΔH = H_1 − H_0 = transactions + H_0·Δp
///
/// A holding falls when securities are sold and when they lose value. Δp is
/// the change of the price of what was held at the start; what was traded on
/// the way is taken at its end value. A move into another custodian's books is
/// a change here and a sale nowhere.
///
/// Unit: that of the holdings; the share of one. Sign: a fall is negative, a purchase positive.
///
/// Errors: `E-CYCLE-NEGATIVE` for a holding below zero, `E-INTERVAL-ZERO` where
/// the holding at the start may be zero, `E-BASIS-…` for two bases.
///
/// Source: document 003, lines 65 and 112 (13,000 to 7,700); IMF, Balance of Payments Manual (6th ed.,
/// 2009), para 3.19; US Treasury, TIC, table 5, whose figures are at market value.
pub fn change(from: &Stock, to: &Stock, prices: Option<&Number>) -> Result<Change, BasisError> {
    let name = ("the holding", "持有额");
    at_least_zero(name, from)?;
    at_least_zero(name, to)?;
    let change = to.minus(from)?;
    let split = prices
        .map(|prices| split(from, &change, prices))
        .transpose()?;
    Ok(Change {
        share: Number::ratio(&change, from)?,
        change,
        split,
    })
}

fn split(from: &Stock, change: &Stock, prices: &Number) -> Result<Split, BasisError> {
    let valuation: Flow = part(from, prices)?;
    let whole: Flow = part(change, &Number::one())?;
    let basis = whole.basis().clone();
    let transactions = whole.value() - valuation.value();
    let interval = whole.interval().minus(valuation.interval())?;
    Ok(Split {
        transactions: Quantity::new(transactions, basis)?.with_interval(interval)?,
        valuation,
    })
}

/// Places of the holdings, largest first.
///
/// # Errors
/// `E-BASIS-…` where the holdings do not stand on one basis.
pub fn ranked(holdings: &[Stock]) -> Result<Vec<usize>, BasisError> {
    Quantity::rank(holdings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::stock;
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn held(text: &str) -> Stock {
        stock(text).unwrap()
    }

    /// 003: 13,000 to 7,700 is −5,300 and −40.8 %; Japan 11,000 is 1.43 times China.
    #[test]
    fn s6_9_thirteen_thousand_to_seven_thousand_seven_hundred() {
        let china = change(&held("1.3万亿美元"), &held("7700亿美元"), None).unwrap();
        assert_eq!(china.change.value(), -held("5300亿美元").value());
        assert_eq!(
            china.share.percent().unwrap().value().round_dp(1),
            Decimal::new(-408, 1)
        );
        let (japan, china) = (held("1.1万亿美元"), held("7700亿美元"));
        assert_eq!(ranked(&[china.clone(), japan.clone()]).unwrap(), [1, 0]);
        let times = Number::ratio(&japan, &china).unwrap();
        assert_eq!(times.value().round_dp(2), Decimal::new(143, 2));
    }

    #[test]
    fn a_fall_of_prices_is_no_sale() {
        let fell = Number::read("-10%").unwrap();
        let parts = change(&held("1000 bn USD"), &held("900 bn USD"), Some(&fell)).unwrap();
        assert!(parts.split.unwrap().transactions.value().is_zero());
        let nothing = change(&held("0 USD"), &held("1 USD"), None).unwrap_err();
        assert_eq!(nothing.code(), "E-INTERVAL-ZERO");
    }

    proptest! {
        #[test]
        fn valuation_and_transactions_are_the_change(a in 1i64..1_000_000, b in 0i64..1_000_000, p in -9_999i64..9_999) {
            let (from, to) = (held(&format!("{a} mn USD")), held(&format!("{b} mn USD")));
            let whole = change(&from, &to, Some(&Number::exact(Decimal::new(p, 4)))).unwrap();
            let parts = whole.split.unwrap();
            prop_assert_eq!(parts.valuation.value() + parts.transactions.value(), whole.change.value());
        }
    }
}
