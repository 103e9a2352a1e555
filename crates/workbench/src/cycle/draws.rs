//! `cycle draws`: what a model gives when values are uncertain.

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;
use triffin_cycle::Model;
use triffin_cycle::ensemble::{Correlation, Draws, Sample, Statistic, Vary, endogenous};

use super::asked::Asked;
use crate::answer::{Answer, Meta, Note, Row};
use crate::error::QuestionError;
use crate::value::Value;

/// Draws of a run, as they are asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedDraws {
    /// The run that all share.
    pub run: Asked,
    /// How many draws.
    pub count: u32,
    /// The seed.
    pub seed: u64,
    /// `NAME:normal(sd)` and the like; with `@each` a value for every period.
    pub vary: Vec<String>,
    /// `A,B=0.5`: how two of them move together.
    pub correlate: Vec<String>,
    /// `mean`, `sd`, `p05` …
    pub statistics: Vec<String>,
}

/// One row a period and variable with the statistics over all draws solved.
///
/// Draws that fail are counted in a warning with the first reason. `progress`
/// is called with the number of draws just done; `stop` ends the work early,
/// which a warning tells.
///
/// # Errors
/// Those of [`super::run()`]; of distributions, correlations and statistics.
pub fn draws(
    asked: &AskedDraws,
    progress: &(dyn Fn(u32) + Sync),
    stop: &AtomicBool,
) -> Result<Answer, QuestionError> {
    let prepared = asked.run.prepare()?;
    let model = prepared.program.model();
    let statistics = asked
        .statistics
        .iter()
        .map(|name| name.parse())
        .collect::<Result<Vec<Statistic>, BasisError>>()?;
    let vary = asked
        .vary
        .iter()
        .map(|text| Vary::parse(model, text))
        .collect::<Result<Vec<Vary>, BasisError>>()?;
    let keep = match asked.run.vars.is_empty() {
        true => endogenous(model),
        false => asked.run.told(model)?,
    };
    let draws = Draws {
        run: prepared.run,
        correlation: correlation(&asked.correlate, model, &vary)?,
        vary,
        count: asked.count,
        seed: asked.seed,
        keep,
    };
    let sample = draws.solve(&prepared.program, progress, stop)?;
    let mut notes = prepared.notes;
    notes.extend(left_out(asked.count, &sample));
    Ok(Answer {
        rows: rows(model, &sample, &statistics),
        meta: Meta {
            notes,
            formula: Some("x(z_i), i = 1 … n"),
            ..Meta::default()
        },
        ..Answer::default()
    })
}

fn rows(model: &Model, sample: &Sample, statistics: &[Statistic]) -> Vec<Row> {
    let told = sample.statistics(statistics);
    let periods = sample.periods() as usize + 1;
    let names: Vec<String> = statistics.iter().map(Statistic::to_string).collect();
    let mut rows = Vec::with_capacity(told.len());
    for period in 0..periods {
        for (place, id) in sample.variables().iter().enumerate() {
            let mut row: Row = vec![
                ("period".into(), Value::Int(period as i64)),
                ("variable".into(), Value::text(&model.variable(*id).name)),
            ];
            let values = &told[place * periods + period];
            let named = names.iter().zip(values);
            row.extend(named.map(|(name, value)| (name.clone().into(), Value::from(*value))));
            rows.push(row);
        }
    }
    rows
}

/// What is not in the statistics, and why.
fn left_out(asked: u32, sample: &Sample) -> Vec<Note> {
    let (solved, failed) = (sample.draws().len(), sample.failed());
    let mut notes = Vec::new();
    if let Some(first) = failed.first() {
        let share = format!("{} of {asked}", failed.len());
        notes.push(Note::warning(
            "W-CYCLE-DRAWS-FAILED",
            format!(
                "{share} draws have no solution and are left out; draw {}: {}",
                first.draw, first.reason
            ),
            format!(
                "{asked} 次抽样中有 {} 次无解，未计入；第 {} 次：{}",
                failed.len(),
                first.draw,
                first.reason.localized(triffin_basis::Lang::Zh)
            ),
        ));
    }
    if solved + failed.len() < asked as usize {
        notes.push(Note::warning(
            "W-CYCLE-DRAWS-STOPPED",
            format!(
                "stopped: {} of {asked} draws were made",
                solved + failed.len()
            ),
            format!("已中止：{asked} 次抽样中完成 {} 次", solved + failed.len()),
        ));
    }
    notes
}

/// Reads `A,B=0.5` for pairs of varied names.
fn correlation(
    texts: &[String],
    model: &Model,
    vary: &[Vary],
) -> Result<Option<Correlation>, QuestionError> {
    if texts.is_empty() {
        return Ok(None);
    }
    let place = |name: &str| {
        let id = model.find(name.trim())?;
        vary.iter().position(|one| one.variable == id)
    };
    let pair = |text: &String| {
        let (names, coefficient) = text.split_once('=')?;
        let (a, b) = names.split_once(',')?;
        Some((place(a)?, place(b)?, coefficient.trim().parse().ok()?))
    };
    let pairs = texts
        .iter()
        .map(|text| pair(text).ok_or_else(|| no_pair(text)))
        .collect::<Result<Vec<_>, BasisError>>()?;
    Ok(Some(Correlation::of(vary.len(), &pairs)?))
}

fn no_pair(text: &str) -> BasisError {
    BasisError::new(
        "E-CYCLE-CORRELATION",
        format!("\"{text}\" names no correlation of two varied values"),
        format!("“{text}”没有给出两个变动值之间的相关系数"),
    )
    .value(text)
    .expected(
        "A,B=0.5 with A and B both in --vary",
        "A,B=0.5，且 A、B 均在 --vary 中",
    )
}
