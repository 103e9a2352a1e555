//! Equations without a variable to determine, and variables without an
//! equation: the over- and the underdetermined part of a model.
//!
//! Source: Dulmage and Mendelsohn (1958), Coverings of bipartite graphs.

use std::collections::{HashMap, HashSet};

use triffin_basis::BasisError;

use crate::blocks::Blocks;
use crate::language::refusal::{refuse, shortened};
use crate::model::{Equation, Model, Role, VariableId};
use crate::place::Place;

/// How many equations and variables a message names.
const NAMED: usize = 6;

/// The parts of a model that do not close.
pub(super) fn faults(model: &Model, blocks: &Blocks) -> Vec<BasisError> {
    let parts = Parts::of(model, blocks);
    let mut faults = Vec::new();
    if !blocks.undetermined.is_empty() {
        faults.push(underdetermined(model, &parts));
    }
    if !blocks.surplus.is_empty() {
        faults.push(overdetermined(model, blocks, &parts));
    }
    faults
}

/// Equations and variables of each part, in the order of the model.
pub(super) struct Parts {
    pub(super) over: (Vec<usize>, Vec<VariableId>),
    pub(super) under: (Vec<usize>, Vec<VariableId>),
}

impl Parts {
    pub(super) fn of(model: &Model, blocks: &Blocks) -> Self {
        let pairs = || blocks.order.iter().flat_map(|block| &block.pairs);
        let equation_of: HashMap<VariableId, usize> = pairs().map(|(e, v)| (*v, *e)).collect();
        let variable_of: HashMap<usize, VariableId> = pairs().copied().collect();
        let over = reach(
            blocks.surplus.iter().copied(),
            |equation| current(model, &model.equations[equation]),
            |variable| equation_of.get(&variable).copied(),
        );
        let users = if blocks.undetermined.is_empty() {
            HashMap::new()
        } else {
            users(model)
        };
        let under = reach(
            blocks.undetermined.iter().copied(),
            |variable| users.get(&variable).cloned().unwrap_or_default(),
            |equation| variable_of.get(&equation).copied(),
        );
        Self {
            over,
            under: (under.1, under.0),
        }
    }
}

/// What alternating paths from `start` reach: along any edge to the other
/// side, and back along the matching.
fn reach<A, B>(
    start: impl Iterator<Item = A>,
    across: impl Fn(A) -> Vec<B>,
    back: impl Fn(B) -> Option<A>,
) -> (Vec<A>, Vec<B>)
where
    A: Copy + Ord + std::hash::Hash,
    B: Copy + Ord + std::hash::Hash,
{
    let mut open: Vec<A> = start.collect();
    let mut near: HashSet<A> = open.iter().copied().collect();
    let mut far: HashSet<B> = HashSet::new();
    while let Some(here) = open.pop() {
        for there in across(here) {
            if far.insert(there)
                && let Some(next) = back(there)
                && near.insert(next)
            {
                open.push(next);
            }
        }
    }
    let (mut near, mut far): (Vec<A>, Vec<B>) =
        (near.into_iter().collect(), far.into_iter().collect());
    near.sort_unstable();
    far.sort_unstable();
    (near, far)
}

/// The endogenous variables of this period in an equation.
fn current(model: &Model, equation: &Equation) -> Vec<VariableId> {
    let all = equation.left.current().chain(equation.right.current());
    all.filter(|id| model.variable(*id).role == Role::Endogenous)
        .collect()
}

/// The equations in which each endogenous variable occurs at this period.
fn users(model: &Model) -> HashMap<VariableId, Vec<usize>> {
    let mut users: HashMap<VariableId, Vec<usize>> = HashMap::new();
    for (index, equation) in model.equations.iter().enumerate() {
        for variable in current(model, equation) {
            users.entry(variable).or_default().push(index);
        }
    }
    users
}

fn underdetermined(model: &Model, parts: &Parts) -> BasisError {
    let (equations, variables) = &parts.under;
    let names = names(model, variables);
    // proof: the part holds at least the variable without an equation.
    let place = variables.first().map(|id| model.variable(*id).place);
    let (count, of) = (equations.len(), variables.len());
    let (en, zh) = match equations[..] {
        [] => (
            format!("no equation determines {names}"),
            format!("没有方程决定 {names}"),
        ),
        _ => {
            let list = listed(model, equations);
            (
                format!("{count} equations are left to determine {of} variables, {names}: {list}"),
                format!("{of} 个变量（{names}）只剩 {count} 个方程可以决定：{list}"),
            )
        }
    };
    refuse(
        "E-CYCLE-UNDERDETERMINED",
        place.unwrap_or_default(),
        &en,
        &zh,
    )
    .value(names)
    .expected(
        format!("{of} equations for {of} variables"),
        format!("{of} 个变量须有 {of} 个方程"),
    )
    .remedy(
        "Add an equation, or give one of the variables: exog NAME = …",
        "请补充方程，或将其中一个变量设为给定：exog 名称 = …",
    )
}

fn overdetermined(model: &Model, blocks: &Blocks, parts: &Parts) -> BasisError {
    let (equations, variables) = &parts.over;
    let names = names(model, variables);
    let place = place_of(model, blocks.surplus.first());
    let (count, of) = (equations.len(), variables.len());
    let list = listed(model, equations);
    let (en, zh) = match variables[..] {
        [] => (
            format!("no variable is left for {list}"),
            format!("没有变量可由 {list} 决定"),
        ),
        _ => (
            format!("{count} equations determine only {of} variables, {names}: {list}"),
            format!("{count} 个方程只决定 {of} 个变量（{names}）：{list}"),
        ),
    };
    let error = refuse("E-CYCLE-OVERDETERMINED", place, &en, &zh)
        .value(list)
        .expected(
            format!("{of} equations for {of} variables"),
            format!("{of} 个变量须有 {of} 个方程"),
        );
    match given_on_the_left(model, equations) {
        Some((name, given)) => error.remedy(
            format!(
                "{name} is given at line {}; leave its value or its equation out",
                given.line
            ),
            format!("{name} 已在第 {} 行给定；请去掉其数值或方程", given.line),
        ),
        None => error.remedy(
            "Leave one out, or mark it `redundant:` where the others imply it",
            "请去掉其中一个；若可由其他方程推出，请标记 redundant:",
        ),
    }
}

/// A given name that is the whole left side of one of these equations.
fn given_on_the_left<'a>(model: &'a Model, equations: &[usize]) -> Option<(&'a str, Place)> {
    equations.iter().find_map(|&equation| {
        let variable = model.variable(model.equations[equation].left.as_variable()?);
        let given = variable.role != Role::Endogenous;
        given.then_some((variable.name.as_str(), variable.place))
    })
}

fn place_of(model: &Model, equation: Option<&usize>) -> Place {
    equation
        .map(|&equation| model.equations[equation].place)
        .unwrap_or_default()
}

fn names(model: &Model, variables: &[VariableId]) -> String {
    let names = variables
        .iter()
        .map(|id| shortened(&model.variable(*id).name));
    few(names, variables.len())
}

fn listed(model: &Model, equations: &[usize]) -> String {
    let texts = equations.iter().map(|&index| {
        let Equation { text, place, .. } = &model.equations[index];
        format!("`{}` ({place})", shortened(text))
    });
    few(texts, equations.len())
}

/// The first of many.
fn few(texts: impl Iterator<Item = String>, count: usize) -> String {
    let mut kept: Vec<String> = texts.take(NAMED).collect();
    if count > NAMED {
        kept.push("…".to_owned());
    }
    kept.join(", ")
}
