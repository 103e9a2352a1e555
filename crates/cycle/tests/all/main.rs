//! What stands outside the crate and must agree with it.
#![allow(clippy::unwrap_used, clippy::panic)]

mod corpus;
mod documents;
mod editors;

use std::path::PathBuf;

/// A file or folder of the workspace.
fn workspace(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name)
}
