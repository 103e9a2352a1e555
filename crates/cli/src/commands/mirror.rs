//! `triffin trade mirror`: one trade as two countries report it.

use triffin_trade::Axis;
use triffin_workbench::OnBasis;
use triffin_workbench::mirror::Mirror;

use super::trade::share;
use crate::args;
use crate::context::{Context, window, word};
use crate::error::CliError;

/// Runs the verb.
pub fn run(context: &Context, args: &args::Mirror) -> Result<u8, CliError> {
    let mut asked = Mirror::new(&args.a, &args.b, window(&args.period)?)?;
    asked.product.clone_from(&args.product);
    asked.basis = OnBasis {
        cif_margin: args.cif_margin.as_deref().map(share).transpose()?,
        currency: args.currency.clone(),
        ..OnBasis::default()
    };
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

fn axis(text: &str) -> Result<Axis, CliError> {
    const KNOWN: [Axis; 3] = [Axis::Total, Axis::Product, Axis::Period];
    word("--by", text, &KNOWN.map(Axis::as_str), |text| {
        KNOWN.into_iter().find(|axis| axis.as_str() == text)
    })
}
