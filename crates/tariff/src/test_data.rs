//! Files of other publishers, for tests where they are there.

use std::io::Read;
use std::path::PathBuf;

/// The text of a file under `$TRIFFIN_TEST_DATA`, else `../shared/data`
/// beside the checkout, unpacked where its name ends in `.gz`; says so where
/// it is not there.
pub(crate) fn read(name: &str) -> Option<String> {
    let root = std::env::var_os("TRIFFIN_TEST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(root.join(name)) else {
        eprintln!("left out: {name} (no test data)");
        return None;
    };
    let mut text = String::new();
    if name.ends_with(".gz") {
        let mut unpacked = flate2::read::GzDecoder::new(&bytes[..]);
        unpacked.read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    Some(text)
}
