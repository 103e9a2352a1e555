//! One supposition of every expectation over a horizon, and what follows from it.

use triffin_basis::BasisError;

use super::anderson::Anderson;
use super::{before, refusal};
use crate::compile::Program;
use crate::model::Shock;
use crate::place::Place;
use crate::solve::{Path, Run};

/// Expectations and outcomes agree to this share of the largest of them.
const AGREE: f64 = 1e-10;
/// Suppositions before giving up.
const MOST: u32 = 400;
/// How often a supposition without a solution is drawn halfway back.
const HALVED: u32 = 12;

/// The expectations of every period of a horizon: variable after variable,
/// period after period.
#[derive(Clone, Debug)]
pub(crate) struct Supposed {
    pub(crate) horizon: u32,
    pub(crate) values: Vec<f64>,
}

impl Supposed {
    /// The same supposition over a longer horizon, its last values held.
    pub(crate) fn stretched(&self, horizon: u32) -> Self {
        let (old, new) = (self.horizon as usize, horizon as usize);
        let held = |row: &[f64]| -> Vec<f64> {
            let last = row.last().copied().unwrap_or(0.0);
            row.iter()
                .copied()
                .chain(std::iter::repeat(last))
                .take(new)
                .collect()
        };
        Self {
            horizon,
            values: self
                .values
                .chunks_exact(old.max(1))
                .flat_map(held)
                .collect(),
        }
    }

    /// The largest difference of the first `periods` beside the largest value.
    pub(crate) fn differs(&self, other: &Self, periods: u32) -> f64 {
        let rows = |of: &Self| -> Vec<f64> {
            let rows = of.values.chunks_exact(of.horizon.max(1) as usize);
            rows.flat_map(|row| row[..periods as usize].to_vec())
                .collect()
        };
        let (a, b) = (rows(self), rows(other));
        let most = a
            .iter()
            .zip(&b)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        let size = a
            .iter()
            .chain(&b)
            .fold(0.0_f64, |size, value| size.max(value.abs()));
        if size > 0.0 { most / size } else { 0.0 }
    }

    /// The path of the model with these expectations.
    fn path(&self, program: &Program, run: &Run) -> Result<Path, BasisError> {
        let mut run = run.clone();
        run.periods = self.horizon;
        let rows = self.values.chunks_exact(self.horizon.max(1) as usize);
        for (expected, row) in program.model().expectations.iter().zip(rows) {
            for (from, value) in (1..).zip(row) {
                run.shocks.push(Shock {
                    variable: expected.variable,
                    value: *value,
                    from,
                    to: Some(from),
                    place: Place::default(),
                });
            }
        }
        program.path(&run)
    }

    /// What came about a period later; in the last period the present stands
    /// for the future.
    fn outcome(&self, path: &Path) -> Vec<f64> {
        let mut outcome = Vec::with_capacity(self.values.len());
        for expected in &path.model().expectations {
            for period in 1..=self.horizon {
                let next = (period + 1).min(self.horizon);
                outcome.push(
                    expected
                        .value
                        .value(f64::from(next), |id, lag| before(path, id, next, lag)),
                );
            }
        }
        outcome
    }

    /// Supposes until outcome and supposition agree; the path then.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-EXPECT`, and why the first supposition had no solution.
    pub(crate) fn agree(&mut self, program: &Program, run: &Run) -> Result<Path, BasisError> {
        let mut anderson = Anderson::default();
        let mut path = self.path(program, run)?;
        for _ in 0..MOST {
            let outcome = self.outcome(&path);
            let residual: Vec<f64> = outcome
                .iter()
                .zip(&self.values)
                .map(|(g, x)| g - x)
                .collect();
            if self.agrees(&residual) {
                return Ok(path);
            }
            if residual.iter().any(|value| !value.is_finite()) {
                break;
            }
            let mut next = anderson.next(&self.values, &residual);
            path = self.halved(program, run, &mut next, &mut anderson)?;
            self.values = next;
        }
        Err(self.disagreement(&path))
    }

    /// The path of the next supposition, drawn back towards this one until
    /// the model has a solution.
    fn halved(
        &self,
        program: &Program,
        run: &Run,
        next: &mut [f64],
        anderson: &mut Anderson,
    ) -> Result<Path, BasisError> {
        let mut halvings = 0;
        loop {
            let tried = Self {
                horizon: self.horizon,
                values: next.to_vec(),
            };
            match tried.path(program, run) {
                Ok(path) => return Ok(path),
                Err(refused) if halvings == HALVED => return Err(refused),
                Err(_) => {}
            }
            halvings += 1;
            anderson.forget();
            for (next, here) in next.iter_mut().zip(&self.values) {
                *next = (*next + here) / 2.0;
            }
        }
    }

    fn agrees(&self, residual: &[f64]) -> bool {
        let width = self.horizon.max(1) as usize;
        let rows = self
            .values
            .chunks_exact(width)
            .zip(residual.chunks_exact(width));
        rows.into_iter().all(|(row, residual)| {
            let size = row
                .iter()
                .fold(f64::MIN_POSITIVE, |size, value| size.max(value.abs()));
            residual
                .iter()
                .all(|rest| rest.abs() <= AGREE * size.max(AGREE))
        })
    }

    fn disagreement(&self, path: &Path) -> BasisError {
        let outcome = self.outcome(path);
        let gaps = outcome.iter().zip(&self.values).map(|(g, x)| (g - x).abs());
        let worst = gaps.enumerate().fold(
            (0, 0.0),
            |worst, (at, gap)| {
                if gap <= worst.1 { worst } else { (at, gap) }
            },
        );
        let width = self.horizon.max(1) as usize;
        let model = path.model();
        let expected = model.expectations.get(worst.0 / width);
        let name = expected.map_or("", |known| &model.variable(known.variable).name);
        refusal::disagree(name, worst.0 % width + 1, worst.1)
    }
}
