//! From tables to a world: what is missing is derived, what must fit is
//! checked.

use triffin_basis::BasisError;

use super::check::{self, MISS};
use super::data::{Adjustment, AdjustmentKind, Cell, Data};
use super::{World, refusal};
use crate::equilibrium::flows::{Flow, Flows};
use crate::equilibrium::inputs::Inputs;

/// A miss beyond this is reported.
const ROUNDING: f64 = 1e-6;

/// Below this share a use without a supplier is rounding of the tables.
const UNUSED: f64 = 1e-15;

pub(super) fn world(mut data: Data) -> Result<World, BasisError> {
    check::tables(&data)?;
    let mut notes = Vec::new();
    add_own_trade(&mut data, &mut notes)?;
    let flows = Flows::new(
        data.regions.len(),
        data.sectors.len(),
        std::mem::take(&mut data.flows),
    );
    let flows = flows
        .map_err(|flow| refusal::duplicate(&refusal::cell(&data.regions, &data.sectors, &flow)))?;
    let output = output(&data, &flows);
    everyone_trades(&data, &flows, &output)?;
    let (inputs, value_added_share) = technology(&mut data, &output, &mut notes)?;
    let value_added = value_added(&data, &output, &value_added_share)?;
    let purchases = purchases(&data, &flows);
    let final_share = final_shares(&data, &purchases, &output, &inputs, &mut notes)?;
    everything_is_supplied(&data, &purchases, &output, &inputs, &final_share)?;
    Ok(World {
        regions: data.regions.into(),
        sectors: data.sectors.into(),
        flows: flows.into(),
        inputs: inputs.into(),
        theta: data.theta,
        value_added_share: value_added_share.into(),
        final_share: final_share.into(),
        value_added: value_added.into(),
        adjustments: notes.into(),
    })
}

/// Purchases at home = output − exports, where output is given and
/// purchases at home are not.
fn add_own_trade(data: &mut Data, notes: &mut Vec<Adjustment>) -> Result<(), BasisError> {
    let sectors = data.sectors.len();
    let mut exports = vec![0.0; data.regions.len() * sectors];
    let mut has_own = vec![false; exports.len()];
    for flow in &data.flows {
        let at = flow.exporter as usize * sectors + flow.sector as usize;
        exports[at] += flow.value / (1.0 + flow.tariff);
        has_own[at] |= flow.importer == flow.exporter;
    }
    for cell in &data.output {
        let (region, sector) = (cell.region as usize, cell.sector as usize);
        let at = region * sectors + sector;
        if has_own[at] {
            continue;
        }
        let own = cell.value - exports[at];
        if !(own >= 0.0 && own.is_finite()) {
            let (region, sector) = (&data.regions[region], &data.sectors[sector]);
            return Err(refusal::own_trade_negative(
                region,
                sector,
                cell.value,
                exports[at],
            ));
        }
        has_own[at] = true;
        data.flows.push(Flow {
            importer: cell.region,
            exporter: cell.region,
            sector: cell.sector,
            value: own,
            tariff: 0.0,
        });
        notes.push(Adjustment {
            region,
            sector: Some(sector),
            kind: AdjustmentKind::OwnTrade,
            found: own,
        });
    }
    Ok(())
}

/// Yₙʲ = Σₘ Mₘₙʲ: sales before duty, by region × sector.
fn output(data: &Data, flows: &Flows) -> Vec<f64> {
    let mut output = vec![0.0; data.regions.len() * data.sectors.len()];
    for flow in flows.iter() {
        let at = flow.exporter as usize * data.sectors.len() + flow.sector as usize;
        output[at] += flow.value / (1.0 + flow.tariff);
    }
    output
}

/// Xₙʲ: purchases, duty included, by region × sector.
fn purchases(data: &Data, flows: &Flows) -> Vec<f64> {
    let mut purchases = vec![0.0; data.regions.len() * data.sectors.len()];
    for flow in flows.iter() {
        purchases[flow.importer as usize * data.sectors.len() + flow.sector as usize] += flow.value;
    }
    purchases
}

