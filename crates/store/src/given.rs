//! Files asked about without being added: a question brings them along.
//!
//! Their rows count as they would after [`Store::add`] to an empty store, and
//! nothing is written. A file in a publisher's format is read into memory, packed,
//! its texts as codes; a Parquet file with the columns of the records table (as
//! [`Store::paths`] lists them) is read where it lies, and only the columns
//! and row groups a question needs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, lit};
use jiff::Timestamp;
use jiff::civil::Date;
use triffin_formats::{Kind, Profile, Source, schema};

use crate::add::{content_of, file_name, released, sha256_of};
use crate::ahead::read_ahead;
use crate::coded::{CodedFile, CodedTable};
use crate::durable::unique_name;
use crate::error::StoreError;
use crate::manifest::{MANIFEST_VERSION, Manifest, SliceSummary};
use crate::parquet_facts::ParquetFacts;
use crate::read_rows::ReadRowsBuilder;
use crate::scan::url;
use crate::slices::SliceSet;
use crate::store::Store;
use crate::vintage::{Body, Vintage, vintage_id};
use crate::{AddOptions, EngineOptions};

/// What became of a file given with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The file as given.
    pub file: String,
    /// Rows read, or there to be read.
    pub rows_in: u64,
    /// Rows that count nowhere.
    pub rows_set_aside: u64,
    /// These by reason.
    pub reasons: BTreeMap<String, u64>,
}

/// A file given with a question.
pub enum Given {
    /// A file in a publisher's format, and the name to call it by.
    File(Box<dyn Source>, String),
    /// A Parquet file with columns of the records table.
    Parquet(PathBuf),
}

impl Store {
    /// A store of nothing but the files given, in no folder; beside it, what
    /// became of each file, rows set aside among it.
    ///
    /// # Errors
    /// The readers' own errors; `E-STORE-EMPTY` when no row of a file fits,
    /// `E-STORE-SCHEMA` when a Parquet file lacks a column of the records table
    /// or has it in another type.
    pub fn of_files(
        files: Vec<Given>,
        today: Date,
        engine: EngineOptions,
    ) -> Result<(Store, Vec<Looked>), StoreError> {
        // A folder of that name is not there and will not be.
        let nowhere = std::env::temp_dir().join(format!("triffin-{}", unique_name()?));
        let store = Store::open_with(nowhere, engine)?;
        let options = AddOptions::on(today);
        let mut vintages: Vec<Vintage> = Vec::new();
        let mut told = Vec::new();
        for file in files {
            let (vintage, looked) = match file {
                Given::File(source, name) => read(source, &name, &options)?,
                Given::Parquet(path) => listed(&path, today)?,
            };
            // The same bytes twice count once, as they do when added.
            if vintages.iter().all(|known| known.id() != vintage.id()) {
                vintages.push(vintage);
            }
            told.push(looked);
        }
        Ok((store.beside(vintages), told))
    }
}

/// Reads a file to its end.
fn read(
    source: Box<dyn Source>,
    file: &str,
    options: &AddOptions,
) -> Result<(Vintage, Looked), StoreError> {
    let kind = source.profile().kind;
    let mut packed = None;
    let mut slices = SliceSet::default();
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    let mut rows = 0;
    let source = read_ahead(source, |chunk| {
        slices.extend(kind, &chunk.batch);
        for row in chunk.aside {
            *reasons.entry(row.reason).or_default() += 1;
        }
        rows += chunk.batch.num_rows() as u64;
        let packed = packed.get_or_insert_with(|| ReadRowsBuilder::new(chunk.batch.schema()));
        packed.push(&chunk.batch);
        Ok(())
    })?;
    let mut manifest = manifest(source.profile(), &slices);
    manifest.file = file_name(file);
    manifest.rows_stored = rows;
    manifest.rows_set_aside = reasons.values().sum();
    manifest.rows_in = rows + manifest.rows_set_aside;
    manifest.reasons = reasons;
    let Some(packed) = packed.filter(|_| rows > 0) else {
        return Err(StoreError::Empty {
            file: file.to_owned(),
            rows_in: manifest.rows_in,
            reasons: manifest.reasons,
        });
    };
    // The profile has all its notes only now.
    manifest.profile = source.profile().clone();
    manifest.sha256 = sha256_of(source.as_ref())?;
    manifest.content_sha256 = content_of(source.as_ref())?;
    manifest.id = vintage_id(&manifest.content_sha256, source.profile(), "");
    manifest.released = released(options, source.profile().released.as_deref())?;
    let looked = told(file, &manifest);
    let body = Body::Read {
        rows: Arc::new(packed.finish()),
        slices: Arc::new(slices),
    };
    Ok((Vintage { manifest, body }, looked))
}

