//! The targets' common part.

pub mod entry;
#[cfg(feature = "model")]
pub mod model;
#[cfg(feature = "sql")]
pub mod sql;
