//! Ingest: one file becomes one vintage, whole or not at all.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::row::{RowConverter, SortField};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use triffin_formats::{Chunk, SetAside, Source};

use crate::draft::{Draft, schema_difference};
use crate::durable::{Published, create_if_absent, sync_folder};
use crate::error::StoreError;
use crate::manifest::{MANIFEST_VERSION, Manifest};
use crate::store::Store;
use crate::vintage::vintage_id;

/// How a file is to be taken in.
#[derive(Clone, Debug)]
pub struct AddOptions {
    /// The publisher's release date; `None` takes the file's own, else `today`.
    pub released: Option<Date>,
    /// Whether the file replaces the slices it covers; `None` takes the
    /// format's rule.
    pub replaces: Option<bool>,
    /// Drop rows that repeat an earlier row of the file in every column.
    pub dedupe: bool,
    /// The day of the ingest.
    pub today: Date,
}

impl AddOptions {
    /// The format's own rules, on a given day.
    pub fn on(today: Date) -> Self {
        Self {
            released: None,
            replaces: None,
            dedupe: false,
            today,
        }
    }
}

/// What became of a file. `rows_in` = `rows_stored` + `rows_set_aside`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Added {
    /// The file as given.
    pub file: String,
    /// The reader that read it.
    pub format: String,
    /// The dataset it belongs to.
    pub dataset: String,
    /// Rows read.
    pub rows_in: u64,
    /// Rows stored.
    pub rows_stored: u64,
    /// Rows set aside.
    pub rows_set_aside: u64,
    /// Rows set aside by reason.
    pub reasons: BTreeMap<String, u64>,
    /// The vintage's id.
    pub vintage: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Whether this vintage was in the store already; then nothing was stored.
    pub already_present: bool,
    /// The release date it counts from.
    pub released: String,
    /// Whether it replaces the slices it covers in older vintages.
    pub replaces: bool,
    /// Where the rows set aside are listed; `None` when there are none.
    pub aside_file: Option<PathBuf>,
    /// What a person should know about the file.
    pub notes: Vec<String>,
}

impl Store {
    /// Reads a source to its end and stores it as one vintage of its dataset.
    ///
    /// `file` is the name to remember it by. Adding the same bytes again, read
    /// the same way, stores nothing and says so.
    ///
    /// # Errors
    /// The reader's own errors; `E-STORE-EMPTY` when no row fits; `E-STORE-KIND`
    /// when the dataset holds the other table; `E-STORE-WRITE` when the store's
    /// folder cannot be written. After an error the store is as it was.
    pub fn add(
        &self,
        source: Box<dyn Source>,
        file: &str,
        options: &AddOptions,
    ) -> Result<Added, StoreError> {
        let mut ingest = Ingest::begin(self, source.as_ref(), file, options)?;
        ingest.drain(source)
    }
}

struct Ingest<'a> {
    store: &'a Store,
    file: &'a str,
    options: &'a AddOptions,
    draft: Option<Draft>,
    repeats: Option<Repeats>,
    rows_in: u64,
    rows_stored: u64,
    reasons: BTreeMap<String, u64>,
}

impl<'a> Ingest<'a> {
    fn begin(
        store: &'a Store,
        source: &dyn Source,
        file: &'a str,
        options: &'a AddOptions,
    ) -> Result<Self, StoreError> {
        let profile = source.profile();
        store.refuse_other_kind(&profile.dataset, profile.kind)?;
        Ok(Self {
            store,
            file,
            options,
            draft: Some(Draft::begin(
                store.layout(),
                &profile.dataset,
                profile.kind,
            )?),
            repeats: options.dedupe.then(Repeats::default),
            rows_in: 0,
            rows_stored: 0,
            reasons: BTreeMap::new(),
        })
    }

    fn drain(&mut self, mut source: Box<dyn Source>) -> Result<Added, StoreError> {
        while let Some(chunk) = source.next_chunk()? {
            self.take(source.as_ref(), chunk)?;
        }
        if self.rows_stored == 0 {
            return Err(StoreError::Empty {
                file: self.file.to_owned(),
                rows_in: self.rows_in,
                reasons: self.reasons.clone(),
            });
        }
        self.commit(source.as_ref())
    }

    fn take(&mut self, source: &dyn Source, chunk: Chunk) -> Result<(), StoreError> {
        let profile = source.profile();
        if let Some(detail) = schema_difference(profile.kind, &chunk.batch) {
            return Err(StoreError::Schema {
                format: profile.format.clone(),
                detail,
            });
        }
        self.rows_in += (chunk.batch.num_rows() + chunk.aside.len()) as u64;
        let mut aside = chunk.aside;
        let batch = match &mut self.repeats {
            Some(repeats) => repeats.drop_from(&chunk.batch, &mut aside)?,
            None => chunk.batch,
        };
        for row in &aside {
            *self.reasons.entry(row.reason.clone()).or_default() += 1;
        }
        self.rows_stored += batch.num_rows() as u64;
        if let Some(draft) = &mut self.draft {
            draft.rows(&batch)?;
            draft.set_aside(&aside)?;
        }
        Ok(())
    }

