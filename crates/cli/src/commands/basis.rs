//! `triffin basis …` and `triffin fx convert`: what a number is.

use triffin_workbench::numbers::{self, Stated};
use triffin_workbench::{Answer, statements};

use crate::args::{Basis, Convert, Fx, Requote};
use crate::error::CliError;
use crate::minus;
use crate::output::Output;

/// Runs one verb; it reads no store.
pub fn run(output: &Output, strict: bool, args: &Basis) -> Result<u8, CliError> {
    let answer = match args {
        Basis::Parse(args) => {
            let texts: Vec<String> = args.texts.iter().map(|text| minus::shown(text)).collect();
            numbers::parse(&texts)?
        }
        Basis::Convert(args) => numbers::convert(&stated(args))?,
        Basis::Rank(args) => statements::rank(&args.table)?,
        Basis::Statements(args) => statements::statements(args.document.as_deref())?,
    };
    print(output, strict, &answer)
}

/// Runs one verb of `fx`.
pub fn run_fx(output: &Output, strict: bool, args: &Fx) -> Result<u8, CliError> {
    let Fx::Convert(args) = args;
    print(output, strict, &numbers::convert(&requoted(args))?)
}

/// Prints an answer; with `--strict`, findings are exit code 1.
pub(super) fn print(output: &Output, strict: bool, answer: &Answer) -> Result<u8, CliError> {
    output.print(answer)?;
    Ok(u8::from(strict && answer.has_findings()))
}

fn requoted(args: &Requote) -> Stated {
    match (&args.quote_rise, &args.value_change) {
        (Some(rise), _) => Stated::QuoteRise(rise.clone()),
        (None, change) => Stated::ValueChange(change.clone().unwrap_or_default()),
    }
}

fn stated(args: &Convert) -> Stated {
    let given = [
        args.margin_on_fob.clone().map(Stated::MarginOnFob),
        args.margin_on_cif.clone().map(Stated::MarginOnCif),
        args.stock_to_flow.clone().map(Stated::StockAsFlow),
        args.gross_to_net.clone().map(Stated::GrossAsNet),
    ];
    // proof: the argument group makes one of them required.
    given
        .into_iter()
        .flatten()
        .next()
        .unwrap_or(Stated::GrossAsNet(String::new()))
}
