//! From printed digits and a hedge to an interval.

use rust_decimal::Decimal;

use super::{Bound, Interval};
use crate::error::BasisError;
use crate::hedge::Hedge;
use crate::number::{Printed, compose, shift};
use crate::scale::Scale;

impl Interval {
    /// 46.4 → [46.35, 46.45)
    ///
    /// Every value the digits allow, times the scale. With v the magnitude, u
    /// one unit of the last printed digit and w one unit of the last digit
    /// that is not zero behind it (4,000: u = 1, w = 1,000; 4.0: w = 0.1 as
    /// its zero is printed behind the point). A hedged figure is as wide however
    /// it is written: its width depends on w alone, so that `about 3 bn`, 约30亿
    /// and `about 3,000 mn` agree.
    ///
    /// | hedge | magnitudes allowed |
    /// |---|---|
    /// | none | [v − u/2, v + u/2), rounded half up |
    /// | about, 约 | [v − r, v + r], r = w/2 for one significant digit, w for more |
    /// | nearly, 近 | [v − w, v]; below a power of ten w/10: 近1000 is [900, 1000] |
    /// | over, 逾, 超 | (v, v + w] |
    /// | under, 不足 | [0, v) |
    /// | at least, 至少 | [v, ∞) |
    /// | at most, 至多 | [0, v] |
    ///
    /// A negative figure is the mirror image.
    ///
    /// Unit: that of the figure, at scale one.
    ///
    /// # Errors
    /// `E-INTERVAL-RANGE` when an end does not fit a [`Decimal`].
    ///
    /// Source: R. E. Moore, Interval Analysis (1966), ch. 2, for the enclosure;
    /// the classes of the hedges are this project's convention.
    pub fn from_printed(
        printed: Printed,
        scale: Scale,
        hedge: Hedge,
    ) -> Result<Interval, BasisError> {
        let ends = magnitudes(printed, hedge).ok_or_else(|| out_of_range(&printed.value))?;
        let signed = match (printed.value.is_zero(), hedge) {
            (true, Hedge::Exact) => around_zero(printed.place),
            _ if printed.value.is_sign_negative() => Some(Interval {
                lo: negate(ends.1),
                hi: negate(ends.0),
            }),
            _ => Some(Interval {
                lo: ends.0,
                hi: ends.1,
            }),
        };
        signed
            .and_then(|interval| scaled(interval, scale))
            .ok_or_else(|| out_of_range(&printed.value))
    }
}

fn magnitudes(printed: Printed, hedge: Hedge) -> Option<(Bound, Bound)> {
    let v = printed.value.abs();
    let half_unit = compose(5, printed.place.checked_sub(1)?)?;
    let significant = compose(1, last_significant_place(printed)?)?;
    let digits = v.checked_div(significant)?;
    let zero = Bound::Closed(Decimal::ZERO);
    Some(match hedge {
        Hedge::Exact => (
            Bound::Closed(v.checked_sub(half_unit)?),
            Bound::Open(v.checked_add(half_unit)?),
        ),
        Hedge::About => {
            let reach = if digits < Decimal::TEN {
                significant.checked_div(Decimal::TWO)?
            } else {
                significant
            };
            (
                Bound::Closed(v.checked_sub(reach)?),
                Bound::Closed(v.checked_add(reach)?),
            )
        }
        Hedge::Nearly => {
            // The figure before a power of ten has a digit less.
            let step = if digits == Decimal::ONE {
                significant.checked_div(Decimal::TEN)?
            } else {
                significant
            };
            (Bound::Closed(v.checked_sub(step)?), Bound::Closed(v))
        }
        Hedge::Over => (Bound::Open(v), Bound::Closed(v.checked_add(significant)?)),
        Hedge::Under => (zero, Bound::Open(v)),
        Hedge::AtLeast => (Bound::Closed(v), Bound::Unbounded),
        Hedge::AtMost => (zero, Bound::Closed(v)),
        // A range has two figures; of one there is nothing to say but itself.
        Hedge::Between => (Bound::Closed(v), Bound::Closed(v)),
    })
}

/// Power of ten of the last digit that says something: zeros behind the point
/// were printed on purpose, zeros before it may only hold the place.
fn last_significant_place(printed: Printed) -> Option<i32> {
    if printed.value.is_zero() || printed.place < 0 {
        return Some(printed.place);
    }
    let reduced = printed.value.normalize();
    let mut place = -i32::try_from(reduced.scale()).ok()?;
    let mut mantissa = reduced.mantissa();
    while mantissa % 10 == 0 {
        mantissa /= 10;
        place += 1;
    }
    Some(place.max(printed.place))
}

fn around_zero(place: i32) -> Option<Interval> {
    let half_unit = compose(5, place.checked_sub(1)?)?;
    Some(Interval {
        lo: Bound::Open(-half_unit),
        hi: Bound::Open(half_unit),
    })
}

fn scaled(interval: Interval, scale: Scale) -> Option<Interval> {
    let power = i32::try_from(scale.exponent()).ok()?;
    let end = |bound| {
        Some(match bound {
            Bound::Closed(value) => Bound::Closed(shift(value, power)?),
            Bound::Open(value) => Bound::Open(shift(value, power)?),
            Bound::Unbounded => Bound::Unbounded,
        })
    };
    Some(Interval {
        lo: end(interval.lo)?,
        hi: end(interval.hi)?,
    })
}

