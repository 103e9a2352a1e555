//! The state of the world a counterfactual starts from.

mod check;
mod data;
mod derive;
mod labour_only;
pub(super) mod refusal;
mod synthetic;
#[cfg(test)]
mod tests;

pub use data::{Adjustment, AdjustmentKind, Cell, Data};
pub use synthetic::synthetic;

use std::sync::Arc;

use triffin_basis::BasisError;

use super::flows::{Flow, Flows};
use super::inputs::Inputs;

/// Regions, sectors, what is traded between them and how goods are made.
///
/// Numbers of a region n and a sector j stand at n × sectors + j. Memory is
/// in proportion to the flows and inputs that are not zero; a copy shares
/// them.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    regions: Arc<[String]>,
    sectors: Arc<[String]>,
    flows: Arc<Flows>,
    inputs: Arc<Inputs>,
    theta: Vec<f64>,
    value_added_share: Arc<[f64]>,
    final_share: Arc<[f64]>,
    value_added: Arc<[f64]>,
    adjustments: Arc<[Adjustment]>,
}

impl World {
    /// Checks the tables and puts them together.
    ///
    /// Cost shares and final shares that miss one by up to a hundredth are
    /// divided by their sum, which [`World::adjustments`] reports where the
    /// miss is beyond rounding (10⁻⁶).
    ///
    /// # Errors
    ///
    /// All name the cell: `E-TARIFF-SHAPE` (a list of another length, a
    /// position that is none), `E-TARIFF-THETA` (≤ 0), `E-TARIFF-FLOW`
    /// (negative or no number), `E-TARIFF-DUPLICATE`, `E-TARIFF-RATE`
    /// (−100 % or less), `E-TARIFF-OWN-DUTY`, `E-TARIFF-OWN-TRADE` (no
    /// purchases at home and no output to compute them from),
    /// `E-TARIFF-SHARES`, `E-TARIFF-NO-PRODUCTION`,
    /// `E-TARIFF-NO-PURCHASES`, `E-TARIFF-NO-TRADE`,
    /// `E-TARIFF-NO-TECHNOLOGY`, `E-TARIFF-NO-SUPPLIER`,
    /// `E-TARIFF-VALUE-ADDED`.
    pub fn new(data: Data) -> Result<Self, BasisError> {
        derive::world(data)
    }

    /// Names of the regions.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// Names of the sectors.
    pub fn sectors(&self) -> &[String] {
        &self.sectors
    }

    /// What is traded, purchases at home too.
    pub fn flows(&self) -> &Flows {
        &self.flows
    }

    /// What production uses.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Trade elasticity θ by sector.
    pub fn theta(&self) -> &[f64] {
        &self.theta
    }

    /// γₙʲ: share of value added in cost, by region × sector.
    pub fn value_added_shares(&self) -> &[f64] {
        &self.value_added_share
    }

    /// αₙʲ: share in final expenditure, by region × sector.
    pub fn final_shares(&self) -> &[f64] {
        &self.final_share
    }

    /// wₙLₙ: value added by region, in the currency of the data.
    pub fn value_added(&self) -> &[f64] {
        &self.value_added
    }

    /// What was changed in the data.
    pub fn adjustments(&self) -> &[Adjustment] {
        &self.adjustments
    }

    /// The same world with other trade elasticities.
    ///
    /// # Errors
    ///
    /// `E-TARIFF-SHAPE`, `E-TARIFF-THETA`.
    pub fn with_theta(&self, theta: Vec<f64>) -> Result<Self, BasisError> {
        check::theta(&theta, &self.sectors)?;
        Ok(Self {
            theta,
            ..self.clone()
        })
    }

    /// Position of a region by name.
    pub fn region(&self, name: &str) -> Option<usize> {
        self.regions.iter().position(|region| region == name)
    }

    /// Position of a sector by name.
    pub fn sector(&self, name: &str) -> Option<usize> {
        self.sectors.iter().position(|sector| sector == name)
    }

    /// Deficit of the data by region: imports less exports, before duty.
    pub fn deficits(&self) -> Vec<f64> {
        let mut deficits = vec![0.0; self.regions.len()];
        for flow in self
            .flows
            .iter()
            .filter(|flow| flow.importer != flow.exporter)
        {
            let value = flow.value / (1.0 + flow.tariff);
            deficits[flow.importer as usize] += value;
            deficits[flow.exporter as usize] -= value;
        }
        deficits
    }

    /// The names of a flow's cell: importer ← exporter, sector.
    pub fn cell(&self, flow: &Flow) -> String {
        refusal::cell(&self.regions, &self.sectors, flow)
    }
}
