//! What the store holds at a moment: datasets, their vintages, and which
//! datasets could answer a question.

use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, col, lit};
use jiff::civil::Date;
use triffin_formats::Kind;

use crate::asof::{AsOf, Standing, Standings};
use crate::error::StoreError;
use crate::store::Store;

/// A dataset: one publisher's product.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DatasetInfo {
    /// Its name, as `--source` takes it.
    pub dataset: String,
    /// `records`, `series` or `codes`.
    pub kind: Kind,
    /// Who publishes it, for people.
    pub publisher: String,
    /// Licence or terms, when known.
    pub licence: Option<String>,
    /// Rows stored in all its vintages, superseded ones included.
    pub rows_stored: u64,
    /// First day of its earliest period (ISO 8601).
    pub first: String,
    /// Last day of its latest period.
    pub last: String,
    /// Its newest release.
    pub released: String,
    /// Whether every vintage of it is carried by the program.
    pub embedded: bool,
    /// Its vintages in release order.
    pub vintages: Vec<VintageInfo>,
}

/// A vintage: one ingest of a dataset.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct VintageInfo {
    /// Its id.
    pub vintage: String,
    /// The file it came from.
    pub file: String,
    /// The reader that read it.
    pub format: String,
    /// The release date it counts from.
    pub released: String,
    /// When it was stored (UTC); the epoch for a carried one.
    pub ingested_at: String,
    /// Whether it replaces the slices it covers in older vintages.
    pub replaces: bool,
    /// Rows stored.
    pub rows_stored: u64,
    /// Rows set aside.
    pub rows_set_aside: u64,
    /// Slices it covers.
    pub slices: u64,
    /// How much of it counts: `current`, `partly` or `superseded`.
    pub standing: &'static str,
    /// Slices that newer vintages replaced; `None` when not counted.
    pub slices_replaced: Option<u64>,
    /// Newer vintages that replaced some or all of it.
    pub replaced_by: Vec<String>,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Whether the program carries it.
    pub embedded: bool,
    /// What a person should know about the file.
    pub notes: Vec<String>,
}

/// A dataset that has rows for a question.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Candidate {
    /// The dataset.
    pub dataset: String,
    /// Who publishes it.
    pub publisher: String,
    /// Rows that meet the question's filter.
    pub rows: u64,
    /// Whether every vintage of it is carried by the program.
    pub embedded: bool,
}

impl Store {
    /// The datasets of the store at a moment, by name.
    ///
    /// # Errors
    /// When a manifest or a list of slices cannot be read, or the snapshot is
    /// unknown.
    pub fn catalogue(&self, at: &AsOf) -> Result<Vec<DatasetInfo>, StoreError> {
        let mut out = Vec::new();
        for (dataset, vintages) in self.by_dataset(at)? {
            if let Some(info) = describe(dataset, &self.judge(vintages)?) {
                out.push(info);
            }
        }
        Ok(out)
    }

    /// The datasets of a kind with rows that meet a filter on the view's
    /// columns, most rows first, then by name. Nothing is chosen here: a
    /// question that several can answer takes one by name or by a printed rule.
    ///
    /// # Errors
    /// As [`Store::records`] and [`Store::run`].
    pub fn datasets_answering(
        &self,
        kind: Kind,
        filter: Option<Expr>,
        at: &AsOf,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut plan = LogicalPlanBuilder::from(self.view(kind, None, at)?);
        if let Some(filter) = filter {
            plan = plan.filter(filter)?;
        }
        let plan = plan
            .aggregate(vec![col("dataset")], vec![count(lit(1_i64)).alias("rows")])?
            .build()?;
        let mut found = Vec::new();
        for batch in self.run(plan)? {
            let names = batch.column(0).as_string_opt::<i32>();
            let rows = batch.column(1).as_primitive_opt::<Int64Type>();
            if let (Some(names), Some(rows)) = (names, rows) {
                found.extend((0..names.len()).map(|i| (names.value(i).to_owned(), rows.value(i))));
            }
        }
        self.candidates(found, at)
    }

