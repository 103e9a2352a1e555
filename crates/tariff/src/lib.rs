//! What a tariff changes, and what it does not.
//!
//! ```text
//! trade, regressors, effects ─► estimate ─► elasticities, with their covariance
//!                                                │
//! flows, tariffs, inputs ─► equilibrium ◄────────┘─► wages, prices, welfare, trade, balance
//!                                │
//!                          mechanisms: diversion, incidence, offset, waterfall
//! ```
//!
//! The crate reads no file and starts no runtime; columns and numbers come
//! in, numbers go out.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod equilibrium;
pub mod estimate;
pub mod mechanisms;
pub mod scenario;
#[cfg(test)]
mod test_data;
