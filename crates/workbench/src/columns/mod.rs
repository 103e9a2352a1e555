//! Columns of a file of any header, CSV or Parquet, and of its rows those
//! that a condition keeps.
//!
//! ```text
//! path ─► header ─► names found, condition planned ─► parts ─► filter ─► sink
//! ```
//!
//! Only the columns that are asked for, or that the condition names, are
//! read; rows that the condition leaves out take no memory.

mod csv;
mod filter;
mod origin;
mod parquet;
mod refusal;

use arrow::array::{Array, ArrayRef, UInt64Array};
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use triffin_formats::columns::Hold;

use crate::error::QuestionError;
use filter::Filter;

pub(crate) use origin::Origin;
pub(crate) use refusal::{not_there, unreadable};

/// What is asked of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    /// Columns by name, and what their cells are taken for.
    pub columns: Vec<(String, Hold)>,
    /// A condition on the columns of the file, in SQL.
    pub only: Option<String>,
}

/// Some rows that were kept.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Line of the file, or row of a Parquet file, 1-based.
    pub lines: Vec<u64>,
    /// The columns asked for, `Float64` or `Utf8`.
    pub columns: Vec<ArrayRef>,
}

/// How many rows there were, and how many were kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub read: u64,
    pub kept: u64,
}

/// A file on its way to its columns.
pub(crate) struct Opened {
    origin: Origin,
    source: Source,
}

enum Source {
    Csv(Box<triffin_formats::columns::Table>),
    Parquet(Box<parquet::Table>),
}

/// Rows before the condition: the columns asked for, then those of the
/// condition as a batch.
struct Raw {
    lines: Vec<u64>,
    columns: Vec<ArrayRef>,
    judged: RecordBatch,
}

impl Opened {
    /// Opens a table and reads its header.
    pub fn open(origin: &Origin) -> Result<Self, QuestionError> {
        use triffin_formats::columns::Table;
        let source = match origin {
            Origin::Text { name, text } => Source::Csv(Box::new(Table::of_text(name, text)?)),
            Origin::File(path) if parquet::is_parquet(path) => {
                Source::Parquet(Box::new(parquet::Table::open(path)?))
            }
            Origin::File(path) => Source::Csv(Box::new(Table::open(path)?)),
        };
        Ok(Self {
            origin: origin.clone(),
            source,
        })
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<String> {
        match &self.source {
            Source::Csv(table) => table.names().to_vec(),
            Source::Parquet(table) => table.names(),
        }
    }

    /// Place of a column, or which one was meant.
    pub fn place(&self, name: &str) -> Result<usize, QuestionError> {
        let names = self.names();
        let found = names.iter().position(|known| known == name);
        found.ok_or_else(|| not_there(&self.origin, name, &names))
    }

    /// The types a condition sees; `as_texts` takes nothing in a CSV file for
    /// a number.
    fn schema(&self, as_texts: bool) -> SchemaRef {
        match &self.source {
            Source::Csv(table) => csv::schema(table, as_texts),
            Source::Parquet(table) => table.schema(),
        }
    }
}

/// Reads what is asked of a file into what `new` makes, part by part.
///
/// A column that only the condition names is taken for what the first rows
/// show; where a later row says otherwise it is read again as texts.
///
/// # Errors
/// `E-COLUMNS-NAME` and `E-COLUMNS-WHERE` with what was meant, `E-FORMAT-CELL`
/// with line and column, and those of opening the file and of `take`.
pub(crate) fn read<S>(
    origin: &Origin,
    ask: &Ask,
    new: impl Fn() -> S,
    mut take: impl FnMut(&mut S, Part) -> Result<(), QuestionError>,
) -> Result<(S, Counted), QuestionError> {
    let mut as_texts = false;
    loop {
        let mut sink = new();
        match once(origin, ask, as_texts, |part| take(&mut sink, part)) {
            Ok(counted) => return Ok((sink, counted)),
            Err(error) if error.code == "E-FORMAT-CELL" && ask.only.is_some() && !as_texts => {
                as_texts = true;
            }
            Err(error) => return Err(error),
        }
    }
}

fn once(
    origin: &Origin,
    ask: &Ask,
    as_texts: bool,
    mut take: impl FnMut(Part) -> Result<(), QuestionError>,
) -> Result<Counted, QuestionError> {
    let opened = Opened::open(origin)?;
    let mut wanted = Vec::with_capacity(ask.columns.len());
    for (name, hold) in &ask.columns {
        wanted.push((opened.place(name)?, *hold));
    }
    let schema = opened.schema(as_texts);
    let filter = match &ask.only {
        Some(text) => Some(Filter::of(text, origin, &schema)?),
        None => None,
    };
    let judged = filter.as_ref().map_or(&[][..], Filter::places);
    let mut counted = Counted::default();
    let mut each = |raw: Raw| {
        counted.read += raw.lines.len() as u64;
        let part = match &filter {
            None => Part {
                lines: raw.lines,
                columns: raw.columns,
            },
            Some(filter) => kept(filter, raw)?,
        };
        counted.kept += part.lines.len() as u64;
        match part.lines.is_empty() {
            true => Ok(()),
            false => take(part),
        }
    };
    match opened.source {
        Source::Csv(table) => csv::each(*table, &wanted, judged, &schema, &mut each)?,
        Source::Parquet(table) => table.each(&wanted, judged, &mut each)?,
    }
    Ok(counted)
}

/// The rows the condition keeps.
fn kept(filter: &Filter, raw: Raw) -> Result<Part, QuestionError> {
    let mask = filter.mask(&raw.judged)?;
    let some = |array: &dyn Array| arrow::compute::filter(array, &mask).map_err(engine);
    let lines = some(&UInt64Array::from(raw.lines))?;
    let lines = arrow::array::AsArray::as_primitive::<arrow::datatypes::UInt64Type>(&lines);
    Ok(Part {
        lines: lines.values().to_vec(),
        columns: raw
            .columns
            .iter()
            .map(|column| some(column.as_ref()))
            .collect::<Result<_, _>>()?,
    })
}

pub(crate) fn engine(error: arrow::error::ArrowError) -> QuestionError {
    datafusion::error::DataFusionError::from(error).into()
}

#[cfg(test)]
mod tests;
