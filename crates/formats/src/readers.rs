//! One file a reader.

pub mod records_csv;
pub mod sum_check;
