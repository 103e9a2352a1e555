//! Expectations that agree with what the model brings about.
//!
//! `expect E = f(x)` in a model says that E of period t is the value of f in
//! t + 1: perfect foresight, the model's own forecast. A path of E is
//! supposed, the model solved with it, and the path that follows from the
//! solution taken for the next supposition, until both agree (Fair and Taylor
//! 1983), with the steps combined after Anderson (1965), which makes chains of
//! expectations and near-unit roots converge too. Past the last period
//! the run goes on, its last expectation held; the horizon is doubled until
//! the periods asked for do not depend on it.
//!
//! Source: Fair and Taylor 1983, Econometrica 51(4), 1169-1185, types II and
//! III; Anderson 1965, Journal of the ACM 12(4), 547-560.

mod anderson;
#[cfg(test)]
mod dollar_cycle_tests;
mod horizon;
mod refusal;
mod supposed;
#[cfg(test)]
mod tests;

use triffin_basis::BasisError;

use crate::compile::Program;
use crate::model::VariableId;
use crate::solve::{Path, Run};

pub(crate) use horizon::consistent;

/// Whether anything in the path depends on an expectation: a closure by
/// other expectations may leave them aside.
pub(crate) fn matter(path: &Path) -> bool {
    let model = path.model();
    let expected: Vec<VariableId> = model
        .expectations
        .iter()
        .map(|known| known.variable)
        .collect();
    if expected.is_empty() {
        return false;
    }
    let sides = model.equations.iter().flat_map(|e| [&e.left, &e.right]);
    let mut using = sides.filter(|side| side.current().any(|used| expected.contains(&used)));
    using.any(|side| {
        (1..=path.periods()).any(|period| {
            let value = |shift: f64| {
                side.value(f64::from(period), |id, lag| {
                    let shift = if expected.contains(&id) { shift } else { 0.0 };
                    shift + before(path, id, period, lag)
                })
            };
            value(0.0).to_bits() != value(1.0).to_bits()
        })
    })
}

/// A value so many periods before one of the path; NaN before its opening.
fn before(path: &Path, id: VariableId, period: u32, lag: u32) -> f64 {
    let then = period.checked_sub(lag);
    then.and_then(|then| path.value(id, then))
        .unwrap_or(f64::NAN)
}

/// Refuses what is made for values that are given, where the run depends on
/// expectations.
///
/// # Errors
///
/// `E-CYCLE-EXPECT-GIVEN`, and those of the run.
pub(crate) fn refuse(program: &Program, run: &Run) -> Result<(), BasisError> {
    if program.model().expectations.is_empty() || !matter(&program.path(run)?) {
        return Ok(());
    }
    Err(refusal::given_alone(program.model()))
}
