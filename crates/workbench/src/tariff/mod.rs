//! Questions about tariffs: gravity estimates, counterfactuals, explanations.
//!
//! ```text
//! table ─► frame ─► estimate ─────────────────────────────► Answer
//! SCENARIO.toml ─► Desk ─► world, shock ─► solved ─► solve | … ─► Answer
//! ```

mod assumptions;
mod bundled;
mod dropped;
pub mod estimate;
mod files;
mod frame;
mod gravity;
mod names;
pub mod offsets;
pub mod scenarios;
mod shock;
pub mod solve;
mod solved;
mod table;
mod trade;
mod world;

pub use estimate::{AskedEstimate, estimate};
pub use files::Desk;
pub use scenarios::scenarios;
pub use solve::{AskedSolve, solve};
