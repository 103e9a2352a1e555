//! Columns of a Parquet file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Float64Type, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use triffin_formats::columns::Hold;

use super::{Raw, engine, refusal, unreadable};
use crate::error::QuestionError;

/// Rows of a part.
const ROWS: usize = 1 << 15;

/// Whether the file begins as Parquet does.
pub(super) fn is_parquet(path: &Path) -> bool {
    let mut first = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    read.is_ok() && &first == b"PAR1"
}

/// A Parquet file whose footer is read.
pub(super) struct Table {
    path: PathBuf,
    builder: ParquetRecordBatchReaderBuilder<File>,
}

impl Table {
    pub fn open(path: &Path) -> Result<Self, QuestionError> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|error| unreadable(path, &error))?;
        Ok(Self {
            path: path.to_path_buf(),
            builder,
        })
    }

    pub fn schema(&self) -> SchemaRef {
        Arc::clone(self.builder.schema())
    }

    pub fn names(&self) -> Vec<String> {
        let schema = self.builder.schema();
        schema
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// Hands on every part, with the columns in `wanted` and those in `judged`.
    pub fn each(
        self,
        wanted: &[(usize, Hold)],
        judged: &[usize],
        take: &mut impl FnMut(Raw) -> Result<(), QuestionError>,
    ) -> Result<(), QuestionError> {
        let path = self.path;
        let mut roots: Vec<usize> = wanted.iter().map(|(place, _)| *place).collect();
        roots.extend(judged);
        roots.sort_unstable();
        roots.dedup();
        // proof: every place was put among the roots above.
        let at = |place: usize| roots.binary_search(&place).unwrap_or(0);
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), roots.iter().copied());
        let built = self
            .builder
            .with_projection(mask)
            .with_batch_size(ROWS)
            .build();
        let mut row = 0;
        for batch in built.map_err(|error| unreadable(&path, &error))? {
            let batch = batch.map_err(|error| unreadable(&path, &error))?;
            let columns = wanted.iter().map(|(place, hold)| {
                let name = batch.schema().field(at(*place)).name().clone();
                plain(batch.column(at(*place)), *hold, &path, &name, row)
            });
            let columns = columns.collect::<Result<_, _>>()?;
            let lines = (row + 1..=row + batch.num_rows() as u64).collect();
            row += batch.num_rows() as u64;
            take(Raw {
                lines,
                columns,
                judged: project(&batch, judged, at)?,
            })?;
        }
        Ok(())
    }
}

fn project(
    batch: &RecordBatch,
    judged: &[usize],
    at: impl Fn(usize) -> usize,
) -> Result<RecordBatch, QuestionError> {
    let places: Vec<usize> = judged.iter().map(|place| at(*place)).collect();
    batch.project(&places).map_err(engine)
}

/// A column as doubles or as texts; `NaN` is no number and becomes null.
fn plain(
    array: &ArrayRef,
    hold: Hold,
    path: &Path,
    name: &str,
    before: u64,
) -> Result<ArrayRef, QuestionError> {
    let kind = match hold {
        Hold::Numbers => DataType::Float64,
        Hold::Texts => DataType::Utf8,
    };
    let strict = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let cast = cast_with_options(array, &kind, &strict)
        .map_err(|error| refusal::no_cast(path, name, array.data_type(), &error))?;
    if hold == Hold::Texts {
        return Ok(blanks_are_null(cast));
    }
    let numbers = cast.as_primitive::<Float64Type>();
    if let Some(at) = numbers.iter().position(|x| x.is_some_and(f64::is_infinite)) {
        return Err(refusal::infinite(path, name, before + at as u64 + 1));
    }
    let some = numbers.iter().map(|x| x.filter(|x| !x.is_nan()));
    Ok(Arc::new(some.collect::<Float64Array>()))
}

/// An empty text names nothing.
fn blanks_are_null(array: ArrayRef) -> ArrayRef {
    let texts = array.as_string::<i32>();
    if !texts.iter().flatten().any(str::is_empty) {
        return array;
    }
    let some = texts
        .iter()
        .map(|text| text.filter(|text| !text.is_empty()));
    Arc::new(some.collect::<arrow::array::StringArray>())
}
