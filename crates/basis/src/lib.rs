//! What a number is.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod coverage;
pub mod economy;
mod economy_table;
pub mod error;
pub mod flag;
pub mod freq;
mod group;
pub mod hedge;
pub mod interval;
pub mod lang;
mod name_key;
mod nearest;
pub mod number;
pub mod period;
mod period_text;
pub mod scale;
mod table;
pub mod window;

pub use coverage::Coverage;
pub use economy::{Economy, EconomyKind};
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
