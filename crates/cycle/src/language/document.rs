//! The statements of a text before their names are resolved.

use super::note::Note;
pub use super::symbols::Symbols;
use crate::expression::Expression;
use crate::model::{Role, VariableId};
use crate::place::Place;

/// The statements of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Every name that occurs. In [`Document::statements`] a [`VariableId`]
    /// is the place of a name in this list.
    pub symbols: Symbols,
    /// The statements.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it says.
    pub kind: StatementKind,
    /// The note above or after it.
    pub note: Note,
    /// Where it begins.
    pub place: Place,
}

/// What a statement says.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `model NAME`.
    Model {
        /// The name.
        name: String,
    },
    /// `param NAME = value` or `exog NAME = value`.
    Given {
        /// Which of both.
        role: Role,
        /// The name.
        symbol: VariableId,
        /// Its value, which may name other parameters.
        value: Expression,
    },
    /// `var NAME`: a variable that the equations determine.
    Variable {
        /// The name.
        symbol: VariableId,
    },
    /// `init NAME = value`, `init NAME[-1] = value`.
    Opening {
        /// The name.
        symbol: VariableId,
        /// How many periods before the opening state; 0 is the opening state.
        back: u32,
        /// Its value, which may name other openings.
        value: Expression,
    },
    /// `left = right`, perhaps after `redundant:`.
    Equation {
        /// The left-hand side.
        left: Expression,
        /// The right-hand side.
        right: Expression,
        /// The text as written.
        text: String,
        /// Whether it is marked as implied by the others.
        redundant: bool,
    },
    /// `event NAME = …`, `range NAME = … from LOW to HIGH`: a run tells of the
    /// variable, whose equation is a statement of its own.
    Watch {
        /// The name.
        symbol: VariableId,
        /// The bounds of a range, which may name given values.
        bounds: Option<(Expression, Expression)>,
    },
    /// `expect NAME = …`: what the name, given by a statement of its own, will
    /// be a period later.
    Expectation {
        /// The name.
        symbol: VariableId,
        /// What it agrees with, a period later.
        value: Expression,
    },
    /// A declaration of accounts.
    Account(Box<super::accounts::AccountStatement>),
    /// `scenario NAME { shock … }`.
    Scenario {
        /// The name.
        name: String,
        /// Its shocks.
        shocks: Vec<ShockText>,
    },
}

/// `shock NAME = value from T1 to T2`.
#[derive(Clone, Debug)]
pub struct ShockText {
    /// The name.
    pub symbol: VariableId,
    /// Its value, which may name parameters and exogenous variables.
    pub value: Expression,
    /// The first period, 1 or later.
    pub from: u32,
    /// The last; `None` for all that follow.
    pub to: Option<u32>,
    /// Where it stands.
    pub place: Place,
}
