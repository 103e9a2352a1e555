//! What a compiled model does in each period, in order.

use std::ops::Range;

use crate::model::VariableId;

/// A stretch of explicit equations, and the block solved after it, if any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    /// The instructions of the stretch.
    pub(crate) code: Range<usize>,
    /// The variables it determines.
    pub(crate) stores: Vec<Store>,
    /// The block that follows.
    pub(crate) block: Option<SolvedBlock>,
}

/// A register that is the value of a variable by an equation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Store {
    pub(crate) variable: VariableId,
    pub(crate) register: u32,
    /// The equation's place in the model.
    pub(crate) equation: usize,
}

/// A block solved by Newton's method.
#[derive(Clone, Debug)]
pub(crate) struct SolvedBlock {
    /// Every equation of the block with the variable matched to it.
    pub(crate) pairs: Vec<(usize, VariableId)>,
    /// What is solved for.
    pub(crate) unknowns: Vec<Store>,
    /// What must vanish, one for each unknown.
    pub(crate) residuals: Vec<Residual>,
    /// Computes the residuals and every variable of the block.
    pub(crate) evaluate: Range<usize>,
    /// Computes the derivatives, after `evaluate` at the same point.
    pub(crate) differentiate: Range<usize>,
    /// The derivatives that are not zero throughout, by column, then row.
    pub(crate) entries: Vec<Entry>,
    /// The variables of the block once solved.
    pub(crate) stores: Vec<Store>,
}

/// left − right of an equation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Residual {
    pub(crate) register: u32,
    /// The sum of the absolute terms, the scale of the residual.
    pub(crate) magnitude: u32,
    /// Whether the residual is unknown − expression, in the unknown's unit.
    pub(crate) explicit: bool,
    /// The equation's place in the model.
    pub(crate) equation: usize,
}

/// ∂residual of `row` / ∂unknown of `column`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) register: u32,
}

/// A value taken from the path at the start of a period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) register: u32,
    pub(crate) variable: u32,
    pub(crate) lag: u32,
}

/// Everything a period needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schedule {
    /// How many registers there are.
    pub(crate) registers: usize,
    /// Registers that hold constants.
    pub(crate) constants: Vec<(u32, f64)>,
    /// Given values of the period.
    pub(crate) given: Vec<Load>,
    /// Values of earlier periods.
    pub(crate) past: Vec<Load>,
    /// Registers that hold the number of the period.
    pub(crate) time: Option<u32>,
    /// What follows from given values alone: run when one of them changes.
    pub(crate) fixed: Vec<super::tape::Instruction>,
    /// The instructions of all stages.
    pub(crate) code: Vec<super::tape::Instruction>,
    /// The stages, in order.
    pub(crate) stages: Vec<Stage>,
    /// Redundant equations, tested once all variables are known.
    pub(crate) checks: Vec<Residual>,
    /// The longest lag.
    pub(crate) longest_lag: u32,
}
