//! The targets' common part.

pub mod entry;
#[cfg(feature = "sql")]
pub mod sql;
