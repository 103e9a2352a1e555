//! `triffin sql`: the store's tables in SQL, read-only.

use crate::args::Sql;
use crate::context::Context;
use crate::error::CliError;

/// Runs one query.
pub fn run(context: &Context, args: &Sql) -> Result<u8, CliError> {
    context.answer(&context.bench.sql(&context.scope, &args.text)?)
}
