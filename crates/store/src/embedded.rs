//! Vintages that the program carries in itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::row::{RowConverter, SortField};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use triffin_formats::Profile;

use crate::draft::schema_difference;
use crate::durable::hex;
use crate::error::StoreError;
use crate::manifest::{MANIFEST_VERSION, Manifest, SliceSummary};
use crate::slices::SliceSet;
use crate::vintage::{Body, Vintage, vintage_id};

/// A vintage in memory: what a file of the starter set was, and its rows.
#[derive(Clone, Debug)]
pub struct Embedded {
    /// What the rows are; `released` must be set to count before later releases.
    pub profile: Profile,
    /// Rows in the schema of the profile's kind.
    pub batches: Vec<RecordBatch>,
}

impl Embedded {
    pub(crate) fn into_vintage(self) -> Result<Vintage, StoreError> {
        let kind = self.profile.kind;
        let mut slices = SliceSet::default();
        for batch in &self.batches {
            if let Some(detail) = schema_difference(kind, batch) {
                return Err(StoreError::Schema {
                    format: self.profile.format.clone(),
                    detail,
                });
            }
            slices.extend(kind, batch);
        }
        let manifest = manifest(&self.profile, &self.batches, &slices)?;
        Ok(Vintage {
            manifest,
            body: Body::Memory {
                batches: self.batches,
                slices: Arc::new(slices),
            },
        })
    }
}

fn manifest(
    profile: &Profile,
    batches: &[RecordBatch],
    slices: &SliceSet,
) -> Result<Manifest, StoreError> {
    let sha256 = sha256_of_rows(batches)?;
    let rows: u64 = batches.iter().map(|b| b.num_rows() as u64).sum();
    let (first, last) = slices.span();
    let released = match &profile.released {
        Some(text) => text
            .parse()
            .map_err(|_| StoreError::Date { text: text.clone() })?,
        None => Timestamp::UNIX_EPOCH
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date(),
    };
    Ok(Manifest {
        manifest_version: MANIFEST_VERSION,
        id: vintage_id(&sha256, profile, ""),
        file: profile.dataset.clone(),
        sha256,
        content_sha256: String::new(),
        reading: String::new(),
        profile: profile.clone(),
        released,
        ingested_at: Timestamp::UNIX_EPOCH,
        replaces: profile.replaces,
        deduplicated: false,
        rows_in: rows,
        rows_stored: rows,
        rows_set_aside: 0,
        reasons: BTreeMap::new(),
        data: Vec::new(),
        slices: SliceSummary {
            count: slices.len(),
            first,
            last,
            file: None,
        },
        aside: None,
    })
}

/// SHA-256 of the rows' values in order, however they are cut into batches.
fn sha256_of_rows(batches: &[RecordBatch]) -> Result<String, StoreError> {
    let failed = |error: arrow::error::ArrowError| StoreError::Engine {
        detail: error.to_string(),
    };
    let mut hash = Sha256::new();
    for batch in batches {
        let schema = batch.schema();
        let fields = schema
            .fields()
            .iter()
            .map(|f| SortField::new(f.data_type().clone()))
            .collect();
        let rows = RowConverter::new(fields)
            .and_then(|converter| converter.convert_columns(batch.columns()))
            .map_err(failed)?;
        for row in &rows {
            hash.update(row.as_ref());
        }
    }
    Ok(hex(&hash.finalize()))
}
