//! Questions about what a tariff changes and what it does not (S7.1–S7.10), in
//! closed form, on one market, and on records.
//!
//! ```text
//! option ─► text, or a printed default ─► tariff::mechanisms ─► rows, assumptions, notes
//! ```

mod asked;
mod coverage;
mod cpi;
mod defaults;
mod diversion;
mod elasticity;
mod episodes;
mod incidence;
mod naive;
mod offset;
mod partial;
mod persistence;
mod table;
mod waterfall;

use crate::answer::Answer;
use crate::error::QuestionError;

pub use crate::treasury::Given;

/// A question of this module, one a verb.
pub type Question = fn(&Given) -> Result<Answer, QuestionError>;

pub use coverage::coverage;
pub use cpi::cpi;
pub use diversion::diversion;
pub use elasticity::elasticity;
pub use episodes::episodes;
pub use incidence::incidence;
pub use naive::naive;
pub use offset::offset;
pub use partial::partial;
pub use persistence::persistence;
pub use waterfall::waterfall;
