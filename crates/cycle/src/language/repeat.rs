//! `set`, `each` and `sum`: what is written once for several economies.
//!
//! ```text
//! set world = US, CN, EA
//! each E in world, F in world except E {
//!   flow im.E.F: E.firm -> F.firm = m.E.F * px.F in USD    ## Imports of {E} from {F} | {E} 自 {F} 进口
//! }
//! X.CN = sum(E in world except CN: im.E.CN)
//! ```
//!
//! The text within is read once for every value, with each part of a name
//! that is the placeholder replaced by the value: `im.E.F` becomes `im.US.CN`.
//! In comments and notes a placeholder stands in braces.

use std::collections::HashMap;

use triffin_basis::BasisError;

use super::lexer::{Lexer, begins_name, length_of_name};
use super::parser::Parser;
use super::refusal::{refuse, shortened};
use super::token::{Kind, Sign, Token};
use crate::expression::Node;
use crate::place::Place;

/// How many bytes the repetitions of one text may come to.
const MOST_REPEATED: usize = 1 << 26;

const NAME: (&str, &str) = ("a name", "名称");
const MEMBERS: (&str, &str) = ("the name of a set or of a member", "集合或成员的名称");

/// Named lists of values, and how much has been repeated so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repetition {
    sets: HashMap<String, Vec<String>>,
    repeated: usize,
}

/// One placeholder with its values, each in the text still to be replaced.
struct Binder {
    placeholder: String,
    values: Vec<String>,
    except: Vec<String>,
}

impl<'a> Parser<'a> {
    /// `set NAME = A, B, C`, after the word.
    pub(super) fn set(&mut self) -> Result<(), BasisError> {
        let (name, _) = self.name(NAME)?;
        self.expect(Sign::Equals, ("`=` and members", "“=”与成员"))?;
        let members = self.members()?;
        self.repetition.sets.insert(name.to_owned(), members);
        self.note_after();
        Ok(())
    }

    /// `each E in SET, F in SET except E { … }`, after the word.
    pub(super) fn each(&mut self) -> Result<(), BasisError> {
        let binders = self.binders()?;
        let open = self.current.place;
        if self.current.kind != Kind::Sign(Sign::OpenBrace) {
            return Err(self.unexpected(("`{`", "“{”")));
        }
        let (body, place) = self.enclosed(Sign::OpenBrace, Sign::CloseBrace, open)?;
        for text in self.repetitions(&binders, body, open)? {
            self.within(&text, place, |inner| inner.statements_to_end());
            if self.errors.is_full() {
                break;
            }
        }
        Ok(())
    }

    /// `sum(F in SET except E: expression)`, after the word: the steps of the
    /// sum are added to the expression being read.
    pub(super) fn sum(&mut self, place: Place) -> Result<(), BasisError> {
        let (open, parentheses) = (self.current, self.parentheses());
        // What is in parentheses is taken as text, from its opening on.
        let mut lexer = self.lexer_at(&open);
        let (inner, after) =
            enclosed_text(self.text, &mut lexer, Sign::OpenParen, Sign::CloseParen)
                .ok_or_else(|| self.never_closed("(", open.place))?;
        self.advance();
        let binders = self.binders()?;
        if self.current.kind != Kind::Sign(Sign::Colon) {
            return Err(self.unexpected(("`:` and what is summed", "“:”与求和项")));
        }
        let body = &self.text[self.current.end..inner.1];
        let start = self.next.place;
        self.resume(after, parentheses.saturating_sub(1));
        self.advance();
        let mut terms = 0_usize;
        for text in self.repetitions(&binders, body, place)? {
            let wrapped = format!("({text})");
            let depth = self.depth;
            let nodes = self.within(&wrapped, start, |inner| {
                inner.depth = depth;
                inner.only_expression()
            })?;
            self.nodes.extend(nodes);
            terms += 1;
            if terms > 1 {
                self.nodes.push(Node::Add);
            }
        }
        if terms == 0 {
            self.nodes.push(Node::Number(0.0));
        }
        Ok(())
    }

    fn binders(&mut self) -> Result<Vec<Binder>, BasisError> {
        let mut binders = Vec::new();
        loop {
            let (placeholder, _) = self.name(NAME)?;
            if !self.accept_word("in") {
                return Err(self.unexpected(("`in` and a set", "“in”与集合")));
            }
            let values = self.members()?;
            let except = match self.accept_word("except") {
                true => self.members()?,
                false => Vec::new(),
            };
            binders.push(Binder {
                placeholder: placeholder.to_owned(),
                values,
                except,
            });
            if !self.accept(Sign::Comma) {
                return Ok(binders);
            }
        }
    }

    /// Members parted by commas, sets replaced by theirs. A comma before
    /// `NAME in` begins the next placeholder and is left.
    fn members(&mut self) -> Result<Vec<String>, BasisError> {
        let mut members = Vec::new();
        loop {
            let (name, _) = self.name(MEMBERS)?;
            match self.repetition.sets.get(name) {
                Some(known) => members.extend(known.iter().cloned()),
                None => members.push(name.to_owned()),
            }
            let more = self.current.kind == Kind::Sign(Sign::Comma)
                && matches!(self.next.kind, Kind::Name(_))
                && !self.after_next_is("in");
            if !more {
                return Ok(members);
            }
            self.advance();
        }
    }

