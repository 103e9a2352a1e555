//! + − × ÷ of intervals, enclosing every pair of values.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::printed::{negate, out_of_range};
use super::{Bound, Interval};
use crate::error::BasisError;
use crate::number::{exact_add, exact_mul};

/// An end on the extended line, with its side known.
#[derive(Clone, Copy)]
enum End {
    Below,
    At { value: Decimal, open: bool },
    Above,
}

/// A result that may lie up to one unit of its last place either side.
struct Rounded {
    down: Decimal,
    up: Decimal,
}

impl Interval {
    /// [a, b] + [c, d] = [a + c, b + d]
    ///
    /// # Errors
    /// `E-INTERVAL-RANGE` when an end does not fit.
    pub fn plus(&self, other: &Interval) -> Result<Interval, BasisError> {
        self.sum(other).ok_or_else(|| out_of_range(self))
    }

    /// [a, b] − [c, d] = [a − d, b − c]
    ///
    /// # Errors
    /// `E-INTERVAL-RANGE` when an end does not fit.
    pub fn minus(&self, other: &Interval) -> Result<Interval, BasisError> {
        self.plus(&other.negated())
    }

    /// The mirror image about zero.
    #[must_use]
    pub fn negated(&self) -> Interval {
        Interval {
            lo: negate(self.hi),
            hi: negate(self.lo),
        }
    }

    /// [a, b] × [c, d] = [min(ac, ad, bc, bd), max(ac, ad, bc, bd)]
    ///
    /// # Errors
    /// `E-INTERVAL-RANGE` when an end does not fit.
    pub fn times(&self, other: &Interval) -> Result<Interval, BasisError> {
        self.hull(other, product).ok_or_else(|| out_of_range(self))
    }

    /// [a, b] ÷ [c, d] = [a, b] × [1/d, 1/c], 0 ∉ [c, d]
    ///
    /// # Errors
    /// `E-INTERVAL-ZERO` when the divisor contains or touches zero,
    /// `E-INTERVAL-RANGE` when an end does not fit.
    pub fn over(&self, other: &Interval) -> Result<Interval, BasisError> {
        if other.touches_zero() {
            return Err(division_by_zero(other));
        }
        self.hull(other, quotient).ok_or_else(|| out_of_range(self))
    }

    fn touches_zero(&self) -> bool {
        let below = self.lo.value().is_none_or(|lo| lo <= Decimal::ZERO);
        let above = self.hi.value().is_none_or(|hi| hi >= Decimal::ZERO);
        below && above
    }

    fn sum(&self, other: &Interval) -> Option<Interval> {
        let lo = match (self.lo.value(), other.lo.value()) {
            (Some(a), Some(b)) => {
                let closed = self.lo.is_closed() && other.lo.is_closed();
                bound(add(a, b)?.down, closed)
            }
            _ => Bound::Unbounded,
        };
        let hi = match (self.hi.value(), other.hi.value()) {
            (Some(a), Some(b)) => {
                let closed = self.hi.is_closed() && other.hi.is_closed();
                bound(add(a, b)?.up, closed)
            }
            _ => Bound::Unbounded,
        };
        Some(Interval { lo, hi })
    }

    fn ends(&self) -> [End; 2] {
        let end = |bound: Bound, missing| match bound {
            Bound::Closed(value) => End::At { value, open: false },
            Bound::Open(value) => End::At { value, open: true },
            Bound::Unbounded => missing,
        };
        [end(self.lo, End::Below), end(self.hi, End::Above)]
    }

    /// The smallest interval that holds `combine` of every pair of ends.
    fn hull(
        &self,
        other: &Interval,
        combine: fn(End, End) -> Option<(End, End)>,
    ) -> Option<Interval> {
        let mut lo = End::Above;
        let mut hi = End::Below;
        for a in self.ends() {
            for b in other.ends() {
                let (down, up) = combine(a, b)?;
                lo = outermost(lo, down, Ordering::Less);
                hi = outermost(hi, up, Ordering::Greater);
            }
        }
        Some(Interval {
            lo: to_bound(lo),
            hi: to_bound(hi),
        })
    }
}

/// Of two ends the one further in `direction`; of equal ones the closed one.
fn outermost(a: End, b: End, direction: Ordering) -> End {
    match order(a, b) {
        Ordering::Equal => match a {
            End::At { open: true, .. } => b,
            _ => a,
        },
        o if o == direction => a,
        _ => b,
    }
}

