//! Solving a compiled model, period after period.
//!
//! Explicit equations are evaluated once; a block of equations that need one
//! another is solved by Newton's method with exact derivatives. A solution is
//! accepted by the size of both the last step and the residuals. Nothing that
//! fails is passed over: an error names the equation, its place, the period
//! and the values.

mod dense;
mod factor;
mod failure;
mod fault;
mod lane;
#[cfg(test)]
mod large_tests;
mod machine;
mod newton;
mod noise;
mod path;
#[cfg(test)]
mod published_tests;
mod reach;
pub(crate) mod refusal;
mod retry;
mod run;
mod sparse;
mod work;

#[cfg(test)]
mod tests;

pub use path::Path;
pub use run::{Run, find};
pub use work::Work;

use triffin_basis::BasisError;

use crate::compile::Program;
pub(crate) use machine::Machine;
pub(crate) use noise::Noise;

impl Program {
    /// Solves the periods of a run; where the model expects what it brings
    /// about, until both agree ([`crate::expect`]).
    ///
    /// # Errors
    ///
    /// `E-CYCLE-EXPECT`, `E-CYCLE-HORIZON` where they do not come to agree;
    /// those of [`Run::check`]; `E-CYCLE-NO-VALUE` and `E-CYCLE-HISTORY` for
    /// values that are not stated; then what fails in a period:
    /// `E-CYCLE-DIVISION`, `E-CYCLE-LOG`, `E-CYCLE-ROOT`, `E-CYCLE-POWER`,
    /// `E-CYCLE-OVERFLOW`, `E-CYCLE-SINGULAR`, `E-CYCLE-NOT-CONVERGED`,
    /// `E-CYCLE-REDUNDANT`.
    pub fn run(&self, run: &Run) -> Result<Path, BasisError> {
        run.check(self.model())?;
        let path = self.path(run)?;
        match crate::expect::matter(&path) {
            true => crate::expect::consistent(self, run),
            false => Ok(path),
        }
    }

    /// Solves the periods of a checked run with expectations as they are given.
    pub(crate) fn path(&self, run: &Run) -> Result<Path, BasisError> {
        let mut machine = Machine::<1>::new(self, run.periods);
        machine.open(run, &[])?;
        let [refusal] = machine.finish(run);
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        Ok(Path {
            model: self.shared_model(),
            periods: run.periods,
            values: machine.path(0),
            work: machine.work[0],
        })
    }
}
