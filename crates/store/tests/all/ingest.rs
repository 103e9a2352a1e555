//! One file, one vintage: nothing doubled, nothing half-stored.

use jiff::civil::date;
use triffin_basis::Lang;
use triffin_formats::Kind;
use triffin_store::{AddOptions, AsOf, Embedded, Store};

use crate::support::*;

#[test]
fn what_goes_in_comes_out_with_its_dataset_and_vintage() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("with space & 数据 [x]*")).unwrap();
    let rows = [
        ("CHN", 2018, "export", 5),
        ("CHN", 2018, "import", 3),
        ("USA", 2018, "export", 7),
        ("USA", 2019, "export", 9),
    ];
    let added = add(
        &store,
        records("d", true, "aa", &rows),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    assert_eq!(
        (added.rows_in, added.rows_stored, added.rows_set_aside),
        (4, 4, 0)
    );
    assert!(!added.already_present && added.aside_file.is_none());
    assert_eq!(values(&store, "d", &AsOf::now()), [3, 5, 7, 9]);

    let plan = store.records("d", &AsOf::now()).unwrap();
    let names: Vec<&str> = plan
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().as_str())
        .collect();
    let table = Kind::Records.schema();
    let mut expected: Vec<&str> = table.fields().iter().map(|f| f.name().as_str()).collect();
    expected.extend(["dataset", "vintage"]);
    assert_eq!(names, expected);
    for (have, want) in plan.schema().fields().iter().zip(table.fields()) {
        assert_eq!(have.data_type(), want.data_type(), "{}", want.name());
    }
}

#[test]
fn the_same_bytes_twice_store_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let rows = [("CHN", 2018, "export", 5)];
    let first = add(
        &store,
        records("d", false, "aa", &rows),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    let before = store.verify().unwrap();
    let again = add(
        &store,
        records("d", false, "aa", &rows),
        &on(date(2021, 1, 1)),
    )
    .unwrap();
    assert!(again.already_present);
    assert_eq!(
        (again.vintage, again.released),
        (first.vintage, first.released)
    );
    let after = store.verify().unwrap();
    assert_eq!(before, after);
    assert_eq!(values(&store, "d", &AsOf::now()), [5]);
}

#[test]
fn rows_set_aside_are_counted_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let file = records("d", true, "aa", &[("CHN", 2018, "export", 5)]).with_aside(&[
        "bad_number",
        "bad_number",
        "bad_period",
    ]);
    let added = add(&store, file, &on(date(2020, 1, 1))).unwrap();
    assert_eq!(
        (added.rows_in, added.rows_stored, added.rows_set_aside),
        (4, 1, 3)
    );
    assert_eq!(added.reasons["bad_number"], 2);
    let listed = std::fs::read_to_string(added.aside_file.unwrap()).unwrap();
    assert_eq!(listed.lines().count(), 3);
    assert!(listed.lines().all(|l| l.contains("expected a number")));
    assert!(store.verify().unwrap().findings.is_empty());
}

#[test]
fn a_file_without_a_row_that_fits_is_an_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let file = records("d", true, "aa", &[]).with_aside(&["bad_number"]);
    let error = add(&store, file, &on(date(2020, 1, 1))).unwrap_err();
    assert_eq!(error.code(), "E-STORE-EMPTY");
    assert!(!error.unavailable());
    assert!(store.verify().unwrap().findings.is_empty());
    assert!(store.catalogue(&AsOf::now()).unwrap().is_empty());
}

#[test]
fn dedupe_drops_repeated_rows_and_counts_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let row = ("CHN", 2018, "export", 5);
    let rows = [row, row, ("CHN", 2018, "export", 6), row, row];
    let options = AddOptions {
        dedupe: true,
        ..AddOptions::on(today())
    };
    let added = add(&store, records("d", false, "aa", &rows), &options).unwrap();
    assert_eq!((added.rows_stored, added.reasons["duplicate_row"]), (2, 3));
    assert_eq!(values(&store, "d", &AsOf::now()), [5, 6]);
    // Without it, a ledger keeps what it is given.
    let kept = add(
        &store,
        records("e", false, "bb", &rows),
        &AddOptions::on(today()),
    )
    .unwrap();
    assert_eq!(kept.rows_stored, 5);
}

#[test]
fn a_dataset_holds_one_kind_and_has_a_plain_name() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let rows = [("CHN", 2018, "export", 5)];
    add(&store, records("d", true, "aa", &rows), &on(today())).unwrap();
    let other = series("d", "bb", &[("CHN", "gdp", 2018, "1.5")]);
    assert_eq!(
        add(&store, other, &on(today())).unwrap_err().code(),
        "E-STORE-KIND"
    );
    let outside = records("../d", true, "cc", &rows);
    assert_eq!(
        add(&store, outside, &on(today())).unwrap_err().code(),
        "E-STORE-DATASET-NAME"
    );
    assert_eq!(
        store.series(Some("d"), &AsOf::now()).unwrap_err().code(),
        "E-STORE-KIND"
    );
    assert!(store.verify().unwrap().findings.is_empty());
}

