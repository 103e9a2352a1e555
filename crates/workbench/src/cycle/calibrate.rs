//! `cycle calibrate`: parameters for which a model comes nearest to data.

use triffin_basis::BasisError;
use triffin_cycle::Model;
use triffin_cycle::calibrate::{Calibration, Free, Moment, calibrate as search};

use super::asked::{Asked, named};
use super::sensitivity::outcome;
use crate::answer::{Answer, Meta, Note, row};
use crate::error::QuestionError;
use crate::value::Value;

/// A calibration, as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedCalibration {
    /// The run.
    pub run: Asked,
    /// `NAME:low..high`.
    pub free: Vec<String>,
    /// `NAME@T=VALUE`, perhaps with `±SE` written `~SE`, the standard error by
    /// which a miss is weighed.
    pub targets: Vec<String>,
}

/// One row a free parameter, then one a target with what the model gives.
///
/// # Errors
/// Those of [`super::run`], of the texts, and where the search does not end.
pub fn calibrate(asked: &AskedCalibration) -> Result<Answer, QuestionError> {
    let prepared = asked.run.prepare()?;
    let model = prepared.program.model();
    let free = asked.free.iter().map(|text| bounded(model, text));
    let free = free.collect::<Result<Vec<Free>, _>>()?;
    let targets = asked
        .targets
        .iter()
        .map(|text| target(model, text, asked.run.periods));
    let targets = targets.collect::<Result<Vec<Moment>, _>>()?;
    let found = search(&prepared.program, &prepared.run, &free, &targets)?;
    let mut notes = prepared.notes;
    notes.push(Note::remark(
        "N-CYCLE-CALIBRATED",
        format!(
            "the weighted squared misses add up to {:e} after {} steps",
            found.cost, found.steps
        ),
        format!("加权误差平方和为 {:e}，共 {} 步", found.cost, found.steps),
    ));
    Ok(Answer {
        rows: rows(model, &free, &targets, &found),
        meta: Meta {
            notes,
            formula: Some("min Σ (w (f(p) − y))², a ≤ p ≤ b"),
            ..Meta::default()
        },
        ..Answer::default()
    })
}

fn rows(
    model: &Model,
    free: &[Free],
    targets: &[Moment],
    found: &Calibration,
) -> Vec<crate::answer::Row> {
    let parameters = free.iter().enumerate().map(|(at, one)| {
        row([
            ("kind", "parameter".into()),
            ("name", Value::text(&model.variable(one.variable).name)),
            ("period", Value::Null),
            ("value", found.values[at].into()),
            ("standard_error", found.standard_errors[at].into()),
            ("at_bound", found.at_bound[at].into()),
            ("target", Value::Null),
        ])
    });
    let moments = targets.iter().enumerate().map(|(at, moment)| {
        row([
            ("kind", "target".into()),
            (
                "name",
                Value::text(&model.variable(moment.outcome.variable).name),
            ),
            ("period", Value::Int(moment.outcome.period.into())),
            ("value", found.moments[at].into()),
            ("standard_error", Value::Null),
            ("at_bound", Value::Null),
            ("target", moment.target.into()),
        ])
    });
    parameters.chain(moments).collect()
}

/// Reads `NAME:low..high`.
fn bounded(model: &Model, text: &str) -> Result<Free, QuestionError> {
    let read = || {
        let (name, bounds) = text.split_once(':')?;
        let (low, high) = bounds.split_once("..")?;
        Some((name, low.trim().parse().ok()?, high.trim().parse().ok()?))
    };
    let (name, low, high) = read().ok_or_else(|| {
        refused(
            text,
            (
                "NAME:low..high, for example alpha1:0.5..0.9",
                "名称:下限..上限，例如 alpha1:0.5..0.9",
            ),
        )
    })?;
    Ok(Free {
        variable: named(model, name)?,
        low,
        high,
    })
}

/// Reads `NAME@T=VALUE` or `NAME@T=VALUE~SE`.
fn target(model: &Model, text: &str, last: u32) -> Result<Moment, QuestionError> {
    let read = || {
        let (name, value) = text.split_once('=')?;
        let (value, error) = match value.split_once('~') {
            Some((value, error)) => (
                value,
                error.trim().parse().ok().filter(|se: &f64| *se > 0.0)?,
            ),
            None => (value, 1.0),
        };
        Some((name, value.trim().parse().ok()?, 1.0 / error))
    };
    let (name, target, weight) = read().ok_or_else(|| {
        refused(
            text,
            (
                "NAME@T=VALUE or NAME@T=VALUE~SE",
                "名称@T=数值 或 名称@T=数值~标准误",
            ),
        )
    })?;
    Ok(Moment {
        outcome: outcome(model, name, last)?,
        target,
        weight,
    })
}

fn refused(text: &str, expected: (&str, &str)) -> BasisError {
    BasisError::new(
        "E-CYCLE-CALIBRATION",
        format!("\"{text}\" cannot be read"),
        format!("无法读取“{text}”"),
    )
    .value(text)
    .expected(expected.0, expected.1)
}
