//! Many runs of one model with values drawn at random.
//!
//! ```text
//! seed, draw index ─► deviates z ─► correlated ─► values ─► runs in lanes ─► statistics
//! ```
//!
//! A draw depends on the seed and its own index alone: neither the number of
//! threads nor that of draws changes a bit of it.

mod correlation;
mod distribution;
mod points;
mod sample;
mod statistic;
#[cfg(test)]
mod tests;

pub use correlation::Correlation;
pub use distribution::Distribution;
pub use points::{Outcome, solve_points};
pub use sample::{FailedDraw, Sample};
pub use statistic::Statistic;

use std::sync::atomic::{AtomicBool, Ordering};

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::prelude::*;
use triffin_basis::BasisError;

use crate::compile::Program;
use crate::model::{Model, Role, VariableId};
use crate::solve::{Machine, Run, refusal};

/// How many draws are solved side by side.
pub(crate) const LANES: usize = 8;

/// A variable and how it varies. Its value is drawn once for a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// An exogenous variable, a parameter, or an endogenous variable whose
    /// opening value varies.
    pub variable: VariableId,
    /// The distribution of its value.
    pub distribution: Distribution,
}

impl Vary {
    /// Reads `NAME:normal(0.02)`.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-DISTRIBUTION`, `E-CYCLE-UNKNOWN-VARIABLE`.
    pub fn parse(model: &Model, text: &str) -> Result<Self, BasisError> {
        let (name, distribution) = text.split_once(':').unwrap_or(("", text));
        let distribution = distribution.parse()?;
        let found = model.find(name.trim());
        Ok(Self {
            variable: found.ok_or_else(|| refusal::unknown_variable(model, name.trim()))?,
            distribution,
        })
    }
}

impl Vary {
    /// The value without variation; zero where the distribution does not ask
    /// for it and there is none.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-NO-VALUE` where a distribution spreads around a value that is
    /// not stated.
    pub fn base(&self, model: &Model, run: &Run) -> Result<f64, BasisError> {
        let spreads = matches!(
            self.distribution,
            Distribution::Normal { .. } | Distribution::LogNormal { .. }
        );
        match refusal::base(model, run, self.variable) {
            Err(_) if !spreads => Ok(0.0),
            known => known,
        }
    }
}

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
    /// sample would not fit in memory; `E-CYCLE-EXPECT-GIVEN` where the run
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
        Ok(())
    }

    /// The values the varied variables have without variation.
    fn base(&self, program: &Program) -> Result<Vec<f64>, BasisError> {
        let bases = self
            .vary
            .iter()
            .map(|vary| vary.base(program.model(), &self.run));
        bases.collect()
    }

    /// The values of one draw, in the order of `vary`.
    fn values(&self, draw: u32, base: &[f64]) -> Vec<f64> {
        let mut stream = ChaCha12Rng::seed_from_u64(self.seed);
        stream.set_stream(u64::from(draw));
        let mut z: Vec<f64> = (0..self.vary.len())
            .map(|_| StandardNormal.sample(&mut stream))
            .collect();
        if let Some(correlation) = &self.correlation {
            correlation.apply(&mut z);
        }
        let varied = self.vary.iter().zip(base).zip(z);
        varied
            .map(|((vary, base), z)| vary.distribution.value(*base, z))
            .collect()
    }

    fn chunk(
        &self,
        machine: &mut Machine<'_, LANES>,
        first: u32,
        base: &[f64],
    ) -> Result<Chunk, BasisError> {
        let lanes = LANES.min((self.count - first) as usize);
        let values: Vec<Vec<f64>> = (0..lanes as u32)
            .map(|lane| self.values(first + lane, base))
            .collect();
        // Lanes past the last draw repeat it and are left aside.
        let lane = |lane: usize| &values[lane.min(lanes - 1)];
        let drawn: Vec<(VariableId, [f64; LANES])> = (self.vary.iter().enumerate())
            .map(|(at, vary)| (vary.variable, std::array::from_fn(|l| lane(l)[at])))
            .collect();
        machine.open(&self.run, &drawn)?;
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
