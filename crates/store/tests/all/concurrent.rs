//! Two writers at once: both kept, and the same file only once.

use jiff::civil::date;
use triffin_store::{AsOf, Store};

use crate::support::*;

#[test]
fn writers_through_two_handles_are_both_kept() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["a0", "a1", "a2", "a3"];
    std::thread::scope(|scope| {
        for (i, name) in names.iter().enumerate() {
            let store = Store::open(folder.path()).unwrap();
            scope.spawn(move || {
                let file = records("d", false, name, &[("CHN", 2018, "export", i as i64)]);
                add(&store, file, &on(date(2020, 1, 1))).unwrap();
            });
        }
    });
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [0, 1, 2, 3]);
    assert!(store.verify().unwrap().findings.is_empty());
}

#[test]
fn the_same_file_from_many_writers_is_one_vintage() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [("CHN", 2018, "export", 5)];
    let added: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let store = Store::open(folder.path()).unwrap();
                let file = records("d", false, "same", &rows);
                scope.spawn(move || {
                    add(&store, file, &on(date(2020, 1, 1)))
                        .unwrap()
                        .already_present
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(added.iter().filter(|already| !**already).count(), 1);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(values(&store, "d", &AsOf::now()), [5]);
    assert!(store.verify().unwrap().findings.is_empty());
}

#[test]
fn a_store_answers_inside_an_async_runtime() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(folder.path()).unwrap();
        let file = records("d", false, "aa", &[("CHN", 2018, "export", 5)]);
        add(&store, file, &on(date(2020, 1, 1))).unwrap();
        assert_eq!(values(&store, "d", &AsOf::now()), [5]);
    });
}
