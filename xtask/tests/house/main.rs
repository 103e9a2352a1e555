//! The house rules: what the repository promises beyond its code.

#![allow(clippy::unwrap_used, clippy::panic)]

mod arrow;
mod changelog;
mod commands;
mod files;
mod links;
mod machine_paths;
mod publishers_files;
mod unfinished;
