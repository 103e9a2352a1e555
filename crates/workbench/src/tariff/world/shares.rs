//! How goods are made, and what is bought for final use.

use triffin_tariff::equilibrium::world::Cell;
use triffin_tariff::equilibrium::{Data, Input};
use triffin_tariff::scenario::{Model, OwnTrade, TableKind};

use super::super::files::Desk;
use super::super::names::{REGION, SECTOR};
use super::super::table::Table;
use super::Places;
use super::flows::said;
use crate::error::QuestionError;

/// Takes in cost shares, value-added shares and final shares, as far as there
/// are tables of them. One sector uses nothing.
pub(super) fn read(desk: &Desk, places: &Places, data: &mut Data) -> Result<(), QuestionError> {
    if desk.scenario.model == Model::ManySector {
        inputs(desk, places, data)?;
    }
    by_region(desk, places, data)
}

fn inputs(desk: &Desk, places: &Places, data: &mut Data) -> Result<(), QuestionError> {
    let Some(origin) = desk.table(TableKind::Inputs)? else {
        return Ok(());
    };
    let roles = TableKind::Inputs.columns();
    let found = desk.columns(TableKind::Inputs, &origin, roles)?;
    let mut columns = Vec::new();
    for (found, role) in found.iter().zip(roles) {
        columns.push(said(&origin, found, role)?);
    }
    let [names @ .., share] = &columns[..] else {
        return Ok(());
    };
    let only = desk.scenario.data.rows_where(TableKind::Inputs);
    let table = Table::read(&origin, names, &[share], only)?;
    for row in 0..table.rows() {
        data.inputs.push(Input {
            region: places.regions.of(&table, 0, row, REGION)?,
            using: places.sectors.of(&table, 1, row, SECTOR)?,
            input: places.sectors.of(&table, 2, row, SECTOR)?,
            share: table.number(0, row, share)?,
        });
    }
    Ok(())
}

fn by_region(desk: &Desk, places: &Places, data: &mut Data) -> Result<(), QuestionError> {
    let Some(origin) = desk.table(TableKind::SectorsByRegion)? else {
        return Ok(());
    };
    let roles = TableKind::SectorsByRegion.columns();
    let found = desk.columns(TableKind::SectorsByRegion, &origin, roles)?;
    let [region, sector, numbers @ ..] = &found[..] else {
        return Ok(());
    };
    let names = [
        said(&origin, region, "region")?,
        said(&origin, sector, "sector")?,
    ];
    let there: Vec<&str> = numbers.iter().flatten().map(String::as_str).collect();
    let only = desk.scenario.data.rows_where(TableKind::SectorsByRegion);
    let table = Table::read(&origin, &names, &there, only)?;
    let mut at = 0;
    for (what, found) in numbers.iter().enumerate() {
        let Some(name) = found else { continue };
        let cells = cells(&table, at, name, places)?;
        at += 1;
        match what {
            0 => data.value_added_shares = cells,
            1 => data.final_shares = cells,
            _ if desk.scenario.data.own_trade == OwnTrade::FromOutput => data.output = cells,
            _ => {}
        }
    }
    Ok(())
}

fn cells(
    table: &Table,
    column: usize,
    what: &str,
    places: &Places,
) -> Result<Vec<Cell>, QuestionError> {
    let cell = |row: usize| {
        Ok(Cell {
            region: places.regions.of(table, 0, row, REGION)?,
            sector: places.sectors.of(table, 1, row, SECTOR)?,
            value: table.number(column, row, what)?,
        })
    };
    (0..table.rows()).map(cell).collect()
}
