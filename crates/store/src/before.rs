//! Rows of a file that an earlier file of the same ledger has stored already.
//!
//! A ledger adds: the rows are stored all the same, and a person is told; with
//! `--dedupe` they are set aside. Only vintages of the same slices are looked
//! into, and of their files only the row groups of the same time.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use triffin_formats::{Kind, Source};

use crate::add::{content_of, released};
use crate::added::AddOptions;
use crate::error::StoreError;
use crate::manifest::Manifest;
use crate::repeats::{Digests, Hint, LOOKED_AT};
use crate::slices::SliceSet;
use crate::store::Store;
use crate::vintage::Vintage;

/// Rows of a file that are stored already, and where.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StoredBefore {
    /// The earlier file.
    pub file: String,
    /// Its vintage.
    pub vintage: String,
    /// How many of its rows came again.
    pub rows: u64,
    /// Whether both files were looked at to their ends; else there may be more.
    pub all: bool,
}

/// What a file holds that is stored already: found by reading it once, before
/// it is added.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub(crate) digests: HashSet<[u8; 16]>,
}

impl Store {
    /// Rows of `slices` that earlier files of the ledger stored, file by file.
    pub(crate) fn stored_before(
        &self,
        manifest: &Manifest,
        slices: &SliceSet,
        hint: &Hint,
    ) -> Result<Vec<StoredBefore>, StoreError> {
        let mut told = Vec::new();
        for vintage in self.earlier(manifest.profile.kind, &manifest.profile.dataset)? {
            let other = &vintage.manifest;
            if other.id == manifest.id || other.content() == manifest.content() {
                continue;
            }
            let (mut left, mut found) = (LOOKED_AT, HashSet::new());
            let all = self.each_batch(&vintage, slices, |batch| {
                hint.find(batch, &mut found)?;
                left = left.saturating_sub(batch.num_rows() as u64);
                Ok(left > 0)
            })?;
            if !found.is_empty() {
                told.push(StoredBefore {
                    file: other.file.clone(),
                    vintage: other.id.clone(),
                    rows: found.len() as u64,
                    all: all && hint.told().1,
                });
            }
        }
        Ok(told)
    }

    /// The rows of a source that earlier files of its ledger have stored, for
    /// [`AddOptions::seen`](crate::AddOptions::seen). Reads the source to its
    /// end; vintages of the same content do not count, because a vintage read
    /// otherwise stands in for them, nor those released later than this file,
    /// because a reader by date could see it and not them.
    ///
    /// # Errors
    /// The reader's own errors, or a store that cannot be read.
    pub fn seen(
        &self,
        mut source: Box<dyn Source>,
        options: &AddOptions,
    ) -> Result<Seen, StoreError> {
        let kind = source.profile().kind;
        let (mut own, mut slices) = (Digests::default(), SliceSet::default());
        while let Some(chunk) = source.next_coded()? {
            slices.extend(kind, &chunk.batch);
            own.take(&chunk.batch)?;
        }
        let content = content_of(source.as_ref())?;
        let released = released(options, source.profile().released.as_deref())?;
        let mut seen = Seen::default();
        for vintage in self.earlier(kind, &source.profile().dataset)? {
            let other = &vintage.manifest;
            if other.content() == content || other.released > released {
                continue;
            }
            self.each_batch(&vintage, &slices, |batch| {
                own.find(batch, &mut seen.digests)?;
                Ok(true)
            })?;
        }
        Ok(seen)
    }

    /// The vintages in the folder that add to a dataset.
    fn earlier(&self, kind: Kind, dataset: &str) -> Result<Vec<Arc<Vintage>>, StoreError> {
        let mut stored = self.stored()?;
        stored.retain(|vintage| {
            let adds = kind != Kind::Series && !vintage.manifest.replaces;
            adds && vintage.kind() == kind && vintage.dataset() == dataset
        });
        Ok(stored)
    }

    /// Gives `look` the rows of a vintage near those of `slices` until it wants
    /// no more; whether it saw all of them.
    fn each_batch(
        &self,
        vintage: &Vintage,
        slices: &SliceSet,
        mut look: impl FnMut(&RecordBatch) -> Result<bool, StoreError>,
    ) -> Result<bool, StoreError> {
        let own = self.slices(vintage)?;
        if slices.covered_by(std::slice::from_ref(&own)).0 == 0 {
            return Ok(true);
        }
        for file in &vintage.manifest.data {
            let path = self.layout().resolve(&file.path);
            let reader = open(&path)?;
            let near: Vec<usize> = (0..reader.metadata().num_row_groups())
                .filter(|at| is_near(reader.metadata().row_group(*at), slices.days()))
                .collect();
            let rows = reader.with_row_groups(near).build();
            for batch in rows.map_err(|error| unreadable(&path, error))? {
                let batch = batch.map_err(|error| unreadable(&path, error))?;
                if !look(&batch)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

fn open(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<std::fs::File>, StoreError> {
    let file = std::fs::File::open(path).map_err(|error| StoreError::read(path, error))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: impl std::fmt::Display) -> StoreError {
    StoreError::read(path, std::io::Error::other(error.to_string()))
}

/// Whether a row group may hold periods that begin within `days`.
fn is_near(group: &RowGroupMetaData, days: Option<(i32, i32)>) -> bool {
    let columns = group.columns().iter();
    let start = columns
        .filter(|column| column.column_path().string() == "period_start")
        .find_map(|column| match column.statistics() {
            Some(Statistics::Int32(known)) => known.min_opt().zip(known.max_opt()),
            _ => None,
        });
    match (start, days) {
        (Some((least, most)), Some((first, last))) => *least <= last && first <= *most,
        _ => true,
    }
}
