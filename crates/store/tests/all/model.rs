//! The store against the rules written down naively: random sequences of
//! additions, read at every date and from every snapshot.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use triffin_store::{AddOptions, AsOf, EngineOptions, Store};

use crate::support::*;

type Slice = (&'static str, i16, &'static str);

#[derive(Clone, Debug)]
struct File {
    rows: Vec<Row>,
    released: Date,
    replaces: bool,
}

fn file() -> impl Strategy<Value = File> {
    let row = (
        prop::sample::select(vec!["CHN", "USA", "THA"]),
        2018..2020_i16,
        prop::sample::select(vec!["export", "import"]),
        0..1000_i64,
    );
    let rows = prop::collection::vec(row, 1..8);
    (rows, 1..5_i8, any::<bool>()).prop_map(|(rows, month, replaces)| File {
        rows,
        released: date(2020, month, 1),
        replaces,
    })
}

/// The rules: a row counts unless a later release that replaces covers its
/// slice. Releases are ordered by date, then as they came.
fn expected(files: &[File], until: Option<Date>) -> Vec<i64> {
    let mut order: Vec<(Date, usize)> = files
        .iter()
        .enumerate()
        .map(|(i, f)| (f.released, i))
        .filter(|(released, _)| until.is_none_or(|u| *released <= u))
        .collect();
    order.sort_unstable();
    let mut out = Vec::new();
    for (position, (_, i)) in order.iter().enumerate() {
        let hidden: BTreeSet<Slice> = order[position + 1..]
            .iter()
            .map(|(_, j)| &files[*j])
            .filter(|f| f.replaces)
            .flat_map(|f| f.rows.iter().map(|r| (r.0, r.1, r.2)))
            .collect();
        let rows = files[*i].rows.iter();
        out.extend(
            rows.filter(|r| !hidden.contains(&(r.0, r.1, r.2)))
                .map(|r| r.3),
        );
    }
    out.sort_unstable();
    out
}

fn small_engine() -> EngineOptions {
    EngineOptions {
        target_partitions: 2,
        batch_size: 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_store_follows_the_rules(files in prop::collection::vec(file(), 1..5)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_with(folder.path(), small_engine()).unwrap();
        let mut snapshots = Vec::new();
        for (i, f) in files.iter().enumerate() {
            let options = AddOptions { replaces: Some(f.replaces), ..on(f.released) };
            let source = records("d", true, &format!("file {i}"), &f.rows);
            add(&store, source, &options).unwrap();
            snapshots.push(store.snapshot_id().unwrap());
        }
        prop_assert_eq!(values(&store, "d", &AsOf::now()), expected(&files, None));
        for month in 1..5 {
            let day = date(2020, month, 1);
            if files.iter().any(|f| f.released <= day) {
                prop_assert_eq!(values(&store, "d", &AsOf::date(day)), expected(&files, Some(day)));
            } else {
                let error = store.records("d", &AsOf::date(day)).unwrap_err();
                prop_assert_eq!(error.code(), "E-STORE-AS-OF");
            }
        }
        // A past state reads the same from a handle that never saw it.
        let fresh = Store::open_with(folder.path(), small_engine()).unwrap();
        for (i, id) in snapshots.iter().enumerate() {
            let at = AsOf { date: None, snapshot: Some(id.clone()) };
            prop_assert_eq!(values(&fresh, "d", &at), expected(&files[..=i], None));
        }
        prop_assert!(fresh.verify().unwrap().findings.is_empty());
    }
}

#[test]
fn an_unknown_snapshot_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    for id in ["0123456789abcdef", "../manifests/x", ""] {
        let at = AsOf {
            date: None,
            snapshot: Some(id.into()),
        };
        assert_eq!(store.catalogue(&at).unwrap_err().code(), "E-STORE-SNAPSHOT");
    }
}
