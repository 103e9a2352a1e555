//! What an opening state misses: left − right of the equations without lags.

use triffin_basis::BasisError;

use crate::expression::{Expression, Node};
use crate::language::print::number;
use crate::language::refusal::{refuse, shortened};
use crate::model::Model;

/// How far a residual may be from zero, as a share of the largest term.
const TOLERANCE: f64 = 1e-9;

/// An equation that the opening state does not satisfy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Miss {
    /// Its place in [`Model::equations`].
    pub equation: usize,
    /// Left − right at the opening state.
    pub residual: f64,
}

/// The equations of this period alone that the opening state misses by more
/// than 1e-9 of their largest value, largest miss first.
///
/// Equations with lags relate two periods and say nothing about one state.
/// Those with a variable that has no opening are left out.
pub(super) fn misses(model: &Model) -> Vec<Miss> {
    let mut misses: Vec<Miss> = Vec::new();
    for (index, equation) in model.equations.iter().enumerate() {
        let values = [&equation.left, &equation.right].map(|side| value(side, model));
        if let [Some(left), Some(right)] = values {
            let scale = left.abs().max(right.abs());
            let miss = (left - right).abs();
            if miss.is_nan() || miss > TOLERANCE * scale {
                misses.push(Miss {
                    equation: index,
                    residual: left - right,
                });
            }
        }
    }
    misses.sort_by(|a, b| b.residual.abs().total_cmp(&a.residual.abs()));
    misses
}

/// The value at the opening state, where it has one without looking back.
fn value(side: &Expression, model: &Model) -> Option<f64> {
    let known = side.nodes().iter().all(|node| match node {
        Node::Variable { variable, lag } => {
            *lag == 0 && model.variable(*variable).opening.is_some()
        }
        Node::Time => false,
        _ => true,
    });
    let read = |variable, _| model.variable(variable).opening.unwrap_or(f64::NAN);
    known.then(|| side.value(0.0, read))
}

/// One note on all misses, with the worst of them.
pub(super) fn note(model: &Model, misses: &[Miss]) -> Option<BasisError> {
    let worst = misses.first()?;
    let equation = &model.equations[worst.equation];
    let (count, text) = (misses.len(), shortened(&equation.text));
    let residual = number(worst.residual);
    if worst.residual.is_nan() {
        // A side without a value, such as 0/0, comes first: NaN sorts last of all.
        let note = refuse(
            "W-CYCLE-OPENING",
            equation.place,
            &format!(
                "the opening state misses {count} of the equations without lags; `{text}` has no value there"
            ),
            &format!("期初状态不满足 {count} 个无滞后方程；“{text}”在期初没有数值"),
        );
        return Some(note.value(text));
    }
    let note = refuse(
        "W-CYCLE-OPENING",
        equation.place,
        &format!(
            "the opening state misses {count} of the equations without lags, most of all `{text}`, by {residual}"
        ),
        &format!("期初状态不满足 {count} 个无滞后方程，偏差最大的是“{text}”，为 {residual}"),
    );
    Some(note.value(residual))
}
