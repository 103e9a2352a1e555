//! From data to a baseline, from a baseline to a counterfactual.

pub(crate) mod anderson;
mod assemble;
mod base;
mod equations;
mod iterate;
pub(crate) mod krylov;
mod labour;
mod refusal;
mod residual;
mod sweep;
#[cfg(test)]
mod tests;
mod transfer;

use triffin_basis::BasisError;

use super::closure::Closure;
use super::model::Model;
use super::shock::Shock;
use super::solution::{Distance, Outcome, Solution};
use super::world::World;
use base::Base;
use sweep::Problem;
use transfer::Transfer;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Largest miss of any equation: prices in logarithms, money over the
    /// region's value added.
    pub tolerance: f64,
    /// Passes through all equations before giving up.
    pub sweeps: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            tolerance: 1e-12,
            sweeps: 3000,
        }
    }
}

/// E(ŵ, P̂, X'; π, τ') = 0, first at base tariffs, then after the shock.
///
/// Inputs: a world (money in any one currency, duty included in flows), the
/// assumptions, the new tariffs and iceberg costs. The baseline is solved
/// from the data under the same closure, since data are seldom an
/// equilibrium; its distance is reported. The counterfactual is solved from
/// that baseline, and its changes are against it.
///
/// Output: factors of change and levels, balance = exports − imports.
///
/// # Errors
///
/// `E-TARIFF-KAPPA`, `E-TARIFF-PSI`, `E-TARIFF-CLOSURE`, `E-TARIFF-SHAPE` (a shock
/// made for another world), `E-TARIFF-ONE-WAY` (zero deficits of a region that only buys or only
/// sells abroad), `E-TARIFF-SPENDING` (a region has nothing left to
/// spend), `E-TARIFF-NO-EQUILIBRIUM` (names the market that misses most).
///
/// # Source
///
/// Dekle, Eaton and Kortum 2008 (changes instead of levels); Caliendo and
/// Parro 2015, equations 10–14 and section 4.
///
/// ```
/// use triffin_tariff::equilibrium::{
///     Change, Closure, Data, Flow, Model, Settings, Shock, World, solve,
/// };
///
/// let flow = |importer, exporter, value| Flow {
///     importer,
///     exporter,
///     sector: 0,
///     value,
///     tariff: 0.0,
/// };
/// let world = World::new(Data {
///     regions: vec!["Home".into(), "Abroad".into()],
///     sectors: vec!["Goods".into()],
///     theta: vec![4.0],
///     flows: vec![flow(0, 0, 80.0), flow(0, 1, 20.0), flow(1, 0, 20.0), flow(1, 1, 180.0)],
///     ..Data::default()
/// })?;
/// let mut shock = Shock::none(&world);
/// shock.apply(&world, |flow| flow.importer == 0, Change::Rate(0.1))?;
/// let model = Model::new(Closure::Zero);
/// let outcome = solve(&world, &model, &shock, &Settings::default())?;
/// let gain = outcome.counterfactual.real_income(&outcome.baseline);
/// // A small duty gains at the other's cost.
/// assert!(gain[0] > 1.0 && gain[1] < 1.0);
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
pub fn solve(
    world: &World,
    model: &Model,
    shock: &Shock,
    settings: &Settings,
) -> Result<Outcome, BasisError> {
    let baseline = baseline(world, model, settings, None)?;
    let counterfactual = counterfactual(world, model, &baseline, shock, settings, None)?;
    Ok(Outcome {
        distance: distance(world, &baseline),
        baseline,
        counterfactual,
    })
}

