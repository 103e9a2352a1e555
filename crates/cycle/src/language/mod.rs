//! The model language: `.sfc` text to [`Model`] and back.
//!
//! ```text
//! text ─► Lexer ─► Parser ─► Document ─► lower ─► Model ─► print ─► text
//!         tokens   statements, names     names resolved,
//!                  as symbols            constants computed
//! ```
//!
//! One statement a line. `##` above a statement or after it says what it is,
//! in English, 中文 and a unit:
//!
//! ```
//! let text = "
//! model PC
//! param theta = 0.2      ## Tax rate | 税率 [ratio]
//! exog  G = 20           ## Government spending | 政府支出 [bn USD]
//! V = V[-1] + YD - C     ## Wealth | 财富 [bn USD]
//! YD = (1 - theta) * (C + G)
//! C = 0.6 * YD + 0.4 * V[-1]
//! init V = 80
//! ";
//! let model = triffin_cycle::language::parse(text)?;
//! assert_eq!(model.equations.len(), 3);
//! let wealth = model.find("V").map(|id| model.variable(id));
//! assert_eq!(wealth.and_then(|v| v.opening), Some(80.0));
//! assert_eq!(wealth.map(|v| v.title.zh.as_str()), Some("财富"));
//! # Ok::<(), triffin_cycle::Errors>(())
//! ```

pub mod accounts;
pub(crate) mod constant;
pub mod document;
mod expectation;
mod expression;
pub mod lexer;
pub(crate) mod lower;
pub mod note;
pub(crate) mod parser;
pub(crate) mod print;
pub(crate) mod refusal;
mod repeat;
mod statement;
mod symbols;
pub mod token;
mod watch;
pub mod words;

#[cfg(test)]
mod tests;

pub use print::print;

use crate::errors::Errors;
use crate::model::Model;

/// Reads the text of a model.
///
/// Names are resolved and constants computed; whether the equations close is
/// the business of the checker.
///
/// # Errors
///
/// Every fault of the text that can be told apart, with line and column: those
/// of its grammar first, and once there are none, those of its names.
pub fn parse(text: &str) -> Result<Model, Errors> {
    let document = document(text)?;
    lower::lower(document)
}

/// Reads the statements of a text without resolving names.
///
/// # Errors
///
/// Every fault of the grammar, with line and column.
pub fn document(text: &str) -> Result<document::Document, Errors> {
    parser::Parser::new(text).document()
}
