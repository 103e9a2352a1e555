//! S6.6: how deep a market is beside what is traded on it in a day.

use triffin_basis::BasisError;

use super::amounts::{Daily, Flow, Number, Stock, at_least_zero};

/// A market's turnover, and an order beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Depth {
    /// Volume of a day over the stock.
    pub turnover: Number,
    /// Trading days in which the whole stock changes hands.
    pub days: Number,
    /// The order, where one is given.
    pub order: Option<Order>,
}

/// An order beside the market.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Over the volume of a day.
    pub of_day: Number,
    /// Over the stock.
    pub of_stock: Number,
}

/// turnover = ADV ÷ stock; days to turn over = stock ÷ ADV; order share = order ÷ ADV
///
/// The stock must be the tradable one: debt that government funds hold among
/// themselves is never offered. Turnover says how much is traded, not at what
/// price a large order is filled: see price impact.
///
/// Unit: turnover a share a day; days; the order a share of a day and of the stock.
///
/// Errors: `E-BASIS-CURRENCY` for two currencies, `E-INTERVAL-ZERO` for an empty
/// market, `E-CYCLE-NEGATIVE` for an amount below zero.
///
/// Source: document 003, lines 47, 106 and 110, after SIFMA, US Treasury Market Structure, and
/// Coalition Greenwich (2025), for volume and stock.
pub fn depth(stock: &Stock, volume: &Daily, order: Option<&Flow>) -> Result<Depth, BasisError> {
    at_least_zero(("the stock", "存量"), stock)?;
    at_least_zero(("the volume", "成交额"), &volume.0)?;
    let order = order
        .map(|order| {
            at_least_zero(("the order", "交易额"), order)?;
            Ok(Order {
                of_day: Number::ratio(order, &volume.0)?,
                of_stock: Number::ratio(order, stock)?,
            })
        })
        .transpose()?;
    Ok(Depth {
        turnover: Number::ratio(&volume.0, stock)?,
        days: Number::ratio(stock, &volume.0)?,
        order,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{daily, flow, stock};
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn percent(number: &Number) -> Decimal {
        number.percent().unwrap().value().round_dp(1)
    }

    /// 003: 9,000 a day of 28 tn tradable, not of 38 tn of all debt.
    #[test]
    fn s6_6_nine_hundred_billion_of_twenty_eight_trillion_are_three_percent() {
        let volume = daily("9000亿美元").unwrap();
        let sale = flow("5000亿美元").unwrap();
        let tradable = depth(&stock("28万亿美元").unwrap(), &volume, Some(&sale)).unwrap();
        assert_eq!(percent(&tradable.turnover), Decimal::new(32, 1));
        assert_eq!(tradable.days.value().round_dp(1), Decimal::new(311, 1));
        let order = tradable.order.unwrap();
        assert_eq!(percent(&order.of_day), Decimal::new(556, 1));
        assert_eq!(percent(&order.of_stock), Decimal::new(18, 1));
        let all = depth(&stock("38万亿美元").unwrap(), &volume, None).unwrap();
        assert_eq!(percent(&all.turnover), Decimal::new(24, 1));
    }

    #[test]
    fn a_market_without_a_stock_or_in_another_currency_is_refused() {
        let volume = daily("1 bn USD").unwrap();
        let code = |text: &str| {
            depth(&stock(text).unwrap(), &volume, None)
                .unwrap_err()
                .code()
        };
        assert_eq!(code("0 USD"), "E-INTERVAL-ZERO");
        assert_eq!(code("1 tn CNY"), "E-BASIS-CURRENCY");
        assert_eq!(code("-1 tn USD"), "E-CYCLE-NEGATIVE");
    }

    proptest! {
        #[test]
        fn turnover_and_days_are_each_others_inverse(s in 1i64..1_000_000, v in 1i64..1_000_000) {
            let held = stock(&format!("{s}.5 mn USD")).unwrap();
            let measured = depth(&held, &daily(&format!("{v}.5 mn USD")).unwrap(), None).unwrap();
            let product = measured.turnover.times(&measured.days).unwrap();
            prop_assert!((product.value() - Decimal::ONE).abs() < Decimal::new(1, 20));
            prop_assert!(product.interval().contains(Decimal::ONE));
        }
    }
}
