//! `cycle deficit`: which payments, and whose saving, moved a current account.

use triffin_basis::Bilingual;
use triffin_cycle::accounts::{Part, change, current_account, lending_by_sector};

use super::accounts::{Solved, moved, shown};
use super::comparison::{AskedChange, Comparison};
use crate::answer::{Answer, Meta, Row};
use crate::error::QuestionError;

/// ΔCA = Σ Δ(payments across the border) = Σ Δ(S − I) over sectors
///
/// One row a payment that crosses the border and one a sector, each with the
/// value without the shocks, with them, and the change; both halves sum to the
/// change of the current account.
///
/// Sign: receipts and lending positive, as in BPM6.
///
/// # Errors
/// Those of a run; `E-CYCLE-NO-ACCOUNTS`; `E-CYCLE-ECONOMY`, `E-CYCLE-CURRENCY`.
pub fn deficit(asked: &AskedChange) -> Result<Answer, QuestionError> {
    let compared = Comparison::of(asked)?;
    let accounts = compared.after.accounts()?;
    let first = accounts
        .sectors
        .first()
        .map(|sector| sector.economy().to_owned());
    let economy = asked.of.clone().or(first).unwrap_or_default();
    let currency = asked.accounts.currency.as_deref();
    let parts = |of: &Solved| of.seen(currency, |state| current_account(state, &economy));
    let saving = |of: &Solved| of.seen(currency, |state| lending_by_sector(state, &economy));
    let (before, after) = (&compared.before, &compared.after);
    let mut rows = half(
        &Bilingual::new("current account", "经常账户"),
        &parts(before)?,
        &parts(after)?,
    );
    rows.extend(half(
        &Bilingual::new("saving less investment", "储蓄减投资"),
        &saving(before)?,
        &saving(after)?,
    ));
    Ok(Answer {
        rows,
        meta: Meta {
            unit: Some(shown(accounts, currency)),
            formula: Some("ΔCA = Σ Δ(S − I)"),
            notes: compared.notes(),
            ..Meta::default()
        },
        ..Answer::default()
    })
}

/// The parts of one half and their sum.
fn half(side: &Bilingual, before: &[Part], after: &[Part]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut was, mut is) = (0.0, 0.0);
    for part in change(before, after) {
        let known = |list: &[Part]| {
            let found = list.iter().find(|known| known.name == part.name);
            found.map_or(0.0, |known| known.value)
        };
        let (old, new) = (known(before), known(after));
        (was, is) = (was + old, is + new);
        rows.push(moved(side, old, &Part { value: new, ..part }));
    }
    let sum = Part {
        name: "sum".to_owned(),
        title: Bilingual::new("Sum", "合计"),
        value: is,
    };
    rows.push(moved(side, was, &sum));
    rows
}
