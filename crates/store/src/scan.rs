//! A vintage's rows as a logical plan over explicitly listed files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::common::{Column, NullEquality};
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::datasource::{MemTable, provider_as_source};
use datafusion::error::Result;
use datafusion::logical_expr::{
    Expr, JoinType, LogicalPlan, LogicalPlanBuilder, Union, cast, col, lit,
};
use triffin_formats::{Kind, schema};

use crate::asof::{Standing, Standings};
use crate::coded::{CodedFile, CodedTable};
use crate::error::StoreError;
use crate::layout::Layout;
use crate::manifest::StoredFile;
use crate::parquet_facts::ParquetFacts;
use crate::read_table::ReadTable;
use crate::slices::{slice_columns, slice_schema};
use crate::vintage::{Body, Vintage};

/// Columns the as-of view has beyond those of the table.
pub const VIEW_COLUMNS: [&str; 2] = ["dataset", "vintage"];

/// The rows that count of several vintages of one kind: the table's columns,
/// then `dataset` and `vintage`.
pub(crate) fn view(
    layout: &Layout,
    kind: Kind,
    standings: &[Standings],
) -> Result<LogicalPlan, StoreError> {
    let mut parts = Vec::new();
    for s in standings {
        if let Some(plan) = part(layout, s)? {
            parts.push(Arc::new(plan));
        }
    }
    let plan = match parts.len() {
        0 => labelled(empty(kind)?, kind, "", "")?,
        1 => parts.swap_remove(0).as_ref().clone(),
        _ => LogicalPlan::Union(Union::try_new(parts)?),
    };
    Ok(plan)
}

fn part(layout: &Layout, s: &Standings) -> Result<Option<LogicalPlan>, StoreError> {
    let vintage = s.vintage.as_ref();
    let rows = rows(layout, vintage)?;
    let plan = match &s.standing {
        Standing::Whole => rows,
        Standing::Superseded { .. } => return Ok(None),
        Standing::Partly { by, .. } => {
            let mut plan = rows;
            for newer in by {
                plan = without_slices_of(layout, plan, newer)?;
            }
            plan
        }
    };
    Ok(Some(labelled(
        plan,
        vintage.kind(),
        vintage.dataset(),
        vintage.id(),
    )?))
}

/// The rows of a plan whose slice the vintage does not cover.
fn without_slices_of(
    layout: &Layout,
    plan: LogicalPlan,
    newer: &Vintage,
) -> Result<LogicalPlan, StoreError> {
    let keys = slice_columns(newer.kind());
    let on = |relation: &str| -> Vec<Column> {
        let column = |k: &&str| Column::new(Some(relation), *k);
        keys.iter().map(column).collect()
    };
    Ok(LogicalPlanBuilder::from(plan)
        .join_detailed(
            slices(layout, newer)?,
            JoinType::LeftAnti,
            (on("rows"), on("slices")),
            None,
            NullEquality::NullEqualsNull,
        )?
        .build()?)
}

fn rows(layout: &Layout, vintage: &Vintage) -> Result<LogicalPlan, StoreError> {
    let schema = vintage.kind().schema();
    match (&vintage.body, vintage.kind()) {
        (Body::Memory { batches, .. }, _) => memory("rows", schema, batches.clone()),
        (Body::Read { rows, .. }, _) => scan("rows", Arc::new(ReadTable(rows.clone()))),
        (Body::Given { file, .. }, _) => scan("rows", Arc::new(file.table()?)),
        (Body::Files, Kind::Records) => coded(layout, vintage, &schema),
        (Body::Files, _) => parquet(layout, "rows", vintage, &vintage.manifest.data, schema),
    }
}

/// The rows of a vintage with their texts as dictionaries.
fn coded(layout: &Layout, vintage: &Vintage, schema: &Schema) -> Result<LogicalPlan, StoreError> {
    let paths = present(layout, vintage, &vintage.manifest.data)?;
    let files = paths
        .iter()
        .map(|path| Ok(CodedFile::of(url(path)?, &ParquetFacts::of(path)?)))
        .collect::<Result<_, StoreError>>()?;
    scan(
        "rows",
        Arc::new(CodedTable::new(schema::coded(schema), files)?),
    )
}

