//! Readers from outside: small files of our own, and real ones where they are.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "all/bytes.rs"]
mod bytes;
#[path = "all/comtrade.rs"]
mod comtrade;
#[path = "all/every_file.rs"]
mod every_file;
#[path = "all/maps.rs"]
mod maps;
#[path = "all/properties.rs"]
mod properties;
#[path = "all/real_files.rs"]
mod real_files;
#[path = "all/records.rs"]
mod records;
#[path = "all/series.rs"]
mod series;
#[path = "all/support.rs"]
mod support;
