//! The one equation too many that the others imply.
//!
//! In a model whose accounts are consistent one equation follows from all the
//! others (Walras's law). Written out, it makes one equation more than there
//! are variables. Whether it is implied cannot be seen from its form, so it is
//! tried: the others are solved, from the opening state and after shocks to
//! all that is given, and it must hold in every period.

use triffin_basis::BasisError;

use super::closure::Parts;
use crate::blocks::Blocks;
use crate::compile::Program;
use crate::language::refusal::{refuse, shortened};
use crate::model::{Model, Role, Shock, VariableId};
use crate::place::Place;
use crate::solve::Run;

/// How many periods an equation must hold.
const PERIODS: u32 = 8;

/// How many equations are tried.
const TRIED: usize = 12;

/// The model, with the equation that the others imply set apart where there
/// is exactly one too many; and a note that says so.
///
/// A model without a surplus equation, with more than one, or with one that
/// does not follow from the others comes back as it is: [`super::check`] then
/// says what is wrong.
pub fn settle(model: Model) -> (Model, Option<BasisError>) {
    let blocks = Blocks::of(&model);
    if blocks.surplus.len() != 1 || !blocks.undetermined.is_empty() {
        return (model, None);
    }
    let parts = Parts::of(&model, &blocks);
    // Identities are written last; of several, the last is called redundant.
    for &equation in parts.over.0.iter().rev().take(TRIED) {
        let candidate = without(&model, equation);
        if holds(&candidate) {
            let note = implied(&model, equation);
            return (candidate, Some(note));
        }
    }
    (model, None)
}

/// The model with one equation set apart.
fn without(model: &Model, equation: usize) -> Model {
    let mut model = model.clone();
    let redundant = model.equations.remove(equation);
    model.redundant.push(redundant);
    model
}

/// Whether the model solves and its redundant equations hold in every period,
/// at the given values and at others.
fn holds(model: &Model) -> bool {
    let Ok(program) = Program::compile(model) else {
        return false;
    };
    [0.0, 0.02, -0.03]
        .into_iter()
        .all(|by| program.run(&shaken(model, by)).is_ok())
}

/// A run in which all that is given changes in the second period, each by a
/// different share around `by`, so that nothing holds by coincidence.
fn shaken(model: &Model, by: f64) -> Run {
    let mut run = Run::new(PERIODS);
    if by == 0.0 {
        return run;
    }
    for (index, variable) in model.variables.iter().enumerate() {
        if let (Some(value), true) = (variable.opening, variable.role != Role::Endogenous) {
            run.shocks.push(Shock {
                variable: VariableId::new(index),
                value: value * (1.0 + by / (1.0 + (index % 7) as f64)),
                from: 2,
                to: None,
                place: Place::default(),
            });
        }
    }
    run
}

fn implied(model: &Model, equation: usize) -> BasisError {
    let equation = &model.equations[equation];
    let text = shortened(&equation.text);
    refuse(
        "W-CYCLE-REDUNDANT",
        equation.place,
        &format!("`{text}` follows from the other equations; it is tested in each period"),
        &format!("“{text}”可由其他方程推出；每期都会检验"),
    )
    .value(text)
}
