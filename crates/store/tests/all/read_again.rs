//! One content counts once, however often and in whichever way it is read.

use jiff::civil::date;
use triffin_store::{AddOptions, AsOf, Store};

use crate::support::*;

const ROW: Row = ("CHN", 2018, "export", 5);

fn opened() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    (folder, store)
}

fn standings(store: &Store) -> Vec<&'static str> {
    let catalogue = store.catalogue(&AsOf::now()).unwrap();
    let vintages = catalogue.iter().flat_map(|d| &d.vintages);
    vintages.map(|v| v.standing).collect()
}

#[test]
fn a_ledger_read_with_dedupe_after_all_stands_in_for_the_first_reading() {
    let (_folder, store) = opened();
    let rows = [ROW, ROW];
    let first = add(
        &store,
        records("d", false, "aa", &rows),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    assert_eq!((first.repeated.rows, first.repeated.all), (1, true));
    let options = AddOptions {
        dedupe: true,
        ..on(date(2020, 1, 1))
    };
    let again = add(&store, records("d", false, "aa", &rows), &options).unwrap();
    assert!(!again.already_present && again.vintage != first.vintage);
    assert_eq!(again.stands_in_for, [first.vintage]);
    assert_eq!(values(&store, "d", &AsOf::now()), [5], "not 5, 5, 5");
    assert_eq!(standings(&store), ["superseded", "current"]);
    let info = &store.catalogue(&AsOf::now()).unwrap()[0];
    assert_eq!(store.live_rows(info, &AsOf::now()).unwrap(), 1);
    assert_eq!(info.rows_stored, 3);
    assert!(store.verify().unwrap().findings.is_empty());
    // The third time is the second reading again.
    let third = add(&store, records("d", false, "aa", &rows), &options).unwrap();
    assert!(third.already_present);
}

#[test]
fn a_reading_stands_in_only_from_its_release_on() {
    let (_folder, store) = opened();
    let encoding = |name: &str, released| AddOptions {
        encoding: Some(name.to_owned()),
        ..on(released)
    };
    let file = || records("d", false, "aa", &[ROW]);
    add(&store, file(), &encoding("utf-8", date(2020, 1, 1))).unwrap();
    let before = store.snapshot_id().unwrap();
    add(&store, file(), &encoding("latin-1", date(2022, 1, 1))).unwrap();
    for at in [
        AsOf::now(),
        AsOf::date(date(2021, 1, 1)),
        AsOf {
            date: None,
            snapshot: Some(before),
        },
    ] {
        assert_eq!(values(&store, "d", &at), [5], "{at:?}");
    }
}

#[test]
fn a_vintage_that_no_longer_counts_hides_nothing() {
    let (_folder, store) = opened();
    let old = records("d", false, "aa", &[("CHN", 2018, "export", 1)]);
    add(&store, old, &on(date(2019, 1, 1))).unwrap();
    let replacing = AddOptions {
        replaces: Some(true),
        ..on(date(2020, 1, 1))
    };
    add(&store, records("d", false, "bb", &[ROW]), &replacing).unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [5]);
    let adding = AddOptions {
        dedupe: true,
        replaces: Some(false),
        ..on(date(2020, 1, 1))
    };
    add(&store, records("d", false, "bb", &[ROW]), &adding).unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [1, 5]);
}

#[test]
fn the_same_table_packed_is_the_same_vintage() {
    let (_folder, store) = opened();
    let first = add(
        &store,
        records("d", false, "aa", &[ROW]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    let packed = records("d", false, "aa", &[ROW]).packed("bb");
    let again = add(&store, packed, &on(date(2020, 1, 1))).unwrap();
    assert_eq!(
        (again.already_present, again.vintage),
        (true, first.vintage)
    );
    assert_eq!(
        again.sha256, "bb",
        "the hash told is that of the file given"
    );
    assert_eq!(again.present_as.as_deref(), Some("file.csv"));
    assert_eq!(values(&store, "d", &AsOf::now()), [5]);
    assert!(store.verify().unwrap().findings.is_empty());
}

#[test]
fn options_that_change_nothing_are_told() {
    let (_folder, store) = opened();
    add(
        &store,
        records("d", false, "aa", &[ROW]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    let asked = AddOptions {
        replaces: Some(true),
        ..on(date(2021, 1, 1))
    };
    let again = add(&store, records("d", false, "aa", &[ROW]), &asked).unwrap();
    let told: Vec<_> = again
        .not_applied
        .iter()
        .map(|n| (n.option, n.asked.as_str(), n.kept.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("--released", "2021-01-01", "2020-01-01"),
            ("--replaces", "replaces", "adds")
        ]
    );
    let same = add(
        &store,
        records("d", false, "aa", &[ROW]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    assert!(same.already_present && same.not_applied.is_empty());
}

#[test]
fn a_release_to_come_is_refused_and_nothing_is_stored() {
    let (_folder, store) = opened();
    let late = on(today().tomorrow().unwrap());
    let refused = add(&store, records("d", false, "aa", &[ROW]), &late).unwrap_err();
    assert_eq!(refused.code(), "E-STORE-RELEASED");
    assert!(store.catalogue(&AsOf::now()).unwrap().is_empty());
    assert!(add(&store, records("d", false, "aa", &[ROW]), &on(today())).is_ok());
}

#[test]
fn one_observation_with_two_values_keeps_the_first_and_names_the_line() {
    let (_folder, store) = opened();
    let rows = [
        ("CHN", "gdp", 2018, "1.5"),
        ("CHN", "gdp", 2019, "2"),
        ("CHN", "gdp", 2018, "1.5"),
        ("CHN", "gdp", 2018, "1.6"),
        ("USA", "gdp", 2018, "1.6"),
    ];
    let added = add(&store, series("s", "aa", &rows), &on(today())).unwrap();
    assert_eq!(
        (added.rows_in, added.rows_stored, added.rows_set_aside),
        (5, 4, 1)
    );
    assert_eq!(added.reasons["conflicting_value"], 1);
    assert!(added.examples["conflicting_value"].contains("another value"));
    assert_eq!((added.repeated.rows, added.repeated.all), (1, true));
    let dropped = AddOptions {
        dedupe: true,
        ..on(today())
    };
    let added = add(&store, series("s", "aa", &rows), &dropped).unwrap();
    assert_eq!(added.rows_stored, 3);
    assert_eq!(added.reasons["duplicate_row"], 1);
    assert_eq!(added.reasons["conflicting_value"], 1);
}

#[test]
fn a_period_to_come_is_set_aside_whichever_reader_hands_it_up() {
    let (_folder, store) = opened();
    let year = today().year();
    let rows = [("CHN", year + 1, "export", 5), ("CHN", year, "export", 7)];
    let added = add(&store, records("d", false, "aa", &rows), &on(today())).unwrap();
    assert_eq!((added.rows_stored, added.reasons["future_date"]), (1, 1));
    assert_eq!(values(&store, "d", &AsOf::now()), [7]);
}
