//! Damage is named.

use jiff::civil::date;
use triffin_store::{AsOf, Severity, Store};

use crate::support::*;

fn filled(folder: &std::path::Path) -> Store {
    let store = Store::open(folder).unwrap();
    let file = records("d", true, "aa", &[("CHN", 2018, "export", 5)]).with_aside(&["bad_number"]);
    add(&store, file, &on(date(2020, 1, 1))).unwrap();
    store
}

fn file_ending(folder: &std::path::Path, ending: &str) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    files
        .find(|p| p.to_string_lossy().ends_with(ending))
        .unwrap()
}

fn checks(store: &Store) -> Vec<&'static str> {
    store
        .verify()
        .unwrap()
        .findings
        .iter()
        .map(|f| f.check.as_str())
        .collect()
}

#[test]
fn a_sound_store_has_no_findings() {
    let folder = tempfile::tempdir().unwrap();
    let verified = filled(folder.path()).verify().unwrap();
    assert_eq!((verified.vintages, verified.files), (1, 3));
    assert!(verified.findings.is_empty() && !verified.damaged() && verified.bytes > 0);
}

#[test]
fn a_flipped_bit_is_found_in_every_file() {
    for ending in ["-0.parquet", ".slices.parquet", ".aside.ndjson"] {
        let folder = tempfile::tempdir().unwrap();
        let store = filled(folder.path());
        let path = file_ending(&folder.path().join("data/d"), ending);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(checks(&store), ["checksum"], "{ending}");
    }
}

#[test]
fn a_missing_file_is_named_by_verify_and_by_the_question() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    std::fs::remove_file(file_ending(&folder.path().join("data/d"), "-0.parquet")).unwrap();
    assert_eq!(checks(&store), ["missing"]);
    let error = store.records("d", &AsOf::now()).unwrap_err();
    assert_eq!(error.code(), "E-STORE-MISSING-FILE");
    assert!(error.unavailable());
}

#[test]
fn a_file_without_a_manifest_is_a_leftover_not_damage() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    std::fs::write(folder.path().join("data/d/stray-0.parquet"), b"x").unwrap();
    let verified = store.verify().unwrap();
    assert_eq!(verified.findings.len(), 1);
    assert_eq!(verified.findings[0].check.severity(), Severity::Leftover);
    assert!(!verified.damaged());
    assert_eq!(values(&store, "d", &AsOf::now()), [5]);
}

#[test]
fn a_manifest_that_does_not_add_up_is_found() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let path = file_ending(&folder.path().join("manifests"), ".json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("\"rows_in\": 2", "\"rows_in\": 3")).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(checks(&store), ["identity"]);
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    let store = Store::open(folder.path()).unwrap();
    let found = store.verify().unwrap();
    assert_eq!(found.findings[0].check.code(), "E-STORE-MANIFEST");
    assert!(found.damaged());
    assert_eq!(
        store.catalogue(&AsOf::now()).unwrap_err().code(),
        "E-STORE-MANIFEST"
    );
}
