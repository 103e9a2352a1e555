//! Where things lie in a store's folder.
//!
//! ```text
//! ROOT/manifests/<vintage>.json            the commit
//! ROOT/data/<dataset>/<random>-0.parquet   rows, as many files as needed
//! ROOT/data/<dataset>/<random>.slices.parquet
//! ROOT/data/<dataset>/<random>.aside.ndjson
//! ROOT/snapshots/<snapshot>.txt            the vintages of a past state
//! ROOT/quarantine/<repair>/…               what a repair set apart
//! ROOT/lock                                who writes holds it
//! ```
//!
//! Manifests name files by their path relative to the root with `/` between
//! the parts, so that a store can be moved or copied whole.

use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The folder of a store and the paths within it.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn manifests(&self) -> PathBuf {
        self.root.join("manifests")
    }

    pub(crate) fn manifest(&self, vintage: &str) -> PathBuf {
        self.manifests().join(format!("{vintage}.json"))
    }

    pub(crate) fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    pub(crate) fn snapshot(&self, id: &str) -> PathBuf {
        self.snapshots().join(format!("{id}.txt"))
    }

    pub(crate) fn quarantine(&self) -> PathBuf {
        self.root.join("quarantine")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The folder of a dataset.
    ///
    /// # Errors
    /// `E-STORE-DATASET-NAME` when the name is not one plain path component.
    pub(crate) fn dataset(&self, dataset: &str) -> Result<PathBuf, StoreError> {
        if is_plain_name(dataset) {
            Ok(self.data().join(dataset))
        } else {
            Err(StoreError::DatasetName {
                name: dataset.to_owned(),
            })
        }
    }

    /// The place of a file that a manifest names.
    pub(crate) fn resolve(&self, relative: &str) -> PathBuf {
        let mut path = self.root.clone();
        path.extend(relative.split('/'));
        path
    }
}

/// Whether a text is safe as one component of a path on every system.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
    let first = name.bytes().next();
    name.len() <= 80
        && first.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for bad in ["", "..", "a/b", "a\\b", ".hidden", "A", "数据", "a b", "-a"] {
            assert!(!is_plain_name(bad), "{bad:?}");
        }
        for good in ["records", "worldbank-wdi", "us-census-ft900", "0a_b.c"] {
            assert!(is_plain_name(good), "{good:?}");
        }
    }
}
