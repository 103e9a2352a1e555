//! What is asked of a model: how many periods, under which assumptions.

use triffin_basis::BasisError;

use super::refusal;
use crate::model::{Model, Role, Scenario, Shock, VariableId};
use crate::place::Place;

/// A run: periods 1 to `periods`, values set for the whole of it, shocks.
///
/// ```
/// use triffin_cycle::{Run, language};
/// let model = language::parse("param theta = 0.2\nexog Gd = 20\nT = theta * Gd").unwrap();
/// let run = Run::new(100).set(&model, "theta=0.25")?.shock(&model, "Gd=25@5..10")?;
/// assert_eq!(run.shocks.len(), 1);
/// let refused = Run::new(3).shock(&model, "Gd=25@5").and_then(|run| run.check(&model));
/// assert_eq!(refused.unwrap_err().code(), "E-CYCLE-SHOCK-AFTER-END");
/// # Ok::<(), triffin_basis::BasisError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The last period; the opening state is period 0.
    pub periods: u32,
    /// Values of exogenous variables and parameters for all periods, and
    /// opening values of endogenous variables. A later one overrides.
    pub set: Vec<(VariableId, f64)>,
    /// Values over spans of periods. A later one overrides.
    pub shocks: Vec<Shock>,
}

impl Run {
    /// A run of so many periods with the model's own values.
    pub fn new(periods: u32) -> Self {
        Self {
            periods,
            ..Self::default()
        }
    }

    /// Sets a value by `NAME=VALUE`: of every period, or of the opening state
    /// for an endogenous variable.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-SETTING` where the text is not `NAME=VALUE`,
    /// `E-CYCLE-UNKNOWN-VARIABLE` where the model has no such variable.
    pub fn set(mut self, model: &Model, text: &str) -> Result<Self, BasisError> {
        let (name, value) = assignment(text).ok_or_else(|| refusal::setting(text))?;
        self.set.push((find(model, name)?, value));
        Ok(self)
    }

    /// Adds a shock by `NAME=VALUE@T`, `NAME=VALUE@T1..T2`.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-SHOCK` where the text is not that, `E-CYCLE-UNKNOWN-VARIABLE`
    /// where the model has no such variable, `E-CYCLE-SHOCK-ENDOGENOUS` where
    /// the equations determine it.
    pub fn shock(mut self, model: &Model, text: &str) -> Result<Self, BasisError> {
        let wrong = || refusal::shock(text);
        let (left, span) = text.rsplit_once('@').ok_or_else(wrong)?;
        let (name, value) = assignment(left).ok_or_else(wrong)?;
        let (from, to) = match span.split_once("..") {
            Some((from, to)) => (from, Some(to.trim().parse().map_err(|_| wrong())?)),
            None => (span, None),
        };
        let from = from.trim().parse().map_err(|_| wrong())?;
        if from == 0 || to.is_some_and(|to| to < from) {
            return Err(wrong());
        }
        let variable = find(model, name)?;
        self.shocks.push(Shock {
            variable,
            value,
            from,
            to,
            place: Place::default(),
        });
        Ok(self)
    }

    /// Adds the shocks of the model's scenario of this name.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-UNKNOWN-SCENARIO` where there is none.
    pub fn scenario(mut self, model: &Model, name: &str) -> Result<Self, BasisError> {
        let named = |scenario: &&Scenario| scenario.name == name;
        let found = model.scenarios.iter().find(named);
        let scenario = found.ok_or_else(|| refusal::unknown_scenario(model, name))?;
        self.shocks.extend_from_slice(&scenario.shocks);
        Ok(self)
    }

    /// Whether the model can be run like this.
    ///
    /// # Errors
    ///
    /// `E-CYCLE-SHOCK-ENDOGENOUS`, `E-CYCLE-SHOCK-AFTER-END`,
    /// `E-CYCLE-PERIODS` where the path would not fit in memory,
    /// `E-CYCLE-NOT-FINITE` for a value that is no number.
    pub fn check(&self, model: &Model) -> Result<(), BasisError> {
        let size = (u64::from(self.periods) + 1).saturating_mul(model.variables.len() as u64);
        if size > MOST_VALUES {
            return Err(refusal::too_long(self.periods, model.variables.len()));
        }
        for shock in &self.shocks {
            if model.variable(shock.variable).role == Role::Endogenous {
                return Err(refusal::shock_endogenous(model, shock));
            }
            if shock.from > self.periods {
                return Err(refusal::shock_after_end(model, shock, self.periods));
            }
        }
        let set = self.set.iter().copied();
        let shocks = self
            .shocks
            .iter()
            .map(|shock| (shock.variable, shock.value));
        match set.chain(shocks).find(|(_, value)| !value.is_finite()) {
            Some((id, value)) => Err(refusal::not_finite(model, id, value)),
            None => Ok(()),
        }
    }
}

/// Two gigabytes of numbers.
const MOST_VALUES: u64 = 250_000_000;

/// The variable of this name.
///
/// # Errors
///
/// `E-CYCLE-UNKNOWN-VARIABLE`, with what may have been meant.
pub fn find(model: &Model, name: &str) -> Result<VariableId, BasisError> {
    let found = model.find(name);
    found.ok_or_else(|| refusal::unknown_variable(model, name))
}

/// The name and the finite number of `NAME=VALUE`.
fn assignment(text: &str) -> Option<(&str, f64)> {
    let (name, value) = text.split_once('=')?;
    let value: f64 = value.trim().parse().ok()?;
    (value.is_finite() && !name.trim().is_empty()).then_some((name.trim(), value))
}
