//! The tables a world is made of.

use crate::equilibrium::flows::Flow;
use crate::equilibrium::inputs::Input;

/// A number of a region and a sector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Position of the region.
    pub region: u32,
    /// Position of the sector.
    pub sector: u32,
    /// The number.
    pub value: f64,
}

/// The tidy tables of one year, positions instead of names.
///
/// What is empty is derived: `value_added_shares` as one less the inputs,
/// `final_shares` as what production leaves of purchases (cells below zero
/// are set to zero and reported), `value_added` as Σⱼ γₙʲ Yₙʲ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// Names of the regions.
    pub regions: Vec<String>,
    /// Names of the sectors.
    pub sectors: Vec<String>,
    /// Trade elasticity θⱼ > 0, by sector.
    pub theta: Vec<f64>,
    /// Expenditure duty included, purchases at home too, with tariffs.
    pub flows: Vec<Flow>,
    /// Shares of inputs in cost.
    pub inputs: Vec<Input>,
    /// Share of value added in cost.
    pub value_added_shares: Vec<Cell>,
    /// Share of the sector in final expenditure.
    pub final_shares: Vec<Cell>,
    /// Value added by region.
    pub value_added: Vec<f64>,
    /// Gross output before duty; read only where purchases at home are
    /// missing, which are then output less exports.
    pub output: Vec<Cell>,
}

/// What was changed in the data so that they are a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjustment {
    /// Position of the region.
    pub region: usize,
    /// Position of the sector, where one sector was changed.
    pub sector: Option<usize>,
    /// What.
    pub kind: AdjustmentKind,
    /// The number found.
    pub found: f64,
}

/// Kinds of changes to data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// Cost shares of a sector did not sum to one and were divided by their
    /// sum (found).
    CostShares,
    /// Shares in final expenditure did not sum to one and were divided by
    /// their sum (found).
    FinalShares,
    /// Purchases less intermediate use were negative (found); final use was
    /// set to zero.
    NegativeFinalUse,
    /// Purchases at home were computed as output less exports (found).
    OwnTrade,
}
