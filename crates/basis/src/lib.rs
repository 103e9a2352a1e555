//! What a number is.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod coverage;
pub mod error;
pub mod flag;
pub mod freq;
pub mod hedge;
pub mod interval;
pub mod lang;
pub mod number;
pub mod period;
mod period_text;
pub mod scale;
pub mod window;

pub use coverage::Coverage;
pub use error::BasisError;
pub use flag::Flag;
pub use freq::Freq;
pub use hedge::Hedge;
pub use interval::{Bound, Interval};
pub use lang::{Bilingual, Lang};
pub use number::{Printed, parse_decimal, parse_printed};
pub use period::Period;
pub use rust_decimal::Decimal;
pub use scale::Scale;
pub use window::Window;
