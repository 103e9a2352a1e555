//! Grouping by codes instead of texts.
//!
//! Trade records are grouped by a few columns of few different texts:
//! reporter, partner, product, flow. Parquet keeps such a column as a
//! dictionary and a code a row; so do we, up to the groups:
//!
//! ```text
//!  file ──► dictionary columns ──► codes ──► groups and their accumulators
//!                                                        │
//!                   texts or dictionaries again ◄────────┘
//! ```
//!
//! A text is looked at once a dictionary, not once a row. The accumulators are
//! the engine's own and ours, so that a sum stays exact. Plans, SQL and results
//! do not change: columns stay `Utf8` for whoever asks, and an aggregate that
//! does not fit (grouping sets, other key types) runs as before. How threads
//! share the groups is told in [`shares`].

mod domain;
mod exec;
mod grid;
mod groups;
mod keys;
mod reads;
mod rule;
mod shares;
mod table;
mod waiting;
mod work;

pub(crate) use rule::CodedAggregates;
pub(crate) use table::{CodedFile, CodedTable};

#[cfg(test)]
mod tests;
