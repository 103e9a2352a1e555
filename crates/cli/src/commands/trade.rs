//! `triffin trade …`: records to balance.

use std::path::Path;

use triffin_basis::{Bilingual, Period, Timing, Window};
use triffin_trade::concordance::Concordance;
use triffin_trade::decompose::Method;
use triffin_trade::unit_value_index::Formula;
use triffin_trade::valuation::Target;
use triffin_trade::{Axis, Exact, Flow};
use triffin_workbench::changes::{Compared, Rows};
use triffin_workbench::real::AtPrices;
use triffin_workbench::{OnBasis, Question, QuestionError, numbers};

use crate::args::{self, BasisOptions, Selection, Trade};
use crate::context::{Context, window, word};
use crate::error::CliError;
use crate::minus;

/// Runs one verb.
pub fn run(context: &Context, args: &Trade) -> Result<u8, CliError> {
    match args {
        Trade::Balance(args) => balance(context, args),
        Trade::Check(args) => context.answer(
            &context
                .bench
                .check(&context.scope, &question(context, args)?)?,
        ),
        Trade::Changes(args) => changes(context, args),
        Trade::Translation(args) => translation(context, args),
        Trade::Real(args) => real(context, args),
        Trade::Index(args) => index(context, args),
        Trade::Items(args) => context.answer(
            &context
                .bench
                .items(&context.scope, &question(context, args)?)?,
        ),
        Trade::Records(args) => records(context, args),
        Trade::Pipeline(args) => pipeline(context, args),
        Trade::Mirror(args) => super::mirror::run(context, args),
        Trade::Reliability(args) => super::mirror::reliability(context, args),
        Trade::Gap(args) => super::mirror::gap(context, args),
        Trade::Growth(args) => context.answer(&numbers::growth(
            &args.start,
            &args.end,
            args.periods,
            args.beside.as_deref(),
        )?),
        Trade::Ratio(args) => context.answer(&numbers::ratio(
            &minus::shown(&args.numerator),
            &minus::shown(&args.denominator),
            args.spread,
        )?),
    }
}

fn changes(context: &Context, args: &args::Changes) -> Result<u8, CliError> {
    let later = window(&args.to)?;
    let reporters = reporters(context, &args.reporter)?;
    let (partner, options) = (args.partner.as_deref(), &args.basis);
    let mut question = asked_of(context, String::new(), partner, later, options)?;
    let concordance = args.concordance.as_deref().map(concordance).transpose()?;
    let by_reporter = args.by == "reporter";
    let detail = match (&args.items, by_reporter) {
        (Some(items), true) => items,
        (None, true) => "product",
        (None, false) => &args.by,
        (Some(items), false) => return Err(items_without_reporter(items)),
    };
    let compared = Compared {
        from: window(&args.from)?,
        axis: axis_beside(detail, by_reporter)?,
        method: method(&args.method)?,
        concordance: concordance.as_ref(),
    };
    let (bench, scope) = (&context.bench, &context.scope);
    question.selection = match reporters {
        Asked::All => question.selection.of_all(),
        Asked::These(one) if one.len() == 1 && !by_reporter => {
            question.selection = question.selection.of(one.concat());
            return context.answer(&bench.changes(scope, &question, &compared)?);
        }
        Asked::These(several) => question.selection.of_each(several),
    };
    let rows = match by_reporter {
        true => Rows::Reporters,
        false => Rows::Keys,
    };
    context.answer(&bench.changes_of_each(scope, &question, &compared, rows)?)
}

/// The reporters of `--reporter`.
enum Asked {
    /// Every one that has records.
    All,
    /// These, by code.
    These(Vec<String>),
}

