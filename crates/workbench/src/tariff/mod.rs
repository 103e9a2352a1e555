//! Questions about tariffs: gravity estimates, counterfactuals, explanations.
//!
//! ```text
//! table ─► frame ─► estimate ─────────────────────────────► Answer
//! SCENARIO.toml ─► Desk ─► world, shock ─► solved ─► solve | … ─► Answer
//! ```

mod assumptions;
mod bundled;
pub mod draws;
mod dropped;
pub mod estimate;
pub mod explain;
mod files;
mod frame;
mod gravity;
mod names;
pub mod offsets;
pub mod optimal;
mod reset;
pub mod scenarios;
mod shock;
pub mod solve;
pub(crate) mod solved;
mod table;
pub(crate) mod trade;
mod world;

pub use draws::{AskedTariffDraws, draws};
pub use estimate::{AskedEstimate, estimate};
pub use explain::explain;
pub use files::Desk;
pub use optimal::{AskedOptimal, nash, optimal};
pub use scenarios::scenarios;
pub use solve::{AskedSolve, solve};
