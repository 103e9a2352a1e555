//! What a Parquet file says of itself before a row of it is read.

use std::path::Path;

use arrow::datatypes::SchemaRef;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};

use crate::error::StoreError;

/// The footer of a Parquet file, as far as questions need it.
#[derive(Clone, Debug)]
pub(crate) struct ParquetFacts {
    /// The columns it has.
    pub(crate) schema: SchemaRef,
    /// How many rows.
    pub(crate) rows: u64,
    /// Where each of its row groups begins, byte by byte from the start.
    pub(crate) starts: Vec<u64>,
}

impl ParquetFacts {
    /// Reads the footer of a file.
    ///
    /// # Errors
    /// When the file cannot be opened, or is no Parquet file.
    pub(crate) fn of(path: &Path) -> Result<Self, StoreError> {
        let file = std::fs::File::open(path).map_err(|error| StoreError::read(path, error))?;
        let footer = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new());
        let footer = footer.map_err(|error| StoreError::Schema {
            format: path.display().to_string(),
            detail: error.to_string(),
        })?;
        let metadata = footer.metadata();
        let starts = metadata.row_groups().iter().map(|group| {
            let first = group.columns().first();
            let start = first.map(|column| {
                let dictionary = column.dictionary_page_offset();
                dictionary.unwrap_or(column.data_page_offset())
            });
            // A footer can say anything: a place before the file is its start.
            start.and_then(|at| u64::try_from(at).ok()).unwrap_or(0)
        });
        Ok(Self {
            schema: footer.schema().clone(),
            rows: metadata.file_metadata().num_rows().unsigned_abs(),
            starts: starts.collect(),
        })
    }
}
