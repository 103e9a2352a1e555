//! Quantities of one dimension in one unit: tonnes beside kilograms, dozens
//! beside pieces. Only different dimensions are kept apart.

use triffin_basis::{BasisError, CommonUnit};

use crate::Exact;
use crate::error::overflow;
use crate::exact::power;

/// Decimals of a sum of quantities: six of the records and nine of a factor.
pub const SUM_SCALE: u8 = 15;

/// The common unit of the dimension; a unit that is not known stands for
/// itself.
pub fn common(unit: &str) -> &str {
    CommonUnit::parse(unit).map_or_else(|| unit.trim(), |known| known.common)
}

/// `Q_common = Q · factor`, exactly
///
/// `quantity` in `unit`; the result is in [`common`] of it, without trailing
/// zeros behind the sixth decimal.
///
/// Unit: the common unit of the dimension. Sign: that of the quantity. Errors
/// with `E-TRADE-OVERFLOW`.
///
/// Source: [`CommonUnit`].
///
/// ```
/// use triffin_trade::{Exact, quantity_unit::in_common};
/// let grams = in_common("2.5".parse().unwrap(), "g").unwrap();
/// assert_eq!(grams, "0.0025".parse::<Exact>().unwrap());
/// ```
pub fn in_common(quantity: Exact, unit: &str) -> Result<Exact, BasisError> {
    let Some(known) = CommonUnit::parse(unit) else {
        return Ok(quantity);
    };
    let digits = quantity
        .digits()
        .checked_mul(known.digits)
        .ok_or_else(|| overflow(&format!("{quantity} {unit}")))?;
    let scale = quantity.scale().saturating_add(known.decimals);
    Ok(trimmed(Exact::new(digits, scale)))
}

/// The same amount with six decimals where it needs no more, so that equal
/// quantities give equal doubles.
pub(crate) fn trimmed(amount: Exact) -> Exact {
    let (mut digits, mut scale) = (amount.digits(), amount.scale());
    while scale > 6 && digits % 10 == 0 {
        digits /= 10;
        scale -= 1;
    }
    Exact::new(digits, scale)
}

/// What turns the digits of a quantity of `scale` decimals in `unit` into those
/// of the common unit at [`SUM_SCALE`]; none when that has too few decimals.
pub(crate) fn multiplier(unit: &str, scale: u8) -> Option<i128> {
    let (digits, decimals) = match CommonUnit::parse(unit) {
        Some(known) => (known.digits, known.decimals),
        None => (1, 0),
    };
    let up = SUM_SCALE.checked_sub(scale)?.checked_sub(decimals)?;
    digits.checked_mul(power(up)?)
}

/// The digits of a quantity at [`SUM_SCALE`] where they fit 38 digits, the
/// width of the engine's decimals.
pub(crate) fn sum_digits(digits: i128, multiplier: Option<i128>) -> Result<i128, BasisError> {
    const LIMIT: u128 = 10u128.pow(38);
    let product = multiplier.and_then(|multiplier| digits.checked_mul(multiplier));
    product
        .filter(|product| product.unsigned_abs() < LIMIT)
        .ok_or_else(|| overflow(&format!("a quantity of {digits} millionths")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn tonnes_kilograms_and_grams_are_one_dimension() {
        for (quantity, unit, kilograms) in [
            ("1.5", "t", "1500"),
            ("0.000001", "g", "0.000000001"),
            ("2", "1000 kg", "2000"),
            ("3", "carat", "0.0006"),
        ] {
            assert_eq!(in_common(exact(quantity), unit).unwrap(), exact(kilograms));
            assert_eq!(common(unit), "kg");
        }
        assert_eq!((common("pcs"), common("Dozen")), ("item", "item"));
        assert_eq!(common(" own unit "), "own unit");
        assert_eq!(in_common(exact("7"), "own unit").unwrap(), exact("7"));
        let large = Exact::new(i128::MAX / 2, 6);
        assert_eq!(
            in_common(large, "t").unwrap_err().code(),
            "E-TRADE-OVERFLOW"
        );
    }

    proptest! {
        /// Units only name quantities: converting the parts is converting the sum.
        #[test]
        fn converting_is_additive(a in 0i64..1_000_000_000, b in 0i64..1_000_000_000) {
            for unit in ["t", "g", "carat", "dozen", "barrel", "kg"] {
                let of = |n: i64| Exact::new(n.into(), 6);
                let convert = |n: i64| in_common(of(n), unit).unwrap();
                let sum = in_common(of(a + b), unit).unwrap();
                prop_assert_eq!(convert(a).plus(convert(b)).unwrap(), sum);
            }
        }
    }
}
