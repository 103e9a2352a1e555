//! The middle of a sample, and how far off it may be.

use serde::Serialize;

/// A median and half of its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Middle {
    /// The median.
    pub value: f64,
    /// Half the width of its 95 % interval.
    pub half_width: f64,
    /// How many values it is of.
    pub n: usize,
}

/// The normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.96;

/// `x_(n/2)`, within `x_(n/2 ± 0.98·√n)`
///
/// The median of a sample, between the two order statistics that hold the
/// median of what it is drawn from in 95 of 100 samples, whatever the
/// distribution: the number of values below it is binomial with mean n/2 and
/// deviation √n/2. Less than half of the values can be wrong without moving it
/// out of the others. None of no value; with fewer than six the interval is
/// the whole range and holds less than 95 %.
///
/// Inputs: finite values in any order; they are sorted in place.
/// Unit: that of the values.
///
/// Source: W. J. Conover, Practical Nonparametric Statistics (1999), section
/// 3.2, interval for a quantile with the normal approximation.
///
/// ```
/// use triffin_trade::mirror::median::middle;
/// let told = middle(&mut [5.0, 1.0, 2.0, 900.0, 3.0]).unwrap();
/// assert_eq!((told.value, told.n), (3.0, 5));
/// assert_eq!(middle(&mut []), None);
/// ```
pub fn middle(values: &mut [f64]) -> Option<Middle> {
    let n = values.len();
    let last = n.checked_sub(1)?;
    values.sort_unstable_by(f64::total_cmp);
    let value = (values[last / 2] + values[n / 2]) / 2.0;
    // Ranks from 1: the r-th from below and the r-th from above.
    let half = n as f64 / 2.0;
    let rank = (half - Z * half.sqrt() / std::f64::consts::SQRT_2)
        .floor()
        .max(1.0) as usize;
    Some(Middle {
        value,
        half_width: (values[n - rank] - values[rank - 1]) / 2.0,
        n,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Binomial(20, 1/2): P(5 < count < 15) = 0.9586, the 6th and 15th values;
    /// the approximation takes the 5th and 16th.
    #[test]
    fn the_interval_of_twenty_is_not_too_narrow() {
        let mut values: Vec<f64> = (1..=20).map(f64::from).collect();
        let told = middle(&mut values).unwrap();
        assert_eq!((told.value, told.half_width), (10.5, 5.5));
    }

    proptest! {
        /// Moving or stretching the sample moves and stretches its middle, and
        /// gross errors in fewer than half of it stay within the others.
        #[test]
        fn it_moves_with_the_sample_and_not_with_gross_errors(values in prop::collection::vec(-5.0f64..5.0, 1..60), by in -3.0f64..3.0, times in 0.1f64..9.0) {
            let told = middle(&mut values.clone()).unwrap();
            let mut moved: Vec<f64> = values.iter().map(|x| times * x + by).collect();
            let other = middle(&mut moved).unwrap();
            prop_assert!((other.value - (times * told.value + by)).abs() < 1e-9);
            prop_assert!((other.half_width - times * told.half_width).abs() < 1e-9);
            let wrong = (values.len() - 1) / 2;
            let mut spoilt = values.clone();
            spoilt[..wrong].fill(1e9);
            prop_assert!(middle(&mut spoilt).unwrap().value <= 5.0);
        }
    }
}
