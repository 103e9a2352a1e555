//! Least squares with effects.

use triffin_basis::BasisError;

use super::absorb::{Aim, Layout, Weighted, absorb};
use super::dense::{self, Cholesky};
use super::faults;
use super::sample::Sample;

/// The tolerance of the absorption, which is done once.
const TOLERANCE: f64 = 1e-12;

/// What least squares found.
pub(crate) struct Solution {
    pub beta: Vec<f64>,
    /// What the effects leave of the regressors.
    pub left: Vec<Vec<f64>>,
    /// (X'WX)⁻¹ of what is left.
    pub bread: Vec<f64>,
    /// y less the fit.
    pub residuals: Vec<f64>,
}

/// β = (X'WX)⁻¹ X'W y, of what the effects leave of X and y.
pub(crate) fn solve(
    sample: &Sample,
    layout: &Layout,
    left: Vec<Vec<f64>>,
    weights: &[f64],
) -> Result<Solution, BasisError> {
    let mut columns = left;
    let k = columns.len();
    let offset = sample.offset.as_deref();
    let less = |(row, y): (usize, &f64)| y - offset.map_or(0.0, |offset| offset[row]);
    columns.push(sample.y.iter().enumerate().map(less).collect());
    let weighted = Weighted::new(layout, weights);
    absorb(&weighted, &mut columns, &vec![Aim::Left(TOLERANCE); k + 1]);
    let y_left = columns.pop().unwrap_or_default();
    let own: Vec<f64> = columns
        .iter()
        .map(|x| weighted_dot(x, &y_left, weights))
        .collect();
    let Some(factor) = Cholesky::new(&dense::gram(&columns, weights), k) else {
        return Err(faults::singular(&sample.names));
    };
    let mut beta = factor.solve(&own);
    let mut residuals = y_left.clone();
    take_off(&mut residuals, &columns, &beta);
    // One refinement: the residual's own regression on what is left.
    let rest: Vec<f64> = columns
        .iter()
        .map(|x| weighted_dot(x, &residuals, weights))
        .collect();
    let more = factor.solve(&rest);
    take_off(&mut residuals, &columns, &more);
    beta.iter_mut()
        .zip(&more)
        .for_each(|(beta, more)| *beta += more);
    Ok(Solution {
        beta,
        bread: factor.inverse(),
        left: columns,
        residuals,
    })
}

fn weighted_dot(x: &[f64], y: &[f64], weights: &[f64]) -> f64 {
    x.iter()
        .zip(y)
        .zip(weights)
        .map(|((x, y), w)| w * x * y)
        .sum()
}

fn take_off(residuals: &mut [f64], columns: &[Vec<f64>], beta: &[f64]) {
    for (column, beta) in columns.iter().zip(beta) {
        residuals
            .iter_mut()
            .zip(column)
            .for_each(|(r, x)| *r -= beta * x);
    }
}
