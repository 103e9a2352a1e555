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
/// Those of [`super::run()`], of the texts, and where the search does not end.
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
    notes.push(ended(&found));
    notes.extend(unidentified(free.len(), targets.len()));
    notes.extend(at_bounds(model, &free, &found));
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

/// How near the model came, and in how many steps.
fn ended(found: &Calibration) -> Note {
    let cost = match found.cost {
        0.0 => "0".to_owned(),
        cost => format!("{cost:.3e}"),
    };
    let steps = found.steps;
    Note::remark(
        "N-CYCLE-CALIBRATED",
        format!("the weighted squared misses add up to {cost} after {steps} steps"),
        format!("加权误差平方和为 {cost}，共 {steps} 步"),
    )
}

/// More parameters than numbers to meet: other values meet them as well.
fn unidentified(free: usize, targets: usize) -> Option<Note> {
    (free > targets).then(|| {
        Note::warning(
            "W-CYCLE-UNIDENTIFIED",
            format!(
                "{free} parameters for {targets} targets: other values meet the targets as well; \
                 what is found depends on where the search began"
            ),
            format!(
                "{free} 个参数对应 {targets} 个目标：其他取值同样可以满足目标，结果取决于搜索起点"
            ),
        )
    })
}

/// Parameters that the bounds stopped, by name.
fn at_bounds(model: &Model, free: &[Free], found: &Calibration) -> Option<Note> {
    let stopped = free.iter().zip(&found.at_bound).filter(|(_, at)| **at);
    let names: Vec<&str> = stopped
        .map(|(one, _)| model.variable(one.variable).name.as_str())
        .collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        Note::warning(
            "W-CYCLE-AT-BOUND",
            format!("stopped by a bound: {names}; compare each target with what the model gives"),
            format!("到达边界：{names}；请将各目标与模型给出的数值对照"),
        )
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
    let (name, low, high): (&str, f64, f64) = read().ok_or_else(|| {
        refused(
            text,
            (
                "NAME:low..high, for example alpha1:0.5..0.9",
                "名称:下限..上限，例如 alpha1:0.5..0.9",
            ),
        )
    })?;
    if !(low < high && low.is_finite() && high.is_finite()) {
        return Err(no_range(text).into());
    }
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

/// Bounds that leave nothing between them.
fn no_range(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-CALIBRATION",
        format!("\"{text}\" leaves no value between its bounds"),
        format!("“{text}”的上下限之间没有可取的值"),
    )
    .value(text)
    .expected("finite bounds, low < high", "上下限有限且下限 < 上限")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(free: &[&str], target: &str) -> Vec<&'static str> {
        let asked = AskedCalibration {
            run: Asked {
                model: "sim".to_owned(),
                periods: 100,
                ..Asked::default()
            },
            free: free.iter().map(|text| (*text).to_owned()).collect(),
            targets: vec![target.to_owned()],
        };
        let notes = calibrate(&asked).unwrap().meta.notes;
        notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn a_bound_and_too_few_targets_are_warned_of() {
        let theta = "theta:0.1..0.5";
        assert_eq!(codes(&[theta], "Y@100=125"), ["N-CYCLE-CALIBRATED"]);
        let stopped = codes(&[theta], "Y@100=1000");
        assert_eq!(stopped, ["N-CYCLE-CALIBRATED", "W-CYCLE-AT-BOUND"]);
        let both = codes(&[theta, "Gd:10..40"], "Y@100=125");
        assert_eq!(both, ["N-CYCLE-CALIBRATED", "W-CYCLE-UNIDENTIFIED"]);
    }
}
