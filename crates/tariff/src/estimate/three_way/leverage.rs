//! Scores that the estimated effects have made too small, made whole.

use super::super::dense::Cholesky;
use super::super::symmetric::Eigen;
use super::pairs::{Pair, Pairs, Scores};

/// Up to as many country-time effects their covariance is exact; beyond, that
/// of exporters and that of importers are taken as independent.
const EXACT: usize = 1_500;

/// Ω = Σ x̃'(I − H(x̃Vx̃' + dV_φd'))⁻¹ S S' x̃, and whether V_φ is exact
///
/// The score of a pair is drawn towards zero by the effects that were fitted
/// to it. E(ŜŜ') is about (I − H(x̃Vx̃' + dV_φd')) E(SS') with V the
/// covariance of the coefficients and V_φ that of the country-time effects,
/// d; the inverse undoes it.
///
/// # Source
///
/// Weidner and Zylkin 2021, section 3.3.
pub(crate) fn meat(pairs: &Pairs, scores: &Scores) -> (Vec<f64>, bool) {
    let k = scores.left.len();
    let effects = Effects::of(pairs, scores);
    let mut meat = vec![0.0; k * k];
    for pair in pairs.each(scores) {
        let x: Vec<Vec<f64>> = scores.left.iter().map(|column| pair.of(column)).collect();
        let whole = undone(&pair, &x, scores.bread, &effects);
        let dots = |score: &[f64]| -> Vec<f64> {
            let of = |x: &Vec<f64>| x.iter().zip(score).map(|(x, s)| x * s).sum();
            x.iter().map(of).collect()
        };
        let (left, right) = (dots(&whole), dots(&pair.score));
        for a in 0..k {
            for b in 0..k {
                meat[a * k + b] += 0.5 * (left[a] * right[b] + left[b] * right[a]);
            }
        }
    }
    (meat, effects.exact())
}

/// (I − H(x̃Vx̃' + dV_φd'))⁻¹ S of one pair.
fn undone(pair: &Pair, x: &[Vec<f64>], bread: &[f64], effects: &Effects) -> Vec<f64> {
    let leverage = leverage(pair, x, bread, effects);
    let n = pair.times.len();
    let mut system: Vec<f64> = leverage.iter().map(|value| -value).collect();
    for at in 0..n {
        system[at * n + at] += 1.0;
    }
    solved(system, pair.score.clone(), n)
}

/// H(x̃Vx̃' + dV_φd') over the rows of the pair.
pub(super) fn leverage(pair: &Pair, x: &[Vec<f64>], bread: &[f64], effects: &Effects) -> Vec<f64> {
    let (n, k) = (pair.times.len(), x.len());
    let mut leverage = vec![0.0; n * n];
    for column in 0..n {
        let mut spread: Vec<f64> = (0..n)
            .map(|row| effects.spread(pair, row, column))
            .collect();
        for (row, spread) in spread.iter_mut().enumerate() {
            for a in 0..k {
                for b in 0..k {
                    *spread += x[a][row] * bread[a * k + b] * x[b][column];
                }
            }
        }
        for (row, value) in pair.curved(&spread).into_iter().enumerate() {
            leverage[row * n + column] = value;
        }
    }
    leverage
}

/// x with A x = b, by elimination with the largest pivot; b where A has no
/// inverse.
fn solved(mut a: Vec<f64>, b: Vec<f64>, n: usize) -> Vec<f64> {
    let mut x = b.clone();
    for at in 0..n {
        let size = |row: &usize| a[row * n + at].abs();
        let best = (at..n).max_by(|one, other| size(one).total_cmp(&size(other)));
        let best = best.unwrap_or(at);
        if a[best * n + at].abs() < 1e-10 {
            return b;
        }
        for column in 0..n {
            a.swap(at * n + column, best * n + column);
        }
        x.swap(at, best);
        for row in at + 1..n {
            let factor = a[row * n + at] / a[at * n + at];
            for column in at..n {
                a[row * n + column] -= factor * a[at * n + column];
            }
            x[row] -= factor * x[at];
        }
    }
    for at in (0..n).rev() {
        let done: f64 = (at + 1..n)
            .map(|column| a[at * n + column] * x[column])
            .sum();
        x[at] = (x[at] - done) / a[at * n + at];
    }
    x
}

