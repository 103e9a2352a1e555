//! Changes between windows that are not detailed alike.

use super::lab::{Lab, digits, row};

/// Chapters in one year and headings in the next; partners in one year and a
/// world with fewer partners in the other. Written for these tests.
const TABLE: &str = "\
flow,reporter,partner,product,period,value,currency,quantity,quantity_unit
export,IDN,USA,01,2016,100,USD,10,kg
export,IDN,USA,0101,2017,60,USD,5,kg
export,IDN,USA,0102,2017,70,USD,5,kg
import,IDN,USA,02,2016,40,USD,4,kg
import,IDN,USA,02,2017,50,USD,5,kg
export,BRA,WLD,TOTAL,2016,1000,USD,,
export,BRA,USA,TOTAL,2016,300,USD,,
export,BRA,USA,TOTAL,2017,330,USD,,
export,BRA,DEU,TOTAL,2017,100,USD,,
import,BRA,WLD,TOTAL,2016,500,USD,,
import,BRA,WLD,TOTAL,2017,510,USD,,
";

fn lab() -> Lab {
    let lab = Lab::new();
    lab.write("detail.csv", TABLE);
    lab.ok("data add detail.csv --as records-csv");
    lab
}

#[test]
fn a_finer_code_is_no_entry_beside_the_exit_of_its_chapter() {
    let lab = lab();
    for (by, key) in [("product", "01"), ("partner", "USA"), ("section", "I")] {
        for (from, to, price) in [("2016", "2017", "30"), ("2017", "2016", "-30")] {
            let asked = lab.json(&format!(
                "trade changes --reporter IDN --from {from} --to {to} --by {by} --source records"
            ));
            let found = row(&asked, "key", key);
            for (effect, amount) in [("price", price), ("entry", "0"), ("exit", "0")] {
                assert_eq!(digits(found, effect), amount, "{by} {effect}: {asked:#}");
            }
            assert_eq!(digits(found, "residual"), "0", "{by}");
            assert!(asked["meta"].to_string().contains("N-COMMON-LEVEL"));
        }
    }
}

#[test]
fn a_partner_that_may_be_in_the_rest_neither_enters_nor_leaves() {
    let lab = lab();
    for (from, to, sign) in [("2016", "2017", ""), ("2017", "2016", "-")] {
        let line = format!(
            "trade changes --reporter BRA --from {from} --to {to} --by partner --source records"
        );
        let asked = lab.json(&line);
        let found = row(&asked, "key", "DEU");
        assert_eq!(digits(found, "residual"), format!("{sign}100"));
        assert_eq!(
            (digits(found, "entry"), digits(found, "exit")),
            ("0".into(), "0".into())
        );
        let keys: Vec<&str> = asked["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["key"].as_str().unwrap())
            .collect();
        assert!(!keys.contains(&"WLD"), "{keys:?}");
        assert!(asked["meta"].to_string().contains("W-CHANGES-PARTIAL"));
        assert_eq!(lab.run(&format!("{line} --strict")).code, 1);
    }
}

#[test]
fn a_period_is_no_key_of_a_change() {
    let refused = lab().run("trade changes --reporter IDN --from 2016 --to 2017 --by period");
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("E-TRADE-AXIS"), "{refused:?}");
}

/// Reporters beside those of [`TABLE`]: two whose rows count alike, and one
/// with records in the second year only.
const OTHERS: &str = "\
flow,reporter,partner,product,period,value,currency,quantity,quantity_unit
export,FRA,USA,0101,2016,20,USD,10,kg
export,FRA,USA,0101,2017,42,USD,14,kg
export,FRA,DEU,0101,2017,9,USD,3,kg
import,FRA,USA,0202,2016,7,USD,1,t
export,ITA,USA,0101,2016,30,USD,3,kg
import,ITA,USA,0101,2016,5,USD,5,u
import,ITA,USA,0101,2017,8,USD,4,u
import,ITA,DEU,0303,2017,11,USD,,
export,ESP,USA,0101,2017,1,USD,1,kg
";

fn every_reporter() -> Lab {
    let lab = lab();
    lab.write("others.csv", OTHERS);
    lab.ok("data add others.csv --as records-csv");
    lab
}

/// The rows of `answer` of one reporter, without its name.
fn of_reporter(answer: &serde_json::Value, reporter: &str) -> Vec<serde_json::Value> {
    let rows = answer["data"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["reporter"] == reporter);
    rows.cloned()
        .map(|mut row| {
            row.as_object_mut().unwrap().remove("reporter");
            row
        })
        .collect()
}

#[test]
fn each_of_several_reporters_is_answered_as_it_is_alone() {
    let lab = every_reporter();
    let windows = "--from 2016 --to 2017 --source records";
    // Every axis by every method is asked of the workbench in its own tests.
    for (by, method) in [("product", "bennet"), ("partner", "lmdi")] {
        let line = format!("{windows} --by {by} --method {method}");
        let all = lab.json(&format!("trade changes --reporter all {line}"));
        let named = lab.json(&format!("trade changes --reporter ITA,BRA,FRA,IDN {line}"));
        assert_eq!(all["data"], named["data"], "{line}");
        for reporter in ["BRA", "ITA"] {
            let alone = lab.json(&format!("trade changes --reporter {reporter} {line}"));
            let alone = alone["data"].as_array().unwrap();
            assert_eq!(&of_reporter(&all, reporter), alone, "{reporter} {line}");
        }
    }
}

#[test]
fn a_row_of_a_reporter_is_the_total_of_its_keys() {
    let lab = every_reporter();
    for items in ["product", "partner"] {
        let line = "--from 2016 --to 2017 --source records";
        let all = lab.json(&format!(
            "trade changes --reporter all --by reporter --items {items} {line}"
        ));
        assert!(
            all["meta"].to_string().contains("W-REPORTERS-ONE-WINDOW"),
            "{all:#}"
        );
        for reporter in ["BRA", "FRA", "IDN", "ITA"] {
            let alone = lab.json(&format!(
                "trade changes --reporter {reporter} --by {items} {line}"
            ));
            let total = &alone["meta"]["total"];
            let found = row(&all, "key", reporter);
            for column in [
                "d_exports",
                "d_imports",
                "d_balance",
                "quantity",
                "price",
                "entry",
                "exit",
                "residual",
            ] {
                assert_eq!(found[column], total[column], "{reporter} {items} {column}");
            }
        }
    }
}

#[test]
fn what_several_reporters_cannot_be_asked_is_refused() {
    let lab = every_reporter();
    let windows = "--from 2016 --to 2017 --source records";
    for (words, code) in [
        ("--reporter FRA,ESP --by product", "E-TRADE-EMPTY"),
        ("--reporter FRA,Nowhere --by product", "E-CODE-ECONOMY"),
        ("--reporter , --by product", "E-CODE-ECONOMY"),
        (
            "--reporter all --by reporter --items section",
            "E-USAGE-WORD",
        ),
        (
            "--reporter all --by product --items partner",
            "E-TRADE-ITEMS",
        ),
        ("--reporter all --by period", "E-TRADE-AXIS"),
    ] {
        let refused = lab.run(&format!("trade changes {words} {windows}"));
        assert_ne!(refused.code, 0, "{words}: {refused:?}");
        assert!(refused.stderr.contains(code), "{words}: {refused:?}");
    }
}
