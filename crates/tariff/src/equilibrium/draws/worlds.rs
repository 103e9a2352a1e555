//! Draws of the trade elasticities of a world of many sectors.

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;

use super::{Draws, Sample};
use crate::equilibrium::welfare::linear;
use crate::equilibrium::{
    Model, Outcome, Settings, Shock, World, baseline, counterfactual, distance, solve,
};

/// What is kept of every region, in this order; percent, but for the
/// levels of `tariff_revenue` and `balance`.
pub const OUTPUTS: [&str; 8] = [
    "wage",
    "price_index",
    "real_income",
    "real_wage",
    "welfare_linear",
    "employment",
    "tariff_revenue",
    "balance",
];

/// A counterfactual whose elasticities are drawn.
#[derive(Clone, Debug)]
pub struct WorldDraws<'a> {
    /// The world, with the elasticities that are not drawn.
    pub world: &'a World,
    /// The assumptions.
    pub model: &'a Model,
    /// What is changed.
    pub shock: &'a Shock,
    /// When each solution stops.
    pub settings: Settings,
    /// For each sector the estimate that is its θ; `None` keeps the world's.
    pub estimate_of: Vec<Option<usize>>,
}

impl WorldDraws<'_> {
    /// Solves baseline and counterfactual of every draw. Output r × 8 + k is
    /// [`OUTPUTS`] k of region r. Every draw starts near the solution at the
    /// central estimates, which changes how long it takes and not what is
    /// found.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-SHAPE` where `estimate_of` does not fit; those of
    /// [`Draws::run`] and [`solve`](fn@solve).
    pub fn run(
        &self,
        draws: &Draws,
        progress: &(dyn Fn() + Sync),
        stop: &AtomicBool,
    ) -> Result<Sample, BasisError> {
        self.check(draws)?;
        let middle = self.world_of(&draws.estimates.central())?;
        let near = solve(&middle, self.model, self.shock, &self.settings)?;
        let one = |theta: &[f64]| -> Result<Vec<f64>, BasisError> {
            let world = self.world_of(theta)?;
            let before = baseline(&world, self.model, &self.settings, Some(&near.baseline))?;
            let after = counterfactual(
                &world,
                self.model,
                &before,
                self.shock,
                &self.settings,
                Some(&near.counterfactual),
            )?;
            let outcome = Outcome {
                distance: distance(&world, &before),
                baseline: before,
                counterfactual: after,
            };
            Ok(outputs(&world, &outcome))
        };
        let wanted = self.world.regions().len() * OUTPUTS.len();
        draws.run(wanted, one, progress, stop)
    }

    fn world_of(&self, theta: &[f64]) -> Result<World, BasisError> {
        let sectors = self.world.theta().iter().zip(&self.estimate_of);
        let drawn = sectors.map(|(base, at)| at.and_then(|at| theta.get(at)).unwrap_or(base));
        self.world.with_theta(drawn.copied().collect())
    }

    fn check(&self, draws: &Draws) -> Result<(), BasisError> {
        let (found, sectors) = (self.estimate_of.len(), self.world.sectors().len());
        let most = self.estimate_of.iter().flatten().max();
        if found == sectors && most.is_none_or(|most| *most < draws.estimates.len()) {
            return Ok(());
        }
        Err(BasisError::new(
            "E-TARIFF-SHAPE",
            format!("the estimates of {found} sectors are named for {sectors}"),
            format!("指定了 {found} 个部门的估计值，而部门有 {sectors} 个"),
        )
        .value(found)
        .expected(
            format!("{sectors}, each below {}", draws.estimates.len()),
            format!("{sectors} 个，各小于 {}", draws.estimates.len()),
        ))
    }
}

/// [`OUTPUTS`] of every region.
pub(super) fn outputs(world: &World, outcome: &Outcome) -> Vec<f64> {
    let (before, after) = (&outcome.baseline, &outcome.counterfactual);
    let (real, wage) = (after.real_income(before), after.real_wage());
    let linear = linear(world, before, after);
    let percent = |factor: f64| 100.0 * (factor - 1.0);
    let regions = 0..world.regions().len();
    let numbers = |at: usize| {
        [
            percent(after.wage[at]),
            percent(after.price_index[at]),
            percent(real[at]),
            percent(wage[at]),
            100.0 * linear.welfare[at],
            percent(after.labour[at]),
            after.revenue[at],
            -after.deficit[at],
        ]
    };
    regions.flat_map(numbers).collect()
}
