//! Items (S1.9): value, quantity and unit value of each commodity code.
//!
//! ```text
//! records ─► levels (finest codes of one side) ─► plan: one aggregate ─► rows
//! ```
//!
//! An item is a commodity code in one quantity unit: pieces and tonnes of one
//! code are two items, and their quantities are never added up. Records whose
//! unit value stands out, or whose value is not their quantity times the unit
//! price they state, are counted beside the item they belong to.

pub(crate) mod key;
pub mod outlier;
mod table;
pub mod unit_price;

pub use table::{ItemRow, levels, plan, rows, table, unallocated};
