//! `triffin trade mirror`, `trade reliability` and `trade gap`: one trade as two
//! countries report it, how far each country's reports are from its partners',
//! and two stated reports of one balance.

use triffin_trade::Axis;
use triffin_workbench::OnBasis;
use triffin_workbench::mirror::{Mirror, stated};

use super::trade::share;
use crate::args;
use crate::context::{Context, window, word};
use crate::error::CliError;

/// Runs the verb.
pub fn run(context: &Context, args: &args::Mirror) -> Result<u8, CliError> {
    let mut asked = Mirror::new(&args.a, &args.b, window(&args.period)?)?;
    asked.product.clone_from(&args.product);
    asked.basis = basis(args.cif_margin.as_deref(), args.currency.as_ref())?;
    asked.basis.rates.clone_from(&args.rates);
    asked.lag = args.lag;
    asked.parcels = args.parcels.as_deref().map(share).transpose()?;
    asked.by = args.by.as_deref().map_or(Ok(Axis::Total), axis)?;
    let (bench, scope) = (&context.bench, &context.scope);
    let answer = if args.causes {
        bench.mirror_causes(scope, &asked)?
    } else {
        bench.mirror(scope, &asked)?
    };
    context.answer(&answer)
}

/// Runs `trade reliability`.
pub fn reliability(context: &Context, args: &args::Reliability) -> Result<u8, CliError> {
    let basis = basis(args.cif_margin.as_deref(), args.currency.as_ref())?;
    let window = window(&args.period)?;
    let (bench, scope) = (&context.bench, &context.scope);
    context.answer(&bench.reliability(scope, &window, &basis)?)
}

/// Runs `trade gap`.
pub fn gap(context: &Context, args: &args::Gap) -> Result<u8, CliError> {
    let before = match args.before.as_deref() {
        Some([own, partner]) => Some([own.as_str(), partner.as_str()]),
        _ => None,
    };
    context.answer(&stated::gap([&args.own, &args.partner], before)?)
}

fn basis(margin: Option<&str>, currency: Option<&String>) -> Result<OnBasis, CliError> {
    Ok(OnBasis {
        cif_margin: margin.map(share).transpose()?,
        currency: currency.cloned(),
        ..OnBasis::default()
    })
}

fn axis(text: &str) -> Result<Axis, CliError> {
    const KNOWN: [Axis; 3] = [Axis::Total, Axis::Product, Axis::Period];
    word("--by", text, &KNOWN.map(Axis::as_str), |text| {
        KNOWN.into_iter().find(|axis| axis.as_str() == text)
    })
}
