//! A scenario solved: its baseline and what the shock makes of it.

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::one_sector::{
    self, Counterfactual, Economy, Parameters, Policy, Welfare,
};
use triffin_tariff::equilibrium::{
    self, Numeraire, Outcome, Settings, Shock, Solution, World, solve,
};
use triffin_tariff::scenario::{self, Model};

use super::assumptions;
use super::files::Desk;
use super::names::REGION;
use super::shock;
use super::world::{self, Elasticities};
use crate::answer::Note;
use crate::error::QuestionError;

/// A scenario, its world and both equilibria; flows in the order of the world.
pub(crate) struct Solved {
    pub desk: Desk,
    pub world: World,
    pub theta: Elasticities,
    pub shock: Shock,
    /// What the model of many sectors assumes, the same as that of one.
    pub model: equilibrium::Model,
    pub outcome: Outcome,
    /// Worth by region where the model of one sector tells more than income.
    pub welfare: Option<Vec<Welfare>>,
    pub notes: Vec<Note>,
}

impl Solved {
    /// Reads and solves a scenario.
    ///
    /// # Errors
    /// Those of the scenario, its tables and shocks; those of solving.
    pub fn of(desk: Desk) -> Result<Self, QuestionError> {
        let loaded = world::load(&desk)?;
        let (world, theta) = (loaded.world, loaded.theta);
        let shocked = shock::of(&desk, &world)?;
        let mut notes = loaded.notes;
        notes.extend(shocked.notes);
        let scenario = &desk.scenario;
        let model = assumptions::model(scenario, &world)?;
        let (outcome, welfare) = match scenario.model {
            Model::ManySector => {
                let settings = Settings::default();
                (solve(&world, &model, &shocked.shock, &settings)?, None)
            }
            Model::OneSector => {
                let one = theta.theta.first().copied().unwrap_or(f64::NAN);
                let parameters = assumptions::parameters(scenario, &world, one)?;
                let found = one_sector(&world, &parameters, &shocked.shock)?;
                (sparse(&world, &found), Some(found.welfare))
            }
        };
        Ok(Self {
            desk,
            world,
            theta,
            shock: shocked.shock,
            model,
            outcome,
            welfare,
            notes,
        })
    }

    /// The same with the counterfactual's money in another numeraire.
    ///
    /// # Errors
    /// `E-TARIFF-SCENARIO-NAME` for a region that is none.
    pub fn in_numeraire(mut self, name: &str) -> Result<Self, BasisError> {
        if name == WORLD {
            return Ok(self);
        }
        let region = scenario::place(self.world.regions(), name, REGION)?;
        self.outcome.counterfactual = self
            .outcome
            .counterfactual
            .in_numeraire(Numeraire::Wage(region));
        Ok(self)
    }

    /// What money is measured in, as it is printed.
    pub fn numeraire(&self) -> String {
        match self.outcome.counterfactual.numeraire {
            Numeraire::WorldValueAdded => WORLD.to_owned(),
            Numeraire::Wage(region) => {
                let name = self.world.regions().get(region).map_or("", String::as_str);
                format!("wage of {name}")
            }
        }
    }

    /// The baseline.
    pub fn before(&self) -> &Solution {
        &self.outcome.baseline
    }

    /// The counterfactual.
    pub fn after(&self) -> &Solution {
        &self.outcome.counterfactual
    }
}

/// The numeraire unless another is asked for.
pub(super) const WORLD: &str = "world-value-added";

/// Solves one sector.
pub(super) fn one_sector(
    world: &World,
    parameters: &Parameters,
    shock: &Shock,
) -> Result<Counterfactual, BasisError> {
    let economy = Economy::from_world(world)?;
    let policy = policy(world, &economy, shock)?;
    one_sector::counterfactual(&economy, parameters, &policy)
}

/// The shock in the cells of an economy of one sector.
pub(super) fn policy(
    world: &World,
    economy: &Economy,
    shock: &Shock,
) -> Result<Policy, BasisError> {
    let mut policy = Policy::none(economy);
    let changes = shock.tariffs().iter().zip(shock.icebergs());
    for (flow, (rate, iceberg)) in world.flows().iter().zip(changes) {
        let (importer, exporter) = (flow.importer as usize, flow.exporter as usize);
        policy.rate(economy, importer, exporter, *rate)?;
        policy.iceberg(economy, importer, exporter, *iceberg)?;
    }
    Ok(policy)
}

/// The outcome with its flows in the order of the world's.
fn sparse(world: &World, found: &Counterfactual) -> Outcome {
    let n = world.regions().len();
    let cells: Vec<usize> = world
        .flows()
        .iter()
        .map(|flow| flow.importer as usize * n + flow.exporter as usize)
        .collect();
    let taken = |dense: &[f64]| -> Vec<f64> {
        let each = cells.iter().map(|cell| dense.get(*cell).copied());
        each.map(|value| value.unwrap_or(0.0)).collect()
    };
    let solution = |solution: &Solution| Solution {
        flows: taken(&solution.flows),
        tariffs: taken(&solution.tariffs),
        ..solution.clone()
    };
    Outcome {
        baseline: solution(&found.outcome.baseline),
        counterfactual: solution(&found.outcome.counterfactual),
        distance: found.outcome.distance,
    }
}
