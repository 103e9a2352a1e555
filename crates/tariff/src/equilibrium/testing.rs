//! Caliendo and Parro's data, for tests where they are there.

use std::collections::HashMap;

use super::world::{Cell, Data};
use super::{Flow, Input, Shock, World};
use crate::test_data;

/// The rows of a CSV file, where it is there.
fn rows(name: &str) -> Option<Vec<Vec<String>>> {
    let text = test_data::read(name)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(str::to_owned).collect()
    });
    Some(records.collect())
}

/// The 1993 world of 31 regions and 40 sectors, and the tariff changes of
/// NAFTA: 2005 rates between Canada, Mexico and the USA.
///
/// Source: Caliendo and Parro 2015, the authors' published data.
pub(crate) fn nafta() -> Option<(World, Shock)> {
    let table = |name: &str| rows(&format!("gravity/cp2015/{name}"));
    let number = |text: &String| text.parse::<f64>().unwrap();
    let regions = table("regions.csv")?;
    let sectors = table("sectors.csv")?;
    let places = |table: &[Vec<String>]| -> HashMap<String, u32> {
        (0..)
            .zip(table)
            .map(|(at, row)| (row[0].clone(), at))
            .collect()
    };
    let (region, sector) = (places(&regions), places(&sectors));
    let tariffs: HashMap<(u32, u32, u32), (f64, f64)> = table("tariffs.csv.gz")?
        .iter()
        .map(|row| {
            let cell = (region[&row[0]], region[&row[1]], sector[&row[2]]);
            (cell, (number(&row[3]), number(&row[4])))
        })
        .collect();
    let rate = |flow: &Flow| tariffs.get(&(flow.importer, flow.exporter, flow.sector));
    let mut flows: Vec<Flow> = table("flows.csv.gz")?
        .iter()
        .map(|row| Flow {
            importer: region[&row[0]],
            exporter: region[&row[1]],
            sector: sector[&row[2]],
            value: number(&row[3]),
            tariff: 0.0,
        })
        .collect();
    for flow in &mut flows {
        flow.tariff = rate(flow).map_or(0.0, |rates| rates.0);
    }
    let inputs = table("inputs.csv.gz")?;
    let shares = table("sectors_by_region.csv.gz")?;
    let cells = |column: usize| -> Vec<Cell> {
        let cell = |row: &Vec<String>| Cell {
            region: region[&row[0]],
            sector: sector[&row[1]],
            value: number(&row[column]),
        };
        shares.iter().map(cell).collect()
    };
    let world = World::new(Data {
        regions: regions.iter().map(|row| row[0].clone()).collect(),
        sectors: sectors.iter().map(|row| row[0].clone()).collect(),
        theta: sectors.iter().map(|row| number(&row[1])).collect(),
        flows,
        inputs: inputs
            .iter()
            .map(|row| Input {
                region: region[&row[0]],
                using: sector[&row[1]],
                input: sector[&row[2]],
                share: number(&row[3]),
            })
            .collect(),
        value_added_shares: cells(2),
        final_shares: cells(3),
        value_added: regions.iter().map(|row| number(&row[1])).collect(),
        output: Vec::new(),
    })
    .unwrap();
    let mut shock = Shock::none(&world);
    for (at, flow) in world.flows().iter().enumerate() {
        shock.tariff[at] = rate(&flow).map_or(0.0, |rates| rates.1);
    }
    Some((world, shock))
}
