//! One file a reader. A new reader is a file here and a line in
//! [`mod@crate::open`].

pub mod comtrade_csv;
mod ewn_columns;
pub mod ewn_csv;
pub mod fed_h10_csv;
mod h10_quotes;
mod record_cells;
mod record_times;
pub mod records_csv;
pub mod series_csv;
pub mod sum_check;
pub mod value_check;
pub mod worldbank_csv;
