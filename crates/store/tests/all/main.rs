//! The store from outside: what goes in, what counts, what comes out.
#![allow(clippy::unwrap_used, clippy::panic)]

mod concurrent;
mod exact;
mod ingest;
mod model;
mod read_again;
mod real_files;
mod repair;
mod series;
mod sql;
mod sql_corpus;
mod support;
mod verify;
