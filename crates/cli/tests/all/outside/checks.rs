//! `trade check` where something is missing, undated or in two currencies.

use super::lab::{Lab, digits, row};

const HEADER: &str =
    "flow,reporter,partner,product,value,currency,valuation,declared_on,shipped_on,settled_on\n";

fn with(rows: &str) -> Lab {
    let lab = Lab::new();
    lab.write("records.csv", format!("{HEADER}{rows}"));
    lab.ok("data add records.csv");
    lab
}

const ASK: &str = "trade check --reporter CHN --source records --period";

#[test]
fn an_undated_record_has_not_moved() {
    let lab = with(
        "export,CHN,USA,854231,100,USD,fob,2018-05-01,2018-04-28,\n\
         export,CHN,USA,854231,50,USD,fob,2018-06-01,,\n\
         import,CHN,USA,870323,30,USD,fob,2018-05-03,2018-03-01,\n",
    );
    let asked = lab.json(&format!("{ASK} 2018"));
    let timing = row(&asked, "check", "timing");
    assert_eq!(timing["status"], "pass");
    assert_eq!(digits(timing, "amount"), "0", "{timing:#}");
    let detail = timing["detail"].as_str().unwrap();
    assert!(detail.contains("undated 50 (1 record)"), "{detail}");
}

#[test]
fn the_declared_window_is_compared_with_the_other_dates() {
    let lab = with(
        "export,CHN,USA,854231,100,USD,fob,2018-01-03,2017-12-28,2018-02-01\n\
         export,CHN,USA,854231,7,USD,fob,2019-01-03,2018-12-28,2019-02-01\n\
         export,CHN,USA,854231,40,USD,fob,2018-05-03,2018-05-01,2018-06-01\n\
         import,CHN,USA,870323,30,USD,fob,2018-05-03,2018-05-01,2018-06-01\n",
    );
    let asked = lab.json(&format!("{ASK} 2018"));
    let timing = row(&asked, "check", "timing");
    assert_eq!(digits(timing, "amount"), "-93");
    let detail = timing["detail"].as_str().unwrap();
    assert!(
        detail.contains("into the window 7 (1 record), out of it 100 (1 record)"),
        "{detail}"
    );
    assert!(
        detail.contains("by date settled: the same records"),
        "{detail}"
    );
    // Every shipment lies outside January: the move is told all the same.
    let january = with(
        "export,CHN,USA,854231,100,USD,fob,2018-01-03,2017-12-28,\n\
         import,CHN,USA,870323,30,USD,fob,2018-01-03,2017-12-28,\n",
    );
    let asked = january.json(&format!("{ASK} 2018-01"));
    assert_eq!(digits(row(&asked, "check", "timing"), "amount"), "-70");
    let zh = january.ok(&format!("{ASK} 2018-01 --lang zh --format table"));
    assert!(zh.contains("移出"), "{zh}");
}

#[test]
fn a_side_that_is_not_there_is_not_checkable() {
    let lab = with("import,CHN,USA,870323,30,USD,cif,2018-05-03,2018-03-01,\n");
    let asked = lab.json(&format!("{ASK} 2018 --strict"));
    for check in [
        "currency",
        "price",
        "boundary",
        "timing",
        "cif_fob",
        "one_sided",
        "transit",
    ] {
        let found = row(&asked, "check", check);
        assert_eq!(found["status"], "not_checkable", "{check}");
        assert_eq!(digits(found, "amount"), "null", "{check}");
    }
    assert_eq!(row(&asked, "check", "additivity")["status"], "pass");
    assert!(
        asked["meta"]["warnings"]
            .to_string()
            .contains("N-NOT-CHECKABLE")
    );
    let zh = lab.ok(&format!("{ASK} 2018 --lang zh --format table"));
    assert!(
        zh.contains("无法核对") && zh.contains("没有出口数值"),
        "{zh}"
    );
}

#[test]
fn several_currencies_are_a_finding_and_the_checks_go_on() {
    let lab = with(
        "export,CHN,USA,854231,100,EUR,fob,2018-05-01,2018-04-28,\n\
         import,CHN,USA,870323,30,USD,cif,2018-05-03,2018-03-01,\n",
    );
    let asked = lab.json(&format!("{ASK} 2018"));
    let found = |check| {
        let row = row(&asked, "check", check);
        (
            row["status"].as_str().unwrap().to_owned(),
            digits(row, "amount"),
        )
    };
    let told = |status: &str, amount: &str| (status.to_owned(), amount.to_owned());
    assert_eq!(found("currency"), told("fail", "null"));
    assert_eq!(found("price"), told("fail", "null"));
    assert_eq!(found("boundary"), told("not_checkable", "null"));
    assert_eq!(found("cif_fob"), told("fail", "null"));
    assert_eq!(found("additivity"), told("not_checkable", "null"));
    assert_eq!(asked["meta"]["unit"], serde_json::Value::Null);
    assert_eq!(lab.run(&format!("{ASK} 2018 --strict")).code, 1);
    // A balance of the two is still refused.
    lab.refused(
        "trade balance --reporter CHN --source records --period 2018",
        2,
        "E-BASIS-CURRENCY",
    );
    // With rates the layer is adjusted, by what the rates made of the balance.
    let converted = lab.json(&format!("{ASK} 2018 --currency USD"));
    let currency = row(&converted, "check", "currency");
    assert_eq!(currency["status"], "adjusted");
    assert!(
        digits(currency, "amount").parse::<f64>().is_ok(),
        "{currency:#}"
    );
}

