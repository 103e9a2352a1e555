//! `triffin trade …`: records to balance.

use triffin_basis::Window;
use triffin_trade::selection::DateBasis;
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact};
use triffin_workbench::{OnBasis, Question, QuestionError};

use crate::args::{self, BasisOptions, Selection, Trade};
use crate::context::{Context, window, word};
use crate::error::CliError;

/// Runs one verb.
pub fn run(context: &Context, args: &Trade) -> Result<u8, CliError> {
    match args {
        Trade::Balance(args) => balance(context, args),
        _ => todo!(),
    }
}

fn balance(context: &Context, args: &args::Balance) -> Result<u8, CliError> {
    let question = question(&args.selection)?;
    let axis = args.by.as_deref().map(axis).transpose()?.unwrap_or_default();
    context.answer(&context.bench.balance(&context.scope, &question, axis)?)
}

/// The question a selection spells.
fn question(args: &Selection) -> Result<Question, CliError> {
    asked(&args.reporter, args.partner.as_deref(), window(&args.period)?, &args.basis)
}

fn asked(
    reporter: &str,
    partner: Option<&str>,
    window: Window,
    options: &BasisOptions,
) -> Result<Question, CliError> {
    let mut question = Question::new(reporter, window)?;
    if let Some(partner) = partner {
        question = question.with_partner(partner)?;
    }
    let selection = &mut question.selection;
    if let Some(product) = &options.product {
        *selection = selection.clone().with_product(product).map_err(QuestionError::from)?;
    }
    if let Some(timing) = &options.timing {
        selection.timing = word("--timing", timing, &["declared", "shipped", "settled"], DateBasis::parse)?;
    }
    selection.include = regimes(&options.include)?;
    selection.exclude = regimes(&options.exclude)?;
    question.basis = OnBasis {
        valuation: word("--valuation", &options.valuation, &["as-reported", "fob", "cif"], Target::parse)?,
        cif_margin: options.cif_margin.as_deref().map(share).transpose()?,
        currency: options.currency.clone(),
    };
    Ok(question)
}

fn regimes(words: &[String]) -> Result<Vec<String>, CliError> {
    const KNOWN: [&str; 6] = ["general", "processing", "bonded", "reexport", "ecommerce", "other"];
    words
        .iter()
        .map(|text| word("REGIME", text, &KNOWN, |text| KNOWN.contains(&text).then(|| text.to_owned())))
        .collect()
}

fn share(text: &str) -> Result<Exact, CliError> {
    Ok(text.parse::<Exact>().map_err(QuestionError::from)?)
}

fn axis(text: &str) -> Result<Axis, CliError> {
    let known = Axis::ALL.map(Axis::as_str);
    word("--by", text, &known, Axis::parse)
}
