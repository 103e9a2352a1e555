//! The store: the facade over manifests, files and the engine.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use datafusion::execution::SessionState;
use datafusion::logical_expr::{AggregateUDF, LogicalPlan, ScalarUDF};
use jiff::{SignedDuration, Timestamp};
use triffin_formats::Kind;

use crate::asof::{AsOf, Standings, standings};
use crate::embedded::Embedded;
use crate::error::StoreError;
use crate::layout::Layout;
use crate::manifest::Manifest;
use crate::scan;
use crate::session::{Engine, EngineOptions};
use crate::slices::SliceSet;
use crate::vintage::{Body, Vintage};

/// Where numbers stay, and the engine that runs plans over them.
///
/// Cheap to clone: clones share the folder, the engine and the caches.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    layout: Layout,
    engine: Arc<Engine>,
    embedded: Vec<Arc<Vintage>>,
    /// Manifests never change: one read is enough.
    manifests: Mutex<HashMap<String, Arc<Vintage>>>,
    slices: Mutex<HashMap<String, Arc<SliceSet>>>,
}

impl Store {
    /// The store in a folder, which need not exist: nothing is written before
    /// the first [`Store::add`], and a folder that is not there is an empty
    /// store.
    ///
    /// # Errors
    /// None today; the signature leaves room for stores that must be reached.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, StoreError> {
        Self::open_with(root, EngineOptions::default())
    }

    /// As [`Store::open`], with the engine's settings.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(root: impl Into<PathBuf>, engine: EngineOptions) -> Result<Self, StoreError> {
        Ok(Self {
            inner: Arc::new(Inner {
                layout: Layout::new(root.into()),
                engine: Arc::new(Engine::new(engine)),
                embedded: Vec::new(),
                manifests: Mutex::default(),
                slices: Mutex::default(),
            }),
        })
    }

    /// Adds vintages that the program carries in itself. They are read like any
    /// other, come before every ingest of the same release date, and are never
    /// written to the folder.
    ///
    /// # Errors
    /// `E-STORE-SCHEMA` when a batch has other columns than its table,
    /// `E-STORE-DATE` when the profile's release date is not a date.
    pub fn with_embedded(self, vintages: Vec<Embedded>) -> Result<Self, StoreError> {
        let vintages = vintages.into_iter().map(Embedded::into_vintage);
        Ok(self.beside(vintages.collect::<Result<_, _>>()?))
    }

    /// The same store with vintages beside those in its folder.
    pub(crate) fn beside(&self, vintages: Vec<Vintage>) -> Self {
        let mut embedded = self.inner.embedded.clone();
        embedded.extend(vintages.into_iter().map(Arc::new));
        Self {
            inner: Arc::new(Inner {
                layout: self.inner.layout.clone(),
                engine: self.inner.engine.clone(),
                embedded,
                manifests: Mutex::default(),
                slices: Mutex::default(),
            }),
        }
    }

    /// The store's folder.
    pub fn root(&self) -> &Path {
        self.inner.layout.root()
    }

    /// The rows of a dataset of records that count at a moment: the columns of
    /// `formats::schema::records`, then `dataset` and `vintage`.
    ///
    /// # Errors
    /// `E-STORE-DATASET`, `E-STORE-KIND`, `E-STORE-AS-OF`, `E-STORE-SNAPSHOT`, or
    /// a store that cannot be read.
    pub fn records(&self, dataset: &str, at: &AsOf) -> Result<LogicalPlan, StoreError> {
        self.view(Kind::Records, Some(dataset), at)
    }

    /// The observations that count at a moment, of one dataset or of all: the
    /// columns of `formats::schema::series`, then `dataset` and `vintage`.
    ///
    /// Datasets are never merged: with `None` the same series may appear once a
    /// dataset, told apart by `dataset`.
    ///
    /// # Errors
    /// As [`Store::records`].
    pub fn series(&self, dataset: Option<&str>, at: &AsOf) -> Result<LogicalPlan, StoreError> {
        self.view(Kind::Series, dataset, at)
    }

    /// The rows of one kind that count at a moment, of one dataset or of all.
    ///
    /// # Errors
    /// As [`Store::records`].
    pub fn view(
        &self,
        kind: Kind,
        dataset: Option<&str>,
        at: &AsOf,
    ) -> Result<LogicalPlan, StoreError> {
        let standings = match dataset {
            Some(name) => self.standings_of(kind, name, at)?,
            None => self.standings_of_kind(kind, at)?,
        };
        scan::view(&self.inner.layout, kind, &standings)
    }

    /// Runs a plan to its end and returns its batches.
    ///
    /// May be called from any thread, also one of an async runtime; it blocks
    /// that thread.
    ///
    /// # Errors
    /// `E-STORE-OVERFLOW` when an exact result does not fit its type,
    /// `E-STORE-ENGINE` when the engine fails otherwise.
    pub fn run(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, StoreError> {
        self.inner.engine.run(plan)
    }

    /// Makes a scalar function known to plans and SQL.
    pub fn register_udf(&self, function: Arc<ScalarUDF>) {
        self.inner.engine.register_udf(function);
    }

    /// Makes an aggregate function known to plans and SQL.
    pub fn register_udaf(&self, function: Arc<AggregateUDF>) {
        self.inner.engine.register_udaf(function);
    }

    /// The functions plans may use; `sum` in it is the exact one.
    ///
    /// The value implements DataFusion's `FunctionRegistry`.
    pub fn registry(&self) -> SessionState {
        self.inner.engine.state()
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.inner.layout
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn embedded(&self) -> &[Arc<Vintage>] {
        &self.inner.embedded
    }

    /// Every vintage at hand: those carried by the program, then those in the
    /// folder.
    pub(crate) fn vintages(&self) -> Result<Vec<Arc<Vintage>>, StoreError> {
        let mut all = self.inner.embedded.clone();
        all.extend(self.stored()?);
        Ok(all)
    }

    /// The vintages in the folder, in the order they came.
    pub(crate) fn stored(&self) -> Result<Vec<Arc<Vintage>>, StoreError> {
        let mut stored = Vec::new();
        for id in manifest_ids(&self.inner.layout)? {
            stored.push(self.load(&id)?);
        }
        stored.sort_by_key(|v| (v.manifest.ingested_at, v.manifest.id.clone()));
        Ok(stored)
    }

    /// The manifest of a vintage in the folder, if it is there.
    pub(crate) fn find(&self, id: &str) -> Result<Option<Manifest>, StoreError> {
        if self.inner.layout.manifest(id).is_file() {
            Ok(Some(self.load(id)?.manifest.clone()))
        } else {
            Ok(None)
        }
    }

    fn load(&self, id: &str) -> Result<Arc<Vintage>, StoreError> {
        let cache = || {
            self.inner
                .manifests
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(vintage) = cache().get(id) {
            return Ok(vintage.clone());
        }
        let path = self.inner.layout.manifest(id);
        let manifest = Manifest::load(&path)?;
        if manifest.id != id {
            return Err(StoreError::Manifest {
                path,
                detail: format!("it says it is vintage `{}`", manifest.id),
            });
        }
        let vintage = Arc::new(Vintage {
            manifest,
            body: Body::Files,
        });
        cache().insert(id.to_owned(), vintage.clone());
        Ok(vintage)
    }

    /// Forgets what was read of manifests and slices, after a repair.
    pub(crate) fn forget(&self) {
        let manifests = self.inner.manifests.lock();
        manifests.unwrap_or_else(PoisonError::into_inner).clear();
        let slices = self.inner.slices.lock();
        slices.unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The vintages that a moment allows, by dataset.
    pub(crate) fn by_dataset(
        &self,
        at: &AsOf,
    ) -> Result<BTreeMap<String, Vec<Arc<Vintage>>>, StoreError> {
        let mut vintages = match &at.snapshot {
            Some(id) => self.replay(id)?,
            None => self.vintages()?,
        };
        if let Some(date) = at.date {
            vintages.retain(|v| v.manifest.released <= date);
        }
        let mut by: BTreeMap<String, Vec<Arc<Vintage>>> = BTreeMap::new();
        for vintage in vintages {
            by.entry(vintage.dataset().to_owned())
                .or_default()
                .push(vintage);
        }
        Ok(by)
    }

    /// How much of each of a dataset's vintages counts.
    pub(crate) fn judge(&self, vintages: Vec<Arc<Vintage>>) -> Result<Vec<Standings>, StoreError> {
        standings(vintages, &|v| self.slices(v))
    }

    /// How much counts of each vintage of every dataset of a kind.
    pub(crate) fn standings_of_kind(
        &self,
        kind: Kind,
        at: &AsOf,
    ) -> Result<Vec<Standings>, StoreError> {
        let mut all = Vec::new();
        for vintages in self.by_dataset(at)?.into_values() {
            if vintages.iter().any(|v| v.kind() == kind) {
                all.extend(self.judge(vintages)?);
            }
        }
        Ok(all)
    }

    /// How much counts of each vintage of one dataset.
    pub(crate) fn standings_of(
        &self,
        kind: Kind,
        dataset: &str,
        at: &AsOf,
    ) -> Result<Vec<Standings>, StoreError> {
        let Some(vintages) = self.by_dataset(at)?.remove(dataset) else {
            return Err(self.absent(dataset, at)?);
        };
        if let Some(other) = vintages.iter().find(|v| v.kind() != kind) {
            return Err(StoreError::Kind {
                dataset: dataset.to_owned(),
                holds: other.kind().as_str(),
                asked: kind.as_str(),
            });
        }
        self.judge(vintages)
    }

    /// Why a dataset has nothing at a moment.
    pub(crate) fn absent(&self, dataset: &str, at: &AsOf) -> Result<StoreError, StoreError> {
        let all = self.vintages()?;
        let first = all
            .iter()
            .filter(|v| v.dataset() == dataset)
            .map(|v| v.manifest.released)
            .min();
        Ok(match (first, at.date) {
            (Some(first), Some(date)) if first > date => StoreError::NotYetReleased {
                dataset: dataset.to_owned(),
                date: date.to_string(),
                first: first.to_string(),
            },
            _ => StoreError::UnknownDataset {
                name: dataset.to_owned(),
                known: names(&all),
            },
        })
    }

    /// The slices of a vintage, read once.
    pub(crate) fn slices(&self, vintage: &Vintage) -> Result<Arc<SliceSet>, StoreError> {
        let file = match (&vintage.body, &vintage.manifest.slices.file) {
            (
                Body::Memory { slices, .. }
                | Body::Read { slices, .. }
                | Body::Given { slices, .. },
                _,
            ) => return Ok(slices.clone()),
            (Body::Files, Some(file)) => file,
            (Body::Files, None) => {
                return Err(StoreError::Manifest {
                    path: self.inner.layout.manifest(vintage.id()),
                    detail: "it names no file of slices".to_owned(),
                });
            }
        };
        let cache = || {
            self.inner
                .slices
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(set) = cache().get(vintage.id()) {
            return Ok(set.clone());
        }
        let path = self.inner.layout.resolve(&file.path);
        if !path.is_file() {
            return Err(StoreError::MissingFile {
                vintage: vintage.id().to_owned(),
                path,
            });
        }
        let set = Arc::new(SliceSet::load(vintage.kind(), &path)?);
        cache().insert(vintage.id().to_owned(), set.clone());
        Ok(set)
    }

    /// Other vintages of the dataset with the same content as this one.
    pub(crate) fn read_otherwise(&self, manifest: &Manifest) -> Result<Vec<String>, StoreError> {
        let same = |other: &Manifest| {
            other.profile.dataset == manifest.profile.dataset
                && other.content() == manifest.content()
                && other.id != manifest.id
        };
        let stored = self.stored()?;
        let others = stored.iter().filter(|v| same(&v.manifest));
        Ok(others.map(|v| v.id().to_owned()).collect())
    }

    /// Refuses a file whose dataset already holds the other table.
    pub(crate) fn refuse_other_kind(&self, dataset: &str, kind: Kind) -> Result<(), StoreError> {
        let all = self.vintages()?;
        let other = all
            .iter()
            .find(|v| v.dataset() == dataset && v.kind() != kind);
        other.map_or(Ok(()), |v| {
            Err(StoreError::Kind {
                dataset: dataset.to_owned(),
                holds: v.kind().as_str(),
                asked: kind.as_str(),
            })
        })
    }

    /// An instant after every ingest in the folder, so that a clock set back
    /// does not put a new ingest before an old one.
    pub(crate) fn next_instant(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        let last = self.stored()?.last().map(|v| v.manifest.ingested_at);
        let after = last.map(|t| t.saturating_add(SignedDuration::from_nanos(1)));
        Ok(match after {
            Some(Ok(after)) => now.max(after),
            _ => now,
        })
    }
}

fn names(vintages: &[Arc<Vintage>]) -> Vec<String> {
    let names: BTreeSet<&str> = vintages.iter().map(|v| v.dataset()).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The ids of the manifests in the folder.
pub(crate) fn manifest_ids(layout: &Layout) -> Result<Vec<String>, StoreError> {
    let folder = layout.manifests();
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::read(&folder, error)),
    };
    let mut ids = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| StoreError::read(&folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(id) = name.strip_suffix(".json")
            && !id.starts_with('.')
        {
            ids.push(id.to_owned());
        }
    }
    ids.sort_unstable();
    Ok(ids)
}
