//! Growth of a balance (S1.19): yearly, mean, compound, and back-cast.

mod stated;

use serde::Serialize;
use triffin_basis::{BasisError, Bilingual};

pub use stated::{Alternative, Growth, growth};

use crate::Exact;

/// A base smaller than this share of the last value is taken as zero.
const NEAR_ZERO: f64 = 1e-9;

/// `g = (B_n / B_0)^(1/n) − 1`, the compound yearly growth over `years`.
///
/// Both balances in one unit and of one sign; the result is a share, 0.229 for
/// 22.9 % a year; for two deficits it is the growth of the deficit. Errors
/// with `E-TRADE-GROWTH` when the sign changes, the base is about zero, or
/// `years` is not positive.
///
/// Unit: fraction a year. Sign: positive when the balance grows away from zero.
///
/// Source: 002, introduction and section 3; textbook compound growth.
pub fn compound(first: Exact, last: Exact, years: f64) -> Result<f64, BasisError> {
    let ratio = multiple(first, last)?;
    if years <= 0.0 || !years.is_finite() {
        return Err(refusal(
            first,
            last,
            "a positive number of years",
            "正的年数",
        ));
    }
    Ok(ratio.powf(1.0 / years) - 1.0)
}

/// `B_n / B_0`: how many times the first balance the last one is.
///
/// Errors with `E-TRADE-GROWTH` when the sign changes or the base is about
/// zero: a growth rate then has no meaning.
pub fn multiple(first: Exact, last: Exact) -> Result<f64, BasisError> {
    let small = first.to_f64().abs() <= last.to_f64().abs() * NEAR_ZERO;
    if first.is_zero() || small || first.signum() != last.signum() {
        return Err(refusal(
            first,
            last,
            "two balances of one sign, the first not about zero",
            "同号且基期不近于零的两个差额",
        ));
    }
    Ok(last.to_f64() / first.to_f64())
}

/// `B_0 = B_n / (1 + g)^n`: the balance `years` before.
///
/// Errors with `E-TRADE-GROWTH` when the growth is −100 % or less.
pub fn back_cast(last: Exact, growth: f64, years: f64) -> Result<f64, BasisError> {
    if growth <= -1.0 || !growth.is_finite() {
        return Err(refusal(
            last,
            last,
            "a growth above −100 %",
            "高于 −100% 的增速",
        ));
    }
    Ok(last.to_f64() / (1.0 + growth).powf(years))
}

/// One year of a balance and its growth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GrowthRow {
    /// The period.
    pub period: String,
    /// The balance.
    pub balance: Exact,
    /// Growth on the period before; none in the first and where refused.
    pub growth: Option<f64>,
    /// Why there is none, where it was refused.
    pub refused: Option<&'static str>,
}

/// A balance period by period and its growth on the one before.
pub fn yearly(balances: &[(String, Exact)]) -> Vec<GrowthRow> {
    let mut before: Option<Exact> = None;
    let mut rows = Vec::with_capacity(balances.len());
    for (period, balance) in balances {
        let grown = before.map(|first| multiple(first, *balance));
        rows.push(GrowthRow {
            period: period.clone(),
            balance: *balance,
            growth: grown
                .as_ref()
                .and_then(|r| r.as_ref().ok())
                .map(|r| r - 1.0),
            refused: grown.and_then(|r| r.err()).map(|refusal| refusal.code()),
        });
        before = Some(*balance);
    }
    rows
}

