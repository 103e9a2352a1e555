//! The files behind an as-of view, for DuckDB, Polars or Spark.
//!
//! A superseded vintage is not listed. One that a newer release replaced in
//! part is listed with the files that name the slices to leave out; the query
//! of [`Paths::duckdb_sql`] does so and is right on its own.

use std::path::{Path, PathBuf};

use triffin_basis::Bilingual;
use triffin_formats::Kind;

use crate::asof::{AsOf, Standing, Standings};
use crate::error::StoreError;
use crate::slices::slice_columns;
use crate::store::Store;

/// The files of an as-of view.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Paths {
    /// The Parquet files, dataset by dataset in release order.
    pub files: Vec<DataPath>,
    /// What a list of files cannot say by itself.
    pub warnings: Vec<Bilingual>,
}

/// One Parquet file of an as-of view.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DataPath {
    /// The dataset.
    pub dataset: String,
    /// `records`, `series` or `codes`.
    pub kind: Kind,
    /// The vintage.
    pub vintage: String,
    /// The file.
    pub path: PathBuf,
    /// Rows in it.
    pub rows: u64,
    /// Files of slices whose rows do not count: leave out every row of `path`
    /// that has a row in one of them with the same `slice_columns`.
    pub except: Vec<PathBuf>,
    /// The columns that make a slice; two nulls are the same.
    pub slice_columns: &'static [&'static str],
}

impl Store {
    /// The files that hold the rows that count at a moment, of one dataset or
    /// of all. Vintages that the program carries have no files; a warning names
    /// them.
    ///
    /// # Errors
    /// As [`Store::catalogue`]; `E-STORE-DATASET` when the dataset is unknown.
    pub fn paths(&self, dataset: Option<&str>, at: &AsOf) -> Result<Paths, StoreError> {
        let mut paths = Paths {
            files: Vec::new(),
            warnings: Vec::new(),
        };
        let mut by = self.by_dataset(at)?;
        if let Some(name) = dataset {
            let Some(only) = by.remove(name) else {
                return Err(self.absent(name, at)?);
            };
            by = [(name.to_owned(), only)].into();
        }
        for vintages in by.into_values() {
            for s in self.judge(vintages)? {
                self.list(&s, &mut paths);
            }
        }
        Ok(paths)
    }

    fn list(&self, s: &Standings, paths: &mut Paths) {
        let vintage = &s.vintage;
        let newer = match &s.standing {
            Standing::Superseded { .. } => return,
            Standing::Whole => &[][..],
            Standing::Partly { by, .. } => by,
        };
        if vintage.embedded() {
            paths
                .warnings
                .push(carried(vintage.dataset(), vintage.id()));
            return;
        }
        let mut except = Vec::new();
        for newer in newer {
            match &newer.manifest.slices.file {
                Some(file) => except.push(self.place(&file.path)),
                None => paths.warnings.push(carried(newer.dataset(), newer.id())),
            }
        }
        if !except.is_empty() {
            paths.warnings.push(partly(vintage.dataset(), vintage.id()));
        }
        for file in &vintage.manifest.data {
            paths.files.push(DataPath {
                dataset: vintage.dataset().to_owned(),
                kind: vintage.kind(),
                vintage: vintage.id().to_owned(),
                path: self.place(&file.path),
                rows: file.rows,
                except: except.clone(),
                slice_columns: slice_columns(vintage.kind()),
            });
        }
    }

    fn place(&self, relative: &str) -> PathBuf {
        let path = self.layout().resolve(relative);
        std::path::absolute(&path).unwrap_or(path)
    }
}

impl Paths {
    /// A DuckDB query for the rows of one kind that count, with `dataset` and
    /// `vintage`; `None` when there is no file of that kind.
    pub fn duckdb_sql(&self, kind: Kind) -> Option<String> {
        let parts: Vec<String> = self
            .files
            .iter()
            .filter(|f| f.kind == kind)
            .map(DataPath::duckdb_sql)
            .collect();
        (!parts.is_empty()).then(|| parts.join("\nUNION ALL\n"))
    }
}

impl DataPath {
    fn duckdb_sql(&self) -> String {
        let mut sql = format!(
            "SELECT *, {} AS dataset, {} AS vintage FROM {} AS t",
            quoted(&self.dataset),
            quoted(&self.vintage),
            quoted_path(&self.path)
        );
        for (at, slices) in self.except.iter().enumerate() {
            let same: Vec<String> = self
                .slice_columns
                .iter()
                .map(|name| format!("t.{name} IS NOT DISTINCT FROM s{at}.{name}"))
                .collect();
            let (slices, same) = (quoted_path(slices), same.join(" AND "));
            sql.push_str(&format!(" ANTI JOIN {slices} AS s{at} ON {same}"));
        }
        sql
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted_path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

fn carried(dataset: &str, vintage: &str) -> Bilingual {
    Bilingual::new(
        format!("vintage {vintage} of `{dataset}` is carried by the program and has no file"),
        format!("数据集 `{dataset}` 的版本 {vintage} 内置于程序，没有文件"),
    )
}

fn partly(dataset: &str, vintage: &str) -> Bilingual {
    Bilingual::new(
        format!(
            "newer releases replaced part of vintage {vintage} of `{dataset}`: leave out the rows whose slice is listed in `except`"
        ),
        format!(
            "更新的发布替换了数据集 `{dataset}` 版本 {vintage} 的一部分：请排除切片列于 `except` 文件中的行"
        ),
    )
}
