//! An answer as a Parquet file: exact decimals stay exact decimals.

use std::fs::File;
use std::io;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int64Array, StringArray,
};
use arrow::record_batch::RecordBatch;
use triffin_basis::Lang;
use triffin_workbench::{Answer, Value};

use crate::error::CliError;

/// Writes one row group with a column a name; a column's type is that of its values.
pub fn write(file: File, answer: &Answer, lang: Lang) -> Result<(), CliError> {
    let columns = answer.columns().into_iter().enumerate().map(|(at, name)| {
        let cells: Vec<&Value> = answer
            .rows
            .iter()
            .map(|row| Answer::cell_near(row, at, name))
            .collect();
        (name, column(&cells, lang))
    });
    let batch = RecordBatch::try_from_iter(columns).map_err(other)?;
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).map_err(other)?;
    writer.write(&batch).map_err(other)?;
    writer.close().map_err(other)?;
    Ok(())
}

fn column(cells: &[&Value], lang: Lang) -> ArrayRef {
    let present = || cells.iter().filter(|cell| !cell.is_null());
    if present().all(|cell| matches!(cell, Value::Int(_))) {
        return Arc::new(
            cells
                .iter()
                .map(|c| {
                    if let Value::Int(n) = c {
                        Some(*n)
                    } else {
                        None
                    }
                })
                .collect::<Int64Array>(),
        );
    }
    if present().all(|cell| matches!(cell, Value::Bool(_))) {
        return Arc::new(
            cells
                .iter()
                .map(|c| {
                    if let Value::Bool(b) = c {
                        Some(*b)
                    } else {
                        None
                    }
                })
                .collect::<BooleanArray>(),
        );
    }
    if present().all(|cell| matches!(cell, Value::Float(_))) {
        return Arc::new(
            cells
                .iter()
                .map(|c| {
                    if let Value::Float(x) = c {
                        Some(*x)
                    } else {
                        None
                    }
                })
                .collect::<Float64Array>(),
        );
    }
    decimals(cells).unwrap_or_else(|| {
        Arc::new(
            cells
                .iter()
                .map(|c| (!c.is_null()).then(|| c.plain(lang)))
                .collect::<StringArray>(),
        )
    })
}

/// A decimal column where every value is a decimal of one scale that fits.
fn decimals(cells: &[&Value]) -> Option<ArrayRef> {
    let scale = cells.iter().find_map(|c| {
        if let Value::Decimal(_, scale) = c {
            Some(*scale)
        } else {
            None
        }
    })?;
    let values = cells
        .iter()
        .map(|cell| match cell {
            Value::Null => Some(None),
            Value::Decimal(unscaled, s) if *s == scale => Some(Some(*unscaled)),
            _ => None,
        })
        .collect::<Option<Vec<_>>>()?;
    let array = Decimal128Array::from(values)
        .with_precision_and_scale(38, scale)
        .ok()?;
    Some(Arc::new(array))
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(error)
}
