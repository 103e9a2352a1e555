//! Bad input: a clear code, never a panic, never half a file, never an empty
//! success.

use super::lab::{LEDGER, Lab};

#[test]
fn a_file_that_cannot_be_read_as_a_whole_is_refused() {
    let lab = Lab::new();
    lab.write("empty.csv", "");
    lab.write("header.csv", LEDGER.lines().next().unwrap());
    lab.write("binary.csv", [0u8, 1, 2, 255, 254, 0, 0, 7].repeat(64));
    lab.write("unknown.csv", "a,b,c\n1,2,3\n");
    lab.write(
        "cut.csv.gz",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\xff\x00",
    );
    lab.write(
        "hopeless.csv",
        "flow,reporter,partner,product,value,currency,period\nexport,USA,CHN,01,abc,USD,2018\n",
    );
    for (line, code) in [
        ("empty.csv", "E-FORMAT-EMPTY"),
        ("header.csv", "E-STORE-EMPTY"),
        ("hopeless.csv", "E-STORE-EMPTY"),
        ("binary.csv", "E-FORMAT-BINARY"),
        ("unknown.csv", "E-FORMAT-UNKNOWN"),
        ("cut.csv.gz", "E-FORMAT-TRUNCATED"),
        ("nosuch.csv", "E-FORMAT-IO"),
        (".", "E-FORMAT-IO"),
        ("header.csv --as nosuch", "E-FORMAT-UNKNOWN"),
        ("header.csv --map nosuch", "E-FORMAT-MAP"),
        ("header.csv --encoding klingon", "E-FORMAT-ENCODING"),
        ("header.csv --released 2018-13-13", "E-USAGE-DATE"),
    ] {
        let said = lab.refused(&format!("data add {line}"), 2, code);
        let name = line.split(' ').next().unwrap();
        assert!(
            said.matches(name).count() <= 1 || name == ".",
            "named twice: {said}"
        );
    }
    let listed = lab.json("data ls");
    let rows = listed["data"].as_array().unwrap();
    assert!(
        rows.iter().all(|row| row["embedded"] == true),
        "half a file landed: {listed:#}"
    );
}

#[test]
fn files_before_a_bad_one_stay_and_are_told() {
    let lab = Lab::new();
    lab.write("good.csv", LEDGER);
    lab.write("empty.csv", "");
    let ran = lab.run("data add good.csv empty.csv --format ndjson");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.stderr.contains("E-FORMAT-EMPTY") && ran.stdout.contains("good.csv"),
        "{ran:?}"
    );
}

#[test]
fn a_wrong_word_in_a_question_is_named_with_what_was_expected() {
    let lab = Lab::new();
    let balance = "trade balance --reporter USA --partner CHN --period 2018";
    for (line, exit, code) in [
        (
            "trade balance --reporter USA --period 2018-99",
            2,
            "E-PERIOD",
        ),
        (
            "trade balance --reporter USA --period 2018..2015",
            2,
            "E-PERIOD-WINDOW",
        ),
        (
            "trade balance --reporter Atlantis --period 2018",
            2,
            "E-CODE-ECONOMY",
        ),
        (
            "trade balance --reporter USA --partner Mordor --period 2018",
            2,
            "E-CODE-ECONOMY",
        ),
        (
            "trade balance --reporter USA --partner CHN --period 1985",
            3,
            "E-TRADE-EMPTY",
        ),
        (
            "trade changes --reporter USA --from 2017 --to x --by product",
            2,
            "E-PERIOD",
        ),
        ("data show CHN.nosuch", 2, "E-STORE-SERIES"),
        (
            "data show CHN.exchange_rate --from 2050",
            3,
            "E-SERIES-SPAN",
        ),
        (
            "trade records --reporter USA --partner CHN --period 2018 --by product --key nosuch",
            3,
            "E-TRADE-KEY",
        ),
        ("explain nosuch", 2, "E-EXPLAIN-UNKNOWN"),
    ] {
        let ran = lab.run(line);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (exit, ""),
            "{line}: {ran:?}"
        );
        assert!(ran.stderr.contains(code), "{line}: {ran:?}");
    }
    for (options, code) in [
        ("--by nosuch", "E-USAGE-WORD"),
        ("--valuation xif", "E-USAGE-WORD"),
        ("--timing nosuch", "E-USAGE-WORD"),
        ("--include nosuch", "E-USAGE-WORD"),
        ("--currency DOUBLOON", "E-CODE-CURRENCY"),
        ("--cif-margin x", "E-NUMBER-PLAIN"),
        ("--source nosuch", "E-STORE-DATASET"),
        ("--snapshot nosuch", "E-STORE-SNAPSHOT"),
        ("--as-of yesterday", "E-USAGE-DATE"),
    ] {
        lab.refused(&format!("{balance} {options}"), 2, code);
    }
    assert!(!lab.path("store").exists(), "a question writes nothing");
}