/// The covariance of the country-time effects under a Poisson variance.
pub(super) enum Effects {
    /// All of them, exporters' first.
    Exact {
        covariance: Vec<f64>,
        exporters: usize,
        times: usize,
    },
    /// A matrix over times for each exporter, and for each importer.
    Apart {
        exporters: Vec<Vec<f64>>,
        importers: Vec<Vec<f64>>,
        times: usize,
    },
}

impl Effects {
    pub(super) fn of(pairs: &Pairs, scores: &Scores) -> Self {
        let [exporters, importers, times] = pairs.sizes;
        let size = (exporters + importers) * times;
        let exact = (size <= EXACT)
            .then(|| Self::exactly(pairs, scores))
            .flatten();
        exact.unwrap_or_else(|| Self::apart(pairs, scores))
    }

    fn exact(&self) -> bool {
        matches!(self, Self::Exact { .. })
    }

    /// (Σ d'Hd)⁺, made definite along what the pair effects and the times
    /// take: an exporter's effects sum to zero over times, an importer's too,
    /// and of each time those of exporters to those of importers.
    fn exactly(pairs: &Pairs, scores: &Scores) -> Option<Self> {
        let [exporters, importers, times] = pairs.sizes;
        let size = (exporters + importers) * times;
        let mut a = vec![0.0; size * size];
        for pair in pairs.each(scores) {
            for (row, &t) in pair.times.iter().enumerate() {
                for (column, &s) in pair.times.iter().enumerate() {
                    let value = pair.curvature(row, column);
                    for one in [pair.exporter, exporters + pair.importer] {
                        for other in [pair.exporter, exporters + pair.importer] {
                            let place = one * times + t as usize;
                            a[place * size + other * times + s as usize] += value;
                        }
                    }
                }
            }
        }
        let scale = (0..size).map(|at| a[at * size + at]).sum::<f64>() / size as f64;
        let countries = exporters + importers;
        for row in 0..size {
            let (country, time) = (row / times, row % times);
            for other in 0..times {
                a[row * size + country * times + other] += scale;
            }
            for other in 0..countries {
                let same = (country < exporters) == (other < exporters);
                let sign = if same { 1.0 } else { -1.0 };
                a[row * size + other * times + time] += sign * scale;
            }
        }
        let covariance = Cholesky::new(&a, size)?.inverse();
        Some(Self::Exact {
            covariance,
            exporters,
            times,
        })
    }

    fn apart(pairs: &Pairs, scores: &Scores) -> Self {
        let [exporters, importers, times] = pairs.sizes;
        let mut sums = vec![vec![0.0; times * times]; exporters + importers];
        for pair in pairs.each(scores) {
            for (row, &t) in pair.times.iter().enumerate() {
                for (column, &s) in pair.times.iter().enumerate() {
                    let value = pair.curvature(row, column);
                    for country in [pair.exporter, exporters + pair.importer] {
                        sums[country][t as usize * times + s as usize] += value;
                    }
                }
            }
        }
        let inverse = |sum: &Vec<f64>| Eigen::of(sum, times).pseudo_inverse();
        let mut inverses: Vec<Vec<f64>> = sums.iter().map(inverse).collect();
        let importers = inverses.split_off(exporters);
        Self::Apart {
            exporters: inverses,
            importers,
            times,
        }
    }

    /// The cell of dV_φd' for two rows of a pair.
    fn spread(&self, pair: &Pair, row: usize, column: usize) -> f64 {
        let (t, s) = (pair.times[row] as usize, pair.times[column] as usize);
        match self {
            Self::Exact {
                covariance,
                exporters,
                times,
            } => {
                let size = covariance.len().isqrt();
                let countries = [pair.exporter, exporters + pair.importer];
                let ones = countries
                    .iter()
                    .flat_map(|one| countries.map(|other| (one, other)));
                ones.map(|(one, other)| covariance[(one * times + t) * size + other * times + s])
                    .sum()
            }
            Self::Apart {
                exporters,
                importers,
                times,
            } => {
                let place = t * times + s;
                exporters[pair.exporter][place] + importers[pair.importer][place]
            }
        }
    }
}
