//! Newton's method on one block, over several runs side by side.
//!
//! x ← x − α J⁻¹ r, with the exact Jacobian J. Steps are shortened until the
//! simplified step −J⁻¹ r(x + α Δ) is shorter than Δ (Deuflhard's natural
//! monotonicity test, which no scaling of equations or variables changes). A
//! Jacobian is kept, also into the next period, while it shortens the step
//! to a tenth; the solution is accepted by the size of both step and residual.
//!
//! Source: Deuflhard 2011, Newton Methods for Nonlinear Problems, algorithm
//! NLEQ-ERR.

use super::factor::Shape;
use super::lane::{Lane, Phase};
use super::work::Work;
use crate::compile::{Schedule, SolvedBlock, execute};

/// What a block keeps from period to period.
#[derive(Clone, Debug)]
pub(crate) struct BlockState<const L: usize> {
    shape: Shape,
    lanes: Vec<Lane>,
}

impl<const L: usize> BlockState<L> {
    pub(crate) fn new(block: &SolvedBlock) -> Self {
        Self {
            shape: Shape::of(block),
            lanes: vec![Lane::default(); L],
        }
    }

    /// Forgets what was kept from an earlier run.
    pub(crate) fn forget(&mut self) {
        for lane in &mut self.lanes {
            lane.forget();
        }
    }
}

/// Steps after which a block is taken not to converge.
const STEPS: u64 = 200;

/// What is solved and where.
pub(crate) struct Newton<'a, const L: usize> {
    pub(crate) schedule: &'a Schedule,
    pub(crate) block: &'a SolvedBlock,
    pub(crate) registers: &'a mut [[f64; L]],
    pub(crate) work: &'a mut [Work; L],
}

impl<const L: usize> Newton<'_, L> {
    /// Solves the block for the lanes that are `live`; the registers then
    /// hold the block's variables at the solution. What became of each lane
    /// is in its phase.
    pub(crate) fn solve<'s>(
        &mut self,
        state: &'s mut BlockState<L>,
        live: &[bool; L],
        guess: impl Fn(usize, usize) -> f64,
    ) -> &'s [Lane] {
        let BlockState { shape, lanes } = state;
        for (at, lane) in lanes.iter_mut().enumerate() {
            lane.start(self.block.unknowns.len(), |unknown| guess(at, unknown));
            lane.phase = if live[at] { Phase::Start } else { Phase::Idle };
            self.work[at].solves += u64::from(live[at]);
        }
        for _ in 0..STEPS {
            self.evaluate(lanes);
            for (at, lane) in lanes.iter_mut().enumerate() {
                lane.judge(self.block, |register| self.registers[register as usize][at]);
            }
            self.differentiate(lanes, shape);
            for (lane, work) in lanes.iter_mut().zip(self.work.iter_mut()) {
                lane.advance();
                work.steps += u64::from(lane.moves());
            }
            if lanes.iter().all(|lane| !lane.moves()) {
                break;
            }
        }
        for lane in lanes.iter_mut().filter(|lane| lane.moves()) {
            lane.phase = Phase::Stalled;
        }
        lanes
    }

    /// Computes the block at the point each moving lane tries.
    fn evaluate(&mut self, lanes: &[Lane]) {
        for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.moves()) {
            for (unknown, value) in self.block.unknowns.iter().zip(&lane.tried) {
                self.registers[unknown.register as usize][at] = *value;
            }
            self.work[at].evaluations += 1;
        }
        execute(
            &self.schedule.code[self.block.evaluate.clone()],
            self.registers,
        );
    }

    /// Factorizes the Jacobian of the lanes that ask for it.
    fn differentiate(&mut self, lanes: &mut [Lane], shape: &Shape) {
        if !lanes.iter().any(|lane| lane.phase == Phase::Differentiate) {
            return;
        }
        execute(
            &self.schedule.code[self.block.differentiate.clone()],
            self.registers,
        );
        for (at, lane) in lanes.iter_mut().enumerate() {
            if lane.phase == Phase::Differentiate {
                self.work[at].factorizations += 1;
                let registers = &*self.registers;
                lane.factorize(shape, &self.block.entries, |entry| {
                    registers[entry.register as usize][at]
                });
            }
        }
    }
}
