//! The catalogue as two SQL tables.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringArray, UInt64Array};

use crate::catalogue::{DatasetInfo, VintageInfo};
use crate::error::StoreError;

fn text<T>(rows: &[T], of: impl Fn(&T) -> &str) -> ArrayRef {
    Arc::new(rows.iter().map(|r| Some(of(r))).collect::<StringArray>())
}

fn counts<T>(rows: &[T], of: impl Fn(&T) -> Option<u64>) -> ArrayRef {
    Arc::new(rows.iter().map(of).collect::<UInt64Array>())
}

fn flags<T>(rows: &[T], of: impl Fn(&T) -> bool) -> ArrayRef {
    Arc::new(rows.iter().map(|r| Some(of(r))).collect::<BooleanArray>())
}

fn table(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, StoreError> {
    RecordBatch::try_from_iter(columns).map_err(|error| StoreError::Engine {
        detail: error.to_string(),
    })
}

/// One row a dataset.
pub(crate) fn datasets(rows: &[DatasetInfo]) -> Result<RecordBatch, StoreError> {
    let licences: StringArray = rows.iter().map(|d| d.licence.as_deref()).collect();
    table(vec![
        ("dataset", text(rows, |d| &d.dataset)),
        ("kind", text(rows, |d| d.kind.as_str())),
        ("publisher", text(rows, |d| &d.publisher)),
        ("licence", Arc::new(licences)),
        ("rows_stored", counts(rows, |d| Some(d.rows_stored))),
        ("first", text(rows, |d| &d.first)),
        ("last", text(rows, |d| &d.last)),
        ("released", text(rows, |d| &d.released)),
        ("embedded", flags(rows, |d| d.embedded)),
    ])
}

/// One row a vintage.
pub(crate) fn vintages(datasets: &[DatasetInfo]) -> Result<RecordBatch, StoreError> {
    let rows: Vec<(&str, &VintageInfo)> = datasets
        .iter()
        .flat_map(|d| d.vintages.iter().map(|v| (d.dataset.as_str(), v)))
        .collect();
    table(vec![
        ("dataset", text(&rows, |r| r.0)),
        ("vintage", text(&rows, |r| &r.1.vintage)),
        ("file", text(&rows, |r| &r.1.file)),
        ("format", text(&rows, |r| &r.1.format)),
        ("released", text(&rows, |r| &r.1.released)),
        ("ingested_at", text(&rows, |r| &r.1.ingested_at)),
        ("replaces", flags(&rows, |r| r.1.replaces)),
        ("rows_stored", counts(&rows, |r| Some(r.1.rows_stored))),
        (
            "rows_set_aside",
            counts(&rows, |r| Some(r.1.rows_set_aside)),
        ),
        ("slices", counts(&rows, |r| Some(r.1.slices))),
        ("slices_replaced", counts(&rows, |r| r.1.slices_replaced)),
        ("standing", text(&rows, |r| r.1.standing)),
        ("sha256", text(&rows, |r| &r.1.sha256)),
        ("embedded", flags(&rows, |r| r.1.embedded)),
    ])
}
