//! `tariff draws`: the uncertainty of the elasticities, carried through.

mod by_model;

use std::sync::atomic::AtomicBool;

use triffin_basis::BasisError;
use triffin_tariff::equilibrium::draws::{Covariance, Draws, Estimates, Identification, Sample};
use triffin_tariff::scenario::{ByName, Sampling, Theta};

use super::files::Desk;
use super::solve::{add, meta, name, told};
use super::solved::Solved;
use super::table::Table;
use crate::answer::{Answer, Note, Row};
use crate::error::QuestionError;
use crate::value::Value;

/// Draws of a scenario, as they are asked for.
#[derive(Clone, Debug, Default)]
pub struct AskedTariffDraws {
    /// A file or the name of a bundled scenario.
    pub scenario: String,
    /// How many, in place of what the scenario says.
    pub count: Option<u32>,
    /// The seed, in place of what the scenario says.
    pub seed: Option<u64>,
    /// The regions told; all where none is named.
    pub regions: Vec<String>,
}

/// One row a region and output: at the central θ, mean, deviation, percentiles.
///
/// `progress` is called with each draw done; `stop` ends the work early, which
/// a warning tells.
///
/// # Errors
/// Those of [`super::solve()`]; `E-TARIFF-NO-ERRORS` where no θ has a standard
/// error; `E-TARIFF-DRAWS`.
pub fn draws(
    asked: &AskedTariffDraws,
    progress: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Result<Answer, QuestionError> {
    let solved = Solved::of(Desk::open(&asked.scenario)?)?;
    let sampling = sampling(asked, &solved.desk);
    let drawn = Drawn::of(&solved, &sampling)?;
    let draws = Draws {
        estimates: drawn.estimates,
        count: sampling.n,
        seed: sampling.seed,
    };
    let sample = by_model::run(&solved, &draws, drawn.estimate_of, progress, stop)?;
    let told = told(&asked.regions, solved.world.regions())?;
    let mut meta = meta(&solved);
    meta.facts.extend([
        ("draws", Value::from(sample.draws().len())),
        ("rejected", sample.rejected().into()),
        ("failed", sample.failed().len().into()),
        ("seed", sampling.seed.into()),
        ("identification", drawn.identification.name().into()),
    ]);
    meta.notes.extend(by_model::along(&solved));
    meta.notes.extend(left_out(&sampling, &sample));
    Ok(Answer {
        rows: rows(&solved, &sample, &sampling, &told),
        meta,
        ..Answer::default()
    })
}

fn sampling(asked: &AskedTariffDraws, desk: &Desk) -> Sampling {
    let mut sampling = desk.scenario.draws.clone().unwrap_or_default();
    sampling.n = asked.count.unwrap_or(sampling.n);
    sampling.seed = asked.seed.unwrap_or(sampling.seed);
    sampling
}

/// What is drawn, and which sector's θ each of it is.
struct Drawn {
    estimates: Estimates,
    estimate_of: Vec<Option<usize>>,
    identification: Identification,
}

impl Drawn {
    fn of(solved: &Solved, sampling: &Sampling) -> Result<Self, QuestionError> {
        let (theta, errors) = (solved.world.theta(), &solved.theta.std_error);
        // θ was made from a coefficient by a line of slope −1, so that its
        // error and its draws are those of θ itself.
        let identification = Identification::Theta;
        let sectors = theta.len();
        if let Some(file) = &sampling.covariance {
            let matrix = covariance(&solved.desk, file, solved.world.sectors())?;
            let covariance = Covariance::new(sectors, &matrix)?;
            return Ok(Self {
                estimates: Estimates::new(theta.to_vec(), covariance, identification)?,
                estimate_of: (0..sectors).map(Some).collect(),
                identification,
            });
        }
        let known: Vec<(f64, f64)> = theta
            .iter()
            .zip(errors)
            .filter_map(|(theta, error)| error.map(|error| (*theta, error)))
            .collect();
        let Some(first) = known.first() else {
            return Err(no_errors().into());
        };
        // One estimate for all sectors is drawn once for all.
        let common = sectors > 1 && one_for_all(&solved.desk);
        let drawn = if common { vec![*first] } else { known };
        let mut next = 0;
        let estimate_of = errors.iter().map(|error| {
            error.as_ref()?;
            let at = if common { 0 } else { next };
            next += 1;
            Some(at)
        });
        let estimate_of = estimate_of.collect();
        let (mean, deviation): (Vec<f64>, Vec<f64>) = drawn.into_iter().unzip();
        let covariance = Covariance::independent(&deviation)?;
        Ok(Self {
            estimates: Estimates::new(mean, covariance, identification)?,
            estimate_of,
            identification,
        })
    }
}

/// Whether θ is one number with one error.
fn one_for_all(desk: &Desk) -> bool {
    match &desk.scenario.elasticity.theta {
        Theta::Given(ByName::All(_)) | Theta::Coefficient(ByName::All(_), _) => {
            matches!(desk.scenario.elasticity.std_error, Some(ByName::All(_)))
        }
        Theta::Estimates { .. } => true,
        _ => false,
    }
}

/// A square table of covariances, in the order of the sectors.
fn covariance(desk: &Desk, file: &str, sectors: &[String]) -> Result<Vec<f64>, QuestionError> {
    let origin = desk.origin(desk.folder(), "the covariance", file)?;
    let names: Vec<&str> = sectors.iter().map(String::as_str).collect();
    let table = Table::read(&origin, &["sector"], &names, None)?;
    let mut matrix = Vec::with_capacity(sectors.len() * sectors.len());
    for sector in sectors {
        let row = triffin_tariff::scenario::place(&table.names[0], sector, super::names::SECTOR)?;
        for (column, name) in names.iter().enumerate() {
            matrix.push(table.number(column, row, name)?);
        }
    }
    Ok(matrix)
}

fn rows(solved: &Solved, sample: &Sample, sampling: &Sampling, told: &[bool]) -> Vec<Row> {
    let regions = solved.world.regions();
    let outputs = by_model::outputs(solved.desk.scenario.model);
    let mut rows = Vec::new();
    for region in (0..regions.len()).filter(|region| told[*region]) {
        for (at, output) in outputs.iter().enumerate() {
            let place = region * outputs.len() + at;
            let mut row = Row::new();
            add(
                &mut row,
                [
                    ("region", name(regions, region)),
                    ("output", Value::text(*output)),
                    ("mean", sample.mean(place).into()),
                    ("sd", sample.standard_deviation(place).into()),
                ],
            );
            for percent in &sampling.percentiles {
                let name = match percent.fract() == 0.0 && *percent < 100.0 {
                    true => format!("p{percent:02}"),
                    false => format!("p{percent}"),
                };
                row.push((name.into(), sample.percentile(place, *percent).into()));
            }
            rows.push(row);
        }
    }
    rows
}

/// What is not in the statistics, and why.
fn left_out(sampling: &Sampling, sample: &Sample) -> Vec<Note> {
    let (n, rejected) = (sampling.n, sample.rejected());
    let mut notes = Vec::new();
    if rejected > 0 {
        notes.push(Note::warning(
            "W-TARIFF-DRAWS-REJECTED",
            format!("{rejected} of {n} draws have an elasticity of zero or below and are rejected"),
            format!("{n} 次抽样中有 {rejected} 次弹性不为正，已舍弃"),
        ));
    }
    if let Some(first) = sample.failed().first() {
        let (failed, reason) = (sample.failed().len(), &first.reason);
        notes.push(Note::warning(
            "W-TARIFF-DRAWS-FAILED",
            format!(
                "{failed} of {n} draws have no solution and are left out; draw {}: {reason}",
                first.draw
            ),
            format!(
                "{n} 次抽样中有 {failed} 次无解，未计入；第 {} 次：{}",
                first.draw,
                reason.localized(triffin_basis::Lang::Zh)
            ),
        ));
    }
    let done = sample.draws().len() + rejected + sample.failed().len();
    if done < n as usize {
        notes.push(Note::warning(
            "W-TARIFF-DRAWS-STOPPED",
            format!("stopped: {done} of {n} draws were made"),
            format!("已中止：{n} 次抽样中完成 {done} 次"),
        ));
    }
    notes
}

fn no_errors() -> BasisError {
    BasisError::new(
        "E-TARIFF-NO-ERRORS",
        "no trade elasticity has a standard error: there is nothing to draw",
        "贸易弹性没有标准误，无从抽样",
    )
    .value("std_error")
    .expected(
        "a column std_error in sectors, [elasticity] std_error, or [draws] covariance",
        "sectors 中的 std_error 列、[elasticity] std_error 或 [draws] covariance",
    )
}
