//! Time and memory of a counterfactual in many sectors.
//!
//! ```sh
//! cargo run --release -p triffin-tariff --example equilibrium -- synthetic 200 100 0.3
//! cargo run --release -p triffin-tariff --example equilibrium -- nafta DIR 21
//! ```
//!
//! `synthetic REGIONS SECTORS DENSITY`: a made-up world whose first ten
//! regions raise every tariff by 25 points.
//! `nafta DIR RUNS`: Caliendo and Parro's tables in DIR (flows, tariffs,
//! inputs, sectors_by_region, sectors, regions as plain CSV).

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use triffin_tariff::equilibrium::world::{Cell, synthetic};
use triffin_tariff::equilibrium::{
    Change, Closure, Data, Flow, Input, Model, Settings, Shock, World, solve,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["synthetic", regions, sectors, density] => {
            made_up(regions.parse()?, sectors.parse()?, density.parse()?)
        }
        ["nafta", folder, runs] => nafta(Path::new(folder), runs.parse()?),
        _ => Err("synthetic REGIONS SECTORS DENSITY | nafta DIR RUNS".into()),
    }
}

fn made_up(regions: usize, sectors: usize, density: f64) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let world = World::new(synthetic(regions, sectors, density, 1))?;
    println!(
        "{regions} regions, {sectors} sectors: {} flows, {} inputs, made in {:.2?}, {} MB",
        world.flows().len(),
        world.inputs().len(),
        start.elapsed(),
        peak_megabytes()
    );
    let mut shock = Shock::none(&world);
    shock.apply(&world, |flow| flow.importer < 10, Change::Points(0.25))?;
    report(&world, &shock, 1)
}

fn report(world: &World, shock: &Shock, runs: usize) -> Result<(), Box<dyn Error>> {
    let model = Model::new(Closure::Zero);
    let mut times = Vec::new();
    for run in 0..runs {
        let start = Instant::now();
        let outcome = solve(world, &model, shock, &Settings::default())?;
        times.push(start.elapsed());
        if run == 0 {
            let (base, after) = (&outcome.baseline, &outcome.counterfactual);
            println!(
                "passes {} and {}, residual {:.1e} and {:.1e}",
                base.iterations, after.iterations, base.residual, after.residual
            );
        }
    }
    times.sort();
    println!(
        "median of {runs}: {:.2?}, best {:.2?}, peak {} MB",
        times[times.len() / 2],
        times[0],
        peak_megabytes()
    );
    Ok(())
}

/// Peak resident memory as the kernel counts it, where it does.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

fn nafta(folder: &Path, runs: usize) -> Result<(), Box<dyn Error>> {
    let table = |name: &str| -> Result<Vec<Vec<String>>, Box<dyn Error>> {
        let mut rows = Vec::new();
        for record in csv::Reader::from_path(folder.join(name))?.records() {
            rows.push(record?.iter().map(str::to_owned).collect());
        }
        Ok(rows)
    };
    let (regions, sectors) = (table("regions.csv")?, table("sectors.csv")?);
    let places = |rows: &[Vec<String>]| -> HashMap<String, u32> {
        (0..)
            .zip(rows)
            .map(|(at, row)| (row[0].clone(), at))
            .collect()
    };
    let (region, sector) = (places(&regions), places(&sectors));
    let number = |text: &String| text.parse::<f64>();
    let mut rates = HashMap::new();
    for row in table("tariffs.csv")? {
        let cell = (region[&row[0]], region[&row[1]], sector[&row[2]]);
        rates.insert(cell, (number(&row[3])?, number(&row[4])?));
    }
    let rate = |flow: &Flow| {
        let cell = (flow.importer, flow.exporter, flow.sector);
        rates.get(&cell).copied().unwrap_or_default()
    };
    let mut data = Data {
        regions: regions.iter().map(|row| row[0].clone()).collect(),
        sectors: sectors.iter().map(|row| row[0].clone()).collect(),
        ..Data::default()
    };
    for row in &sectors {
        data.theta.push(number(&row[1])?);
    }
    for row in &regions {
        data.value_added.push(number(&row[1])?);
    }
    for row in table("flows.csv")? {
        let mut flow = Flow {
            importer: region[&row[0]],
            exporter: region[&row[1]],
            sector: sector[&row[2]],
            value: number(&row[3])?,
            tariff: 0.0,
        };
        flow.tariff = rate(&flow).0;
        data.flows.push(flow);
    }
    for row in table("inputs.csv")? {
        data.inputs.push(Input {
            region: region[&row[0]],
            using: sector[&row[1]],
            input: sector[&row[2]],
            share: number(&row[3])?,
        });
    }
    for row in table("sectors_by_region.csv")? {
        let cell = |value| Cell {
            region: region[&row[0]],
            sector: sector[&row[1]],
            value,
        };
        data.value_added_shares.push(cell(number(&row[2])?));
        data.final_shares.push(cell(number(&row[3])?));
    }
    let world = World::new(data)?;
    let mut shock = Shock::none(&world);
    let north = ["Canada", "Mexico", "USA"].map(|name| region[name]);
    for flow in world
        .flows()
        .iter()
        .filter(|flow| flow.importer != flow.exporter)
    {
        let new = rate(&flow).1;
        if north.contains(&flow.importer) && new != flow.tariff {
            let cell = |other: &Flow| *other == flow;
            shock.apply(&world, cell, Change::Rate(new))?;
        }
    }
    report(&world, &shock, runs)
}
