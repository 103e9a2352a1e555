//! Who holds an instrument.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;

use super::State;
use crate::expression::Expression;

/// One holder of an instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// The sector.
    pub sector: String,
    /// How many units it holds.
    pub units: f64,
    /// What they are worth, in the currency shown.
    pub value: f64,
    /// Its share of all units, 0 to 1.
    pub share: f64,
}

/// The holders of an instrument at the end of a period, the largest first.
///
/// # Errors
///
/// `E-CYCLE-INSTRUMENT`: the model has no such instrument.
pub fn holders(state: &State, instrument: &str) -> Result<Vec<Holder>, BasisError> {
    let accounts = state.accounts();
    let known = || accounts.instruments.iter().map(|known| known.name.as_str());
    let found = accounts
        .instruments
        .iter()
        .find(|known| known.name == instrument);
    let Some(found) = found else {
        let error = BasisError::new(
            "E-CYCLE-INSTRUMENT",
            format!("the model has no instrument `{instrument}`"),
            format!("模型中没有工具“{instrument}”"),
        )
        .value(instrument);
        return Err(match nearest(instrument, known()).first() {
            Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
            None => {
                let all: Vec<&str> = known().collect();
                error.expected(all.join(", "), all.join("、"))
            }
        });
    };
    let total = state.evaluate(&Expression::from(found.outstanding));
    let mut list: Vec<Holder> = accounts
        .holders(found)
        .map(|holding| {
            let units = state.evaluate(&Expression::from(holding.stock));
            Holder {
                sector: accounts.sectors[holding.holder.0].name.clone(),
                units,
                value: state.amount(found.value(holding.stock, 0), found.currency),
                share: units / total,
            }
        })
        .collect();
    list.sort_by(|a, b| b.value.total_cmp(&a.value));
    Ok(list)
}
