//! Damage of every kind: named, planned without a touch, mended without a
//! loss, and mended once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use triffin_store::{Action, AsOf, Check, Store};

use crate::support::*;

/// Two vintages of a ledger, one with a row set aside, and a third dataset.
fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    for file in [first(), second(), other()] {
        add(&store, file, &on(date(2020, 1, 1))).unwrap();
    }
    folder
}

fn first() -> Rows {
    records("d", false, "aa", &[("CHN", 2018, "export", 5)]).with_aside(&["bad_number"])
}

fn second() -> Rows {
    records("d", false, "bb", &[("CHN", 2019, "export", 7)])
}

fn other() -> Rows {
    records("e", false, "cc", &[("CHN", 2019, "export", 9)])
}

/// The manifest of the file whose hash is `sha`, and its text.
fn manifest(folder: &Path, sha: &str) -> (PathBuf, String) {
    let mut found = files(&folder.join("manifests")).into_iter();
    let wanted = format!("\"sha256\": \"{sha}\"");
    found
        .find_map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            text.contains(&wanted).then_some((path, text))
        })
        .unwrap()
}

/// A file that manifest names, by its ending.
fn named(folder: &Path, sha: &str, ending: &str) -> PathBuf {
    let (_, text) = manifest(folder, sha);
    let mut lines = text.lines().filter_map(|line| line.split('"').nth(3));
    folder.join(lines.find(|path| path.ends_with(ending)).unwrap())
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => drop(all.insert(entry.path(), fs::read(entry.path()).unwrap())),
            }
        }
    }
    all
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn checks(folder: &Path) -> Vec<Check> {
    let found = Store::open(folder).unwrap().verify().unwrap();
    found.findings.iter().map(|f| f.check).collect()
}

/// Repairs, and holds that a plan touches nothing, that a repair loses nothing
/// and leaves nothing to find, and that a second one does nothing.
fn repaired(folder: &Path) -> Vec<Action> {
    let before = files(folder);
    let store = Store::open(folder).unwrap();
    let planned = store.repair(false).unwrap();
    assert!(
        !planned.done && files(folder) == before,
        "a plan touches nothing"
    );
    let done = store.repair(true).unwrap();
    let actions = |r: &triffin_store::Repaired| -> Vec<_> {
        r.deeds.iter().map(|d| (d.action, d.path.clone())).collect()
    };
    assert_eq!(actions(&planned), actions(&done));
    let after: Vec<Vec<u8>> = files(folder).into_values().collect();
    for (path, bytes) in before {
        assert!(after.contains(&bytes), "{} is gone", path.display());
    }
    assert_eq!(checks(folder), [], "{done:?}");
    let again = store.repair(true).unwrap();
    assert!(again.deeds.is_empty(), "{again:?}");
    done.deeds.iter().map(|d| d.action).collect()
}

/// Adds the three files again and holds that everything is as it was.
fn restored(folder: &Path) {
    let store = Store::open(folder).unwrap();
    for file in [first(), second(), other()] {
        add(&store, file, &on(date(2020, 1, 1))).unwrap();
    }
    assert_eq!(values(&store, "d", &AsOf::now()), [5, 7]);
    assert_eq!(values(&store, "e", &AsOf::now()), [9]);
    assert_eq!(checks(folder), []);
}

#[test]
fn a_sound_store_is_not_touched() {
    let folder = filled();
    fs::remove_file(folder.path().join("lock")).unwrap();
    let before = files(folder.path());
    let done = Store::open(folder.path()).unwrap().repair(true).unwrap();
    assert!(done.deeds.is_empty() && done.quarantine.is_none());
    assert_eq!(files(folder.path()), before);
    let nowhere = folder.path().join("nowhere");
    assert!(Store::open(&nowhere).unwrap().repair(true).is_ok());
    assert!(!nowhere.exists());
}

#[test]
fn rows_that_are_damaged_take_their_vintage_and_no_other() {
    type Damage = fn(&Path);
    let damages: [(Damage, Check); 3] = [
        (flip, Check::Checksum),
        (cut, Check::Length),
        (|path| fs::remove_file(path).unwrap(), Check::Missing),
    ];
    for ending in ["-0.parquet", ".aside.ndjson"] {
        for (damage, check) in damages {
            let folder = filled();
            damage(&named(folder.path(), "aa", ending));
            assert_eq!(checks(folder.path()), [check]);
            let actions = repaired(folder.path());
            assert_eq!(actions[0], Action::Withdraw);
            let store = Store::open(folder.path()).unwrap();
            assert_eq!(values(&store, "d", &AsOf::now()), [7]);
            assert_eq!(values(&store, "e", &AsOf::now()), [9]);
            restored(folder.path());
        }
    }
}

#[test]
fn a_list_of_slices_is_made_again_from_the_rows() {
    for damage in [flip, cut, |path: &Path| fs::remove_file(path).unwrap()] {
        let folder = filled();
        let path = named(folder.path(), "aa", ".slices.parquet");
        let right = fs::read(&path).unwrap();
        damage(&path);
        assert_eq!(repaired(folder.path()), [Action::Rebuild]);
        assert_eq!(fs::read(&path).unwrap(), right);
        restored(folder.path());
    }
}

