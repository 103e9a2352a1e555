//! `X.bought`, `X.value`, `X.income`, `X.gain` of a holding or an instrument,
//! where a model asks for them.

use super::STOCK_FUNCTIONS;
use crate::accounts::{Accounts, CurrencyId, Instrument};
use crate::expression::Expression;
use crate::language::document::Symbols;
use crate::model::VariableId;
use crate::place::Place;

/// A variable asked for, its definition, and the declaration it is from.
pub(super) struct Derived {
    pub(super) symbol: VariableId,
    pub(super) right: Expression,
    pub(super) place: Place,
}

/// What the names of a text ask for, of stocks that are declared.
///
/// In the currency of the holder's books; of an instrument as a whole in its
/// own.
pub(super) fn derived(accounts: &Accounts, symbols: &Symbols) -> Vec<Derived> {
    let mut found = Vec::new();
    for index in 0..symbols.len() {
        let symbol = VariableId::new(index);
        let Some((stock, suffix)) = symbols.name(symbol).rsplit_once('.') else {
            continue;
        };
        if !STOCK_FUNCTIONS.iter().any(|(_, known)| *known == suffix) {
            continue;
        }
        let stock = symbols
            .find(stock)
            .and_then(|stock| position(accounts, stock));
        if let Some((stock, instrument, home)) = stock {
            let right = definition(accounts, suffix, stock, instrument, home);
            found.push(Derived {
                symbol,
                right,
                place: instrument.place,
            });
        }
    }
    found
}

/// The instrument of a stock, and the currency it is told in.
fn position(
    accounts: &Accounts,
    stock: VariableId,
) -> Option<(VariableId, &Instrument, CurrencyId)> {
    let holding = accounts.holdings.iter().find(|known| known.stock == stock);
    if let Some(holding) = holding {
        let home = accounts.currency_of(holding.holder);
        return Some((stock, accounts.instrument_of(holding), home));
    }
    let instrument = accounts
        .instruments
        .iter()
        .find(|known| known.outstanding == stock)?;
    Some((stock, instrument, instrument.currency))
}

fn definition(
    accounts: &Accounts,
    suffix: &str,
    stock: VariableId,
    instrument: &Instrument,
    home: CurrencyId,
) -> Expression {
    let own = |amount, lag| accounts.converted(amount, instrument.currency, home, lag);
    match suffix {
        "bought" => own(instrument.purchase(stock), 0),
        "value" => own(instrument.value(stock, 0), 0),
        "income" => match instrument.income(stock) {
            Some(income) => own(income, 0),
            None => Expression::from(0.0),
        },
        _ => {
            let unit = |lag| {
                let price = instrument.price;
                own(
                    price.map_or(1.0.into(), |price| Expression::lagged(price, lag)),
                    lag,
                )
            };
            Expression::lagged(stock, 1) * (unit(0) - unit(1))
        }
    }
}
