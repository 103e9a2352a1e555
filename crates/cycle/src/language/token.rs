//! The smallest parts of a model's text.

use crate::place::Place;

/// One token, with where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Line and column of its first character.
    pub place: Place,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind<'a> {
    /// A number.
    Number(f64),
    /// A name: of a variable, a function or a declaration.
    Name(&'a str),
    /// What follows `##` on its line.
    Note(&'a str),
    /// The end of a line.
    Newline,
    /// A sign or an operator.
    Sign(Sign),
    /// Something that no model holds.
    Wrong(Wrong<'a>),
    /// The end of the text.
    End,
}

/// A sign or an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Sign {
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Equals,
    EqualEqual,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Comma,
    Semicolon,
    Colon,
    Arrow,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
}

/// Something that no model holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// A character with no meaning.
    Character(char),
    /// A number that runs into a name, such as `2X`.
    Number(&'a str),
    /// A number beyond what a double can hold.
    TooLarge(&'a str),
}

/// Every sign with how it is written; longer ones before their beginnings.
pub const SIGNS: [(&str, Sign); 24] = [
    ("->", Sign::Arrow),
    ("**", Sign::Caret),
    ("==", Sign::EqualEqual),
    ("!=", Sign::NotEqual),
    ("<=", Sign::LessOrEqual),
    (">=", Sign::GreaterOrEqual),
    ("<>", Sign::NotEqual),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("*", Sign::Star),
    ("/", Sign::Slash),
    ("^", Sign::Caret),
    ("=", Sign::Equals),
    ("<", Sign::Less),
    (">", Sign::Greater),
    (",", Sign::Comma),
    (";", Sign::Semicolon),
    (":", Sign::Colon),
    ("(", Sign::OpenParen),
    (")", Sign::CloseParen),
    ("[", Sign::OpenBracket),
    ("]", Sign::CloseBracket),
    ("{", Sign::OpenBrace),
    ("}", Sign::CloseBrace),
];

impl Kind<'_> {
    /// Whether a statement ends here.
    pub fn ends_statement(&self) -> bool {
        matches!(
            self,
            Kind::Newline | Kind::End | Kind::Note(_) | Kind::Sign(Sign::Semicolon)
        )
    }
}
