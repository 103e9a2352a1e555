//! `triffin trade …` over a small ledger whose every figure can be checked by hand.

use super::lab::{Lab, digits, exact, names, only, row};

#[test]
fn a_balance_states_its_rows_its_unit_and_its_basis() {
    let lab = Lab::with_ledger();
    let asked = lab.json("trade balance --reporter CHN --period 2018 --source records");
    let total = only(&asked);
    let promised = [
        "key",
        "exports",
        "imports",
        "balance",
        "status",
        "cover_ratio",
        "share_of_total",
    ];
    for name in promised {
        assert!(names(total).contains(&name), "{name}");
    }
    assert_eq!(digits(total, "exports"), "4100.25");
    assert_eq!(digits(total, "imports"), "4900");
    assert_eq!(digits(total, "balance"), "-799.75");
    assert_eq!(total["status"], "deficit");
    let meta = &asked["meta"];
    assert_eq!(
        (&meta["system"], &meta["unit"]),
        (&"S1.2".into(), &"USD".into())
    );
    assert_eq!(meta["basis"]["valuation_exports"], "fob");
    assert_eq!(meta["basis"]["valuation_imports"], "cif");
    assert_eq!(meta["sources"][0]["dataset"], "records");
    assert!(meta["warnings"].to_string().contains("W-VALUATION-MIXED"));
}

#[test]
fn a_mixed_valuation_is_a_finding_and_a_missing_side_is_null() {
    let lab = Lab::with_ledger();
    let line = "trade balance --reporter CHN --source records --period";
    let strict = lab.run(&format!("{line} 2018 --strict"));
    assert_eq!(strict.code, 1);
    assert!(!strict.stdout.is_empty() && strict.stderr.contains("W-VALUATION-MIXED"));
    let one_side = lab.json(&format!("{line} 2018-Q4 --strict"));
    let row = only(&one_side);
    assert_eq!(digits(row, "exports"), "2600");
    for name in ["imports", "balance", "status", "cover_ratio"] {
        assert_eq!(digits(row, name), "null", "{name}");
    }
    assert_eq!(row["flag"], "missing");
    lab.refused(&format!("{line} 1985"), 3, "E-TRADE-EMPTY");
}

#[test]
fn goods_have_the_use_class_of_their_commodity_code() {
    let lab = Lab::new();
    lab.write(
        "uses.csv",
        "flow,reporter,partner,product,value,currency,period,end_use\n\
         export,CHN,USA,610910,100,USD,2018,\nexport,CHN,USA,847130,50,USD,2018,\n\
         export,CHN,USA,870323,30,USD,2018,\nexport,CHN,USA,260111,20,USD,2018,\n\
         export,CHN,USA,950300,5,USD,2018,消费品\nexport,CHN,USA,940360,4,USD,2018,consumption\n",
    );
    lab.json("data add uses.csv");
    let asked =
        lab.json("trade balance --reporter CHN --period 2018 --by end-use --source records");
    for (key, exports) in [
        ("consumption", "109"),
        ("capital", "50"),
        ("unallocated", "30"),
        ("intermediate", "20"),
    ] {
        assert_eq!(digits(row(&asked, "key", key), "exports"), exports, "{key}");
    }
    assert_eq!(
        row(&asked, "key", "unallocated")["name"],
        "in no single class"
    );
    assert_eq!(asked["data"].as_array().unwrap().len(), 4);
}

#[test]
fn every_axis_parts_the_same_total() {
    let lab = Lab::with_ledger();
    for (axis, key, exports) in [
        ("partner", "USA", "4100.25"),
        ("product", "010121", "1500.25"),
        ("section", "XVI", "2600"),
        ("end-use", "capital", "2600"),
        ("regime", "general", "1500.25"),
        ("region", "Guangdong", "1500.25"),
        ("entity", "foreign", "2600"),
        ("period", "2018-12", "2600"),
    ] {
        let asked = lab.json(&format!(
            "trade balance --reporter CHN --period 2018 --by {axis} --source records"
        ));
        assert_eq!(
            digits(row(&asked, "key", key), "exports"),
            exports,
            "{axis}"
        );
        let sum = |side: &str| -> i128 {
            let rows = asked["data"].as_array().unwrap();
            let sides = rows.iter().map(|row| digits(row, side));
            sides.filter(|d| d != "null").map(|d| exact(&d)).sum()
        };
        assert_eq!(sum("exports"), exact("4100.25"), "{axis}");
        assert_eq!(sum("imports"), exact("4900"), "{axis}");
    }
}

