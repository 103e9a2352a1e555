//! A publisher's bytes to Arrow batches and set-aside rows.
//!
//! ```text
//! path ─► bytes ─► encoding ─► csv ─► reader (one a format) ─► builder ─► Chunk
//!         gz, zip    UTF-8     rows    + mapping                          rows in the schema,
//!         SHA-256                                                         rows set aside
//! ```
//!
//! ```
//! use triffin_formats::{ReadOptions, open_bytes};
//!
//! let file = "flow,reporter,partner,value,currency,period\n\
//!             export,CHN,USA,1957.5,USD,2018\n\
//!             import,CHN,USA,many,USD,2018\n";
//! let today = jiff::civil::date(2020, 1, 1);
//! let mut source = open_bytes("two.csv", file.into(), &ReadOptions::new(today))?;
//! let chunk = source.next_chunk()?.ok_or("no rows")?;
//! assert_eq!(chunk.batch.num_rows(), 1);
//! assert_eq!((chunk.aside[0].line, chunk.aside[0].reason.as_str()), (3, "bad_number"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod block;
mod block_source;
mod builder;
mod bytes;
mod cells;
mod coded;
mod codes;
pub mod columns;
mod csv;
mod date_survey;
pub mod decimal;
mod eager;
mod encoding;
pub mod error;
mod figure;
pub mod format_info;
mod header;
mod json_objects;
mod layout;
mod map_match;
pub mod mapping;
mod memo;
mod open;
mod piece;
mod plain_amount;
mod plan;
mod product;
mod readers;
mod reasons;
mod record_fields;
mod refused;
mod registry;
pub mod schema;
mod short;
pub mod source;
mod unit_refusal;
mod when;
mod whole_line;
mod workbook;
mod zip_member;

pub use error::FormatError;
pub use format_info::{FormatInfo, Guide};
pub use mapping::Mapping;
pub use open::{ReadOptions, open, open_bytes};
pub use reasons::{reason_label, reasons};
pub use registry::formats;
pub use schema::Kind;
pub use source::{Chunk, Profile, SetAside, Source};
