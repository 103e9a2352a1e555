//! Ingest: one file becomes one vintage, whole or not at all.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use jiff::Timestamp;
use jiff::civil::Date;
use triffin_formats::{Chunk, Kind, Mapping, SetAside, Source};

use crate::added::{AddOptions, Added, Repeated};
use crate::ahead::read_ahead;
use crate::draft::{Draft, schema_difference};
use crate::durable::{MANIFEST, Published, create_if_absent, sync_folder};
use crate::error::StoreError;
use crate::failpoint::Step;
use crate::future;
use crate::manifest::{MANIFEST_VERSION, Manifest};
use crate::repeats::{Conflicts, Dedupe, Hint};
use crate::store::Store;
use crate::vintage::vintage_id;

impl Store {
    /// Reads a source to its end and stores it as one vintage of its dataset.
    ///
    /// `file` is the name to remember it by. Adding the same content again, read
    /// the same way, stores nothing and says so; read another way, it becomes a
    /// vintage that stands in for the earlier one, so that no row counts twice.
    ///
    /// # Errors
    /// The reader's own errors; `E-STORE-RELEASED` for a release date to come;
    /// `E-STORE-EMPTY` when no row fits; `E-STORE-KIND` when the dataset holds
    /// the other table; `E-STORE-WRITE` when the store's folder cannot be
    /// written. After an error the store is as it was.
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
    draft: Draft,
    checks: Checks,
    rows_in: u64,
    rows_stored: u64,
    reasons: BTreeMap<String, u64>,
    examples: BTreeMap<String, String>,
}

/// What rows are held against as they come.
enum Checks {
    Dedupe(Dedupe, Option<Conflicts>),
    Records(Hint),
    Series(Conflicts),
}

impl Checks {
    fn of(kind: Kind, options: &AddOptions) -> Self {
        match (kind, options.dedupe) {
            (Kind::Records | Kind::Codes, true) => {
                Checks::Dedupe(Dedupe::beside(options.seen.digests.clone()), None)
            }
            (Kind::Records | Kind::Codes, false) => Checks::Records(Hint::default()),
            (Kind::Series, true) => Checks::Dedupe(Dedupe::default(), Some(Conflicts::default())),
            (Kind::Series, false) => Checks::Series(Conflicts::default()),
        }
    }

    fn pass(
        &mut self,
        batch: RecordBatch,
        aside: &mut Vec<SetAside>,
    ) -> Result<RecordBatch, StoreError> {
        match self {
            Checks::Dedupe(dedupe, conflicts) => {
                let batch = dedupe.pass(&batch, aside)?;
                match conflicts {
                    Some(conflicts) => conflicts.pass(&batch, aside),
                    None => Ok(batch),
                }
            }
            Checks::Records(hint) => hint.look(&batch).map(|()| batch),
            Checks::Series(conflicts) => conflicts.pass(&batch, aside),
        }
    }

    /// The rows looked at, where another file's may be found among them.
    fn hint(&self) -> Option<&Hint> {
        match self {
            Checks::Records(hint) => Some(hint),
            Checks::Dedupe(..) | Checks::Series(_) => None,
        }
    }

    fn repeated(&self) -> Repeated {
        let (rows, all) = match self {
            Checks::Dedupe(_, None) => (0, true),
            Checks::Dedupe(_, Some(conflicts)) | Checks::Series(conflicts) => {
                (conflicts.repeated(), true)
            }
            Checks::Records(hint) => hint.told(),
        };
        Repeated { rows, all }
    }
}

impl<'a> Ingest<'a> {
    fn begin(
        store: &'a Store,
        source: &dyn Source,
        file: &'a str,
        options: &'a AddOptions,
    ) -> Result<Self, StoreError> {
        let profile = source.profile();
        released(options, None)?;
        store.refuse_other_kind(&profile.dataset, profile.kind)?;
        Ok(Self {
            store,
            file,
            options,
            draft: Draft::begin(store.layout(), &profile.dataset, profile.kind)?,
            checks: Checks::of(profile.kind, options),
            rows_in: 0,
            rows_stored: 0,
            reasons: BTreeMap::new(),
            examples: BTreeMap::new(),
        })
    }

    fn drain(&mut self, source: Box<dyn Source>) -> Result<Added, StoreError> {
        let (kind, format) = (source.profile().kind, source.profile().format.clone());
        let source = read_ahead(source, |chunk| self.take(kind, &format, chunk))?;
        if self.rows_stored == 0 {
            return Err(StoreError::Empty {
                file: self.file.to_owned(),
                rows_in: self.rows_in,
                reasons: self.reasons.clone(),
            });
        }
        self.commit(source.as_ref())
    }

    fn take(&mut self, kind: Kind, format: &str, chunk: Chunk) -> Result<(), StoreError> {
        if let Some(detail) = schema_difference(kind, &chunk.batch) {
            return Err(StoreError::Schema {
                format: format.to_owned(),
                detail,
            });
        }
        self.rows_in += (chunk.batch.num_rows() + chunk.aside.len()) as u64;
        let mut aside = chunk.aside;
        let batch = future::pass(chunk.batch, self.options.today, &mut aside)?;
        let batch = self.checks.pass(batch, &mut aside)?;
        for row in &aside {
            *self.reasons.entry(row.reason.clone()).or_default() += 1;
            if !self.examples.contains_key(&row.reason) {
                let example = format!("line {}: {}", row.line, row.detail);
                self.examples.insert(row.reason.clone(), example);
            }
        }
        self.rows_stored += batch.num_rows() as u64;
        self.draft.rows(&batch)?;
        self.draft.set_aside(&aside)
    }

