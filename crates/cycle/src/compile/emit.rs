//! From nodes of the graph to instructions, each where it can first run.

use super::graph::{Graph, NodeId, Step};
use super::schedule::{Load, Schedule};
use super::tape::{Code, Instruction};

/// Writes instructions for the nodes a schedule needs, none twice.
pub(crate) struct Emitter {
    /// Nodes whose register is right for the rest of the period.
    done: Vec<bool>,
    pub(crate) schedule: Schedule,
}

impl Emitter {
    pub(crate) fn new() -> Self {
        Self {
            done: Vec::new(),
            schedule: Schedule::default(),
        }
    }

    /// Where the next instruction will stand.
    pub(crate) fn here(&self) -> usize {
        self.schedule.code.len()
    }

    /// Computes what `roots` need and is known before block `block` is solved.
    pub(crate) fn before(&mut self, graph: &Graph, roots: &[NodeId], block: u32) {
        for node in self.needed(graph, roots) {
            if graph.node(node).block < block {
                self.emit(graph, node);
                self.done[node as usize] = true;
            }
        }
    }

    /// Computes the rest of what `roots` need. Kept: whether the registers
    /// hold for the rest of the period (the last evaluation of a block is at
    /// its solution, its last derivatives are not).
    pub(crate) fn all(&mut self, graph: &Graph, roots: &[NodeId], kept: bool) {
        for node in self.needed(graph, roots) {
            self.emit(graph, node);
            if kept {
                self.done[node as usize] = true;
            }
        }
    }

    /// The nodes not yet computed that `roots` need, operands first.
    fn needed(&mut self, graph: &Graph, roots: &[NodeId]) -> Vec<NodeId> {
        self.done.resize(graph.len(), false);
        let mut open: Vec<NodeId> = roots.to_vec();
        let mut found = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(node) = open.pop() {
            if !self.done[node as usize] && seen.insert(node) {
                found.push(node);
                open.extend(graph.operands(node));
            }
        }
        found.sort_unstable();
        found
    }

    fn emit(&mut self, graph: &Graph, id: NodeId) {
        let node = graph.node(id);
        let schedule = &mut self.schedule;
        let instruction = match node.step {
            Step::Constant(bits) => return schedule.constants.push((id, f64::from_bits(bits))),
            Step::Load { variable, lag } => {
                let load = Load {
                    register: id,
                    variable,
                    lag,
                };
                return match node.given {
                    true => schedule.given.push(load),
                    false => schedule.past.push(load),
                };
            }
            Step::Time => return schedule.time = Some(id),
            Step::Unknown(_) => return,
            Step::Apply(operation, a, b) => (Code::Apply(operation), a, b, a),
            Step::Choose(a, b, c) => (Code::Choose, a, b, c),
        };
        let (code, a, b, c) = instruction;
        let instruction = Instruction {
            code,
            to: id,
            a,
            b,
            c,
        };
        match node.given {
            true => schedule.fixed.push(instruction),
            false => schedule.code.push(instruction),
        }
    }
}
