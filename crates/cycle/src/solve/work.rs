//! How much a solution took.

use std::ops::AddAssign;

/// Counts of what the solver did, for one run or the sum over several.
///
/// They depend on the model and its values alone, not on the machine, so that
/// a test can pin them and a slowdown shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Blocks solved by Newton's method, one for each block and period.
    pub solves: u64,
    /// Steps tried.
    pub steps: u64,
    /// Evaluations of the residuals of a block.
    pub evaluations: u64,
    /// Jacobians evaluated and factorized.
    pub factorizations: u64,
}

impl AddAssign for Work {
    fn add_assign(&mut self, more: Self) {
        self.solves += more.solves;
        self.steps += more.steps;
        self.evaluations += more.evaluations;
        self.factorizations += more.factorizations;
    }
}
