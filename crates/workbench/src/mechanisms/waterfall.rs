//! S7.7 as a question.

use triffin_basis::Bilingual;
use triffin_tariff::mechanisms::country::Elasticities;
use triffin_tariff::mechanisms::waterfall::{Mechanism, Scene, waterfall as formula};

use super::asked::{Asked, money};
use super::naive::saving;
use crate::answer::{Answer, Note, Row, row};
use crate::error::QuestionError;
use crate::treasury::Given;
use crate::value::Value;

/// S7.7: from the naive effect to what is left, term by term.
///
/// # Errors
/// Those of the formula and of reading the options.
pub fn waterfall(given: &Given) -> Result<Answer, QuestionError> {
    let mut asked = Asked::new(
        given,
        "S7.7",
        "ΔB = naive + diversion + currency + elasticities + saving",
    );
    let scene = scene(&mut asked)?;
    let off = asked
        .typed("off")
        .iter()
        .map(|name| Mechanism::named(name))
        .collect::<Result<Vec<_>, _>>()?;
    let on: Vec<Mechanism> = Mechanism::ALL
        .into_iter()
        .filter(|each| !off.contains(each))
        .collect();
    let made = formula(&scene, &on)?;
    let mut left = made.naive;
    let mut rows: Vec<Row> = vec![step(("naive effect", "朴素效应"), made.naive, None, left)];
    for term in &made.terms {
        left += term.amount;
        rows.push(step(
            named(term.mechanism),
            term.amount,
            Some(term.shapley),
            left,
        ));
    }
    asked.note(Note::remark(
        "N-WATERFALL-ORDER",
        "each term is what its mechanism adds to those above it; the Shapley value is its mean over all orders; both add up to the same total",
        "各项为该机制在其上各项之后的增量；夏普利值为所有次序下的平均；两者合计相同",
    ));
    let mut answer = asked.answer(rows)?;
    answer.total = Some(row([("d_balance", money(made.total))]));
    Ok(answer)
}

fn scene(asked: &mut Asked<'_>) -> Result<Scene, QuestionError> {
    Ok(Scene {
        trade: asked.trade()?,
        duty: asked.duty()?,
        textbook: Elasticities::new(
            asked.number("textbook_import")?,
            asked.number("textbook_export")?,
        )?,
        found: asked.elasticities()?,
        diverted: asked.rate("diverted")?,
        offset: asked.rate("offset")?,
        saving: saving(asked)?,
    })
}

fn named(mechanism: Mechanism) -> (&'static str, &'static str) {
    match mechanism {
        Mechanism::Diversion => ("trade diversion", "贸易转移"),
        Mechanism::Currency => ("exchange rate", "汇率抵消"),
        Mechanism::Elasticities => ("elasticities found", "实际弹性"),
        Mechanism::Saving => ("saving and investment", "储蓄与投资"),
    }
}

fn step(name: (&str, &str), amount: f64, shapley: Option<f64>, left: f64) -> Row {
    row([
        ("step", Value::Both(Bilingual::new(name.0, name.1))),
        ("d_balance", money(amount)),
        ("shapley", shapley.map_or(Value::Null, money)),
        ("cumulated", money(left)),
    ])
}
