//! What the draws gave.

use rayon::prelude::*;
use triffin_basis::BasisError;

use super::{Chunk, Draws, LANES, Statistic};
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
    /// The values drawn, in the order they were asked for; of what is drawn for
    /// each period, that of the first.
    pub values: Vec<f64>,
    /// Why.
    pub reason: BasisError,
}

impl Sample {
    pub(super) fn gather(asked: &Draws, chunks: Vec<Chunk>) -> Self {
        let width = asked.keep.len() * (asked.run.periods as usize + 1);
        let cells = (0..width).into_par_iter().map(|at| cell(&chunks, at));
        let mut sample = Self {
            periods: asked.run.periods,
            keep: asked.keep.clone(),
            draws: Vec::new(),
            cells: cells.collect(),
            failed: Vec::new(),
        };
        for chunk in chunks {
            let lanes = chunk.values.into_iter().zip(chunk.failed);
            for (draw, (values, reason)) in (chunk.first..).zip(lanes) {
                match reason {
                    Some(reason) => sample.failed.push(FailedDraw {
                        draw,
                        values,
                        reason,
                    }),
                    None => sample.draws.push(draw),
                }
            }
        }
        sample
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

/// The values of a variable and period in the draws that were solved.
fn cell(chunks: &[Chunk], at: usize) -> Vec<f64> {
    let mut values = Vec::with_capacity(chunks.len() * LANES);
    for chunk in chunks {
        let lanes = chunk.kept[at].iter().zip(&chunk.failed);
        let solved = lanes
            .take(chunk.lanes)
            .filter(|(_, reason)| reason.is_none());
        values.extend(solved.map(|(value, _)| *value));
    }
    values
}
