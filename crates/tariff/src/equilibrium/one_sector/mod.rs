//! One sector: the gravity world of Armington, Eaton and Kortum, and Krugman.
//!
//! ```text
//! Economy (flows, tariffs) ─► System (equations) ─► Newton ─► Solution ─► welfare
//!    Policy, Parameters ──────────┘
//! ```
//!
//! With x̂ = x'/x, importer n, exporter i, trade elasticity θ:
//!
//! ```text
//! cost        âᵢ  = ŵᵢ L̂ᵢ^(−ψ)
//! share       λ'ₙᵢ = λₙᵢ âᵢ^(−θ) d̂ₙᵢ^(−θ) t̂ₙᵢ^(−θ φₙ) / Sₙ,   t = 1 + τ, Sₙ the sum of the numerators
//! before duty mₙᵢ = λ'ₙᵢ / t'ₙᵢ,   rₙ = 1 − Σᵢ mₙᵢ
//! spending    E'ₙ = Y'ₙ + rₙ E'ₙ + T'ₙ
//! price       P̂ₙ = (Êₙ/ŵₙ)^(1−φₙ) Sₙ^(−1/θ)
//! labour      L̂ₙ = (take-home pay / P̂ₙ)^κ
//! market      Y'ᵢ = Σₙ (1 − νₙ) mₙᵢ E'ₙ + νᵢ Σₖ mᵢₖ E'ᵢ,   Y'ᵢ = ŵᵢ L̂ᵢ Yᵢ
//! numeraire   Σ Y' = Σ Y
//! ```
//!
//! φ = 1, ν = 0, ψ = 0, κ = 0 is the textbook model: θ is σ − 1 of
//! Armington, the Fréchet shape of Eaton and Kortum, σ − 1 of Krugman (with
//! ψ = 1/θ, which a fixed labour supply leaves without effect).
//!
//! `docs/explanation/trade-in-one-sector.md` says what each means.
//!
//! Source: Dekle, Eaton and Kortum 2007; Arkolakis, Costinot and
//! Rodríguez-Clare 2012; Ignatenko, Lashkaripour, Macedoni and Simonovska
//! 2025, section 3 (φ, ν, κ, ψ and the relief of income tax).

mod economy;
pub(super) mod jacobian;
pub(super) mod local;
pub(super) mod newton;
mod of_world;
mod own_trade;
mod parameters;
mod policy;
#[cfg(test)]
mod reference_tests;
#[cfg(test)]
mod refusal_tests;
pub(super) mod solve;
pub(super) mod system;
mod table;
#[cfg(test)]
pub(super) mod tests;
mod welfare;

pub use economy::Economy;
pub use of_world::of_world;
pub use own_trade::OwnTrade;
pub use parameters::Parameters;
pub use policy::Policy;
pub use solve::{Counterfactual, counterfactual};
pub use table::{Row, Unit};
pub use welfare::Welfare;
