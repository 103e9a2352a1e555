//! `triffin trade mirror`, `trade reliability` and `trade gap` from outside.

use serde_json::Value;

use super::lab::{Lab, digits, exact, names, row};
use super::real_files::real;

/// Two countries' records of their trade, with everything that parts them.
/// Written for these tests: CIF imports against FOB exports one way, customs
/// value against FAS the other, goods consigned from Hong Kong, re-exports,
/// parcels, and an area that is no economy.
const PAIR: &str = "\
flow,reporter,partner,product,value,currency,valuation,regime,partner2,period
export,CHN,USA,850440,800,USD,fob,general,,2018
export,CHN,USA,950300,120,USD,fob,ecommerce,,2018
export,CHN,USA,854231,80,USD,fob,reexport,,2018
import,CHN,USA,120190,530,USD,cif,general,,2018
import,CHN,_X,999999,7,USD,cif,general,,2018
export,USA,CHN,120190,450,USD,fas,general,,2018
import,USA,CHN,850440,1000,USD,customs,general,,2018
import,USA,CHN,950300,150,USD,customs,general,,2018
";

fn sum(row: &Value) -> i128 {
    let causes = row["explained"].as_object().unwrap();
    let measured = causes.values().filter(|amount| !amount.is_null());
    measured
        .map(|amount| exact(&amount.to_string()))
        .sum::<i128>()
        + exact(&digits(row, "unexplained"))
}

#[test]
fn a_pair_is_compared_in_both_directions() {
    let lab = Lab::new();
    lab.write("pair.csv", PAIR);
    lab.ok("data add pair.csv");
    let asked = lab.json("trade mirror --a CHN --b USA --period 2018 --cif-margin 0.06");
    assert_eq!(asked["data"].as_array().map(Vec::len), Some(2));
    let (out, back) = (
        row(&asked, "direction", "a_to_b"),
        row(&asked, "direction", "b_to_a"),
    );
    let promised = [
        "direction",
        "a_reports",
        "b_reports",
        "gap",
        "gap_pct",
        "explained",
        "unexplained",
        "low",
        "high",
    ];
    for name in promised {
        assert!(names(out).contains(&name), "{name}");
    }
    assert_eq!(
        (digits(out, "a_reports"), digits(out, "b_reports")),
        ("1000".into(), "1150".into())
    );
    assert_eq!(
        (digits(out, "gap"), digits(out, "gap_pct")),
        ("150".into(), "15.0".into())
    );
    assert_eq!(
        digits(&out["explained"], "cif_fob"),
        "0",
        "customs value holds no freight"
    );
    assert_eq!(digits(&out["explained"], "parcels"), "-120");
    assert_eq!(digits(&out["explained"], "transit"), "-80");
    assert_eq!(digits(&out["explained"], "timing"), "null");
    assert_eq!(digits(back, "gap"), "80", "a's imports less b's exports");
    assert_eq!(digits(&back["explained"], "cif_fob"), "30");
    assert_eq!(digits(back, "unexplained"), "50");
    assert_eq!(digits(back, "low"), "450");
    for row in [out, back] {
        assert_eq!(
            sum(row),
            exact(&digits(row, "gap")),
            "causes and the rest are the gap"
        );
    }
    let balance = &asked["meta"]["total"];
    assert_eq!(
        (digits(balance, "a_reports"), digits(balance, "b_reports")),
        ("470".into(), "700".into())
    );
    assert_eq!(digits(balance, "gap"), "230");
    for side in ["a_reports", "b_reports"] {
        let reported = exact(&digits(balance, side));
        assert!(exact(&digits(balance, "low")) <= reported, "{balance}");
        assert!(reported <= exact(&digits(balance, "high")), "{balance}");
    }
    assert_eq!(digits(&back["unspecified"]["CHN"], "_X"), "7");
    let notes = asked["meta"]["warnings"].to_string();
    for code in [
        "N-MIRROR-UNSPECIFIED",
        "N-MIRROR-WEIGHTS",
        "N-MIRROR-BALANCE",
    ] {
        assert!(notes.contains(code), "{code}: {notes}");
    }
    assert!(
        asked["meta"]["basis"]["cif_margin"]
            .to_string()
            .contains("0.06")
    );
}

