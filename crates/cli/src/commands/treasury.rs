//! `triffin treasury …`: how dollars come back as Treasuries.

use super::basis::print;
use crate::args::Treasury;
use crate::error::CliError;
use crate::output::Output;

/// Runs one verb; it reads no store.
pub fn run(output: &Output, strict: bool, args: &Treasury) -> Result<u8, CliError> {
    let (question, given) = args.asked();
    print(output, strict, &question(&given)?)
}
