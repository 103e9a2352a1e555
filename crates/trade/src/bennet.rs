//! Bennet's split: `quantity = p̄ Δq`, `price = q̄ Δp`.

use arrow::datatypes::i256;
use num_bigint::BigInt;
use triffin_basis::BasisError;

use crate::Exact;
use crate::decompose::{Effects, Pair};
use crate::error::overflow;
use crate::exact::{AMOUNT_SCALE, div_round};

/// `quantity = ½(p0+p1)(q1−q0)`, `price = ½(q0+q1)(p1−p0)`, p = v/q.
///
/// Values and quantities at six decimals, both quantities positive; effects at
/// seven decimals, positive when they raise the value. Written with the cross
/// term `c = v0·q1/q0 − v1·q0/q1`, computed exactly and rounded once, the
/// effects are `(Δv ± c)/2`: they add up to `Δv` to the last digit, change
/// sign when the periods are swapped, and change places when prices and
/// quantities are. Errors with `E-TRADE-OVERFLOW`.
///
/// Unit: that of the values. Sign: positive when the value rises.
///
/// Source: T. L. Bennet, "The Theory of Measurement of Changes in Cost of
/// Living", Journal of the Royal Statistical Society 83(3), 1920.
pub fn effects(pair: Pair) -> Result<Effects, BasisError> {
    let [v0, v1] = [pair.v0, pair.v1].map(|value| value.at_scale(AMOUNT_SCALE));
    let scale = pair.q0.scale().max(pair.q1.scale());
    let [q0, q1] = [pair.q0, pair.q1].map(|quantity| quantity.at_scale(scale));
    let (v0, v1, q0, q1) = (v0?, v1?, q0?, q1?);
    let cross = cross(v0, v1, q0, q1).ok_or_else(|| overflow("a quantity effect"))?;
    Effects::split(pair.change()?, Exact::new(cross, AMOUNT_SCALE))
}

/// `c = v0·q1/q0 − v1·q0/q1`, rounded half away from zero, in the unit of the
/// values; both quantities positive and in one unit. None when it does not fit.
pub(crate) fn cross(v0: i128, v1: i128, q0: i128, q1: i128) -> Option<i128> {
    let (q0, q1) = shortened(q0, q1);
    short(v0, v1, q0, q1)
        .or_else(|| narrow(v0, v1, q0, q1))
        .or_else(|| wide(v0, v1, q0, q1))
}

/// Quantity and price effect in ten millionths, of values in millionths: the
/// formula of [`effects`] on the digits themselves. Both quantities positive
/// and in one unit. None when they do not fit.
pub(crate) fn halves(v0: i128, v1: i128, q0: i128, q1: i128) -> Option<[i128; 2]> {
    let change = v1.checked_sub(v0)?;
    let cross = cross(v0, v1, q0, q1)?;
    // Halves of a sixth decimal need a seventh: ten halves are five.
    let quantity = change.checked_add(cross)?.checked_mul(5)?;
    let price = change.checked_sub(cross)?.checked_mul(5)?;
    Some([quantity, price])
}

/// Two quantities without the thousands both are a multiple of: only their
/// ratio counts, and quantities are printed with few decimals.
fn shortened(mut q0: i128, mut q1: i128) -> (i128, i128) {
    for (step, most) in [(1_000_000_000, 3), (1_000, 2)] {
        for _ in 0..most {
            let (Some(a), Some(b)) = (divided(q0, step), divided(q1, step)) else {
                break;
            };
            (q0, q1) = (a, b);
        }
    }
    (q0, q1)
}

/// `amount / step` where nothing is left over.
fn divided(amount: i128, step: i64) -> Option<i128> {
    // A division of 64 bits costs a fraction of one of 128.
    let quotient = match i64::try_from(amount) {
        Ok(amount) => (amount % step == 0).then(|| i128::from(amount / step)),
        Err(_) => {
            let step = i128::from(step);
            (amount % step == 0).then(|| amount / step)
        }
    };
    quotient.filter(|quotient| *quotient != 0)
}

/// The same where 128 bits are enough.
fn short(v0: i128, v1: i128, q0: i128, q1: i128) -> Option<i128> {
    let first = v0.checked_mul(q1)?.checked_mul(q1)?;
    let second = v1.checked_mul(q0)?.checked_mul(q0)?;
    let over = q0.checked_mul(q1)?;
    let of = first.checked_sub(second)?;
    let quotient = of / over;
    // A product costs a fraction of a second division.
    let rest = of.wrapping_sub(quotient.wrapping_mul(over)).unsigned_abs();
    let away = i128::from(rest >= over.unsigned_abs() - rest);
    Some(quotient + if of < 0 { -away } else { away })
}

