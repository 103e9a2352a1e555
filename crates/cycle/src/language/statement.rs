//! Statements: declarations, equations, scenarios.

use triffin_basis::BasisError;

use super::accounts::ACCOUNT_DECLARATIONS;
use super::document::{ShockText, Statement, StatementKind};
use super::expression::whole_lag;
use super::note::Note;
use super::parser::Parser;
use super::refusal;
use super::token::{Kind, Sign};
use super::words::{DECLARATIONS, OPERATORS};
use crate::expression::Expression;
use crate::model::Role;
use crate::place::Place;

pub(super) const NAME: (&str, &str) = ("a name", "名称");
pub(super) const EQUALS: (&str, &str) = ("`=` and an expression", "“=”与表达式");
const STATEMENT_END: (&str, &str) = ("an operator or the end of the line", "运算符或行末");

impl Parser<'_> {
    /// One statement with its notes.
    pub(super) fn statement(&mut self) -> Result<(), BasisError> {
        let above = self.note_above(self.current.place.line);
        match (self.current.kind, self.next.kind) {
            (Kind::Name(word), Kind::Name(next))
                if !OPERATORS.contains(&word) && !OPERATORS.contains(&next) =>
            {
                self.declaration(word, above)
            }
            (Kind::Name("redundant"), Kind::Sign(Sign::Colon)) => {
                self.advance();
                self.advance();
                self.equation(true, above)
            }
            _ => self.equation(false, above),
        }
    }

    fn declaration(&mut self, word: &str, above: Note) -> Result<(), BasisError> {
        let place = self.current.place;
        if ACCOUNT_DECLARATIONS.contains(&word) {
            return self.account(above);
        }
        if !DECLARATIONS.contains(&word) {
            let known: Vec<&str> = DECLARATIONS
                .into_iter()
                .chain(ACCOUNT_DECLARATIONS)
                .collect();
            return Err(refusal::no_declaration(word, &known, place));
        }
        self.advance();
        match word {
            "set" => self.set(),
            "each" => self.each(),
            "model" => self.model(place, above),
            "scenario" => self.scenario(place, above),
            "expect" => self.expectation(place, above),
            "event" | "range" => self.watch(word == "range", place, above),
            _ => self.listed(word, above),
        }
    }

    fn model(&mut self, place: Place, above: Note) -> Result<(), BasisError> {
        let (name, _) = self.name(NAME)?;
        let kind = StatementKind::Model {
            name: name.to_owned(),
        };
        self.finish(kind, place, above)
    }

    /// `param a = 1, b = 2` and its like: one statement a name.
    fn listed(&mut self, word: &str, above: Note) -> Result<(), BasisError> {
        let mut above = Some(above);
        loop {
            self.skip_lines();
            let place = self.current.place;
            let kind = self.one_listed(word)?;
            let above = above.take().unwrap_or_default();
            if !self.accept(Sign::Comma) {
                return self.finish(kind, place, above);
            }
            let note = above.or(self.note_after());
            self.statements.push(Statement { kind, note, place });
        }
    }

    fn one_listed(&mut self, word: &str) -> Result<StatementKind, BasisError> {
        let (name, place) = self.name(NAME)?;
        let symbol = self.symbol(name, place)?;
        if word == "var" {
            return Ok(StatementKind::Variable { symbol });
        }
        let back = match word {
            "init" => self.periods_back(name, place)?,
            _ => 0,
        };
        self.expect(Sign::Equals, EQUALS)?;
        let value = self.expression()?;
        Ok(match word {
            "init" => StatementKind::Opening {
                symbol,
                back,
                value,
            },
            "param" => StatementKind::Given {
                role: Role::Parameter,
                symbol,
                value,
            },
            _ => StatementKind::Given {
                role: Role::Exogenous,
                symbol,
                value,
            },
        })
    }

    /// The `[-1]` of `init X[-1] = …`.
    fn periods_back(&mut self, name: &str, place: Place) -> Result<u32, BasisError> {
        let close = match self.current.kind {
            Kind::Sign(Sign::OpenBracket) => Sign::CloseBracket,
            Kind::Sign(Sign::OpenParen) => Sign::CloseParen,
            _ => return Ok(0),
        };
        let open = self.current.place;
        self.advance();
        let back = self.accept(Sign::Minus);
        let Kind::Number(periods) = self.current.kind else {
            return Err(refusal::bad_lag(name, place));
        };
        self.advance();
        self.close(open, close)?;
        whole_lag(name, if back { periods } else { -periods }, place)
    }

    fn equation(&mut self, redundant: bool, above: Note) -> Result<(), BasisError> {
        let (place, start) = (self.current.place, self.current.start);
        let left = self.expression()?;
        self.expect(Sign::Equals, EQUALS)?;
        let right = self.expression()?;
        let text = one_line(&self.text[start..self.taken]);
        let kind = StatementKind::Equation {
            left,
            right,
            text,
            redundant,
        };
        self.finish(kind, place, above)
    }

    fn scenario(&mut self, place: Place, above: Note) -> Result<(), BasisError> {
        let (name, _) = self.name(NAME)?;
        let open = self.current.place;
        self.expect(Sign::OpenBrace, ("`{`", "“{”"))?;
        let mut shocks = Vec::new();
        loop {
            match self.current.kind {
                Kind::Newline | Kind::Note(_) | Kind::Sign(Sign::Semicolon | Sign::Comma) => {
                    self.advance();
                }
                Kind::Sign(Sign::CloseBrace) | Kind::End => break,
                _ => match self.shock() {
                    Ok(shock) => shocks.push(shock),
                    Err(error) => {
                        self.errors.push(error);
                        self.skip_shock();
                    }
                },
            }
            if self.errors.is_full() {
                break;
            }
        }
        self.close(open, Sign::CloseBrace)?;
        let kind = StatementKind::Scenario {
            name: name.to_owned(),
            shocks,
        };
        self.finish(kind, place, above)
    }

    /// `shock NAME = value from 5 to 10`, `shock NAME = value at 5`.
    fn shock(&mut self) -> Result<ShockText, BasisError> {
        let place = self.current.place;
        if self.accept_word("close") {
            return self.closed(place);
        }
        if !self.accept_word("shock") {
            return Err(self.unexpected((
                "`shock NAME = value from 5`, `close GROUP.OPTION from 5` or `}`",
                "“shock 名称 = 值 from 5”、“close 组.选项 from 5”或“}”",
            )));
        }
        let (name, named) = self.name(NAME)?;
        let symbol = self.symbol(name, named)?;
        self.expect(Sign::Equals, EQUALS)?;
        let value = self.expression()?;
        let (from, to) = self.span()?;
        Ok(ShockText {
            symbol,
            value,
            from,
            to,
            place,
        })
    }

    /// `close GROUP.OPTION from 5`, after the word: the option of a closure
    /// that is in force for a span.
    fn closed(&mut self, place: Place) -> Result<ShockText, BasisError> {
        let (name, named) = self.name(NAME)?;
        let option = self.symbol(name, named)?;
        let group = match name.rsplit_once('.') {
            Some((group, _)) => format!("{group}.closure"),
            None => "closure".to_owned(),
        };
        let symbol = self.symbol(&group, named)?;
        let (from, to) = self.span()?;
        Ok(ShockText {
            symbol,
            value: Expression::variable(option),
            from,
            to,
            place,
        })
    }

    /// First and last period of a shock.
    fn span(&mut self) -> Result<(u32, Option<u32>), BasisError> {
        if self.accept_word("at") {
            let only = self.period(1)?;
            return Ok((only, Some(only)));
        }
        let from = if self.accept_word("from") {
            self.period(1)?
        } else {
            1
        };
        let to = if self.accept_word("to") {
            Some(self.period(from)?)
        } else {
            None
        };
        Ok((from, to))
    }

    /// A period, `least` or later.
    fn period(&mut self, least: u32) -> Result<u32, BasisError> {
        let expected = (
            format!("a period, {least} or later"),
            format!("不早于 {least} 的期数"),
        );
        let fits = |value: &f64| {
            value.fract() == 0.0 && *value >= f64::from(least) && *value <= f64::from(u32::MAX)
        };
        match self.current.kind {
            Kind::Number(value) if fits(&value) => {
                self.advance();
                Ok(value as u32)
            }
            _ => Err(self.unexpected((&expected.0, &expected.1))),
        }
    }

    /// Keeps a statement that does not end here.
    pub(super) fn push_statement(&mut self, kind: StatementKind, place: Place, note: Note) {
        self.statements.push(Statement { kind, note, place });
    }

    /// Ends a statement and keeps it.
    pub(super) fn finish(
        &mut self,
        kind: StatementKind,
        place: Place,
        above: Note,
    ) -> Result<(), BasisError> {
        let note = above.or(self.note_after());
        if !self.current.kind.ends_statement() {
            return Err(self.not_ended());
        }
        self.statements.push(Statement { kind, note, place });
        Ok(())
    }

    /// The refusal of what stands where a statement should end.
    fn not_ended(&self) -> BasisError {
        match self.current.kind {
            Kind::Sign(Sign::Equals) => refusal::single_equals(self.current.place),
            _ => self.unexpected(STATEMENT_END),
        }
    }
}

/// A text on one line, its comments left out.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.trim_end().to_owned();
    }
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default());
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ")
}