    fn commit(&mut self, source: &dyn Source) -> Result<Added, StoreError> {
        let manifest = match self.store.find(&self.id(source)?)? {
            Some(present) => return self.already(source, present),
            None => self.manifest(source)?,
        };
        let path = self.store.layout().manifest(&manifest.id);
        match create_if_absent(&path, &manifest.to_bytes()?)? {
            Published::Created => {
                // The files are named from here on and stay, whatever follows.
                if let Some(draft) = self.draft.take() {
                    draft.keep();
                }
                sync_folder(&self.store.layout().manifests())?;
                self.store.remember_snapshot();
                Ok(self.report(&manifest, false))
            }
            Published::AlreadyThere => self.already(source, Manifest::load(&path)?),
        }
    }

    fn id(&self, source: &dyn Source) -> Result<String, StoreError> {
        Ok(vintage_id(&sha256_of(source)?, source.profile()))
    }

    fn manifest(&mut self, source: &dyn Source) -> Result<Manifest, StoreError> {
        let profile = source.profile();
        let released = released(self.options, profile.released.as_deref())?;
        let Some(draft) = &mut self.draft else {
            return Err(StoreError::Engine {
                detail: "the ingest was committed twice".to_owned(),
            });
        };
        let finished = draft.finish()?;
        Ok(Manifest {
            manifest_version: MANIFEST_VERSION,
            id: vintage_id(&sha256_of(source)?, profile),
            file: file_name(self.file),
            sha256: sha256_of(source)?,
            profile: profile.clone(),
            released,
            ingested_at: self.store.next_instant(Timestamp::now())?,
            replaces: self.options.replaces.unwrap_or(profile.replaces),
            deduplicated: self.options.dedupe,
            rows_in: self.rows_in,
            rows_stored: self.rows_stored,
            rows_set_aside: self.rows_in - self.rows_stored,
            reasons: self.reasons.clone(),
            data: finished.data,
            slices: finished.slices,
            aside: finished.aside,
        })
    }

    fn already(&self, source: &dyn Source, present: Manifest) -> Result<Added, StoreError> {
        if present.sha256 != sha256_of(source)? {
            return Err(StoreError::Collision { id: present.id });
        }
        Ok(self.report(&present, true))
    }

    fn report(&self, manifest: &Manifest, already_present: bool) -> Added {
        Added {
            file: self.file.to_owned(),
            format: manifest.profile.format.clone(),
            dataset: manifest.profile.dataset.clone(),
            rows_in: manifest.rows_in,
            rows_stored: manifest.rows_stored,
            rows_set_aside: manifest.rows_set_aside,
            reasons: manifest.reasons.clone(),
            vintage: manifest.id.clone(),
            sha256: manifest.sha256.clone(),
            already_present,
            released: manifest.released.to_string(),
            replaces: manifest.replaces,
            aside_file: manifest
                .aside
                .as_ref()
                .map(|aside| self.store.layout().resolve(&aside.path)),
            notes: manifest.profile.notes.clone(),
        }
    }
}

fn sha256_of(source: &dyn Source) -> Result<String, StoreError> {
    source.sha256().ok_or_else(|| StoreError::Schema {
        format: source.profile().format.clone(),
        detail: "no SHA-256 of the bytes after the last chunk".to_owned(),
    })
}

fn released(options: &AddOptions, by_file: Option<&str>) -> Result<Date, StoreError> {
    match (options.released, by_file) {
        (Some(date), _) => Ok(date),
        (None, Some(text)) => text.parse().map_err(|_| StoreError::Date {
            text: text.to_owned(),
        }),
        (None, None) => Ok(options.today),
    }
}

fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Rows seen so far, by a hash of every column but `source_row`.
#[derive(Default)]
struct Repeats {
    seen: HashSet<[u8; 16]>,
}

impl Repeats {
    /// The rows not seen before; the others are set aside as `duplicate_row`.
    fn drop_from(
        &mut self,
        batch: &RecordBatch,
        aside: &mut Vec<SetAside>,
    ) -> Result<RecordBatch, StoreError> {
        let failed = |error: arrow::error::ArrowError| StoreError::Engine {
            detail: error.to_string(),
        };
        let schema = batch.schema();
        let compared: Vec<usize> = (0..schema.fields().len())
            .filter(|i| schema.field(*i).name() != "source_row")
            .collect();
        let columns = batch.project(&compared).map_err(failed)?;
        let fields = columns
            .schema()
            .fields()
            .iter()
            .map(|f| SortField::new(f.data_type().clone()))
            .collect();
        let rows = RowConverter::new(fields)
            .and_then(|c| c.convert_columns(columns.columns()))
            .map_err(failed)?;
        let fresh: BooleanArray = rows
            .iter()
            .map(|row| Some(self.seen.insert(digest(row.as_ref()))))
            .collect();
        let lines = batch.column_by_name("source_row").and_then(|c| {
            arrow::array::AsArray::as_primitive_opt::<arrow::datatypes::Int64Type>(c.as_ref())
        });
        for row in (0..batch.num_rows()).filter(|row| !fresh.value(*row)) {
            aside.push(SetAside {
                line: lines.map_or(0, |l| l.value(row).unsigned_abs()),
                reason: "duplicate_row".to_owned(),
                detail: "every column repeats an earlier row; dropped by --dedupe".to_owned(),
            });
        }
        filter_record_batch(batch, &fresh).map_err(failed)
    }
}

/// 128 bits of a row's SHA-256: a chance meeting of two rows is out of reach.
fn digest(row: &[u8]) -> [u8; 16] {
    let full = Sha256::digest(row);
    let mut half = [0; 16];
    half.copy_from_slice(&full[..16]);
    half
}
