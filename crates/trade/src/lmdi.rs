//! The logarithmic mean split: `quantity = L(v1,v0) ln(q1/q0)`.

use triffin_basis::BasisError;

use crate::Exact;
use crate::decompose::{Effects, Pair};
use crate::error::overflow;
use crate::exact::AMOUNT_SCALE;

/// `quantity = L ln(q1/q0)`, `price = L ln(p1/p0)`, `L = (v1−v0)/(ln v1 − ln v0)`
/// and `L = v0` when both values are equal.
///
/// Values and quantities positive; effects at seven decimals, positive when
/// they raise the value; none when a value is not positive. The logarithms
/// are doubles, accurate to about 15 digits; their cross term is rounded once
/// to six decimals, so the effects still add up to `Δv` to the last digit and
/// change sign when the periods are swapped.
///
/// Source: B. W. Ang, "The LMDI approach to decomposition analysis: a
/// practical guide", Energy Policy 33(7), 2005, equations of table 2.
pub fn effects(pair: Pair) -> Result<Option<Effects>, BasisError> {
    if pair.v0.signum() <= 0 || pair.v1.signum() <= 0 {
        return Ok(None);
    }
    let log = |amount: Exact| amount.to_f64().ln();
    let mean = log_mean(pair.v0.to_f64(), pair.v1.to_f64());
    let value = log(pair.v1) - log(pair.v0);
    let quantity = log(pair.q1) - log(pair.q0);
    let cross = rounded(mean * quantity - mean * (value - quantity))?;
    Effects::split(pair.change()?, cross).map(Some)
}

/// `L(a, b) = (b − a)/(ln b − ln a)`, `L(a, a) = a`, for positive numbers.
pub fn log_mean(a: f64, b: f64) -> f64 {
    let relative = (b - a) / (a + b);
    if relative.abs() < 1e-4 {
        // The quotient loses digits here: L ≈ m(1 − r²/3 − 4r⁴/45), m the mean.
        let square = relative * relative;
        return (a + b) / 2.0 * (1.0 - square / 3.0 - square * square * 4.0 / 45.0);
    }
    (b - a) / (b.ln() - a.ln())
}

fn rounded(amount: f64) -> Result<Exact, BasisError> {
    let digits = (amount * 1e6).round();
    if !digits.is_finite() || digits.abs() >= 1e38 {
        return Err(overflow("a quantity effect"));
    }
    Ok(Exact::new(digits as i128, AMOUNT_SCALE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(v0: i64, q0: i64, v1: i64, q1: i64) -> Pair {
        let [v0, q0, v1, q1] = [v0, q0, v1, q1].map(|n| Exact::whole(n.into()));
        Pair { v0, q0, v1, q1 }
    }

    /// v 100 → 200 with q 10 → 20 and p unchanged: all of it is quantity.
    #[test]
    fn an_unchanged_price_has_no_effect() {
        let split = effects(whole(100, 10, 200, 20)).unwrap().unwrap();
        assert_eq!(split.quantity, Exact::whole(100));
        assert_eq!(split.price, Exact::ZERO);
    }

    #[test]
    fn no_logarithm_of_nothing() {
        assert_eq!(effects(whole(0, 10, 200, 20)).unwrap(), None);
    }

    proptest! {
        #[test]
        fn closes_and_flips(v0 in 1i64..1_000_000_000, q0 in 1i64..1_000_000, v1 in 1i64..1_000_000_000, q1 in 1i64..1_000_000) {
            let item = whole(v0, q0, v1, q1);
            let there = effects(item).unwrap().unwrap();
            let back = effects(item.reversed()).unwrap().unwrap();
            prop_assert_eq!(there.quantity.plus(there.price).unwrap(), item.change().unwrap());
            prop_assert_eq!(there.quantity, back.quantity.negated());
            prop_assert_eq!(there.price, back.price.negated());
        }

        #[test]
        fn lies_between_geometric_and_arithmetic_mean(a in 1e-3f64..1e12, r in 1e-9f64..10.0) {
            let b = a * (1.0 + r);
            let mean = log_mean(a, b);
            prop_assert!(mean >= (a * b).sqrt() * (1.0 - 1e-12));
            prop_assert!(mean <= (a + b) / 2.0 * (1.0 + 1e-12));
        }
    }
}
