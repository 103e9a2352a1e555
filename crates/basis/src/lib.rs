//! What a number is.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod error;
pub mod lang;

pub use error::BasisError;
pub use lang::{Bilingual, Lang};
pub use rust_decimal::Decimal;
