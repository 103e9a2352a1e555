//! Price indices from unit values (S1.9): Laspeyres, Paasche, Fisher, Törnqvist.
//!
//! ```text
//! records ─► levels (finest codes of one side) ─► plan: one aggregate ─► rows: cells ─► index
//! ```
//!
//! The unit value `v/q` stands for the price of an item. An item is a
//! commodity code in one quantity unit: pieces and tonnes of one code are two
//! items. Only items with a value and a quantity in both periods of a link are
//! compared; how much of the trade that is stands beside every number.

mod cell;
mod formula;
mod series;

pub use cell::{Cell, UNALLOCATED, levels, plan, rows, totals, totals_plan, unallocated};
pub use formula::{Formula, relative};
pub use series::{IndexRow, Link, index};

/// The index of the first period.
pub const BASE: f64 = 100.0;
