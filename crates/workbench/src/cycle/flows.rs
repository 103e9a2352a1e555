//! `cycle flows`: who paid whom, ready for a Sankey diagram.

use triffin_cycle::accounts::links;

use super::accounts::{Solved, shown};
use super::asked::Asked;
use crate::answer::{Answer, Meta, row};
use crate::error::QuestionError;
use crate::value::Value;

/// What is asked of the accounts of a period; the run goes to it.
#[derive(Clone, Debug, Default)]
pub struct AskedAccounts {
    /// The run; its last period is the one shown.
    pub run: Asked,
    /// The currency shown; the first of the model where none is named.
    pub currency: Option<String>,
}

/// Σ of the links of a row = the cells of the transactions matrix
///
/// One row a payment of one sector to another: `source`, `target`, `value`,
/// with the flow it is of. Values are above zero.
///
/// # Errors
/// Those of a run; `E-CYCLE-NO-ACCOUNTS` for a model written as equations
/// alone; `E-CYCLE-CURRENCY`; `E-CYCLE-MATRIX-PERIOD` in the opening state.
pub fn flows(asked: &AskedAccounts) -> Result<Answer, QuestionError> {
    let solved = Solved::of(&asked.run)?;
    let list = solved.seen(asked.currency.as_deref(), links)?;
    let rows = list.into_iter().map(|link| {
        row([
            ("source", Value::text(link.from)),
            ("target", Value::text(link.to)),
            ("value", link.value.into()),
            ("flow", Value::text(link.name)),
            ("title", Value::Both(link.title)),
        ])
    });
    let rows = rows.collect();
    Ok(Answer {
        rows,
        meta: Meta {
            unit: Some(shown(solved.accounts()?, asked.currency.as_deref())),
            formula: Some("Σ_j f_ij = uses_i; Σ_i f_ij = sources_j"),
            notes: solved.notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}
