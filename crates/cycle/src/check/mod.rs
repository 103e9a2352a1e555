//! Whether a model is whole: its equations determine its variables, its lags
//! find their past, its units agree.
//!
//! ```text
//! Model ─► settle ─► Blocks ─► closure ─┐
//!        (surplus      openings, lags ──┼─► Checked, or every fault
//!         implied?)    units, unused ───┘
//! ```

mod closure;
mod measure;
mod past;
mod surplus;
mod units;
mod unused;

pub use surplus::settle;

use triffin_basis::BasisError;

use crate::blocks::Blocks;
use crate::errors::Errors;
use crate::model::Model;

/// What a check found that is no fault.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The order of solution.
    pub blocks: Blocks,
    /// What deserves a look: names that nothing uses.
    pub warnings: Vec<BasisError>,
}

/// Checks a model.
///
/// ```
/// use triffin_cycle::{check::check, language::parse};
/// let whole = parse("exog G = 20\nY = C + G\nC = 0.6 * Y")?;
/// assert_eq!(check(&whole)?.blocks.largest(), 2);
/// let torn = parse("exog G = 20\nY = C + G\nY = 100\nC = 0.6 * Y")?;
/// assert!(check(&torn).unwrap_err().to_string().contains("E-CYCLE-OVERDETERMINED"));
/// # Ok::<(), triffin_cycle::Errors>(())
/// ```
///
/// # Errors
///
/// All that is wrong: `E-CYCLE-UNDERDETERMINED` and `E-CYCLE-OVERDETERMINED`
/// with the equations and variables concerned, `E-CYCLE-NO-VALUE` and
/// `E-CYCLE-HISTORY` for a past that is not stated, `E-CYCLE-UNIT` where
/// units are given and do not agree.
pub fn check(model: &Model) -> Result<Checked, Errors> {
    let mut errors = Errors::new();
    let blocks = Blocks::of(model);
    for fault in closure::faults(model, &blocks) {
        errors.push(fault);
    }
    for fault in past::faults(model).into_iter().chain(units::faults(model)) {
        errors.push(fault);
    }
    errors.or(Checked {
        blocks,
        warnings: unused::warnings(model),
    })
}

#[cfg(test)]
mod tests;
