//! The engine's columns as cells: decimals exact, dates as dates, nulls as nulls.

use std::borrow::Cow;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Decimal128Type, Decimal256Type, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::DataFusionError;

use crate::answer::Row;
use crate::error::QuestionError;
use crate::value::Value;

/// The rows of a batch under the names given.
pub(crate) fn rows(batch: &RecordBatch, names: &[String]) -> Result<Vec<Row>, QuestionError> {
    let columns = batch
        .columns()
        .iter()
        .map(|array| column(array.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok((0..batch.num_rows())
        .map(|row| {
            names
                .iter()
                .zip(&columns)
                .map(|(name, cells)| (Cow::Owned(name.clone()), cells[row].clone()))
                .collect()
        })
        .collect())
}

fn column(array: &dyn Array) -> Result<Vec<Value>, QuestionError> {
    let cell: Box<dyn Fn(usize) -> Value> = match array.data_type() {
        DataType::Decimal128(_, scale) => {
            let (values, scale) = (array.as_primitive::<Decimal128Type>(), *scale);
            Box::new(move |row| Value::Decimal(values.value(row), scale))
        }
        DataType::Decimal256(..) => {
            let values = array.as_primitive::<Decimal256Type>();
            Box::new(move |row| Value::Digits(values.value_as_string(row)))
        }
        kind if kind.is_integer() && *kind != DataType::UInt64 => {
            let wide = arrow::compute::cast(array, &DataType::Int64).map_err(engine)?;
            Box::new(move |row| Value::Int(wide.as_primitive::<Int64Type>().value(row)))
        }
        kind if kind.is_floating() => {
            let wide = arrow::compute::cast(array, &DataType::Float64).map_err(engine)?;
            Box::new(move |row| Value::from(wide.as_primitive::<Float64Type>().value(row)))
        }
        DataType::Boolean => {
            let values = array.as_boolean();
            Box::new(move |row| Value::Bool(values.value(row)))
        }
        _ => {
            let texts =
                ArrayFormatter::try_new(array, &FormatOptions::default()).map_err(engine)?;
            return Ok((0..array.len())
                .map(|row| {
                    if array.is_null(row) {
                        Value::Null
                    } else {
                        Value::Text(texts.value(row).to_string())
                    }
                })
                .collect());
        }
    };
    Ok((0..array.len())
        .map(|row| {
            if array.is_null(row) {
                Value::Null
            } else {
                cell(row)
            }
        })
        .collect())
}

fn engine(error: arrow::error::ArrowError) -> QuestionError {
    DataFusionError::from(error).into()
}
