//! S6.17: bills that stablecoins would hold, net of those they only take over.

use triffin_basis::BasisError;

use super::amounts::{Named, Number, Stock, at_least_zero, part};
use super::refusal;

const SHARE: Named = ("the share in bills", "短债占比");
const DISPLACED: Named = ("the displaced share", "替代份额");

/// A market of stablecoins and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Coins outstanding then.
    pub size: Stock,
    /// Coins outstanding now, where what they already hold is to be left out.
    pub now: Option<Stock>,
    /// Share of reserves in bills.
    pub bill_share: Number,
    /// Share of these bills that the buyers of coins, or their banks and funds, held before.
    pub displaced: Number,
}

/// The demand for bills.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Bills held then.
    pub gross: Stock,
    /// Bills held then less those held now.
    pub added: Stock,
    /// Of what is added, what nobody held before.
    pub net: Stock,
}

/// gross = S·b; added = (S − S_0)·b; net = (1 − δ)·added
///
/// A coin bought out of a money fund or a bank deposit that was itself backed
/// by bills moves bills from one holder to another. δ is that part: at δ = 1 the
/// new buyer buys nothing that was not held, at δ = 0 all demand is new.
///
/// Unit: that of the market.
///
/// Errors: `E-CYCLE-SHARE` for a share outside 0 to 1, `E-CYCLE-NEGATIVE` for a
/// market below zero, `E-BASIS-…` for two currencies.
///
/// Source: document 003, lines 94 and 114 (2 tn in 2028; 70 to 80 %).
pub fn demand(market: &Market) -> Result<Demand, BasisError> {
    let name = ("the market", "市场规模");
    at_least_zero(name, &market.size)?;
    refusal::share(SHARE, &market.bill_share)?;
    refusal::share(DISPLACED, &market.displaced)?;
    let growth = match &market.now {
        Some(now) => {
            at_least_zero(name, now)?;
            market.size.minus(now)?
        }
        None => market.size.clone(),
    };
    let added: Stock = part(&growth, &market.bill_share)?;
    Ok(Demand {
        gross: part(&market.size, &market.bill_share)?,
        net: part(&added, &Number::one().minus(&market.displaced)?)?,
        added,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::stock;
    use proptest::prelude::*;
    use triffin_basis::Decimal;

    fn market(size: &str, share: &str, displaced: &str) -> Market {
        Market {
            size: stock(size).unwrap(),
            now: None,
            bill_share: Number::read(share).unwrap(),
            displaced: Number::read(displaced).unwrap(),
        }
    }

    /// 003: 2 tn at 70 to 80 % are 1.4 to 1.6 tn; 3.7 to 4.2 % of 38, 9.3 to 10.7 % of 15.
    #[test]
    fn s6_17_two_trillion_of_coins_hold_one_and_a_half_of_bills() {
        for (share, tn, of_38, of_15) in [("70%", "1.4", 37, 93), ("80%", "1.6", 42, 107)] {
            let held = demand(&market("2万亿美元", share, "0")).unwrap();
            assert_eq!(
                held.net.value(),
                stock(&format!("{tn} tn USD")).unwrap().value()
            );
            let of = |debt: &str| {
                let share = Number::ratio(&held.gross, &stock(debt).unwrap()).unwrap();
                share.percent().unwrap().value().round_dp(1)
            };
            assert_eq!(of("38 tn USD"), Decimal::new(of_38, 1));
            assert_eq!(of("15 tn USD"), Decimal::new(of_15, 1));
        }
    }

    #[test]
    fn nothing_is_new_where_all_is_displaced() {
        let held = demand(&market("2 tn USD", "75%", "100%")).unwrap();
        assert!(held.net.value().is_zero());
        assert_eq!(held.gross.value(), stock("1.5 tn USD").unwrap().value());
        for (share, displaced) in [("101%", "0"), ("75%", "-1%")] {
            let refused = demand(&market("2 tn USD", share, displaced)).unwrap_err();
            assert_eq!(refused.code(), "E-CYCLE-SHARE");
        }
    }

    proptest! {
        #[test]
        fn demand_falls_in_proportion_to_what_is_displaced(s in 0i64..10_000, b in 0i64..=100, d in 0i64..=100, now in 0i64..10_000) {
            let mut coins = market(&format!("{s} bn USD"), &format!("{b}%"), &format!("{d}%"));
            coins.now = Some(stock(&format!("{now} bn USD")).unwrap());
            let made = demand(&coins).unwrap();
            let kept = Decimal::ONE - Decimal::new(d, 2);
            prop_assert_eq!(made.net.value().normalize(), (made.added.value() * kept).normalize());
            let held: Stock = part(coins.now.as_ref().unwrap(), &coins.bill_share).unwrap();
            prop_assert_eq!((made.added.value() + held.value()).normalize(), made.gross.value().normalize());
        }
    }
}
