//! `triffin data add`: nothing is doubled, and what was not done is said.

use super::data::gzip;
use super::lab::{LEDGER, Lab, digits, only, row};

fn warnings(envelope: &serde_json::Value) -> String {
    envelope["meta"]["warnings"].to_string()
}

#[test]
fn a_bad_file_among_good_ones_has_a_row_with_its_error() {
    let lab = Lab::new();
    lab.write("good.csv", LEDGER);
    lab.write("empty.csv", "");
    lab.write("late.csv", LEDGER.replace("1000.10", "1000.20"));
    let ran = lab.run("data add good.csv empty.csv nosuch.csv late.csv --format json");
    assert_eq!(ran.code, 2, "{ran:?}");
    let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(told["data"].as_array().unwrap().len(), 4);
    for (file, stored) in [
        ("good.csv", "10"),
        ("late.csv", "10"),
        ("empty.csv", "null"),
    ] {
        assert_eq!(digits(row(&told, "file", file), "rows_stored"), stored);
    }
    let error = |file: &str| row(&told, "file", file)["error"].clone();
    assert!(
        error("empty.csv")
            .as_str()
            .unwrap()
            .starts_with("E-FORMAT-EMPTY: ")
    );
    assert!(
        error("nosuch.csv")
            .as_str()
            .unwrap()
            .starts_with("E-FORMAT-IO: ")
    );
    assert!(error("good.csv").is_null());
    assert!(ran.stderr.contains("error E-FORMAT-EMPTY") && ran.stderr.contains("  help: "));
    let none = lab.run("data add empty.csv nosuch.csv --format json --lang zh");
    assert_eq!(none.code, 2);
    assert!(none.stdout.contains("文件中没有文字"), "{none:?}");
}

#[test]
fn one_table_plain_and_packed_is_stored_once() {
    let lab = Lab::new();
    lab.write("ok.csv", LEDGER);
    lab.write("ok.csv.gz", gzip(LEDGER.as_bytes()));
    let told = lab.json("data add ok.csv ok.csv.gz");
    let packed = row(&told, "file", "ok.csv.gz");
    assert_eq!(packed["already_present"], true);
    assert_eq!(packed["vintage"], row(&told, "file", "ok.csv")["vintage"]);
    assert!(warnings(&told).contains("as ok.csv"), "{told:#}");
    let listed = lab.json("data ls");
    assert_eq!(digits(row(&listed, "dataset", "records"), "rows"), "10");
}

#[test]
fn options_the_present_vintage_does_not_have_are_told() {
    let lab = Lab::with_ledger();
    let again =
        lab.run("data add ledger.csv --released 2019-03-01 --replaces --strict --format json");
    assert_eq!(again.code, 1, "{again:?}");
    let told: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    let said = warnings(&told);
    assert!(
        said.contains("--released (2019-03-01)") && said.contains("2019-02-01"),
        "{said}"
    );
    assert!(
        said.contains("--replaces") && said.contains("--store DIR"),
        "{said}"
    );
    lab.refused(
        "data add ledger.csv --released 2999-01-01",
        2,
        "E-STORE-RELEASED",
    );
}

#[test]
fn a_second_reading_of_a_file_takes_the_place_of_the_first() {
    let lab = Lab::new();
    let last = LEDGER.lines().last().unwrap();
    lab.write("twice.csv", format!("{LEDGER}{last}\n"));
    let first = lab.json("data add twice.csv");
    assert!(
        warnings(&first).contains("1 rows repeat an earlier row"),
        "{first:#}"
    );
    let second = lab.json("data add twice.csv --dedupe");
    assert_eq!(only(&second)["already_present"], false);
    assert!(warnings(&second).contains("N-READ-AGAIN"), "{second:#}");
    let listed = lab.json("data ls");
    let own = row(&listed, "dataset", "records");
    assert_eq!(
        (digits(own, "rows"), digits(own, "rows_superseded")),
        ("10".into(), "11".into())
    );
}

#[test]
fn two_values_of_one_observation_are_never_both_kept() {
    let lab = Lab::new();
    lab.write(
        "two.csv",
        "economy,indicator,period,value,unit\nCHN,gdp,2018,1,USD bn\nCHN,gdp,2018,2,USD bn\n",
    );
    let told = lab.json("data add two.csv");
    assert_eq!(only(&told)["reasons"]["conflicting_value"], 1);
    assert!(warnings(&told).contains("line 2"), "{told:#}");
    let shown = lab.json("data show series/CHN/gdp");
    assert_eq!(digits(only(&shown), "value"), "1");
}

#[test]
fn a_publishers_own_area_is_told_and_can_be_asked_for() {
    let lab = Lab::new();
    let own = LEDGER.replace("CHN", "XQ7").replace("DEU", "Zone B");
    lab.write("own.csv", own);
    let told = lab.json("data add own.csv");
    let said = warnings(&told);
    assert!(
        said.contains("W-OWN-AREAS") && said.contains("XQ7 (10)") && said.contains("Zone B (3)"),
        "{said}"
    );
    let asked = lab.json("trade balance --reporter XQ7 --period 2018 --source records");
    assert_eq!(digits(only(&asked), "exports"), "4100.25");
    let pair = lab.json("trade balance --reporter XQ7 --partner 'Zone B' --period 2018");
    assert_eq!(digits(only(&pair), "imports"), "2700");
    lab.refused(
        "trade balance --reporter XQ8 --period 2018",
        2,
        "E-CODE-ECONOMY",
    );
}

#[test]
fn a_file_with_a_shipped_maps_header_needs_no_option() {
    let lab = Lab::new();
    lab.write(
        "census.csv",
        "Month;Exports;Imports;Balance\nMay 2018;10.5;40.5;-30.0\n",
    );
    let told = lab.json("data add census.csv");
    assert_eq!(only(&told)["map"], "us-census");
    let said = warnings(&told);
    assert!(
        said.contains("N-MAP") && said.contains("partner = CHN"),
        "{said}"
    );
    // Named or found, it is the same reading.
    let named = lab.json("data add census.csv --map us-census");
    assert_eq!(only(&named)["already_present"], true);
    lab.write(
        "other.csv",
        "Month,Exports,Imports,Balance\nMay 2018,10.5,40.5,-30.0\n",
    );
    let refused = lab.refused("data add other.csv", 2, "E-FORMAT-UNKNOWN");
    assert!(refused.contains("nearest map is us-census"), "{refused}");
}
