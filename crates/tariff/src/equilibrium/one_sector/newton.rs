//! Newton's method that keeps a factored matrix while it serves.

use super::jacobian::Jacobian;
use super::system::{Point, System};

/// Where a search ended.
#[derive(Clone, Debug)]
pub(in crate::equilibrium) struct Found {
    /// The unknowns: log â, then the shift of the closure.
    pub(in crate::equilibrium) x: Vec<f64>,
    pub(in crate::equilibrium) point: Point,
    /// Evaluations of all equations.
    pub(in crate::equilibrium) iterations: usize,
}

/// Why a search ended without a solution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::equilibrium) enum Failed {
    /// This region would spend nothing.
    Spending(usize),
    /// This market stays this far from clearing.
    Market(usize, f64),
}

/// Relative excess demand at which markets clear.
pub(in crate::equilibrium) const CLEARED: f64 = 1e-12;
/// Below this, only rounding is left to remove.
const ROUNDING: f64 = 1e-14;
/// Steps before giving up.
const STEPS: usize = 80;
/// No cost moves by more than this (in logarithms) in one step.
const LONGEST: f64 = 0.7;
/// A kept matrix must shrink the steps to this.
const SERVES: f64 = 0.2;
/// Halvings of a step before giving up.
const HALVINGS: i32 = 12;

/// Finds x with |excess| ≤ 1e-12, from `start` and a matrix that may be from
/// somewhere near.
///
/// A step is taken where the step that would follow it with the same matrix
/// is shorter: unlike the size of the misses, that does not depend on how
/// equations are scaled, and it holds along the exponential tails that
/// prohibitive duties make.
///
/// Source: Deuflhard 2004, Newton Methods for Nonlinear Problems, section
/// 3.3 (natural monotonicity).
pub(in crate::equilibrium) fn solve(
    system: &System,
    start: Vec<f64>,
    mut kept: Option<Jacobian>,
) -> Result<Found, Failed> {
    let mut now = Found {
        x: start,
        point: Point::default(),
        iterations: 1,
    };
    system
        .evaluate(&now.x, &mut now.point)
        .map_err(Failed::Spending)?;
    let mut cleared: Option<Found> = None;
    for _ in 0..STEPS {
        let miss = now.point.residual();
        // Once markets clear, only what comes nearer is kept.
        let nearer = |best: &Found| miss < best.point.residual();
        if miss <= CLEARED && cleared.as_ref().is_none_or(nearer) {
            cleared = Some(now.clone());
        } else if cleared.is_some() {
            break;
        }
        if miss <= ROUNDING {
            return Ok(now);
        }
        let old = kept.take();
        let (fresh, halvings) = match old {
            Some(_) => (false, 0),
            None => (true, HALVINGS),
        };
        let jacobian = old.unwrap_or_else(|| Jacobian::at(system, &now.point));
        let taken = advance(system, &mut now, &jacobian, halvings);
        match taken {
            Some(shrunk) if shrunk < SERVES => kept = Some(jacobian),
            Some(_) => {}
            None if fresh || miss <= CLEARED => break,
            None => {}
        }
    }
    let failed = Failed::Market(now.point.worst(), now.point.residual());
    cleared.ok_or(failed)
}

/// Takes the step, or the first of its halves, quarters, … after which the
/// next one is shorter; gives by how much, `None` where none is.
fn advance(system: &System, now: &mut Found, jacobian: &Jacobian, halvings: i32) -> Option<f64> {
    let step = jacobian.solve(&now.point.excess);
    let long = length(&step);
    if !long.is_finite() {
        return None;
    }
    let longest = (LONGEST / long).min(1.0);
    let mut point = Point::default();
    for halving in 0..=halvings {
        let part = longest * 0.5_f64.powi(halving);
        let moved = now.x.iter().zip(&step);
        let x: Vec<f64> = moved.map(|(x, step)| x - part * step).collect();
        now.iterations += 1;
        if system.evaluate(&x, &mut point).is_err() {
            continue;
        }
        let shrunk = length(&jacobian.solve(&point.excess)) / long;
        if shrunk < 1.0 - 0.25 * part {
            (now.x, now.point) = (x, point);
            return Some(shrunk);
        }
    }
    None
}

fn length(step: &[f64]) -> f64 {
    step.iter().fold(0.0, |most, x| {
        if x.abs() > most || x.is_nan() {
            x.abs()
        } else {
            most
        }
    })
}
