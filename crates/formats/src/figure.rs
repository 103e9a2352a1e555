//! A published figure on its way to a row.

use triffin_basis::Flag;

use crate::builder::SeriesRow;
use crate::decimal::{Digits, NumberError, NumberStyle, is_missing};
use crate::layout::{Problem, Sink};

/// A figure in plain digits as published; nothing where the cell says that
/// there is none.
///
/// # Errors
/// Why the text is no figure.
pub fn printed(text: &str) -> Result<Option<String>, NumberError> {
    match is_missing(text) {
        true => Ok(None),
        false => Digits::parse(text, NumberStyle::PLAIN)?.plain().map(Some),
    }
}

/// Stores the observation of a cell, or sets the cell aside. `row` says
/// everything but the figure; its flag is that of a figure that is there.
pub fn observe(row: &SeriesRow<'_>, column: &str, text: &str, out: &mut Sink) {
    match printed(text) {
        Ok(printed) => out.observation(&SeriesRow {
            flag: match printed {
                Some(_) => row.flag,
                None => Flag::Missing,
            },
            printed: printed.as_deref(),
            ..*row
        }),
        Err(e) => {
            let problem = Problem::cell(e.reason(), column, text, e.expected());
            out.set_aside(row.source_row, problem);
        }
    }
}
