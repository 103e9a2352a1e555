//! The same world as the many-sector solver knows it.

use triffin_basis::BasisError;

use super::economy::Economy;
use super::parameters::Parameters;
use super::policy::Policy;
use super::solve::{Counterfactual, counterfactual};
use crate::equilibrium::{Shock, Solution, World};

/// [`counterfactual`] of a world of one sector made by labour alone, with
/// flows and tariffs of both solutions in the order of the world's flows.
///
/// # Errors
///
/// `E-TARIFF-ONE-SECTOR`; `E-TARIFF-SHAPE` for a shock made for another
/// world; those of [`counterfactual`].
pub fn of_world(
    world: &World,
    parameters: &Parameters,
    shock: &Shock,
) -> Result<Counterfactual, BasisError> {
    let economy = Economy::from_world(world)?;
    let n = economy.regions().len();
    let mut policy = Policy::none(&economy);
    let cells: Vec<usize> = world
        .flows()
        .iter()
        .map(|flow| flow.importer as usize * n + flow.exporter as usize)
        .collect();
    if shock.tariffs().len() != cells.len() {
        return Err(other_world(shock.tariffs().len(), cells.len()));
    }
    let changes = shock.tariffs().iter().zip(shock.icebergs());
    for (cell, (rate, cost)) in cells.iter().zip(changes) {
        let (importer, exporter) = (cell / n, cell % n);
        policy.rate(&economy, importer, exporter, *rate)?;
        policy.iceberg(&economy, importer, exporter, *cost)?;
    }
    let mut solved = counterfactual(&economy, parameters, &policy)?;
    keep(&mut solved.outcome.baseline, &cells);
    keep(&mut solved.outcome.counterfactual, &cells);
    Ok(solved)
}

fn keep(solution: &mut Solution, cells: &[usize]) {
    for values in [&mut solution.flows, &mut solution.tariffs] {
        *values = cells.iter().map(|cell| values[*cell]).collect();
    }
}

fn other_world(found: usize, wanted: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("the shock has {found} flows and the world {wanted}"),
        format!("冲击有 {found} 个流量，而世界有 {wanted} 个"),
    )
    .value(found)
    .expected(wanted.to_string(), wanted.to_string())
}
