//! Columns of a CSV file.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use triffin_formats::columns::{Hold, Table};

use super::{Raw, engine};
use crate::error::QuestionError;

/// The types a condition sees, as the first rows show them.
pub(super) fn schema(table: &Table, as_texts: bool) -> SchemaRef {
    let names = table.names().iter().enumerate();
    let fields = names.map(|(place, name)| {
        let kind = match table.guess(place) {
            Hold::Numbers if !as_texts => DataType::Float64,
            _ => DataType::Utf8,
        };
        Field::new(name, kind, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Hands on every part, with the columns in `wanted` and those in `judged`.
pub(super) fn each(
    table: Table,
    wanted: &[(usize, Hold)],
    judged: &[usize],
    schema: &SchemaRef,
    take: &mut impl FnMut(Raw) -> Result<(), QuestionError>,
) -> Result<(), QuestionError> {
    let hold = |place: &usize| match schema.field(*place).data_type() {
        DataType::Float64 => (*place, Hold::Numbers),
        _ => (*place, Hold::Texts),
    };
    let all = wanted.iter().copied().chain(judged.iter().map(hold));
    let judged = Arc::new(schema.project(judged).map_err(engine)?);
    let mut columns = table.read(all.collect());
    while let Some(mut part) = columns.next_part()? {
        let beside = part.columns.split_off(wanted.len());
        let rows = RecordBatchOptions::new().with_row_count(Some(part.lines.len()));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&judged), beside, &rows);
        take(Raw {
            lines: part.lines,
            columns: part.columns,
            judged: batch.map_err(engine)?,
        })?;
    }
    Ok(())
}
