//! What is told of many draws.

use std::fmt;

use triffin_basis::BasisError;

/// A number that describes a sample.
///
/// ```
/// use triffin_cycle::ensemble::Statistic;
/// let mut sample = [4.0, 1.0, 3.0, 2.0];
/// let p25: Statistic = "p25".parse()?;
/// assert_eq!(p25.of(&mut sample), Some(1.75));
/// assert_eq!(Statistic::Mean.of(&mut sample), Some(2.5));
/// assert_eq!(Statistic::Mean.of(&mut []), None);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Σx / n.
    Mean,
    /// √(Σ(x − mean)² / (n − 1)).
    StandardDeviation,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The value below which this share of the sample lies, from 0 to 100.
    Percentile(f64),
}

impl Statistic {
    /// The statistic of a sample, which is put in order where needed; `None`
    /// where the sample is too small to have it.
    ///
    /// Percentiles interpolate between order statistics at (n − 1) p.
    ///
    /// Source: Hyndman and Fan 1996, Sample quantiles in statistical
    /// packages, definition 7.
    pub fn of(self, sample: &mut [f64]) -> Option<f64> {
        let count = sample.len();
        if count == 0 {
            return None;
        }
        let mean = |sample: &[f64]| sample.iter().sum::<f64>() / count as f64;
        match self {
            Statistic::Mean => Some(mean(sample)),
            Statistic::StandardDeviation if count < 2 => None,
            Statistic::StandardDeviation => {
                let mean = mean(sample);
                let squares: f64 = sample.iter().map(|x| (x - mean).powi(2)).sum();
                Some((squares / (count - 1) as f64).sqrt())
            }
            Statistic::Min => sample.iter().copied().reduce(f64::min),
            Statistic::Max => sample.iter().copied().reduce(f64::max),
            Statistic::Percentile(percent) => Some(percentile(sample, percent)),
        }
    }
}

fn percentile(sample: &mut [f64], percent: f64) -> f64 {
    let at = (sample.len() - 1) as f64 * percent / 100.0;
    let (below, share) = (at.floor() as usize, at.fract());
    let (_, low, above) = sample.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    match above.iter().copied().reduce(f64::min) {
        Some(high) if share > 0.0 => low + share * (high - low),
        _ => low,
    }
}

impl std::str::FromStr for Statistic {
    type Err = BasisError;

    /// Reads `mean`, `sd`, `min`, `max`, `median` or `p05`, `p50`, `p97.5`.
    fn from_str(text: &str) -> Result<Self, BasisError> {
        let percent = |text: &str| text.strip_prefix('p')?.parse::<f64>().ok();
        Ok(match text.trim() {
            "mean" => Statistic::Mean,
            "sd" => Statistic::StandardDeviation,
            "min" => Statistic::Min,
            "max" => Statistic::Max,
            "median" => Statistic::Percentile(50.0),
            other => match percent(other) {
                Some(percent) if (0.0..=100.0).contains(&percent) => Statistic::Percentile(percent),
                _ => return Err(refusal(text)),
            },
        })
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Statistic::Mean => f.write_str("mean"),
            Statistic::StandardDeviation => f.write_str("sd"),
            Statistic::Min => f.write_str("min"),
            Statistic::Max => f.write_str("max"),
            Statistic::Percentile(percent) if *percent < 10.0 => write!(f, "p0{percent}"),
            Statistic::Percentile(percent) => write!(f, "p{percent}"),
        }
    }
}

fn refusal(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-STATISTIC",
        format!("\"{text}\" is no statistic"),
        format!("“{text}”不是统计量"),
    )
    .value(text)
    .expected(
        "mean, sd, min, max, median or a percentile such as p05",
        "mean、sd、min、max、median 或百分位数，例如 p05",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_come_back_as_they_were() {
        for name in ["mean", "sd", "min", "max", "p05", "p50", "p97.5", "p100"] {
            assert_eq!(name.parse::<Statistic>().unwrap().to_string(), name);
        }
        for wrong in ["", "p", "p101", "p-1", "average", "pNaN"] {
            assert_eq!(
                wrong.parse::<Statistic>().unwrap_err().code(),
                "E-CYCLE-STATISTIC"
            );
        }
    }

    /// R: sd(c(2, 4, 4, 4, 5, 5, 7, 9)) = 2.13809; quantile type 7 at 0.9 is 7.6.
    #[test]
    fn another_program_finds_the_same() {
        let mut sample = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let sd = Statistic::StandardDeviation.of(&mut sample).unwrap();
        assert!((sd - 2.138089935299395).abs() < 1e-15);
        let p90 = Statistic::Percentile(90.0).of(&mut sample).unwrap();
        assert!((p90 - 7.6).abs() < 1e-14);
    }

    proptest! {
        /// Against sorting.
        #[test]
        fn a_percentile_lies_between_its_neighbours(mut sample in prop::collection::vec(-9.0..9.0_f64, 1..20),
                                                    percent in 0.0..100.0_f64) {
            let found = Statistic::Percentile(percent).of(&mut sample).unwrap();
            sample.sort_by(f64::total_cmp);
            let at = (sample.len() - 1) as f64 * percent / 100.0;
            prop_assert!(sample[at.floor() as usize] <= found && found <= sample[at.ceil() as usize]);
        }
    }
}
