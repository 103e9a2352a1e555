//! What a model is once its text is read: variables, equations, scenarios.

use triffin_basis::Bilingual;

use crate::accounts::Accounts;
use crate::expression::Expression;
use crate::place::Place;

/// A system of equations with its opening state and its named scenarios.
///
/// Every endogenous variable of period t is determined by the equations, the
/// exogenous values of t and the past. Which equation determines which
/// variable is found by matching, not by the order or the side on which a
/// name is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The model's name.
    pub name: String,
    /// What it is about, and where it is from.
    pub title: Bilingual,
    /// Every variable; [`VariableId`] is the place in this list.
    pub variables: Vec<Variable>,
    /// As many as there are endogenous variables.
    pub equations: Vec<Equation>,
    /// What follows from the other equations: never solved, but tested in
    /// every period, |left − right| ≤ 1e-9 × the largest term.
    pub redundant: Vec<Equation>,
    /// Named sets of shocks.
    pub scenarios: Vec<Scenario>,
    /// What a run tells when it happens.
    pub watches: Vec<Watch>,
    /// Values that agree with what the model brings about a period later.
    pub expectations: Vec<Expectation>,
    /// Who owes, holds and pays what, where the model is written as accounts.
    pub accounts: Option<Box<Accounts>>,
}

/// A variable of a [`Model`]: its place in [`Model::variables`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableId(u32);

impl VariableId {
    /// The variable in place `index`.
    pub fn new(index: usize) -> Self {
        // proof: a model of four billion variables does not fit in memory.
        #[allow(clippy::expect_used)]
        Self(u32::try_from(index).expect("fewer than 2^32 variables"))
    }

    /// The place in [`Model::variables`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a variable gets its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Determined by the equations of each period.
    Endogenous,
    /// Given for each period; a shock changes it for a span.
    Exogenous,
    /// Given once; a shock may change it for a span, a draw or a calibration for a whole run.
    Parameter,
}

/// One variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name, as written in equations.
    pub name: String,
    /// How it gets its value.
    pub role: Role,
    /// Its value in the opening state (period 0); `None` where none was stated.
    /// For exogenous variables and parameters the value of every period.
    pub opening: Option<f64>,
    /// Values before the opening state, latest first: period −1, −2, ….
    pub history: Vec<f64>,
    /// Its unit as written, for example `bn USD` or `ratio`.
    pub unit: Option<String>,
    /// What it is, in both languages.
    pub title: Bilingual,
    /// Where it was declared.
    pub place: Place,
}

/// `left = right`.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    /// The left-hand side, most often one variable.
    pub left: Expression,
    /// The right-hand side.
    pub right: Expression,
    /// What it says, for messages: the text as written, or how it was generated.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A named set of shocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What it supposes.
    pub title: Bilingual,
    /// Its shocks, in the order written; a later one overrides an earlier one.
    pub shocks: Vec<Shock>,
    /// Where it stands.
    pub place: Place,
}

/// A given value of an exogenous variable or a parameter over a span of periods.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Which variable; never an endogenous one.
    pub variable: VariableId,
    /// Its value while the shock lasts.
    pub value: f64,
    /// The first period of the shock, 1 or later.
    pub from: u32,
    /// The last period; `None` for all that follow.
    pub to: Option<u32>,
    /// Where it stands.
    pub place: Place,
}

/// A given value that is known a period ahead: the variable of period t is
/// the value of an expression in t + 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The variable, an exogenous one.
    pub variable: VariableId,
    /// What it agrees with, a period later.
    pub value: Expression,
    /// Where it stands.
    pub place: Place,
}

/// A variable of which a run tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// The variable; its title says what happens.
    pub variable: VariableId,
    /// The range outside of which a coefficient of the model was not
    /// estimated; `None` for an event, which happens where the value is not 0.
    pub bounds: Option<[f64; 2]>,
    /// Where it stands.
    pub place: Place,
}

impl Model {
    /// The variable of this name.
    pub fn find(&self, name: &str) -> Option<VariableId> {
        let place = self.variables.iter().position(|known| known.name == name)?;
        Some(VariableId::new(place))
    }

    /// The equation in place `index`, the redundant ones after the others.
    ///
    /// # Panics
    ///
    /// Where there are fewer.
    pub fn equation(&self, index: usize) -> &Equation {
        match index.checked_sub(self.equations.len()) {
            None => &self.equations[index],
            Some(after) => &self.redundant[after],
        }
    }

    /// The variable with this id.
    ///
    /// # Panics
    ///
    /// Where the id belongs to another model.
    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.index()]
    }
}

impl Equation {
    /// Whether this is `NAME = expression` and the expression does not hold
    /// NAME of this period: what can be evaluated without solving.
    pub fn defines(&self) -> Option<VariableId> {
        let variable = self.left.as_variable()?;
        let explicit = self.right.current().all(|used| used != variable);
        explicit.then_some(variable)
    }
}
