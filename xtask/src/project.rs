//! Where the project and the optional test data are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The workspace root: the folder above this package.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

/// The publishers' own files, when they are on this machine:
/// `$TRIFFIN_TEST_DATA`, else `../shared/data` beside the project.
pub fn test_data() -> Option<PathBuf> {
    let named = std::env::var_os("TRIFFIN_TEST_DATA").map(PathBuf::from);
    let beside = root().join("..").join("shared").join("data");
    named.or(Some(beside)).filter(|folder| folder.is_dir())
}

/// The `cargo` that runs us.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
