//! The words of the language: declarations, functions, operators.
//!
//! The grammar page, the editor's highlighting and the error messages read
//! these lists, so that they cannot differ from the parser.

use crate::expression::Function;

/// Words that begin a declaration when a name follows them. As names of
/// variables they are free: `flow = 3` is an equation.
pub const DECLARATIONS: [&str; 11] = [
    "model", "param", "exog", "var", "init", "scenario", "set", "each", "event", "range", "expect",
];

/// Words with a meaning inside a declaration.
pub const CLAUSES: [&str; 24] = [
    "shock",
    "from",
    "to",
    "at",
    "redundant",
    "in",
    "except",
    "against",
    "solve",
    "cited",
    "derived",
    "assumed",
    "issuer",
    "commodity",
    "produced",
    "source",
    "currency",
    "maturity",
    "rate",
    "pays",
    "price",
    "yield",
    "sum",
    "close",
];

/// Words that are operators of an expression, and no names.
pub const OPERATORS: [&str; 3] = ["and", "or", "not"];

/// The period, counted from 1, unless a variable has this name.
pub const TIME: &str = "time";

/// Whose words a text is read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Those of the language.
    #[default]
    Sfc,
    /// Those too that other tools write: `ln`, `if_true`, `ifelse`, `&`, `|`, `!`.
    Foreign,
}

/// What a name before `(` calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A function of numbers.
    Function(Function),
    /// `if(condition, a, b)`.
    If,
    /// `d(a)`, the change since the last period.
    Change,
    /// `if_true(a)`: 1 where a is not 0, else 0.
    Truth,
    /// The logarithm to base 10.
    CommonLog,
}

/// Every function with the name it is called by.
pub const CALLS: [(&str, Call); 8] = [
    ("exp", Call::Function(Function::Exp)),
    ("log", Call::Function(Function::Log)),
    ("sqrt", Call::Function(Function::Sqrt)),
    ("abs", Call::Function(Function::Abs)),
    ("min", Call::Function(Function::Min)),
    ("max", Call::Function(Function::Max)),
    ("if", Call::If),
    ("d", Call::Change),
];

/// What other tools call, beside [`CALLS`].
const FOREIGN_CALLS: [(&str, Call); 13] = [
    ("diff", Call::Change),
    ("ln", Call::Function(Function::Log)),
    ("LN", Call::Function(Function::Log)),
    ("LOG", Call::Function(Function::Log)),
    ("log10", Call::CommonLog),
    ("EXP", Call::Function(Function::Exp)),
    ("SQRT", Call::Function(Function::Sqrt)),
    ("ABS", Call::Function(Function::Abs)),
    ("MIN", Call::Function(Function::Min)),
    ("MAX", Call::Function(Function::Max)),
    ("ifelse", Call::If),
    ("iff", Call::If),
    ("if_true", Call::Truth),
];

impl Dialect {
    /// What `name(` calls.
    pub fn call(self, name: &str) -> Option<Call> {
        let foreign = || {
            let found = FOREIGN_CALLS.iter().find(|(known, _)| *known == name)?;
            Some(found.1)
        };
        match self {
            Dialect::Sfc => call(name),
            Dialect::Foreign => call(name).or_else(foreign),
        }
    }

    /// What other tools write for `and`, `or`, `not`; longer signs first.
    pub(super) fn signs(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Dialect::Sfc => &[],
            Dialect::Foreign => &[
                ("&&", "and"),
                ("||", "or"),
                ("&", "and"),
                ("|", "or"),
                ("!", "not"),
            ],
        }
    }
}

/// What `name(` calls.
pub fn call(name: &str) -> Option<Call> {
    CALLS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, call)| *call)
}

/// Whether a name cannot be a variable's. `d` can: `d(X)` is the change of X,
/// `d` alone and `d[-1]` the variable.
pub fn is_reserved(name: &str) -> bool {
    OPERATORS.contains(&name) || (name != "d" && call(name).is_some())
}

/// What other tools call a function, and what it is called here.
pub(crate) const ELSEWHERE: [(&str, &str); 14] = [
    ("ln", "log(x)"),
    ("Log", "log(x)"),
    ("LOG", "log(x)"),
    ("log10", "log(x) / log(10)"),
    ("EXP", "exp(x)"),
    ("Exp", "exp(x)"),
    ("pow", "a ^ b"),
    ("ifelse", "if(condition, a, b)"),
    ("iff", "if(condition, a, b)"),
    ("if_true", "if(condition, 1, 0)"),
    ("diff", "d(X)"),
    ("delta", "d(X)"),
    ("lag", "X[-1]"),
    ("TSLAG", "X[-1]"),
];

/// The name a function is called by.
pub(crate) fn name_of(function: Function) -> &'static str {
    CALLS
        .iter()
        .find(|(_, call)| *call == Call::Function(function))
        .map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_has_a_name() {
        for function in [
            Function::Exp,
            Function::Log,
            Function::Sqrt,
            Function::Abs,
            Function::Min,
            Function::Max,
        ] {
            assert_eq!(call(name_of(function)), Some(Call::Function(function)));
        }
    }

    #[test]
    fn declarations_and_d_are_free_as_names() {
        assert!(DECLARATIONS.iter().all(|word| !is_reserved(word)));
        assert!(!is_reserved("d"));
        assert!(is_reserved("log") && is_reserved("and") && is_reserved("if"));
    }
}
