//! Rows that say again, or otherwise, what an earlier row of the file said.
//!
//! | finder | looks for | does |
//! |---|---|---|
//! | [`Dedupe`] | rows equal in every column, in the file or stored, with `--dedupe` | sets the later aside |
//! | [`Hint`] | the same, without it | counts, so that a person can be told |
//! | [`Conflicts`] | series: one observation, two values | sets the later aside |

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use arrow::row::{RowConverter, Rows, SortField};
use datafusion::common::hash_utils::{RandomState, create_hashes};
use sha2::{Digest, Sha256};
use triffin_formats::SetAside;

use crate::error::StoreError;

/// Rows after which [`Hint`] looks no further, so that its memory is bounded.
pub(crate) const LOOKED_AT: u64 = 1 << 20;

/// The line of the file: two rows that differ in nothing else are the same.
const LINE: &str = "source_row";

/// Drops rows seen before, by a hash of every column but the line.
#[derive(Default)]
pub(crate) struct Dedupe {
    seen: HashSet<[u8; 16]>,
    stored: HashSet<[u8; 16]>,
}

impl Dedupe {
    /// Drops what `stored` holds too.
    pub(crate) fn beside(stored: HashSet<[u8; 16]>) -> Self {
        Self {
            stored,
            ..Self::default()
        }
    }

    /// The rows not seen before; the others are set aside as `duplicate_row` or,
    /// where an earlier file has them, as `stored_row`.
    pub(crate) fn pass(
        &mut self,
        batch: &RecordBatch,
        aside: &mut Vec<SetAside>,
    ) -> Result<RecordBatch, StoreError> {
        let rows = digests(batch)?;
        let stored = rows.iter().map(|row| !self.stored.contains(row)).collect();
        let told = |_: usize| "an earlier file stored the same row; dropped by --dedupe".to_owned();
        let batch = &keep(batch, stored, aside, "stored_row", told)?;
        let new = rows.iter().filter(|row| !self.stored.contains(*row));
        let fresh: Vec<bool> = new.map(|row| self.seen.insert(*row)).collect();
        let told = |_: usize| "every column repeats an earlier row; dropped by --dedupe".to_owned();
        keep(batch, fresh, aside, "duplicate_row", told)
    }
}

/// The rows of a file, to be found again elsewhere.
#[derive(Default)]
pub(crate) struct Digests {
    rows: HashSet<[u8; 16]>,
}

impl Digests {
    /// Takes in the rows of a batch.
    pub(crate) fn take(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        self.rows.extend(digests(batch)?);
        Ok(())
    }

    /// Adds to `found` the rows of another file's batch that are among them.
    pub(crate) fn find(
        &self,
        batch: &RecordBatch,
        found: &mut HashSet<[u8; 16]>,
    ) -> Result<(), StoreError> {
        let rows = digests(batch)?.into_iter();
        found.extend(rows.filter(|row| self.rows.contains(row)));
        Ok(())
    }
}

fn digests(batch: &RecordBatch) -> Result<Vec<[u8; 16]>, StoreError> {
    let rows = encoded(&compared(batch)).map_err(failed)?;
    Ok(rows.iter().map(|row| digest(row.as_ref())).collect())
}

/// Counts rows equal to an earlier one among the first [`LOOKED_AT`].
#[derive(Default)]
pub(crate) struct Hint {
    seen: HashSet<u64>,
    hashes: Vec<u64>,
    rows: u64,
    repeated: u64,
}

impl Hint {
    pub(crate) fn look(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        if self.rows >= LOOKED_AT {
            return Ok(());
        }
        self.rows += batch.num_rows() as u64;
        hash_rows(batch, &mut self.hashes)?;
        let again = self.hashes.iter().filter(|hash| !self.seen.insert(**hash));
        self.repeated += again.count() as u64;
        Ok(())
    }

    /// Adds to `found` the rows of another file's batch that are among them.
    pub(crate) fn find(
        &self,
        batch: &RecordBatch,
        found: &mut HashSet<u64>,
    ) -> Result<(), StoreError> {
        let mut hashes = Vec::new();
        hash_rows(batch, &mut hashes)?;
        found.extend(hashes.into_iter().filter(|hash| self.seen.contains(hash)));
        Ok(())
    }

    /// How many rows repeat, and whether the file was looked at to its end.
    pub(crate) fn told(&self) -> (u64, bool) {
        (self.repeated, self.rows < LOOKED_AT)
    }
}

