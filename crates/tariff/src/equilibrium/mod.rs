//! Counterfactuals in general equilibrium, in exact hat algebra.
//!
//! ```text
//! Data ─► World ─► baseline at base tariffs ─► counterfactual ─► outputs
//!            Closure, Model ┘    Shock ┘
//! ```
//!
//! In changes x̂ = x'/x, importer n, exporter i, sectors j and k:
//!
//! ```text
//! cost         ĉₙʲ = ŵₙ^γₙʲ Πₖ (P̂ₙᵏ)^γₙʲᵏ (L̂ₙʲ)^(−ψⱼ)
//! price        P̂ₙʲ = [Σᵢ πₙᵢʲ (κ̂ₙᵢʲ ĉᵢʲ)^(−θⱼ)]^(−1/θⱼ),   κ̂ the change of (1 + τ) d
//! share        π'ₙᵢʲ = πₙᵢʲ (κ̂ₙᵢʲ ĉᵢʲ / P̂ₙʲ)^(−θⱼ)
//! expenditure  X'ₙʲ = Σₖ γₙᵏʲ Y'ₙᵏ + αₙʲ I'ₙ,   Y'ₙᵏ = Σᵢ π'ᵢₙᵏ X'ᵢᵏ / (1 + τ'ᵢₙᵏ)
//! income       I'ₙ = w'ₙL'ₙ + R'ₙ + D'ₙ
//! balance      imports − exports = D'ₙ, a formula of the closure
//! numeraire    Σₙ w'ₙL'ₙ = Σₙ wₙLₙ
//! ```
//!
//! Source: Caliendo and Parro 2015, equations 10–14.

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
