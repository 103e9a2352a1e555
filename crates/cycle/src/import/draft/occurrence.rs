//! Where names occur in the equations of a file.

use std::collections::HashSet;

use super::Draft;
use crate::expression::{Expression, Node};
use crate::language::document::StatementKind;
use crate::model::VariableId;

impl Draft {
    /// Names that stand on the left of an equation, at this period.
    pub(super) fn on_the_left(&self) -> HashSet<VariableId> {
        let lefts = self
            .equations
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Equation { left, .. } => Some(left),
                _ => None,
            });
        lefts.flat_map(Expression::current).collect()
    }

    /// Names that occur in equations.
    pub(super) fn used(&self) -> HashSet<VariableId> {
        self.variables().map(|(variable, _)| variable).collect()
    }

    /// Names that occur in equations with a lag.
    pub(super) fn lagged(&self) -> HashSet<VariableId> {
        let lagged = self.variables().filter(|(_, lag)| *lag > 0);
        lagged.map(|(variable, _)| variable).collect()
    }

    /// Every occurrence of a name in an equation, with its lag.
    pub(super) fn variables(&self) -> impl Iterator<Item = (VariableId, u32)> + '_ {
        let sides = self
            .equations
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Equation { left, right, .. } => Some([left, right]),
                _ => None,
            });
        let nodes = sides.flatten().flat_map(|side| side.nodes());
        nodes.filter_map(|node| match node {
            Node::Variable { variable, lag } => Some((*variable, *lag)),
            _ => None,
        })
    }
}
