//! Who buys what from whom, and what duty is on it.

use std::collections::HashMap;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::{Data, Flow};
use triffin_tariff::scenario::{Duties, TableKind};

use super::super::files::Desk;
use super::super::names::{REGION, SECTOR};
use super::super::table::Table;
use super::{ALL_GOODS, Places};
use crate::columns::Origin;
use crate::error::QuestionError;

/// Reads the flows; names that are new are taken in where no table of regions
/// or sectors said which there are.
pub(super) fn read(desk: &Desk, places: &mut Places, data: &mut Data) -> Result<(), QuestionError> {
    let origin = needed(desk)?;
    let found = desk.columns(TableKind::Flows, &origin, TableKind::Flows.columns())?;
    let [importer, exporter, sector, expenditure] = &found[..] else {
        return Ok(());
    };
    let mut names = vec![
        said(&origin, importer, "importer")?,
        said(&origin, exporter, "exporter")?,
    ];
    names.extend(sector.as_deref());
    let value = said(&origin, expenditure, "expenditure")?;
    let only = desk.scenario.data.rows_where(TableKind::Flows);
    let table = Table::read(&origin, &names, &[value], only)?;
    let (regions, sectors) = (
        places.regions.list().is_empty(),
        places.sectors.list().is_empty(),
    );
    for row in 0..table.rows() {
        let mut region = |column: usize| match regions {
            true => Ok(places.regions.take(&table.names[column][row])),
            false => places.regions.of(&table, column, row, REGION),
        };
        let (importer, exporter) = (region(0)?, region(1)?);
        let sector = match (table.names.get(2), sectors) {
            (None, _) => places.sectors.take(ALL_GOODS),
            (Some(names), true) => places.sectors.take(&names[row]),
            (Some(_), false) => places.sectors.of(&table, 2, row, SECTOR)?,
        };
        data.flows.push(Flow {
            importer,
            exporter,
            sector,
            value: table.number(0, row, value)?,
            tariff: 0.0,
        });
    }
    Ok(())
}

fn needed(desk: &Desk) -> Result<Origin, QuestionError> {
    if let Some(origin) = desk.table(TableKind::Flows)? {
        return Ok(origin);
    }
    Err(BasisError::new(
        "E-TARIFF-NO-TABLE",
        "the scenario has no table of flows",
        "情景没有贸易流量表",
    )
    .value("flows")
    .expected(
        "data.flows (importer, exporter, sector, expenditure), data.matrix, or a file flows.csv in data.folder",
        "data.flows（importer、exporter、sector、expenditure）、data.matrix，或 data.folder 中的 flows.csv",
    )
    .into())
}

/// A column that has to be there.
pub(super) fn said<'a>(
    origin: &Origin,
    found: &'a Option<String>,
    role: &str,
) -> Result<&'a str, QuestionError> {
    match found {
        Some(name) => Ok(name),
        None => {
            let opened = crate::columns::Opened::open(origin)?;
            Err(crate::columns::not_there(origin, role, &opened.names()))
        }
    }
}

/// Reads the tariffs there were; a cell that no row names is free of duty.
pub(super) fn tariffs(desk: &Desk, places: &Places, data: &mut Data) -> Result<(), QuestionError> {
    let Some(origin) = desk.table(TableKind::Tariffs)? else {
        return Ok(());
    };
    let found = desk.columns(
        TableKind::Tariffs,
        &origin,
        &["importer", "exporter", "sector", "rate", "rate_base"],
    );
    let found = found?;
    let [importer, exporter, sector, rate, rate_base] = &found[..] else {
        return Ok(());
    };
    let mut names = vec![
        said(&origin, importer, "importer")?,
        said(&origin, exporter, "exporter")?,
    ];
    names.extend(sector.as_deref());
    let value = said(
        &origin,
        if rate.is_some() { rate } else { rate_base },
        "rate",
    )?;
    let only = desk.scenario.data.rows_where(TableKind::Tariffs);
    let table = Table::read(&origin, &names, &[value], only)?;
    let mut rates: HashMap<(u32, u32, Option<u32>), f64> = HashMap::new();
    for row in 0..table.rows() {
        let sector = match table.names.get(2) {
            Some(_) => Some(places.sectors.of(&table, 2, row, SECTOR)?),
            None => None,
        };
        let cell = (
            places.regions.of(&table, 0, row, REGION)?,
            places.regions.of(&table, 1, row, REGION)?,
            sector,
        );
        if rates.insert(cell, table.number(0, row, value)?).is_some() {
            return Err(twice(&table, row).into());
        }
    }
    for flow in &mut data.flows {
        let cell = |sector| (flow.importer, flow.exporter, sector);
        let rate = rates
            .get(&cell(Some(flow.sector)))
            .or_else(|| rates.get(&cell(None)));
        flow.tariff = rate.copied().unwrap_or(0.0);
        if desk.scenario.data.duties == Duties::Excluded {
            flow.value *= 1.0 + flow.tariff;
        }
    }
    Ok(())
}

/// A cell that two rows name.
pub(in super::super) fn twice(table: &Table, row: usize) -> BasisError {
    let (at, at_zh) = table.at(row);
    let cell: Vec<&str> = table
        .names
        .iter()
        .map(|names| names[row].as_str())
        .collect();
    let cell = cell.join(", ");
    BasisError::new(
        "E-TARIFF-DUPLICATE",
        format!("{at}: {cell} is there twice"),
        format!("{at_zh}：{cell} 重复"),
    )
    .value(cell)
    .expected("each cell once", "每个单元只出现一次")
    .remedy(
        "Leave one of the rows out, or sum them; [data.where] takes one year of several",
        "请去掉其中一行或加总；[data.where] 可从多年中取一年",
    )
}
