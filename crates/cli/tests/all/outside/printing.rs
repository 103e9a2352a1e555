//! One answer in every form and both languages.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Decimal128Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use super::lab::{Lab, digits};

const ASK: &str = "trade balance --reporter CHN --period 2018 --by product --source records";

#[test]
fn every_form_tells_the_same() {
    let lab = Lab::with_ledger();
    let envelope = lab.json(ASK);
    let rows = envelope["data"].as_array().unwrap();

    let ndjson: Vec<Value> = lab
        .ok(&format!("{ASK} --format ndjson"))
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(&ndjson, rows);

    let csv = lab.ok(ASK);
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    for (row, line) in rows.iter().zip(lines.by_ref()) {
        for (name, cell) in header.iter().zip(&line) {
            let expected = match &row[*name] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                number => number.to_string(),
            };
            let same = *cell == expected || cell.parse::<f64>() == expected.parse::<f64>();
            assert!(same, "{name}: {cell} in CSV, {expected} in JSON");
        }
    }
    assert!(lines.next().is_none());

    let table = lab.ok(&format!("{ASK} --format table"));
    for cell in ["1,500.25", "2,200", "surplus", "FOB", "CIF", "USD"] {
        assert!(table.contains(cell), "{cell} in\n{table}");
    }

    for (file, form) in [("answer.json", "json"), ("answer.csv", "csv")] {
        assert_eq!(lab.ok(&format!("{ASK} -o {file}")), "");
        let written = std::fs::read_to_string(lab.path(file)).unwrap();
        assert_eq!(written, lab.ok(&format!("{ASK} --format {form}")));
    }
    parquet_tells_the_same(&lab, rows);
}

fn parquet_tells_the_same(lab: &Lab, rows: &[Value]) {
    lab.refused(&format!("{ASK} --format parquet"), 2, "E-USAGE-PARQUET");
    lab.ok(&format!("{ASK} -o answer.parquet"));
    let file = std::fs::File::open(lab.path("answer.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    let batch = &batches[0];
    assert_eq!(batch.num_rows(), rows.len());
    let exports = batch.column_by_name("exports").unwrap();
    let exports = exports.as_primitive::<Decimal128Type>();
    for (index, row) in rows.iter().enumerate() {
        let cell = if exports.is_null(index) {
            "null".to_owned()
        } else {
            let text = exports.value_as_string(index);
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        assert_eq!(cell, digits(row, "exports"));
    }
}

#[test]
fn both_languages_print_the_same_numbers() {
    let lab = Lab::with_ledger();
    for line in [
        ASK,
        "trade check --reporter CHN --period 2018 --source records",
        "trade changes --reporter CHN --from 2017 --to 2018 --source records",
        "basis parse 4.19万亿 4190亿",
        "data ls",
    ] {
        let english = lab.json(line);
        let chinese = lab.json(&format!("{line} --lang zh"));
        assert_eq!(
            numbers(&english["data"]),
            numbers(&chinese["data"]),
            "{line}"
        );
        assert_eq!(english["meta"]["unit"], chinese["meta"]["unit"]);
        let keys = |rows: &Value| super::lab::names(&rows[0]).join(",");
        assert_eq!(
            keys(&english["data"]),
            keys(&chinese["data"]),
            "field names are English"
        );
    }
    let table = lab.ok(&format!("{ASK} --lang zh --format table"));
    assert!(table.contains("出口") && table.contains("来源"), "{table}");
    let refusal = lab.run("trade balance --reporter CHN --period 2018-99 --lang zh");
    assert!(refusal.stderr.starts_with("错误 E-PERIOD"), "{refusal:?}");
}

fn numbers(value: &Value) -> Vec<String> {
    match value {
        Value::Number(number) => vec![number.to_string()],
        Value::Null => vec!["null".into()],
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(fields) => fields.values().flat_map(numbers).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let lab = Lab::new();
    let mut child = lab
        .command("sql \"SELECT * FROM series\" --format ndjson")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with('{'));
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn help_is_data_and_a_wrong_word_is_a_usage_error() {
    let lab = Lab::new();
    for line in ["--help", "trade balance --help", "data add --help"] {
        let help = lab.run(line);
        assert_eq!((help.code, help.stderr.as_str()), (0, ""), "{line}");
        assert!(help.stdout.contains("--format"), "{line}: {}", help.stdout);
    }
    for line in [
        "nosuch",
        "trade balance",
        "trade balance --reporter CHN --period 2018 --nosuch",
    ] {
        let ran = lab.run(line);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{line}");
        assert!(!ran.stderr.is_empty(), "{line}");
    }
}

#[test]
fn a_file_of_no_known_form_or_place_is_refused_by_name() {
    let lab = Lab::with_ledger();
    let told = lab.refused(&format!("{ASK} -o q.foo"), 2, "E-USAGE-OUTPUT");
    assert!(
        told.contains("q.foo") && told.contains(".parquet"),
        "{told}"
    );
    assert!(!lab.path("q.foo").exists());
    lab.ok(&format!("{ASK} -o q.foo --format csv"));
    let told = lab.refused(&format!("{ASK} -o no/such/x.json"), 3, "E-IO");
    assert!(told.contains("no/such/x.json"), "{told}");
}