pub(super) fn negate(bound: Bound) -> Bound {
    match bound {
        Bound::Closed(value) => Bound::Closed(-value),
        Bound::Open(value) => Bound::Open(-value),
        Bound::Unbounded => Bound::Unbounded,
    }
}

pub(super) fn out_of_range(value: &dyn std::fmt::Display) -> BasisError {
    BasisError::new(
        "E-INTERVAL-RANGE",
        format!("an end of the interval of {value} does not fit"),
        format!("{value} 的区间端点超出范围"),
    )
    .value(value)
    .expected("at most 28 significant digits", "至多 28 位有效数字")
    .remedy(
        "Use a larger scale or fewer digits",
        "请改用更大的数量级或更少的位数",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::parse_printed;
    use proptest::prelude::*;

    fn of(text: &str, scale: Scale, hedge: Hedge) -> String {
        Interval::from_printed(parse_printed(text).unwrap(), scale, hedge)
            .unwrap()
            .to_string()
    }

    /// S11.8: a share of 46.4 % is [46.35, 46.45].
    #[test]
    fn a_share_is_the_interval_its_digits_allow() {
        assert_eq!(of("46.4", Scale::One, Hedge::Exact), "[46.35, 46.45)");
        assert_eq!(of("46.40", Scale::One, Hedge::Exact), "[46.395, 46.405)");
        assert_eq!(of("-46.4", Scale::One, Hedge::Exact), "(-46.45, -46.35]");
        assert_eq!(of("0.0", Scale::One, Hedge::Exact), "(-0.05, 0.05)");
    }

    #[test]
    fn a_scale_widens_the_last_digit() {
        assert_eq!(
            of("4.19", Scale::Trillion, Hedge::Exact),
            "[4185000000000, 4195000000000)"
        );
        assert_eq!(
            of("41,900", Scale::Yi, Hedge::Exact),
            "[4189950000000, 4190050000000)"
        );
    }

    #[test]
    fn hedges_widen_or_bound() {
        assert_eq!(of("46.4", Scale::One, Hedge::About), "[46.3, 46.5]");
        assert_eq!(of("4000", Scale::One, Hedge::About), "[3500, 4500]");
        assert_eq!(of("4.0", Scale::One, Hedge::About), "[3.9, 4.1]");
        assert_eq!(of("3", Scale::One, Hedge::About), "[2.5, 3.5]");
        assert_eq!(of("70", Scale::One, Hedge::Nearly), "[60, 70]");
        assert_eq!(of("1000", Scale::One, Hedge::Nearly), "[900, 1000]");
        assert_eq!(of("5000", Scale::One, Hedge::Over), "(5000, 6000]");
        assert_eq!(of("5", Scale::One, Hedge::Under), "[0, 5)");
        assert_eq!(of("5", Scale::One, Hedge::AtLeast), "[5, ∞)");
        assert_eq!(of("5", Scale::One, Hedge::AtMost), "[0, 5]");
        assert_eq!(of("-5000", Scale::One, Hedge::Over), "[-6000, -5000)");
        assert_eq!(of("-5", Scale::One, Hedge::AtLeast), "(−∞, -5]");
    }

    proptest! {
        #[test]
        fn the_value_is_inside_and_about_is_no_narrower(m in any::<i32>(), s in 0u32..4) {
            let printed = parse_printed(&Decimal::new(i64::from(m), s).to_string()).unwrap();
            let of = |hedge| Interval::from_printed(printed, Scale::One, hedge).unwrap();
            let (exact, about) = (of(Hedge::Exact), of(Hedge::About));
            prop_assert!(exact.contains(printed.value));
            prop_assert!(about.lo().value() <= exact.lo().value());
            prop_assert!(about.hi().value() >= exact.hi().value());
        }

        #[test]
        fn bounds_lie_on_their_side_of_the_magnitude(m in 1i32.., s in 0u32..4, negative in any::<bool>()) {
            let m = if negative { -i64::from(m) } else { i64::from(m) };
            let printed = parse_printed(&Decimal::new(m, s).to_string()).unwrap();
            let of = |hedge| Interval::from_printed(printed, Scale::One, hedge).unwrap();
            let far = |interval: Interval| if negative { interval.lo() } else { interval.hi() };
            let near = |interval: Interval| if negative { interval.hi() } else { interval.lo() };
            for hedge in [Hedge::Nearly, Hedge::Under, Hedge::AtMost] {
                prop_assert_eq!(far(of(hedge)).value(), Some(printed.value));
            }
            for hedge in [Hedge::Over, Hedge::AtLeast] {
                prop_assert_eq!(near(of(hedge)).value(), Some(printed.value));
            }
        }
    }

    /// 002 says nearly 70 % for 16 of 23 cases.
    #[test]
    fn sixteen_of_twenty_three_is_nearly_seventy_percent() {
        let nearly =
            Interval::from_printed(parse_printed("70").unwrap(), Scale::One, Hedge::Nearly)
                .unwrap();
        assert!(nearly.contains(Decimal::new(1600, 0) / Decimal::new(23, 0)));
    }
}