/// `Σ g_t / n`, the arithmetic mean of the yearly rates; none when there is no
/// rate or one was refused: a mean of the years that happen to have one is not
/// the mean of the window.
///
/// Unit: fraction a year. Sign: that of the rates.
///
/// Source: 002, section 3, on average growth.
pub fn mean(rows: &[GrowthRow]) -> Option<f64> {
    if rows.iter().any(|row| row.refused.is_some()) {
        return None;
    }
    let rates: Vec<f64> = rows.iter().filter_map(|row| row.growth).collect();
    (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
}

/// What a stated pair of balances would grow at if one were a power of ten off,
/// and why the rate alone cannot tell; none where the slip would show.
///
/// Where the last balance is less than ten times the first and more than a
/// tenth of it, a slip of ten at one end turns a rise into a fall, which a
/// reader sees. Beyond, the rate with the slip is as plausible as the one
/// without: the second figure is that of the last balance moved by ten. A slip
/// both ends share never shows.
pub fn scale_warning(
    first: Exact,
    last: Exact,
    years: f64,
) -> Result<Option<Bilingual>, BasisError> {
    const TEN: f64 = 10.0;
    let times = multiple(first, last)?;
    let slipped = match times {
        _ if times >= TEN => last.over(Exact::whole(10), last.scale().saturating_add(1))?,
        _ if times <= 1.0 / TEN => Some(last.times(Exact::whole(10), last.scale())?),
        _ => None,
    };
    let Some(slipped) = slipped else {
        return Ok(None);
    };
    let as_stated = 100.0 * compound(first, last, years)?;
    let if_slipped = 100.0 * compound(first, slipped, years)?;
    Ok(Some(Bilingual::new(
        format!(
            "{as_stated:.1} % a year; {if_slipped:.1} % if {last} were {slipped}. \
             A growth rate cannot see a scale slip common to both ends"
        ),
        format!(
            "年均 {as_stated:.1}%；若 {last} 实为 {slipped}，则为 {if_slipped:.1}%。\
             两端同时错位，增速看不出来"
        ),
    )))
}

fn refusal(first: Exact, last: Exact, en: &str, zh: &str) -> BasisError {
    BasisError::new(
        "E-TRADE-GROWTH",
        format!("no growth rate from {first} to {last}"),
        format!("从 {first} 到 {last} 没有增速可言"),
    )
    .between("balance", first, last)
    .expected(en, zh)
    .remedy("Report the change instead", "请改报变化额")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use triffin_basis::Lang;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    /// S1.19: 2.92 after growing 25.4 % was 2.33 before.
    #[test]
    fn s1_19_2_92_over_1_254_is_2_33() {
        let prior = back_cast(exact("2.92"), 0.254, 1.0).unwrap();
        assert_eq!(format!("{prior:.2}"), "2.33");
    }

    #[test]
    fn s1_19_30_4_to_41900_over_35_years_is_22_9_a_year() {
        let rate = compound(exact("30.4"), exact("41900"), 35.0).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * rate), "22.9");
        let warning = scale_warning(exact("30.4"), exact("41900"), 35.0).unwrap();
        let warning = warning.unwrap();
        assert!(warning.get(Lang::En).contains("15.1 % if 41900 were 4190"));
        assert!(warning.get(Lang::Zh).contains("15.1%"));
    }

    /// A slip at one end is only told where it would not show by itself.
    #[test]
    fn s1_19_ordinary_growth_has_no_warning_of_scale() {
        let warned = |first: &str, last: &str| {
            let warning = scale_warning(exact(first), exact(last), 5.0);
            warning.unwrap().is_some()
        };
        assert!(!warned("100", "125") && !warned("100", "999") && !warned("100", "11"));
        assert!(warned("100", "1000") && warned("100", "10") && warned("-3", "-40"));
        let fall = scale_warning(exact("100"), exact("10"), 1.0)
            .unwrap()
            .unwrap();
        assert!(fall.get(Lang::En).contains("0.0 % if 10 were 100"));
    }

    #[test]
    fn s1_19_13_4_a_year_for_19_years_is_10_9_times() {
        let first = back_cast(exact("10.9"), 0.134, 19.0).unwrap();
        assert_eq!(format!("{first:.1}"), "1.0");
        let rate = compound(exact("1"), exact("77"), 15.0).unwrap();
        assert_eq!(format!("{:.1}", 100.0 * rate), "33.6");
    }

    #[test]
    fn s1_19_a_change_of_sign_or_a_base_of_nothing_is_refused() {
        for (first, last) in [
            ("-1", "2"),
            ("0", "2"),
            ("2", "-1"),
            ("0.000000000001", "5"),
        ] {
            let refusal = compound(exact(first), exact(last), 3.0).unwrap_err();
            assert_eq!(refusal.code(), "E-TRADE-GROWTH");
        }
        let rows = yearly(&[
            ("a".into(), exact("-2")),
            ("b".into(), exact("-3")),
            ("c".into(), exact("1")),
        ]);
        assert_eq!(rows[1].growth, Some(0.5));
        assert_eq!(
            (rows[2].growth, rows[2].refused),
            (None, Some("E-TRADE-GROWTH"))
        );
        assert_eq!(mean(&rows), None);
        assert_eq!(mean(&rows[..2]), Some(0.5));
    }

    proptest! {
        #[test]
        fn compounding_back_returns_and_a_common_scale_is_not_seen(
            first in 1i64..1_000_000, last in 1i64..1_000_000, years in 1u8..60,
        ) {
            let (first, last) = (Exact::whole(first.into()), Exact::whole(last.into()));
            let years = f64::from(years);
            let rate = compound(first, last, years).unwrap();
            let back = back_cast(last, rate, years).unwrap();
            prop_assert!((back / first.to_f64() - 1.0).abs() < 1e-9);
            let ten = |amount: Exact| amount.times(Exact::whole(10), 0).unwrap();
            let slipped = compound(ten(first), ten(last), years).unwrap();
            prop_assert!((slipped - rate).abs() < 1e-12);
        }
    }
}
