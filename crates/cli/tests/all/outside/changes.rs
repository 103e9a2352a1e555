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
