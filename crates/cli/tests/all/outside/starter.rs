//! The figures carried in the binary: who, what, from when to when.

use super::lab::Lab;

#[test]
fn twenty_economies_have_every_indicator_from_1990_on() {
    let lab = Lab::new();
    let asked = lab.json(
        "sql \"SELECT indicator, economy, min(year) AS first, max(year) AS last, count(DISTINCT year) AS years \
         FROM series WHERE value IS NOT NULL GROUP BY indicator, economy\"",
    );
    // Effective rates of the BIS broad basket begin in 1994; the latest year is
    // that of the newest release the licence let in.
    for (indicator, first, last) in [
        ("gdp", 1990, 2021),
        ("current_account", 1990, 2021),
        ("exchange_rate", 1990, 2024),
        ("cpi_inflation", 1990, 2023),
        ("reserves", 1990, 2023),
        ("external_assets", 1990, 2021),
        ("external_liabilities", 1990, 2021),
        ("neer", 1994, 2020),
        ("reer", 1994, 2020),
    ] {
        let whole = asked["data"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["indicator"] == indicator)
            .filter(|row| {
                let (from, to) = (
                    row["first"].as_i64().unwrap(),
                    row["last"].as_i64().unwrap(),
                );
                from <= first && to >= last && row["years"].as_i64().unwrap() > to - from
            })
            .count();
        assert!(
            whole >= 20,
            "{indicator}: {whole} economies from {first} to {last} without a gap"
        );
    }
}

#[test]
fn china_trades_by_month_from_2001_to_2019() {
    let lab = Lab::new();
    let asked = lab.json(
        "sql \"SELECT reporter, flow, count(DISTINCT period) AS months, min(period) AS first, max(period) AS last \
         FROM records WHERE partner = 'CHN' GROUP BY reporter, flow ORDER BY reporter, flow\"",
    );
    let rows = asked["data"].as_array().unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|r| {
            format!(
                "{} {} {} {} {}",
                r["reporter"], r["flow"], r["months"], r["first"], r["last"]
            )
            .replace('"', "")
        })
        .collect();
    let expected: Vec<String> = ["JPN", "KOR", "USA"]
        .iter()
        .flat_map(|who| {
            ["export", "import"].map(|flow| format!("{who} {flow} 228 2001-01 2019-12"))
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn every_row_of_the_documents_is_a_statement_and_none_is_a_fact() {
    let lab = Lab::new();
    let asked = lab.json("basis statements");
    let rows = asked["data"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["flag"] == "stated"));
    for document in ["000", "002", "003", "004"] {
        assert!(
            rows.iter().any(|row| row["document"] == document),
            "{document}"
        );
    }
    let facts = lab.json("sql \"SELECT count(*) AS n FROM series WHERE flag = 'stated'\"");
    assert_eq!(facts["data"][0]["n"], 0);
}
