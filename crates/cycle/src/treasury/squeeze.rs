//! S6.15: a tariff that halves what an exporter earns, and what it does to its reserves.

use triffin_basis::{BasisError, Decimal};

use super::amounts::{Flow, Number, Stock, at_least_zero, part, same};
use super::refusal;

/// An exporter's dollars of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Dollars {
    /// What it earns by exports.
    pub earned: Flow,
    /// What it must spend in dollars.
    pub spent: Flow,
    /// Its reserves at the start.
    pub reserves: Stock,
    /// Of them Treasuries that mature in the year.
    pub maturing: Stock,
}

/// What a year leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// Earned less spent.
    pub net: Flow,
    /// Reserves at the end.
    pub reserves: Stock,
    /// What the year drew from the maturing Treasuries.
    pub drawn: Stock,
    /// What is left of them to be put into new ones.
    pub reinvestable: Stock,
    /// Over what matures; none where nothing does.
    pub reinvested_share: Option<Number>,
    /// Reserves sold beside what matured.
    pub sold: Stock,
    /// Years until the reserves are gone at this pace; none where they do not fall.
    pub years_left: Option<Number>,
}

/// R' = R + (1 − c)·E − S; reinvested ≤ M − max(0, S − (1 − c)·E)
///
/// With spending unchanged a cut c of earnings is met first from what matures:
/// the proceeds that can go into new Treasuries shrink by exactly the dollars
/// lost, once earnings no longer cover spending. A tariff that takes an exporter's dollars therefore
/// takes away the purchases it was to force; what it sells beyond maturities
/// is a sale.
///
/// Unit: that of the amounts. Sign: a fall of reserves shows as a lower end stock; draws and sales positive.
///
/// Errors: `E-CYCLE-SHARE` for a cut outside 0 to 1, `E-CYCLE-NEGATIVE` for an
/// amount below zero, `E-CYCLE-RANGE` where more matures than is held.
///
/// Source: document 003, lines 81–87 (the first strategy), and its own counter-event, line 87 (Treasuries sold off).
pub fn squeeze(dollars: &Dollars, cut: &Number) -> Result<Year, BasisError> {
    checked(dollars, cut)?;
    let earned: Flow = part(&dollars.earned, &Number::one().minus(cut)?)?;
    let net = earned.minus(&dollars.spent)?;
    let short = (-net.value()).max(Decimal::ZERO);
    let drawn = short.min(dollars.maturing.value());
    let held = dollars.reserves.value() + net.value();
    let left = dollars.maturing.value() - drawn;
    Ok(Year {
        reserves: same(&dollars.reserves, held.max(Decimal::ZERO))?,
        drawn: same(&dollars.maturing, drawn)?,
        reinvestable: same(&dollars.maturing, left)?,
        reinvested_share: (!dollars.maturing.value().is_zero())
            .then(|| Number::fraction(left, dollars.maturing.value()))
            .transpose()?,
        sold: same(&dollars.maturing, short - drawn)?,
        years_left: (short > Decimal::ZERO)
            .then(|| Number::fraction(dollars.reserves.value(), short))
            .transpose()?,
        net,
    })
}

fn checked(dollars: &Dollars, cut: &Number) -> Result<(), BasisError> {
    refusal::share(("the cut of earnings", "收入降幅"), cut)?;
    at_least_zero(("earnings", "收入"), &dollars.earned)?;
    at_least_zero(("spending", "支出"), &dollars.spent)?;
    at_least_zero(("reserves", "储备"), &dollars.reserves)?;
    at_least_zero(("what matures", "到期额"), &dollars.maturing)?;
    let over = dollars.reserves.minus(&dollars.maturing)?;
    // The currencies of flows and stocks must be one as well.
    Number::ratio(&dollars.spent, &same(&dollars.reserves, Decimal::ONE)?)?;
    if over.value() < Decimal::ZERO {
        return Err(refusal::outside(
            ("what matures", "到期额"),
            dollars.maturing.value(),
            Decimal::ZERO,
            dollars.reserves.value(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;

    fn exporter(earned: i64, spent: i64, reserves: i64, maturing: i64) -> Dollars {
        let (f, s) = (
            |n: i64| flow(&format!("{n} bn USD")).unwrap(),
            |n: i64| stock(&format!("{n} bn USD")).unwrap(),
        );
        Dollars {
            earned: f(earned),
            spent: f(spent),
            reserves: s(reserves),
            maturing: s(maturing),
        }
    }

    /// 003: half the wage, the same expenses: the proceeds go into expenses, not into new debt.
    #[test]
    fn s6_15_half_the_earnings_leave_less_to_reinvest() {
        let half = Number::read("50%").unwrap();
        let before = squeeze(&exporter(500, 500, 3_456, 300), &Number::zero()).unwrap();
        let after = squeeze(&exporter(500, 500, 3_456, 300), &half).unwrap();
        assert_eq!(before.reinvested_share.unwrap().value(), Decimal::ONE);
        assert_eq!(
            after.reinvestable.value(),
            stock("50 bn USD").unwrap().value()
        );
        assert_eq!(
            after.reserves.value(),
            stock("3,206 bn USD").unwrap().value()
        );
        let harder = squeeze(&exporter(500, 500, 3_456, 200), &half).unwrap();
        assert_eq!(harder.sold.value(), stock("50 bn USD").unwrap().value());
    }

    #[test]
    fn more_cannot_mature_than_is_held_and_a_cut_is_a_share() {
        let refused = |dollars: Dollars, cut: &str| {
            squeeze(&dollars, &Number::read(cut).unwrap())
                .unwrap_err()
                .code()
        };
        assert_eq!(refused(exporter(1, 1, 1, 2), "0"), "E-CYCLE-RANGE");
        assert_eq!(refused(exporter(1, 1, 1, 1), "150%"), "E-CYCLE-SHARE");
        let mut mixed = exporter(1, 1, 1, 1);
        mixed.spent = flow("1 bn CNY").unwrap();
        assert_eq!(refused(mixed, "0"), "E-BASIS-CURRENCY");
    }

    proptest! {
        /// A deeper cut never leaves more to reinvest, and dollars are conserved.
        #[test]
        fn a_deeper_cut_never_forces_more_purchases(e in 0i64..1_000, s in 0i64..1_000, m in 0i64..1_000, c in 0i64..100) {
            let dollars = exporter(e, s, 5_000, m);
            let at = |c: i64| squeeze(&dollars, &Number::exact(Decimal::new(c, 2))).unwrap();
            let (now, deeper) = (at(c), at(c.saturating_add(1).min(100)));
            prop_assert!(deeper.reinvestable.value() <= now.reinvestable.value());
            prop_assert_eq!(now.reserves.value() - dollars.reserves.value(), now.net.value());
            prop_assert_eq!(now.drawn.value() + now.reinvestable.value(), dollars.maturing.value());
        }
    }
}