    /// The rows of a dataset that count at a moment: those of superseded
    /// vintages and replaced slices left out.
    ///
    /// # Errors
    /// As [`Store::view`] and [`Store::run`].
    pub fn live_rows(&self, info: &DatasetInfo, at: &AsOf) -> Result<u64, StoreError> {
        if info.vintages.iter().all(|v| v.standing != "partly") {
            let live = info.vintages.iter().filter(|v| v.standing == "current");
            return Ok(live.map(|v| v.rows_stored).sum());
        }
        let view = self.view(info.kind, Some(&info.dataset), at)?;
        let plan = LogicalPlanBuilder::from(view)
            .aggregate(Vec::<Expr>::new(), vec![count(lit(1_i64)).alias("rows")])?
            .build()?;
        let batches = self.run(plan)?;
        let counts = batches
            .iter()
            .filter_map(|b| b.column(0).as_primitive_opt::<Int64Type>());
        Ok(counts
            .flat_map(|column| column.values().iter().map(|n| n.unsigned_abs()))
            .sum())
    }

    fn candidates(
        &self,
        found: Vec<(String, i64)>,
        at: &AsOf,
    ) -> Result<Vec<Candidate>, StoreError> {
        let by = self.by_dataset(at)?;
        let mut out: Vec<Candidate> = found
            .into_iter()
            .filter_map(|(dataset, rows)| {
                let vintages = by.get(&dataset)?;
                Some(Candidate {
                    publisher: vintages.last()?.manifest.profile.publisher.clone(),
                    rows: rows.unsigned_abs(),
                    embedded: vintages.iter().all(|v| v.embedded()),
                    dataset,
                })
            })
            .collect();
        out.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.dataset.cmp(&b.dataset)));
        Ok(out)
    }
}

fn describe(dataset: String, standings: &[Standings]) -> Option<DatasetInfo> {
    let newest = &standings.last()?.vintage.manifest;
    let manifests = || standings.iter().map(|s| &s.vintage.manifest);
    // Codes are of no period.
    let day = |day: Date| match newest.profile.kind {
        Kind::Codes => String::new(),
        Kind::Records | Kind::Series => day.to_string(),
    };
    Some(DatasetInfo {
        dataset,
        kind: newest.profile.kind,
        publisher: newest.profile.publisher.clone(),
        licence: newest.profile.licence.clone(),
        rows_stored: manifests().map(|m| m.rows_stored).sum(),
        first: day(manifests().map(|m| m.slices.first).min()?),
        last: day(manifests().map(|m| m.slices.last).max()?),
        released: newest.released.to_string(),
        embedded: standings.iter().all(|s| s.vintage.embedded()),
        vintages: standings.iter().map(vintage_info).collect(),
    })
}

fn vintage_info(s: &Standings) -> VintageInfo {
    let m = &s.vintage.manifest;
    let ids = |by: &[Arc<crate::vintage::Vintage>]| by.iter().map(|v| v.id().to_owned()).collect();
    let (standing, slices_replaced, replaced_by) = match &s.standing {
        Standing::Whole => ("current", Some(0), Vec::new()),
        Standing::Partly { by, hidden } => ("partly", *hidden, ids(by)),
        Standing::Superseded { by } => ("superseded", Some(m.slices.count), ids(by)),
    };
    VintageInfo {
        vintage: m.id.clone(),
        file: m.file.clone(),
        format: m.profile.format.clone(),
        released: m.released.to_string(),
        ingested_at: m.ingested_at.to_string(),
        replaces: m.replaces,
        rows_stored: m.rows_stored,
        rows_set_aside: m.rows_set_aside,
        slices: m.slices.count,
        standing,
        slices_replaced,
        replaced_by,
        sha256: m.sha256.clone(),
        embedded: s.vintage.embedded(),
        notes: m.profile.notes.clone(),
    }
}
