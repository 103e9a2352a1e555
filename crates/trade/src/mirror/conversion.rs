//! Conversion of currencies as a cause of a gap: one average of a period
//! against the averages of its months.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Bilingual, Period};

use crate::Exact;
use crate::exact::AMOUNT_SCALE;
use crate::mirror::cause::{Cause, Part};
use crate::mirror::gap::Reports;

/// Decimals a share is carried with.
const SHARE_SCALE: u8 = 12;

/// How far off a report converted at one average may be, as shares of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Off {
    /// At the months' own rates, as the trade was spread over them; none where
    /// nobody's months are known.
    pub at: Option<Exact>,
    /// Had all of it been in the month of the lowest rate.
    pub low: Exact,
    /// Had all of it been in the month of the highest rate.
    pub high: Exact,
}

/// `r*/r − 1`, with `r* = Σ v_m / Σ (v_m / r_m)`
///
/// How much more a report is worth at the rates of the months it was made in
/// than at the one average `r` of its period. `r*` is the rate at which the
/// months' trade, known in the target currency from either side, turns back
/// into the report's own currency; it lies between the lowest and the highest
/// rate of a month, which bound the share where no months are known.
///
/// Inputs: `rate` r and `rates` r_m, units of the target for one unit of the
/// report's currency, r_m of every month; `months` v_m in the target currency,
/// empty where nobody's are known.
/// Output: none without a rate of a month. Unit: shares of the report.
/// Errors with `E-TRADE-OVERFLOW`.
///
/// Source: United Nations, International Merchandise Trade Statistics: Concepts
/// and Definitions 2010, paragraph on currency conversion (the rate in effect
/// at the time of trade, of the shortest period available).
pub fn off(
    rate: Exact,
    rates: &BTreeMap<Period, Exact>,
    months: &BTreeMap<Period, Exact>,
) -> Result<Option<Off>, BasisError> {
    let Some((least, most)) = rates.values().min().zip(rates.values().max()) else {
        return Ok(None);
    };
    let share = |other: Exact| -> Result<Exact, BasisError> {
        let ratio = other.over(rate, SHARE_SCALE)?.unwrap_or(Exact::whole(1));
        ratio.minus(Exact::whole(1))
    };
    let at = match effective(rates, months)? {
        Some(effective) => Some(share(effective)?),
        None => None,
    };
    Ok(Some(Off {
        at,
        low: share(*least)?,
        high: share(*most)?,
    }))
}

fn effective(
    rates: &BTreeMap<Period, Exact>,
    months: &BTreeMap<Period, Exact>,
) -> Result<Option<Exact>, BasisError> {
    let (mut converted, mut own) = (Exact::ZERO, Exact::ZERO);
    for (month, rate) in rates {
        let amount = months.get(month).copied().unwrap_or(Exact::ZERO);
        converted = converted.plus(amount)?;
        own = own.plus(amount.over(*rate, AMOUNT_SCALE)?.unwrap_or(Exact::ZERO))?;
    }
    converted.over(own, SHARE_SCALE)
}

