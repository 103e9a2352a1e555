//! What belongs to a region: its value added, its output.

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::Data;
use triffin_tariff::equilibrium::world::Cell;
use triffin_tariff::scenario::{OwnTrade, TableKind};

use super::super::files::Desk;
use super::super::names::REGION;
use super::super::table::Table;
use super::Places;
use super::flows::said;
use crate::error::QuestionError;

/// Takes in the regions in the order of their table, where there is one.
pub(super) fn names(desk: &Desk, places: &mut Places) -> Result<(), QuestionError> {
    let Some(table) = read(desk, &[])? else {
        return Ok(());
    };
    for row in 0..table.0.rows() {
        let before = places.regions.list().len();
        places.regions.take(&table.0.names[0][row]);
        if places.regions.list().len() == before {
            return Err(super::flows::twice(&table.0, row).into());
        }
    }
    Ok(())
}

/// Takes in value added and output.
pub(super) fn values(desk: &Desk, places: &Places, data: &mut Data) -> Result<(), QuestionError> {
    let from_output = desk.scenario.data.own_trade == OwnTrade::FromOutput;
    let Some((table, [value_added, output])) = read(desk, &["value_added", "output"])? else {
        return match from_output && data.output.is_empty() {
            true => Err(no_output().into()),
            false => Ok(()),
        };
    };
    if let Some(column) = value_added {
        data.value_added = vec![f64::NAN; data.regions.len()];
        for row in 0..table.rows() {
            let region = places.regions.of(&table, 0, row, REGION)?;
            let value = table.number(column, row, "value_added")?;
            if let Some(cell) = data.value_added.get_mut(region as usize) {
                *cell = value;
            }
        }
    }
    if !from_output || !data.output.is_empty() {
        return Ok(());
    }
    // One sector that uses nothing makes its value added.
    let plain = data.sectors.len() == 1 && data.inputs.is_empty();
    let Some(column) = output.or(value_added.filter(|_| plain)) else {
        return Err(no_output().into());
    };
    if data.sectors.len() > 1 {
        return Err(no_output().into());
    }
    for row in 0..table.rows() {
        data.output.push(Cell {
            region: places.regions.of(&table, 0, row, REGION)?,
            sector: 0,
            value: table.number(column, row, "output")?,
        });
    }
    Ok(())
}

/// A table, and where its columns of numbers stand.
type Placed<const N: usize> = (Table, [Option<usize>; N]);

/// The table, and where the columns of numbers stand that it has.
fn read<const N: usize>(
    desk: &Desk,
    roles: &[&str; N],
) -> Result<Option<Placed<N>>, QuestionError> {
    let Some(origin) = desk.table(TableKind::Regions)? else {
        return Ok(None);
    };
    let region = desk.columns(TableKind::Regions, &origin, &["region"])?;
    let region = said(&origin, &region[0], "region")?;
    let found = desk.columns(TableKind::Regions, &origin, roles)?;
    let mut at = [None; N];
    let mut numbers = Vec::new();
    for (place, name) in at.iter_mut().zip(&found) {
        if let Some(name) = name {
            *place = Some(numbers.len());
            numbers.push(name.as_str());
        }
    }
    let only = desk.scenario.data.rows_where(TableKind::Regions);
    Ok(Some((Table::read(&origin, &[region], &numbers, only)?, at)))
}

fn no_output() -> BasisError {
    BasisError::new(
        "E-TARIFF-OWN-TRADE",
        "own trade is to come from output, and no table has it",
        "国内贸易须由产出推算，但没有产出数据",
    )
    .value("own_trade = \"from-output\"")
    .expected(
        "a column output in regions (one sector) or in sectors_by_region",
        "regions（单部门）或 sectors_by_region 中的 output 列",
    )
}