#[test]
fn causes_say_what_was_measured_or_why_not() {
    let lab = Lab::new();
    lab.write("pair.csv", PAIR);
    lab.ok("data add pair.csv");
    let line = "trade mirror --a CHN --b USA --period 2018 --causes";
    let asked = lab.json(line);
    let rows = asked["data"].as_array().unwrap();
    assert_eq!(rows.len(), 16, "seven causes and the rest, both ways");
    for row in rows {
        assert!(!row["why"].as_str().unwrap().is_empty(), "{row}");
        if !row["amount"].is_null() && row["cause"] != "unexplained" {
            let of = |name| exact(&digits(row, name));
            assert!(
                of("low") <= of("amount") && of("amount") <= of("high"),
                "{row}"
            );
        }
    }
    let zh = lab.ok(&format!("{line} --format table --lang zh"));
    assert!(
        zh.contains("到岸价与离岸价") && zh.contains("小额包裹"),
        "{zh}"
    );
}

/// Goods booked under their origin by the importer and under Hong Kong by the
/// exporter: consigned from there, told by the importer's second partner.
#[test]
fn goods_through_hong_kong_are_bounded_and_not_assumed() {
    let lab = Lab::new();
    lab.write(
        "pair.csv",
        "flow,reporter,partner,product,value,currency,valuation,partner2,period\n\
         export,CHN,USA,TOTAL,700,USD,fob,,2018\n\
         export,CHN,HKG,TOTAL,280,USD,fob,,2018\n\
         import,USA,CHN,TOTAL,1000,USD,customs,,2018\n\
         import,USA,CHN,TOTAL,300,USD,customs,HKG,2018\n",
    );
    let published =
        "format = \"records-csv\"\ndataset = \"customs\"\npublisher = \"test\"\nreplaces = true\n";
    lab.write("customs.toml", published);
    lab.ok("data add pair.csv --map customs.toml");
    let asked = lab.json("trade mirror --a CHN --b USA --period 2018");
    let out = row(&asked, "direction", "a_to_b");
    assert_eq!(digits(out, "b_reports"), "1000", "its part is not added");
    assert_eq!(digits(&out["explained"], "transit"), "300");
    assert_eq!(digits(out, "unexplained"), "0");
    let causes = lab.json("trade mirror --a CHN --b USA --period 2018 --causes");
    let rows = causes["data"].as_array().unwrap();
    let transit = rows.iter().find(|row| row["cause"] == "transit").unwrap();
    assert_eq!(
        (digits(transit, "low"), digits(transit, "high")),
        ("0".into(), "300".into())
    );
    assert!(transit["why"].as_str().unwrap().contains("HKG 300"));
}

/// Hong Kong's own re-exports, whose origin nobody states: no more than China
/// sent there, and attributed to nobody.
#[test]
fn re_exports_of_unstated_origin_bound_and_explain_nothing() {
    let lab = Lab::new();
    lab.write(
        "pair.csv",
        "flow,reporter,partner,product,value,currency,valuation,regime,period\n\
         export,CHN,USA,TOTAL,700,USD,fob,general,2018\n\
         export,CHN,HKG,TOTAL,280,USD,fob,general,2018\n\
         export,HKG,USA,TOTAL,350,USD,fob,reexport,2018\n\
         import,USA,CHN,TOTAL,1000,USD,customs,general,2018\n",
    );
    lab.ok("data add pair.csv");
    let causes = lab.json("trade mirror --a CHN --b USA --period 2018 --causes");
    let rows = causes["data"].as_array().unwrap();
    let transit = rows.iter().find(|row| row["cause"] == "transit").unwrap();
    assert_eq!(digits(transit, "amount"), "null");
    assert_eq!(
        (digits(transit, "low"), digits(transit, "high")),
        ("0".into(), "280".into())
    );
}

#[test]
fn a_side_that_does_not_report_is_null_and_mirrored() {
    let lab = Lab::new();
    let asked = lab.json("trade mirror --a CHN --b USA --period 2018");
    let out = row(&asked, "direction", "a_to_b");
    for name in [
        "a_reports",
        "gap",
        "gap_pct",
        "ratio",
        "explained",
        "unexplained",
        "low",
        "high",
    ] {
        assert_eq!(digits(out, name), "null", "{name}");
    }
    assert_eq!(digits(out, "b_reports"), "538514300000");
    assert_eq!(digits(out, "estimate"), "538514300000");
    assert_eq!(out["flag"], "mirror");
    let line = "trade mirror --a CHN --b USA --period 2018 --strict";
    let strict = lab.run(line);
    assert_eq!(strict.code, 1);
    assert!(
        strict.stderr.contains("W-MIRROR-ONE-SIDED"),
        "{}",
        strict.stderr
    );
}

