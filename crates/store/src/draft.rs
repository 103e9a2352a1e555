//! A vintage being written: its files are in their final place, and nothing
//! names them yet.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use triffin_formats::schema::coded;
use triffin_formats::{Kind, SetAside};

use crate::durable::{self, FileSteps, HashedFile};
use crate::error::StoreError;
use crate::failpoint::Step;
use crate::layout::Layout;
use crate::lock::{self, Lock};
use crate::manifest::{SliceSummary, StoredFile};
use crate::slices::{SliceSet, slice_schema};
use crate::table_file::{TableFile, properties};

/// Rows after which the next Parquet file is begun, so that one huge ingest
/// can be read by several workers.
const ROWS_PER_FILE: u64 = 8 << 20;

const DATA: FileSteps = FileSteps {
    create: Step::DataCreate,
    write: Step::DataWrite,
    sync: Step::DataSync,
};
const SLICES: FileSteps = FileSteps {
    create: Step::SlicesCreate,
    write: Step::SlicesWrite,
    sync: Step::SlicesSync,
};
const ASIDE: FileSteps = FileSteps {
    create: Step::AsideCreate,
    write: Step::AsideWrite,
    sync: Step::AsideSync,
};

/// The files of a vintage that is not published yet. Dropped unpublished, it
/// takes its files with it.
pub(crate) struct Draft {
    layout: Layout,
    /// Held from the first file to the end of the ingest.
    lock: Option<Lock>,
    kind: Kind,
    dataset: String,
    name: String,
    folder: PathBuf,
    open: Option<TableFile>,
    data: Vec<StoredFile>,
    slices: SliceSet,
    aside: Option<(HashedFile, u64)>,
    created: Vec<PathBuf>,
}

/// What a draft amounts to once every byte of it is durable.
pub(crate) struct Finished {
    pub(crate) data: Vec<StoredFile>,
    pub(crate) slices: SliceSummary,
    pub(crate) aside: Option<StoredFile>,
}

impl Draft {
    /// Begins a vintage of a dataset.
    pub(crate) fn begin(layout: &Layout, dataset: &str, kind: Kind) -> Result<Self, StoreError> {
        let folder = layout.dataset(dataset)?;
        Ok(Self {
            layout: layout.clone(),
            lock: None,
            kind,
            dataset: dataset.to_owned(),
            name: durable::unique_name()?,
            folder,
            open: None,
            data: Vec::new(),
            slices: SliceSet::default(),
            aside: None,
            created: Vec::new(),
        })
    }

    /// Takes in rows of the table's schema.
    pub(crate) fn rows(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        self.slices.extend(self.kind, batch);
        let table = match &mut self.open {
            Some(table) => table,
            None => {
                let name = format!("-{}.parquet", self.data.len());
                let file = self.create(&name, DATA)?;
                self.open
                    .insert(TableFile::begin(file, self.kind.schema())?)
            }
        };
        table.write(batch)?;
        if table.rows() >= ROWS_PER_FILE {
            self.close_table()?;
        }
        Ok(())
    }

    /// Takes in rows set aside.
    pub(crate) fn set_aside(&mut self, rows: &[SetAside]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut aside = match self.aside.take() {
            Some(aside) => aside,
            None => (self.create(".aside.ndjson", ASIDE)?, 0),
        };
        for row in rows {
            let mut line = serde_json::to_vec(row).map_err(|error| StoreError::Engine {
                detail: error.to_string(),
            })?;
            line.push(b'\n');
            aside
                .0
                .write_all(&line)
                .map_err(|error| StoreError::write(aside.0.path(), error))?;
            aside.1 += 1;
        }
        self.aside = Some(aside);
        Ok(())
    }

    /// Writes what is left and makes every file and its name durable.
    pub(crate) fn finish(&mut self) -> Result<Finished, StoreError> {
        self.close_table()?;
        let slices = self.write_slices()?;
        let aside = match self.aside.take() {
            Some((file, rows)) => Some(self.stored(file.path().to_owned(), rows, file.finish()?)),
            None => None,
        };
        durable::sync_folder(&self.folder, Step::NamesSync)?;
        Ok(Finished {
            data: std::mem::take(&mut self.data),
            slices,
            aside,
        })
    }

    /// The slices of the rows taken in.
    pub(crate) fn slices(&self) -> &SliceSet {
        &self.slices
    }

    /// The files are named by a manifest now: they stay.
    pub(crate) fn keep(&mut self) {
        self.created.clear();
    }

    fn close_table(&mut self) -> Result<(), StoreError> {
        if let Some(table) = self.open.take() {
            let (path, rows) = (table.path().to_owned(), table.rows());
            let written = table.finish()?;
            let stored = self.stored(path, rows, written);
            self.data.push(stored);
        }
        Ok(())
    }

    fn write_slices(&mut self) -> Result<SliceSummary, StoreError> {
        let file = self.create(".slices.parquet", SLICES)?;
        let mut table = TableFile::begin(file, slice_schema(self.kind))?;
        table.write(&self.slices.to_batch(self.kind)?)?;
        let (path, rows) = (table.path().to_owned(), table.rows());
        let file = self.stored(path, rows, table.finish()?);
        let (first, last) = self.slices.span();
        Ok(SliceSummary {
            count: self.slices.len(),
            first,
            last,
            file: Some(file),
        })
    }

    fn create(&mut self, ending: &str, steps: FileSteps) -> Result<HashedFile, StoreError> {
        if self.lock.is_none() {
            self.lock = Some(lock::shared(&self.layout)?);
        }
        let path = self.folder.join(format!("{}{ending}", self.name));
        durable::create_folder(&self.folder)?;
        let file = HashedFile::create(&path, steps)?;
        self.created.push(path);
        Ok(file)
    }

    fn stored(&self, path: PathBuf, rows: u64, written: durable::Written) -> StoredFile {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        StoredFile {
            path: format!("data/{}/{name}", self.dataset),
            rows,
            bytes: written.bytes,
            sha256: written.sha256,
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Open handles first: some systems do not remove an open file.
        self.open = None;
        self.aside = None;
        for path in &self.created {
            // What cannot be removed now is named by `verify` later.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The bytes of a list of slices, as a draft writes them.
pub(crate) fn slices_file(kind: Kind, slices: &SliceSet) -> Result<Vec<u8>, StoreError> {
    let failed = |error: ParquetError| StoreError::Engine {
        detail: error.to_string(),
    };
    let schema = slice_schema(kind);
    let mut writer =
        ArrowWriter::try_new(Vec::new(), schema, Some(properties())).map_err(failed)?;
    writer.write(&slices.to_batch(kind)?).map_err(failed)?;
    writer.into_inner().map_err(failed)
}

/// Says how a batch's columns differ from the table's, if they do.
pub(crate) fn schema_difference(kind: Kind, batch: &RecordBatch) -> Option<String> {
    let (want, have) = (kind.schema(), batch.schema());
    if Arc::ptr_eq(&want, &have) || want.fields() == have.fields() {
        return None;
    }
    if coded(&want).fields() == have.fields() {
        return None;
    }
    let names = |s: &SchemaRef| -> Vec<String> {
        s.fields()
            .iter()
            .map(|f| {
                format!(
                    "{} {}{}",
                    f.name(),
                    f.data_type(),
                    if f.is_nullable() { "?" } else { "" }
                )
            })
            .collect()
    };
    let (want, have) = (names(&want), names(&have));
    let first = want.iter().zip(&have).find(|(w, h)| w != h);
    Some(match first {
        Some((want, have)) => format!("`{have}` instead of `{want}`"),
        None => format!("{} columns instead of {}", have.len(), want.len()),
    })
}
