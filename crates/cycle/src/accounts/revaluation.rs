//! What prices and exchange rates did to positions in a period.

use triffin_basis::{BasisError, Bilingual};

use super::matrix::Cells;
use super::{Instrument, Kind, Matrix, Row, SectorId, State};
use crate::expression::Expression;

/// Δworth = lending + capital formation + revaluation, for every sector
///
/// A row an instrument with what the units held at the end of the last period
/// gained; then lending, what fixed capital was acquired, and the change of
/// worth with the sign reversed, so that every column sums to zero: opening
/// position, transactions, revaluations and closing position are tied to
/// each other.
///
/// Unit: the currency shown. Sign: gains of holders and losses of issuers, as
/// their worth has it. Source: Godley and Lavoie (2007), table 1.6.
///
/// # Errors
///
/// `E-CYCLE-MATRIX-PERIOD` in the opening state.
pub fn revaluation(state: &State) -> Result<Matrix, BasisError> {
    state.has_past()?;
    let accounts = state.accounts();
    let mut rows: Vec<Row> = accounts
        .instruments
        .iter()
        .map(|instrument| gains(state, instrument))
        .collect();
    rows.push(lending(state));
    rows.extend(formation(state));
    let unowed: f64 = rows.iter().map(|row| row.expected).sum();
    rows.push(worth(state, -unowed));
    Ok(Matrix::of(state, rows))
}

fn gains(state: &State, instrument: &Instrument) -> Row {
    let mut cells = Cells::new(state.accounts().sectors.len());
    for holding in state.accounts().holders(instrument) {
        cells.add(holding.holder.0, state.gain(instrument, holding.stock));
    }
    let total = state.gain(instrument, instrument.outstanding);
    let expected = match instrument.kind {
        Kind::Claim(SectorId(issuer)) => {
            cells.add(issuer, -total);
            0.0
        }
        _ => total,
    };
    let title = Bilingual::new(
        format!("Revaluation of {}", instrument.title.en),
        format!("{}的重估", instrument.title.zh),
    );
    cells.row(&instrument.name, title, expected)
}

/// Lending sums to what sources of commodities produced, since that alone is
/// received from nobody.
fn lending(state: &State) -> Row {
    let accounts = state.accounts();
    let mut cells = Cells::new(accounts.sectors.len());
    for (column, sector) in accounts.sectors.iter().enumerate() {
        cells.add(column, state.amount(sector.lending.into(), sector.currency));
    }
    let commodities = accounts
        .instruments
        .iter()
        .filter(|known| matches!(known.kind, Kind::Commodity { .. }));
    let produced = commodities
        .map(|known| state.amount(known.purchase(known.outstanding), known.currency))
        .sum();
    cells.row("lending", Bilingual::new("Net lending", "净贷出"), produced)
}

fn formation(state: &State) -> Option<Row> {
    let accounts = state.accounts();
    let mut produced = accounts
        .instruments
        .iter()
        .filter(|known| known.kind == Kind::Produced)
        .peekable();
    produced.peek()?;
    let mut cells = Cells::new(accounts.sectors.len());
    let mut total = 0.0;
    for instrument in produced {
        for holding in accounts.holders(instrument) {
            let formed = state.amount(instrument.purchase(holding.stock), instrument.currency);
            cells.add(holding.holder.0, formed);
        }
        total += state.amount(
            instrument.purchase(instrument.outstanding),
            instrument.currency,
        );
    }
    Some(cells.row(
        "formation",
        Bilingual::new("Capital formation", "资本形成"),
        total,
    ))
}

fn worth(state: &State, expected: f64) -> Row {
    let sectors = &state.accounts().sectors;
    let mut cells = Cells::new(sectors.len());
    for (column, sector) in sectors.iter().enumerate() {
        let now = state.amount(sector.worth.into(), sector.currency);
        let before = Expression::lagged(sector.worth, 1);
        cells.add(column, state.past_amount(before, sector.currency, 1) - now);
    }
    cells.row(
        "d(worth)",
        Bilingual::new("Change in net worth (−)", "净值变动（−）"),
        expected,
    )
}