#[test]
fn a_year_one_side_did_not_publish_is_left_out_of_both() {
    let lab = Lab::new();
    let head = "flow,reporter,partner,product,value,currency,valuation,period\n";
    lab.write(
        "pair.csv",
        format!("{head}export,CHN,USA,TOTAL,100,USD,fob,2016\nexport,CHN,USA,TOTAL,200,USD,fob,2017\nimport,USA,CHN,TOTAL,230,USD,fob,2017\n"),
    );
    lab.ok("data add pair.csv --replaces");
    let asked = lab.json("trade mirror --a CHN --b USA --period 2016..2017");
    let out = row(&asked, "direction", "a_to_b");
    assert_eq!(
        (digits(out, "a_reports"), digits(out, "gap")),
        ("200".into(), "30".into())
    );
    assert!(
        asked["meta"]["warnings"]
            .to_string()
            .contains("W-MIRROR-PERIODS")
    );
    let ledger = Lab::new();
    ledger.write("pair.csv", std::fs::read(lab.path("pair.csv")).unwrap());
    ledger.ok("data add pair.csv");
    let asked = ledger.json("trade mirror --a CHN --b USA --period 2016..2017");
    let out = row(&asked, "direction", "a_to_b");
    assert_eq!(
        digits(out, "a_reports"),
        "300",
        "a ledger holds all there is"
    );
}

#[test]
fn by_product_one_end_without_a_code_is_null() {
    let lab = Lab::new();
    lab.write("pair.csv", PAIR);
    lab.ok("data add pair.csv");
    let asked = lab.json("trade mirror --a CHN --b USA --period 2018 --by product");
    let chips = row(&asked, "key", "854231");
    assert_eq!(
        (digits(chips, "a_reports"), digits(chips, "b_reports")),
        ("80".into(), "null".into())
    );
    let soya = row(&asked, "key", "120190");
    assert_eq!(digits(soya, "gap"), "80");
    assert_eq!(digits(&soya["explained"], "cif_fob"), "30");
    assert_eq!(sum(soya), exact("80"));
    let only = lab.json("trade mirror --a CHN --b USA --period 2018 --product 85");
    assert_eq!(
        digits(row(&only, "direction", "a_to_b"), "a_reports"),
        "880"
    );
}

#[test]
fn a_turn_of_the_sign_is_told() {
    let lab = Lab::new();
    let mut text = "flow,reporter,partner,product,value,currency,valuation,period\n".to_owned();
    for (year, x, m) in [(2018, 323, 419), (2024, 361, 295)] {
        text += &format!(
            "export,CHN,USA,TOTAL,{x},USD,fob,{year}\nimport,USA,CHN,TOTAL,{m},USD,fob,{year}\n"
        );
        text += &format!(
            "export,USA,CHN,TOTAL,1,USD,fob,{year}\nimport,CHN,USA,TOTAL,1,USD,fob,{year}\n"
        );
    }
    lab.write("pair.csv", text);
    lab.ok("data add pair.csv");
    let asked = lab.json("trade mirror --a CHN --b USA --period 2018..2024 --by period");
    assert_eq!(asked["data"].as_array().map(Vec::len), Some(4));
    let notes = asked["meta"]["warnings"].to_string();
    assert!(
        notes.contains("N-MIRROR-TURN") && notes.contains("2024"),
        "{notes}"
    );
    let stated = lab.json("trade gap 3610亿美元 2950亿美元 --before 3230亿美元 4190亿美元");
    assert_eq!(digits(&stated["data"][1], "gap"), "-66000000000");
}

