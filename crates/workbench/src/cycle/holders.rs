//! `cycle holders`: who holds the debt.

use triffin_cycle::accounts::{Accounts, Kind, SectorId, holders};

use super::accounts::{Solved, shown};
use super::flows::AskedAccounts;
use crate::answer::{Answer, Meta, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// Σ over holders of units = the units outstanding
///
/// One row an instrument and holder, the largest holder first, with its share
/// of the instrument. Without names, the debt of every government of the
/// model, or of every issuer where none is called one.
///
/// # Errors
/// Those of [`super::flows()`]; `E-CYCLE-INSTRUMENT`, with the nearest.
pub fn held(asked: &AskedAccounts, of: &[String]) -> Result<Answer, QuestionError> {
    let solved = Solved::of(&asked.run)?;
    let accounts = solved.accounts()?;
    let names = match of.is_empty() {
        true => debt(accounts),
        false => of.to_vec(),
    };
    let rows = solved.seen(asked.currency.as_deref(), |state| {
        let mut rows: Vec<Row> = Vec::new();
        for name in &names {
            let list = holders(state, name.trim())?;
            rows.extend(list.into_iter().map(|holder| {
                row([
                    ("instrument", Value::text(name.trim())),
                    ("sector", Value::text(holder.sector)),
                    ("units", holder.units.into()),
                    ("value", holder.value.into()),
                    ("share", holder.share.into()),
                ])
            }));
        }
        Ok(rows)
    })?;
    Ok(Answer {
        rows,
        meta: Meta {
            unit: Some(shown(accounts, asked.currency.as_deref())),
            formula: Some("share_i = B_i / Σ_j B_j"),
            notes: solved.notes,
            ..Meta::default()
        },
        ..Answer::default()
    })
}

/// What governments owe; what anyone owes where no sector is called one.
fn debt(accounts: &Accounts) -> Vec<String> {
    let government = |id: SectorId| {
        let sector = accounts.sectors.get(id.0);
        sector.is_some_and(|known| known.name.rsplit('.').next() == Some("gov"))
    };
    let named = |of_governments: bool| -> Vec<String> {
        let claims = accounts
            .instruments
            .iter()
            .filter(|known| match known.kind {
                Kind::Claim(issuer) => !of_governments || government(issuer),
                _ => false,
            });
        claims.map(|known| known.name.clone()).collect()
    };
    let owed = named(true);
    if owed.is_empty() { named(false) } else { owed }
}
