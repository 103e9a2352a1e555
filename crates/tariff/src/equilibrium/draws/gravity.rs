//! Draws of the coefficients of a gravity table's costs.

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;

use super::{Draws, Sample};
use crate::equilibrium::gravity_table::{
    CostTerm, Country, GravityTable, Setting, simulate, trade_costs,
};

/// A gravity counterfactual whose coefficients are drawn, in the order of
/// the terms; read as
/// [`Coefficient`](super::Identification::Coefficient).
#[derive(Clone, Debug)]
pub struct GravityDraws<'a> {
    /// Output and expenditure.
    pub table: &'a GravityTable,
    /// Cost variables before and after; coefficients are replaced.
    pub terms: &'a [CostTerm],
    /// Elasticity of substitution, reference, incomes.
    pub setting: Setting,
}

impl GravityDraws<'_> {
    /// What is kept of every country, in this order; see [`Country`].
    pub const OUTPUTS: [&'static str; 8] = [
        "factory_gate_price",
        "outward_resistance",
        "inward_resistance",
        "gdp",
        "terms_of_trade",
        "foreign_exports",
        "foreign_imports",
        "intranational_trade",
    ];

    /// Solves baseline and counterfactual of every draw. Output r × 8 + k is
    /// [`GravityDraws::OUTPUTS`] k of country r.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-SHAPE` where there is not one coefficient a term; those of
    /// [`Draws::run`], [`trade_costs`] and [`simulate`].
    pub fn run(
        &self,
        draws: &Draws,
        progress: &(dyn Fn() + Sync),
        stop: &AtomicBool,
    ) -> Result<Sample, BasisError> {
        if draws.estimates.len() != self.terms.len() {
            return Err(uneven(draws.estimates.len(), self.terms.len()));
        }
        let one = |coefficients: &[f64]| -> Result<Vec<f64>, BasisError> {
            let pairs = self.terms.iter().zip(coefficients);
            let terms: Vec<CostTerm> = pairs
                .map(|(term, coefficient)| CostTerm {
                    coefficient: *coefficient,
                    ..term.clone()
                })
                .collect();
            let (before, after) = trade_costs(&terms)?;
            let results = simulate(self.table, &before, &after, &self.setting)?;
            Ok(results.countries.iter().flat_map(numbers).collect())
        };
        let wanted = self.table.regions().len() * Self::OUTPUTS.len();
        draws.run(wanted, one, progress, stop)
    }
}

fn numbers(country: &Country) -> [f64; 8] {
    [
        country.factory_gate_price,
        country.outward_resistance,
        country.inward_resistance,
        country.gdp,
        country.terms_of_trade,
        country.foreign_exports,
        country.foreign_imports,
        country.intranational_trade,
    ]
}

fn uneven(drawn: usize, terms: usize) -> BasisError {
    BasisError::new(
        "E-TARIFF-SHAPE",
        format!("{drawn} coefficients are drawn for {terms} cost variables"),
        format!("{terms} 个成本变量抽取了 {drawn} 个系数"),
    )
    .value(drawn)
    .expected(terms.to_string(), terms.to_string())
}
