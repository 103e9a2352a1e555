//! Given names that nothing uses: most often a slip.

use std::collections::HashSet;

use triffin_basis::BasisError;

use crate::expression::Node;
use crate::language::refusal::refuse;
use crate::model::{Model, Role};

/// A warning for each parameter and exogenous variable in no equation.
pub(super) fn warnings(model: &Model) -> Vec<BasisError> {
    let mut used = vec![false; model.variables.len()];
    for equation in model.equations.iter().chain(&model.redundant) {
        for node in equation.left.nodes().iter().chain(equation.right.nodes()) {
            if let Node::Variable { variable, .. } = node {
                used[variable.index()] = true;
            }
        }
    }
    // The numbers by which scenarios call the options of a closure.
    let options: HashSet<String> = model
        .accounts
        .iter()
        .flat_map(|accounts| &accounts.closures)
        .flat_map(|closure| {
            closure
                .options
                .iter()
                .map(|option| closure.option_name(option))
        })
        .collect();
    let idle = model
        .variables
        .iter()
        .zip(used)
        .filter(|(variable, used)| !used && variable.role != Role::Endogenous)
        .filter(|(variable, _)| !options.contains(&variable.name));
    idle.map(|(variable, _)| {
        let name = &variable.name;
        refuse(
            "W-CYCLE-UNUSED",
            variable.place,
            &format!("no equation uses `{name}`"),
            &format!("没有方程使用“{name}”"),
        )
        .value(name)
    })
    .collect()
}
