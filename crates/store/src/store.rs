//! The store: the facade over manifests, files and the engine.

mod at_hand;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use arrow::array::RecordBatch;
use datafusion::execution::SessionState;
use datafusion::logical_expr::{AggregateUDF, LogicalPlan, ScalarUDF};
use triffin_formats::Kind;

use crate::asof::AsOf;
use crate::embedded::Embedded;
use crate::error::StoreError;
use crate::layout::Layout;
use crate::scan;
use crate::session::{Engine, EngineOptions};
use crate::slices::SliceSet;
use crate::vintage::Vintage;

pub(crate) use at_hand::manifest_ids;

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
}
