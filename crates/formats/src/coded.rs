//! Records collected as columns of codes.
//!
//! A trade file says the same few words on millions of lines. [`CodedRecords`]
//! keeps each word once a column and a code a row, which is how Parquet keeps
//! them too; a column that says nothing or always the same costs nothing.

mod column;
mod records;

pub(crate) use column::{NONE, TextColumn};
pub(crate) use records::{CodedPeriod, CodedRecords, Texts};
