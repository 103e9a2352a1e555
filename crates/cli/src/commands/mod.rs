//! One module a noun.

mod basis;
mod brief;
mod cycle;
mod cycle_runs;
mod cycle_views;
mod data;
mod explain;
mod mechanisms;
mod mirror;
mod progress;
mod sql;
mod tariff;
mod trade;
mod treasury;

use std::process::ExitCode;

use triffin_basis::Bilingual;
use triffin_workbench::QuestionError;

use crate::args::{Cli, Command};
use crate::context::Context;
use crate::error::CliError;
use crate::output::{Doubles, Output};

/// Runs a command and gives its exit code.
pub fn run(cli: Cli) -> Result<ExitCode, CliError> {
    let global = cli.global;
    let output = Output {
        format: global.format,
        file: global.output.clone(),
        lang: global.lang(),
        doubles: Doubles::default(),
    };
    let code = match cli.command {
        // These read no store.
        Command::Basis(args) => basis::run(&output, global.strict, &args)?,
        Command::Fx(args) => basis::run_fx(&output, global.strict, &args)?,
        Command::Cycle(args) => cycle::run(&output, global.strict, &args)?,
        Command::Treasury(args) => treasury::run(&output, global.strict, &args)?,
        Command::Tariff(args) => tariff::run(&output, global.strict, &args)?,
        Command::Explain(args) => explain::run(&output, &args)?,
        Command::Data(_) if !global.files.is_empty() => return Err(about_the_store()),
        Command::Data(args) => data::run(&Context::of_store(&global)?, &args)?,
        Command::Sql(args) => sql::run(&global, &args)?,
        Command::Trade(args) => trade::run(&Context::open(&global)?, &args)?,
        Command::Brief(args) => brief::run(&Context::open(&global)?, &args)?,
    };
    Ok(ExitCode::from(code))
}

/// `data` is about the store, which files given with a question leave alone.
fn about_the_store() -> CliError {
    QuestionError::invalid(
        "E-USAGE-FILE",
        Bilingual::new(
            "--file asks about files instead of the store, and data is about the store",
            "--file 是直接询问文件而不是数据仓，而 data 是关于数据仓的",
        ),
        Bilingual::new(
            "leave --file out; triffin data add PATH puts a file into the store",
            "请去掉 --file；用 triffin data add PATH 把文件加入数据仓",
        ),
    )
    .into()
}