fn order(a: End, b: End) -> Ordering {
    match (a, b) {
        (End::Below, End::Below) | (End::Above, End::Above) => Ordering::Equal,
        (End::Below, _) | (_, End::Above) => Ordering::Less,
        (End::Above, _) | (_, End::Below) => Ordering::Greater,
        (End::At { value: x, .. }, End::At { value: y, .. }) => x.cmp(&y),
    }
}

fn product(a: End, b: End) -> Option<(End, End)> {
    if let (End::At { value: x, open: p }, End::At { value: y, open: q }) = (a, b) {
        let reached = (x.is_zero() && !p) || (y.is_zero() && !q);
        return Some(at(multiply(x, y)?, (p || q) && !reached));
    }
    // A bound without end times zero stays zero: the zero end wins.
    let sign = sign(a) * sign(b);
    let end = match sign {
        0 => End::At {
            value: Decimal::ZERO,
            open: is_open(a) || is_open(b),
        },
        s => infinite(s),
    };
    Some((end, end))
}

/// The divisor's ends are never zero here.
fn quotient(a: End, b: End) -> Option<(End, End)> {
    match (a, b) {
        (End::At { value: x, open: p }, End::At { value: y, open: q }) => {
            let reached = x.is_zero() && !p;
            Some(at(divide(x, y)?, (p || q) && !reached))
        }
        (_, End::Below | End::Above) => {
            let end = End::At {
                value: Decimal::ZERO,
                open: true,
            };
            Some((end, end))
        }
        _ => {
            let end = infinite(sign(a) * sign(b));
            Some((end, end))
        }
    }
}

fn sign(end: End) -> i8 {
    match end {
        End::Below => -1,
        End::Above => 1,
        End::At { value, .. } if value.is_zero() => 0,
        End::At { value, .. } if value.is_sign_negative() => -1,
        End::At { .. } => 1,
    }
}

fn is_open(end: End) -> bool {
    matches!(end, End::At { open: true, .. })
}

fn infinite(sign: i8) -> End {
    if sign < 0 { End::Below } else { End::Above }
}

fn at(rounded: Rounded, open: bool) -> (End, End) {
    let end = |value| End::At { value, open };
    (end(rounded.down), end(rounded.up))
}

fn to_bound(end: End) -> Bound {
    match end {
        End::At { value, open } => bound(value, !open),
        End::Below | End::Above => Bound::Unbounded,
    }
}

fn bound(value: Decimal, closed: bool) -> Bound {
    if closed {
        Bound::Closed(value)
    } else {
        Bound::Open(value)
    }
}

fn exact(value: Decimal) -> Rounded {
    Rounded {
        down: value,
        up: value,
    }
}

/// A value rounded by [`Decimal`], moved outward by one unit of its last place.
fn outward(value: Decimal) -> Option<Rounded> {
    let unit = Decimal::new(1, value.scale());
    Some(Rounded {
        down: value.checked_sub(unit)?,
        up: value.checked_add(unit)?,
    })
}

fn add(a: Decimal, b: Decimal) -> Option<Rounded> {
    match exact_add(a, b) {
        Some(sum) => Some(exact(sum)),
        None => outward(a.checked_add(b)?),
    }
}

fn multiply(a: Decimal, b: Decimal) -> Option<Rounded> {
    match exact_mul(a, b) {
        Some(product) => Some(exact(product)),
        None => outward(a.checked_mul(b)?),
    }
}

fn divide(a: Decimal, b: Decimal) -> Option<Rounded> {
    let ratio = a.checked_div(b)?;
    if exact_mul(ratio, b) == Some(a) {
        return Some(exact(ratio));
    }
    outward(ratio)
}

