//! `triffin cycle matrices`.

use super::lab::Lab;

#[test]
fn every_row_and_column_of_the_dollar_cycle_sums_to_what_it_must() {
    let lab = Lab::new();
    let told = lab.json("cycle matrices dollar-cycle --at 2 --scenario tariff");
    let rows = told["data"].as_array().unwrap();
    let sums = rows.iter().filter(|row| row["row"] == "sum");
    assert_eq!(sums.clone().count(), 3);
    for row in sums {
        for (name, cell) in row.as_object().unwrap() {
            let number = cell.as_f64().unwrap_or(0.0);
            assert!(number.abs() < 1e-4, "{name}: {number}");
        }
    }
    let flows = rows.iter().filter(|row| row["matrix"] == "transactions");
    assert!(flows.clone().count() > 50);
    for row in flows {
        assert!(row["sum"].as_f64().unwrap().abs() < 1e-6, "{row}");
    }
    let gold = rows.iter().find(|row| row["row"] == "gold").unwrap();
    assert!(gold["sum"].as_f64().unwrap() > 9000.0, "{gold}");
}

#[test]
fn the_views_share_their_sums() {
    let lab = Lab::new();
    let sum = |view: &str| {
        let told = lab.json(&format!(
            "cycle matrices dollar-cycle --at 1 --view {view} --of US"
        ));
        let rows = told["data"].as_array().unwrap().clone();
        rows.last().unwrap()["value"].as_f64().unwrap()
    };
    assert!((sum("current-account") - sum("lending")).abs() < 1e-6);
    let held = lab.json("cycle matrices dollar-cycle --at 0 --view holders --of note");
    let share: f64 = held["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["share"].as_f64().unwrap())
        .sum();
    assert!((share - 1.0).abs() < 1e-12);
}
