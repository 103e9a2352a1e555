//! What the questions about solving a model share.

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
    /// A scenario of the model; the shocks come on top of it.
    pub scenario: Option<String>,
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
        if let Some(name) = &self.scenario {
            run = run.scenario(model, name)?;
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
