//! Counterfactuals in general equilibrium, in exact hat algebra.
//!
//! ```text
//! Data ─► World ─► baseline at base tariffs ─► counterfactual ─► outputs
//!            Closure, Model ┘    Shock ┘
//! ```

pub mod closure;
pub mod draws;
pub mod flows;
pub mod gravity_table;
pub mod inputs;
pub mod model;
pub mod one_sector;
pub mod optimal;
pub mod shock;
pub mod solution;
pub mod solve;
#[cfg(test)]
mod testing;
pub mod welfare;
pub mod world;

pub use closure::Closure;
pub use flows::{Flow, Flows};
pub use inputs::{Input, Inputs};
pub use model::{Model, Revenue};
pub use shock::{Change, Shock};
pub use solution::{Distance, Numeraire, Outcome, Solution};
pub use solve::{Settings, baseline, counterfactual, distance, solve};
pub use world::{Data, World};
