//! Shares of the variance of an outcome, by value.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use triffin_basis::BasisError;

use crate::ensemble::Statistic;

/// An index with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The estimate.
    pub value: f64,
    /// The 2.5th percentile of the estimates from resampled rows.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

/// The indices of one value.
///
/// First order: S = V(E(y | x)) / V(y), the share of the variance that would
/// go if x were known. Total: T = E(V(y | all but x)) / V(y), the share that
/// would stay if all others were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// First order.
    pub first: Index,
    /// Total.
    pub total: Index,
}

/// Which points to evaluate, and what to make of the outcomes.
///
/// Source: Saltelli et al. 2010, Variance based sensitivity analysis of model
/// output, table 2: (b) for first order, (f), Jansen's, for total indices.
#[derive(Clone, Debug)]
pub struct Plan {
    rows: usize,
    values: usize,
    seed: u64,
}

/// Resamples for a confidence interval.
const RESAMPLES: usize = 200;
/// The stream of the resampling; those of the rows are counted from 0.
const RESAMPLING: u64 = u64::MAX;

impl Plan {
    /// A plan of `rows` pairs of points for so many values:
    /// `rows` × (`values` + 2) evaluations.
    pub fn new(rows: usize, values: usize, seed: u64) -> Self {
        Self { rows, values, seed }
    }

    /// The points, in the unit cube: for each row A, B, then A with each
    /// coordinate in turn from B.
    pub fn points(&self) -> Vec<Vec<f64>> {
        let mut points = Vec::with_capacity(self.rows * (self.values + 2));
        for row in 0..self.rows {
            let mut stream = ChaCha12Rng::seed_from_u64(self.seed);
            stream.set_stream(row as u64);
            let mut draw = || {
                (0..self.values)
                    .map(|_| open(stream.random()))
                    .collect::<Vec<f64>>()
            };
            let (a, b) = (draw(), draw());
            points.extend([a.clone(), b.clone()]);
            for (at, value) in b.iter().enumerate() {
                let mut mixed = a.clone();
                mixed[at] = *value;
                points.push(mixed);
            }
        }
        points
    }

    /// The indices from the outcomes at [`Plan::points`], and how many rows
    /// were left aside because an outcome is missing.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-SENSITIVITY` where fewer than two rows are complete or the
    /// outcome does not vary.
    pub fn indices(&self, outcomes: &[Option<f64>]) -> Result<(Vec<Indices>, usize), BasisError> {
        let rows: Vec<Vec<f64>> = outcomes
            .chunks_exact(self.values + 2)
            .filter_map(|row| row.iter().copied().collect())
            .collect();
        let lost = self.rows - rows.len();
        let all: Vec<usize> = (0..rows.len()).collect();
        let estimates = self
            .estimate(&rows, &all)
            .ok_or_else(|| refused(rows.len()))?;
        let resampled = self.resample(&rows);
        let index = |at: usize, which: usize| {
            let told = resampled.iter().map(|estimates| estimates[at][which]);
            let mut told: Vec<f64> = told.collect();
            let mut percentile = |p: f64| Statistic::Percentile(p).of(&mut told);
            let value = estimates[at][which];
            Index {
                value,
                low: percentile(2.5).unwrap_or(value),
                high: percentile(97.5).unwrap_or(value),
            }
        };
        let indices = (0..self.values).map(|at| Indices {
            first: index(at, 0),
            total: index(at, 1),
        });
        Ok((indices.collect(), lost))
    }

