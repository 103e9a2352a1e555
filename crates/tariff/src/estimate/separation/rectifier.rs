//! Separation by least squares on a rectified target, for designs of any
//! size.

use super::super::absorb::{Aim, Layout, Weighted, absorb};
use super::super::dense;
use super::super::sample::Sample;

/// The weight of a row that must stay at zero.
const FIXED: f64 = 1e3;
/// The weights of a row that is past its target: small, so that it does not
/// hold the others back; not zero, so that it stays about where it is. They
/// start at the first and fall to the last while the fit gets better.
const PAST: f64 = 1e-2;
const LEAST_PAST: f64 = 1e-5;
/// A shortfall from the target beyond rounding.
const SHORT: f64 = 1e-5;
const TOLERANCE: f64 = 1e-10;
const MOST_ROUNDS: usize = 100;
const MOST_FITS: usize = 200;
const MOST_REFINEMENTS: usize = 60;

/// The separated rows.
///
/// z = Xγ + effects is fitted to max(z, 1) in the open rows (those with
/// y = 0 not yet decided) and held at zero in the others, until nothing
/// moves. The shortfall e = max(1 − z, 0) is then orthogonal to every
/// combination that is zero in the fixed rows. So a combination that is
/// nowhere negative is zero where e > 0: those rows are not separated and
/// become fixed. When no open row falls short, z itself proves that all of
/// them are separated.
///
/// It is the iterative rectifier of Correia, Guimarães and Zylkin 2019,
/// section 4, with the threshold at one instead of zero, which makes the
/// residual a proof too.
pub(super) fn separated(sample: &Sample, layout: &Layout) -> Vec<bool> {
    let mut open: Vec<bool> = sample.y.iter().map(|&y| y <= 0.0).collect();
    let mut z = vec![0.0; open.len()];
    for _ in 0..MOST_ROUNDS {
        if !open.contains(&true) {
            break;
        }
        let Some(found) = round(sample, layout, &open, z) else {
            // Nothing is proved; to take a row out needs a proof.
            return vec![false; open.len()];
        };
        z = found;
        let mut short = false;
        for (open, z) in open.iter_mut().zip(&mut z) {
            if *open && 1.0 - *z > SHORT {
                *open = false;
                short = true;
            }
            if !*open {
                *z = 0.0;
            }
        }
        if !short {
            break;
        }
    }
    open
}

/// Fits z until it stands still; none where it does not.
fn round(sample: &Sample, layout: &Layout, open: &[bool], mut z: Vec<f64>) -> Option<Vec<f64>> {
    let mut fit = Fit::new(sample, layout, open);
    let mut past = PAST;
    let mut loss = f64::INFINITY;
    for _ in 0..MOST_FITS {
        let next = fit.toward(&z, past);
        let next_loss = shortfall(&next, open);
        // The full weight never lets the shortfall grow; the small one may,
        // and then the step is taken back.
        if next_loss > loss * (1.0 + 1e-9) && past < 1.0 {
            past = (10.0 * past).min(1.0);
            continue;
        }
        let moved = moved(&z, &next, open);
        (z, loss, past) = (next, next_loss, (0.3 * past).max(LEAST_PAST));
        if moved < 0.01 * SHORT || loss < 0.01 * SHORT * SHORT {
            return Some(z);
        }
    }
    None
}

/// Σ max(1 − z, 0)² over the open rows.
fn shortfall(z: &[f64], open: &[bool]) -> f64 {
    let rows = z.iter().zip(open).filter(|(_, open)| **open);
    rows.map(|(z, _)| (1.0 - z).max(0.0).powi(2)).sum()
}

/// The largest change of max(z, −1) up to one: what lies past the target
/// may drift.
fn moved(z: &[f64], next: &[f64], open: &[bool]) -> f64 {
    let rows = z.iter().zip(next).zip(open).filter(|(_, open)| **open);
    rows.fold(0.0, |most, ((z, next), _)| {
        most.max((z.min(1.0) - next.min(1.0)).abs())
    })
}

