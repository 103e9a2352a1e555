//! Suspected slips of scale: 万亿 for 亿, thousands for millions.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::error::BasisError;
use crate::lang::{Bilingual, Lang};

/// Two routes to one value that differ by about a power of ten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The ratio of the first route to the second.
    #[serde(serialize_with = "crate::number::json")]
    pub ratio: Decimal,
    /// The power of ten nearest the ratio: 1 for a suspected ×10, −1 for ÷10.
    pub power: i32,
}

impl Slip {
    /// What to tell the reader.
    pub fn message(&self) -> Bilingual {
        let factor = factor(self.power);
        let ratio = self.ratio.round_sf(3).unwrap_or(self.ratio).normalize();
        Bilingual::new(
            format!(
                "suspected {factor} slip of scale: the two figures differ by a factor of {ratio}"
            ),
            format!("疑似 {factor} 数量级错误：两个数字相差 {ratio} 倍"),
        )
    }

    /// The message in `lang`.
    pub fn localized(&self, lang: Lang) -> String {
        self.message().get(lang).to_owned()
    }
}

/// round(log10(|a / b|)) ≠ 0
///
/// Compares two independent routes to one value. `Some` when the power of ten
/// nearest their ratio is not one, `None` when the scales agree. The ratio is
/// rounded half even at the 28th digit, which cannot move the nearest power.
/// A rate of growth cannot show such a slip when both ends share it.
///
/// Unit: none; both figures in one unit at scale one.
///
/// # Errors
/// `E-SLIP-ZERO` when a figure is zero or their ratio does not fit: no power
/// of ten leads from one to the other.
///
/// Source: document 002, §三.2, whose 41,900 stands beside 3,230.
///
/// ```
/// use triffin_basis::{Decimal, slip};
/// let stated = Decimal::new(41_900, 0);
/// let recorded = Decimal::new(4_190, 0);
/// assert_eq!(slip::suspect(stated, recorded).unwrap().unwrap().power, 1);
/// ```
pub fn suspect(a: Decimal, b: Decimal) -> Result<Option<Slip>, BasisError> {
    if a.is_zero() {
        return Err(no_ratio(a, b));
    }
    let ratio = a
        .abs()
        .checked_div(b.abs())
        .filter(|ratio| !ratio.is_zero())
        .ok_or_else(|| no_ratio(a, b))?;
    let power = nearest_power(ratio);
    Ok((power != 0).then_some(Slip { ratio, power }))
}

/// The power of ten nearest a positive ratio on the log scale: 10^p ≤ r·√10 …
/// decided on squares, r² against 10^(2p±1), so that no logarithm is rounded.
fn nearest_power(ratio: Decimal) -> i32 {
    // Reduce to 1 ≤ m < 10 with r = m·10^e, then m² ≥ 10 rounds up.
    let mut mantissa = ratio;
    let mut exponent = 0;
    while mantissa >= Decimal::TEN {
        mantissa /= Decimal::TEN;
        exponent += 1;
    }
    while mantissa < Decimal::ONE {
        mantissa *= Decimal::TEN;
        exponent -= 1;
    }
    if mantissa * mantissa >= Decimal::TEN {
        exponent + 1
    } else {
        exponent
    }
}

fn factor(power: i32) -> String {
    let zeros = "0".repeat(power.unsigned_abs() as usize);
    if power > 0 {
        format!("×1{zeros}")
    } else {
        format!("÷1{zeros}")
    }
}

fn no_ratio(a: Decimal, b: Decimal) -> BasisError {
    BasisError::new(
        "E-SLIP-ZERO",
        format!("no power of ten leads from {b} to {a}"),
        format!("{b} 与 {a} 之间没有十的幂次关系"),
    )
    .between("scale", a, b)
    .expected("two figures that are not zero", "两个非零数字")
    .remedy(
        "Compare figures that are both published",
        "请比较两个已公布的数字",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn power(a: &str, b: &str) -> i32 {
        suspect(a.parse().unwrap(), b.parse().unwrap())
            .unwrap()
            .map_or(0, |slip| slip.power)
    }

    /// S11.6: 41,900 against 3,230 is 13.0, nearest ×10.
    #[test]
    fn thirteen_is_nearest_ten() {
        let slip = suspect(Decimal::new(41_900, 0), Decimal::new(3_230, 0))
            .unwrap()
            .unwrap();
        assert_eq!(slip.power, 1);
        assert_eq!(slip.ratio.round_dp(1), Decimal::new(130, 1));
        assert!(slip.localized(Lang::En).contains("×10 slip"));
        assert!(slip.localized(Lang::Zh).contains("×10 数量级"));
    }

    /// S11.6: 1,218.2 亿 against 12.2 bn = 122 亿 is ×10.
    #[test]
    fn the_deficit_of_1980_is_ten_times_the_record() {
        assert_eq!(power("1218.2", "122"), 1);
        assert_eq!(power("122", "1218.2"), -1);
    }

    #[test]
    fn figures_of_one_scale_are_not_suspected() {
        assert_eq!(power("3610", "2950"), 0);
        assert_eq!(power("3.16", "1"), 0);
        assert_eq!(power("3.17", "1"), 1);
        assert_eq!(power("0.31", "1"), -1);
    }

    #[test]
    fn zero_has_no_scale() {
        assert_eq!(
            suspect(Decimal::ZERO, Decimal::ONE).unwrap_err().code(),
            "E-SLIP-ZERO"
        );
        assert!(suspect(Decimal::ONE, Decimal::ZERO).is_err());
    }

    proptest! {
        #[test]
        fn the_power_is_the_rounded_logarithm(a in 1i64..1_000_000_000, b in 1i64..1_000_000_000) {
            let log = (a as f64 / b as f64).log10();
            // Ties are left to the exact route: floating point cannot see them.
            prop_assume!(((log - log.floor()) - 0.5).abs() > 1e-9);
            let found = suspect(Decimal::from(a), Decimal::from(b)).unwrap().map_or(0, |s| s.power);
            prop_assert_eq!(found, log.round() as i32);
        }
    }
}
