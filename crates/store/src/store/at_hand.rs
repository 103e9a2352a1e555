//! Which vintages are at hand, and how much of each counts at a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use jiff::{SignedDuration, Timestamp};
use triffin_formats::Kind;

use super::Store;
use crate::asof::{AsOf, Standings, standings};
use crate::error::StoreError;
use crate::layout::Layout;
use crate::manifest::Manifest;
use crate::slices::SliceSet;
use crate::vintage::{Body, Vintage};

impl Store {
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
