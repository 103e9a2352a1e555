//! An exact decimal amount, as wide as an Arrow decimal.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use arrow::datatypes::i256;
use serde::{Serialize, Serializer};
use triffin_basis::{BasisError, Decimal};

use crate::error::overflow;

/// Decimals of a stored amount; sums keep them.
pub const AMOUNT_SCALE: u8 = 6;

/// `digits × 10^−scale`, without rounding.
///
/// Totals of stored amounts may have 38 digits, more than
/// [`Decimal`] holds. Arithmetic is checked: too many digits are an error and
/// never a wrap. It serialises as a JSON number with every digit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exact {
    digits: i128,
    scale: u8,
}

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact {
        digits: 0,
        scale: 0,
    };

    /// `digits × 10^−scale`; `scale` at most 38.
    pub const fn new(digits: i128, scale: u8) -> Self {
        Self { digits, scale }
    }

    /// A whole number.
    pub const fn whole(digits: i128) -> Self {
        Self::new(digits, 0)
    }

    /// The digits at this amount's own scale.
    pub const fn digits(self) -> i128 {
        self.digits
    }

    /// The number of decimals carried.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The digits at `scale`; an error when that needs rounding or overflows.
    pub fn at_scale(self, scale: u8) -> Result<i128, BasisError> {
        if self.scale == scale {
            return Ok(self.digits);
        }
        let rounded = self.rounded(scale)?;
        if rounded == self {
            Ok(rounded.digits)
        } else {
            Err(overflow(&self.to_string()))
        }
    }

    /// The nearest amount with `scale` decimals, half away from zero, carried
    /// at exactly that scale.
    pub fn rounded(self, scale: u8) -> Result<Exact, BasisError> {
        let digits = match scale.cmp(&self.scale) {
            Ordering::Equal => Some(self.digits),
            Ordering::Greater => power(scale - self.scale).and_then(|p| self.digits.checked_mul(p)),
            Ordering::Less => {
                power(self.scale - scale).and_then(|p| mul_div_round(self.digits, 1, p))
            }
        };
        digits
            .map(|digits| Exact { digits, scale })
            .ok_or_else(|| overflow(&self.to_string()))
    }

    /// Sum; an error when it has too many digits.
    pub fn plus(self, other: Exact) -> Result<Exact, BasisError> {
        let scale = self.scale.max(other.scale);
        let (left, right) = (self.rounded(scale)?, other.rounded(scale)?);
        left.digits
            .checked_add(right.digits)
            .map(|digits| Exact { digits, scale })
            .ok_or_else(|| overflow("a sum"))
    }

    /// Difference; an error when it has too many digits.
    pub fn minus(self, other: Exact) -> Result<Exact, BasisError> {
        self.plus(other.negated())
    }

    /// The same amount with the other sign.
    pub const fn negated(self) -> Exact {
        // proof: no stored decimal reaches i128::MIN, 38 digits are far inside.
        Exact {
            digits: self.digits.wrapping_neg(),
            scale: self.scale,
        }
    }

    /// The amount without its sign.
    pub const fn magnitude(self) -> Exact {
        if self.digits < 0 {
            self.negated()
        } else {
            self
        }
    }

    /// Product rounded once to `scale` decimals, half away from zero.
    pub fn times(self, other: Exact, scale: u8) -> Result<Exact, BasisError> {
        let carried = i32::from(self.scale) + i32::from(other.scale);
        let digits = match carried - i32::from(scale) {
            cut @ 0.. => u8::try_from(cut)
                .ok()
                .and_then(power)
                .and_then(|p| mul_div_round(self.digits, other.digits, p)),
            grow => u8::try_from(-grow)
                .ok()
                .and_then(power)
                .and_then(|p| other.digits.checked_mul(p))
                .and_then(|scaled| self.digits.checked_mul(scaled)),
        };
        digits
            .map(|digits| Exact { digits, scale })
            .ok_or_else(|| overflow("a product"))
    }

    /// Quotient rounded once to `scale` decimals, half away from zero; `None`
    /// when the divisor is zero.
    pub fn over(self, other: Exact, scale: u8) -> Result<Option<Exact>, BasisError> {
        if other.digits == 0 {
            return Ok(None);
        }
        // self/other · 10^scale = (d1 · 10^(scale + s2)) / (d2 · 10^s1)
        let up = power(scale + other.scale);
        let down = power(self.scale).and_then(|p| other.digits.checked_mul(p));
        up.zip(down)
            .and_then(|(up, down)| mul_div_round(self.digits, up, down))
            .map(|digits| Some(Exact { digits, scale }))
            .ok_or_else(|| overflow("a quotient"))
    }

    /// The nearest double, for ratios and charts; the same for 1.50 as for 1.5.
    pub fn to_f64(self) -> f64 {
        const EXACT: u128 = 1 << f64::MANTISSA_DIGITS;
        // Digits a double holds are divided with one rounding; trailing zeros
        // would bring a second one in, and with it another last bit.
        let amount = match self.digits.unsigned_abs() <= EXACT {
            true => self,
            false => self.normal(),
        };
        amount.digits as f64 / 10f64.powi(i32::from(amount.scale))
    }

    /// `self / other` as a double; `None` when `other` is zero.
    pub fn ratio(self, other: Exact) -> Option<f64> {
        (other.digits != 0).then(|| self.to_f64() / other.to_f64())
    }

    /// The same amount as a [`Decimal`].
    ///
    /// Errors with `E-TRADE-OVERFLOW` when it has more than 28 digits.
    pub fn to_decimal(self) -> Result<Decimal, BasisError> {
        let amount = self.normal();
        Decimal::try_from_i128_with_scale(amount.digits, u32::from(amount.scale))
            .map_err(|_| overflow(&self.to_string()))
    }

    /// Whether the amount is zero.
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// −1, 0 or 1.
    pub const fn signum(self) -> i128 {
        self.digits.signum()
    }

    /// The amount without trailing zeros, at the smallest scale.
    fn normal(self) -> Exact {
        let mut amount = self;
        while amount.scale > 0 && amount.digits % 10 == 0 {
            amount.digits /= 10;
            amount.scale -= 1;
        }
        amount
    }
}