fn hash_rows(batch: &RecordBatch, hashes: &mut Vec<u64>) -> Result<(), StoreError> {
    hashes.clear();
    hashes.resize(batch.num_rows(), 0);
    create_hashes(compared(batch), &RandomState::with_seed(0), hashes)?;
    Ok(())
}

/// Finds observations of a series that a file states twice.
#[derive(Default)]
pub(crate) struct Conflicts {
    seen: HashMap<[u8; 12], Said>,
    repeated: u64,
}

/// What a file said first of an observation.
struct Said {
    digest: [u8; 8],
    line: u32,
}

impl Conflicts {
    /// The rows without those that contradict an earlier one, which are set
    /// aside as `conflicting_value`. A row that only repeats one stays.
    pub(crate) fn pass(
        &mut self,
        batch: &RecordBatch,
        aside: &mut Vec<SetAside>,
    ) -> Result<RecordBatch, StoreError> {
        let keys = encoded(&named(
            batch,
            &["economy", "counterpart", "indicator", "period"],
        ));
        let keys = keys.map_err(failed)?;
        let said = encoded(&named(batch, &["printed", "unit", "flag"])).map_err(failed)?;
        let lines = lines(batch);
        let mut firsts = Vec::new();
        let fresh = (0..batch.num_rows())
            .map(|row| {
                let first = self.first_line(
                    start(&digest(keys.row(row).as_ref())),
                    start(&digest(said.row(row).as_ref())),
                    lines(row),
                );
                firsts.push(first);
                first.is_none()
            })
            .collect();
        let told = |row: usize| {
            let first = firsts[row].unwrap_or_default();
            format!("line {first} gives this observation another value, unit or flag, and stays")
        };
        keep(batch, fresh, aside, "conflicting_value", told)
    }

    /// Rows that repeat an observation and agree with it.
    pub(crate) fn repeated(&self) -> u64 {
        self.repeated
    }

    /// The line that said otherwise, if one did.
    fn first_line(&mut self, key: [u8; 12], digest: [u8; 8], line: u64) -> Option<u32> {
        match self.seen.get(&key) {
            None => {
                let line = u32::try_from(line).unwrap_or(u32::MAX);
                self.seen.insert(key, Said { digest, line });
                None
            }
            Some(said) if said.digest == digest => {
                self.repeated += 1;
                None
            }
            Some(said) => Some(said.line),
        }
    }
}

/// The rows marked `fresh`; the others are set aside with what `told` says.
pub(crate) fn keep(
    batch: &RecordBatch,
    fresh: Vec<bool>,
    aside: &mut Vec<SetAside>,
    reason: &str,
    told: impl Fn(usize) -> String,
) -> Result<RecordBatch, StoreError> {
    let lines = lines(batch);
    for (row, _) in fresh.iter().enumerate().filter(|(_, fresh)| !**fresh) {
        aside.push(SetAside {
            line: lines(row),
            reason: reason.to_owned(),
            detail: told(row),
        });
    }
    filter_record_batch(batch, &BooleanArray::from(fresh)).map_err(failed)
}

fn lines(batch: &RecordBatch) -> impl Fn(usize) -> u64 {
    let column = batch.column_by_name(LINE);
    let column = column.and_then(|c| c.as_primitive_opt::<Int64Type>().cloned());
    move |row| {
        let line = column.as_ref().filter(|c| row < c.len());
        line.map_or(0, |c| c.value(row).unsigned_abs())
    }
}

fn compared(batch: &RecordBatch) -> Vec<ArrayRef> {
    let fields = batch.schema_ref().fields().iter();
    let columns = fields.zip(batch.columns());
    columns
        .filter(|(field, _)| field.name() != LINE)
        .map(|(_, column)| column.clone())
        .collect()
}

fn named(batch: &RecordBatch, names: &[&str]) -> Vec<ArrayRef> {
    let columns = names.iter().filter_map(|name| batch.column_by_name(name));
    columns.cloned().collect()
}

fn encoded(columns: &[ArrayRef]) -> Result<Rows, ArrowError> {
    let fields = columns.iter();
    let fields = fields.map(|c| SortField::new(c.data_type().clone()));
    RowConverter::new(fields.collect())?.convert_columns(columns)
}

/// 128 bits of a row's SHA-256: a chance meeting of two rows is out of reach.
fn digest(row: &[u8]) -> [u8; 16] {
    start(&Sha256::digest(row))
}

/// The first bytes of a longer hash.
fn start<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut first = [0; N];
    first.copy_from_slice(&bytes[..N]);
    first
}

fn failed(error: ArrowError) -> StoreError {
    StoreError::Engine {
        detail: error.to_string(),
    }
}
