//! Questions of Treasury arithmetic (S6.1–S6.21): amounts as typed, or the
//! cited figures that stand for what is not typed, and typed answers.
//!
//! ```text
//! option ─► text, or the name of a figure, or the default figure ─► cycle::treasury ─► rows, sources, conflicts
//! ```

mod asked;
mod burden;
mod cells;
mod coins;
mod figures;
mod given;
mod input;
mod loops;
mod market;
mod pairs;
mod reserves;
mod sides;
mod world;

pub use given::Given;

use crate::answer::Answer;
use crate::error::QuestionError;

/// A question of this module, one a system.
pub type Question = fn(&Given) -> Result<Answer, QuestionError>;

pub use burden::{interest, privilege, rollover, snowball};
pub use coins::{backing, stablecoin};
pub use figures::figures;
pub use loops::{ledger, parable, squeeze};
pub use market::{depth, impact, screen};
pub use reserves::{dedollarisation, erosion, gold, recycled};
pub use sides::{holders, top_export, twin};
pub use world::{scale, world_debt};
