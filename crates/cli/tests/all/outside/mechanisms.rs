//! `triffin tariff naive`, `diversion`, `offset` …: what a tariff changes and what it does not.

use serde_json::Value;

use super::lab::{Lab, only};

fn number(row: &Value, name: &str) -> f64 {
    row[name]
        .as_f64()
        .unwrap_or_else(|| panic!("{name}: {row}"))
}

#[test]
fn s7_1_saving_and_investment_decide_the_long_run() {
    let lab = Lab::new();
    let made =
        lab.json("tariff naive --imports '3000 bn USD' --rise 10% --coverage 50% --elasticity 1.2");
    assert_eq!(number(only(&made), "naive"), 180e9);
    assert_eq!(number(only(&made), "long_run"), 0.0);
    let kept = lab.json("tariff naive --imports '3000 bn USD' --taxes '20 bn USD'");
    assert_eq!(number(only(&kept), "long_run"), 20e9);
    lab.refused(
        "tariff naive --imports '3000 bn USD' --taxes '20 bn CNY'",
        2,
        "E-BASIS-CURRENCY",
    );
    lab.refused("tariff naive --rise -100%", 2, "E-TARIFF-RATE");
}

#[test]
fn s7_2_imports_stay_and_move() {
    let lab = Lab::new();
    let made =
        lab.json("tariff diversion --supplier CHN=60 --supplier VNM=40 --duty CHN=52% --sigma 5");
    let rows = made["data"].as_array().unwrap();
    assert!(number(&rows[0], "share_after_pct") < 20.0);
    let total = &made["meta"]["total"];
    assert!(number(total, "change").abs() < 1e-9 && number(total, "duty_paid_price_pct") > 0.0);
    assert!((number(total, "diverted_pct") - 100.0).abs() < 1e-9);
    lab.refused("tariff diversion --duty MEX=10%", 2, "E-TARIFF-ORIGIN");
    lab.refused("tariff diversion --supplier CHN", 2, "E-USAGE-PAIR");
    lab.refused("tariff diversion --keep money", 2, "E-TARIFF-KEEP");
}

#[test]
fn s7_3_both_cases_run_and_a_file_of_ones_own_too() {
    let lab = Lab::new();
    let goods = lab.json("tariff partial washers-2018 --show goods");
    let washers = &goods["data"][0];
    assert!((number(washers, "value") - number(washers, "published")).abs() < 1.0);
    let text = lab.json("tariff partial washers-2018 --show text");
    let own = only(&text)["text"]
        .as_str()
        .unwrap()
        .replace("matching = [\"Whirlpool\", \"GE\"]", "");
    lab.write("own.toml", &own);
    let alone = lab.json("tariff partial own.toml --show goods");
    assert!(number(&alone["data"][0], "value") < 7.0);
    let origins = lab.json("tariff partial washers-2016 --show origins");
    assert_eq!(number(&origins["data"][0], "units_after"), 0.0);
    lab.write("broken.toml", "name = 1");
    lab.refused("tariff partial broken.toml", 2, "E-TARIFF-CASE");
    let stderr = lab.refused("tariff partial washer-2018", 2, "E-TARIFF-NO-CASE");
    assert!(stderr.contains("washers-2018"), "{stderr}");
}

