//! Poisson pseudo-maximum likelihood with effects.

use triffin_basis::BasisError;

use super::absorb::{Aim, Layout, Weighted, absorb};
use super::dense::{self, Cholesky};
use super::faults;
use super::sample::Sample;
use super::start;

/// Looser than this the absorption is not even in the first steps.
const LOOSEST: f64 = 1e-2;
/// Tighter than this it is not even in the last.
const TIGHTEST: f64 = 1e-11;
/// How often a step is halved before it is given up.
const HALVINGS: usize = 30;
/// A mean no smaller than this keeps its reciprocal finite.
const LEAST_MEAN: f64 = 1e-280;

/// Where Newton's steps have led.
pub(crate) struct Solution {
    pub beta: Vec<f64>,
    /// What the effects leave of the regressors, under the weights of the
    /// last step.
    pub left: Vec<Vec<f64>>,
    /// (X'WX)⁻¹ of what is left.
    pub bread: Vec<f64>,
    /// The linear predictor, offset and effects included.
    pub eta: Vec<f64>,
    /// Its exponential.
    pub mu: Vec<f64>,
    pub iterations: usize,
}

/// How a run of Newton's steps ended.
pub(crate) enum Outcome {
    /// At a maximum.
    Converged(Solution),
    /// Rows without trade whose mean keeps falling: they may be separated.
    Suspect,
}

/// What the steps may take for granted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub tolerance: f64,
    pub most: usize,
    /// Whether it is known that no row is separated.
    pub cleared: bool,
}

/// Newton's method on ℓ(β, effects) = Σ w (y η − exp η), the effects
/// absorbed from step to step.
///
/// A step regresses r = (y − μ)/μ on the regressors and effects with weights
/// w μ. What the effects leave of the regressors is carried from step to
/// step and only corrected for the new weights, the looser the farther away
/// the maximum is.
///
/// `left` holds the regressors less anything the effects span.
pub(crate) fn solve(
    sample: &Sample,
    layout: &Layout,
    left: Vec<Vec<f64>>,
    rules: Rules,
) -> Result<Outcome, BasisError> {
    let mut newton = Newton::new(sample, layout, left);
    let mut before = 1.0_f64;
    for iteration in 1..=rules.most {
        let tolerance = (0.1 * before).clamp(TIGHTEST, LOOSEST);
        let step = newton.step(tolerance)?;
        if !rules.cleared && step.suspect(iteration) {
            return Ok(Outcome::Suspect);
        }
        // Newton's error falls with the square of the step, and with what
        // the absorption left undone of it.
        let error = step.size * (tolerance + step.size);
        if error < 0.1 * rules.tolerance && step.size < 1e-3 {
            return newton.polish(iteration, rules);
        }
        before = step.size;
    }
    Err(faults::no_convergence(rules.most, before))
}

struct Newton<'a> {
    sample: &'a Sample,
    layout: &'a Layout,
    beta: Vec<f64>,
    /// The regressors less what the effects explain, and last the residual r.
    columns: Vec<Vec<f64>>,
    weights: Vec<f64>,
    eta: Vec<f64>,
    mu: Vec<f64>,
    likelihood: f64,
    total: f64,
}

/// What a step changed.
struct Step {
    /// Relative to the coefficients, or to the trade, whichever is larger.
    size: f64,
    /// The largest fall of η in a row without trade.
    fall: f64,
    /// The largest change of η in a row with trade.
    change: f64,
}

impl Step {
    /// Whether rows without trade fall on while the others have settled.
    fn suspect(&self, iteration: usize) -> bool {
        let settled = self.change < 0.1 && iteration >= 5;
        let finished = self.size < 1e-5 && self.fall > 1e-3;
        (settled && self.fall > 0.4) || finished || (iteration >= 20 && self.fall > 0.1)
    }
}

impl<'a> Newton<'a> {
    fn new(sample: &'a Sample, layout: &'a Layout, left: Vec<Vec<f64>>) -> Self {
        let mu = start::means(sample);
        let eta: Vec<f64> = mu.iter().map(|mu| mu.ln()).collect();
        let mut columns = left;
        let beta = vec![0.0; columns.len()];
        columns.push(vec![0.0; mu.len()]);
        let mut newton = Self {
            sample,
            layout,
            beta,
            columns,
            weights: vec![0.0; mu.len()],
            eta,
            mu,
            likelihood: f64::NEG_INFINITY,
            total: 0.0,
        };
        newton.likelihood = newton.likelihood_of(&newton.eta, &newton.mu);
        newton.total = newton.weighted_sum(|y, _| y);
        newton
    }

    fn weight(&self, row: usize) -> f64 {
        self.sample
            .weights
            .as_ref()
            .map_or(1.0, |weights| weights[row])
    }

    fn weighted_sum(&self, of: impl Fn(f64, usize) -> f64) -> f64 {
        let rows = self.sample.y.iter().enumerate();
        rows.map(|(row, &y)| self.weight(row) * of(y, row)).sum()
    }