/// `valuation = X·off_X − M·off_M`
///
/// Conversion as a cause: what the exporter's report lacks at one average of
/// its period raises the gap, what the importer's lacks lowers it. Measured
/// where the months of the trade are known, else between its bounds only.
///
/// Inputs: the reports in the target currency; how far off each is, none for
/// one that was not converted or whose months have no rates.
/// Unit: that of the reports. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: as [`off`].
pub fn part(
    reports: &Reports,
    exporter: Option<Off>,
    importer: Option<Off>,
    why: Bilingual,
) -> Result<Part, BasisError> {
    let unmeasured = |why| Part::unmeasured(Cause::Valuation, why);
    let ends = [
        (reports.exporter, exporter, 1),
        (reports.importer, importer, -1),
    ];
    let mut told = false;
    let (mut at, mut low, mut high) = (Some(Exact::ZERO), Exact::ZERO, Exact::ZERO);
    for (report, off, sign) in ends {
        let (Some(report), Some(off)) = (report, off) else {
            continue;
        };
        told = true;
        let of = |share: Exact| -> Result<Exact, BasisError> {
            let amount = report.times(share, AMOUNT_SCALE)?;
            Ok(if sign > 0 { amount } else { amount.negated() })
        };
        let (one, other) = (of(off.low)?, of(off.high)?);
        low = low.plus(one.min(other))?;
        high = high.plus(one.max(other))?;
        at = match (at, off.at) {
            (Some(sum), Some(share)) => Some(sum.plus(of(share)?)?),
            _ => None,
        };
    }
    Ok(match (told, at) {
        (true, Some(at)) => Part::between(Cause::Valuation, at, low, high, why),
        (true, None) => unmeasured(why).within(low, high),
        (false, _) => unmeasured(why),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn months(amounts: &[&str]) -> BTreeMap<Period, Exact> {
        let first = Period::parse("2018-01").unwrap();
        let amounts = amounts.iter().zip(0..);
        amounts
            .map(|(amount, n)| (first.shift(n), amount.parse().unwrap()))
            .collect()
    }

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    /// 100 units at 0.10 and 100 at 0.20 are worth 30; at the average 0.15 they
    /// are too. All of it in the dear month is worth 40, a third more.
    #[test]
    fn a_trade_spread_evenly_is_not_off_and_one_in_a_dear_month_is() {
        let rates = months(&["0.10", "0.20"]);
        let even = off(exact("0.15"), &rates, &months(&["10", "20"]))
            .unwrap()
            .unwrap();
        assert_eq!(even.at, Some(Exact::ZERO));
        let dear = off(exact("0.15"), &rates, &months(&["0", "40"]))
            .unwrap()
            .unwrap();
        assert_eq!(dear.at, Some(dear.high));
        assert!((dear.high.to_f64() - 1.0 / 3.0).abs() < 1e-9);
        assert!((dear.low.to_f64() + 1.0 / 3.0).abs() < 1e-9);
        let unknown = off(exact("0.15"), &rates, &BTreeMap::new())
            .unwrap()
            .unwrap();
        assert_eq!(unknown.at, None);
        assert_eq!(off(exact("0.15"), &BTreeMap::new(), &rates).unwrap(), None);
    }

    #[test]
    fn what_the_exporter_lacks_raises_the_gap_and_what_the_importer_lacks_lowers_it() {
        let reports = Reports {
            exporter: Some(Exact::whole(100)),
            importer: Some(Exact::whole(200)),
        };
        let share = |at: Option<&str>| Off {
            at: at.map(exact),
            low: exact("-0.1"),
            high: exact("0.2"),
        };
        let why = || Bilingual::same("test");
        let own = part(&reports, Some(share(Some("0.05"))), None, why()).unwrap();
        assert_eq!(
            (own.amount, own.low, own.high),
            (
                Some(Exact::whole(5)),
                Some(Exact::whole(-10)),
                Some(Exact::whole(20))
            )
        );
        let other = part(&reports, None, Some(share(Some("0.05"))), why()).unwrap();
        assert_eq!(
            (other.amount, other.low, other.high),
            (
                Some(Exact::whole(-10)),
                Some(Exact::whole(-40)),
                Some(Exact::whole(20))
            )
        );
        let bounded = part(&reports, Some(share(None)), None, why()).unwrap();
        assert_eq!(
            (bounded.amount, bounded.high),
            (None, Some(Exact::whole(20)))
        );
        let nothing = part(&reports, None, None, why()).unwrap();
        assert_eq!((nothing.amount, nothing.low), (None, None));
    }

    proptest! {
        /// The months' own rates never lead outside their lowest and highest,
        /// and undo what the one average did: both ways of the sum agree.
        #[test]
        fn the_months_rates_bound_the_share(parts in prop::collection::vec((1u32..9_000, 500u32..1_500), 1..13)) {
            let first = Period::parse("2018-01").unwrap();
            let rates: BTreeMap<_, _> = parts.iter().zip(0..).map(|((_, r), n)| (first.shift(n), Exact::new((*r).into(), 3))).collect();
            // Whole units of the own currency, so that the target's are exact.
            let own: Vec<Exact> = parts.iter().map(|(v, _)| Exact::whole((*v).into())).collect();
            let trade: BTreeMap<_, _> = rates.iter().zip(&own).map(|((m, r), v)| (*m, v.times(*r, 6).unwrap())).collect();
            let told = off(Exact::whole(1), &rates, &trade).unwrap().unwrap();
            let at = told.at.unwrap();
            let slack = Exact::new(1, 9);
            prop_assert!(told.low.minus(slack).unwrap() <= at && at <= told.high.plus(slack).unwrap());
            let total = own.iter().copied().try_fold(Exact::ZERO, Exact::plus).unwrap();
            let worth = trade.values().copied().try_fold(Exact::ZERO, Exact::plus).unwrap();
            let again = total.plus(total.times(at, 6).unwrap()).unwrap();
            prop_assert!((again.to_f64() - worth.to_f64()).abs() < 1e-3);
        }
    }
}