    /// First and total indices from some of the rows; `None` where their
    /// outcomes do not vary.
    fn estimate(&self, rows: &[Vec<f64>], taken: &[usize]) -> Option<Vec<[f64; 2]>> {
        let count = taken.len() as f64;
        let both = taken.iter().flat_map(|&row| [rows[row][0], rows[row][1]]);
        let mean = both.clone().sum::<f64>() / (2.0 * count);
        let variance = both.map(|y| (y - mean).powi(2)).sum::<f64>() / (2.0 * count - 1.0);
        let size = mean.abs().max(f64::MIN_POSITIVE);
        if taken.len() < 2 || variance.sqrt() <= 1e-14 * size {
            return None;
        }
        let shares = (0..self.values).map(|at| {
            let (mut first, mut total) = (0.0, 0.0);
            for &row in taken {
                let (a, b, mixed) = (rows[row][0], rows[row][1], rows[row][2 + at]);
                // Outcomes about their mean: the same value, less noise.
                first += (b - mean) * (mixed - a);
                total += (a - mixed).powi(2);
            }
            [first / count / variance, total / (2.0 * count) / variance]
        });
        Some(shares.collect())
    }

    fn resample(&self, rows: &[Vec<f64>]) -> Vec<Vec<[f64; 2]>> {
        let mut stream = ChaCha12Rng::seed_from_u64(self.seed);
        stream.set_stream(RESAMPLING);
        (0..RESAMPLES)
            .filter_map(|_| {
                let draw = |_| stream.random_range(0..rows.len());
                let taken: Vec<usize> = (0..rows.len()).map(draw).collect();
                self.estimate(rows, &taken)
            })
            .collect()
    }
}

/// A share strictly between 0 and 1, where every quantile is finite.
fn open(share: f64) -> f64 {
    share.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

fn refused(rows: usize) -> BasisError {
    BasisError::new(
        "E-CYCLE-SENSITIVITY",
        "the outcome does not vary over the points that were solved",
        "在已求解的点上，结果没有变化",
    )
    .value(rows)
    .expected(
        "at least two solved rows with different outcomes",
        "至少两行已求解且结果不同",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// Ishigami and Homma 1990: sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on (−π, π)³.
    fn ishigami(point: &[f64]) -> f64 {
        let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
        x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
    }

    #[test]
    fn the_indices_of_the_ishigami_function_are_found() {
        let plan = Plan::new(4096, 3, 11);
        let outcomes: Vec<Option<f64>> = plan.points().iter().map(|p| Some(ishigami(p))).collect();
        let (indices, lost) = plan.indices(&outcomes).unwrap();
        assert_eq!(lost, 0);
        let known = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
        for (found, (first, total)) in indices.iter().zip(known) {
            for (index, known) in [(found.first, first), (found.total, total)] {
                assert!((index.value - known).abs() < 0.04, "{index:?} {known}");
                let (low, high) = (index.low - 0.01, index.high + 0.01);
                assert!(low < known && known < high, "{index:?} {known}");
            }
        }
    }

    /// y = x1 + 2 x2: the shares are 1/5 and 4/5, first and total alike.
    #[test]
    fn an_additive_function_has_no_interactions() {
        let plan = Plan::new(4096, 2, 3);
        let outcomes: Vec<Option<f64>> = plan
            .points()
            .iter()
            .map(|p| Some(p[0] + 2.0 * p[1]))
            .collect();
        let (indices, _) = plan.indices(&outcomes).unwrap();
        for (found, known) in indices.iter().zip([0.2, 0.8]) {
            assert!((found.first.value - known).abs() < 0.03);
            assert!((found.total.value - known).abs() < 0.03);
        }
    }

    #[test]
    fn what_is_missing_is_counted_and_what_does_not_vary_refused() {
        let plan = Plan::new(100, 1, 3);
        let mut outcomes: Vec<Option<f64>> = plan.points().iter().map(|p| Some(p[0])).collect();
        outcomes[4] = None;
        assert_eq!(plan.indices(&outcomes).unwrap().1, 1);
        let flat = plan.indices(&vec![Some(3.0); 300]).unwrap_err();
        assert_eq!(flat.code(), "E-CYCLE-SENSITIVITY");
        assert_eq!(
            plan.indices(&vec![None; 300]).unwrap_err().code(),
            "E-CYCLE-SENSITIVITY"
        );
    }
}
