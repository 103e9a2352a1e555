//! `cycle steady`: the state a model tends to, and whether it is stable.

use triffin_cycle::linearise::{Eigenvalue, Stability, stability};

use super::asked::Asked;
use crate::answer::{Answer, Meta, Note, Row, row};
use crate::error::QuestionError;
use crate::value::Value;

/// One row a variable with its value in the steady state; with `eigenvalues`
/// one row an eigenvalue of the linearised map instead.
///
/// # Errors
/// Those of [`super::run()`], and where there is no steady state.
pub fn steady(asked: &Asked, eigenvalues: bool) -> Result<Answer, QuestionError> {
    let prepared = asked.prepare()?;
    let model = prepared.program.model();
    let told = asked.told(model)?;
    let found = prepared.program.steady(&prepared.run)?;
    let roots = found.linearisation.eigenvalues()?;
    let rows = match eigenvalues {
        true => roots.iter().enumerate().map(root).collect(),
        false => told
            .iter()
            .map(|id| {
                let variable = model.variable(*id);
                row([
                    ("variable", Value::text(&variable.name)),
                    ("value", found.values[id.index()].into()),
                    ("unit", variable.unit.clone().into()),
                    ("title", Value::Both(variable.title.clone())),
                ])
            })
            .collect(),
    };
    let mut notes = prepared.notes;
    notes.push(verdict(&roots));
    Ok(Answer {
        rows,
        meta: Meta {
            notes,
            formula: Some("x = f(x, x, …); s' = A s"),
            ..Meta::default()
        },
        ..Answer::default()
    })
}

/// λ with its modulus, its period where it turns, and the periods in which a
/// deviation halves.
fn root((place, root): (usize, &Eigenvalue)) -> Row {
    let modulus = root.modulus();
    let turns = (root.im != 0.0).then(|| std::f64::consts::TAU / root.im.atan2(root.re).abs());
    row([
        ("rank", Value::Int(place as i64 + 1)),
        ("real_part", root.re.into()),
        ("imaginary_part", root.im.into()),
        ("modulus", modulus.into()),
        ("cycle_periods", turns.into()),
        ("half_life_periods", half_life(root).into()),
    ])
}

/// Periods in which a deviation halves; none on the unit circle, whichever side
/// of it rounding puts λ.
fn half_life(root: &Eigenvalue) -> Option<f64> {
    let fades = stability(std::slice::from_ref(root)) == Stability::Stable;
    let modulus = root.modulus();
    (modulus > 0.0 && fades).then(|| 0.5_f64.ln() / modulus.ln())
}

fn verdict(roots: &[Eigenvalue]) -> Note {
    let largest = roots.first().map_or(0.0, |root| root.modulus());
    match stability(roots) {
        Stability::Stable => Note::remark(
            "N-CYCLE-STABLE",
            format!("stable: the largest eigenvalue has modulus {largest:.6}"),
            format!("稳定：最大特征值的模为 {largest:.6}"),
        ),
        Stability::Neutral => Note::remark(
            "N-CYCLE-NEUTRAL",
            "no deviation grows, but some stay: an eigenvalue lies on the unit circle, \
             as where a stock only accumulates flows",
            "偏离不会放大，但部分会持续：有特征值位于单位圆上，例如只累积流量的存量",
        ),
        Stability::Explosive => Note::warning(
            "W-CYCLE-EXPLOSIVE",
            format!("unstable: the largest eigenvalue has modulus {largest:.6}"),
            format!("不稳定：最大特征值的模为 {largest:.6}"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_halves_on_the_unit_circle() {
        let life = |re| half_life(&Eigenvalue { re, im: 0.0 });
        assert_eq!(life(1.0 - 4e-16), None);
        assert_eq!(life(1.0 + 7e-16), None);
        assert_eq!(life(0.0), None);
        assert_eq!(life(0.5), Some(1.0));
        assert_eq!(life(-0.25), Some(0.5));
    }
}
