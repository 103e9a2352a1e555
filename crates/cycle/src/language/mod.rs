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

use triffin_basis::{BasisError, Lang};

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
    let (document, errors) = parser::Parser::new(text).read();
    // Many lines and none of them a statement: a table or prose, and no model
    // with slips, which has equations at least.
    let strange = errors.is_full() || errors.iter().len() >= STRANGE && !text.contains('=');
    match errors.first() {
        Some(first) if strange && document.statements.is_empty() => Err(no_model(first).into()),
        _ => errors.or(document),
    }
}

/// So many faults are more than slips where nothing equals anything.
const STRANGE: usize = 5;

fn no_model(first: &BasisError) -> BasisError {
    let (en, zh) = (first.message(Lang::En), first.message(Lang::Zh));
    BasisError::new(
        "E-CYCLE-NO-MODEL",
        format!("the text is no model: no line of it is a statement ({en})"),
        format!("该文本不是模型：没有一行是模型语句（{zh}）"),
    )
    .value(en)
    .expected(
        "statements such as `Y = C + G`, one a line",
        "每行一条语句，如 `Y = C + G`",
    )
    .remedy(
        "Name a model file; triffin cycle models lists those that come along",
        "请指定模型文件；triffin cycle models 列出自带模型",
    )
}
