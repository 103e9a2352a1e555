//! What the draws gave.

use rayon::prelude::*;
use triffin_basis::BasisError;

use super::{Chunk, Draws, Statistic};
use crate::model::VariableId;

/// The paths of the variables kept, over all draws that were solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    periods: u32,
    keep: Vec<VariableId>,
    /// The indices of the draws solved, ascending.
    draws: Vec<u32>,
    /// For each variable and period, the value of each of `draws`.
    cells: Vec<Vec<f64>>,
    failed: Vec<FailedDraw>,
}

/// A draw that could not be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedDraw {
    /// Its index.
    pub draw: u32,
    /// The values drawn, in the order they were asked for.
    pub values: Vec<f64>,
    /// Why.
    pub reason: BasisError,
}

impl Sample {
    pub(super) fn gather(asked: &Draws, chunks: impl Iterator<Item = Chunk>) -> Self {
        let width = asked.keep.len() * (asked.run.periods as usize + 1);
        let mut sample = Self {
            periods: asked.run.periods,
            keep: asked.keep.clone(),
            draws: Vec::new(),
            cells: vec![Vec::with_capacity(asked.count as usize); width],
            failed: Vec::new(),
        };
        for chunk in chunks {
            sample.add(chunk);
        }
        sample
    }

    fn add(&mut self, chunk: Chunk) {
        let lanes = chunk.values.into_iter().zip(chunk.failed);
        let mut solved = Vec::with_capacity(chunk.lanes);
        for (lane, (values, reason)) in lanes.enumerate() {
            let draw = chunk.first + lane as u32;
            match reason {
                Some(reason) => self.failed.push(FailedDraw {
                    draw,
                    values,
                    reason,
                }),
                None => {
                    self.draws.push(draw);
                    solved.push(lane);
                }
            }
        }
        for (cell, values) in self.cells.iter_mut().zip(chunk.kept) {
            cell.extend(solved.iter().map(|&lane| values[lane]));
        }
    }

    /// The last period.
    pub fn periods(&self) -> u32 {
        self.periods
    }

    /// The variables kept.
    pub fn variables(&self) -> &[VariableId] {
        &self.keep
    }

    /// The indices of the draws solved.
    pub fn draws(&self) -> &[u32] {
        &self.draws
    }

    /// The draws that could not be solved.
    pub fn failed(&self) -> &[FailedDraw] {
        &self.failed
    }

    /// The value of the variable in place `variable` in every draw solved; a
    /// NaN is an opening value not stated.
    pub fn values(&self, variable: usize, period: u32) -> &[f64] {
        &self.cells[variable * (self.periods as usize + 1) + period as usize]
    }

    /// The statistics of every variable and period: variable after variable,
    /// period after period; `None` where there is nothing to tell.
    pub fn statistics(&self, asked: &[Statistic]) -> Vec<Vec<Option<f64>>> {
        let told = |cell: &Vec<f64>| {
            let mut sample: Vec<f64> = cell.iter().copied().filter(|x| !x.is_nan()).collect();
            // The mean before a percentile puts the sample in order, so that
            // its bits do not depend on what else is asked.
            let ordered = asked
                .iter()
                .filter(|one| matches!(one, Statistic::Percentile(_)));
            let sums = asked
                .iter()
                .filter(|one| !matches!(one, Statistic::Percentile(_)));
            let known: Vec<_> = sums
                .chain(ordered)
                .map(|statistic| (*statistic, statistic.of(&mut sample)))
                .collect();
            let find = |one: &Statistic| known.iter().find(|(other, _)| other == one);
            asked
                .iter()
                .map(|one| find(one).and_then(|(_, value)| *value))
                .collect()
        };
        self.cells.par_iter().map(told).collect()
    }
}
