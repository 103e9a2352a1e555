//! The desk every question is asked at: a store, and the figures carried in
//! the program.

use std::path::PathBuf;

use datafusion::execution::SessionState;
use triffin_store::{AsOf, Store, StoreError};

use crate::answer::Meta;
use crate::error::QuestionError;
use crate::starter;

/// What every question says beside itself: which data may answer.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Releases and snapshot to read by.
    pub at: AsOf,
    /// The one dataset to ask; none lets the printed precedence choose.
    pub source: Option<String>,
}

impl Scope {
    /// The meta of an answer that reads by this scope's date.
    pub(crate) fn meta(&self, system: &'static str) -> Meta {
        Meta {
            system,
            as_of: self.at.date.map(|date| date.to_string()),
            ..Meta::default()
        }
    }
}

/// A store with the functions of `trade` known to its engine.
#[derive(Clone, Debug)]
pub struct Workbench {
    store: Store,
}

impl Workbench {
    /// The workbench over the store in `root`, with the starter set beneath it.
    ///
    /// # Errors
    /// When the store or the starter set cannot be read.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, QuestionError> {
        Self::over(Store::open(root)?.with_embedded(starter::vintages()?)?)
    }

    /// The workbench over a store as it is, without the starter set.
    ///
    /// # Errors
    /// None today; the signature leaves room for functions that need setting up.
    pub fn over(store: Store) -> Result<Self, QuestionError> {
        for function in triffin_trade::functions::all() {
            store.register_udf(function);
        }
        Ok(Self { store })
    }

    /// The store asked.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Refuses a `--source` that names no dataset at hand.
    pub(crate) fn known_source(&self, scope: &Scope) -> Result<(), QuestionError> {
        let Some(name) = &scope.source else {
            return Ok(());
        };
        let catalogue = self.store.catalogue(&scope.at)?;
        let known: Vec<String> = catalogue.into_iter().map(|info| info.dataset).collect();
        if known.contains(name) {
            return Ok(());
        }
        Err(StoreError::UnknownDataset {
            name: name.clone(),
            known,
        }
        .into())
    }

    /// The engine's functions, the exact sum among them.
    pub(crate) fn registry(&self) -> SessionState {
        self.store.registry()
    }
}
