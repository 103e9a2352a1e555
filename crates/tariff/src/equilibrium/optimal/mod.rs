//! Tariffs that are best for those who set them.
//!
//! ```text
//! tariffs ─► equilibrium ─► shadow prices (one adjoint solve a region) ─► best answer to them ─┐
//!    └──────────────────────────────── until nothing moves ◄──────────────────────────────────┘
//! ```
//!
//! Region n sets τₙᵢ to maximise its utility W, all else in equilibrium:
//!
//! ```text
//! max W(x, τₙ)  subject to  F(x, τ) = 0       F: excess demand of every market
//! μ = J⁻ᵀ ∂W/∂x,   dW/dτ = ∂W/∂τ − μ · ∂F/∂τ  (= 0 at the optimum)
//! ```
//!
//! With the shadow prices μ and the world's costs held, the best τₙ is a
//! small problem of region n alone; solving it and the world in turn ends
//! where the first-order conditions of every player hold at once. Then every
//! optimum is tried: the second derivative along its tariff and random
//! deviations, large and small, each through the whole equilibrium.
//!
//! Source: Gros 1987 (one sector, increasing returns); Ossa 2014 (tariff
//! wars from a start without deficits); Lashkaripour 2021.

mod answer;
mod search;
mod shadow;
mod sufficient;
#[cfg(test)]
mod tests;
mod verify;

pub use search::{Game, Nash, Optimum, nash, optimal, optimal_each};
pub use sufficient::from_shares;
pub use verify::Verified;

/// Whether a region sets one tariff or one for each exporter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// One rate on all imports.
    #[default]
    Uniform,
    /// One rate for each exporter.
    ByExporter,
}

impl Shape {
    /// The name in outputs and scenario files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::ByExporter => "by-exporter",
        }
    }
}
