//! Readers from outside: small files of our own, and real ones where they are.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "all/bytes.rs"]
mod bytes;
#[path = "all/code_tables.rs"]
mod code_tables;
#[path = "all/comtrade.rs"]
mod comtrade;
#[path = "all/comtrade_others.rs"]
mod comtrade_others;
#[path = "all/corpus.rs"]
mod corpus;
#[path = "all/every_file.rs"]
mod every_file;
#[path = "all/macro_files.rs"]
mod macro_files;
#[path = "all/maps.rs"]
mod maps;
#[path = "all/properties.rs"]
mod properties;
#[path = "all/rates_and_weights.rs"]
mod rates_and_weights;
#[path = "all/real_files.rs"]
mod real_files;
#[path = "all/records.rs"]
mod records;
#[path = "all/reference.rs"]
mod reference;
#[path = "all/sdmx.rs"]
mod sdmx;
#[path = "all/series.rs"]
mod series;
#[path = "all/support.rs"]
mod support;
#[path = "all/usual_lines.rs"]
mod usual_lines;
