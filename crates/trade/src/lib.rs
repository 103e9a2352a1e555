//! Records to balance: kernels and logical plans.
//!
//! `balance = exports − imports`, and everything that must hold before the
//! subtraction and that explains its change. This crate runs nothing: it takes
//! a plan over the columns of the records table, gives a plan back, and turns
//! the resulting batches into typed rows.
//!
//! ```text
//! records plan ─► survey ─► Levels (each trade once) ─► filter ─► one aggregate ─► kernel ─► typed rows
//!                   │                                                                  ▲
//!                   └─► gate: currency, price, boundary, timing                  functions::all()
//! ```
//!
//! Amounts are exact decimals; a side that is not there is null, never zero.
//!
//! ```
//! use triffin_trade::{Exact, balance::{balance, Status}};
//! let net = balance(Some(Exact::whole(1957)), Some(Exact::whole(4289))).unwrap();
//! assert_eq!(net.map(|b| b.to_string()), Some("-2332".into()));
//! assert_eq!(net.map(Status::of), Some(Status::Deficit));
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod balance;
pub mod bennet;
pub mod bilateral;
pub mod changes;
pub mod checks;
pub mod classification;
pub mod columns;
pub mod concordance;
pub mod contributions;
pub mod cover;
pub mod coverage;
pub mod currency;
pub mod cut;
pub mod decompose;
pub mod edition;
pub mod error;
pub mod exact;
pub mod functions;
pub mod growth;
pub mod items;
pub mod laspeyres;
pub mod levels;
pub mod lmdi;
pub mod measure;
mod membership;
pub mod mirror;
pub mod pipeline;
pub mod quantity_unit;
pub mod ratio;
pub mod reach;
pub mod real;
pub mod regime;
pub mod selection;
pub mod survey;
pub mod timing;
pub mod told;
pub mod transit;
pub mod translation;
pub mod unit_value_index;
pub mod valuation;

pub use error::TradeError;
pub use exact::Exact;
pub use levels::{Depth, Levels};
pub use measure::Measure;
pub use selection::{Axis, Flow, Reporters, Selection};
pub use survey::Survey;
