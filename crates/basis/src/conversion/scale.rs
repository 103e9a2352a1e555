//! One scale to another, exactly.

use crate::basis::Basis;
use crate::error::BasisError;
use crate::interval::{Bound, Interval};
use crate::kind::Kind;
use crate::lineage::Step;
use crate::number::shift;
use crate::quantity::{Quantity, overflow};
use crate::scale::Scale;

/// V × 10^(from − to)
///
/// Writes the same number at another scale: 4.19 万亿 is 41,900 亿. Exact.
///
/// # Errors
/// `E-NUMBER-OVERFLOW` when the digits do not fit at the new scale.
///
/// Unit: that of the quantity.
///
/// Source: arithmetic; powers of ten by SDMX's code list of unit multipliers,
/// CL_UNIT_MULT.
pub fn rescale<K: Kind>(quantity: &Quantity<K>, to: Scale) -> Result<Quantity<K>, BasisError> {
    let from = quantity.basis().scale;
    if from == to {
        return Ok(quantity.clone());
    }
    let power = i32::try_from(from.exponent()).unwrap_or_default()
        - i32::try_from(to.exponent()).unwrap_or_default();
    let refusal = || overflow("the rescaled number", "换算数量级后的数字");
    let value = shift(quantity.value(), power).ok_or_else(refusal)?;
    let interval = shifted(quantity.interval(), power).ok_or_else(refusal)?;
    let basis = Basis {
        scale: to,
        ..quantity.basis().clone()
    };
    let step = Step::new(
        "rescale",
        format!("from 10^{} to 10^{}", from.exponent(), to.exponent()),
        format!("由 10^{} 换为 10^{}", from.exponent(), to.exponent()),
    );
    Ok(quantity.derived(value, interval, basis, step))
}

fn shifted(interval: &Interval, power: i32) -> Option<Interval> {
    let end = |bound| {
        Some(match bound {
            Bound::Closed(value) => Bound::Closed(shift(value, power)?),
            Bound::Open(value) => Bound::Open(shift(value, power)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    };
    Interval::new(end(interval.lo())?, end(interval.hi())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Flow;
    use crate::unit::Unit;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn quantity(value: Decimal, unit: &str) -> Quantity<Flow> {
        let (unit, scale) = Unit::parse(unit).unwrap();
        let basis = Basis {
            scale,
            ..Basis::of(unit)
        };
        Quantity::new(value, basis).unwrap()
    }

    #[test]
    fn two_scales_meet_after_rescaling_one() {
        let trillions = quantity(Decimal::new(419, 2), "万亿美元");
        let hundred_millions = quantity(Decimal::from(41_900), "亿美元");
        let refusal = trillions.minus(&hundred_millions).unwrap_err();
        assert_eq!(refusal.code(), "E-BASIS-SCALE");
        let same = rescale(&trillions, Scale::Yi).unwrap();
        assert_eq!(same.value(), hundred_millions.value());
        assert!(same.minus(&hundred_millions).unwrap().value().is_zero());
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_number(m in any::<i64>(), s in 0u32..6, to in 0usize..12) {
            let value = quantity(Decimal::new(m, s), "USD mn");
            let to = Scale::all().nth(to).unwrap();
            let back = rescale(&rescale(&value, to).unwrap(), Scale::Million).unwrap();
            prop_assert_eq!(back.value(), value.value());
            prop_assert_eq!(back.interval(), value.interval());
        }
    }
}