fn slices(layout: &Layout, vintage: &Vintage) -> Result<LogicalPlan, StoreError> {
    let schema = slice_schema(vintage.kind());
    match (&vintage.body, &vintage.manifest.slices.file) {
        (Body::Files, Some(file)) => parquet(
            layout,
            "slices",
            vintage,
            std::slice::from_ref(file),
            schema,
        ),
        (
            Body::Memory { slices, .. } | Body::Read { slices, .. } | Body::Given { slices, .. },
            _,
        ) => memory("slices", schema, vec![slices.to_batch(vintage.kind())?]),
        (Body::Files, None) => Err(StoreError::Manifest {
            path: layout.manifest(vintage.id()),
            detail: "it names no file of slices".to_owned(),
        }),
    }
}

fn empty(kind: Kind) -> Result<LogicalPlan, StoreError> {
    memory("rows", kind.schema(), Vec::new())
}

fn memory(
    name: &str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> Result<LogicalPlan, StoreError> {
    scan(name, Arc::new(MemTable::try_new(schema, vec![batches])?))
}

fn parquet(
    layout: &Layout,
    name: &str,
    vintage: &Vintage,
    files: &[StoredFile],
    schema: SchemaRef,
) -> Result<LogicalPlan, StoreError> {
    let paths = present(layout, vintage, files)?;
    let urls = paths
        .iter()
        .map(|path| url(path))
        .collect::<Result<_, _>>()?;
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
    let config = ListingTableConfig::new_with_multi_paths(urls)
        .with_listing_options(options)
        .with_schema(schema);
    scan(name, Arc::new(ListingTable::try_new(config)?))
}

/// The paths of a vintage's files, all of which are there.
fn present(
    layout: &Layout,
    vintage: &Vintage,
    files: &[StoredFile],
) -> Result<Vec<PathBuf>, StoreError> {
    let paths = files.iter().map(|file| layout.resolve(&file.path));
    paths
        .map(|path| match path.is_file() {
            true => Ok(path),
            false => Err(StoreError::MissingFile {
                vintage: vintage.id().to_owned(),
                path,
            }),
        })
        .collect()
}

fn scan(name: &str, table: Arc<dyn TableProvider>) -> Result<LogicalPlan, StoreError> {
    Ok(LogicalPlanBuilder::scan(name, provider_as_source(table), None)?.build()?)
}

/// The table's columns without their relation's name, then the view's own. A
/// table may keep its texts as dictionaries; whoever asks sees texts. A column
/// that a file given with the question lacks is null, or what it must be.
fn labelled(plan: LogicalPlan, kind: Kind, dataset: &str, vintage: &str) -> Result<LogicalPlan> {
    let there = plan.schema().clone();
    let mut columns: Vec<Expr> = Vec::new();
    for field in kind.schema().fields() {
        let held = there.field_with_unqualified_name(field.name()).ok();
        let column = col(Column::new(Some("rows"), field.name()));
        let column = match held.map(|held| held.data_type()) {
            Some(same) if same == field.data_type() => column,
            Some(_) => cast(column, field.data_type().clone()),
            None => cast(
                crate::given::absent(field.name()),
                field.data_type().clone(),
            ),
        };
        columns.push(column.alias(field.name()));
    }
    for (name, value) in VIEW_COLUMNS.iter().zip([dataset, vintage]) {
        columns.push(lit(value).alias(*name));
    }
    LogicalPlanBuilder::from(plan).project(columns)?.build()
}

/// The table URL of a path.
pub(crate) fn url(path: &Path) -> Result<ListingTableUrl, StoreError> {
    Ok(ListingTableUrl::parse(file_url(path)?)?)
}

/// The `file:` URL of a path; a plain path would be read as a pattern.
fn file_url(path: &Path) -> Result<String, StoreError> {
    let absolute = std::path::absolute(path).map_err(|error| StoreError::read(path, error))?;
    let text = absolute.to_string_lossy().replace('\\', "/");
    let mut url = String::from("file://");
    if !text.starts_with('/') {
        url.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/:".contains(&byte) {
            url.push(byte as char);
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    Ok(url)
}
