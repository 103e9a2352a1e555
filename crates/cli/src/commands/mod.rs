//! One module a noun.

mod basis;
mod brief;
mod data;
mod explain;
mod mirror;
mod sql;
mod trade;

use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::context::Context;
use crate::error::CliError;
use crate::output::Output;

/// Runs a command and gives its exit code.
pub fn run(cli: Cli) -> Result<ExitCode, CliError> {
    let global = cli.global;
    let output = Output {
        format: global.format,
        file: global.output.clone(),
        lang: global.lang(),
    };
    let code = match cli.command {
        // These read no store.
        Command::Basis(args) => basis::run(&output, global.strict, &args)?,
        Command::Fx(args) => basis::run_fx(&output, global.strict, &args)?,
        Command::Explain(args) => explain::run(&output, &args)?,
        Command::Data(args) => data::run(&Context::open(&global)?, &args)?,
        Command::Sql(args) => sql::run(&Context::open(&global)?, &args)?,
        Command::Trade(args) => trade::run(&Context::open(&global)?, &args)?,
        Command::Brief(args) => brief::run(&Context::open(&global)?, &args)?,
    };
    Ok(ExitCode::from(code))
}
