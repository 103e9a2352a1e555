//! S6.10: gold by weight and price, beside Treasuries.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, Number, Stock, at_least_zero, part};
use super::refusal;

/// Grams in a troy ounce, exact by definition.
///
/// Source: NIST Handbook 44 (2023), appendix C, table of mass.
fn grams_an_ounce() -> Decimal {
    Decimal::new(311_034_768, 7)
}

/// A weight of gold and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Troy ounces.
    pub ounces: Number,
    /// Ounces times the price.
    pub value: Stock,
}

/// value = t · 10⁶ ÷ 31.1034768 · price
///
/// The value at one price. A holding is valued at the price of its date; an
/// amount bought in one quarter at the price of another is no outlay.
///
/// Unit: that of the price; the weight in metric tonnes, the price an ounce.
///
/// Errors: `E-CYCLE-NEGATIVE` for a weight or price below zero.
///
/// Source: document 003, lines 108 and 113; NIST Handbook 44 (2023), appendix C, for the ounce.
///
/// ```
/// use triffin_cycle::treasury::amounts::{flow, tonnes};
/// use triffin_cycle::treasury::gold::worth;
/// let bought = worth(&tonnes("244 t")?, &flow("4000 USD")?)?;
/// assert_eq!(bought.value.value().round_dp(0), flow("31,379,128,651 USD")?.value());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn worth(tonnes: &Number, price: &Flow) -> Result<Worth, BasisError> {
    if tonnes.value() < Decimal::ZERO {
        return Err(refusal::negative(("the weight", "重量"), tonnes.value()));
    }
    at_least_zero(("the price", "价格"), price)?;
    let ounces = tonnes
        .times(&Number::exact(Decimal::new(1_000_000, 0)))?
        .over(&Number::exact(grams_an_ounce()))?;
    Ok(Worth {
        value: part(price, &ounces)?,
        ounces,
    })
}

/// price* = Treasuries ÷ ounces
///
/// The price at which a holding of gold is worth as much as the Treasuries
/// beside it.
///
/// Unit: that of the Treasuries, an ounce.
///
/// Errors: `E-INTERVAL-ZERO` for no gold.
///
/// Source: document 003, line 67, whose comparison it makes checkable.
pub fn crossing_price(tonnes: &Number, treasuries: &Stock) -> Result<Stock, BasisError> {
    let ounces = tonnes
        .times(&Number::exact(Decimal::new(1_000_000, 0)))?
        .over(&Number::exact(grams_an_ounce()))?;
    part(treasuries, &Number::one().over(&ounces)?)
}

/// A year of holdings.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Value of the gold.
    pub gold: Stock,
    /// Value of the Treasuries.
    pub treasuries: Stock,
}

/// When gold came to exceed Treasuries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The first year above after a year that was not.
    pub year: i32,
    /// The last year above before that; none within the series.
    pub previous: Option<i32>,
}

/// year = the latest t with G_t > T_t and G_{t−1} ≤ T_{t−1}; years since = t − the last year above before
///
/// Of years in the order of time. None where gold never came to exceed.
///
/// Unit: calendar years.
///
/// Errors: `E-BASIS-…` where two values stand on different bases.
///
/// Source: document 003, line 67 (first time in 29 years, for 2024) and line 108 (a high of nearly 29 years,
/// for 2025): two claims with two years.
pub fn crossing(series: &[Year]) -> Result<Option<Crossing>, BasisError> {
    let mut years: Vec<&Year> = series.iter().collect();
    years.sort_by_key(|point| point.year);
    let above = years
        .iter()
        .map(|point| Ok(point.gold.minus(&point.treasuries)?.value() > Decimal::ZERO))
        .collect::<Result<Vec<_>, BasisError>>()?;
    let Some(at) = (1..years.len())
        .rev()
        .find(|at| above[*at] && !above[at - 1])
    else {
        return Ok(None);
    };
    let previous = (0..at).rev().find(|before| above[*before]);
    Ok(Some(Crossing {
        year: years[at].year,
        previous: previous.map(|before| years[before].year),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock, tonnes};
    use proptest::prelude::*;

    /// 003: 244 t are 7.84 mn ounces, 314 to 344 亿 at 4,000 and 4,381.
    #[test]
    fn s6_10_two_hundred_and_forty_four_tonnes_are_31_to_34_billion() {
        let bought = tonnes("244 t").unwrap();
        let yi = |price: &str| {
            let value = worth(&bought, &flow(price).unwrap()).unwrap().value.value();
            (value / Decimal::from(100_000_000)).round()
        };
        assert_eq!(
            (yi("4,000 USD"), yi("4,381 USD")),
            (Decimal::from(314), Decimal::from(344))
        );
        let ounces = worth(&bought, &flow("4,000 USD").unwrap()).unwrap().ounces;
        assert_eq!(
            (ounces.value() / Decimal::from(1_000_000)).round_dp(2),
            Decimal::new(784, 2)
        );
    }

    /// 2024 − 29 = 1995; 1996 + 29 = 2025.
    #[test]
    fn a_crossing_names_the_year_and_the_last_time_before() {
        let year = |year, gold: &str, held: &str| Year {
            year,
            gold: stock(gold).unwrap(),
            treasuries: stock(held).unwrap(),
        };
        let series = [
            year(2025, "4.5 tn USD", "3.9 tn USD"),
            year(1996, "0.7 tn USD", "0.6 tn USD"),
            year(1997, "0.6 tn USD", "0.7 tn USD"),
            year(2024, "3.1 tn USD", "3.8 tn USD"),
        ];
        let met = crossing(&series).unwrap().unwrap();
        assert_eq!((met.year, met.previous), (2025, Some(1996)));
        assert_eq!(met.year - met.previous.unwrap(), 29);
        assert_eq!(crossing(&series[..2]).unwrap(), None);
        assert_eq!(crossing(&[]).unwrap(), None);
    }

    proptest! {
        #[test]
        fn at_the_crossing_price_gold_is_worth_the_treasuries(t in 1i64..100_000, held in 1i64..10_000) {
            let (weight, held) = (tonnes(&format!("{t} t")).unwrap(), stock(&format!("{held} bn USD")).unwrap());
            let price = crossing_price(&weight, &held).unwrap();
            let price = flow(&format!("{} USD", price.value().round_dp(12))).unwrap();
            let value = worth(&weight, &price).unwrap().value.value();
            prop_assert!((value - held.value()).abs() < Decimal::new(1, 2));
        }
    }
}