/// Reads `all`, one area, or several with commas between; a name may have a
/// comma of its own.
fn reporters(context: &Context, text: &str) -> Result<Asked, CliError> {
    if text == "all" {
        return Ok(Asked::All);
    }
    let area = |text: &str| context.bench.area(&context.scope, text.trim());
    let whole = match area(text) {
        Ok(one) => return Ok(Asked::These(vec![one])),
        Err(unknown) => unknown,
    };
    if !text.contains(',') {
        return Err(whole.into());
    }
    let mut codes: Vec<String> = Vec::new();
    for name in text.split(',') {
        let code = area(name)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(Asked::These(codes))
}

/// The axis of the items, or of the keys where rows are not by reporter.
fn axis_beside(text: &str, by_reporter: bool) -> Result<Axis, CliError> {
    if by_reporter {
        return word("--items", text, &["product", "partner"], |text| {
            Axis::parse(text).filter(|axis| matches!(axis, Axis::Product | Axis::Partner))
        });
    }
    let known = Axis::ALL.map(Axis::as_str);
    let known: Vec<&str> = known.into_iter().chain(["reporter"]).collect();
    word("--by", text, &known, Axis::parse)
}

fn items_without_reporter(items: &str) -> CliError {
    QuestionError::invalid(
        "E-TRADE-ITEMS",
        Bilingual::new(
            format!("--items {items} tells what the rows of --by reporter are added up from"),
            format!("--items {items} 只说明 --by reporter 各行由什么加总"),
        ),
        Bilingual::new(
            "leave --items out, or ask with --by reporter",
            "请去掉 --items，或改用 --by reporter",
        ),
    )
    .into()
}

fn translation(context: &Context, args: &args::Translation) -> Result<u8, CliError> {
    let to = window(&args.to)?;
    let question = asked(
        context,
        &args.reporter,
        args.partner.as_deref(),
        to,
        &args.basis,
    )?;
    let axis = args
        .by
        .as_deref()
        .map(axis)
        .transpose()?
        .unwrap_or_default();
    let (bench, scope) = (&context.bench, &context.scope);
    context.answer(&bench.translated(scope, &question, window(&args.from)?, axis)?)
}

fn real(context: &Context, args: &args::Real) -> Result<u8, CliError> {
    let question = question(context, &args.selection)?;
    let axis = args
        .by
        .as_deref()
        .map(axis)
        .transpose()?
        .unwrap_or_default();
    let at = AtPrices {
        deflators: args.deflator.clone(),
        base: Period::parse(&args.base).map_err(QuestionError::from)?,
    };
    context.answer(&context.bench.real(&context.scope, &question, axis, &at)?)
}

fn index(context: &Context, args: &args::Index) -> Result<u8, CliError> {
    let (from, to) = (window(&args.from)?, window(&args.to)?);
    let span = Window::new(from.from, to.to).map_err(QuestionError::from)?;
    let question = asked(
        context,
        &args.reporter,
        args.partner.as_deref(),
        span,
        &args.basis,
    )?;
    let flow = word("--flow", &args.flow, &["export", "import"], Flow::parse)?;
    let formula = word(
        "--formula",
        &args.formula,
        &["laspeyres", "paasche", "fisher", "tornqvist"],
        Formula::parse,
    )?;
    context.answer(
        &context
            .bench
            .index(&context.scope, &question, flow, formula, args.chain)?,
    )
}

fn records(context: &Context, args: &args::Records) -> Result<u8, CliError> {
    let question = question(context, &args.selection)?;
    let (axis, key) = match (&args.by, &args.key) {
        (Some(by), Some(key)) => (axis(by)?, key.as_str()),
        _ => (Axis::Total, "total"),
    };
    context.answer(
        &context
            .bench
            .drill(&context.scope, &question, axis, key, args.limit)?,
    )
}

fn pipeline(context: &Context, args: &args::Pipeline) -> Result<u8, CliError> {
    let question = question(context, &args.selection)?;
    let axis = axis(&args.by)?;
    let compared = match &args.compare {
        Some(from) => Some(Compared {
            from: window(from)?,
            axis,
            method: method(&args.method)?,
            concordance: None,
        }),
        None => None,
    };
    let mut answer = context
        .bench
        .pipeline(&context.scope, &question, axis, compared.as_ref())?;
    let snapshot = context.snapshot()?;
    answer
        .meta
        .basis
        .insert("replay", replay(std::env::args().skip(1), &snapshot));
    context.answer(&answer)
}

/// The command that gives the same numbers again, whatever is added to the
/// store: these words, on this snapshot.
fn replay(words: impl Iterator<Item = String>, snapshot: &str) -> String {
    let mut command = "triffin".to_owned();
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        let name = word.split('=').next().unwrap_or_default();
        if ["-o", "--output", "--snapshot"].contains(&name) {
            if name == word {
                words.next();
            }
            continue;
        }
        command.push(' ');
        command.push_str(&quoted(&word));
    }
    format!("{command} --snapshot {snapshot}")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn method(text: &str) -> Result<Method, CliError> {
    word(
        "--method",
        text,
        &["bennet", "lmdi", "laspeyres"],
        Method::parse,
    )
}

/// Pairs of codes, `from,to` a line; a header line is passed over.
fn concordance(path: &Path) -> Result<Concordance, CliError> {
    let text = std::fs::read_to_string(path)?;
    let pairs = text
        .lines()
        .filter_map(|line| line.split_once(','))
        .map(|(from, to)| (from.trim(), to.trim()))
        .filter(|(from, to)| {
            from.bytes().all(|b| b.is_ascii_digit()) && to.bytes().all(|b| b.is_ascii_digit())
        });
    Ok(Concordance::from_pairs(pairs))
}

fn balance(context: &Context, args: &args::Balance) -> Result<u8, CliError> {
    let question = question(context, &args.selection)?;
    let axis = args
        .by
        .as_deref()
        .map(axis)
        .transpose()?
        .unwrap_or_default();
    context.answer(&context.bench.balance(&context.scope, &question, axis)?)
}

/// The question a selection spells.
fn question(context: &Context, args: &Selection) -> Result<Question, CliError> {
    asked(
        context,
        &args.reporter,
        args.partner.as_deref(),
        window(&args.period)?,
        &args.basis,
    )
}

fn asked(
    context: &Context,
    reporter: &str,
    partner: Option<&str>,
    window: Window,
    options: &BasisOptions,
) -> Result<Question, CliError> {
    let reporter = context.bench.area(&context.scope, reporter)?;
    asked_of(context, reporter, partner, window, options)
}

/// The same about a reporter by its code.
fn asked_of(
    context: &Context,
    reporter: String,
    partner: Option<&str>,
    window: Window,
    options: &BasisOptions,
) -> Result<Question, CliError> {
    let area = |text: &str| context.bench.area(&context.scope, text);
    let mut question = Question::of_area(&reporter, window);
    if let Some(partner) = partner {
        question.selection = question.selection.with_partner(area(partner)?);
    }
    let selection = &mut question.selection;
    if let Some(product) = &options.product {
        *selection = selection
            .clone()
            .with_product(product)
            .map_err(QuestionError::from)?;
    }
    if let Some(timing) = &options.timing {
        selection.timing = word(
            "--timing",
            timing,
            &["declared", "shipped", "settled"],
            Timing::parse,
        )?;
    }
    selection.include = regimes(&options.include)?;
    selection.exclude = regimes(&options.exclude)?;
    question.basis = OnBasis {
        valuation: word(
            "--valuation",
            &options.valuation,
            &["as-reported", "fob", "cif"],
            Target::parse,
        )?,
        cif_margin: options.cif_margin.as_deref().map(share).transpose()?,
        currency: options.currency.clone(),
        rates: options.rates.clone(),
    };
    Ok(question)
}

fn regimes(words: &[String]) -> Result<Vec<String>, CliError> {
    const KNOWN: [&str; 6] = [
        "general",
        "processing",
        "bonded",
        "reexport",
        "ecommerce",
        "other",
    ];
    words
        .iter()
        .map(|text| {
            word("REGIME", text, &KNOWN, |text| {
                KNOWN.contains(&text).then(|| text.to_owned())
            })
        })
        .collect()
}

pub(super) fn share(text: &str) -> Result<Exact, CliError> {
    Ok(text.parse::<Exact>().map_err(QuestionError::from)?)
}

fn axis(text: &str) -> Result<Axis, CliError> {
    let known = Axis::ALL.map(Axis::as_str);
    word("--by", text, &known, Axis::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replay_names_the_snapshot_and_no_output_file() {
        let words = [
            "trade",
            "pipeline",
            "--reporter",
            "United States",
            "-o",
            "x.json",
            "--snapshot=old",
        ];
        let command = replay(words.into_iter().map(str::to_owned), "5d5c");
        assert_eq!(
            command,
            "triffin trade pipeline --reporter 'United States' --snapshot 5d5c"
        );
    }

    #[test]
    fn a_quote_survives_the_shell() {
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }
}
