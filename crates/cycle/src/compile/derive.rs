//! Exact derivatives, as nodes of the same graph.

use std::collections::{BTreeMap, HashMap};

use super::graph::{Graph, NodeId, Step};
use super::operation::Operation;
use crate::expression::Comparison;

/// ∂root/∂node for nodes marked as boundaries, ascending by node.
pub(crate) type Partials = Vec<(NodeId, NodeId)>;

/// Reverse-mode differentiation that stops at boundaries: the unknowns of a
/// block and the variables computed from them.
///
/// The work is linear in the size of the expression, whatever the number of
/// boundaries in it. The branches of a choice are differentiated apart, so
/// that the derivative of a branch not taken, which may not exist, is never
/// multiplied into the other.
///
/// Source: Griewank and Walther 2008, Evaluating Derivatives, ch. 3.
#[derive(Debug, Default)]
pub(crate) struct Derivatives {
    boundary: Vec<bool>,
    branches: HashMap<NodeId, Partials>,
}

impl Derivatives {
    /// Takes `node` for a boundary from now on.
    pub(crate) fn mark(&mut self, node: NodeId) {
        let place = node as usize;
        if self.boundary.len() <= place {
            self.boundary.resize(place + 1, false);
        }
        self.boundary[place] = true;
        self.branches.clear();
    }

    fn is_boundary(&self, node: NodeId) -> bool {
        self.boundary.get(node as usize).copied().unwrap_or(false)
    }

    /// The partial derivatives of `root` by the boundaries it depends on
    /// through unknowns of block `block`.
    pub(crate) fn of(&mut self, graph: &mut Graph, root: NodeId, block: u32) -> Partials {
        if graph.node(root).block != block {
            return Vec::new();
        }
        let reached = self.reached(graph, root, block);
        let mut adjoint: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        adjoint.insert(root, graph.constant(1.0));
        let mut found: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        for node in reached.into_iter().rev() {
            let Some(bar) = adjoint.remove(&node) else {
                continue;
            };
            for (to, partial) in self.local(graph, node, block) {
                if graph.node(to).block == block {
                    let share = graph.times(bar, partial);
                    let into = match self.is_boundary(to) {
                        true => &mut found,
                        false => &mut adjoint,
                    };
                    add(graph, into, to, share);
                }
            }
        }
        found.into_iter().collect()
    }

    /// The nodes between the root and the boundaries, ascending; a root that
    /// is a boundary itself is its own.
    fn reached(&self, graph: &Graph, root: NodeId, block: u32) -> Vec<NodeId> {
        let mut seen = std::collections::BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if self.is_boundary(node) || matches!(graph.node(node).step, Step::Choose(..)) {
                continue;
            }
            for operand in graph.operands(node) {
                let inside = graph.node(operand).block == block && !self.is_boundary(operand);
                if inside && seen.insert(operand) {
                    open.push(operand);
                }
            }
        }
        seen.into_iter().collect()
    }

    /// The derivatives of one node by its operands, or by the boundaries for
    /// a choice.
    fn local(&mut self, graph: &mut Graph, node: NodeId, block: u32) -> Partials {
        if self.is_boundary(node) {
            return vec![(node, graph.constant(1.0))];
        }
        match graph.node(node).step {
            Step::Apply(operation, a, b) => slopes(graph, operation, node, a, b),
            Step::Choose(a, b, c) => self.choice(graph, node, (a, b, c), block),
            _ => Vec::new(),
        }
    }

    fn choice(
        &mut self,
        graph: &mut Graph,
        node: NodeId,
        (a, b, c): (NodeId, NodeId, NodeId),
        block: u32,
    ) -> Partials {
        if let Some(known) = self.branches.get(&node) {
            return known.clone();
        }
        let zero = graph.constant(0.0);
        let mut sides: BTreeMap<NodeId, (NodeId, NodeId)> = BTreeMap::new();
        for (to, slope) in self.of(graph, b, block) {
            sides.entry(to).or_insert((zero, zero)).0 = slope;
        }
        for (to, slope) in self.of(graph, c, block) {
            sides.entry(to).or_insert((zero, zero)).1 = slope;
        }
        let mut chosen = Vec::with_capacity(sides.len());
        for (to, (then, otherwise)) in sides {
            chosen.push((to, graph.choose(a, then, otherwise)));
        }
        self.branches.insert(node, chosen.clone());
        chosen
    }
}

pub(crate) fn add(
    graph: &mut Graph,
    into: &mut BTreeMap<NodeId, NodeId>,
    to: NodeId,
    share: NodeId,
) {
    let sum = match into.get(&to) {
        Some(&before) => graph.plus(before, share),
        None => share,
    };
    into.insert(to, sum);
}

/// The derivatives of r = a ∘ b by a and by b.
fn slopes(graph: &mut Graph, operation: Operation, r: NodeId, a: NodeId, b: NodeId) -> Partials {
    use Operation::*;
    let one = graph.constant(1.0);
    let minus_one = graph.constant(-1.0);
    match operation {
        Add => vec![(a, one), (b, one)],
        Subtract => vec![(a, one), (b, minus_one)],
        Multiply => vec![(a, b), (b, a)],
        Divide => {
            let by_a = graph.binary(Divide, one, b);
            let ratio = graph.times(r, by_a);
            vec![(a, by_a), (b, graph.times(minus_one, ratio))]
        }
        Power => power(graph, r, a, b),
        Min | Max => {
            let wins = match operation {
                Min => Comparison::Less,
                _ => Comparison::Greater,
            };
            let (holds, zero) = (graph.binary(Compare(wins), a, b), graph.constant(0.0));
            let (by_a, by_b) = (
                graph.choose(holds, one, zero),
                graph.choose(holds, zero, one),
            );
            vec![(a, by_a), (b, by_b)]
        }
        Negate => vec![(a, minus_one)],
        Exp => vec![(a, r)],
        Log => vec![(a, graph.binary(Divide, one, a))],
        Sqrt => {
            let half = graph.constant(0.5);
            vec![(a, graph.binary(Divide, half, r))]
        }
        Abs => vec![(a, graph.unary(Sign, a))],
        // Steps: flat wherever they have a slope.
        Compare(_) | And | Or | Not | Sign => Vec::new(),
    }
}

/// ∂a^b/∂a = b a^(b−1), ∂a^b/∂b = a^b ln a.
fn power(graph: &mut Graph, r: NodeId, a: NodeId, b: NodeId) -> Partials {
    let minus_one = graph.constant(-1.0);
    let less = graph.binary(Operation::Add, b, minus_one);
    let lowered = graph.binary(Operation::Power, a, less);
    let by_a = graph.times(b, lowered);
    let log = graph.unary(Operation::Log, a);
    vec![(a, by_a), (b, graph.times(r, log))]
}
