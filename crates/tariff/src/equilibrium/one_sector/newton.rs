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
    /// The last matrix factored, to start the next search with.
    pub(in crate::equilibrium) jacobian: Option<Jacobian>,
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
/// A kept matrix must shrink the miss by this.
const SERVES: f64 = 0.2;
/// Halvings of a step before giving up.
const HALVINGS: u32 = 12;

/// Finds x with |excess| ≤ 1e-12, from `start` and a matrix that may be from
/// somewhere near.
pub(in crate::equilibrium) fn solve(
    system: &System,
    start: Vec<f64>,
    kept: Option<Jacobian>,
) -> Result<Found, Failed> {
    let mut now = Found {
        x: start,
        point: Point::default(),
        iterations: 1,
        jacobian: kept,
    };
    system
        .evaluate(&now.x, &mut now.point)
        .map_err(Failed::Spending)?;
    let mut fresh = false;
    for _ in 0..STEPS {
        let miss = now.point.residual();
        if miss <= ROUNDING {
            return Ok(now);
        }
        if now.jacobian.is_none() {
            now.jacobian = Some(Jacobian::at(system, &now.point));
            fresh = true;
        }
        let Some(step) = step(&now) else { break };
        let tries = if fresh { HALVINGS } else { 0 };
        let moved = shorten(system, &mut now, &step, tries);
        let left = now.point.residual();
        if !moved {
            if miss <= CLEARED {
                return Ok(now);
            }
            if fresh {
                break;
            }
            now.jacobian = None;
            continue;
        }
        fresh = false;
        if left > SERVES * miss && left > CLEARED {
            now.jacobian = None;
        }
    }
    let market = now.point.worst();
    let miss = now.point.residual();
    if miss <= CLEARED {
        return Ok(now);
    }
    Err(Failed::Market(market, miss))
}

/// −J⁻¹ excess, no cost moving too far at once; `None` where the matrix is
/// singular.
fn step(now: &Found) -> Option<Vec<f64>> {
    let solved = now.jacobian.as_ref()?.solve(&now.point.excess);
    let costs = &solved[..solved.len() - 1];
    let longest = costs.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let scale = -(LONGEST / longest).min(1.0);
    let step: Vec<f64> = solved.iter().map(|x| scale * x).collect();
    step.iter().all(|x| x.is_finite()).then_some(step)
}

/// Takes the step, or the first of its halves, quarters, … that comes
/// nearer; says whether one did.
fn shorten(system: &System, now: &mut Found, step: &[f64], halvings: u32) -> bool {
    let miss = now.point.residual();
    let mut point = Point::default();
    for halving in 0..=halvings {
        let part = 0.5_f64.powi(halving as i32);
        let x: Vec<f64> = now
            .x
            .iter()
            .zip(step)
            .map(|(x, step)| x + part * step)
            .collect();
        now.iterations += 1;
        if system.evaluate(&x, &mut point).is_err() {
            continue;
        }
        if point.residual() < miss * (1.0 - 0.1 * part) {
            (now.x, now.point) = (x, point);
            return true;
        }
    }
    false
}