fn everyone_trades(data: &Data, flows: &Flows, output: &[f64]) -> Result<(), BasisError> {
    let (regions, sectors) = (data.regions.len(), data.sectors.len());
    let mut bought = vec![false; regions];
    let mut own = vec![false; regions];
    let mut traded = vec![false; sectors];
    for flow in flows.iter() {
        bought[flow.importer as usize] = true;
        own[flow.importer as usize] |= flow.importer == flow.exporter;
        traded[flow.sector as usize] = true;
    }
    for (region, name) in data.regions.iter().enumerate() {
        let sold = &output[region * sectors..(region + 1) * sectors];
        if sold.iter().all(|sold| *sold == 0.0) {
            return Err(refusal::no_production(name));
        }
        if !bought[region] {
            return Err(refusal::no_purchases(name));
        }
        if !own[region] {
            return Err(refusal::own_trade(name));
        }
    }
    match traded.iter().position(|traded| !traded) {
        Some(sector) => Err(refusal::no_trade(&data.sectors[sector])),
        None => Ok(()),
    }
}

/// Inputs and value added shares that sum to one wherever goods are made.
fn technology(
    data: &mut Data,
    output: &[f64],
    notes: &mut Vec<Adjustment>,
) -> Result<(Inputs, Vec<f64>), BasisError> {
    let (regions, sectors) = (data.regions.len(), data.sectors.len());
    let given = dense(data, &data.value_added_shares)?;
    let inputs = Inputs::new(regions, sectors, std::mem::take(&mut data.inputs));
    let mut inputs = inputs.map_err(|input| {
        refusal::duplicate(&format!(
            "{}, {} ← {}",
            data.regions[input.region as usize],
            data.sectors[input.using as usize],
            data.sectors[input.input as usize]
        ))
    })?;
    let derived = data.value_added_shares.is_empty();
    let mut shares = vec![0.0; regions * sectors];
    for (row, share) in shares.iter_mut().enumerate() {
        let (region, sector) = (row / sectors, row % sectors);
        let used: f64 = inputs.of(region, sector).map(|(_, share)| share).sum();
        *share = match given[row] {
            Some(share) => share,
            None if derived => (1.0 - used).max(0.0),
            None => 0.0,
        };
        let sum = used + *share;
        if sum == 0.0 && output[row] == 0.0 {
            continue;
        }
        sums_to_one(data, region, sector, sum)?;
        note(notes, region, Some(sector), AdjustmentKind::CostShares, sum);
        inputs.divide(row, sum);
        *share /= sum;
    }
    Ok((inputs, shares))
}

fn sums_to_one(data: &Data, region: usize, sector: usize, sum: f64) -> Result<(), BasisError> {
    let name = || format!("{}, {}", data.regions[region], data.sectors[sector]);
    if sum == 0.0 {
        return Err(refusal::no_technology(&name()));
    }
    if (sum - 1.0).abs() > MISS {
        let what = ("the cost shares", "成本份额");
        return Err(refusal::shares(&name(), what, sum));
    }
    Ok(())
}

fn note(
    notes: &mut Vec<Adjustment>,
    region: usize,
    sector: Option<usize>,
    kind: AdjustmentKind,
    sum: f64,
) {
    if (sum - 1.0).abs() > ROUNDING {
        notes.push(Adjustment {
            region,
            sector,
            kind,
            found: sum,
        });
    }
}

fn dense(data: &Data, cells: &[Cell]) -> Result<Vec<Option<f64>>, BasisError> {
    let mut dense = vec![None; data.regions.len() * data.sectors.len()];
    for cell in cells {
        let (region, sector) = (cell.region as usize, cell.sector as usize);
        let place = &mut dense[region * data.sectors.len() + sector];
        if place.replace(cell.value).is_some() {
            let name = format!("{}, {}", data.regions[region], data.sectors[sector]);
            return Err(refusal::duplicate(&name));
        }
    }
    Ok(dense)
}

