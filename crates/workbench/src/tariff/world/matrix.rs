//! One sector as a square table.

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::{Data, Flow};
use triffin_tariff::scenario::{MatrixRows, TableKind};

use super::super::files::Desk;
use super::super::names::REGION;
use super::super::table::Table;
use super::{ALL_GOODS, Places};
use crate::columns::{Opened, Origin};
use crate::error::QuestionError;

/// Reads a table whose first column names the rows and whose header names the
/// columns: the same regions on both sides.
pub(super) fn read(
    desk: &Desk,
    origin: &Origin,
    places: &mut Places,
    data: &mut Data,
) -> Result<(), QuestionError> {
    let header = Opened::open(origin)?.names();
    let Some((first, columns)) = header.split_first() else {
        return Err(no_square(origin, "it has no column").into());
    };
    let first = desk
        .scenario
        .data
        .renamed(TableKind::Matrix, "name")
        .unwrap_or(first);
    let columns: Vec<&str> = columns
        .iter()
        .map(String::as_str)
        .filter(|name| *name != first)
        .collect();
    let only = desk.scenario.data.rows_where(TableKind::Matrix);
    let table = Table::read(origin, &[first], &columns, only)?;
    let given = !places.regions.list().is_empty();
    for row in 0..table.rows() {
        match given {
            true => places.regions.of(&table, 0, row, REGION)?,
            false => places.regions.take(&table.names[0][row]),
        };
    }
    let sector = match places.sectors.list().is_empty() {
        true => places.sectors.take(ALL_GOODS),
        false => 0,
    };
    square(origin, &table, &columns, places)?;
    for row in 0..table.rows() {
        let one = places.regions.of(&table, 0, row, REGION)?;
        for (at, name) in columns.iter().enumerate() {
            let Some(other) = places.regions.place(name) else {
                continue;
            };
            let (importer, exporter) = match desk.scenario.data.matrix_rows {
                MatrixRows::Importers => (one, other),
                MatrixRows::Exporters => (other, one),
            };
            data.flows.push(Flow {
                importer,
                exporter,
                sector,
                value: table.number(at, row, name)?,
                tariff: 0.0,
            });
        }
    }
    Ok(())
}

/// Refuses rows without a column and columns without a row.
fn square(
    origin: &Origin,
    table: &Table,
    columns: &[&str],
    places: &Places,
) -> Result<(), BasisError> {
    if let Some(stray) = columns
        .iter()
        .find(|name| places.regions.place(name).is_none())
    {
        return Err(no_square(
            origin,
            &format!("the column \"{stray}\" has no row"),
        ));
    }
    let rows = &table.names[0];
    if let Some(stray) = rows.iter().find(|name| !columns.contains(&name.as_str())) {
        return Err(no_square(
            origin,
            &format!("the row \"{stray}\" has no column"),
        ));
    }
    let mut sorted: Vec<&String> = rows.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(no_square(
            origin,
            &format!("the row \"{}\" is there twice", pair[0]),
        )),
        None => Ok(()),
    }
}

fn no_square(origin: &Origin, why: &str) -> BasisError {
    let name = origin.name();
    BasisError::new(
        "E-TARIFF-MATRIX",
        format!("{name} is no square table of trade: {why}"),
        format!("{name} 不是方形贸易表：{why}"),
    )
    .value(why)
    .expected(
        "a first column of names, and a column for each of them",
        "首列为名称，且每个名称各有一列",
    )
}