    /// Whether the token after the next one is this word.
    fn after_next_is(&self, word: &str) -> bool {
        let mut lexer = self.lexer_at(&self.next);
        lexer.next_token();
        lexer.next_token().kind == Kind::Name(word)
    }

    /// The text between the current token, which opens, and what closes it;
    /// both are taken.
    fn enclosed(
        &mut self,
        opens: Sign,
        closes: Sign,
        open: Place,
    ) -> Result<(&'a str, Place), BasisError> {
        let mut lexer = self.lexer_at(&self.current);
        let found = enclosed_text(self.text, &mut lexer, opens, closes);
        let ((start, end), after) = found.ok_or_else(|| self.never_closed("{", open))?;
        self.resume(after, 0);
        self.advance();
        Ok((
            &self.text[start..end],
            Place::new(open.line, open.column + 1),
        ))
    }

    fn never_closed(&self, sign: &str, open: Place) -> BasisError {
        super::refusal::unclosed(sign, open, &Kind::End, self.current.place)
    }

    /// The text for every combination of values that is not excepted.
    fn repetitions(
        &mut self,
        binders: &[Binder],
        body: &str,
        place: Place,
    ) -> Result<Vec<String>, BasisError> {
        let mut texts = vec![(body.to_owned(), Vec::<(String, String)>::new())];
        for binder in binders {
            let mut grown = Vec::new();
            for (text, bound) in &texts {
                let meant = |name: &String| {
                    let value = bound.iter().find(|(known, _)| known == name);
                    value.map_or_else(|| name.clone(), |(_, value)| value.clone())
                };
                let except: Vec<String> = binder.except.iter().map(meant).collect();
                for value in binder
                    .values
                    .iter()
                    .map(meant)
                    .filter(|v| !except.contains(v))
                {
                    self.repetition.repeated += text.len();
                    if self.repetition.repeated > MOST_REPEATED {
                        return Err(too_much(place));
                    }
                    let mut bound = bound.clone();
                    bound.push((binder.placeholder.clone(), value.clone()));
                    grown.push((replaced(text, &binder.placeholder, &value), bound));
                }
            }
            texts = grown;
        }
        Ok(texts.into_iter().map(|(text, _)| text).collect())
    }

    /// Reads a text within this one with what is known here.
    fn within<T>(
        &mut self,
        text: &str,
        place: Place,
        read: impl FnOnce(&mut Parser<'_>) -> T,
    ) -> T {
        let symbols = std::mem::take(&mut self.symbols);
        let mut inner = Parser::embedded(text, place, self.dialect, symbols);
        inner.repetition = std::mem::take(&mut self.repetition);
        inner.errors = std::mem::take(&mut self.errors);
        inner.statements = std::mem::take(&mut self.statements);
        let result = read(&mut inner);
        self.symbols = inner.symbols;
        self.repetition = inner.repetition;
        self.errors = inner.errors;
        self.statements = inner.statements;
        result
    }

    /// The steps of an expression that is all of the text.
    fn only_expression(&mut self) -> Result<Vec<Node>, BasisError> {
        let expression = self.expression()?;
        if self.current.kind != Kind::End {
            return Err(self.unexpected(("an operator or `)`", "运算符或“)”")));
        }
        Ok(expression.nodes().to_vec())
    }
}

/// From the opening token on: where the text within begins and ends, and the
/// token that closes it.
fn enclosed_text<'a>(
    text: &'a str,
    lexer: &mut Lexer<'a>,
    opens: Sign,
    closes: Sign,
) -> Option<((usize, usize), Token<'a>)> {
    let start = lexer.next_token().end;
    let mut depth = 1_usize;
    loop {
        let token = lexer.next_token();
        match token.kind {
            Kind::End => return None,
            Kind::Sign(sign) if sign == opens => depth += 1,
            Kind::Sign(sign) if sign == closes => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            debug_assert!(token.start <= text.len());
            return Some(((start, token.start), token));
        }
    }
}

/// The text with each part of a name that is `placeholder` replaced, and in
/// comments and notes each `{placeholder}`.
fn replaced(text: &str, placeholder: &str, value: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let braced = format!("{{{placeholder}}}");
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let (code, comment) = line.split_at(line.find('#').unwrap_or(line.len()));
        replace_names(code, placeholder, value, &mut out);
        out.push_str(&comment.replace(&braced, value));
    }
    out
}

fn replace_names(code: &str, placeholder: &str, value: &str, out: &mut String) {
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                .unwrap_or(rest.len())
        } else if begins_name(first) {
            length_of_name(rest)
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        if begins_name(first) {
            let parts = piece
                .split('.')
                .map(|part| if part == placeholder { value } else { part });
            out.push_str(&parts.collect::<Vec<_>>().join("."));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
}

fn too_much(place: Place) -> BasisError {
    refuse(
        "E-CYCLE-REPEAT",
        place,
        "the repetitions come to more than 64 MB of text",
        "重复展开的文本超过 64 MB",
    )
    .value(shortened("each"))
    .remedy(
        "Repeat over fewer members, or in fewer levels",
        "请减少成员数或嵌套层数",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_parts_of_names_are_replaced() {
        assert_eq!(
            replaced("im.E.F = 2E5 * Export.E # of {E}, E", "E", "US"),
            "im.US.F = 2E5 * Export.US # of US, E"
        );
    }
}
