//! The order in which a model is solved: blocks of equations that need one
//! another, each after the blocks it needs.
//!
//! ```text
//! equations × variables ─► matching ─► dependence graph ─► components ─► blocks in order
//! ```

mod components;
mod matching;

pub use components::components;
pub use matching::{Incidence, Matching};

use crate::model::{Model, Role, VariableId};

/// The block-triangular form of a model.
///
/// The blocks do not depend on which of several maximum matchings is found
/// (Dulmage and Mendelsohn 1958); the equations left over do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// The blocks, each after those it needs.
    pub order: Vec<Block>,
    /// Equations that are left over: the model is overdetermined.
    pub surplus: Vec<usize>,
    /// Endogenous variables that no equation determines.
    pub undetermined: Vec<VariableId>,
}

/// Equations that determine as many variables at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Pairs of an equation's place in the model and the variable matched to it.
    pub pairs: Vec<(usize, VariableId)>,
    /// Whether it is one equation `NAME = expression` without NAME on the
    /// right: evaluated once, not solved.
    pub explicit: bool,
}

impl Blocks {
    /// The blocks of a model. Linear in its size but for the matching, which
    /// is linear where equations name the variable they determine.
    pub fn of(model: &Model) -> Self {
        let incidence = incidence(model);
        let matching = Matching::maximum(&incidence, wishes(model));
        let needs = needs(&incidence, &matching);
        let order = components(model.equations.len(), |equation| needs.row(equation))
            .into_iter()
            .filter_map(|members| block(model, &matching, &members))
            .collect();
        Self {
            order,
            surplus: matching.lone_rows().collect(),
            undetermined: undetermined(model, &matching),
        }
    }

    /// How many equations the largest block solves at once; 1 for a recursive model.
    pub fn largest(&self) -> usize {
        let sizes = self.order.iter().map(|block| block.pairs.len());
        sizes.max().unwrap_or(0)
    }
}

/// The endogenous variables of this period in each equation, none twice.
fn incidence(model: &Model) -> Incidence {
    let endogenous = |id: &VariableId| model.variable(*id).role == Role::Endogenous;
    let rows = model.equations.iter().map(|equation| {
        let named = equation.left.current().chain(equation.right.current());
        let mut columns: Vec<usize> = named.filter(endogenous).map(VariableId::index).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    });
    Incidence::new(model.variables.len(), rows)
}

/// Equations that are `NAME = …` determine NAME where that is possible;
/// those without NAME on the right come first.
fn wishes(model: &Model) -> impl Iterator<Item = (usize, usize)> + '_ {
    let lefts = || model.equations.iter().enumerate();
    let explicit = lefts().filter_map(|(row, equation)| Some((row, equation.defines()?)));
    let implicit = lefts().filter_map(|(row, equation)| Some((row, equation.left.as_variable()?)));
    explicit
        .chain(implicit)
        .filter(|(_, id)| model.variable(*id).role == Role::Endogenous)
        .map(|(row, id)| (row, id.index()))
}

/// For each equation the equations whose variables it uses.
fn needs(incidence: &Incidence, matching: &Matching) -> Incidence {
    let rows = (0..incidence.rows()).map(|row| {
        let used = incidence.row(row).iter();
        used.filter_map(|&column| matching.row_of[column])
            .filter(|&needed| needed != row)
            .collect()
    });
    Incidence::new(incidence.rows(), rows)
}

fn block(model: &Model, matching: &Matching, members: &[usize]) -> Option<Block> {
    let pairs: Vec<(usize, VariableId)> = members
        .iter()
        .filter_map(|&row| Some((row, VariableId::new(matching.column_of[row]?))))
        .collect();
    let explicit = match pairs[..] {
        [] => return None,
        [(row, variable)] => model.equations[row].defines() == Some(variable),
        _ => false,
    };
    Some(Block { pairs, explicit })
}

fn undetermined(model: &Model, matching: &Matching) -> Vec<VariableId> {
    let ids = matching.lone_columns().map(VariableId::new);
    ids.filter(|id| model.variable(*id).role == Role::Endogenous)
        .collect()
}
