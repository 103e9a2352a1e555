//! S7.4 as a question: of a scenario, or in closed form by options.

use triffin_tariff::mechanisms::country::Elasticities;
use triffin_tariff::mechanisms::offset::offset as formula;

use super::asked::{Asked, money, percent, perhaps, perhaps_percent};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::treasury::Given;

/// S7.4: what a rise of the currency takes back of a duty.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn offset(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.4", "dlnE = θ·τ·c; ΔB = ΔX − ΔM");
    if let Some((scenario, importers)) = asked.scenario()? {
        return crate::tariff::offsets::offset(&scenario, &importers);
    }
    let trade = asked.trade()?;
    let duty = asked.duty()?;
    let import = asked.number("elasticity")?;
    // Exports that answer like this are the ones at which θ = 1 undoes the duty.
    let neutral = trade.imports / trade.exports;
    let export = asked.perhaps_number("export_elasticity")?;
    if export.is_none() {
        asked.note(neutral_note(neutral));
    }
    let elasticities = Elasticities::new(import, export.unwrap_or(neutral))?;
    let mut rows = Vec::new();
    for theta in asked.rates("offset_share")? {
        let made = formula(&trade, &duty, &elasticities, theta)?;
        rows.push(row([
            ("offset_share_pct", percent(theta)),
            ("appreciation_pct", percent(made.appreciation)),
            ("d_imports", money(made.imports)),
            ("d_exports", money(made.exports)),
            ("d_balance", money(made.balance)),
            ("naive", money(made.naive)),
            ("taken_back_pct", perhaps_percent(made.taken_back)),
            ("neutral_share", perhaps(made.neutral_share)),
        ]));
    }
    asked.note(Note::remark(
        "N-OFFSET-SIGN",
        "an appreciation of the home currency and an improvement of the balance are positive; amounts in home currency; the larger the part of reserves held in a currency, the larger its offset share is taken to be",
        "本币升值与差额改善为正；金额以本币计；在外汇储备中占比越大的货币，抵消份额通常越大",
    ));
    asked.answer(rows)
}

fn neutral_note(neutral: f64) -> Note {
    Note::remark(
        "N-DEFAULT",
        format!(
            "--export-elasticity {neutral:.4} (imports ÷ exports: a full offset then leaves the balance where it was)"
        ),
        format!("--export-elasticity {neutral:.4}（进口÷出口：此时完全抵消使差额不变）"),
    )
}
