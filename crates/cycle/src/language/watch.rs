//! `event` and `range`: what a run tells when it happens.

use triffin_basis::BasisError;

use super::document::StatementKind;
use super::note::Note;
use super::parser::Parser;
use super::statement::{EQUALS, NAME, one_line};
use super::token::Sign;
use crate::expression::Expression;
use crate::place::Place;

impl Parser<'_> {
    /// `event NAME = condition`, `range NAME = expression from LOW to HIGH`,
    /// after the word: an equation and the wish to be told of it.
    pub(super) fn watch(
        &mut self,
        bounded: bool,
        place: Place,
        above: Note,
    ) -> Result<(), BasisError> {
        let start = self.current.start;
        let (name, named) = self.name(NAME)?;
        let symbol = self.symbol(name, named)?;
        self.expect(Sign::Equals, EQUALS)?;
        let right = self.expression()?;
        let text = one_line(&self.text[start..self.taken]);
        let bounds = if bounded { Some(self.bounds()?) } else { None };
        let kind = StatementKind::Watch { symbol, bounds };
        self.push_statement(kind, place, Note::default());
        let kind = StatementKind::Equation {
            left: symbol.into(),
            right,
            text,
            redundant: false,
        };
        self.finish(kind, place, above)
    }

    /// `from LOW to HIGH`.
    fn bounds(&mut self) -> Result<(Expression, Expression), BasisError> {
        if !self.accept_word("from") {
            return Err(self.unexpected(("`from LOW to HIGH`", "“from 下限 to 上限”")));
        }
        let low = self.expression()?;
        if !self.accept_word("to") {
            return Err(self.unexpected(("`to` and the upper bound", "“to”与上限")));
        }
        Ok((low, self.expression()?))
    }
}
