//! Unit values that stand out among the records of one item.

/// Robust z from which a unit value stands out.
///
/// Source: B. Iglewicz and D. C. Hoaglin, "How to Detect and Handle Outliers",
/// ASQC Basic References in Quality Control 16, 1993, modified z-score.
pub const THRESHOLD: f64 = 3.5;

/// Log deviations from the median up to this, about one per cent, never stand
/// out: values and quantities are printed rounded.
pub const MATERIAL: f64 = 0.01;

/// The median absolute deviation of a normal variable in standard deviations.
const MAD_OF_NORMAL: f64 = 0.6745;

/// Standard deviations of a normal variable per mean absolute deviation.
const MEAN_OF_NORMAL: f64 = 1.253_314;

/// Records below which none can be told to be the odd one.
const FEWEST: usize = 3;

/// `low, high = median x ± 3.5 MAD / 0.6745`, `MAD = median |x_i − median x|`,
/// `x` the logarithm of the unit value: the range outside which one stands out.
///
/// When most records share one unit value, so that `MAD / 0.6745` is below
/// `MATERIAL / THRESHOLD`, `1.253314 · mean |x_i − median x|` stands in for it.
/// Deviations up to [`MATERIAL`] never stand out. The order of `logs` does not
/// matter; none of them is infinite. None below three records.
///
/// Unit: logarithm of value for one quantity unit.
///
/// Source: Iglewicz and Hoaglin 1993, as [`THRESHOLD`].
pub fn usual(logs: &[f64]) -> Option<(f64, f64)> {
    if logs.len() < FEWEST {
        return None;
    }
    let median = median(logs.to_vec())?;
    let mut deviations: Vec<f64> = logs.iter().map(|x| (x - median).abs()).collect();
    deviations.sort_by(f64::total_cmp);
    let reach = (THRESHOLD * spread(&deviations)?).max(MATERIAL);
    Some((median - reach, median + reach))
}

/// How many of `logs` are outside their [`usual`] range; dear and cheap ones
/// count alike.
pub fn count(logs: &[f64]) -> usize {
    usual(logs).map_or(0, |(low, high)| {
        logs.iter().filter(|x| **x < low || **x > high).count()
    })
}

/// The standard deviation that sorted absolute deviations stand for.
fn spread(sorted: &[f64]) -> Option<f64> {
    let mad = middle(sorted)?;
    if mad / MAD_OF_NORMAL > MATERIAL / THRESHOLD {
        return Some(mad / MAD_OF_NORMAL);
    }
    // Added up from the smallest, so that every order of records agrees.
    let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
    Some(mean * MEAN_OF_NORMAL)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    middle(&values)
}

/// The median of sorted values.
fn middle(sorted: &[f64]) -> Option<f64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted[half - 1] + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(unit_values: &[f64]) -> usize {
        count(&unit_values.iter().map(|v| v.ln()).collect::<Vec<_>>())
    }

    /// Ten prices within a few per cent and one in the wrong unit.
    #[test]
    fn a_unit_value_a_thousand_times_the_others_stands_out() {
        let mut prices = vec![1.0, 1.02, 0.98, 1.05, 0.96, 1.01, 1.03, 0.99, 1.04, 0.97];
        assert_eq!(of(&prices), 0);
        prices.push(1000.0);
        assert_eq!(of(&prices), 1);
        prices.push(0.001);
        assert_eq!(of(&prices), 2);
    }

    #[test]
    fn one_price_for_most_leaves_the_mean_deviation() {
        let mut prices = vec![3.0; 20];
        assert_eq!(of(&prices), 0);
        prices.push(3.02);
        assert_eq!(of(&prices), 0, "two thirds of a per cent is rounding");
        prices.push(300.0);
        assert_eq!(of(&prices), 1);
    }

    #[test]
    fn too_few_records_say_nothing() {
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&[1.0]), 0);
        assert_eq!(of(&[1.0, 1000.0]), 0);
    }

    /// 1, 2, 3, 4, 5 in logs: median 3, MAD 1, so z of 5 is 1.349; of 9 in its
    /// place 4.047.
    #[test]
    fn worked_by_hand() {
        assert_eq!(count(&[1.0, 2.0, 3.0, 4.0, 5.0]), 0);
        assert_eq!(count(&[1.0, 2.0, 3.0, 4.0, 8.0]), 0);
        assert_eq!(count(&[1.0, 2.0, 3.0, 4.0, 9.0]), 1);
        let (low, high) = usual(&[5.0, 4.0, 3.0, 2.0, 1.0]).unwrap();
        assert!((low - (3.0 - 3.5 / 0.6745)).abs() < 1e-12);
        assert!((high - (3.0 + 3.5 / 0.6745)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn currency_and_order_change_nothing(
            mut logs in proptest::collection::vec(-9f64..9.0, 1..40), by in 0usize..40, rate in -5f64..5.0,
        ) {
            // Away from ties, where the last bit of the shift would decide.
            logs.iter_mut().for_each(|x| *x = (*x * 16.0).round() / 16.0);
            let rate = (rate * 16.0).round() / 16.0;
            let there = count(&logs);
            let by = by % logs.len();
            logs.rotate_left(by);
            logs.iter_mut().for_each(|x| *x += rate);
            prop_assert_eq!(count(&logs), there);
            prop_assert!(2 * there <= logs.len());
        }
    }
}