/// `10^exponent`, none past 38.
pub(crate) fn power(exponent: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(exponent))
}

/// `a·b/c` rounded half away from zero; none when it does not fit or `c` is 0.
pub(crate) fn mul_div_round(a: i128, b: i128, c: i128) -> Option<i128> {
    if c == 0 {
        return None;
    }
    // proof: two 128-bit factors always fit 256 bits.
    let product = i256::from_i128(a).checked_mul(i256::from_i128(b))?;
    div_round(product, i256::from_i128(c))?.to_i128()
}

/// `a/c` rounded half away from zero.
pub(crate) fn div_round(a: i256, c: i256) -> Option<i256> {
    let quotient = a.checked_div(c)?;
    let rest = a.checked_rem(c)?.checked_abs()?;
    let size = c.checked_abs()?;
    if rest < size.checked_sub(rest)? {
        return Some(quotient);
    }
    let away = if a.is_negative() == c.is_negative() {
        i256::ONE
    } else {
        i256::MINUS_ONE
    };
    quotient.checked_add(away)
}

/// The engine's decimals hold 38 digits, a little less than 128 bits.
pub(crate) fn within_38_digits(digits: i128) -> Result<i128, BasisError> {
    match power(38) {
        Some(limit) if digits.unsigned_abs() >= limit.unsigned_abs() => {
            Err(overflow(&digits.to_string()))
        }
        _ => Ok(digits),
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.normal(), other.normal());
        left.digits == right.digits && left.scale == right.scale
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let widened = |amount: Exact, by: u8| {
            // proof: 38 digits times 10^38 stay below 2^255.
            i256::from_i128(amount.digits)
                .wrapping_mul(i256::from_i128(power(by.min(38)).unwrap_or(1)))
        };
        let scale = self.scale.max(other.scale);
        widened(*self, scale - self.scale).cmp(&widened(*other, scale - other.scale))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.normal();
        let sign = if amount.digits < 0 { "-" } else { "" };
        let digits = amount.digits.unsigned_abs().to_string();
        let scale = usize::from(amount.scale);
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, decimals) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{decimals}")
    }
}