fn value_added(data: &Data, output: &[f64], shares: &[f64]) -> Result<Vec<f64>, BasisError> {
    if !data.value_added.is_empty() {
        return Ok(data.value_added.clone());
    }
    let cells = output.iter().zip(shares).map(|(y, gamma)| y * gamma);
    let cells: Vec<f64> = cells.collect();
    let sums: Vec<f64> = cells
        .chunks(data.sectors.len())
        .map(|sectors| sectors.iter().sum())
        .collect();
    match sums.iter().position(|sum| *sum <= 0.0) {
        Some(at) => Err(refusal::value_added(&data.regions[at], sums[at])),
        None => Ok(sums),
    }
}

/// αₙʲ as given, else (Xₙʲ − Σₖ γₙᵏʲ Yₙᵏ) over its sum.
fn final_shares(
    data: &Data,
    purchases: &[f64],
    output: &[f64],
    inputs: &Inputs,
    notes: &mut Vec<Adjustment>,
) -> Result<Vec<f64>, BasisError> {
    let sectors = data.sectors.len();
    let given = dense(data, &data.final_shares)?;
    let derived = data.final_shares.is_empty();
    let mut shares: Vec<f64> = given.into_iter().map(Option::unwrap_or_default).collect();
    for (region, name) in data.regions.iter().enumerate() {
        let row = &mut shares[region * sectors..(region + 1) * sectors];
        if derived {
            final_use(region, row, purchases, output, inputs, notes);
        }
        let sum: f64 = row.iter().sum();
        if !derived {
            if (sum - 1.0).abs() > MISS {
                return Err(refusal::shares(
                    name,
                    ("the final shares", "最终支出份额"),
                    sum,
                ));
            }
            note(notes, region, None, AdjustmentKind::FinalShares, sum);
        } else if sum <= 0.0 {
            return Err(refusal::shares(name, ("the final uses", "最终使用"), sum));
        }
        row.iter_mut().for_each(|share| *share /= sum);
    }
    Ok(shares)
}

fn final_use(
    region: usize,
    row: &mut [f64],
    purchases: &[f64],
    output: &[f64],
    inputs: &Inputs,
    notes: &mut Vec<Adjustment>,
) {
    let sectors = row.len();
    row.copy_from_slice(&purchases[region * sectors..(region + 1) * sectors]);
    for using in 0..sectors {
        for (input, share) in inputs.of(region, using) {
            row[input] -= share * output[region * sectors + using];
        }
    }
    for (sector, used) in row.iter_mut().enumerate().filter(|(_, used)| **used < 0.0) {
        notes.push(Adjustment {
            region,
            sector: Some(sector),
            kind: AdjustmentKind::NegativeFinalUse,
            found: *used,
        });
        *used = 0.0;
    }
}

/// Whatever is used for consumption or production is sold there by someone.
fn everything_is_supplied(
    data: &Data,
    purchases: &[f64],
    output: &[f64],
    inputs: &Inputs,
    final_share: &[f64],
) -> Result<(), BasisError> {
    let sectors = data.sectors.len();
    for region in 0..data.regions.len() {
        let rows = region * sectors..(region + 1) * sectors;
        let mut used = final_share[rows.clone()].to_vec();
        for using in (0..sectors).filter(|using| output[region * sectors + using] > 0.0) {
            for (input, share) in inputs.of(region, using) {
                used[input] += share;
            }
        }
        let open = used.iter().zip(&purchases[rows]);
        let found = open
            .enumerate()
            .find(|(_, (used, x))| **used > UNUSED && **x == 0.0);
        if let Some((sector, _)) = found {
            let cell = format!("{}, {}", data.regions[region], data.sectors[sector]);
            return Err(refusal::no_supplier(&cell));
        }
    }
    Ok(())
}
