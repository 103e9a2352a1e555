//! Many runs of one model with values drawn at random.
//!
//! ```text
//! seed, draw index ─► deviates z ─► correlated ─► values ─► runs in lanes ─► statistics
//! ```
//!
//! A draw depends on the seed and its own index alone: neither the number of
//! threads nor that of draws changes a bit of it.

mod correlation;
mod deviates;
mod distribution;
#[cfg(test)]
mod noise_tests;
mod points;
mod sample;
mod statistic;
#[cfg(test)]
mod tests;
mod vary;

pub use correlation::Correlation;
pub use distribution::Distribution;
pub use points::{Outcome, solve_points};
pub use sample::{FailedDraw, Sample};
pub use statistic::Statistic;
pub use vary::Vary;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use triffin_basis::BasisError;

use crate::compile::Program;
use crate::model::{Model, Role, VariableId};
use crate::solve::{Machine, Noise, Run};
use deviates::Deviates;

/// How many draws are solved side by side.
pub(crate) const LANES: usize = 8;

/// Draws of a run.
#[derive(Clone, Debug)]
pub struct Draws {
    /// The run that all share.
    pub run: Run,
    /// What varies.
    pub vary: Vec<Vary>,
    /// How the varied values move together, in the order of `vary`.
    pub correlation: Option<Correlation>,
    /// How many draws.
    pub count: u32,
    /// The seed.
    pub seed: u64,
    /// The variables whose paths are kept.
    pub keep: Vec<VariableId>,
}

impl Draws {
    /// Solves every draw; those that fail are kept with their reason and do
    /// not stop the others.
    ///
    /// `progress` is called with the number of draws just done; once `stop`
    /// is set no further draws are begun, and those done are given.
    ///
    /// # Errors
    ///
    /// Those of [`Run::check`]; `E-CYCLE-DRAWS` where no value varies or the
    /// sample would not fit in memory; `E-CYCLE-CORRELATION` where a value of
    /// the run is to move with one of each period; `E-CYCLE-EXPECT-GIVEN` where the run
    /// depends on expectations; `E-CYCLE-NO-VALUE`, `E-CYCLE-HISTORY`.
    pub fn solve(
        &self,
        program: &Program,
        progress: &(dyn Fn(u32) + Sync),
        stop: &AtomicBool,
    ) -> Result<Sample, BasisError> {
        self.run.check(program.model())?;
        self.check()?;
        crate::expect::refuse(program, &self.run)?;
        let base = self.base(program)?;
        let starts: Vec<u32> = (0..self.count).step_by(LANES).collect();
        let chunks: Result<Vec<_>, BasisError> = starts
            .into_par_iter()
            .map_init(
                || Machine::<LANES>::new(program, self.run.periods),
                |machine, first| {
                    if stop.load(Ordering::Relaxed) {
                        return Ok(None);
                    }
                    let chunk = self.chunk(machine, first, &base)?;
                    progress(chunk.lanes as u32);
                    Ok(Some(chunk))
                },
            )
            .collect();
        Ok(Sample::gather(
            self,
            chunks?.into_iter().flatten().collect(),
        ))
    }

    fn check(&self) -> Result<(), BasisError> {
        let cells = (u64::from(self.run.periods) + 1)
            .saturating_mul(self.keep.len() as u64)
            .saturating_mul(u64::from(self.count));
        if self.count == 0 || self.vary.is_empty() {
            return Err(draws_refusal(
                self.count,
                (
                    "at least one draw of one value",
                    "至少一次抽样、至少一个变量",
                ),
            ));
        }
        if cells > MOST_CELLS {
            let expected = (
                "fewer draws, periods or variables",
                "更少的抽样次数、期数或变量",
            );
            return Err(draws_refusal(self.count, expected));
        }
        match &self.correlation {
            Some(correlation) => deviates::refuse_mixed(self, correlation),
            None => Ok(()),
        }
    }

    /// The values the varied variables have without variation.
    fn base(&self, program: &Program) -> Result<Vec<f64>, BasisError> {
        let bases = self
            .vary
            .iter()
            .map(|vary| vary.base(program.model(), &self.run));
        bases.collect()
    }

    fn chunk(
        &self,
        machine: &mut Machine<'_, LANES>,
        first: u32,
        base: &[f64],
    ) -> Result<Chunk, BasisError> {
        let lanes = LANES.min((self.count - first) as usize);
        let deviates: Vec<Deviates> = (0..lanes as u32)
            .map(|lane| Deviates::of(self, first + lane))
            .collect();
        let values: Vec<Vec<f64>> = deviates.iter().map(|z| z.values(self, base)).collect();
        // Lanes past the last draw repeat it and are left aside.
        let lane = |lane: usize| &values[lane.min(lanes - 1)];
        let drawn: Vec<(VariableId, [f64; LANES])> = (self.vary.iter().enumerate())
            .filter(|(_, vary)| !vary.each)
            .map(|(at, vary)| (vary.variable, std::array::from_fn(|l| lane(l)[at])))
            .collect();
        machine.open(&self.run, &drawn)?;
        machine.disturb(self.noise(&deviates));
        let failed = machine.finish(&self.run);
        let kept = self.kept(machine);
        Ok(Chunk {
            first,
            lanes,
            values,
            failed,
            kept,
        })
    }

    /// What is drawn for each period, in the lanes of these draws.
    fn noise(&self, deviates: &[Deviates]) -> Vec<Noise<LANES>> {
        let last = deviates.len().saturating_sub(1);
        let of = |at: usize, period: usize| {
            std::array::from_fn(|lane| deviates[lane.min(last)].periods[period][at])
        };
        let periods = self.run.periods as usize;
        let each = self.vary.iter().enumerate().filter(|(_, vary)| vary.each);
        each.map(|(at, vary)| Noise {
            variable: vary.variable,
            distribution: vary.distribution,
            deviates: (0..periods).map(|period| of(at, period)).collect(),
        })
        .collect()
    }

    /// The paths of the variables kept: variable after variable, period after period.
    fn kept(&self, machine: &Machine<'_, LANES>) -> Vec<[f64; LANES]> {
        let periods = 0..=self.run.periods;
        let cells = self
            .keep
            .iter()
            .flat_map(|id| periods.clone().map(move |t| (*id, t)));
        cells.map(|(id, t)| machine.value(id, t)).collect()
    }
}

/// Two gigabytes of numbers.
const MOST_CELLS: u64 = 250_000_000;

/// A few draws solved side by side.
struct Chunk {
    first: u32,
    lanes: usize,
    values: Vec<Vec<f64>>,
    failed: [Option<BasisError>; LANES],
    kept: Vec<[f64; LANES]>,
}

fn draws_refusal(count: u32, expected: (&str, &str)) -> BasisError {
    BasisError::new(
        "E-CYCLE-DRAWS",
        format!("{count} draws cannot be made"),
        format!("无法进行 {count} 次抽样"),
    )
    .value(count)
    .expected(expected.0, expected.1)
}

/// The endogenous variables of a model.
pub fn endogenous(model: &Model) -> Vec<VariableId> {
    let all = model.variables.iter().enumerate();
    all.filter(|(_, variable)| variable.role == Role::Endogenous)
        .map(|(place, _)| VariableId::new(place))
        .collect()
}
