//! Time at sea as a cause of a gap: what leaves late in one window arrives in
//! the next.

use std::collections::BTreeMap;

use triffin_basis::{BasisError, Bilingual, Freq, Period, Window};

use crate::Exact;
use crate::mirror::cause::{Cause, Part};

/// The lag taken when none is given, in months.
pub const LAG: u32 = 1;
/// The longest lag that bounds the cause, in months.
pub const LONGEST_LAG: u32 = 2;

/// Whose monthly records tell what crossed the ends of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The exporter's: months of departure.
    Exporter,
    /// The importer's: months of arrival.
    Importer,
}

/// `timing = X(window − lag) − X(window)`
///
/// What the importer counts because it left before the window, less what it
/// does not count because it was still at sea at its end: the exporter's
/// months moved back by the lag, less the window's own. From the importer's
/// months it is `M(window) − M(window + lag)`. The months in the middle cancel;
/// only those at the two ends matter, and all of them must be there.
///
/// Inputs: amounts by month, of the window and of `lag` months around it.
/// Output: none when a month is not there, or the window is no run of months.
/// Unit: that of the amounts. Sign: positive when more left just before the
/// window than at its end. Errors with `E-TRADE-OVERFLOW`.
///
/// Source: 001, fourth layer of alignment, and third step on goods in transit.
pub fn shifted(
    months: &BTreeMap<Period, Exact>,
    window: &Window,
    lag: u32,
    by: By,
) -> Result<Option<Exact>, BasisError> {
    let inside = window.periods(Freq::Month);
    let step = i32::try_from(lag).unwrap_or(i32::MAX);
    let moved = |by_months: i32| inside.iter().map(move |month| month.shift(by_months));
    let (plus, minus): (Vec<Period>, Vec<Period>) = match by {
        By::Exporter => (moved(-step).collect(), moved(0).collect()),
        By::Importer => (moved(0).collect(), moved(step).collect()),
    };
    if inside.is_empty() {
        return Ok(None);
    }
    let mut shift = Exact::ZERO;
    for (month, sign) in plus
        .iter()
        .filter(|month| !minus.contains(month))
        .map(|month| (month, 1))
        .chain(minus.iter().filter(|m| !plus.contains(m)).map(|m| (m, -1)))
    {
        let Some(amount) = months.get(month) else {
            return Ok(None);
        };
        shift = shift.plus(if sign > 0 { *amount } else { amount.negated() })?;
    }
    Ok(Some(shift))
}

/// The months a lag of `lag` needs besides the window's own.
pub fn around(window: &Window, lag: u32) -> Result<Window, BasisError> {
    let step = i32::try_from(lag).unwrap_or(i32::MAX);
    let months = window.periods(Freq::Month);
    match (months.first(), months.last()) {
        (Some(first), Some(last)) => Window::new(first.shift(-step), last.shift(step)),
        _ => Ok(*window),
    }
}

/// Timing as a cause: at `lag` months, bounded by no lag and by the longest.
///
/// Errors with `E-TRADE-OVERFLOW`.
pub fn part(
    months: &BTreeMap<Period, Exact>,
    window: &Window,
    lag: u32,
    by: By,
) -> Result<Part, BasisError> {
    let whose = match by {
        By::Exporter => ["exporter", "出口方"],
        By::Importer => ["importer", "进口方"],
    };
    let Some(amount) = shifted(months, window, lag, by)? else {
        return Ok(Part::unmeasured(Cause::Timing, no_months()));
    };
    let (mut low, mut high) = (amount.min(Exact::ZERO), amount.max(Exact::ZERO));
    for other in 1..=LONGEST_LAG.max(lag) {
        if let Some(amount) = shifted(months, window, other, by)? {
            (low, high) = (low.min(amount), high.max(amount));
        }
    }
    let why = Bilingual::new(
        format!(
            "the {}'s months at the ends of the window, {lag} month(s) at sea (assumed; --lag states another)",
            whose[0]
        ),
        format!(
            "按{}窗口两端各月计，在途 {lag} 个月（假定；可用 --lag 另定）",
            whose[1]
        ),
    );
    Ok(Part::between(Cause::Timing, amount, low, high, why))
}

/// Why timing cannot be measured.
pub fn no_months() -> Bilingual {
    Bilingual::new(
        "no side has the months around both ends of the window",
        "双方都没有窗口两端前后各月的记录",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn months(from: &str, amounts: &[i128]) -> BTreeMap<Period, Exact> {
        let first = Period::parse(from).unwrap();
        amounts
            .iter()
            .zip(0..)
            .map(|(amount, n)| (first.shift(n), Exact::whole(*amount)))
            .collect()
    }

    /// 30 left in December before the year and 50 in its last December: the
    /// importer counts 20 less than the exporter, with nothing else amiss.
    #[test]
    fn what_is_at_sea_at_the_years_end_lowers_the_gap() {
        let mut shipped = vec![30];
        shipped.extend([10; 11]);
        shipped.push(50);
        let shipped = months("2017-12", &shipped);
        let window = Window::parse("2018").unwrap();
        let cause = part(&shipped, &window, 1, By::Exporter).unwrap();
        assert_eq!(cause.amount, Some(Exact::whole(-20)));
        assert_eq!(cause.high, Some(Exact::ZERO));
        let none = shifted(&shipped, &window, 0, By::Exporter).unwrap();
        assert_eq!(none, Some(Exact::ZERO));
        assert_eq!(shifted(&shipped, &window, 2, By::Exporter).unwrap(), None);
        let unknown = part(&months("2018-01", &[1; 12]), &window, 1, By::Exporter).unwrap();
        assert_eq!(unknown.amount, None);
    }

    proptest! {
        /// What arrives a month later, told by departures or by arrivals.
        #[test]
        fn departures_and_arrivals_tell_the_same(amounts in prop::collection::vec(0i128..1000, 16), lag in 0u32..3) {
            let left = months("2017-11", &amounts);
            let arrived: BTreeMap<Period, Exact> = left
                .iter()
                .map(|(month, amount)| (month.shift(lag as i32), *amount))
                .collect();
            let window = Window::parse("2018").unwrap();
            let by_departure = shifted(&left, &window, lag, By::Exporter).unwrap();
            let by_arrival = shifted(&arrived, &window, lag, By::Importer).unwrap();
            prop_assert_eq!(by_departure, by_arrival);
            // The gap itself, where nothing but the time at sea parts them.
            let sum = |rows: &BTreeMap<Period, Exact>| {
                rows.iter()
                    .filter(|(month, _)| window.contains(month))
                    .try_fold(Exact::ZERO, |sum, (_, n)| sum.plus(*n))
                    .unwrap()
            };
            prop_assert_eq!(by_departure, Some(sum(&arrived).minus(sum(&left)).unwrap()));
        }
    }
}
