//! `expect`: a value that the model itself brings about a period later.

use triffin_basis::BasisError;

use super::document::StatementKind;
use super::note::Note;
use super::parser::Parser;
use super::statement::{EQUALS, NAME};
use super::token::Sign;
use crate::expression::Expression;
use crate::model::Role;
use crate::place::Place;

impl Parser<'_> {
    /// `expect NAME = expression`, after the word: a given value, and what it
    /// has to agree with.
    pub(super) fn expectation(&mut self, place: Place, above: Note) -> Result<(), BasisError> {
        let (name, named) = self.name(NAME)?;
        let symbol = self.symbol(name, named)?;
        self.expect(Sign::Equals, EQUALS)?;
        let value = self.expression()?;
        let kind = StatementKind::Expectation { symbol, value };
        self.push_statement(kind, place, Note::default());
        let given = StatementKind::Given {
            role: Role::Exogenous,
            symbol,
            value: Expression::from(0.0),
        };
        self.finish(given, place, above)
    }
}
