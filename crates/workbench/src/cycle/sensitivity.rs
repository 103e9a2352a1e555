//! `cycle sensitivity`: on which values an outcome depends.

use triffin_basis::BasisError;
use triffin_cycle::ensemble::{Outcome, Vary, solve_points};
use triffin_cycle::sensitivity::{Indices, Plan, Slope, one_at_a_time};
use triffin_cycle::{Model, VariableId};

use super::asked::{Asked, Prepared, given, named};
use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A sensitivity, as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedSensitivity {
    /// The run.
    pub run: Asked,
    /// `NAME@T`, or `NAME` in the last period.
    pub of: String,
    /// Names to move one at a time, or `NAME:normal(sd)` and the like for
    /// shares of the variance; all exogenous values and parameters where
    /// nothing is named.
    pub vary: Vec<String>,
    /// The share by which a value is moved.
    pub share: f64,
    /// Rows of the sampling plan.
    pub rows: u32,
    /// The seed.
    pub seed: u64,
}

/// One row a varied value: its slope and elasticity, or its Sobol indices
/// where distributions are given.
///
/// # Errors
/// Those of [`super::run()`]; names that are not there.
pub fn sensitivity(asked: &AskedSensitivity) -> Result<Answer, QuestionError> {
    let prepared = asked.run.prepare()?;
    let outcome = outcome(prepared.program.model(), &asked.of, asked.run.periods)?;
    match asked.vary.iter().any(|text| text.contains(':')) {
        true => shares(asked, prepared, outcome),
        false => slopes(asked, prepared, outcome),
    }
}

/// Reads `NAME@T` or `NAME`.
pub(super) fn outcome(model: &Model, text: &str, last: u32) -> Result<Outcome, QuestionError> {
    let (name, period) = match text.split_once('@') {
        Some((name, period)) => (name, period.trim().parse().ok()),
        None => (text, Some(last)),
    };
    let variable = named(model, name)?;
    match period.filter(|period| (1..=last).contains(period)) {
        Some(period) => Ok(Outcome { variable, period }),
        None => Err(BasisError::new(
            "E-CYCLE-OUTCOME",
            format!("\"{text}\" names no period of the run"),
            format!("“{text}”不是运行中的时期"),
        )
        .value(text)
        .expected(
            format!("NAME@T with T from 1 to {last}"),
            format!("名称@T，T 为 1 至 {last}"),
        )
        .into()),
    }
}

fn slopes(
    asked: &AskedSensitivity,
    prepared: Prepared,
    outcome: Outcome,
) -> Result<Answer, QuestionError> {
    let model = prepared.program.model();
    let names = asked.vary.iter().map(|name| named(model, name));
    let mut varied = names.collect::<Result<Vec<VariableId>, _>>()?;
    if varied.is_empty() {
        varied = given(model);
    }
    let slopes = one_at_a_time(
        &prepared.program,
        &prepared.run,
        &varied,
        asked.share,
        outcome,
    )?;
    let told = |slope: &Slope| {
        row([
            (
                "variable",
                Value::text(&model.variable(slope.variable).name),
            ),
            ("value", slope.base.into()),
            ("low", slope.low.into()),
            ("high", slope.high.into()),
            ("outcome", slope.at_base.into()),
            ("outcome_at_low", slope.at_low.into()),
            ("outcome_at_high", slope.at_high.into()),
            ("slope", slope.slope().into()),
            ("elasticity", slope.elasticity().into()),
        ])
    };
    let rows = slopes.iter().map(told).collect();
    Ok(answer(rows, prepared.notes, "Δy / Δx; (Δy / y) / (Δx / x)"))
}

fn shares(
    asked: &AskedSensitivity,
    prepared: Prepared,
    outcome: Outcome,
) -> Result<Answer, QuestionError> {
    let model = prepared.program.model();
    let vary = asked
        .vary
        .iter()
        .map(|text| Vary::parse_once(model, text))
        .collect::<Result<Vec<Vary>, BasisError>>()?;
    let plan = Plan::new(asked.rows as usize, vary.len(), asked.seed);
    let bases = vary
        .iter()
        .map(|one| one.base(model, &prepared.run))
        .collect::<Result<Vec<f64>, BasisError>>()?;
    let placed = |shares: Vec<f64>| {
        let each = vary.iter().zip(&bases).zip(shares);
        each.map(|((one, base), share)| one.distribution.quantile(*base, share))
            .collect()
    };
    let points: Vec<Vec<f64>> = plan.points().into_iter().map(placed).collect();
    let varied: Vec<VariableId> = vary.iter().map(|one| one.variable).collect();
    let solved = solve_points(
        &prepared.program,
        &prepared.run,
        &varied,
        &points,
        &[outcome],
    )?;
    let outcomes: Vec<Option<f64>> = solved
        .iter()
        .map(|solved| solved.as_ref().ok().map(|outcomes| outcomes[0]))
        .collect();
    let (indices, lost) = plan.indices(&outcomes)?;
    let mut notes = prepared.notes;
    if lost > 0 {
        notes.push(Note::warning(
            "W-CYCLE-DRAWS-FAILED",
            format!(
                "{lost} of {} rows have a point without a solution and are left out",
                asked.rows
            ),
            format!("{} 行中有 {lost} 行含无解的点，未计入", asked.rows),
        ));
    }
    let told = |(one, indices): (&Vary, &Indices)| {
        row([
            ("variable", Value::text(&model.variable(one.variable).name)),
            ("first_order", indices.first.value.into()),
            ("first_order_low", indices.first.low.into()),
            ("first_order_high", indices.first.high.into()),
            ("total_effect", indices.total.value.into()),
            ("total_effect_low", indices.total.low.into()),
            ("total_effect_high", indices.total.high.into()),
        ])
    };
    let rows = vary.iter().zip(&indices).map(told).collect();
    Ok(answer(
        rows,
        notes,
        "S = V(E(y|x)) / V(y); T = 1 − V(E(y|¬x)) / V(y)",
    ))
}

fn answer(rows: Vec<Row>, notes: Vec<Note>, formula: &'static str) -> Answer {
    Answer {
        rows,
        meta: Meta {
            notes,
            formula: Some(formula),
            ..Meta::default()
        },
        ..Answer::default()
    }
}
