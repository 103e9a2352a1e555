//! The gravity table: from estimated trade costs to multilateral
//! resistances, factory-gate prices and trade.
//!
//! ```text
//! coefficients, columns ─► costs t^(1−σ) ─► resistances Π, P ─► prices, trade, GDP
//!   output, expenditure ─────────────────────┘
//! ```
//!
//! With exporter i, importer j, output Yᵢ, expenditure Eⱼ, shares
//! sᵢ = Yᵢ/ΣY and eⱼ = Eⱼ/ΣE:
//!
//! ```text
//! Pⱼ^(1−σ) = Σᵢ tᵢⱼ^(1−σ) sᵢ Πᵢ^(σ−1)        inward resistance
//! Πᵢ^(1−σ) = Σⱼ tᵢⱼ^(1−σ) eⱼ Pⱼ^(σ−1)        outward resistance
//! Xᵢⱼ = sᵢ Eⱼ tᵢⱼ^(1−σ) (Πᵢ Pⱼ)^(σ−1)
//! ```
//!
//! Source: Anderson and van Wincoop 2003; Larch and Yotov 2016, General
//! equilibrium trade policy analysis with structural gravity, WTO
//! ERSD-2016-08, equations 24–32; Baier, Yotov and Zylkin 2019.

mod costs;
mod resistance;
mod results;
mod simulate;
mod table;
#[cfg(test)]
mod tests;

pub use costs::{CostTerm, trade_costs};
pub use resistance::{Resistances, resistances};
pub use results::{Country, Pair, Results};
pub use simulate::{Incomes, Setting, simulate};
pub use table::{GravityTable, Row};
