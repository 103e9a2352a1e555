//! Gravity estimates with many fixed effects.
//!
//! ```text
//! Frame (columns) + Request (y, x, effects, clusters)
//!    │ sample: terms evaluated, rows with a reason to leave set aside
//!    │ singletons, separation
//!    ▼
//! absorption: what the effects explain of a column, by conjugate gradients
//!    ▼
//! ppml | ols ─► covariance ─► Fit
//! ```

mod fit;
mod formula;
mod frame;
mod request;
mod small_sample;
mod term;

pub use fit::{Collinear, Correction, Dropped, Estimate, Fit, Groups, Reason};
pub use frame::{Column, Frame, Labels, NO_LABEL, Numbers};
pub use request::{Estimator, Request, ThreeWay, Vcov};
pub use small_sample::{ClusterFactor, EffectsCounted, SmallSample};
pub use term::{Part, Product, Term};

use triffin_basis::BasisError;

/// Estimates `request` on the rows of `frame`.
///
/// # Errors
///
/// `E-GRAVITY-…` with the column, row or group that is at fault.
pub fn estimate(frame: &Frame, request: &Request) -> Result<Fit, BasisError> {
    let _ = (frame, request);
    Err(BasisError::new(
        "E-GRAVITY-PENDING",
        "estimates are not built yet",
        "估计尚未实现",
    ))
}
