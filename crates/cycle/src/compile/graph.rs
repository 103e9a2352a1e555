//! The whole model as one graph of operations in which nothing is computed twice.

use std::collections::HashMap;

use super::operation::Operation;

/// A node of a [`Graph`]; its operands have smaller numbers.
pub(crate) type NodeId = u32;

/// What a node computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The bits of a constant.
    Constant(u64),
    /// The value of a variable some periods ago, or of a given variable now.
    Load { variable: u32, lag: u32 },
    /// What a block solves for: the variable's value now.
    Unknown(u32),
    /// The number of the period.
    Time,
    /// An operation; one on a single number has twice the same operand.
    Apply(Operation, NodeId, NodeId),
    /// b where a is not 0, else c.
    Choose(NodeId, NodeId, NodeId),
}

/// A node and when it can be computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) step: Step,
    /// The last block an unknown of which it depends on, from 1; 0 where none.
    pub(crate) block: u32,
    /// Whether it depends on nothing but constants and given values of the
    /// period, and so stays the same while those do.
    pub(crate) given: bool,
}

/// Nodes in the order of their making, operands first.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    known: HashMap<Step, NodeId>,
}

impl Graph {
    pub(crate) fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn constant(&mut self, number: f64) -> NodeId {
        self.intern(Step::Constant(number.to_bits()), 0, true)
    }

    /// A value from the past, or of a given variable (`given`) in this period.
    pub(crate) fn load(&mut self, variable: usize, lag: u32, given: bool) -> NodeId {
        let step = Step::Load {
            variable: variable as u32,
            lag,
        };
        self.intern(step, 0, given && lag == 0)
    }

    pub(crate) fn time(&mut self) -> NodeId {
        self.intern(Step::Time, 0, false)
    }

    /// What block `block` (from 1) solves for.
    pub(crate) fn unknown(&mut self, variable: usize, block: u32) -> NodeId {
        self.intern(Step::Unknown(variable as u32), block, false)
    }

    pub(crate) fn unary(&mut self, operation: Operation, a: NodeId) -> NodeId {
        self.binary(operation, a, a)
    }

    pub(crate) fn binary(&mut self, operation: Operation, a: NodeId, b: NodeId) -> NodeId {
        if let (Some(x), Some(y)) = (self.number(a), self.number(b)) {
            let folded = operation.apply(x, y);
            // What fails is left to fail in its period, with its place.
            if folded.is_finite() {
                return self.constant(folded);
            }
        }
        let (a, b) = if operation.commutes() && b < a {
            (b, a)
        } else {
            (a, b)
        };
        let (x, y) = (self.node(a), self.node(b));
        let block = x.block.max(y.block);
        self.intern(Step::Apply(operation, a, b), block, x.given && y.given)
    }

    pub(crate) fn choose(&mut self, a: NodeId, b: NodeId, c: NodeId) -> NodeId {
        let of = [self.node(a), self.node(b), self.node(c)];
        let block = of.iter().map(|node| node.block).max().unwrap_or(0);
        let given = of.iter().all(|node| node.given);
        self.intern(Step::Choose(a, b, c), block, given)
    }

    /// a + b where 0 may be left out; for derivatives, which are known to exist.
    pub(crate) fn plus(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.number(a), self.number(b)) {
            (Some(0.0), _) => b,
            (_, Some(0.0)) => a,
            _ => self.binary(Operation::Add, a, b),
        }
    }

    /// a × b where factors 0, 1 and −1 may be left out; for derivatives.
    pub(crate) fn times(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.number(a), self.number(b)) {
            (Some(0.0), _) | (_, Some(0.0)) => self.constant(0.0),
            (Some(1.0), _) => b,
            (_, Some(1.0)) => a,
            (Some(-1.0), None) => self.unary(Operation::Negate, b),
            (None, Some(-1.0)) => self.unary(Operation::Negate, a),
            _ => self.binary(Operation::Multiply, a, b),
        }
    }

    /// The number, where the node is a constant.
    pub(crate) fn number(&self, id: NodeId) -> Option<f64> {
        match self.node(id).step {
            Step::Constant(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// The operands of a node, up to three.
    pub(crate) fn operands(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let held = match self.node(id).step {
            Step::Apply(_, a, b) if a == b => [Some(a), None, None],
            Step::Apply(_, a, b) => [Some(a), Some(b), None],
            Step::Choose(a, b, c) => [Some(a), Some(b), Some(c)],
            _ => [None; 3],
        };
        held.into_iter().flatten()
    }

    fn intern(&mut self, step: Step, block: u32, given: bool) -> NodeId {
        let next = self.nodes.len() as NodeId;
        let id = *self.known.entry(step).or_insert(next);
        if id == next {
            self.nodes.push(Node { step, block, given });
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_operation_is_one_node() {
        let mut graph = Graph::default();
        let (x, y) = (graph.load(0, 1, false), graph.load(1, 1, false));
        let sum = graph.binary(Operation::Add, x, y);
        assert_eq!(graph.binary(Operation::Add, y, x), sum);
        assert_ne!(
            graph.binary(Operation::Subtract, x, y),
            graph.binary(Operation::Subtract, y, x)
        );
    }

    #[test]
    fn constants_fold_but_not_where_they_fail() {
        let mut graph = Graph::default();
        let (one, zero) = (graph.constant(1.0), graph.constant(0.0));
        let two = graph.binary(Operation::Add, one, one);
        assert_eq!(graph.number(two), Some(2.0));
        let never = graph.binary(Operation::Divide, one, zero);
        assert_eq!(graph.number(never), None);
    }

    #[test]
    fn a_node_knows_when_it_can_be_computed() {
        let mut graph = Graph::default();
        let (rate, past, now) = (
            graph.load(0, 0, true),
            graph.load(1, 1, false),
            graph.unknown(2, 3),
        );
        let early = graph.binary(Operation::Multiply, rate, rate);
        let middle = graph.binary(Operation::Multiply, rate, past);
        let late = graph.binary(Operation::Multiply, middle, now);
        assert!(graph.node(early).given);
        assert!(!graph.node(middle).given);
        assert_eq!((graph.node(middle).block, graph.node(late).block), (0, 3));
    }
}
