//! The exact change of real income, split along the way.
//!
//! Along the path s ∈ [0, 1] from the old tariffs to the new,
//!
//! ```text
//! I d ln(I/P) = Σ Y d ln c − Σ M d ln c*        terms of trade
//!             + Σ τ M (d ln M − d ln c* d)      volume
//!             + dT                              transfers
//!             + wL d ln L + Σ ψ Y d ln L_j      employment and scale
//!             − Σ M d ln d                      trade costs
//! ```
//!
//! which follows from differentiating I = wL + R + T and the price index.
//! The integral is taken with the equilibria at Chebyshev's points: each
//! ln c, ln M, T becomes the polynomial through them, whose derivative is
//! exact, and the products are integrated by Clenshaw and Curtis's rule. The
//! number of points doubles until the parts sum to ln(Î/P̂).

mod integrate;
mod points;

use triffin_basis::BasisError;

use super::contribution::Contributions;
use crate::equilibrium::model::Model;
use crate::equilibrium::shock::Shock;
use crate::equilibrium::solution::{Outcome, Solution};
use crate::equilibrium::solve::{Settings, counterfactual};
use crate::equilibrium::world::World;
use points::Points;

/// Parts may miss the exact change by this much.
const EXACT: f64 = 1e-9;

/// Intervals of the path: tried first, and at most.
const FIRST: usize = 4;
const LAST: usize = 32;

/// The exact change of one region's real income and its parts, in
/// logarithms: 0.01 is about one percent.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Parts {
    /// ln(Î/P̂).
    pub real_income: f64,
    /// Prices of what is sold against prices of what is bought.
    pub terms_of_trade: f64,
    /// Quantities that come in over a duty.
    pub volume: f64,
    /// Spending beyond what is earned; depends on the numeraire together
    /// with the terms of trade.
    pub transfers: f64,
    /// More work: counts its product, not its pain.
    pub employment: f64,
    /// Productivity that grows with a sector.
    pub scale: f64,
    /// Goods that melt on the way.
    pub trade_costs: f64,
}

impl Parts {
    /// The sum of the parts, which is [`Parts::real_income`] but for the
    /// error of integration.
    pub fn sum(&self) -> f64 {
        self.terms_of_trade
            + self.volume
            + self.transfers
            + self.employment
            + self.scale
            + self.trade_costs
    }
}

/// The split of every region.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// By region.
    pub parts: Vec<Parts>,
    /// Terms of trade and volume by region, partner and sector.
    pub contributions: Contributions,
    /// Equilibria solved along the way.
    pub equilibria: usize,
    /// Largest |sum − real income| of any region.
    pub miss: f64,
}

/// ln(Î/P̂) = ∫ terms of trade + volume + transfers + employment + scale +
/// trade costs
///
/// Tariffs and iceberg costs move in equal steps of ln(1 + τ) and ln d; the
/// sum does not depend on the path, the parts do.
///
/// Inputs: the outcome of [`solve`](fn@crate::equilibrium::solve) for the same
/// world, model and shock. Output: logarithms; positive is a gain.
///
/// # Errors
///
/// Those of [`counterfactual`]; the best split is given where the points
/// run out, with its [`Path::miss`].
///
/// # Source
///
/// The integrand is Caliendo and Parro 2015, equation 15, with transfers,
/// employment, scale and trade costs kept; Clenshaw and Curtis 1960.
pub fn path(
    world: &World,
    model: &Model,
    shock: &Shock,
    outcome: &Outcome,
    settings: &Settings,
) -> Result<Path, BasisError> {
    let problem = Along {
        world,
        model,
        shock,
        baseline: &outcome.baseline,
    };
    let mut equilibria = vec![still(&outcome.baseline), outcome.counterfactual.clone()];
    let mut solved = 0;
    let mut intervals = FIRST;
    loop {
        let points = Points::new(intervals);
        solved += problem.refine(&mut equilibria, &points, settings)?;
        let path = integrate::path(&problem, &equilibria, &points, solved);
        if path.miss <= EXACT || intervals >= LAST {
            return Ok(path);
        }
        intervals *= 2;
    }
}

/// What is changed along the way, and from where.
struct Along<'a> {
    world: &'a World,
    model: &'a Model,
    shock: &'a Shock,
    baseline: &'a Solution,
}

impl Along<'_> {
    /// Solves at the points that are not among `equilibria` yet, which
    /// stand at every so manieth point; how many that were.
    fn refine(
        &self,
        equilibria: &mut Vec<Solution>,
        points: &Points,
        settings: &Settings,
    ) -> Result<usize, BasisError> {
        let every = (points.len() - 1) / (equilibria.len() - 1);
        let mut known = std::mem::take(equilibria).into_iter();
        let mut solved = 0;
        for at in 0..points.len() {
            let next = if at % every == 0 { known.next() } else { None };
            let next = match next {
                Some(solution) => solution,
                None => {
                    solved += 1;
                    self.at(points.s(at), equilibria.last(), settings)?
                }
            };
            equilibria.push(next);
        }
        Ok(solved)
    }

    fn at(
        &self,
        s: f64,
        near: Option<&Solution>,
        settings: &Settings,
    ) -> Result<Solution, BasisError> {
        let shock = self.shock.part(self.world, s);
        counterfactual(
            self.world,
            self.model,
            self.baseline,
            &shock,
            settings,
            near,
        )
    }
}

/// The baseline as a solution against itself.
fn still(baseline: &Solution) -> Solution {
    let ones = |list: &[f64]| vec![1.0; list.len()];
    Solution {
        wage: ones(&baseline.wage),
        labour: ones(&baseline.labour),
        sector_labour: ones(&baseline.sector_labour),
        cost: ones(&baseline.cost),
        price: ones(&baseline.price),
        price_index: ones(&baseline.price_index),
        ..baseline.clone()
    }
}
