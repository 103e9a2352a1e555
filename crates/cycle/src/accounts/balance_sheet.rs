//! Who owns and owes what at the end of a period.

use triffin_basis::Bilingual;

use super::matrix::Cells;
use super::{Instrument, Kind, Matrix, Row, SectorId, State};

/// assets − liabilities − worth = 0 for every sector
///
/// A row an instrument, assets positive and liabilities negative, and a last
/// row of worth with the sign reversed. The row of a claim sums to zero, that
/// of gold or fixed capital to its stock, the row of worth to the stock of
/// both with the sign reversed.
///
/// Unit: the currency shown. Source: Godley and Lavoie (2007), table 2.1.
pub fn balance_sheet(state: &State) -> Matrix {
    let accounts = state.accounts();
    let mut rows: Vec<Row> = accounts
        .instruments
        .iter()
        .map(|instrument| stocks(state, instrument))
        .collect();
    let unowed: f64 = rows.iter().map(|row| row.expected).sum();
    rows.push(worth(state, -unowed));
    Matrix::of(state, rows)
}

fn stocks(state: &State, instrument: &Instrument) -> Row {
    let accounts = state.accounts();
    let mut cells = Cells::new(accounts.sectors.len());
    for holding in accounts.holders(instrument) {
        let value = state.amount(instrument.value(holding.stock, 0), instrument.currency);
        cells.add(holding.holder.0, value);
    }
    let total = state.amount(
        instrument.value(instrument.outstanding, 0),
        instrument.currency,
    );
    let expected = match instrument.kind {
        Kind::Claim(SectorId(issuer)) => {
            cells.add(issuer, -total);
            0.0
        }
        _ => total,
    };
    cells.row(&instrument.name, instrument.title.clone(), expected)
}

fn worth(state: &State, expected: f64) -> Row {
    let sectors = &state.accounts().sectors;
    let mut cells = Cells::new(sectors.len());
    for (column, sector) in sectors.iter().enumerate() {
        cells.add(column, -state.amount(sector.worth.into(), sector.currency));
    }
    cells.row(
        "worth",
        Bilingual::new("Net worth (−)", "净值（−）"),
        expected,
    )
}
