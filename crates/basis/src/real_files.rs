//! The publishers' own files, for tests on machines that have them.

use std::path::PathBuf;
use std::{env, fs};

/// The different cells of a column below the header of a comma-separated file
/// whose columns up to this one hold no commas; none where the publishers'
/// files are not there.
pub(crate) fn column(file: &str, column: usize) -> Vec<String> {
    let lines = lines(file);
    if lines.is_empty() {
        return Vec::new();
    }
    let cell = |line: &str| {
        let cell = line.split(',').nth(column).unwrap_or_default();
        cell.trim_start_matches('\u{feff}')
            .trim_matches('"')
            .to_owned()
    };
    let mut cells: Vec<String> = lines.iter().map(|line| cell(line)).collect();
    cells.sort();
    cells.dedup();
    assert!(cells.len() > 10, "{file}");
    cells
}

/// The lines below the header of a file; none where the publishers' files are
/// not there.
pub(crate) fn lines(file: &str) -> Vec<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = env::var_os("TRIFFIN_TEST_DATA").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("left out: {file} (no test data)");
        return Vec::new();
    }
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.lines().skip(1).map(str::to_owned).collect()
}
