//! The gravity table's published sample: an agreement of Canada and Japan.
//!
//!     cargo run --release -p triffin-tariff --example gravity_table -- DIR
//!
//! DIR holds `sample_data_set.dlm`. Writes country, exports and factory-gate
//! price changes in percent as CSV, and the median time of 25 runs from the
//! table in memory to the results on stderr.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use triffin_tariff::equilibrium::gravity_table::{
    CostTerm, GravityTable, Incomes, Row, Setting, simulate, trade_costs,
};

/// The coefficients published with the sample.
const COEFFICIENTS: [(&str, f64); 6] = [
    ("lndist", -0.3898623),
    ("contiguity", 0.891577),
    ("common_language", 0.0326249),
    ("pta", 0.4711383),
    ("international", -3.412584),
    ("constant", 16.32434),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("DIR is missing")?;
    let (rows, terms) = read(&Path::new(&folder).join("sample_data_set.dlm"))?;
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..25 {
        let began = Instant::now();
        let table = GravityTable::new(&rows)?;
        let mut terms = terms.clone();
        for term in &mut terms {
            term.before = table.by_pair(&term.before)?;
            term.after = table.by_pair(&term.after)?;
        }
        let (before, after) = trade_costs(&terms)?;
        let setting = Setting {
            sigma: 5.0,
            reference: table.region("DEU").ok_or("DEU is missing")?,
            incomes: Incomes::Held,
        };
        last = Some(simulate(&table, &before, &after, &setting)?);
        times.push(began.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    eprintln!("{:.6}", times[times.len() / 2]);
    println!("country,foreign_exports,factory_gate_price");
    for country in last.iter().flat_map(|results| &results.countries) {
        let (exports, price) = (country.foreign_exports, country.factory_gate_price);
        println!("{},{exports},{price}", country.region);
    }
    Ok(())
}

/// The rows, and the cost variables row by row.
fn read(path: &Path) -> Result<(Vec<Row>, Vec<CostTerm>), Box<dyn Error>> {
    let mut terms: Vec<CostTerm> = COEFFICIENTS
        .iter()
        .map(|(name, coefficient)| CostTerm {
            name: (*name).to_owned(),
            coefficient: *coefficient,
            before: Vec::new(),
            after: Vec::new(),
        })
        .collect();
    let mut rows = Vec::new();
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    for record in reader.records() {
        let record = record?;
        let cell = |name: &str| -> Result<&str, String> {
            let at = headers.iter().position(|header| header == name);
            let cell = at.and_then(|at| record.get(at));
            cell.ok_or(format!("no column {name}"))
        };
        let (exporter, importer) = (cell("exporter")?.to_owned(), cell("importer")?.to_owned());
        let agreed = matches!(
            (exporter.as_str(), importer.as_str()),
            ("CAN", "JPN") | ("JPN", "CAN")
        );
        for term in &mut terms {
            let value: f64 = match term.name.as_str() {
                "constant" => 1.0,
                name => cell(name)?.parse()?,
            };
            term.before.push(value);
            term.after.push(if agreed && term.name == "pta" {
                1.0
            } else {
                value
            });
        }
        rows.push(Row {
            trade: cell("trade")?.parse().ok(),
            output: cell("Y")?.parse()?,
            expenditure: cell("E")?.parse()?,
            exporter,
            importer,
        });
    }
    Ok((rows, terms))
}
