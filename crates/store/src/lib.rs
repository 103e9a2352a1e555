//! Where numbers stay: datasets, immutable vintages, and the engine that runs
//! plans over them.
//!
//! ```text
//!  formats::Source ──► add ──► Parquet files ──► manifests/<id>.json   (the commit)
//!                                                       │
//!         as-of date, snapshot ──► asof: which vintages' rows count
//!                                                       │
//!                     records(), series(): a logical plan over listed files
//!                                                       │
//!                         trade and SQL build on it ──► run ──► Arrow batches
//! ```
//!
//! - A **dataset** is one publisher's product; a **vintage** is one ingest of it.
//! - The manifest is the commit: a vintage exists when its manifest does.
//! - The newest release replaces the slices it covers; a ledger of records adds.
//! - Datasets are never summed: a question names one.
//!
//! ```
//! use triffin_store::{AsOf, Store, StoreError};
//!
//! let store = Store::open(std::env::temp_dir().join("triffin-nothing-here"))?;
//! let answer = store.sql("SELECT count(*) AS n FROM records", &AsOf::now())?;
//! assert_eq!(answer.schema.field(0).name(), "n");
//!
//! let refused = store.sql("DROP TABLE records", &AsOf::now()).unwrap_err();
//! assert_eq!(refused.code(), "E-SQL-READONLY");
//! # Ok::<(), StoreError>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod add;
pub mod added;
mod ahead;
mod always_holds;
pub mod asof;
mod before;
pub mod catalogue;
mod coded;
mod coded_chunk;
mod draft;
mod durable;
pub mod embedded;
pub mod error;
pub mod exact;
pub mod failpoint;
pub mod finding;
mod future;
pub mod given;
mod hybrid;
mod layout;
mod lock;
pub mod manifest;
mod may_hold;
pub mod observation;
mod packed_column;
mod parquet_facts;
pub mod paths;
mod read_rows;
mod read_table;
pub mod repair;
mod repeats;
mod scan;
mod seen_codes;
pub mod session;
mod slices;
pub mod snapshot;
pub mod sql;
mod sql_numbers;
mod sql_tables;
pub mod store;
mod table_file;
pub mod verify;
mod vintage;

pub use added::{AddOptions, Added, NotApplied, Repeated};
pub use asof::AsOf;
pub use before::{Seen, StoredBefore};
pub use catalogue::{Candidate, DatasetInfo, VintageInfo};
pub use embedded::Embedded;
pub use error::StoreError;
pub use exact::{exact_sum, guarded_avg};
pub use finding::{Check, Finding, Severity};
pub use given::{Given, Looked};
pub use manifest::Manifest;
pub use observation::{Observation, SeriesId};
pub use paths::{DataPath, Paths};
pub use repair::{Action, Deed, Repaired};
pub use scan::VIEW_COLUMNS;
pub use session::EngineOptions;
pub use sql::SqlAnswer;
pub use store::Store;
pub use verify::Verified;
pub use vintage::vintage_id;