fn division_by_zero(divisor: &Interval) -> BasisError {
    BasisError::new(
        "E-INTERVAL-ZERO",
        format!("the divisor {divisor} may be zero"),
        format!("除数 {divisor} 可能为零"),
    )
    .value(divisor)
    .expected(
        "a divisor whose digits exclude zero",
        "位数足以排除零的除数",
    )
    .remedy(
        "Use a figure printed with more digits",
        "请使用位数更多的数字",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hedge::Hedge;
    use crate::number::parse_printed;
    use crate::scale::Scale;
    use proptest::prelude::*;

    fn printed(text: &str) -> Interval {
        Interval::from_printed(parse_printed(text).unwrap(), Scale::One, Hedge::Exact).unwrap()
    }

    fn at_least(text: &str) -> Interval {
        Interval::from_printed(parse_printed(text).unwrap(), Scale::One, Hedge::AtLeast).unwrap()
    }

    #[test]
    fn a_difference_of_printed_figures_is_an_interval() {
        let balance = printed("1957").minus(&printed("4289")).unwrap();
        assert_eq!(balance.to_string(), "(-2333, -2331)");
    }

    /// 2,332 of 9,096 is 25.6 %; 32 % is outside what the digits allow.
    #[test]
    fn a_share_is_checked_against_its_digits() {
        let hundred = Interval::point(Decimal::ONE_HUNDRED);
        let share = printed("2332")
            .over(&printed("9096"))
            .and_then(|ratio| ratio.times(&hundred))
            .unwrap();
        assert!(share.overlaps(&printed("25.6")));
        assert_eq!(share.order(&printed("32")), Some(Ordering::Less));
    }

    /// 002: 2.92 over a growth factor of 1.254 is 2.33.
    #[test]
    fn a_back_cast_agrees_within_its_digits() {
        let before = printed("2.92").over(&printed("1.254")).unwrap();
        assert!(before.overlaps(&printed("2.33")));
        assert!(!before.overlaps(&printed("2.35")));
    }

    /// Printed parts need not add up to the printed total; their interval must.
    #[test]
    fn rounded_parts_meet_their_rounded_total() {
        let sum = printed("33.3")
            .plus(&printed("33.3"))
            .and_then(|two| two.plus(&printed("33.3")))
            .unwrap();
        assert!(sum.overlaps(&printed("100.0")));
        assert!(!sum.overlaps(&printed("100.3")));
    }

    #[test]
    fn a_divisor_that_may_be_zero_is_refused() {
        for divisor in ["0", "0.0", "-0.4"] {
            let divisor = printed(divisor).plus(&printed("0")).unwrap();
            assert_eq!(
                printed("1").over(&divisor).unwrap_err().code(),
                "E-INTERVAL-ZERO"
            );
        }
        let touching = Interval::new(Bound::Open(Decimal::ZERO), Bound::Closed(Decimal::ONE));
        assert!(printed("1").over(&touching.unwrap()).is_err());
    }

    #[test]
    fn a_bound_without_end_stays_without_end() {
        assert_eq!(
            at_least("5").plus(&printed("1")).unwrap().to_string(),
            "[5.5, ∞)"
        );
        assert_eq!(
            at_least("5").times(&printed("-2")).unwrap().to_string(),
            "(−∞, -7.5]"
        );
        assert_eq!(
            printed("10").over(&at_least("5")).unwrap().to_string(),
            "(0, 2.1)"
        );
    }

    fn small() -> impl Strategy<Value = Decimal> {
        (-100_000i64..100_000, 0u32..4).prop_map(|(m, s)| Decimal::new(m, s))
    }

    fn interval() -> impl Strategy<Value = (Interval, Decimal)> {
        (small(), small(), 0i64..=8).prop_map(|(a, b, t)| {
            let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
            let inside = lo + (hi - lo) * Decimal::new(t * 125, 3);
            (Interval::closed(lo, hi).unwrap(), inside)
        })
    }

    proptest! {
        #[test]
        fn every_pair_of_values_is_enclosed((a, x) in interval(), (b, y) in interval()) {
            prop_assert!(a.plus(&b).unwrap().contains(x + y));
            prop_assert!(a.minus(&b).unwrap().contains(x - y));
            prop_assert!(a.times(&b).unwrap().contains(x * y));
            if let Ok(ratio) = a.over(&b) {
                // The ratio itself is rounded half even at the 28th digit; the
                // outward step of one such unit covers it.
                prop_assert!(ratio.contains(x / y), "{ratio} without {}", x / y);
            }
        }

        #[test]
        fn a_difference_with_itself_contains_zero((a, _) in interval()) {
            prop_assert!(a.minus(&a).unwrap().contains(Decimal::ZERO));
        }
    }
}
