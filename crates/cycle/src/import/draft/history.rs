//! The past that lags need and a file does not state.

use std::collections::HashMap;

use triffin_basis::BasisError;

use super::notes;
use crate::expression::Node;
use crate::model::{Model, Role, VariableId};

/// Lets what a lag reaches beyond the stated past be as the earliest value.
pub(super) fn extend(model: &mut Model) -> Option<BasisError> {
    let mut longest: HashMap<VariableId, u32> = HashMap::new();
    for equation in &model.equations {
        for node in equation.left.nodes().iter().chain(equation.right.nodes()) {
            if let Node::Variable { variable, lag } = node {
                let known = longest.entry(*variable).or_default();
                *known = (*known).max(*lag);
            }
        }
    }
    let mut extended = Vec::new();
    for (index, variable) in model.variables.iter_mut().enumerate() {
        let lag = longest.get(&VariableId::new(index)).copied().unwrap_or(0);
        let Some(opening) = variable
            .opening
            .filter(|_| variable.role == Role::Endogenous)
        else {
            continue;
        };
        if lag as usize > 1 + variable.history.len() {
            let earliest = variable.history.last().copied().unwrap_or(opening);
            variable.history.resize(lag as usize - 1, earliest);
            extended.push(variable.name.clone());
        }
    }
    (!extended.is_empty()).then(|| notes::history_supposed(&extended.join(", ")))
}
