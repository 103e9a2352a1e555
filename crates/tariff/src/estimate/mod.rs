//! Gravity estimates with many fixed effects.
//!
//! ```text
//! Frame (columns) + Request (y, x, effects, clusters)
//!    │ sample: terms evaluated, rows with a reason to leave set aside
//!    │ singletons, separation, collinear regressors
//!    ▼
//! absorption: what the effects explain of a column, by conjugate gradients
//!    ▼
//! ppml | ols ─► covariance ─► Fit
//! ```

mod absorb;
mod answer;
mod collinear;
mod covariance;
mod dense;
mod factors;
mod faults;
mod fit;
mod formula;
mod frame;
mod inference;
mod levels;
mod ols;
mod ppml;
mod quality;
mod regression;
mod request;
mod reset;
mod sample;
mod separation;
mod sieve;
mod small_sample;
mod start;
mod symmetric;
mod term;
mod three_way;

#[cfg(test)]
mod behaviour_tests;
#[cfg(test)]
mod published_tests;

pub use fit::{Collinear, Correction, Dropped, Estimate, Fit, Groups, Reason};
pub use frame::{Column, Frame, Labels, NO_LABEL, Numbers};
pub use regression::estimate;
pub use request::{Estimator, Request, ThreeWay, Vcov};
pub use reset::{Reset, reset};
pub use small_sample::{ClusterFactor, Convention, EffectsCounted, SmallSample};
pub use term::{Part, Product, Term};
