//! A run beside the same run without its shocks, or beside another scenario.

use super::accounts::Solved;
use super::asked::Asked;
use super::flows::AskedAccounts;
use crate::answer::Note;
use crate::error::QuestionError;

/// What is asked of a change: a run, and what it is compared with.
#[derive(Clone, Debug, Default)]
pub struct AskedChange {
    /// The run and the currency shown.
    pub accounts: AskedAccounts,
    /// The economy whose change is asked for.
    pub of: Option<String>,
    /// The scenario it is compared with; none where none is named.
    pub against: Option<String>,
}

/// Two runs of one model up to the same period.
pub(super) struct Comparison {
    /// Without the shocks, or the other scenario.
    pub(super) before: Solved,
    /// The run asked for.
    pub(super) after: Solved,
}

impl Comparison {
    pub(super) fn of(asked: &AskedChange) -> Result<Self, QuestionError> {
        let run = &asked.accounts.run;
        let without = Asked {
            scenario: asked.against.clone(),
            shocks: Vec::new(),
            ..run.clone()
        };
        Ok(Self {
            before: Solved::of(&without)?,
            after: Solved::of(run)?,
        })
    }

    /// What reading the model and the run told; where nothing is compared,
    /// that too.
    pub(super) fn notes(&self) -> Vec<Note> {
        self.after.notes.clone()
    }
}
