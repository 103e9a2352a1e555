//! The declarations of accounts in a model's text.
//!
//! ```text
//! tokens ─► AccountStatement ─► expand ─► Accounts + plain equations ─► lowering, as for any model
//!           (parse)              names to sectors, instruments
//! ```

mod closures;
mod derived;
mod expand;
mod instrument;
mod openings;
mod parse;
pub(crate) mod refusal;
mod register;
mod statement;

#[cfg(test)]
mod tests;

pub(crate) use expand::expand;
pub use statement::{
    AccountStatement, ClosureText, FlowText, InstrumentClause, InstrumentText, Provenance, Word,
};

/// Words that begin a declaration of accounts when a name follows them.
pub const ACCOUNT_DECLARATIONS: [&str; 9] = [
    "currency",
    "sector",
    "instrument",
    "flow",
    "hold",
    "closure",
    "open",
    "source",
    "reconcile",
];

/// What `name(X)` of a stock or a holding X stands for: the name of a variable
/// that is generated where it is asked for.
pub const STOCK_FUNCTIONS: [(&str, &str); 4] = [
    ("buy", "bought"),
    ("value", "value"),
    ("income", "income"),
    ("gain", "gain"),
];
