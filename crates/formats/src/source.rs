//! What a reader hands up: chunks of typed rows beside the rows it set aside.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

use crate::builder::no_batch;
use crate::schema::Kind;

/// A row that was read but not stored, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SetAside {
    /// Line of the file, 1-based (the first line of a record that spans several).
    pub line: u64,
    /// Stable machine name of the reason, for example `bad_number`.
    pub reason: String,
    /// The column, the offending value and what was expected.
    pub detail: String,
}

/// A piece of a file: rows in the schema of [`Kind`], and the rows set aside
/// while reading it. `rows_in` = `batch.num_rows()` + `aside.len()`.
#[derive(Debug)]
pub struct Chunk {
    /// Rows in the schema of the source's [`Kind`].
    pub batch: RecordBatch,
    /// Rows that cannot be stored.
    pub aside: Vec<SetAside>,
}

/// What a file is, known before its first row is read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Profile {
    /// Reader's name, as in `--as`: `records-csv`, `comtrade-csv` …
    pub format: String,
    /// Version of the reader's meaning; a change makes a new vintage of the same bytes.
    pub reader_version: u32,
    /// Which table the rows belong to.
    pub kind: Kind,
    /// The dataset the rows belong to: one publisher's product, for example
    /// `worldbank-wdi`, `us-census-ft900`, `records`.
    pub dataset: String,
    /// Who published the file, for people: `World Bank, World Development Indicators`.
    pub publisher: String,
    /// Licence or terms, for people, when known.
    pub licence: Option<String>,
    /// The publisher's release date, when the file says (ISO 8601 date).
    pub released: Option<String>,
    /// `true`: a newer release replaces the slices it covers (published data).
    /// `false`: every file adds (a ledger of records).
    pub replaces: bool,
    /// Canonical text of the mapping used, empty when none; part of the vintage id.
    pub mapping: String,
    /// Things about the whole file a person should know.
    pub notes: Vec<String>,
}

impl Profile {
    /// The profile of published data that a newer release replaces.
    pub fn published(
        info: &crate::FormatInfo,
        dataset: &str,
        publisher: &str,
        licence: &str,
    ) -> Self {
        Self {
            format: info.name.to_owned(),
            reader_version: 1,
            kind: info.kind,
            dataset: dataset.to_owned(),
            publisher: publisher.to_owned(),
            licence: Some(licence.to_owned()),
            released: None,
            replaces: true,
            mapping: String::new(),
            notes: Vec::new(),
        }
    }
}

/// A chunk with its dictionaries as plain texts.
pub(crate) fn plain_chunk(chunk: Chunk) -> Result<Chunk, crate::FormatError> {
    let fields = chunk.batch.schema();
    let plain = fields.fields().iter().zip(chunk.batch.columns());
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = plain
        .map(|(field, column)| match field.data_type() {
            DataType::Dictionary(_, text) => {
                let field = Field::new(field.name(), text.as_ref().clone(), field.is_nullable());
                Ok((field, cast(column, text)?))
            }
            _ => Ok((field.as_ref().clone(), column.clone())),
        })
        .collect::<Result<Vec<_>, ArrowError>>()
        .map_err(no_batch)?
        .into_iter()
        .unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(no_batch)?;
    Ok(Chunk {
        batch,
        aside: chunk.aside,
    })
}

/// A file being read: its profile, then its chunks.
///
/// Streaming: memory is bounded by the chunk size whatever the file's length.
pub trait Source: Send {
    /// What the file is.
    fn profile(&self) -> &Profile;
    /// The next chunk, `None` at the end.
    ///
    /// # Errors
    /// When the file as a whole cannot be read on (see [`crate::FormatError`]).
    fn next_chunk(&mut self) -> Result<Option<Chunk>, crate::FormatError>;
    /// The next chunk as [`Source::next_chunk`] gives it, its text columns
    /// perhaps as dictionaries ([`crate::schema::coded`]) where the reader has
    /// them so: the same rows, made and stored faster. Use one of the two
    /// throughout.
    ///
    /// # Errors
    /// As [`Source::next_chunk`].
    fn next_coded(&mut self) -> Result<Option<Chunk>, crate::FormatError> {
        self.next_chunk()
    }
    /// SHA-256 of the file's bytes as they are on disk, hex, once the last
    /// chunk was read; `None` before.
    fn sha256(&self) -> Option<String>;
    /// SHA-256 of the unpacked bytes, hex, once the last chunk was read: the
    /// same table plain, gzipped or zipped is the same content.
    fn content_sha256(&self) -> Option<String> {
        self.sha256()
    }
    /// Area codes that are none of ours and were kept as the publisher's own,
    /// with the rows that name them, once the last chunk was read.
    fn own_areas(&self) -> BTreeMap<String, u64> {
        BTreeMap::new()
    }
}
