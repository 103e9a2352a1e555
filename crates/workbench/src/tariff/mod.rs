//! Questions about tariffs: gravity estimates, counterfactuals, explanations.
//!
//! ```text
//! table ─► frame ─► estimate ─────────────────────────────► Answer
//! SCENARIO.toml ─► Desk ─► world, shock ─► solved ─► solve | … ─► Answer
//! ```

mod bundled;
mod dropped;
pub mod estimate;
mod files;
mod frame;
mod names;
pub mod scenarios;
mod shock;
mod table;
mod world;

pub use estimate::{AskedEstimate, estimate};
pub use files::Desk;
pub use scenarios::scenarios;
