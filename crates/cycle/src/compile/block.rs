//! A simultaneous block as unknowns, residuals and their exact derivatives.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::derive::{Derivatives, Partials};
use super::emit::Emitter;
use super::graph::{Graph, NodeId, Step};
use super::is_given;
use super::lower::lower;
use super::operation::Operation;
use super::schedule::{Entry, Residual, SolvedBlock, Store};
use super::tearing::Tearing;
use crate::blocks::Block;
use crate::expression::Expression;
use crate::model::{Model, VariableId};

/// What compiling a model builds up.
pub(crate) struct Builder<'a> {
    pub(crate) model: &'a Model,
    pub(crate) graph: Graph,
    pub(crate) derivatives: Derivatives,
    pub(crate) emitter: Emitter,
    /// The node of each endogenous variable of this period, once known.
    pub(crate) now: Vec<Option<NodeId>>,
    /// How many blocks have been solved so far.
    pub(crate) solved: u32,
    /// Nodes that are the value of a variable, at which a sum of terms ends.
    pub(crate) named: HashSet<NodeId>,
    /// Whether blocks may be torn; else all their variables are solved for.
    pub(crate) tear: bool,
}

impl Builder<'_> {
    /// The node of the equation's right-hand side.
    pub(crate) fn right(&mut self, equation: usize) -> NodeId {
        let model = self.model;
        self.lower(&model.equation(equation).right)
    }

    fn left(&mut self, equation: usize) -> NodeId {
        let model = self.model;
        self.lower(&model.equation(equation).left)
    }

    fn lower(&mut self, side: &Expression) -> NodeId {
        let (model, now) = (self.model, &self.now);
        lower(&mut self.graph, side, |graph, variable, lag| {
            match now[variable.index()] {
                Some(current) if lag == 0 => current,
                _ => graph.load(
                    variable.index(),
                    lag,
                    is_given(model.variable(variable).role),
                ),
            }
        })
    }

    /// Takes `node` for the value of `variable` from here on.
    pub(crate) fn name(&mut self, variable: VariableId, node: NodeId) {
        self.now[variable.index()] = Some(node);
        self.named.insert(node);
    }

    /// left − right of an equation, and the sum of its absolute terms.
    pub(crate) fn residual(&mut self, equation: usize) -> (NodeId, NodeId) {
        let (left, right) = (self.left(equation), self.right(equation));
        let residual = self.graph.binary(Operation::Subtract, left, right);
        (residual, self.magnitude([left, right]))
    }

    /// Σ|term| over the terms of sums, down to the values of variables.
    fn magnitude(&mut self, roots: [NodeId; 2]) -> NodeId {
        let mut open = roots.to_vec();
        let (mut seen, mut sum) = (HashSet::new(), self.graph.constant(0.0));
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            match self.graph.node(node).step {
                Step::Apply(Operation::Add | Operation::Subtract | Operation::Negate, a, b)
                    if !self.named.contains(&node) =>
                {
                    open.extend([a, b]);
                }
                _ => {
                    let term = self.graph.unary(Operation::Abs, node);
                    sum = self.graph.plus(sum, term);
                }
            }
        }
        sum
    }

    /// Compiles a block after everything before it.
    pub(crate) fn block(&mut self, block: &Block) -> SolvedBlock {
        self.solved += 1;
        let tearing = self.tearing(block);
        let unknowns = self.unknowns(block, &tearing);
        let (chain, rows) = self.chain(block, &tearing);
        let residuals = self.residuals(block, &tearing, &unknowns);
        let entries = self.entries(&residuals, &unknowns, rows);
        let stores: Vec<Store> = unknowns.iter().copied().chain(chain).collect();
        self.write(block, unknowns, residuals, entries, stores)
    }

    fn tearing(&self, block: &Block) -> Tearing {
        let size = block.pairs.len();
        if !self.tear {
            return Tearing::none(size);
        }
        let place: HashMap<VariableId, usize> = block
            .pairs
            .iter()
            .enumerate()
            .map(|(at, (_, id))| (*id, at))
            .collect();
        let equations = || {
            block
                .pairs
                .iter()
                .map(|(row, _)| &self.model.equations[*row])
        };
        let uses: Vec<Vec<usize>> = equations()
            .map(|equation| {
                let used = equation.right.current();
                let mut places: Vec<usize> =
                    used.filter_map(|id| place.get(&id).copied()).collect();
                places.sort_unstable();
                places.dedup();
                places
            })
            .collect();
        let explicit = equations().zip(&block.pairs);
        let implicit: Vec<bool> = explicit
            .map(|(equation, (_, id))| equation.defines() != Some(*id))
            .collect();
        Tearing::of(&uses, &implicit).unwrap_or_else(|| Tearing::none(size))
    }

    fn unknowns(&mut self, block: &Block, tearing: &Tearing) -> Vec<Store> {
        let mut unknowns = Vec::with_capacity(tearing.tears.len());
        for &tear in &tearing.tears {
            let (equation, variable) = block.pairs[tear];
            let register = self.graph.unknown(variable.index(), self.solved);
            self.name(variable, register);
            self.derivatives.mark(register);
            unknowns.push(Store {
                variable,
                register,
                equation,
            });
        }
        unknowns
    }

    /// The variables of the chain, and the derivatives of each by the unknowns.
    fn chain(&mut self, block: &Block, tearing: &Tearing) -> (Vec<Store>, Rows) {
        let mut rows = Rows::default();
        let mut stores = Vec::with_capacity(tearing.chain.len());
        for &link in &tearing.chain {
            let (equation, variable) = block.pairs[link];
            let register = self.right(equation);
            let partials = self.derivatives.of(&mut self.graph, register, self.solved);
            // An alias of another variable has that one's derivatives already.
            if !self.named.contains(&register) {
                let row = rows.row(&mut self.graph, partials);
                rows.of.insert(register, row);
            }
            self.name(variable, register);
            self.derivatives.mark(register);
            stores.push(Store {
                variable,
                register,
                equation,
            });
        }
        (stores, rows)
    }

    fn residuals(&mut self, block: &Block, tearing: &Tearing, unknowns: &[Store]) -> Vec<Residual> {
        let mut residuals = Vec::with_capacity(unknowns.len());
        for &tear in &tearing.tears {
            let (equation, variable) = block.pairs[tear];
            let (register, magnitude) = self.residual(equation);
            residuals.push(Residual {
                register,
                magnitude,
                explicit: self.model.equations[equation].defines() == Some(variable),
                equation,
            });
        }
        residuals
    }

    fn entries(&mut self, residuals: &[Residual], unknowns: &[Store], rows: Rows) -> Vec<Entry> {
        let column: HashMap<NodeId, u32> = unknowns
            .iter()
            .zip(0..)
            .map(|(unknown, column)| (unknown.register, column))
            .collect();
        let mut entries = Vec::new();
        for (residual, row) in residuals.iter().zip(0..) {
            let register = residual.register;
            let partials = self.derivatives.of(&mut self.graph, register, self.solved);
            for (unknown, register) in rows.row(&mut self.graph, partials) {
                if self.graph.number(register) != Some(0.0) {
                    entries.push(Entry {
                        row,
                        column: column[&unknown],
                        register,
                    });
                }
            }
        }
        entries.sort_unstable_by_key(|entry| (entry.column, entry.row));
        entries
    }

    fn write(
        &mut self,
        block: &Block,
        unknowns: Vec<Store>,
        residuals: Vec<Residual>,
        entries: Vec<Entry>,
        stores: Vec<Store>,
    ) -> SolvedBlock {
        let mut values: Vec<NodeId> = stores.iter().map(|store| store.register).collect();
        values.extend(residuals.iter().flat_map(|r| [r.register, r.magnitude]));
        let slopes: Vec<NodeId> = entries.iter().map(|entry| entry.register).collect();
        let everything = [&values[..], &slopes[..]].concat();
        let emitter = &mut self.emitter;
        emitter.before(&self.graph, &everything, self.solved);
        let start = emitter.here();
        emitter.all(&self.graph, &values, true);
        let middle = emitter.here();
        emitter.all(&self.graph, &slopes, false);
        SolvedBlock {
            pairs: block.pairs.clone(),
            unknowns,
            residuals,
            evaluate: start..middle,
            differentiate: middle..emitter.here(),
            entries,
            stores,
        }
    }
}

/// The derivatives of each variable of a chain by the unknowns it depends on.
#[derive(Default)]
struct Rows {
    of: HashMap<NodeId, Partials>,
}

impl Rows {
    /// dv/du = Σ ∂v/∂w · dw/du over the named nodes w that v uses.
    fn row(&self, graph: &mut Graph, partials: Partials) -> Partials {
        let mut row: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        for (through, slope) in partials {
            match self.of.get(&through) {
                Some(known) => {
                    for &(unknown, inner) in known {
                        let share = graph.times(slope, inner);
                        super::derive::add(graph, &mut row, unknown, share);
                    }
                }
                None => super::derive::add(graph, &mut row, through, slope),
            }
        }
        row.into_iter().collect()
    }
}