#[test]
fn options_move_the_balance_as_they_say() {
    let lab = Lab::with_ledger();
    let asked = |options: &str| {
        let line = format!("trade balance --reporter CHN --period 2018 --source records {options}");
        let envelope = lab.json(&line);
        let row = only(&envelope).clone();
        (digits(&row, "exports"), digits(&row, "imports"))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    for (options, exports, imports) in [
        ("--partner USA", "4100.25", "2200"),
        ("--product 85", "2600", "2200"),
        ("--exclude bonded", "4100.25", "4400"),
        ("--include general,processing", "4100.25", "4400"),
        ("--timing shipped", "4800.25", "4900"),
        ("--timing settled", "3500.25", "4900"),
        // 2200/1.1 twice and 500/1.1, each rounded at six decimals.
        (
            "--valuation fob --cif-margin 0.10",
            "4100.25",
            "4454.545455",
        ),
        ("--valuation cif --cif-margin 0.10", "4510.275", "4900"),
    ] {
        assert_eq!(asked(options), pair(exports, imports), "{options}");
    }
    let margin = lab.json(
        "trade balance --reporter CHN --period 2018 --valuation fob --cif-margin 0.10 --source records --strict",
    );
    assert_eq!(
        margin["meta"]["basis"]["cif_margin"],
        "0.1 of FOB (--cif-margin)"
    );
    let yuan =
        lab.json("trade balance --reporter CHN --period 2018-03 --currency CNY --source records");
    // The Federal Reserve's average of March 2018: 6.3174 CNY per USD.
    assert_eq!(digits(only(&yuan), "exports"), "9477.67935");
    assert_eq!(yuan["meta"]["unit"], "CNY");
}

#[test]
fn checks_report_layer_by_layer_what_moves_the_balance() {
    let lab = Lab::with_ledger();
    let asked = lab.json("trade check --reporter CHN --period 2018 --source records");
    let found: Vec<(&str, &str)> = asked["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            for name in ["check", "status", "amount", "detail"] {
                assert!(names(row).contains(&name), "{name}");
            }
            (
                row["check"].as_str().unwrap(),
                row["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("currency", "pass"),
            ("price", "fail"),
            ("boundary", "pass"),
            ("timing", "pass"),
            ("cif_fob", "fail"),
            ("one_sided", "fail"),
            ("transit", "fail"),
            ("additivity", "pass"),
        ]
    );
    assert_eq!(digits(row(&asked, "check", "one_sided"), "amount"), "-500");
    let adjusted =
        lab.json("trade check --reporter CHN --period 2018 --valuation fob --cif-margin 0.10 --source records");
    let cif = row(&adjusted, "check", "cif_fob");
    assert_eq!(
        (&cif["status"], digits(cif, "amount")),
        (&"adjusted".into(), "445.454545".into())
    );
    let strict = lab.run("trade check --reporter CHN --period 2018 --source records --strict");
    assert_eq!(strict.code, 1);
}

#[test]
fn a_change_closes_and_flips_with_the_periods() {
    let lab = Lab::with_ledger();
    let effects = ["quantity", "price", "entry", "exit", "residual"];
    for method in ["bennet", "lmdi", "laspeyres"] {
        let asked = |from: &str, to: &str| {
            lab.json(&format!(
                "trade changes --reporter CHN --from {from} --to {to} --by product --method {method} --source records"
            ))
        };
        let there = asked("2017", "2018");
        let back = asked("2018", "2017");
        for change in there["data"].as_array().unwrap() {
            let d_balance = exact(&digits(change, "d_balance"));
            let parts: i128 = effects.iter().map(|e| exact(&digits(change, e))).sum();
            assert_eq!(parts, d_balance, "{method}: {change:#}");
            let mirror = row(&back, "key", change["key"].as_str().unwrap());
            assert_eq!(exact(&digits(mirror, "d_balance")), -d_balance);
        }
        let total = &there["meta"]["total"];
        assert_eq!(digits(total, "d_balance"), "600.150001", "{method}");
        assert_eq!(
            digits(total, "entry"),
            "-500",
            "{method}: a new import lowers the balance"
        );
        assert_eq!(
            row(&there, "key", "870323")["quantity"],
            0,
            "no quantity: residual"
        );
    }
}

#[test]
fn totals_are_no_rows_so_that_a_column_can_be_added_up() {
    let lab = Lab::with_ledger();
    for by in ["product", "partner"] {
        let asked = lab.json(&format!(
            "trade changes --reporter CHN --from 2017 --to 2018 --by {by} --source records"
        ));
        let rows = asked["data"].as_array().unwrap();
        let sum: i128 = rows
            .iter()
            .map(|row| exact(&digits(row, "d_balance")))
            .sum();
        assert_eq!(sum, exact("600.150001"), "{by}");
    }
}

#[test]
fn a_year_beside_a_quarter_is_a_finding_and_a_leap_year_is_none() {
    let lab = Lab::new();
    let line = "trade changes --reporter USA --partner CHN --by product --strict --from";
    let unequal = lab.run(&format!("{line} 2017 --to 2018-Q1"));
    assert_eq!(unequal.code, 1, "{unequal:?}");
    assert!(unequal.stderr.contains("W-WINDOW-LENGTH"), "{unequal:?}");
    lab.ok(&format!("{line} 2016 --to 2017"));
    lab.ok(&format!("{line} 2018-02 --to 2018-03"));
}

#[test]
fn an_index_compares_only_what_can_be_compared() {
    let lab = Lab::with_ledger();
    for formula in ["laspeyres", "paasche", "fisher", "tornqvist"] {
        for chain in ["", "--chain"] {
            let asked = lab.json(&format!(
                "trade index --reporter CHN --flow import --from 2017 --to 2018 --formula {formula} {chain} --source records"
            ));
            // The one import with a quantity in both years: 110 and 200 a piece.
            let index = row(&asked, "period", "2018")["index"].as_f64().unwrap();
            assert!(
                (index - 200.0 / 110.0 * 100.0).abs() < 1e-9,
                "{formula}: {index}"
            );
        }
    }
}

#[test]
fn a_total_drills_down_to_its_records_and_an_audit_trail_is_the_same_twice() {
    let lab = Lab::with_ledger();
    let line = "--reporter CHN --period 2018 --source records";
    let records = lab.json(&format!("trade records {line} --by product --key 854231"));
    let values: Vec<String> = records["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| digits(row, "value"))
        .collect();
    assert_eq!(values, ["2600", "2200"]);
    assert!(records["data"][0]["extra"].to_string().contains("b2"));
    let items = lab.json(&format!("trade items {line}"));
    let car = row(&items, "product", "870323");
    assert_eq!(
        (digits(car, "value"), digits(car, "unit_value")),
        ("2200".into(), "null".into())
    );
    let trail = lab.ok(&format!(
        "trade pipeline {line} --compare 2017 --format json"
    ));
    assert_eq!(
        trail,
        lab.ok(&format!(
            "trade pipeline {line} --compare 2017 --format json"
        ))
    );
    assert!(trail.contains("window and boundary") && trail.contains("-799.75"));
    let change = lab.json("trade changes --reporter CHN --from 2017 --to 2018 --source records");
    let steps = lab.json(&format!("trade pipeline {line} --compare 2017"));
    for (name, effect) in [
        ("quantity_effect", "quantity"),
        ("price_effect", "price"),
        ("entry", "entry"),
    ] {
        assert_eq!(
            digits(row(&steps, "what", name), "amount"),
            digits(&change["meta"]["total"], effect),
            "{name}"
        );
    }
}

#[test]
fn amounts_of_several_currencies_are_refused() {
    let lab = Lab::new();
    lab.write(
        "mixed.csv",
        "flow,reporter,partner,product,value,currency,valuation,period\n\
         export,FRA,USA,010121,100,EUR,fob,2018\nimport,FRA,USA,010121,100,USD,fob,2018\n",
    );
    lab.ok("data add mixed.csv");
    let line = "trade balance --reporter FRA --period 2018";
    let said = lab.refused(line, 2, "E-BASIS-CURRENCY");
    assert!(
        said.contains("EUR") && said.contains("USD") && said.contains("--currency"),
        "{said}"
    );
}

#[test]
fn records_without_the_date_asked_for_are_named() {
    let lab = Lab::new();
    lab.write(
        "dates.csv",
        "flow,reporter,partner,product,value,currency,valuation,declared_on,shipped_on\n\
         export,CHN,USA,854231,100,USD,fob,2018-05-01,2018-04-28\n\
         export,CHN,USA,854231,50,USD,fob,2018-06-01,\n\
         import,CHN,USA,870323,30,USD,fob,2018-05-03,2018-03-01\n",
    );
    lab.ok("data add dates.csv");
    let ask = "trade balance --reporter CHN --period 2018 --source records";
    let shipped = lab.json(&format!("{ask} --timing shipped"));
    assert_eq!(digits(only(&shipped), "exports"), "100");
    assert!(
        shipped["meta"]["warnings"]
            .to_string()
            .contains("W-UNDATED: 1 ")
    );
    let declared = lab.json(ask);
    assert_eq!(digits(only(&declared), "exports"), "150");
    assert!(
        !declared["meta"]["warnings"]
            .to_string()
            .contains("W-UNDATED")
    );
}
