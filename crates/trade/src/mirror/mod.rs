//! Mirror data (S11.1–S11.3): one trade as two countries report it.
//!
//! ```text
//! exporter's report X ─┐
//!                      ├─► gap = M − X ─► Σ causes + unexplained ─► interval, reconciled estimate
//! importer's report M ─┘                                                ▲
//! every pair of reporters ─► distances |ln M/X| ─► reliability ─► weights
//! every CIF import of an FOB export ─► ln M/X ─► medians ─► margin
//! ```
//!
//! The gap is always the importer's figure less the exporter's, so that a
//! cause has one sign whoever asks: freight raises it, parcels that only the
//! exporter counts lower it. What cannot be measured is null with the reason,
//! never zero, and never spread over what can.
//!
//! ```
//! use triffin_trade::{Exact, mirror::gap::Reports};
//! let trade = Reports {
//!     exporter: Some(Exact::whole(100)),
//!     importer: Some(Exact::whole(110)),
//! };
//! assert_eq!(trade.gap().unwrap(), Some(Exact::whole(10)));
//! assert_eq!(trade.ratio(), Some(1.1));
//! ```

pub mod balance_gap;
pub mod cause;
mod cholesky;
pub mod common;
pub mod conversion;
pub mod distance;
pub mod flows;
pub mod freight;
pub mod gap;
pub mod interval;
pub mod margin;
pub mod median;
pub mod parcels;
mod polish;
pub mod reconcile;
pub mod reliability;
pub mod reporting;
pub mod routes;
pub mod shares;
pub mod timing;
pub mod transit;
