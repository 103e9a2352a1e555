//! A series: as it counts, and as each vintage gave it.

use jiff::civil::date;
use triffin_basis::Window;
use triffin_formats::Kind;
use triffin_store::{AsOf, SeriesId, Store};

use crate::support::*;

fn filled(folder: &std::path::Path) -> Store {
    let store = Store::open(folder).unwrap();
    let first = [
        ("CHN", "gdp", 2017, "1.0"),
        ("CHN", "gdp", 2018, "2.0"),
        ("CHN", "gdp.r", 2018, "9"),
    ];
    let second = [("CHN", "gdp", 2018, "2.10"), ("CHN", "gdp", 2019, "3.0")];
    add(&store, series("s", "aa", &first), &on(date(2019, 1, 1))).unwrap();
    add(&store, series("s", "bb", &second), &on(date(2020, 1, 1))).unwrap();
    add(
        &store,
        series("other", "cc", &[("CHN", "gdp", 2018, "7")]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    store
}

fn printed(rows: &[triffin_store::Observation]) -> Vec<(&str, &str, bool)> {
    let cell = |r: &'_ triffin_store::Observation| r.printed.is_some();
    assert!(rows.iter().all(cell));
    rows.iter()
        .map(|r| {
            (
                r.period.as_str(),
                r.printed.as_deref().unwrap_or(""),
                r.superseded,
            )
        })
        .collect()
}

#[test]
fn show_gives_what_counts_and_history_gives_every_vintage() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let id = SeriesId::parse("s/CHN/gdp").unwrap();
    let now = AsOf::now();
    let shown = store.show(&id, None, &now).unwrap();
    assert_eq!(
        printed(&shown),
        [
            ("2017", "1.0", false),
            ("2018", "2.10", false),
            ("2019", "3.0", false)
        ]
    );
    assert_eq!(
        (shown[0].released.as_str(), shown[1].released.as_str()),
        ("2019-01-01", "2020-01-01")
    );
    let history = store.history(&id, None, &now).unwrap();
    assert_eq!(
        printed(&history),
        [
            ("2017", "1.0", false),
            ("2018", "2.0", true),
            ("2018", "2.10", false),
            ("2019", "3.0", false)
        ]
    );
    let then = store
        .show(&id, None, &AsOf::date(date(2019, 6, 1)))
        .unwrap();
    assert_eq!(
        printed(&then),
        [("2017", "1.0", false), ("2018", "2.0", false)]
    );
    let window = Window::parse("2018..2018").unwrap();
    let one = store.show(&id, Some(&window), &now).unwrap();
    assert_eq!(printed(&one), [("2018", "2.10", false)]);
}

#[test]
fn two_publishers_stand_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let id = SeriesId::parse("CHN/gdp").unwrap();
    let window = Window::parse("2018").unwrap();
    let rows = store.show(&id, Some(&window), &AsOf::now()).unwrap();
    let names: Vec<&str> = rows.iter().map(|r| r.dataset.as_str()).collect();
    assert_eq!(names, ["other", "s"]);
    let candidates = store
        .datasets_answering(Kind::Series, None, &AsOf::now())
        .unwrap();
    let counted: Vec<(&str, u64)> = candidates
        .iter()
        .map(|c| (c.dataset.as_str(), c.rows))
        .collect();
    assert_eq!(counted, [("s", 4), ("other", 1)]);
}

#[test]
fn a_series_that_is_not_there_names_similar_ones() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let id = SeriesId::parse("CHN/gdp.x").unwrap();
    let error = store.show(&id, None, &AsOf::now()).unwrap_err();
    assert_eq!(error.code(), "E-STORE-SERIES");
    assert!(error.to_string().contains("s/CHN/gdp.r"), "{error}");
    for bad in ["", "gdp", "CHN/", "/gdp"] {
        assert_eq!(SeriesId::parse(bad).unwrap_err().code(), "E-STORE-SERIES");
    }
}
