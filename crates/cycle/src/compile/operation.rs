//! What one step of a compiled model does to its operands.

use crate::expression::Comparison;

/// An operation on one or two numbers.
///
/// Every operation gives NaN where an operand is not finite or its own result
/// is not, so that no overflow or division by zero is masked on the way
/// (1/∞ = 0, min(∞, 1) = 1). Only [`choose`] lets a branch not taken be NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Min,
    Max,
    Compare(Comparison),
    And,
    Or,
    Negate,
    Not,
    Exp,
    Log,
    Sqrt,
    Abs,
    /// −1, 0 or 1; the derivative of the absolute value.
    Sign,
}

impl Operation {
    /// Whether a and b may change places without changing a bit.
    pub(crate) fn commutes(self) -> bool {
        matches!(self, Operation::Add | Operation::Multiply)
    }

    /// The result for a and b; an operation on one number leaves b aside.
    #[inline(always)]
    pub(crate) fn apply(self, a: f64, b: f64) -> f64 {
        match self {
            Operation::Add => a + b,
            Operation::Subtract => a - b,
            Operation::Multiply => a * b,
            Operation::Divide => finite(a / b) + 0.0 * b,
            Operation::Power => finite(a.powf(b)) + 0.0 * (a + b),
            Operation::Min => (if a < b { a } else { b }) + 0.0 * (a + b),
            Operation::Max => (if a > b { a } else { b }) + 0.0 * (a + b),
            Operation::Compare(comparison) => compare(comparison, a, b),
            Operation::And => truth(a != 0.0 && b != 0.0) + 0.0 * (a + b),
            Operation::Or => truth(a != 0.0 || b != 0.0) + 0.0 * (a + b),
            Operation::Negate => -a,
            Operation::Not => truth(a == 0.0) + 0.0 * a,
            Operation::Exp => finite(a.exp()) + 0.0 * a,
            Operation::Log => finite(a.ln()),
            Operation::Sqrt => finite(a.sqrt()),
            Operation::Abs => a.abs(),
            Operation::Sign => truth(a > 0.0) - truth(a < 0.0) + 0.0 * a,
        }
    }
}

/// b where a is not 0, else c; NaN where a is NaN.
#[inline(always)]
pub(crate) fn choose(a: f64, b: f64, c: f64) -> f64 {
    (if a != 0.0 { b } else { c }) + 0.0 * a
}

/// The number itself where it is finite, else NaN.
#[inline(always)]
fn finite(number: f64) -> f64 {
    number + 0.0 * number
}

#[inline(always)]
fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

#[inline(always)]
fn compare(comparison: Comparison, a: f64, b: f64) -> f64 {
    let holds = match comparison {
        Comparison::Less => a < b,
        Comparison::LessOrEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterOrEqual => a >= b,
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
    };
    truth(holds) + 0.0 * (a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_masks_what_is_not_finite() {
        use Operation::*;
        let infinity = f64::INFINITY;
        assert!(Divide.apply(1.0, 0.0).is_nan());
        assert!(Divide.apply(1.0, infinity).is_nan());
        assert!(Min.apply(infinity, 1.0).is_nan());
        assert!(Max.apply(1.0, f64::NAN).is_nan());
        assert!(Exp.apply(-infinity, 0.0).is_nan());
        assert!(Exp.apply(1e3, 0.0).is_nan());
        assert!(Log.apply(0.0, 0.0).is_nan());
        assert!(Log.apply(-1.0, 0.0).is_nan());
        assert!(Compare(Comparison::Less).apply(f64::NAN, 1.0).is_nan());
        assert!(Not.apply(f64::NAN, 0.0).is_nan());
        assert!(choose(f64::NAN, 1.0, 1.0).is_nan());
        assert!(Power.apply(-8.0, 1.0 / 3.0).is_nan());
        assert!(Power.apply(0.0, -1.0).is_nan());
    }

    #[test]
    fn a_branch_not_taken_does_not_spoil_the_other() {
        assert_eq!(choose(1.0, 7.0, f64::NAN), 7.0);
        assert_eq!(choose(0.0, f64::NAN, 7.0), 7.0);
    }

    #[test]
    fn finite_numbers_come_through_unchanged() {
        use Operation::*;
        assert_eq!(Divide.apply(1.0, 3.0), 1.0 / 3.0);
        assert_eq!(Power.apply(2.0, 0.5), 2.0_f64.powf(0.5));
        assert_eq!(Min.apply(2.0, -3.0), -3.0);
        assert_eq!(Max.apply(2.0, -3.0), 2.0);
        assert_eq!(Sign.apply(-2.0, 0.0), -1.0);
        assert_eq!(Sign.apply(0.0, 0.0), 0.0);
    }
}
