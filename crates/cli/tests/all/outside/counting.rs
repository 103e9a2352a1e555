//! Which records a total is made of: nothing twice, nothing left out.

use super::lab::{Lab, digits, only, row};

/// A table that has totals for some partners and parts for others. Written for
/// these tests.
const TABLE: &str = "\
flow,reporter,partner,product,period,value,currency,quantity,quantity_unit
import,CHN,USA,TOTAL,2018,100,USD,,
import,CHN,USA,85,2018,70,USD,,
import,CHN,USA,854231,2018,40,USD,8,pcs
import,CHN,JPN,85,2018-01,5,USD,,
import,CHN,JPN,85,2018-02,6,USD,,
import,CHN,DEU,870323,2018,9,USD,3,pcs
import,CHN,DEU,870323,2018-03,2,USD,1,pcs
";

fn lab(name: &str, table: &str) -> Lab {
    let lab = Lab::new();
    lab.write(name, table);
    lab.ok(&format!("data add {name} --as records-csv"));
    lab
}

#[test]
fn partners_with_totals_and_partners_with_parts_only_are_all_counted() {
    let lab = lab("mixed.csv", TABLE);
    let line = "trade balance --reporter CHN --period 2018 --source records";
    let total = lab.json(line);
    assert_eq!(digits(only(&total), "imports"), "120");
    assert_eq!(digits(only(&total), "records"), "4");
    let notes = total["meta"].to_string();
    assert!(
        notes.contains("nested code") || notes.contains("other level"),
        "{notes}"
    );
    assert!(notes.contains("other frequency 1"), "{notes}");
    let partners = lab.json(&format!("{line} --by partner"));
    for (partner, imports) in [("USA", "100"), ("JPN", "11"), ("DEU", "9")] {
        assert_eq!(digits(row(&partners, "key", partner), "imports"), imports);
    }
}

#[test]
fn items_and_their_rest_are_the_total_of_the_balance() {
    let lab = lab("mixed.csv", TABLE);
    let items = lab.json("trade items --reporter CHN --period 2018 --source records");
    for (product, value) in [
        ("854231", "40"),
        ("85", "11"),
        ("870323", "9"),
        ("unallocated", "60"),
    ] {
        let found = row(&items, "product", product);
        assert_eq!(digits(found, "value"), value, "{product}");
    }
    assert_eq!(
        digits(row(&items, "product", "unallocated"), "unit_value"),
        "null"
    );
    assert!(items["meta"].to_string().contains("N-UNALLOCATED"));
}

#[test]
fn an_index_says_what_share_no_item_tells() {
    let later = TABLE.replace("2018", "2019");
    let rows: Vec<&str> = later.lines().skip(1).collect();
    let lab = lab("years.csv", &format!("{TABLE}{}\n", rows.join("\n")));
    let index = lab.json(
        "trade index --reporter CHN --flow import --from 2018 --to 2019 --formula fisher --source records",
    );
    let second = row(&index, "period", "2019");
    assert_eq!(second["index"].as_f64(), Some(100.0));
    // 49 of 120 are compared, 60 of 120 are in no item.
    let share = |name: &str| second[name].as_f64().unwrap();
    assert!((share("matched_share") - 49.0 / 120.0).abs() < 1e-12);
    assert!((share("unallocated_share") - 0.5).abs() < 1e-12);
}

#[test]
fn two_editions_are_refused_wherever_codes_are_told() {
    let lab = lab(
        "editions.csv",
        "flow,reporter,partner,product,classification,period,value,currency\n\
         import,CHN,USA,854231,HS2012,2016,40,USD\n\
         import,CHN,USA,854231,HS2017,2018,50,USD\n",
    );
    let by_product = "--reporter CHN --period 2016..2018 --source records";
    for question in [
        format!("trade balance {by_product} --by product"),
        format!("trade items {by_product}"),
        "trade index --reporter CHN --flow import --from 2016 --to 2018 --formula fisher --source records".to_owned(),
        "trade changes --reporter CHN --from 2016 --to 2018 --by product --method bennet --source records".to_owned(),
    ] {
        let refused = lab.refused(&question, 2, "E-BASIS-CLASSIFICATION");
        assert!(!refused.contains("--product-system"), "{refused}");
    }
    let sections = lab.json(&format!("trade balance {by_product} --by section"));
    assert_eq!(digits(row(&sections, "key", "XVI"), "imports"), "90");
}

#[test]
fn a_group_is_its_row_where_there_is_one_and_its_members_else() {
    let lab = lab(
        "group.csv",
        "flow,reporter,partner,product,period,value,currency\n\
         import,CHN,EU27,TOTAL,2018,50,USD\n\
         import,CHN,DEU,TOTAL,2018,20,USD\n\
         export,CHN,DEU,TOTAL,2018,7,USD\n\
         export,CHN,FRA,TOTAL,2018,4,USD\n\
         export,CHN,GBR,TOTAL,2018,9,USD\n",
    );
    let line = "trade balance --reporter CHN --period 2018 --source records --partner";
    let union = lab.json(&format!("{line} EU27"));
    assert_eq!(digits(only(&union), "imports"), "50");
    assert_eq!(digits(only(&union), "exports"), "11");
    let then = lab.json(&format!("{line} EU"));
    assert_eq!(digits(only(&then), "exports"), "20");
    let members = lab.json(&format!("{line} EU27 --by partner"));
    assert_eq!(digits(row(&members, "key", "DEU"), "imports"), "20");
    assert_eq!(digits(row(&members, "key", "unallocated"), "imports"), "30");
}

#[test]
fn a_product_is_a_full_level_of_its_classification() {
    let lab = lab("mixed.csv", TABLE);
    let line = "trade balance --reporter CHN --period 2018 --source records --product";
    let refused = lab.refused(&format!("{line} 8"), 2, "E-TRADE-PRODUCT");
    assert!(refused.contains("2, 4, 6 or 8 digits"), "{refused}");
    let chapter = lab.json(&format!("{line} 85"));
    assert_eq!(digits(only(&chapter), "imports"), "81");
}

#[test]
fn additivity_is_told_along_products_and_periods() {
    let lab = lab("mixed.csv", TABLE);
    let checks = lab.json("trade check --reporter CHN --period 2018 --source records");
    let check = row(&checks, "check", "additivity");
    assert_eq!(check["status"], "adjusted");
    let detail = check["detail"].to_string();
    // The United States: 100 in all, 40 at the finest code.
    assert!(
        detail.contains("products: unallocated exports null, imports 60"),
        "{detail}"
    );
    // Germany: 9 in the year, 2 in March.
    assert!(
        detail.contains("periods: unallocated exports null, imports 7"),
        "{detail}"
    );
    assert_eq!(digits(check, "amount"), "-60");
}

#[test]
fn a_growth_that_no_slip_could_explain_has_no_warning() {
    let lab = Lab::new();
    let plain = lab.json("trade growth --start 'USD 100 bn' --end 'USD 125 bn' --periods 5");
    assert!(!plain["meta"].to_string().contains("W-GROWTH-SCALE"));
    let steep = lab.json("trade growth --start 30.4亿美元 --end 41900亿美元 --periods 35");
    assert!(steep["meta"].to_string().contains("W-GROWTH-SCALE"));
}
