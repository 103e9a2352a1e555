//! What must hold of each table alone.

use triffin_basis::BasisError;

use super::data::{Cell, Data};
use super::refusal;

/// Every list has its length, every position is one, every number is in
/// its range.
pub(super) fn tables(data: &Data) -> Result<(), BasisError> {
    names(&data.regions, ("regions", "地区"))?;
    names(&data.sectors, ("sectors", "部门"))?;
    theta(&data.theta, &data.sectors)?;
    positions(data)?;
    flows(data)?;
    inputs(data)?;
    let shares = [
        (
            &data.value_added_shares,
            ("the value added share", "增加值份额"),
        ),
        (&data.final_shares, ("the final share", "最终支出份额")),
    ];
    for (cells, what) in shares {
        for cell in cells {
            if !(0.0..=1.0 + MISS).contains(&cell.value) {
                return Err(refusal::share(&name_of(data, cell), what, cell.value));
            }
        }
    }
    value_added(data)
}

/// Shares may miss one by this much.
pub(super) const MISS: f64 = 1e-2;

fn names(names: &[String], (what, what_zh): (&str, &str)) -> Result<(), BasisError> {
    if names.is_empty() {
        return Err(refusal::shape(
            &format!("number of {what}"),
            &format!("{what_zh}数"),
            0,
            1,
        ));
    }
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(refusal::duplicate(pair[0])),
        None => Ok(()),
    }
}

pub(super) fn theta(theta: &[f64], sectors: &[String]) -> Result<(), BasisError> {
    if theta.len() != sectors.len() {
        return Err(refusal::shape(
            "number of trade elasticities",
            "贸易弹性的个数",
            theta.len(),
            sectors.len(),
        ));
    }
    match theta
        .iter()
        .position(|theta| !(*theta > 0.0 && theta.is_finite()))
    {
        Some(at) => Err(refusal::theta(&sectors[at], theta[at])),
        None => Ok(()),
    }
}

fn positions(data: &Data) -> Result<(), BasisError> {
    let (regions, sectors) = (data.regions.len(), data.sectors.len());
    let flows = data.flows.iter();
    let in_regions = flows
        .clone()
        .flat_map(|flow| [flow.importer, flow.exporter])
        .chain(data.inputs.iter().map(|input| input.region))
        .chain(cells(data).map(|cell| cell.region));
    let in_sectors = flows
        .map(|flow| flow.sector)
        .chain(
            data.inputs
                .iter()
                .flat_map(|input| [input.using, input.input]),
        )
        .chain(cells(data).map(|cell| cell.sector));
    if let Some(at) = in_regions.into_iter().find(|at| *at as usize >= regions) {
        return Err(refusal::shape(
            "position of a region",
            "地区位置",
            at,
            regions,
        ));
    }
    match in_sectors.into_iter().find(|at| *at as usize >= sectors) {
        Some(at) => Err(refusal::shape(
            "position of a sector",
            "部门位置",
            at,
            sectors,
        )),
        None => Ok(()),
    }
}

fn cells(data: &Data) -> impl Iterator<Item = &Cell> {
    let shares = data.value_added_shares.iter().chain(&data.final_shares);
    shares.chain(&data.output)
}

fn flows(data: &Data) -> Result<(), BasisError> {
    for flow in &data.flows {
        let cell = || refusal::cell(&data.regions, &data.sectors, flow);
        if !(flow.value >= 0.0 && flow.value.is_finite()) {
            return Err(refusal::flow(&cell(), flow.value));
        }
        if !(flow.tariff > -1.0 && flow.tariff.is_finite()) {
            return Err(refusal::rate(&cell(), flow.tariff));
        }
        if flow.importer == flow.exporter && flow.tariff != 0.0 {
            return Err(refusal::own_duty(&cell(), flow.tariff));
        }
    }
    Ok(())
}

fn inputs(data: &Data) -> Result<(), BasisError> {
    for input in &data.inputs {
        if !(0.0..=1.0 + MISS).contains(&input.share) {
            let cell = format!(
                "{}, {}, {}",
                data.regions[input.region as usize],
                data.sectors[input.using as usize],
                data.sectors[input.input as usize]
            );
            return Err(refusal::share(
                &cell,
                ("the input share", "投入份额"),
                input.share,
            ));
        }
    }
    Ok(())
}

fn value_added(data: &Data) -> Result<(), BasisError> {
    let given = &data.value_added;
    if !given.is_empty() && given.len() != data.regions.len() {
        return Err(refusal::shape(
            "number of value added figures",
            "增加值的个数",
            given.len(),
            data.regions.len(),
        ));
    }
    match given
        .iter()
        .position(|value| !(*value > 0.0 && value.is_finite()))
    {
        Some(at) => Err(refusal::value_added(&data.regions[at], given[at])),
        None => Ok(()),
    }
}

fn name_of(data: &Data, cell: &Cell) -> String {
    format!(
        "{}, {}",
        data.regions[cell.region as usize], data.sectors[cell.sector as usize]
    )
}
