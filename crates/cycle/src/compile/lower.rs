//! From an expression's postfix steps to nodes of the graph.

use super::graph::{Graph, NodeId};
use super::operation::Operation;
use crate::expression::{Expression, Function, Node};
use crate::model::VariableId;

/// The node that computes an expression; `read(graph, variable, lag)` is the
/// node of each value it uses.
pub(crate) fn lower(
    graph: &mut Graph,
    expression: &Expression,
    mut read: impl FnMut(&mut Graph, VariableId, u32) -> NodeId,
) -> NodeId {
    let mut held: Vec<NodeId> = Vec::new();
    for node in expression.nodes() {
        // proof: an Expression's steps never lack an operand.
        let mut take = || held.pop().unwrap_or_default();
        let made = match (*node, node.operands()) {
            (Node::Number(number), _) => graph.constant(number),
            (Node::Time, _) => graph.time(),
            (Node::Variable { variable, lag }, _) => read(graph, variable, lag),
            (_, 3) => {
                let (c, b, a) = (take(), take(), take());
                graph.choose(a, b, c)
            }
            (step, 2) => {
                let (b, a) = (take(), take());
                graph.binary(operation(step), a, b)
            }
            (step, _) => {
                let a = take();
                graph.unary(operation(step), a)
            }
        };
        held.push(made);
    }
    held.pop().unwrap_or_default()
}

/// The operation of a step with one or two operands.
fn operation(step: Node) -> Operation {
    match step {
        Node::Negate => Operation::Negate,
        Node::Subtract => Operation::Subtract,
        Node::Multiply => Operation::Multiply,
        Node::Divide => Operation::Divide,
        Node::Power => Operation::Power,
        Node::Compare(comparison) => Operation::Compare(comparison),
        Node::And => Operation::And,
        Node::Or => Operation::Or,
        Node::Not => Operation::Not,
        Node::Call(Function::Exp) => Operation::Exp,
        Node::Call(Function::Log) => Operation::Log,
        Node::Call(Function::Sqrt) => Operation::Sqrt,
        Node::Call(Function::Abs) => Operation::Abs,
        Node::Call(Function::Min) => Operation::Min,
        Node::Call(Function::Max) => Operation::Max,
        // `Node::Add`; steps without operands and `If` do not come here.
        _ => Operation::Add,
    }
}