/// The same where 256 bits are enough.
fn narrow(v0: i128, v1: i128, q0: i128, q1: i128) -> Option<i128> {
    let [v0, v1, q0, q1] = [v0, v1, q0, q1].map(i256::from_i128);
    let first = v0.checked_mul(q1)?.checked_mul(q1)?;
    let second = v1.checked_mul(q0)?.checked_mul(q0)?;
    div_round(first.checked_sub(second)?, q0.checked_mul(q1)?)?.to_i128()
}

/// The same with as many digits as it takes.
fn wide(v0: i128, v1: i128, q0: i128, q1: i128) -> Option<i128> {
    let [v0, v1, q0, q1] = [v0, v1, q0, q1].map(BigInt::from);
    let over = &q0 * &q1;
    let twice: BigInt = (v0 * &q1 * &q1 - v1 * &q0 * &q0) * 2;
    // Half away from zero: ⌊(2|n| + d) / 2d⌋ with the sign of n.
    let negative = twice.sign() == num_bigint::Sign::Minus;
    let size: BigInt = (BigInt::from(twice.magnitude().clone()) + &over) / (&over * 2);
    i128::try_from(if negative { -size } else { size }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(v0: i64, q0: i64, v1: i64, q1: i64) -> Pair {
        let [v0, q0, v1, q1] = [v0, q0, v1, q1].map(|n| Exact::new(n.into(), 6));
        Pair { v0, q0, v1, q1 }
    }

    /// p 2 → 3, q 10 → 14: quantity 2.5 × 4, price 12 × 1.
    #[test]
    fn worked_by_hand() {
        let whole = |n| Exact::whole(n);
        let split = effects(Pair {
            v0: whole(20),
            q0: whole(10),
            v1: whole(42),
            q1: whole(14),
        })
        .unwrap();
        assert_eq!(split.quantity, whole(10));
        assert_eq!(split.price, whole(12));
    }

    proptest! {
        #[test]
        fn closes_to_the_last_digit(v0 in 0i64.., q0 in 1i64.., v1 in 0i64.., q1 in 1i64..1_000_000_000) {
            // Extreme quantity ratios overflow and must say so.
            if let Ok(split) = effects(pair(v0, q0, v1, q1)) {
                let sum = split.quantity.plus(split.price).unwrap();
                prop_assert_eq!(sum, pair(v0, q0, v1, q1).change().unwrap());
            }
        }

        #[test]
        fn swapping_periods_flips_signs(v0 in 0i64.., q0 in 1i64.., v1 in 0i64.., q1 in 1i64..) {
            let item = pair(v0, q0, v1, q1);
            let (there, back) = (effects(item).unwrap(), effects(item.reversed()).unwrap());
            prop_assert_eq!(there.quantity, back.quantity.negated());
            prop_assert_eq!(there.price, back.price.negated());
        }

        #[test]
        fn swapping_prices_and_quantities_swaps_effects(
            p0 in 1i64..1_000_000, q0 in 1i64..1_000_000, p1 in 1i64..1_000_000, q1 in 1i64..1_000_000,
        ) {
            let of = |v: i64| Exact::whole(v.into());
            let item = Pair { v0: of(p0 * q0), q0: of(q0), v1: of(p1 * q1), q1: of(q1) };
            let dual = Pair { q0: of(p0), q1: of(p1), ..item };
            let (there, swapped) = (effects(item).unwrap(), effects(dual).unwrap());
            prop_assert_eq!(there.quantity, swapped.price);
            prop_assert_eq!(there.price, swapped.quantity);
        }

        #[test]
        fn agrees_with_the_midpoint_formula(
            p0 in 1i64..1000, q0 in 1i64..1000, p1 in 1i64..1000, q1 in 1i64..1000,
        ) {
            let of = |v: i64| Exact::whole(v.into());
            let item = Pair { v0: of(p0 * q0), q0: of(q0), v1: of(p1 * q1), q1: of(q1) };
            let twice = of((p0 + p1) * (q1 - q0));
            let quantity = effects(item).unwrap().quantity;
            prop_assert_eq!(quantity.plus(quantity).unwrap(), twice);
        }

        #[test]
        fn both_widths_agree(v0 in any::<i64>(), q0 in 1i64.., v1 in any::<i64>(), q1 in 1i64..) {
            let [v0, v1, q0, q1] = [v0, v1, q0, q1].map(i128::from);
            if let Some(cross) = narrow(v0, v1, q0, q1) {
                prop_assert_eq!(Some(cross), wide(v0, v1, q0, q1));
            }
        }

        #[test]
        fn short_amounts_round_as_long_ones(
            v0 in -1_000_000_000_000i128..1_000_000_000_000, q0 in 1i128..40_000,
            v1 in -1_000_000_000_000i128..1_000_000_000_000, q1 in 1i128..40_000,
            zeros in 0u32..8,
        ) {
            let many = 10i128.pow(zeros);
            let long = wide(v0, v1, q0 * many, q1 * many);
            prop_assert_eq!(short(v0, v1, q0, q1), long);
            prop_assert_eq!(cross(v0, v1, q0 * many, q1 * many), long);
        }
    }
}