/// The equilibrium at base tariffs, against the data; `near` is a solution
/// to start from, which changes how long it takes and not what is found.
///
/// Labour supply and economies of scale answer to changes, and not to what
/// the data miss of an equilibrium: with κ or ψ the data are first made
/// consistent with employment and productivity as they are, and deficits
/// then removed, where the closure removes them, with both at work.
///
/// # Errors
///
/// As [`solve`].
pub fn baseline(
    world: &World,
    model: &Model,
    settings: &Settings,
    near: Option<&Solution>,
) -> Result<Solution, BasisError> {
    check(world, model)?;
    if !model.answers() {
        return consistent(world, model, settings, near);
    }
    let mut still = Model {
        kappa: 0.0,
        psi: Vec::new(),
        ..model.clone()
    };
    if model.closure != Closure::Zero {
        return consistent(world, &still, settings, near);
    }
    still.closure = Closure::FixedInWorldOutput;
    let first = consistent(world, &still, settings, near)?;
    let base = Base::of_solution(world, model, &first);
    let transfer = Transfer::of_baseline(world, &model.closure);
    let shock = Shock::none(world);
    let problem = Problem::new(world, model, &base, &transfer, &shock);
    Ok(first.then(iterate::equilibrium(&problem, settings, None)?))
}

/// The equilibrium at base tariffs next to the data.
fn consistent(
    world: &World,
    model: &Model,
    settings: &Settings,
    near: Option<&Solution>,
) -> Result<Solution, BasisError> {
    let base = Base::of_data(world, model);
    let transfer = Transfer::of_baseline(world, &model.closure);
    let shock = Shock::none(world);
    let problem = Problem::new(world, model, &base, &transfer, &shock);
    iterate::equilibrium(&problem, settings, near)
}

/// The equilibrium after `shock`, against `baseline`; `near` as in
/// [`baseline`](fn@baseline).
///
/// # Errors
///
/// As [`solve`].
pub fn counterfactual(
    world: &World,
    model: &Model,
    baseline: &Solution,
    shock: &Shock,
    settings: &Settings,
    near: Option<&Solution>,
) -> Result<Solution, BasisError> {
    check(world, model)?;
    let flows = world.flows().len();
    if shock.tariff.len() != flows || baseline.flows.len() != flows {
        return Err(refusal::other_world(shock.tariff.len(), flows));
    }
    let base = Base::of_solution(world, model, baseline);
    let transfer = Transfer::of_counterfactual(world, &model.closure);
    let problem = Problem::new(world, model, &base, &transfer, shock);
    iterate::equilibrium(&problem, settings, near)
}

fn check(world: &World, model: &Model) -> Result<(), BasisError> {
    model.closure.check(world.regions())?;
    if model.closure == Closure::Zero {
        both_ways(world)?;
    }
    if !(model.kappa >= 0.0 && model.kappa.is_finite()) {
        return Err(refusal::kappa(model.kappa));
    }
    let (psi, sectors) = (&model.psi, world.sectors());
    if !psi.is_empty() && psi.len() != sectors.len() {
        return Err(refusal::psi_length(psi.len(), sectors.len()));
    }
    for (j, psi) in psi.iter().enumerate() {
        let theta = world.theta()[j];
        if !(*psi >= 0.0 && psi * theta <= 1.0 + 1e-12) {
            return Err(refusal::psi(&sectors[j], *psi, theta));
        }
    }
    Ok(())
}

/// Trade that balances goes both ways, or not at all.
fn both_ways(world: &World) -> Result<(), BasisError> {
    let mut buys = vec![false; world.regions().len()];
    let mut sells = buys.clone();
    for flow in world
        .flows()
        .iter()
        .filter(|flow| flow.importer != flow.exporter)
    {
        buys[flow.importer as usize] = true;
        sells[flow.exporter as usize] = true;
    }
    match (0..buys.len()).find(|n| buys[*n] != sells[*n]) {
        Some(n) => Err(refusal::one_way(&world.regions()[n], buys[n])),
        None => Ok(()),
    }
}

/// How far `baseline` is from the data of `world`.
pub fn distance(world: &World, baseline: &Solution) -> Distance {
    let moves = baseline.wage.iter().map(|wage| (wage - 1.0).abs());
    let (region, wage) =
        moves.enumerate().fold(
            (0, 0.0),
            |most, next| if next.1 > most.1 { next } else { most },
        );
    let values = world.flows().values();
    let total: f64 = values.iter().sum();
    let moved = values.iter().zip(&baseline.flows);
    let moved: f64 = moved.map(|(data, solved)| (solved - data).abs()).sum();
    Distance {
        wage,
        region,
        flows: moved / total,
    }
}
