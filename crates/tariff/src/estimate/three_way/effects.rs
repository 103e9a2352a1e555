//! How much the country-time effects of a panel vary.

use rayon::prelude::*;

use super::super::dense::Cholesky;
use super::pairs::{Pair, Pairs, Scores};

/// With more importer-time effects than this their covariance is too large.
const MOST: usize = 3_000;

/// V_φ = (Σ d'Hd)⁺, the covariance of the country-time effects under a
/// Poisson variance, d the zero–one columns of a pair's exporter-times and
/// importer-times.
///
/// Exporters' effects are eliminated: their part of the sum is a block for
/// each exporter.
pub(super) struct Effects {
    times: usize,
    /// Importers times times.
    width: usize,
    /// By exporter: times by times.
    exporters: Vec<Vec<f64>>,
    /// By exporter: times by `width`, with importers' effects.
    across: Vec<Vec<f64>>,
    /// `width` by `width`.
    importers: Vec<f64>,
}

impl Effects {
    /// None where there are too many, or where the panel falls apart.
    pub fn of(pairs: &Pairs, scores: &Scores) -> Option<Self> {
        let [_, importers, times] = pairs.sizes;
        let width = importers * times;
        if width > MOST {
            return None;
        }
        let sums = Sums::of(pairs, scores);
        let size = times;
        let inverses: Vec<Vec<f64>> = sums
            .exporters
            .iter()
            .map(|block| Some(Cholesky::new(block, size)?.inverse()))
            .collect::<Option<_>>()?;
        let eliminated: Vec<Vec<f64>> = inverses
            .par_iter()
            .zip(&sums.across)
            .map(|(inverse, across)| wide(inverse, size, across, width))
            .collect();
        let complement = complement(sums.importers, &sums.across, &eliminated, width);
        let importers = Cholesky::new(&complement, width)?.inverse();
        let across: Vec<Vec<f64>> = eliminated
            .par_iter()
            .map(|eliminated| wide(eliminated, width, &importers, width))
            .collect();
        let exporters = inverses
            .into_iter()
            .zip(across.iter().zip(&eliminated))
            .map(|(own, (across, eliminated))| widened(own, across, eliminated, size))
            .collect();
        Some(Self {
            times,
            width,
            exporters,
            across,
            importers,
        })
    }

    /// The cell of dV_φd' for two rows of a pair.
    pub fn spread(&self, pair: &Pair, row: usize, column: usize) -> f64 {
        let (t, s) = (pair.times[row] as usize, pair.times[column] as usize);
        let first = pair.importer * self.times;
        let own = self.exporters[pair.exporter][t * self.times + s];
        let other = self.importers[(first + t) * self.width + first + s];
        let across = &self.across[pair.exporter];
        own + other - across[t * self.width + first + s] - across[s * self.width + first + t]
    }
}

/// The blocks of Σ d'Hd.
struct Sums {
    exporters: Vec<Vec<f64>>,
    across: Vec<Vec<f64>>,
    importers: Vec<f64>,
}

impl Sums {
    fn of(pairs: &Pairs, scores: &Scores) -> Self {
        let [exporters, importers, times] = pairs.sizes;
        let width = importers * times;
        let mut sums = Self {
            exporters: vec![vec![0.0; times * times]; exporters],
            across: vec![vec![0.0; times * width]; exporters],
            importers: vec![0.0; width * width],
        };
        for pair in pairs.each(scores) {
            let first = pair.importer * times;
            for (row, &t) in pair.times.iter().enumerate() {
                for (column, &s) in pair.times.iter().enumerate() {
                    let (t, s) = (t as usize, s as usize);
                    let value = pair.curvature(row, column);
                    sums.exporters[pair.exporter][t * times + s] += value;
                    sums.across[pair.exporter][t * width + first + s] += value;
                    sums.importers[(first + t) * width + first + s] += value;
                }
            }
        }
        sums.settle(importers, times);
        sums
    }

    /// Makes the sum definite along what it leaves open: a country's effects
    /// sum to zero over times, which the pair effects take, and importers'
    /// over importers, which exporters' take. No cell of dV_φd' that counts
    /// changes with it.
    fn settle(&mut self, importers: usize, times: usize) {
        let width = importers * times;
        for block in &mut self.exporters {
            let scale = mean_diagonal(block, times);
            block.iter_mut().for_each(|cell| *cell += scale);
        }
        let scale = mean_diagonal(&self.importers, width);
        for row in 0..width {
            let (country, time) = (row / times, row % times);
            let cells = &mut self.importers[row * width..(row + 1) * width];
            for cell in &mut cells[country * times..(country + 1) * times] {
                *cell += scale;
            }
            for other in 0..importers {
                cells[other * times + time] += scale;
            }
        }
    }
}

fn mean_diagonal(matrix: &[f64], size: usize) -> f64 {
    let mean = matrix.iter().step_by(size + 1).sum::<f64>() / size as f64;
    if mean > 0.0 { mean } else { 1.0 }
}

/// A B, A with `inner` columns and B with `width`.
fn wide(a: &[f64], inner: usize, b: &[f64], width: usize) -> Vec<f64> {
    let mut product = vec![0.0; a.len() / inner * width];
    for (sums, row) in product.chunks_exact_mut(width).zip(a.chunks_exact(inner)) {
        for (&factor, line) in row.iter().zip(b.chunks_exact(width)) {
            if factor != 0.0 {
                sums.iter_mut()
                    .zip(line)
                    .for_each(|(sum, x)| *sum += factor * x);
            }
        }
    }
    product
}

/// Importers' block less Σ over exporters of across' (block)⁻¹ across.
fn complement(
    mut importers: Vec<f64>,
    across: &[Vec<f64>],
    eliminated: &[Vec<f64>],
    width: usize,
) -> Vec<f64> {
    let rows = importers.par_chunks_exact_mut(width).enumerate();
    rows.for_each(|(row, sums)| {
        for (across, eliminated) in across.iter().zip(eliminated) {
            let lines = across
                .chunks_exact(width)
                .zip(eliminated.chunks_exact(width));
            for (own, line) in lines {
                let factor = own[row];
                if factor != 0.0 {
                    sums.iter_mut()
                        .zip(line)
                        .for_each(|(sum, x)| *sum -= factor * x);
                }
            }
        }
    });
    importers
}

/// (block)⁻¹ + across V eliminated'.
fn widened(mut own: Vec<f64>, across: &[f64], eliminated: &[f64], times: usize) -> Vec<f64> {
    let width = across.len() / times;
    for (row, across) in across.chunks_exact(width).enumerate() {
        for (column, eliminated) in eliminated.chunks_exact(width).enumerate() {
            own[row * times + column] += super::super::dense::dot(across, eliminated);
        }
    }
    own
}
