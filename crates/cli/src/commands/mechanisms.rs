//! `triffin tariff naive`, `diversion`, `offset` …: what a tariff changes, in closed form.

use super::basis::print;
use crate::args::Mechanism;
use crate::error::CliError;
use crate::output::Output;

/// Runs one verb; it reads no store.
pub fn run(output: &Output, strict: bool, args: &Mechanism) -> Result<u8, CliError> {
    let (question, given) = args.asked();
    print(output, strict, &question(&given)?)
}
