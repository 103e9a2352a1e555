//! The base-period split: `quantity = p0 Δq`, `price = q0 Δp`.

use num_bigint::BigInt;
use triffin_basis::BasisError;

use crate::Exact;
use crate::decompose::{Effects, Pair};
use crate::error::overflow;
use crate::exact::AMOUNT_SCALE;

/// `quantity = v0·(q1 − q0)/q0`, `price = v1·q0/q1 − v0`.
///
/// Quantities positive; effects rounded once at six decimals, positive when
/// they raise the value. They do not add up to `Δv`: the joint change
/// `Δp·Δq` is left over and belongs to the residual.
pub fn effects(pair: Pair) -> Result<Effects, BasisError> {
    let [v0, v1] = [pair.v0, pair.v1].map(|value| value.at_scale(AMOUNT_SCALE));
    let scale = pair.q0.scale().max(pair.q1.scale());
    let [q0, q1] = [pair.q0, pair.q1].map(|quantity| quantity.at_scale(scale));
    let (v0, v1, q0, q1) = (v0?, v1?, q0?, q1?);
    let at_base_price = scaled(v0, q1, q0)?;
    let at_base_quantity = scaled(v1, q0, q1)?;
    let exact = |digits| Exact::new(digits, AMOUNT_SCALE);
    Ok(Effects {
        quantity: exact(at_base_price).minus(pair.v0)?,
        price: exact(at_base_quantity).minus(pair.v0)?,
    })
}

/// `value·up/down`, rounded half away from zero.
fn scaled(value: i128, up: i128, down: i128) -> Result<i128, BasisError> {
    let twice: BigInt = BigInt::from(value) * up * 2;
    let size: BigInt = (BigInt::from(twice.magnitude().clone()) + down) / (BigInt::from(down) * 2);
    i128::try_from(if value < 0 { -size } else { size }).map_err(|_| overflow("a quantity effect"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// p 2 → 3, q 10 → 14: quantity 2 × 4, price 10 × 1, 4 left over.
    #[test]
    fn worked_by_hand() {
        let [v0, q0, v1, q1] = [20, 10, 42, 14].map(Exact::whole);
        let pair = Pair { v0, q0, v1, q1 };
        let split = effects(pair).unwrap();
        assert_eq!(split.quantity, Exact::whole(8));
        assert_eq!(split.price, Exact::whole(10));
    }

    proptest! {
        #[test]
        fn what_is_left_over_is_the_joint_change(
            p0 in 1i64..1000, q0 in 1i64..1000, p1 in 1i64..1000, q1 in 1i64..1000,
        ) {
            let of = |v: i64| Exact::whole(v.into());
            let pair = Pair { v0: of(p0 * q0), q0: of(q0), v1: of(p1 * q1), q1: of(q1) };
            let split = effects(pair).unwrap();
            let rest = pair.change().unwrap().minus(split.quantity).unwrap().minus(split.price).unwrap();
            prop_assert_eq!(rest, of((p1 - p0) * (q1 - q0)));
        }
    }
}
