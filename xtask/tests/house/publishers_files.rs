//! The publishers' own files stay outside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files::{all, root};

/// Smaller files may be equal by chance.
const SMALLEST: u64 = 1024;

fn test_data() -> Option<PathBuf> {
    let named = std::env::var_os("TRIFFIN_TEST_DATA").map(PathBuf::from);
    named
        .or_else(|| Some(root().join("../shared/data")))
        .filter(|folder| folder.is_dir())
}

/// Files below a folder by size, so that few need to be read.
fn by_size(folder: &Path, into: &mut BTreeMap<u64, Vec<PathBuf>>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let metadata = entry.metadata().unwrap();
        if metadata.is_dir() {
            by_size(&entry.path(), into);
        } else if metadata.len() >= SMALLEST {
            into.entry(metadata.len()).or_default().push(entry.path());
        }
    }
}

#[test]
fn no_publishers_file_is_in_the_repository() {
    let Some(data) = test_data() else {
        println!("left out: 1 check against the publishers' files (no test data)");
        return;
    };
    let mut published = BTreeMap::new();
    by_size(&data, &mut published);
    assert!(!published.is_empty(), "{} holds no file", data.display());
    for name in all() {
        let file = root().join(&name);
        let candidates = published.get(&file.metadata().unwrap().len());
        for candidate in candidates.into_iter().flatten() {
            let same = std::fs::read(&file).unwrap() == std::fs::read(candidate).unwrap();
            assert!(
                !same,
                "{name} is the publishers' file {}: only figures in our own form may be carried",
                candidate.display()
            );
        }
    }
}