#[test]
fn a_manifest_that_lies_or_cannot_be_read_is_withdrawn_with_its_files() {
    let edits: [(&str, &str, Check); 4] = [
        ("{", "<", Check::Manifest),
        ("\"rows_in\": 2", "\"rows_in\": 3", Check::Identity),
        ("\"sha256\": \"aa\"", "\"sha256\": \"ab\"", Check::Id),
        ("\"data/d/", "\"../../", Check::Manifest),
    ];
    for (from, to, check) in edits {
        let folder = filled();
        let (path, text) = manifest(folder.path(), "aa");
        let edited = match check {
            // The content's hash goes with that of the bytes.
            Check::Id => text
                .replace(from, to)
                .replace("_sha256\": \"aa\"", "_sha256\": \"ab\""),
            _ => text.replacen(from, to, 1),
        };
        assert_ne!(edited, text);
        fs::write(&path, edited).unwrap();
        assert!(checks(folder.path()).contains(&check), "{from}");
        assert_eq!(repaired(folder.path())[0], Action::Withdraw);
        assert!(!path.exists());
        restored(folder.path());
    }
}

#[test]
fn a_manifest_under_another_name_gets_its_own_again() {
    let folder = filled();
    let (path, _) = manifest(folder.path(), "aa");
    fs::rename(&path, path.with_file_name("0123456789abcdef.json")).unwrap();
    assert_eq!(checks(folder.path()), [Check::Id, Check::Lost]);
    assert_eq!(repaired(folder.path()), [Action::Rename]);
    assert!(path.exists());
    restored(folder.path());
    // A copy goes, and the files it shares with the right one stay.
    fs::copy(&path, path.with_file_name("0123456789abcdef.json")).unwrap();
    assert_eq!(repaired(folder.path()), [Action::Withdraw]);
    restored(folder.path());
}

#[test]
fn a_manifest_that_is_gone_is_damage_when_a_snapshot_names_it() {
    let folder = filled();
    let (path, _) = manifest(folder.path(), "bb");
    fs::remove_file(&path).unwrap();
    let found = Store::open(folder.path()).unwrap().verify().unwrap();
    assert!(found.damaged());
    let lost = found.findings.iter().find(|f| f.check == Check::Lost);
    assert_eq!(lost.unwrap().path, path);
    let leftovers = found.findings.iter().filter(|f| f.check == Check::Leftover);
    assert_eq!(leftovers.count(), 2);
    let actions = repaired(folder.path());
    assert_eq!(actions, [Action::SetApart; 4], "two files, two snapshots");
    restored(folder.path());
}

#[test]
fn what_an_ingest_left_is_set_apart_and_answers_do_not_change() {
    let folder = filled();
    for stray in [
        "data/d/stray-0.parquet",
        "data/stray.parquet",
        "manifests/.x.tmp",
        "snapshots/.y.tmp",
    ] {
        fs::write(folder.path().join(stray), b"x").unwrap();
    }
    let found = Store::open(folder.path()).unwrap().verify().unwrap();
    assert_eq!((found.findings.len(), found.damaged()), (4, false));
    assert_eq!(repaired(folder.path()), [Action::SetApart; 4]);
    restored(folder.path());
}

#[test]
fn a_snapshot_that_is_not_what_it_says_is_set_apart() {
    let folder = filled();
    let snapshots = files(&folder.path().join("snapshots"));
    let path = snapshots.keys().next().unwrap();
    fs::write(path, "triffin snapshot 2\n0123456789abcdef\n").unwrap();
    assert_eq!(checks(folder.path()), [Check::Snapshot]);
    assert_eq!(repaired(folder.path()), [Action::SetApart]);
}

#[test]
fn what_a_newer_program_wrote_is_left() {
    let folder = filled();
    let (path, text) = manifest(folder.path(), "aa");
    let newer = text.replace("\"manifest_version\": 1", "\"manifest_version\": 9");
    fs::write(&path, &newer).unwrap();
    assert!(checks(folder.path()).contains(&Check::Newer));
    let store = Store::open(folder.path()).unwrap();
    let done = store.repair(true).unwrap();
    assert!(done.incomplete());
    assert_eq!(
        done.deeds.iter().map(|d| d.action).collect::<Vec<_>>(),
        [Action::Leave]
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    let asked = store.records("d", &AsOf::now()).unwrap_err();
    assert_eq!(asked.code(), "E-STORE-NEWER");
}

#[test]
fn a_repair_waits_for_no_ingest_and_takes_nothing_from_under_it() {
    let folder = filled();
    fs::write(folder.path().join("data/d/stray-0.parquet"), b"x").unwrap();
    let lock = fs::File::open(folder.path().join("lock")).unwrap();
    lock.lock_shared().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let busy = store.repair(true).unwrap_err();
    assert_eq!((busy.code(), busy.unavailable()), ("E-STORE-BUSY", true));
    // Other ingests go on meanwhile, and a plan can be made.
    let late = records("d", false, "dd", &[("CHN", 2020, "export", 1)]);
    add(&store, late, &on(date(2020, 1, 1))).unwrap();
    assert_eq!(store.repair(false).unwrap().deeds.len(), 1);
    drop(lock);
    assert_eq!(store.repair(true).unwrap().deeds.len(), 1);
}
