//! Proofs of the gravity table.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// The published sample's coefficients (gegravity, `examples_OneSectorGE.py`,
/// estimated there by PPML with exporter and importer effects).
const COEFFICIENTS: [(&str, f64); 6] = [
    ("lndist", -0.3898623),
    ("contiguity", 0.891577),
    ("common_language", 0.0326249),
    ("pta", 0.4711383),
    ("international", -3.412584),
    ("constant", 16.32434),
];

type Records = Vec<HashMap<String, String>>;

fn records(name: &str) -> Option<Records> {
    let text = crate::test_data::read(&format!("gravity/gegravity/{name}"))?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    Some(reader.deserialize().collect::<Result<_, _>>().unwrap())
}

fn number(record: &HashMap<String, String>, column: &str) -> f64 {
    record[column].parse().unwrap()
}

/// The table of the sample, and its costs before and after an agreement of
/// Canada and Japan.
fn sample() -> Option<(GravityTable, Vec<f64>, Vec<f64>)> {
    sample_with(&COEFFICIENTS)
}

fn sample_with(coefficients: &[(&str, f64)]) -> Option<(GravityTable, Vec<f64>, Vec<f64>)> {
    let records = records("sample_data_set.dlm")?;
    let row = |record: &HashMap<String, String>| Row {
        exporter: record["exporter"].clone(),
        importer: record["importer"].clone(),
        trade: Some(number(record, "trade")),
        output: number(record, "Y"),
        expenditure: number(record, "E"),
    };
    let table = GravityTable::new(&records.iter().map(row).collect::<Vec<_>>()).unwrap();
    let agreed = |record: &HashMap<String, String>| {
        let pair = [record["exporter"].as_str(), record["importer"].as_str()];
        pair == ["CAN", "JPN"] || pair == ["JPN", "CAN"]
    };
    let term = |(name, coefficient): &(&str, f64)| {
        let value = |record: &HashMap<String, String>| match *name {
            "constant" => 1.0,
            _ => number(record, name),
        };
        let after = |record: &HashMap<String, String>| match *name == "pta" && agreed(record) {
            true => 1.0,
            false => value(record),
        };
        let column = |values: Vec<f64>| table.by_pair(&values).unwrap();
        CostTerm {
            name: (*name).to_owned(),
            coefficient: *coefficient,
            before: column(records.iter().map(value).collect()),
            after: column(records.iter().map(after).collect()),
        }
    };
    let (before, after) = trade_costs(&coefficients.iter().map(term).collect::<Vec<_>>()).unwrap();
    Some((table, before, after))
}

fn setting(table: &GravityTable, incomes: Incomes) -> Setting {
    Setting {
        sigma: 5.0,
        reference: table.region("DEU").unwrap_or(0),
        incomes,
    }
}

/// Every column of the published results; the published solver stops at
/// 1e-8, which is what the differences show.
#[test]
fn the_published_agreement_of_canada_and_japan() {
    let Some((table, before, after)) = sample() else {
        return;
    };
    let results = simulate(&table, &before, &after, &setting(&table, Incomes::Held)).unwrap();
    let published = records("gegravity_country_results.csv").unwrap();
    assert_eq!(published.len(), 30);
    for record in &published {
        let at = table.region(&record["country"]).unwrap();
        let country = &results.countries[at];
        for (column, value) in [
            (
                "factory gate price change (percent)",
                country.factory_gate_price,
            ),
            ("omr change (percent)", country.outward_resistance),
            ("imr change (percent)", country.inward_resistance),
            ("GDP change (percent)", country.gdp),
            ("welfare statistic", country.welfare_statistic),
            ("terms of trade change (percent)", country.terms_of_trade),
            ("output change (percent)", country.output),
            ("expenditure change (percent)", country.expenditure),
            ("foreign exports change (percent)", country.foreign_exports),
            ("foreign imports change (percent)", country.foreign_imports),
            (
                "intranational trade change (percent)",
                country.intranational_trade,
            ),
        ] {
            let wanted = number(record, column);
            assert!(
                (value - wanted).abs() < 1e-6,
                "{} {column}: {value} {wanted}",
                country.region
            );
        }
    }
    let canada = &results.countries[table.region("CAN").unwrap()];
    assert!((canada.foreign_exports - 1.573180).abs() < 1e-6);
    let japan = &results.countries[table.region("JPN").unwrap()];
    assert!((japan.foreign_exports - 1.249639).abs() < 1e-6);
}