#[test]
fn s7_6_the_three_bear_the_whole_duty() {
    let lab = Lab::new();
    let made = lab.json("tariff incidence --supply 4 --supply endless --customs '100 USD' --retail '150 USD' --margin perfect --margin constant-markup --margin absorbs=30%");
    let rows = made["data"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let borne = ["seller_pct", "importer_pct", "consumer_pct"].map(|who| number(row, who));
        assert!((borne.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{row}");
    }
    lab.refused(
        "tariff incidence --supply 0 --demand 0",
        2,
        "E-TARIFF-NO-SOLUTION",
    );
    lab.refused("tariff incidence --stated 150%", 2, "E-TARIFF-SHARE");
}

#[test]
fn s7_7_terms_add_up_and_can_be_left_out() {
    let lab = Lab::new();
    for off in [
        "",
        "--off saving",
        "--off currency --off diversion",
        "--off saving --off elasticities --off currency --off diversion",
    ] {
        let made = lab.json(&format!("tariff waterfall {off}"));
        let sum: f64 = made["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| number(row, "d_balance"))
            .sum();
        assert!(
            (sum - number(&made["meta"]["total"], "d_balance")).abs() < 1.0,
            "{off}"
        );
    }
    lab.refused("tariff waterfall --off fx", 2, "E-TARIFF-MECHANISM");
}

#[test]
fn s7_8_a_table_of_ones_own_is_read_or_refused_with_its_line() {
    let lab = Lab::new();
    lab.write("own.csv", "product,period,exports,imports,treated\na,2017,5,1,1\na,2019,4,2,1\nb,2017,1,3,1\nb,2019,3,2,1\nc,2017,9,1,0\nc,2019,9,1,0\nd,2017,2,1,0\nd,2019,4,1,0\ne,2017,2,,0\ne,2019,4,1,0\n");
    let groups = lab.json("tariff persistence own.csv");
    let all = &groups["data"][0];
    assert_eq!(
        (&all["counted"], &all["same_sign"], &all["left_out"]),
        (&4.into(), &3.into(), &1.into())
    );
    let made = lab.json("tariff persistence own.csv --show difference");
    assert!((number(&made["data"][2], "change_mean") - (0.5 - 1.0)).abs() < 1e-12);
    lab.write("twice.csv", "product,period,balance\na,2017,5\na,2017,6\n");
    let stderr = lab.refused("tariff persistence twice.csv", 2, "E-TARIFF-CELL");
    assert!(stderr.contains("line 3"), "{stderr}");
    lab.refused(
        "tariff persistence own.csv --show difference --after 2020",
        2,
        "E-TARIFF-PERIOD",
    );
}

#[test]
fn s7_9_two_thirds_has_its_base() {
    let lab = Lab::new();
    let made = lab.json(
        "tariff coverage --covered '370 bn USD' --base 'x=4789亿美元' --base 'y=539.5 bn USD'",
    );
    let percent = |place: usize| number(&made["data"][place], "coverage_pct").round();
    assert_eq!((percent(0), percent(1)), (77.0, 69.0));
    lab.refused(
        "tariff coverage --covered '370 bn USD' --base 'x=4789亿元'",
        2,
        "E-BASIS-CURRENCY",
    );
}

#[test]
fn s7_10_a_window_that_is_not_whole_is_not_checkable() {
    let lab = Lab::new();
    lab.write(
        "series.csv",
        "economy,year,balance\nJPN,1984,-30\nJPN,1990,-50\n",
    );
    lab.write(
        "episodes.csv",
        "name,economy,from,to\nPlaza,JPN,1985,1989\nNowhere,QQQ,1985,1989\n",
    );
    let made = lab.json("tariff episodes series.csv --episodes episodes.csv --window 1");
    assert_eq!(made["data"][0]["verdict"], "consistent");
    assert_eq!(number(&made["data"][0], "d_balance"), -20.0);
    assert_eq!(made["data"][1]["verdict"], "not_checkable");
    assert!(made["data"][1]["balance_before"].is_null());
    lab.refused(
        "tariff episodes series.csv --window 0",
        2,
        "E-TARIFF-WINDOW",
    );
    lab.write("series.csv", "economy,year,balance\nJPN,1984,x\n");
    lab.refused("tariff episodes series.csv", 2, "E-TARIFF-CELL");
}

/// The three offsets of a scenario: read off one counterfactual, in every numeraire.
#[test]
fn s7_2_4_6_a_scenario_is_solved_and_read() {
    let lab = Lab::new();
    let made = lab.json("tariff incidence one-sector --importer Home");
    let rows = made["data"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let borne =
            number(row, "seller_pct") + number(row, "importer_pct") + number(row, "consumer_pct");
        assert!((borne - 100.0).abs() < 1e-9, "{row}");
    }
    assert!(number(&rows[0], "consumer_pct") < number(&rows[2], "consumer_pct"));
    let made = lab.json("tariff offset one-sector --importer Home");
    let share = number(only(&made), "offset_share_pct");
    assert!(share > 0.0 && share < 100.0, "{share}");
    let made = lab.json("tariff diversion three-regions");
    let rows = made["data"].as_array().unwrap();
    let all = rows.last().unwrap();
    assert_eq!(all["supplier"], "all");
    assert!(number(all, "diverted_pct") > 0.0, "{all}");
    lab.refused(
        "tariff offset one-sector --rise 10%",
        2,
        "E-USAGE-PLAYS-NO-PART",
    );
}
