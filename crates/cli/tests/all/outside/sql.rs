//! `triffin sql`: reads, and nothing else.

use super::lab::{Lab, digits, only};

#[test]
fn a_query_answers_with_every_digit() {
    let lab = Lab::with_ledger();
    let sum = lab.json(
        "sql \"SELECT sum(value) AS total, count(*) AS n FROM records WHERE dataset = 'records' AND flow = 'import'\"",
    );
    assert_eq!(digits(only(&sum), "total"), "9300.000001");
    assert_eq!(digits(only(&sum), "n"), "5");
    let none = lab.json("sql \"SELECT flow FROM records WHERE reporter = 'XXX'\"");
    assert_eq!(none["data"].as_array().map(Vec::len), Some(0));
}

#[test]
fn what_writes_or_reaches_outside_is_refused() {
    let lab = Lab::with_ledger();
    for statement in [
        "DROP TABLE records",
        "INSERT INTO records SELECT * FROM records",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
        "COPY records TO 'out.csv'",
        "SET a = 1",
        "SELECT * FROM 'ledger.csv'",
        "SELECT * FROM read_csv('ledger.csv')",
        "SELECT 1; DROP TABLE records",
        "WITH x AS (SELECT 1) SELECT * FROM 'ledger.csv'",
    ] {
        lab.refused(&format!("sql \"{statement}\""), 2, "E-SQL-READONLY");
    }
    assert!(!lab.path("out.csv").exists());
    for broken in ["", "SELECT", "SELECT nosuch FROM records", "SELECT 1/0"] {
        lab.refused(&format!("sql \"{broken}\""), 2, "E-SQL");
    }
}

#[test]
fn the_tables_tell_their_columns() {
    let lab = Lab::with_ledger();
    for asked in [
        "SHOW COLUMNS FROM records",
        "DESCRIBE records",
        "SHOW COLUMNS IN records",
    ] {
        let told = lab.json(&format!("sql \"{asked}\""));
        let value = super::lab::row(&told, "column_name", "value");
        assert!(
            value["data_type"]
                .as_str()
                .unwrap()
                .starts_with("Decimal128"),
            "{value}"
        );
    }
    let tables = lab.json("sql \"SHOW TABLES\"");
    assert_eq!(tables["data"].as_array().map(Vec::len), Some(4));
    lab.refused("sql \"DESCRIBE nosuch\"", 2, "E-SQL");
    lab.refused("sql \"DESCRIBE 'ledger.csv'\"", 2, "E-SQL-READONLY");
    lab.refused(
        "sql \"SHOW COLUMNS FROM 'ledger.csv'\"",
        2,
        "E-SQL-READONLY",
    );
}

#[test]
fn what_cannot_be_parsed_is_told_in_words() {
    let lab = Lab::with_ledger();
    for broken in [
        "SELEC 1",
        "SELECT FROM WHERE",
        "SELECT 'x",
        "SELECT * FROM records WHERE (",
    ] {
        let said = lab.refused(&format!("sql \"{broken}\""), 2, "E-SQL");
        for leaked in ["ParserError", "TokenizerError", "SQL(", "\\\""] {
            assert!(!said.contains(leaked), "{said}");
        }
    }
}
