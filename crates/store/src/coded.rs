//! Grouping by codes instead of texts.
//!
//! Trade records are grouped by a few columns of few different texts:
//! reporter, partner, product, flow. Parquet keeps such a column as a
//! dictionary and a code a row; so do we, up to the groups:
//!
//! ```text
//!  file ──► dictionary columns ──► codes ──► group numbers ──► accumulators   (one a thread)
//!                                                                  │
//!                        texts again ◄── groups merged by hash ◄───┘           (one a partition)
//! ```
//!
//! A text is looked at once a dictionary, not once a row. The accumulators are
//! the engine's own and ours, so that a sum stays exact. Plans, SQL and results
//! do not change: columns stay `Utf8` for whoever asks, and an aggregate that
//! does not fit (grouping sets, other key types) runs as before.

mod exec;
mod groups;
mod keys;
mod packed;
mod rule;
mod table;
mod work;

pub(crate) use rule::CodedAggregates;
pub(crate) use table::CodedTable;

#[cfg(test)]
mod tests;