    fn likelihood_of(&self, eta: &[f64], mu: &[f64]) -> f64 {
        self.weighted_sum(|y, row| y * eta[row] - mu[row])
    }

    /// The step of the coefficients, with `columns` absorbed under the
    /// present weights; the residual's last column becomes the step of η.
    fn direction(&mut self, tolerance: f64) -> Result<(Vec<f64>, Vec<f64>), BasisError> {
        let k = self.beta.len();
        for row in 0..self.mu.len() {
            self.weights[row] = self.weight(row) * self.mu[row];
            self.columns[k][row] = self.sample.y[row] / self.mu[row] - 1.0;
        }
        let weighted = Weighted::new(self.layout, &self.weights);
        let mut aims = vec![Aim::Left(tolerance); k];
        aims.push(Aim::Taken {
            relative: tolerance,
            floor: TIGHTEST * self.total.sqrt(),
        });
        absorb(&weighted, &mut self.columns, &aims);
        let gram = dense::gram(&self.columns, &self.weights);
        let of = |row: usize| (0..k).map(move |column| row * (k + 1) + column);
        let inner: Vec<f64> = (0..k).flat_map(of).map(|at| gram[at]).collect();
        let own: Vec<f64> = (0..k).map(|row| gram[row * (k + 1) + k]).collect();
        let Some(factor) = Cholesky::new(&inner, k) else {
            return Err(faults::singular(&self.sample.names));
        };
        Ok((factor.solve(&own), factor.inverse()))
    }

    /// δη = r − (what is left of r) + (what is left of X) δβ, into the
    /// column of r.
    fn predictor_step(&mut self, delta: &[f64]) {
        let (regressors, residual) = self.columns.split_at_mut(delta.len());
        let Some(residual) = residual.first_mut() else {
            return;
        };
        for (row, left) in residual.iter_mut().enumerate() {
            let r = self.sample.y[row] / self.mu[row] - 1.0;
            *left = r - *left;
        }
        for (column, delta) in regressors.iter().zip(delta) {
            residual
                .iter_mut()
                .zip(column)
                .for_each(|(d, x)| *d += x * delta);
        }
    }

    fn step(&mut self, tolerance: f64) -> Result<Step, BasisError> {
        let (delta, bread) = self.direction(tolerance)?;
        self.predictor_step(&delta);
        let share = self.advance(&delta);
        Ok(self.measure(&delta, &bread, share))
    }

    /// Goes as much of the way as raises the likelihood.
    fn advance(&mut self, delta: &[f64]) -> f64 {
        let change = &self.columns[delta.len()];
        let slack = 1e-12 * (self.likelihood.abs() + self.total);
        let mut share = 1.0;
        for _ in 0..HALVINGS {
            let moved = self.eta.iter().zip(change).map(|(eta, d)| eta + share * d);
            let eta: Vec<f64> = moved.collect();
            let mu: Vec<f64> = eta.iter().map(|eta| eta.exp().max(LEAST_MEAN)).collect();
            let likelihood = self.likelihood_of(&eta, &mu);
            if likelihood >= self.likelihood - slack {
                (self.eta, self.mu, self.likelihood) = (eta, mu, likelihood);
                break;
            }
            share *= 0.5;
        }
        for (beta, delta) in self.beta.iter_mut().zip(delta) {
            *beta += share * delta;
        }
        share
    }

    fn measure(&self, delta: &[f64], bread: &[f64], share: f64) -> Step {
        let k = delta.len();
        let mut size: f64 = 0.0;
        for (at, (delta, beta)) in delta.iter().zip(&self.beta).enumerate() {
            let own = beta.abs() + 0.01 * bread[at * k + at].sqrt();
            size = size.max(delta.abs() / own);
        }
        let (mut squares, mut fall, mut change) = (0.0, 0.0_f64, 0.0_f64);
        let rows = self.columns[k]
            .iter()
            .zip(&self.weights)
            .zip(&self.sample.y);
        for ((&d, weight), &y) in rows {
            squares += weight * d * d;
            match y > 0.0 {
                true => change = change.max((share * d).abs()),
                false => fall = fall.max(-share * d),
            }
        }
        Step {
            size: size.max((squares / self.total).sqrt()),
            fall,
            change,
        }
    }

    /// One more step with the tightest absorption, whose regressors are those
    /// of the standard errors.
    fn polish(mut self, iterations: usize, rules: Rules) -> Result<Outcome, BasisError> {
        let tolerance = rules.tolerance.clamp(TIGHTEST, 1e-10);
        let (delta, bread) = self.direction(tolerance)?;
        self.predictor_step(&delta);
        self.advance(&delta);
        self.columns.truncate(delta.len());
        Ok(Outcome::Converged(Solution {
            beta: self.beta,
            left: self.columns,
            bread,
            eta: self.eta,
            mu: self.mu,
            iterations: iterations + 1,
        }))
    }
}
