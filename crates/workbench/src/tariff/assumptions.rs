//! From the words of a scenario to what the models assume.

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::closure::spread;
use triffin_tariff::equilibrium::one_sector::Parameters;
use triffin_tariff::equilibrium::{Closure, Model, Revenue, World};
use triffin_tariff::scenario::{self, ByName, Deficits, Scenario};

use super::names::REGION;

/// What many sectors assume beside the data.
pub(super) fn model(scenario: &Scenario, world: &World) -> Result<Model, BasisError> {
    let psi = match scenario.psi > 0.0 {
        true => vec![scenario.psi; world.sectors().len()],
        false => Vec::new(),
    };
    Ok(Model {
        closure: closure(&scenario.deficits, world.regions(), world.value_added())?,
        revenue: revenue(scenario.revenue),
        kappa: scenario.kappa,
        psi,
    })
}

/// What one sector assumes beside the data.
pub(super) fn parameters(
    scenario: &Scenario,
    world: &World,
    theta: f64,
) -> Result<Parameters, BasisError> {
    let phi = match &scenario.elasticity.phi {
        None => Vec::new(),
        Some(given) => by_region(given, world.regions(), 1.0)?,
    };
    Ok(Parameters {
        theta,
        kappa: scenario.kappa,
        psi: scenario.psi,
        phi,
        closure: closure(&scenario.deficits, world.regions(), world.value_added())?,
        revenue: revenue(scenario.revenue),
    })
}

fn revenue(said: scenario::Revenue) -> Revenue {
    match said {
        scenario::Revenue::LumpSum => Revenue::LumpSum,
        scenario::Revenue::IncomeTax => Revenue::IncomeTaxRelief,
    }
}

fn closure(
    said: &Deficits,
    regions: &[String],
    value_added: &[f64],
) -> Result<Closure, BasisError> {
    Ok(match said {
        Deficits::FixedInWorldOutput => Closure::FixedInWorldOutput,
        Deficits::Zero => Closure::Zero,
        Deficits::ShareOfGdp => Closure::ShareOfGdp,
        Deficits::Endogenous(nu) => Closure::Endogenous {
            nu: by_region(nu, regions, 0.0)?,
        },
        Deficits::SavingInvestment(changes) => {
            let mut stated = vec![None; regions.len()];
            for (name, change) in changes {
                // proof: the place is one of the regions.
                stated[scenario::place(regions, name, REGION)?] = Some(*change);
            }
            Closure::SavingInvestment {
                change: spread(&stated, value_added),
            }
        }
    })
}

/// One number a region; `otherwise` where a region is not named.
fn by_region(given: &ByName, regions: &[String], otherwise: f64) -> Result<Vec<f64>, BasisError> {
    match given {
        ByName::All(number) => Ok(vec![*number; regions.len()]),
        ByName::Each(each) => {
            let mut numbers = vec![otherwise; regions.len()];
            for (name, number) in each {
                // proof: the place is one of the regions.
                numbers[scenario::place(regions, name, REGION)?] = *number;
            }
            Ok(numbers)
        }
    }
}
