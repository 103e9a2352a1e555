//! SQL reads the store, and nothing else.

use arrow::array::AsArray;
use arrow::datatypes::{DataType, Int64Type};
use arrow::util::display::array_value_to_string;
use jiff::civil::date;
use triffin_store::{AsOf, Store};

use crate::support::*;

fn filled(folder: &std::path::Path) -> Store {
    let store = Store::open(folder).unwrap();
    let rows = [
        ("CHN", 2018, "export", 5),
        ("USA", 2018, "export", 7),
        ("USA", 2019, "export", 9),
    ];
    add(
        &store,
        records("d", true, "aa", &rows),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    add(
        &store,
        series("s", "bb", &[("CHN", "gdp", 2018, "1.25")]),
        &on(date(2020, 1, 1)),
    )
    .unwrap();
    store
}

fn cell(store: &Store, sql: &str) -> String {
    let answer = store.sql(sql, &AsOf::now()).unwrap();
    let batch = answer.batches.iter().find(|b| b.num_rows() > 0).unwrap();
    array_value_to_string(batch.column(0), 0).unwrap()
}

#[test]
fn the_four_tables_answer() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    assert_eq!(
        cell(
            &store,
            "SELECT sum(value) FROM records WHERE reporter = 'USA'"
        ),
        "16.000000"
    );
    assert_eq!(cell(&store, "SELECT printed FROM series"), "1.25");
    assert_eq!(cell(&store, "SELECT count(*) FROM datasets"), "2");
    assert_eq!(
        cell(&store, "SELECT standing FROM vintages WHERE dataset = 'd'"),
        "current"
    );
    let joined = "WITH t AS (SELECT DISTINCT dataset FROM records) SELECT publisher FROM datasets JOIN t USING (dataset)";
    assert_eq!(cell(&store, joined), "Publisher of d");
    let count = store
        .sql("SELECT count(*) AS n FROM records", &AsOf::now())
        .unwrap();
    assert_eq!(
        count.batches[0]
            .column(0)
            .as_primitive::<Int64Type>()
            .value(0),
        3
    );
    let total = store
        .sql("SELECT sum(value) FROM records", &AsOf::now())
        .unwrap();
    assert_eq!(
        total.schema.field(0).data_type(),
        &DataType::Decimal128(38, 6)
    );
    assert!(
        !store
            .sql("EXPLAIN SELECT * FROM records", &AsOf::now())
            .unwrap()
            .batches
            .is_empty()
    );
}

#[test]
fn everything_that_is_not_one_query_on_the_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let file = folder.path().join("x.csv");
    std::fs::write(&file, "a\n1\n").unwrap();
    let file = file.display();
    for sql in [
        "INSERT INTO records VALUES (1)".to_owned(),
        "DELETE FROM records".to_owned(),
        "UPDATE records SET value = 0".to_owned(),
        "DROP TABLE records".to_owned(),
        "CREATE TABLE t AS SELECT 1".to_owned(),
        "CREATE VIEW t AS SELECT 1".to_owned(),
        format!("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{file}'"),
        format!("COPY (SELECT * FROM records) TO '{file}'"),
        "SET datafusion.execution.batch_size = 1".to_owned(),
        "SHOW ALL".to_owned(),
        "SELECT 1; SELECT 2".to_owned(),
        "EXPLAIN INSERT INTO records VALUES (1)".to_owned(),
        "SELECT 1 INTO t".to_owned(),
        format!("SELECT * FROM '{file}'"),
        format!("SELECT * FROM \"{file}\""),
        format!("SELECT * FROM (SELECT 1) AS a, (SELECT * FROM '{file}') AS b"),
        format!("SELECT (SELECT count(*) FROM '{file}')"),
        format!("SELECT * FROM read_csv('{file}')"),
        "SELECT * FROM generate_series(1, 10)".to_owned(),
        "PREPARE p AS SELECT 1".to_owned(),
    ] {
        let error = store.sql(&sql, &AsOf::now()).unwrap_err();
        assert_eq!(error.code(), "E-SQL-READONLY", "{sql}: {error}");
    }
    assert_eq!(cell(&store, "SELECT count(*) FROM records"), "3");
}

#[test]
fn what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    for sql in [
        "",
        "SELEC 1",
        "SELECT valeu FROM records",
        "SELECT * FROM recrods",
        "SELECT 1/0",
        "SELECT * FROM information_schema.tables",
    ] {
        let error = store.sql(sql, &AsOf::now()).unwrap_err();
        assert_eq!(error.code(), "E-SQL", "{sql}: {error}");
        assert!(!error.unavailable());
    }
}

#[test]
fn one_statement_leaves_nothing_for_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    let old = AsOf::date(date(2019, 1, 1));
    let answer = store.sql("SELECT count(*) FROM records", &old).unwrap();
    assert_eq!(
        answer.batches[0]
            .column(0)
            .as_primitive::<Int64Type>()
            .value(0),
        0
    );
    assert_eq!(cell(&store, "SELECT count(*) FROM records"), "3");
}
