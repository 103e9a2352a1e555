//! Text to tokens, one at a time.

use super::token::{Kind, SIGNS, Sign, Token, Wrong};
use super::words::Dialect;
use crate::place::Place;

/// Reads tokens from a text; each byte is looked at once.
///
/// Line ends within parentheses or brackets are no tokens, so that a long
/// expression may be broken there.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    place: Place,
    pub(super) open: usize,
    dialect: Dialect,
}

impl<'a> Lexer<'a> {
    /// A reader at the start of `text`.
    pub fn new(text: &'a str) -> Self {
        Self::starting_at(text, Place::new(1, 1), Dialect::Sfc)
    }

    /// A reader that reads `token` again, with nothing open.
    pub(super) fn resuming(&self, token: &Token<'_>) -> Self {
        Self {
            at: token.start,
            place: token.place,
            open: 0,
            ..self.clone()
        }
    }

    /// A reader at the end of the line of `token`, with nothing open.
    pub(super) fn after_line_of(&self, token: &Token<'_>) -> Self {
        let mut lexer = self.resuming(token);
        lexer.at += length_of_line(lexer.rest());
        lexer
    }

    /// A reader of a text that is part of a larger one and begins at `place` of it.
    pub fn starting_at(text: &'a str, place: Place, dialect: Dialect) -> Self {
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        Self {
            text,
            at: mark,
            place,
            open: 0,
            dialect,
        }
    }

    /// The next token; [`Kind::End`] for ever once the text is at its end.
    pub fn next_token(&mut self) -> Token<'a> {
        self.skip_blanks();
        let (start, place) = (self.at, self.place);
        let kind = self.kind();
        Token {
            kind,
            place,
            start,
            end: self.at,
        }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn kind(&mut self) -> Kind<'a> {
        let Some(first) = self.rest().chars().next() else {
            return Kind::End;
        };
        match first {
            '\n' => {
                self.line_end();
                Kind::Newline
            }
            '#' => self.note(),
            '0'..='9' => self.number(),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            _ if begins_name(first) => self.name(),
            _ => self.sign(first),
        }
    }

    /// Spaces, comments, and line ends within parentheses.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len()
                - rest
                    .trim_start_matches([' ', '\t', '\r', '\u{3000}', '\u{a0}'])
                    .len();
            self.take(blank);
            let rest = self.rest();
            if rest.starts_with('#') && (self.open > 0 || !rest.starts_with("##")) {
                self.take(length_of_line(rest));
            } else if self.open > 0 && rest.starts_with('\n') {
                self.line_end();
            } else {
                return;
            }
        }
    }

    fn line_end(&mut self) {
        self.at += 1;
        self.place = Place::new(self.place.line.saturating_add(1), 1);
    }

    /// Moves over `length` bytes of this line.
    fn take(&mut self, length: usize) -> &'a str {
        let taken = &self.text[self.at..self.at + length];
        self.at += length;
        let columns = u32::try_from(taken.chars().count()).unwrap_or(u32::MAX);
        self.place.column = self.place.column.saturating_add(columns);
        taken
    }

    fn note(&mut self) -> Kind<'a> {
        let line = self.take(length_of_line(self.rest()));
        Kind::Note(line.trim_start_matches('#').trim())
    }

    fn name(&mut self) -> Kind<'a> {
        let length = length_of_name(self.rest());
        Kind::Name(self.take(length))
    }

    fn number(&mut self) -> Kind<'a> {
        let rest = self.rest();
        let length = length_of_number(rest);
        let runs_on = length_of_name(&rest[length..]);
        if runs_on > 0 {
            return Kind::Wrong(Wrong::Number(self.take(length + runs_on)));
        }
        let written = self.take(length);
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Kind::Number(number),
            _ => Kind::Wrong(Wrong::TooLarge(written)),
        }
    }

    fn sign(&mut self, first: char) -> Kind<'a> {
        let rest = self.rest();
        let known = SIGNS.iter().find(|(written, _)| rest.starts_with(written));
        let Some((written, sign)) = known else {
            let words = self.dialect.signs();
            if let Some((written, word)) = words.iter().find(|(w, _)| rest.starts_with(w)) {
                self.take(written.len());
                return Kind::Name(word);
            }
            self.take(first.len_utf8());
            return Kind::Wrong(Wrong::Character(first));
        };
        match sign {
            Sign::OpenParen | Sign::OpenBracket => self.open += 1,
            Sign::CloseParen | Sign::CloseBracket => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.take(written.len());
        Kind::Sign(*sign)
    }
}

