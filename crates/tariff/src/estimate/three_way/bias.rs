//! The bias of the coefficients.

use super::super::dense;
use super::super::symmetric::Eigen;
use super::pairs::{Pair, Pairs, Scores};

/// bias = (Σ x̃'Hx̃)⁻¹ (N_i/(N_i − 1) Σ_i b_i + N_j/(N_j − 1) Σ_j d_j)
///
/// b_i^k = −Tr\[H_i⁺ Σ_j H_ij x̃_ij^k S_ij'\] + ½ Tr\[(Σ_j G_ij x̃_ij^k) H_i⁺
/// (Σ_j S_ij S_ij') H_i⁺\] with H_i = Σ_j H_ij, and d_j the same by
/// importer. S_ij, H_ij and G_ij are the score, the curvature and the third
/// derivative of a pair's likelihood over times, its effect concentrated out.
///
/// # Source
///
/// Weidner and Zylkin 2021, “Bias and consistency in three-way gravity
/// models”, Journal of International Economics 132, proposition 3; the factors
/// N/(N − 1) as in the authors' program.
pub(crate) fn of(pairs: &Pairs, scores: &Scores) -> Vec<f64> {
    let k = scores.left.len();
    let [exporters, importers, _] = pairs.sizes;
    let mut sums = vec![0.0; k];
    let sides: [(usize, Side); 2] = [
        (exporters, |pair| pair.exporter),
        (importers, |pair| pair.importer),
    ];
    for (groups, side) in sides {
        let factor = groups as f64 / (groups as f64 - 1.0);
        for (sum, part) in sums.iter_mut().zip(of_side(pairs, scores, groups, side)) {
            *sum += factor * part;
        }
    }
    let row = |at: usize| dense::dot(&scores.bread[at * k..(at + 1) * k], &sums);
    (0..k).map(row).collect()
}

/// Which country's effects a pair's rows share.
type Side = fn(&Pair) -> usize;

/// Σ b over the exporters, or Σ d over the importers, for each regressor.
fn of_side(pairs: &Pairs, scores: &Scores, groups: usize, side: Side) -> Vec<f64> {
    let curvature = Blocks::sum(pairs, scores, groups, side, |pair| {
        square(pair, |a, b| pair.curvature(a, b))
    });
    let squares = Blocks::sum(pairs, scores, groups, side, |pair| {
        square(pair, |a, b| pair.score[a] * pair.score[b])
    });
    let t = curvature.times;
    let inverses: Vec<Vec<f64>> = (0..groups)
        .map(|group| Eigen::of(curvature.block(group), t).pseudo_inverse())
        .collect();
    let regressors = scores.left.iter();
    regressors
        .map(|column| {
            let cross = Blocks::sum(pairs, scores, groups, side, |pair| {
                let curved = pair.curved(&pair.of(column));
                square(pair, |a, b| curved[a] * pair.score[b])
            });
            let bent = Blocks::sum(pairs, scores, groups, side, |pair| {
                let x = pair.of(column);
                square(pair, |a, b| pair.bent(&x, a, b))
            });
            let parts = inverses.iter().enumerate().map(|(group, inverse)| {
                let within = dense::product(inverse, squares.block(group), t);
                let within = dense::product(&within, inverse, t);
                0.5 * trace(bent.block(group), &within) - trace(inverse, cross.block(group))
            });
            parts.sum()
        })
        .collect()
}

/// Tr(A B) for a symmetric A.
fn trace(a: &[f64], b: &[f64]) -> f64 {
    dense::dot(a, b)
}

fn square(pair: &Pair, of: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let cells = pair.times.len();
    let places = (0..cells).flat_map(|a| (0..cells).map(move |b| (a, b)));
    places.map(|(a, b)| of(a, b)).collect()
}

/// A matrix over times for each country.
struct Blocks {
    times: usize,
    cells: Vec<f64>,
}

impl Blocks {
    /// Sums a matrix over the rows of each pair by country.
    fn sum(
        pairs: &Pairs,
        scores: &Scores,
        groups: usize,
        side: Side,
        of: impl Fn(&Pair) -> Vec<f64>,
    ) -> Self {
        let times = pairs.sizes[2];
        let mut cells = vec![0.0; groups * times * times];
        for pair in pairs.each(scores) {
            let first = side(&pair) * times * times;
            let mut values = of(&pair).into_iter();
            for &row in pair.times {
                for (&column, value) in pair.times.iter().zip(&mut values) {
                    cells[first + row as usize * times + column as usize] += value;
                }
            }
        }
        Self { times, cells }
    }

    fn block(&self, group: usize) -> &[f64] {
        let size = self.times * self.times;
        &self.cells[group * size..(group + 1) * size]
    }
}
