//! `triffin cycle flows`, `holders`, `exchange-rate`, `deficit`, and what a run tells.

use serde_json::Value;

use super::lab::Lab;

fn rows(told: &Value) -> Vec<Value> {
    told["data"].as_array().cloned().unwrap_or_default()
}

fn total(rows: &[Value], column: &str) -> f64 {
    rows.iter().filter_map(|row| row[column].as_f64()).sum()
}

/// What goes in and out of a sector by the links is its column of the matrix.
#[test]
fn flows_are_links_above_zero_that_balance_for_every_sector() {
    let told = Lab::new().json("cycle flows dollar-cycle --at 3");
    let links = rows(&told);
    assert!(links.len() > 100);
    assert!(
        links
            .iter()
            .all(|link| link["value"].as_f64().unwrap() > 0.0)
    );
    for sector in ["US.hh", "CN.cb", "Issuer"] {
        let of = |end: &str| -> f64 {
            let mine = links.iter().filter(|link| link[end] == sector);
            mine.filter_map(|link| link["value"].as_f64()).sum()
        };
        let (paid, received) = (of("source"), of("target"));
        assert!(
            (paid - received).abs() < 1e-9 * paid,
            "{sector}: {paid} {received}"
        );
    }
}

#[test]
fn all_of_a_debt_has_holders() {
    let lab = Lab::new();
    let told = lab.json("cycle holders dollar-cycle --at 2 --of bill,note");
    assert!((total(&rows(&told), "share") - 2.0).abs() < 1e-12);
    let owed = lab.json("cycle holders dollar-cycle --at 2");
    let governments = rows(&owed);
    assert!(governments.iter().any(|row| row["instrument"] == "debt.CN"));
    assert!(governments.iter().all(|row| row["instrument"] != "gold"));
    let told = lab.refused(
        "cycle holders dollar-cycle --of bil",
        2,
        "E-CYCLE-INSTRUMENT",
    );
    assert!(told.contains("Did you mean bill?"), "{told}");
    lab.refused("cycle holders openflex", 2, "E-CYCLE-NO-ACCOUNTS");
}

#[test]
fn orders_for_a_currency_and_their_changes_sum_to_nothing() {
    let lab = Lab::new();
    let told = lab
        .json("cycle exchange-rate dollar-cycle --currency EUR --scenario diversification --at 2");
    let orders = rows(&told);
    for column in ["net", "net_change"] {
        assert!(total(&orders, column).abs() < 1e-6, "{column}");
    }
    let said = told["meta"]["warnings"].to_string();
    assert!(said.contains("dearer"), "{said}");
    lab.refused(
        "cycle exchange-rate dollar-cycle --currency USD",
        2,
        "E-CYCLE-CURRENCY",
    );
    lab.refused(
        "cycle exchange-rate dollar-cycle --at 0",
        2,
        "E-CYCLE-MATRIX-PERIOD",
    );
}

/// ΔCA = Δ(S − I): both halves end at the same sum, a change of the account.
#[test]
fn both_halves_of_a_deficit_change_alike() {
    let lab = Lab::new();
    let told = lab.json("cycle deficit dollar-cycle --of US --scenario tariff --at 2");
    let sums: Vec<Value> = rows(&told)
        .into_iter()
        .filter(|row| row["row"] == "sum")
        .collect();
    assert_eq!(sums.len(), 2);
    for column in ["before", "after", "change"] {
        let [a, b] = [0, 1].map(|half: usize| sums[half][column].as_f64().unwrap());
        assert!((a - b).abs() < 1e-6 * a.abs(), "{column}: {a} {b}");
    }
    assert!(sums[0]["change"].as_f64().unwrap() > 0.0);
    let same =
        lab.json("cycle deficit dollar-cycle --of US --scenario tariff --against tariff --at 2");
    assert_eq!(total(&rows(&same), "change"), 0.0);
    lab.refused("cycle deficit dollar-cycle --of MARS", 2, "E-CYCLE-ECONOMY");
}

#[test]
fn scenarios_add_up_and_closures_are_chosen_by_name() {
    let lab = Lab::new();
    let last = |words: &str| {
        let told = lab.json(&format!(
            "cycle run dollar-cycle --periods 3 --vars xr.CN {words}"
        ));
        rows(&told).last().unwrap()["xr.CN"].as_f64().unwrap()
    };
    assert_eq!(last("--scenario tariff"), 7.19);
    let floating = last("--scenario tariff --close CN.fx.float");
    assert!(floating < 7.19, "{floating}");
    assert_eq!(last("--scenario float_only,tariff"), floating);
    assert_eq!(last("--close CN.fx.float@2 --close CN.fx.peg@3"), 7.19);
    let told = lab.refused(
        "cycle run dollar-cycle --close CN.fx.flot",
        2,
        "E-CYCLE-UNKNOWN-CLOSURE",
    );
    assert!(told.contains("Did you mean CN.fx.float?"), "{told}");
    lab.refused("cycle run sim --close a.b", 2, "E-CYCLE-UNKNOWN-CLOSURE");
    lab.refused(
        "cycle run dollar-cycle --close CN.fx.float@x",
        2,
        "E-CYCLE-SHOCK",
    );
    lab.refused(
        "cycle run dollar-cycle --scenario tariff,tarif",
        2,
        "E-CYCLE-UNKNOWN-SCENARIO",
    );
}

#[test]
fn a_run_tells_its_events_and_the_ranges_it_left() {
    let lab = Lab::new();
    let said = |words: &str| {
        let told = lab.json(&format!(
            "cycle run dollar-cycle --periods 6 --vars xr.EM {words}"
        ));
        told["meta"]["warnings"].to_string()
    };
    assert!(said("--scenario sudden_stop").contains("period 5: Reserves of EM"));
    assert!(said("--scenario stablecoins --lang zh").contains("超出估计所依据的范围"));
    assert_eq!(said(""), "[]");
    let told = lab.run("cycle run dollar-cycle --periods 3 --scenario stablecoins --strict");
    assert_eq!(told.code, 1);
}