#[test]
fn the_published_resistances_and_bilateral_trade() {
    let Some((table, before, after)) = sample() else {
        return;
    };
    let results = simulate(&table, &before, &after, &setting(&table, Incomes::Held)).unwrap();
    for record in &records("gegravity_baseline_mr.csv").unwrap() {
        let country = &results.countries[table.region(&record["country"]).unwrap()];
        let outward = country.outward_resistance_before / number(record, "baseline omr");
        let inward = country.inward_resistance_before / number(record, "baseline imr");
        assert!((outward - 1.0).abs() < 1e-8 && (inward - 1.0).abs() < 1e-8);
    }
    let published = records("gegravity_bilateral_results.csv").unwrap();
    assert_eq!(published.len(), 900);
    for record in &published {
        let exporter = table.region(&record["exporter"]).unwrap();
        let importer = table.region(&record["importer"]).unwrap();
        let pair = &results.pairs[exporter * 30 + importer];
        assert!((pair.before / number(record, "baseline modeled trade") - 1.0).abs() < 1e-8);
        assert!((pair.after / number(record, "experiment trade") - 1.0).abs() < 1e-8);
        assert!((pair.change - number(record, "trade change (percent)")).abs() < 1e-6);
    }
}

/// From trade to coefficients to the counterfactual: the published numbers
/// are rounded to seven digits.
#[test]
fn estimates_of_the_sample_lead_to_the_same_exports() {
    use crate::estimate::{Frame, Labels, Numbers, Request, estimate};
    let Some(records) = records("sample_data_set.dlm") else {
        return;
    };
    let mut frame = Frame::new();
    let label =
        |name: &str| Labels::from_texts(records.iter().map(|record| Some(record[name].as_str())));
    frame.push("exporter", label("exporter")).unwrap();
    frame.push("importer", label("importer")).unwrap();
    for name in [
        "trade",
        "lndist",
        "contiguity",
        "common_language",
        "pta",
        "international",
    ] {
        let values = records.iter().map(|record| number(record, name)).collect();
        frame.push(name, Numbers::new(values)).unwrap();
    }
    let formula =
        "trade ~ lndist + contiguity + common_language + pta + international | exporter + importer";
    let fit = estimate(&frame, &Request::parse(formula).unwrap()).unwrap();
    for (term, (name, published)) in fit.terms.iter().zip(COEFFICIENTS) {
        assert_eq!(term.term, name);
        let miss = (term.estimate - published).abs();
        assert!(miss < 1e-6, "{name} {}", term.estimate);
    }
    let estimates: Vec<(&str, f64)> = fit
        .terms
        .iter()
        .map(|term| (term.term.as_str(), term.estimate))
        .collect();
    let (table, before, after) = sample_with(&estimates).unwrap();
    let results = simulate(&table, &before, &after, &setting(&table, Incomes::Held)).unwrap();
    for (country, published) in [("CAN", 1.573180), ("JPN", 1.249639)] {
        let found = results.countries[table.region(country).unwrap()].foreign_exports;
        assert!((found - published).abs() < 5e-6, "{country} {found}");
    }
}

