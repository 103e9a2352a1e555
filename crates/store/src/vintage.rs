//! A vintage: one ingest of one dataset, and its name.

use std::sync::Arc;

use arrow::array::RecordBatch;
use sha2::{Digest, Sha256};
use triffin_formats::{Kind, Profile};

use crate::durable::hex;
use crate::given::GivenParquet;
use crate::manifest::Manifest;
use crate::read_rows::ReadRows;
use crate::slices::SliceSet;

/// Hex digits of a vintage id: 64 bits, and a clash is refused, never mixed up.
const ID_DIGITS: usize = 16;

/// The id of a vintage: the first 16 hex digits of
/// SHA-256(content's SHA-256, format, mapping, reading, reader version).
///
/// The same content read the same way is the same vintage, whoever adds it,
/// however packed and whenever. `reading` is that of
/// [`AddOptions::reading`](crate::AddOptions::reading).
pub fn vintage_id(content_sha256: &str, profile: &Profile, reading: &str) -> String {
    let mut hash = Sha256::new();
    let reading = Some(reading).filter(|reading| !reading.is_empty());
    let parts = [content_sha256, &profile.format, &profile.mapping];
    for part in parts.into_iter().chain(reading) {
        // The length first, so that no two lists of parts run together alike.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(profile.reader_version.to_le_bytes());
    let mut id = hex(&hash.finalize());
    id.truncate(ID_DIGITS);
    id
}

/// A vintage at hand: its manifest, and its rows when the program carries them.
#[derive(Debug)]
pub(crate) struct Vintage {
    pub(crate) manifest: Manifest,
    pub(crate) body: Body,
}

/// Where a vintage's rows are.
#[derive(Debug)]
pub(crate) enum Body {
    /// In the Parquet files the manifest names.
    Files,
    /// In memory, carried by the program.
    Memory {
        batches: Vec<RecordBatch>,
        slices: Arc<SliceSet>,
    },
    /// In memory, read from a file given with the question.
    Read {
        rows: Arc<ReadRows>,
        slices: Arc<SliceSet>,
    },
    /// In a Parquet file given with the question.
    Given {
        file: GivenParquet,
        slices: Arc<SliceSet>,
    },
}

impl Vintage {
    pub(crate) fn id(&self) -> &str {
        &self.manifest.id
    }

    pub(crate) fn dataset(&self) -> &str {
        &self.manifest.profile.dataset
    }

    pub(crate) fn kind(&self) -> Kind {
        self.manifest.profile.kind
    }

    pub(crate) fn embedded(&self) -> bool {
        matches!(self.body, Body::Memory { .. })
    }

    /// Releases in order: by the publisher's date, then as they came.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let m = &self.manifest;
        (m.released, m.ingested_at, m.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        Profile {
            format: "f".into(),
            reader_version: 1,
            kind: Kind::Records,
            dataset: "d".into(),
            publisher: "p".into(),
            licence: None,
            released: None,
            replaces: true,
            mapping: "m".into(),
            notes: vec![],
        }
    }

    #[test]
    fn everything_that_changes_the_rows_changes_the_id() {
        let base = vintage_id("00", &profile(), "");
        assert_eq!(base.len(), ID_DIGITS);
        assert_eq!(base, vintage_id("00", &profile(), ""));
        let other = |change: fn(&mut Profile)| {
            let mut p = profile();
            change(&mut p);
            vintage_id("00", &p, "")
        };
        assert_ne!(base, vintage_id("01", &profile(), ""));
        assert_ne!(base, other(|p| p.format = "g".into()));
        assert_ne!(base, other(|p| p.mapping = String::new()));
        assert_ne!(base, other(|p| p.reader_version = 2));
        assert_ne!(base, vintage_id("00", &profile(), "dedupe"));
        // The publisher's words about the file are not part of it.
        assert_eq!(base, other(|p| p.notes = vec!["n".into()]));
    }
}
