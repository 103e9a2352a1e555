//! S6.7: what sales by foreign holders do to yields.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Daily, Flow, Named, Number, Stock, at_least_zero, part};
use super::refusal;

/// Trading days in a month: 252 a year, the convention of markets.
pub const TRADING_DAYS: u32 = 21;
const MONTHS: Named = ("months", "月数");

/// An estimated effect: the rise of a yield for a flow sold in a month, when
/// the market had a certain size.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// Rise of the yield, a share of one (50 bp are 0.005), for `flow` in a month.
    pub rise: Number,
    /// The flow it is stated for, in a month.
    pub flow: Flow,
    /// Debt outstanding when it was estimated.
    pub debt_then: Stock,
}

/// A sale and its estimated effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    /// The sale of one month.
    pub monthly: Flow,
    /// The sale of one trading day over the volume of a day.
    pub of_day: Number,
    /// k: rise of the yield for a day's volume sold a day, as estimated.
    pub k: Number,
    /// Δy in a market of the size of the sample.
    pub unscaled: Number,
    /// Δy at today's size.
    pub scaled: Number,
    /// Whether the sale, at today's size, exceeds the flow the estimate is stated for.
    pub beyond: bool,
}

/// Δy = k·(sales ÷ ADV), k = β·ADV·21 ÷ F; at today's size Δy·(D_then ÷ D_now)
///
/// The stated form measures a sale in days of volume; estimates measure it in
/// flows of a month (β per F). The two are one formula, and k follows. A given
/// flow moves a market of eight times the size by an eighth. The effect is
/// local: a sale beyond the flow of the estimate is flagged, not extrapolated
/// in silence. It is the effect while sales last; private buyers take part of it back.
///
/// Unit: share of one (0.001 is 10 bp). Sign: sales raise the yield.
///
/// Errors: `E-CYCLE-NEGATIVE` for a sale below zero, `E-CYCLE-COUNT` for no or
/// more than 1200 months, `E-INTERVAL-ZERO` for a market that may be empty.
///
/// Source: document 003, on the loss of trust (sales of a holder); D. Beltran, M. Kretchmer,
/// J. Marquez and C. Thomas, IFDP 1041 (2012), for β.
pub fn impact(
    sale: &Flow,
    months: u32,
    volume: &Daily,
    estimate: &Coefficient,
    debt_now: &Stock,
) -> Result<Impact, BasisError> {
    at_least_zero(("the sale", "减持额"), sale)?;
    if !(1..=1_200).contains(&months) {
        return Err(refusal::count(MONTHS, months, 1_200));
    }
    let monthly: Flow = part(sale, &Number::fraction(Decimal::ONE, months.into())?)?;
    let days = Number::exact(TRADING_DAYS.into());
    let month_of_volume: Flow = part(&volume.0, &days)?;
    let flows = Number::ratio(&monthly, &estimate.flow)?;
    let growth = Number::ratio(debt_now, &estimate.debt_then)?;
    let unscaled = estimate.rise.times(&flows)?;
    Ok(Impact {
        of_day: Number::ratio(&monthly, &month_of_volume)?,
        k: estimate
            .rise
            .times(&Number::ratio(&month_of_volume, &estimate.flow)?)?,
        scaled: unscaled.over(&growth)?,
        beyond: flows.value() > growth.value(),
        unscaled,
        monthly,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{daily, flow, stock};
    use proptest::prelude::*;

    fn estimate() -> Coefficient {
        Coefficient {
            rise: Number::exact(Decimal::new(50, 4)),
            flow: flow("100 bn USD").unwrap(),
            debt_then: stock("3.5 tn USD").unwrap(),
        }
    }

    fn sold(sale: &str, months: u32) -> Impact {
        let (volume, debt) = (daily("900 bn USD").unwrap(), stock("28 tn USD").unwrap());
        impact(&flow(sale).unwrap(), months, &volume, &estimate(), &debt).unwrap()
    }

    /// 003: 5,300 sold over eleven years are no day's trade.
    #[test]
    fn s6_7_sales_spread_over_years_are_small_beside_a_days_volume() {
        let china = sold("530 bn USD", 132);
        assert!(china.of_day.value() < Decimal::new(1, 3));
        assert!(china.scaled.value() < Decimal::new(1, 3) && !china.beyond);
        let at_once = sold("5 tn USD", 1);
        assert!(at_once.beyond);
    }

    #[test]
    fn a_market_eight_times_as_large_moves_by_an_eighth() {
        let month = sold("100 bn USD", 1);
        assert_eq!(month.unscaled.value(), Decimal::new(50, 4));
        assert_eq!(month.scaled.value(), Decimal::new(625, 6));
    }

    #[test]
    fn no_months_and_a_purchase_are_refused() {
        let (volume, debt) = (daily("900 bn USD").unwrap(), stock("28 tn USD").unwrap());
        let code = |sale: &str, months| {
            let sale = flow(sale).unwrap();
            impact(&sale, months, &volume, &estimate(), &debt)
                .unwrap_err()
                .code()
        };
        assert_eq!(code("1 bn USD", 0), "E-CYCLE-COUNT");
        assert_eq!(code("-1 bn USD", 1), "E-CYCLE-NEGATIVE");
    }

    proptest! {
        /// The stated form and the estimate are the same formula.
        #[test]
        fn k_times_days_of_volume_is_the_estimated_effect(s in 1i64..10_000_000, m in 1u32..240) {
            let made = sold(&format!("{s} mn USD"), m);
            let stated = made.k.times(&made.of_day).unwrap();
            prop_assert!((stated.value() - made.unscaled.value()).abs() < Decimal::new(1, 15));
        }
    }
}
