//! The past that lags need: an opening state, and a history before it.

use triffin_basis::BasisError;

use crate::expression::Node;
use crate::language::refusal::refuse;
use crate::model::{Model, Role, Variable, VariableId};
use crate::place::Place;

/// Variables whose stated past is shorter than their longest lag.
pub(super) fn faults(model: &Model) -> Vec<BasisError> {
    let mut longest: Vec<(u32, Place)> = vec![(0, Place::default()); model.variables.len()];
    for equation in model.equations.iter().chain(&model.redundant) {
        for node in equation.left.nodes().iter().chain(equation.right.nodes()) {
            if let Node::Variable { variable, lag } = node {
                let known = &mut longest[variable.index()];
                if *lag > known.0 {
                    *known = (*lag, equation.place);
                }
            }
        }
    }
    let faults = longest
        .into_iter()
        .enumerate()
        .filter_map(|(index, (lag, place))| {
            let variable = model.variable(VariableId::new(index));
            fault(variable, lag, place)
        });
    faults.collect()
}

fn fault(variable: &Variable, lag: u32, place: Place) -> Option<BasisError> {
    let stated = match variable.opening {
        // What is given has its value in every period, the past included.
        Some(_) if variable.role != Role::Endogenous => return None,
        Some(_) => 1 + variable.history.len() as u64,
        None => 0,
    };
    if u64::from(lag) <= stated {
        return None;
    }
    let name = &variable.name;
    let (code, missing) = match stated {
        0 => ("E-CYCLE-NO-VALUE", name.clone()),
        _ => ("E-CYCLE-HISTORY", format!("{name}[-{stated}]")),
    };
    let error = refuse(
        code,
        place,
        &format!("`{name}[-{lag}]` needs a past of {lag} periods, and {stated} are stated"),
        &format!("“{name}[-{lag}]”需要 {lag} 期的过去值，只给出 {stated} 期"),
    );
    Some(error.value(format!("{name}[-{lag}]")).remedy(
        format!("Add init {missing} = …"),
        format!("请加上 init {missing} = …"),
    ))
}
