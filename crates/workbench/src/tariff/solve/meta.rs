//! What is said of a counterfactual as a whole.

use std::collections::BTreeMap;

use serde_json::json;

use crate::answer::{Meta, Note, SourceRef};
use crate::tariff::solved::{Solved, WORLD};
use crate::value::Value;

/// Residual, iterations, closure, numeraire and how far the baseline is from
/// the data.
pub(crate) fn meta(solved: &Solved) -> Meta {
    let scenario = &solved.desk.scenario;
    let (before, after) = (solved.before(), solved.after());
    let distance = &solved.outcome.distance;
    let region = solved.world.regions().get(distance.region);
    let basis = BTreeMap::from([
        ("change", "percent of the baseline".to_owned()),
        (
            "level",
            scenario
                .data
                .unit
                .clone()
                .unwrap_or_else(|| "unit of the data".to_owned()),
        ),
        ("balance", "exports − imports, before duty".to_owned()),
    ]);
    Meta {
        system: "S7",
        unit: Some("percent".to_owned()),
        basis,
        sources: vec![SourceRef {
            dataset: solved.desk.name.clone(),
            publisher: "scenario".to_owned(),
            vintages: Vec::new(),
            released: None,
            licence: None,
        }],
        formula: Some("x̂ = x′ / x"),
        facts: vec![
            ("residual", before.residual.max(after.residual).into()),
            ("iterations", (before.iterations + after.iterations).into()),
            ("model", scenario.model.as_str().into()),
            ("closure", scenario.deficits.as_str().into()),
            ("revenue_rule", scenario.revenue.as_str().into()),
            ("numeraire", solved.numeraire().into()),
            ("kappa", scenario.kappa.into()),
            ("psi", scenario.psi.into()),
            ("theta", theta(solved)),
            (
                "trade_values",
                solved.theta.values.map(|values| values.as_str()).into(),
            ),
            (
                "baseline_distance",
                Value::Nested(json!({
                    "wage": distance.wage,
                    "region": region,
                    "flows": distance.flows,
                })),
            ),
        ],
        notes: notes(solved),
        ..Meta::default()
    }
}

/// θ by sector.
fn theta(solved: &Solved) -> Value {
    let each = solved.world.sectors().iter().zip(solved.world.theta());
    let told = each.map(|(sector, theta)| (sector.clone(), (*theta).into()));
    Value::Nested(serde_json::Value::Object(told.collect()))
}

fn notes(solved: &Solved) -> Vec<Note> {
    let mut notes = solved.notes.clone();
    if solved.numeraire() == WORLD {
        notes.push(Note::remark(
            "W-TARIFF-NUMERAIRE",
            "wages, prices, revenue and balances are in units of world value added; real income, real wages and shares do not depend on it",
            "工资、价格、税收与差额以世界增加值为计价单位；实际收入、实际工资与份额不受其影响",
        ));
    }
    let linear = "welfare_linear is the first-order sum that papers print, with the whole changes put in as if they were small; real_income is the exact change of I/P. They differ where duties are large: the volume of trade is valued at the old duty all the way down";
    notes.push(Note::remark(
        "W-TARIFF-LINEAR",
        linear,
        "welfare_linear 是论文所报的一阶和，把全部变动当作微小变动代入；real_income 是 I/P 的精确变动。关税较高时二者不同：一阶和始终按旧税率为贸易量计值",
    ));
    notes
}
