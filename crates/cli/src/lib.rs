//! The `triffin` command: parse, call, print.
//!
//! ```text
//! arguments ─► one question of the workbench ─► rows and their basis ─► table, CSV, JSON or a page
//! ```
//!
//! Nothing is computed here. The binary is `src/main.rs`; what it is made of
//! stands in this library so that tests can reach it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod args;
mod commands;
mod context;
mod error;
pub mod explain;
mod help;
mod minus;
mod output;
pub mod panics;
pub mod run;
mod usage;
pub mod version;