impl FromStr for Exact {
    type Err = BasisError;

    /// Reads plain digits with an optional sign and point.
    fn from_str(text: &str) -> Result<Self, BasisError> {
        let refusal = || {
            BasisError::new(
                "E-NUMBER-PLAIN",
                format!("\"{text}\" is not a plain decimal number"),
                format!("“{text}”不是普通十进制数"),
            )
            .value(text)
            .expected("digits with at most one point", "数字，至多一个小数点")
        };
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let scale = u8::try_from(decimals.len()).map_err(|_| refusal())?;
        if scale > 38 || whole.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refusal());
        }
        let digits = format!("{whole}{decimals}")
            .parse()
            .map_err(|_| refusal())?;
        Ok(Exact { digits, scale })
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        // A `Decimal` has at most 28 decimals, so the scale always fits.
        Exact::new(value.mantissa(), value.scale() as u8)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number: serde_json::Number = self
            .to_string()
            .parse()
            .map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    proptest! {
        #[test]
        fn a_double_does_not_depend_on_trailing_zeros(digits in -(1i128 << 60)..1 << 60, zeros in 0u8..6) {
            let long = Exact::new(digits * 10i128.pow(u32::from(zeros)), 6 + zeros);
            prop_assert_eq!(long.to_f64(), Exact::new(digits, 6).to_f64());
        }
    }

    #[test]
    fn prints_every_digit_and_no_more() {
        assert_eq!(Exact::new(-2_332_000_000, 6).to_string(), "-2332");
        assert_eq!(Exact::new(5, 6).to_string(), "0.000005");
        let json = serde_json::to_string(&exact("12345678901234567890123456789012.345678"));
        assert_eq!(json.unwrap(), "12345678901234567890123456789012.345678");
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(exact("0.25").rounded(1).unwrap(), exact("0.3"));
        assert_eq!(exact("-0.25").rounded(1).unwrap(), exact("-0.3"));
        assert_eq!(exact("0.249").rounded(1).unwrap(), exact("0.2"));
        let third = exact("1").over(exact("3"), 6).unwrap().unwrap();
        assert_eq!(third, exact("0.333333"));
        assert_eq!(exact("1").over(Exact::ZERO, 6).unwrap(), None);
    }

    #[test]
    fn too_many_digits_are_an_error() {
        let huge = Exact::whole(i128::MAX);
        assert_eq!(
            huge.plus(Exact::whole(1)).unwrap_err().code(),
            "E-TRADE-OVERFLOW"
        );
        assert_eq!(
            huge.times(exact("2"), 0).unwrap_err().code(),
            "E-TRADE-OVERFLOW"
        );
        assert!(exact("0.5").at_scale(0).is_err());
        assert_eq!(huge.to_decimal().unwrap_err().code(), "E-TRADE-OVERFLOW");
    }

    proptest! {
        #[test]
        fn text_round_trips(digits in any::<i64>(), scale in 0u8..12) {
            let amount = Exact::new(i128::from(digits), scale);
            prop_assert_eq!(exact(&amount.to_string()), amount);
        }

        #[test]
        fn agrees_with_basis_decimals(a in any::<i32>(), b in any::<i32>(), s in 0u32..6, t in 0u32..6) {
            let (x, y) = (Decimal::new(a.into(), s), Decimal::new(b.into(), t));
            prop_assert_eq!(Exact::from(x).plus(y.into()).unwrap(), Exact::from(x + y));
            prop_assert_eq!(Exact::from(x).times(y.into(), 12).unwrap(), Exact::from(x * y));
            prop_assert_eq!(Exact::from(x).cmp(&y.into()), x.cmp(&y));
            prop_assert_eq!(Exact::from(x).to_decimal().unwrap(), x);
        }
    }
}
