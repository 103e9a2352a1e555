//! S7.5 as a question.

use triffin_tariff::mechanisms::elasticity::{Supply, condition, response};

use super::asked::{Asked, float, money, percent, perhaps};
use crate::answer::{Answer, Note, row};
use crate::error::QuestionError;
use crate::treasury::Given;

/// S7.5: imports and exports that answer unlike, and whether a depreciation improves the balance.
///
/// # Errors
/// Those of the formulas and of reading the options.
pub fn elasticity(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S7.5",
        "%ΔM = −ε_m·%ΔP_m; %ΔX = −ε_x·%ΔP_x; ε_m + ε_x·X/M > 1",
    );
    let trade = asked.trade()?;
    let elasticities = asked.elasticities()?;
    let (import_price, export_price) = (asked.rate("import_price")?, asked.rate("export_price")?);
    let supply = Supply {
        imports: asked.number("import_supply")?,
        exports: asked.number("export_supply")?,
    };
    let made = response(&trade, &elasticities, import_price, export_price)?;
    let met = condition(&trade, &elasticities, &supply)?;
    let rows = vec![row([
        ("import_price_pct", percent(import_price)),
        ("export_price_pct", percent(export_price)),
        ("imports_pct", percent(made.imports / trade.imports)),
        ("exports_pct", percent(-elasticities.export * export_price)),
        ("d_imports", money(made.imports)),
        ("d_exports", money(made.exports)),
        ("d_balance", money(made.balance)),
        ("marshall_lerner_sum", float(met.sum)),
        ("sum_home_currency", float(met.sum_home)),
        ("sum_foreign_currency", perhaps(met.sum_foreign)),
        ("depreciation_improves", met.holds().into()),
        ("d_balance_of_1_pct", money(met.slope_home / 100.0)),
        (
            "d_balance_of_1_pct_foreign",
            float(met.slope_foreign / 100.0),
        ),
    ])];
    asked.note(Note::remark(
        "N-MARSHALL-LERNER",
        "with balanced trade and given prices the sum of both elasticities must exceed 1; with unbalanced trade the weighted sum must, and which one depends on the currency the balance is counted in; with finite supply the Bickerdike–Robinson–Metzler condition decides",
        "贸易平衡且价格既定时，两弹性之和须大于1；贸易不平衡时须看加权和，且取决于差额以何种货币计；供给弹性有限时以比克戴克—罗宾逊—梅茨勒条件为准",
    ));
    asked.answer(rows)
}
