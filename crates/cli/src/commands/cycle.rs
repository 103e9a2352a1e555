//! `triffin cycle …`: models of the dollar cycle and of the textbooks.

use triffin_workbench::{Answer, cycle};

use super::cycle_runs::{calibrate, draws, matrices, run as solve, sensitivity, steady};
use super::cycle_views::{deficit, exchange_rate, flows, holders};
use crate::args::{Cycle, CycleModel};
use crate::error::CliError;
use crate::output::{Doubles, Format, Output};

/// Runs one verb; it reads no store.
pub fn run(output: &Output, strict: bool, args: &Cycle) -> Result<u8, CliError> {
    let answer = match args {
        Cycle::Check(CycleModel { model }) => cycle::check(model)?,
        Cycle::Run(args) => return path(output, strict, &solve(args)?),
        Cycle::Draws(args) => draws(args)?,
        Cycle::Steady(args) => steady(args)?,
        Cycle::Sensitivity(args) => sensitivity(args)?,
        Cycle::Calibrate(args) => calibrate(args)?,
        Cycle::Matrices(args) => matrices(args)?,
        Cycle::Flows(args) => flows(args)?,
        Cycle::Holders(args) => holders(args)?,
        Cycle::ExchangeRate(args) => exchange_rate(args)?,
        Cycle::Deficit(args) => deficit(args)?,
        Cycle::Import(args) => return import(output, strict, &args.file),
        Cycle::Models => cycle::models()?,
    };
    output.print(&answer)?;
    Ok(code(strict, &answer))
}

/// Prints the path of a model; in CSV with the digits in which paths are compared.
fn path(output: &Output, strict: bool, answer: &Answer) -> Result<u8, CliError> {
    let output = Output {
        doubles: Doubles::Seventeen,
        ..output.clone()
    };
    output.print(answer)?;
    Ok(code(strict, answer))
}

/// Prints the text of the model, for a file of its own; as a row where a form
/// for rows is asked for.
fn import(output: &Output, strict: bool, file: &str) -> Result<u8, CliError> {
    let answer = cycle::import(file)?;
    let rows = output.format.is_some_and(|format| format != Format::Table);
    if rows {
        output.print(&answer)?;
    } else {
        let text = answer
            .rows
            .first()
            .map(|row| Answer::cell(row, "text").plain(output.lang));
        output.print_text(&text.unwrap_or_default())?;
        output.print_notes(&answer)?;
    }
    Ok(code(strict, &answer))
}

fn code(strict: bool, answer: &Answer) -> u8 {
    u8::from(strict && answer.has_findings())
}
