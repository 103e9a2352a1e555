//! `triffin data …`: what is in the store, and putting more into it.

use std::path::Path;
use std::time::{Duration, Instant};

use triffin_basis::{Bilingual, Period};
use triffin_workbench::data::Span;
use triffin_workbench::intake::{Intake, failed_row};
use triffin_workbench::watched::OnRows;
use triffin_workbench::{Answer, QuestionError};

use crate::args::{Add, Data, Series};
use crate::context::{Context, day};
use crate::error::{CliError, INVALID};

/// Runs one verb.
pub fn run(context: &Context, args: &Data) -> Result<u8, CliError> {
    let (bench, scope) = (&context.bench, &context.scope);
    match args {
        Data::Add(args) => add(context, args),
        Data::Ls => context.answer(&bench.datasets(scope)?),
        Data::Path(args) => context.answer(&bench.paths(scope, args.dataset.as_deref())?),
        Data::Show(args) => context.answer(&bench.show(scope, &args.series, &span(args)?)?),
        Data::History(args) => context.answer(&bench.history(scope, &args.series, &span(args)?)?),
        Data::Verify => {
            let answer = bench.verify()?;
            context.output.print(&answer)?;
            Ok(u8::from(answer.has_findings()))
        }
        Data::Repair(args) => {
            let answer = bench.repair(!args.dry_run)?;
            context.output.print(&answer)?;
            let left = answer.meta.notes.iter().any(|n| n.code == "W-STORE-LEFT");
            Ok(u8::from(left || (context.strict && answer.has_findings())))
        }
    }
}

/// Adds every file: one that cannot be read has a row with its error, and the
/// others go in. A single bad file is an error like any other.
fn add(context: &Context, args: &Add) -> Result<u8, CliError> {
    let intake = intake(args)?;
    let mut all = Answer::default();
    let mut failed = Vec::new();
    for path in &args.paths {
        match context.bench.add(path, &intake, progress(path)) {
            Ok(answer) => {
                all.meta.system = answer.meta.system;
                all.meta.notes.extend(answer.meta.notes);
                all.rows.extend(answer.rows);
            }
            Err(error) => {
                let file = path.to_string_lossy();
                all.rows.push(failed_row(&file, &error));
                failed.push(in_file(&file, error));
            }
        }
    }
    if let ([_], Some(error)) = (args.paths.as_slice(), failed.first()) {
        return Err(error.clone().into());
    }
    let code = context.answer(&all)?;
    for error in &failed {
        CliError::from(error.clone()).print(context.lang());
    }
    Ok(if failed.is_empty() { code } else { INVALID })
}

fn intake(args: &Add) -> Result<Intake, CliError> {
    let mut intake = Intake::on(jiff::Zoned::now().date());
    intake.format.clone_from(&args.reader);
    intake.map.clone_from(&args.map);
    intake.encoding.clone_from(&args.encoding);
    intake.store.released = args.released.as_deref().map(day).transpose()?;
    intake.store.replaces = args.replaces.then_some(true);
    intake.store.dedupe = args.dedupe;
    Ok(intake)
}

fn in_file(path: &str, error: QuestionError) -> QuestionError {
    if error.message.en.contains(path) {
        return error;
    }
    let message = Bilingual::new(
        format!("{path}: {}", error.message.en),
        format!("{path}：{}", error.message.zh),
    );
    QuestionError { message, ..error }
}

/// The span of `--from` and `--to`.
fn span(args: &Series) -> Result<Span, CliError> {
    let period = |text: &Option<String>| {
        text.as_deref()
            .map(Period::parse)
            .transpose()
            .map_err(QuestionError::from)
    };
    Ok(Span {
        from: period(&args.from)?,
        to: period(&args.to)?,
    })
}

/// A line on a terminal that shows how far a file is read once that takes more
/// than a second; nothing elsewhere.
fn progress(path: &Path) -> OnRows {
    let bar = indicatif::ProgressBar::new_spinner();
    bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    let name = path.display().to_string();
    let begun = Instant::now();
    Box::new(move |rows| {
        if bar.is_hidden() && begun.elapsed() > Duration::from_secs(1) {
            // Draws nothing where standard error is no terminal.
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        bar.set_message(format!("{name} {rows}"));
        bar.tick();
    })
}
