//! Tokens to statements, with every fault of a text in one reading.

use triffin_basis::BasisError;

use super::document::{Document, Statement, Symbols};
use super::lexer::Lexer;
use super::note::Note;
use super::refusal;
use super::repeat::Repetition;
use super::token::{Kind, Sign, Token};
use super::words::Dialect;
use crate::errors::Errors;
use crate::expression::Node;
use crate::place::Place;

/// Reads statements. Two tokens are known at a time: the one to be taken and
/// the one after it.
pub(crate) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) dialect: Dialect,
    lexer: Lexer<'a>,
    pub(super) current: Token<'a>,
    pub(super) next: Token<'a>,
    /// The byte after the last token taken.
    pub(super) taken: usize,
    pub(super) symbols: Symbols,
    pub(super) statements: Vec<Statement>,
    pub(super) errors: Errors,
    /// Lines of notes that wait for the statement below, and the last's line.
    notes: (Vec<&'a str>, u32),
    /// The steps of the expression being read.
    pub(super) nodes: Vec<Node>,
    /// How deep the expression is nested at present.
    pub(super) depth: u32,
    /// How deep within `d(…)`.
    pub(super) changes: u32,
    /// How many steps `d(…)` has copied.
    pub(super) copied: usize,
    /// Named sets, and how much was repeated for their members.
    pub(super) repetition: Repetition,
    /// Whether the last fault was a parenthesis left open.
    pub(super) left_open: bool,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let start = Place::new(1, 1);
        Self::embedded(text, start, Dialect::Sfc, Symbols::default())
    }

    /// A reader of a text that stands at `place` of a larger one, with the
    /// names that have occurred so far.
    pub(crate) fn embedded(
        text: &'a str,
        place: Place,
        dialect: Dialect,
        symbols: Symbols,
    ) -> Self {
        let mut lexer = Lexer::starting_at(text, place, dialect);
        let current = lexer.next_token();
        let next = lexer.next_token();
        Self {
            text,
            dialect,
            lexer,
            current,
            next,
            taken: 0,
            symbols,
            statements: Vec::new(),
            errors: Errors::new(),
            notes: (Vec::new(), 0),
            nodes: Vec::new(),
            depth: 0,
            changes: 0,
            copied: 0,
            left_open: false,
            repetition: Repetition::default(),
        }
    }

    /// A reader that reads `token` again.
    pub(super) fn lexer_at(&self, token: &Token<'_>) -> Lexer<'a> {
        self.lexer.resuming(token)
    }

    /// How many parentheses are open after the next token.
    pub(super) fn parentheses(&self) -> usize {
        self.lexer.open
    }

    /// Every statement that can be read, and what is wrong with the others.
    pub(crate) fn read(mut self) -> (Document, Errors) {
        self.statements_to_end();
        let document = Document {
            symbols: self.symbols,
            statements: self.statements,
        };
        (document, self.errors)
    }

    /// Every statement up to the end of the text.
    pub(super) fn statements_to_end(&mut self) {
        loop {
            match self.current.kind {
                Kind::End => break,
                Kind::Newline | Kind::Sign(Sign::Semicolon) => self.advance(),
                Kind::Note(note) => self.hold_note(note),
                _ => self.statement_or_fault(),
            }
            if self.errors.is_full() {
                break;
            }
        }
    }

    /// Goes on at a token of the text, with so many parentheses open after it.
    pub(super) fn resume(&mut self, token: Token<'a>, open: usize) {
        self.lexer = self.lexer_at(&token);
        self.current = self.lexer.next_token();
        self.lexer.open = open;
        self.next = self.lexer.next_token();
    }

    fn statement_or_fault(&mut self) {
        if let Err(error) = self.statement() {
            self.errors.push(error);
            self.skip_statement();
        }
    }

    /// Takes the current token.
    pub(super) fn advance(&mut self) {
        self.taken = self.current.end;
        self.current = self.next;
        self.next = self.lexer.next_token();
    }

    /// Takes the current token if it is this sign.
    pub(super) fn accept(&mut self, sign: Sign) -> bool {
        let found = self.current.kind == Kind::Sign(sign);
        if found {
            self.advance();
        }
        found
    }

    /// Takes a sign that must stand here.
    pub(super) fn expect(&mut self, sign: Sign, expected: (&str, &str)) -> Result<(), BasisError> {
        if self.accept(sign) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    /// Takes what closes the sign that stands at `open`.
    pub(super) fn close(&mut self, open: Place, sign: Sign) -> Result<(), BasisError> {
        if self.accept(sign) {
            return Ok(());
        }
        let written = match sign {
            Sign::CloseParen => "(",
            Sign::CloseBracket => "[",
            _ => "{",
        };
        if self.current.kind == Kind::Sign(Sign::Equals) && self.current.place.line == open.line {
            return Err(refusal::single_equals(self.current.place));
        }
        self.left_open = true;
        let Token { kind, place, .. } = self.current;
        Err(refusal::unclosed(written, open, &kind, place))
    }

    /// Takes a name.
    pub(super) fn name(&mut self, expected: (&str, &str)) -> Result<(&'a str, Place), BasisError> {
        let Kind::Name(name) = self.current.kind else {
            return Err(self.unexpected(expected));
        };
        let place = self.current.place;
        self.advance();
        Ok((name, place))
    }

    /// Takes a word if it is the current token.
    pub(super) fn accept_word(&mut self, word: &str) -> bool {
        let found = self.current.kind == Kind::Name(word);
        if found {
            self.advance();
        }
        found
    }

    /// The refusal of the current token.
    pub(super) fn unexpected(&self, expected: (&str, &str)) -> BasisError {
        refusal::unexpected(&self.current.kind, self.current.place, expected)
    }

    /// Takes line ends and notes that do not matter here.
    pub(super) fn skip_lines(&mut self) {
        while matches!(self.current.kind, Kind::Newline | Kind::Note(_)) {
            self.advance();
        }
    }

    fn hold_note(&mut self, note: &'a str) {
        let line = self.current.place.line;
        if self.notes.1 + 1 != line {
            self.notes.0.clear();
        }
        self.notes.0.push(note);
        self.notes.1 = line;
        self.advance();
    }

    /// The note directly above the statement that begins on `line`.
    pub(super) fn note_above(&mut self, line: u32) -> Note {
        let (lines, last) = std::mem::take(&mut self.notes);
        if last + 1 != line {
            return Note::default();
        }
        Note::parse(&lines.join(" "))
    }

    /// The note after a statement on its line.
    pub(super) fn note_after(&mut self) -> Note {
        let Kind::Note(note) = self.current.kind else {
            return Note::default();
        };
        self.advance();
        Note::parse(note)
    }

    /// Moves to the end of the line on which a statement cannot be read. A
    /// parenthesis left open swallows line ends; where that was noticed at the
    /// beginning of a line, the line is read afresh.
    pub(super) fn skip_statement(&mut self) {
        let begins_line = self.text[..self.current.start]
            .trim_end_matches([' ', '\t'])
            .ends_with('\n');
        let afresh = std::mem::take(&mut self.left_open) && begins_line;
        let lexer = if afresh {
            self.lexer.resuming(&self.current)
        } else {
            self.lexer.after_line_of(&self.current)
        };
        self.restart(lexer);
    }

    /// Moves to the end of a shock that cannot be read: of its line, or to `;`
    /// or `}` before that.
    pub(super) fn skip_shock(&mut self) {
        self.left_open = false;
        self.restart(self.lexer.resuming(&self.current));
        let ends = |kind: &Kind<'_>| kind.ends_statement() || *kind == Kind::Sign(Sign::CloseBrace);
        while !ends(&self.current.kind) {
            self.advance();
        }
    }

    fn restart(&mut self, mut lexer: Lexer<'a>) {
        self.current = lexer.next_token();
        self.next = lexer.next_token();
        self.lexer = lexer;
        self.nodes.clear();
        (self.depth, self.changes) = (0, 0);
    }
}