#[test]
fn two_currencies_meet_only_at_a_rate() {
    let lab = Lab::new();
    lab.write(
        "usa.csv",
        "flow,reporter,partner,product,value,currency,valuation,period\n\
         import,USA,JPN,TOTAL,100,USD,customs,2018\nexport,JPN,USA,TOTAL,11000,JPY,fob,2018\n",
    );
    lab.ok("data add usa.csv");
    let line = "trade mirror --a JPN --b USA --period 2018";
    lab.refused(line, 2, "E-BASIS-CURRENCY");
    let asked = lab.json(&format!("{line} --currency USD"));
    let out = row(&asked, "direction", "a_to_b");
    assert_eq!(asked["meta"]["unit"], "USD");
    assert!(out["gap"].is_number(), "{out}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let lab = Lab::new();
    lab.write("pair.csv", PAIR);
    lab.ok("data add pair.csv");
    let ask = |rest: &str| format!("trade mirror --a CHN --b USA {rest}");
    lab.refused(
        "trade mirror --a CHN --b China --period 2018",
        2,
        "E-MIRROR-SAME",
    );
    lab.refused(
        "trade mirror --a CHN --b DEU --period 2018",
        3,
        "E-TRADE-EMPTY",
    );
    lab.refused(&ask("--period 2018 --cif-margin 6"), 2, "E-TRADE-MARGIN");
    lab.refused(&ask("--period 2018 --parcels 2"), 2, "E-MIRROR-PARCELS");
    lab.refused(&ask("--period 2018 --by partner"), 2, "E-USAGE-WORD");
    lab.refused(&ask("--period 2018 --source nothing"), 2, "E-STORE-DATASET");
    lab.refused(&ask("--period 2018-13"), 2, "E-PERIOD");
    lab.refused("trade reliability --period 2018", 3, "E-MIRROR-FEW");
    lab.refused("trade gap 3610亿美元 2950亿元人民币", 2, "E-BASIS-CURRENCY");
}

/// UN Comtrade totals: Brazil and the United States in 2018, and every pair of
/// the file, ratios from 0.0004 to 164.
#[test]
fn every_pair_of_comtrades_totals() {
    let Some(file) = real("trade/comtrade_mirror_totals.csv") else {
        return;
    };
    let lab = Lab::new();
    lab.ok(&format!(
        "data add '{}' --map comtrade-mirror-totals",
        file.display()
    ));
    let asked = lab.json("trade mirror --a BRA --b USA --period 2018");
    let ratio = |way| row(&asked, "direction", way)["ratio"].as_f64().unwrap();
    assert!((ratio("a_to_b") - 1.109_750_569_151_038_8).abs() < 1e-12);
    assert!((ratio("b_to_a") - 0.875_493_874_881_664_1).abs() < 1e-12);
    assert_eq!(
        digits(&row(&asked, "direction", "a_to_b")["explained"], "cif_fob"),
        "null"
    );

    let mut published = std::collections::BTreeMap::new();
    for line in std::fs::read_to_string(&file).unwrap().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let key = (
            cells[2].to_owned(),
            cells[1].to_owned(),
            cells[0].to_owned(),
        );
        published.insert(key, cells[5].parse::<f64>().ok());
    }
    let code = |name: &str| match name {
        "USA" => "USA",
        "Brazil" => "BRA",
        "China" => "CHN",
        "Angola" => "AGO",
        "Mozambique" => "MOZ",
        _ => "PRT",
    };
    let pairs: std::collections::BTreeSet<_> = published
        .keys()
        .map(|(x, m, _)| (x.clone(), m.clone()))
        .collect();
    assert_eq!(pairs.len(), 28);
    let mut compared = 0;
    // Each pair once: an answer holds both directions.
    for (x, m) in pairs
        .iter()
        .filter(|(x, m)| x < m || !pairs.contains(&(m.clone(), x.clone())))
    {
        let (a, b) = (code(x), code(m));
        let line = format!("trade mirror --a {a} --b {b} --period 2003..2024 --by period");
        for line in lab.json(&line)["data"].as_array().unwrap() {
            let (from, to) = if line["direction"] == "a_to_b" {
                (x, m)
            } else {
                (m, x)
            };
            let year = line["key"].as_str().unwrap();
            let key = (from.clone(), to.clone(), year.to_owned());
            let expected = published.get(&key).copied().flatten();
            let found = line["ratio"].as_f64();
            let same = match (expected, found) {
                (Some(e), Some(f)) => ((e - f) / e).abs() < 1e-12,
                (e, f) => e.is_none() && f.is_none(),
            };
            assert!(same, "{key:?}: {expected:?} {found:?}");
            compared += usize::from(found.is_some());
        }
    }
    assert!(compared > 480, "{compared}");
    let scores = lab.json("trade reliability --period 2018");
    assert_eq!(scores["data"].as_array().map(Vec::len), Some(6));
    assert_eq!(scores["meta"]["basis"]["flows"], "28");
}
