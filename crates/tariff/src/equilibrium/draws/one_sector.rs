//! Draws of the trade elasticity of a one-sector world.

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;

use super::{Draws, Sample};
use crate::equilibrium::one_sector::{Economy, Parameters, Policy, Row, Unit, counterfactual};

/// A one-sector counterfactual whose elasticity is drawn; where ψ is that of
/// Krugman or a share of it, it is drawn along: ψ θ stays as it is.
#[derive(Clone, Debug)]
pub struct OneSectorDraws<'a> {
    /// The world.
    pub economy: &'a Economy,
    /// Its elasticities; θ is replaced.
    pub parameters: &'a Parameters,
    /// What is changed.
    pub policy: &'a Policy,
    /// What money is measured in.
    pub unit: Unit,
}

impl OneSectorDraws<'_> {
    /// What is kept of every region, in this order; see [`Row`].
    pub const OUTPUTS: [&'static str; 10] = [
        "wage",
        "price_index",
        "real_income",
        "real_wage",
        "utility",
        "employment",
        "exports",
        "imports",
        "balance",
        "tariff_revenue",
    ];

    /// Solves baseline and counterfactual of every draw. Output r × 10 + k
    /// is [`OneSectorDraws::OUTPUTS`] k of region r.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-SHAPE` where not exactly one elasticity is drawn; those of
    /// [`Draws::run`] and [`counterfactual`].
    pub fn run(
        &self,
        draws: &Draws,
        progress: &(dyn Fn() + Sync),
        stop: &AtomicBool,
    ) -> Result<Sample, BasisError> {
        if draws.estimates.len() != 1 {
            return Err(one_wanted(draws.estimates.len()));
        }
        let one = |theta: &[f64]| -> Result<Vec<f64>, BasisError> {
            let theta = theta.first().copied().unwrap_or(self.parameters.theta);
            let parameters = Parameters {
                theta,
                psi: self.parameters.psi * self.parameters.theta / theta,
                ..self.parameters.clone()
            };
            let solved = counterfactual(self.economy, &parameters, self.policy)?;
            Ok(solved.table(self.unit).iter().flat_map(numbers).collect())
        };
        let wanted = self.economy.regions().len() * Self::OUTPUTS.len();
        draws.run(wanted, one, progress, stop)
    }
}

fn numbers(row: &Row) -> [f64; 10] {
    [
        row.wage,
        row.price_index,
        row.real_income,
        row.real_wage,
        row.welfare,
        row.employment,
        row.exports,
        row.imports,
        row.balance,
        row.tariff_revenue,
    ]
}

fn one_wanted(found: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("{found} elasticities are drawn for one sector"),
        format!("单一部门抽取了 {found} 个弹性"),
    )
    .value(found)
    .expected("one", "一个")
}
