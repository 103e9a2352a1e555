//! A Parquet file being written, its columns encoded beside each other.

use std::path::{Path, PathBuf};

use arrow::array::{ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Int32Type, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnDescPtr, ColumnPath};
use rayon::prelude::*;

use crate::coded_chunk::CodedChunk;
use crate::durable::{HashedFile, Written};
use crate::error::StoreError;

/// Rows of a row group: what a reader skips or reads as a whole.
const GROUP: usize = 1 << 20;

/// A Parquet file being written. Columns are encoded by as many threads as
/// there are; the bytes of the file do not depend on how many.
pub(crate) struct TableFile {
    path: PathBuf,
    writer: SerializedFileWriter<HashedFile>,
    factory: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
    /// The row group being filled, and its rows so far.
    group: Option<(Vec<Column>, usize)>,
    rows: u64,
}

/// A column of the row group being filled.
enum Column {
    /// Values as they come.
    Plain(Box<ArrowColumnWriter>),
    /// Texts that come as codes.
    Coded(Box<CodedChunk>),
}

impl Column {
    fn write(&mut self, field: &FieldRef, column: &ArrayRef) -> Result<(), ParquetError> {
        match (self, column.as_dictionary_opt::<Int32Type>()) {
            (Column::Coded(chunk), Some(column)) => chunk.write(column),
            (Column::Coded(chunk), None) => {
                let coded = cast(column, &coded_text())?;
                chunk.write(coded.as_dictionary());
            }
            (Column::Plain(writer), _) => {
                // No column of ours holds others: each is one leaf.
                let leaves = compute_leaves(field, column)?;
                leaves.iter().try_for_each(|leaf| writer.write(leaf))?;
            }
        }
        Ok(())
    }
}

/// A column whose rows are encoded.
enum Encoded {
    Plain(Box<ArrowColumnChunk>),
    Coded(Box<CodedChunk>),
}

impl Encoded {
    fn of(column: Column) -> Result<Self, ParquetError> {
        Ok(match column {
            Column::Plain(writer) => Encoded::Plain(Box::new(writer.close()?)),
            Column::Coded(chunk) => Encoded::Coded(chunk),
        })
    }
}

impl TableFile {
    /// Begins a table of `schema` in an empty file.
    pub(crate) fn begin(file: HashedFile, schema: SchemaRef) -> Result<Self, StoreError> {
        let path = file.path().to_owned();
        let parts = ArrowWriter::try_new(file, schema.clone(), Some(properties()))
            .and_then(ArrowWriter::into_serialized_writer);
        let (writer, factory) = parts.map_err(|error| write_failed(&path, error))?;
        Ok(Self {
            path,
            writer,
            factory,
            schema,
            group: None,
            rows: 0,
        })
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Rows taken in.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes in rows of the table's columns, texts perhaps as dictionaries.
    pub(crate) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.rows += batch.num_rows() as u64;
        let mut from = 0;
        while from < batch.num_rows() {
            let room = GROUP - self.group.as_ref().map_or(0, |(_, rows)| *rows);
            let rows = room.min(batch.num_rows() - from);
            let piece = batch.slice(from, rows);
            self.encode(&piece)
                .map_err(|error| write_failed(&self.path, error))?;
            from += rows;
        }
        Ok(())
    }

    fn encode(&mut self, batch: &RecordBatch) -> Result<(), ParquetError> {
        let (mut columns, rows) = match self.group.take() {
            Some(group) => group,
            None => (self.begin_group(batch)?, 0),
        };
        let arrays = self.schema.fields().par_iter().zip(batch.columns());
        columns
            .par_iter_mut()
            .zip(arrays)
            .try_for_each(|(column, (field, array))| column.write(field, array))?;
        let rows = rows + batch.num_rows();
        self.group = Some((columns, rows));
        match rows >= GROUP {
            true => self.end_group(),
            false => Ok(()),
        }
    }

    /// Columns of no rows, for rows that come as `batch` does.
    fn begin_group(&self, batch: &RecordBatch) -> Result<Vec<Column>, ParquetError> {
        let number = self.writer.flushed_row_groups().len();
        let writers = self.factory.create_column_writers(number)?;
        let leaves = self.writer.schema_descr().columns().iter();
        let columns = writers.into_iter().zip(leaves).zip(batch.columns());
        let column = |((writer, leaf), array): ((_, &ColumnDescPtr), &ArrayRef)| match array
            .data_type()
            == &coded_text()
        {
            true => {
                let bounded = !UNBOUNDED.contains(&leaf.name());
                Column::Coded(Box::new(CodedChunk::new(leaf.clone(), bounded)))
            }
            false => Column::Plain(Box::new(writer)),
        };
        Ok(columns.map(column).collect())
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let Some((columns, _)) = self.group.take() else {
            return Ok(());
        };
        let encoded = columns.into_par_iter().map(Encoded::of);
        let encoded = encoded.collect::<Result<Vec<_>, _>>()?;
        let mut group = self.writer.next_row_group()?;
        for column in encoded {
            match column {
                Encoded::Plain(chunk) => chunk.append_to_row_group(&mut group)?,
                Encoded::Coded(chunk) => chunk.append_to(&mut group)?,
            }
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file and makes its bytes durable.
    pub(crate) fn finish(mut self) -> Result<Written, StoreError> {
        let path = std::mem::take(&mut self.path);
        self.end_group()
            .and_then(|()| self.writer.into_inner())
            .map_err(|error| write_failed(&path, error))?
            .finish()
    }
}

/// A text column as codes.
fn coded_text() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// Columns that hardly ever say the same twice: a dictionary of them is work
/// for nothing.
const OWN_VALUES: [&str; 4] = ["value", "quantity", "net_weight_kg", "source_row"];

/// Texts that hold the same few words in every part of a file: their first and
/// last would let no reader pass over a part.
const UNBOUNDED: [&str; 17] = [
    "partner_level",
    "product_system",
    "freq",
    "currency",
    "valuation",
    "quantity_unit",
    "regime",
    "trade_system",
    "region",
    "entity",
    "end_use",
    "partner2",
    "customs_procedure",
    "transport",
    "breakdown",
    "flag",
    "extra",
];

/// How the tables of a store are written.
pub(crate) fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by(concat!("triffin ", env!("CARGO_PKG_VERSION")).to_owned());
    for column in OWN_VALUES {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    for column in UNBOUNDED.into_iter().chain(OWN_VALUES) {
        let column = ColumnPath::from(column);
        properties = properties.set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    properties.build()
}

/// The error of a file that could not be written.
pub(crate) fn write_failed(path: &Path, error: ParquetError) -> StoreError {
    let source = match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(io) => *io,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    };
    StoreError::write(path, source)
}