#[test]
fn a_store_that_is_not_there_is_empty_and_stays_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("none");
    let store = Store::open(&root).unwrap();
    assert!(store.catalogue(&AsOf::now()).unwrap().is_empty());
    assert!(
        store
            .sql("SELECT * FROM records", &AsOf::now())
            .unwrap()
            .batches
            .iter()
            .all(|b| b.num_rows() == 0)
    );
    let error = store.records("d", &AsOf::now()).unwrap_err();
    assert_eq!(error.code(), "E-STORE-DATASET");
    assert!(error.localized(Lang::Zh).contains("没有数据集"));
    assert!(!root.exists());
}

#[test]
fn an_ingest_replaces_what_the_program_carries() {
    let folder = tempfile::tempdir().unwrap();
    let mut carried = profile(Kind::Records, "d", true);
    carried.released = Some("2019-01-01".into());
    let embedded = Embedded {
        profile: carried,
        batches: vec![record_batch(&[
            ("CHN", 2018, "export", 1),
            ("USA", 2018, "export", 2),
        ])],
    };
    let store = Store::open(folder.path())
        .unwrap()
        .with_embedded(vec![embedded])
        .unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [1, 2]);
    let before = store.snapshot_id().unwrap();
    add(
        &store,
        records("d", true, "aa", &[("CHN", 2018, "export", 5)]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [2, 5]);
    assert_eq!(values(&store, "d", &AsOf::date(date(2019, 6, 1))), [1, 2]);
    let then = AsOf {
        date: None,
        snapshot: Some(before),
    };
    assert_eq!(values(&store, "d", &then), [1, 2]);
    let info = &store.catalogue(&AsOf::now()).unwrap()[0];
    assert_eq!(info.vintages[0].standing, "partly");
    assert_eq!(info.vintages[1].standing, "current");
}

#[test]
fn paths_name_the_slices_to_leave_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let old = [("CHN", 2018, "export", 1), ("USA", 2018, "export", 2)];
    add(
        &store,
        records("d", true, "aa", &old),
        &on(date(2019, 1, 1)),
    )
    .unwrap();
    add(
        &store,
        records("d", true, "bb", &[("CHN", 2018, "export", 5)]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    let paths = store.paths(None, &AsOf::now()).unwrap();
    assert_eq!(paths.files.len(), 2);
    assert_eq!(
        (paths.files[0].except.len(), paths.files[1].except.len()),
        (1, 0)
    );
    assert!(
        paths
            .files
            .iter()
            .all(|f| f.path.is_file() && f.except.iter().all(|p| p.is_file()))
    );
    assert_eq!(paths.warnings.len(), 1);
    assert!(
        paths
            .duckdb_sql(Kind::Records)
            .unwrap()
            .contains("ANTI JOIN")
    );
    // A vintage that is wholly replaced is not listed at all.
    add(
        &store,
        records(
            "d",
            true,
            "cc",
            &[("USA", 2018, "export", 6), ("CHN", 2018, "export", 7)],
        ),
        &on(date(2021, 1, 1)),
    )
    .unwrap();
    assert_eq!(store.paths(Some("d"), &AsOf::now()).unwrap().files.len(), 1);
}

/// A month's file and then the year's so far, as customs offices send them.
#[test]
fn rows_stored_before_are_told_and_dropped_only_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let plain = AddOptions::on(today());
    let year: Vec<_> = (1..=40).map(|n| ("CHN", 2018, "export", n)).collect();
    let first = add(&store, records("d", false, "aa", &year[..30]), &plain).unwrap();
    assert!(first.stored_before.is_empty());
    let other_year = add(
        &store,
        records("d", false, "bb", &[("CHN", 2019, "export", 1)]),
        &plain,
    );
    assert!(other_year.unwrap().stored_before.is_empty());
    let again = add(&store, records("d", false, "cc", &year), &plain).unwrap();
    assert_eq!((again.rows_stored, again.stored_before.len()), (40, 1));
    let told = &again.stored_before[0];
    assert_eq!(
        (told.rows, told.all, &told.vintage),
        (30, true, &first.vintage)
    );

    let mut dedupe = AddOptions {
        dedupe: true,
        ..plain.clone()
    };
    dedupe.seen = store
        .seen(Box::new(records("d", false, "cc", &year)), &dedupe)
        .unwrap();
    let once = add(&store, records("d", false, "cc", &year), &dedupe).unwrap();
    assert_eq!((once.rows_stored, once.reasons["stored_row"]), (10, 30));
    let mut counted: Vec<i64> = (1..=40).collect();
    counted.insert(0, 1);
    assert_eq!(values(&store, "d", &AsOf::now()), counted);

    // A file released before the other is never read beside it alone.
    dedupe.released = Some(date(2001, 1, 1));
    let early = store.seen(Box::new(records("d", false, "dd", &year)), &dedupe);
    let add_early = AddOptions {
        seen: early.unwrap(),
        ..dedupe
    };
    let early = add(&store, records("d", false, "dd", &year), &add_early).unwrap();
    assert_eq!(early.rows_stored, 40);
    // A publisher's table replaces what it repeats.
    add(&store, records("p", true, "ee", &year), &plain).unwrap();
    let release = add(&store, records("p", true, "ff", &year[..9]), &plain).unwrap();
    assert!(release.stored_before.is_empty());
}