/// Whether a name may begin with this character: a letter of any script, `_`.
pub fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// How many bytes at the start of `text` are a name: letters of any script,
/// digits, `_`, a prime `'`, and dots between them (`US.gov`).
pub fn length_of_name(text: &str) -> usize {
    let mut length = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let fits = match c {
            '.' => length > 0 && characters.peek().is_some_and(|next| begins_name(*next)),
            '\'' => length > 0,
            _ if length == 0 => begins_name(c),
            _ => c.is_alphanumeric() || c == '_',
        };
        if !fits {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// How many bytes at the start of `text` are a number: `20`, `1.`, `.5`, `1.5e-3`.
fn length_of_number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let signed = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = digits(length + 1 + signed);
        if exponent > 0 {
            length += 1 + signed + exponent;
        }
    }
    length
}

fn length_of_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind<'_>> {
        let mut lexer = Lexer::new(text);
        let mut kinds = Vec::new();
        loop {
            match lexer.next_token().kind {
                Kind::End => return kinds,
                kind => kinds.push(kind),
            }
        }
    }

    #[test]
    fn numbers_are_read_in_every_common_form() {
        for (text, value) in [
            ("1.", 1.0),
            (".5", 0.5),
            ("1.5e-3", 0.0015),
            ("2E+2", 200.0),
        ] {
            assert_eq!(kinds(text), vec![Kind::Number(value)], "{text}");
        }
        assert_eq!(kinds("2X"), vec![Kind::Wrong(Wrong::Number("2X"))]);
        assert_eq!(kinds("1e999"), vec![Kind::Wrong(Wrong::TooLarge("1e999"))]);
    }

    #[test]
    fn names_hold_letters_of_any_script_and_dots_between_them() {
        assert_eq!(
            kinds("US.gov 储备_1 Y' A."),
            vec![
                Kind::Name("US.gov"),
                Kind::Name("储备_1"),
                Kind::Name("Y'"),
                Kind::Name("A"),
                Kind::Wrong(Wrong::Character('.')),
            ]
        );
    }

    #[test]
    fn columns_count_characters_and_lines_end_only_outside_parentheses() {
        let mut lexer = Lexer::new("储备 = (1 +\n  2)\nY");
        let places: Vec<_> = std::iter::from_fn(|| {
            let token = lexer.next_token();
            (token.kind != Kind::End).then_some((token.place.line, token.place.column))
        })
        .collect();
        assert_eq!(
            places,
            vec![
                (1, 1),
                (1, 4),
                (1, 6),
                (1, 7),
                (1, 9),
                (2, 3),
                (2, 4),
                (2, 5),
                (3, 1)
            ]
        );
    }

    #[test]
    fn a_note_is_a_token_and_a_comment_is_not() {
        assert_eq!(
            kinds("A # aside\n## Tax | 税\n"),
            vec![
                Kind::Name("A"),
                Kind::Newline,
                Kind::Note("Tax | 税"),
                Kind::Newline
            ]
        );
    }

    #[test]
    fn an_arrow_and_a_minus_before_greater_are_told_apart_by_their_blank() {
        assert_eq!(kinds("->"), vec![Kind::Sign(Sign::Arrow)]);
        assert_eq!(kinds("<>"), vec![Kind::Sign(Sign::NotEqual)]);
        assert_eq!(
            kinds("- >"),
            vec![Kind::Sign(Sign::Minus), Kind::Sign(Sign::Greater)]
        );
    }
}