/// Two derivations: gravity with resistances, and exact hat algebra.
#[test]
fn resistances_and_hat_algebra_find_the_same_trade() {
    let regions = ["A", "B", "C"].map(str::to_owned);
    let trade = [90.0, 5.0, 9.0, 7.0, 50.0, 3.0, 6.0, 8.0, 200.0];
    let table = GravityTable::square(&regions, &trade).unwrap();
    let before = [1.0, 0.02, 0.04, 0.03, 1.0, 0.05, 0.02, 0.04, 1.0];
    let mut after = before;
    (after[1], after[3]) = (0.05, 0.06);
    let results = simulate(&table, &before, &after, &setting(&table, Incomes::Move)).unwrap();
    let sum = |after: bool| -> f64 {
        results
            .pairs
            .iter()
            .map(|pair| if after { pair.after } else { pair.before })
            .sum()
    };
    let world = sum(false) / sum(true);
    for country in &results.countries {
        // Output is what is sold, spending what is bought, of the trade found.
        let at = table.region(&country.region).unwrap();
        let sold: f64 = (0..3).map(|j| results.pairs[at * 3 + j].after).sum();
        let was: f64 = (0..3).map(|j| results.pairs[at * 3 + j].before).sum();
        assert!((100.0 * (sold / was - 1.0) - country.output).abs() < 1e-9);
        let bought: f64 = (0..3).map(|i| results.pairs[i * 3 + at].after).sum();
        let was: f64 = (0..3).map(|i| results.pairs[i * 3 + at].before).sum();
        assert!((100.0 * (bought / was - 1.0) - country.expenditure).abs() < 1e-9);
        // Factory-gate prices: p̂^(1−σ) = ŝ Π̂^(σ−1).
        let hat = |percent: f64| 1.0 + percent / 100.0;
        let share = hat(country.output) * world;
        let wanted = share * hat(country.outward_resistance).powi(4);
        assert!((hat(country.factory_gate_price).powi(-4) - wanted).abs() < 1e-9);
    }
    assert!(results.countries[0].foreign_exports > 0.0);
}

#[test]
fn what_is_not_square_is_refused_with_the_pair() {
    let row = |exporter: &str, importer: &str| Row {
        exporter: exporter.into(),
        importer: importer.into(),
        trade: None,
        output: 1.0,
        expenditure: 1.0,
    };
    let missing = GravityTable::new(&[row("A", "A"), row("A", "B"), row("B", "A")]).unwrap_err();
    assert_eq!(missing.code(), "E-TARIFF-GRAVITY-PAIR");
    assert_eq!(missing.left(), Some("B → B"));
    let twice = GravityTable::new(&[row("A", "A"), row("A", "A")]).unwrap_err();
    assert_eq!(twice.left(), Some("A → A"));
    let mut other = row("A", "B");
    other.output = 2.0;
    let rows = [row("A", "A"), other, row("B", "A"), row("B", "B")];
    assert_eq!(
        GravityTable::new(&rows).unwrap_err().code(),
        "E-TARIFF-GRAVITY-OUTPUT"
    );
    let square = GravityTable::square(&["A".into(), "B".into()], &[0.0; 4]).unwrap_err();
    assert_eq!(square.code(), "E-TARIFF-GRAVITY-OUTPUT");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Balanced both ways, however far costs are apart.
    #[test]
    fn resistances_balance_rows_and_columns(costs in prop::collection::vec(-9.0..9.0_f64, 25),
                                            sizes in prop::collection::vec(-5.0..5.0_f64, 10)) {
        let rows: Vec<Row> = (0..25).map(|pair| Row {
            exporter: format!("R{}", pair / 5),
            importer: format!("R{}", pair % 5),
            trade: None,
            output: sizes[pair / 5].exp(),
            expenditure: sizes[5 + pair % 5].exp(),
        }).collect();
        let table = GravityTable::new(&rows).unwrap();
        let costs: Vec<f64> = costs.iter().map(|cost| cost.exp()).collect();
        let solved = resistances(&table, &costs, 4.0, 2).unwrap();
        prop_assert!((solved.inward[2] - 1.0).abs() < 1e-15);
        let share = |amounts: &[f64], at: usize| amounts[at] / amounts.iter().sum::<f64>();
        for at in 0..5 {
            let inward: f64 = (0..5).map(|i| costs[i * 5 + at] * share(table.output(), i) * solved.outward[i].powi(3)).sum();
            prop_assert!((inward * solved.inward[at].powi(3) - 1.0).abs() < 1e-9);
            let outward: f64 = (0..5).map(|j| costs[at * 5 + j] * share(table.expenditure(), j) * solved.inward[j].powi(3)).sum();
            prop_assert!((outward * solved.outward[at].powi(3) - 1.0).abs() < 1e-9);
        }
    }
}