    fn commit(&mut self, source: &dyn Source) -> Result<Added, StoreError> {
        let manifest = match self.store.find(&self.id(source)?)? {
            Some(present) => return self.already(source, present),
            None => self.manifest(source)?,
        };
        let path = self.store.layout().manifest(&manifest.id);
        match create_if_absent(&path, &manifest.to_bytes()?, &MANIFEST)? {
            Published::Created => {
                // The files are named from here on and stay, whatever follows.
                self.draft.keep();
                sync_folder(&self.store.layout().manifests(), Step::ManifestsSync)?;
                self.store.remember_snapshot();
                self.report_new(source, &manifest)
            }
            Published::AlreadyThere => self.already(source, Manifest::load(&path)?),
        }
    }

    fn id(&self, source: &dyn Source) -> Result<String, StoreError> {
        let content = content_of(source)?;
        let reading = self.options.reading();
        Ok(vintage_id(&content, source.profile(), &reading))
    }

    fn manifest(&mut self, source: &dyn Source) -> Result<Manifest, StoreError> {
        let id = self.id(source)?;
        let profile = source.profile();
        let released = released(self.options, profile.released.as_deref())?;
        let finished = self.draft.finish()?;
        Ok(Manifest {
            manifest_version: MANIFEST_VERSION,
            id,
            file: file_name(self.file),
            sha256: sha256_of(source)?,
            content_sha256: content_of(source)?,
            reading: self.options.reading(),
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
        if present.content() != content_of(source)? {
            return Err(StoreError::Collision { id: present.id });
        }
        Ok(Added {
            already_present: true,
            present_as: Some(present.file.clone()),
            not_applied: self.options.not_applied(&present),
            ..self.report(source, &present)?
        })
    }

    /// What a file that was not there brings, rows stored before among it. An
    /// earlier file that cannot be read does not undo what is stored now:
    /// `verify` names it.
    fn report_new(&self, source: &dyn Source, manifest: &Manifest) -> Result<Added, StoreError> {
        let adds = !manifest.replaces;
        let hint = self.checks.hint().filter(|_| adds);
        let before = hint.map(|hint| {
            let slices = self.draft.slices();
            self.store.stored_before(manifest, slices, hint)
        });
        Ok(Added {
            stored_before: before.and_then(Result::ok).unwrap_or_default(),
            ..self.report(source, manifest)?
        })
    }

    fn report(&self, source: &dyn Source, manifest: &Manifest) -> Result<Added, StoreError> {
        let mapping = &manifest.profile.mapping;
        let map = (!mapping.is_empty()).then(|| Mapping::name_of(mapping).unwrap_or("own"));
        Ok(Added {
            file: self.file.to_owned(),
            format: manifest.profile.format.clone(),
            map: map.map(str::to_owned),
            dataset: manifest.profile.dataset.clone(),
            rows_in: manifest.rows_in,
            rows_stored: manifest.rows_stored,
            rows_set_aside: manifest.rows_set_aside,
            reasons: manifest.reasons.clone(),
            examples: self.examples.clone(),
            repeated: self.checks.repeated(),
            stored_before: Vec::new(),
            own_areas: source.own_areas(),
            vintage: manifest.id.clone(),
            sha256: sha256_of(source)?,
            already_present: false,
            present_as: None,
            not_applied: Vec::new(),
            stands_in_for: self.store.read_otherwise(manifest)?,
            released: manifest.released.to_string(),
            replaces: manifest.replaces,
            aside_file: manifest
                .aside
                .as_ref()
                .map(|aside| self.store.layout().resolve(&aside.path)),
            notes: manifest.profile.notes.clone(),
        })
    }
}

pub(crate) fn sha256_of(source: &dyn Source) -> Result<String, StoreError> {
    known(source, source.sha256())
}

pub(crate) fn content_of(source: &dyn Source) -> Result<String, StoreError> {
    known(source, source.content_sha256())
}

fn known(source: &dyn Source, hash: Option<String>) -> Result<String, StoreError> {
    hash.ok_or_else(|| StoreError::Schema {
        format: source.profile().format.clone(),
        detail: "no SHA-256 of the bytes after the last chunk".to_owned(),
    })
}

/// The release date: the one given, which must have come, else the file's own,
/// else today.
pub(crate) fn released(options: &AddOptions, by_file: Option<&str>) -> Result<Date, StoreError> {
    match (options.released, by_file) {
        (Some(date), _) if date > options.today => Err(StoreError::NotReleasedYet {
            date: date.to_string(),
            today: options.today.to_string(),
        }),
        (Some(date), _) => Ok(date),
        (None, Some(text)) => text.parse().map_err(|_| StoreError::Date {
            text: text.to_owned(),
        }),
        (None, None) => Ok(options.today),
    }
}

pub(crate) fn file_name(path: &str) -> String {
    let name = std::path::Path::new(path).file_name();
    name.map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned())
}
