//! Rounding intervals: a printed figure is every value its digits allow.

mod arithmetic;
mod printed;

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::error::BasisError;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The value itself is allowed.
    Closed(Decimal),
    /// Everything up to the value, which is not allowed.
    Open(Decimal),
    /// No end: "at least" has none above.
    Unbounded,
}

impl Bound {
    /// The value at this end, or `None` when there is no end.
    pub fn value(self) -> Option<Decimal> {
        match self {
            Bound::Closed(value) | Bound::Open(value) => Some(value),
            Bound::Unbounded => None,
        }
    }

    /// True when the value at this end is itself allowed.
    pub fn is_closed(self) -> bool {
        matches!(self, Bound::Closed(_))
    }
}

/// The set of values between a lower and an upper end.
///
/// Arithmetic encloses: for every x in A and y in B, x ∘ y is in A ∘ B. Where
/// a [`Decimal`] cannot hold an end exactly, the end moves outward by one unit
/// of its last place, so that rounding never loses a value.
///
/// ```
/// use triffin_basis::{Decimal, Hedge, Interval, Scale, parse_printed};
/// let share = Interval::from_printed(parse_printed("46.4").unwrap(), Scale::One, Hedge::Exact).unwrap();
/// assert_eq!(share.to_string(), "[46.35, 46.45)");
/// assert!(share.contains(Decimal::new(464_499, 4)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    lo: Bound,
    hi: Bound,
}

impl Interval {
    /// The interval between two ends.
    ///
    /// # Errors
    /// `E-INTERVAL-EMPTY` when no value lies between them.
    pub fn new(lo: Bound, hi: Bound) -> Result<Self, BasisError> {
        if let (Some(a), Some(b)) = (lo.value(), hi.value()) {
            let point = a == b && lo.is_closed() && hi.is_closed();
            if a > b || (a == b && !point) {
                return Err(empty(a, b));
            }
        }
        Ok(Self { lo, hi })
    }

    /// The closed interval [lo, hi].
    ///
    /// # Errors
    /// `E-INTERVAL-EMPTY` when `lo > hi`.
    pub fn closed(lo: Decimal, hi: Decimal) -> Result<Self, BasisError> {
        Self::new(Bound::Closed(lo), Bound::Closed(hi))
    }

    /// The interval of one exact value.
    pub fn point(value: Decimal) -> Self {
        Self {
            lo: Bound::Closed(value),
            hi: Bound::Closed(value),
        }
    }

    /// The lower end.
    pub fn lo(&self) -> Bound {
        self.lo
    }

    /// The upper end.
    pub fn hi(&self) -> Bound {
        self.hi
    }

    /// hi − lo, or `None` when an end is missing or the width does not fit.
    pub fn width(&self) -> Option<Decimal> {
        self.hi.value()?.checked_sub(self.lo.value()?)
    }

    /// True when `value` is allowed.
    pub fn contains(&self, value: Decimal) -> bool {
        let above = match self.lo {
            Bound::Closed(lo) => value >= lo,
            Bound::Open(lo) => value > lo,
            Bound::Unbounded => true,
        };
        let below = match self.hi {
            Bound::Closed(hi) => value <= hi,
            Bound::Open(hi) => value < hi,
            Bound::Unbounded => true,
        };
        above && below
    }

    /// True when some value is allowed by both: two printed figures can be
    /// the same number.
    pub fn overlaps(&self, other: &Interval) -> bool {
        self.order(other).is_none()
    }

    /// `Less` or `Greater` when that holds for every pair of values; `None`
    /// when the intervals meet, so that the digits do not decide.
    pub fn order(&self, other: &Interval) -> Option<Ordering> {
        if before(self.hi, other.lo) {
            Some(Ordering::Less)
        } else if before(other.hi, self.lo) {
            Some(Ordering::Greater)
        } else {
            None
        }
    }
}

/// True when an upper end lies wholly below a lower end.
fn before(hi: Bound, lo: Bound) -> bool {
    match (hi.value(), lo.value()) {
        (Some(a), Some(b)) => a < b || (a == b && !(hi.is_closed() && lo.is_closed())),
        _ => false,
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lo {
            Bound::Closed(value) => write!(f, "[{}", value.normalize())?,
            Bound::Open(value) => write!(f, "({}", value.normalize())?,
            Bound::Unbounded => write!(f, "(−∞")?,
        }
        match self.hi {
            Bound::Closed(value) => write!(f, ", {}]", value.normalize()),
            Bound::Open(value) => write!(f, ", {})", value.normalize()),
            Bound::Unbounded => write!(f, ", ∞)"),
        }
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Ends {
            #[serde(serialize_with = "crate::number::json_or_null")]
            low: Option<Decimal>,
            #[serde(serialize_with = "crate::number::json_or_null")]
            high: Option<Decimal>,
            low_closed: bool,
            high_closed: bool,
        }
        Ends {
            low: self.lo.value(),
            high: self.hi.value(),
            low_closed: self.lo.is_closed(),
            high_closed: self.hi.is_closed(),
        }
        .serialize(serializer)
    }
}

fn empty(a: Decimal, b: Decimal) -> BasisError {
    BasisError::new(
        "E-INTERVAL-EMPTY",
        format!("no value lies between {a} and {b}"),
        format!("{a} 与 {b} 之间没有数值"),
    )
    .between("interval", a, b)
    .expected("a lower end below the upper end", "下限小于上限")
    .remedy("Swap the ends", "请交换上下限")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_interval_is_refused() {
        assert_eq!(
            Interval::closed(d("2"), d("1")).unwrap_err().code(),
            "E-INTERVAL-EMPTY"
        );
        assert!(Interval::new(Bound::Open(d("1")), Bound::Closed(d("1"))).is_err());
        assert!(Interval::closed(d("1"), d("1")).is_ok());
    }

    #[test]
    fn an_open_end_is_not_allowed_itself() {
        let half_open = Interval::new(Bound::Closed(d("1")), Bound::Open(d("2"))).unwrap();
        assert!(half_open.contains(d("1")));
        assert!(!half_open.contains(d("2")));
        assert!(half_open.contains(d("1.999")));
    }

    #[test]
    fn order_is_certain_or_not_said() {
        let a = Interval::new(Bound::Closed(d("1")), Bound::Open(d("2"))).unwrap();
        let touching = Interval::closed(d("2"), d("3")).unwrap();
        let meeting = Interval::closed(d("1.5"), d("3")).unwrap();
        assert_eq!(a.order(&touching), Some(Ordering::Less));
        assert_eq!(touching.order(&a), Some(Ordering::Greater));
        assert_eq!(a.order(&meeting), None);
        assert!(a.overlaps(&meeting));
    }

    #[test]
    fn json_names_both_ends() {
        let open = Interval::new(Bound::Closed(d("46.35")), Bound::Unbounded).unwrap();
        assert_eq!(
            serde_json::to_string(&open).unwrap(),
            r#"{"low":46.35,"high":null,"low_closed":true,"high_closed":false}"#
        );
    }
}
