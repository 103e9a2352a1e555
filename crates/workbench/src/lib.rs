//! One function a question.
//!
//! ```text
//! question ─► store (as-of view) ─► trade (plan) ─► store (run) ─► trade (rows) ─► Answer / Facts
//! ```
//!
//! `trade` builds plans and runs nothing, `store` runs plans and knows no
//! economics; somebody has to introduce them. That is done here, once, so that
//! the command line, a server and a Python package can stay thin: they parse,
//! call one function of this crate, and print.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod answer;
pub mod balance;
pub mod brief;
mod cells;
pub mod changes;
mod check;
pub(crate) mod columns;
mod concepts;
pub mod cycle;
pub mod data;
mod deflators;
pub mod error;
pub mod files;
mod gaps;
mod index;
pub mod intake;
mod items;
mod local_currency;
mod measured;
pub mod mechanisms;
pub mod mirror;
pub mod numbers;
mod pipeline;
mod publishers;
pub mod question;
mod rates;
mod reach;
pub mod real;
mod records;
mod sql;
pub mod starter;
pub mod statements;
pub mod tariff;
pub mod translation;
pub mod treasury;
mod upkeep;
pub mod value;
pub mod watched;
pub mod workbench;

pub use answer::{Answer, Meta, Note, Row, SourceRef};
pub use error::QuestionError;
pub use question::{OnBasis, Question};
pub use value::Value;
pub use workbench::{Scope, Workbench};