/// Lists a Parquet file of records, unread.
fn listed(path: &Path, today: Date) -> Result<(Vintage, Looked), StoreError> {
    let name = path.to_string_lossy().into_owned();
    let file = GivenParquet::open(path)?;
    let profile = Profile {
        format: "records-parquet".to_owned(),
        reader_version: 1,
        kind: Kind::Records,
        dataset: "records".to_owned(),
        publisher: "own records".to_owned(),
        licence: None,
        released: None,
        replaces: false,
        mapping: String::new(),
        notes: Vec::new(),
    };
    let slices = SliceSet::default();
    let mut manifest = manifest(&profile, &slices);
    manifest.file = file_name(&name);
    manifest.rows_stored = file.facts.rows;
    manifest.rows_in = file.facts.rows;
    // Hashing the file would read all of it; its place and size name it here.
    manifest.id = vintage_id(&format!("{name} {}", file.bytes), &profile, "");
    manifest.released = today;
    let looked = told(&name, &manifest);
    let body = Body::Given {
        file,
        slices: Arc::new(slices),
    };
    Ok((Vintage { manifest, body }, looked))
}

fn manifest(profile: &Profile, slices: &SliceSet) -> Manifest {
    let (first, last) = slices.span();
    Manifest {
        manifest_version: MANIFEST_VERSION,
        id: String::new(),
        file: String::new(),
        sha256: String::new(),
        content_sha256: String::new(),
        reading: String::new(),
        profile: profile.clone(),
        released: first,
        ingested_at: Timestamp::now(),
        replaces: profile.replaces,
        deduplicated: false,
        rows_in: 0,
        rows_stored: 0,
        rows_set_aside: 0,
        reasons: Default::default(),
        data: Vec::new(),
        slices: SliceSummary {
            count: slices.len(),
            first,
            last,
            file: None,
        },
        aside: None,
    }
}

fn told(file: &str, manifest: &Manifest) -> Looked {
    Looked {
        file: file.to_owned(),
        rows_in: manifest.rows_in,
        rows_set_aside: manifest.rows_set_aside,
        reasons: manifest.reasons.clone(),
    }
}

/// A Parquet file of records, read where it lies.
#[derive(Clone, Debug)]
pub(crate) struct GivenParquet {
    path: PathBuf,
    /// What it says of itself.
    facts: ParquetFacts,
    /// The columns of the records table that it has.
    columns: SchemaRef,
    bytes: u64,
}

/// Columns that every row has, and what they are in a file without them.
const DEFAULTS: [(&str, &str); 2] = [("breakdown", "total"), ("flag", "observed")];

/// What a column holds where a file given with the question lacks it.
pub(crate) fn absent(column: &str) -> Expr {
    let default = DEFAULTS.iter().find(|(name, _)| *name == column);
    default.map_or(lit(ScalarValue::Null), |(_, value)| lit(*value))
}

impl GivenParquet {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let path = std::path::absolute(path).map_err(|error| StoreError::read(path, error))?;
        let facts = ParquetFacts::of(&path)?;
        let bytes = std::fs::metadata(&path).map_err(|error| StoreError::read(&path, error))?;
        let columns =
            columns_of(&schema::coded(&facts.schema)).map_err(|detail| StoreError::Schema {
                format: path.display().to_string(),
                detail,
            })?;
        Ok(Self {
            path,
            columns,
            facts,
            bytes: bytes.len(),
        })
    }

    /// The file as a table.
    pub(crate) fn table(&self) -> Result<CodedTable, StoreError> {
        let file = CodedFile::of(url(&self.path)?, &self.facts);
        Ok(CodedTable::new(self.columns.clone(), vec![file])?)
    }
}

/// The columns of the records table that a file has; what is wrong with them
/// otherwise.
fn columns_of(own: &Schema) -> Result<SchemaRef, String> {
    let wanted = schema::coded(&schema::records());
    let optional =
        |name: &str| name == "source_row" || DEFAULTS.iter().any(|(column, _)| *column == name);
    let mut columns = Vec::new();
    for field in wanted.fields() {
        match own.field_with_name(field.name()) {
            Ok(held) if fits(held.data_type(), field.data_type()) => {
                columns.push(Field::new(field.name(), field.data_type().clone(), true));
            }
            Ok(held) => {
                let (name, held, want) = (field.name(), held.data_type(), field.data_type());
                return Err(format!("`{name}` is {held} instead of {want}"));
            }
            Err(_) if field.is_nullable() || optional(field.name()) => {}
            Err(_) => return Err(format!("there is no column `{}`", field.name())),
        }
    }
    Ok(Arc::new(Schema::new(columns)))
}

/// Whether values of one type are values of another, to the last digit.
fn fits(held: &DataType, want: &DataType) -> bool {
    use DataType::{Date32, Decimal128, Int8, Int16, Int32, Int64};
    match (held, want) {
        (Decimal128(p, s), Decimal128(most, scale)) => {
            *s >= 0
                && s <= scale
                && i16::from(*p) - i16::from(*s) <= i16::from(*most) - i16::from(*scale)
        }
        (Int8 | Int16 | Int32 | Int64, Int32 | Int64) => true,
        (Date32, Date32) => true,
        _ => held == want,
    }
}
