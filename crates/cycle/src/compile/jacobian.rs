//! The derivatives of every equation by the values of this period and of those before.

use std::collections::HashMap;

use super::derive::Derivatives;
use super::emit::Emitter;
use super::graph::{Graph, NodeId};
use super::is_given;
use super::lower::lower;
use super::operation::Operation;
use super::schedule::Schedule;
use super::tape::execute;
use crate::model::{Model, VariableId};

/// The exact Jacobian of all equations, left − right, by every endogenous
/// value in them, at whatever lag.
pub(crate) struct Jacobian {
    schedule: Schedule,
    /// The register of each value.
    values: Vec<(VariableId, u32, u32)>,
    /// Equation, value and the register of the derivative.
    entries: Vec<(usize, VariableId, u32, u32)>,
    model_values: Vec<(u32, VariableId, u32)>,
}

/// ∂(left − right of `equation`)/∂`variable` of `lag` periods ago.
pub(crate) struct Slope {
    pub(crate) equation: usize,
    pub(crate) variable: VariableId,
    pub(crate) lag: u32,
    pub(crate) value: f64,
}

impl Jacobian {
    pub(crate) fn of(model: &Model) -> Self {
        let (mut graph, mut derivatives) = (Graph::default(), Derivatives::default());
        let mut values: HashMap<NodeId, (VariableId, u32)> = HashMap::new();
        let mut residuals = Vec::with_capacity(model.equations.len());
        for equation in &model.equations {
            let mut read = |graph: &mut Graph, variable: VariableId, lag: u32| {
                if is_given(model.variable(variable).role) {
                    return graph.load(variable.index(), lag, true);
                }
                let name = variable.index() + lag as usize * model.variables.len();
                let node = graph.unknown(name, 1);
                values.insert(node, (variable, lag));
                node
            };
            let left = lower(&mut graph, &equation.left, &mut read);
            let right = lower(&mut graph, &equation.right, &mut read);
            residuals.push(graph.binary(Operation::Subtract, left, right));
        }
        for &node in values.keys() {
            derivatives.mark(node);
        }
        let mut entries = Vec::new();
        for (equation, residual) in residuals.into_iter().enumerate() {
            for (node, slope) in derivatives.of(&mut graph, residual, 1) {
                let (variable, lag) = values[&node];
                entries.push((equation, variable, lag, slope));
            }
        }
        Self::write(&graph, values, entries)
    }

    fn write(
        graph: &Graph,
        values: HashMap<NodeId, (VariableId, u32)>,
        entries: Vec<(usize, VariableId, u32, u32)>,
    ) -> Self {
        let mut emitter = Emitter::new();
        let roots: Vec<NodeId> = entries.iter().map(|entry| entry.3).collect();
        emitter.all(graph, &roots, true);
        let mut schedule = emitter.schedule;
        schedule.registers = graph.len();
        let loads = schedule.given.iter().chain(&schedule.past);
        let model_values = loads
            .map(|load| {
                (
                    load.register,
                    VariableId::new(load.variable as usize),
                    load.lag,
                )
            })
            .collect();
        let values = values.into_iter();
        Self {
            schedule,
            values: values
                .map(|(node, (variable, lag))| (variable, lag, node))
                .collect(),
            entries,
            model_values,
        }
    }

    /// The derivatives where `value(variable, lag)` are the values, in period `period`.
    pub(crate) fn at(
        &self,
        period: u32,
        value: impl Fn(VariableId, u32) -> f64,
    ) -> impl Iterator<Item = Slope> + '_ {
        let mut registers = vec![[0.0]; self.schedule.registers];
        for &(register, number) in &self.schedule.constants {
            registers[register as usize] = [number];
        }
        for &(register, variable, lag) in &self.model_values {
            registers[register as usize] = [value(variable, lag)];
        }
        for &(variable, lag, register) in &self.values {
            registers[register as usize] = [value(variable, lag)];
        }
        if let Some(register) = self.schedule.time {
            registers[register as usize] = [f64::from(period)];
        }
        execute(&self.schedule.fixed, &mut registers);
        execute(&self.schedule.code, &mut registers);
        self.entries
            .iter()
            .map(move |&(equation, variable, lag, register)| Slope {
                equation,
                variable,
                lag,
                value: registers[register as usize][0],
            })
    }
}
