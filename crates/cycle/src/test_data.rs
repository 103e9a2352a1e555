//! Files of other publishers, for tests where they are there.

use std::path::PathBuf;

/// The text of a file under `$TRIFFIN_TEST_DATA`, else `../shared/data`
/// beside the checkout; says so where it is not there.
pub(crate) fn read(name: &str) -> Option<String> {
    let root = std::env::var_os("TRIFFIN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(root.join(name)).ok();
    if text.is_none() {
        eprintln!("left out: {name} (no test data)");
    }
    text
}
