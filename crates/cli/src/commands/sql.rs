//! `triffin sql`: the store's tables in SQL, read-only.

use triffin_workbench::files::Beneath;

use crate::args::{Global, Sql};
use crate::context::Context;
use crate::error::CliError;

/// Runs one query. Files given with it are all it sees, unless `--starter` asks
/// for the figures that the program carries.
pub fn run(global: &Global, args: &Sql) -> Result<u8, CliError> {
    let beneath = match args.starter {
        true => Beneath::Starter,
        false => Beneath::Nothing,
    };
    let context = Context::open_over(global, beneath)?;
    context.answer(&context.bench.sql(&context.scope, &args.text)?)
}
