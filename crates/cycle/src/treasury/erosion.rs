//! S6.4: what inflation takes from money that lies idle.

use triffin_basis::{BasisError, Decimal, Interval};

use super::amounts::{Flow, Named, Number, Stock, at_least_zero, part};
use super::refusal;

const INFLATION: Named = ("inflation", "通胀率");

/// What a year of inflation takes, as texts state it and exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Erosion {
    /// S · π, the form texts use.
    pub stated: Flow,
    /// S · (1 − 1/(1 + π)), in money of the start of the year.
    pub exact: Flow,
    /// What a yield makes of it; none where no yield is given.
    pub invested: Option<Invested>,
}

/// The same money at a yield.
#[derive(Clone, Debug, PartialEq)]
pub struct Invested {
    /// (1 + y)/(1 + π) − 1, a year.
    pub real_return: Number,
    /// S times the real return.
    pub gain: Flow,
    /// Whether the yield is at least the inflation.
    pub hedged: bool,
}

/// L = S·π as stated; exactly L = S·(1 − 1/(1 + π))
///
/// The stated form counts the loss in money of the end of the year, the exact
/// one in money of its start; they differ by π/(1 + π) of the stated loss. At
/// a yield y the real return is (1 + y)/(1 + π) − 1, and the money keeps its
/// worth where y ≥ π. A surplus is a flow; what loses worth is the money it
/// left behind, a stock.
///
/// Unit: that of the amount, a year. Sign: a loss is positive, a gain from the yield too.
///
/// Errors: `E-CYCLE-NEGATIVE` for an amount below zero, `E-CYCLE-RANGE` for
/// prices that fall by all there is.
///
/// Source: document 003, part two of why reserves are invested (stated form);
/// Irving Fisher, The Theory of Interest (1930), ch. II, for the real return.
///
/// ```
/// use triffin_cycle::treasury::amounts::{Number, flow, stock};
/// use triffin_cycle::treasury::erosion::erosion;
/// let lost = erosion(&stock("4000亿美元")?, &Number::read("2%")?, None)?;
/// assert_eq!(lost.stated.value(), flow("80亿美元")?.value());
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn erosion(
    held: &Stock,
    inflation: &Number,
    yielded: Option<&Number>,
) -> Result<Erosion, BasisError> {
    at_least_zero(("the amount", "数额"), held)?;
    let lowest = inflation.interval().lo().value().unwrap_or_default();
    if inflation.value() <= Decimal::NEGATIVE_ONE || lowest <= Decimal::NEGATIVE_ONE {
        let most = Decimal::TEN;
        return Err(refusal::outside(
            INFLATION,
            inflation.value(),
            Decimal::NEGATIVE_ONE,
            most,
        ));
    }
    let kept = Number::one().over(&Number::one().plus(inflation)?)?;
    Ok(Erosion {
        stated: part(held, inflation)?,
        exact: part(held, &Number::one().minus(&kept)?)?,
        invested: yielded
            .map(|rate| invested(held, inflation, rate))
            .transpose()?,
    })
}

fn invested(held: &Stock, inflation: &Number, yielded: &Number) -> Result<Invested, BasisError> {
    let grown = Number::one().plus(yielded)?;
    let real_return = grown
        .over(&Number::one().plus(inflation)?)?
        .minus(&Number::one())?;
    Ok(Invested {
        gain: part(held, &real_return)?,
        real_return,
        hedged: yielded.value() >= inflation.value(),
    })
}

/// Whether a figure a text states is one that the stated form allows.
pub fn allows(loss: &Flow, stated: Decimal) -> bool {
    let around: &Interval = loss.interval();
    around.contains(stated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treasury::amounts::{flow, stock};
    use proptest::prelude::*;

    fn yi(text: &str) -> Decimal {
        flow(&format!("{text}亿美元")).unwrap().value()
    }

    /// 003, lines 34–37 and 116: 4000 and 4220 at 2 % and 3 %.
    #[test]
    fn s6_4_four_thousand_at_two_percent_lose_eighty() {
        for (held, rate, loss) in [
            ("4000", "2%", "80"),
            ("4220", "2%", "84.4"),
            ("4000", "3%", "120"),
            ("4220", "3%", "126.6"),
        ] {
            let held = stock(&format!("{held}亿美元")).unwrap();
            let lost = erosion(&held, &Number::read(rate).unwrap(), None).unwrap();
            assert_eq!(lost.stated.value(), yi(loss));
            assert!(allows(&lost.stated, yi(loss)));
        }
        let held = stock("4000亿美元").unwrap();
        let exact = erosion(&held, &Number::exact(Decimal::new(2, 2)), None)
            .unwrap()
            .exact;
        // 4000 · 0.02/1.02 = 78.431…
        assert_eq!(exact.value().round_dp(0), Decimal::from(7_843_137_255_i64));
    }

    #[test]
    fn money_that_yields_as_much_as_prices_rise_keeps_its_worth() {
        let held = stock("1 bn USD").unwrap();
        let rate = Number::read("0.03").unwrap();
        let made = erosion(&held, &rate, Some(&rate))
            .unwrap()
            .invested
            .unwrap();
        assert!(made.hedged && made.gain.value().is_zero());
        let less = Number::read("0.01").unwrap();
        let lost = erosion(&held, &rate, Some(&less))
            .unwrap()
            .invested
            .unwrap();
        assert!(!lost.hedged && lost.gain.value() < Decimal::ZERO);
    }

    #[test]
    fn prices_cannot_fall_by_all_there_is() {
        let held = stock("1 bn USD").unwrap();
        let gone = Number::exact(Decimal::NEGATIVE_ONE);
        assert_eq!(
            erosion(&held, &gone, None).unwrap_err().code(),
            "E-CYCLE-RANGE"
        );
    }

    proptest! {
        /// Idle money is money at a yield of nothing, with the sign of a loss.
        #[test]
        fn the_exact_loss_is_the_real_return_of_no_yield(rate in -9_000i64..50_000, held in 1i64..1_000_000) {
            let held = stock(&format!("{held} mn USD")).unwrap();
            let inflation = Number::exact(Decimal::new(rate, 4));
            let lost = erosion(&held, &inflation, Some(&Number::zero())).unwrap();
            let gain = lost.invested.unwrap().gain;
            prop_assert!((gain.value() + lost.exact.value()).abs() < Decimal::new(1, 6));
            // The stated form overstates a loss and understates a gain.
            prop_assert!(lost.stated.value() >= lost.exact.value());
        }
    }
}
