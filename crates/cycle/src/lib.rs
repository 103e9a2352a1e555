//! Stock-flow-consistent models as text, and the arithmetic of the dollar
//! cycle around them.
//!
//! ```text
//! text (.sfc) ─► language ─► Model ─► check ─► blocks ─► compile ─► solve ─► path of every variable
//!  JSON, .mod ─► import ──┘    ▲
//!               accounts ──────┘ (sectors, instruments and flows become equations and matrices)
//! ```
//!
//! [`Model`] is what every part meets on: its variables, its equations as
//! flat [`Expression`]s, its scenarios. The crate reads no file and starts
//! no runtime; text and numbers come in, numbers go out.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod accounts;
pub mod blocks;
pub mod calibrate;
pub mod check;
pub mod compile;
#[cfg(test)]
mod dollar_cycle_tests;
pub mod ensemble;
pub mod errors;
pub mod expect;
pub mod expression;
pub mod import;
pub mod language;
pub mod library;
pub mod linearise;
pub mod model;
mod near;
pub mod place;
pub mod sensitivity;
pub mod solve;
pub mod steady;
#[cfg(test)]
mod test_data;
#[cfg(test)]
mod testing;
pub mod treasury;
pub mod watch;

pub use accounts::Accounts;
pub use blocks::Blocks;
pub use compile::Program;
pub use errors::Errors;
pub use expression::{Comparison, Expression, Function, Node};
pub use model::{Equation, Expectation, Model, Role, Scenario, Shock, Variable, VariableId, Watch};
pub use place::Place;
pub use solve::{Path, Run, Work};