/// S1.6: what the date chosen makes of the balance, less the declared one.
#[test]
fn the_timing_amount_is_the_balance_asked_for_less_the_declared() {
    let lab = with(
        "export,CHN,USA,010121,100,USD,fob,2018-01-15,2018-01-10,2018-02-20\n\
         export,CHN,USA,010121,50,USD,fob,2018-04-01,2018-03-30,2018-05-01\n\
         import,CHN,USA,854231,212,USD,fob,2018-02-10,2017-12-28,2018-03-01\n\
         import,CHN,JPN,854231,106,USD,fob,2018-12-31,2018-12-20,2019-01-10\n",
    );
    let balance = |timing: &str| {
        let line = format!(
            "trade balance --reporter CHN --source records --period 2018 --timing {timing}"
        );
        digits(&lab.json(&line)["data"][0], "balance")
            .parse::<i64>()
            .unwrap()
    };
    for timing in ["shipped", "settled"] {
        let asked = lab.json(&format!("{ASK} 2018 --timing {timing}"));
        let amount = digits(row(&asked, "check", "timing"), "amount");
        let moved = balance(timing) - balance("declared");
        assert_eq!(amount, moved.to_string(), "{timing}");
    }
    assert_eq!(balance("shipped") - balance("declared"), 212);
}

#[test]
fn records_without_the_date_asked_for_are_told_of() {
    let lab = with(
        "export,CHN,USA,854231,100,USD,fob,2018-05-01,2018-04-28,\n\
         export,CHN,USA,854231,50,USD,fob,2018-06-01,,\n\
         import,CHN,USA,870323,30,USD,fob,2018-05-03,,\n",
    );
    for source in ["", " --source records"] {
        let line = format!("trade balance --reporter CHN --period 2018 --timing settled{source}");
        let told = lab.refused(&line, 3, "E-TRADE-EMPTY");
        assert!(told.contains("3 records"), "{told}");
        assert!(told.contains("--timing declared"), "{told}");
        let zh = lab.run(&format!("{line} --lang zh"));
        assert!(zh.stderr.contains("3 条记录未注明此日期"), "{zh:?}");
    }
    let shipped = "trade balance --reporter CHN --source records --period 2018 --timing shipped";
    assert_eq!(digits(&lab.json(shipped)["data"][0], "exports"), "100");
}

/// S1.5: leaving a regime out moves the balance by what it added, with the
/// sign of every other adjustment.
#[test]
fn the_boundary_tells_what_the_choice_of_regimes_moves() {
    let lab = Lab::new();
    lab.write(
        "records.csv",
        "flow,reporter,partner,product,value,currency,valuation,regime,declared_on\n\
         export,CHN,USA,854231,50,USD,fob,general,2018-05-01\n\
         import,CHN,USA,854231,20,USD,fob,general,2018-05-01\n\
         import,CHN,USA,854231,9,USD,fob,bonded,2018-05-01\n",
    );
    lab.ok("data add records.csv");
    for (chosen, moved) in [("--exclude bonded", "9"), ("--include general", "9")] {
        let asked = lab.json(&format!("{ASK} 2018 {chosen}"));
        let boundary = row(&asked, "check", "boundary");
        assert_eq!(boundary["status"], "adjusted", "{boundary:#}");
        assert_eq!(digits(boundary, "amount"), moved, "{boundary:#}");
    }
    let all = lab.json(&format!("{ASK} 2018"));
    assert_eq!(row(&all, "check", "boundary")["status"], "pass");
}

#[test]
fn what_is_not_stated_is_no_pass() {
    let lab = with(
        "export,CHN,USA,854231,100,USD,fob,2018-05-01,,\n\
         import,CHN,USA,854231,30,USD,,2018-05-03,,\n",
    );
    let asked = lab.json(&format!("{ASK} 2018"));
    for check in ["price", "boundary", "cif_fob"] {
        assert_eq!(
            row(&asked, "check", check)["status"],
            "not_checkable",
            "{check}"
        );
    }
}

/// A code that holds less than the codes it begins with.
#[test]
fn a_part_larger_than_its_whole_fails() {
    let lab = with(
        "export,CHN,WLD,01,80,USD,fob,2018-05-01,,\n\
         export,CHN,WLD,0101,90,USD,fob,2018-05-01,,\n\
         export,CHN,WLD,02,40,USD,fob,2018-05-01,,\n\
         export,CHN,WLD,0201,30,USD,fob,2018-05-01,,\n",
    );
    let asked = lab.json(&format!("{ASK} 2018"));
    let additivity = row(&asked, "check", "additivity");
    assert_eq!(additivity["status"], "fail", "{additivity:#}");
    assert_eq!(digits(additivity, "amount"), "-10", "{additivity:#}");
    let detail = additivity["detail"].as_str().unwrap();
    assert!(
        detail.contains("01 = 80") && detail.contains("0101"),
        "{detail}"
    );
}
