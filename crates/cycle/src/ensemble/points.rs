//! Runs at given values of some variables, in lanes and on all threads.

use rayon::prelude::*;
use triffin_basis::BasisError;

use super::LANES;
use crate::compile::Program;
use crate::model::VariableId;
use crate::solve::{Machine, Run};

/// A variable in a period: what is told of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which variable.
    pub variable: VariableId,
    /// In which period.
    pub period: u32,
}

/// The outcomes of a run at each of `points`, which hold a value for each of
/// `varied`; an error for a point at which the model cannot be solved.
///
/// # Errors
///
/// Those of [`Run::check`]; `E-CYCLE-NO-VALUE`, `E-CYCLE-HISTORY`.
pub fn solve_points(
    program: &Program,
    run: &Run,
    varied: &[VariableId],
    points: &[Vec<f64>],
    outcomes: &[Outcome],
) -> Result<Vec<Result<Vec<f64>, BasisError>>, BasisError> {
    run.check(program.model())?;
    let chunks: Result<Vec<_>, BasisError> = points
        .par_chunks(LANES)
        .map_init(
            || Machine::<LANES>::new(program, run.periods),
            |machine, chunk| {
                let lane = |lane: usize| &chunk[lane.min(chunk.len() - 1)];
                let drawn: Vec<(VariableId, [f64; LANES])> = (varied.iter().enumerate())
                    .map(|(at, id)| (*id, std::array::from_fn(|l| lane(l)[at])))
                    .collect();
                machine.open(run, &drawn)?;
                let failed = machine.finish(run);
                let told = failed.into_iter().take(chunk.len()).enumerate();
                Ok(told
                    .map(|(lane, failure)| match failure {
                        Some(reason) => Err(reason),
                        None => Ok(outcomes
                            .iter()
                            .map(|outcome| machine.value(outcome.variable, outcome.period)[lane])
                            .collect()),
                    })
                    .collect::<Vec<_>>())
            },
        )
        .collect();
    Ok(chunks?.into_iter().flatten().collect())
}
