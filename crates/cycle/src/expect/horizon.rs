//! How far ahead a run must look.

use triffin_basis::BasisError;

use super::refusal;
use super::supposed::Supposed;
use crate::compile::Program;
use crate::solve::{Path, Run};

/// Periods looked ahead past the last one asked for, at first.
const AHEAD: u32 = 40;
/// How often the horizon is doubled.
const DOUBLED: u32 = 5;
/// Expectations do not depend on the horizon beyond this share of them.
const SETTLED: f64 = 1e-7;

/// The path on which every expectation is what comes about a period later.
///
/// # Errors
///
/// `E-CYCLE-EXPECT` where no such path is found, `E-CYCLE-HORIZON` where it
/// depends on how far the run looks ahead; those of the run.
pub(crate) fn consistent(program: &Program, run: &Run) -> Result<Path, BasisError> {
    let expectations = program.model().expectations.len();
    let horizon = |ahead: u32| run.periods.saturating_add(ahead);
    let mut longest = run.clone();
    let mut ahead = AHEAD;
    let mut here = Supposed {
        horizon: horizon(ahead),
        values: vec![0.0; expectations * horizon(ahead) as usize],
    };
    let mut path = here.agree(program, run)?;
    for _ in 0..DOUBLED {
        ahead *= 2;
        longest.periods = horizon(ahead);
        longest.check(program.model())?;
        let mut further = here.stretched(horizon(ahead));
        path = further.agree(program, run)?;
        if further.differs(&here, run.periods) <= SETTLED {
            return Ok(path.until(run.periods));
        }
        here = further;
    }
    Err(refusal::horizon(path.model(), horizon(ahead)))
}
