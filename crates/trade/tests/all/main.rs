//! Plans run by an engine, against kernels and numbers worked by hand.

#![allow(clippy::unwrap_used, clippy::panic)]

mod balances;
mod changes;
mod covers;
mod items;
mod mirror;
mod pipeline;
mod records;
mod unit_values;
