//! Values that may name other values: `init V = 0.75 * GD`, `param b = 1 - a`.

use std::collections::HashMap;

use triffin_basis::BasisError;

use super::refusal::refuse;
use crate::expression::{Expression, Node};
use crate::model::{Role, Variable, VariableId};
use crate::place::Place;

/// A variable and how many periods before the opening state.
pub(crate) type Key = (VariableId, u32);

/// Constants by what they are the value of.
#[derive(Default)]
pub(crate) struct Constants {
    order: Vec<Key>,
    sources: HashMap<Key, (Expression, Place)>,
    states: HashMap<Key, State>,
}

/// How far a value is.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Waiting for values it needs.
    Waiting,
    Computed(f64),
    /// It cannot be computed, and that was said.
    Failed,
}

impl Constants {
    /// Adds how a value is computed. Gives the place of an earlier one.
    pub(crate) fn add(&mut self, key: Key, source: Expression, place: Place) -> Option<Place> {
        if let Some((_, earlier)) = self.sources.get(&key) {
            return Some(*earlier);
        }
        self.order.push(key);
        self.sources.insert(key, (source, place));
        None
    }

    /// What values are given for, in the order written.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.order.iter().copied()
    }

    /// A value that has been computed.
    pub(crate) fn get(&self, key: Key) -> Option<f64> {
        match self.states.get(&key) {
            Some(State::Computed(value)) => Some(*value),
            _ => None,
        }
    }

    /// Computes every value, those first that others need.
    pub(crate) fn compute(&mut self, variables: &[Variable], mut fault: impl FnMut(BasisError)) {
        for key in self.order.clone() {
            if let Err(error) = self.reach(key, variables) {
                fault(error);
            }
        }
    }

    /// The value of an expression of computed values.
    pub(crate) fn value(
        &self,
        expression: &Expression,
        place: Place,
        variables: &[Variable],
    ) -> Result<f64, BasisError> {
        if let Some(missing) = needs(expression, variables).find(|key| self.get(*key).is_none()) {
            return Err(no_value(&variables[missing.0.index()].name, place));
        }
        let read = |variable: VariableId, lag| {
            let key = key_of(variable, lag, variables);
            self.get(key).unwrap_or(f64::NAN)
        };
        let value = expression.value(0.0, read);
        if value.is_finite() {
            Ok(value)
        } else {
            Err(no_number(value, place))
        }
    }

    /// Computes what `key` needs and then its value; with a stack instead of
    /// recursion, for a chain may be as long as the text.
    fn reach(&mut self, key: Key, variables: &[Variable]) -> Result<(), BasisError> {
        let mut stack = vec![key];
        let mut path: Vec<Key> = Vec::new();
        while let Some(top) = stack.last().copied() {
            let outcome = match self.states.get(&top) {
                None => self
                    .wait(top, &mut stack, &path, variables)
                    .map(|()| path.push(top)),
                Some(State::Waiting) => {
                    stack.pop();
                    path.pop();
                    self.settle(top, variables)
                }
                Some(_) => {
                    stack.pop();
                    Ok(())
                }
            };
            if let Err(error) = outcome {
                path.push(top);
                self.states
                    .extend(path.into_iter().map(|key| (key, State::Failed)));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Puts what `key` needs on the stack.
    fn wait(
        &mut self,
        key: Key,
        stack: &mut Vec<Key>,
        path: &[Key],
        variables: &[Variable],
    ) -> Result<(), BasisError> {
        self.states.insert(key, State::Waiting);
        let Some((source, place)) = self.sources.get(&key) else {
            return Ok(());
        };
        for need in needs(source, variables) {
            match self.states.get(&need) {
                None if self.sources.contains_key(&need) => stack.push(need),
                Some(State::Waiting) => {
                    return Err(cyclic(path, key, need, *place, variables));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Computes a value whose needs are computed, or have failed.
    fn settle(&mut self, key: Key, variables: &[Variable]) -> Result<(), BasisError> {
        let Some((source, place)) = self.sources.get(&key) else {
            return Ok(());
        };
        let failed = |need: Key| self.states.get(&need) == Some(&State::Failed);
        if needs(source, variables).any(failed) {
            self.states.insert(key, State::Failed);
            return Ok(());
        }
        let value = self.value(source, *place, variables)?;
        self.states.insert(key, State::Computed(value));
        Ok(())
    }
}

/// The values an expression needs.
fn needs<'a>(
    expression: &'a Expression,
    variables: &'a [Variable],
) -> impl Iterator<Item = Key> + 'a {
    expression.nodes().iter().filter_map(|node| match node {
        Node::Variable { variable, lag } => Some(key_of(*variable, *lag, variables)),
        _ => None,
    })
}

/// What is given has the same value in every period.
fn key_of(variable: VariableId, lag: u32, variables: &[Variable]) -> Key {
    match variables[variable.index()].role {
        Role::Endogenous => (variable, lag),
        _ => (variable, 0),
    }
}

fn no_value(name: &str, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-OPENING",
        place,
        &format!("`{name}` has no value in the opening state"),
        &format!("“{name}”在期初状态没有值"),
    )
    .value(name)
    .remedy(
        format!("Add init {name} = …"),
        format!("请加上 init {name} = …"),
    )
}

fn no_number(value: f64, place: Place) -> BasisError {
    refuse(
        "E-CYCLE-CONSTANT",
        place,
        &format!("this value is {value}, no finite number"),
        &format!("此处的值为 {value}，不是有限的数"),
    )
    .value(value)
    .remedy(
        "Look for a division by zero or a logarithm of a number that is not positive",
        "请检查是否除以零，或对非正数取对数",
    )
}

fn cyclic(path: &[Key], last: Key, need: Key, place: Place, variables: &[Variable]) -> BasisError {
    let from = path
        .iter()
        .position(|key| *key == need)
        .unwrap_or(path.len());
    let mut names: Vec<&str> = path[from..]
        .iter()
        .chain([&last, &need])
        .map(|key| variables[key.0.index()].name.as_str())
        .collect();
    if names.len() > 12 {
        names.splice(6..names.len() - 5, ["…"]);
    }
    let chain = names.join(" → ");
    refuse(
        "E-CYCLE-CYCLIC",
        place,
        &format!("these values are defined by each other: {chain}"),
        &format!("以下各值互相定义：{chain}"),
    )
    .value(&chain)
    .remedy(
        "Give one of them a number; what must hold at once is an equation",
        "请给其中一个赋以数字；须同时成立的关系应写成方程",
    )
}
