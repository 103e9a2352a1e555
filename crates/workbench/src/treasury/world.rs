//! Debts beside the output of the world: S6.11 and S6.20.

use triffin_basis::{Bilingual, Lang};
use triffin_cycle::treasury::amounts::{Flow, Number, Stock};
use triffin_cycle::treasury::debt_scale::{Fraction, implied_output};
use triffin_cycle::treasury::world_debt::implied_stock;

use super::asked::Asked;
use super::cells::{high, low, money, percent, percent_or_null};
use super::given::Given;
use super::input::Multiple;
use crate::answer::{Answer, row};
use crate::error::QuestionError;
use crate::value::Value;

/// S6.11: the output that a stated share of a debt implies, or the share of an output.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn scale(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.11", "Y = D ÷ s; s = D ÷ Y");
    let debts = asked.many::<Stock>("debt", &["debt-2024", "debt-2025-10"])?;
    let output = asked.perhaps::<Flow>("gdp", None)?;
    let share = match output {
        Some(_) => asked.perhaps::<Fraction>("share", None)?,
        None => Some(asked.one::<Fraction>("share", "world-share")?.value),
    };
    let mut rows = Vec::new();
    for debt in &debts {
        let implied = share
            .as_ref()
            .map(|share| implied_output(&debt.value, share))
            .transpose()?;
        let measured = output
            .as_ref()
            .map(|output| Number::ratio(&debt.value, output))
            .transpose()?;
        let stated = share.as_ref().map(Fraction::number).transpose()?;
        let bounds = implied.as_ref().map(|flow| flow.interval());
        rows.push(row([
            ("debt_name", debt.name.clone()),
            ("debt", money(&debt.value)),
            ("share_stated_pct", percent_or_null(stated.as_ref())?),
            ("implied_output", super::cells::perhaps(implied.as_ref())),
            ("low", bounds.map_or(Value::Null, low)),
            ("high", bounds.map_or(Value::Null, high)),
            ("output", super::cells::perhaps(output.as_ref())),
            ("share_pct", percent_or_null(measured.as_ref())?),
        ]));
    }
    asked.answer(rows)
}

/// S6.20: the stock that a stated ratio to output implies.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn world_debt(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(given, "S6.20", "D = r·Y");
    let ratio = asked.one::<Multiple>("ratio", "world-debt-ratio")?.value.0;
    let mut outputs = asked.many::<Flow>("gdp", &[])?;
    if outputs.is_empty() {
        let share = asked.cited::<Fraction>("world-share")?.value;
        for debt in ["debt-2024", "debt-2025-10"] {
            let debt = asked.cited::<Stock>(debt)?;
            outputs.push(super::asked::Named {
                name: implied_by(&debt.name),
                value: implied_output(&debt.value, &share)?,
            });
        }
    }
    let mut rows = Vec::new();
    for output in &outputs {
        let stock = implied_stock(&ratio, &output.value)?;
        rows.push(row([
            ("output_name", output.name.clone()),
            ("output", money(&output.value)),
            ("ratio_pct", percent(&ratio)?),
            ("implied_debt", money(&stock)),
            ("low", low(stock.interval())),
            ("high", high(stock.interval())),
        ]));
    }
    asked.answer(rows)
}

/// What to call the output that a debt and its stated share imply.
fn implied_by(debt: &Value) -> Value {
    let (en, zh) = (debt.plain(Lang::En), debt.plain(Lang::Zh));
    Value::Both(Bilingual::new(
        format!("implied by a third: {en}"),
        format!("由三分之一推得：{zh}"),
    ))
}
