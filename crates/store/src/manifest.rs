//! The manifest of one ingest: the commit, and all a reader needs to know.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use triffin_formats::Profile;

use crate::error::StoreError;
use crate::layout::is_plain_name;
use crate::vintage::vintage_id;

/// The version of the manifest's own layout that this program writes.
pub(crate) const MANIFEST_VERSION: u32 = 1;

/// One ingest of one file: what it was, what it became and where it lies.
///
/// Written once, never changed. A vintage exists when its manifest does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub manifest_version: u32,
    /// The vintage: a hash of the file's content, the format, the mapping, the
    /// reader's version and what else changes the reading.
    pub id: String,
    /// The name of the file as it was given, without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// SHA-256 of the unpacked content, hex; empty where it was not told apart
    /// from that of the bytes.
    #[serde(default)]
    pub content_sha256: String,
    /// What was asked beyond the reader's own way of reading, see
    /// [`crate::AddOptions::reading`].
    #[serde(default)]
    pub reading: String,
    /// What the reader said about the file.
    pub profile: Profile,
    /// The publisher's release date, else the day of the ingest.
    #[serde(with = "as_text")]
    pub released: Date,
    /// When the vintage was stored.
    #[serde(with = "as_text")]
    pub ingested_at: Timestamp,
    /// Whether it replaces the slices it covers in older vintages.
    pub replaces: bool,
    /// Whether repeated rows were dropped.
    pub deduplicated: bool,
    /// Rows read.
    pub rows_in: u64,
    /// Rows stored.
    pub rows_stored: u64,
    /// Rows set aside: `rows_in` = `rows_stored` + `rows_set_aside`.
    pub rows_set_aside: u64,
    /// Rows set aside by reason.
    pub reasons: BTreeMap<String, u64>,
    /// The Parquet files of the rows.
    pub data: Vec<StoredFile>,
    /// The slices the vintage covers.
    pub slices: SliceSummary,
    /// The rows set aside, one JSON object a line; `None` when there are none.
    pub aside: Option<StoredFile>,
}

/// A file of a vintage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Path within the store, `/` between the parts.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

/// The slices of a vintage: how many, over which days, and the file that lists
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SliceSummary {
    /// Distinct slices.
    pub count: u64,
    /// First day of the earliest period.
    #[serde(with = "as_text")]
    pub first: Date,
    /// Last day of the latest period.
    #[serde(with = "as_text")]
    pub last: Date,
    /// The Parquet file that lists them; `None` for vintages carried in the
    /// program.
    pub file: Option<StoredFile>,
}

impl Manifest {
    /// The manifest in a file.
    ///
    /// # Errors
    /// `E-STORE-READ` when the file cannot be read, `E-STORE-MANIFEST` when its
    /// content is no manifest, `E-STORE-NEWER` when a newer program wrote it.
    pub fn load(path: &Path) -> Result<Self, StoreError> {
        let bytes = std::fs::read(path).map_err(|error| StoreError::read(path, error))?;
        let broken = |detail: String| StoreError::Manifest {
            path: path.to_owned(),
            detail,
        };
        let version: Version =
            serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        if version.manifest_version > MANIFEST_VERSION {
            return Err(StoreError::Newer {
                path: path.to_owned(),
                version: version.manifest_version,
                known: MANIFEST_VERSION,
            });
        }
        let manifest: Self =
            serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
        if let Some(file) = manifest.files().find(|file| !is_within(&file.path)) {
            let detail = format!("it names `{}`, which is no file of a dataset", file.path);
            return Err(broken(detail));
        }
        Ok(manifest)
    }

    /// The manifest as it is written: indented JSON with a closing line feed.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| StoreError::Manifest {
            path: format!("{}.json", self.id).into(),
            detail: error.to_string(),
        })?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// SHA-256 of the unpacked content, hex: one table packed in three ways is
    /// one content.
    pub fn content(&self) -> &str {
        match self.content_sha256.as_str() {
            "" => &self.sha256,
            content => content,
        }
    }

    /// The id its content asks for.
    pub(crate) fn own_id(&self) -> String {
        vintage_id(self.content(), &self.profile, &self.reading)
    }

    /// Every file the manifest names.
    pub fn files(&self) -> impl Iterator<Item = &StoredFile> {
        self.data
            .iter()
            .chain(self.slices.file.iter())
            .chain(self.aside.iter())
    }
}

/// Whether a path is `data/DATASET/FILE` and so cannot leave the store.
fn is_within(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts[..], ["data", dataset, file] if is_plain_name(dataset) && is_plain_name(file))
}

#[derive(Deserialize)]
struct Version {
    manifest_version: u32,
}

/// Dates and instants as ISO 8601 text.
mod as_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(v: &T, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(v)
    }

    pub(super) fn deserialize<'de, T, D>(d: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
