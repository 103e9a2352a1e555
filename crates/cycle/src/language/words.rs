//! The words of the language: declarations, functions, operators.
//!
//! The grammar page, the editor's highlighting and the error messages read
//! these lists, so that they cannot differ from the parser.

use crate::expression::Function;

/// Words that begin a declaration when a name follows them. As names of
/// variables they are free: `flow = 3` is an equation.
pub const DECLARATIONS: [&str; 6] = ["model", "param", "exog", "var", "init", "scenario"];

/// Words with a meaning inside a declaration.
pub const CLAUSES: [&str; 5] = ["shock", "from", "to", "at", "redundant"];

/// Words that are operators of an expression, and no names.
pub const OPERATORS: [&str; 3] = ["and", "or", "not"];

/// The period, counted from 1, unless a variable has this name.
pub const TIME: &str = "time";

/// What a name before `(` calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A function of numbers.
    Function(Function),
    /// `if(condition, a, b)`.
    If,
    /// `d(a)`, the change since the last period.
    Change,
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
