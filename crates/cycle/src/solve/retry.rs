//! All periods of a run, and a second attempt where tearing was in the way.
//!
//! A torn block is evaluated along a chain from a guess of a few variables,
//! and the chain may give no number where the values of all variables would
//! do. A run that fails so is solved again with every block whole, from its
//! opening state on, so that what a lane gives depends on nothing but its own
//! values.

use triffin_basis::BasisError;

use super::failure::Failure;
use super::machine::Machine;
use super::run::Run;

impl<const L: usize> Machine<'_, L> {
    /// Solves every period of an opened run; why each lane failed, if it did.
    pub(crate) fn finish(&mut self, run: &Run) -> [Option<BasisError>; L] {
        let mut refused: [Option<BasisError>; L] = std::array::from_fn(|_| None);
        for period in 1..=run.periods {
            self.advance(run, period);
            for (lane, reason) in refused.iter_mut().enumerate() {
                if reason.is_none() {
                    *reason = self.refusal(lane);
                }
            }
            if refused.iter().all(Option::is_some) {
                break;
            }
        }
        for (lane, reason) in refused.iter_mut().enumerate() {
            if self.failures[lane].is_some_and(|failure| self.is_torn(&failure))
                && self.again(run, lane)
            {
                *reason = None;
            }
        }
        refused
    }

    /// Whether a block failed that is solved for fewer variables than it has.
    fn is_torn(&self, failure: &Failure) -> bool {
        let stage = self.program.schedule.stages.get(failure.stage);
        let block = stage.and_then(|stage| stage.block.as_ref());
        block.is_some_and(|block| block.unknowns.len() < block.pairs.len())
    }

    /// Solves the run of one lane with every block whole; whether it succeeds.
    fn again(&mut self, run: &Run, lane: usize) -> bool {
        let mut whole = Machine::<1>::new(self.program.whole(), run.periods);
        whole.open_as(self, lane);
        whole.disturb(self.noise_of(lane));
        for period in 1..=run.periods {
            whole.advance(run, period);
            if whole.failures[0].is_some() {
                break;
            }
        }
        self.work[lane] += whole.work[0];
        if whole.failures[0].is_some() {
            return false;
        }
        self.take(lane, &whole);
        true
    }
}
