//! What the questions about solving a model share.

use triffin_basis::BasisError;
use triffin_basis::nearest::nearest;
use triffin_cycle::{Model, Program, Role, Run, VariableId};

use super::load::load;
use crate::answer::Note;
use crate::error::QuestionError;

/// A run of a model, as it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A file or the name of a bundled model.
    pub model: String,
    /// The last period.
    pub periods: u32,
    /// `NAME=VALUE`, for the whole run.
    pub set: Vec<String>,
    /// `NAME=VALUE@T` or `NAME=VALUE@T1..T2`.
    pub shocks: Vec<String>,
    /// Scenarios of the model, parted by commas; the shocks come on top of them.
    pub scenario: Option<String>,
    /// `GROUP.OPTION` or `GROUP.OPTION@T1..T2`: closures in force.
    pub close: Vec<String>,
    /// The variables told; all where none is named.
    pub vars: Vec<String>,
}

/// A model compiled, and the run asked of it.
pub(super) struct Prepared {
    pub(super) program: Program,
    pub(super) run: Run,
    pub(super) notes: Vec<Note>,
}

impl Asked {
    pub(super) fn prepare(&self) -> Result<Prepared, QuestionError> {
        let loaded = load(&self.model)?;
        let model = &loaded.model;
        let mut run = Run::new(self.periods);
        for text in &self.set {
            run = run.set(model, text)?;
        }
        for name in self.scenario.iter().flat_map(|names| names.split(',')) {
            run = run.scenario(model, name.trim())?;
        }
        for text in &self.close {
            run = closing(run, model, text)?;
        }
        for text in &self.shocks {
            run = run.shock(model, text)?;
        }
        Ok(Prepared {
            program: Program::compile(model)?,
            run,
            notes: loaded.notes,
        })
    }

    /// The variables named, in the order named; all in the model's order
    /// where none is.
    pub(super) fn told(&self, model: &Model) -> Result<Vec<VariableId>, QuestionError> {
        if self.vars.is_empty() {
            return Ok((0..model.variables.len()).map(VariableId::new).collect());
        }
        let names = self.vars.iter();
        names.map(|name| named(model, name)).collect()
    }
}

/// The run with a closure in force, by `GROUP.OPTION[@T1..T2]`.
fn closing(run: Run, model: &Model, text: &str) -> Result<Run, QuestionError> {
    let (name, span) = text.split_once('@').unwrap_or((text, "1"));
    let (name, span) = (name.trim(), span.trim());
    let closures = model
        .accounts
        .iter()
        .flat_map(|accounts| &accounts.closures);
    let found = closures.into_iter().find_map(|closure| {
        let mut options = closure.options.iter();
        let place = options.position(|option| closure.option_name(option) == name)?;
        Some((closure.regime?, place))
    });
    let (regime, place) = found.ok_or_else(|| no_closure(model, name))?;
    let regime = &model.variable(regime).name;
    Ok(run.shock(model, &format!("{regime}={place}@{span}"))?)
}

fn no_closure(model: &Model, name: &str) -> BasisError {
    let closures = model
        .accounts
        .iter()
        .flat_map(|accounts| &accounts.closures);
    let names: Vec<String> = closures
        .flat_map(|known| known.options.iter().map(|option| known.option_name(option)))
        .collect();
    let error = BasisError::new(
        "E-CYCLE-UNKNOWN-CLOSURE",
        format!("{} has no closure `{name}`", model.name),
        format!("{} 没有闭合“{name}”", model.name),
    )
    .value(name);
    match nearest(name, names.iter().map(String::as_str)).first() {
        Some(near) => error.remedy(format!("Did you mean {near}?"), format!("是否指 {near}？")),
        None if names.is_empty() => error.expected(
            "a model with closures, such as dollar-cycle",
            "带有闭合的模型，例如 dollar-cycle",
        ),
        None => error.expected(names.join(", "), names.join("、")),
    }
}

/// The variable of this name, or what it may have meant.
pub(super) fn named(model: &Model, name: &str) -> Result<VariableId, QuestionError> {
    Ok(triffin_cycle::solve::find(model, name.trim())?)
}

/// The exogenous variables and parameters.
pub(super) fn given(model: &Model) -> Vec<VariableId> {
    let all = model.variables.iter().enumerate();
    all.filter(|(_, variable)| variable.role != Role::Endogenous)
        .map(|(place, _)| VariableId::new(place))
        .collect()
}
