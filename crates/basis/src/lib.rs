//! What a number is.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod coverage;
pub mod error;
pub mod flag;
pub mod freq;
pub mod lang;
pub mod period;
mod period_text;
pub mod window;

pub use coverage::Coverage;
pub use error::BasisError;
pub use flag::Flag;
pub use freq::Freq;
pub use lang::{Bilingual, Lang};
pub use period::Period;
pub use rust_decimal::Decimal;
pub use window::Window;
