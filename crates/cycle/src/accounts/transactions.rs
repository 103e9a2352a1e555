//! Who paid whom in a period, and what was bought and issued.

use triffin_basis::{BasisError, Bilingual};

use super::matrix::Cells;
use super::{Flow, Instrument, Kind, Matrix, Row, SectorId, State};

/// receipts − payments − acquisitions + incurrences = 0 for every sector
///
/// A row a flow (two where currencies are exchanged), a row for what each
/// instrument pays, a row for the change of each instrument. Sources of funds
/// are positive, uses negative; every row sums to zero.
///
/// Unit: the currency shown, at the rates of the period. Source: Godley and
/// Lavoie (2007), table 2.4.
///
/// # Errors
///
/// `E-CYCLE-MATRIX-PERIOD` in the opening state.
pub fn transactions(state: &State) -> Result<Matrix, BasisError> {
    state.has_past()?;
    let accounts = state.accounts();
    let mut rows: Vec<Row> = accounts
        .flows
        .iter()
        .flat_map(|flow| legs(state, flow))
        .collect();
    rows.extend(
        accounts
            .instruments
            .iter()
            .filter_map(|known| income(state, known)),
    );
    let bought = accounts
        .instruments
        .iter()
        .filter(|known| known.is_bought());
    rows.extend(bought.map(|known| changes(state, known)));
    Ok(Matrix::of(state, rows))
}

fn legs(state: &State, flow: &Flow) -> Vec<Row> {
    let amount = state.amount(flow.amount.into(), flow.currency);
    let mut rows = vec![leg(state, flow, &flow.name, flow.title.clone(), amount)];
    if let Some((returned, currency)) = flow.returned() {
        let title = Bilingual::new(
            format!("{} (in return)", flow.title.en),
            format!("{}（对价）", flow.title.zh),
        );
        let amount = -state.amount(returned, currency);
        rows.push(leg(
            state,
            flow,
            &format!("{} (in return)", flow.name),
            title,
            amount,
        ));
    }
    rows
}

fn leg(state: &State, flow: &Flow, name: &str, title: Bilingual, amount: f64) -> Row {
    let mut cells = Cells::new(state.accounts().sectors.len());
    cells.add(flow.payer.0, -amount);
    cells.add(flow.receiver.0, amount);
    cells.row(name, title, 0.0)
}

fn income(state: &State, instrument: &Instrument) -> Option<Row> {
    instrument.pays.as_ref()?;
    let mut cells = Cells::new(state.accounts().sectors.len());
    for holding in state.accounts().holders(instrument) {
        let received = state.amount(instrument.income(holding.stock)?, instrument.currency);
        cells.add(holding.holder.0, received);
    }
    if let Kind::Claim(SectorId(issuer)) = instrument.kind {
        let paid = instrument.income(instrument.outstanding)?;
        cells.add(issuer, -state.amount(paid, instrument.currency));
    }
    let title = Bilingual::new(
        format!("Income on {}", instrument.title.en),
        format!("{}的收益", instrument.title.zh),
    );
    Some(cells.row(&format!("{} income", instrument.name), title, 0.0))
}

fn changes(state: &State, instrument: &Instrument) -> Row {
    let mut cells = Cells::new(state.accounts().sectors.len());
    for holding in state.accounts().holders(instrument) {
        let bought = state.amount(instrument.purchase(holding.stock), instrument.currency);
        cells.add(holding.holder.0, -bought);
    }
    let origin = match instrument.kind {
        Kind::Claim(sector) => Some(sector),
        Kind::Commodity { source } => source,
        Kind::Produced => None,
    };
    if let Some(SectorId(origin)) = origin {
        let added = instrument.purchase(instrument.outstanding);
        cells.add(origin, state.amount(added, instrument.currency));
    }
    let title = Bilingual::new(
        format!("Change in {}", instrument.title.en),
        format!("{}的变动", instrument.title.zh),
    );
    cells.row(&format!("d({})", instrument.name), title, 0.0)
}
