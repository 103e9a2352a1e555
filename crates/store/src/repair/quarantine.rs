//! Where a repair puts what it takes out of the store.
//!
//! ```text
//! ROOT/quarantine/<time>-<random>/repair.ndjson     what was moved, and why
//! ROOT/quarantine/<time>-<random>/manifests/…       as it lay in the store
//! ```

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::Deed;
use crate::durable::{PublishSteps, create_if_absent, move_synced, sync_folder, unique_name};
use crate::error::StoreError;
use crate::failpoint::Step;
use crate::layout::Layout;

const RECORD: PublishSteps = PublishSteps {
    create: Step::RecordCreate,
    sync: Step::RecordSync,
    publish: Step::RecordPublish,
    clear: Step::RecordClear,
};
const REBUILD: PublishSteps = PublishSteps {
    create: Step::RebuildCreate,
    sync: Step::RebuildSync,
    publish: Step::RebuildPublish,
    clear: Step::RebuildClear,
};

/// The folder of one repair.
pub(super) struct Quarantine {
    root: PathBuf,
    folder: PathBuf,
}

impl Quarantine {
    /// A folder that no other repair has; it is not made yet.
    pub(super) fn named(layout: &Layout) -> Result<Self, StoreError> {
        let time = Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
        let random = unique_name()?;
        Ok(Self {
            root: layout.root().to_owned(),
            folder: layout.quarantine().join(format!("{time}-{}", &random[..8])),
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file of the store goes: the same place below this folder.
    pub(super) fn place(&self, path: &Path) -> PathBuf {
        self.folder
            .join(path.strip_prefix(&self.root).unwrap_or(path))
    }

    /// Writes down what will be done, before it is.
    pub(super) fn record(&self, deeds: &[Deed]) -> Result<(), StoreError> {
        let mut lines = Vec::new();
        for deed in deeds {
            serde_json::to_writer(&mut lines, deed).map_err(|error| StoreError::Engine {
                detail: error.to_string(),
            })?;
            lines.push(b'\n');
        }
        create_if_absent(&self.folder.join("repair.ndjson"), &lines, &RECORD).map(drop)
    }

    /// Moves a file, here or to another name. One that is gone was moved before.
    pub(super) fn carry(&self, path: &Path, to: &Path) -> Result<(), StoreError> {
        match path.symlink_metadata() {
            Ok(_) => move_synced(path, to),
            Err(_) => Ok(()),
        }
    }

    /// Sets a damaged file apart and publishes its right bytes in its place.
    pub(super) fn exchange(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        self.carry(path, &self.place(path))?;
        create_if_absent(path, bytes, &REBUILD)?;
        sync_folder(path.parent().unwrap_or(&self.root), Step::NamesSync)
    }
}
