//! S7.1 as a question.

use triffin_tariff::mechanisms::naive::{Saving, long_run, naive as formula};

use super::asked::{Asked, float, money, percent};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::treasury::Given;

/// S7.1: the naive effect of a duty on the balance, and the one in the long run.
///
/// # Errors
/// Those of the formulas and of reading the options.
pub fn naive(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S7.1", "ΔB = τ·c·ε·M; ΔB = Δ(S − I)");
    let imports = asked.money("imports")?;
    let duty = asked.duty()?;
    let elasticity = asked.number("elasticity")?;
    let saving = saving(&mut asked)?;
    let rows = vec![row([
        ("imports", money(imports)),
        ("rise_pct", percent(duty.rise)),
        ("coverage_pct", percent(duty.coverage)),
        ("elasticity", float(elasticity)),
        ("naive", money(formula(imports, &duty, elasticity)?)),
        ("long_run", money(long_run(&saving)?)),
    ])];
    asked.note(Note::remark(
        "N-SAVING",
        "in the long run the balance changes by what saving and investment change by; what is not given is taken not to change",
        "长期内差额的变化等于储蓄与投资之差的变化；未给出者视为不变",
    ));
    asked.answer(rows)
}

/// How saving and investment change; nothing where it was not typed.
pub(super) fn saving(asked: &mut Asked<'_>) -> Result<Saving, QuestionError> {
    Ok(Saving {
        private_saving: asked.perhaps_money("private_saving")?.unwrap_or_default(),
        private_investment: asked
            .perhaps_money("private_investment")?
            .unwrap_or_default(),
        taxes: asked.perhaps_money("taxes")?.unwrap_or_default(),
        spending: asked.perhaps_money("spending")?.unwrap_or_default(),
    })
}
