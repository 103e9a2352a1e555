//! Who sold and bought a currency in a period.

use triffin_basis::BasisError;

use super::{Accounts, CurrencyId, Instrument, Kind, SectorId, State};
use crate::expression::Expression;

/// What one sector had to do in the market of a currency, in that currency.
///
/// Sign: what it received and may sell is positive, what it must buy negative.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The sector.
    pub sector: String,
    /// Flows received less flows paid.
    pub flows: f64,
    /// Income received less income paid.
    pub income: f64,
    /// Assets sold and debt issued less assets bought.
    pub portfolio: f64,
}

impl Order {
    /// What it sold on balance: the sum of all three.
    pub fn net(&self) -> f64 {
        self.flows + self.income + self.portfolio
    }
}

/// Σ over sectors of (flows + income + portfolio) = 0 in each currency
///
/// Every payment in a currency has a receiver, so what some sell others buy;
/// the exchange rate is what makes them agree. The orders of two runs side by
/// side say whose changed, and so what moved the rate.
///
/// # Errors
///
/// `E-CYCLE-MATRIX-PERIOD` in the opening state.
pub fn currency_market(state: &State, currency: CurrencyId) -> Result<Vec<Order>, BasisError> {
    state.has_past()?;
    let accounts = state.accounts();
    let orders = accounts.sectors.iter().enumerate().map(|(place, sector)| {
        let id = SectorId(place);
        Order {
            sector: sector.name.clone(),
            flows: flows(state, id, currency),
            income: positions(state, id, currency, |instrument, stock| {
                instrument.income(stock)
            }),
            portfolio: -positions(state, id, currency, |instrument, stock| {
                instrument.is_bought().then(|| instrument.purchase(stock))
            }),
        }
    });
    Ok(orders.collect())
}

fn flows(state: &State, sector: SectorId, currency: CurrencyId) -> f64 {
    let mut sum = 0.0;
    for flow in &state.accounts().flows {
        let side = f64::from(i8::from(flow.receiver == sector) - i8::from(flow.payer == sector));
        if side == 0.0 {
            continue;
        }
        if flow.currency == currency {
            sum += side * state.evaluate(&Expression::from(flow.amount));
        }
        let returned = flow.returned().filter(|(_, other)| *other == currency);
        sum -= side * returned.map_or(0.0, |(amount, _)| state.evaluate(&amount));
    }
    sum
}

/// The sum over what a sector holds less what it owes in a currency.
fn positions(
    state: &State,
    sector: SectorId,
    currency: CurrencyId,
    amount: impl Fn(&Instrument, crate::model::VariableId) -> Option<Expression>,
) -> f64 {
    let accounts: &Accounts = state.accounts();
    let value = |instrument: &Instrument, stock| {
        let amount = amount(instrument, stock).filter(|_| instrument.currency == currency);
        amount.map_or(0.0, |amount| state.evaluate(&amount))
    };
    let held: f64 = accounts
        .held_by(sector)
        .map(|holding| value(accounts.instrument_of(holding), holding.stock))
        .sum();
    let origin = |instrument: &&Instrument| match instrument.kind {
        Kind::Claim(issuer)
        | Kind::Commodity {
            source: Some(issuer),
        } => issuer == sector,
        _ => false,
    };
    let owed: f64 = accounts
        .instruments
        .iter()
        .filter(origin)
        .map(|instrument| value(instrument, instrument.outstanding))
        .sum();
    held - owed
}
