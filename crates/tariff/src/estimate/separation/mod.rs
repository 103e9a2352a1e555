//! Rows without trade that the design predicts perfectly.
//!
//! A row with y = 0 is separated where some combination z of the regressors
//! and effects is zero in every row with y > 0, nowhere negative where
//! y = 0, and positive in this row: the likelihood rises without end along
//! −z, and no finite estimate exists until the row is out (Correia,
//! Guimarães and Zylkin 2019, “Verifying the existence of maximum likelihood
//! estimates for generalized linear models”, proposition 1).

mod rectifier;
mod simplex;

#[cfg(test)]
mod tests;

use super::absorb::Layout;
use super::sample::Sample;

/// Cells of the dense design up to which the simplex decides at once.
const SMALL: usize = 60_000;

/// Whether the design is small enough to be decided exactly.
pub(crate) fn is_small(sample: &Sample) -> bool {
    let groups: usize = sample.effects.iter().map(|effect| effect.groups).sum();
    sample.len().saturating_mul(groups + sample.x.len()) <= SMALL
}

/// Which rows of the sample are separated; the rows lie as `layout` has them.
pub(crate) fn separated(sample: &Sample, layout: &Layout) -> Vec<bool> {
    if sample.y.iter().all(|&y| y > 0.0) {
        return vec![false; sample.len()];
    }
    match is_small(sample) {
        true => simplex::separated(sample),
        false => rectifier::separated(sample, layout),
    }
}

/// A column in units of its largest value, so that one tolerance fits all.
fn scaled(column: &[f64]) -> Vec<f64> {
    let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let unit = if largest > 0.0 { largest } else { 1.0 };
    column.iter().map(|x| x / unit).collect()
}