struct Fit<'a> {
    layout: &'a Layout,
    open: &'a [bool],
    regressors: Vec<Vec<f64>>,
    /// The regressors less what the effects explain, and the target last.
    columns: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl<'a> Fit<'a> {
    fn new(sample: &Sample, layout: &'a Layout, open: &'a [bool]) -> Self {
        let regressors: Vec<Vec<f64>> = sample.x.iter().map(|x| super::scaled(x)).collect();
        let mut columns = regressors.clone();
        columns.push(vec![0.0; open.len()]);
        Self {
            layout,
            open,
            regressors,
            columns,
            weights: vec![0.0; open.len()],
        }
    }

    /// The fit to max(z, 1) in the open rows that is zero in the others.
    ///
    /// A large weight alone leaves the fixed rows a little off zero; they aim
    /// past zero by as much in turn, which is the method of multipliers.
    fn toward(&mut self, z: &[f64], past: f64) -> Vec<f64> {
        let rows = self.weights.iter_mut().zip(z).zip(self.open);
        let mut target = vec![0.0; z.len()];
        for (((weight, &z), &open), target) in rows.zip(&mut target) {
            (*weight, *target) = match (open, z < 1.0) {
                (false, _) => (FIXED, 0.0),
                (true, true) => (1.0, 1.0),
                (true, false) => (past, z),
            };
        }
        let mut fitted = self.project(&target);
        for _ in 0..MOST_REFINEMENTS {
            let off = |(z, open): (&f64, &bool)| if *open { 0.0 } else { -z };
            let rest: Vec<f64> = fitted.iter().zip(self.open).map(off).collect();
            let worst = rest.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
            if worst < 1e-9 {
                break;
            }
            let more = self.project(&rest);
            fitted.iter_mut().zip(more).for_each(|(z, more)| *z += more);
        }
        fitted
    }

    /// The weighted least-squares fit of `target`.
    fn project(&mut self, target: &[f64]) -> Vec<f64> {
        let k = self.columns.len() - 1;
        self.columns[k].copy_from_slice(target);
        let weighted = Weighted::new(self.layout, &self.weights);
        absorb(
            &weighted,
            &mut self.columns,
            &vec![Aim::Left(TOLERANCE); k + 1],
        );
        let gram = dense::gram(&self.columns, &self.weights);
        let of = |x: &Vec<f64>| x.iter().zip(&self.weights).map(|(x, w)| w * x * x).sum();
        let whole: Vec<f64> = self.regressors.iter().map(of).collect();
        let coefficients = solve_skipping(&gram, &whole);
        let (regressors, residual) = self.columns.split_at(k);
        let mut left = residual[0].clone();
        for (column, b) in regressors.iter().zip(&coefficients) {
            left.iter_mut()
                .zip(column)
                .for_each(|(left, x)| *left -= b * x);
        }
        target
            .iter()
            .zip(&left)
            .map(|(target, left)| target - left)
            .collect()
    }
}

/// The coefficients of the last column on those before it, zero for those of
/// which the effects and the ones before them leave nothing of the `whole`.
fn solve_skipping(gram: &[f64], whole: &[f64]) -> Vec<f64> {
    let k = whole.len();
    let width = k + 1;
    let mut a = gram.to_vec();
    let mut skipped = vec![false; k];
    for at in 0..k {
        let pivot = a[at * width + at];
        if pivot <= 1e-13 * whole[at] {
            skipped[at] = true;
            continue;
        }
        for row in at + 1..k {
            let factor = a[row * width + at] / pivot;
            for column in at..width {
                a[row * width + column] -= factor * a[at * width + column];
            }
        }
    }
    let mut b = vec![0.0; k];
    for at in (0..k).rev().filter(|&at| !skipped[at]) {
        let done: f64 = (at + 1..k)
            .map(|column| a[at * width + column] * b[column])
            .sum();
        b[at] = (a[at * width + k] - done) / a[at * width + at];
    }
    b
}
