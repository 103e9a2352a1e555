//! Snapshots: the state of a store at a moment, by name.
//!
//! A store only grows, one manifest at a time, so its past states are the
//! beginnings of the list of manifests in the order they came. A snapshot's id
//! is a hash of that beginning and of the vintages the program carries. Each
//! commit also writes the state it saw to `snapshots/`, so that two writers who
//! commit at once, each without seeing the other, leave both states replayable.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::durable::{PublishSteps, create_if_absent, hex};
use crate::error::StoreError;
use crate::failpoint::Step;
use crate::layout::is_plain_name;
use crate::store::Store;
use crate::vintage::Vintage;

impl Store {
    /// The id of what the store holds now, for `--snapshot`.
    ///
    /// # Errors
    /// When a manifest cannot be read.
    pub fn snapshot_id(&self) -> Result<String, StoreError> {
        Ok(id_of(&ids(&self.vintages()?)))
    }

    /// The vintages of a past state, carried ones included.
    pub(crate) fn replay(&self, id: &str) -> Result<Vec<Arc<Vintage>>, StoreError> {
        let carried = self.embedded().to_vec();
        let stored = self.stored()?;
        for end in (0..=stored.len()).rev() {
            let state: Vec<Arc<Vintage>> = carried.iter().chain(&stored[..end]).cloned().collect();
            if id_of(&ids(&state)) == id {
                return Ok(state);
            }
        }
        let written = self.written_snapshot(id)?;
        let at_hand: HashMap<&str, &Arc<Vintage>> =
            carried.iter().chain(&stored).map(|v| (v.id(), v)).collect();
        let absent: Vec<String> = written
            .iter()
            .filter(|v| !at_hand.contains_key(v.as_str()))
            .cloned()
            .collect();
        if written.is_empty() || !absent.is_empty() {
            return Err(StoreError::Snapshot {
                id: id.to_owned(),
                absent,
            });
        }
        Ok(written
            .iter()
            .map(|v| at_hand[v.as_str()].clone())
            .collect())
    }

    /// The vintages a commit wrote down under this id; none when there is no
    /// such file.
    fn written_snapshot(&self, id: &str) -> Result<Vec<String>, StoreError> {
        let path = self.layout().snapshot(id);
        if !is_plain_name(id) || !path.is_file() {
            return Ok(Vec::new());
        }
        let text = std::fs::read_to_string(&path).map_err(|e| StoreError::read(&path, e))?;
        Ok(Written::parse(&text).ids().map(str::to_owned).collect())
    }

    /// Writes down the state after a commit. The commit stands without it, so
    /// a failure here is not one.
    pub(crate) fn remember_snapshot(&self) {
        let Ok(vintages) = self.vintages() else {
            return;
        };
        let ids = ids(&vintages);
        let carried = |id: &str| self.embedded().iter().any(|v| v.id() == id);
        let lines = ids.iter().map(|id| match carried(id) {
            true => format!("{id} {CARRIED}\n"),
            false => format!("{id}\n"),
        });
        let text: String = std::iter::once(format!("{HEADING}\n"))
            .chain(lines)
            .collect();
        let path = self.layout().snapshot(&id_of(&ids));
        let _ = create_if_absent(&path, text.as_bytes(), &SNAPSHOT);
    }
}

const SNAPSHOT: PublishSteps = PublishSteps {
    create: Step::SnapshotCreate,
    sync: Step::SnapshotSync,
    publish: Step::SnapshotPublish,
    clear: Step::SnapshotClear,
};

/// First line of a snapshot's file that tells carried vintages from stored ones.
const HEADING: &str = "triffin snapshot 2";
/// Behind the id of a vintage that the program carried.
const CARRIED: &str = "carried";

/// A snapshot's file: the vintages of a state, one a line.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    lines: Vec<&'a str>,
    told_apart: bool,
}

impl<'a> Written<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        let mut lines: Vec<&str> = text.lines().collect();
        let told_apart = lines.first() == Some(&HEADING);
        if told_apart {
            lines.remove(0);
        }
        Self { lines, told_apart }
    }

    /// Every vintage of the state.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.lines.iter().filter_map(|line| line.split(' ').next())
    }

    /// The vintages that lay in the store's folder; none where the file does
    /// not tell them from carried ones, which change with the program.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &'a str> + '_ {
        let lines = self.lines.iter().filter(|_| self.told_apart);
        lines.filter(|line| !line.contains(' ')).copied()
    }

    /// The id its vintages ask for.
    pub(crate) fn own_id(&self) -> String {
        let mut ids: Vec<String> = self.ids().map(str::to_owned).collect();
        ids.sort_unstable();
        id_of(&ids)
    }
}

fn ids(vintages: &[Arc<Vintage>]) -> Vec<String> {
    let mut ids: Vec<String> = vintages.iter().map(|v| v.id().to_owned()).collect();
    ids.sort_unstable();
    ids
}

/// The first 16 hex digits of the SHA-256 of the sorted ids, one a line.
fn id_of(sorted: &[String]) -> String {
    let mut hash = Sha256::new();
    for id in sorted {
        hash.update(id.as_bytes());
        hash.update(b"\n");
    }
    let mut id = hex(&hash.finalize());
    id.truncate(16);
    id
}
